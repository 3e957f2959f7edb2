//! What a schema is written in.

use review_facts::Span;

/// A piece of text that is read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// Bytes from 0 of the text; quotes and comment marks are part of it.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name, a path with dots or a number: `id`, `db.VarChar`, `-1.5`.
    Word,
    /// A string in double quotes. One that is not closed ends with its line.
    Text,
    /// The end of a line, however it is written.
    Line,
    /// `// …`
    Comment,
    /// `/// …`
    Docs,
    /// `/* … */`
    Block,
    /// `@`
    At,
    /// `@@`
    AtAt,
    /// Any other character.
    Mark(char),
}

impl Token {
    /// True for comments of every form.
    pub fn is_comment(self) -> bool {
        matches!(self.kind, TokenKind::Comment | TokenKind::Docs | TokenKind::Block)
    }

    /// True for what opens a group of values.
    pub fn opens(self) -> bool {
        matches!(self.kind, TokenKind::Mark('(' | '['))
    }

    /// True for what closes a group of values.
    pub fn closes(self) -> bool {
        matches!(self.kind, TokenKind::Mark(')' | ']'))
    }

    /// True for what cannot stand inside of a group of values, so that a group that goes on there was never
    /// closed.
    pub fn ends_groups(self) -> bool {
        matches!(self.kind, TokenKind::At | TokenKind::AtAt | TokenKind::Mark('{' | '}' | '='))
    }
}
