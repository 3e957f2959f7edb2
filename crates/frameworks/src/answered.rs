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
    let asks = calls::parts(name).take(3).any(|word| QUESTIONS.contains(&word.as_str()));
    let gives_opposite = |guarded: NodeId| {
        let nodes = cx.tree.subtree(guarded).take(NODES);
        nodes.filter(|id| is_given(cx, *id)).any(|id| cx.tree.has(id, opposite))
    };
    asks || guarded.is_some_and(gives_opposite)
}

/// The handler is empty, and behind the `try` stands the opposite of what it gives: `try { …; return true } catch {}
/// return false`.
pub(crate) fn falls_through(cx: &Context<'_>, attempt: NodeId, block: NodeId) -> bool {
    let tree = cx.tree;
    let behind = tree.node(attempt).next;
    let inside = tree.parent(attempt).is_some_and(|parent| behind < tree.node(parent).next);
    let Some(given) = inside.then(|| given(cx, NodeId(behind))).flatten() else { return false };
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

/// The value of the expression `of` is bound to a name that one of the next statements tests.
pub(crate) fn is_tested(cx: &Context<'_>, of: NodeId) -> bool {
    let tree = cx.tree;
    let binding = tree.ancestors(of).take(3).find(|parent| tree.kind(*parent) != Kind::Unary);
    let Some(assign) = binding.filter(|parent| tree.kind(*parent) == Kind::Assign) else { return false };
    is_target_tested(cx, assign, assign)
}

/// The name that `assign` sets is tested in one of the statements behind `statement`.
pub(crate) fn is_target_tested(cx: &Context<'_>, assign: NodeId, statement: NodeId) -> bool {
    let tree = cx.tree;
    let target = tree.kid(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Name);
    let Some(name) = target.map(|target| cx.text(target)) else { return false };
    let mut at = tree.node(statement).next;
    let end = tree.parent(statement).map_or(at, |parent| tree.node(parent).next);
    for _ in 0..NEAR {
        if at >= end {
            return false;
        }
        let nodes = tree.subtree(NodeId(at)).take(NODES);
        if nodes.filter(|id| tree.kind(*id) == Kind::Name && cx.text(*id) == name).any(|id| is_test(cx, id)) {
            return true;
        }
        at = tree.node(NodeId(at)).next;
    }
    false
}

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
