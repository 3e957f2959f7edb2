//! Words of models and columns: systems, classes of sensitive data, how a column keeps its values.

use crate::field::words;

words! {
    /// The library that maps classes to tables.
    pub enum ModelSystem {
        /// SQLAlchemy: declarative classes and `Table(…)`, Flask-SQLAlchemy included.
        SqlAlchemy = "sqlalchemy",
        /// SQLModel.
        SqlModel = "sqlmodel",
        /// TypeORM: decorated classes and `EntitySchema`.
        TypeOrm = "typeorm",
        /// Drizzle.
        Drizzle = "drizzle",
        /// MikroORM: decorated classes.
        MikroOrm = "mikro-orm",
        /// Django.
        Django = "django",
        /// Tortoise.
        Tortoise = "tortoise",
        /// Peewee.
        Peewee = "peewee",
        /// Sequelize, sequelize-typescript included.
        Sequelize = "sequelize",
        /// Mongoose, NestJS's and Typegoose's classes included.
        Mongoose = "mongoose",
        /// The driver of MongoDB, without a schema: the fields of what is written.
        MongoDb = "mongodb",
        /// Prisma: models of a schema.
        Prisma = "prisma",
        /// None: tables that files of SQL create.
        Sql = "sql",
        /// diesel: `table!`, and the structs that map its columns.
        Diesel = "diesel",
        /// SeaORM.
        SeaOrm = "sea-orm",
    }
}

words! {
    /// The class of data that a column holds, by its name and type (rules/vocabulary/sensitive.toml).
    pub enum Sensitivity {
        /// Nothing of the kind.
        None = "none",
        /// Contact data: e-mail, phone, name, address.
        Contact = "contact",
        /// Sensitive personal data: government ids, bank, card, health, biometrics, birth date.
        Sensitive = "sensitive",
        /// A credential: password, token, secret, key.
        Credential = "credential",
    }
}

words! {
    /// What exactly a name says that its value is.
    pub enum Category {
        /// Nothing that is told apart.
        None = "none",
        /// A number that a state gives a person: national id, tax id, passport.
        GovernmentId = "government-id",
        /// A bank account.
        Bank = "bank",
        /// A payment card.
        Card = "card",
        /// Health.
        Health = "health",
        /// Biometrics.
        Biometric = "biometric",
        /// The date of birth.
        Birth = "birth",
        /// Income, ethnicity, religion.
        Person = "person",
        /// A telephone number.
        Phone = "phone",
        /// Where a person lives.
        Address = "address",
        /// An e-mail address.
        Email = "email",
        /// A person's name.
        Name = "name",
        /// An address on the network.
        Network = "network",
        /// A password, token, secret or key.
        Credential = "credential",
        /// A name that the team added.
        Added = "added",
    }
}

words! {
    /// How a column keeps its values.
    pub enum Storage {
        /// As they are.
        Plain = "plain",
        /// Encrypted.
        Encrypted = "encrypted",
        /// Hashed.
        Hashed = "hashed",
    }
}

words! {
    /// What a project's own name for columns stands for.
    pub enum TypeForm {
        /// A class of a type: `class EncryptedText(TypeDecorator)`.
        Class = "class",
        /// Another name of a type, or a type with its arguments: `Money = Numeric(12, 2)`.
        Alias = "alias",
        /// A function, alias or `partial` that makes whole columns: `intpk = Annotated[int, mapped_column(…)]`.
        Maker = "maker",
        /// A decorator that stands before a column and sets its values: `@Encrypted`.
        Decorator = "decorator",
        /// A list of words: `enum Role`, `CREATE TYPE role AS ENUM (…)`.
        Enum = "enum",
        /// Fields of its own inside a column: a composite type of Prisma.
        Composite = "composite",
    }
}
