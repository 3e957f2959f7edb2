//! SeaORM: `impl MigrationTrait` with `up` and `down`, and the statements that its schema manager is given.
//!
//! Tables and columns go by the name that their enum derives: the variant in snake case, and for `Table` the enum's
//! own, unless an attribute in this file gives another one.

use crate::migration::{Built, Call, HOLE, System, Value, Walk, bare_step, read_direction};
use crate::{Context, Out, Recogniser};
use review_facts::{
    Direction, Fact, Kind, Language, Migration, MigrationBody, MigrationStep, MigrationSystem, Operation,
};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "sea_orm",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::Rust],
    libraries: &["sea-orm-migration"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// Names inside of names deeper than this are not looked for.
const DEEPEST: u32 = 8;

static SYSTEM: System = System { is_tool: |_| false, call, result };

fn file(cx: &Context<'_>, out: &mut Out) {
    if memchr::memmem::find(cx.source.as_bytes(), b"MigrationTrait for").is_none() {
        return;
    }
    let tree = cx.tree;
    let mut open: Vec<NodeId> = vec![tree.root()];
    // Migrations of one file may stand in modules.
    while let Some(node) = open.pop() {
        for class in tree.kids(node).filter(|kid| tree.kind(*kid) == Syntax::Class) {
            if tree.has(class, flag::CLASS_MOD) {
                open.push(class);
            } else if is_migration(cx, class) {
                migration(cx, class, out);
            }
        }
    }
}

/// The trait's implementation, with a function that takes the schema manager.
fn is_migration(cx: &Context<'_>, class: NodeId) -> bool {
    let tree = cx.tree;
    let named = |base: NodeId| cx.path(base).rsplit('.').next() == Some("MigrationTrait");
    tree.has(class, flag::CLASS_IMPL)
        && tree.kids_with(class, Role::Base).any(named)
        && ["up", "down"]
            .into_iter()
            .any(|name| function(cx, class, name).is_some_and(|up| manager(cx, up).is_some()))
}

fn migration(cx: &Context<'_>, class: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (up, down) = (function(cx, class, "up"), function(cx, class, "down"));
    let mut read = |function: Option<NodeId>, direction: Direction| match function {
        Some(function) => {
            let bind: Vec<_> = manager(cx, function).map(|name| (name, Value::Tool)).into_iter().collect();
            read_direction(cx, &SYSTEM, function, direction, &bind, out)
        }
        None => MigrationBody::Missing,
    };
    let revision = tree.kid(class, Role::Name).and_then(|name| stated_name(cx, name)).unwrap_or_default();
    let migration = Migration {
        system: MigrationSystem::SeaOrm,
        upgrade_body: read(up, Direction::Upgrade),
        downgrade_body: read(down, Direction::Downgrade),
        revision: revision.clone(),
        ..Migration::default()
    };
    let named = |function: NodeId| tree.kid(function, Role::Name).unwrap_or(function);
    let name = if revision.is_empty() {
        tree.kid(class, Role::Name).map_or("Migration", |name| cx.text(name)).to_owned()
    } else {
        revision
    };
    out.push(Fact {
        name,
        place: cx.place(up.map_or(class, named)),
        places: down
            .map(|function| ("downgrade".to_owned(), cx.place(named(function))))
            .into_iter()
            .collect(),
        scope: String::new(),
        in_test: cx.scope(class).in_test,
        body: migration.into(),
    });
}

fn function(cx: &Context<'_>, class: NodeId, name: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let functions = tree.kids(class).filter(|kid| tree.kind(*kid) == Syntax::Function);
    functions.filter(|kid| tree.kid(*kid, Role::Name).is_some_and(|own| cx.text(own) == name)).last()
}

/// The parameter that is the schema manager.
fn manager<'a>(cx: &Context<'a>, function: NodeId) -> Option<&'a str> {
    let tree = cx.tree;
    let mut parameters = tree.kids(function).filter(|kid| tree.kind(*kid) == Syntax::Param);
    let manager = parameters.find(|parameter| {
        tree.kid(*parameter, Role::Type).is_some_and(|own| cx.text(own).contains("SchemaManager"))
    })?;
    tree.kid(manager, Role::Name).map(|name| cx.text(name))
}

/// `impl MigrationName for Migration { fn name(&self) -> &str { "m20220101_000001_users" } }`. What derives it has the
/// file's name.
fn stated_name(cx: &Context<'_>, of: NodeId) -> Option<String> {
    let tree = cx.tree;
    let siblings = tree.kids(tree.parent(tree.parent(of)?)?);
    let mut names = siblings.filter(|class| {
        tree.kind(*class) == Syntax::Class
            && tree.kid(*class, Role::Base).is_some_and(|base| cx.path(base).ends_with("MigrationName"))
            && tree.kid(*class, Role::Name).is_some_and(|name| cx.text(name) == cx.text(of))
    });
    let body = tree.kid(function(cx, names.next()?, "name")?, Role::Body)?;
    let text = tree.subtree(body).take(8).find(|id| tree.kind(*id) == Syntax::Str)?;
    tree.str_content(text, cx.source).map(|span| span.text(cx.source).to_owned())
}

fn result(_: &Walk<'_, '_>, _: NodeId, method: &str) -> Value {
    match method {
        "get_connection" | "get_database_connection" | "clone" => Value::Connection,
        _ => Value::Unknown,
    }
}

fn call(walk: &mut Walk<'_, '_>, call: &Call<'_>) -> bool {
    let at = call.node;
    match &call.receiver {
        Value::Tool => manage(walk, at, call.method),
        Value::Connection => return connection(walk, at, call.method),
        _ => return entity(walk, at, call.method),
    }
    true
}

/// A method of the schema manager.
fn manage(walk: &mut Walk<'_, '_>, at: NodeId, method: &str) {
    if matches!(
        method,
        "get_connection" | "get_database_backend" | "has_table" | "has_column" | "has_index" | "clone"
    ) {
        return;
    }
    let given = walk.positional(at).next();
    match given.and_then(|given| made(walk, given)) {
        Some(chain) if method == "exec_stmt" => statement(walk, at, &chain),
        Some(chain) => schema(walk, at, method, &chain),
        None => {
            let operation = operation_of(method);
            let table = if operation == Operation::Opaque { String::new() } else { HOLE.to_string() };
            walk.step_of(at, operation, table, String::new());
        }
    }
}

/// A statement on the schema, by the name of the schema manager's method for it.
fn schema(walk: &mut Walk<'_, '_>, at: NodeId, method: &str, chain: &Built<'_>) {
    match method {
        "alter_table" => alter_table(walk, at, chain),
        "rename_table" => {
            let names = chain.all("table").flat_map(|call| walk.positional(call));
            let names: Vec<String> = names.map(|node| name(walk, node)).collect();
            let named = |index: usize| names.get(index).map_or(HOLE.to_string(), String::clone);
            let step = MigrationStep { table: named(0), new_name: named(1), ..MigrationStep::default() };
            walk.step(at, MigrationStep { operation: Operation::RenameTable, ..step });
        }
        "create_type" | "drop_type" | "alter_type" => type_step(walk, at, method, chain),
        "create_index" | "drop_index" | "create_foreign_key" | "drop_foreign_key" => {
            let step = on_table(walk, chain);
            walk.step(at, MigrationStep { operation: operation_of(method), ..step });
        }
        _ => {
            for table in tables(walk, chain) {
                let conditional = is_conditional(chain);
                walk.step(at, MigrationStep { table, conditional, ..bare_step(operation_of(method)) });
            }
        }
    }
}

/// The chain that makes a statement: as an argument, or bound to a name.
fn made<'a>(walk: &Walk<'_, 'a>, node: NodeId) -> Option<Built<'a>> {
    match walk.value(node) {
        Value::Made(made) => walk.built(made),
        _ => walk.built(node),
    }
}

fn operation_of(method: &str) -> Operation {
    match method {
        "create_table" | "create_table_from_entity" => Operation::CreateTable,
        "drop_table" => Operation::DropTable,
        "alter_table" => Operation::AlterTable,
        "rename_table" => Operation::RenameTable,
        "truncate_table" => Operation::Delete,
        "create_index" => Operation::CreateIndex,
        "drop_index" => Operation::DropIndex,
        "create_foreign_key" => Operation::AddConstraint,
        "drop_foreign_key" => Operation::DropConstraint,
        "create_type" => Operation::CreateType,
        "alter_type" => Operation::AlterType,
        "drop_type" => Operation::DropType,
        _ => Operation::Opaque,
    }
}

/// The name that an expression gives; of `(schema, table)` the last one. What makes a column is named by its first
/// argument: `ColumnDef::new(Users::Name)`, and the library's helpers, `string(Users::Name)`.
fn name(walk: &Walk<'_, '_>, mut node: NodeId) -> String {
    for _ in 0..DEEPEST {
        if let Some(name) = walk.name_of_unit(node) {
            return name;
        }
        match walk.value(node) {
            Value::List(parts) => return parts.last().map_or(HOLE.to_string(), Value::name),
            Value::Text(text) => return text,
            _ => {}
        }
        let inner = walk.built(node).filter(|chain| is_named_by_argument(walk, chain));
        match inner.and_then(|chain| walk.positional(chain.root).next()) {
            Some(first) => node = first,
            None => break,
        }
    }
    HOLE.to_string()
}

/// The root of a chain is of the library, and what it makes goes by the name that it is given. A function of the
/// project may make any name of its argument.
fn is_named_by_argument(walk: &Walk<'_, '_>, chain: &Built<'_>) -> bool {
    let Some(callee) = walk.cx.tree.kid(chain.root, Role::Callee) else { return false };
    match walk.cx.tree.kind(callee) {
        Syntax::Name => !matches!(walk.value(callee), Value::Function(_) | Value::Foreign),
        _ => ["Alias.new", "ColumnDef.new"].into_iter().any(|path| chain.path.ends_with(path)),
    }
}

/// The first argument of the first call of a method, as a name; empty when there is none.
fn given(walk: &Walk<'_, '_>, chain: &Built<'_>, method: &str) -> String {
    let first = chain.all(method).next().and_then(|call| walk.positional(call).next());
    first.map_or(String::new(), |node| name(walk, node))
}

/// The tables that a statement names; one that is not known if it names none.
fn tables(walk: &Walk<'_, '_>, chain: &Built<'_>) -> Vec<String> {
    let named = chain.all("table").filter_map(|call| walk.positional(call).next());
    let mut tables: Vec<String> = named.map(|node| name(walk, node)).collect();
    // `table_auto(Users::Table)`, `schema.create_table_from_entity(User)`.
    if tables.is_empty() {
        let entity = chain.all("create_table_from_entity").next();
        let helper =
            ["table_auto", "create_table_from_entity"].into_iter().any(|path| chain.path.ends_with(path));
        let made = entity.or_else(|| helper.then_some(chain.root));
        let first = made.and_then(|made| walk.positional(made).next());
        tables.push(first.map_or(HOLE.to_string(), |node| name(walk, node)));
    }
    tables
}

fn is_conditional(chain: &Built<'_>) -> bool {
    chain.has("if_exists") || chain.has("if_not_exists")
}

/// An index or a foreign key: its name, its table, and the columns it is made of.
fn on_table(walk: &Walk<'_, '_>, chain: &Built<'_>) -> MigrationStep {
    let arguments = |method, index| {
        chain
            .all(method)
            .filter_map(move |call| walk.positional(call).nth(index))
            .map(|node| name(walk, node))
    };
    let table = ["table", "from_tbl"].into_iter().map(|method| given(walk, chain, method));
    let table = table.chain([given(walk, chain, "from")]).find(|table| !table.is_empty()).unwrap_or_default();
    let columns = arguments("col", 0).chain(arguments("from_col", 0)).chain(arguments("from", 1)).collect();
    MigrationStep {
        table,
        object: given(walk, chain, "name"),
        columns,
        conditional: is_conditional(chain),
        ..MigrationStep::default()
    }
}

/// `Table::alter()`: one step for each thing it changes.
fn alter_table(walk: &mut Walk<'_, '_>, at: NodeId, chain: &Built<'_>) {
    // A statement that a function of the project makes changes what it likes.
    let table = if chain.path.ends_with("Table.alter") {
        tables(walk, chain).swap_remove(0)
    } else {
        HOLE.to_string()
    };
    for (method, call) in &chain.calls {
        let arguments: Vec<NodeId> = walk.positional(*call).collect();
        let named = |index: usize| arguments.get(index).map_or(String::new(), |node| name(walk, *node));
        let step = MigrationStep { table: table.clone(), ..MigrationStep::default() };
        let step = match *method {
            "add_column" | "add_column_if_not_exists" => MigrationStep {
                operation: Operation::AddColumn,
                object: named(0),
                conditional: *method == "add_column_if_not_exists",
                ..step
            },
            "drop_column" | "drop_column_if_exists" => MigrationStep {
                operation: Operation::DropColumn,
                object: named(0),
                conditional: *method == "drop_column_if_exists",
                ..step
            },
            "modify_column" => MigrationStep { operation: Operation::AlterColumn, object: named(0), ..step },
            "rename_column" => MigrationStep {
                operation: Operation::RenameColumn,
                object: named(0),
                new_name: named(1),
                ..step
            },
            "add_foreign_key" => {
                let key = arguments.first().and_then(|key| walk.built(*key));
                let object = key.map_or(String::new(), |key| given(walk, &key, "name"));
                MigrationStep { operation: Operation::AddConstraint, object, ..step }
            }
            "drop_foreign_key" => {
                MigrationStep { operation: Operation::DropConstraint, object: named(0), ..step }
            }
            _ => continue,
        };
        // Each stands where it is written.
        walk.step(*call, step);
    }
    if !chain.calls.iter().any(|(method, _)| is_change(method)) {
        walk.step(at, MigrationStep { table, ..bare_step(Operation::AlterTable) });
    }
}

/// A method of `Table::alter()` that changes something.
fn is_change(method: &str) -> bool {
    let verbs = ["add_", "drop_", "modify_", "rename_"];
    verbs.into_iter().any(|verb| method.starts_with(verb))
}

/// PostgreSQL's types: `Type::create().as_enum(Status)`.
fn type_step(walk: &mut Walk<'_, '_>, at: NodeId, method: &str, chain: &Built<'_>) {
    let names = ["as_enum", "name"].map(|method| given(walk, chain, method));
    let object = names.into_iter().find(|name| !name.is_empty()).unwrap_or(HOLE.to_string());
    let operation = match method {
        "alter_type" if chain.has("rename_to") => Operation::RenameType,
        "alter_type" if chain.has("add_value") => Operation::AddEnumValue,
        _ => operation_of(method),
    };
    let new_name =
        if operation == Operation::RenameType { given(walk, chain, "rename_to") } else { String::new() };
    let conditional = is_conditional(chain);
    walk.step(at, MigrationStep { object, new_name, conditional, ..bare_step(operation) });
}

/// A statement that is executed as such: `Query::update().table(Users::Table)…`, or one on the schema.
fn statement(walk: &mut Walk<'_, '_>, at: NodeId, chain: &Built<'_>) {
    let mut segments = chain.path.rsplit('.');
    let (verb, of) = (segments.next().unwrap_or_default(), segments.next().unwrap_or_default());
    let (operation, table) = match (of, verb) {
        ("Query", "insert") => (Operation::Insert, "into_table"),
        ("Query", "update") => (Operation::Update, "table"),
        ("Query", "delete") => (Operation::Delete, "from_table"),
        ("Query", "select") => (Operation::Query, "from"),
        ("Table" | "Index" | "ForeignKey" | "Type", "create" | "drop" | "alter" | "rename" | "truncate") => {
            let of = if of == "ForeignKey" { "foreign_key".to_owned() } else { of.to_ascii_lowercase() };
            return schema(walk, at, &format!("{verb}_{of}"), chain);
        }
        _ => return walk.opaque(at),
    };
    let table = given(walk, chain, table);
    walk.step_of(at, operation, table, String::new());
}

/// A method of a connection or transaction.
fn connection(walk: &mut Walk<'_, '_>, at: NodeId, method: &str) -> bool {
    match method {
        "execute_unprepared" | "execute" | "execute_raw" => {
            let what = walk.positional(at).next();
            if let Some(what) = what {
                execute(walk, at, what);
            }
        }
        "query_one" | "query_all" | "query_one_raw" | "query_all_raw" | "stream" => {
            walk.step(at, bare_step(Operation::Query));
        }
        "get_database_backend" | "begin" | "commit" | "rollback" | "ping" | "build" | "clone" => {}
        "transaction" => {
            let Some(closure) = walk.positional(at).next() else { return false };
            walk.callback(closure, &[Value::Connection]);
        }
        _ => return false,
    }
    true
}

/// A text of SQL, a statement made of one, or one that a builder makes.
fn execute(walk: &mut Walk<'_, '_>, at: NodeId, what: NodeId) {
    let Some(chain) = made(walk, what) else {
        let what = walk.value(what);
        return walk.execute(at, &what);
    };
    // `Statement::from_string(backend, sql)`.
    if matches!(chain.path.rsplit('.').next(), Some("from_string" | "from_sql_and_values")) {
        let sql = walk.positional(chain.root).nth(1).map_or(Value::Unknown, |sql| walk.value(sql));
        return walk.execute(at, &sql);
    }
    match walk.value(what) {
        text @ Value::Text(_) => walk.execute(at, &text),
        _ => statement(walk, at, &chain),
    }
}

/// Rows through an entity: `user.insert(db)`, `User::delete_many().exec(db)`.
fn entity(walk: &mut Walk<'_, '_>, at: NodeId, method: &str) -> bool {
    let is_given = walk.positional(at).any(|argument| matches!(walk.value(argument), Value::Connection));
    if !is_given {
        return false;
    }
    let made = |walk: &Walk<'_, '_>| walk.built(at).map(|chain| chain.path).unwrap_or_default();
    let operation = match method {
        "insert" => Operation::Insert,
        "update" | "save" => Operation::Update,
        "delete" => Operation::Delete,
        "one" | "all" | "count" | "stream" => Operation::Query,
        "exec" | "exec_with_returning" | "exec_without_returning" => match made(walk).rsplit('.').next() {
            Some("insert" | "insert_many") => Operation::Insert,
            Some("update" | "update_many") => Operation::Update,
            Some("delete" | "delete_many" | "delete_by_id") => Operation::Delete,
            _ => return false,
        },
        _ => return false,
    };
    walk.step(at, bare_step(operation));
    true
}
