//! `CREATE …`.

use super::cursor::Cursor;
use super::detail::{Detail, Trigger, Type, View};
use super::object;
use super::step::Step;
use super::token::TokenKind;
use super::{function, index, policy, table};
use review_facts::Operation;

/// Words between `CREATE` and the kind of object.
#[derive(Default)]
pub(super) struct Modifiers {
    /// `TEMP`, `TEMPORARY`.
    pub temporary: bool,
    /// `UNIQUE`.
    pub unique: bool,
    /// `FULLTEXT`, `SPATIAL`: how an index of MySQL is organised.
    pub method: Option<String>,
}

/// Reads what follows `CREATE`.
pub(super) fn read(mut cursor: Cursor) -> Vec<Step> {
    let modifiers = modifiers(&mut cursor);
    let Some(kind) = object::kind(&mut cursor) else { return Vec::new() };
    let step = match kind.as_str() {
        "TABLE" | "FOREIGN TABLE" => table::read(cursor, &modifiers),
        "INDEX" => index::read(cursor, modifiers),
        "VIEW" | "MATERIALIZED VIEW" => Some(view(cursor, kind == "MATERIALIZED VIEW")),
        "TYPE" | "DOMAIN" => Some(new_type(cursor)),
        "FUNCTION" | "PROCEDURE" => Some(function::read(cursor, kind == "PROCEDURE")),
        "TRIGGER" | "EVENT TRIGGER" => Some(trigger(cursor, kind == "EVENT TRIGGER")),
        "POLICY" => policy::read(cursor, Operation::CreatePolicy),
        "SCHEMA" => Some(named(cursor, Operation::CreateSchema)),
        "EXTENSION" => Some(named(cursor, Operation::CreateExtension)),
        "SEQUENCE" => Some(named(cursor, Operation::CreateSequence)),
        _ => Some(other(cursor, kind)),
    };
    step.into_iter().collect()
}

fn modifiers(cursor: &mut Cursor) -> Modifiers {
    let mut modifiers = Modifiers::default();
    cursor.take(&["OR", "REPLACE"]);
    loop {
        if cursor.take_any(&["TEMP", "TEMPORARY"]).is_some() {
            modifiers.temporary = true;
        } else if cursor.take(&["UNIQUE"]) {
            modifiers.unique = true;
        } else if let Some(method) = cursor.take_any(&["FULLTEXT", "SPATIAL"]) {
            modifiers.method = Some(method.to_ascii_lowercase());
        } else if cursor.take_any(&["DEFINER", "ALGORITHM"]).is_some() {
            account(cursor);
        } else if cursor.take(&["SQL", "SECURITY"]) {
            cursor.next();
        } else if cursor
            .take_any(&["GLOBAL", "LOCAL", "UNLOGGED", "RECURSIVE", "VIRTUAL", "CONSTRAINT", "TRUSTED"])
            .is_none()
        {
            return modifiers;
        }
    }
}

/// ``= `root`@`localhost` ``, `= CURRENT_USER()`, `= MERGE`.
fn account(cursor: &mut Cursor) {
    cursor.take_mark(b'=');
    cursor.next();
    if cursor.take_mark(b'@') {
        cursor.next();
    }
    cursor.group();
}

fn named(mut cursor: Cursor, operation: Operation) -> Step {
    let if_exists = cursor.take_if_exists();
    cursor.take(&["AUTHORIZATION"]);
    Step { if_exists, ..Step::of_object(operation, cursor.name()) }
}

fn other(mut cursor: Cursor, kind: String) -> Step {
    let if_exists = cursor.take_if_exists();
    Step { if_exists, ..Step::of_object(Operation::CreateOther, cursor.name()).with(Detail::Words(kind)) }
}

fn view(mut cursor: Cursor, materialized: bool) -> Step {
    let if_exists = cursor.take_if_exists();
    let name = cursor.name();
    let columns = cursor.column_list();
    let mut options = cursor;
    let query = cursor.skip_past(&["AS"]).then(|| cursor.span());
    let security_invoker = options.take(&["WITH"]) && options.group().is_some_and(switches_invoker_on);
    let detail = Detail::View(View { materialized, security_invoker, query });
    Step { if_exists, columns, ..Step::of_object(Operation::CreateView, name).with(detail) }
}

/// `security_invoker`, `security_invoker = true`, `= on`, `= 1`.
fn switches_invoker_on(options: Cursor) -> bool {
    options.items().into_iter().any(|mut option| {
        let off = |option: &Cursor| {
            let value = option.peek().map_or("", |token| token.span.text(option.text));
            matches!(value.trim_matches('\'').to_ascii_lowercase().as_str(), "false" | "off" | "0" | "no")
        };
        option.take(&["security_invoker"]) && !(option.take_mark(b'=') && off(&option))
    })
}

fn new_type(mut cursor: Cursor) -> Step {
    let name = cursor.name();
    let mut detail = Type::default();
    if cursor.take(&["AS", "ENUM"]) {
        detail.is_enum = true;
        let strings =
            |token: &&super::token::Token| matches!(token.kind, TokenKind::Text | TokenKind::Dollar);
        let values = cursor.group().map_or(&[][..], |group| group.rest());
        detail.values = values.iter().filter(strings).map(|token| token.span).collect();
    }
    Step::of_object(Operation::CreateType, name).with(Detail::Type(detail))
}

/// `CREATE TRIGGER t BEFORE INSERT OR UPDATE OF a, b ON users … EXECUTE FUNCTION f()`.
fn trigger(mut cursor: Cursor, on_event: bool) -> Step {
    let if_exists = cursor.take_if_exists();
    let name = cursor.name();
    let mut detail = Trigger { on_event, ..Trigger::default() };
    let mut columns = Vec::new();
    while !cursor.is_done() && !cursor.is("ON") {
        if let Some(event) = cursor.take_any(&["INSERT", "UPDATE", "DELETE", "TRUNCATE"]) {
            detail.events.push(event);
        } else if cursor.is("OF") && detail.events.last() == Some(&"UPDATE") {
            cursor.next();
            columns = cursor.names();
        } else {
            cursor.next();
        }
    }
    cursor.take(&["ON"]);
    let table = if on_event { None } else { cursor.name() };
    if cursor.skip_past(&["EXECUTE"]) && cursor.take_any(&["FUNCTION", "PROCEDURE"]).is_some() {
        detail.function = cursor.name();
    }
    let step =
        Step::of_object(Operation::CreateTrigger, name).on(table).with(Detail::Trigger(Box::new(detail)));
    Step { if_exists, columns, ..step }
}
