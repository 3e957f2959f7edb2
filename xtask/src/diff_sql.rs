//! Holds the reader of SQL against the parser of a linter for PostgreSQL, statement by statement.
//!
//! One decision that is not obvious: a file that the other parser refuses anywhere counts apart as a whole.
//! After an error it goes on somewhere, and nothing says where.

mod ours;
mod peer;

use crate::seed::say;
use anyhow::{Context, Result, bail};
use ignore::WalkBuilder;
use review_facts::Span;
use review_schema::sql;
use std::path::{Path, PathBuf};

/// A statement as either side reads it.
#[derive(Debug, PartialEq)]
struct Reading {
    /// From its first token to its last, without the semicolon.
    span: Span,
    /// What it does, in words that both sides can say; empty when the other side has none for it.
    facts: Vec<String>,
}

#[derive(Default)]
struct Count {
    files: usize,
    bytes: usize,
    statements: usize,
    boundaries: usize,
    facts: usize,
    agreeing: usize,
    /// Files that the other parser refuses, with its first error.
    refusals: Vec<String>,
    differences: Vec<String>,
}

/// Of statements and facts, in thousandths, both must agree on at least so many.
const REQUIRED: usize = 999;

/// Compares all `.sql` files under `projects`; prints Markdown, then every difference. Fails below 99.9 %.
pub fn run(projects: &[PathBuf]) -> Result<()> {
    say("| project | files | KB | statements | same boundaries | facts | same facts | refused files |");
    say("|---|---:|---:|---:|---:|---:|---:|---:|");
    let mut whole = Count::default();
    for project in projects {
        let mut count = Count::default();
        for file in files(project)? {
            let text = String::from_utf8_lossy(&std::fs::read(&file).context("reading a file")?).into_owned();
            let shown = file.strip_prefix(project).unwrap_or(&file).display().to_string();
            match peer::read(&text) {
                Ok(readings) => compare(&shown, &text, &readings, &mut count),
                Err(refusal) => {
                    count.refusals.push(format!("{shown}:{} {}", line(&text, refusal.at), refusal.message));
                }
            }
        }
        say_row(&project.file_name().unwrap_or_default().to_string_lossy(), &count);
        whole.add(count);
    }
    say_row("together", &whole);
    say_list("Differences", &whole.differences);
    say_list("Refused by the other parser", &whole.refusals);
    let enough = |same: usize, all: usize| same * 1000 >= all * REQUIRED;
    if !enough(whole.boundaries, whole.statements) || !enough(whole.agreeing, whole.facts) {
        bail!("below 99.9 %");
    }
    Ok(())
}

fn files(project: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in
        WalkBuilder::new(project).hidden(false).git_ignore(false).sort_by_file_path(Path::cmp).build()
    {
        let path = entry?.into_path();
        if path.is_file() && path.extension().is_some_and(|extension| extension == "sql") {
            files.push(path);
        }
    }
    Ok(files)
}

fn compare(file: &str, text: &str, peer: &[Reading], count: &mut Count) {
    let ours = ours::read(text, &sql::read(text));
    count.files += 1;
    count.bytes += text.len();
    let mut ours = ours.iter().peekable();
    for theirs in peer {
        count.statements += 1;
        while let Some(extra) = ours.next_if(|ours| ours.span.start < theirs.span.start) {
            count.differences.push(format!(
                "{file}:{}: only ours: {}",
                line(text, extra.span.start),
                short(text, extra)
            ));
        }
        let place = line(text, theirs.span.start);
        let Some(ours) = ours.next_if(|ours| ours.span.start == theirs.span.start) else {
            count.differences.push(format!("{file}:{place}: only theirs: {}", short(text, theirs)));
            continue;
        };
        if ours.span == theirs.span {
            count.boundaries += 1;
        } else {
            count.differences.push(format!("{file}:{place}: ends elsewhere: {}", short(text, ours)));
        }
        if theirs.facts.is_empty() {
            continue;
        }
        count.facts += theirs.facts.len();
        let same = theirs.facts.iter().zip(&ours.facts).filter(|(theirs, ours)| theirs == ours).count();
        count.agreeing += same;
        if theirs.facts != ours.facts {
            count
                .differences
                .push(format!("{file}:{place}: theirs {:?}, ours {:?}", theirs.facts, ours.facts));
        }
    }
    for extra in ours {
        count.differences.push(format!(
            "{file}:{}: only ours: {}",
            line(text, extra.span.start),
            short(text, extra)
        ));
    }
}

impl Count {
    fn add(&mut self, other: Count) {
        self.files += other.files;
        self.bytes += other.bytes;
        self.statements += other.statements;
        self.boundaries += other.boundaries;
        self.facts += other.facts;
        self.agreeing += other.agreeing;
        self.refusals.extend(other.refusals);
        self.differences.extend(other.differences);
    }
}

fn say_row(name: &str, count: &Count) {
    let Count { files, statements, boundaries, facts, agreeing, .. } = count;
    let (kilobytes, refused) = (count.bytes / 1000, count.refusals.len());
    say(&format!(
        "| {name} | {files} | {kilobytes} | {statements} | {boundaries} | {facts} | {agreeing} | {refused} |"
    ));
}

fn say_list(title: &str, lines: &[String]) {
    say(&format!("\n{title}: {}\n", lines.len()));
    for line in lines {
        say(&format!("- {line}"));
    }
}

fn short(text: &str, reading: &Reading) -> String {
    let words: Vec<&str> = reading.span.text(text).split_whitespace().take(8).collect();
    words.join(" ")
}

fn line(text: &str, at: u32) -> usize {
    1 + text.as_bytes().iter().take(at as usize).filter(|byte| **byte == b'\n').count()
}
