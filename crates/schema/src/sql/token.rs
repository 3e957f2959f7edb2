//! Tokens of SQL text.
//!
//! Keywords are not told from identifiers: which words are reserved differs between databases and versions,
//! and the readers of statements know from the position what they look for.

use review_facts::Span;

/// Stands in a text for a part that is only known at run time: a placeholder of an f-string or a template,
/// `%s`, `{}`. It counts as a letter, so that `{prefix}_users` stays one name, with a hole in it.
///
/// The character is U+FFFC OBJECT REPLACEMENT CHARACTER, three bytes in UTF-8.
pub const HOLE: char = '\u{FFFC}';

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A bare word: keyword or identifier.
    Word,
    /// An identifier in quotes: `"x"`, `` `x` ``, `[x]`.
    Quoted,
    /// A string: `'x'`, `E'x'`.
    Text,
    /// A string between dollar signs: `$$x$$`, `$tag$x$tag$`.
    Dollar,
    /// A number.
    Number,
    /// `$1`.
    Parameter,
    /// One byte of punctuation.
    Mark(u8),
    /// What ends a statement: `;`, or what a `DELIMITER` line has put in its place.
    End,
    /// A comment.
    Comment,
    /// A line for the client rather than the database: `\i other.sql`, `\gexec`.
    Command,
}

/// A token of SQL text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands, in bytes from 0 of the text that was read.
    pub span: Span,
}

impl Token {
    /// True for a bare word that equals `word` in any case.
    pub fn is(&self, text: &str, word: &str) -> bool {
        self.kind == TokenKind::Word && self.span.text(text).eq_ignore_ascii_case(word)
    }

    /// True for a bare word that equals one of `words` in any case.
    pub fn is_any(&self, text: &str, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(text, word))
    }
}

/// The inside of a string, without its quotes: of `'x'`, `E'x'`, `$$x$$`, `$tag$x$tag$`. Doubled quotes and
/// backslashes in it are left as they are.
pub(super) fn inside(text: &str, token: Token) -> Span {
    let written = token.span.text(text).as_bytes();
    let opening = match token.kind {
        TokenKind::Dollar => {
            memchr::memchr(b'$', written.get(1..).unwrap_or_default()).map_or(1, |at| at + 2)
        }
        _ => memchr::memchr(b'\'', written).map_or(0, |at| at + 1),
    };
    let marker = &written[..opening.min(written.len())];
    let quote: &[u8] = if token.kind == TokenKind::Dollar { marker } else { b"'" };
    let closed = written.len() >= opening + quote.len() && written.ends_with(quote);
    let closing = if closed { quote.len() } else { 0 };
    Span::new(token.span.start + marker.len() as u32, token.span.end - closing as u32)
}
