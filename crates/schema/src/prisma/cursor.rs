//! Reading tokens from left to right.

use super::schema::Name;
use super::token::{Token, TokenKind};
use review_facts::Span;

/// A position in the tokens of a text. Copies are cheap: to look ahead, move a copy.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    /// The text that was read.
    pub text: &'a str,
    tokens: &'a [Token],
    at: usize,
}

/// The tokens of a group of values.
pub(super) struct Group<'a> {
    /// What stands between the brackets; up to the line end when the group is not closed.
    pub inside: &'a [Token],
    /// From the opening bracket to the closing one, or to the line end.
    pub span: Span,
    /// It has its closing bracket.
    pub closed: bool,
}

impl<'a> Cursor<'a> {
    /// Stands before the first of `tokens`.
    pub fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Cursor { text, tokens, at: 0 }
    }

    /// The next token.
    pub fn peek(&self) -> Option<Token> {
        self.peek_at(0)
    }

    /// The token that stands `ahead` tokens behind the next one.
    pub fn peek_at(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead).copied()
    }

    /// Moves past the next token.
    pub fn next(&mut self) -> Option<Token> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    /// True when the next token is of this kind.
    pub fn is(&self, kind: TokenKind) -> bool {
        self.is_at(0, kind)
    }

    /// True when the token `ahead` tokens behind the next one is of this kind.
    pub fn is_at(&self, ahead: usize, kind: TokenKind) -> bool {
        self.peek_at(ahead).is_some_and(|token| token.kind == kind)
    }

    /// Moves past the next token when it is of this kind.
    pub fn take(&mut self, kind: TokenKind) -> Option<Token> {
        let token = self.peek().filter(|token| token.kind == kind)?;
        self.at += 1;
        Some(token)
    }

    /// Moves past a word.
    pub fn word(&mut self) -> Option<Name> {
        let token = self.take(TokenKind::Word)?;
        Some(Name::new(token.span.text(self.text), token.span))
    }

    /// Moves past block comments when a token of this kind follows them; behind all else they are comments of
    /// the line.
    pub fn skip_blocks_before(&mut self, kind: TokenKind) {
        let mut ahead = *self;
        while ahead.take(TokenKind::Block).is_some() {}
        if ahead.is(kind) {
            *self = ahead;
        }
    }

    /// The tokens from `start` (a copy of this cursor, taken earlier) up to here.
    pub fn since(&self, start: &Cursor<'a>) -> &'a [Token] {
        self.tokens.get(start.at..self.at).unwrap_or_default()
    }

    /// The bytes from the token at `start` up to the end of the last token that was passed.
    pub fn span_since(&self, start: &Cursor<'a>) -> Span {
        let passed = self.since(start);
        match (passed.first(), passed.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }

    /// Where the last token that was passed ends.
    pub fn end_before(&self) -> u32 {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.map_or(0, |token| token.span.end)
    }

    /// Moves past a group in parentheses or brackets, over line ends too. When what cannot stand in a group
    /// comes before its end, it was not closed: the group is its first line then, and what stands below is
    /// read again. Nothing is read a third time, as what begins a group also ends one that is open.
    pub fn group(&mut self) -> Option<Group<'a>> {
        self.peek().filter(|token| token.opens())?;
        let start = *self;
        let closed = self.skip_closed();
        if !closed {
            *self = start;
            self.skip_line();
        }
        let tokens = self.since(&start);
        let end = tokens.len() - usize::from(closed);
        let inside = tokens.get(1..end).unwrap_or_default();
        Some(Group { inside, span: self.span_since(&start), closed })
    }

    fn skip_closed(&mut self) -> bool {
        let mut depth = 0u32;
        while let Some(token) = self.peek().filter(|token| !token.ends_groups()) {
            self.at += 1;
            depth += u32::from(token.opens());
            depth -= u32::from(token.closes());
            if depth == 0 {
                return true;
            }
        }
        false
    }

    fn skip_line(&mut self) {
        while self.peek().is_some_and(|token| token.kind != TokenKind::Line && !token.ends_groups()) {
            self.at += 1;
        }
    }
}
