//! Texts that nobody meant to write.

use crate::sql::{Script, read};
use review_facts::Operation;

const TEXTS: &[&str] = &[
    "CREATE TABLE \"a\".b (id int PRIMARY KEY DEFAULT 'x', CONSTRAINT c FOREIGN KEY (d) REFERENCES e (f) ON DELETE SET NULL);",
    "ALTER TABLE a ADD COLUMN b text NOT NULL, ALTER c SET DATA TYPE int USING c::int, DROP d CASCADE;",
    "CREATE TRIGGER t AFTER UPDATE OF a, b ON c BEGIN UPDATE a SET b = CASE WHEN 1 THEN 2 END; END; SELECT 1;",
    "DO $é$ BEGIN EXECUTE format('DROP TABLE %1$I', 'x'); RAISE EXCEPTION 'née'; END $é$;",
    "COPY a FROM stdin;\n1\t2\n\\.\nSELECT 1 \\gexec\n-- +goose Down\nDROP TABLE a;",
    "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT `a`; END$$\nDELIMITER ;\n# x\n/*!50003 SET a = 'it\\'s' */;",
    "GRANT SELECT (a, b), INSERT ON ALL TABLES IN SCHEMA s TO r; ALTER DEFAULT PRIVILEGES IN SCHEMA s REVOKE ALL ON TABLES FROM r;",
    "CREATE POLICY p ON a AS RESTRICTIVE FOR ALL TO b, c USING ((true)) WITH CHECK (d = auth.uid());",
    "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE 'plpgsql' SET search_path = '' AS E'x\\'' ;",
    "WITH x AS (DELETE FROM a RETURNING *), y AS (SELECT 1) INSERT INTO b (c) SELECT * FROM x;",
];

/// Reads a text and checks that every span lies on its characters.
fn check(text: &str) -> Script {
    let script = read(text);
    let mut end = 0;
    for statement in &script.statements {
        assert!(statement.span.start >= end && statement.span.end as usize <= text.len(), "{text}");
        assert!(text.get(statement.span.start as usize..statement.span.end as usize).is_some(), "{text}");
        end = statement.span.end;
        assert!(!statement.steps.is_empty());
        for step in &statement.steps {
            assert!(statement.span.contains(step.span), "{text}: {step:?}");
            assert!(statement.span.contains(step.place), "{text}: {step:?}");
        }
    }
    for section in 0..script.sections.len() {
        script.content(text, section as u32);
    }
    script
}

#[test]
fn texts_may_end_anywhere() {
    for text in TEXTS {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            check(&text[..end]);
            check(&text[end..]);
        }
    }
}

#[test]
fn any_character_may_be_missing_or_doubled() {
    for text in TEXTS {
        for (at, letter) in text.char_indices() {
            let after = at + letter.len_utf8();
            check(&format!("{}{}", &text[..at], &text[after..]));
            check(&format!("{}{letter}{}", &text[..after], &text[after..]));
            check(&format!("{}'{}", &text[..at], &text[at..]));
        }
    }
}

#[test]
fn depth_costs_nothing() {
    let deep = "(".repeat(100_000);
    for start in
        ["SELECT ", "CREATE TABLE a ", "ALTER TABLE a ADD b int DEFAULT ", "WITH x AS ", "CREATE INDEX ON a "]
    {
        assert_eq!(check(&format!("{start}{deep}")).statements.len(), 1);
        assert_eq!(check(&format!("{start}{deep};SELECT 1")).statements.len(), 2);
    }
    check(&"CREATE TRIGGER t BEGIN ; ".repeat(20_000));
    check(&"DO 'DO ''".repeat(20_000));
    check(&"(DELETE FROM ".repeat(20_000).replacen('(', "WITH (", 1));
    check(&"/*".repeat(100_000));
    check(&"$a".repeat(100_000));
    check(&"COPY a FROM stdin; ".repeat(20_000));
}

#[test]
fn long_texts_are_cut_and_say_so() {
    let script = check(&"a;".repeat(600_000));
    let unread = script.unread.unwrap();
    assert_eq!(unread.start, script.statements.last().unwrap().span.end + 1);
    assert_eq!(unread.end, 1_200_000);
    let script = check(&format!("INSERT INTO a VALUES {} (1); SELECT 1", "(1), ".repeat(100_000)));
    assert!(script.statements[0].cut);
    assert_eq!(script.statements.len(), 2);
}

#[test]
fn long_blocks_are_cut_and_say_so() {
    let script = check(&format!("DO $$ BEGIN {} END $$; SELECT 1", "DROP TABLE a; ".repeat(20_000)));
    let steps = &script.statements[0].steps;
    assert!(steps.len() < 11_000);
    assert_eq!(steps.last().unwrap().operation, Operation::Opaque);
    assert_eq!(script.statements.len(), 2);
}

#[test]
fn spans_count_from_the_first_byte() {
    let text = "\u{FEFF}-- é\r\nDROP TABLE \"Ä\";\r\n-- x\r\nDROP TABLE b\r\n";
    let script = check(text);
    assert_eq!(script.comments[0].text(text), "-- é");
    assert_eq!(script.comments[1].text(text), "-- x");
    assert_eq!(script.statements[0].span.text(text), "DROP TABLE \"Ä\"");
    assert_eq!(script.statements[0].steps[0].place.text(text), "\"Ä\"");
    assert_eq!(script.statements[1].span.text(text), "DROP TABLE b");
}
