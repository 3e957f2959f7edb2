//! What stands in blocks of PL/pgSQL.

use super::{outline, steps};
use crate::sql::{Detail, read, read_body};
use review_facts::Span;

#[test]
fn statements_in_a_block_are_steps() {
    let text = "DO $$ DECLARE x int := 1; y text[]; BEGIN\n\
                IF NOT EXISTS (SELECT 1 FROM t) THEN CREATE TABLE a (id int); ELSE ALTER TABLE a ADD b int; END IF;\n\
                FOR r IN SELECT 1 LOOP DROP TABLE c; END LOOP; x := 2; PERFORM f(x);\n\
                EXCEPTION WHEN duplicate_object THEN NULL; WHEN others THEN DELETE FROM d; END $$;";
    assert_eq!(
        outline(text),
        ["block", "create-table on a", "add-column on a b", "drop-table on c", "query f", "delete on d"]
    );
    let conditional: Vec<bool> = steps(text).iter().map(|step| step.conditional).collect();
    assert_eq!(conditional, [false, true, true, true, true, true]);
    let added = &steps(text)[2];
    assert_eq!(added.place.text(text), "b");
    assert_eq!(added.span.text(text), "ADD b int");
}

#[test]
fn strings_that_are_executed_are_read() {
    let text = "DO $$ BEGIN EXECUTE 'ALTER TABLE a ENABLE ROW LEVEL SECURITY'; \
                EXECUTE $q$ DROP TABLE b; DROP TABLE c $q$ USING x; EXECUTE 'DROP TABLE ' || d; EXECUTE e; END $$";
    assert_eq!(
        outline(text),
        ["block", "enable-rls on a", "drop-table on b", "drop-table on c", "opaque", "opaque"]
    );
    assert_eq!(steps(text)[1].place.text(text), "a");
}

#[test]
fn templates_of_format_have_holes() {
    let text = "DO $$ BEGIN EXECUTE format('CREATE POLICY p ON public.%I USING (true)', t); \
                EXECUTE format('ALTER TABLE %1$I.%2$I ENABLE ROW LEVEL SECURITY', s, t); END $$";
    let steps = steps(text);
    assert_eq!(outline(text)[1..], ["create-policy on public.\u{FFFC} p", "enable-rls on \u{FFFC}.\u{FFFC}"]);
    assert!(steps[1].table.as_ref().unwrap().hole);
    assert_eq!(steps[1].table.as_ref().unwrap().span.text(text), "%I");
}

#[test]
fn strings_of_a_block_that_could_be_names_are_listed() {
    let text = "DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['users', 'app.posts'] LOOP \
                EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t); END LOOP; RAISE NOTICE 'it is done'; END $$";
    let steps = steps(text);
    let Detail::Block(block) = &steps[0].detail else { panic!() };
    assert_eq!(block.words.iter().map(|span| span.text(text)).collect::<Vec<_>>(), ["users", "app.posts"]);
    assert!(steps[1].table.as_ref().unwrap().hole);
}

#[test]
fn a_block_in_a_block_is_not_followed() {
    assert_eq!(outline("DO $a$ BEGIN EXECUTE 'DO $b$ BEGIN DROP TABLE c; END $b$'; END $a$"), ["block"]);
}

#[test]
fn bodies_of_functions_are_read_on_demand() {
    let text = "CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM a; END $$";
    let script = read(text);
    let Detail::Function(function) = &script.statements[0].steps[0].detail else { panic!() };
    let steps = read_body(text, function.body.unwrap());
    assert_eq!(steps.iter().map(super::line).collect::<Vec<_>>(), ["delete on a"]);
    assert!(read_body(text, Span::new(0, 0)).is_empty());
}
