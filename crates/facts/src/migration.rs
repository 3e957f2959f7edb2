//! Words of migrations: systems, directions, operations, and what the two directions amount to.

use crate::field::words;

words! {
    /// The system that loads and runs migrations, told by its loader's signature (database.md 1).
    pub enum MigrationSystem {
        /// Alembic, Flask-Migrate: `revision` and `down_revision`.
        Alembic = "alembic",
        /// Django: `class Migration(migrations.Migration)`.
        Django = "django",
        /// yoyo: `step(…)`, or `.sql` beside `.rollback.sql`.
        Yoyo = "yoyo",
        /// Aerich: `upgrade(db) -> str`.
        Aerich = "aerich",
        /// diesel: a folder with `up.sql` and `down.sql`.
        Diesel = "diesel",
        /// sqlx: `NNN_name.sql`, or `.up.sql` beside `.down.sql`.
        Sqlx = "sqlx",
        /// sea-orm-migration: `impl MigrationTrait`.
        SeaOrm = "sea-orm",
        /// refinery: `V1__name.sql` in a Rust project.
        Refinery = "refinery",
        /// golang-migrate: `NNN_name.up.sql` beside `.down.sql`.
        GolangMigrate = "golang-migrate",
        /// goose: `-- +goose Up`.
        Goose = "goose",
        /// dbmate: `-- migrate:up`.
        Dbmate = "dbmate",
        /// sqitch: `deploy/`, `revert/`, `verify/`.
        Sqitch = "sqitch",
        /// Postgrator: `NNN.do.name.sql` beside `.undo.`.
        Postgrator = "postgrator",
        /// TypeORM: `implements MigrationInterface`.
        TypeOrm = "typeorm",
        /// Knex: `exports.up`, `exports.down` with a Knex client.
        Knex = "knex",
        /// Sequelize, Umzug: `up(queryInterface)`.
        Sequelize = "sequelize",
        /// MikroORM: `extends Migration` with `addSql`.
        MikroOrm = "mikro-orm",
        /// Kysely: `up(db: Kysely<…>)`.
        Kysely = "kysely",
        /// node-pg-migrate: `up(pgm)`, or `-- Up Migration`.
        NodePgMigrate = "node-pg-migrate",
        /// db-migrate: `exports._meta`.
        DbMigrate = "db-migrate",
        /// Prisma Migrate: `NNN_name/migration.sql`.
        Prisma = "prisma",
        /// Drizzle: `--> statement-breakpoint`, `meta/_journal.json`.
        Drizzle = "drizzle",
        /// Supabase: `supabase/migrations/NNN_name.sql`.
        Supabase = "supabase",
        /// Flyway: `V1__name.sql`, `R__name.sql`.
        Flyway = "flyway",
    }
}

words! {
    /// The way a migration's step goes.
    pub enum Direction {
        /// Forwards.
        Upgrade = "upgrade",
        /// Back.
        Downgrade = "downgrade",
    }
}

words! {
    /// What is written in the body of one direction.
    pub enum MigrationBody {
        /// Nothing is there: no function, no file, no section.
        Missing = "missing",
        /// Statements.
        Present = "present",
        /// It is there and does nothing: `pass`, a docstring, a template's placeholder.
        Empty = "empty",
        /// It is there, does nothing, and a comment says why.
        EmptyExplained = "empty-explained",
        /// It raises an error, or says by the system's own means that there is no way back.
        Refuses = "refuses",
        /// It raises, with a text or a comment that says why.
        RefusesExplained = "refuses-explained",
    }
}

words! {
    /// The line that begins a part of a file of SQL.
    pub enum SectionMarker {
        /// There is none: the whole file, or what stands above the first marker.
        None = "none",
        /// `-- +goose Up`.
        GooseUp = "goose-up",
        /// `-- +goose Down`.
        GooseDown = "goose-down",
        /// `-- migrate:up`.
        DbmateUp = "dbmate-up",
        /// `-- migrate:down`.
        DbmateDown = "dbmate-down",
        /// `-- Up Migration`.
        PgMigrateUp = "pg-migrate-up",
        /// `-- Down Migration`.
        PgMigrateDown = "pg-migrate-down",
    }
}

words! {
    /// What the upgrade of a migration changes: the weightiest of its steps.
    pub enum Upgrade {
        /// Nothing: a merge of two heads, a placeholder, settings of the session.
        Nothing = "nothing",
        /// Tables, columns, indexes, constraints, views, functions, policies, …
        Schema = "schema",
        /// Rows only.
        Data = "data",
        /// Values of an enum are added, nothing else: most databases cannot take them back.
        Enum = "enum",
        /// Grants and revokes only.
        Grants = "grants",
    }
}

words! {
    /// What leads back from a migration.
    pub enum Downgrade {
        /// Nobody wrote one.
        Missing = "missing",
        /// There is a way back.
        Present = "present",
        /// It is there and does nothing.
        Empty = "empty",
        /// It refuses, or does nothing, without a stated reason.
        Refuses = "refuses",
        /// It refuses, or does nothing, and says why.
        RefusesExplained = "refuses-explained",
        /// The system, or the project's kind of migrations, has no way back by design.
        ForwardOnly = "forward-only",
    }
}

words! {
    /// How a history of migrations treats the way back.
    pub enum Habit {
        /// Most migrations that change the schema have one.
        Written = "written",
        /// More than half of at least eight have none: a policy of the house, not an oversight (database.md 1).
        LeftOut = "left-out",
        /// The system has none by design.
        ForwardOnly = "forward-only",
    }
}

words! {
    /// What a step does.
    pub enum Operation {
        /// It could not be read: SQL put together at run time, a function of another file.
        Opaque = "opaque",
        /// Creates a table.
        CreateTable = "create-table",
        /// Drops a table.
        DropTable = "drop-table",
        /// Gives a table another name.
        RenameTable = "rename-table",
        /// Changes a table in another way: owner, schema, storage, partition.
        AlterTable = "alter-table",
        /// Adds a column.
        AddColumn = "add-column",
        /// Drops a column.
        DropColumn = "drop-column",
        /// Gives a column another name.
        RenameColumn = "rename-column",
        /// Changes a column's type, default or nullability.
        AlterColumn = "alter-column",
        /// Creates an index.
        CreateIndex = "create-index",
        /// Drops an index.
        DropIndex = "drop-index",
        /// Gives an index another name.
        RenameIndex = "rename-index",
        /// Adds a constraint: primary or foreign key, unique, check.
        AddConstraint = "add-constraint",
        /// Drops a constraint.
        DropConstraint = "drop-constraint",
        /// Gives a constraint another name.
        RenameConstraint = "rename-constraint",
        /// Creates a type, an enum or a domain.
        CreateType = "create-type",
        /// Drops a type.
        DropType = "drop-type",
        /// Gives a type another name.
        RenameType = "rename-type",
        /// Changes a type in another way than by a new value.
        AlterType = "alter-type",
        /// Adds a value to an enum.
        AddEnumValue = "add-enum-value",
        /// Creates a view, also a materialised one.
        CreateView = "create-view",
        /// Drops a view.
        DropView = "drop-view",
        /// Creates or replaces a function or procedure.
        CreateFunction = "create-function",
        /// Drops a function or procedure.
        DropFunction = "drop-function",
        /// Creates a trigger, also an event trigger.
        CreateTrigger = "create-trigger",
        /// Drops a trigger.
        DropTrigger = "drop-trigger",
        /// Creates a row-level security policy.
        CreatePolicy = "create-policy",
        /// Drops a policy.
        DropPolicy = "drop-policy",
        /// Changes a policy.
        AlterPolicy = "alter-policy",
        /// Switches row-level security on, or forces it.
        EnableRls = "enable-rls",
        /// Switches row-level security off, or forces it no longer.
        DisableRls = "disable-rls",
        /// Creates a schema.
        CreateSchema = "create-schema",
        /// Drops a schema.
        DropSchema = "drop-schema",
        /// Creates an extension.
        CreateExtension = "create-extension",
        /// Drops an extension.
        DropExtension = "drop-extension",
        /// Creates a sequence.
        CreateSequence = "create-sequence",
        /// Drops a sequence.
        DropSequence = "drop-sequence",
        /// Creates another object: rule, collation, role, publication, …
        CreateOther = "create-other",
        /// Drops another object.
        DropOther = "drop-other",
        /// Changes another object.
        AlterOther = "alter-other",
        /// Grants or revokes, also default privileges.
        Grant = "grant",
        /// Writes a comment on an object.
        Comment = "comment",
        /// Inserts rows, also from another table or by COPY.
        Insert = "insert",
        /// Updates rows.
        Update = "update",
        /// Deletes rows, also all of them.
        Delete = "delete",
        /// Runs an anonymous block or calls a procedure, whose effect is not read.
        Block = "block",
        /// Only reads.
        Query = "query",
        /// Settings, locks, transactions, maintenance: `SET`, `BEGIN`, `ANALYZE`.
        Setting = "setting",
    }
}
