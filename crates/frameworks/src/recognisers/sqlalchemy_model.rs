//! SQLAlchemy 1.4 and 2, Flask-SQLAlchemy, SQLModel: models, columns, and the project's own types of columns.
//!
//! One decision that is not obvious: a class is stated as a model as soon as it could be one. Whether its bases are
//! models stands in other files, and the join leaves out what turns out to be none.

use crate::model::{self, Annotation, last};
use crate::signs;
use crate::{Context, Out, Recogniser};
use review_facts::{Column, Kind, Language, Model, ModelSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "sqlalchemy_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::Python],
    libraries: &["sqlalchemy", "flask-sqlalchemy", "sqlmodel", "advanced-alchemy"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// One of these stands in every file that declares a column, a model's base or a type.
const SIGNS: &[&str] = &[
    "Column",
    "mapped_column",
    "Mapped[",
    "__tablename__",
    "sqlmodel",
    "table=True",
    "SQLAlchemy(",
    "declarative_base",
    "DeclarativeBase",
    "process_bind_param",
    "bind_expression",
    "Encrypted",
];

fn file(cx: &Context<'_>, out: &mut Out) {
    if !signs::any_in(cx, SIGNS) {
        return;
    }
    if model::Fields::of(cx).is_some_and(|fields| fields.named)
        && !cx.imports.iter().any(|import| model::is_library(&import.module))
    {
        return;
    }
    let sqlmodel = cx.imports.iter().any(|import| import.module.split('.').next() == Some("sqlmodel"));
    for id in cx.tree.ids() {
        match cx.tree.kind(id) {
            // Django's, where the file's own imports do not say so.
            Syntax::Class
                if cx.tree.kids_with(id, Role::Base).any(|base| cx.path(base).ends_with("Field")) => {}
            Syntax::Class => {
                model::type_class(cx, id, model::is_sqlalchemy_type(cx, id), out);
                class(cx, id, sqlmodel, out);
            }
            Syntax::Call if cx.method(id) == "Table" => table(cx, id, out),
            Syntax::Assign if cx.scope(id).name.is_empty() => {
                root_variable(cx, id, out);
                model::alias(cx, id, out);
            }
            Syntax::Function if cx.scope(id).name.is_empty() => model::maker(cx, id, out),
            _ => {}
        }
    }
}

/// A class with what its members say of tables.
fn class(cx: &Context<'_>, id: NodeId, sqlmodel: bool, out: &mut Out) {
    let tree = cx.tree;
    let (Some(scope), Some(name)) = (cx.own_scope(id), tree.kid(id, Role::Name)) else { return };
    let bases: Vec<String> = tree.kids_with(id, Role::Base).take(12).map(|base| cx.path(base)).collect();
    let keyword = |key: &str| {
        let mut pairs = tree.kids_with(id, Role::Arg).filter(|arg| tree.kind(*arg) == Syntax::Pair);
        pairs.any(|pair| {
            tree.kid(pair, Role::Key).is_some_and(|k| cx.text(k) == key)
                && tree.kid(pair, Role::Value).is_some_and(|value| cx.text(value) == "True")
        })
    };
    // A protocol only says what the classes have that are given for it.
    if bases.iter().any(|base| last(base) == "Protocol") {
        return;
    }
    let mut fact = Model { class: scope.name.clone(), bases, ..Model::default() };
    let has_table = keyword("table");
    let root = fact.bases.iter().any(|base| model::is_root(cx, base));
    let of_sqlmodel = has_table || sqlmodel;
    fact.root = root && !fact.bases.iter().any(|base| last(base) == "SQLModel");
    if of_sqlmodel && !fact.root && !fact.bases.is_empty() {
        fact.system = ModelSystem::SqlModel;
    }
    fact.certain = has_table || fact.root;
    fact.is_abstract = fact.root;
    let mut columns = Vec::new();
    for member in tree.kids(id) {
        match tree.kind(member) {
            Syntax::Field => {
                let Some(own) = tree.kid(member, Role::Name) else { continue };
                match cx.text(own) {
                    "__tablename__" => {
                        fact.certain = true;
                        fact.is_abstract = false;
                        let value = tree.kid(member, Role::Value);
                        fact.table = value.and_then(|value| model::text(cx, value)).unwrap_or_default();
                    }
                    "__table__" => fact.certain = true,
                    "__abstract__" => {
                        fact.certain = true;
                        fact.is_abstract = true;
                    }
                    hidden if hidden.starts_with("__") => {}
                    _ => columns.extend(field(cx, member, own, of_sqlmodel && !fact.bases.is_empty())),
                }
            }
            Syntax::Function => columns.extend(declared(cx, member)),
            _ => {}
        }
    }
    if !fact.certain && columns.is_empty() && fact.bases.is_empty() {
        return;
    }
    let written = model::written_through(cx, id);
    fact.columns = columns.len() as u32;
    let (table, class) = (fact.table.clone(), fact.class.clone());
    out.fact(cx, id, class.clone(), cx.place(name), fact);
    for (at, mut column) in columns {
        column.model.clone_from(&class);
        column.table.clone_from(&table);
        column.written_through = written.get(&column.attribute).cloned().unwrap_or_default();
        let name = format!("{class}.{}", column.attribute);
        out.fact(cx, at, name, cx.place(at), column);
    }
}

/// A field of a class: the place of its name and the column, if it can be one.
fn field(cx: &Context<'_>, field: NodeId, own: NodeId, annotated: bool) -> Option<(NodeId, Column)> {
    let tree = cx.tree;
    let hint = tree.kid(field, Role::Type).map(|hint| Annotation::read(cx, hint));
    let value = tree.kid(field, Role::Value);
    let mapped = hint.as_ref().is_some_and(|hint| hint.mapped);
    let mut column = Column { attribute: cx.text(own).to_owned(), ..Column::default() };
    let call = value.filter(|value| tree.kind(*value) == Syntax::Call);
    match call {
        Some(call) if model::NO_COLUMN.contains(&cx.method(call)) => return None,
        Some(call) if model::column_call(cx, call).is_some() => {
            model::read_call(cx, model::column_call(cx, call)?, &mut column);
        }
        Some(call) if annotated && hint.is_some() && cx.method(call) == "Field" => {
            model::read_call(cx, call, &mut column);
            column.annotated = true;
        }
        // A helper of the project may make it.
        Some(call) if mapped || hint.is_none() => {
            column.maker = cx.callee(call).to_owned();
            if column.maker.is_empty() {
                return None;
            }
        }
        _ if mapped && call.is_none() => {}
        _ if annotated && hint.as_ref().is_some_and(|hint| !hint.class_variable) => column.annotated = true,
        _ => return None,
    }
    if column.annotated && (column.attribute.starts_with('_') || column.attribute == "model_config") {
        return None;
    }
    if let Some(hint) = hint {
        hint.complete(cx, &mut column);
    }
    model::finish(&mut column);
    Some((own, column))
}

/// `@declared_attr def project_id(cls): return Column(…)`.
fn declared(cx: &Context<'_>, function: NodeId) -> Option<(NodeId, Column)> {
    let tree = cx.tree;
    let own = tree.kid(function, Role::Name)?;
    let mut decorators = tree.kids(function).filter(|kid| tree.kind(*kid) == Syntax::Decorator);
    decorators.find(|decorator| {
        let path = tree.kids(*decorator).next().map(|path| cx.path(path)).unwrap_or_default();
        path.split('.').any(|part| part == "declared_attr") && last(&path) != "directive"
    })?;
    if cx.text(own).starts_with("__") {
        return None;
    }
    let call = returned_column(cx, function)?;
    let mut column = Column { attribute: cx.text(own).to_owned(), ..Column::default() };
    model::read_call(cx, call, &mut column);
    if let Some(returns) = tree.kid(function, Role::Returns) {
        Annotation::read(cx, returns).complete(cx, &mut column);
    }
    model::finish(&mut column);
    Some((own, column))
}

fn returned_column(cx: &Context<'_>, function: NodeId) -> Option<NodeId> {
    let tree = cx.tree;
    let mut returns = tree.subtree(function).take(400).filter(|id| tree.kind(*id) == Syntax::Return);
    returns.find_map(|id| model::column_call(cx, tree.kid(id, Role::Value)?))
}

/// `Table("users", metadata, Column("id", …))`.
fn table(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let arguments: Vec<NodeId> =
        tree.kids_with(call, Role::Arg).filter(|arg| tree.kind(*arg) != Syntax::Pair).collect();
    let Some(table) = arguments.first().and_then(|name| model::text(cx, *name)) else { return };
    if arguments.len() < 2 || !model::of_library(cx, cx.callee(call)).unwrap_or(true) {
        return;
    }
    let made: Vec<NodeId> = arguments[1..]
        .iter()
        .filter(|arg| tree.kind(**arg) == Syntax::Call)
        .filter_map(|arg| model::column_call(cx, *arg))
        .collect();
    if made.is_empty() {
        return;
    }
    let model = Model { table: table.clone(), certain: true, columns: made.len() as u32, ..Model::default() };
    out.fact(cx, call, table.clone(), cx.place(arguments[0]), model);
    for call in made {
        let mut column = Column { table: table.clone(), ..Column::default() };
        model::read_call(cx, call, &mut column);
        model::finish(&mut column);
        let name = format!("{table}.{}", column.column);
        out.fact(cx, call, name, cx.place(call), column);
    }
}

/// `Base = declarative_base()`, `db = SQLAlchemy()`.
fn root_variable(cx: &Context<'_>, assign: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (Some(target), Some(value)) = (tree.kid(assign, Role::Target), tree.kid(assign, Role::Value)) else {
        return;
    };
    if tree.kind(target) != Syntax::Name || tree.kind(value) != Syntax::Call {
        return;
    }
    let callee = cx.method(value);
    let class = match callee {
        "declarative_base" | "automap_base" | "generate_base" => cx.text(target).to_owned(),
        _ if callee.ends_with("SQLAlchemy") => format!("{}.Model", cx.text(target)),
        _ => return,
    };
    let bases = match model::keyword(cx, value, "cls").or_else(|| model::keyword(cx, value, "model_class")) {
        Some(base) => vec![cx.path(base)],
        None => Vec::new(),
    };
    let root = Model {
        class: class.clone(),
        bases,
        is_abstract: true,
        certain: true,
        root: true,
        ..Model::default()
    };
    out.fact(cx, assign, class, cx.place(target), root);
}
