//! The map of sensitive data: every column of a project in one table, those with delicate data first.
//!
//! One decision that is not obvious: the last two cells are never cut. Where a column is declared and what shows how
//! it keeps its values are what a reviewer opens next.

use crate::commands::table::{self, cell};
use crate::exit::shown;
use anyhow::Result;
use review_facts::{Body, Column, Known, Sensitivity, Storage, Word};
use review_project::{Project, Subject};
use std::io::Write;

const HEADING: [&str; 6] = ["table", "column", "class", "storage", "declared", "evidence"];

/// Writes the columns among the subjects, those of tests last.
///
/// # Errors
/// When it cannot be written.
pub fn write(project: &Project, subjects: &[&Subject], out: &mut dyn Write) -> Result<()> {
    let mut rows: Vec<(bool, u8, [String; 6])> = subjects
        .iter()
        .filter_map(|subject| match &subject.fact.body {
            Body::Column(column) => Some((subject.test, rank(column), row(project, subject, column))),
            _ => None,
        })
        .collect();
    // Subjects come by path and place, and stay so within a class.
    rows.sort_by_key(|(test, rank, _)| (*test, *rank));
    table::write(&HEADING, rows.iter().map(|(_, _, row)| row), out)?;
    writeln!(out, "\n{}", summary(subjects))?;
    Ok(())
}

fn rank(column: &Column) -> u8 {
    match column.sensitive {
        Sensitivity::Sensitive => 0,
        Sensitivity::Credential => 1,
        Sensitivity::Contact => 2,
        Sensitivity::None => 3,
    }
}

fn row(project: &Project, subject: &Subject, column: &Column) -> [String; 6] {
    let path = &project.files[subject.file as usize].path;
    let table = if column.table.is_empty() { &column.model } else { &column.table };
    let class = match (column.sensitive, column.category.word()) {
        (Sensitivity::None, _) => "-".to_owned(),
        (class, category) if category == class.word() => class.word().to_owned(),
        (class, category) => format!("{} ({category})", class.word()),
    };
    let (storage, evidence) = match &column.storage {
        Known::Is(storage) => (storage.word(), column.evidence.as_str()),
        Known::Unknown(cause) => ("unknown", cause.why.as_str()),
    };
    let evidence = if evidence.is_empty() { column.declared_type.as_str() } else { evidence };
    let place = format!("{path}:{}", subject.fact.place.line);
    [cell(table), cell(&column.column), class, storage.to_owned(), shown(&place), shown(evidence)]
}

/// How many columns of production code hold delicate data, and how they keep it.
fn summary(subjects: &[&Subject]) -> String {
    let (mut all, mut delicate) = (0, 0);
    let (mut plain, mut encrypted, mut hashed, mut unknown) = (0, 0, 0, 0);
    for subject in subjects.iter().filter(|subject| !subject.test) {
        let Body::Column(column) = &subject.fact.body else { continue };
        all += 1;
        if column.sensitive == Sensitivity::None {
            continue;
        }
        delicate += 1;
        match column.storage {
            Known::Is(Storage::Plain) => plain += 1,
            Known::Is(Storage::Encrypted) => encrypted += 1,
            Known::Is(Storage::Hashed) => hashed += 1,
            Known::Unknown(_) => unknown += 1,
        }
    }
    format!(
        "{all} columns outside of tests, {delicate} with delicate data: {plain} plain, {encrypted} encrypted, {hashed} hashed, {unknown} unknown"
    )
}
