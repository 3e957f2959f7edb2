//! Verdicts: every item of the checklist answered by the first of six words that applies.

use crate::evidence::Evidence;
use crate::noun::{counted, grouped, listed};
use crate::{Checklist, Finding, Item, Outcome, RuleResult, Standing, Verdict};
use std::collections::BTreeSet;

/// Answers the items of a checklist.
pub(crate) fn items(checklist: &Checklist, outcome: &Outcome, evidence: &Evidence<'_>) -> Vec<Item> {
    let answer = |item: &crate::ChecklistItem| {
        let position = |id: &String| outcome.rules.iter().position(|rule| rule.id == *id);
        let rules: Vec<usize> = item.rules.iter().filter_map(position).collect();
        let (verdict, because) = Bound { outcome, evidence, rules: &rules }.answer();
        let limits = if verdict == Verdict::Pass { limits(outcome, &rules) } else { Vec::new() };
        Item {
            number: item.number,
            section: item.section.clone(),
            text: item.text.clone(),
            line: item.line,
            rules,
            verdict,
            because,
            limits,
        }
    };
    checklist.items.iter().map(answer).collect()
}

/// The limits sentences of rules that ran, each once.
fn limits(outcome: &Outcome, rules: &[usize]) -> Vec<String> {
    let mut limits: Vec<String> = Vec::new();
    for rule in rules.iter().map(|rule| &outcome.rules[*rule]).filter(|rule| rule.ran) {
        if !rule.limits.is_empty() && !limits.contains(&rule.limits) {
            limits.push(rule.limits.clone());
        }
    }
    limits
}

/// The rules of one item and what came out of them.
struct Bound<'a> {
    outcome: &'a Outcome,
    evidence: &'a Evidence<'a>,
    rules: &'a [usize],
}

impl Bound<'_> {
    fn answer(&self) -> (Verdict, String) {
        if self.rules.is_empty() {
            return (Verdict::ByHand, String::new());
        }
        let (mut new, mut known) = (0, 0);
        for finding in self.findings() {
            match finding.standing {
                Standing::Stands => new += 1,
                Standing::Known => known += 1,
                Standing::Allowed { .. } | Standing::OutOfView => {}
            }
        }
        if new == 0 && known > 0 {
            return (Verdict::Fail, format!("{} known, 0 new", grouped(known)));
        }
        if new > 0 {
            let known = if known > 0 {
                format!("; {} known, {} new", grouped(known), grouped(new))
            } else {
                String::new()
            };
            return (Verdict::Fail, format!("{}{known}", self.counts()));
        }
        if let Some(because) = self.asks() {
            return (Verdict::Ask, because);
        }
        let reasons = self.not_checked();
        if !reasons.is_empty() {
            let counts = if self.judged_anything() { format!("; {}", self.counts()) } else { String::new() };
            return (Verdict::NotChecked, format!("{}{counts}", reasons.join("; ")));
        }
        if !self.judged_anything() {
            return (Verdict::NotApplicable, self.not_applicable());
        }
        (Verdict::Pass, self.counts())
    }

    fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.outcome.findings.iter().filter(|finding| self.rules.contains(&finding.rule))
    }

    fn results(&self) -> impl Iterator<Item = (usize, &RuleResult)> {
        self.rules.iter().map(|rule| (*rule, &self.outcome.rules[*rule]))
    }

    fn judged_anything(&self) -> bool {
        self.results().any(|(rule, result)| result.counted > 0 || self.evidence.is_sparse(rule))
    }

    /// "12 log calls, 3 ask: `foolog.get_logger` and 2 more".
    fn asks(&self) -> Option<String> {
        let asks = self.outcome.asks.iter().filter(|ask| ask.in_view && self.rules.contains(&ask.rule));
        let mut causes: Vec<&str> = Vec::new();
        let mut any = false;
        for ask in asks {
            any = true;
            if !ask.cause.is_empty() && !causes.contains(&ask.cause.as_str()) {
                causes.push(&ask.cause);
            }
        }
        if !any {
            return None;
        }
        let causes = if causes.is_empty() { String::new() } else { format!(": {}", listed(&causes, 2)) };
        Some(format!("{}{causes}", self.counts()))
    }

    fn not_checked(&self) -> Vec<String> {
        let mut reasons: Vec<String> = Vec::new();
        let planned: Vec<&str> = self
            .results()
            .filter(|(_, result)| result.planned)
            .map(|(_, result)| result.id.as_str())
            .collect();
        match planned.as_slice() {
            [] => {}
            [one] => reasons.push(format!("{one} is planned")),
            several => reasons.push(format!("{} are planned", listed(several, 2))),
        }
        for (rule, _) in self.results() {
            for reason in self.evidence.not_checked(rule) {
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
        }
        // What else there is would not change the answer.
        let more = reasons.len().saturating_sub(3);
        reasons.truncate(3);
        if more > 0 {
            reasons.push(format!("{more} more reasons"));
        }
        reasons
    }

    fn not_applicable(&self) -> String {
        let mut reasons: Vec<String> = Vec::new();
        for (rule, _) in self.results() {
            let reason = self.evidence.not_applicable(rule);
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons.truncate(2);
        reasons.join("; ")
    }

    /// "33 error handlers, 3 fail, 1 allowed; 12 functions, none fails", those that fail first.
    fn counts(&self) -> String {
        let mut groups: Vec<Group> = Vec::new();
        for (rule, result) in self.results().filter(|(_, result)| result.ran) {
            let sparse = self.evidence.is_sparse(rule);
            if result.counted == 0 && !sparse {
                continue;
            }
            let population = u64::from(if sparse { result.read } else { result.counted });
            match groups.iter_mut().find(|group| group.noun == result.noun) {
                Some(group) => {
                    group.population = group.population.max(population);
                    group.sparse |= sparse;
                    group.rules.push(rule);
                }
                None => {
                    groups.push(Group { noun: result.noun.clone(), population, sparse, rules: vec![rule] })
                }
            }
        }
        let mut said: Vec<(bool, String)> = groups.iter().map(|group| self.said(group)).collect();
        said.sort_by_key(|(fails, _)| !fails);
        said.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("; ")
    }

    /// What a group of rules over one kind says, and whether some fail.
    fn said(&self, group: &Group) -> (bool, String) {
        // Two rules may find one subject; it is told by where it stands, for keys need not be unique.
        let mut failing: BTreeSet<(&str, u32, &str, usize)> = BTreeSet::new();
        let mut allowed = failing.clone();
        let mut outside = failing.clone();
        for finding in self.findings().filter(|finding| group.rules.contains(&finding.rule)) {
            let subjects = match finding.standing {
                Standing::Stands | Standing::Known => &mut failing,
                Standing::Allowed { .. } => &mut allowed,
                Standing::OutOfView => &mut outside,
            };
            let at = finding.place.span.start;
            subjects.insert((&finding.path, at, &finding.key, 0));
            for (n, (key, _)) in finding.merged.iter().enumerate() {
                subjects.insert((&finding.path, at, key, n + 1));
            }
        }
        let asks = self.outcome.asks.iter();
        let asking = asks.filter(|ask| ask.in_view && group.rules.contains(&ask.rule)).count();
        let mut text = counted(group.population, &group.noun);
        if group.sparse {
            text.push_str(" read");
        }
        match (failing.len() as u64, asking as u64) {
            (0, 0) => text.push_str(", none fails"),
            (0, _) => {}
            (1, _) => text.push_str(", 1 fails"),
            (n, _) => text.push_str(&format!(", {} fail", grouped(n))),
        }
        match asking as u64 {
            0 => {}
            1 => text.push_str(", 1 asks"),
            n => text.push_str(&format!(", {} ask", grouped(n))),
        }
        if !allowed.is_empty() {
            text.push_str(&format!(", {} allowed", grouped(allowed.len() as u64)));
        }
        if !outside.is_empty() {
            text.push_str(&format!(", {} outside what is reported", grouped(outside.len() as u64)));
        }
        (!failing.is_empty(), text)
    }
}

/// Rules of one item over one kind.
struct Group {
    noun: (String, String),
    population: u64,
    sparse: bool,
    rules: Vec<usize>,
}
