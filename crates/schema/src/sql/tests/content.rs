//! What a section amounts to.

use crate::sql::read;
use review_facts::Word;

fn content(text: &str) -> &'static str {
    let script = read(text);
    let last = script.sections.len() as u32 - 1;
    script.content(text, last).word()
}

#[test]
fn statements_are_present() {
    assert_eq!(content("DROP TABLE a;"), "present");
    assert_eq!(content("SELECT f();"), "present");
    assert_eq!(content("\\i down.sql"), "present");
    assert_eq!(content("-- never\nDO $$ BEGIN DROP TABLE a; RAISE EXCEPTION 'x'; END $$;"), "present");
}

#[test]
fn nothing_is_empty() {
    assert_eq!(content(""), "empty");
    assert_eq!(content("\u{FEFF}\r\n;\r\n"), "empty");
    assert_eq!(content("BEGIN;\n\nCOMMIT;"), "empty");
    assert_eq!(
        content("-- +goose Up\nDROP TABLE a;\n-- +goose Down\nSELECT 'down SQL query skipped';\n"),
        "empty"
    );
    assert_eq!(content("-- DROP TABLE a;"), "empty");
}

#[test]
fn placeholders_of_generators_are_empty() {
    for text in [
        "-- This file should undo anything in `up.sql`\n",
        "-- Your SQL goes here",
        "-- Add down migration script here",
        "/* Replace with your SQL commands */",
        "-- TODO: write this",
        "-- Revert app:users from pg\n\nBEGIN;\n\n-- XXX Add DDLs here.\n\nCOMMIT;",
        "-- Down Migration",
        "-- migrate:down",
        "-- no-transaction",
    ] {
        assert_eq!(content(text), "empty", "{text}");
    }
}

#[test]
fn a_comment_explains() {
    assert_eq!(content("-- Not reversible\n"), "empty-explained");
    assert_eq!(
        content("-- This file should undo anything in `up.sql`\n-- The column held nothing.\n"),
        "empty-explained"
    );
    assert_eq!(content("SELECT 1; -- the data is gone for good"), "empty-explained");
}

#[test]
fn one_word_explains_when_it_says_that_nothing_is_meant() {
    assert_eq!(content("-- Irreversible."), "empty-explained");
    assert_eq!(content("/* no-op */"), "empty-explained");
    assert_eq!(content("-- down"), "empty");
}

#[test]
fn comments_of_the_other_direction_explain_nothing() {
    assert_eq!(content("-- +goose Up\n-- adds the table of users\nDROP TABLE a;\n-- +goose Down\n"), "empty");
}

#[test]
fn raising_refuses() {
    let raise = |text: &str| content(&format!("DO $$ BEGIN RAISE EXCEPTION '{text}'; END $$;"));
    assert_eq!(raise("This migration cannot be reverted"), "refuses");
    assert_eq!(raise("Old passwords were deleted, they cannot be restored"), "refuses-explained");
    assert_eq!(
        content("-- the old rows are gone\nDO $$ BEGIN RAISE EXCEPTION 'irreversible'; END $$;"),
        "refuses-explained"
    );
    assert_eq!(content("DO $$ BEGIN RAISE NOTICE 'x'; END $$;"), "present");
    assert_eq!(content("SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'irreversible';"), "refuses");
}
