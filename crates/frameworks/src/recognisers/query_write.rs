//! Writes through query builders of TypeScript: Drizzle's `db.insert(users)`, Kysely's `db.insertInto("users")`, Knex'
//! `knex("users").insert(…)`.

use crate::{Context, Out, Recogniser, calls, writes};
use review_facts::{Kind, Language, ModelSystem, WriteKind};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "query_write",
    finds: &[Kind::Write],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["drizzle-orm", "kysely", "knex"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Words of names that hold a connection or a transaction (Drizzle's, Kysely's and Knex' documentation).
const CONNECTIONS: &[&str] = &["db", "database", "tx", "trx", "transaction", "knex", "conn", "primary", "rw"];

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some((receiver, method)) = cx.receiver_and_method(call) else { return };
    let first = tree.kid(call, Role::Arg);
    let kysely = match method {
        "insertInto" | "replaceInto" => Some(WriteKind::Insert),
        "updateTable" => Some(WriteKind::Update),
        "deleteFrom" => Some(WriteKind::Delete),
        _ => None,
    };
    if let Some(change) = kysely {
        let table = first.and_then(|first| tree.str_content(first, cx.source));
        let Some(table) = table else { return };
        let of = writes::Of::Table(table.text(cx.source).to_owned());
        return writes::add(cx, call, ModelSystem::Sql, change, of, out);
    }
    let change = match method {
        "insert" => WriteKind::Insert,
        "update" => WriteKind::Update,
        "delete" | "del" => WriteKind::Delete,
        // Supabase: `supabase.from("users").upsert({ … })`.
        "upsert" => WriteKind::Save,
        _ => return,
    };
    let last = receiver.rsplit('.').next().unwrap_or_default();
    let held = calls::parts(last).any(|part| CONNECTIONS.contains(&part.as_str()));
    // Drizzle: the table is the one argument, and what follows says the values. `insert(users).values(…)` and
    // `update(users).set(…)` say it whatever the connection is called.
    let follows = tree.role(call) == Role::Object;
    let next = tree.parent(call).filter(|_| follows).and_then(|member| tree.kid(member, Role::Property));
    let next = next.map(|next| cx.text(next)).unwrap_or_default();
    let spoken = matches!((method, next), ("insert", "values") | ("update", "set"));
    let of_table = first.filter(|first| matches!(tree.kind(*first), Syntax::Name | Syntax::Member));
    if let Some(table) = of_table.filter(|_| held && follows || spoken) {
        let table = cx.path(table);
        return writes::add(cx, call, ModelSystem::Drizzle, change, writes::Of::Table(table), out);
    }
    // Knex: the table stands at the start of the chain.
    if let Some(table) = chained_table(cx, call) {
        writes::add(cx, call, ModelSystem::Sql, change, writes::Of::Table(table), out);
    }
}

/// The table of `knex("users").where(…)`, `db.table("users")`, `trx(TableName.Users)`.
fn chained_table(cx: &Context<'_>, call: NodeId) -> Option<String> {
    let tree = cx.tree;
    let mut at = call;
    for _ in 0..16 {
        at = tree.kid(tree.kid(at, Role::Callee)?, Role::Object)?;
        if tree.kind(at) != Syntax::Call {
            return None;
        }
        let callee = tree.kid(at, Role::Callee)?;
        let name = cx.method(at);
        let starts = match tree.kind(callee) {
            Syntax::Name => calls::parts(name).any(|part| CONNECTIONS.contains(&part.as_str())),
            _ => {
                matches!(name, "table" | "from" | "into")
                    || calls::parts(name).any(|part| matches!(part.as_str(), "knex" | "trx"))
            }
        };
        if !starts {
            continue;
        }
        let first = tree.kid(at, Role::Arg)?;
        return match tree.str_content(first, cx.source) {
            Some(text) => Some(text.text(cx.source).to_owned()),
            None if matches!(tree.kind(first), Syntax::Name | Syntax::Member) => Some(cx.path(first)),
            None => None,
        };
    }
    None
}
