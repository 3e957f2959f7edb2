//! Migrations written as code: the bodies of both directions, read as steps.
//!
//! A system (Alembic, Knex, …) says what its own calls mean; everything else stands here once: control flow, helper
//! functions of the same file, names bound to texts, loops over fixed lists, SQL in strings, and whether a body is
//! empty, refuses, or says why.
//!
//! One decision that is not obvious: the body is *followed*, not searched. A helper is read where it is called, with
//! what it is given, and a loop over a fixed list once per element, so that names of tables are known where a reader
//! would know them. What cannot be followed is a step of its own, [`Operation::Opaque`].

mod chain;
mod django;
mod ecmascript;
pub(crate) mod exports;
mod reason;
mod rust;
mod sql;
mod value;
mod walk;

pub(crate) use chain::Chain;
pub(crate) use django::{DJANGO, run_python};
pub(crate) use reason::{beside, says_why, states_reason};
pub(crate) use rust::Built;
pub(crate) use sql::{SqlStep, of_script};
pub(crate) use value::{HOLE, Value};
pub(crate) use walk::{Call, System, Walk};

use crate::{Context, Out};
use review_facts::{Direction, MigrationBody, MigrationStep, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role};

/// Steps with the nodes to point at.
pub(crate) type Steps = Vec<(NodeId, MigrationStep)>;

/// Reads one direction: follows the function and puts its steps out. What the parameters are is said by `bind`.
pub(crate) fn read_direction(
    cx: &Context<'_>,
    system: &'static System,
    function: NodeId,
    direction: Direction,
    bind: &[(&str, Value)],
    out: &mut Out,
) -> MigrationBody {
    let (steps, content) = follow_function(cx, system, function, bind);
    put_out(cx, steps, direction, out);
    content
}

/// The steps of a function, and what it amounts to as a whole. What the parameters are is said by `bind`.
pub(crate) fn follow_function(
    cx: &Context<'_>,
    system: &'static System,
    function: NodeId,
    bind: &[(&str, Value)],
) -> (Steps, MigrationBody) {
    let mut walk = Walk::new(cx, system);
    for (name, value) in bind {
        walk.bind(name, value.clone());
    }
    walk.function(function);
    let content = content(&walk, function);
    (walk.steps, content)
}

/// Puts the steps of one direction out, in their order.
pub(crate) fn put_out(cx: &Context<'_>, steps: Steps, direction: Direction, out: &mut Out) {
    for (order, (at, step)) in (0..).zip(steps) {
        let step = MigrationStep { direction, order, ..step };
        out.fact(cx, at, name_of(&step), cx.place(token(cx, at)), step);
    }
}

/// What a body amounts to as a whole.
pub(crate) fn content(walk: &Walk<'_, '_>, function: NodeId) -> MigrationBody {
    if !walk.steps.is_empty() || walk.acted {
        return MigrationBody::Present;
    }
    let cx = walk.cx;
    let said = reason::commented(cx, function);
    match walk.refusal {
        Some(raise) if said || states_reason(cx.text(raise)) => MigrationBody::RefusesExplained,
        Some(_) => MigrationBody::Refuses,
        None if said => MigrationBody::EmptyExplained,
        None => MigrationBody::Empty,
    }
}

/// The name of a step inside its file: `downgrade drop-column users.email`.
pub(crate) fn name_of(step: &MigrationStep) -> String {
    use review_facts::Word as _;
    let mut name = format!("{} {}", step.direction.word(), step.operation.word());
    let of = [step.table.as_str(), step.object.as_str()];
    let of: Vec<&str> = of.into_iter().filter(|part| !part.is_empty()).collect();
    if !of.is_empty() {
        name.push(' ');
        name.push_str(&of.join("."));
    }
    name
}

/// The token to point at: the last name of a callee, else the node.
fn token(cx: &Context<'_>, at: NodeId) -> NodeId {
    if cx.tree.kind(at) != Syntax::Call {
        return at;
    }
    let Some(callee) = cx.tree.kid(at, Role::Callee) else { return at };
    match cx.tree.kind(callee) {
        Syntax::Member => cx.tree.kid(callee, Role::Property).unwrap_or(callee),
        _ => callee,
    }
}

/// A step without a table: opaque ones, grants, settings.
pub(crate) fn bare_step(operation: Operation) -> MigrationStep {
    MigrationStep { operation, ..MigrationStep::default() }
}
