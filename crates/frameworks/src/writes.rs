//! What the recognisers of writes share.

use crate::{Context, Out};
use review_facts::{ModelSystem, Write, WriteKind};
use review_syntax::{NodeId, Role};

/// What is written.
pub(crate) enum Of {
    /// A table or model by its name.
    Table(String),
    /// A table that the call does not say, by a call that writes whatever its receiver is.
    Something,
    /// What a path holds, by a call that writes for certain.
    Value(String),
    /// What a path holds, by a call that writes when that is an object of a model.
    Perhaps(String),
}

/// Adds a write; it stands on the last name of the callee.
pub(crate) fn add(
    cx: &Context<'_>,
    call: NodeId,
    system: ModelSystem,
    change: WriteKind,
    of: Of,
    out: &mut Out,
) {
    let callee = cx.tree.kid(call, Role::Callee).unwrap_or(call);
    let token = cx.tree.kid(callee, Role::Property).unwrap_or(callee);
    let name = Context::name_in(cx.scope(call), cx.text(token));
    let certain = !matches!(of, Of::Perhaps(_));
    let (table, value) = match of {
        Of::Table(table) => (table, String::new()),
        Of::Something => (String::new(), String::new()),
        Of::Value(value) | Of::Perhaps(value) => (String::new(), value),
    };
    let by_query = is_by_query(system, cx.callee(call));
    let write = Write { system, change, table, value, certain, by_query, ..Write::default() };
    out.fact(cx, call, name, cx.place(token), write);
}

/// Object mappers tell their hooks of nothing that a query changes by itself (Django, `QuerySet.update` and `bulk_create`;
/// SQLAlchemy, ORM-enabled DML; Sequelize, bulk hooks; Mongoose, `updateOne` and its like).
fn is_by_query(system: ModelSystem, callee: &str) -> bool {
    let (receiver, method) = callee.rsplit_once('.').unwrap_or(("", callee));
    let last = receiver.rsplit('.').next().unwrap_or_default();
    match system {
        ModelSystem::Sql => true,
        ModelSystem::Django => matches!(method, "update" | "aupdate" | "bulk_create" | "bulk_update"),
        ModelSystem::SqlAlchemy => match method {
            "insert" | "update" | "bulk_insert_mappings" | "bulk_update_mappings" => true,
            "delete" => {
                last.is_empty()
                    || receiver.split('.').any(|part| matches!(part, "query" | "sa" | "sqlalchemy"))
            }
            _ => false,
        },
        ModelSystem::Sequelize => {
            let of_class = last.starts_with(char::is_uppercase);
            matches!(method, "bulkCreate" | "truncate")
                || (of_class && matches!(method, "update" | "destroy"))
        }
        ModelSystem::Mongoose => !matches!(method, "save" | "create" | "remove"),
        _ => false,
    }
}
