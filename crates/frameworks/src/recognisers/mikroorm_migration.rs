//! MikroORM: classes that extend `Migration`, and the SQL they add.

use crate::migration::exports::Directions;
use crate::migration::{Call, System, Value, Walk};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, MigrationSystem};
use review_syntax::{NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "mikroorm_migration",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["@mikro-orm/migrations"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

static SYSTEM: System = System { is_tool: |_| false, call, result };

/// A migration is a class that extends MikroORM's `Migration`; frameworks hand that class on from modules of their
/// own, which keep the library's name in theirs.
fn file(cx: &Context<'_>, out: &mut Out) {
    if memchr::memmem::find(cx.source.as_bytes(), b"mikro-orm").is_none() {
        return;
    }
    let is_migration = |base: NodeId| {
        let path = cx.path(base);
        let import = path.split('.').next().and_then(|first| cx.import(first));
        import.is_some_and(|import| import.module.contains("mikro-orm"))
            && cx.imported_path(&path).is_some_and(|path| path.ends_with("Migration"))
    };
    let is_own = |class| cx.tree.kids_with(class, Role::Base).any(is_migration);
    let Some(directions) = Directions::of_class(cx, is_own) else { return };
    let bind = |_| vec![("this".to_owned(), Value::Tool)];
    let migration = directions.read(cx, &SYSTEM, MigrationSystem::MikroOrm, bind, out);
    directions.push(cx, migration, out);
}

fn result(_: &Walk<'_, '_>, _: NodeId, method: &str) -> Value {
    match method {
        "getKnex" | "getEntityManager" | "getConnection" | "getDriver" => Value::Connection,
        _ => Value::Unknown,
    }
}

fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    let at = call.node;
    match (&call.receiver, call.method) {
        (Value::Tool, "addSql") | (Value::Tool | Value::Connection, "execute" | "raw") => {
            let what = walk.argument(at, 0, "").map_or(Value::Unknown, |what| walk.value(what));
            walk.execute(at, &what);
        }
        (Value::Tool, "getKnex" | "getEntityManager" | "getConnection" | "getDriver" | "reset") => {}
        (Value::Tool | Value::Connection, _) => walk.opaque(at),
        _ => return false,
    }
    true
}
