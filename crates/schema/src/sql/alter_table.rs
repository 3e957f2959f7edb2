//! `ALTER TABLE …`: one step per action.

use super::cursor::Cursor;
use super::detail::{Column, ColumnChange, Constraint, Detail};
use super::name::Name;
use super::statement::table_name;
use super::step::Step;
use super::token::{HOLE, TokenKind};
use super::{column, constraint, index, object};
use review_facts::Operation;

/// Reads what follows `ALTER TABLE`.
pub(super) fn read(mut cursor: Cursor) -> Vec<Step> {
    let if_exists = cursor.take_if_exists();
    if cursor.is("ALL") && cursor.is_at(1, "IN") {
        return vec![other(cursor)];
    }
    let Some(table) = table_name(&mut cursor) else { return Vec::new() };
    let mut steps = Vec::new();
    for action in cursor.items() {
        for step in read_action(action) {
            let span = if step.span.is_empty() { action.span() } else { step.span };
            let if_exists = step.if_exists || if_exists;
            let cascade = action.rest().last().is_some_and(|last| last.is(action.text, "CASCADE"));
            steps.push(Step { span, if_exists, cascade, ..step.on(Some(table.clone())) });
        }
    }
    steps
}

fn read_action(mut action: Cursor) -> Vec<Step> {
    let whole = action;
    let Some(verb) = action.next() else { return Vec::new() };
    let word = verb.span.text(action.text);
    if verb.kind != TokenKind::Word || word.contains(HOLE) {
        return vec![Step::new(Operation::Opaque)];
    }
    let step = match word.to_ascii_uppercase().as_str() {
        "ADD" => return add(action, whole),
        "DROP" => drop(action, whole),
        "ALTER" => alter(action, whole),
        "RENAME" => rename(action),
        "MODIFY" => modify(action),
        "CHANGE" => change(action),
        "ENABLE" | "DISABLE" | "FORCE" | "NO" => row_security(whole).unwrap_or_else(|| other(whole)),
        "SET" if action.take(&["SCHEMA"]) => other(whole).to(action.word()),
        "VALIDATE" if action.take(&["CONSTRAINT"]) => Step { object: action.word(), ..other(whole) },
        "ATTACH" | "DETACH" if action.take(&["PARTITION"]) => Step { object: action.name(), ..other(whole) },
        _ => other(whole),
    };
    vec![step]
}

/// An action that has no operation of its own.
fn other(action: Cursor) -> Step {
    Step::new(Operation::AlterTable).with(Detail::Words(object::leading_words(action, 3)))
}

fn add(mut action: Cursor, whole: Cursor) -> Vec<Step> {
    if constraint::begins(&action) {
        return constraint::read(action).map(add_constraint).into_iter().collect();
    }
    if index::begins(&action) {
        return vec![index::step(index::beside_columns(&mut action))];
    }
    if action.is("PARTITION") {
        return vec![other(whole)];
    }
    action.take(&["COLUMN"]);
    let if_exists = action.take_if_exists();
    // MySQL adds several columns at once: `ADD COLUMN (a int, b int)`.
    let Some(group) = action.group() else {
        return column::read(action)
            .map(|column| Step { if_exists, ..add_column(column) })
            .into_iter()
            .collect();
    };
    let columns = group.items().into_iter().filter_map(column::read);
    columns.map(|column| Step { span: column.span, ..add_column(column) }).collect()
}

fn add_column(column: Column) -> Step {
    Step::of_object(Operation::AddColumn, Some(column.name.clone())).with(Detail::Column(Box::new(column)))
}

fn add_constraint(constraint: Constraint) -> Step {
    let columns = constraint.columns.clone();
    let step = Step::of_object(Operation::AddConstraint, constraint.name.clone());
    Step { columns, ..step.with(Detail::Constraint(Box::new(constraint))) }
}

fn drop(mut action: Cursor, whole: Cursor) -> Step {
    if action.take(&["PRIMARY", "KEY"]) {
        return Step::new(Operation::DropConstraint).with(Detail::Words("PRIMARY KEY".to_owned()));
    }
    // `DROP key` drops a column of that name; MySQL has a name behind it.
    let is_named = action.left() > 1 && !action.is_at(1, "CASCADE") && !action.is_at(1, "RESTRICT");
    let constraint = [&["CONSTRAINT"][..], &["FOREIGN", "KEY"], &["CHECK"]];
    let operation = if constraint.iter().any(|words| action.take(words)) {
        Operation::DropConstraint
    } else if is_named && action.take_any(&["INDEX", "KEY"]).is_some() {
        Operation::DropIndex
    } else if is_named && action.take(&["PARTITION"]) {
        return other(whole);
    } else {
        action.take(&["COLUMN"]);
        Operation::DropColumn
    };
    let if_exists = action.take_if_exists();
    Step { if_exists, ..Step::of_object(operation, action.word()) }
}

fn alter(mut action: Cursor, whole: Cursor) -> Step {
    // A column may be named `index`: then it is followed by what changes.
    let of_column =
        action.peek_at(1).is_none_or(|next| next.is_any(action.text, &["TYPE", "SET", "DROP", "ADD"]));
    if action.take_any(&["CONSTRAINT", "CHECK"]).is_some() || (!of_column && action.take(&["INDEX"])) {
        return Step { object: action.word(), ..other(whole) };
    }
    action.take(&["COLUMN"]);
    let name = action.word();
    Step::of_object(Operation::AlterColumn, name).with(Detail::Change(change_of_column(action)))
}

fn change_of_column(mut action: Cursor) -> ColumnChange {
    if action.take(&["TYPE"]) || action.take(&["SET", "DATA", "TYPE"]) {
        let to = column::until_next(&mut action);
        let using = action.skip_past(&["USING"]).then(|| action.span());
        ColumnChange::Type { to, using }
    } else if action.take(&["SET", "NOT", "NULL"]) {
        ColumnChange::SetNotNull
    } else if action.take(&["DROP", "NOT", "NULL"]) {
        ColumnChange::DropNotNull
    } else if action.take(&["SET", "DEFAULT"]) {
        ColumnChange::SetDefault(action.span())
    } else if action.take(&["DROP", "DEFAULT"]) {
        ColumnChange::DropDefault
    } else {
        ColumnChange::Other
    }
}

fn rename(mut action: Cursor) -> Step {
    if action.take_any(&["TO", "AS"]).is_some() {
        return Step::new(Operation::RenameTable).to(action.name());
    }
    // `RENAME users` of MySQL.
    if action.left() == 1 {
        return Step::new(Operation::RenameTable).to(action.name());
    }
    let kinds = [
        ("CONSTRAINT", Operation::RenameConstraint),
        ("INDEX", Operation::RenameIndex),
        ("KEY", Operation::RenameIndex),
    ];
    let named = !action.is_at(1, "TO");
    let kind = kinds.into_iter().find(|(word, _)| named && action.take(&[word]));
    if kind.is_none() && named {
        action.take(&["COLUMN"]);
    }
    let operation = kind.map_or(Operation::RenameColumn, |(_, operation)| operation);
    let old = action.word();
    action.take(&["TO"]);
    Step::of_object(operation, old).to(action.word())
}

/// `MODIFY [COLUMN] name definition` of MySQL.
fn modify(mut action: Cursor) -> Step {
    action.take(&["COLUMN"]);
    redefined(action, Operation::AlterColumn)
}

/// `CHANGE [COLUMN] old new definition` of MySQL: renames when the names differ.
fn change(mut action: Cursor) -> Step {
    action.take(&["COLUMN"]);
    let old = action.word();
    let step = redefined(action, Operation::AlterColumn);
    let renames = name_of(&old) != name_of(&step.object);
    if !renames {
        return step;
    }
    let new_name = step.object.clone();
    Step { operation: Operation::RenameColumn, object: old, new_name, ..step }
}

fn redefined(action: Cursor, operation: Operation) -> Step {
    let Some(column) = column::read(action) else { return Step::new(Operation::Opaque) };
    Step::of_object(operation, Some(column.name.clone())).with(Detail::Column(Box::new(column)))
}

fn name_of(name: &Option<Name>) -> &str {
    name.as_ref().map_or("", |name| &name.name)
}

fn row_security(mut action: Cursor) -> Option<Step> {
    let level = ["ROW", "LEVEL", "SECURITY"];
    let (operation, forced) = if action.take(&["ENABLE"]) {
        (Operation::EnableRls, false)
    } else if action.take(&["DISABLE"]) {
        (Operation::DisableRls, false)
    } else if action.take(&["FORCE"]) {
        (Operation::EnableRls, true)
    } else if action.take(&["NO", "FORCE"]) {
        (Operation::DisableRls, true)
    } else {
        return None;
    };
    action.take(&level).then(|| Step::new(operation).with(Detail::Forced(forced)))
}
