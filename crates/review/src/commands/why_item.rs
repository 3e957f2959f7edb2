//! `review why --item "…"`: why an item of the checklist got its verdict.

use crate::args::Read;
use crate::exit::{Exit, Mistake, nearest, shown};
use crate::output::write_stdout;
use crate::session::Session;
use anyhow::Result;
use review_engine::{Item, Outcome, RuleResult, Standing, judge};
use std::io::Write;
use std::path::PathBuf;

/// Subjects that are named for each rule and answer.
const NAMED: usize = 5;

/// Prints an item's verdict, the rules that are bound to it with their counts, and the first subjects of each answer.
///
/// `wanted` is the number of the item, or a part of its text that no other item has.
///
/// # Errors
/// When there is no such item, several are meant, or the project cannot be read.
pub fn run(wanted: &str, checklist: Option<&str>, read: &Read) -> Result<Exit> {
    let session = Session::open(&[PathBuf::from(".")], read)?;
    let rules = session.rules()?;
    let checklist = session.checklist(checklist, &rules)?;
    let options = session.options(None)?;
    let facts = session.facts()?;
    let outcome = session.on_threads(|| judge(&facts.project, &rules, &checklist, &options));
    let item = find(&outcome, wanted)?;
    write_stdout(|out| write_item(&outcome, item, out))?;
    Ok(if facts.any { Exit::Clean } else { Exit::NothingRead })
}

/// The item by its number, else by its text: whole, else the only one that holds it.
fn find<'a>(outcome: &'a Outcome, wanted: &str) -> Result<&'a Item> {
    if let Ok(number) = wanted.parse::<u32>() {
        let found = outcome.items.iter().find(|item| item.number == number);
        let help = || format!("it has the items 1 to {}", outcome.items.len());
        return found.ok_or_else(|| {
            Mistake::error(format!("`{}` has no item {number}", shown(&outcome.checklist.name)), help())
        });
    }
    let lower = wanted.to_lowercase();
    let text = |item: &&Item| item.text.to_lowercase();
    let same: Vec<&Item> = outcome.items.iter().filter(|item| text(item) == lower).collect();
    let holding: Vec<&Item> = outcome.items.iter().filter(|item| text(item).contains(&lower)).collect();
    match (same.as_slice(), holding.as_slice()) {
        ([one, ..], _) | ([], [one]) => Ok(*one),
        ([], []) => {
            let texts = outcome.items.iter().map(|item| item.text.as_str());
            let help = match nearest(wanted, texts) {
                Some(near) => format!("did you mean \"{}\"?", shown(near)),
                None => "name an item by its number or a part of its text; `review` prints them".to_owned(),
            };
            Err(Mistake::error(
                format!("`{}` has no item \"{}\"", shown(&outcome.checklist.name), shown(wanted)),
                help,
            ))
        }
        ([], several) => {
            let meant: Vec<String> = several
                .iter()
                .take(NAMED)
                .map(|item| format!("{} {}", item.number, shown(&item.text)))
                .collect();
            Err(Mistake::error(
                format!("{} items hold \"{}\"", several.len(), shown(wanted)),
                format!("name one by its number: {}", meant.join("; ")),
            ))
        }
    }
}

fn write_item(outcome: &Outcome, item: &Item, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}. {}: {}", item.number, shown(&item.text), item.verdict.word())?;
    if !item.because.is_empty() {
        writeln!(out, "   {}", shown(&item.because))?;
    }
    if item.rules.is_empty() {
        writeln!(out, "   no rule is bound to it")?;
    }
    for index in &item.rules {
        let rule = &outcome.rules[*index];
        writeln!(out, "\n{}: {}", rule.id, counts(rule))?;
        write_subjects(outcome, *index, out)?;
        if rule.failed + rule.asked == 0 && rule.ran && !rule.limits.is_empty() {
            writeln!(out, "  {}", shown(&rule.limits))?;
        }
    }
    Ok(())
}

/// `12 routes: 2 fail, 1 asks, 9 pass`.
fn counts(rule: &RuleResult) -> String {
    if rule.planned {
        return "not checked: it is only a document so far".to_owned();
    }
    if !rule.ran {
        return "not checked: it did not run".to_owned();
    }
    let noun = if rule.counted == 1 { &rule.noun.0 } else { &rule.noun.1 };
    if rule.counted == 0 {
        return format!("no {noun} to judge");
    }
    let mut parts =
        vec![format!("{} fail", rule.failed), format!("{} ask", rule.asked), format!("{} pass", rule.passed)];
    if rule.allowed > 0 {
        parts.push(format!("{} allowed", rule.allowed));
    }
    format!("{} {noun}: {}", rule.counted, parts.join(", "))
}

/// The first subjects that fail and that ask, with their places.
fn write_subjects(outcome: &Outcome, rule: usize, out: &mut dyn Write) -> Result<()> {
    let findings: Vec<_> = outcome.findings.iter().filter(|finding| finding.rule == rule).collect();
    for finding in findings.iter().take(NAMED) {
        let standing = match &finding.standing {
            Standing::Stands => "fails",
            Standing::Allowed { .. } => "allowed",
            Standing::Known => "known",
            Standing::OutOfView => "out of view",
        };
        let place = format!("{}:{}", shown(&finding.path), finding.place.line);
        writeln!(out, "  {standing} {place}: {}", shown(&finding.message))?;
    }
    more(findings.len(), "fail", out)?;
    let asks: Vec<_> = outcome.asks.iter().filter(|ask| ask.rule == rule).collect();
    for ask in asks.iter().take(NAMED) {
        writeln!(out, "  asks {}:{}: {}", shown(&ask.path), ask.place.line, shown(&ask.question))?;
    }
    more(asks.len(), "ask", out)
}

fn more(count: usize, what: &str, out: &mut dyn Write) -> Result<()> {
    if count > NAMED {
        writeln!(out, "  … {} more {what}", count - NAMED)?;
    }
    Ok(())
}
