//! Queries, and what they write on the way.

use super::cursor::Cursor;
use super::detail::{Detail, Table};
use super::rows;
use super::step::Step;
use super::token::TokenKind;
use review_facts::Operation;

/// Statements that may stand behind a `WITH`, or in its parentheses.
const WRITES: &[&str] = &["INSERT", "UPDATE", "DELETE", "MERGE"];

/// Reads `SELECT …`, `WITH …`, `VALUES …` or a query in parentheses.
pub(super) fn read(cursor: Cursor) -> Vec<Step> {
    let mut steps = if cursor.is("WITH") { writes_within(cursor) } else { Vec::new() };
    let mut main = cursor;
    if cursor.is("WITH") {
        main.skip_to(|cursor, _| cursor.is("SELECT") || cursor.is_any(WRITES));
    }
    if main.is_any(WRITES) {
        steps.extend(rows::read(main));
    } else if steps.is_empty() {
        steps.push(select(main));
    }
    steps
}

/// `WITH gone AS (DELETE FROM users RETURNING *) …`.
fn writes_within(mut cursor: Cursor) -> Vec<Step> {
    let mut steps = Vec::new();
    while let Some(token) = cursor.next() {
        if token.kind == TokenKind::Mark(b'(') && cursor.is_any(WRITES) {
            let mut ahead = cursor;
            ahead.next();
            let open = ahead.is_any(&["INTO", "FROM", "ONLY"]) || ahead.word().is_some();
            if open {
                let bounded = cursor.head(WITHIN);
                steps.extend(rows::read(bounded));
            }
        }
    }
    steps
}

/// So many tokens of a statement in a `WITH` are read: enough for its table and columns.
const WITHIN: usize = 256;

fn select(mut cursor: Cursor) -> Step {
    cursor.take(&["SELECT"]);
    let mut into = cursor;
    into.skip_to(|cursor, _| cursor.is_any(&["INTO", "FROM"]));
    let query = cursor.span();
    if into.take(&["INTO"]) && into.peek().is_some_and(|token| token.kind != TokenKind::Mark(b'@')) {
        if into.is_any(&["OUTFILE", "DUMPFILE", "STRICT"]) {
            return Step::new(Operation::Query);
        }
        let temporary = into.take_any(&["TEMPORARY", "TEMP"]).is_some();
        into.take(&["UNLOGGED"]);
        into.take(&["TABLE"]);
        let table = Table { temporary, query: Some(query), ..Table::default() };
        return Step::of_table(Operation::CreateTable, into.name()).with(Detail::Table(Box::new(table)));
    }
    let call = called_function(cursor);
    let constant = call.is_none()
        && into.is_done()
        && !cursor.rest().iter().any(|token| token.kind == TokenKind::Mark(b'('));
    let detail = if constant { Detail::Constant } else { Detail::None };
    Step::of_object(Operation::Query, call).with(detail)
}

/// The function that a query begins with: `SELECT enable_rls('users')`.
pub(super) fn called_function(mut cursor: Cursor) -> Option<super::name::Name> {
    let name = cursor.name()?;
    cursor.is_mark(b'(').then_some(name)
}
