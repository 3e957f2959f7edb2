//! Cutting a text into tokens.
//!
//! One decision that is not obvious: a block comment that is never closed is one broken token up to the line
//! end. Prisma goes on below such a line too, and so a stray `/*` does not hide the rest of a file.

use super::token::{Token, TokenKind};
use review_facts::Span;

/// Cuts a text into tokens; what lies between them is white space. `text` is shorter than 4 GiB.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let last_close = memchr::memmem::rfind(text.as_bytes(), b"*/").unwrap_or(0);
    let mut lexer = Lexer { text, at: 0, last_close };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next() {
        tokens.push(token);
    }
    tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Where the last `*/` of the text begins; 0 when there is none.
    last_close: usize,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<Token> {
        self.skip_space();
        let start = self.at;
        let rest = self.text.get(start..)?;
        let first = rest.chars().next()?;
        let (kind, length) = match first {
            '\r' if rest.starts_with("\r\n") => (TokenKind::Line, 2),
            '\n' | '\r' => (TokenKind::Line, 1),
            '"' => (TokenKind::Text, text_length(rest)),
            '@' if rest.starts_with("@@") => (TokenKind::AtAt, 2),
            '@' => (TokenKind::At, 1),
            '/' => self.comment(rest),
            _ if begins_word(rest, first) => (TokenKind::Word, word_length(rest)),
            _ => (TokenKind::Mark(first), first.len_utf8()),
        };
        self.at += length;
        Some(Token { kind, span: Span::new(start as u32, self.at as u32) })
    }

    /// White space, and byte order marks, which files put together have in their middle too.
    fn skip_space(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        let space = |letter: char| letter == '\u{FEFF}' || (letter.is_whitespace() && !is_line_end(letter));
        self.at += rest.len() - rest.trim_start_matches(space).len();
    }

    fn comment(&self, rest: &str) -> (TokenKind, usize) {
        let bytes = rest.as_bytes();
        let line = || memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
        if rest.starts_with("//") {
            let kind = if rest.starts_with("///") { TokenKind::Docs } else { TokenKind::Comment };
            return (kind, line());
        }
        if !rest.starts_with("/*") {
            return (TokenKind::Mark('/'), 1);
        }
        if self.at + 2 <= self.last_close {
            let close = memchr::memmem::find(&bytes[2..], b"*/");
            return (TokenKind::Block, close.map_or(bytes.len(), |close| close + 4));
        }
        (TokenKind::Mark('/'), line())
    }
}

fn is_line_end(letter: char) -> bool {
    matches!(letter, '\n' | '\r')
}

/// Length of a string with its quotes; without the line end when it is not closed.
fn text_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\n' | b'\r' => return at,
            b'\\' if !matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn begins_word(rest: &str, first: char) -> bool {
    let is_negative = || rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    first.is_alphanumeric() || first == '_' || (first == '-' && is_negative())
}

fn word_length(rest: &str) -> usize {
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let goes_on = match letter {
            '.' => letters.peek().is_some_and(|(_, next)| next.is_alphanumeric() || *next == '_'),
            _ => letter.is_alphanumeric() || matches!(letter, '_' | '-'),
        };
        if !goes_on {
            return at;
        }
    }
    rest.len()
}
