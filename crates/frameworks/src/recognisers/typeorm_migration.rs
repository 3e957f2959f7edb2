//! TypeORM: classes that implement `MigrationInterface`, and the methods of their `QueryRunner`.

use crate::migration::exports::{Directions, bind_first, name_of_parameter, parameter};
use crate::migration::{Call, Chain, System, Value, Walk, bare_step};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, MigrationStep, MigrationSystem, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "typeorm_migration",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["typeorm"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

static SYSTEM: System = System { is_tool: |_| false, call, result };

/// A migration is what TypeORM's loader takes for one: a class with `up` and `down` that are given a query runner. In
/// JavaScript it cannot say that it implements the interface.
fn file(cx: &Context<'_>, out: &mut Out) {
    if memchr::memmem::find(cx.source.as_bytes(), b"ueryRunner").is_none() {
        return;
    }
    let Some(directions) = Directions::of_class(cx, |class| is_own(cx, class)) else { return };
    let bind = |function| bind_first(cx, function, Value::Tool);
    let migration = directions.read(cx, &SYSTEM, MigrationSystem::TypeOrm, bind, out);
    directions.push(cx, migration, out);
}

fn is_own(cx: &Context<'_>, class: NodeId) -> bool {
    let tree = cx.tree;
    let mut bases = tree.kids_with(class, Role::Base);
    if bases.any(|base| cx.text(base).ends_with("MigrationInterface")) {
        return true;
    }
    let up = tree.kids(class).find(|kid| {
        tree.kind(*kid) == Syntax::Function
            && tree.kid(*kid, Role::Name).is_some_and(|own| cx.text(own) == "up")
    });
    let Some(runner) = up.and_then(|up| parameter(cx, up, 0)) else { return false };
    match tree.kid(runner, Role::Type) {
        Some(ty) => cx.text(ty) == "QueryRunner",
        None => name_of_parameter(cx, runner) == Some("queryRunner"),
    }
}

fn result(walk: &Walk<'_, '_>, call: NodeId, method: &str) -> Value {
    match method {
        "getTable" | "getCachedTable" => Value::Table(walk.name_argument(call, 0, "table")),
        "getRepository" | "createQueryBuilder" | "withRepository" => Value::Tool,
        _ => Value::Unknown,
    }
}

fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    let Some(chain) = walk.chain(call.node) else {
        walk.opaque(call.node);
        return true;
    };
    if walk.value(chain.root) != Value::Tool {
        return false;
    }
    match chain.links.as_slice() {
        [link] if !link.name.is_empty() => operation(walk, call.node, link.name),
        _ => entities(walk, &chain, call.node),
    }
    true
}

/// A method of the query runner (TypeORM's `QueryRunner` interface).
fn operation(walk: &mut Walk<'_, '_>, at: NodeId, method: &str) {
    use Operation as Op;
    let table = walk.name_argument(at, 0, "table");
    let of = |operation| MigrationStep { table: table.clone(), ..bare_step(operation) };
    match method {
        "query" => execute(walk, at),
        "createTable" => walk.step(at, of(Op::CreateTable)),
        "dropTable" => walk.step(at, of(Op::DropTable)),
        "renameTable" => {
            let new_name = walk.name_argument(at, 1, "newTableName");
            walk.step(at, MigrationStep { new_name, ..of(Op::RenameTable) });
        }
        "changeTableComment" => walk.step(at, bare_step(Op::Comment)),
        "addColumn" | "addColumns" => each(walk, at, of(Op::AddColumn)),
        "dropColumn" | "dropColumns" => each(walk, at, of(Op::DropColumn)),
        "renameColumn" | "changeColumn" => change_column(walk, at, of(Op::AlterColumn)),
        "changeColumns" => walk.step(at, of(Op::AlterColumn)),
        "createIndex" | "createIndices" => each(walk, at, of(Op::CreateIndex)),
        "dropIndex" | "dropIndices" => each(walk, at, of(Op::DropIndex)),
        "createForeignKey"
        | "createForeignKeys"
        | "createUniqueConstraint"
        | "createUniqueConstraints"
        | "createCheckConstraint"
        | "createCheckConstraints"
        | "createExclusionConstraint"
        | "createExclusionConstraints" => each(walk, at, of(Op::AddConstraint)),
        "createPrimaryKey" => walk.step(at, of(Op::AddConstraint)),
        "dropForeignKey"
        | "dropForeignKeys"
        | "dropUniqueConstraint"
        | "dropUniqueConstraints"
        | "dropCheckConstraint"
        | "dropCheckConstraints"
        | "dropExclusionConstraint"
        | "dropExclusionConstraints" => each(walk, at, of(Op::DropConstraint)),
        "dropPrimaryKey" => walk.step(at, of(Op::DropConstraint)),
        "updatePrimaryKeys" => walk.step(at, of(Op::AlterTable)),
        "createView" => walk.step_of(at, Op::CreateView, String::new(), table),
        "dropView" => walk.step_of(at, Op::DropView, String::new(), table),
        "createSchema" => walk.step_of(at, Op::CreateSchema, String::new(), table),
        "dropSchema" => walk.step_of(at, Op::DropSchema, String::new(), table),
        "createDatabase" => walk.step_of(at, Op::CreateOther, String::new(), table),
        "dropDatabase" => walk.step_of(at, Op::DropOther, String::new(), table),
        "clearTable" => walk.step(at, of(Op::Delete)),
        _ if is_harmless(method) => {}
        _ => walk.opaque(at),
    }
}

/// Reads, and the frame of a transaction.
fn is_harmless(method: &str) -> bool {
    method.starts_with("has")
        || method.starts_with("get")
        || matches!(
            method,
            "startTransaction" | "commitTransaction" | "rollbackTransaction" | "connect" | "release"
        )
}

/// A step on something, or on each of a list, that the second argument names.
fn each(walk: &mut Walk<'_, '_>, at: NodeId, step: MigrationStep) {
    let what = walk.argument(at, 1, "").map_or(Value::Unknown, |what| walk.value(what));
    match what {
        Value::List(several) => {
            for one in several {
                walk.step(at, MigrationStep { object: one.name(), ..step.clone() });
            }
        }
        one => walk.step(at, MigrationStep { object: one.name(), ..step }),
    }
}

/// A column's new form; under another name it is a new name.
fn change_column(walk: &mut Walk<'_, '_>, at: NodeId, step: MigrationStep) {
    let object = walk.name_argument(at, 1, "oldColumn");
    let new_name = walk.name_argument(at, 2, "newColumn");
    let known = |name: &str| !name.is_empty() && !name.contains(crate::migration::HOLE);
    if known(&new_name) && new_name != object {
        walk.step(at, MigrationStep { operation: Operation::RenameColumn, object, new_name, ..step });
    } else {
        walk.step(at, MigrationStep { object, ..step });
    }
}

fn execute(walk: &mut Walk<'_, '_>, at: NodeId) {
    let what = walk.argument(at, 0, "query").map_or(Value::Unknown, |what| walk.value(what));
    walk.execute(at, &what);
}

/// What goes through the entity manager, a repository or a query builder.
fn entities(walk: &mut Walk<'_, '_>, chain: &Chain<'_>, at: NodeId) {
    use Operation as Op;
    if let Some((_, query)) = chain.find(&["query"]) {
        return execute(walk, query);
    }
    if let Some((_, transaction)) = chain.find(&["transaction"]) {
        let body = walk.positional(transaction).last();
        return match body {
            Some(body) => walk.callback(body, &[Value::Tool]),
            None => walk.opaque(at),
        };
    }
    let table = chain.find(&["getRepository", "into", "from"]).map(|(_, call)| call);
    let writes: [(&[&str], Op); 3] = [
        (&["delete", "remove", "clear", "softDelete", "softRemove"], Op::Delete),
        (&["update", "increment", "decrement", "restore"], Op::Update),
        (&["insert", "save", "upsert"], Op::Insert),
    ];
    for (methods, operation) in writes {
        if let Some((_, call)) = chain.find(methods) {
            let named = table.or_else(|| walk.argument(call, 0, "").map(|_| call));
            let table = named.map_or(String::new(), |call| walk.name_argument(call, 0, ""));
            return walk.step_of(at, operation, table, String::new());
        }
    }
    let reads = |name: &str| {
        ["find", "count", "get", "select", "exist", "create", "where"]
            .iter()
            .any(|word| name.starts_with(word))
    };
    if !chain.links.iter().any(|link| link.call.is_some() && reads(link.name)) {
        walk.opaque(at);
    }
}
