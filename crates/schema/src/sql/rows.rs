//! Statements that write rows.

use super::cursor::Cursor;
use super::statement::table_name;
use super::step::Step;
use review_facts::Operation;

/// Reads `INSERT`, `UPDATE`, `DELETE`, `TRUNCATE`, `MERGE`, `COPY`, `REPLACE`, `LOAD DATA`.
pub(super) fn read(mut cursor: Cursor) -> Vec<Step> {
    let text = cursor.text;
    let Some(first) = cursor.next() else { return Vec::new() };
    let step = match first.span.text(text).to_ascii_uppercase().as_str() {
        "INSERT" | "REPLACE" | "LOAD" => {
            if !cursor.skip_past(&["INTO"]) {
                cursor.take_any(&["IGNORE", "DELAYED"]);
            }
            cursor.take(&["TABLE"]);
            let table = cursor.name();
            let mut inner = cursor;
            let query = inner.take_mark(b'(') && inner.is_any(&["SELECT", "WITH", "VALUES"]);
            let columns = if query { Vec::new() } else { cursor.column_list() };
            Step { columns, ..Step::of_table(Operation::Insert, table) }
        }
        "UPDATE" => update(cursor),
        "DELETE" => {
            cursor.skip_past(&["FROM"]);
            Step::of_table(Operation::Delete, table_name(&mut cursor))
        }
        "TRUNCATE" => return truncate(cursor),
        "MERGE" => {
            cursor.take(&["INTO"]);
            Step::of_table(Operation::Update, table_name(&mut cursor))
        }
        _ => copy(cursor),
    };
    vec![step]
}

/// `UPDATE users SET a = 1, b = 2`; SQLite writes `UPDATE OR IGNORE users`.
fn update(mut cursor: Cursor) -> Step {
    if cursor.take(&["OR"]) {
        cursor.next();
    }
    cursor.take_any(&["LOW_PRIORITY", "IGNORE"]);
    let table = table_name(&mut cursor);
    let mut columns = Vec::new();
    if cursor.skip_past(&["SET"]) {
        for mut item in cursor.items() {
            let before = columns.len();
            columns.extend(item.word());
            if item.is_mark(b'.') {
                columns.truncate(before);
                item.next();
                columns.extend(item.word());
            }
            // What follows is no assignment any more.
            if item.skip_past(&["FROM", "WHERE", "RETURNING"]) {
                break;
            }
        }
    }
    Step { columns, ..Step::of_table(Operation::Update, table) }
}

fn truncate(mut cursor: Cursor) -> Vec<Step> {
    cursor.take(&["TABLE"]);
    let cascade = cursor.rest().last().is_some_and(|last| last.is(cursor.text, "CASCADE"));
    let step =
        |mut item: Cursor| Step { cascade, ..Step::of_table(Operation::Delete, table_name(&mut item)) };
    cursor.items().into_iter().map(step).collect()
}

/// `COPY users (a, b) FROM …` writes; `COPY … TO …` reads.
fn copy(mut cursor: Cursor) -> Step {
    let table = cursor.name();
    let columns = cursor.column_list();
    let operation = if cursor.is("FROM") { Operation::Insert } else { Operation::Query };
    Step { columns, ..Step::of_table(operation, table) }
}
