//! The map of routes: what each writes, and whether it leaves an audit record.

use crate::commands::table::{self, cell};
use crate::exit::shown;
use anyhow::Result;
use review_facts::{Body, Known, Route};
use review_project::{Project, Subject};
use std::io::Write;

const HEADING: [&str; 6] = ["route", "writes", "audit", "tables", "declared", "through"];

/// Writes the routes among the subjects: those that write without a record first, tests left out.
///
/// # Errors
/// When it cannot be written.
pub fn write(project: &Project, subjects: &[&Subject], out: &mut dyn Write) -> Result<()> {
    let mut rows: Vec<(u8, [String; 6])> = Vec::new();
    let mut counts = [0_usize; 6];
    for subject in subjects.iter().filter(|subject| !subject.test) {
        let Body::Route(route) = &subject.fact.body else { continue };
        let rank = rank(route);
        counts[usize::from(rank)] += 1;
        rows.push((rank, row(project, subject, route)));
    }
    // Subjects come by path and place, and stay so within a class.
    rows.sort_by_key(|(rank, _)| *rank);
    table::write(&HEADING, rows.iter().map(|(_, row)| row), out)?;
    let [bare, open, audited, unknown, ..] = counts;
    writeln!(
        out,
        "\n{} routes: {} write, {audited} of them with an audit record, {bare} without, {open} unknown; {unknown} may write",
        rows.len(),
        bare + open + audited
    )?;
    Ok(())
}

fn rank(route: &Route) -> u8 {
    match (&route.writes, &route.audited) {
        (Known::Is(true), Known::Is(false)) => 0,
        (Known::Is(true), Known::Unknown(_)) => 1,
        (Known::Is(true), Known::Is(true)) => 2,
        (Known::Unknown(_), _) => 3,
        (Known::Is(false), _) => 4,
    }
}

fn row(project: &Project, subject: &Subject, route: &Route) -> [String; 6] {
    let path = &project.files[subject.file as usize].path;
    let word = |known: &Known<bool>| match known {
        Known::Is(true) => "yes",
        Known::Is(false) => "-",
        Known::Unknown(_) => "unknown",
    };
    let through = match (&route.audited, &route.writes) {
        (Known::Unknown(cause), _) | (_, Known::Unknown(cause)) => cause.why.as_str(),
        (Known::Is(true), _) => route.audited_through.as_str(),
        _ => route.writes_through.as_str(),
    };
    [
        cell(&format!("{} {}", route.method, route.url)),
        word(&route.writes).to_owned(),
        word(&route.audited).to_owned(),
        cell(&route.tables.join(", ")),
        shown(&format!("{path}:{}", subject.fact.place.line)),
        shown(through),
    ]
}
