//! MikroORM's properties: options in an object, alike in decorators and in `EntitySchema`, and chains of calls in
//! `defineEntity`.
//!
//! One decision that is not obvious: the name in the database is that of the default naming strategy, `kra_pin` for
//! `kraPin`; a strategy of one's own is set where no file of a model shows it.

use super::converter::{named, through};
use super::decorated::{arrow, entries};
use super::{Bindings, is_false, is_true, last, number, short, text};
use crate::Context;
use review_facts::Column;
use review_syntax::{Kind as Syntax, NodeId, Role};

/// The start of the names of its packages.
pub(crate) const LIBRARY: &str = "@mikro-orm";

/// Calls of one chain.
const CHAIN: usize = 40;

/// Objects that are spread one inside the other.
const DEPTH: u32 = 4;

/// What a property is to its table.
#[derive(Default)]
pub(crate) struct Property {
    /// It is a column, with this type and these options.
    pub(crate) column: Column,
    /// `m:1`, `1:1`, `embedded` …; empty for a scalar.
    pub(crate) kind: String,
    /// The class at the other end, or whose properties it takes in.
    pub(crate) target: String,
    /// The database does not keep it: `persist: false`, a formula.
    pub(crate) computed: bool,
    /// The other end keeps the key.
    pub(crate) mapped_by: bool,
    /// An embedded one that is kept as one object.
    pub(crate) object: bool,
}

/// As MikroORM names columns: `kraPin` is `kra_pin`.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut before = '_';
    for letter in name.chars() {
        if letter.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
        before = letter;
    }
    snake
}

/// Reads the options of a property: an object, or a name of one.
pub(crate) fn options(
    cx: &Context<'_>,
    bindings: &Bindings<'_>,
    node: NodeId,
    of: &mut Property,
    depth: u32,
) {
    let tree = cx.tree;
    let object = bindings.open(cx, node);
    match tree.kind(object) {
        Syntax::Object => {}
        Syntax::Function => {
            let target = arrow(cx, object).map(|target| cx.path(target));
            of.target = target.unwrap_or_default();
            return;
        }
        Syntax::Name | Syntax::Member => return of.column.converters.push(cx.path(object)),
        Syntax::Call => return of.column.converters.push(cx.callee(object).to_owned()),
        _ => return,
    }
    for (name, value) in entries(cx, object) {
        match name {
            Some(name) => option(cx, bindings, name, value, of),
            None if depth < DEPTH => options(cx, bindings, value, of, depth + 1),
            None => {}
        }
    }
}

fn option(cx: &Context<'_>, bindings: &Bindings<'_>, name: &str, value: NodeId, of: &mut Property) {
    let written = || text(cx, bindings.open(cx, value));
    let column = &mut of.column;
    match name {
        "type" | "customType" => ty(cx, bindings, value, column),
        "columnType" => {
            if let Some(ty) = written() {
                column_type(&ty, column);
            }
        }
        "fieldName" | "name" | "joinColumn" => column.column = written().unwrap_or_default(),
        "length" => column.length = number(cx, value),
        "nullable" => column.nullable = !is_false(cx, value),
        "unique" => column.unique = !is_false(cx, value),
        "primary" => column.primary_key = is_true(cx, value),
        "persist" => of.computed |= is_false(cx, value),
        "formula" => of.computed = true,
        "mappedBy" => of.mapped_by = true,
        "object" => of.object = is_true(cx, value),
        "kind" | "reference" => of.kind = written().unwrap_or_else(|| last(&cx.path(value)).to_owned()),
        "enum" | "items" => enumeration(column),
        "entity" => {
            let entity = arrow(cx, value).unwrap_or(value);
            of.target = text(cx, entity).unwrap_or_else(|| cx.path(entity));
        }
        _ => {}
    }
}

/// The type of a property: a name, a constructor, `types.text`, a class of the project's own.
pub(crate) fn ty(cx: &Context<'_>, bindings: &Bindings<'_>, value: NodeId, column: &mut Column) {
    /// What stands for a type of the language.
    const CONSTRUCTORS: &[&str] =
        &["String", "Number", "Boolean", "Date", "Buffer", "Object", "Array", "BigInt", "Uint8Array"];
    let value = arrow(cx, value).unwrap_or(value);
    let opened = bindings.open(cx, value);
    column.declared_type = short(cx.text(value));
    let path = match cx.tree.kind(opened) {
        Syntax::Call => cx.callee(opened).to_owned(),
        Syntax::Name | Syntax::Member => cx.path(opened),
        Syntax::Object => {
            // An object that converts, written in place.
            if let Some(calls) = through(cx, bindings, opened, "convertToDatabaseValue") {
                column.written_through.extend(calls);
                column.binds = true;
            }
            return;
        }
        _ => match text(cx, opened) {
            Some(ty) => {
                column.declared_type = ty.clone();
                column.types = vec![format!("{LIBRARY}:{}", ty.split('(').next().unwrap_or_default())];
                return;
            }
            None => return,
        },
    };
    let named = match CONSTRUCTORS.contains(&path.as_str()) {
        true => format!("{LIBRARY}:{path}"),
        false => named(cx, &path, &[LIBRARY]),
    };
    // `BlobType` keeps blobs, as `types.blob` does.
    let bare = if named.contains(':') { named.strip_suffix("Type").unwrap_or(&named) } else { &named };
    if !path.is_empty() {
        column.types = vec![bare.to_owned()];
    }
}

/// A type in the database's words: `varchar(255)`.
fn column_type(written: &str, column: &mut Column) {
    if column.declared_type.is_empty() {
        column.declared_type = short(written);
    }
    let (name, rest) = written.split_once('(').unwrap_or((written, ""));
    if column.length == 0 && name.contains("char") {
        column.length = rest.trim_end_matches(')').parse().unwrap_or(0);
    }
    if column.types.is_empty() {
        column.types = vec![format!("{LIBRARY}:{}", name.trim())];
    }
}

fn enumeration(column: &mut Column) {
    if column.types.is_empty() {
        column.types = vec![format!("{LIBRARY}:enum")];
        "enum".clone_into(&mut column.declared_type);
    }
}

/// Reads a chain of calls: `p.string().length(20).nullable()`. None when it is none.
pub(crate) fn chain(cx: &Context<'_>, bindings: &Bindings<'_>, value: NodeId) -> Option<Property> {
    let tree = cx.tree;
    let mut calls = Vec::new();
    let mut at = arrow(cx, value).unwrap_or(value);
    for _ in 0..CHAIN {
        if tree.kind(at) != Syntax::Call {
            break;
        }
        let callee = tree.kid(at, Role::Callee).filter(|callee| tree.kind(*callee) == Syntax::Member)?;
        calls.push((cx.text(tree.kid(callee, Role::Property)?), at));
        at = tree.kid(callee, Role::Object)?;
    }
    let (first, made) = calls.pop()?;
    if !matches!(tree.kind(at), Syntax::Name | Syntax::Member) {
        return None;
    }
    let mut of = Property::default();
    let argument = |call: NodeId| tree.kid(call, Role::Arg);
    match first {
        "manyToOne" | "oneToOne" | "oneToMany" | "manyToMany" | "embedded" => {
            first.clone_into(&mut of.kind);
            let target = argument(made).map(|target| arrow(cx, target).unwrap_or(target));
            of.target = target.map(|target| cx.path(target)).unwrap_or_default();
        }
        "type" => ty(cx, bindings, argument(made)?, &mut of.column),
        "formula" => of.computed = true,
        "enum" => enumeration(&mut of.column),
        name => {
            of.column.types = vec![format!("{LIBRARY}:{name}")];
            name.clone_into(&mut of.column.declared_type);
        }
    }
    for (method, call) in calls.into_iter().rev() {
        let given = argument(call);
        match (method, given) {
            ("primary" | "nullable" | "unique" | "object", _) => {
                let is = given.is_none_or(|given| !is_false(cx, given));
                match method {
                    "primary" => of.column.primary_key = is,
                    "nullable" => of.column.nullable = is,
                    "unique" => of.column.unique = is,
                    _ => of.object = is,
                }
            }
            ("persist", given) => of.computed |= given.is_some_and(|given| is_false(cx, given)),
            ("mappedBy", _) => of.mapped_by = true,
            ("$type" | "serializedName", _) | (_, None) => {}
            (method, Some(given)) => option(cx, bindings, method, given, &mut of),
        }
    }
    Some(of)
}
