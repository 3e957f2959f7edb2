//! What is known of a step beyond its names.

use super::{names, step, steps};
use crate::sql::{Column, ColumnChange, ConstraintKind, Detail, Index, KeyAction, Policy, Table};
use review_facts::{Operation, Span};

fn table(text: &str) -> Table {
    match step(text).detail {
        Detail::Table(table) => *table,
        detail => panic!("{detail:?}"),
    }
}

fn index(text: &str) -> Index {
    match step(text).detail {
        Detail::Index(index) => *index,
        detail => panic!("{detail:?}"),
    }
}

fn policy(text: &str) -> Policy {
    match step(text).detail {
        Detail::Policy(policy) => *policy,
        detail => panic!("{detail:?}"),
    }
}

fn change(text: &str) -> ColumnChange {
    match step(text).detail {
        Detail::Change(change) => change,
        detail => panic!("{detail:?}"),
    }
}

fn written(text: &str, span: Option<Span>) -> &str {
    span.map_or("", |span| span.text(text))
}

/// The columns of a table, one line each: name, type, and what else is said.
fn columns(text: &str) -> Vec<String> {
    table(text).columns.iter().map(|column| shown(text, column)).collect()
}

fn shown(text: &str, column: &Column) -> String {
    let mut line = format!("{}: {}", column.name.name, column.ty.text(text));
    for (said, word) in [
        (column.not_null, " not-null"),
        (column.primary_key, " primary"),
        (column.unique, " unique"),
        (column.generated, " generated"),
    ] {
        line.push_str(if said { word } else { "" });
    }
    for (word, span) in
        [(" default=", column.default), (" check=", column.check), (" comment=", column.comment)]
    {
        if let Some(span) = span {
            line.push_str(word);
            line.push_str(span.text(text));
        }
    }
    line
}

#[test]
fn columns_of_postgresql() {
    let text = "CREATE TABLE a (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), \"B\" character varying(10) NOT NULL \
                DEFAULT 'x'::character varying, c timestamp with time zone DEFAULT now() NOT NULL UNIQUE, \
                d double precision CHECK (d > 0 AND d IS NOT NULL), e text[] DEFAULT ARRAY['a', 'b'], \
                f bigserial, g int GENERATED ALWAYS AS IDENTITY, h text DEFAULT NULL, i text COLLATE \"C\" NULL)";
    assert_eq!(
        columns(text),
        [
            "id: uuid primary default=gen_random_uuid()",
            "B: character varying(10) not-null default='x'::character varying",
            "c: timestamp with time zone not-null unique default=now()",
            "d: double precision check=d > 0 AND d IS NOT NULL",
            "e: text[] default=ARRAY['a', 'b']",
            "f: bigserial generated",
            "g: int generated",
            "h: text default=NULL",
            "i: text",
        ]
    );
}

#[test]
fn columns_of_mysql_and_sqlite() {
    let text = "CREATE TABLE `a` (`id` bigint unsigned NOT NULL AUTO_INCREMENT, b varchar(10) CHARACTER SET utf8 \
                NOT NULL DEFAULT '' COMMENT 'x, y', c timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE \
                CURRENT_TIMESTAMP, d enum('x','y') NOT NULL, PRIMARY KEY (`id`), KEY `k` (`b`(3)), UNIQUE KEY u (c), \
                FULLTEXT KEY f (b)) ENGINE=InnoDB";
    assert_eq!(
        columns(text),
        [
            "id: bigint unsigned not-null generated",
            "b: varchar(10) not-null default='' comment='x, y'",
            "c: timestamp default=CURRENT_TIMESTAMP",
            "d: enum('x','y') not-null",
        ]
    );
    let table = table(text);
    assert_eq!(names(&table.constraints[0].columns), ["id"]);
    assert_eq!(table.constraints[1].name.as_ref().unwrap().name, "u");
    assert_eq!(table.indexes.len(), 2);
    assert_eq!(table.indexes[0].parts[0].column.as_ref().unwrap().name, "b");
    assert_eq!(
        columns("CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b, c DEFAULT (datetime('now')))"),
        ["id: INTEGER primary generated", "b: ", "c:  default=(datetime('now'))"]
    );
}

#[test]
fn foreign_keys() {
    let text = "CREATE TABLE a (b int REFERENCES s.c (d) ON UPDATE CASCADE ON DELETE SET NULL NOT NULL, e int, \
                CONSTRAINT f FOREIGN KEY (b, e) REFERENCES g ON DELETE NO ACTION DEFERRABLE)";
    let table = table(text);
    let column = &table.columns[0];
    let references = column.references.as_ref().unwrap();
    assert_eq!((references.table.schema.as_deref(), references.table.name.as_str()), (Some("s"), "c"));
    assert_eq!(names(&references.columns), ["d"]);
    assert_eq!(
        (references.on_delete, references.on_update),
        (Some(KeyAction::SetNull), Some(KeyAction::Cascade))
    );
    assert!(column.not_null);
    let constraint = &table.constraints[0];
    assert_eq!(constraint.kind, ConstraintKind::Foreign);
    assert_eq!(names(&constraint.columns), ["b", "e"]);
    assert_eq!(constraint.references.as_ref().unwrap().on_delete, Some(KeyAction::NoAction));
}

#[test]
fn constraints() {
    let kinds = |text: &str| {
        let step = step(text);
        assert_eq!(step.operation, Operation::AddConstraint);
        let Detail::Constraint(constraint) = step.detail else { panic!() };
        (
            constraint.kind,
            step.columns.into_iter().map(|name| name.name).collect::<Vec<_>>(),
            constraint.not_valid,
        )
    };
    assert_eq!(
        kinds("ALTER TABLE a ADD PRIMARY KEY (b, c)"),
        (ConstraintKind::Primary, vec!["b".into(), "c".into()], false)
    );
    assert_eq!(
        kinds("ALTER TABLE a ADD CONSTRAINT d CHECK (b > 0) NOT VALID"),
        (ConstraintKind::Check, vec![], true)
    );
    assert_eq!(
        kinds("ALTER TABLE a ADD CONSTRAINT d EXCLUDE USING gist (b WITH =)"),
        (ConstraintKind::Exclude, vec![], false)
    );
    assert_eq!(
        kinds("ALTER TABLE a ADD UNIQUE NULLS NOT DISTINCT (b)"),
        (ConstraintKind::Unique, vec!["b".into()], false)
    );
    let Detail::Constraint(constraint) = step("ALTER TABLE a ADD CONSTRAINT b UNIQUE USING INDEX c").detail
    else {
        panic!()
    };
    assert_eq!(constraint.using_index.unwrap().name, "c");
}

#[test]
fn tables_from_elsewhere() {
    assert!(table("CREATE TEMP TABLE a (id int)").temporary);
    assert_eq!(table("CREATE TABLE a PARTITION OF s.b FOR VALUES IN (1)").partition_of.unwrap().name, "b");
    assert_eq!(
        names(&table("CREATE TABLE a (LIKE b INCLUDING ALL, c int) INHERITS (s.d, e)").like),
        ["b", "d", "e"]
    );
    assert_eq!(names(&table("CREATE TABLE a LIKE b").like), ["b"]);
    let text = "CREATE TABLE a AS SELECT b FROM c";
    assert_eq!(written(text, table(text).query), "SELECT b FROM c");
    let text = "SELECT b INTO TEMP a FROM c";
    assert!(table(text).temporary && table(text).query.is_some());
}

#[test]
fn changes_of_columns() {
    let text = "ALTER TABLE a ALTER COLUMN b SET DATA TYPE varchar(5) COLLATE x USING b::varchar";
    let ColumnChange::Type { to, using } = change(text) else { panic!() };
    assert_eq!((to.text(text), written(text, using)), ("varchar(5)", "b::varchar"));
    assert_eq!(change("ALTER TABLE a ALTER b SET NOT NULL"), ColumnChange::SetNotNull);
    assert_eq!(change("ALTER TABLE a ALTER b DROP NOT NULL"), ColumnChange::DropNotNull);
    assert_eq!(change("ALTER TABLE a ALTER b DROP DEFAULT"), ColumnChange::DropDefault);
    assert_eq!(change("ALTER TABLE a ALTER b SET STATISTICS 5"), ColumnChange::Other);
    let text = "ALTER TABLE a ALTER b SET DEFAULT lower('X')";
    let ColumnChange::SetDefault(default) = change(text) else { panic!() };
    assert_eq!(default.text(text), "lower('X')");
}

#[test]
fn indexes() {
    let text = "CREATE UNIQUE INDEX CONCURRENTLY i ON a USING btree (b DESC, lower(c), (d || e), f text_ops) \
                INCLUDE (g) WHERE h IS NOT NULL";
    let created = index(text);
    assert!(created.unique && created.concurrently);
    assert_eq!(created.method.as_deref(), Some("btree"));
    let columns: Vec<Option<&str>> =
        created.parts.iter().map(|part| part.column.as_ref().map(|name| name.name.as_str())).collect();
    assert_eq!(columns, [Some("b"), None, None, Some("f")]);
    assert_eq!(created.parts[1].span.text(text), "lower(c)");
    assert_eq!(written(text, created.predicate), "h IS NOT NULL");
    assert_eq!(names(&step(text).columns), ["b", "f"]);
    assert_eq!(names(&created.include), ["g"]);
    assert!(index("DROP INDEX CONCURRENTLY a").concurrently);
}

#[test]
fn policies() {
    let text =
        "CREATE POLICY p ON a AS RESTRICTIVE FOR UPDATE TO anon, \"App\" USING (true) WITH CHECK ((b = 1))";
    let created = policy(text);
    assert_eq!(created.command.as_deref(), Some("update"));
    assert!(created.restrictive);
    assert_eq!(names(&created.roles), ["anon", "App"]);
    assert_eq!((written(text, created.using), written(text, created.check)), ("true", "(b = 1)"));
    let plain = policy("CREATE POLICY p ON a USING (b)");
    assert!(plain.command.is_none() && plain.roles.is_empty() && !plain.restrictive && plain.check.is_none());
}

#[test]
fn row_security_may_be_forced() {
    assert_eq!(step("ALTER TABLE a FORCE ROW LEVEL SECURITY").detail, Detail::Forced(true));
    assert_eq!(step("ALTER TABLE a ENABLE ROW LEVEL SECURITY").detail, Detail::Forced(false));
}

#[test]
fn functions() {
    let text = "CREATE FUNCTION f(a int DEFAULT 1) RETURNS event_trigger LANGUAGE 'plpgsql' SECURITY DEFINER \
                SET search_path = '' AS $x$ BEGIN END $x$";
    let Detail::Function(function) = step(text).detail else { panic!() };
    assert_eq!(written(text, function.returns), "event_trigger");
    assert_eq!(written(text, function.body), " BEGIN END ");
    assert_eq!(function.language.as_deref(), Some("plpgsql"));
    assert!(function.security_definer && function.sets_search_path && !function.procedure);
    let text = "CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC DELETE FROM a; END";
    let Detail::Function(function) = step(text).detail else { panic!() };
    assert!(function.procedure);
    assert_eq!(written(text, function.body), "BEGIN ATOMIC DELETE FROM a; END");
}

#[test]
fn triggers() {
    let text = "CREATE TRIGGER t BEFORE INSERT OR UPDATE OF a, b ON c FOR EACH ROW EXECUTE PROCEDURE s.f()";
    let created = step(text);
    assert_eq!(names(&created.columns), ["a", "b"]);
    let Detail::Trigger(trigger) = created.detail else { panic!() };
    assert_eq!(trigger.events, ["INSERT", "UPDATE"]);
    assert_eq!(trigger.function.unwrap().name, "f");
}

#[test]
fn enums() {
    let text = "CREATE TYPE a AS ENUM ('x', 'y,z')";
    let Detail::Type(created) = step(text).detail else { panic!() };
    assert_eq!(created.values.iter().map(|span| span.text(text)).collect::<Vec<_>>(), ["'x'", "'y,z'"]);
    let text = "ALTER TYPE a RENAME VALUE 'x' TO 'w'";
    let Detail::Type(renamed) = step(text).detail else { panic!() };
    assert_eq!((renamed.values[0].text(text), written(text, renamed.new_value)), ("'x'", "'w'"));
}

#[test]
fn grants() {
    let grant = |text: &str| match step(text).detail {
        Detail::Grant(grant) => *grant,
        detail => panic!("{detail:?}"),
    };
    let granted = grant("GRANT SELECT (a, b), INSERT ON TABLE c, d TO e WITH GRANT OPTION");
    assert_eq!(granted.privileges, ["SELECT", "INSERT"]);
    assert_eq!(
        (granted.kind.as_str(), names(&granted.objects), names(&granted.roles)),
        ("TABLE", vec!["c", "d"], vec!["e"])
    );
    let revoked = grant("REVOKE GRANT OPTION FOR ALL ON ALL TABLES IN SCHEMA s FROM r CASCADE");
    assert!(revoked.revoke);
    assert_eq!(
        (revoked.kind.as_str(), names(&revoked.objects), names(&revoked.roles)),
        ("ALL TABLES IN SCHEMA", vec!["s"], vec!["r"])
    );
    let function = grant("GRANT EXECUTE ON FUNCTION s.f(int, text), g() TO r");
    assert_eq!((function.kind.as_str(), names(&function.objects)), ("FUNCTION", vec!["f", "g"]));
    let later = grant("ALTER DEFAULT PRIVILEGES FOR ROLE o IN SCHEMA s GRANT SELECT ON TABLES TO r");
    assert!(later.default_privileges && !later.revoke);
    assert_eq!(
        (later.kind.as_str(), names(&later.objects), names(&later.roles)),
        ("TABLES", vec!["s"], vec!["r"])
    );
    let role = grant("GRANT admin TO bob");
    assert_eq!(
        (role.kind.as_str(), role.privileges, names(&role.roles)),
        ("ROLE", vec!["admin".to_owned()], vec!["bob"])
    );
}

#[test]
fn conditions_and_cascades_are_said() {
    let dropped = &steps("DROP TABLE IF EXISTS a, b CASCADE")[1];
    assert!(dropped.if_exists && dropped.cascade);
    assert!(step("ALTER TABLE a ADD COLUMN IF NOT EXISTS b int").if_exists);
    assert!(step("ALTER TABLE a DROP COLUMN b CASCADE").cascade);
    assert!(!step("DROP TABLE a").if_exists);
}

#[test]
fn the_object_is_what_is_pointed_at() {
    let text = "ALTER TABLE app.users DROP COLUMN IF EXISTS \"Mail\"";
    let dropped = step(text);
    assert_eq!(dropped.place.text(text), "\"Mail\"");
    assert_eq!(dropped.span.text(text), "DROP COLUMN IF EXISTS \"Mail\"");
    let text = "DROP TABLE app.users";
    assert_eq!(step(text).place.text(text), "users");
    let text = "UPDATE users u SET a = 1, u.b = lower(c), d = 2 WHERE e = 3, f = 4";
    assert_eq!(names(&step(text).columns), ["a", "b", "d"]);
}

#[test]
fn properties_of_columns_may_have_values_like_keywords() {
    let text = "CREATE TABLE a (b text STORAGE DEFAULT, c text COMPRESSION default NOT NULL)";
    assert_eq!(columns(text), ["b: text", "c: text not-null"]);
    assert_eq!(columns("CREATE TABLE a OF b (c WITH OPTIONS NOT NULL)"), ["c:  not-null"]);
}

#[test]
fn arrays_are_no_names() {
    let text = "CREATE TABLE a (b text[], c text [] DEFAULT ARRAY ['x', 'y'], d int[3])";
    assert_eq!(columns(text), ["b: text[]", "c: text [] default=ARRAY ['x', 'y']", "d: int[3]"]);
}
