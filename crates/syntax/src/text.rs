//! Texts that are put together: one view of literals, templates, `%`, `.format()` and `+`.

use crate::tree::{Kind, NodeId, Role, Tree, flag};
use review_facts::{Language, Span};

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// Literal text, in bytes from 0, without quotes. Escapes and placeholders stand as written.
    Text(Span),
    /// A value put into it.
    Value(NodeId),
}

/// More pieces than this are not told apart: nobody reads such a text, and a chain of `+` can be 100,000 long.
const MOST_PARTS: usize = 1_000;

/// Operands of a `+` in front of `%` or `.format()` among which a literal is looked for.
const LONGEST_FORMAT: usize = 32;

impl Tree {
    /// The pieces of a text in source order: of a `Str`, a `Template`, `"…" % x`, `"…".format(x)` and of `+`
    /// with a literal among its operands. None when the node is no text.
    pub fn text_parts(&self, id: NodeId, source: &str) -> Option<Vec<TextPart>> {
        let mut parts = Vec::new();
        let mut open = vec![id];
        while let Some(node) = open.pop() {
            // Past the bound what would have to be opened stays a value as a whole.
            let is_full = parts.len() + open.len() >= MOST_PARTS;
            let is_leaf = matches!(self.kind(node), Kind::Str | Kind::StrPart);
            if (is_full && !is_leaf) || !self.open_text(node, source, &mut open, &mut parts) {
                parts.push(TextPart::Value(node));
            }
        }
        let literal = matches!(self.kind(id), Kind::Str | Kind::Template);
        (literal || parts.iter().any(|part| matches!(part, TextPart::Text(_)))).then_some(parts)
    }

    /// Opens one text: adds its pieces, or puts its operands on the stack, the first on top. False when the
    /// node is a value like any other.
    fn open_text(&self, id: NodeId, source: &str, open: &mut Vec<NodeId>, parts: &mut Vec<TextPart>) -> bool {
        match self.kind(id) {
            Kind::Str => parts.extend(self.str_content(id, source).map(TextPart::Text)),
            Kind::StrPart => parts.push(TextPart::Text(self.span(id))),
            Kind::Template => {
                let kids: Vec<NodeId> = self.kids(id).collect();
                open.extend(kids.into_iter().rev());
            }
            Kind::Binary if self.has(id, flag::ADD) => {
                open.extend([self.kid(id, Role::Right), self.kid(id, Role::Left)].into_iter().flatten())
            }
            Kind::Binary if self.has(id, flag::MOD) => {
                let (Some(left), Some(right)) = (self.kid(id, Role::Left), self.kid(id, Role::Right)) else {
                    return false;
                };
                if !self.is_text(left) {
                    return false;
                }
                open.extend(self.operands(right).into_iter().rev());
                open.push(left);
            }
            Kind::Call => {
                let Some(text) = self.formatted(id, source) else { return false };
                let values: Vec<NodeId> =
                    self.kids_with(id, Role::Arg).map(|arg| self.pair_value(arg)).collect();
                open.extend(values.into_iter().rev());
                open.push(text);
            }
            _ => return false,
        }
        true
    }

    /// The literal of a call `"…".format(…)`.
    fn formatted(&self, call: NodeId, source: &str) -> Option<NodeId> {
        let callee = self.kid(call, Role::Callee)?;
        if self.kind(callee) != Kind::Member {
            return None;
        }
        let property = self.kid(callee, Role::Property)?;
        let text = self.kid(callee, Role::Object)?;
        (self.text(property, source) == "format" && self.is_text(text)).then_some(text)
    }

    /// A literal, or a short chain of `+` with a literal among its operands.
    fn is_text(&self, id: NodeId) -> bool {
        let is_literal = |id: NodeId| matches!(self.kind(id), Kind::Str | Kind::Template);
        let mut at = id;
        for _ in 0..LONGEST_FORMAT {
            if is_literal(at) {
                return true;
            }
            if self.kind(at) != Kind::Binary || !self.has(at, flag::ADD) {
                return false;
            }
            if self.kid(at, Role::Right).is_some_and(is_literal) {
                return true;
            }
            let Some(left) = self.kid(at, Role::Left) else { return false };
            at = left;
        }
        false
    }

    /// What stands behind `%`: the elements of a tuple, the values of a dict, or the one value.
    fn operands(&self, right: NodeId) -> Vec<NodeId> {
        match self.kind(right) {
            Kind::List if self.has(right, flag::TUPLE) => self.kids(right).collect(),
            Kind::Object => self.kids(right).map(|pair| self.pair_value(pair)).collect(),
            _ => vec![right],
        }
    }

    /// The value of a `Pair` or `Spread`, or the node itself.
    fn pair_value(&self, id: NodeId) -> NodeId {
        match self.kind(id) {
            Kind::Pair => self.kid(id, Role::Value).or_else(|| self.kid(id, Role::Key)).unwrap_or(id),
            _ => id,
        }
    }

    /// The text between the quotes of a `Str`, in bytes from 0; none for other nodes and for a literal that is
    /// cut short. Prefixes (`rb`, `c`), triple quotes and Rust's `#`s are left out.
    pub fn str_content(&self, id: NodeId, source: &str) -> Option<Span> {
        if self.kind(id) != Kind::Str {
            return None;
        }
        let span = self.span(id);
        let bytes = span.text(source).as_bytes();
        let first = bytes.iter().take(264).position(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
        let quote = bytes[first];
        let hashes = bytes[..first].iter().filter(|byte| **byte == b'#').count();
        let triple = self.language == Language::Python
            && bytes[first..].starts_with(&[quote; 3])
            && bytes.len() >= first + 6;
        let width = if triple { 3 } else { 1 };
        let start = first + width;
        let end = bytes.len().checked_sub(width + hashes).filter(|end| *end >= start)?;
        Some(Span::new(span.start + start as u32, span.start + end as u32))
    }
}
