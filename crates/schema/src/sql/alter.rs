//! `ALTER …` of everything but tables.

use super::cursor::Cursor;
use super::detail::{Detail, Type};
use super::object;
use super::step::Step;
use super::{alter_table, grant, policy};
use review_facts::Operation;

/// Reads what follows `ALTER`.
pub(super) fn read(mut cursor: Cursor) -> Vec<Step> {
    cursor.take(&["IGNORE"]);
    let Some(kind) = object::kind(&mut cursor) else { return Vec::new() };
    let step = match kind.as_str() {
        "TABLE" | "FOREIGN TABLE" => return alter_table::read(cursor),
        "DEFAULT PRIVILEGES" => Some(grant::default_privileges(cursor)),
        "POLICY" => policy::read(cursor, Operation::AlterPolicy),
        "TYPE" | "DOMAIN" => Some(alter_type(cursor)),
        "INDEX" => Some(renamed(cursor, Operation::RenameIndex, &kind)),
        _ => Some(renamed(cursor, Operation::AlterOther, &kind)),
    };
    step.into_iter().collect()
}

fn alter_type(mut cursor: Cursor) -> Step {
    let name = cursor.name();
    let mut detail = Type::default();
    if cursor.take(&["ADD", "VALUE"]) {
        let if_exists = cursor.take_if_exists();
        detail.is_enum = true;
        detail.values = cursor.string().map(|token| token.span).into_iter().collect();
        return Step {
            if_exists,
            ..Step::of_object(Operation::AddEnumValue, name).with(Detail::Type(detail))
        };
    }
    if cursor.take(&["RENAME", "VALUE"]) {
        detail.is_enum = true;
        detail.values = cursor.string().map(|token| token.span).into_iter().collect();
        cursor.take(&["TO"]);
        detail.new_value = cursor.string().map(|token| token.span);
        return Step::of_object(Operation::AlterType, name).with(Detail::Type(detail));
    }
    if cursor.take(&["RENAME", "TO"]) {
        return Step::of_object(Operation::RenameType, name).to(cursor.word());
    }
    let words = object::leading_words(cursor, 3);
    Step::of_object(Operation::AlterType, name).with(Detail::Words(words))
}

/// `ALTER INDEX a RENAME TO b`; what does not rename changes something else.
fn renamed(mut cursor: Cursor, renames: Operation, kind: &str) -> Step {
    let if_exists = cursor.take_if_exists();
    let name = cursor.name();
    // The parameters of a function, the table of a trigger.
    cursor.group();
    let table = if cursor.take(&["ON"]) { cursor.name() } else { None };
    let new_name = if cursor.take(&["RENAME", "TO"]) { cursor.word() } else { None };
    let operation = if new_name.is_some() { renames } else { Operation::AlterOther };
    let words = if new_name.is_some() {
        kind.to_owned()
    } else {
        format!("{kind} {}", object::leading_words(cursor, 2))
    };
    Step { if_exists, ..Step::of_object(operation, name).on(table).to(new_name).with(Detail::Words(words)) }
}
