//! The definition of a column.

use super::constraint;
use super::cursor::Cursor;
use super::detail::Column;
use super::token::{Token, TokenKind};
use review_facts::Span;

/// Words that end a type or a default, as they begin what comes next.
const NEXT: &[&str] = &[
    "AFTER",
    "AS",
    "AUTOINCREMENT",
    "AUTO_INCREMENT",
    "CHARSET",
    "CHECK",
    "COLLATE",
    "COLUMN_FORMAT",
    "COMMENT",
    "COMPRESSION",
    "CONSTRAINT",
    "DEFAULT",
    "DEFERRABLE",
    "FIRST",
    "GENERATED",
    "IDENTITY",
    "INITIALLY",
    "INVISIBLE",
    "KEY",
    "NOT",
    "NULL",
    "ON",
    "OPTIONS",
    "PRIMARY",
    "REFERENCES",
    "STORAGE",
    "STORED",
    "UNIQUE",
    "USING",
    "VIRTUAL",
    "VISIBLE",
];

/// Types of PostgreSQL that count up by themselves.
const SERIAL: &[&str] = &["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"];

/// Reads a column from its name to the end of its definition.
pub(super) fn read(mut cursor: Cursor) -> Option<Column> {
    let span = cursor.span();
    let name = cursor.word()?;
    let ty = until_next(&mut cursor);
    let serial = SERIAL.iter().any(|serial| ty.text(cursor.text).eq_ignore_ascii_case(serial));
    let mut column = Column { name, ty, span, generated: serial, ..Column::default() };
    while !cursor.is_done() {
        read_property(&mut cursor, &mut column);
    }
    Some(column)
}

/// Moves to where the next property of the column begins; says what was passed.
pub(super) fn until_next(cursor: &mut Cursor) -> Span {
    let start = *cursor;
    cursor.skip_to(is_next);
    cursor.since(&start)
}

/// `CHARACTER SET` and `WITH OPTIONS` begin a property; `CHARACTER VARYING` is a type, and
/// `timestamp WITH TIME ZONE` is one.
fn is_next(cursor: &Cursor, token: Token) -> bool {
    let pair = |first: &str, second: &str| token.is(cursor.text, first) && cursor.is_at(1, second);
    token.kind == TokenKind::Word
        && (token.is_any(cursor.text, NEXT) || pair("CHARACTER", "SET") || pair("WITH", "OPTIONS"))
}

fn read_property(cursor: &mut Cursor, column: &mut Column) {
    if cursor.take(&["NOT", "NULL"]) {
        column.not_null = true;
    } else if cursor.take(&["DEFAULT"]) {
        column.default = Some(expression(cursor));
    } else if cursor.take(&["PRIMARY", "KEY"]) || cursor.take(&["KEY"]) {
        column.primary_key = true;
    } else if cursor.take(&["UNIQUE"]) {
        column.unique = true;
        cursor.take(&["KEY"]);
    } else if cursor.take(&["CHECK"]) {
        column.check = cursor.group().map(|group| group.span());
    } else if cursor.take(&["REFERENCES"]) {
        column.references = constraint::references(cursor);
    } else if cursor.take(&["GENERATED"]) {
        column.generated = true;
        if cursor.take(&["BY", "DEFAULT"]) || cursor.take(&["ALWAYS"]) {
            cursor.take(&["ON", "NULL"]);
        }
    } else if cursor.take_any(&["AUTO_INCREMENT", "AUTOINCREMENT", "AS", "IDENTITY"]).is_some() {
        column.generated = true;
    } else if cursor.take(&["COMMENT"]) {
        column.comment = cursor.string().map(|token| token.span);
    } else if cursor.take(&["ON", "UPDATE"]) {
        expression(cursor);
    } else if cursor.take(&["CONSTRAINT"]) || cursor.take(&["COLLATE"]) {
        cursor.name();
    } else if cursor.take_any(&["STORAGE", "COMPRESSION", "COLUMN_FORMAT"]).is_some() {
        // One of their values is `DEFAULT`.
        cursor.next();
    } else if cursor.group().is_none() {
        cursor.next();
    }
}

/// A default. Its first token belongs to it whatever it is: `DEFAULT NULL`.
fn expression(cursor: &mut Cursor) -> Span {
    let start = *cursor;
    if cursor.group().is_none() {
        cursor.next();
    }
    until_next(cursor);
    cursor.since(&start)
}
