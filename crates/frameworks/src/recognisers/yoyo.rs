//! yoyo: modules of `step(apply, rollback)`, each of both a text of SQL or a function that is given a connection.
//!
//! A step without a rollback is passed over in silence when the migration is taken back.

use crate::migration::{Call, Steps, System, Value, Walk, put_out, says_why};
use crate::{Context, Out, Recogniser};
use review_facts::{Direction, Fact, Kind, Language, Migration, MigrationBody, MigrationSystem, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "yoyo",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::Python],
    libraries: &["yoyo-migrations", "yoyo"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// Inside of functions only the connection matters.
static SYSTEM: System = System { is_tool: |_| false, call, result: |_, _, _| Value::Unknown };

/// Words of a comment that speaks of the way back.
const OF_THE_WAY_BACK: &[&str] =
    &["rollback", "roll back", "rolled back", "revers", "revert", "undo", "undone", "downgrade", "way back"];

fn file(cx: &Context<'_>, out: &mut Out) {
    if memchr::memmem::find(cx.source.as_bytes(), b"yoyo").is_none() {
        return;
    }
    let calls = calls(cx);
    let Some(first) = calls.first() else { return };
    let (mut up, mut down) = (Steps::new(), Vec::new());
    let mut rollbacks = Vec::new();
    for call in &calls {
        let walk = Walk::new(cx, &SYSTEM);
        let [apply, rollback] =
            [(0, "apply"), (1, "rollback")].map(|(at, name)| walk.argument(*call, at, name));
        up.extend(run(cx, *call, apply));
        let rollback = rollback.filter(|rollback| cx.tree.kind(*rollback) != Syntax::Constant);
        rollbacks.extend(rollback);
        down.push(run(cx, *call, rollback));
    }
    // The last step is taken back first.
    let down: Steps = down.into_iter().rev().flatten().collect();
    let said = || cx.tree.comments.iter().any(|comment| explains(comment.span.text(cx.source)));
    let downgrade_body = match (down.is_empty(), rollbacks.is_empty()) {
        (false, _) => MigrationBody::Present,
        (true, _) if said() => MigrationBody::EmptyExplained,
        (true, true) => MigrationBody::Missing,
        (true, false) => MigrationBody::Empty,
    };
    let migration = Migration {
        system: MigrationSystem::Yoyo,
        upgrade_body: if up.is_empty() { MigrationBody::Empty } else { MigrationBody::Present },
        downgrade_body,
        parents: depends(cx),
        ..Migration::default()
    };
    let place = |call: NodeId| cx.place(cx.tree.kid(call, Role::Callee).unwrap_or(call));
    out.push(Fact {
        name: "steps".to_owned(),
        place: place(*first),
        places: rollbacks.first().map(|node| ("downgrade".to_owned(), cx.place(*node))).into_iter().collect(),
        scope: String::new(),
        in_test: false,
        body: migration.into(),
    });
    put_out(cx, up, Direction::Upgrade, out);
    put_out(cx, down, Direction::Downgrade, out);
}

/// The calls of `step` outside of functions, in their order: on top of the file, in lists, in groups.
fn calls(cx: &Context<'_>) -> Vec<NodeId> {
    let tree = cx.tree;
    let is_step = |id: &NodeId| {
        tree.kind(*id) == Syntax::Call
            && cx.scope(*id).name.is_empty()
            && cx.callee(*id).ends_with("step")
            && cx.imported_path(cx.callee(*id)).is_some_and(|path| path == "yoyo.step")
    };
    tree.ids().filter(is_step).collect()
}

/// The steps of one side of a step.
fn run(cx: &Context<'_>, call: NodeId, side: Option<NodeId>) -> Steps {
    let Some(side) = side else { return Steps::new() };
    let mut walk = Walk::new(cx, &SYSTEM);
    match walk.value(side) {
        Value::Text(blank) if blank.trim().is_empty() => {}
        Value::Function(function) => {
            walk.callback(side, &[Value::Connection]);
            // It changes rows by other means than SQL that can be read.
            if walk.steps.is_empty() && walk.acted {
                walk.opaque(function);
            }
        }
        value => walk.execute(call, &value),
    }
    walk.steps
}

/// What `__depends__` names: a set, a list, or nothing.
fn depends(cx: &Context<'_>) -> Vec<String> {
    let tree = cx.tree;
    let walk = Walk::new(cx, &SYSTEM);
    let assigns = tree.kids(tree.root()).filter(|kid| tree.kind(*kid) == Syntax::Assign);
    let mut named = assigns
        .filter(|kid| tree.kid(*kid, Role::Target).is_some_and(|target| cx.text(target) == "__depends__"));
    match named.next().and_then(|assign| tree.kid(assign, Role::Value)).map(|value| walk.value(value)) {
        Some(Value::List(names)) => names.iter().map(Value::name).collect(),
        _ => Vec::new(),
    }
}

/// A comment says why there is no way back.
fn explains(comment: &str) -> bool {
    let lower = comment.to_ascii_lowercase();
    OF_THE_WAY_BACK.iter().any(|words| lower.contains(words)) && says_why(comment)
}

fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    if call.receiver != Value::Connection {
        return false;
    }
    let at = call.node;
    match call.method {
        "execute" | "executemany" | "executescript" => {
            let sql = walk.argument(at, 0, "sql").map_or(Value::Unknown, |sql| walk.value(sql));
            walk.execute(at, &sql);
        }
        "cursor" | "commit" | "rollback" | "close" | "fetchone" | "fetchall" | "fetchmany" => {}
        "copy_from" | "copy_expert" => walk.step_of(at, Operation::Insert, String::new(), String::new()),
        _ => return false,
    }
    true
}
