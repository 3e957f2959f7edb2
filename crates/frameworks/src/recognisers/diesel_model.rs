//! diesel: columns of `table!`, the structs that map them, and types that bind their values themselves.
//!
//! One decision that is not obvious: a field of a struct is stated beside the column that it maps, because the table
//! mostly stands in another file, and it is the field's type that says how values are kept. The join makes one of them.

use crate::model::rust::{self, Impl, RustType};
use crate::model::{last, number, short};
use crate::signs;
use crate::{Context, Out, Recogniser};
use review_facts::{Column, ColumnType, Kind, Language, Model, ModelSystem, TypeForm};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};
use std::collections::HashMap;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "diesel_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::Rust],
    libraries: &["diesel"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// One of these stands in every file that declares a column, maps one, or has a type of its own.
const SIGNS: &[&str] = &[
    "table!",
    "Insertable",
    "AsChangeset",
    "Selectable",
    "Identifiable",
    "Queryable",
    "HasQuery",
    "table_name",
    "ToSql",
    "DieselNewType",
    "DbEnum",
    "Encrypted<",
];

/// What a struct of a table derives, the one that is read first; what only `Queryable` names fields by position and
/// has no table.
const OF_TABLES: &[&str] =
    &["HasQuery", "Selectable", "Identifiable", "Insertable", "AsChangeset", "Associations"];

/// Derives that give the one field or the variants of a type to the database: diesel-derive-newtype,
/// diesel-derive-enum.
const NEWTYPES: &[&str] = &["DieselNewType", "DieselNewTypeNoConversion", "DbEnum"];

fn file(cx: &Context<'_>, out: &mut Out) {
    let holds = |sign: &[u8]| memchr::memmem::find(cx.source.as_bytes(), sign).is_some();
    if !signs::any_in(cx, SIGNS) {
        return;
    }
    let parents = if holds(b"joinable!") { parents(cx) } else { HashMap::new() };
    for id in cx.tree.ids() {
        match cx.tree.kind(id) {
            Syntax::Call if cx.tree.has(id, flag::MACRO) && cx.method(id) == "table" => {
                let tables = cx.tree.kids_with(id, Role::Arg);
                tables.for_each(|table| self::table(cx, table, &parents, out));
            }
            Syntax::Class if cx.tree.has(id, flag::CLASS_IMPL) => binds(cx, id, out),
            Syntax::Class if cx.tree.has(id, flag::CLASS_STRUCT | flag::CLASS_ENUM) => {
                rust::derived(cx, id, NEWTYPES, out);
                mapping(cx, id, out);
            }
            Syntax::Other if cx.tree.raw(id) == "type alias" => alias(cx, id, out),
            _ => {}
        }
    }
}

/// Of each table and column, the table that `joinable!` says it refers to.
fn parents<'a>(cx: &Context<'a>) -> HashMap<(&'a str, &'a str), &'a str> {
    let calls = cx.tree.ids().filter(|id| cx.tree.kind(*id) == Syntax::Call);
    let joinable = calls.filter(|id| last(cx.callee(*id)) == "joinable");
    let names = joinable.filter_map(|call| {
        let mut names = cx.tree.kids_with(call, Role::Arg).map(|name| cx.text(name));
        let (child, parent, column) = (names.next()?, names.next()?, names.next()?);
        Some(((child, column), parent))
    });
    names.collect()
}

/// One table of `table!`.
fn table(cx: &Context<'_>, table: NodeId, parents: &HashMap<(&str, &str), &str>, out: &mut Out) {
    let tree = cx.tree;
    let Some(path) = tree.kid(table, Role::Callee).filter(|_| tree.kind(table) == Syntax::Object) else {
        return;
    };
    let own = last(&cx.path(path)).to_owned();
    let keys: Vec<&str> = match tree.kid(table, Role::Key) {
        Some(key) => tree.kids(key).map(|name| cx.text(name)).collect(),
        // Without one it is `id`, by the macro's documentation.
        None => vec!["id"],
    };
    let columns: Vec<NodeId> = tree.kids(table).filter(|kid| tree.kind(*kid) == Syntax::Pair).collect();
    let model = Model {
        system: ModelSystem::Diesel,
        // Structs name the module, which is the table's name in Rust.
        table: own.clone(),
        certain: true,
        columns: columns.len() as u32,
        ..Model::default()
    };
    out.fact(cx, table, own.clone(), cx.place(path), model);
    for pair in columns {
        let (Some(name), Some(ty)) = (tree.kid(pair, Role::Key), tree.kid(pair, Role::Value)) else {
            continue;
        };
        let attribute = rust::plain_name(cx, name).to_owned();
        let mut column = Column {
            table: own.clone(),
            column: rust::own_value(cx, pair, "sql_name").unwrap_or_else(|| attribute.clone()),
            declared_type: short(cx.text(ty)),
            primary_key: keys.contains(&cx.text(name)),
            references: parents
                .get(&(own.as_str(), cx.text(name)))
                .map(|parent| (*parent).to_owned())
                .unwrap_or_default(),
            length: max_length(cx, pair),
            ..Column::default()
        };
        let read = RustType::read(cx.text(ty));
        column.nullable = read.optional;
        column.types.push(sql_type(cx, &read.path));
        let fact = format!("{own}.{attribute}");
        column.attribute = attribute;
        out.fact(cx, pair, fact, cx.place(name), column);
    }
}

fn max_length(cx: &Context<'_>, pair: NodeId) -> u32 {
    let decorators = cx.tree.kids(pair).filter(|kid| cx.tree.kind(*kid) == Syntax::Decorator);
    let mut pairs = decorators.filter_map(|decorator| cx.tree.kids(decorator).next());
    let given =
        pairs.find(|pair| cx.tree.kid(*pair, Role::Key).is_some_and(|key| cx.text(key) == "max_length"));
    given.and_then(|pair| cx.tree.kid(pair, Role::Value)).map_or(0, |value| number(cx, value))
}

/// Types of `diesel::sql_types`, which `table!` takes in unless it says otherwise, those of each database included.
#[rustfmt::skip]
const SQL_TYPES: &[&str] = &[
    "Bool", "SmallInt", "Int2", "TinyInt", "Tinyint", "Integer", "Int4", "BigInt", "Int8", "Bigint", "Float", "Float4",
    "Double", "Float8", "Numeric", "Decimal", "Text", "VarChar", "Varchar", "Char", "Tinytext", "Mediumtext", "Longtext",
    "Binary", "Varbinary", "Blob", "Tinyblob", "Mediumblob", "Longblob", "Bit", "Bytea", "Date", "Time", "Timestamp",
    "Interval", "Json", "Jsonb", "Datetime", "Timestamptz", "TimestamptzSqlite", "Uuid", "Bpchar", "CChar", "Money",
    "Inet", "Cidr", "MacAddr", "MacAddr8", "Oid", "Citext", "Unsigned", "Record", "Range", "PgLsn",
];

fn sql_type(cx: &Context<'_>, path: &str) -> String {
    let name = last(path).rsplit(':').next().unwrap_or_default();
    let own = cx.import(name).is_some_and(|import| !import.module.starts_with("diesel"));
    if SQL_TYPES.contains(&name) && !own { format!("diesel:{name}") } else { path.to_owned() }
}

/// A struct that maps columns of a table: `#[diesel(table_name = users)]`.
fn mapping(cx: &Context<'_>, class: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (Some(scope), Some(name)) = (cx.own_scope(class), tree.kid(class, Role::Name)) else { return };
    let given =
        rust::value(cx, class, "diesel", "table_name").or_else(|| rust::own_value(cx, class, "table_name"));
    let derived = rust::derives(cx, class);
    let bases: Vec<String> = OF_TABLES
        .iter()
        .filter(|of| derived.iter().any(|derived| derived == *of))
        .map(|of| (*of).to_owned())
        .collect();
    if bases.is_empty() && !(given.is_some() && derived.iter().any(|derived| derived == "Queryable")) {
        return;
    }
    let certain = given.is_some();
    let table = given.map_or_else(
        || format!("{}s", crate::model::underscored(cx.text(name))),
        |given| last(&given).to_owned(),
    );
    let mut columns = Vec::new();
    for field in tree.kids(class).filter(|kid| tree.kind(*kid) == Syntax::Field) {
        let column = column(cx, field);
        columns.extend(column.map(|(at, column)| (at, Column { table: table.clone(), ..column })));
    }
    let model = Model {
        system: ModelSystem::Diesel,
        table,
        class: scope.name.clone(),
        certain,
        bases,
        columns: columns.len() as u32,
        ..Model::default()
    };
    out.fact(cx, class, scope.name.clone(), cx.place(name), model);
    for (at, mut column) in columns {
        column.model.clone_from(&scope.name);
        let fact = format!("{}.{}", scope.name, column.attribute);
        out.fact(cx, at, fact, cx.place(at), column);
    }
}

/// A field, if it maps a column: the place of its name, or of its type where it has none.
fn column(cx: &Context<'_>, field: NodeId) -> Option<(NodeId, Column)> {
    let tree = cx.tree;
    let own = |key: &str| rust::value(cx, field, "diesel", key);
    if rust::has_word(cx, field, "diesel", "embed") || own("select_expression").is_some() {
        return None;
    }
    let given = own("column_name").or_else(|| rust::own_value(cx, field, "column_name"));
    let name = tree.kid(field, Role::Name);
    let attribute = name.map(|name| rust::plain_name(cx, name).to_owned());
    let column = given.or_else(|| attribute.clone())?;
    let mut column = Column {
        attribute: attribute.unwrap_or_else(|| column.clone()),
        column,
        maps: true,
        ..Column::default()
    };
    // It is written, or at least read, as another type.
    let other = ["serialize_as", "deserialize_as"]
        .into_iter()
        .find_map(|key| rust::argument(cx, field, "diesel", key));
    column.types.extend(other.map(|ty| RustType::read(cx.text(ty).trim_matches('"')).path));
    rust::read_type(cx, field, &mut column);
    Some((name.or_else(|| tree.kid(field, Role::Type))?, column))
}

/// `impl ToSql<Text, Pg> for Sealed`.
fn binds(cx: &Context<'_>, class: NodeId, out: &mut Out) {
    let Some(of) = Impl::read(cx, class).filter(|of| last(&of.of) == "ToSql") else { return };
    let of_enum = rust::newtype(cx, &rust::name_of(cx, of.name)).filter(|base| base == "std:enum");
    let given = of.arguments.first().map(|ty| sql_type(cx, &RustType::read(cx.text(*ty)).path));
    rust::bound(cx, class, of.name, "to_sql", of_enum.or(given).into_iter().collect(), out);
}

/// `type Secret = Encrypted<String>;`
fn alias(cx: &Context<'_>, alias: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (Some(target), Some(value)) = (tree.kid(alias, Role::Name), tree.kid(alias, Role::Type)) else {
        return;
    };
    // One of a trait or an `impl` belongs to that.
    let associated = tree
        .parent(alias)
        .is_some_and(|parent| tree.kind(parent) == Syntax::Class && !tree.has(parent, flag::CLASS_MOD));
    let path = RustType::read(cx.text(value)).path;
    if path.is_empty() || associated {
        return;
    }
    let name = cx.text(target).to_owned();
    let fact = ColumnType { form: TypeForm::Alias, bases: vec![path], ..ColumnType::default() };
    out.fact(cx, alias, name, cx.place(target), fact);
}
