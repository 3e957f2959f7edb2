//! Policies of row-level security.

use super::cursor::Cursor;
use super::detail::{Detail, Policy};
use super::step::Step;
use review_facts::Operation;

/// Reads what follows `CREATE POLICY` or `ALTER POLICY`.
pub(super) fn read(mut cursor: Cursor, operation: Operation) -> Option<Step> {
    let name = cursor.word()?;
    if !cursor.take(&["ON"]) {
        return None;
    }
    let table = cursor.name();
    let step = Step::of_object(operation, Some(name)).on(table);
    if cursor.take(&["RENAME", "TO"]) {
        return Some(step.to(cursor.word()));
    }
    let mut policy = Policy::default();
    while !cursor.is_done() {
        if cursor.take(&["AS"]) {
            policy.restrictive = cursor.is("RESTRICTIVE");
            cursor.next();
        } else if cursor.take(&["FOR"]) {
            policy.command = cursor.word().map(|name| name.name);
        } else if cursor.take(&["TO"]) {
            policy.roles = cursor.names();
        } else if cursor.take(&["USING"]) {
            policy.using = cursor.group().map(|group| group.span());
        } else if cursor.take(&["WITH", "CHECK"]) {
            policy.check = cursor.group().map(|group| group.span());
        } else {
            cursor.next();
        }
    }
    Some(step.with(Detail::Policy(Box::new(policy))))
}
