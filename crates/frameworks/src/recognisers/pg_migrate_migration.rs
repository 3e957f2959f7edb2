//! node-pg-migrate: modules that export `up` and `down` for its `pgm` builder.
//!
//! One decision that is not obvious: without a `down` the tool reverses the upgrade by itself, as long as each of its
//! steps has a reverse. Raw SQL and what drops or changes has none; only then the way back is missing.

use crate::migration::exports::{Directions, Down, bind_first};
use crate::migration::{Call, HOLE, System, Value, Walk, bare_step};
use crate::{Context, Out, Recogniser};
use review_facts::{Body, Kind, Language, MigrationBody, MigrationStep, MigrationSystem, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "pg_migrate_migration",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["node-pg-migrate"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

static SYSTEM: System = System { is_tool: |_| false, call, result: |_, _, _| Value::Unknown };

fn file(cx: &Context<'_>, out: &mut Out) {
    let mentions = |word: &[u8]| memchr::memmem::find(cx.source.as_bytes(), word).is_some();
    if !mentions(b"pgm") && !mentions(b"MigrationBuilder") {
        return;
    }
    let Some(directions) = Directions::exported(cx) else { return };
    let ty = directions.parameter_type(cx, 0);
    let untyped = matches!(ty, "" | "any") && directions.parameter_name(cx, 0) == Some("pgm");
    if !untyped && !ty.ends_with("MigrationBuilder") {
        return;
    }
    let bind = |function| bind_first(cx, function, Value::Tool);
    let before = out.facts.len();
    let mut migration = directions.read(cx, &SYSTEM, MigrationSystem::NodePgMigrate, bind, out);
    let reversible = |body: &Body| !matches!(body, Body::MigrationStep(step) if !has_reverse(step.operation));
    let is_reversible = out.facts[before..].iter().all(|fact| reversible(&fact.body)) && !runs_sql(cx);
    if matches!(directions.down, Down::Missing) && is_reversible {
        migration.downgrade_body = MigrationBody::Present;
    }
    directions.push(cx, migration, out);
}

/// Raw SQL is run somewhere in the file: `pgm.sql(…)`, `pgm.db.query(…)`.
fn runs_sql(cx: &Context<'_>) -> bool {
    let tree = cx.tree;
    let mut calls = tree.ids().filter(|id| tree.kind(*id) == Syntax::Call).map(|call| cx.callee(call));
    calls.any(|callee| callee.ends_with(".sql") || callee.contains(".db."))
}

/// The tool knows how to take a step back by itself.
fn has_reverse(operation: Operation) -> bool {
    use Operation as Op;
    matches!(
        operation,
        Op::CreateTable
            | Op::RenameTable
            | Op::AddColumn
            | Op::RenameColumn
            | Op::CreateIndex
            | Op::AddConstraint
            | Op::RenameConstraint
            | Op::CreateType
            | Op::RenameType
            | Op::CreateView
            | Op::CreateFunction
            | Op::CreateTrigger
            | Op::CreatePolicy
            | Op::CreateSchema
            | Op::CreateExtension
            | Op::CreateSequence
            | Op::CreateOther
            | Op::Grant
    )
}

fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    if call.receiver != Value::Tool {
        return false;
    }
    operation(walk, call.node, call.method);
    true
}

/// A method of the builder, or of the client behind `pgm.db` (node-pg-migrate's documentation of migrations).
fn operation(walk: &mut Walk<'_, '_>, at: NodeId, method: &str) {
    use Operation as Op;
    let first = name(walk, at, 0);
    let of = |operation| MigrationStep { table: first.clone(), ..bare_step(operation) };
    let other = |operation| MigrationStep { object: first.clone(), ..bare_step(operation) };
    let on_table =
        |walk: &Walk<'_, '_>, operation| MigrationStep { object: name(walk, at, 1), ..of(operation) };
    let renamed = |walk: &Walk<'_, '_>, step| MigrationStep { new_name: name(walk, at, 1), ..step };
    let step = match method {
        "createTable" => of(Op::CreateTable),
        "dropTable" => of(Op::DropTable),
        "alterTable" => of(Op::AlterTable),
        "renameTable" => renamed(walk, of(Op::RenameTable)),
        "addColumns" | "addColumn" => return columns(walk, at, of(Op::AddColumn)),
        "dropColumns" | "dropColumn" => return columns(walk, at, of(Op::DropColumn)),
        "alterColumn" => on_table(walk, Op::AlterColumn),
        "renameColumn" => {
            let new_name = name(walk, at, 2);
            MigrationStep { new_name, ..on_table(walk, Op::RenameColumn) }
        }
        "createIndex" | "addIndex" => return index(walk, at, of(Op::CreateIndex)),
        "dropIndex" => return index(walk, at, of(Op::DropIndex)),
        "addConstraint" | "createConstraint" => on_table(walk, Op::AddConstraint),
        "dropConstraint" => on_table(walk, Op::DropConstraint),
        "renameConstraint" => {
            let new_name = name(walk, at, 2);
            MigrationStep { new_name, ..on_table(walk, Op::RenameConstraint) }
        }
        "createTrigger" => on_table(walk, Op::CreateTrigger),
        "dropTrigger" => on_table(walk, Op::DropTrigger),
        "createPolicy" => on_table(walk, Op::CreatePolicy),
        "dropPolicy" => on_table(walk, Op::DropPolicy),
        "alterPolicy" => on_table(walk, Op::AlterPolicy),
        "createType" | "addType" | "createDomain" => other(Op::CreateType),
        "dropType" | "dropDomain" => other(Op::DropType),
        "renameType" | "renameDomain" => renamed(walk, other(Op::RenameType)),
        "addTypeValue" => other(Op::AddEnumValue),
        "alterType"
        | "alterDomain"
        | "addTypeAttribute"
        | "dropTypeAttribute"
        | "setTypeAttribute"
        | "renameTypeAttribute"
        | "renameTypeValue" => other(Op::AlterType),
        "createFunction" => other(Op::CreateFunction),
        "dropFunction" => other(Op::DropFunction),
        "createView" | "createMaterializedView" => other(Op::CreateView),
        "dropView" | "dropMaterializedView" => other(Op::DropView),
        "createSchema" => other(Op::CreateSchema),
        "dropSchema" => other(Op::DropSchema),
        "createSequence" => other(Op::CreateSequence),
        "dropSequence" => other(Op::DropSequence),
        "createExtension" | "addExtension" => other(Op::CreateExtension),
        "dropExtension" => other(Op::DropExtension),
        "sql" | "query" | "select" => {
            let what = walk.argument(at, 0, "").map_or(Value::Unknown, |what| walk.value(what));
            return walk.execute(at, &what);
        }
        "func" | "noTransaction" | "toString" => return,
        "refreshMaterializedView" => bare_step(Op::Setting),
        _ if method.starts_with("grant") || method.starts_with("revoke") => bare_step(Op::Grant),
        _ if method.starts_with("create") => other(Op::CreateOther),
        _ if method.starts_with("drop") => other(Op::DropOther),
        _ if method.starts_with("alter") || method.starts_with("rename") => other(Op::AlterOther),
        _ => bare_step(Op::Opaque),
    };
    walk.step(at, step);
}

/// A name: a text, or `{ schema, name }`.
fn name(walk: &Walk<'_, '_>, at: NodeId, index: usize) -> String {
    match walk.argument(at, index, "") {
        Some(object) if walk.cx.tree.kind(object) == Syntax::Object => walk.name_in(object, &["name"]),
        _ => walk.name_argument(at, index, ""),
    }
}

/// One step per column: of an object its keys, of a list or text its names.
fn columns(walk: &mut Walk<'_, '_>, at: NodeId, step: MigrationStep) {
    let tree = walk.cx.tree;
    let given = walk.argument(at, 1, "");
    let names: Vec<String> = match given {
        Some(object) if tree.kind(object) == Syntax::Object => {
            let keys = tree
                .kids(object)
                .take(256)
                .map(|pair| tree.kid(pair, Role::Key).filter(|_| !tree.has(pair, flag::COMPUTED)));
            let text = |key: NodeId| crate::path::unquoted(walk.cx.text(key)).to_owned();
            keys.map(|key| key.map_or(HOLE.to_string(), text)).collect()
        }
        Some(list) => walk.names(list).unwrap_or_else(|| vec![HOLE.to_string()]),
        None => vec![HOLE.to_string()],
    };
    for object in names {
        walk.step(at, MigrationStep { object, ..step.clone() });
    }
}

/// `createIndex(table, columns, { name })`; without a name the tool makes one of the table and the columns.
fn index(walk: &mut Walk<'_, '_>, at: NodeId, step: MigrationStep) {
    let options = walk.argument(at, 2, "").filter(|options| walk.cx.tree.kind(*options) == Syntax::Object);
    let given = options.map_or(String::new(), |options| walk.name_in(options, &["name"]));
    let columns = walk.argument(at, 1, "").and_then(|columns| walk.names(columns));
    let object = match &columns {
        _ if !given.is_empty() => given,
        Some(columns) => {
            let unique = options.and_then(|options| walk.property(options, "unique")).is_some();
            let kind = if unique { "_unique_index" } else { "_index" };
            format!("{}_{}{kind}", step.table, columns.join("_"))
        }
        None => HOLE.to_string(),
    };
    walk.step(at, MigrationStep { object, columns: columns.unwrap_or_default(), ..step });
}
