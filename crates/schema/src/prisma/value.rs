//! Values: arguments of attributes and settings of blocks.
//!
//! One decision that is not obvious: a value and all it contains is a flat list in the order of the text, in
//! which each says how many of those behind it are its own. So a hundred thousand brackets need no stack, not
//! even to be dropped.

use super::schema::Name;
use review_facts::Span;

/// A value and what stands in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value<'a> {
    node: &'a Node,
    /// Itself and all that is inside of it.
    nodes: &'a [Node],
}

/// The form of a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValueKind {
    /// A name, a path or a number: `Cascade`, `address.street`, `-1.5`, `true`.
    #[default]
    Word,
    /// A string.
    Text,
    /// `now()`, `a(sort: Desc)`
    Call,
    /// `[a, b]`
    List,
    /// A label without a value, or brackets where none belong.
    Unread,
}

/// Values that stand beside each other.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    rest: &'a [Node],
}

/// A value among those that stand before and in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Node {
    pub label: Option<Name>,
    pub kind: ValueKind,
    pub text: String,
    pub span: Span,
    /// How many of the nodes behind this one are inside of it, at any depth.
    pub inside: usize,
}

impl<'a> Value<'a> {
    /// What stands before its colon: `map` in `map: "x"`.
    pub fn label(self) -> Option<&'a Name> {
        self.node.label.as_ref()
    }

    /// Its form.
    pub fn kind(self) -> ValueKind {
        self.node.kind
    }

    /// A word as written, a string without quotes and escapes, or the name of a call; empty for the others.
    pub fn text(self) -> &'a str {
        &self.node.text
    }

    /// From its first to its last token, without its label.
    pub fn span(self) -> Span {
        self.node.span
    }

    /// The string, when it is one.
    pub fn string(self) -> Option<&'a str> {
        (self.node.kind == ValueKind::Text).then_some(&self.node.text)
    }

    /// The values of a list, or the arguments of a call.
    pub fn values(self) -> Values<'a> {
        Values::of(self.nodes.get(1..).unwrap_or_default())
    }

    /// The values of a list, or this one alone: where Prisma wants a list, brackets around a single value may
    /// be left out.
    pub fn items(self) -> Values<'a> {
        if self.node.kind == ValueKind::List { self.values() } else { Values::of(self.nodes) }
    }
}

impl<'a> Values<'a> {
    pub(super) fn of(nodes: &'a [Node]) -> Values<'a> {
        Values { rest: nodes }
    }
}

impl<'a> Iterator for Values<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let node = self.rest.first()?;
        let (nodes, rest) = self.rest.split_at(self.rest.len().min(1 + node.inside));
        self.rest = rest;
        Some(Value { node, nodes })
    }
}
