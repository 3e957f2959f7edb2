//! What a section amounts to when it is read as the body of one direction.
//!
//! One decision that is not obvious: a section without statements is explained by any comment of two words
//! that neither a generator nor a tool wrote, whatever it says.

use super::detail::Detail;
use super::marker;
use super::script::{Script, Statement};
use super::step::Step;
use review_facts::{MigrationBody, Operation};

/// What generators write where a human is to write, in lower case (database.md 1: diesel, sqlx, db-migrate,
/// Drizzle, Prisma, sqitch; goose writes a query), and what stands for work that is left.
const PLACEHOLDERS: &[&str] = &[
    "your sql goes here",
    "this file should undo anything in",
    "add migration script here",
    "add up migration script here",
    "add down migration script here",
    "replace with your sql commands",
    "custom sql migration file, put your code below",
    "this is an empty migration",
    "xxx add ddls here",
    "xxx add your statements here",
    "write your migrate up statements here",
    "write your migrate down statements here",
    "sql in section 'up' is executed when this migration is applied",
    "sql section 'down' is executed when this migration is rolled back",
    "no-transaction",
    "todo",
    "fixme",
];

/// Comments of one word that say enough.
const INTENDED: &[&str] = &["irreversible", "no-op", "noop", "nothing"];

/// Words by which an error only says that there is no way back, not why.
const NO_REASON: &[&str] = &[
    "a",
    "an",
    "be",
    "back",
    "can",
    "cannot",
    "can't",
    "could",
    "down",
    "downgrade",
    "is",
    "irreversible",
    "it",
    "migration",
    "not",
    "possible",
    "reversible",
    "revert",
    "reverted",
    "reverting",
    "reversed",
    "roll",
    "rollback",
    "rolled",
    "supported",
    "the",
    "this",
    "undo",
    "undone",
    "unsupported",
];

/// Reads a section of `script`, which was read from `text`.
pub(super) fn of_section(script: &Script, text: &str, section: u32) -> MigrationBody {
    let statements = || script.statements.iter().filter(|statement| statement.section == section);
    let unread = script.unread.is_some();
    if unread || statements().any(|statement| !is_idle(statement) && !refuses(statement)) {
        return MigrationBody::Present;
    }
    let explained = has_human_comment(script, text, section);
    if !statements().any(refuses) {
        return if explained { MigrationBody::EmptyExplained } else { MigrationBody::Empty };
    }
    let gives_reason =
        statements().flat_map(|statement| &statement.steps).any(|step| gives_reason(step, text));
    if explained || gives_reason { MigrationBody::RefusesExplained } else { MigrationBody::Refuses }
}

/// Settings, transactions, and a query that reads no table: `SELECT 'down SQL query skipped'`.
fn is_idle(statement: &Statement) -> bool {
    statement.steps.iter().all(|step| match step.operation {
        Operation::Setting => true,
        Operation::Query => matches!(step.detail, Detail::Constant),
        _ => false,
    })
}

/// A block that raises, and does nothing else.
fn refuses(statement: &Statement) -> bool {
    matches!(&statement.steps[..], [Step { detail: Detail::Block(block), .. }] if block.raises.is_some())
}

fn gives_reason(step: &Step, text: &str) -> bool {
    let Detail::Block(block) = &step.detail else { return false };
    let Some(said) = block.raises.map(|span| span.text(text).to_lowercase()) else { return false };
    let words = said.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    words.filter(|word| !word.is_empty() && !NO_REASON.contains(word)).count() >= 2
}

fn has_human_comment(script: &Script, text: &str, section: u32) -> bool {
    let Some(section) = script.sections.get(section as usize) else { return false };
    let from = script.comments.partition_point(|comment| comment.start < section.span.start);
    let comments = script.comments[from..].iter().take_while(|comment| comment.end <= section.span.end);
    comments.map(|comment| comment.text(text)).any(is_human)
}

fn is_human(comment: &str) -> bool {
    if marker::is_directive(comment) {
        return false;
    }
    let inner = comment.trim_matches(|letter: char| "-#/*!. ".contains(letter) || letter.is_whitespace());
    let said = inner.to_lowercase();
    // A statement that was commented out explains nothing.
    let statement = said.ends_with(';');
    if statement
        || is_sqitch_header(&said)
        || PLACEHOLDERS.iter().any(|placeholder| said.starts_with(placeholder))
    {
        return false;
    }
    let words = said.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    words >= 2 || INTENDED.contains(&said.as_str())
}

/// `Revert app:users from pg`.
fn is_sqitch_header(said: &str) -> bool {
    let words: Vec<&str> = said.split_whitespace().take(5).collect();
    matches!(words[..], ["deploy", _, "to", _] | ["revert", _, "from", _] | ["verify", _, "on", _])
}
