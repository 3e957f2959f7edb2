//! What a statement does, one step at a time.
//!
//! One decision that is not obvious: expressions (defaults, predicates, policies) stay spans of text. What is
//! asked about them, "is it `true`", "does it name that column", needs no tree.

use super::detail::Detail;
use super::name::Name;
use review_facts::{Operation, Span};

/// One step: a statement, or one action of an `ALTER TABLE`, or one object of a `DROP`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// What it does.
    pub operation: Operation,
    /// The table it concerns.
    pub table: Option<Name>,
    /// The column, index, constraint, type, function, … it concerns; none for the table itself, and for what
    /// has no name. Of a query, the function that it calls.
    pub object: Option<Name>,
    /// The new name, when it gives one.
    pub new_name: Option<Name>,
    /// The token to point at: the object's name, else the table's, else the first word.
    pub place: Span,
    /// The statement, or the action within it.
    pub span: Span,
    /// It says `IF EXISTS` or `IF NOT EXISTS`.
    pub if_exists: bool,
    /// It says `CASCADE`.
    pub cascade: bool,
    /// It is written inside a block that is run as a whole, so that it may run or not.
    pub conditional: bool,
    /// The columns it concerns: of an index, a constraint, an insert.
    pub columns: Vec<Name>,
    /// What else is known, by kind of step.
    pub detail: Detail,
}

impl Step {
    /// A step of this kind without any names.
    pub(super) fn new(operation: Operation) -> Step {
        Step { operation, ..Step::default() }
    }

    /// A step that concerns a table as a whole.
    pub(super) fn of_table(operation: Operation, table: Option<Name>) -> Step {
        Step { operation, table, ..Step::default() }
    }

    /// A step that concerns something else than a table.
    pub(super) fn of_object(operation: Operation, object: Option<Name>) -> Step {
        Step { operation, object, ..Step::default() }
    }

    /// The same step on a table.
    pub(super) fn on(mut self, table: Option<Name>) -> Step {
        self.table = table;
        self
    }

    /// The same step with a new name.
    pub(super) fn to(mut self, new_name: Option<Name>) -> Step {
        self.new_name = new_name;
        self
    }

    /// The same step with what else is known.
    pub(super) fn with(mut self, detail: Detail) -> Step {
        self.detail = detail;
        self
    }
}
