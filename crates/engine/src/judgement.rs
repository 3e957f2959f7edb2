//! What a rule judges and how: its subject and its conditions.

use crate::condition::{Condition, Truth, View};
use crate::{Rule, Severity};
use review_facts::{Cause, Kind, Type, Value};
use review_project::{Project, Subject};
use std::collections::BTreeSet;

/// The machine's part of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    /// The kind it judges.
    pub(crate) kind: Kind,
    /// Which of them are counted; none: all.
    pub(crate) applies: Option<Condition>,
    pub(crate) fail: Option<Condition>,
    /// What a person must decide, whatever is known.
    pub(crate) ask: Option<Condition>,
    pub(crate) critical_when: Option<Condition>,
    /// Fields whose value, named by an item that binds the rule, makes a finding critical.
    pub(crate) critical_named: Vec<usize>,
    pub(crate) suggestion_when: Option<Condition>,
    /// The named place on which a finding stands.
    pub(crate) at: Option<String>,
    pub(crate) message: String,
    pub(crate) detail: Option<String>,
}

/// How one subject came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// It does not meet `where`.
    NotCounted,
    Passes,
    Fails(Severity),
    /// It cannot be decided because of this value.
    Unknown(Cause),
    /// The rule says that a person must decide.
    Asks,
    /// The condition could not be evaluated.
    Failed(String),
}

/// Combinations of assumed values that are tried; more ask (design.md).
const MOST_COMBINATIONS: usize = 64;

impl Judgement {
    /// Judges one subject of its kind.
    pub(crate) fn of(&self, rule: &Rule, project: &Project, subject: &Subject) -> Judged {
        let view = View { project, subject, assumed: &[] };
        match self.once(&view) {
            Once::NotCounted => Judged::NotCounted,
            Once::Passes => Judged::Passes,
            Once::Fails => Judged::Fails(self.severity(rule, &view)),
            Once::Asks => Judged::Asks,
            Once::Failed(why) => Judged::Failed(why),
            Once::Open => self.with_assumptions(rule, project, subject),
        }
    }

    /// What the conditions say when nothing is assumed beyond the view.
    fn once(&self, view: &View<'_>) -> Once {
        let applies = self.applies.as_ref().map_or(Truth::Yes, |condition| condition.holds(view));
        match applies {
            Truth::No => return Once::NotCounted,
            Truth::Failed(why) => return Once::Failed(why),
            Truth::Yes | Truth::Open => {}
        }
        let fail = self.fail.as_ref().map_or(Truth::No, |condition| condition.holds(view));
        let ask = self.ask.as_ref().map_or(Truth::No, |condition| condition.holds(view));
        match (applies, fail, ask) {
            (_, Truth::Failed(why), _) | (_, _, Truth::Failed(why)) => Once::Failed(why),
            // Whether it is counted is not known, but it breaks the rule in no case.
            (_, Truth::No, Truth::No) => Once::Passes,
            (Truth::Yes, Truth::Yes, _) => Once::Fails,
            (Truth::Yes, Truth::No, Truth::Yes) => Once::Asks,
            _ => Once::Open,
        }
    }

    /// Tries every value that the unknown fields can have.
    fn with_assumptions(&self, rule: &Rule, project: &Project, subject: &Subject) -> Judged {
        let unknown = self.unknown(project, subject);
        let mut finite: Vec<(usize, Vec<Value<'static>>)> = Vec::new();
        let mut combinations = 1_usize;
        for (field, _) in &unknown {
            let values = values_of(self.kind, *field);
            if !values.is_empty() {
                combinations = combinations.saturating_mul(values.len());
                finite.push((*field, values));
            }
        }
        let cause = || unknown.first().map(|(_, cause)| (*cause).clone()).unwrap_or_default();
        if combinations > MOST_COMBINATIONS || finite.is_empty() {
            return Judged::Unknown(cause());
        }
        let mut outcomes = Vec::with_capacity(combinations);
        let mut severity = Severity::Critical;
        for number in 0..combinations {
            let assumed = combination(&finite, number);
            let view = View { project, subject, assumed: &assumed };
            let once = self.once(&view);
            if once == Once::Fails {
                // What is certain is the mildest of what it can be.
                severity = severity.min(self.severity(rule, &view));
            }
            outcomes.push(once);
        }
        if let Some(Once::Failed(why)) = outcomes.iter().find(|once| matches!(once, Once::Failed(_))) {
            return Judged::Failed(why.clone());
        }
        let all = |one: Once| outcomes.iter().all(|once| *once == one);
        if all(Once::NotCounted) {
            Judged::NotCounted
        } else if outcomes.iter().all(|once| matches!(once, Once::Passes | Once::NotCounted)) {
            Judged::Passes
        } else if all(Once::Fails) {
            Judged::Fails(severity)
        } else if all(Once::Asks) {
            Judged::Asks
        } else {
            let field = deciding(&finite, &outcomes);
            let of_field = |(f, cause): &(usize, &Cause)| (Some(*f) == field).then(|| (*cause).clone());
            Judged::Unknown(unknown.iter().find_map(of_field).unwrap_or_else(cause))
        }
    }

    /// The fields the conditions read and whose value is not known, with the causes.
    fn unknown<'a>(&self, project: &'a Project, subject: &'a Subject) -> Vec<(usize, &'a Cause)> {
        let mut found: Vec<(usize, &Cause)> = Vec::new();
        for condition in [&self.applies, &self.fail, &self.ask].into_iter().flatten() {
            for field in &condition.reads {
                if let Some(Value::Unknown(cause)) = project.value(subject, *field)
                    && found.iter().all(|(f, _)| f != field)
                {
                    found.push((*field, cause));
                }
            }
        }
        found
    }

    /// True when the checklist names a value of the subject: `words` are those of the items that bind the rule.
    pub(crate) fn is_named(&self, project: &Project, subject: &Subject, words: &BTreeSet<&str>) -> bool {
        self.critical_named.iter().any(|field| match project.value(subject, *field) {
            Some(Value::Text(text)) => words.contains(text),
            Some(Value::Word(word)) => {
                let doc = review_facts::HEAD_FIELDS.iter().chain(self.kind.doc().fields).nth(*field);
                let Some(Type::Word(known)) = doc.map(|doc| doc.ty) else { return false };
                known.get(usize::from(word)).is_some_and(|known| words.contains(known.word))
            }
            _ => false,
        })
    }

    /// The severity with its conditions. One that is not known to hold changes nothing.
    fn severity(&self, rule: &Rule, view: &View<'_>) -> Severity {
        let holds =
            |condition: &Option<Condition>| condition.as_ref().is_some_and(|c| c.holds(view) == Truth::Yes);
        if holds(&self.critical_when) {
            Severity::Critical
        } else if holds(&self.suggestion_when) {
            Severity::Suggestion
        } else {
            rule.severity
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Once {
    NotCounted,
    Passes,
    Fails,
    Asks,
    Open,
    Failed(String),
}

/// Every value a field's type allows; none for numbers, texts and lists.
fn values_of(kind: Kind, field: usize) -> Vec<Value<'static>> {
    let doc = review_facts::HEAD_FIELDS.iter().chain(kind.doc().fields).nth(field);
    match doc.map(|doc| doc.ty) {
        Some(Type::Bool) => vec![Value::Bool(false), Value::Bool(true)],
        Some(Type::Word(words)) => (0..words.len()).map(|word| Value::Word(word as u8)).collect(),
        _ => Vec::new(),
    }
}

/// Combination `number` of the values, the first field changing fastest.
fn combination(finite: &[(usize, Vec<Value<'static>>)], number: usize) -> Vec<(usize, Value<'static>)> {
    let mut rest = number;
    let mut assumed = Vec::with_capacity(finite.len());
    for (field, values) in finite {
        assumed.push((*field, values[rest % values.len()]));
        rest /= values.len();
    }
    assumed
}

/// The first field that alone changes the outcome.
fn deciding(finite: &[(usize, Vec<Value<'static>>)], outcomes: &[Once]) -> Option<usize> {
    let mut step = 1;
    for (field, values) in finite {
        for (number, outcome) in outcomes.iter().enumerate() {
            let digit = number / step % values.len();
            if digit > 0 && outcomes[number - digit * step] != *outcome {
                return Some(*field);
            }
        }
        step *= values.len();
    }
    None
}
