//! Comments that tools read: markers of sections, breakpoints, names of queries.

use review_facts::SectionMarker;

/// What a comment says to a tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A section begins.
    Section(SectionMarker),
    /// A statement ends here, with or without a semicolon: `--> statement-breakpoint`,
    /// `-- +goose StatementEnd`.
    Breakpoint,
    /// `--> statement-breakpoint` of Drizzle.
    DrizzleBreakpoint,
    /// A query gets a name: `-- name: GetUser :one` (sqlc, aiosql), `/* @name GetUser */` (pgtyped).
    QueryName,
}

/// Reads a comment, markers included.
pub(super) fn sign(comment: &str) -> Option<Sign> {
    if let Some(inner) = comment.strip_prefix("/*") {
        let inner = inner.trim_start_matches('*').trim_start();
        return starts_with(inner, "@name ").then_some(Sign::QueryName);
    }
    if starts_with(comment, "--> statement-breakpoint") {
        return Some(Sign::DrizzleBreakpoint);
    }
    let inner = words_of_comment(comment);
    if let Some(rest) = strip(inner, "+goose ") {
        return goose(rest.trim());
    }
    let section = if let Some(rest) = strip(inner, "migrate:") {
        match first_word(rest).to_ascii_lowercase().as_str() {
            "up" => SectionMarker::DbmateUp,
            "down" => SectionMarker::DbmateDown,
            _ => return None,
        }
    } else if is_migration_header(inner, "up") {
        SectionMarker::PgMigrateUp
    } else if is_migration_header(inner, "down") {
        SectionMarker::PgMigrateDown
    } else {
        return is_query_name(inner).then_some(Sign::QueryName);
    };
    Some(Sign::Section(section))
}

/// True for a comment that a tool reads, so that it says nothing to a human.
pub(super) fn is_directive(comment: &str) -> bool {
    let inner = words_of_comment(comment);
    sign(comment).is_some() || strip(inner, "+goose ").is_some() || strip(inner, "migrate:").is_some()
}

fn goose(directive: &str) -> Option<Sign> {
    match directive.to_ascii_lowercase().as_str() {
        "up" => Some(Sign::Section(SectionMarker::GooseUp)),
        "down" => Some(Sign::Section(SectionMarker::GooseDown)),
        "statementbegin" | "statementend" => Some(Sign::Breakpoint),
        _ => None,
    }
}

/// node-pg-migrate looks for `^\s*--[\s-]*up\s+migration`, in any case (database.md 1).
fn is_migration_header(inner: &str, direction: &str) -> bool {
    let Some(rest) = strip(inner, direction) else { return false };
    rest.starts_with(char::is_whitespace) && starts_with(rest.trim_start(), "migration")
}

fn is_query_name(inner: &str) -> bool {
    strip(inner, "name:").is_some_and(|rest| !first_word(rest).is_empty())
}

/// The text of a line comment, without its dashes.
fn words_of_comment(comment: &str) -> &str {
    comment.trim_start_matches(|letter: char| letter == '-' || letter.is_whitespace())
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or("")
}

fn starts_with(text: &str, prefix: &str) -> bool {
    strip(text, prefix).is_some()
}

/// What follows `prefix`, in any case of ASCII letters.
fn strip<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}
