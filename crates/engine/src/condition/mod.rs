//! Conditions of rules: CEL expressions over the fields of one kind of facts.
//!
//! A condition is parsed and type-checked when its document is loaded. The common subset becomes plain
//! predicates; what is left is evaluated by `cel` itself (calibration.md 3: 20 to 40 ns against 1,000).
//!
//! One decision that is not obvious: evaluation has a third answer. A part that reads a value nobody knows is
//! *open*, and whatever the rest decides without it is decided.

mod check;
mod parse;
mod plain;
mod predicate;

pub(crate) use predicate::Truth;

use predicate::Predicate;
use review_facts::{Kind, Value};
use review_project::{Project, Subject};
use std::ops::Range;

/// Longest condition in bytes. It bounds the depth of the expression, which is walked by recursion.
const LONGEST: usize = 2_000;

/// A condition that was checked against the fields of its kind.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    predicate: Predicate,
    /// The fields it reads, as `Project::value` counts them, in order of first use.
    pub(crate) reads: Vec<usize>,
}

/// What is wrong with a condition, and where in its text (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConditionError {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
}

impl Condition {
    /// Reads a condition over the fields of `kind`.
    ///
    /// # Errors
    /// When it is no CEL, names what does not exist, mixes types or has no truth value.
    pub(crate) fn compile(text: &str, kind: Kind) -> Result<Condition, ConditionError> {
        if text.len() > LONGEST {
            let message = format!("a condition may be {LONGEST} bytes long, this one has {}", text.len());
            return Err(ConditionError { span: 0..text.len().min(1), message });
        }
        let program = parse::parse(text)?;
        let reads = check::check(text, kind, &program)?;
        let predicate = Predicate::compile(program.expression(), kind);
        Ok(Condition { predicate, reads })
    }

    /// Whether it holds for a subject.
    pub(crate) fn holds(&self, view: &View<'_>) -> Truth {
        self.predicate.holds(view)
    }
}

/// A subject, with values assumed for fields whose own value is not known.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) project: &'a Project,
    pub(crate) subject: &'a Subject,
    /// Field and assumed value.
    pub(crate) assumed: &'a [(usize, Value<'static>)],
}

impl<'a> View<'a> {
    /// The value of a field: the subject's own, else the assumed one, else unknown.
    fn value(&self, field: usize) -> Value<'a> {
        match self.project.value(self.subject, field) {
            Some(Value::Unknown(cause)) => match self.assumed.iter().find(|(f, _)| *f == field) {
                Some((_, value)) => *value,
                None => Value::Unknown(cause),
            },
            Some(value) => value,
            // The check saw the field in the kind's documentation, from which values are made too.
            None => Value::Text(""),
        }
    }
}

#[cfg(test)]
mod tests;
