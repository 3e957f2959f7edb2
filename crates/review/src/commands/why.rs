//! `review why FILE:LINE`: what was read on a line, which rules looked at it, and what each answered.

use crate::args::Read;
use crate::commands::facts::write_fact;
use crate::exit::{Exit, Mistake, shown};
use crate::output::write_stdout;
use crate::session::Session;
use anyhow::Result;
use review_engine::{Checklist, Outcome, Rule, RuleSet, Status, judge, passing};
use review_project::{Project, Subject};
use std::io::Write;
use std::path::PathBuf;

/// Lines that are named when nothing stands on the one asked for.
const NEAR: usize = 5;

/// Prints the facts of a line and the answers of all active rules about them.
///
/// # Errors
/// When the place is no `FILE:LINE`, or the project cannot be read.
pub fn run(place: &str, read: &Read) -> Result<Exit> {
    let malformed = || {
        Mistake::error(
            format!("`{}` is no place", shown(place)),
            "write FILE:LINE: app/users.py:12".to_owned(),
        )
    };
    let (file, line) = place.rsplit_once(':').ok_or_else(malformed)?;
    let line: u32 = line.parse().map_err(|_| malformed())?;
    let session = Session::open(&[PathBuf::from(file)], read)?;
    let rules = session.rules()?;
    let mut options = session.options(None)?;
    options.rules =
        rules.all().iter().filter(|rule| rule.status == Status::Active).map(|rule| rule.id.clone()).collect();
    let facts = session.facts()?;
    let project = &facts.project;
    let outcome = session.on_threads(|| judge(project, &rules, &Checklist::default(), &options));
    let in_file: Vec<&Subject> = project
        .subjects
        .iter()
        .filter(|subject| session.root.view.contains(&project.files[subject.file as usize].path))
        .collect();
    let here: Vec<&Subject> =
        in_file.iter().copied().filter(|subject| subject.fact.place.line == line).collect();
    write_stdout(|out| {
        if here.is_empty() {
            return nothing(&in_file, file, line, out);
        }
        for subject in &here {
            write_fact(project, subject, out)?;
            answers(project, subject, &rules, &outcome, out)?;
        }
        Ok(())
    })?;
    Ok(if facts.any { Exit::Clean } else { Exit::NothingRead })
}

fn nothing(in_file: &[&Subject], file: &str, line: u32, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}:{line}: nothing that a rule could judge was read on this line", shown(file))?;
    let mut lines: Vec<u32> = in_file.iter().map(|subject| subject.fact.place.line).collect();
    lines.sort_by_key(|other| (other.abs_diff(line), *other));
    lines.dedup();
    lines.truncate(NEAR);
    lines.sort_unstable();
    if !lines.is_empty() {
        let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
        writeln!(out, "the nearest lines with facts: {}", lines.join(", "))?;
    }
    Ok(())
}

/// What each rule about this kind of fact says of the subject.
fn answers(
    project: &Project,
    subject: &Subject,
    rules: &RuleSet,
    outcome: &Outcome,
    out: &mut dyn Write,
) -> Result<()> {
    let kind = subject.fact.body.kind();
    let about = |rule: &&Rule| rule.status == Status::Active && rule.subject == Some(kind);
    for rule in rules.all().iter().filter(about) {
        writeln!(out, "  {}: {}", rule.id, answer(project, subject, rule, outcome))?;
    }
    Ok(())
}

fn answer(project: &Project, subject: &Subject, rule: &Rule, outcome: &Outcome) -> String {
    let path = project.files[subject.file as usize].path.as_str();
    let of_rule = |index: usize| outcome.rules[index].id == rule.id;
    let same = |key: &str, of: &str| key == subject.key && of == path;
    if let Some(finding) = outcome.findings.iter().find(|f| of_rule(f.rule) && same(&f.key, &f.path)) {
        return format!("fails: {}", shown(&finding.message));
    }
    if let Some(ask) = outcome.asks.iter().find(|ask| of_rule(ask.rule) && same(&ask.key, &ask.path)) {
        return format!("asks: {}", shown(&ask.question));
    }
    if passing(project, rule).iter().any(|passed| std::ptr::eq(*passed, subject)) {
        return "passes".to_owned();
    }
    "does not count it: its `where` does not hold".to_owned()
}
