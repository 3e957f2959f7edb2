//! Django: `class Migration(migrations.Migration)` and its operations.
//!
//! One decision that is not obvious: Django derives the way back of every schema operation from its own state of the
//! models, so the steps of the downgrade are the derived inverses. Only code and SQL need a way back of their own;
//! without one Django refuses to go back, loudly.
//!
//! A table goes by its model's name in lower case: the name in the database needs the app's label, which stands in no
//! file of migrations. The revision is the file's name, which only the project knows.

use crate::migration::{DJANGO, Steps, Value, Walk, beside, put_out, run_python};
use crate::{Context, Out, Recogniser};
use review_facts::{
    Direction, Fact, Kind, Language, Migration, MigrationBody, MigrationStep, MigrationSystem, Operation,
};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "django_migration",
    finds: &[Kind::Migration, Kind::MigrationStep],
    languages: &[Language::Python],
    libraries: &["django"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// Lists of lists of operations deeper than this are not opened.
const DEEPEST: u32 = 8;

fn file(cx: &Context<'_>, out: &mut Out) {
    if memchr::memmem::find(cx.source.as_bytes(), b"class Migration(").is_none() {
        return;
    }
    let Some(class) = class(cx) else { return };
    let mut walk = Walk::new(cx, &DJANGO);
    // Its operations see the functions that stand in the class.
    for function in cx.tree.kids(class).filter(|kid| cx.tree.kind(*kid) == Syntax::Function) {
        if let Some(name) = cx.tree.kid(function, Role::Name) {
            walk.bind(cx.text(name), Value::Function(function));
        }
    }
    let parents = named(&walk, class, "dependencies");
    let mut read = Read { walk, up: Vec::new(), down: Vec::new(), refusals: Vec::new() };
    let operations = attribute(cx, class, "operations");
    match operations {
        Some(operations) => {
            for operation in elements(cx, operations, 0) {
                read.operation(operation, 0);
            }
        }
        // In an `if`, or taken over from a base class.
        None if memchr::memmem::find(cx.text(class).as_bytes(), b"operations").is_some() => {
            read.walk.opaque(class);
            read.derive();
        }
        None => {}
    }

    let upgrade_body = if read.up.is_empty() { MigrationBody::Empty } else { MigrationBody::Present };
    // One that says nothing weighs more than all that do.
    let refusal = read.refusals.iter().min_by_key(|(_, explained)| *explained);
    let downgrade_body = match refusal {
        Some((_, true)) => MigrationBody::RefusesExplained,
        Some((_, false)) => MigrationBody::Refuses,
        None => upgrade_body,
    };
    let place = cx.place(cx.tree.kid(class, Role::Name).unwrap_or(class));
    let refusal = refusal.map(|(at, _)| ("downgrade".to_owned(), cx.place(token(cx, *at))));
    let same_app = |parent: &String| {
        let app = |text: &str| text.split_once('.').map(|(app, _)| app.to_owned());
        parents.iter().filter(|other| app(other) == app(parent)).count() > 1
    };
    let migration = Migration {
        system: MigrationSystem::Django,
        upgrade_body,
        downgrade_body,
        merge: read.up.is_empty() && operations.is_some() && parents.iter().any(same_app),
        parents,
        replaces: named(&read.walk, class, "replaces"),
        precedes: named(&read.walk, class, "run_before"),
        ..Migration::default()
    };
    read.down.reverse();
    put_out(cx, read.up, Direction::Upgrade, out);
    put_out(cx, read.down.into_iter().flatten().collect(), Direction::Downgrade, out);
    out.push(Fact {
        name: "Migration".to_owned(),
        place,
        places: refusal.into_iter().collect(),
        scope: String::new(),
        in_test: false,
        body: migration.into(),
    });
}

/// The class that Django's loader takes: `Migration`, on top of the file, with Django's own as a base.
fn class(cx: &Context<'_>) -> Option<NodeId> {
    let tree = cx.tree;
    let is_django = |base: NodeId| {
        let path = cx.imported_path(&cx.path(base)).unwrap_or_default();
        path.starts_with("django.") && path.ends_with(".Migration")
    };
    let mut classes = tree.kids(tree.root()).filter(|kid| tree.kind(*kid) == Syntax::Class);
    classes.find(|class| {
        tree.kid(*class, Role::Name).is_some_and(|name| cx.text(name) == "Migration")
            && tree.kids_with(*class, Role::Base).any(is_django)
    })
}

/// The value of a class attribute; the last one counts.
fn attribute(cx: &Context<'_>, class: NodeId, name: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let fields = tree.kids(class).filter(|kid| matches!(tree.kind(*kid), Syntax::Field | Syntax::Assign));
    let target = |field| tree.kid(field, Role::Name).or_else(|| tree.kid(field, Role::Target));
    let named = fields.filter(|field| target(*field).is_some_and(|own| cx.text(own) == name));
    named.last().and_then(|field| tree.kid(field, Role::Value))
}

/// The elements of a list, of lists that are added, and of lists by name. What is no list stays whole.
fn elements(cx: &Context<'_>, node: NodeId, depth: u32) -> Vec<NodeId> {
    let tree = cx.tree;
    let top = |name: &str| {
        let assigns = tree.kids(tree.root()).filter(|kid| tree.kind(*kid) == Syntax::Assign);
        let mut named =
            assigns.filter(|kid| tree.kid(*kid, Role::Target).is_some_and(|own| cx.text(own) == name));
        let only = named.next().filter(|only| !tree.has(*only, flag::AUGMENTED))?;
        if named.next().is_some() { None } else { tree.kid(only, Role::Value) }
    };
    let parts: Vec<NodeId> = match tree.kind(node) {
        _ if depth > DEEPEST => return vec![node],
        Syntax::List => {
            let open = |kid| match tree.kind(kid) {
                Syntax::Spread => {
                    tree.kid(kid, Role::Value).map_or(vec![kid], |value| elements(cx, value, depth + 1))
                }
                _ => vec![kid],
            };
            return tree.kids(node).flat_map(open).collect();
        }
        Syntax::Binary if tree.has(node, flag::ADD) => tree.kids(node).collect(),
        Syntax::Name => match top(cx.text(node)) {
            Some(value) if tree.kind(value) != Syntax::Call => vec![value],
            _ => return vec![node],
        },
        _ => return vec![node],
    };
    parts.into_iter().flat_map(|part| elements(cx, part, depth + 1)).collect()
}

/// Migrations that an attribute names, as `app.name`. One that is not known is empty; a dependency on a model that
/// can be swapped is on another app.
fn named(walk: &Walk<'_, '_>, class: NodeId, name: &str) -> Vec<String> {
    let cx = walk.cx;
    let Some(value) = attribute(cx, class, name) else { return Vec::new() };
    let listed = elements(cx, value, 0).into_iter();
    let own = listed.filter(|node| !cx.callee(*node).ends_with("swappable_dependency"));
    let text = |node| match walk.value(node) {
        Value::List(parts) if parts.len() == 2 => format!("{}.{}", parts[0].name(), parts[1].name()),
        _ => String::new(),
    };
    own.map(text).collect()
}

/// The token of an operation to point at: its class's name.
fn token(cx: &Context<'_>, operation: NodeId) -> NodeId {
    let Some(callee) = cx.tree.kid(operation, Role::Callee) else { return operation };
    cx.tree.kid(callee, Role::Property).unwrap_or(callee)
}

/// The operations on the way.
struct Read<'w, 'a> {
    /// Collects the steps of one operation.
    walk: Walk<'w, 'a>,
    up: Steps,
    /// The way back of each operation.
    down: Vec<Steps>,
    /// Operations without a way back, and whether each has a reason.
    refusals: Vec<(NodeId, bool)>,
}

impl Read<'_, '_> {
    fn operation(&mut self, at: NodeId, depth: u32) {
        let cx = self.walk.cx;
        let path = cx.imported_path(cx.callee(at)).unwrap_or_default();
        let name = path.rsplit('.').next().unwrap_or_default();
        if !path.starts_with("django.") {
            self.custom(at);
            return;
        }
        match name {
            "RunPython" => self.python(at),
            "RunSQL" => self.sql(at),
            "SeparateDatabaseAndState" => {
                let Some(of_database) = self.walk.argument(at, 0, "database_operations") else { return };
                for operation in elements(cx, of_database, 0) {
                    if depth > DEEPEST {
                        self.walk.opaque(operation);
                        return self.derive();
                    }
                    self.operation(operation, depth + 1);
                }
            }
            _ => {
                schema(&mut self.walk, at, name);
                self.derive();
            }
        }
    }

    /// Takes the steps of an operation over, and derives the way back.
    fn derive(&mut self) {
        let steps = std::mem::take(&mut self.walk.steps);
        self.down.push(steps.iter().rev().map(|(at, step)| (*at, inverse(step))).collect());
        self.up.extend(steps);
    }

    /// An operation of the project's own, or something that gives one.
    fn custom(&mut self, at: NodeId) {
        let cx = self.walk.cx;
        if is_irreversible_class(cx, cx.callee(at)) {
            self.refuse(at, false);
        }
        self.walk.opaque(at);
        self.derive();
    }

    fn refuse(&mut self, at: NodeId, explained: bool) {
        self.refusals.push((at, explained || beside(self.walk.cx, at)));
    }

    /// `RunPython(code, reverse_code)`: one step each, of what the functions amount to.
    fn python(&mut self, at: NodeId) {
        let code = self.walk.argument(at, 0, "code");
        let (step, _) = run_python(&self.walk, code);
        self.up.push((at, step));
        match self.way_back(at, "reverse_code") {
            WayBack::Nothing => {}
            WayBack::None => self.refuse(at, false),
            WayBack::By(reverse) => {
                let (step, body) = run_python(&self.walk, Some(reverse));
                match body {
                    MigrationBody::Refuses => self.refuse(at, false),
                    MigrationBody::RefusesExplained => self.refuse(at, true),
                    _ => self.down.push(vec![(at, step)]),
                }
            }
        }
    }

    /// `RunSQL(sql, reverse_sql)`.
    fn sql(&mut self, at: NodeId) {
        let sql = self.walk.argument(at, 0, "sql");
        self.execute(at, sql);
        self.up.append(&mut self.walk.steps);
        match self.way_back(at, "reverse_sql") {
            WayBack::Nothing => {}
            WayBack::None => self.refuse(at, false),
            WayBack::By(reverse) => {
                self.execute(at, Some(reverse));
                let steps = std::mem::take(&mut self.walk.steps);
                self.down.push(steps);
            }
        }
    }

    /// A text, a list of texts, or a list of texts with their parameters.
    fn execute(&mut self, at: NodeId, sql: Option<NodeId>) {
        let cx = self.walk.cx;
        let Some(sql) = sql else { return self.walk.opaque(at) };
        if cx.tree.kind(sql) != Syntax::List {
            let sql = self.walk.value(sql);
            return self.walk.execute(at, &sql);
        }
        for element in cx.tree.kids(sql).collect::<Vec<_>>() {
            let text = match self.walk.value(element) {
                Value::List(with_parameters) => with_parameters.into_iter().next().unwrap_or_default(),
                text => text,
            };
            self.walk.execute(at, &text);
        }
    }

    /// What an operation of code or SQL says of its way back.
    fn way_back(&self, at: NodeId, name: &str) -> WayBack {
        let (cx, tree) = (self.walk.cx, self.walk.cx.tree);
        // What may be left out of a squash was needed once only.
        let elidable = self.walk.keyword(at, "elidable");
        match self.walk.argument(at, 1, name) {
            Some(reverse) if cx.path(reverse).ends_with("noop") => WayBack::Nothing,
            Some(reverse) if tree.kind(reverse) != Syntax::Constant => match self.walk.value(reverse) {
                Value::Text(blank) if blank.trim().is_empty() => WayBack::Nothing,
                _ => WayBack::By(reverse),
            },
            _ if elidable.is_some_and(|value| tree.has(value, flag::TRUE)) => WayBack::Nothing,
            _ => WayBack::None,
        }
    }
}

enum WayBack {
    /// There is none: Django refuses.
    None,
    /// There is nothing to do.
    Nothing,
    /// This does it.
    By(NodeId),
}

/// A class of this file that says `reversible = False`.
fn is_irreversible_class(cx: &Context<'_>, name: &str) -> bool {
    let tree = cx.tree;
    let mut classes = tree.kids(tree.root()).filter(|kid| tree.kind(*kid) == Syntax::Class);
    let class = classes.find(|kid| tree.kid(*kid, Role::Name).is_some_and(|own| cx.text(own) == name));
    class
        .and_then(|class| attribute(cx, class, "reversible"))
        .is_some_and(|value| tree.kind(value) == Syntax::Constant && tree.has(value, flag::FALSE))
}

/// A schema operation (Django's reference of operations, and those of `django.contrib.postgres`).
fn schema(walk: &mut Walk<'_, '_>, at: NodeId, name: &str) {
    use Operation as Op;
    let text = |walk: &Walk<'_, '_>, index, name| walk.name_argument(at, index, name);
    let model = |walk: &Walk<'_, '_>, name| text(walk, 0, name).to_lowercase();
    let mut step = MigrationStep::default();
    match name {
        "CreateModel" | "DeleteModel" => {
            step.operation = if name == "CreateModel" { Op::CreateTable } else { Op::DropTable };
            step.table = model(walk, "name");
        }
        "RenameModel" => {
            step.operation = Op::RenameTable;
            step.table = model(walk, "old_name");
            step.new_name = text(walk, 1, "new_name").to_lowercase();
        }
        "AlterModelTable" => {
            step.operation = Op::RenameTable;
            step.table = model(walk, "name");
            step.new_name = text(walk, 1, "table");
        }
        "AlterUniqueTogether" | "AlterIndexTogether" | "AlterOrderWithRespectTo" => {
            step.operation = Op::AlterTable;
            step.table = model(walk, "name");
        }
        "AlterModelTableComment" => {
            step.operation = Op::Comment;
            step.table = model(walk, "name");
        }
        "AlterModelOptions" | "AlterModelManagers" => {
            step.operation = Op::Setting;
            step.table = model(walk, "name");
        }
        "AddField" | "RemoveField" | "AlterField" => {
            step.table = model(walk, "model_name");
            step.object = text(walk, 1, "name");
            step.operation = match name {
                "AddField" => Op::AddColumn,
                "RemoveField" => Op::DropColumn,
                _ => Op::AlterColumn,
            };
            let field = walk.argument(at, 2, "field");
            let joins = field.is_some_and(|field| walk.cx.callee(field).ends_with("ManyToManyField"));
            if joins && name == "AddField" {
                // It is a table of its own.
                step.operation = Op::CreateTable;
                step.table = format!("{}_{}", step.table, std::mem::take(&mut step.object));
            }
        }
        "RenameField" => {
            step.operation = Op::RenameColumn;
            step.table = model(walk, "model_name");
            step.object = text(walk, 1, "old_name");
            step.new_name = text(walk, 2, "new_name");
        }
        "AddIndex" | "AddIndexConcurrently" => {
            step = made(walk, at, "index");
            step.operation = Op::CreateIndex;
        }
        "AddConstraint" | "AddConstraintNotValid" => {
            step = made(walk, at, "constraint");
            step.operation = Op::AddConstraint;
        }
        "RemoveIndex" | "RemoveIndexConcurrently" | "RemoveConstraint" => {
            let index = name != "RemoveConstraint";
            step.operation = if index { Op::DropIndex } else { Op::DropConstraint };
            step.table = model(walk, "model_name");
            step.object = text(walk, 1, "name");
        }
        "RenameIndex" => {
            step.operation = Op::RenameIndex;
            step.table = model(walk, "model_name");
            step.new_name = text(walk, 1, "new_name");
            step.object = text(walk, 2, "old_name");
        }
        "AlterConstraint" | "ValidateConstraint" => {
            step.operation = Op::Setting;
            step.table = model(walk, "model_name");
            step.object = text(walk, 1, "name");
        }
        "CreateExtension" => {
            step.operation = Op::CreateExtension;
            step.object = text(walk, 0, "name");
        }
        "CreateCollation" | "RemoveCollation" => {
            step.operation = if name == "CreateCollation" { Op::CreateOther } else { Op::DropOther };
            step.object = text(walk, 0, "name");
        }
        _ => match name.strip_suffix("Extension") {
            Some(extension) => {
                step.operation = Op::CreateExtension;
                step.object = extension_name(extension).to_owned();
            }
            None => step.operation = Op::Opaque,
        },
    }
    walk.step(at, step);
}

/// PostgreSQL's name of an extension that has an operation of its own.
fn extension_name(operation: &str) -> &'static str {
    match operation {
        "Bloom" => "bloom",
        "BtreeGin" => "btree_gin",
        "BtreeGist" => "btree_gist",
        "CIText" => "citext",
        "Crypto" => "pgcrypto",
        "HStore" => "hstore",
        "Trigram" => "pg_trgm",
        "Unaccent" => "unaccent",
        _ => "",
    }
}

/// An index or constraint as an object: its name and columns stand in its constructor.
fn made(walk: &Walk<'_, '_>, at: NodeId, what: &str) -> MigrationStep {
    let table = walk.name_argument(at, 0, "model_name").to_lowercase();
    let Some(object) = walk.argument(at, 1, what) else {
        return MigrationStep { table, ..MigrationStep::default() };
    };
    let name = walk.keyword(object, "name").map_or(Value::Unknown, |name| walk.value(name));
    let columns = match walk.keyword(object, "fields").map(|fields| walk.value(fields)) {
        Some(Value::List(fields)) => {
            fields.iter().map(|field| field.name().trim_start_matches('-').to_owned()).collect()
        }
        _ => Vec::new(),
    };
    MigrationStep { table, object: name.name(), columns, ..MigrationStep::default() }
}

/// What Django runs to take a step back.
fn inverse(step: &MigrationStep) -> MigrationStep {
    use Operation as Op;
    let mut back = step.clone();
    back.operation = match step.operation {
        Op::CreateTable => Op::DropTable,
        Op::DropTable => Op::CreateTable,
        Op::AddColumn => Op::DropColumn,
        Op::DropColumn => Op::AddColumn,
        Op::CreateIndex => Op::DropIndex,
        Op::DropIndex => Op::CreateIndex,
        Op::AddConstraint => Op::DropConstraint,
        Op::DropConstraint => Op::AddConstraint,
        Op::CreateExtension => Op::DropExtension,
        Op::CreateOther => Op::DropOther,
        Op::DropOther => Op::CreateOther,
        same => same,
    };
    match step.operation {
        Op::RenameTable => std::mem::swap(&mut back.table, &mut back.new_name),
        Op::RenameColumn | Op::RenameIndex => std::mem::swap(&mut back.object, &mut back.new_name),
        _ => {}
    }
    back
}
