//! What models are made of: calls and objects that make columns, annotations, the project's own types.

mod annotation;
pub(crate) mod converter;
pub(crate) mod decorated;
pub(crate) mod entity_schema;
mod fields;
pub(crate) mod mikroorm;
mod object;
pub(crate) mod rust;
pub(crate) mod sql;
pub(crate) mod typeorm;
mod types;
mod written;

pub(crate) use annotation::Annotation;
pub(crate) use fields::Fields;
pub(crate) use object::{Bindings, encrypts_unnamed, is_false, is_true};
pub(crate) use types::{alias, is_sqlalchemy_type, maker, maker_of, opened, type_class};
pub(crate) use written::written_through;

use crate::Context;
use review_facts::Column;
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Calls whose result in a class body is mapped and is no column (SQLAlchemy's and SQLModel's documentation).
pub(crate) const NO_COLUMN: &[&str] = &[
    "relationship",
    "Relationship",
    "dynamic_loader",
    "association_proxy",
    "synonym",
    "composite",
    "query_expression",
    "backref",
    "hybrid_property",
    "PrivateAttr",
];

/// Arguments of a column that are no type.
const NO_TYPE: &[&str] = &[
    "ForeignKey",
    "Identity",
    "Computed",
    "Sequence",
    "FetchedValue",
    "CheckConstraint",
    "DefaultClause",
    "ColumnDefault",
    "text",
];

/// Libraries that make columns and give types, by their first module.
const LIBRARIES: &[&str] =
    &["sqlalchemy", "sqlmodel", "flask_sqlalchemy", "advanced_alchemy", "sqlalchemy_utils"];

/// The last segment of a path.
pub(crate) fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// True when the path comes from a library of columns by the file's own imports, false when from something else that
/// is imported absolutely; none when the file alone cannot tell.
pub(crate) fn of_library(cx: &Context<'_>, path: &str) -> Option<bool> {
    let full = cx.imported_path(path)?;
    is_library(&full).then_some(true)
}

/// The module is of a library that makes columns by calls.
pub(crate) fn is_library(module: &str) -> bool {
    LIBRARIES.contains(&module.split('.').next().unwrap_or_default())
}

/// A base from which tables begin.
pub(crate) fn is_root(cx: &Context<'_>, base: &str) -> bool {
    let known = matches!(
        last(base),
        "DeclarativeBase" | "DeclarativeBaseNoMeta" | "SQLModel" | "declarative_base" | "AutomapBase"
    );
    known && of_library(cx, base).unwrap_or(false)
}

/// The call that makes the column: `Column(…)`, `db.Column(…)`, `mapped_column(…)`, also inside `deferred(…)`.
pub(crate) fn column_call(cx: &Context<'_>, node: NodeId) -> Option<NodeId> {
    let mut node = node;
    for _ in 0..3 {
        if cx.tree.kind(node) != Syntax::Call {
            return None;
        }
        match cx.method(node) {
            "Column" | "mapped_column" => return Some(node),
            "deferred" | "column_property" => node = cx.tree.kid(node, Role::Arg)?,
            _ => return None,
        }
    }
    None
}

/// Reads the arguments of `Column`, `mapped_column` or SQLModel's `Field`.
pub(crate) fn read_call(cx: &Context<'_>, call: NodeId, column: &mut Column) {
    let tree = cx.tree;
    let callee = cx.callee(call);
    if last(callee) != "Field" && of_library(cx, callee) != Some(true) {
        column.maker = callee.to_owned();
    }
    column.nullable = last(callee) == "Column";
    for (index, argument) in tree.kids_with(call, Role::Arg).take(60).enumerate() {
        match tree.kind(argument) {
            Syntax::Pair => pair(cx, argument, column),
            Syntax::Str | Syntax::Template if index == 0 => {
                column.column = text(cx, argument).unwrap_or_default();
            }
            Syntax::Call if cx.method(argument) == "ForeignKey" => {
                let to = tree.kid(argument, Role::Arg);
                let written = |to| text(cx, to).unwrap_or_else(|| cx.path(to));
                column.references = to.map(written).unwrap_or_default();
            }
            Syntax::Call if NO_TYPE.contains(&cx.method(argument)) => {}
            Syntax::Call | Syntax::Name | Syntax::Member
                if column.types.is_empty() && last(callee) != "Field" =>
            {
                read_type(cx, argument, column);
            }
            _ => {}
        }
    }
}

fn pair(cx: &Context<'_>, pair: NodeId, column: &mut Column) {
    let tree = cx.tree;
    let (Some(key), Some(value)) = (tree.kid(pair, Role::Key), tree.kid(pair, Role::Value)) else { return };
    let is_true = tree.kind(value) == Syntax::Constant && tree.has(value, flag::TRUE);
    match cx.text(key) {
        "name" => column.column = text(cx, value).unwrap_or_default(),
        "type_" | "sa_type" => read_type(cx, value, column),
        "nullable" => column.nullable = is_true,
        "unique" => column.unique = is_true,
        "primary_key" => {
            column.primary_key = is_true;
            column.nullable &= !is_true;
        }
        "foreign_key" => column.references = text(cx, value).unwrap_or_default(),
        "max_length" if column.length == 0 => column.length = number(cx, value),
        "sa_column" => {
            if let Some(call) = column_call(cx, value) {
                read_call(cx, call, column);
                // The class decides whether it has a table at all, whatever makes the column.
                column.maker = String::new();
            }
        }
        _ => {}
    }
}

/// A type as it is given: `String`, `String(11)`, `MutableDict.as_mutable(JSONB)`, `JSON().with_variant(…)`.
pub(crate) fn read_type(cx: &Context<'_>, node: NodeId, column: &mut Column) {
    column.declared_type = short(cx.text(node));
    let (path, length) = type_path(cx, node);
    column.length = column.length.max(length);
    if !path.is_empty() {
        column.types.insert(0, path);
    }
}

/// The path of a type and the length it gives.
pub(crate) fn type_path(cx: &Context<'_>, node: NodeId) -> (String, u32) {
    let tree = cx.tree;
    let mut node = node;
    for _ in 0..4 {
        match tree.kind(node) {
            Syntax::Call => {
                let callee = cx.callee(node);
                let inner = tree.kid(node, Role::Arg);
                match (last(callee), inner) {
                    ("as_mutable", Some(inner)) => node = inner,
                    ("with_variant", _) => {
                        return (callee.strip_suffix(".with_variant").unwrap_or_default().to_owned(), 0);
                    }
                    (_, inner) => {
                        let given = keyword(cx, node, "length").or(inner);
                        return (callee.to_owned(), given.map_or(0, |given| number(cx, given)));
                    }
                }
            }
            Syntax::Name | Syntax::Member => return (cx.path(node), 0),
            _ => return (String::new(), 0),
        }
    }
    (String::new(), 0)
}

/// What follows from the rest: the name in the database, no null in a primary key.
pub(crate) fn finish(column: &mut Column) {
    if column.column.is_empty() {
        column.column.clone_from(&column.attribute);
    }
    column.nullable &= !column.primary_key;
    column.types.truncate(6);
}

/// The value of a keyword argument.
pub(crate) fn keyword(cx: &Context<'_>, call: NodeId, name: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let mut pairs = tree.kids_with(call, Role::Arg).filter(|arg| tree.kind(*arg) == Syntax::Pair);
    let pair = pairs.find(|pair| tree.kid(*pair, Role::Key).is_some_and(|key| cx.text(key) == name))?;
    tree.kid(pair, Role::Value)
}

/// The content of a text literal.
pub(crate) fn text(cx: &Context<'_>, node: NodeId) -> Option<String> {
    Some(cx.tree.str_content(node, cx.source)?.text(cx.source).to_owned())
}

/// The texts among the arguments of a call.
pub(crate) fn texts(cx: &Context<'_>, call: NodeId) -> Vec<String> {
    cx.tree.kids_with(call, Role::Arg).take(20).filter_map(|arg| text(cx, arg)).collect()
}

/// The last segments of the calls in an expression, the outermost first.
pub(crate) fn calls(cx: &Context<'_>, node: NodeId) -> Vec<String> {
    let calls = cx.tree.subtree(node).take(60).filter(|id| cx.tree.kind(*id) == Syntax::Call);
    calls.map(|call| cx.method(call).to_owned()).filter(|name| !name.is_empty()).take(8).collect()
}

/// A cheap look: whether the name of a call could speak of encryption at all.
pub(crate) fn may_encrypt(callee: &str) -> bool {
    let name = callee.to_ascii_lowercase();
    let act = name.contains("encrypt") || name.contains("encipher") || name.contains("seal");
    // A type's name says what its values are.
    act && !name.contains("unseal") && !name.contains("encrypted") && !name.ends_with("type")
}

pub(crate) fn number(cx: &Context<'_>, node: NodeId) -> u32 {
    if cx.tree.kind(node) == Syntax::Number { cx.text(node).parse().unwrap_or(0) } else { 0 }
}

/// In lower case, with an underscore before every capital but the first, as diesel, SeaORM and Sequelize name what is not
/// named: `UserRole` is `user_role`.
pub(crate) fn underscored(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (index, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// Source on one line, at most 80 characters.
pub(crate) fn short(text: &str) -> String {
    let mut short = String::new();
    for word in text.split_whitespace().take(80) {
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short.chars().take(80).collect()
}
