//! Names of tables, columns and other objects.

use super::token::{HOLE, Token, TokenKind};
use review_facts::Span;

/// What is longer than so many bytes is no name; it is cut, so that many steps on one table stay small.
pub(super) const LONGEST: usize = 255;

/// A name, with the schema it was written with.
///
/// Words without quotes are folded to lower case, as PostgreSQL does it; words in quotes are kept as they
/// are. Names are not shortened to the 63 bytes that PostgreSQL keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// What stands before the last dot: a schema, or a database in MySQL; for a column its table.
    pub schema: Option<String>,
    /// The name itself.
    pub name: String,
    /// The last part as written, quotes included: bytes from 0 of the text that was read.
    pub span: Span,
    /// Some part of it is only known at run time (see [`HOLE`]).
    pub hole: bool,
}

impl Name {
    /// Makes a name of one part from its token.
    pub(super) fn of(text: &str, token: Token) -> Name {
        let name = part(text, token);
        Name { schema: None, hole: name.contains(HOLE), name, span: token.span }
    }

    /// Appends a further part: what was the name becomes the schema.
    pub(super) fn dot(&mut self, text: &str, token: Token) {
        let last = part(text, token);
        self.hole |= last.contains(HOLE);
        self.schema = Some(std::mem::replace(&mut self.name, last));
        self.span = token.span;
    }
}

/// One part of a name, folded and without quotes. The placeholders of a template are holes.
fn part(text: &str, token: Token) -> String {
    let written = token.span.text(text);
    let written = &written[..written.floor_char_boundary(LONGEST)];
    if token.kind == TokenKind::Word {
        return if written.contains('%') { HOLE.to_string() } else { written.to_ascii_lowercase() };
    }
    let quote = written.chars().next().unwrap_or('"');
    let closing = if quote == '[' { ']' } else { quote };
    let inner = written.strip_prefix(quote).unwrap_or(written);
    let inner = inner.strip_suffix(closing).unwrap_or(inner);
    inner.replace(&String::from_iter([closing, closing]), &closing.to_string())
}
