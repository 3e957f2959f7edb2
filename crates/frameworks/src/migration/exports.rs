//! Migrations of JavaScript and TypeScript: the two functions a module exports, in every way it can export them.
//!
//! One decision that is not obvious: a module is no migration because it exports `up`. Each system asks besides for
//! what its own loader gives to that function, a Knex client or a `queryInterface`; an `up` that is given anything
//! else stays unread.

use super::value::Value;
use super::walk::System;
use super::{read_direction, says_why};
use crate::{Context, Out};
use review_facts::{Direction, Fact, Migration, MigrationBody, MigrationSystem, Span};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Names are followed to what they are bound to at most so many times.
const FARTHEST: u32 = 4;

/// What is written of a way back.
#[derive(Clone, Copy)]
pub(crate) enum Down {
    /// Nothing.
    Missing,
    /// A function.
    Function(NodeId),
    /// A constant that says there is none: `exports.down = false`.
    Refused(NodeId),
}

/// Both directions of a module or class.
#[derive(Clone, Copy)]
pub(crate) struct Directions {
    /// The function that goes forwards.
    pub up: NodeId,
    /// What leads back.
    pub down: Down,
    /// The class they are methods of.
    pub class: Option<NodeId>,
}

impl Directions {
    /// What the module exports as `up` and `down`.
    pub(crate) fn exported(cx: &Context<'_>) -> Option<Directions> {
        let up = function(cx, exported(cx, "up")?, 0)?;
        let down = exported(cx, "down").map_or(Down::Missing, |down| match function(cx, down, 0) {
            Some(function) => Down::Function(function),
            None if cx.tree.kind(down) == Syntax::Constant && cx.tree.has(down, flag::FALSE) => {
                Down::Refused(down)
            }
            // What is computed elsewhere is there, and is not known.
            None if cx.tree.kind(down) != Syntax::Constant => Down::Function(down),
            None => Down::Missing,
        });
        Some(Directions { up, down, class: None })
    }

    /// The methods `up` and `down` of the first class at the top of the file that is one of the system's.
    pub(crate) fn of_class(cx: &Context<'_>, is_own: impl Fn(NodeId) -> bool) -> Option<Directions> {
        let tree = cx.tree;
        let class_in = |id: NodeId| match tree.kind(id) {
            Syntax::Class => Some(id),
            // `export default class`, `module.exports = class`.
            Syntax::Export | Syntax::Assign => tree.kids(id).find(|kid| tree.kind(*kid) == Syntax::Class),
            _ => None,
        };
        let mut classes = tree.kids(tree.root()).filter_map(class_in).filter(|class| is_own(*class));
        classes.find_map(|class| {
            let method = |name: &str| {
                let mut methods = tree.kids(class).filter(|kid| {
                    matches!(tree.kind(*kid), Syntax::Function | Syntax::Field) && is_named(cx, *kid, name)
                });
                methods.find_map(|method| function(cx, method, 0))
            };
            let down = method("down").map_or(Down::Missing, Down::Function);
            Some(Directions { up: method("up")?, down, class: Some(class) })
        })
    }

    /// The parameter of the upgrade at `index`.
    pub(crate) fn parameter(&self, cx: &Context<'_>, index: usize) -> Option<NodeId> {
        parameter(cx, self.up, index)
    }

    /// The name of a parameter of the upgrade; none when it is a pattern.
    pub(crate) fn parameter_name<'a>(&self, cx: &Context<'a>, index: usize) -> Option<&'a str> {
        name_of_parameter(cx, self.parameter(cx, index)?)
    }

    /// The type that a parameter of the upgrade is said to have; empty when none is.
    pub(crate) fn parameter_type<'a>(&self, cx: &Context<'a>, index: usize) -> &'a str {
        let ty = self.parameter(cx, index).and_then(|parameter| cx.tree.kid(parameter, Role::Type));
        ty.map_or("", |ty| cx.text(ty))
    }

    /// Reads both directions; `bind` says what the parameters of each are.
    pub(crate) fn read(
        &self,
        cx: &Context<'_>,
        system: &'static System,
        word: MigrationSystem,
        bind: impl Fn(NodeId) -> Vec<(String, Value)>,
        out: &mut Out,
    ) -> Migration {
        let mut read = |function: NodeId, direction: Direction| {
            let bound = bind(function);
            let bound: Vec<(&str, Value)> =
                bound.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            read_direction(cx, system, function, direction, &bound, out)
        };
        let upgrade_body = read(self.up, Direction::Upgrade);
        let downgrade_body = match self.down {
            Down::Missing => MigrationBody::Missing,
            Down::Function(function) if cx.tree.kind(function) != Syntax::Function => MigrationBody::Present,
            Down::Function(function) => read(function, Direction::Downgrade),
            Down::Refused(at) if is_explained(cx, at) => MigrationBody::RefusesExplained,
            Down::Refused(_) => MigrationBody::Refuses,
        };
        Migration { system: word, upgrade_body, downgrade_body, ..Migration::default() }
    }

    /// Puts the migration out, under the name of its class. A module has no name in its file: it goes by that of the
    /// file, which the join knows.
    pub(crate) fn push(&self, cx: &Context<'_>, migration: Migration, out: &mut Out) {
        let class = self.class.and_then(|class| cx.tree.kid(class, Role::Name)).map(|name| cx.text(name));
        let down = match self.down {
            Down::Missing => None,
            Down::Function(at) | Down::Refused(at) => Some(at),
        };
        let token = |at: NodeId| cx.place_of(token(cx, at));
        out.push(Fact {
            name: class.unwrap_or("migration").to_owned(),
            place: token(self.up),
            places: down.into_iter().map(|at| ("downgrade".to_owned(), token(at))).collect(),
            scope: String::new(),
            in_test: false,
            body: Migration { revision: class.unwrap_or_default().to_owned(), ..migration }.into(),
        });
    }
}

/// A parameter of a function at `index`, from 0.
pub(crate) fn parameter(cx: &Context<'_>, function: NodeId, index: usize) -> Option<NodeId> {
    cx.tree.kids(function).filter(|kid| cx.tree.kind(*kid) == Syntax::Param).nth(index)
}

/// The name of a parameter; none when it is a pattern.
pub(crate) fn name_of_parameter<'a>(cx: &Context<'a>, parameter: NodeId) -> Option<&'a str> {
    let name = cx.tree.kid(parameter, Role::Name)?;
    (cx.tree.kind(name) == Syntax::Name).then(|| cx.text(name))
}

/// Binds the first parameter of a function, when it is a name.
pub(crate) fn bind_first(cx: &Context<'_>, function: NodeId, value: Value) -> Vec<(String, Value)> {
    let first = parameter(cx, function, 0).and_then(|parameter| name_of_parameter(cx, parameter));
    first.map(|name| (name.to_owned(), value)).into_iter().collect()
}

/// The token of a direction: the name it is exported under, else the word `function` or the first line.
fn token(cx: &Context<'_>, at: NodeId) -> Span {
    let tree = cx.tree;
    if let Some(name) = tree.kid(at, Role::Name) {
        return tree.span(name);
    }
    let around = tree.parent(at).filter(|parent| {
        matches!(tree.kind(*parent), Syntax::Assign | Syntax::Pair | Syntax::Field)
            && tree.role(at) == Role::Value
    });
    let name = around.and_then(|around| {
        [Role::Target, Role::Key, Role::Name].iter().find_map(|role| tree.kid(around, *role))
    });
    tree.span(name.unwrap_or(at))
}

/// What the module exports under a name: the last statement counts.
fn exported(cx: &Context<'_>, name: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let statements: Vec<NodeId> = tree.kids(tree.root()).collect();
    statements.into_iter().rev().find_map(|statement| match tree.kind(statement) {
        Syntax::Function if tree.has(statement, flag::EXPORTED) && is_named(cx, statement, name) => {
            Some(statement)
        }
        Syntax::Assign => assigned(cx, statement, name),
        Syntax::Export => tree.kids(statement).find_map(|kid| match tree.kind(kid) {
            Syntax::Imported => {
                let outer = tree.kid(kid, Role::Alias).or_else(|| tree.kid(kid, Role::Name))?;
                (cx.text(outer) == name).then(|| tree.kid(kid, Role::Name)).flatten()
            }
            _ => member(cx, kid, name, 0),
        }),
        _ => None,
    })
}

/// An assignment that exports the name: `export const up =`, `exports.up =`, `module.exports = { up }`.
fn assigned(cx: &Context<'_>, assign: NodeId, name: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let value = tree.kid(assign, Role::Value)?;
    let target = tree.kid(assign, Role::Target)?;
    if tree.has(assign, flag::DECL) {
        return (tree.has(assign, flag::EXPORTED) && cx.text(target) == name).then_some(value);
    }
    let path = cx.path(target);
    let inner = path.strip_prefix("module.").unwrap_or(&path);
    match inner.strip_prefix("exports") {
        Some("") => member(cx, value, name, 0),
        Some(of) if of.strip_prefix('.') == Some(name) => Some(value),
        _ => None,
    }
}

/// A member of an object literal, also through the name it is bound to.
fn member(cx: &Context<'_>, object: NodeId, name: &str, depth: u32) -> Option<NodeId> {
    let tree = cx.tree;
    match tree.kind(object) {
        Syntax::Object => tree.kids(object).find_map(|kid| match tree.kind(kid) {
            Syntax::Function if is_named(cx, kid, name) => Some(kid),
            Syntax::Pair => {
                let key = tree.kid(kid, Role::Key)?;
                (crate::path::unquoted(cx.text(key)) == name)
                    .then(|| tree.kid(kid, Role::Value).unwrap_or(key))
            }
            _ => None,
        }),
        // `module.exports = exports = { … }`.
        Syntax::Assign if depth < FARTHEST => member(cx, tree.kid(object, Role::Value)?, name, depth + 1),
        Syntax::Name if depth < FARTHEST => member(cx, bound(cx, cx.text(object))?, name, depth + 1),
        _ => None,
    }
}

/// The function that an expression is, also through the name it is bound to.
fn function(cx: &Context<'_>, node: NodeId, depth: u32) -> Option<NodeId> {
    let tree = cx.tree;
    match tree.kind(node) {
        Syntax::Function => tree.kid(node, Role::Body).map(|_| node),
        Syntax::Name if depth < FARTHEST => function(cx, bound(cx, cx.text(node))?, depth + 1),
        Syntax::Assign | Syntax::Field if depth < FARTHEST => {
            function(cx, tree.kid(node, Role::Value)?, depth + 1)
        }
        _ => None,
    }
}

/// What a name is bound to at the top of the file.
fn bound(cx: &Context<'_>, name: &str) -> Option<NodeId> {
    let tree = cx.tree;
    tree.kids(tree.root()).find_map(|kid| match tree.kind(kid) {
        Syntax::Function if is_named(cx, kid, name) => Some(kid),
        Syntax::Assign if tree.has(kid, flag::DECL) => {
            let named = tree.kid(kid, Role::Target).is_some_and(|target| cx.text(target) == name);
            named.then(|| tree.kid(kid, Role::Value)).flatten()
        }
        _ => None,
    })
}

fn is_named(cx: &Context<'_>, node: NodeId, name: &str) -> bool {
    cx.tree.kid(node, Role::Name).is_some_and(|own| cx.text(own) == name)
}

/// A comment on the line of a constant, or on the lines right above it, says why.
fn is_explained(cx: &Context<'_>, at: NodeId) -> bool {
    let line = cx.lines.line(cx.tree.node(at).start);
    let mut above = line;
    cx.tree.comments.iter().rev().any(|comment| {
        let own = cx.lines.line(comment.span.start);
        let near = own == line || cx.lines.line(comment.span.end) + 1 == above;
        if near && own < above {
            above = own;
        }
        near && says_why(comment.span.text(cx.source))
    })
}
