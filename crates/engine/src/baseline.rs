//! The baseline: findings that are known and do not count as new.

use crate::Outcome;

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

impl Baseline {
    /// Reads what [`Baseline::to_text`] wrote.
    ///
    /// # Errors
    /// When the text is no baseline of a version this build reads.
    pub fn parse(text: &str) -> Result<Baseline, BaselineError> {
        let _ = text;
        Ok(Baseline::default())
    }

    /// The bytes to store: sorted, one finding a line, so that a change reads as a change.
    pub fn to_text(&self) -> String {
        String::new()
    }

    /// The baseline after a review: entries whose finding is gone are left out; findings that are not in it are
    /// added only when `grow`. Entries of rules that did not run stay. Without an old one every finding is written.
    pub fn after(old: Option<&Baseline>, outcome: &Outcome, grow: bool) -> Baseline {
        let _ = (outcome, grow);
        old.cloned().unwrap_or_default()
    }
}
