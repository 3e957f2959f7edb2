//! Prisma's schemas: models, their columns, enums and composite types.
//!
//! One decision that is not obvious: whether a field is a column or a relation shows by what its type is, and that may
//! stand in another file of the schema. So every field that is no relation by its own words is stated as a column, and
//! the join leaves out those whose type is a model.

use crate::model::short;
use crate::{Context, Out, Recogniser};
use review_facts::{Body, Column, ColumnType, Kind, Language, Model, ModelSystem, TypeForm};
use review_schema::prisma::{self, Attribute, Field, Name};
use review_syntax::NodeId;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "prisma_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::Prisma],
    libraries: &["prisma", "@prisma/client"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

fn file(cx: &Context<'_>, out: &mut Out) {
    let schema = prisma::read(cx.source);
    for model in &schema.models {
        let table = model.map().unwrap_or(&model.name.text).to_owned();
        columns(cx, model, Model { table, ..Model::default() }, out);
    }
    for composite in &schema.types {
        fact(cx, &composite.name, type_of(TypeForm::Composite), out);
        columns(cx, composite, Model { is_abstract: true, ..Model::default() }, out);
    }
    // A view shows what other tables hold. Its name tells that a field leads to it.
    for view in &schema.views {
        let model = Model { is_abstract: true, ..model_of(view) };
        fact(cx, &view.name, model, out);
    }
    for named in &schema.enums {
        fact(cx, &named.name, type_of(TypeForm::Enum), out);
    }
}

fn fact(cx: &Context<'_>, name: &Name, body: impl Into<Body>, out: &mut Out) {
    out.fact(cx, cx.tree.root(), name.text.clone(), cx.place_of(name.span), body);
}

fn type_of(form: TypeForm) -> ColumnType {
    ColumnType { form, ..ColumnType::default() }
}

fn model_of(model: &prisma::Model) -> Model {
    Model { system: ModelSystem::Prisma, class: model.name.text.clone(), certain: true, ..Model::default() }
}

fn columns(cx: &Context<'_>, model: &prisma::Model, kind: Model, out: &mut Out) {
    let (key, uniques) = (BTreeSet::from_iter(model.key()), uniques(model));
    let mut references = references(model);
    let columns: Vec<(&Field, Column)> = model
        .fields
        .iter()
        .filter(|field| field.relation().is_none())
        .map(|field| {
            let name = field.name.text.as_str();
            let column = Column {
                table: kind.table.clone(),
                model: model.name.text.clone(),
                primary_key: key.contains(name),
                unique: field.is_unique() || uniques.contains(name),
                references: references.remove(name).unwrap_or_default(),
                ..column(cx, field)
            };
            (field, column)
        })
        .collect();
    let fact_of = Model {
        table: kind.table,
        is_abstract: kind.is_abstract,
        columns: columns.len() as u32,
        ..model_of(model)
    };
    fact(cx, &model.name, fact_of, out);
    for (field, column) in columns {
        let name = format!("{}.{}", model.name.text, field.name.text);
        out.fact(cx, cx.tree.root(), name, cx.place_of(field.name.span), column);
    }
}

fn column(cx: &Context<'_>, field: &Field) -> Column {
    let native = field.native();
    let mut types: Vec<String> = native.iter().map(|native| last(&native.name.text).to_owned()).collect();
    types.push(field.r#type.unsupported.clone().unwrap_or_else(|| field.r#type.name.text.clone()));
    Column {
        attribute: field.name.text.clone(),
        column: field.map().unwrap_or(&field.name.text).to_owned(),
        declared_type: declared_type(cx, field, native),
        length: native.map_or(0, length),
        nullable: field.r#type.optional,
        marked: is_marked(&field.docs),
        types,
        ..Column::default()
    }
}

/// The type as written, and that of the database behind it: `String @db.VarChar(11)`.
fn declared_type(cx: &Context<'_>, field: &Field, native: Option<&Attribute>) -> String {
    let ty = &field.r#type;
    let mut text = match &ty.unsupported {
        Some(database) => format!("Unsupported(\"{database}\")"),
        None => ty.name.text.clone(),
    };
    if ty.list {
        text.push_str("[]");
    }
    if let Some(native) = native {
        text.push(' ');
        text.push_str(native.span.text(cx.source));
    }
    short(&text)
}

/// The length that a type of the database gives: `@db.VarChar(11)`.
fn length(native: &Attribute) -> u32 {
    let counts =
        matches!(last(&native.name.text), "Char" | "VarChar" | "NChar" | "NVarChar" | "Binary" | "VarBinary");
    native.arguments().next().filter(|_| counts).and_then(|first| first.text().parse().ok()).unwrap_or(0)
}

/// The fields that are unique by an attribute of their model.
fn uniques(model: &prisma::Model) -> BTreeSet<&str> {
    model.uniques().map(|unique| unique.names()).filter(|names| names.len() == 1).flatten().collect()
}

/// What the keys of relations refer to, by field: `User.id`.
fn references(model: &prisma::Model) -> BTreeMap<&str, String> {
    let mut references = BTreeMap::new();
    for field in &model.fields {
        let Some(relation) = field.relation() else { continue };
        for (own, other) in relation.fields().zip(relation.references()) {
            let to = || format!("{}.{}", field.r#type.name.text, other.text());
            references.entry(own.text()).or_insert_with(to);
        }
    }
    references
}

/// The mark as prisma-field-encryption reads it: anywhere in the comment, in this spelling; a field that is only read
/// back is not written encrypted.
fn is_marked(docs: &str) -> bool {
    const MARK: &str = "@encrypted";
    let Some(at) = docs.find(MARK) else { return false };
    let query = docs[at + MARK.len()..].strip_prefix('?').unwrap_or_default();
    let end =
        query.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '=' | '&'))).unwrap_or(query.len());
    let options = &query[..end];
    match options.split('&').find_map(|option| option.strip_prefix("mode=")) {
        Some(mode) => mode != "readonly",
        None => !options.split('&').any(|option| option.split('=').next() == Some("readonly")),
    }
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}
