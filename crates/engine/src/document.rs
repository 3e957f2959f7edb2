//! A rule's document: one Markdown file that is the whole rule.
//!
//! The first fenced `toml` block is for the machine: `severity`, `critical-when`, `suggestion-when`,
//! `confidence`, `subject`, `where`, `fail`, `ask`, `message`, `at`, `detail`, `languages`, `aliases`, `needs`, `cwe`,
//! `security-severity`, `status`. Unknown keys are errors.
//!
//! - `status = "planned"`: a document with severity, heading and first paragraph; it binds and does not run.
//! - `status = "engine"`: a rule about the review's own comments; it has no subject and the engine finds it
//!   (`allow-without-reason`, `allow-unknown-rule`, `allow-unused`, `allow-expired`).
//! - `languages`: which files the rule speaks of. Left out: all in which a recogniser finds the subject. A
//!   rule that names one language is *about* that language, so code in an unread language does
//!   not keep it from passing.
//! - `needs = ["database"]`: the areas (tables of `rules/vocabulary/areas.toml`: `database`, `web`, `auth`, `logging`, …)
//!   without which the rule has nothing to judge. When such an area shows in the project by a library that is
//!   not read, the item is *not checked*; when it does not show at all, the reason for *not applicable* says
//!   which libraries were looked for. A rule about code in general has none.
//! - `detail = "{{ … }}"`: what tells two findings on one key apart; usually left out.
//! - `ask = '…'`: a condition under which a person must decide, whatever is known; `message` is then the question.

use crate::{Confidence, Notice, Severity};

/// A rule, as its document states it.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `migration-without-downgrade`: the name of its file.
    pub id: String,
    /// `database`: the folder it stands in; `team` for a team's rule directly under `.review/rules/`.
    pub area: String,
    /// Its document: `rules/database/migration-without-downgrade.md`, or the path from the project's root.
    pub path: String,
    /// It comes with the binary.
    pub builtin: bool,
    /// Whether and where it runs.
    pub status: Status,
    /// Severity without conditions.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The heading.
    pub title: String,
    /// First paragraph below the heading, plain text on one line.
    pub short: String,
    /// Everything below the heading as Markdown, without the examples.
    pub help: String,
    /// Sentence of the limits section, plain text on one line.
    pub limits: String,
    /// CWE numbers.
    pub cwe: Vec<u32>,
    /// `security-severity` as text: `8.1`.
    pub security_severity: Option<String>,
    /// Words by which a team's own item is matched.
    pub aliases: Vec<String>,
    /// Areas without which it has nothing to judge.
    pub needs: Vec<String>,
    /// Words of the languages it speaks of, in the order of `Language::ALL`.
    pub languages: Vec<&'static str>,
    /// The kind it judges; none for a planned or an engine rule.
    pub subject: Option<review_facts::Kind>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// The whole document.
    pub text: String,
}

/// Whether and where a rule runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It runs over its subjects.
    Active,
    /// It is only a document so far.
    Planned,
    /// The engine itself finds it.
    Engine,
}

/// One file of an example in a rule's document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// It shows what fails; else what passes.
    pub bad: bool,
    /// The word of its language: `python`.
    pub language: String,
    /// The path of the file in the example's project.
    pub file: String,
    /// Consecutive examples of one case form one project.
    pub case: Option<String>,
    /// Its text.
    pub text: String,
    /// The line of its first line in the document, from 1.
    pub line: u32,
    /// What its comments expect.
    pub expects: Vec<Expect>,
}

/// `expect: rule-id "part of message"` or `expect-ask: rule-id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// The rule.
    pub rule: String,
    /// The line of the example that it speaks of, from 1.
    pub line: u32,
    /// What the message must contain.
    pub part: Option<String>,
    /// A question is expected, not a finding.
    pub ask: bool,
}

/// A rule document of a team: path below the project's root (`.review/rules/…/id.md`) and text.
#[derive(Clone, Debug)]
pub struct TeamDocument {
    /// Path from the project's root.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What is wrong with a document: where, what was expected, and the nearest right name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError {
    /// The document.
    pub path: String,
    /// Line in it, from 1.
    pub line: u32,
    /// What is wrong; the lines below the first show the text with a caret under it.
    pub message: String,
}

impl std::fmt::Display for DocumentError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

impl std::error::Error for DocumentError {}

impl DocumentError {
    /// As a notice that keeps the review from being whole.
    pub fn notice(&self) -> Notice {
        Notice { fatal: true, message: self.message.clone(), at: Some((self.path.clone(), self.line)) }
    }
}

/// All rules, in id order.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

impl RuleSet {
    /// The rules that come with the binary.
    ///
    /// # Errors
    /// When a document is wrong; a test keeps that from happening in a release.
    pub fn builtin() -> Result<RuleSet, Vec<DocumentError>> {
        RuleSet::load(&[])
    }

    /// The built-in rules and a team's. A team's rule may not take the id of a built-in one.
    ///
    /// # Errors
    /// Everything that is wrong with the documents, in the order given.
    pub fn load(team: &[TeamDocument]) -> Result<RuleSet, Vec<DocumentError>> {
        let _ = team;
        Ok(RuleSet::default())
    }

    /// Every rule, in id order.
    pub fn all(&self) -> &[Rule] {
        &self.rules
    }

    /// A rule by its id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok().map(|at| &self.rules[at])
    }

    /// The id most like a text, if one is near.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        let _ = id;
        None
    }
}
