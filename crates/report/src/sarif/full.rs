//! The record: every item with its verdict, every finding with why it does or does not stand, every ask, the
//! checklist and the CWE ids as taxonomies, what was not read as notifications.
//!
//! Order of the rules: those of the review, then one for each item, `item-12`. Items refer to lines of the
//! checklist's file where there is one; a built-in checklist has none and its items a logical place.

use std::io;

use review_engine::{Ask, Finding, Item, Outcome, RuleResult, Severity, Standing, Verdict};
use serde_json::json;
use serde_sarif::sarif::{
    Location, LogicalLocation, Notification, ReportingDescriptor, Result as SarifResult, ResultKind,
    Suppression,
};

use super::descriptor::{plain_descriptor, rule_descriptor};
use super::model::{
    add_snippet, answer, described, failure, invocation, level, line_of, location, notification, properties,
    sentence, tool, whole_file,
};
use super::taxonomy::{CHECKLIST, CWE, all_cwes, item_taxon, relationship, taxonomies, taxonomy_name};
use super::{Log, category};
use crate::files::Files;
use crate::totals::{Totals, counted};

/// Notifications for regions and files; more are a number.
const MOST_NOTIFICATIONS: usize = 1_000;
/// The descriptors of notifications by position.
const NOT_COVERED: (&str, usize) = ("not-covered", 0);
const NOT_READ: (&str, usize) = ("not-read", 1);
const LIMITED: (&str, usize) = ("reading-limited", 2);

pub(super) fn write(outcome: &Outcome, files: &Files, out: &mut dyn io::Write) -> io::Result<()> {
    let cwes = all_cwes(outcome);
    let taxonomies = taxonomies(outcome, &cwes);
    let rules = outcome
        .rules
        .iter()
        .enumerate()
        .map(|(index, rule)| checked_rule(outcome, index, rule, &cwes))
        .chain(outcome.items.iter().enumerate().map(|(at, item)| item_rule(outcome, at, item)));
    let results = || {
        let items = outcome.items.iter().enumerate().map(|(index, item)| item_result(outcome, index, item));
        let known_rule = |rule: usize| rule < outcome.rules.len();
        let findings = outcome.findings.iter().filter(move |finding| known_rule(finding.rule));
        let asks = outcome.asks.iter().filter(move |ask| known_rule(ask.rule));
        items
            .chain(findings.map(|finding| finding_result(outcome, finding, files)))
            .chain(asks.map(|ask| ask_result(outcome, ask, files)))
    };
    let log = Log {
        tool: tool(rules.collect(), notification_descriptors(), &taxonomies),
        category: category(outcome),
        results,
        invocation: invocation(outcome, coverage_notifications(outcome), limits(outcome)),
        properties: Some(run_properties(outcome)),
        taxonomies,
    };
    log.write(out)
}

fn checked_rule(outcome: &Outcome, index: usize, rule: &RuleResult, cwes: &[u32]) -> ReportingDescriptor {
    let mut descriptor = rule_descriptor(rule);
    let items = outcome.items.iter().enumerate().filter(|(_, item)| item.rules.contains(&index));
    let items = items.map(|(at, item)| relationship(CHECKLIST, taxonomy_name(outcome), at, item_taxon(item)));
    let cwes = rule.cwe.iter().filter_map(|cwe| {
        let at = cwes.binary_search(cwe).ok()?;
        Some(relationship(CWE, "CWE", at, format!("CWE-{cwe}")))
    });
    descriptor.relationships = Some(items.chain(cwes).collect());
    let bag = descriptor.properties.get_or_insert_with(|| properties([]));
    for (key, value) in [
        ("review/planned", json!(rule.planned)),
        ("review/ran", json!(rule.ran)),
        ("review/noun", json!(rule.noun.1)),
        ("review/read", json!(rule.read)),
        ("review/counted", json!(rule.counted)),
        ("review/failed", json!(rule.failed)),
        ("review/asked", json!(rule.asked)),
        ("review/passed", json!(rule.passed)),
        ("review/allowed", json!(rule.allowed)),
    ] {
        bag.additional_properties.insert(key.to_owned(), value);
    }
    descriptor
}

fn item_rule(outcome: &Outcome, at: usize, item: &Item) -> ReportingDescriptor {
    let id = item_id(item);
    let mut descriptor =
        plain_descriptor(&id, &format!("ChecklistItem{}", item.number), &item.text, &item.text);
    let mut equals = relationship(CHECKLIST, taxonomy_name(outcome), at, item_taxon(item));
    equals.kinds = Some(vec!["equals".to_owned()]);
    descriptor.relationships = Some(vec![equals]);
    descriptor
}

fn item_result(outcome: &Outcome, at: usize, item: &Item) -> SarifResult {
    let index = outcome.rules.len() + at;
    let because = if item.because.is_empty() { item.verdict.word() } else { &item.because };
    let kind = match item.verdict {
        Verdict::Fail => ResultKind::Fail,
        Verdict::Ask | Verdict::ByHand => ResultKind::Review,
        Verdict::NotChecked => ResultKind::Open,
        Verdict::NotApplicable => ResultKind::NotApplicable,
        Verdict::Pass => ResultKind::Pass,
    };
    let mut result = answer(&item_id(item), index, kind, because);
    if item.verdict == Verdict::Fail {
        result.level = Some(level(worst(outcome, item)));
    }
    result.locations = Some(vec![item_location(outcome, item)]);
    result.suppressions = Some(Vec::new());
    result.properties = Some(properties([
        ("review/verdict", json!(item.verdict.word())),
        ("review/because", json!(item.because)),
        ("review/limits", json!(item.limits)),
    ]));
    result
}

fn finding_result(outcome: &Outcome, finding: &Finding, files: &Files) -> SarifResult {
    let mut result = failure(outcome, finding, finding.rule, files);
    let file = files.get(&finding.path);
    if let Some(place) = result.locations.as_mut().and_then(|locations| locations.first_mut()) {
        add_snippet(place, finding.place, &file);
    }
    let (word, suppression) = match &finding.standing {
        Standing::Stands => ("stands", None),
        Standing::OutOfView => ("out of view", None),
        Standing::Known => ("known", Some(suppression("external", "It is in the baseline."))),
        Standing::Allowed { reason, place } => {
            let mut allowed = suppression("inSource", reason);
            allowed.location = Some(location(&finding.path, *place, &file));
            ("allowed", Some(allowed))
        }
    };
    result.suppressions = Some(suppression.into_iter().collect());
    result.properties = Some(properties([
        ("review/standing", json!(word)),
        ("review/key", json!(finding.key)),
        ("review/detail", json!(finding.detail)),
    ]));
    result
}

/// What hangs on an unresolved definition is `open`; a question for a person by nature is `review`.
fn ask_result(outcome: &Outcome, ask: &Ask, files: &Files) -> SarifResult {
    let kind = if ask.cause.is_empty() { ResultKind::Review } else { ResultKind::Open };
    let mut result = answer(&outcome.rules[ask.rule].id, ask.rule, kind, &ask.question);
    let file = files.get(&ask.path);
    let mut place = location(&ask.path, ask.place, &file);
    add_snippet(&mut place, ask.place, &file);
    result.locations = Some(vec![place]);
    result.suppressions = Some(Vec::new());
    result.properties = Some(properties([
        ("review/cause", json!(ask.cause)),
        ("review/key", json!(ask.key)),
        ("review/inView", json!(ask.in_view)),
    ]));
    result
}

fn suppression(kind: &str, reason: &str) -> Suppression {
    Suppression::builder().kind(kind).status("accepted").justification(sentence(reason, 2000)).build()
}

/// The worst severity among the findings that make an item fail: those that nobody allowed with a reason.
fn worst(outcome: &Outcome, item: &Item) -> Severity {
    let failing = outcome.findings.iter().filter(|finding| {
        item.rules.contains(&finding.rule) && !matches!(finding.standing, Standing::Allowed { .. })
    });
    failing.map(|finding| finding.severity).max().unwrap_or(Severity::Warning)
}

fn item_location(outcome: &Outcome, item: &Item) -> Location {
    if let Some(path) = &outcome.checklist.path {
        return line_of(path, item.line);
    }
    let name = format!("{}/{}", taxonomy_name(outcome), item.number);
    let logical = LogicalLocation::builder().fully_qualified_name(name).build();
    Location::builder().logical_locations(vec![logical]).build()
}

fn item_id(item: &Item) -> String {
    format!("item-{}", item.number)
}

fn notification_descriptors() -> Vec<ReportingDescriptor> {
    [
        (NOT_COVERED.0, "NotCovered", "A part of a file was not understood"),
        (NOT_READ.0, "NotRead", "A file was not read"),
        (LIMITED.0, "ReadingLimited", "What is read was limited by the configuration or the command line"),
    ]
    .into_iter()
    .map(|(id, name, text)| plain_descriptor(id, name, text, text))
    .collect()
}

fn coverage_notifications(outcome: &Outcome) -> Vec<Notification> {
    let coverage = &outcome.coverage;
    let regions = coverage.uncovered.iter().map(|region| {
        let place = line_of(&region.path, region.line);
        described(notification("warning", &region.why, Some(place)), NOT_COVERED.0, NOT_COVERED.1)
    });
    let files = coverage.unread.iter().map(|(path, why)| {
        described(notification("warning", why, Some(whole_file(path))), NOT_READ.0, NOT_READ.1)
    });
    let languages = coverage.unread_languages.iter().map(|(language, files, lines)| {
        let (files, lines) = (counted(u64::from(*files), "file"), counted(u64::from(*lines), "line"));
        let text = format!("{language} is not read: {files}, {lines}");
        described(notification("note", &text, None), NOT_READ.0, NOT_READ.1)
    });
    let count = coverage.uncovered.len() + coverage.unread.len();
    let mut all: Vec<Notification> = regions.chain(files).take(MOST_NOTIFICATIONS).collect();
    if count > MOST_NOTIFICATIONS {
        let text = format!("{} more regions and files were not covered", count - MOST_NOTIFICATIONS);
        all.push(described(notification("warning", &text, None), NOT_COVERED.0, NOT_COVERED.1));
    }
    all.extend(languages);
    all
}

fn limits(outcome: &Outcome) -> Vec<Notification> {
    let limits = outcome.coverage.limited_by.iter();
    limits.map(|limit| described(notification("note", limit, None), LIMITED.0, LIMITED.1)).collect()
}

fn run_properties(outcome: &Outcome) -> serde_sarif::sarif::PropertyBag {
    let totals = Totals::of(outcome);
    let [fail, ask, not_checked, not_applicable, pass, by_hand] = totals.verdicts;
    let languages = outcome.coverage.languages.iter().map(|language| {
        json!({
            "language": language.language,
            "files": language.files,
            "lines": language.lines,
            "bytes": language.bytes,
            "uncoveredBytes": language.uncovered_bytes,
        })
    });
    properties([
        (
            "review/items",
            json!({
                "fail": fail, "ask": ask, "notChecked": not_checked,
                "notApplicable": not_applicable, "pass": pass, "byHand": by_hand,
            }),
        ),
        (
            "review/findings",
            json!({
                "errors": totals.errors, "warnings": totals.warnings, "notes": totals.notes,
                "allowed": totals.allowed, "known": totals.known, "outOfView": totals.out_of_view,
            }),
        ),
        ("review/asks", json!(totals.asks)),
        ("review/coverage", languages.collect()),
    ])
}
