//! `DROP …`: one step per object.

use super::cursor::Cursor;
use super::detail::{Detail, Index};
use super::object;
use super::step::Step;
use review_facts::Operation;

/// Reads what follows `DROP`.
pub(super) fn read(mut cursor: Cursor) -> Vec<Step> {
    cursor.take_any(&["TEMPORARY", "TEMP"]);
    let Some(kind) = object::kind(&mut cursor) else { return Vec::new() };
    let operation = operation(&kind);
    let concurrently = cursor.take(&["CONCURRENTLY"]);
    let if_exists = cursor.take_if_exists();
    let cascade = cursor.rest().last().is_some_and(|last| last.is(cursor.text, "CASCADE"));
    let mut steps = Vec::new();
    for item in cursor.items() {
        let step = read_one(item, operation);
        let detail = match operation {
            Operation::DropIndex => Detail::Index(Box::new(Index { concurrently, ..Index::default() })),
            _ => Detail::Words(kind.clone()),
        };
        steps.push(Step { if_exists, cascade, ..step.with(detail) });
    }
    steps
}

fn read_one(mut item: Cursor, operation: Operation) -> Step {
    let name = item.name();
    // What has no name among the others is `DROP CAST (a AS b)` and the like.
    if name.is_none() && operation != Operation::DropOther {
        return Step::new(Operation::Opaque);
    }
    if operation == Operation::DropTable {
        return Step::of_table(operation, name);
    }
    // The parameters of a function.
    item.group();
    let table = if item.take(&["ON"]) { item.name() } else { None };
    Step::of_object(operation, name).on(table)
}

fn operation(kind: &str) -> Operation {
    match kind {
        "TABLE" | "FOREIGN TABLE" => Operation::DropTable,
        "INDEX" => Operation::DropIndex,
        "VIEW" | "MATERIALIZED VIEW" => Operation::DropView,
        "TYPE" | "DOMAIN" => Operation::DropType,
        "FUNCTION" | "PROCEDURE" | "ROUTINE" => Operation::DropFunction,
        "TRIGGER" | "EVENT TRIGGER" => Operation::DropTrigger,
        "POLICY" => Operation::DropPolicy,
        "SCHEMA" => Operation::DropSchema,
        "EXTENSION" => Operation::DropExtension,
        "SEQUENCE" => Operation::DropSequence,
        _ => Operation::DropOther,
    }
}
