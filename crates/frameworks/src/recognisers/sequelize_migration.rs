//! Sequelize and Umzug: modules that export `up` and `down` for a `queryInterface`, and its methods.
//!
//! One decision that is not obvious: the names that Sequelize gives to indexes and constraints by itself are computed
//! as it computes them, so that `addIndex(t, ["a"])` is taken back by `removeIndex(t, "t_a")` as well as by its columns.

use crate::migration::exports::{Directions, name_of_parameter, parameter};
use crate::migration::{Call, HOLE, System, Value, Walk, bare_step};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, MigrationStep, MigrationSystem, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "sequelize_migration",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["sequelize", "sequelize-cli", "sequelize-typescript", "umzug"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

static SYSTEM: System = System { is_tool: |_| false, call, result };

/// Names under which the query interface is handed over, or what leads to it.
const HANDED_OVER: &[&str] = &["queryInterface", "context", "sequelize"];

fn file(cx: &Context<'_>, out: &mut Out) {
    let mentions = |word: &[u8]| memchr::memmem::find(cx.source.as_bytes(), word).is_some();
    if !mentions(b"up") || !(mentions(b"ueryInterface") || mentions(b"equelize") || mentions(b"context")) {
        return;
    }
    let Some(directions) = Directions::exported(cx) else { return };
    if !is_own(cx, &directions) {
        return;
    }
    let migration =
        directions.read(cx, &SYSTEM, MigrationSystem::Sequelize, |function| bound(cx, function), out);
    directions.push(cx, migration, out);
}

/// A migration is given a query interface, by type, name or use, or says in a comment that it is one.
fn is_own(cx: &Context<'_>, directions: &Directions) -> bool {
    let ty = directions.parameter_type(cx, 0);
    if ty.contains("QueryInterface") {
        return true;
    }
    let second = directions.parameter_name(cx, 1);
    match directions.parameter_name(cx, 0) {
        Some("queryInterface") => return true,
        Some(_) if matches!(second, Some("Sequelize" | "DataTypes" | "sequelize")) => return true,
        _ => {}
    }
    let names = bound(cx, directions.up);
    names.iter().any(|(name, _)| name == "queryInterface" || uses(cx, directions.up, name)) || documented(cx)
}

/// `@type {import('sequelize-cli').Migration}` in a comment.
fn documented(cx: &Context<'_>) -> bool {
    let says = |text: &str| text.contains("sequelize-cli") && text.contains("Migration");
    cx.tree.comments.iter().take(64).any(|comment| comment.doc && says(comment.span.text(cx.source)))
}

/// What `context` is given for shows what it is.
fn uses(cx: &Context<'_>, up: NodeId, name: &str) -> bool {
    let used = |call: NodeId| {
        let rest = cx.callee(call).strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|rest| {
            let rest = rest.strip_prefix("context.").unwrap_or(rest);
            rest.starts_with("getQueryInterface")
                || matches!(
                    rest,
                    "addColumn"
                        | "removeColumn"
                        | "changeColumn"
                        | "bulkInsert"
                        | "bulkDelete"
                        | "addIndex"
                        | "removeIndex"
                        | "sequelize.query"
                        | "addConstraint"
                        | "removeConstraint"
                )
        })
    };
    // `createTable` and `dropTable` are those of other tools too; their file then names this one.
    let tables = |call: NodeId| matches!(cx.callee(call), "context.createTable" | "context.dropTable");
    let named =
        || cx.imports.iter().any(|import| import.module.starts_with("sequelize") || import.module == "umzug");
    let mut calls = cx.tree.subtree(up).filter(|id| cx.tree.kind(*id) == Syntax::Call);
    calls.any(|call| used(call) || (tables(call) && named()))
}

/// The names that stand for the query interface: the parameter itself, or what it is taken apart into.
fn bound(cx: &Context<'_>, function: NodeId) -> Vec<(String, Value)> {
    let Some(first) = parameter(cx, function, 0) else { return Vec::new() };
    if let Some(name) = name_of_parameter(cx, first) {
        return vec![(name.to_owned(), Value::Tool)];
    }
    let Some(pattern) = cx.tree.kid(first, Role::Name) else { return Vec::new() };
    let tree = cx.tree;
    let pairs = tree.subtree(pattern).filter(|id| tree.kind(*id) == Syntax::Pair).take(16);
    let handed = pairs.filter_map(|pair| {
        let key = tree.kid(pair, Role::Key).filter(|key| HANDED_OVER.contains(&cx.text(*key)))?;
        let name = tree.kid(pair, Role::Value).unwrap_or(key);
        (tree.kind(name) == Syntax::Name).then(|| (cx.text(name).to_owned(), Value::Tool))
    });
    handed.collect()
}

fn result(_: &Walk<'_, '_>, _: NodeId, method: &str) -> Value {
    match method {
        "getQueryInterface" => Value::Tool,
        "transaction" | "startUnmanagedTransaction" => Value::Connection,
        _ => Value::Unknown,
    }
}

fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    match call.receiver {
        Value::Tool => operation(walk, call.node, call.method),
        // The transaction itself: `commit`, `rollback`, `afterCommit`.
        Value::Connection => {}
        _ => return false,
    }
    true
}

/// A method of the query interface or of the instance behind it (Sequelize's `QueryInterface`).
fn operation(walk: &mut Walk<'_, '_>, at: NodeId, method: &str) {
    use Operation as Op;
    let table = table(walk, at);
    let of = |operation| MigrationStep { table: table.clone(), ..bare_step(operation) };
    let second = |walk: &Walk<'_, '_>| walk.name_argument(at, 1, "");
    match method {
        "createTable" => walk.step(at, of(Op::CreateTable)),
        "dropTable" => walk.step(at, of(Op::DropTable)),
        "renameTable" => {
            let new_name = second(walk);
            walk.step(at, MigrationStep { new_name, ..of(Op::RenameTable) });
        }
        "addColumn" | "removeColumn" | "changeColumn" => {
            let operation = match method {
                "addColumn" => Op::AddColumn,
                "removeColumn" => Op::DropColumn,
                _ => Op::AlterColumn,
            };
            let object = second(walk);
            walk.step(at, MigrationStep { object, ..of(operation) });
            if method == "changeColumn" && makes_constraint(walk, at) {
                walk.step(at, of(Op::AddConstraint));
            }
        }
        "renameColumn" => {
            let (object, new_name) = (second(walk), walk.name_argument(at, 2, ""));
            walk.step(at, MigrationStep { object, new_name, ..of(Op::RenameColumn) });
        }
        "addIndex" => index(walk, at, of(Op::CreateIndex)),
        "removeIndex" => index(walk, at, of(Op::DropIndex)),
        "addConstraint" => constraint(walk, at, of(Op::AddConstraint)),
        "removeConstraint" => {
            let object = second(walk);
            walk.step(at, MigrationStep { object, ..of(Op::DropConstraint) });
        }
        "createSchema" => walk.step_of(at, Op::CreateSchema, String::new(), table),
        "dropSchema" => walk.step_of(at, Op::DropSchema, String::new(), table),
        "dropEnum" => walk.step_of(at, Op::DropType, String::new(), table),
        "createFunction" => walk.step_of(at, Op::CreateFunction, String::new(), table),
        "dropFunction" => walk.step_of(at, Op::DropFunction, String::new(), table),
        "createTrigger" | "dropTrigger" => {
            let operation = if method == "createTrigger" { Op::CreateTrigger } else { Op::DropTrigger };
            let object = second(walk);
            walk.step(at, MigrationStep { object, ..of(operation) });
            if method == "changeColumn" && makes_constraint(walk, at) {
                walk.step(at, of(Op::AddConstraint));
            }
        }
        "bulkInsert" | "insert" | "upsert" => walk.step(at, of(Op::Insert)),
        "bulkUpdate" | "update" | "increment" | "decrement" => walk.step(at, of(Op::Update)),
        "bulkDelete" | "delete" | "truncate" => walk.step(at, of(Op::Delete)),
        "query" => {
            let what = walk.argument(at, 0, "").map_or(Value::Unknown, |what| walk.value(what));
            walk.execute(at, &what);
        }
        "transaction" => {
            if let Some(body) = walk.positional(at).last() {
                walk.callback(body, &[Value::Connection]);
            }
        }
        "select" | "rawSelect" => walk.step(at, of(Op::Query)),
        _ if is_harmless(method) => {}
        _ => walk.opaque(at),
    }
}

/// A column's new form makes a foreign key or a unique constraint, under a name that the database chooses.
fn makes_constraint(walk: &Walk<'_, '_>, at: NodeId) -> bool {
    let Some(form) = walk.argument(at, 2, "") else { return false };
    let unique = walk.property(form, "unique").is_some_and(|unique| walk.cx.text(unique) != "false");
    unique || walk.property(form, "references").is_some()
}

fn is_harmless(method: &str) -> bool {
    ["describe", "show", "get", "quote", "escape", "has"].iter().any(|word| method.starts_with(word))
        || matches!(
            method,
            "tableExists"
                | "literal"
                | "fn"
                | "col"
                | "cast"
                | "where"
                | "json"
                | "authenticate"
                | "close"
                | "databaseVersion"
                | "startUnmanagedTransaction"
        )
}

/// The table of a call: a text, or `{ tableName, schema }`.
fn table(walk: &Walk<'_, '_>, at: NodeId) -> String {
    match walk.argument(at, 0, "") {
        Some(object) if walk.cx.tree.kind(object) == Syntax::Object => walk.name_in(object, &["tableName"]),
        Some(node) if walk.cx.tree.kind(node) == Syntax::Function => String::new(),
        _ => walk.name_argument(at, 0, ""),
    }
}

/// `addIndex(table, fields, options)`, `addIndex(table, { fields, name })`, `removeIndex(table, name)`.
fn index(walk: &mut Walk<'_, '_>, at: NodeId, step: MigrationStep) {
    let second = walk.argument(at, 1, "");
    let options = [second, walk.argument(at, 2, "")].into_iter().flatten();
    let options: Vec<NodeId> = options.filter(|node| walk.cx.tree.kind(*node) == Syntax::Object).collect();
    let given = options.iter().map(|options| walk.name_in(*options, &["name", "indexName"]));
    let given = given.rev().find(|name| !name.is_empty());
    let columns = match options.first().filter(|options| Some(**options) == second) {
        Some(options) => walk.property(*options, "fields"),
        None => second,
    };
    // `removeIndex` takes a name in the place of the columns.
    let name = second.and_then(|second| walk.value(second).text().map(str::to_owned));
    let columns = columns.and_then(|columns| walk.names(columns));
    let object = match (given.or(name), &columns) {
        (Some(name), _) => name,
        (None, Some(columns)) => underscored(&format!("{}_{}", step.table, columns.join("_"))),
        (None, None) => HOLE.to_string(),
    };
    walk.step(at, MigrationStep { object, columns: columns.unwrap_or_default(), ..step });
}

/// `addConstraint(table, { fields, type, name })`, and before its sixth version `addConstraint(table, fields, …)`.
fn constraint(walk: &mut Walk<'_, '_>, at: NodeId, step: MigrationStep) {
    let arguments = [walk.argument(at, 1, ""), walk.argument(at, 2, "")].into_iter().flatten();
    let options = arguments.rev().find(|node| walk.cx.tree.kind(*node) == Syntax::Object);
    let Some(options) = options else {
        return walk.step(at, MigrationStep { object: HOLE.to_string(), ..step });
    };
    let fields =
        walk.property(options, "fields").or_else(|| walk.argument(at, 1, "").filter(|node| *node != options));
    let columns = fields.and_then(|fields| walk.names(fields));
    let kind = match walk.name_in(options, &["type"]).to_ascii_lowercase().as_str() {
        "unique" => "uk",
        "foreign key" => "fk",
        "primary key" => "pk",
        "check" => "ck",
        _ => "",
    };
    let object = match (walk.name_in(options, &["name"]), &columns) {
        (name, _) if !name.is_empty() => name,
        (_, Some(columns)) if !kind.is_empty() => {
            format!("{}_{}", underscored(&format!("{}_{}", step.table, columns.join("_"))), kind)
        }
        _ => HOLE.to_string(),
    };
    walk.step(at, MigrationStep { object, columns: columns.unwrap_or_default(), ..step });
}

/// As Sequelize writes names: `userId` becomes `user_id`.
fn underscored(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            out.push('_');
        }
        out.extend(if c == '-' { '_' } else { c }.to_lowercase());
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_as_sequelize_makes_them() {
        assert_eq!(underscored("user_teams_userId_teamId"), "user_teams_user_id_team_id");
        assert_eq!(underscored("search-queries_id"), "search_queries_id");
    }
}
