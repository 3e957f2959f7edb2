//! Constraints that stand beside columns or are added to a table, and what foreign keys refer to.

use super::cursor::Cursor;
use super::detail::{Constraint, ConstraintKind, KeyAction, References};

/// True when a constraint of a table comes next, and no column.
pub(super) fn begins(cursor: &Cursor) -> bool {
    let group_at =
        |ahead: usize| cursor.peek_at(ahead).is_some_and(|token| token.span.text(cursor.text) == "(");
    cursor.is("CONSTRAINT")
        || (cursor.is_any(&["PRIMARY", "FOREIGN"]) && cursor.is_at(1, "KEY"))
        || cursor.is_any(&["UNIQUE", "CHECK"])
        || (cursor.is("EXCLUDE") && (cursor.is_at(1, "USING") || group_at(1)))
        || (cursor.is("NOT") && cursor.is_at(1, "NULL"))
}

/// Reads a constraint, its name before it.
pub(super) fn read(mut cursor: Cursor) -> Option<Constraint> {
    let mut constraint = Constraint { span: cursor.span(), ..Constraint::default() };
    if cursor.take(&["CONSTRAINT"]) {
        cursor.take_if_exists();
        // MySQL lets the name out: `CONSTRAINT PRIMARY KEY (id)`.
        if !begins(&cursor) {
            constraint.name = cursor.name();
        }
    }
    if cursor.take(&["PRIMARY", "KEY"]) {
        constraint.kind = ConstraintKind::Primary;
        key(&mut cursor, &mut constraint);
    } else if cursor.take(&["UNIQUE"]) {
        constraint.kind = ConstraintKind::Unique;
        cursor.take_any(&["KEY", "INDEX"]);
        cursor.take(&["NULLS"]);
        cursor.take(&["NOT"]);
        cursor.take(&["DISTINCT"]);
        key(&mut cursor, &mut constraint);
    } else if cursor.take(&["FOREIGN", "KEY"]) {
        constraint.kind = ConstraintKind::Foreign;
        cursor.take_if_exists();
        key(&mut cursor, &mut constraint);
        if cursor.take(&["REFERENCES"]) {
            constraint.references = references(&mut cursor);
        }
    } else if cursor.take(&["CHECK"]) {
        constraint.kind = ConstraintKind::Check;
        constraint.expression = cursor.group().map(|group| group.span());
    } else if cursor.take(&["EXCLUDE"]) {
        constraint.kind = ConstraintKind::Exclude;
        if cursor.take(&["USING"]) {
            cursor.name();
        }
        constraint.expression = cursor.group().map(|group| group.span());
    } else if cursor.take(&["NOT", "NULL"]) {
        constraint.kind = ConstraintKind::NotNull;
        constraint.columns.extend(cursor.word());
    } else {
        return None;
    }
    constraint.not_valid = cursor.skip_past(&["VALID"]);
    Some(constraint)
}

/// Reads what follows `REFERENCES`.
pub(super) fn references(cursor: &mut Cursor) -> Option<References> {
    let table = cursor.name()?;
    let mut references = References { table, columns: cursor.column_list(), ..References::default() };
    loop {
        if cursor.take(&["MATCH"]) {
            cursor.next();
        } else if cursor.take(&["ON", "DELETE"]) {
            references.on_delete = action(cursor);
        } else if cursor.take(&["ON", "UPDATE"]) {
            references.on_update = action(cursor);
        } else {
            return Some(references);
        }
    }
}

/// `(a, b)`, `USING INDEX name`, and of MySQL: `name USING BTREE (a, b)`.
fn key(cursor: &mut Cursor, constraint: &mut Constraint) {
    if cursor.take(&["USING", "INDEX"]) {
        constraint.using_index = cursor.name();
        return;
    }
    if !cursor.is_mark(b'(') && !cursor.is("USING") {
        let name = cursor.name();
        constraint.name = constraint.name.take().or(name);
    }
    if cursor.take(&["USING"]) {
        cursor.next();
    }
    constraint.columns = cursor.column_list();
}

fn action(cursor: &mut Cursor) -> Option<KeyAction> {
    let action = if cursor.take(&["CASCADE"]) {
        KeyAction::Cascade
    } else if cursor.take(&["SET", "NULL"]) {
        KeyAction::SetNull
    } else if cursor.take(&["SET", "DEFAULT"]) {
        KeyAction::SetDefault
    } else if cursor.take(&["RESTRICT"]) {
        KeyAction::Restrict
    } else if cursor.take(&["NO", "ACTION"]) {
        KeyAction::NoAction
    } else {
        return None;
    };
    // PostgreSQL may name the columns to set: `ON DELETE SET NULL (author_id)`.
    cursor.group();
    Some(action)
}
