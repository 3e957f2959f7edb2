//! Indexes.

use super::create::Modifiers;
use super::cursor::Cursor;
use super::detail::{Detail, Index, IndexPart};
use super::name::Name;
use super::statement::table_name;
use super::step::Step;
use super::token::TokenKind;
use review_facts::Operation;

/// Reads what follows `CREATE INDEX`.
pub(super) fn read(mut cursor: Cursor, modifiers: Modifiers) -> Option<Step> {
    let concurrently = cursor.take(&["CONCURRENTLY"]);
    let if_exists = cursor.take_if_exists();
    let name = if cursor.is("ON") { None } else { cursor.name() };
    let mut index =
        Index { unique: modifiers.unique, method: modifiers.method, concurrently, ..Index::default() };
    method(&mut cursor, &mut index);
    if !cursor.take(&["ON"]) {
        return None;
    }
    let table = table_name(&mut cursor)?;
    method(&mut cursor, &mut index);
    body(&mut cursor, &mut index);
    index.name = name;
    Some(Step { if_exists, ..step(index).on(Some(table)) })
}

/// The step that creates an index.
pub(super) fn step(index: Index) -> Step {
    let columns = index.parts.iter().filter_map(|part| part.column.clone()).collect();
    Step {
        columns,
        ..Step::of_object(Operation::CreateIndex, index.name.clone()).with(Detail::Index(Box::new(index)))
    }
}

/// True when an index of MySQL comes next, and no column named `key`: `KEY name (a)`, `FULLTEXT INDEX (a)`.
pub(super) fn begins(cursor: &Cursor) -> bool {
    let mut ahead = *cursor;
    if ahead.take_any(&["FULLTEXT", "SPATIAL"]).is_some() {
        ahead.take_any(&["KEY", "INDEX"]);
    } else if ahead.take_any(&["KEY", "INDEX"]).is_none() {
        return false;
    }
    ahead.take_if_exists();
    if !ahead.is_mark(b'(') && ahead.word().is_none() {
        return false;
    }
    // `key varchar(10)` is a column.
    let number = ahead.peek_at(1).is_some_and(|token| token.kind == TokenKind::Number);
    (ahead.is_mark(b'(') && !number) || ahead.is("USING")
}

/// Reads an index of MySQL that stands beside columns, or follows `ADD`.
pub(super) fn beside_columns(cursor: &mut Cursor) -> Index {
    let kind = cursor.take_any(&["FULLTEXT", "SPATIAL"]);
    cursor.take_any(&["KEY", "INDEX"]);
    cursor.take_if_exists();
    let name = if cursor.is("USING") { None } else { cursor.word() };
    let mut index = Index { name, method: kind.map(str::to_ascii_lowercase), ..Index::default() };
    method(cursor, &mut index);
    body(cursor, &mut index);
    index
}

fn method(cursor: &mut Cursor, index: &mut Index) {
    if cursor.take(&["USING"]) {
        index.method = cursor.word().map(|name| name.name);
    }
}

fn body(cursor: &mut Cursor, index: &mut Index) {
    if let Some(group) = cursor.group() {
        index.parts = group.items().into_iter().map(part).collect();
    }
    method(cursor, index);
    if cursor.take(&["INCLUDE"]) {
        index.include = cursor.column_list();
    }
    index.predicate = cursor.skip_past(&["WHERE"]).then(|| cursor.span());
}

fn part(item: Cursor) -> IndexPart {
    IndexPart { span: item.span(), column: column(item) }
}

/// The column, unless it is the start of an expression: `lower(email)`, `a || b`. A number in parentheses is
/// how much of the column is indexed: `title(10)`.
fn column(mut item: Cursor) -> Option<Name> {
    let name = item.word()?;
    let length = item.is_mark(b'(') && item.peek_at(1).is_some_and(|token| token.kind == TokenKind::Number);
    let plain = item.peek().is_none_or(|token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted));
    (plain || length).then_some(name)
}
