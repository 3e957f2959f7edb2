//! What a schema consists of. All spans are bytes from 0 of the text that was read, a byte order mark included.

use super::attribute::{self, Attribute};
use super::config::{Datasource, Generator};
use super::index::Index;
use super::relation::Relation;
use super::value::Value;
use review_facts::Span;

/// A file with a Prisma schema, or a part of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// `datasource db { … }`
    pub datasources: Vec<Datasource>,
    /// `generator client { … }`
    pub generators: Vec<Generator>,
    /// `model User { … }`
    pub models: Vec<Model>,
    /// `view Revenue { … }`
    pub views: Vec<Model>,
    /// Composite types of document databases: `type Address { … }`
    pub types: Vec<Model>,
    /// `enum Role { … }`
    pub enums: Vec<Enum>,
    /// Every comment of the text, in order, marks included.
    pub comments: Vec<Span>,
    /// What could not be read, in order: lines, groups and heads of blocks that are not closed.
    pub broken: Vec<Span>,
}

/// A name and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The name as written.
    pub text: String,
    /// Its token.
    pub span: Span,
}

/// A model, a view or a composite type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Its name.
    pub name: Name,
    /// From the keyword to the closing brace.
    pub span: Span,
    /// The `///` and `/* */` comments directly above it, without marks; empty when there are none.
    pub docs: String,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// Its `@@` attributes, in order.
    pub attributes: Vec<Attribute>,
}

/// A field of a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// From its name to the last attribute, without the comment behind it.
    pub span: Span,
    /// Its type.
    pub r#type: FieldType,
    /// The `///` and `/* */` comments above it and behind it, without marks; empty when there are none.
    pub docs: String,
    /// Its `@` attributes, in order.
    pub attributes: Vec<Attribute>,
    /// The comment behind it on its line, marks included.
    pub trailing: Option<Span>,
}

/// The type of a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldType {
    /// `String`, the name of a model, enum or composite type, or `Unsupported`.
    pub name: Name,
    /// `?`
    pub optional: bool,
    /// `[]`
    pub list: bool,
    /// The type of the database in `Unsupported("…")`.
    pub unsupported: Option<String>,
}

/// An enum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enum {
    /// Its name.
    pub name: Name,
    /// From the keyword to the closing brace.
    pub span: Span,
    /// The `///` and `/* */` comments directly above it, without marks; empty when there are none.
    pub docs: String,
    /// Its values, in order.
    pub values: Vec<EnumValue>,
    /// Its `@@` attributes, in order.
    pub attributes: Vec<Attribute>,
}

/// A value of an enum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnumValue {
    /// Its name.
    pub name: Name,
    /// The `///` and `/* */` comments above it and behind it, without marks; empty when there are none.
    pub docs: String,
    /// Its `@` attributes, in order.
    pub attributes: Vec<Attribute>,
    /// The comment behind it on its line, marks included.
    pub trailing: Option<Span>,
}

impl Name {
    /// A name that stands at `span`.
    pub fn new(text: &str, span: Span) -> Name {
        Name { text: text.to_owned(), span }
    }
}

impl Model {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.text == name)
    }

    /// The first `@@` attribute of this name, written without marks.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        attribute::named(&self.attributes, name).next()
    }

    /// The name of the table: `@@map("users")`.
    pub fn map(&self) -> Option<&str> {
        self.attribute("map")?.text("name")
    }

    /// The schema of the database that the table lies in: `@@schema("auth")`.
    pub fn schema(&self) -> Option<&str> {
        self.attribute("schema")?.text("name")
    }

    /// The compound key: `@@id([a, b])`. A key of one field usually is an `@id` of that field.
    pub fn id(&self) -> Option<Index<'_>> {
        self.attribute("id").map(Index::of)
    }

    /// The compound unique keys: `@@unique([a, b])`.
    pub fn uniques(&self) -> impl Iterator<Item = Index<'_>> {
        attribute::named(&self.attributes, "unique").map(Index::of)
    }

    /// The indexes: `@@index([a, b])`.
    pub fn indexes(&self) -> impl Iterator<Item = Index<'_>> {
        attribute::named(&self.attributes, "index").map(Index::of)
    }

    /// The indexes for full text search: `@@fulltext([a, b])`.
    pub fn fulltexts(&self) -> impl Iterator<Item = Index<'_>> {
        attribute::named(&self.attributes, "fulltext").map(Index::of)
    }

    /// True when the client leaves the model out: `@@ignore`.
    pub fn is_ignored(&self) -> bool {
        self.attribute("ignore").is_some()
    }

    /// The names of the fields of the primary key, be it `@id` or `@@id`; empty when there is none.
    pub fn key(&self) -> Vec<&str> {
        if let Some(field) = self.fields.iter().find(|field| field.is_id()) {
            return vec![&field.name.text];
        }
        self.id().map(|id| id.names()).unwrap_or_default()
    }
}

impl Field {
    /// The first attribute of this name, written without marks.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        attribute::named(&self.attributes, name).next()
    }

    /// `@id`
    pub fn is_id(&self) -> bool {
        self.attribute("id").is_some()
    }

    /// `@unique`
    pub fn is_unique(&self) -> bool {
        self.attribute("unique").is_some()
    }

    /// `@updatedAt`
    pub fn is_updated_at(&self) -> bool {
        self.attribute("updatedAt").is_some()
    }

    /// `@ignore`
    pub fn is_ignored(&self) -> bool {
        self.attribute("ignore").is_some()
    }

    /// What stands in `@default(…)`.
    pub fn default_value(&self) -> Option<Value<'_>> {
        self.attribute("default")?.argument("value")
    }

    /// The name of the column: `@map("created_at")`.
    pub fn map(&self) -> Option<&str> {
        self.attribute("map")?.text("name")
    }

    /// The type of the column: `@db.VarChar(255)`. What stands before the dot is the name of the datasource.
    pub fn native(&self) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.text.contains('.'))
    }

    /// What stands in `@relation(…)`.
    pub fn relation(&self) -> Option<Relation<'_>> {
        self.attribute("relation").map(Relation::of)
    }
}

impl Enum {
    /// The name in the database: `@@map("role")`.
    pub fn map(&self) -> Option<&str> {
        attribute::named(&self.attributes, "map").next()?.text("name")
    }

    /// The schema of the database that the enum lies in: `@@schema("auth")`.
    pub fn schema(&self) -> Option<&str> {
        attribute::named(&self.attributes, "schema").next()?.text("name")
    }
}

impl EnumValue {
    /// The name in the database: `@map("admin")`.
    pub fn map(&self) -> Option<&str> {
        attribute::named(&self.attributes, "map").next()?.text("name")
    }
}
