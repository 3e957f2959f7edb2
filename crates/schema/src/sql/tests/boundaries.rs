//! Where statements end.

use super::{outline, statements};
use crate::sql::{Dialect, read};

#[test]
fn semicolons_in_quotes_end_nothing() {
    let text = "INSERT INTO a VALUES ('x;''y', E'it\\';s', \"b;\"); SELECT $$;$$, $t$ ; $$ ; $t$; SELECT 1";
    assert_eq!(
        statements(text),
        ["INSERT INTO a VALUES ('x;''y', E'it\\';s', \"b;\")", "SELECT $$;$$, $t$ ; $$ ; $t$", "SELECT 1"]
    );
}

#[test]
fn a_backslash_escapes_only_in_mysql() {
    assert_eq!(statements(r"SELECT 'C:\'; SELECT 2"), [r"SELECT 'C:\'", "SELECT 2"]);
    assert_eq!(statements(r"SELECT `a`, 'it\';s'; SELECT 2"), [r"SELECT `a`, 'it\';s'", "SELECT 2"]);
}

#[test]
fn comments_nest_and_hide_semicolons() {
    let text = "-- a;\nSELECT 1 /* b; /* c; */ d; */ ; SELECT 2 -- e;\n;";
    assert_eq!(statements(text), ["SELECT 1", "SELECT 2"]);
    let script = read(text);
    let comments: Vec<&str> = script.comments.iter().map(|span| span.text(text)).collect();
    assert_eq!(comments, ["-- a;", "/* b; /* c; */ d; */", "-- e;"]);
}

#[test]
fn a_hash_starts_a_comment_in_mysql_and_alone_on_a_line() {
    assert_eq!(statements("# one; two\nSELECT 1;"), ["SELECT 1"]);
    assert_eq!(statements("SELECT a #> '{b}', c\n  #>> '{d}' FROM e; SELECT 2").len(), 2);
    assert_eq!(statements("SELECT `a`; # one; two\nSELECT 1"), ["SELECT `a`", "SELECT 1"]);
}

#[test]
fn a_rule_holds_statements_in_parentheses() {
    let rule = "CREATE RULE r AS ON INSERT TO a DO ALSO (INSERT INTO b VALUES (1); DELETE FROM c)";
    assert_eq!(statements(&format!("{rule}; SELECT 1")), [rule, "SELECT 1"]);
}

#[test]
fn other_parentheses_hold_none() {
    assert_eq!(statements("CREATE TABLE a (id int; DROP TABLE b; SELECT 1").len(), 3);
}

#[test]
fn a_body_runs_to_its_end() {
    let text = "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a THEN 1 ELSE 2 END; \
                SELECT 2; END; SELECT 1";
    assert_eq!(statements(text).len(), 2);
    let sqlite = "CREATE TRIGGER t AFTER UPDATE ON a BEGIN UPDATE a SET b = 1; DELETE FROM c; END; SELECT 1";
    assert_eq!(outline(sqlite), ["create-trigger on a t", "query"]);
    let mysql = "CREATE DEFINER=`root`@`localhost` PROCEDURE p() BEGIN IF a THEN SET b = 1; END IF; \
                 WHILE x DO SET x = 0; END WHILE; CASE y WHEN 1 THEN SET z = 1; END CASE; END; SELECT 1";
    assert_eq!(outline(mysql), ["create-function p", "query"]);
}

#[test]
fn begin_of_a_transaction_is_no_body() {
    assert_eq!(statements("BEGIN; CREATE TABLE a (begin int); END; SELECT 1").len(), 4);
    assert_eq!(
        statements("CREATE TRIGGER begin AFTER INSERT ON a EXECUTE FUNCTION f(); SELECT 1; SELECT 2").len(),
        3
    );
}

#[test]
fn a_body_that_never_ends_is_split() {
    let text = "CREATE TRIGGER t AFTER UPDATE ON a BEGIN UPDATE a SET b = 1; /* c */ DROP TABLE d; SELECT 1;";
    assert_eq!(statements(text).len(), 3);
    assert_eq!(read(text).comments.len(), 1);
}

#[test]
fn a_delimiter_line_changes_what_ends_a_statement() {
    let text = "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END$$\nDROP TABLE a$$\nDELIMITER ;\n\
                DROP TABLE b;";
    let script = read(text);
    assert_eq!(script.dialect, Dialect::MySql);
    assert_eq!(
        super::texts(text, &script),
        ["CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END", "DROP TABLE a", "DROP TABLE b"]
    );
}

#[test]
fn the_delimiter_of_a_copy_is_an_option() {
    let text = "COPY a FROM '/tmp/a' WITH (\nDELIMITER ',',\nHEADER); SELECT 1";
    assert_eq!(outline(text), ["insert on a", "query"]);
}

#[test]
fn data_of_a_copy_is_skipped() {
    let text = "COPY a (b, c) FROM stdin;\n1\tit's; $$\n2\t\\.x\n\\.\n\nSELECT 1;";
    assert_eq!(outline(text), ["insert on a", "query"]);
    assert_eq!(outline("COPY a FROM stdin;\nSELECT 1;"), ["insert on a", "query"]);
    assert_eq!(outline("COPY a TO stdout; SELECT 1;"), ["query on a", "query"]);
}

#[test]
fn lines_for_the_client_are_statements() {
    let text = "\\set x 1;\n\\i other.sql\nSELECT 'a' \\gexec\nSELECT 2;";
    assert_eq!(outline(text), ["setting", "opaque", "query", "opaque", "query"]);
}

#[test]
fn a_breakpoint_ends_a_statement() {
    let text = "CREATE TABLE a (id int)\n--> statement-breakpoint\nCREATE TABLE b (id int);";
    let script = read(text);
    assert!(script.breakpoints);
    assert_eq!(outline(text), ["create-table on a", "create-table on b"]);
}

#[test]
fn functions_of_plpgsql_stand_in_quotes() {
    let text = "CREATE FUNCTION f() RETURNS trigger AS 'BEGIN UPDATE a SET b = ''c;''; RETURN NEW; END' \
                LANGUAGE plpgsql; SELECT 1";
    assert_eq!(outline(text), ["create-function f", "query"]);
}

#[test]
fn conditional_comments_of_mysql_are_run() {
    let text = "/*!40101 SET NAMES utf8 */;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t \
                BEFORE INSERT ON u FOR EACH ROW SET NEW.a = 1 */;";
    assert_eq!(outline(text), ["setting names", "create-trigger on u t"]);
}

#[test]
fn sections_begin_at_markers() {
    let text = "-- +goose Up\n-- +goose StatementBegin\nCREATE TABLE a (id int);\n-- +goose StatementEnd\n\
                -- +goose Down\nDROP TABLE a;";
    let script = read(text);
    let sections: Vec<u32> = script.statements.iter().map(|statement| statement.section).collect();
    assert_eq!(sections, [1, 2]);
    let markers: Vec<&str> =
        script.sections.iter().map(|section| review_facts::Word::word(section.marker)).collect();
    assert_eq!(markers, ["none", "goose-up", "goose-down"]);
    assert_eq!(script.sections[2].span.text(text), "-- +goose Down\nDROP TABLE a;");
    for (text, marker) in [
        ("-- migrate:up transaction:false\nSELECT 1", "dbmate-up"),
        ("-- migrate:down\n", "dbmate-down"),
        ("--Up Migration", "pg-migrate-up"),
        ("-- Down migration\nSELECT 1", "pg-migrate-down"),
    ] {
        assert_eq!(review_facts::Word::word(read(text).sections[1].marker), marker);
    }
    assert_eq!(read("-- Up and down\n-- migrate: later").sections.len(), 1);
}

#[test]
fn named_queries_are_told() {
    assert!(read("-- name: GetUser :one\nSELECT 1;").named_queries);
    assert!(read("/* @name GetUser */ SELECT 1;").named_queries);
    assert!(!read("-- name of the user\nSELECT 1;").named_queries);
}

#[test]
fn a_lone_backtick_is_an_operator() {
    let text = "SELECT `p; SELECT a # b;\nSELECT 'it\\'; SELECT 2";
    assert_eq!(read(text).dialect, Dialect::Standard);
    assert_eq!(statements(text).len(), 4);
}

#[test]
fn a_column_named_engine_is_no_sign_of_mysql() {
    let text = "UPDATE cars SET engine = 'v8' WHERE engine = $$;$$; SELECT 'C:\\'; SELECT 2";
    assert_eq!(statements(text).len(), 3);
    assert_eq!(read("CREATE TABLE a (b int) ENGINE = InnoDB").dialect, Dialect::MySql);
    assert_eq!(statements(r#"SELECT `a`, "it\";s"; SELECT 2"#).len(), 2);
}

#[test]
fn semicolons_before_another_delimiter_belong_to_nothing() {
    let text = "DELIMITER $$\n;; DROP TABLE a; ;$$\n;$$ DROP TABLE b$$";
    assert_eq!(statements(text), ["DROP TABLE a", "DROP TABLE b"]);
    assert_eq!(outline(text), ["drop-table on a", "drop-table on b"]);
}
