//! What is known of a step beyond its names.

use super::name::Name;
use review_facts::Span;

/// What is known of a step, by kind of step.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Detail {
    /// Nothing further.
    #[default]
    None,
    /// Of a created table.
    Table(Box<Table>),
    /// Of an added or redefined column.
    Column(Box<Column>),
    /// Of a changed column.
    Change(ColumnChange),
    /// Of an index.
    Index(Box<Index>),
    /// Of an added constraint.
    Constraint(Box<Constraint>),
    /// Of a view.
    View(View),
    /// Of a type, or a value added to or renamed in an enum.
    Type(Type),
    /// Of a function or procedure.
    Function(Box<Function>),
    /// Of a trigger.
    Trigger(Box<Trigger>),
    /// Of a policy.
    Policy(Box<Policy>),
    /// Of row-level security: true for `FORCE` and `NO FORCE`.
    Forced(bool),
    /// Of a grant or revoke.
    Grant(Box<Grant>),
    /// Of an anonymous block or a statement that only raises.
    Block(Block),
    /// Of a query: it reads no table and calls no function.
    Constant,
    /// The words that say which object or action it is, in capitals: `EVENT TRIGGER`, `ATTACH PARTITION`.
    Words(String),
}

/// A created table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Constraints that stand beside the columns.
    pub constraints: Vec<Constraint>,
    /// Indexes that MySQL declares beside the columns.
    pub indexes: Vec<Index>,
    /// It lives as long as a session.
    pub temporary: bool,
    /// The tables it copies columns from, or inherits them from: `LIKE`, `INHERITS`.
    pub like: Vec<Name>,
    /// The table it is a partition of.
    pub partition_of: Option<Name>,
    /// The query that fills it, and gives it columns that are not known here.
    pub query: Option<Span>,
}

/// A column with its definition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// Its type as written; empty when there is none, as SQLite allows.
    pub ty: Span,
    /// It says `NOT NULL`. A primary key is not null either way.
    pub not_null: bool,
    /// Its default.
    pub default: Option<Span>,
    /// It is computed, counted up, or an identity: `GENERATED`, `AUTO_INCREMENT`, `serial`.
    pub generated: bool,
    /// It is the primary key.
    pub primary_key: bool,
    /// It is unique.
    pub unique: bool,
    /// The condition of its check, without the parentheses around it.
    pub check: Option<Span>,
    /// What it refers to.
    pub references: Option<References>,
    /// Its comment, quotes included (MySQL).
    pub comment: Option<Span>,
    /// The whole definition.
    pub span: Span,
}

/// What a foreign key refers to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct References {
    /// The table.
    pub table: Name,
    /// The columns; empty for its primary key.
    pub columns: Vec<Name>,
    /// What happens when the row goes; none when nothing is said.
    pub on_delete: Option<KeyAction>,
    /// What happens when its key changes; none when nothing is said.
    pub on_update: Option<KeyAction>,
}

/// What a foreign key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAction {
    /// `CASCADE`.
    Cascade,
    /// `SET NULL`.
    SetNull,
    /// `SET DEFAULT`.
    SetDefault,
    /// `RESTRICT`.
    Restrict,
    /// `NO ACTION`.
    NoAction,
}

/// What an `ALTER COLUMN` changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnChange {
    /// Its type.
    Type {
        /// The new type as written.
        to: Span,
        /// How old values are turned into new ones.
        using: Option<Span>,
    },
    /// It may no longer be null.
    SetNotNull,
    /// It may be null.
    DropNotNull,
    /// It gets a default.
    SetDefault(Span),
    /// It loses its default.
    DropDefault,
    /// Something else: statistics, storage, identity, visibility.
    Other,
}

/// What kind of constraint it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConstraintKind {
    /// `PRIMARY KEY`.
    Primary,
    /// `FOREIGN KEY`.
    Foreign,
    /// `UNIQUE`.
    Unique,
    /// `CHECK`.
    #[default]
    Check,
    /// `EXCLUDE`.
    Exclude,
    /// `NOT NULL column`, a table's constraint since PostgreSQL 18.
    NotNull,
}

/// A constraint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraint {
    /// Its name, when it has one.
    pub name: Option<Name>,
    /// Its kind.
    pub kind: ConstraintKind,
    /// Its columns.
    pub columns: Vec<Name>,
    /// What a foreign key refers to.
    pub references: Option<References>,
    /// The condition of a check, the elements of an exclusion.
    pub expression: Option<Span>,
    /// Rows that exist are not checked.
    pub not_valid: bool,
    /// The index that becomes the constraint.
    pub using_index: Option<Name>,
    /// The whole definition.
    pub span: Span,
}

/// An index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// Its name, when it has one.
    pub name: Option<Name>,
    /// It admits no two equal rows.
    pub unique: bool,
    /// It is built, or dropped, without a lock on writes.
    pub concurrently: bool,
    /// How it is organised: `gin`, `hash`, `fulltext`.
    pub method: Option<String>,
    /// What it indexes, in order.
    pub parts: Vec<IndexPart>,
    /// Columns that it only carries.
    pub include: Vec<Name>,
    /// The condition of a partial index.
    pub predicate: Option<Span>,
}

/// One thing that an index orders by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndexPart {
    /// The column; none for an expression.
    pub column: Option<Name>,
    /// The whole part, with its order.
    pub span: Span,
}

/// A view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// It keeps its rows.
    pub materialized: bool,
    /// It reads with the rights of who asks: `security_invoker`.
    pub security_invoker: bool,
    /// Its query.
    pub query: Option<Span>,
}

/// A type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Type {
    /// It is a list of values.
    pub is_enum: bool,
    /// The values of an enum, or the one that is added or renamed, quotes included.
    pub values: Vec<Span>,
    /// What a renamed value becomes, quotes included.
    pub new_value: Option<Span>,
}

/// A function or procedure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Function {
    /// It is a procedure.
    pub procedure: bool,
    /// The language, in lower case.
    pub language: Option<String>,
    /// What it returns, as written: `event_trigger`, `trigger`, `SETOF text`.
    pub returns: Option<Span>,
    /// Its body without quotes.
    pub body: Option<Span>,
    /// It runs with the rights of its owner.
    pub security_definer: bool,
    /// It sets the path in which names are looked up.
    pub sets_search_path: bool,
}

/// A trigger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trigger {
    /// It fires on DDL: `CREATE EVENT TRIGGER`.
    pub on_event: bool,
    /// What it fires on, in capitals: `INSERT`, `UPDATE`, `DELETE`, `TRUNCATE`.
    pub events: Vec<&'static str>,
    /// The function it calls.
    pub function: Option<Name>,
}

/// A row-level security policy, as created or changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// The command it is for, in lower case; none stands for `all`, or for what it was before.
    pub command: Option<String>,
    /// It only takes away what other policies grant: `AS RESTRICTIVE`.
    pub restrictive: bool,
    /// For whom it is; empty for everyone.
    pub roles: Vec<Name>,
    /// Which rows are seen, without the parentheses around it.
    pub using: Option<Span>,
    /// Which rows may be written, without the parentheses around it.
    pub check: Option<Span>,
}

/// A grant or revoke.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grant {
    /// It takes away.
    pub revoke: bool,
    /// It concerns objects that are yet to come.
    pub default_privileges: bool,
    /// What is granted, in capitals: `SELECT`, `ALL`; of a granted role its name as written.
    pub privileges: Vec<String>,
    /// The kind of objects, in capitals: `TABLE` (also when not said), `ALL TABLES IN SCHEMA`, `FUNCTION`.
    pub kind: String,
    /// The objects, or the schemas when all of their objects are meant.
    pub objects: Vec<Name>,
    /// To whom.
    pub roles: Vec<Name>,
}

/// A block that is run as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What stands in it.
    pub body: Option<Span>,
    /// Its strings that could be names, without quotes. A loop over them fills the holes of its steps:
    /// `FOREACH t IN ARRAY ARRAY['users', 'posts']`.
    pub words: Vec<Span>,
    /// It raises an error: the text of it, or the raising statement when there is no text.
    pub raises: Option<Span>,
}
