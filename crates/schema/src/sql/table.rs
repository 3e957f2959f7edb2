//! `CREATE TABLE …`.

use super::create::Modifiers;
use super::cursor::Cursor;
use super::detail::{Detail, Table};
use super::step::Step;
use super::{column, constraint, index};
use review_facts::Operation;

/// Reads what follows `CREATE TABLE`.
pub(super) fn read(mut cursor: Cursor, modifiers: &Modifiers) -> Option<Step> {
    let if_exists = cursor.take_if_exists();
    let name = cursor.name()?;
    let mut table = Table { temporary: modifiers.temporary, ..Table::default() };
    if cursor.take(&["PARTITION", "OF"]) {
        table.partition_of = cursor.name();
    } else if cursor.take(&["LIKE"]) {
        table.like.extend(cursor.name());
    } else if cursor.take(&["OF"]) {
        cursor.name();
    }
    if let Some(elements) = cursor.group() {
        for element in elements.items() {
            read_element(element, &mut table);
        }
    }
    tail(cursor, &mut table);
    let step = Step::of_table(Operation::CreateTable, Some(name)).with(Detail::Table(Box::new(table)));
    Some(Step { if_exists, ..step })
}

fn read_element(mut element: Cursor, table: &mut Table) {
    if constraint::begins(&element) {
        table.constraints.extend(constraint::read(element));
    } else if element.take(&["LIKE"]) {
        table.like.extend(element.name());
    } else if index::begins(&element) {
        table.indexes.push(index::beside_columns(&mut element));
    } else if !element.is("PERIOD") || !element.is_at(1, "FOR") {
        table.columns.extend(column::read(element));
    }
}

/// What stands behind the columns: `INHERITS (a)`, `AS SELECT …`. MySQL leaves out the `AS`.
fn tail(mut cursor: Cursor, table: &mut Table) {
    loop {
        cursor.skip_to(|cursor, _| cursor.is_any(&["INHERITS", "AS", "SELECT"]));
        if cursor.take(&["INHERITS"]) {
            table.like.extend(cursor.name_list());
            continue;
        }
        if cursor.take(&["AS"]) || cursor.is("SELECT") {
            table.query = Some(cursor.span());
        }
        return;
    }
}
