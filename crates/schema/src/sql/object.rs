//! The words that say what kind of object a statement is about.

use super::cursor::Cursor;
use super::name::Name;
use super::token::{HOLE, TokenKind};

/// Kinds of several words; the others have one.
const LONG_KINDS: &[&[&str]] = &[
    &["ACCESS", "METHOD"],
    &["DEFAULT", "PRIVILEGES"],
    &["EVENT", "TRIGGER"],
    &["FOREIGN", "DATA", "WRAPPER"],
    &["FOREIGN", "TABLE"],
    &["LARGE", "OBJECT"],
    &["MATERIALIZED", "VIEW"],
    &["OPERATOR", "CLASS"],
    &["OPERATOR", "FAMILY"],
    &["PROCEDURAL", "LANGUAGE"],
    &["TEXT", "SEARCH", "CONFIGURATION"],
    &["TEXT", "SEARCH", "DICTIONARY"],
    &["TEXT", "SEARCH", "PARSER"],
    &["TEXT", "SEARCH", "TEMPLATE"],
    &["USER", "MAPPING"],
];

/// Reads the kind of object, in capitals: `TABLE`, `MATERIALIZED VIEW`. None when no bare word comes next, or
/// one that is known only at run time.
pub(super) fn kind(cursor: &mut Cursor) -> Option<String> {
    if let Some(words) = LONG_KINDS.iter().find(|words| cursor.take(words)) {
        return Some(words.join(" "));
    }
    let token = cursor.peek().filter(|token| token.kind == TokenKind::Word)?;
    let word = token.span.text(cursor.text);
    if word.contains(HOLE) {
        return None;
    }
    cursor.next();
    Some(word.to_ascii_uppercase())
}

/// The leading bare words of what is left, at most `count`, in capitals.
pub(super) fn leading_words(mut cursor: Cursor, count: usize) -> String {
    let mut words = Vec::new();
    while words.len() < count {
        let Some(token) = cursor.next().filter(|token| token.kind == TokenKind::Word) else { break };
        words.push(token.span.text(cursor.text).to_ascii_uppercase());
    }
    words.join(" ")
}

/// A column written with its table before it: `schema.table.column`.
pub(super) fn column_of_table(cursor: &mut Cursor) -> (Option<Name>, Option<Name>) {
    let mut table: Option<Name> = None;
    let mut column = cursor.peek().zip(cursor.word());
    while let Some((token, name)) = column.take_if(|_| cursor.take_mark(b'.')) {
        match &mut table {
            Some(table) => table.dot(cursor.text, token),
            None => table = Some(name),
        }
        column = cursor.peek().zip(cursor.word());
    }
    (table, column.map(|(_, name)| name))
}
