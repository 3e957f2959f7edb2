//! What an expression of a migration is worth, as far as its file says.

use super::walk::Walk;
use review_facts::{Language, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role, TextPart, flag};

/// Stands for a part of a text that is not known: U+FFFC, the object replacement character.
pub(crate) const HOLE: char = '\u{FFFC}';

/// Nested expressions deeper than this are not computed.
const DEEPEST: u32 = 24;

/// Longest text that is put together, in bytes.
const LONGEST: usize = 1 << 20;

/// What an expression is worth.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Value {
    /// Not known, and nothing that changes a database by itself.
    #[default]
    Unknown,
    /// Code of another file of the project, or of a library that is not known: a call of it may do anything.
    Foreign,
    /// A module or name of a library, as it was imported: `sqlalchemy.text`.
    Imported(String),
    /// A text; what is not known of it are [`HOLE`]s.
    Text(String),
    /// A fixed list.
    List(Vec<Value>),
    /// The migration tool's own object: `op`, `queryRunner`, `knex`, `pgm`.
    Tool,
    /// What changes one table: a batch of Alembic, the builder of Knex.
    Builder(String),
    /// A connection, session or transaction: it executes.
    Connection,
    /// A table as an object.
    Table(String),
    /// A database type as an object.
    Type(String),
    /// A statement as an object: `sa.update(users)`.
    Statement(Operation, String),
    /// A function of this file.
    Function(NodeId),
    /// What a chain of calls on a builder makes; its system reads the chain.
    Made(NodeId),
}

impl Value {
    /// The text, when it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The name of a table or type, when it is a text or such an object; a hole when it is not known.
    pub(crate) fn name(&self) -> String {
        match self {
            Value::Text(text) | Value::Table(text) | Value::Type(text) => text.clone(),
            _ => HOLE.to_string(),
        }
    }
}

impl Walk<'_, '_> {
    /// What an expression is worth.
    pub(crate) fn value(&self, node: NodeId) -> Value {
        self.value_in(node, 0)
    }

    fn value_in(&self, node: NodeId, depth: u32) -> Value {
        if depth > DEEPEST {
            return Value::Unknown;
        }
        let tree = self.cx.tree;
        if let Some(text) = self.put_together(node, depth) {
            return Value::Text(text);
        }
        match tree.kind(node) {
            Syntax::Name => self.named(node),
            Syntax::Member => self.member(node, depth),
            Syntax::Call => self.result(node, depth),
            Syntax::List => {
                Value::List(tree.kids(node).take(64).map(|kid| self.value_in(kid, depth + 1)).collect())
            }
            Syntax::Object => {
                let keys = tree.kids(node).take(64).filter_map(|pair| tree.kid(pair, Role::Key));
                Value::List(keys.map(|key| self.value_in(key, depth + 1)).collect())
            }
            Syntax::Unary if tree.has(node, flag::AWAIT | flag::PROPAGATE | flag::REF) => {
                tree.kid(node, Role::Value).map_or(Value::Unknown, |value| self.value_in(value, depth + 1))
            }
            Syntax::Function => Value::Function(node),
            _ => Value::Unknown,
        }
    }

    /// A literal or a text put together from parts, with holes for what is not known.
    fn put_together(&self, node: NodeId, depth: u32) -> Option<String> {
        let tree = self.cx.tree;
        let parts = tree.text_parts(node, self.cx.source)?;
        let percent = tree.kind(node) == Syntax::Binary && tree.has(node, flag::MOD);
        let format = tree.kind(node) == Syntax::Call;
        let mut text = String::new();
        for part in parts {
            match part {
                TextPart::Text(span) if percent || format => {
                    text.push_str(&holed(&unescaped(span.text(self.cx.source)), percent));
                }
                TextPart::Text(span) => text.push_str(&unescaped(span.text(self.cx.source))),
                // The values of `%` and `.format()` stand where their placeholders are.
                TextPart::Value(_) if percent || format => {}
                TextPart::Value(value) => match self.value_in(value, depth + 1) {
                    Value::Text(part) => text.push_str(&part),
                    _ => text.push(HOLE),
                },
            }
            if text.len() > LONGEST {
                text.push(HOLE);
                break;
            }
        }
        Some(text)
    }

    fn named(&self, node: NodeId) -> Value {
        let name = self.cx.text(node);
        if let Some(value) = self.bound(name) {
            return value;
        }
        if let Some(import) = self.cx.import(name) {
            let path = self.cx.imported_path(name).unwrap_or_default();
            return self.imported(path, import.module.starts_with(['.', '@', '~']));
        }
        self.module_level(name)
    }

    /// What an import is worth: the tool, something known, or foreign code.
    fn imported(&self, path: String, relative: bool) -> Value {
        if (self.system.is_tool)(&path) {
            Value::Tool
        } else if path == "django.db.connection" {
            Value::Connection
        } else if !relative && is_harmless(&path) {
            Value::Imported(path)
        } else {
            Value::Foreign
        }
    }

    fn member(&self, node: NodeId, depth: u32) -> Value {
        let tree = self.cx.tree;
        if tree.has(node, flag::PATH) && self.cx.language == Language::Rust {
            return self.rust_path(node);
        }
        let (Some(object), Some(property)) = (tree.kid(node, Role::Object), tree.kid(node, Role::Property))
        else {
            return Value::Unknown;
        };
        let property = self.cx.text(property);
        if self.cx.text(object) == "this"
            && let Some(field) = self.own_member(object, Syntax::Field, property)
        {
            return tree
                .kid(field, Role::Value)
                .map_or(Value::Unknown, |value| self.value_in(value, depth + 1));
        }
        match self.value_in(object, depth + 1) {
            Value::Imported(path) => {
                let path = format!("{path}.{property}");
                if (self.system.is_tool)(&path) { Value::Tool } else { Value::Imported(path) }
            }
            Value::Foreign => Value::Foreign,
            Value::Tool
                if matches!(
                    property,
                    "schema" | "connection" | "manager" | "sequelize" | "fn" | "context" | "db"
                ) =>
            {
                Value::Tool
            }
            Value::Connection => Value::Connection,
            // The managers of a Django model.
            Value::Table(table) if matches!(property, "objects" | "_default_manager" | "_base_manager") => {
                Value::Table(table)
            }
            _ => Value::Unknown,
        }
    }

    /// What a call gives.
    fn result(&self, call: NodeId, depth: u32) -> Value {
        let tree = self.cx.tree;
        let Some(callee) = tree.kid(call, Role::Callee) else { return Value::Unknown };
        if self.cx.language == Language::Rust {
            if tree.has(call, flag::MACRO) {
                return self.macro_value(call);
            }
            if let Some(made) = self.made_by_path(call) {
                return made;
            }
        }
        let first = tree.kids_with(call, Role::Arg).next();
        let first = |walk: &Walk<'_, '_>| first.map_or(Value::Unknown, |arg| walk.value_in(arg, depth + 1));
        if tree.kind(callee) == Syntax::Member
            && let (Some(object), Some(property)) =
                (tree.kid(callee, Role::Object), tree.kid(callee, Role::Property))
        {
            let method = self.cx.text(property);
            return match self.value_in(object, depth + 1) {
                Value::Imported(path) => self.made(&format!("{path}.{method}"), call, first),
                Value::Tool | Value::Builder(_) => (self.system.result)(self, call, method),
                Value::Connection if method == "query" => {
                    Value::Statement(Operation::Query, first(self).name())
                }
                Value::Connection
                    if matches!(method, "connect" | "begin" | "begin_nested" | "connection" | "cursor") =>
                {
                    Value::Connection
                }
                Value::Table(table) => match method {
                    "insert" => Value::Statement(Operation::Insert, table),
                    "update" => Value::Statement(Operation::Update, table),
                    "delete" => Value::Statement(Operation::Delete, table),
                    "select" => Value::Statement(Operation::Query, table),
                    _ => Value::Table(table),
                },
                statement @ Value::Statement(..) => statement,
                Value::Foreign => Value::Foreign,
                Value::Text(text) if is_kept(method) => Value::Text(text),
                Value::Text(_) => Value::Text(HOLE.to_string()),
                list @ Value::List(_) if matches!(method, "iter" | "into_iter" | "to_vec") => list,
                _ => Value::Unknown,
            };
        }
        if let Value::List(mut values) = first(self)
            && matches!(self.cx.text(callee), "reversed" | "sorted" | "list" | "tuple")
        {
            if self.cx.text(callee) == "reversed" {
                values.reverse();
            }
            return Value::List(values);
        }
        match self.value_in(callee, depth + 1) {
            Value::Imported(path) => self.made(&path, call, first),
            Value::Foreign => Value::Foreign,
            Value::Tool => (self.system.result)(self, call, ""),
            _ => Value::Unknown,
        }
    }

    /// What a known library makes: texts of SQL, statements, tables, types, sessions.
    fn made(&self, path: &str, call: NodeId, first: impl Fn(&Self) -> Value) -> Value {
        let last = path.rsplit('.').next().unwrap_or(path);
        if path.starts_with("typeorm.") {
            return self.made_by_typeorm(last, call);
        }
        if !(path.starts_with("sqlalchemy") || path.starts_with("sqlmodel")) {
            return Value::Unknown;
        }
        let operation = match last {
            "text" | "DDL" | "quoted_name" | "str" => return Value::Text(first(self).name()),
            "Session" | "sessionmaker" | "AsyncSession" => return Value::Connection,
            "Table" | "table" | "TableClause" => return Value::Table(first(self).name()),
            "Enum" | "ENUM" | "DOMAIN" => {
                let name = self.keyword(call, "name").map_or(Value::Unknown, |name| self.value(name));
                return Value::Type(name.name());
            }
            "insert" => Operation::Insert,
            "update" => Operation::Update,
            "delete" => Operation::Delete,
            "select" | "exists" => Operation::Query,
            "CreateTable" => Operation::CreateTable,
            "DropTable" => Operation::DropTable,
            "CreateSequence" => Operation::CreateSequence,
            "DropSequence" => Operation::DropSequence,
            "CreateSchema" => Operation::CreateSchema,
            "DropSchema" => Operation::DropSchema,
            _ => return Value::Unknown,
        };
        Value::Statement(operation, first(self).name())
    }

    /// What TypeORM's classes of the schema stand for: tables, and what lies on them by its name.
    fn made_by_typeorm(&self, class: &str, call: NodeId) -> Value {
        let name = self.cx.tree.kids_with(call, Role::Arg).next();
        let name = name.map_or(String::new(), |options| self.name_in(options, &["name"]));
        match class {
            "Table" => Value::Table(name),
            "TableColumn" | "TableIndex" | "TableForeignKey" | "TableUnique" | "TableCheck"
            | "TableExclusion" | "View" => Value::Text(name),
            _ => Value::Unknown,
        }
    }

    /// The value of a keyword argument, or of a property of an object argument.
    pub(crate) fn keyword(&self, call: NodeId, name: &str) -> Option<NodeId> {
        let tree = self.cx.tree;
        let pairs = tree.kids_with(call, Role::Arg).filter(|arg| tree.kind(*arg) == Syntax::Pair);
        let mut named = pairs.filter(|pair| {
            tree.kid(*pair, Role::Key).is_some_and(|key| crate::path::unquoted(self.cx.text(key)) == name)
        });
        named.next().and_then(|pair| tree.kid(pair, Role::Value))
    }

    /// The positional argument at `index` (from 0), or the one of that name.
    pub(crate) fn argument(&self, call: NodeId, index: usize, name: &str) -> Option<NodeId> {
        self.positional(call).nth(index).or_else(|| self.keyword(call, name))
    }

    /// The arguments without a name.
    pub(crate) fn positional(&self, call: NodeId) -> impl Iterator<Item = NodeId> {
        self.cx.tree.kids_with(call, Role::Arg).filter(|arg| self.cx.tree.kind(*arg) != Syntax::Pair)
    }

    /// The name that an argument gives: empty when there is none or it is null, a hole when it is not known.
    pub(crate) fn name_argument(&self, call: NodeId, index: usize, name: &str) -> String {
        match self.argument(call, index, name) {
            None => String::new(),
            Some(node) if self.cx.tree.kind(node) == Syntax::Constant => String::new(),
            Some(node) => self.value(node).name(),
        }
    }
}

/// Libraries whose functions change no database when they are called by themselves: Python's standard library (the
/// modules that migrations use), SQLAlchemy and its types, Django, Node's, and those of SeaORM's migrations.
#[rustfmt::skip]
const HARMLESS: &[&str] = &[
    "sqlalchemy", "sqlmodel", "sqlalchemy_utils", "geoalchemy2", "pgvector", "alembic", "fastapi_users_db_sqlalchemy",
    "flask", "django", "logging", "json", "uuid", "datetime", "time", "os", "sys", "re", "enum", "typing", "collections",
    "itertools", "functools", "hashlib", "secrets", "random", "string", "textwrap", "pathlib", "warnings", "contextlib",
    "dataclasses", "base64", "pickle", "copy", "math", "decimal", "inspect", "traceback", "operator", "importlib",
    "typing_extensions", "sqlmodel.sql", "structlog", "loguru", "tqdm", "click",
    "async", "crypto", "node:crypto", "fs", "path", "node:fs", "node:path", "util", "typeorm", "knex", "sequelize", "kysely",
    "lodash", "umzug", "slugify", "nanoid",
    "sea_orm_migration", "sea_orm", "sea_query", "std", "core", "alloc", "tracing", "log", "chrono", "serde",
    "serde_json", "async_trait", "futures", "strum",
];

/// Methods that leave a text what it is, or nearly.
fn is_kept(method: &str) -> bool {
    matches!(method, "lower" | "strip" | "toLowerCase" | "trim")
        || matches!(method, "to_string" | "to_owned" | "into" | "as_str" | "as_ref" | "clone" | "into_iden")
}

fn is_harmless(path: &str) -> bool {
    let root = path.split('.').next().unwrap_or(path);
    HARMLESS.contains(&root)
}

/// Escapes of a literal that matter to SQL: quotes, line ends, and the backslash itself.
fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('n' | 'r') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('\n') | None => {}
            Some(other) => plain.push(other),
        }
    }
    plain
}

/// Puts holes where `%s`, `%(name)s` or `{name}` stand.
pub(super) fn holed(text: &str, percent: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let open = if percent { '%' } else { '{' };
    while let Some(at) = rest.find(open) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let length = if percent { placeholder(after) } else { after.find('}').map(|end| end + 1) };
        match length {
            Some(length) => {
                out.push(HOLE);
                rest = &after[length..];
            }
            None => {
                out.push(open);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The length of a placeholder behind its `%`: `s`, `d`, `(name)s`.
fn placeholder(after: &str) -> Option<usize> {
    let named = if after.starts_with('(') { after.find(')')? + 1 } else { 0 };
    after[named..].starts_with(['s', 'd', 'r', 'i']).then_some(named + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_become_holes() {
        assert_eq!(holed("drop table %s", true), format!("drop table {HOLE}"));
        assert_eq!(holed("100% of %(name)s", true), format!("100% of {HOLE}"));
        assert_eq!(holed("drop table {}; {x}", false), format!("drop table {HOLE}; {HOLE}"));
        assert_eq!(holed("open {", false), "open {");
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(unescaped(r#"a \"b\" \n c\\d"#), "a \"b\" \n c\\d");
    }
}
