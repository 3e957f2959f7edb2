//! Attributes of fields and blocks.

use super::schema::Name;
use super::value::{Node, Value, Values};
use review_facts::Span;

/// `@name(…)` behind a field, or `@@name(…)` in a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribute {
    /// Its name without marks: `id`, `db.VarChar`.
    pub name: Name,
    /// From its mark to its closing parenthesis.
    pub span: Span,
    pub(super) nodes: Vec<Node>,
}

impl Attribute {
    /// What stands in its parentheses, in order.
    pub fn arguments(&self) -> Values<'_> {
        Values::of(&self.nodes)
    }

    /// The argument with this label. Every attribute has one argument that may be written without its label,
    /// so the first one without a label stands for it: use this for that argument, and
    /// [`labelled`](Self::labelled) for all others.
    pub fn argument(&self, label: &str) -> Option<Value<'_>> {
        let unlabelled = || self.arguments().find(|value| value.label().is_none());
        self.labelled(label).or_else(unlabelled)
    }

    /// The argument with this label.
    pub fn labelled(&self, label: &str) -> Option<Value<'_>> {
        self.arguments().find(|value| value.label().is_some_and(|name| name.text == label))
    }

    /// The string in [`argument`](Self::argument).
    pub fn text(&self, label: &str) -> Option<&str> {
        self.argument(label)?.string()
    }
}

/// Those of `attributes` with this name.
pub(super) fn named<'a>(attributes: &'a [Attribute], name: &str) -> impl Iterator<Item = &'a Attribute> {
    attributes.iter().filter(move |attribute| attribute.name.text == name)
}
