//! TypeORM's column options, alike in decorators and in `EntitySchema`.
//!
//! One decision that is not obvious: options that the file does not show, a name or a spread, are stated as converters.
//! They could hold a transformer; the join finds out, or asks.

use super::converter::{imported, named};
use super::decorated::entries;
use super::{Bindings, is_true, number, short, text};
use crate::Context;
use review_facts::Column;
use review_syntax::{Kind as Syntax, NodeId};

/// TypeORM and the library that brings transformers for it.
pub(crate) const LIBRARIES: &[&str] = &["typeorm", "typeorm-encrypted"];

/// Spreads that are opened one inside the other.
const DEPTH: u32 = 4;

/// Decorators that make a column that is stored, and the type each has by itself (TypeORM's decorator reference).
const COLUMNS: &[(&str, &str)] = &[
    ("Column", ""),
    ("PrimaryColumn", ""),
    ("PrimaryGeneratedColumn", "int"),
    ("CreateDateColumn", "timestamp"),
    ("UpdateDateColumn", "timestamp"),
    ("DeleteDateColumn", "timestamp"),
    ("VersionColumn", "int"),
    ("ObjectIdColumn", "objectid"),
];

/// What stands for a type of the database in place of its name.
const CONSTRUCTORS: &[&str] = &["String", "Number", "Boolean", "Date", "Buffer", "Object", "Array", "BigInt"];

/// The own type of what a decorator makes, if it is one of TypeORM's that make columns.
pub(crate) fn column_decorator(cx: &Context<'_>, path: &str) -> Option<&'static str> {
    let name = imported(cx, path, "typeorm")?;
    COLUMNS.iter().find(|(column, _)| *column == name).map(|(_, ty)| *ty)
}

/// Reads the arguments of a column's decorator: `("varchar", {…})`, `({…})`, `(options)`.
pub(crate) fn read_call(
    cx: &Context<'_>,
    bindings: &Bindings<'_>,
    arguments: &[NodeId],
    own_type: &str,
    column: &mut Column,
) {
    for argument in arguments.iter().take(3) {
        if let Some(ty) = text(cx, *argument) {
            set_type(column, &ty, &format!("\"{ty}\""));
        } else {
            read_options(cx, bindings, *argument, column, 0);
        }
    }
    if column.types.is_empty() && !own_type.is_empty() {
        set_type(column, own_type, own_type);
    }
}

fn set_type(column: &mut Column, ty: &str, written: &str) {
    column.declared_type = short(written);
    column.types = vec![format!("typeorm:{ty}")];
}

/// Reads column options: an object, or a name of one.
pub(crate) fn read_options(
    cx: &Context<'_>,
    bindings: &Bindings<'_>,
    node: NodeId,
    column: &mut Column,
    depth: u32,
) {
    let tree = cx.tree;
    let object = bindings.open(cx, node);
    if tree.kind(object) != Syntax::Object {
        let path = match tree.kind(object) {
            Syntax::Call => cx.callee(object).to_owned(),
            Syntax::Name | Syntax::Member => cx.path(object),
            Syntax::Constant | Syntax::Type | Syntax::Function => return,
            _ => short(cx.text(object)),
        };
        column.converters.push(path);
        return;
    }
    for (name, value) in entries(cx, object) {
        match name {
            Some(name) => option(cx, bindings, name, value, column),
            None if depth < DEPTH => read_options(cx, bindings, value, column, depth + 1),
            None => {}
        }
    }
}

fn option(cx: &Context<'_>, bindings: &Bindings<'_>, name: &str, value: NodeId, column: &mut Column) {
    match name {
        "type" => match (cx.tree.kind(value), text(cx, bindings.open(cx, value))) {
            (_, Some(ty)) => set_type(column, &ty, &ty),
            (Syntax::Name, None) if CONSTRUCTORS.contains(&cx.text(value)) => {
                set_type(column, cx.text(value), cx.text(value));
            }
            // A constant of another file, which could stand for bytes.
            (Syntax::Name | Syntax::Member, None) => {
                column.declared_type = short(cx.text(value));
                column.types = vec![cx.path(value)];
            }
            // A type that is chosen by the database in use is one of the database's.
            _ => column.declared_type = short(cx.text(value)),
        },
        "name" => column.column = text(cx, bindings.open(cx, value)).unwrap_or_default(),
        "length" | "width" => {
            let written = text(cx, value).and_then(|length| length.parse().ok());
            column.length = written.unwrap_or_else(|| number(cx, value));
        }
        "nullable" => column.nullable = is_true(cx, value),
        "unique" => column.unique = is_true(cx, value),
        "primary" => column.primary_key = is_true(cx, value),
        "createDate" | "updateDate" | "deleteDate" if column.types.is_empty() => {
            set_type(column, "timestamp", "timestamp");
        }
        "enum" if column.types.is_empty() => set_type(column, "enum", "enum"),
        "transformer" => transformer(cx, bindings, value, column),
        // An option of typeorm-encrypted, which its subscriber follows where there is one.
        "encrypt" if !super::is_false(cx, value) => column.converters.push("encrypt".to_owned()),
        _ => {}
    }
}

/// `new EncryptionTransformer(…)`, `sealed`, `sealed(key)`, `Transformers.sealed`, `[a, b]`, `{ to, from }`.
fn transformer(cx: &Context<'_>, bindings: &Bindings<'_>, value: NodeId, column: &mut Column) {
    let tree = cx.tree;
    let opened = bindings.open(cx, value);
    match tree.kind(opened) {
        Syntax::Constant => {}
        Syntax::List => {
            for one in tree.kids(opened).take(8) {
                transformer(cx, bindings, one, column);
            }
        }
        Syntax::Object => {
            if let Some(through) = super::converter::through(cx, bindings, opened, "to") {
                column.written_through.extend(through);
                column.binds = true;
            } else {
                column.converters.push(short(cx.text(value)));
            }
        }
        Syntax::Call => column.converters.push(named(cx, cx.callee(opened), LIBRARIES)),
        Syntax::Name | Syntax::Member => column.converters.push(named(cx, &cx.path(opened), LIBRARIES)),
        _ => column.converters.push(short(cx.text(value))),
    }
}
