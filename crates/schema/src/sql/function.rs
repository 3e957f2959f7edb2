//! Functions and procedures.

use super::cursor::Cursor;
use super::detail::{Detail, Function};
use super::step::Step;
use super::token;
use review_facts::{Operation, Span};

/// Words that end the type of a result, as they begin what comes next.
const NEXT: &[&str] = &[
    "AS",
    "BEGIN",
    "CALLED",
    "COMMENT",
    "CONTAINS",
    "COST",
    "DETERMINISTIC",
    "EXTERNAL",
    "IMMUTABLE",
    "LANGUAGE",
    "LEAKPROOF",
    "MODIFIES",
    "NO",
    "NOT",
    "PARALLEL",
    "READS",
    "RETURN",
    "RETURNS",
    "ROWS",
    "SECURITY",
    "SET",
    "SQL",
    "STABLE",
    "STRICT",
    "SUPPORT",
    "TRANSFORM",
    "VOLATILE",
    "WINDOW",
];

/// Reads what follows `CREATE FUNCTION` or `CREATE PROCEDURE`.
pub(super) fn read(mut cursor: Cursor, procedure: bool) -> Step {
    let if_exists = cursor.take_if_exists();
    let name = cursor.name();
    cursor.group();
    let mut function = Function { procedure, ..Function::default() };
    while !cursor.is_done() {
        read_property(&mut cursor, &mut function);
    }
    let detail = Detail::Function(Box::new(function));
    Step { if_exists, ..Step::of_object(Operation::CreateFunction, name).with(detail) }
}

fn read_property(cursor: &mut Cursor, function: &mut Function) {
    if cursor.take(&["RETURNS"]) {
        function.returns = Some(result(cursor));
    } else if cursor.take(&["LANGUAGE"]) {
        let quoted = cursor.string().map(|token| token::inside(cursor.text, token).text(cursor.text));
        let language = quoted.map(str::to_ascii_lowercase);
        function.language = language.or_else(|| cursor.word().map(|name| name.name));
    } else if cursor.take(&["SECURITY", "DEFINER"]) {
        function.security_definer = true;
    } else if cursor.take(&["SET", "search_path"]) {
        function.sets_search_path = true;
    } else if cursor.take(&["AS"]) {
        let body = cursor.string().map(|token| token::inside(cursor.text, token));
        function.body = function.body.or(body);
    } else if cursor.is_any(&["BEGIN", "RETURN"]) && function.body.is_none() {
        function.body = Some(cursor.span());
        while cursor.next().is_some() {}
    } else if cursor.group().is_none() {
        cursor.next();
    }
}

fn result(cursor: &mut Cursor) -> Span {
    let start = *cursor;
    cursor.skip_to(|cursor, _| cursor.is_any(NEXT));
    cursor.since(&start)
}
