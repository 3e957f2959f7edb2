//! Aerich: `upgrade` and `downgrade`, which are given Tortoise's client and return the SQL to be run.

use crate::migration::{Call, System, Value, Walk, content, put_out, says_why};
use crate::{Context, Out, Recogniser};
use review_facts::{Direction, Fact, Kind, Language, Migration, MigrationBody, MigrationSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "aerich",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::Python],
    libraries: &["aerich"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

static SYSTEM: System = System { is_tool: |_| false, call, result: |_, _, _| Value::Unknown };

/// Enclosing statements of a `return` among which a condition is looked for.
const DEEPEST: usize = 64;

fn file(cx: &Context<'_>, out: &mut Out) {
    if memchr::memmem::find(cx.source.as_bytes(), b"BaseDBAsyncClient").is_none() {
        return;
    }
    let Some((upgrade, client)) = direction(cx, "upgrade") else { return };
    let downgrade = direction(cx, "downgrade");
    let upgrade_body = read(cx, upgrade, client, Direction::Upgrade, out);
    let downgrade_body = match downgrade {
        Some((function, client)) => read(cx, function, client, Direction::Downgrade, out),
        None => MigrationBody::Missing,
    };
    let migration =
        Migration { system: MigrationSystem::Aerich, upgrade_body, downgrade_body, ..Migration::default() };
    let place = |function: NodeId| cx.place(cx.tree.kid(function, Role::Name).unwrap_or(function));
    out.push(Fact {
        name: "upgrade".to_owned(),
        place: place(upgrade),
        places: downgrade
            .map(|(function, _)| ("downgrade".to_owned(), place(function)))
            .into_iter()
            .collect(),
        scope: String::new(),
        in_test: false,
        body: migration.into(),
    });
}

/// A function on top of the file that is given Tortoise's client, and the name of that parameter.
fn direction<'a>(cx: &Context<'a>, name: &str) -> Option<(NodeId, &'a str)> {
    let tree = cx.tree;
    let functions = tree.kids(tree.root()).filter(|kid| tree.kind(*kid) == Syntax::Function);
    let own =
        functions.filter(|kid| tree.kid(*kid, Role::Name).is_some_and(|own| cx.text(own) == name)).last()?;
    let first = tree.kids(own).find(|kid| tree.kind(*kid) == Syntax::Param)?;
    let client = tree.kid(first, Role::Type)?;
    let is_tortoise = cx
        .imported_path(cx.text(client))
        .is_some_and(|path| path.starts_with("tortoise.") && path.ends_with(".BaseDBAsyncClient"));
    is_tortoise.then(|| tree.kid(first, Role::Name).map(|client| (own, cx.text(client)))).flatten()
}

fn read(
    cx: &Context<'_>,
    function: NodeId,
    client: &str,
    direction: Direction,
    out: &mut Out,
) -> MigrationBody {
    let mut walk = Walk::new(cx, &SYSTEM);
    walk.bind(client, Value::Connection);
    walk.function(function);
    let tree = cx.tree;
    let mut explained = false;
    for at in tree.subtree(function).filter(|id| tree.kind(*id) == Syntax::Return).take(64) {
        let Some(value) = tree.kid(at, Role::Value) else { continue };
        if tree.kind(value) == Syntax::Constant {
            continue;
        }
        let sql = walk.value(value);
        explained |= sql.text().is_some_and(says_in_sql);
        let from = walk.steps.len();
        if sql.text().is_none_or(|text| !text.trim().is_empty()) {
            walk.execute(at, &sql);
        }
        if is_conditional(cx, at, function) {
            walk.steps[from..].iter_mut().for_each(|(_, step)| step.conditional = true);
        }
    }
    let content = match content(&walk, function) {
        MigrationBody::Empty if explained => MigrationBody::EmptyExplained,
        content => content,
    };
    put_out(cx, walk.steps, direction, out);
    content
}

/// A comment of the SQL says why there is no more.
fn says_in_sql(text: &str) -> bool {
    text.lines().map(str::trim).any(|line| line.starts_with("--") && says_why(line))
}

/// A `return` under a condition.
fn is_conditional(cx: &Context<'_>, at: NodeId, function: NodeId) -> bool {
    let within = cx.tree.ancestors(at).take(DEEPEST).take_while(|id| *id != function);
    within.into_iter().any(|id| matches!(cx.tree.kind(id), Syntax::If | Syntax::Loop | Syntax::Match))
}

/// A method of Tortoise's client.
fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    let is_sql = matches!(
        call.method,
        "execute_script" | "execute_query" | "execute_query_dict" | "execute_insert" | "execute_many"
    );
    if call.receiver != Value::Connection || !is_sql {
        return false;
    }
    let sql = walk.argument(call.node, 0, "query").map_or(Value::Unknown, |sql| walk.value(sql));
    walk.execute(call.node, &sql);
    true
}
