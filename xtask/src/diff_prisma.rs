//! Holds the reader of Prisma schemas against Prisma's own engine, fact by fact.
//!
//! The engine comes from the registry of node and is no part of a build: whoever compares installs
//! `@prisma/prisma-schema-wasm` into some folder and names it. One decision that is not obvious: a schema is
//! a file with a datasource and all files without one below its folder, as Prisma reads folders of schemas.

mod ours;
mod peer;

use crate::seed::say;
use anyhow::{Context, Result, bail};
use ignore::WalkBuilder;
use review_schema::prisma;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What is said of a schema, by what it is said of and which of its sides.
#[derive(Debug, Default)]
struct Facts {
    said: BTreeMap<(String, String), String>,
    places: BTreeMap<String, Place>,
}

/// Paths and texts of the files of one schema.
type Files = Vec<(String, String)>;

/// Where something is declared: a position in the files of its schema, and bytes from 0.
#[derive(Clone, Copy, Debug)]
struct Place {
    file: usize,
    at: u32,
}

/// A schema as the engine reads it.
struct Reading {
    models: usize,
    fields: usize,
    facts: Facts,
    /// It says what it thinks of native types and `onUpdate`, which versions before 6 do not.
    is_full: bool,
}

#[derive(Default)]
struct Count {
    schemas: usize,
    models: usize,
    fields: usize,
    facts: usize,
    agreeing: usize,
    differences: Vec<String>,
    /// Schemas that the engine refuses, with its first error.
    refusals: Vec<String>,
    /// Parts that our reader calls broken in schemas that the engine accepts.
    broken: Vec<String>,
}

/// Compares all schemas under `projects`; prints Markdown, then every difference. Fails when there is one.
///
/// What one version of the engine refuses, the next of `engines` is asked: newer ones know what older ones do
/// not, and forbid what was allowed.
pub fn run(engines: &[PathBuf], projects: &[PathBuf]) -> Result<()> {
    say("| project | schemas | models | fields | facts | agreeing | differences | refused schemas |");
    say("|---|---:|---:|---:|---:|---:|---:|---:|");
    let mut whole = Count::default();
    for project in projects {
        let schemas = schemas(project)?;
        let mut count = Count::default();
        for (files, reading) in schemas.iter().zip(readings(engines, &schemas)?) {
            match reading {
                Ok(reading) => compare(files, reading, &mut count),
                Err(refusal) => count.refusals.push(format!("{}: {}", files[0].0, first_error(&refusal))),
            }
        }
        say_row(&project.file_name().unwrap_or_default().to_string_lossy(), &count);
        whole.add(count);
    }
    say_row("together", &whole);
    say_list("Differences", &whole.differences);
    say_list("Broken for us alone", &whole.broken);
    say_list("Refused by the engine", &whole.refusals);
    if !whole.differences.is_empty() || !whole.broken.is_empty() {
        bail!("the readers differ");
    }
    Ok(())
}

/// The schemas under a project, of each the file with the datasource first.
fn schemas(project: &Path) -> Result<Vec<Files>> {
    let mut heads = Vec::new();
    let mut parts = Vec::new();
    let walk = WalkBuilder::new(project).hidden(false).git_ignore(false).sort_by_file_path(Path::cmp).build();
    for entry in walk {
        let path = entry?.into_path();
        if !path.is_file() || path.extension().is_none_or(|extension| extension != "prisma") {
            continue;
        }
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let shown = path.strip_prefix(project).unwrap_or(&path).display().to_string();
        match prisma::read(&text).datasources.is_empty() {
            false => heads.push(vec![(shown, text)]),
            true => parts.push((shown, text)),
        }
    }
    for (path, text) in parts {
        let home = heads.iter_mut().filter(|files| Path::new(&path).starts_with(folder(&files[0].0)));
        match home.max_by_key(|files| folder(&files[0].0).components().count()) {
            Some(files) => files.push((path, text)),
            None => bail!("{path} has no datasource, and none stands in a folder above it"),
        }
    }
    Ok(heads)
}

fn readings(engines: &[PathBuf], schemas: &[Files]) -> Result<Vec<Result<Reading, String>>> {
    let mut readings: Vec<Result<Reading, String>> = schemas.iter().map(|_| Err(String::new())).collect();
    for engine in engines {
        let (open, asked): (Vec<usize>, Vec<&Files>) =
            schemas.iter().enumerate().filter(|(at, _)| readings[*at].is_err()).unzip();
        for (at, reading) in open.into_iter().zip(peer::read(engine, &asked)?) {
            match (&mut readings[at], reading) {
                // The first refusal is told: it is of the version that all schemas are held against.
                (Err(refusal), Err(_)) if !refusal.is_empty() => {}
                (place, reading) => *place = reading,
            }
        }
    }
    Ok(readings)
}

fn folder(path: &str) -> &Path {
    Path::new(path).parent().unwrap_or(Path::new(""))
}

fn compare(files: &Files, theirs: Reading, count: &mut Count) {
    let schemas: Vec<prisma::Schema> = files.iter().map(|(_, text)| prisma::read(text)).collect();
    let ours = ours::facts(&schemas);
    count.schemas += 1;
    count.models += theirs.models;
    count.fields += theirs.fields;
    let keys: BTreeSet<_> = ours.said.keys().chain(theirs.facts.said.keys()).collect();
    for key in keys {
        let (of, side) = key;
        if !theirs.is_full && matches!(side.as_str(), "native" | "on update") {
            continue;
        }
        let (our, their) = (ours.said.get(key), theirs.facts.said.get(key));
        count.facts += 1;
        if our.map(String::as_str).is_some_and(|our| their.is_some_and(|their| is_same(our, their))) {
            count.agreeing += 1;
            continue;
        }
        let place = shown(files, ours.place_of(of));
        let say = |side: Option<&String>| side.map_or("nothing".into(), |text| format!("`{text}`"));
        count.differences.push(format!("{place}: {of}, {side}: theirs {}, ours {}", say(their), say(our)));
    }
    for (file, schema) in schemas.iter().enumerate() {
        for span in &schema.broken {
            let text = span.text(&files[file].1);
            count.broken.push(format!("{}: {text}", shown(files, Place { file, at: span.start })));
        }
    }
}

/// Numbers are the same when their values are. From 6 on the engine writes out the version of identifiers that
/// were written without one.
fn is_same(our: &str, their: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    our == their
        || matches!((our, their), ("cuid()", "cuid(1)") | ("uuid()", "uuid(4)"))
        || number(our).is_some_and(|our| number(their) == Some(our))
}

fn shown(files: &[(String, String)], place: Place) -> String {
    let Some((path, text)) = files.get(place.file) else { return String::new() };
    let before = text.as_bytes().iter().take(place.at as usize);
    format!("{path}:{}", 1 + before.filter(|byte| **byte == b'\n').count())
}

fn first_error(refusal: &str) -> String {
    let mut lines = refusal.lines();
    let error = lines.next().unwrap_or_default();
    let place = lines.find_map(|line| line.trim().strip_prefix("-->")).unwrap_or_default();
    format!("{error}{place}")
}

impl Facts {
    /// Says something of `of`; what is empty is not said.
    fn add(&mut self, of: &str, side: &str, text: String) {
        if !text.is_empty() {
            self.said.insert((of.to_owned(), side.to_owned()), text);
        }
    }

    /// Says one more thing of a side that can have several, in any order.
    fn add_one(&mut self, of: &str, side: &str, text: String) {
        let nth = |count: usize| (of.to_owned(), format!("{side} {text} {count}"));
        let mut count = 1;
        while self.said.contains_key(&nth(count)) {
            count += 1;
        }
        self.said.insert(nth(count), text);
    }

    fn place(&mut self, of: &str, place: Place) {
        self.places.insert(of.to_owned(), place);
    }

    /// Where `of` is declared, or what it belongs to; else the first line.
    fn place_of(&self, of: &str) -> Place {
        let owner = of.split_once('.').map_or(of, |(owner, _)| owner);
        let place = self.places.get(of).or_else(|| self.places.get(owner));
        place.copied().unwrap_or(Place { file: 0, at: 0 })
    }
}

impl Count {
    fn add(&mut self, other: Count) {
        self.schemas += other.schemas;
        self.models += other.models;
        self.fields += other.fields;
        self.facts += other.facts;
        self.agreeing += other.agreeing;
        self.differences.extend(other.differences);
        self.refusals.extend(other.refusals);
        self.broken.extend(other.broken);
    }
}

fn say_row(name: &str, count: &Count) {
    let Count { schemas, models, fields, facts, agreeing, .. } = count;
    let (differences, refused) = (count.differences.len() + count.broken.len(), count.refusals.len());
    say(&format!(
        "| {name} | {schemas} | {models} | {fields} | {facts} | {agreeing} | {differences} | {refused} |"
    ));
}

fn say_list(title: &str, lines: &[String]) {
    say(&format!("\n{title}: {}\n", lines.len()));
    for line in lines {
        say(&format!("- {line}"));
    }
}
