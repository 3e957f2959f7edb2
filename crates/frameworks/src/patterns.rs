//! Patterns of Rust that take a value out of `Option` and `Result`, and expressions that pass it on.

use crate::Context;
use review_facts::Language;
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Wrappers inside each other that are opened.
const DEPTH: usize = 3;

/// Arms of a `match` that are looked at.
const ARMS: usize = 8;

/// The one name in `Some(user)`, `Ok(user)`, `Ok(Some(user))`.
pub(crate) fn inner(cx: &Context<'_>, pattern: NodeId) -> Option<NodeId> {
    let tree = cx.tree;
    let mut at = pattern;
    for _ in 0..DEPTH {
        if tree.kind(at) != Syntax::Call || !matches!(cx.callee(at), "Some" | "Ok") {
            return None;
        }
        let mut args = tree.kids_with(at, Role::Arg);
        at = args.next()?;
        if tree.kind(at) == Syntax::Name {
            return (args.next().is_none() && cx.text(at) != "_").then_some(at);
        }
    }
    None
}

/// What `if let Some(x) = value { x } else { … }` and `match value { Some(x) => x, … }` pass on: the value.
pub(crate) fn passed_on(cx: &Context<'_>, expression: NodeId) -> Option<NodeId> {
    let tree = cx.tree;
    if cx.language != Language::Rust {
        return None;
    }
    let condition = tree.kid(expression, Role::Cond)?;
    if tree.kind(expression) == Syntax::If {
        let declared = tree.kind(condition) == Syntax::Assign;
        let pattern = tree.kid(condition, Role::Target).filter(|_| declared)?;
        let value = tree.kid(condition, Role::Value)?;
        return gives_back(cx, expression, inner(cx, pattern)?).then_some(value);
    }
    let mut arms = tree.kids(expression).filter(|kid| tree.kind(*kid) == Syntax::Arm).take(ARMS);
    let passes = |arm: NodeId| {
        let name = tree.kid(arm, Role::Target).and_then(|pattern| inner(cx, pattern));
        name.is_some_and(|name| gives_back(cx, arm, name))
    };
    arms.any(passes).then_some(condition)
}

/// The body of a branch ends in the name.
fn gives_back(cx: &Context<'_>, branch: NodeId, name: NodeId) -> bool {
    let tree = cx.tree;
    let Some(body) = tree.kid(branch, Role::Body) else { return false };
    let last = if tree.kind(body) == Syntax::Block { tree.kids(body).last() } else { Some(body) };
    last.is_some_and(|last| tree.kind(last) == Syntax::Name && cx.text(last) == cx.text(name))
}

/// What one arm of a `match` or `if` gives: all give the same type. A call says more than a name, which is mostly that of
/// the pattern; macros mostly give nothing.
pub(crate) fn of_an_arm(cx: &Context<'_>, expression: NodeId) -> Option<NodeId> {
    let tree = cx.tree;
    if cx.language != Language::Rust {
        return None;
    }
    let arms = tree.kids(expression).take(ARMS).filter_map(|kid| match tree.kind(kid) {
        Syntax::Arm => tree.kid(kid, Role::Body),
        _ => matches!(tree.role(kid), Role::Body | Role::Else).then_some(kid),
    });
    let given = arms.filter_map(|body| match tree.kind(body) {
        Syntax::Block => tree.kids(body).last().filter(|last| !ends_with_semicolon(cx, *last)),
        _ => Some(body),
    });
    let given: Vec<NodeId> = given.collect();
    let first = |kinds: &[Syntax]| {
        let fits = |value: &&NodeId| kinds.contains(&tree.kind(**value)) && !tree.has(**value, flag::MACRO);
        given.iter().find(fits).copied()
    };
    first(&[Syntax::Call]).or_else(|| first(&[Syntax::Name, Syntax::Member]))
}

/// A `;` stands behind the expression: its value is dropped.
pub(crate) fn ends_with_semicolon(cx: &Context<'_>, id: NodeId) -> bool {
    let behind = cx.source.get(cx.tree.span(id).end as usize..).unwrap_or_default();
    behind.trim_start().starts_with(';')
}
