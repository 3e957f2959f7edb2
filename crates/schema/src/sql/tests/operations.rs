//! What statements do.

use super::outline;

#[test]
fn tables() {
    assert_eq!(outline("CREATE TABLE IF NOT EXISTS \"App\".Users (id int)"), ["create-table on App.users"]);
    assert_eq!(outline("DROP TABLE IF EXISTS a, b.c CASCADE"), ["drop-table on a", "drop-table on b.c"]);
    assert_eq!(outline("ALTER TABLE a RENAME TO b"), ["rename-table on a to b"]);
    assert_eq!(outline("RENAME TABLE a TO b, c TO d"), ["rename-table on a to b", "rename-table on c to d"]);
    assert_eq!(outline("SELECT a, b INTO new FROM old"), ["create-table on new"]);
    assert_eq!(outline("CREATE TABLE a AS SELECT 1"), ["create-table on a"]);
    assert_eq!(
        outline("ALTER TABLE a SET SCHEMA b, OWNER TO c"),
        ["alter-table on a to b", "alter-table on a"]
    );
}

#[test]
fn one_step_per_action() {
    let text = "ALTER TABLE IF EXISTS ONLY a ADD COLUMN b numeric(10,2) DEFAULT 0, DROP COLUMN IF EXISTS c, \
                ALTER COLUMN d TYPE text, ADD CONSTRAINT e UNIQUE (f, g), DROP CONSTRAINT h";
    assert_eq!(
        outline(text),
        [
            "add-column on a b",
            "drop-column on a c",
            "alter-column on a d",
            "add-constraint on a e",
            "drop-constraint on a h"
        ]
    );
}

#[test]
fn actions_of_mysql() {
    let text = "ALTER TABLE `a` CHANGE `b` `c` int NOT NULL, CHANGE COLUMN d d text, MODIFY e bigint, \
                ADD KEY `f` (`g`), ADD UNIQUE KEY h (i), DROP FOREIGN KEY j, DROP INDEX k, DROP PRIMARY KEY, \
                RENAME INDEX l TO m, ADD FULLTEXT INDEX n (o), ADD COLUMN (p int, q int), ENGINE=InnoDB";
    assert_eq!(
        outline(text),
        [
            "rename-column on a b to c",
            "alter-column on a d",
            "alter-column on a e",
            "create-index on a f",
            "add-constraint on a h",
            "drop-constraint on a j",
            "drop-index on a k",
            "drop-constraint on a",
            "rename-index on a l to m",
            "create-index on a n",
            "add-column on a p",
            "add-column on a q",
            "alter-table on a"
        ]
    );
}

#[test]
fn columns_may_be_named_like_keywords() {
    assert_eq!(outline("ALTER TABLE a ADD key text"), ["add-column on a key"]);
    assert_eq!(outline("ALTER TABLE a ADD key varchar(10)"), ["add-column on a key"]);
    assert_eq!(outline("ALTER TABLE a DROP key"), ["drop-column on a key"]);
    assert_eq!(outline("ALTER TABLE a DROP index CASCADE"), ["drop-column on a index"]);
    assert_eq!(outline("ALTER TABLE a RENAME key TO index"), ["rename-column on a key to index"]);
}

#[test]
fn renames() {
    assert_eq!(outline("ALTER TABLE a RENAME COLUMN b TO c"), ["rename-column on a b to c"]);
    assert_eq!(outline("ALTER TABLE a RENAME b TO c"), ["rename-column on a b to c"]);
    assert_eq!(outline("ALTER TABLE a RENAME CONSTRAINT b TO c"), ["rename-constraint on a b to c"]);
    assert_eq!(outline("ALTER INDEX IF EXISTS b RENAME TO c"), ["rename-index b to c"]);
    assert_eq!(outline("ALTER TYPE b RENAME TO c"), ["rename-type b to c"]);
    assert_eq!(outline("ALTER VIEW b RENAME TO c"), ["alter-other b to c"]);
    assert_eq!(outline("ALTER FUNCTION s.b(int, text) RENAME TO c"), ["alter-other s.b to c"]);
}

#[test]
fn indexes() {
    assert_eq!(
        outline("CREATE UNIQUE INDEX CONCURRENTLY a ON ONLY b.c USING gin (d)"),
        ["create-index on b.c a"]
    );
    assert_eq!(outline("CREATE INDEX ON a (b)"), ["create-index on a"]);
    assert_eq!(outline("DROP INDEX CONCURRENTLY IF EXISTS a, b"), ["drop-index a", "drop-index b"]);
    assert_eq!(outline("DROP INDEX `a` ON `b`"), ["drop-index on b a"]);
}

#[test]
fn types_views_and_others() {
    assert_eq!(outline("CREATE TYPE s.a AS ENUM ('x', 'y')"), ["create-type s.a"]);
    assert_eq!(outline("CREATE DOMAIN a AS text CHECK (VALUE <> '')"), ["create-type a"]);
    assert_eq!(outline("ALTER TYPE a ADD VALUE IF NOT EXISTS 'z' AFTER 'x'"), ["add-enum-value a"]);
    assert_eq!(outline("ALTER TYPE a RENAME VALUE 'z' TO 'w'"), ["alter-type a"]);
    assert_eq!(outline("DROP TYPE a"), ["drop-type a"]);
    assert_eq!(outline("CREATE OR REPLACE VIEW a WITH (security_invoker) AS SELECT 1"), ["create-view a"]);
    assert_eq!(
        outline("CREATE MATERIALIZED VIEW a AS SELECT 1; DROP MATERIALIZED VIEW a"),
        ["create-view a", "drop-view a"]
    );
    assert_eq!(outline("CREATE SCHEMA IF NOT EXISTS a; DROP SCHEMA a"), ["create-schema a", "drop-schema a"]);
    assert_eq!(outline("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\""), ["create-extension uuid-ossp"]);
    assert_eq!(outline("CREATE SEQUENCE a; DROP SEQUENCE a"), ["create-sequence a", "drop-sequence a"]);
    assert_eq!(
        outline("CREATE ROLE a; ALTER ROLE a SUPERUSER; DROP ROLE a"),
        ["create-other a", "alter-other a", "drop-other a"]
    );
}

#[test]
fn functions_triggers_and_policies() {
    assert_eq!(
        outline("CREATE OR REPLACE FUNCTION s.f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$"),
        ["create-function s.f"]
    );
    assert_eq!(outline("DROP FUNCTION IF EXISTS f(int, text), g"), ["drop-function f", "drop-function g"]);
    assert_eq!(
        outline("CREATE TRIGGER t BEFORE UPDATE ON a.b FOR EACH ROW EXECUTE FUNCTION f()"),
        ["create-trigger on a.b t"]
    );
    assert_eq!(
        outline("CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION f()"),
        ["create-trigger t"]
    );
    assert_eq!(outline("DROP TRIGGER t ON a"), ["drop-trigger on a t"]);
    assert_eq!(
        outline("CREATE POLICY \"Own rows\" ON public.a FOR SELECT USING (true)"),
        ["create-policy on public.a Own rows"]
    );
    assert_eq!(
        outline("ALTER POLICY p ON a RENAME TO q; DROP POLICY IF EXISTS p ON a"),
        ["alter-policy on a p to q", "drop-policy on a p"]
    );
    assert_eq!(
        outline("ALTER TABLE a ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"),
        ["enable-rls on a", "enable-rls on a"]
    );
    assert_eq!(
        outline("ALTER TABLE a NO FORCE ROW LEVEL SECURITY; ALTER TABLE a DISABLE ROW LEVEL SECURITY"),
        ["disable-rls on a", "disable-rls on a"]
    );
    assert_eq!(outline("ALTER TABLE a ENABLE TRIGGER ALL"), ["alter-table on a"]);
}

#[test]
fn grants_and_comments() {
    assert_eq!(outline("GRANT SELECT, INSERT ON a TO b, c"), ["grant on a"]);
    assert_eq!(outline("REVOKE ALL ON FUNCTION f(int) FROM PUBLIC"), ["grant"]);
    assert_eq!(outline("ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT ALL ON TABLES TO r"), ["grant"]);
    assert_eq!(
        outline("COMMENT ON TABLE a.b IS 'x'; COMMENT ON COLUMN a.b.c IS 'x'"),
        ["comment on a.b", "comment on a.b c"]
    );
    assert_eq!(outline("COMMENT ON CONSTRAINT c ON a IS 'x'"), ["comment on a c"]);
}

#[test]
fn rows() {
    assert_eq!(
        outline(
            "INSERT INTO a.b (c) VALUES (1); REPLACE INTO b VALUES (1); INSERT OR IGNORE INTO c VALUES (1)"
        ),
        ["insert on a.b", "insert on b", "insert on c"]
    );
    assert_eq!(
        outline("UPDATE ONLY a SET b = 1; DELETE FROM a; TRUNCATE TABLE a, b CASCADE"),
        ["update on a", "delete on a", "delete on a", "delete on b"]
    );
    assert_eq!(outline("MERGE INTO a USING b ON a.c = b.c WHEN MATCHED THEN DELETE"), ["update on a"]);
    assert_eq!(
        outline("WITH x AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM x"),
        ["delete on a", "insert on b"]
    );
    assert_eq!(outline("WITH x AS (SELECT 1) SELECT * FROM x"), ["query"]);
    assert_eq!(outline("SELECT add_tenant('a')"), ["query add_tenant"]);
    assert_eq!(outline("(SELECT 1) UNION (SELECT 2)"), ["query"]);
}

#[test]
fn settings_blocks_and_the_unknown() {
    assert_eq!(
        outline("BEGIN; SET x = 1; PRAGMA foreign_keys = ON; COMMIT; VACUUM a; REFRESH MATERIALIZED VIEW v"),
        ["setting", "setting x", "setting foreign_keys", "setting", "setting", "setting"]
    );
    assert_eq!(
        outline("CALL refresh_all(); PREPARE s FROM @sql; frobnicate a"),
        ["block refresh_all", "opaque", "opaque"]
    );
}

#[test]
fn a_rebuilt_table_of_sqlite_is_four_steps() {
    let text = "CREATE TABLE \"new_a\" (\"id\" INTEGER); INSERT INTO \"new_a\" (\"id\") SELECT \"id\" FROM \"a\"; \
                DROP TABLE \"a\"; ALTER TABLE \"new_a\" RENAME TO \"a\";";
    assert_eq!(
        outline(text),
        ["create-table on new_a", "insert on new_a", "drop-table on a", "rename-table on new_a to a"]
    );
}

#[test]
fn tables_without_their_descendants() {
    assert_eq!(outline("ALTER TABLE ONLY (a) RENAME TO b"), ["rename-table on a to b"]);
    assert_eq!(outline("DELETE FROM ONLY a.b; UPDATE a * SET c = 1"), ["delete on a.b", "update on a"]);
}

#[test]
fn constraints_and_columns_are_altered() {
    assert_eq!(
        outline("ALTER TABLE a ALTER CONSTRAINT b DEFERRABLE, ALTER INDEX c INVISIBLE"),
        ["alter-table on a b", "alter-table on a c"]
    );
    assert_eq!(outline("ALTER TABLE a ALTER index TYPE text"), ["alter-column on a index"]);
}

#[test]
fn sqlite_takes_names_in_brackets() {
    assert_eq!(outline("CREATE INDEX [by day] ON [a]([b], [c])"), ["create-index on a by day"]);
    assert_eq!(
        outline("ALTER TABLE [group] ADD b int; UPDATE a SET b = c [d]"),
        ["add-column on group b", "update on a"]
    );
    assert_eq!(
        outline("CREATE TABLE a (b text[], c text [] DEFAULT ARRAY ['x', 'y'], d int[3])"),
        ["create-table on a"]
    );
}

#[test]
fn what_is_dropped_must_have_a_name() {
    assert_eq!(
        outline("DROP TABLE %s; DROP CAST (a AS b); DROP TABLE a, ?"),
        ["opaque", "drop-other", "drop-table on a", "opaque"]
    );
}

#[test]
fn the_query_of_an_insert_is_no_column() {
    assert!(super::step("INSERT INTO a (SELECT b FROM c)").columns.is_empty());
    assert_eq!(super::names(&super::step("INSERT INTO a (b, \"C\") SELECT 1, 2").columns), ["b", "C"]);
}
