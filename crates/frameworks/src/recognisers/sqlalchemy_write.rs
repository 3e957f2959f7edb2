//! Writes through SQLAlchemy: `session.add(user)`, `insert(User)`, `session.query(User).delete()`, `db.session.commit()`.

use crate::{Context, Out, Recogniser, calls, writes};
use review_facts::{Kind, Language, ModelSystem, WriteKind};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "sqlalchemy_write",
    finds: &[Kind::Write],
    languages: &[Language::Python],
    libraries: &["sqlalchemy", "flask_sqlalchemy", "sqlmodel"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Words of names that hold a session or a unit of work (SQLAlchemy's and FastAPI's documentation).
const SESSIONS: &[&str] = &["session", "sess", "db", "uow", "transaction"];

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let callee = cx.callee(call);
    let (receiver, method) = cx.receiver_and_method(call).unwrap_or(("", callee));
    let change = match method {
        "add" | "add_all" | "bulk_save_objects" | "bulk_insert_mappings" | "insert" => WriteKind::Insert,
        "update" | "bulk_update_mappings" => WriteKind::Update,
        "delete" => WriteKind::Delete,
        "merge" | "commit" => WriteKind::Save,
        _ => return,
    };
    let tree = cx.tree;
    let first = tree.kid(call, Role::Arg);
    // `insert(User)`, `sa.update(User)`, `pg_insert(User)`.
    let from_library = || {
        let full = cx.imported_path(callee).unwrap_or_default();
        full.starts_with("sqlalchemy") || full.starts_with("sqlmodel")
    };
    if receiver.split('.').count() <= 1 && matches!(method, "insert" | "update" | "delete") && from_library()
    {
        let table = first.map(|arg| cx.path(arg)).unwrap_or_default();
        return add(cx, call, change, table, String::new(), out);
    }
    // `session.query(User).filter(…).delete()`, `User.query.filter_by(…).update(…)`.
    let parts: Vec<&str> = receiver.split('.').collect();
    if matches!(method, "update" | "delete") && parts.contains(&"query") {
        let at = parts.iter().position(|part| *part == "query").unwrap_or_default();
        let own = parts[..at].last().copied().filter(|model| model.starts_with(char::is_uppercase));
        let asked = own.map(str::to_owned).or_else(|| queried(cx, call));
        return add(cx, call, change, asked.unwrap_or_default(), String::new(), out);
    }
    let last = parts.last().copied().unwrap_or_default();
    let session = calls::parts(last).any(|part| SESSIONS.contains(&part.as_str()));
    if !session || matches!(method, "insert" | "update") {
        return;
    }
    if method == "commit" {
        return add(cx, call, change, String::new(), String::new(), out);
    }
    let Some(first) = first else { return };
    match tree.kind(first) {
        // `session.add(User(name=…))`.
        Syntax::Call => add(cx, call, change, cx.callee(first).to_owned(), String::new(), out),
        _ => add(cx, call, change, String::new(), cx.path(first), out),
    }
}

/// The model in the `query(…)` of a chain.
fn queried(cx: &Context<'_>, call: NodeId) -> Option<String> {
    let tree = cx.tree;
    let mut at = call;
    for _ in 0..24 {
        at = match tree.kind(at) {
            Syntax::Call => {
                if cx.callee(at).rsplit('.').next() == Some("query") {
                    return tree.kid(at, Role::Arg).map(|arg| cx.path(arg));
                }
                tree.kid(at, Role::Callee)?
            }
            Syntax::Member => tree.kid(at, Role::Object)?,
            _ => return None,
        };
    }
    None
}

fn add(cx: &Context<'_>, call: NodeId, change: WriteKind, table: String, value: String, out: &mut Out) {
    let of = match (table.is_empty(), value.is_empty()) {
        (false, _) => writes::Of::Table(table),
        (true, false) => writes::Of::Value(value),
        (true, true) => writes::Of::Something,
    };
    writes::add(cx, call, ModelSystem::SqlAlchemy, change, of, out);
}
