//! Tables of TypeORM without decorators: `EntitySchema`, and constants whose columns or options it takes in.

use super::typeorm::read_options;
use super::{Bindings, finish, short, text};
use crate::{Context, Out};
use review_facts::{Column, ColumnType, Model, ModelSystem, TypeForm};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// `new EntitySchema({ name: "user", columns: {…}, relations: {…} })`.
pub(crate) fn schema(cx: &Context<'_>, bindings: &Bindings<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(options) = tree.kid(call, Role::Arg).map(|options| bindings.open(cx, options)) else { return };
    let option = |name: &str| bindings.get(cx, options, name);
    let named = |name: &str| option(name).and_then(|name| text(cx, bindings.open(cx, name)));
    let Some(object) = option("columns").map(|columns| bindings.open(cx, columns)) else { return };
    let bound = tree.parent(call).filter(|parent| tree.kind(*parent) == Syntax::Assign);
    let bound = bound.and_then(|assign| tree.kid(assign, Role::Target));
    let entity = named("name").unwrap_or_default();
    let class = bound.map_or_else(|| entity.clone(), |bound| cx.text(bound).to_owned());
    let table = named("tableName").unwrap_or(entity);
    let mut model = Model { class, table, system: ModelSystem::TypeOrm, certain: true, ..Model::default() };
    let mut columns = Vec::new();
    described(cx, bindings, object, &mut columns, &mut model.bases, 0);
    let relations = option("relations").map(|relations| bindings.open(cx, relations));
    let relations = relations.filter(|relations| tree.kind(*relations) == Syntax::Object);
    let entries = relations.map(|relations| bindings.entries(cx, relations)).unwrap_or_default();
    let keys = entries.into_iter().filter_map(|entry| {
        let joined = bindings.get(cx, entry.value, "joinColumn")?;
        let column = bindings.get(cx, joined, "name").and_then(|name| text(cx, name))?;
        let to = bindings.get(cx, entry.value, "target").and_then(|to| text(cx, to)).unwrap_or_default();
        let key = Column {
            attribute: entry.key.to_owned(),
            column,
            references: format!("{to}.id"),
            nullable: true,
            types: vec!["typeorm:key".to_owned()],
            ..Column::default()
        };
        Some((entry.at, key))
    });
    with_keys(&mut columns, keys.collect());
    let name = bound.or_else(|| tree.kid(call, Role::Callee)).unwrap_or(call);
    push(cx, call, name, model, columns, out);
}

/// Objects that are spread one inside the other.
const SPREADS: u32 = 4;

/// Columns of an object of them. What it spreads and the file does not show goes to `bases`.
fn described(
    cx: &Context<'_>,
    bindings: &Bindings<'_>,
    object: NodeId,
    columns: &mut Vec<(NodeId, Column)>,
    bases: &mut Vec<String>,
    depth: u32,
) {
    let tree = cx.tree;
    for kid in tree.kids(object).take(400) {
        match tree.kind(kid) {
            Syntax::Pair if !tree.has(kid, flag::COMPUTED) => {
                let Some(key) = tree.kid(kid, Role::Key) else { continue };
                let value = tree.kid(kid, Role::Value).unwrap_or(key);
                let attribute = crate::path::unquoted(cx.text(key)).to_owned();
                let mut column = Column { attribute, ..Column::default() };
                read_options(cx, bindings, value, &mut column, 0);
                if column.declared_type.is_empty() {
                    column.declared_type = short(cx.text(value));
                }
                // What stands for all of the options stands for their type, too.
                if column.types.is_empty() {
                    column.types = std::mem::take(&mut column.converters);
                }
                columns.push((key, column));
            }
            Syntax::Spread if depth < SPREADS => {
                let Some(value) = tree.kid(kid, Role::Value) else { continue };
                let opened = bindings.open(cx, value);
                match tree.kind(opened) {
                    // The constant states its columns itself.
                    Syntax::Object if opened != value => bases.push(cx.path(value)),
                    Syntax::Object => described(cx, bindings, opened, columns, bases, depth + 1),
                    Syntax::Call => bases.push(cx.callee(opened).to_owned()),
                    _ => bases.push(cx.path(value)),
                }
            }
            _ => {}
        }
    }
    bases.retain(|base| !base.is_empty() && base != "_");
}

/// `const BaseColumns = { id: ApId, created: { type: "timestamp" } }`, `const ApId: EntitySchemaColumnOptions = {…}`.
pub(crate) fn constant(cx: &Context<'_>, bindings: &Bindings<'_>, assign: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (Some(target), Some(value)) = (tree.kid(assign, Role::Target), tree.kid(assign, Role::Value)) else {
        return;
    };
    if tree.kind(target) != Syntax::Name || tree.kind(value) != Syntax::Object {
        return;
    }
    let entries = bindings.entries(cx, value);
    let is = |key: &str| entries.iter().any(|entry| entry.key == key);
    let ty = entries.iter().find(|entry| entry.key == "type");
    let of_options = ty.is_some_and(|ty| tree.kind(bindings.open(cx, ty.value)) != Syntax::Object)
        && !is("host")
        && !is("entities")
        && !is("database");
    if of_options || is("transformer") {
        let mut column = Column::default();
        read_options(cx, bindings, value, &mut column, 0);
        let mut bases = column.converters;
        if !column.binds || bases.is_empty() {
            bases.extend(column.types);
        }
        let form = if bases.is_empty() { TypeForm::Class } else { TypeForm::Alias };
        let fact = ColumnType {
            form,
            bases,
            binds: column.binds,
            binds_through: column.written_through,
            ..ColumnType::default()
        };
        return out.fact(cx, assign, cx.text(target).to_owned(), cx.place(target), fact);
    }
    let describes = |value: NodeId| {
        let value = bindings.open(cx, value);
        tree.kind(value) == Syntax::Object && bindings.get(cx, value, "type").is_some()
    };
    if !entries.iter().any(|entry| describes(entry.value)) {
        return;
    }
    let class = cx.text(target).to_owned();
    let mut model = Model { class, system: ModelSystem::TypeOrm, is_abstract: true, ..Model::default() };
    let mut columns = Vec::new();
    described(cx, bindings, value, &mut columns, &mut model.bases, 0);
    // Only a table that takes them in makes them columns.
    columns.iter_mut().for_each(|(_, column)| column.annotated = true);
    push(cx, assign, target, model, columns, out);
}

/// Adds the keys of relations that are no declared columns.
pub(crate) fn with_keys(columns: &mut Vec<(NodeId, Column)>, keys: Vec<(NodeId, Column)>) {
    for (at, key) in keys {
        let declared = |column: &Column| column.column == key.column || column.attribute == key.column;
        if !columns.iter().any(|(_, column)| declared(column)) {
            columns.push((at, key));
        }
    }
}

/// States a table and its columns.
pub(crate) fn push(
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
        finish(&mut column);
        let name = format!("{class}.{}", column.attribute);
        out.fact(cx, at, name, cx.place(at), column);
    }
}
