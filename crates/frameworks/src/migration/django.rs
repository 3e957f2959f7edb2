//! Functions that Django's `RunPython` runs: the queries of its models, and the schema editor.

use super::{Call, HOLE, Steps, System, Value, Walk, bare_step, follow_function};
use review_facts::{MigrationBody, MigrationStep, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role};

/// In functions of `RunPython` the registry of models is the tool, and the schema editor a connection.
pub(crate) static DJANGO: System = System { is_tool: |_| false, call, result };

/// What a function of `RunPython` amounts to, as one step. Django gives it the models as they were then, and the
/// schema editor: without that one it changes rows only.
pub(crate) fn run_python(walk: &Walk<'_, '_>, code: Option<NodeId>) -> (MigrationStep, MigrationBody) {
    let cx = walk.cx;
    let Some(code) = code else { return (bare_step(Operation::Opaque), MigrationBody::Present) };
    if cx.path(code).ends_with("RunPython.noop") {
        return (bare_step(Operation::Query), MigrationBody::Empty);
    }
    let Value::Function(function) = walk.value(code) else {
        return (bare_step(Operation::Opaque), MigrationBody::Present);
    };
    let mut bind = Vec::new();
    let parameters = cx.tree.kids(function).filter(|kid| cx.tree.kind(*kid) == Syntax::Param);
    for (parameter, value) in parameters.zip([Value::Tool, Value::Connection]) {
        if let Some(name) = cx.tree.kid(parameter, Role::Name) {
            bind.push((cx.text(name), value));
        }
    }
    let (steps, body) = follow_function(cx, &DJANGO, function, &bind);
    (weightiest(steps, body), body)
}

/// One step that stands for all of a function.
fn weightiest(steps: Steps, body: MigrationBody) -> MigrationStep {
    use Operation as Op;
    let weight = |operation| match operation {
        Op::Query | Op::Setting | Op::Comment => 0,
        Op::Insert => 1,
        Op::Update => 2,
        Op::Delete => 3,
        // More than rows.
        _ => 4,
    };
    let mut heaviest: Option<MigrationStep> = None;
    for (_, step) in steps {
        if heaviest.as_ref().is_none_or(|heaviest| weight(step.operation) > weight(heaviest.operation)) {
            heaviest = Some(step);
        }
    }
    match heaviest {
        Some(step) if weight(step.operation) == 4 => bare_step(Op::Opaque),
        Some(step) => step,
        None if body == MigrationBody::Present => {
            MigrationStep { table: HOLE.to_string(), ..bare_step(Op::Update) }
        }
        None => bare_step(Op::Query),
    }
}

/// What the registry of models gives.
fn result(walk: &Walk<'_, '_>, call: NodeId, method: &str) -> Value {
    if method != "get_model" {
        return Value::Unknown;
    }
    let model = walk.argument(call, 1, "model_name").or_else(|| walk.argument(call, 0, "app_label"));
    let name = model.map_or(Value::Unknown, |model| walk.value(model)).name();
    Value::Table(name.rsplit('.').next().unwrap_or_default().to_lowercase())
}

/// A call in a function of `RunPython`: the queries of Django's models, whatever holds them.
fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    let at = call.node;
    let table = match &call.receiver {
        Value::Table(table) => table.clone(),
        Value::Tool if matches!(call.method, "get_model" | "get_models" | "get_app_config") => return true,
        Value::Tool => return false,
        Value::Connection => return connection(walk, at, call.method),
        // Code of another file that is not given the schema editor works on rows.
        Value::Foreign if call.method.is_empty() && !is_given_connection(walk, at) => {
            walk.acted = true;
            String::new()
        }
        _ => HOLE.to_string(),
    };
    let operation = match call.method {
        "create" | "bulk_create" | "get_or_create" | "acreate" => Operation::Insert,
        "update" | "bulk_update" | "save" | "update_or_create" | "set" | "add" | "remove" | "clear" => {
            Operation::Update
        }
        "delete" | "_raw_delete" => Operation::Delete,
        _ if call.receiver == Value::Foreign && !is_given_connection(walk, at) => {
            walk.follow_arguments(at);
            return true;
        }
        _ => return false,
    };
    // A set or a dict of Python has methods of these names too.
    if matches!(call.method, "add" | "update" | "remove" | "clear" | "set") && call.receiver == Value::Unknown
    {
        walk.acted = true;
    } else {
        walk.step_of(at, operation, table, String::new());
    }
    walk.follow_arguments(at);
    true
}

fn is_given_connection(walk: &Walk<'_, '_>, call: NodeId) -> bool {
    walk.positional(call).any(|argument| walk.value(argument) == Value::Connection)
}

/// A method of the schema editor, or of the connection behind it.
fn connection(walk: &mut Walk<'_, '_>, at: NodeId, method: &str) -> bool {
    match method {
        "execute" => {
            let sql = walk.argument(at, 0, "sql").map_or(Value::Unknown, |sql| walk.value(sql));
            walk.execute(at, &sql);
        }
        "cursor" | "close" | "fetchall" | "fetchone" | "fetchmany" | "quote_name" | "commit" | "rollback" => {
        }
        _ => walk.opaque(at),
    }
    true
}
