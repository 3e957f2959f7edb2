//! Everything, for programs, as one JSON document; `docs/json.md` describes it field by field.
//!
//! Streamed: sequences are written element by element. Fields are never renamed or removed within a version;
//! new ones may come.

mod places;

use std::io;

use review_engine::{Item, Notice, Outcome, RuleResult, UncoveredRegion};
use serde::{Serialize, Serializer};

use crate::files::Files;
use crate::safe_json;
use crate::totals::{Totals, rule_id};
use places::{ask_json, finding_json};

/// The version of the document.
const VERSION: u32 = 1;

pub(crate) fn write(outcome: &Outcome, files: &Files, out: &mut dyn io::Write) -> io::Result<()> {
    let ids = |rules: &[usize]| rules.iter().map(|rule| rule_id(outcome, *rule)).collect();
    let totals = Totals::of(outcome);
    let [fail, ask, not_checked, not_applicable, pass, by_hand] = totals.verdicts;
    let document = Document {
        version: VERSION,
        tool: ToolJson { name: "review", version: env!("CARGO_PKG_VERSION") },
        checklist: ChecklistJson {
            name: &outcome.checklist.name,
            title: &outcome.checklist.title,
            path: outcome.checklist.path.as_deref(),
        },
        totals: TotalsJson {
            errors: totals.errors,
            warnings: totals.warnings,
            notes: totals.notes,
            allowed: totals.allowed,
            known: totals.known,
            out_of_view: totals.out_of_view,
            asks: totals.asks,
            items: ItemTotalsJson { fail, ask, not_checked, not_applicable, pass, by_hand },
        },
        items: Each(|| outcome.items.iter().map(|item| item_json(item, ids(&item.rules)))),
        rules: Each(|| outcome.rules.iter().map(rule_json)),
        findings: Each(|| outcome.findings.iter().map(|finding| finding_json(outcome, finding, files))),
        asks: Each(|| outcome.asks.iter().map(|ask| ask_json(outcome, ask, files))),
        coverage: CoverageJson {
            languages: Each(|| outcome.coverage.languages.iter().map(language_json)),
            uncovered: Each(|| outcome.coverage.uncovered.iter().map(uncovered_json)),
            unread: Each(|| outcome.coverage.unread.iter().map(|(path, why)| UnreadJson { path, why })),
            unread_languages: Each(|| {
                let languages = outcome.coverage.unread_languages.iter();
                languages.map(|(language, files, lines)| UnreadLanguageJson {
                    language,
                    files: *files,
                    lines: *lines,
                })
            }),
            limited_by: &outcome.coverage.limited_by,
        },
        notices: Each(|| outcome.notices.iter().map(notice_json)),
    };
    safe_json::write(&document, out)
}

/// A sequence that is made while it is written.
struct Each<F>(F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

#[derive(Serialize)]
struct Document<'a, I, R, F, A, L, U, N, M, O> {
    version: u32,
    tool: ToolJson,
    checklist: ChecklistJson<'a>,
    totals: TotalsJson,
    items: I,
    rules: R,
    findings: F,
    asks: A,
    coverage: CoverageJson<'a, L, U, N, M>,
    notices: O,
}

#[derive(Serialize)]
struct ToolJson {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct ChecklistJson<'a> {
    name: &'a str,
    title: &'a str,
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct TotalsJson {
    errors: usize,
    warnings: usize,
    notes: usize,
    allowed: usize,
    known: usize,
    out_of_view: usize,
    asks: usize,
    items: ItemTotalsJson,
}

#[derive(Serialize)]
struct ItemTotalsJson {
    fail: usize,
    ask: usize,
    not_checked: usize,
    not_applicable: usize,
    pass: usize,
    by_hand: usize,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    number: u32,
    section: &'a str,
    text: &'a str,
    line: u32,
    rules: Vec<&'a str>,
    verdict: &'static str,
    because: &'a str,
    limits: &'a [String],
}

fn item_json<'a>(item: &'a Item, rules: Vec<&'a str>) -> ItemJson<'a> {
    ItemJson {
        number: item.number,
        section: &item.section,
        text: &item.text,
        line: item.line,
        rules,
        verdict: item.verdict.word(),
        because: &item.because,
        limits: &item.limits,
    }
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: &'a str,
    area: &'a str,
    title: &'a str,
    short: &'a str,
    severity: &'static str,
    level: &'static str,
    confidence: &'static str,
    cwe: &'a [u32],
    security_severity: Option<&'a str>,
    limits: &'a str,
    planned: bool,
    ran: bool,
    noun: [&'a str; 2],
    read: u32,
    counted: u32,
    failed: u32,
    asked: u32,
    passed: u32,
    allowed: u32,
}

fn rule_json(rule: &RuleResult) -> RuleJson<'_> {
    RuleJson {
        id: &rule.id,
        area: &rule.area,
        title: &rule.title,
        short: &rule.short,
        severity: rule.severity.word(),
        level: rule.severity.level(),
        confidence: rule.confidence.word(),
        cwe: &rule.cwe,
        security_severity: rule.security_severity.as_deref(),
        limits: &rule.limits,
        planned: rule.planned,
        ran: rule.ran,
        noun: [&rule.noun.0, &rule.noun.1],
        read: rule.read,
        counted: rule.counted,
        failed: rule.failed,
        asked: rule.asked,
        passed: rule.passed,
        allowed: rule.allowed,
    }
}

#[derive(Serialize)]
struct CoverageJson<'a, L, U, N, M> {
    languages: L,
    uncovered: U,
    unread: N,
    unread_languages: M,
    limited_by: &'a [String],
}

#[derive(Serialize)]
struct LanguageJson<'a> {
    language: &'a str,
    files: u32,
    lines: u64,
    bytes: u64,
    uncovered_bytes: u64,
}

fn language_json(language: &review_engine::LanguageCoverage) -> LanguageJson<'_> {
    LanguageJson {
        language: &language.language,
        files: language.files,
        lines: language.lines,
        bytes: language.bytes,
        uncovered_bytes: language.uncovered_bytes,
    }
}

#[derive(Serialize)]
struct UncoveredJson<'a> {
    path: &'a str,
    line: u32,
    start: u32,
    end: u32,
    why: &'a str,
}

fn uncovered_json(region: &UncoveredRegion) -> UncoveredJson<'_> {
    UncoveredJson {
        path: &region.path,
        line: region.line.max(1),
        start: region.span.start,
        end: region.span.end,
        why: &region.why,
    }
}

#[derive(Serialize)]
struct UnreadJson<'a> {
    path: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct UnreadLanguageJson<'a> {
    language: &'a str,
    files: u32,
    lines: u32,
}

#[derive(Serialize)]
struct NoticeJson<'a> {
    fatal: bool,
    message: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
}

fn notice_json(notice: &Notice) -> NoticeJson<'_> {
    NoticeJson {
        fatal: notice.fatal,
        message: &notice.message,
        path: notice.at.as_ref().map(|(path, _)| path.as_str()),
        line: notice.at.as_ref().map(|(_, line)| (*line).max(1)),
    }
}
