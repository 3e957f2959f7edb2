//! Writes through Prisma's client: `prisma.user.create({ … })`, `tx.user.updateMany(…)`.

use crate::{Context, Out, Recogniser, calls, writes};
use review_facts::{Kind, Language, ModelSystem, WriteKind};
use review_syntax::{Kind as Syntax, NodeId, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "prisma_write",
    finds: &[Kind::Write],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["@prisma/client", "prisma"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Words of names that hold a client or a transaction (Prisma's documentation).
const CLIENTS: &[&str] = &["prisma", "db", "database", "client", "tx", "trx", "transaction", "conn"];

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let change = match cx.method(call) {
        "create" | "createMany" | "createManyAndReturn" => WriteKind::Insert,
        "update" | "updateMany" | "updateManyAndReturn" => WriteKind::Update,
        "upsert" => WriteKind::Save,
        "delete" | "deleteMany" => WriteKind::Delete,
        _ => return,
    };
    let callee = cx.callee(call);
    let mut segments = callee.rsplit('.').skip(1);
    let (Some(model), Some(client)) = (segments.next(), segments.next()) else { return };
    let held = calls::parts(client).any(|part| CLIENTS.contains(&part.as_str()));
    if !held || model.starts_with('$') || is_of_another(cx, callee, client) {
        return;
    }
    // Its table is the model with a capital.
    let mut letters = model.chars();
    let table: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    writes::add(cx, call, ModelSystem::Prisma, change, writes::Of::Table(table), out);
}

/// The client is another library's: a member of something else (`resend.client.contacts`), or made by its class
/// (`const client = new Stripe()`).
fn is_of_another(cx: &Context<'_>, callee: &str, client: &str) -> bool {
    let first = callee.split('.').next().unwrap_or_default();
    if client == "client" && !matches!(first, "client" | "this" | "ctx" | "context") {
        return !calls::parts(first).any(|part| part == "prisma");
    }
    let made = cx.bound_call(client).filter(|call| cx.tree.has(*call, flag::NEW));
    made.is_some_and(|call| !cx.callee(call).to_ascii_lowercase().contains("prisma"))
}
