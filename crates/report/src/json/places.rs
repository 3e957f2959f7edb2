//! What stands somewhere in source: findings and asks with their places.

use review_engine::{Ask, Finding, Outcome, Standing};
use review_facts::Place;
use serde::Serialize;

use crate::files::Files;
use crate::totals::rule_id;

#[derive(Serialize)]
struct PlaceJson<'a> {
    path: &'a str,
    line: u32,
    column: Option<usize>,
    end_column: Option<usize>,
    start: u32,
    end: u32,
}

fn place_json<'a>(path: &'a str, place: Place, files: &Files) -> PlaceJson<'a> {
    let file = files.get(path);
    let columns = file.region(place).map(|region| region.utf16);
    PlaceJson {
        path,
        line: place.line.max(1),
        column: columns.map(|(start, _)| start),
        end_column: columns.map(|(_, end)| end),
        start: place.span.start,
        end: place.span.end,
    }
}

#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    rule: &'a str,
    severity: &'static str,
    level: &'static str,
    message: &'a str,
    place: PlaceJson<'a>,
    related: Vec<RelatedJson<'a>>,
    more_related: u32,
    key: &'a str,
    detail: &'a str,
    fingerprint: &'a str,
    merged: Vec<MergedJson<'a>>,
    standing: &'static str,
    allowed: Option<AllowedJson<'a>>,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    message: &'a str,
    place: PlaceJson<'a>,
}

#[derive(Serialize)]
struct MergedJson<'a> {
    key: &'a str,
    detail: &'a str,
}

#[derive(Serialize)]
struct AllowedJson<'a> {
    reason: &'a str,
    place: PlaceJson<'a>,
}

pub(super) fn finding_json<'a>(outcome: &'a Outcome, finding: &'a Finding, files: &Files) -> FindingJson<'a> {
    let related = finding.related.iter().map(|related| RelatedJson {
        message: &related.message,
        place: place_json(&related.path, related.place, files),
    });
    let (standing, allowed) = match &finding.standing {
        Standing::Stands => ("stands", None),
        Standing::Allowed { reason, place } => {
            ("allowed", Some(AllowedJson { reason, place: place_json(&finding.path, *place, files) }))
        }
        Standing::Known => ("known", None),
        Standing::OutOfView => ("out of view", None),
    };
    FindingJson {
        rule: rule_id(outcome, finding.rule),
        severity: finding.severity.word(),
        level: finding.severity.level(),
        message: &finding.message,
        place: place_json(&finding.path, finding.place, files),
        related: related.collect(),
        more_related: finding.more_related,
        key: &finding.key,
        detail: &finding.detail,
        fingerprint: &finding.fingerprint,
        merged: finding.merged.iter().map(|(key, detail)| MergedJson { key, detail }).collect(),
        standing,
        allowed,
    }
}

#[derive(Serialize)]
pub(super) struct AskJson<'a> {
    rule: &'a str,
    question: &'a str,
    cause: &'a str,
    place: PlaceJson<'a>,
    key: &'a str,
    in_view: bool,
}

pub(super) fn ask_json<'a>(outcome: &'a Outcome, ask: &'a Ask, files: &Files) -> AskJson<'a> {
    AskJson {
        rule: rule_id(outcome, ask.rule),
        question: &ask.question,
        cause: &ask.cause,
        place: place_json(&ask.path, ask.place, files),
        key: &ask.key,
        in_view: ask.in_view,
    }
}
