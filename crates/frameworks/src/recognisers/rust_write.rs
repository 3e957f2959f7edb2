//! Writes of Rust: diesel's `insert_into(users)`, SeaORM's `active.insert(db)` and `Users::delete_many()`.

use crate::{Context, Out, Recogniser, routes, writes};
use review_facts::{Kind, Language, ModelSystem, WriteKind};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "rust_write",
    finds: &[Kind::Write],
    languages: &[Language::Rust],
    libraries: &["diesel", "sea-orm"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let callee = cx.callee(call);
    let (receiver, method) = cx.receiver_and_method(call).unwrap_or(("", callee));
    let first = tree.kid(call, Role::Arg);
    let diesel = match method {
        "insert_into" | "insert_or_ignore_into" => Some(WriteKind::Insert),
        "replace_into" => Some(WriteKind::Save),
        "update" | "delete" if receiver.is_empty() || receiver == "diesel" => {
            Some(if method == "update" { WriteKind::Update } else { WriteKind::Delete })
        }
        _ => None,
    };
    if let Some(change) = diesel {
        let known = receiver == "diesel"
            || cx.imported_path(callee).is_some_and(|path| path.starts_with("diesel"))
            || routes::imports(cx, &["diesel", "diesel_async"]);
        let Some(table) = first.map(|first| table(cx, first)).filter(|_| known) else { return };
        let of = if table.is_empty() { writes::Of::Something } else { writes::Of::Table(table) };
        return writes::add(cx, call, ModelSystem::Diesel, change, of, out);
    }
    let change = match method {
        "insert" | "insert_many" => WriteKind::Insert,
        "save" => WriteKind::Save,
        "update" | "update_many" => WriteKind::Update,
        "delete" | "delete_many" | "delete_by_id" => WriteKind::Delete,
        _ => return,
    };
    let entity = receiver.rsplit('.').next().unwrap_or_default();
    if !routes::imports(cx, &["sea_orm"]) {
        return;
    }
    // `Users::delete_many()`, `user::Entity::insert(model)`.
    let is_type = entity.starts_with(char::is_uppercase);
    if is_type && method != "save" {
        let path: Vec<&str> = receiver.split('.').collect();
        let table = match path.as_slice() {
            [.., module, "Entity"] => (*module).to_owned(),
            _ => entity.to_owned(),
        };
        return writes::add(cx, call, ModelSystem::SeaOrm, change, writes::Of::Table(table), out);
    }
    // `active.insert(db)`: the one argument is the connection.
    let connection = first.map(|first| cx.text(first)).unwrap_or_default();
    let held = ["db", "conn", "tx", "txn", "transaction", "pool"]
        .iter()
        .any(|word| crate::calls::parts(connection).any(|part| part == *word));
    if held && tree.kids_with(call, Role::Arg).count() == 1 {
        writes::add(cx, call, ModelSystem::SeaOrm, change, writes::Of::Something, out);
    }
}

/// The table of diesel's argument: `users::table`, `users::table.find(id)`, `users.filter(…)`.
fn table(cx: &Context<'_>, arg: NodeId) -> String {
    let path = cx.path(arg);
    let parts: Vec<&str> =
        path.split('.').filter(|part| !matches!(*part, "schema" | "crate" | "self" | "super")).collect();
    match parts.iter().position(|part| *part == "table") {
        Some(at) if at > 0 => parts[at - 1].to_owned(),
        _ => {
            let first = parts.first().copied().unwrap_or_default();
            let known = ["filter", "find", "on", "select"].iter().any(|method| parts.get(1) == Some(method));
            let imported = parts.len() == 1 && cx.import(first).is_some();
            if known || imported { first.to_owned() } else { String::new() }
        }
    }
}
