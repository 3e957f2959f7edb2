//! Alembic and Flask-Migrate: revisions with `upgrade` and `downgrade`, and the operations of `op`.

use crate::migration::{Call, System, Value, Walk, bare_step, read_direction};
use crate::{Context, Out, Recogniser};
use review_facts::{
    Direction, Fact, Kind, Language, Migration, MigrationBody, MigrationStep, MigrationSystem, Operation,
};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "alembic",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::Python],
    libraries: &["alembic", "flask-migrate", "Flask-Migrate"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

static SYSTEM: System = System { is_tool: |path| path == "alembic.op", call, result };

/// A revision is what Alembic's loader takes for one: a module that says `revision` and `down_revision` at its top.
fn file(cx: &Context<'_>, out: &mut Out) {
    if memchr::memmem::find(cx.source.as_bytes(), b"down_revision").is_none() {
        return;
    }
    let (Some((_, revision)), Some((_, down))) = (assigned(cx, "revision"), assigned(cx, "down_revision"))
    else {
        return;
    };
    let values = Walk::new(cx, &SYSTEM);
    let texts = |node: Option<NodeId>| node.map_or(Vec::new(), |node| texts(&values, node));
    let second = |name: &str| texts(assigned(cx, name).map(|(_, value)| value));
    let Some(id) = texts(Some(revision)).pop() else { return };
    let parents = texts(Some(down));

    let upgrade = function(cx, "upgrade");
    let downgrade = function(cx, "downgrade");
    let mut read = |function: Option<NodeId>, direction: Direction| match function {
        Some(function) => read_direction(cx, &SYSTEM, function, direction, &given(cx, function), out),
        None => MigrationBody::Missing,
    };
    let upgrade_body = read(upgrade, Direction::Upgrade);
    let downgrade_body = read(downgrade, Direction::Downgrade);
    let empty =
        |body| matches!(body, MigrationBody::Missing | MigrationBody::Empty | MigrationBody::EmptyExplained);
    let migration = Migration {
        system: MigrationSystem::Alembic,
        revision: id.clone(),
        upgrade_body,
        downgrade_body,
        merge: parents.len() > 1 && empty(upgrade_body) && empty(downgrade_body),
        parents,
        depends_on: second("depends_on"),
        branches: second("branch_labels"),
        ..Migration::default()
    };
    let named = |function: NodeId| cx.tree.kid(function, Role::Name).unwrap_or(function);
    let place = cx.place(upgrade.map_or(revision, named));
    let places = downgrade.map(|function| ("downgrade".to_owned(), cx.place(named(function))));
    out.push(Fact {
        name: id,
        place,
        places: places.into_iter().collect(),
        scope: String::new(),
        in_test: false,
        body: migration.into(),
    });
}

/// The tool may be handed over: `def upgrade(op=None)`, as plug-in systems do it.
fn given(cx: &Context<'_>, function: NodeId) -> Vec<(&'static str, Value)> {
    let parameters = cx.tree.kids(function).filter(|kid| cx.tree.kind(*kid) == Syntax::Param);
    let mut names = parameters.filter_map(|parameter| cx.tree.kid(parameter, Role::Name));
    if names.any(|name| cx.text(name) == "op") { vec![("op", Value::Tool)] } else { Vec::new() }
}

/// An assignment to a name at the top of the file, and its value; the last one counts.
fn assigned(cx: &Context<'_>, name: &str) -> Option<(NodeId, NodeId)> {
    let tree = cx.tree;
    let assigns = tree.kids(tree.root()).filter(|kid| tree.kind(*kid) == Syntax::Assign);
    let named =
        assigns.filter(|assign| tree.kid(*assign, Role::Target).is_some_and(|own| cx.text(own) == name));
    let last = named.last()?;
    Some((last, tree.kid(last, Role::Value)?))
}

fn function(cx: &Context<'_>, name: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let functions = tree.kids(tree.root()).filter(|kid| tree.kind(*kid) == Syntax::Function);
    functions.filter(|kid| tree.kid(*kid, Role::Name).is_some_and(|own| cx.text(own) == name)).last()
}

/// The texts of a value: one, or those of a tuple. A text that is not known is empty.
fn texts(values: &Walk<'_, '_>, node: NodeId) -> Vec<String> {
    if values.cx.tree.kind(node) == Syntax::Constant {
        return Vec::new();
    }
    let text = |value: &Value| value.text().unwrap_or_default().to_owned();
    match values.value(node) {
        Value::List(list) => list.iter().map(text).collect(),
        value => vec![text(&value)],
    }
}

fn result(walk: &Walk<'_, '_>, call: NodeId, method: &str) -> Value {
    match method {
        "f" | "inline_literal" => {
            walk.argument(call, 0, "name").map_or(Value::Unknown, |name| walk.value(name))
        }
        "get_bind" => Value::Connection,
        "batch_alter_table" => Value::Builder(walk.name_argument(call, 0, "table_name")),
        "create_table" => Value::Table(walk.name_argument(call, 0, "table_name")),
        _ => Value::Unknown,
    }
}

fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    let at = call.node;
    match &call.receiver {
        Value::Tool => operation(walk, at, call.method),
        Value::Builder(table) => batch(walk, at, call.method, table),
        Value::Connection => connection(walk, at, call.method),
        Value::Type(name) => match call.method {
            "create" => walk.step_of(at, Operation::CreateType, String::new(), name.clone()),
            "drop" => walk.step_of(at, Operation::DropType, String::new(), name.clone()),
            _ => return false,
        },
        Value::Table(table) => match call.method {
            "create" => walk.step_of(at, Operation::CreateTable, table.clone(), String::new()),
            "drop" => walk.step_of(at, Operation::DropTable, table.clone(), String::new()),
            _ => return false,
        },
        // `session.query(User).filter(…).update(…)`.
        Value::Statement(Operation::Query, table) => match call.method {
            "update" => walk.step_of(at, Operation::Update, table.clone(), String::new()),
            "delete" => walk.step_of(at, Operation::Delete, table.clone(), String::new()),
            _ => return false,
        },
        _ => return false,
    }
    true
}

/// A method of `op` (Alembic's operation reference).
fn operation(walk: &mut Walk<'_, '_>, at: NodeId, method: &str) {
    let table = |walk: &Walk<'_, '_>, index, name| walk.name_argument(at, index, name);
    match method {
        "create_table" => {
            let table = table(walk, 0, "table_name");
            walk.step_of(at, Operation::CreateTable, table, String::new());
        }
        "drop_table" => {
            let table = table(walk, 0, "table_name");
            walk.step_of(at, Operation::DropTable, table, String::new());
        }
        "rename_table" => {
            let (table, new_name) = (table(walk, 0, "old_table_name"), table(walk, 1, "new_table_name"));
            walk.step(at, MigrationStep { table, new_name, ..bare_step(Operation::RenameTable) });
        }
        "create_index" | "drop_index" => {
            let table = table(walk, 1, "table_name");
            index_or_constraint(walk, at, method, &table, 2);
        }
        "create_foreign_key" => {
            let table = table(walk, 1, "source_table");
            index_or_constraint(walk, at, method, &table, 3);
        }
        "add_column" | "drop_column" | "alter_column" => {
            let table = table(walk, 0, "table_name");
            column(walk, at, method, &table, 1);
        }
        "create_unique_constraint"
        | "create_primary_key"
        | "create_check_constraint"
        | "create_exclude_constraint"
        | "drop_constraint" => {
            let table = table(walk, 1, "table_name");
            index_or_constraint(walk, at, method, &table, 2);
        }
        "execute" => execute(walk, at, "sqltext"),
        "bulk_insert" => {
            let table = table(walk, 0, "table");
            walk.step_of(at, Operation::Insert, table, String::new());
        }
        "create_table_comment" | "drop_table_comment" => walk.step(at, bare_step(Operation::Comment)),
        "create_entity" => entity(walk, at, Operation::CreateOther),
        "drop_entity" => entity(walk, at, Operation::DropOther),
        "replace_entity" => entity(walk, at, Operation::AlterOther),
        "sync_enum_values" => {
            let name = table(walk, 1, "enum_name");
            walk.step_of(at, Operation::AlterType, String::new(), name);
        }
        "get_bind" | "get_context" | "f" | "inline_literal" | "batch_alter_table" | "autocommit_block" => {}
        _ => walk.opaque(at),
    }
}

/// A method of the batch object of `op.batch_alter_table(table)`: as those of `op`, without the table.
fn batch(walk: &mut Walk<'_, '_>, at: NodeId, method: &str, table: &str) {
    match method {
        "add_column" | "drop_column" | "alter_column" => column(walk, at, method, table, 0),
        "create_index"
        | "drop_index"
        | "create_unique_constraint"
        | "create_primary_key"
        | "create_check_constraint"
        | "create_exclude_constraint"
        | "drop_constraint" => {
            index_or_constraint(walk, at, method, table, 1);
        }
        "create_foreign_key" => index_or_constraint(walk, at, method, table, 2),
        "create_table_comment" | "drop_table_comment" => walk.step(at, bare_step(Operation::Comment)),
        "f" => {}
        "execute" => execute(walk, at, "sqltext"),
        _ => walk.opaque(at),
    }
}

/// A step on a column; its name stands at `index`.
fn column(walk: &mut Walk<'_, '_>, at: NodeId, method: &str, table: &str, index: usize) {
    let tree = walk.cx.tree;
    let step = MigrationStep { table: table.to_owned(), ..MigrationStep::default() };
    match method {
        "add_column" => {
            // The column is an object: its name is the first argument of its constructor.
            let column =
                walk.argument(at, index, "column").filter(|column| tree.kind(*column) == Syntax::Call);
            let object = column.map_or(Value::Unknown.name(), |column| walk.name_argument(column, 0, "name"));
            walk.step(at, MigrationStep { operation: Operation::AddColumn, object, ..step });
        }
        "drop_column" => {
            let object = walk.name_argument(at, index, "column_name");
            walk.step(at, MigrationStep { operation: Operation::DropColumn, object, ..step });
        }
        _ => {
            let object = walk.name_argument(at, index, "column_name");
            match walk.keyword(at, "new_column_name") {
                Some(new_name) => {
                    let new_name = walk.value(new_name).name();
                    let operation = Operation::RenameColumn;
                    walk.step(at, MigrationStep { operation, object, new_name, ..step });
                }
                None => walk.step(at, MigrationStep { operation: Operation::AlterColumn, object, ..step }),
            }
        }
    }
}

/// A step on an index or constraint: its name comes first, its columns stand at `columns`.
fn index_or_constraint(walk: &mut Walk<'_, '_>, at: NodeId, method: &str, table: &str, columns: usize) {
    let operation = match method {
        "create_index" => Operation::CreateIndex,
        "drop_index" => Operation::DropIndex,
        "drop_constraint" => Operation::DropConstraint,
        _ => Operation::AddConstraint,
    };
    let first = if method.ends_with("index") { "index_name" } else { "constraint_name" };
    let object = walk.name_argument(at, 0, first);
    let columns = walk.argument(at, columns, "columns").map(|columns| walk.value(columns));
    let columns = match columns {
        Some(Value::List(columns)) => columns.iter().map(Value::name).collect(),
        _ => Vec::new(),
    };
    walk.step(
        at,
        MigrationStep { operation, table: table.to_owned(), object, columns, ..MigrationStep::default() },
    );
}

/// alembic_utils: `op.create_entity(PGFunction(schema=…, signature=…))`; the object's name, where it is a name.
fn entity(walk: &mut Walk<'_, '_>, at: NodeId, operation: Operation) {
    let object =
        walk.argument(at, 0, "entity").map_or(String::new(), |entity| walk.cx.text(entity).to_owned());
    let object = if object.len() <= 80 { object } else { Value::Unknown.name() };
    walk.step_of(at, operation, String::new(), object);
}

fn execute(walk: &mut Walk<'_, '_>, at: NodeId, name: &str) {
    let what = walk.argument(at, 0, name).map_or(Value::Unknown, |what| walk.value(what));
    walk.execute(at, &what);
}

/// A method of a connection or session (SQLAlchemy's documentation).
fn connection(walk: &mut Walk<'_, '_>, at: NodeId, method: &str) {
    match method {
        "execute" | "exec_driver_sql" | "scalar" | "scalars" | "exec" => execute(walk, at, "statement"),
        "add" | "add_all" | "merge" | "bulk_save_objects" | "bulk_insert_mappings" => {
            walk.step(at, bare_step(Operation::Insert));
        }
        "bulk_update_mappings" => walk.step(at, bare_step(Operation::Update)),
        "delete" => walk.step(at, bare_step(Operation::Delete)),
        "query" | "get" => walk.step(at, bare_step(Operation::Query)),
        "commit" | "rollback" | "flush" | "close" | "begin" | "begin_nested" | "connect" | "refresh"
        | "expunge_all" | "execution_options" | "connection" | "invalidate" => {
            walk.step(at, bare_step(Operation::Setting))
        }
        _ => walk.opaque(at),
    }
}
