//! Fixed values that are answers: the error decided them, and somebody looks.
//!
//! A handler that gives `false` where the guarded code gives `true` answers a question, and one whose `null` is tested
//! in the next statement passes the news on. Both convert the error; they do not swallow it.

use crate::{Context, calls};
use review_syntax::{Kind, NodeId, Role, flag};

/// Statements behind a handler in which its value may be tested.
const NEAR: usize = 3;

/// Nodes that are looked at for an opposite answer or a test.
const NODES: usize = 80;

/// Words at the start of functions that answer a question.
#[rustfmt::skip]
const QUESTIONS: &[&str] = &[
    "is", "has", "can", "should", "are", "was", "check", "valid", "validate", "exists", "aexists", "supports",
    "test", "try", "ping", "verify", "probe", "may", "looks",
];

/// The handler gives `true` or `false`, and the guarded code the opposite, or the function's name asks a question.
pub(crate) fn yes_or_no(cx: &Context<'_>, handler: NodeId, body: NodeId, guarded: Option<NodeId>) -> bool {
    let Some(given) = given(cx, body) else { return false };
    let opposite = if cx.tree.has(given, flag::TRUE) { flag::FALSE } else { flag::TRUE };
    let name = cx.scope(handler).name.rsplit('.').next().unwrap_or("");
    let asks = asks(name);
    let gives_opposite = |guarded: NodeId| {
        let nodes = cx.tree.subtree(guarded).take(NODES);
        nodes.filter(|id| is_given(cx, *id)).any(|id| cx.tree.has(id, opposite))
    };
    asks || guarded.is_some_and(gives_opposite)
}

/// The handler is the *no* of a question: it gives `true` or `false`, and the function's name asks, or the guarded code
/// compares. A fixed answer on both sides, where nobody asked, reports on an action and is none.
pub(crate) fn probes(cx: &Context<'_>, handler: NodeId, body: NodeId, guarded: NodeId) -> bool {
    let tree = cx.tree;
    let returned = tree.subtree(guarded).take(GUARDED).filter(|id| tree.kind(*id) == Kind::Return);
    if let Some(given) = given(cx, body) {
        let opposite = if tree.has(given, flag::TRUE) { flag::FALSE } else { flag::TRUE };
        let scope = cx.scope(handler);
        let asks = asks(scope.name.rsplit('.').next().unwrap_or(""))
            || scope.node.is_some_and(|id| is_property(cx, id));
        return returned.filter_map(|id| tree.kid(id, Role::Value)).any(|value| match tree.kind(value) {
            Kind::Constant => asks && tree.has(value, opposite),
            Kind::Binary => asks || tree.has(value, flag::COMPARE | flag::IN | flag::IS),
            _ => asks,
        });
    }
    // `return Status.DOWN` where the guarded code returns `Status.UP`.
    let member = |value: NodeId| {
        let named = tree.kid(value, Role::Object).map(|object| cx.text(object))?;
        named.starts_with(char::is_uppercase).then_some(named)
    };
    let mut statements = tree.kids(body);
    let (Some(only), None) = (statements.next(), statements.next()) else { return false };
    let value = tree.kid(only, Role::Value).filter(|_| tree.kind(only) == Kind::Return);
    let Some((value, named)) = value.and_then(|value| Some((value, member(value)?))) else { return false };
    returned.filter_map(|id| tree.kid(id, Role::Value)).any(|other| {
        tree.kind(other) == Kind::Member && member(other) == Some(named) && cx.text(other) != cx.text(value)
    })
}

/// `@property def broken(self)`: a value that is asked for.
fn is_property(cx: &Context<'_>, function: NodeId) -> bool {
    let decorators = cx.tree.kids(function).filter(|kid| cx.tree.kind(*kid) == Kind::Decorator);
    let mut names =
        decorators.filter_map(|decorator| cx.tree.kids(decorator).next()).map(|name| cx.path(name));
    names.any(|name| matches!(name.as_str(), "property" | "cached_property" | "functools.cached_property"))
}

fn asks(name: &str) -> bool {
    calls::parts(name).take(3).any(|word| QUESTIONS.contains(&word.as_str()))
}

/// Nodes of guarded code that are searched for what it returns.
const GUARDED: usize = 400;

/// The handler is empty, and behind the `try` stands what it gives: the opposite of what the guarded code gives
/// (`try { …; return true } catch {} return false`), or a denial (`return { isValid: false }`).
pub(crate) fn falls_through(cx: &Context<'_>, attempt: NodeId, block: NodeId) -> bool {
    let tree = cx.tree;
    let behind = NodeId(tree.node(attempt).next);
    let inside = tree.parent(attempt).is_some_and(|parent| behind.0 < tree.node(parent).next);
    if !inside {
        return false;
    }
    let denies = |id: NodeId| tree.kind(id) == Kind::Pair && crate::reaction::denies_success(cx, id);
    if tree.kind(behind) == Kind::Return && tree.subtree(behind).take(NODES).any(denies) {
        return true;
    }
    let Some(given) = given(cx, behind) else { return false };
    let opposite = if tree.has(given, flag::TRUE) { flag::FALSE } else { flag::TRUE };
    let mut nodes = tree.subtree(block).take(NODES).filter(|id| is_given(cx, *id));
    nodes.any(|id| tree.has(id, opposite))
}

/// The constant `true` or `false` that is all a body gives.
fn given(cx: &Context<'_>, body: NodeId) -> Option<NodeId> {
    let tree = cx.tree;
    let mut value = body;
    if tree.kind(body) == Kind::Block {
        value = tree.kids(body).last()?;
    }
    if tree.kind(value) == Kind::Return {
        value = tree.kid(value, Role::Value)?;
    }
    (tree.kind(value) == Kind::Constant && tree.has(value, flag::TRUE | flag::FALSE)).then_some(value)
}

/// A constant that is returned, or that an arm or a callback evaluates to.
fn is_given(cx: &Context<'_>, id: NodeId) -> bool {
    let tree = cx.tree;
    let Some(parent) = tree.parent(id).filter(|_| tree.kind(id) == Kind::Constant) else { return false };
    match tree.kind(parent) {
        Kind::Return => true,
        Kind::Arm | Kind::Function => tree.role(id) == Role::Body,
        _ => false,
    }
}

/// The value of the expression `of` is bound to a name that one of the next statements tests, also as a part of a
/// choice (`id ? load(id) : null`) or of `const [a, b] = await Promise.all([…])`.
pub(crate) fn is_tested(cx: &Context<'_>, of: NodeId) -> bool {
    let tree = cx.tree;
    let (mut at, mut place, mut mapped) = (of, None, false);
    for parent in tree.ancestors(of).take(10) {
        match tree.kind(parent) {
            Kind::Unary => {}
            Kind::If if tree.has(parent, flag::TERNARY) && tree.role(at) != Role::Cond => {}
            Kind::List if place.is_none() => place = tree.kids(parent).position(|kid| kid == at),
            Kind::Call if matches!(cx.callee(parent), "Promise.all" | "Promise.allSettled") => {}
            // `Promise.all(ids.map((id) => load(id).catch(() => null)))`: every element is looked at later.
            Kind::Function if tree.has(parent, flag::CLOSURE) => mapped = true,
            Kind::Call if mapped && cx.callee(parent).ends_with(".map") => {}
            Kind::Assign if mapped => {
                let target = tree.kid(parent, Role::Target);
                return target.is_some_and(|target| is_sifted(cx, target, parent));
            }
            Kind::Assign => {
                let target = tree.kid(parent, Role::Target);
                let target = match place {
                    Some(place) => target.and_then(|list| tree.kids(list).nth(place)),
                    None => target,
                };
                return target.is_some_and(|target| is_name_tested(cx, target, parent));
            }
            _ => return false,
        }
        at = parent;
    }
    false
}

/// One of the next statements sifts the elements of a list: `users.filter(Boolean)`, `users.reduce(…)`.
fn is_sifted(cx: &Context<'_>, list: NodeId, assign: NodeId) -> bool {
    let tree = cx.tree;
    if tree.kind(list) != Kind::Name {
        return false;
    }
    let end = tree.parent(assign).map_or(0, |parent| tree.node(parent).next);
    let mut at = tree.node(assign).next;
    for _ in 0..NEAR {
        if at >= end {
            return false;
        }
        let mut calls = tree.subtree(NodeId(at)).take(NODES).filter(|id| tree.kind(*id) == Kind::Call);
        let sifts = |callee: &str| {
            let method = callee.strip_prefix(cx.text(list)).and_then(|rest| rest.strip_prefix('.'));
            method.is_some_and(|method| {
                let first = method.split('.').next().unwrap_or_default();
                matches!(first, "filter" | "reduce" | "flatMap" | "find" | "some" | "every")
            })
        };
        if calls.any(|call| sifts(cx.callee(call))) {
            return true;
        }
        at = tree.node(NodeId(at)).next;
    }
    false
}

/// The name that `assign` sets is tested in one of the statements behind `statement`.
pub(crate) fn is_target_tested(cx: &Context<'_>, assign: NodeId, statement: NodeId) -> bool {
    cx.tree.kid(assign, Role::Target).is_some_and(|target| is_name_tested(cx, target, statement))
}

/// The name that `assign` sets is used in the statements behind `statement` only where it holds something: `if name:`,
/// `if name is not None:`, without an `else`.
pub(crate) fn is_target_optional(cx: &Context<'_>, assign: NodeId, statement: NodeId) -> bool {
    let tree = cx.tree;
    let target = tree.kid(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Name);
    let value = tree.kid(assign, Role::Value).filter(|value| tree.has(*value, flag::NULL));
    let (Some(target), Some(_)) = (target, value) else { return false };
    let name = cx.text(target);
    let end = tree.parent(statement).map_or(0, |parent| tree.node(parent).next);
    let mut at = tree.node(statement).next;
    for _ in 0..NEAR {
        if at >= end {
            return false;
        }
        let id = NodeId(at);
        let uses =
            || tree.subtree(id).take(NODES).any(|id| tree.kind(id) == Kind::Name && cx.text(id) == name);
        if uses() {
            let cond = tree.kid(id, Role::Cond).filter(|_| tree.kind(id) == Kind::If);
            let cond = cond.map(|cond| cx.text(cond).strip_prefix(name).unwrap_or("else"));
            let held =
                cond.is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with("is not None"));
            return held && tree.kid(id, Role::Else).is_none();
        }
        at = tree.node(id).next;
    }
    false
}

/// The name is tested in one of the statements behind `statement`; the last statement of a condition's body goes on
/// behind the condition.
fn is_name_tested(cx: &Context<'_>, target: NodeId, statement: NodeId) -> bool {
    let tree = cx.tree;
    if tree.kind(target) != Kind::Name {
        return false;
    }
    let (name, mut statement, mut left) = (cx.text(target), statement, NEAR);
    for _ in 0..LEVELS {
        let Some(around) = tree.parent(statement) else { return false };
        let end = tree.node(around).next;
        let mut at = tree.node(statement).next;
        while at < end && left > 0 {
            let nodes = tree.subtree(NodeId(at)).take(NODES);
            let mut uses = nodes.filter(|id| tree.kind(*id) == Kind::Name && cx.text(*id) == name);
            if uses.any(|id| is_test(cx, id)) {
                return true;
            }
            left -= 1;
            at = tree.node(NodeId(at)).next;
        }
        let condition = tree.parent(around).filter(|outer| {
            left > 0
                && tree.kind(around) == Kind::Block
                && tree.kind(*outer) == Kind::If
                && tree.role(around) == Role::Body
        });
        let Some(condition) = condition else { return false };
        statement = condition;
    }
    false
}

/// Conditions around a handler behind which its value may be tested.
const LEVELS: usize = 3;

/// `!name`, `if name`, `name is None`, `name ?? x`, `name?.x`.
fn is_test(cx: &Context<'_>, name: NodeId) -> bool {
    let tree = cx.tree;
    let Some(parent) = tree.parent(name) else { return false };
    match tree.kind(parent) {
        Kind::Unary => tree.has(parent, flag::NOT),
        Kind::If | Kind::Loop => tree.role(name) == Role::Cond,
        Kind::Binary => {
            tree.has(parent, flag::AND | flag::OR | flag::NULLISH | flag::COMPARE | flag::IN | flag::IS)
        }
        Kind::Member => tree.has(parent, flag::OPTIONAL) && tree.role(name) == Role::Object,
        _ => false,
    }
}
