//! Rules and checklists: loaded, checked, and judged over the facts of a project.
//!
//! Pure: no file is read, nothing is printed, today's date is given. The result is an [`Outcome`], plain
//! data from which `report` writes every format.
//!
//! The way through: [`RuleSet::builtin`] or [`RuleSet::load`] with a team's documents, [`Checklist::builtin`] or
//! [`Checklist::parse`] with the team's file, [`judge`] over a `review_project::Project`, and
//! [`fill_in`] for the checklist with its answers.

mod allow;
mod areas;
mod baseline;
mod checklist;
mod condition;
mod date;
mod document;
mod evidence;
mod examples;
mod judge;
mod judgement;
mod message;
mod nearest;
mod noun;
mod outcome;
mod passing;
mod rule;
mod standing;
mod verdict;

pub use baseline::{Baseline, BaselineError, Entry};
pub use checklist::{Checklist, ChecklistItem, fill_in, suggest};
pub use date::Date;
pub use document::{DocumentError, Example, Expect, read_expects};
pub use examples::{ExampleFailure, run_examples};
pub use judge::{Options, judge};
pub use outcome::*;
pub use passing::passing;
pub use rule::{Rule, RuleSet, Status, TeamDocument};
