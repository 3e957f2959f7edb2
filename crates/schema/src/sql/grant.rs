//! Grants and revokes.

use super::cursor::Cursor;
use super::detail::{Detail, Grant};
use super::object;
use super::step::Step;
use review_facts::Operation;

/// Reads `GRANT …` or `REVOKE …`.
pub(super) fn read(mut cursor: Cursor) -> Step {
    let mut grant = Grant { kind: "TABLE".to_owned(), ..Grant::default() };
    read_grant(&mut cursor, &mut grant);
    let on_table = grant.kind == "TABLE" && grant.objects.len() == 1;
    let table = if on_table { grant.objects.first().cloned() } else { None };
    Step::of_table(Operation::Grant, table).with(Detail::Grant(Box::new(grant)))
}

/// Reads what follows `ALTER DEFAULT PRIVILEGES`.
pub(super) fn default_privileges(mut cursor: Cursor) -> Step {
    let mut grant = Grant { default_privileges: true, ..Grant::default() };
    let mut schemas = Vec::new();
    while !cursor.is_done() && !cursor.is_any(&["GRANT", "REVOKE"]) {
        if cursor.take(&["IN", "SCHEMA"]) {
            schemas = cursor.names();
        } else {
            cursor.next();
        }
    }
    read_grant(&mut cursor, &mut grant);
    grant.objects = schemas;
    Step::new(Operation::Grant).with(Detail::Grant(Box::new(grant)))
}

fn read_grant(cursor: &mut Cursor, grant: &mut Grant) {
    grant.revoke = cursor.is("REVOKE");
    cursor.next();
    if !cursor.take(&["GRANT", "OPTION", "FOR"]) {
        cursor.take(&["ADMIN", "OPTION", "FOR"]);
    }
    let start = *cursor;
    cursor.skip_to(|cursor, _| cursor.is_any(&["ON", "TO", "FROM"]));
    grant.privileges = first_words(start.head(start.left() - cursor.left()));
    if cursor.take(&["ON"]) {
        grant.privileges.iter_mut().for_each(|privilege| privilege.make_ascii_uppercase());
        read_objects(cursor, grant);
    } else {
        grant.kind = "ROLE".to_owned();
    }
    if cursor.skip_past(&["TO", "FROM"]) {
        cursor.take(&["GROUP"]);
        grant.roles = cursor.names();
    }
}

/// The first word of each entry, without the columns in parentheses.
fn first_words(entries: Cursor) -> Vec<String> {
    let items = entries.items();
    let first = items.iter().filter_map(Cursor::peek);
    first.map(|token| token.span.text(entries.text).to_owned()).collect()
}

/// `users, posts`, `FUNCTION f(int)`, `ALL TABLES IN SCHEMA public`.
fn read_objects(cursor: &mut Cursor, grant: &mut Grant) {
    // A table needs no word before it: then its name is followed by what ends the list.
    let mut ahead = *cursor;
    let named = ahead.name().is_some() && !(ahead.is_any(&["TO", "FROM"]) || ahead.is_mark(b','));
    if cursor.is("ALL") && cursor.is_at(2, "IN") {
        grant.kind = object::leading_words(*cursor, 4);
        cursor.skip_past(&["SCHEMA"]);
    } else if named || grant.default_privileges {
        grant.kind = object::kind(cursor).unwrap_or_default();
    }
    if grant.default_privileges {
        return;
    }
    while let Some(name) = cursor.name() {
        grant.objects.push(name);
        cursor.group();
        if !cursor.take_mark(b',') {
            break;
        }
    }
}
