//! Which family of quoting a text of SQL follows.

use super::lexer::Lexer;
use super::token::TokenKind;
use review_facts::Span;

/// How much of a text is looked at, in bytes: dumps and migrations of MySQL quote their very first name.
const LOOKED_AT: usize = 64 * 1024;

/// Storage engines of MySQL and MariaDB: `engine = …` alone may compare a column.
const ENGINES: &[&str] =
    &["ARCHIVE", "ARIA", "CSV", "INNODB", "MEMORY", "MYISAM", "NDB", "NDBCLUSTER", "ROCKSDB"];

/// A family of quoting rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL and SQLite: a backslash in a string is a backslash, block comments nest.
    #[default]
    Standard,
    /// MySQL and MariaDB: backslashes escape, `#` starts a comment, `/*! … */` is run.
    MySql,
}

/// Tells the dialect from signs that only MySQL has: names in backticks, `ENGINE=InnoDB`, `AUTO_INCREMENT`,
/// `DELIMITER` lines, `/*!40101 … */`. SQLite takes backticks too; it differs from MySQL only where a backslash stands before
/// a quote.
pub(super) fn tell(text: &str) -> Dialect {
    let end = text.len().min(LOOKED_AT);
    let mut lexer = Lexer::new(text, Span::new(0, end as u32), Dialect::Standard);
    // How much of `ENGINE =` stands before the token.
    let mut engine = 0;
    while let Some(token) = lexer.token() {
        let written = token.span.text(text);
        let sign = match token.kind {
            TokenKind::Quoted => written.starts_with('`'),
            TokenKind::Word if engine == 2 => token.is_any(text, ENGINES),
            TokenKind::Word => token.is(text, "AUTO_INCREMENT"),
            TokenKind::End => written.len() > 1,
            TokenKind::Comment => {
                written.starts_with("/*!") && written[3..].starts_with(|c: char| c.is_ascii_digit())
            }
            _ => false,
        };
        if sign {
            return Dialect::MySql;
        }
        engine = match token.kind {
            TokenKind::Mark(b'=') if engine == 1 => 2,
            _ => u8::from(token.is(text, "ENGINE")),
        };
    }
    Dialect::Standard
}
