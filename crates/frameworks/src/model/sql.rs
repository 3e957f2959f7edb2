//! Tables and columns that a script of SQL creates.
//!
//! One decision that is not obvious: a column whose type a later statement changes is stated again with the new type.
//! Which of its columns a table still has, the join finds by replaying the steps of its history.

use super::short;
use crate::{Context, Out};
use review_facts::{Body, Column, ColumnType, Model, ModelSystem, Span, TypeForm};
use review_schema::sql::{self, ColumnChange, ConstraintKind, Detail, Script, Step, Table};
use std::collections::BTreeMap;

/// Columns of one file that are kept. No schema that people write has more.
const MOST_COLUMNS: u32 = 40_000;

/// The models, columns and enums of a script.
pub(crate) fn of_script(cx: &Context<'_>, script: &Script, out: &mut Out) {
    let mut left = MOST_COLUMNS;
    for step in script.statements.iter().flat_map(|statement| &statement.steps) {
        let table = step.table.as_ref().filter(|table| !table.hole).map_or("", |table| table.name.as_str());
        match &step.detail {
            Detail::Table(created) if !table.is_empty() && !created.temporary => {
                model(cx, table, step, created, &mut left, out);
            }
            Detail::Column(column) if !table.is_empty() && !column.name.hole => {
                fact(cx, of_definition(cx, table, column), column.name.span, &mut left, out);
            }
            Detail::Change(ColumnChange::Type { to, .. }) if !table.is_empty() => {
                let Some(name) = step.object.as_ref().filter(|name| !name.hole) else { continue };
                let column = Column { table: table.to_owned(), column: name.name.clone(), ..typed(cx, *to) };
                fact(cx, column, step.place, &mut left, out);
            }
            Detail::Type(named) if named.is_enum && !named.values.is_empty() => {
                let Some(name) = &step.object else { continue };
                let body = ColumnType { form: TypeForm::Enum, ..ColumnType::default() };
                push(cx, name.name.clone(), name.span, body, out);
            }
            _ => {}
        }
    }
}

fn push(cx: &Context<'_>, name: String, at: Span, body: impl Into<Body>, out: &mut Out) {
    out.fact(cx, cx.tree.root(), name, cx.place_of(at), body);
}

fn fact(cx: &Context<'_>, column: Column, at: Span, left: &mut u32, out: &mut Out) {
    if *left > 0 && !column.column.is_empty() {
        *left -= 1;
        push(cx, format!("{}.{}", column.table, column.column), at, column, out);
    }
}

fn model(cx: &Context<'_>, name: &str, step: &Step, table: &Table, left: &mut u32, out: &mut Out) {
    let model = Model {
        system: ModelSystem::Sql,
        table: name.to_owned(),
        certain: true,
        columns: table.columns.len() as u32,
        ..Model::default()
    };
    push(cx, name.to_owned(), step.place, model, out);
    // What constraints beside the columns say of single ones.
    let mut beside: BTreeMap<&str, Vec<&sql::Constraint>> = BTreeMap::new();
    for constraint in &table.constraints {
        let columns: &[sql::Name] = match constraint.kind {
            ConstraintKind::Primary => &constraint.columns,
            _ if constraint.columns.len() == 1 => &constraint.columns,
            _ => &[],
        };
        for column in columns {
            beside.entry(&column.name).or_default().push(constraint);
        }
    }
    for column in table.columns.iter().filter(|column| !column.name.hole) {
        let mut of = of_definition(cx, name, column);
        for constraint in beside.get(column.name.name.as_str()).into_iter().flatten() {
            match constraint.kind {
                ConstraintKind::Primary => (of.primary_key, of.nullable) = (true, false),
                ConstraintKind::Unique => of.unique = true,
                ConstraintKind::NotNull => of.nullable = false,
                ConstraintKind::Foreign if of.references.is_empty() => {
                    of.references = constraint.references.as_ref().map(references).unwrap_or_default();
                }
                _ => {}
            }
        }
        fact(cx, of, column.name.span, left, out);
    }
}

fn of_definition(cx: &Context<'_>, table: &str, column: &sql::Column) -> Column {
    Column {
        table: table.to_owned(),
        column: column.name.name.clone(),
        nullable: !column.not_null && !column.primary_key,
        unique: column.unique,
        primary_key: column.primary_key,
        references: column.references.as_ref().map(references).unwrap_or_default(),
        ..typed(cx, column.ty)
    }
}

/// `users.id`, or `users` for its primary key.
fn references(to: &sql::References) -> String {
    match to.columns.as_slice() {
        [column] => format!("{}.{}", to.table.name, column.name),
        _ => to.table.name.clone(),
    }
}

/// A column by its type alone.
fn typed(cx: &Context<'_>, ty: Span) -> Column {
    let written = ty.text(cx.source);
    let (name, length) = read_type(written);
    Column { declared_type: short(written), types: vec![name], length, ..Column::default() }
}

/// The name of a type in lower case, without its schema, brackets and what stands in them; and the length that a type
/// of characters or bytes gives: `varchar` and 11 for `VARCHAR(11)[]`.
fn read_type(written: &str) -> (String, u32) {
    let written: String = written.chars().take(200).collect::<String>().to_ascii_lowercase();
    let (name, rest) = written.split_once('(').unwrap_or((&written, ""));
    let name = name.split('[').next().unwrap_or_default();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.rsplit('.').next().unwrap_or_default().trim_matches(['"', '`']).to_owned();
    let counts = name.contains("char") || name.contains("binary");
    let digits = rest.split([')', ',', ' ']).next().unwrap_or_default();
    let length = if counts { digits.parse().unwrap_or(0) } else { 0 };
    // MySQL's truth values.
    let name = if name == "tinyint" && digits == "1" { "boolean".to_owned() } else { name };
    (name, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_by_their_names() {
        let read = |written: &str| read_type(written);
        assert_eq!(read("VARCHAR(11)"), ("varchar".to_owned(), 11));
        assert_eq!(read("character  varying(255)[]"), ("character varying".to_owned(), 255));
        assert_eq!(read("public.\"Role\"[]"), ("role".to_owned(), 0));
        assert_eq!(read("numeric(12, 2)"), ("numeric".to_owned(), 0));
        assert_eq!(read("tinyint(1)"), ("boolean".to_owned(), 0));
        assert_eq!(read("timestamp(6) with time zone"), ("timestamp".to_owned(), 0));
        assert_eq!(read(""), (String::new(), 0));
    }
}
