//! Reading the tokens of one statement from left to right.
//!
//! One decision that is not obvious: nothing here fails. A reader that does not find what it looks for gets
//! none and leaves the cursor where it was.

use super::name::Name;
use super::token::{Token, TokenKind};
use review_facts::Span;

/// A position in the tokens of a statement, or of a part of one. Copies are cheap: to look ahead, move a copy.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    /// The text that was read.
    pub text: &'a str,
    tokens: &'a [Token],
    at: usize,
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

    /// True when nothing is left.
    pub fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// How many tokens are left.
    pub fn left(&self) -> usize {
        self.tokens.len().saturating_sub(self.at)
    }

    /// The tokens that are left.
    pub fn rest(&self) -> &'a [Token] {
        self.tokens.get(self.at..).unwrap_or_default()
    }

    /// The same position, with at most `count` tokens left.
    pub fn head(&self, count: usize) -> Cursor<'a> {
        self.part(self.at, self.at + count)
    }

    /// True when the next token is the bare word `word`.
    pub fn is(&self, word: &str) -> bool {
        self.is_at(0, word)
    }

    /// True when the token `ahead` tokens behind the next one is the bare word `word`.
    pub fn is_at(&self, ahead: usize, word: &str) -> bool {
        self.peek_at(ahead).is_some_and(|token| token.is(self.text, word))
    }

    /// True when the next token is one of the bare words `words`.
    pub fn is_any(&self, words: &[&str]) -> bool {
        self.peek().is_some_and(|token| token.is_any(self.text, words))
    }

    /// True when the next token is this punctuation.
    pub fn is_mark(&self, mark: u8) -> bool {
        self.peek().is_some_and(|token| token.kind == TokenKind::Mark(mark))
    }

    /// Moves past `words` when all of them come next, in this order.
    pub fn take(&mut self, words: &[&str]) -> bool {
        let found = words.iter().enumerate().all(|(ahead, word)| self.is_at(ahead, word));
        if found {
            self.at += words.len();
        }
        found
    }

    /// Moves past one of `words`; says which.
    pub fn take_any<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        let found = words.iter().find(|word| self.is(word)).copied()?;
        self.at += 1;
        Some(found)
    }

    /// Moves past this punctuation.
    pub fn take_mark(&mut self, mark: u8) -> bool {
        let found = self.is_mark(mark);
        self.at += usize::from(found);
        found
    }

    /// Moves past `IF EXISTS` or `IF NOT EXISTS`.
    pub fn take_if_exists(&mut self) -> bool {
        self.take(&["IF", "EXISTS"]) || self.take(&["IF", "NOT", "EXISTS"])
    }

    /// A string, in quotes or between dollar signs.
    pub fn string(&mut self) -> Option<Token> {
        let token = self.peek().filter(|token| matches!(token.kind, TokenKind::Text | TokenKind::Dollar))?;
        self.at += 1;
        Some(token)
    }

    /// A name of one part.
    pub fn word(&mut self) -> Option<Name> {
        let token = self.peek().filter(|token| is_part(*token))?;
        self.at += 1;
        Some(Name::of(self.text, token))
    }

    /// A name with the parts before its dots.
    pub fn name(&mut self) -> Option<Name> {
        let mut name = self.word()?;
        while self.is_mark(b'.') {
            let Some(part) = self.peek_at(1).filter(|token| is_part(*token)) else { break };
            name.dot(self.text, part);
            self.at += 2;
        }
        Some(name)
    }

    /// Names with commas between them.
    pub fn names(&mut self) -> Vec<Name> {
        let mut names = Vec::new();
        while let Some(name) = self.name() {
            names.push(name);
            if !self.take_mark(b',') {
                break;
            }
        }
        names
    }

    /// Moves past a group in parentheses; the result reads what is inside. An unclosed group ends with the
    /// statement.
    pub fn group(&mut self) -> Option<Cursor<'a>> {
        if !self.is_mark(b'(') {
            return None;
        }
        let start = self.at + 1;
        let mut depth = 0u32;
        while let Some(token) = self.next() {
            match token.kind {
                TokenKind::Mark(b'(') => depth += 1,
                TokenKind::Mark(b')') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(self.part(start, self.at - 1));
            }
        }
        Some(self.part(start, self.at))
    }

    /// Moves past a group in parentheses that lists plain columns: `(a, b DESC, c(10))`. Entries that are
    /// expressions are left out.
    pub fn column_list(&mut self) -> Vec<Name> {
        let Some(group) = self.group() else { return Vec::new() };
        group.items().iter_mut().filter_map(Cursor::word).collect()
    }

    /// Moves past a group in parentheses that lists names: `(public.a, b)`.
    pub fn name_list(&mut self) -> Vec<Name> {
        self.group().map(|mut group| group.names()).unwrap_or_default()
    }

    /// What is left, split at commas outside of parentheses and brackets.
    pub fn items(&self) -> Vec<Cursor<'a>> {
        let mut items = Vec::new();
        let mut rest = *self;
        while !rest.is_done() {
            let start = rest.at;
            rest.skip_to(|_, token| token.kind == TokenKind::Mark(b','));
            if rest.at > start {
                items.push(self.part(start, rest.at));
            }
            rest.at += 1;
        }
        items
    }

    /// Moves to the first token outside of parentheses and brackets that is `wanted`, or to the end.
    pub fn skip_to(&mut self, wanted: impl Fn(&Cursor<'a>, Token) -> bool) {
        let mut depth = 0u32;
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Mark(b'(' | b'[') => depth += 1,
                TokenKind::Mark(b')' | b']') => depth = depth.saturating_sub(1),
                _ if depth == 0 && wanted(self, token) => return,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Moves past the first of `words` outside of parentheses; false, and nothing moves, when there is none.
    pub fn skip_past(&mut self, words: &[&str]) -> bool {
        let mut ahead = *self;
        ahead.skip_to(|cursor, _| cursor.is_any(words));
        if ahead.is_done() {
            return false;
        }
        self.at = ahead.at + 1;
        true
    }

    /// The bytes from the token at `start` (a copy of this cursor, taken earlier) up to here; empty, where
    /// `start` stands, when nothing was passed.
    pub fn since(&self, start: &Cursor<'a>) -> Span {
        self.part(start.at, self.at).span()
    }

    /// The bytes that are left.
    pub fn span(&self) -> Span {
        let rest = self.rest();
        let start = rest.first().map_or_else(|| self.end_before(), |token| token.span.start);
        Span::new(start, rest.last().map_or(start, |token| token.span.end))
    }

    fn end_before(&self) -> u32 {
        let before = self.at.min(self.tokens.len()).checked_sub(1);
        before.and_then(|at| self.tokens.get(at)).map_or(0, |token| token.span.end)
    }

    fn part(&self, start: usize, end: usize) -> Cursor<'a> {
        let end = end.min(self.tokens.len());
        Cursor { text: self.text, tokens: &self.tokens[..end], at: start.min(end) }
    }
}

fn is_part(token: Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Quoted)
}
