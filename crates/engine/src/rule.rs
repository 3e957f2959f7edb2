//! Rules, and all of them together.

use crate::document::{self, DocumentError, Example};
use crate::judgement::Judgement;
use crate::nearest::nearest;
use crate::{Confidence, Severity};
use include_dir::{Dir, include_dir};

/// Documents and checklists of this build.
pub(crate) static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../rules");

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
    /// Sentence of the limits section, plain text on one line; empty for a planned rule.
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
    /// The document names the languages, and they are one: the rule is about that language, as `any` is about
    /// TypeScript.
    pub one_language: bool,
    /// The kind it judges; none for a planned or an engine rule.
    pub subject: Option<review_facts::Kind>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// The whole document.
    pub text: String,
    /// What it judges and how; none for a planned or an engine rule.
    pub(crate) judgement: Option<Judgement>,
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

/// A rule document of a team: path below the project's root (`.review/rules/…/id.md`) and text.
#[derive(Clone, Debug)]
pub struct TeamDocument {
    /// Path from the project's root.
    pub path: String,
    /// Its text.
    pub text: String,
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

    /// The built-in rules and a team's. A team's rule may not take the id of another one.
    ///
    /// # Errors
    /// Everything that is wrong with the documents, in order of path.
    pub fn load(team: &[TeamDocument]) -> Result<RuleSet, Vec<DocumentError>> {
        let mut documents: Vec<(String, &str, bool)> =
            builtin_documents().into_iter().map(|(path, text)| (path, text, true)).collect();
        let mut team: Vec<&TeamDocument> = team.iter().collect();
        team.sort_by(|a, b| a.path.cmp(&b.path));
        documents
            .extend(team.into_iter().map(|document| (document.path.clone(), document.text.as_str(), false)));
        RuleSet::of(&documents)
    }

    /// Rules from documents alone: path, text, and whether they are built in.
    pub(crate) fn of(documents: &[(String, &str, bool)]) -> Result<RuleSet, Vec<DocumentError>> {
        let mut rules: Vec<Rule> = Vec::new();
        let mut errors = Vec::new();
        for (path, text, builtin) in documents {
            match document::parse(path, text, *builtin) {
                Ok(rule) => match rules.iter().find(|other| other.id == rule.id) {
                    Some(other) => {
                        let message = format!("`{}` is the id of {} already", rule.id, other.path);
                        errors.push(DocumentError { path: path.clone(), line: 1, message });
                    }
                    None => rules.push(rule),
                },
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(RuleSet { rules })
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
        nearest(id, self.rules.iter().map(|rule| rule.id.as_str()))
    }
}

/// Path and text of every built-in rule, in order of path.
fn builtin_documents() -> Vec<(String, &'static str)> {
    let areas = RULES
        .dirs()
        .filter(|area| !area.path().ends_with("checklists") && !area.path().ends_with("vocabulary"));
    let mut documents: Vec<(String, &'static str)> = areas
        .flat_map(|area| area.files())
        .filter_map(|file| Some((format!("rules/{}", file.path().to_str()?), file.contents_utf8()?)))
        .filter(|(path, _)| path.ends_with(".md"))
        .collect();
    // A path of another system may come with another separator.
    documents.iter_mut().for_each(|(path, _)| *path = path.replace('\\', "/"));
    documents.sort();
    documents
}
