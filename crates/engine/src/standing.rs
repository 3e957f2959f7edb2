//! Findings settled: which stand, which are allowed, known or out of view; merged, in their final order.

use crate::baseline::Baseline;
use crate::judge::finding_order;
use crate::noun::grouped;
use crate::{Finding, Notice, Related, Rule, Severity, Standing, Status};
use review_facts::Place;
use review_project::Project;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A finding before it is settled.
pub(crate) struct Raw {
    /// Position among the selected rules.
    pub(crate) rule: usize,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    /// Position of the file in the project.
    pub(crate) file: u32,
    pub(crate) place: Place,
    pub(crate) key: String,
    pub(crate) detail: String,
    /// Where the subject itself stands, and what it is, when the finding stands elsewhere.
    pub(crate) related: Option<(Place, String)>,
    pub(crate) allowed: Option<Standing>,
}

/// What is reported.
pub(crate) struct View<'a> {
    pub(crate) changed: Option<&'a BTreeMap<String, Vec<RangeInclusive<u32>>>>,
    pub(crate) paths: &'a [String],
}

impl View<'_> {
    pub(crate) fn holds(&self, path: &str, line: u32) -> bool {
        let below = |folder: &String| {
            let folder = folder.trim_start_matches("./").trim_end_matches('/');
            folder.is_empty()
                || folder == "."
                || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if !self.paths.is_empty() && !self.paths.iter().any(below) {
            return false;
        }
        match self.changed {
            None => true,
            Some(changed) => {
                changed.get(path).is_some_and(|ranges| ranges.iter().any(|range| range.contains(&line)))
            }
        }
    }
}

/// Gives every finding its standing, merges what is on one line, and sorts.
pub(crate) fn settle(
    mut raws: Vec<Raw>,
    project: &Project,
    rules: &[&Rule],
    baseline: Option<&Baseline>,
    view: &View<'_>,
    notices: &mut Vec<Notice>,
) -> Vec<Finding> {
    // Known findings are struck off in this order, so that the same ones are known every time.
    raws.sort_by(|a, b| raw_order(a).cmp(&raw_order(b)));
    let mut known = baseline.map(|baseline| baseline.open()).unwrap_or_default();
    let mut findings: Vec<Finding> = Vec::with_capacity(raws.len());
    for raw in raws {
        let path = &project.files[raw.file as usize].path;
        let id = &rules[raw.rule].id;
        let is_known = raw.allowed.is_none() && known.strike(id, &raw.key, &raw.detail);
        let standing = match raw.allowed {
            Some(allowed) => allowed,
            None if !view.holds(path, raw.place.line) => Standing::OutOfView,
            None if is_known => Standing::Known,
            None => Standing::Stands,
        };
        let related = raw.related.map(|(place, message)| Related { path: path.clone(), place, message });
        findings.push(Finding {
            rule: raw.rule,
            severity: raw.severity,
            message: raw.message,
            path: path.clone(),
            place: raw.place,
            related: related.into_iter().collect(),
            more_related: 0,
            fingerprint: fingerprint(id, &raw.key, &raw.detail),
            merged: Vec::new(),
            key: raw.key,
            detail: raw.detail,
            standing,
        });
    }
    let stale =
        known.rest().filter(|(rule, _)| rules.iter().any(|r| r.id == *rule && r.status != Status::Planned));
    let (mut count, mut first) = (0, None);
    for (rule, entry) in stale {
        count += u64::from(entry.count);
        first.get_or_insert_with(|| format!("`{rule}` on {}", entry.key));
    }
    if let Some(first) = first {
        let entries = if count == 1 { "entry" } else { "entries" };
        let message = format!(
            "{} {entries} of the baseline are stale, the first {first}; `review baseline` takes them out",
            grouped(count)
        );
        notices.push(Notice {
            fatal: false,
            message: message.replace("entry of the baseline are", "entry of the baseline is"),
            at: None,
        });
    }
    merge(findings)
}

fn raw_order(raw: &Raw) -> (u32, u32, u32, usize, &str, &str) {
    (raw.file, raw.place.line, raw.place.span.start, raw.rule, &raw.key, &raw.detail)
}

/// Merges findings of one rule on one line: the one that stands speaks, its message says how many more there are.
fn merge(mut findings: Vec<Finding>) -> Vec<Finding> {
    let rank = |finding: &Finding| match finding.standing {
        Standing::Stands => 0,
        Standing::Known => 1,
        Standing::OutOfView => 2,
        Standing::Allowed { .. } => 3,
    };
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.place.line, f.rule, rank(f), f.place.span.start);
        a.path.cmp(&b.path).then_with(|| key(a).cmp(&key(b))).then_with(|| a.key.cmp(&b.key))
    });
    let mut merged: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        match merged.last_mut() {
            Some(lead)
                if lead.path == finding.path
                    && lead.place.line == finding.place.line
                    && lead.rule == finding.rule =>
            {
                if rank(lead) == rank(&finding) {
                    lead.severity = lead.severity.max(finding.severity);
                }
                lead.merged.push((finding.key, finding.detail));
            }
            _ => merged.push(finding),
        }
    }
    for finding in merged.iter_mut().filter(|finding| !finding.merged.is_empty()) {
        finding.message.push_str(&format!(" (and {} more on this line)", finding.merged.len()));
    }
    merged.sort_by(|a, b| finding_order(a).cmp(&finding_order(b)));
    merged
}

/// The first 128 bits of BLAKE3 over rule, key and detail, in hex: the same in every build and on every system,
/// which the hashes of the standard library do not promise.
fn fingerprint(rule: &str, key: &str, detail: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [rule, key, detail] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}
