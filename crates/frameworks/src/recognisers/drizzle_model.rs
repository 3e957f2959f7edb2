//! Drizzle: tables, the constants and functions whose columns they take in, custom types.
//!
//! One decision that is not obvious: a table is told by its columns, not by what makes it. `pgTableCreator` gives a
//! project its own name for that, and a file that declares tables takes its columns from Drizzle.

use crate::model::converter::{imported, returned, state, through};
use crate::model::{self, Bindings, last, number, short, text};
use crate::{Context, Out, Recogniser};
use review_facts::{Column, ColumnType, Kind, Language, Model, ModelSystem, TypeForm};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "drizzle_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["drizzle-orm"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

const LIBRARY: &str = "drizzle-orm";

/// Links of a column's chain of calls that are followed.
const LONGEST: usize = 32;

/// Objects that are spread one inside the other.
const SPREADS: u32 = 4;

fn file(cx: &Context<'_>, out: &mut Out) {
    if !cx.imports.iter().any(|import| import.module.starts_with(LIBRARY)) {
        return;
    }
    let bindings = Bindings::of(cx);
    for id in cx.tree.ids() {
        match cx.tree.kind(id) {
            Syntax::Call => call(cx, &bindings, id, out),
            Syntax::Assign if cx.scope(id).name.is_empty() => constant(cx, &bindings, id, out),
            Syntax::Function if cx.scope(id).name.is_empty() => function(cx, &bindings, id, out),
            _ => {}
        }
    }
}

fn call(cx: &Context<'_>, bindings: &Bindings<'_>, call: NodeId, out: &mut Out) {
    let callee = cx.callee(call);
    // What `customType({…})("name")` calls is made by the call in it.
    let direct = cx.tree.kid(call, Role::Callee).is_some_and(|made| cx.tree.kind(made) != Syntax::Call);
    if direct && imported(cx, callee, LIBRARY).as_deref() == Some("customType") {
        return custom_type(cx, bindings, call, out);
    }
    let mut arguments = cx.tree.kids_with(call, Role::Arg);
    let (Some(name), Some(columns)) = (arguments.next(), arguments.next()) else { return };
    if last(callee).contains("View") || callee.is_empty() {
        return;
    }
    let builder = cx.tree.kind(columns) == Syntax::Function;
    let object = if builder { returned(cx, columns) } else { Some(bindings.open(cx, columns)) };
    let Some(object) = object.filter(|object| cx.tree.kind(*object) == Syntax::Object) else { return };
    let makes_tables = makes_tables(cx, bindings, call);
    let table = match (text(cx, name), makes_tables) {
        (Some(table), _) => table,
        // A name that is computed is one of a table only where a table is made.
        (None, true) => text(cx, bindings.open(cx, name)).unwrap_or_default(),
        (None, false) => return,
    };
    let parameter = builder.then(|| parameter(cx, columns)).flatten();
    let reader = Reader { cx, bindings, parameter };
    let mut model = Model { table, system: ModelSystem::Drizzle, certain: true, ..Model::default() };
    let mut found = Vec::new();
    reader.columns(object, &mut found, &mut model.bases, 0);
    if !makes_tables && !found.iter().any(|(_, column)| is_known(column)) {
        return;
    }
    let bound = cx.tree.parent(call).filter(|parent| cx.tree.kind(*parent) == Syntax::Assign);
    let bound = bound.and_then(|assign| cx.tree.kid(assign, Role::Target));
    model.class = bound.map_or_else(|| model.table.clone(), |bound| cx.text(bound).to_owned());
    push(cx, call, bound.unwrap_or(name), model, found, out);
}

/// `pgTable(…)`, `schema.table(…)`, `createTable(…)` with `const createTable = pgTableCreator(…)`.
fn makes_tables(cx: &Context<'_>, bindings: &Bindings<'_>, call: NodeId) -> bool {
    let callee = cx.callee(call);
    let name = imported(cx, callee, LIBRARY);
    if name.is_some_and(|name| name.ends_with("Table") || name == "table") {
        return true;
    }
    let first = callee.split('.').next().unwrap_or_default();
    let made = bindings.declaration(cx, call, first).and_then(|at| cx.tree.kid(at, Role::Value));
    let Some(made) = made.filter(|made| cx.tree.kind(*made) == Syntax::Call) else { return false };
    let maker = imported(cx, cx.callee(made), LIBRARY).unwrap_or_default();
    maker.ends_with("TableCreator") || (maker.ends_with("Schema") && last(callee) == "table")
}

fn is_known(column: &Column) -> bool {
    column.types.first().is_some_and(|ty| ty.starts_with("drizzle-orm:"))
}

fn parameter<'a>(cx: &Context<'a>, function: NodeId) -> Option<&'a str> {
    let mut parameters = cx.tree.kids(function).filter(|kid| cx.tree.kind(*kid) == Syntax::Param);
    let name = cx.tree.kid(parameters.next()?, Role::Name)?;
    (cx.tree.kind(name) == Syntax::Name).then(|| cx.text(name))
}

fn push(
    cx: &Context<'_>,
    at: NodeId,
    name: NodeId,
    mut model: Model,
    columns: Vec<(NodeId, Column)>,
    out: &mut Out,
) {
    let (class, table) = (model.class.clone(), model.table.clone());
    model.columns = columns.len() as u32;
    out.fact(cx, at, class.clone(), cx.place(name), model);
    for (at, mut column) in columns {
        column.model.clone_from(&class);
        column.table.clone_from(&table);
        model::finish(&mut column);
        let name = format!("{class}.{}", column.attribute);
        out.fact(cx, at, name, cx.place(at), column);
    }
}

/// Reads columns of a table or of a constant.
struct Reader<'c, 'a> {
    cx: &'c Context<'a>,
    bindings: &'c Bindings<'a>,
    /// The parameter through which a table's columns are built: `t` for `(t) => ({ id: t.serial() })`.
    parameter: Option<&'a str>,
}

impl Reader<'_, '_> {
    /// The columns of an object. What it spreads goes to `bases`: it states its columns itself.
    fn columns(
        &self,
        object: NodeId,
        columns: &mut Vec<(NodeId, Column)>,
        bases: &mut Vec<String>,
        depth: u32,
    ) {
        let (cx, tree) = (self.cx, self.cx.tree);
        for kid in tree.kids(object).take(400) {
            match tree.kind(kid) {
                Syntax::Pair if !tree.has(kid, flag::COMPUTED) => {
                    let Some(key) = tree.kid(kid, Role::Key) else { continue };
                    let value = tree.kid(kid, Role::Value).unwrap_or(key);
                    let attribute = crate::path::unquoted(cx.text(key)).to_owned();
                    let mut column = Column { attribute, nullable: true, ..Column::default() };
                    if self.column(value, &mut column) {
                        columns.push((key, column));
                    }
                }
                Syntax::Spread => {
                    let Some(value) = tree.kid(kid, Role::Value) else { continue };
                    match tree.kind(value) {
                        Syntax::Object if depth < SPREADS => {
                            self.columns(value, columns, bases, depth + 1);
                        }
                        Syntax::Call => bases.push(cx.callee(value).to_owned()),
                        Syntax::Name | Syntax::Member => bases.push(cx.path(value)),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    /// Reads `text("name").notNull().unique()`; false for what is no chain of calls, and no name of one.
    fn column(&self, value: NodeId, column: &mut Column) -> bool {
        let (cx, tree) = (self.cx, self.cx.tree);
        let mut at = value;
        for _ in 0..LONGEST {
            // The grammar takes the brackets of `.$type<import("./x").T>()` for comparisons.
            if tree.kind(at) == Syntax::Binary {
                let Some(left) = tree.kid(at, Role::Left) else { return false };
                let chain = tree.kid(left, Role::Object).filter(|object| tree.kind(*object) == Syntax::Call);
                at = chain.unwrap_or(left);
                continue;
            }
            if tree.kind(at) != Syntax::Call {
                break;
            }
            let Some(callee) = tree.kid(at, Role::Callee) else { return false };
            let object = tree.kid(callee, Role::Object);
            match object.filter(|object| tree.kind(*object) == Syntax::Call) {
                Some(object) => {
                    let method = tree.kid(callee, Role::Property).map_or("", |method| cx.text(method));
                    self.link(method, at, column);
                    at = object;
                }
                None => {
                    self.root(at, column);
                    return true;
                }
            }
        }
        if !matches!(tree.kind(at), Syntax::Name | Syntax::Member) {
            return false;
        }
        column.declared_type = short(cx.text(value));
        column.types = vec![cx.path(at)];
        true
    }

    fn link(&self, method: &str, call: NodeId, column: &mut Column) {
        let cx = self.cx;
        match method {
            "notNull" => column.nullable = false,
            "unique" => column.unique = true,
            "primaryKey" => column.primary_key = true,
            "references" => {
                let to = cx.tree.kid(call, Role::Arg).and_then(|to| returned(cx, to));
                column.references = to.map(|to| cx.path(to)).unwrap_or_default();
            }
            _ => {}
        }
    }

    /// The call that a column begins with: `varchar("name", { length: 20 })`.
    fn root(&self, call: NodeId, column: &mut Column) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let callee = cx.callee(call);
        let mut options = None;
        for argument in tree.kids_with(call, Role::Arg).take(3) {
            match tree.kind(argument) {
                Syntax::Object => options = Some(argument),
                _ if column.column.is_empty() => {
                    let name = text(cx, argument).or_else(|| text(cx, self.bindings.open(cx, argument)));
                    column.column = name.unwrap_or_default();
                }
                _ => {}
            }
        }
        let option = |name: &str| options.and_then(|options| self.bindings.get(cx, options, name));
        column.length = option("length").map_or(0, |length| number(cx, length));
        column.declared_type = short(cx.text(call));
        let mode = option("mode").and_then(|mode| text(cx, mode)).unwrap_or_default();
        column.types = vec![match self.library_type(call) {
            Some(_) if option("enum").is_some() => "drizzle-orm:enum".to_owned(),
            Some(_) if mode == "boolean" || mode.starts_with("timestamp") => format!("drizzle-orm:{mode}"),
            Some(ty) => format!("drizzle-orm:{ty}"),
            None => callee.to_owned(),
        }];
    }

    /// Drizzle's own name of the type that a call makes a column of.
    fn library_type(&self, call: NodeId) -> Option<String> {
        let cx = self.cx;
        let callee = cx.callee(call);
        let first = callee.split('.').next().unwrap_or_default();
        if let Some(name) = imported(cx, callee, LIBRARY) {
            return Some(name);
        }
        if Some(first) == self.parameter && callee != first {
            return Some(last(callee).to_owned());
        }
        let made = self.bindings.declaration(cx, call, first).and_then(|at| cx.tree.kid(at, Role::Value));
        let made = made.filter(|made| cx.tree.kind(*made) == Syntax::Call)?;
        let maker = cx.callee(made);
        let is_enum = last(maker) == "enum" || imported(cx, maker, LIBRARY)?.ends_with("Enum");
        is_enum.then(|| "enum".to_owned())
    }
}

/// `customType({ dataType, toDriver, fromDriver })`, by the name of what it is bound to or of the function around it.
fn custom_type(cx: &Context<'_>, bindings: &Bindings<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(options) = tree.kid(call, Role::Arg).map(|options| bindings.open(cx, options)) else { return };
    let binds_through = through(cx, bindings, options, "toDriver");
    let keeps = bindings.get(cx, options, "dataType").and_then(|function| returned(cx, function));
    // `varchar(${length})` is a `varchar`.
    let written = keeps.map_or("", |name| cx.text(name).trim_matches(['"', '\'', '`']));
    let keeps = written.split(['(', '$', '"', '`']).next().unwrap_or_default().trim().to_ascii_lowercase();
    let inner = if keeps.is_empty() { String::new() } else { format!("drizzle-orm:{keeps}") };
    let fact = ColumnType {
        form: TypeForm::Class,
        binds: binds_through.is_some(),
        binds_through: binds_through.unwrap_or_default(),
        inner,
        ..ColumnType::default()
    };
    // `customType({…})("name")` makes a column at once.
    let called = tree
        .parent(call)
        .filter(|above| tree.role(call) == Role::Callee && tree.kind(*above) == Syntax::Call);
    state(cx, called.unwrap_or(call), fact, out);
}

/// `const timestamps = { created: timestamp() }`, `const id = uuid().primaryKey()`, `const role = pgEnum(…)`.
fn constant(cx: &Context<'_>, bindings: &Bindings<'_>, assign: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (Some(target), Some(value)) = (tree.kid(assign, Role::Target), tree.kid(assign, Role::Value)) else {
        return;
    };
    if tree.kind(target) == Syntax::Name && tree.kind(value) != Syntax::Function {
        shared(cx, bindings, assign, target, value, out);
    }
}

/// `const timestamps = () => ({…})`, `function id() { return uuid().primaryKey() }`.
fn function(cx: &Context<'_>, bindings: &Bindings<'_>, function: NodeId, out: &mut Out) {
    let (Some(name), Some(value)) = (cx.name_node(function), returned(cx, function)) else { return };
    shared(cx, bindings, function, name, value, out);
}

/// A name for columns that tables take in, or for one column.
fn shared(cx: &Context<'_>, bindings: &Bindings<'_>, at: NodeId, name: NodeId, value: NodeId, out: &mut Out) {
    let class = cx.text(name).to_owned();
    let reader = Reader { cx, bindings, parameter: None };
    if cx.tree.kind(value) == Syntax::Object {
        let mut model = Model { class, system: ModelSystem::Drizzle, is_abstract: true, ..Model::default() };
        let mut columns = Vec::new();
        reader.columns(value, &mut columns, &mut model.bases, 0);
        columns.retain(|(_, column)| is_known(column));
        if !columns.is_empty() {
            push(cx, at, name, model, columns, out);
        }
        return;
    }
    if cx.tree.kind(value) != Syntax::Call {
        return;
    }
    let callee = cx.callee(value);
    let is_enum = imported(cx, callee, LIBRARY).is_some_and(|name| name.ends_with("Enum"));
    let mut column = Column::default();
    if !is_enum && (!reader.column(value, &mut column) || !is_known(&column)) {
        return;
    }
    let of_library = column.types.first().map_or("", |ty| last(ty.rsplit(':').next().unwrap_or_default()));
    // A table, a schema, a client or SQL is no column.
    let makes = of_library.starts_with(char::is_lowercase)
        && ![
            "Table",
            "Schema",
            "Creator",
            "View",
            "Enum",
            "Type",
            "sql",
            "relations",
            "drizzle",
            "index",
            "Index",
        ]
        .iter()
        .any(|end| of_library.ends_with(end));
    if is_enum || makes {
        let bases = if is_enum { vec!["drizzle-orm:enum".to_owned()] } else { column.types };
        let form = TypeForm::Alias;
        out.fact(cx, at, class, cx.place(name), ColumnType { form, bases, ..ColumnType::default() });
    }
}
