//! Knex: modules that export `up` and `down` for a Knex client, its schema builder and its tables.
//!
//! One decision that is not obvious: the names that Knex gives to indexes and constraints by itself are computed as it
//! computes them, so that `t.index("a")` is taken back by `t.dropIndex("a")` as well as by its name.

use crate::migration::exports::{Directions, bind_first};
use crate::migration::{Call, Chain, HOLE, System, Value, Walk, bare_step};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, MigrationStep, MigrationSystem, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "knex_migration",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["knex", "objection"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

static SYSTEM: System = System { is_tool: |_| false, call, result };

fn file(cx: &Context<'_>, out: &mut Out) {
    let mentions = |word: &[u8]| memchr::memmem::find(cx.source.as_bytes(), word).is_some();
    if !mentions(b"up") || !(mentions(b"nex") || mentions(b".schema")) {
        return;
    }
    let Some(directions) = Directions::exported(cx) else { return };
    if !is_own(cx, &directions) {
        return;
    }
    let bind = |function| bind_first(cx, function, Value::Tool);
    let migration = directions.read(cx, &SYSTEM, MigrationSystem::Knex, bind, out);
    directions.push(cx, migration, out);
}

/// A migration is given a Knex client: by the type of its parameter, by its name, or by what it is used for.
fn is_own(cx: &Context<'_>, directions: &Directions) -> bool {
    let ty = directions.parameter_type(cx, 0);
    let mut words = ty.split(|c: char| !c.is_ascii_alphanumeric());
    if !matches!(ty, "" | "any") {
        return words.any(|word| word == "Knex");
    }
    let Some(name) = directions.parameter_name(cx, 0) else { return false };
    name == "knex" || documented(cx, name) || builds_with_callback(cx, directions.up, name)
}

/// `@param { import("knex").Knex } db` in a comment.
fn documented(cx: &Context<'_>, name: &str) -> bool {
    let says = |text: &str| text.contains("import(") && text.contains("Knex") && text.contains(name);
    cx.tree.comments.iter().take(64).any(|comment| comment.doc && says(comment.span.text(cx.source)))
}

/// `db.schema.alterTable("users", (table) => …)`: no other library's builder takes a callback there.
fn builds_with_callback(cx: &Context<'_>, up: NodeId, name: &str) -> bool {
    let tree = cx.tree;
    let builds = |call: NodeId| {
        let callee = cx.callee(call).strip_prefix(name).and_then(|rest| rest.strip_prefix(".schema."));
        callee.is_some_and(|method| matches!(method, "createTable" | "table" | "alterTable"))
            && tree.kids_with(call, Role::Arg).nth(1).is_some_and(|arg| tree.kind(arg) == Syntax::Function)
    };
    tree.subtree(up).any(|id| tree.kind(id) == Syntax::Call && builds(id))
}

fn result(walk: &Walk<'_, '_>, call: NodeId, method: &str) -> Value {
    match method {
        "" | "from" | "table" | "into" => Value::Statement(Operation::Query, walk.name_argument(call, 0, "")),
        "transaction" | "withSchema" => Value::Tool,
        _ => Value::Unknown,
    }
}

fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    let Some(chain) = walk.chain(call.node) else {
        walk.opaque(call.node);
        return true;
    };
    match walk.value(chain.root) {
        Value::Tool if chain.has("schema") => schema(walk, &chain),
        Value::Tool => query(walk, &chain, call.node, String::new()),
        Value::Statement(Operation::Query, table) => query(walk, &chain, call.node, table),
        Value::Builder(table) => column_or_key(walk, &chain, &table),
        _ => return false,
    }
    true
}

/// What goes through `knex.schema`, link by link.
fn schema(walk: &mut Walk<'_, '_>, chain: &Chain<'_>) {
    use Operation as Op;
    for link in &chain.links {
        let Some(at) = link.call else { continue };
        let name = walk.name_argument(at, 0, "");
        let conditional = link.name.ends_with("IfExists") || link.name.ends_with("IfNotExists");
        let table = |operation| MigrationStep { table: name.clone(), conditional, ..bare_step(operation) };
        let other = |operation| MigrationStep { object: name.clone(), conditional, ..bare_step(operation) };
        match link.name {
            "createTable" | "createTableIfNotExists" | "createTableLike" => {
                walk.step(at, table(Op::CreateTable))
            }
            "dropTable" | "dropTableIfExists" => walk.step(at, table(Op::DropTable)),
            "renameTable" => {
                let new_name = walk.name_argument(at, 1, "");
                walk.step(at, MigrationStep { new_name, ..table(Op::RenameTable) });
            }
            "table" | "alterTable" => match walk.argument(at, 1, "") {
                Some(build) => walk.callback(build, &[Value::Builder(name)]),
                None => walk.opaque(at),
            },
            "raw" => execute(walk, at),
            "createView" | "createViewOrReplace" | "createMaterializedView" => {
                walk.step(at, other(Op::CreateView))
            }
            "dropView" | "dropViewIfExists" | "dropMaterializedView" | "dropMaterializedViewIfExists" => {
                walk.step(at, other(Op::DropView));
            }
            "createSchema" | "createSchemaIfNotExists" => walk.step(at, other(Op::CreateSchema)),
            "dropSchema" | "dropSchemaIfExists" => walk.step(at, other(Op::DropSchema)),
            "createExtension" | "createExtensionIfNotExists" => walk.step(at, other(Op::CreateExtension)),
            "dropExtension" | "dropExtensionIfExists" => walk.step(at, other(Op::DropExtension)),
            "refreshMaterializedView" => walk.step(at, bare_step(Op::Setting)),
            "hasTable" | "hasColumn" | "withSchema" | "queryContext" | "timeout" | "transacting"
            | "debug" | "toString" | "toSQL" | "toQuery" => {}
            _ => walk.opaque(at),
        }
    }
}

/// What goes through the client itself: raw SQL, a transaction, a query.
fn query(walk: &mut Walk<'_, '_>, chain: &Chain<'_>, at: NodeId, table: String) {
    use Operation as Op;
    let first = chain.links.iter().find(|link| link.call.is_some());
    match first.map(|link| (link.name, link.call.unwrap_or(at))) {
        Some(("raw", raw)) => return execute(walk, raw),
        Some(("transaction", transaction)) => {
            if let Some(body) = walk.argument(transaction, 0, "") {
                walk.callback(body, &[Value::Tool]);
            }
            return;
        }
        Some(("now" | "uuid" | "ref" | "commit" | "rollback" | "destroy" | "isCompleted", _)) => return,
        _ => {}
    }
    let source = chain.find(&["", "into", "from", "table", "batchInsert"]);
    let table = source.map_or(table, |(_, call)| walk.name_argument(call, 0, ""));
    let writes: [(&[&str], Op); 3] = [
        (&["del", "delete", "truncate"], Op::Delete),
        (&["update", "increment", "decrement"], Op::Update),
        (&["insert", "upsert", "batchInsert"], Op::Insert),
    ];
    for (methods, operation) in writes {
        if chain.find(methods).is_some() {
            return walk.step_of(at, operation, table, String::new());
        }
    }
    let reads =
        ["", "from", "table", "select", "with", "where", "first", "count", "max", "min", "distinct", "pluck"];
    if chain.find(&reads).is_some() || !table.is_empty() {
        walk.step_of(at, Op::Query, table, String::new());
    } else {
        walk.opaque(at);
    }
}

fn execute(walk: &mut Walk<'_, '_>, at: NodeId) {
    let what = walk.argument(at, 0, "").map_or(Value::Unknown, |what| walk.value(what));
    walk.execute(at, &what);
}

/// Methods of a table that make a column of their first argument (Knex's schema builder).
#[rustfmt::skip]
const COLUMNS: &[&str] = &[
    "increments", "bigIncrements", "bigincrements", "integer", "int", "tinyint", "smallint", "mediumint", "bigint", "bigInteger",
    "biginteger", "text", "string", "float", "double", "real", "decimal", "boolean", "bool", "date", "datetime", "dateTime", "time",
    "timestamp", "timestamptz", "geometry", "geography", "point", "binary", "enum", "enu", "json", "jsonb", "uuid", "specificType",
];

/// A statement on the table of an `alterTable` callback.
fn column_or_key(walk: &mut Walk<'_, '_>, chain: &Chain<'_>, table: &str) {
    use Operation as Op;
    let Some((method, at)) = chain.links.first().and_then(|link| Some((link.name, link.call?))) else {
        return;
    };
    let of = |operation| MigrationStep { table: table.to_owned(), ..bare_step(operation) };
    match method {
        _ if COLUMNS.contains(&method) => {
            let object = walk.argument(at, 0, "").map_or("id".to_owned(), |name| walk.value(name).name());
            let operation = if chain.has("alter") { Op::AlterColumn } else { Op::AddColumn };
            walk.step(at, MigrationStep { object, ..of(operation) });
        }
        "timestamps" | "dropTimestamps" => {
            let operation = if method == "timestamps" { Op::AddColumn } else { Op::DropColumn };
            for object in ["created_at", "updated_at"] {
                walk.step(at, MigrationStep { object: object.to_owned(), ..of(operation) });
            }
        }
        "dropColumn" | "dropColumns" => {
            let columns: Vec<NodeId> = walk.positional(at).collect();
            for column in columns {
                for object in walk.names(column).unwrap_or_else(|| vec![HOLE.to_string()]) {
                    walk.step(at, MigrationStep { object, ..of(Op::DropColumn) });
                }
            }
        }
        "renameColumn" => {
            let (object, new_name) = (walk.name_argument(at, 0, ""), walk.name_argument(at, 1, ""));
            walk.step(at, MigrationStep { object, new_name, ..of(Op::RenameColumn) });
        }
        "setNullable" | "dropNullable" => {
            let object = walk.name_argument(at, 0, "");
            walk.step(at, MigrationStep { object, ..of(Op::AlterColumn) });
        }
        "index" => key(walk, at, of(Op::CreateIndex), "index"),
        "dropIndex" => key(walk, at, of(Op::DropIndex), "index"),
        "unique" => key(walk, at, of(Op::AddConstraint), "unique"),
        "dropUnique" | "dropUniqueIfExists" => key(walk, at, of(Op::DropConstraint), "unique"),
        "foreign" => key(walk, at, of(Op::AddConstraint), "foreign"),
        "dropForeign" | "dropForeignIfExists" => key(walk, at, of(Op::DropConstraint), "foreign"),
        "primary" | "dropPrimary" | "dropPrimaryIfExists" => {
            let operation = if method == "primary" { Op::AddConstraint } else { Op::DropConstraint };
            walk.step(at, MigrationStep { object: format!("{table}_pkey"), ..of(operation) });
        }
        "check" | "checkPositive" | "checkNegative" | "checkIn" | "checkNotIn" | "checkBetween"
        | "checkLength" | "checkRegex" => walk.step(at, of(Op::AddConstraint)),
        "dropChecks" => walk.step(at, of(Op::DropConstraint)),
        "comment" => walk.step(at, bare_step(Op::Comment)),
        "engine" | "charset" | "collate" | "inherits" => walk.step(at, of(Op::AlterTable)),
        _ => walk.opaque(at),
    }
}

/// An index or constraint by its columns and, where one is given, its name.
fn key(walk: &mut Walk<'_, '_>, at: NodeId, step: MigrationStep, kind: &str) {
    let columns = walk.argument(at, 0, "").and_then(|columns| walk.names(columns));
    let given = walk.argument(at, 1, "").map(|given| match walk.cx.tree.kind(given) {
        Syntax::Object => walk.name_in(given, &["indexName"]),
        Syntax::Constant => String::new(),
        _ => walk.value(given).name(),
    });
    let object = match (given, &columns) {
        (Some(name), _) if !name.is_empty() => name,
        (_, Some(columns)) => default_name(&step.table, columns, kind),
        _ => HOLE.to_string(),
    };
    walk.step(at, MigrationStep { object, columns: columns.unwrap_or_default(), ..step });
}

/// The name that Knex makes of a table and columns.
fn default_name(table: &str, columns: &[String], kind: &str) -> String {
    format!("{table}_{}_{kind}", columns.join("_")).replace(['.', '-'], "_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_as_knex_makes_them() {
        let columns = ["ownerId".to_owned(), "b".to_owned()];
        assert_eq!(default_name("app.Users", &columns, "unique"), "app_users_ownerid_b_unique");
    }
}
