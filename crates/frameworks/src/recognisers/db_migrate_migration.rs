//! db-migrate: modules that export `up` and `down` for its driver, mostly with callbacks.

use crate::migration::exports::{Directions, bind_first};
use crate::migration::{Call, System, Value, Walk, bare_step};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, MigrationStep, MigrationSystem, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "db_migrate_migration",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["db-migrate"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

static SYSTEM: System = System { is_tool: |_| false, call, result: |_, _, _| Value::Unknown };

fn file(cx: &Context<'_>, out: &mut Out) {
    let mentions = |word: &[u8]| memchr::memmem::find(cx.source.as_bytes(), word).is_some();
    let frame = mentions(b"._meta") && mentions(b"exports");
    if !frame && !mentions(b"seedLink") && !mentions(b"runSql") && !mentions(b"Column") && !mentions(b"Table")
    {
        return;
    }
    let Some(directions) = Directions::exported(cx) else { return };
    if !is_own(cx, &directions, frame || mentions(b"seedLink")) {
        return;
    }
    let bind = |function| bind_first(cx, function, Value::Tool);
    let migration = directions.read(cx, &SYSTEM, MigrationSystem::DbMigrate, bind, out);
    directions.push(cx, migration, out);
}

/// A migration stands in the frame that the tool writes (`exports._meta`, `exports.setup` with a seed link), or runs
/// SQL on its driver, or gives its driver's methods a callback.
fn is_own(cx: &Context<'_>, directions: &Directions, framed: bool) -> bool {
    let Some(db) = directions.parameter_name(cx, 0).filter(|_| directions.parameter_type(cx, 0).is_empty())
    else {
        return false;
    };
    if framed {
        return true;
    }
    let tree = cx.tree;
    let callback = directions.parameter_name(cx, 1);
    let gives_callback = |call: NodeId| {
        let last = tree.kids_with(call, Role::Arg).last();
        last.is_some_and(|last| tree.kind(last) == Syntax::Function || Some(cx.text(last)) == callback)
    };
    let own = |call: NodeId| match cx.callee(call).strip_prefix(db).and_then(|rest| rest.strip_prefix('.')) {
        Some("runSql" | "runSql.bind") => true,
        Some(bound) if bound.strip_suffix(".bind").is_some_and(|method| BUILDERS.contains(&method)) => true,
        Some(method) => callback.is_some() && BUILDERS.contains(&method) && gives_callback(call),
        None => false,
    };
    tree.subtree(directions.up).any(|id| tree.kind(id) == Syntax::Call && own(id))
}

/// Methods of the driver that build (db-migrate's documentation of its interface).
const BUILDERS: &[&str] = &[
    "createTable",
    "dropTable",
    "renameTable",
    "addColumn",
    "removeColumn",
    "renameColumn",
    "changeColumn",
    "addIndex",
    "removeIndex",
    "addForeignKey",
    "removeForeignKey",
    "insert",
];

fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    // `db.addColumn.bind(db, "users", "phone", …)` is a call that somebody else makes.
    if call.method == "bind"
        && let Some(callee) = walk.cx.tree.kid(call.node, Role::Callee)
        && let Some(method) = walk.cx.tree.kid(callee, Role::Object)
        && walk.cx.tree.kind(method) == Syntax::Member
        && let (Some(db), Some(name)) =
            (walk.cx.tree.kid(method, Role::Object), walk.cx.tree.kid(method, Role::Property))
        && walk.value(db) == Value::Tool
    {
        let name = walk.cx.text(name);
        operation(walk, call.node, name, 1);
        return true;
    }
    if call.receiver != Value::Tool {
        return false;
    }
    operation(walk, call.node, call.method, 0);
    true
}

/// A method of the driver, its arguments from `from` on; functions among them run when it is done.
fn operation(walk: &mut Walk<'_, '_>, at: NodeId, method: &str, from: usize) {
    use Operation as Op;
    let name = |walk: &Walk<'_, '_>, index: usize| match walk.positional(at).nth(from + index) {
        Some(node) if walk.cx.tree.kind(node) != Syntax::Function => walk.value(node).name(),
        _ => String::new(),
    };
    let of = |walk: &Walk<'_, '_>, operation| MigrationStep { table: name(walk, 0), ..bare_step(operation) };
    let on = |walk: &Walk<'_, '_>, operation| MigrationStep { object: name(walk, 1), ..of(walk, operation) };
    let step = match method {
        "createTable" => Some(of(walk, Op::CreateTable)),
        "dropTable" => Some(of(walk, Op::DropTable)),
        "renameTable" => Some(MigrationStep { new_name: name(walk, 1), ..of(walk, Op::RenameTable) }),
        "addColumn" => Some(on(walk, Op::AddColumn)),
        "removeColumn" => Some(on(walk, Op::DropColumn)),
        "changeColumn" => Some(on(walk, Op::AlterColumn)),
        "renameColumn" => Some(MigrationStep { new_name: name(walk, 2), ..on(walk, Op::RenameColumn) }),
        "addIndex" => Some(on(walk, Op::CreateIndex)),
        // The table may be left out.
        "removeIndex" if name(walk, 1).is_empty() || name(walk, 1) == crate::migration::HOLE.to_string() => {
            Some(MigrationStep { object: name(walk, 0), ..bare_step(Op::DropIndex) })
        }
        "removeIndex" => Some(on(walk, Op::DropIndex)),
        "addForeignKey" => Some(MigrationStep { object: name(walk, 2), ..of(walk, Op::AddConstraint) }),
        "removeForeignKey" => Some(on(walk, Op::DropConstraint)),
        "insert" => Some(of(walk, Op::Insert)),
        "createDatabase" => Some(MigrationStep { object: name(walk, 0), ..bare_step(Op::CreateOther) }),
        "dropDatabase" => Some(MigrationStep { object: name(walk, 0), ..bare_step(Op::DropOther) }),
        "runSql" | "all" | "_run" => {
            let what = walk.positional(at).nth(from).map_or(Value::Unknown, |what| walk.value(what));
            walk.execute(at, &what);
            None
        }
        "startMigration" | "endMigration" | "switchDatabase" | "close" | "driver" => None,
        _ => Some(bare_step(Op::Opaque)),
    };
    if let Some(step) = step {
        walk.step(at, step);
    }
    let functions: Vec<NodeId> =
        walk.positional(at).filter(|node| walk.cx.tree.kind(*node) == Syntax::Function).collect();
    for function in functions {
        walk.callback(function, &[]);
    }
}
