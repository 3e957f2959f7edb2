//! Kysely: modules that export `up` and `down` for a `Kysely` database, its schema builder and its queries.

use crate::migration::exports::{Directions, bind_first};
use crate::migration::{Call, Chain, System, Value, Walk, bare_step};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, MigrationStep, MigrationSystem, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "kysely_migration",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["kysely", "kysely-ctl"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

static SYSTEM: System = System { is_tool: |_| false, call, result };

fn file(cx: &Context<'_>, out: &mut Out) {
    if memchr::memmem::find(cx.source.as_bytes(), b"ysely").is_none() {
        return;
    }
    let Some(directions) = Directions::exported(cx) else { return };
    if !is_own(cx, &directions) {
        return;
    }
    let bind = |function| bind_first(cx, function, Value::Tool);
    let migration = directions.read(cx, &SYSTEM, MigrationSystem::Kysely, bind, out);
    directions.push(cx, migration, out);
}

/// A migration is given a Kysely database: by the type of its parameter, by a comment, or, where the parameter has no
/// type, by what it is used for in a file that imports the library.
fn is_own(cx: &Context<'_>, directions: &Directions) -> bool {
    let ty = directions.parameter_type(cx, 0);
    if !matches!(ty, "" | "any") {
        return ty.contains("Kysely");
    }
    let Some(name) = directions.parameter_name(cx, 0) else { return false };
    let says = |text: &str| text.contains("import(") && text.contains("Kysely");
    if cx.tree.comments.iter().take(64).any(|comment| comment.doc && says(comment.span.text(cx.source))) {
        return true;
    }
    let schema = format!("{name}.schema.");
    let uses = |id: NodeId| cx.tree.kind(id) == Syntax::Call && cx.callee(id).starts_with(&schema);
    cx.imports.iter().any(|import| import.module == "kysely") && cx.tree.subtree(directions.up).any(uses)
}

fn result(_: &Walk<'_, '_>, _: NodeId, method: &str) -> Value {
    match method {
        "withSchema" | "withoutPlugins" | "withPlugin" | "withTables" => Value::Tool,
        _ => Value::Unknown,
    }
}

fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    let Some(chain) = walk.chain(call.node) else {
        walk.opaque(call.node);
        return true;
    };
    if let Some(text) = sql(walk, &chain) {
        // Without `execute` it is a part of something else.
        if chain.find(&["execute"]).is_some() {
            walk.execute(call.node, &text);
        }
        return true;
    }
    if walk.value(chain.root) != Value::Tool {
        return false;
    }
    if chain.has("schema") {
        schema(walk, &chain, call.node);
    } else {
        query(walk, &chain, call.node);
    }
    true
}

/// The text of `` sql`…` `` and `sql.raw("…")`, when that is what stands at the root.
fn sql(walk: &Walk<'_, '_>, chain: &Chain<'_>) -> Option<Value> {
    let tree = walk.cx.tree;
    let is_sql =
        |node: NodeId| walk.cx.imported_path(&walk.cx.path(node)).is_some_and(|path| path == "kysely.sql");
    if tree.kind(chain.root) == Syntax::Call && tree.has(chain.root, flag::TAGGED) {
        let tag = tree.kid(chain.root, Role::Callee).filter(|tag| is_sql(*tag));
        return tag.and_then(|_| tree.kid(chain.root, Role::Arg)).map(|text| walk.value(text));
    }
    if !is_sql(chain.root) {
        return None;
    }
    let raw = chain.find(&["raw"]).and_then(|(_, raw)| walk.argument(raw, 0, ""));
    Some(raw.map_or(Value::Unknown, |raw| walk.value(raw)))
}

/// What goes through `db.schema` (Kysely's `SchemaModule`).
fn schema(walk: &mut Walk<'_, '_>, chain: &Chain<'_>, at: NodeId) {
    use Operation as Op;
    let first = chain.links.iter().skip_while(|link| link.name != "schema").find(|link| link.call.is_some());
    let Some((method, call)) = first.and_then(|link| Some((link.name, link.call?))) else {
        return walk.opaque(at);
    };
    let name = walk.name_argument(call, 0, "");
    let conditional = chain.has("ifExists") || chain.has("ifNotExists");
    let on = chain.find(&["on"]).map_or(String::new(), |(_, on)| walk.name_argument(on, 0, ""));
    let table = |operation| MigrationStep { table: name.clone(), conditional, ..bare_step(operation) };
    let other = |operation| MigrationStep { object: name.clone(), conditional, ..bare_step(operation) };
    match method {
        "createTable" => walk.step(call, table(Op::CreateTable)),
        "dropTable" => walk.step(call, table(Op::DropTable)),
        "alterTable" => alter(walk, chain, &name),
        "createIndex" => {
            let columns = chain.find(&["column", "columns"]).and_then(|(_, call)| walk.argument(call, 0, ""));
            let columns = columns.and_then(|columns| walk.names(columns)).unwrap_or_default();
            walk.step(call, MigrationStep { table: on, columns, ..other(Op::CreateIndex) });
        }
        "dropIndex" => walk.step(call, MigrationStep { table: on, ..other(Op::DropIndex) }),
        "createView" => walk.step(call, other(Op::CreateView)),
        "dropView" => walk.step(call, other(Op::DropView)),
        "createType" => walk.step(call, other(Op::CreateType)),
        "dropType" => walk.step(call, other(Op::DropType)),
        "alterType" => walk.step(call, other(Op::AlterType)),
        "createSchema" => walk.step(call, other(Op::CreateSchema)),
        "dropSchema" => walk.step(call, other(Op::DropSchema)),
        "refreshMaterializedView" => walk.step(call, bare_step(Op::Setting)),
        _ => walk.opaque(call),
    }
}

/// The links behind `alterTable` (Kysely's `AlterTableBuilder`).
fn alter(walk: &mut Walk<'_, '_>, chain: &Chain<'_>, table: &str) {
    use Operation as Op;
    for link in chain.links.iter().skip_while(|link| link.name != "alterTable").skip(1) {
        let Some(at) = link.call else { continue };
        let of = |operation| MigrationStep { table: table.to_owned(), ..bare_step(operation) };
        let object = walk.name_argument(at, 0, "");
        let second = walk.name_argument(at, 1, "");
        let step = match link.name {
            "addColumn" => MigrationStep { object, ..of(Op::AddColumn) },
            "dropColumn" => MigrationStep { object, ..of(Op::DropColumn) },
            "renameColumn" => MigrationStep { object, new_name: second, ..of(Op::RenameColumn) },
            "alterColumn" | "modifyColumn" => MigrationStep { object, ..of(Op::AlterColumn) },
            "renameTo" => MigrationStep { new_name: object, ..of(Op::RenameTable) },
            "setSchema" => of(Op::AlterTable),
            "addUniqueConstraint"
            | "addPrimaryKeyConstraint"
            | "addForeignKeyConstraint"
            | "addCheckConstraint" => MigrationStep { object, ..of(Op::AddConstraint) },
            "dropConstraint" => MigrationStep { object, ..of(Op::DropConstraint) },
            "renameConstraint" => MigrationStep { object, new_name: second, ..of(Op::RenameConstraint) },
            "addIndex" => MigrationStep { object, ..of(Op::CreateIndex) },
            "dropIndex" => MigrationStep { object, ..of(Op::DropIndex) },
            // They only say more of the step before, or run the whole.
            _ => continue,
        };
        walk.step(at, step);
    }
}

/// A query, a transaction, a statement as an object.
fn query(walk: &mut Walk<'_, '_>, chain: &Chain<'_>, at: NodeId) {
    use Operation as Op;
    if let Some((_, transaction)) = chain.find(&["transaction", "connection"]) {
        return match chain.find(&["execute"]).and_then(|(_, call)| walk.argument(call, 0, "")) {
            Some(body) => walk.callback(body, &[Value::Tool]),
            None => walk.opaque(transaction),
        };
    }
    if let Some((_, execute)) = chain.find(&["executeQuery"]) {
        // `CompiledQuery.raw("…")`.
        let query = walk.argument(execute, 0, "").filter(|query| walk.cx.callee(*query).ends_with(".raw"));
        let text = query
            .and_then(|query| walk.argument(query, 0, ""))
            .map_or(Value::Unknown, |text| walk.value(text));
        return walk.execute(at, &text);
    }
    let statements: [(&[&str], Op); 4] = [
        (&["insertInto", "replaceInto"], Op::Insert),
        (&["updateTable", "mergeInto"], Op::Update),
        (&["deleteFrom"], Op::Delete),
        (&["selectFrom", "selectNoFrom"], Op::Query),
    ];
    for (methods, operation) in statements {
        if let Some((_, call)) = chain.find(methods) {
            let table = walk.name_argument(call, 0, "");
            return walk.step_of(at, operation, table, String::new());
        }
    }
    if chain.find(&["destroy"]).is_none() && !chain.has("fn") && !chain.has("introspection") {
        walk.opaque(at);
    }
}
