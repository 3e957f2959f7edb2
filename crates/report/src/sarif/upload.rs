//! The upload for code scanning: findings that stand, each one line, most severe first, at most as many as are
//! shown.

use std::cmp::Reverse;
use std::io;

use review_engine::{Finding, Outcome};

use super::descriptor::{rule_descriptor, valid_security_severity};
use super::model::{failure, invocation, notification, tool};
use super::{Log, category};
use crate::files::Files;
use crate::totals::{standing, thousands};

/// GitHub shows this many results of a run and drops the rest in an order of its own.
const MOST_RESULTS: usize = 5_000;

pub(super) fn write(outcome: &Outcome, files: &Files, out: &mut dyn io::Write) -> io::Result<()> {
    // Rules that ran or have something to say; a planned rule is no rule of this run.
    let mut index = vec![None; outcome.rules.len()];
    for finding in standing(outcome) {
        if let Some(slot) = index.get_mut(finding.rule) {
            *slot = Some(0);
        }
    }
    let mut rules = Vec::new();
    for (slot, rule) in index.iter_mut().zip(&outcome.rules) {
        if slot.is_some() || (rule.ran && !rule.planned) {
            *slot = Some(rules.len());
            rules.push(rule_descriptor(rule));
        }
    }
    let findings = most_severe_first(outcome);
    let results = || {
        findings.iter().filter_map(|finding| {
            let index = index.get(finding.rule).copied().flatten()?;
            Some(failure(outcome, finding, index, files))
        })
    };
    let notices = left_out(outcome).map(|text| notification("warning", &text, None));
    let log = Log {
        tool: tool(rules, Vec::new(), &[]),
        taxonomies: Vec::new(),
        category: category(outcome),
        results,
        invocation: invocation(outcome, notices.into_iter().collect(), Vec::new()),
        properties: None,
    };
    log.write(out)
}

/// What was cut, in words.
pub(crate) fn left_out(outcome: &Outcome) -> Option<String> {
    let count = standing(outcome).count();
    let more = count.checked_sub(MOST_RESULTS).filter(|more| *more > 0)?;
    Some(format!(
        "{} of {} findings are left out, the least severe; code scanning shows {} and the full profile has all",
        thousands(more as u64),
        thousands(count as u64),
        thousands(MOST_RESULTS as u64)
    ))
}

fn most_severe_first(outcome: &Outcome) -> Vec<&Finding> {
    let mut findings: Vec<&Finding> =
        standing(outcome).filter(|finding| finding.rule < outcome.rules.len()).collect();
    findings.sort_by_key(|finding| (Reverse(finding.severity), Reverse(security_tenths(outcome, finding))));
    findings.truncate(MOST_RESULTS);
    findings
}

fn security_tenths(outcome: &Outcome, finding: &Finding) -> u32 {
    let rule = outcome.rules.get(finding.rule).and_then(valid_security_severity);
    let number: f64 = rule.and_then(|text| text.parse().ok()).unwrap_or(0.0);
    (number * 10.0) as u32
}
