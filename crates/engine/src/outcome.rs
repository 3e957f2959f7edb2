//! The result of a review: the filled-in checklist, findings, asks, counts and coverage.
//!
//! Plain data in its final order (items as in the checklist; findings and asks by path, line, column, rule),
//! so that a report only has to write it down.

use review_facts::{Place, Span};

/// How much a finding matters. SARIF: error, warning, note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Severity {
    Suggestion,
    Warning,
    Critical,
}

impl Severity {
    /// The word in rules and in `--fail-on`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Suggestion => "suggestion",
            Severity::Warning => "warning",
            Severity::Critical => "critical",
        }
    }

    /// The word in the `concise` line and, for SARIF, the level.
    pub fn level(self) -> &'static str {
        match self {
            Severity::Suggestion => "note",
            Severity::Warning => "warning",
            Severity::Critical => "error",
        }
    }
}

/// How sure a rule is of what it says. SARIF: precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Confidence {
    /// The word in rules and in SARIF.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// The result of a review.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The checklist's name: `backend`, or the path of the team's file.
    pub checklist: ChecklistInfo,
    /// The items in order.
    pub items: Vec<Item>,
    /// Every rule that is bound or ran, in id order; findings, asks and items refer to them by index.
    pub rules: Vec<RuleResult>,
    /// Every finding, standing or not.
    pub findings: Vec<Finding>,
    /// Every subject that could not be decided.
    pub asks: Vec<Ask>,
    /// What was read and what was not.
    pub coverage: Coverage,
    /// Things the user should know about configuration and run: stale entries, a run-time error of a rule.
    pub notices: Vec<Notice>,
}

/// Which checklist was filled in.
#[derive(Clone, Debug, Default)]
pub struct ChecklistInfo {
    /// `backend`, `fastapi-secure`, …, or the file's path.
    pub name: String,
    /// Its first heading.
    pub title: String,
    /// The path of the team's own file from the project's root; none for a built-in one.
    pub path: Option<String>,
}

/// The six words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Verdict {
    Fail,
    Ask,
    NotChecked,
    NotApplicable,
    Pass,
    ByHand,
}

impl Verdict {
    /// As it is printed.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Fail => "fail",
            Verdict::Ask => "ask",
            Verdict::NotChecked => "not checked",
            Verdict::NotApplicable => "not applicable",
            Verdict::Pass => "pass",
            Verdict::ByHand => "by hand",
        }
    }
}

/// One item of the checklist, answered.
#[derive(Clone, Debug)]
pub struct Item {
    /// Position in the checklist, from 1.
    pub number: u32,
    /// The heading it stands under; empty when none.
    pub section: String,
    /// Its text, without the task box and without the inline code that binds rules.
    pub text: String,
    /// The line in the checklist file, from 1.
    pub line: u32,
    /// The rules it binds, as indices into [`Outcome::rules`].
    pub rules: Vec<usize>,
    /// The answer.
    pub verdict: Verdict,
    /// One line in support: counts (`12 migrations, 1 fails`), `40 known, 0 new`, the planned rules, the library that
    /// was not read, why it does not apply.
    pub because: String,
    /// For a pass: the rules' limits sentences.
    pub limits: Vec<String>,
}

/// A rule and how its subjects came out.
#[derive(Clone, Debug)]
pub struct RuleResult {
    /// `migration-without-downgrade`.
    pub id: String,
    /// `database`.
    pub area: String,
    /// The heading of its document.
    pub title: String,
    /// First paragraph of its document, plain text.
    pub short: String,
    /// The document below the heading as Markdown, without examples.
    pub help: String,
    /// Severity without conditions.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// CWE numbers.
    pub cwe: Vec<u32>,
    /// `security-severity` of a security rule, as text: `8.1`.
    pub security_severity: Option<String>,
    /// Sentence of its limits section.
    pub limits: String,
    /// It is only a document so far.
    pub planned: bool,
    /// It ran.
    pub ran: bool,
    /// What one subject is called: `migration`, and many: `migrations`.
    pub noun: (String, String),
    /// Subjects that met `where`.
    pub counted: u32,
    /// Of those, how many failed (allowed and known ones included), asked, passed.
    pub failed: u32,
    #[allow(missing_docs)]
    pub asked: u32,
    #[allow(missing_docs)]
    pub passed: u32,
    /// Findings and questions that a comment allows with a reason.
    pub allowed: u32,
    /// How many of the kind were read in all, where only remarkable ones are facts.
    pub read: u32,
}

/// Why a finding does not stand, or that it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands.
    Stands,
    /// A comment allows it.
    Allowed {
        /// The reason given.
        reason: String,
        /// The comment.
        place: Place,
    },
    /// It is in the baseline.
    Known,
    /// It is on no line that changed (`--changed`), or outside the paths that are reported.
    OutOfView,
}

/// A rule that was broken.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Index into [`Outcome::rules`].
    pub rule: usize,
    /// Severity with conditions.
    pub severity: Severity,
    /// One line, lower case or a backtick first, no full stop. May hold text from source: escape it.
    pub message: String,
    /// File from the project's root.
    pub path: String,
    /// One token on one line.
    pub place: Place,
    /// At most three further places.
    pub related: Vec<Related>,
    /// How many more related places there are.
    pub more_related: u32,
    /// Key of the subject.
    pub key: String,
    /// What tells two findings of one rule on one key apart; usually empty.
    pub detail: String,
    /// Hex digest of rule, key and detail: stable when code moves.
    pub fingerprint: String,
    /// Key and detail of the findings of the same rule on the same line that were merged into this one.
    pub merged: Vec<(String, String)>,
    /// Whether it stands.
    pub standing: Standing,
}

/// A further place of a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// File from the project's root.
    pub path: String,
    /// Where.
    pub place: Place,
    /// What is there.
    pub message: String,
}

/// A subject that could not be decided.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Index into [`Outcome::rules`].
    pub rule: usize,
    /// What to look at, one line.
    pub question: String,
    /// The definition that could not be resolved; asks are grouped by rule and this.
    pub cause: String,
    /// File from the project's root.
    pub path: String,
    /// One token on one line.
    pub place: Place,
    /// Key of the subject.
    pub key: String,
    /// It is in view (`--changed`, PATHS).
    pub in_view: bool,
}

/// What was read and what was not.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Per language word: files, lines, bytes, bytes not covered. In the order of `Language::ALL`.
    pub languages: Vec<LanguageCoverage>,
    /// Regions not covered, in path order.
    pub uncovered: Vec<UncoveredRegion>,
    /// Files of a supported language that were not read, with the reason.
    pub unread: Vec<(String, String)>,
    /// Files and lines per language that is not read, most lines first.
    pub unread_languages: Vec<(String, u32, u32)>,
    /// Globs that limited what was read.
    pub limited_by: Vec<String>,
}

/// One language's coverage.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct LanguageCoverage {
    pub language: String,
    pub files: u32,
    pub lines: u64,
    pub bytes: u64,
    pub uncovered_bytes: u64,
}

/// One region not covered.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct UncoveredRegion {
    pub path: String,
    pub line: u32,
    pub span: Span,
    pub why: String,
}

/// Something the user should know.
#[derive(Clone, Debug)]
pub struct Notice {
    /// It keeps the review from being whole: exit status 2.
    pub fatal: bool,
    /// One line.
    pub message: String,
    /// Where, when it is about a file: path and line from 1.
    pub at: Option<(String, u32)>,
}

/// Gives source text for code frames, snippets and line hashes. The one way by which a report sees source.
pub trait Sources {
    /// The text of a file that was read, the same bytes as then; none when it has changed since or is gone.
    fn text(&self, path: &str) -> Option<String>;
}
