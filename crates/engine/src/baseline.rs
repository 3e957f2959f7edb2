//! The baseline: findings that are known and do not count as new.
//!
//! It is a multiset of rule, key and detail. No line is in it: code that moves changes nothing, and a second
//! finding on the same key is new.

use crate::nearest::hint;
use crate::{Finding, Outcome, Standing};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The version that is written.
const VERSION: i64 = 1;
/// Largest text that is read, in bytes: about half a million entries.
const LARGEST: usize = 64 << 20;

/// Known findings as a multiset of rule, key and detail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// In order of rule, key and detail, without repetition.
    pub entries: Vec<Entry>,
}

/// One known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The rule's id.
    pub rule: String,
    /// The subject's key.
    pub key: String,
    /// What tells two findings on one key apart; usually empty.
    pub detail: String,
    /// How many there are.
    pub count: u32,
}

/// A baseline that cannot be read: the line, from 1, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct BaselineError {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

#[derive(Deserialize)]
struct Head {
    version: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code)]
    version: i64,
    #[serde(default)]
    known: Vec<Spanned<Line>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    rule: String,
    key: String,
    #[serde(default)]
    detail: String,
    count: Option<u32>,
}

impl Baseline {
    /// Reads what [`Baseline::to_text`] wrote. Lines in another order, as a merge leaves them, are put in order.
    ///
    /// # Errors
    /// When the text is no baseline of a version this build reads.
    pub fn parse(text: &str) -> Result<Baseline, BaselineError> {
        let wrong = |at: usize, message: String| {
            let line =
                1 + text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count();
            BaselineError { line: line as u32, message }
        };
        if text.len() > LARGEST {
            return Err(wrong(0, format!("larger than {} MiB", LARGEST >> 20)));
        }
        let of_toml = |error: toml::de::Error| {
            let message = error.message().lines().next().unwrap_or("this is no TOML").to_owned();
            let near = message
                .strip_prefix("unknown field `")
                .and_then(|rest| rest.split_once('`'))
                .map(|(name, _)| hint(name, ["version", "known", "rule", "key", "detail", "count"]))
                .unwrap_or_default();
            wrong(error.span().map_or(0, |span| span.start), format!("{message}{near}"))
        };
        let head: Head = toml::from_str(text).map_err(of_toml)?;
        match head.version {
            Some(version) if *version.get_ref() == VERSION => {}
            Some(version) => {
                let message =
                    format!("version {} is not known; this build reads {VERSION}", version.get_ref());
                return Err(wrong(version.span().start, message));
            }
            None => return Err(wrong(0, format!("expected `version = {VERSION}`"))),
        }
        let file: File = toml::from_str(text).map_err(of_toml)?;
        let mut counts = Counts::default();
        for line in file.known {
            let count = line.get_ref().count.unwrap_or(1);
            if count == 0 {
                return Err(wrong(line.span().start, "`count` is at least 1".to_owned()));
            }
            let line = line.into_inner();
            counts.add(&line.rule, &line.key, &line.detail, count);
        }
        Ok(counts.into_baseline())
    }

    /// The bytes to store: sorted, one finding a line, so that a change reads as a change.
    pub fn to_text(&self) -> String {
        let mut text = String::from(
            "# Findings that are known. Written by `review baseline`; it only shrinks unless told otherwise.\n",
        );
        text.push_str(&format!("version = {VERSION}\nknown = [\n"));
        for entry in &self.entries {
            text.push_str(&format!("  {{ rule = {}, key = {}", quoted(&entry.rule), quoted(&entry.key)));
            if !entry.detail.is_empty() {
                text.push_str(&format!(", detail = {}", quoted(&entry.detail)));
            }
            if entry.count > 1 {
                text.push_str(&format!(", count = {}", entry.count));
            }
            text.push_str(" },\n");
        }
        text.push_str("]\n");
        text
    }

    /// The baseline after a review: entries whose finding is gone are left out; findings that are not in it are
    /// added only when `grow`. Entries of rules that did not run stay. Without an old one every finding that
    /// nobody allowed is written.
    pub fn after(old: Option<&Baseline>, outcome: &Outcome, grow: bool) -> Baseline {
        let mut now = Counts::default();
        for finding in outcome.findings.iter().filter(|f| !matches!(f.standing, Standing::Allowed { .. })) {
            for (key, detail) in keys(finding) {
                now.add(&outcome.rules[finding.rule].id, key, detail, 1);
            }
        }
        let Some(old) = old else { return now.into_baseline() };
        let mut kept = Counts::default();
        for entry in &old.entries {
            let ran = outcome.rules.iter().any(|rule| rule.id == entry.rule && rule.ran);
            let found = now.take(&entry.rule, &entry.key, &entry.detail, entry.count);
            kept.add(&entry.rule, &entry.key, &entry.detail, if ran { found } else { entry.count });
        }
        if grow {
            for entry in now.into_baseline().entries {
                kept.add(&entry.rule, &entry.key, &entry.detail, entry.count);
            }
        }
        kept.into_baseline()
    }

    /// The entries, to be struck off one by one.
    pub(crate) fn open(&self) -> Open {
        let mut counts = Counts::default();
        for entry in &self.entries {
            counts.add(&entry.rule, &entry.key, &entry.detail, entry.count);
        }
        Open { rest: counts }
    }
}

/// Key and detail of a finding and of those merged into it.
fn keys(finding: &Finding) -> impl Iterator<Item = (&str, &str)> {
    let merged = finding.merged.iter().map(|(key, detail)| (key.as_str(), detail.as_str()));
    std::iter::once((finding.key.as_str(), finding.detail.as_str())).chain(merged)
}

/// Known findings that were not met yet.
#[derive(Default)]
pub(crate) struct Open {
    rest: Counts,
}

impl Open {
    /// Takes one finding out, if it is known.
    pub(crate) fn strike(&mut self, rule: &str, key: &str, detail: &str) -> bool {
        self.rest.take(rule, key, detail, 1) == 1
    }

    /// What was not met, with its rule.
    pub(crate) fn rest(self) -> impl Iterator<Item = (String, Entry)> {
        self.rest.into_baseline().entries.into_iter().map(|entry| (entry.rule.clone(), entry))
    }
}

/// A multiset, by rule and then by key and detail.
#[derive(Default)]
struct Counts(BTreeMap<String, BTreeMap<(String, String), u32>>);

impl Counts {
    fn add(&mut self, rule: &str, key: &str, detail: &str, count: u32) {
        if count > 0 {
            let of_rule = self.0.entry(rule.to_owned()).or_default();
            let known = of_rule.entry((key.to_owned(), detail.to_owned())).or_default();
            *known = known.saturating_add(count);
        }
    }

    /// Takes at most `count` out and says how many it were.
    fn take(&mut self, rule: &str, key: &str, detail: &str, count: u32) -> u32 {
        let of_rule = self.0.get_mut(rule);
        let Some(known) = of_rule.and_then(|known| known.get_mut(&(key.to_owned(), detail.to_owned())))
        else {
            return 0;
        };
        let taken = count.min(*known);
        *known -= taken;
        taken
    }

    fn into_baseline(self) -> Baseline {
        let mut entries = Vec::new();
        for (rule, of_rule) in self.0 {
            for ((key, detail), count) in of_rule.into_iter().filter(|(_, count)| *count > 0) {
                entries.push(Entry { rule: rule.clone(), key, detail, count });
            }
        }
        Baseline { entries }
    }
}

/// A TOML string on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                quoted.push_str(&format!("\\U{:08X}", c as u32));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
