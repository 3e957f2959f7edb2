//! Classes of TypeScript whose decorators make tables and columns: TypeORM's and MikroORM's.

use super::converter::annotation;
use super::{calls, last, short};
use crate::Context;
use review_facts::Column;
use review_syntax::{Kind as Syntax, NodeId, Role, flag};
use std::collections::BTreeMap;

/// Libraries whose decorators check, document or convert a value outside of the database.
#[rustfmt::skip]
const NEUTRAL: &[&str] = &[
    "class-validator", "class-transformer", "type-graphql", "@nestjs/", "@mikro-orm/", "typeorm", "sequelize-typescript",
    "graphql", "reflect-metadata", "@hapi/", "nestjs-",
];

/// A decorator: what it is called and its call, if it is one.
pub(crate) struct Decoration {
    pub(crate) path: String,
    pub(crate) call: Option<NodeId>,
}

impl Decoration {
    /// Its arguments.
    pub(crate) fn arguments(&self, cx: &Context<'_>) -> Vec<NodeId> {
        let call = self.call.into_iter();
        call.flat_map(|call| cx.tree.kids_with(call, Role::Arg).take(6)).collect()
    }

    /// It could make a column: it is one of the project's own, by the file's words.
    pub(crate) fn may_be_own(&self, cx: &Context<'_>) -> bool {
        let first = self.path.split('.').next().unwrap_or_default();
        !first.is_empty()
            && cx.import(first).is_none_or(|import| {
                !NEUTRAL.iter().any(|library| import.module.starts_with(library))
                    && !import.module.starts_with("node:")
            })
    }

    /// Its name speaks of columns or of encryption.
    pub(crate) fn speaks_of_columns(&self) -> bool {
        speaks_of_columns(&self.path) || last(&self.path).to_ascii_lowercase().contains("property")
    }
}

/// The name of a decorator speaks of columns or of encryption.
pub(crate) fn speaks_of_columns(path: &str) -> bool {
    let name = last(path).to_ascii_lowercase();
    name.contains("column") || name.contains("encrypt")
}

/// The decorators of a class or member.
pub(crate) fn decorations(cx: &Context<'_>, id: NodeId) -> Vec<Decoration> {
    let tree = cx.tree;
    let decorators = tree.kids(id).filter(|kid| tree.kind(*kid) == Syntax::Decorator).take(30);
    decorators
        .filter_map(|decorator| {
            let inner = tree.kids(decorator).next()?;
            Some(match tree.kind(inner) {
                Syntax::Call => Decoration { path: cx.callee(inner).to_owned(), call: Some(inner) },
                _ => Decoration { path: cx.path(inner), call: None },
            })
        })
        .collect()
}

/// What stands behind an arrow: `User` for `() => User`, `{…}` for `(t) => ({…})`.
pub(crate) fn arrow(cx: &Context<'_>, node: NodeId) -> Option<NodeId> {
    (cx.tree.kind(node) == Syntax::Function).then(|| super::converter::returned(cx, node)).flatten()
}

/// What a class extends: the names of its bases, those included that a function of mixins is given.
pub(crate) fn bases(cx: &Context<'_>, class: NodeId) -> Vec<String> {
    let tree = cx.tree;
    let mut bases = Vec::new();
    for base in tree.kids_with(class, Role::Base).take(8) {
        match tree.kind(base) {
            Syntax::Type => {}
            Syntax::Call => {
                bases.push(cx.callee(base).to_owned());
                bases.extend(tree.kids_with(base, Role::Arg).take(8).map(|argument| cx.path(argument)));
            }
            _ => bases.push(cx.path(base)),
        }
    }
    bases.retain(|base| !base.is_empty() && base != "_");
    bases
}

/// Adds what the annotation says: the type where no option gives one.
pub(crate) fn annotated(cx: &Context<'_>, member: NodeId, library: &str, column: &mut Column) {
    let (names, _) = annotation(cx, member);
    let Some(name) = names.first() else {
        if column.types.is_empty() {
            column.types.push(format!("{library}:unknown"));
        }
        return;
    };
    if column.declared_type.is_empty() {
        column.declared_type = short(&names.join(" | "));
    }
    if column.types.is_empty() {
        let literal = name.starts_with(['\'', '"']);
        let name = if literal { "enum" } else { name.split(['<', '{', '[']).next().unwrap_or_default() };
        column.types.push(format!("{library}:{}", if name.is_empty() { "object" } else { last(name) }));
    }
}

/// Per attribute, the calls through which the class itself always writes it: in a setter, or in its listeners before
/// both an insert and an update, which the library calls so.
pub(crate) fn written_through(
    cx: &Context<'_>,
    class: NodeId,
    [insert, update]: [&str; 2],
) -> BTreeMap<String, Vec<String>> {
    let tree = cx.tree;
    let mut always: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut inserted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut updated: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for function in tree.kids(class).filter(|kid| tree.kind(*kid) == Syntax::Function) {
        let listens: Vec<String> = decorations(cx, function).into_iter().map(|d| d.path).collect();
        let before = |event: &str| listens.iter().any(|path| last(path) == event);
        let setter = tree.has(function, flag::ACCESSOR);
        if !setter && !before(insert) && !before(update) {
            continue;
        }
        for id in tree.subtree(function).take(2_000).filter(|id| tree.kind(*id) == Syntax::Assign) {
            let (Some(target), Some(value)) = (tree.kid(id, Role::Target), tree.kid(id, Role::Value)) else {
                continue;
            };
            let path = cx.path(target);
            let through = calls(cx, value);
            let Some(attribute) = path.strip_prefix("this.").filter(|_| !through.is_empty()) else {
                continue;
            };
            let add = |to: &mut BTreeMap<String, Vec<String>>| {
                to.entry(attribute.to_owned()).or_default().extend(through.iter().cloned());
            };
            if setter {
                add(&mut always);
            }
            if before(insert) {
                add(&mut inserted);
            }
            if before(update) {
                add(&mut updated);
            }
        }
    }
    for (attribute, through) in inserted {
        if updated.contains_key(&attribute) {
            always.entry(attribute).or_default().extend(through);
        }
    }
    always.values_mut().for_each(|through| through.truncate(8));
    always
}

/// The options in an object: each by its name, and without one what is spread into it.
pub(crate) fn entries<'c>(
    cx: &'c Context<'_>,
    object: NodeId,
) -> impl Iterator<Item = (Option<&'c str>, NodeId)> + 'c {
    let tree = cx.tree;
    tree.kids(object).take(60).filter_map(|kid| match tree.kind(kid) {
        Syntax::Spread => Some((None, tree.kid(kid, Role::Value)?)),
        Syntax::Pair if !tree.has(kid, flag::COMPUTED) => {
            let key = tree.kid(kid, Role::Key)?;
            let value = tree.kid(kid, Role::Value).unwrap_or(key);
            Some((Some(crate::path::unquoted(cx.text(key))), value))
        }
        _ => None,
    })
}
