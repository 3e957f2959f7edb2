//! Texts that are not finished or not Prisma: what is broken is told, and what stands around it is read.

use super::{broken, outline};
use crate::prisma::{Schema, read};

/// Reads a text and checks what of it is broken.
fn check(text: &str, expected: &[&str]) -> Schema {
    let schema = read(text);
    assert_eq!(broken(text, &schema), expected, "{text}");
    schema
}

#[test]
fn merge_conflicts() {
    let text = "model A {\n  id Int\n<<<<<<< HEAD\n  a Int\n=======\n  b Int\n>>>>>>> main\n  c Int\n}\n<<<<<<< HEAD\nmodel B {\n}\n=======\n>>>>>>> x\n";
    let schema =
        check(text, &["<<<<<<< HEAD", "=======", ">>>>>>> main", "<<<<<<< HEAD", "=======\n>>>>>>> x"]);
    assert_eq!(outline(&schema.models[0]), "id Int, a Int, b Int, c Int");
    assert_eq!(schema.models[1].name.text, "B");
}

#[test]
fn unclosed_blocks_end_where_the_next_begins() {
    let schema =
        check("model A {\n  id Int\n\nmodel B {\n  id Int\n}\nenum C {\n D", &["model A {", "enum C {"]);
    assert_eq!(outline(&schema.models[0]), "id Int");
    assert_eq!(schema.models[1].name.text, "B");
    assert_eq!(schema.enums[0].values.len(), 1);
}

#[test]
fn unclosed_groups_end_with_their_line() {
    let text = "model A {\n a Int @default(\n b Int @relation(fields: [x], references: [y]\n c Int\n @@index([a, b\n d Int\n}\nmodel B {\n}\n";
    let schema = check(text, &["(", "(fields: [x], references: [y]", "([a, b"]);
    let a = &schema.models[0];
    assert_eq!(outline(a), "a Int, b Int, c Int, d Int");
    assert_eq!(a.fields[1].relation().unwrap().references().count(), 1);
    assert_eq!(a.indexes().next().unwrap().names(), ["a", "b"]);
    assert_eq!(schema.models.len(), 2);
}

#[test]
fn unclosed_settings_end_with_their_line() {
    let schema = check(
        "datasource db {\n schemas = [\"a\",\n provider = \"mysql\"\n url =\n x\n}\n",
        &["[\"a\",", "url =\n x"],
    );
    assert_eq!(schema.datasources[0].schemas(), ["a"]);
    assert_eq!(schema.datasources[0].provider(), Some("mysql"));
    assert_eq!(schema.datasources[0].url(), None);
}

#[test]
fn unclosed_strings_end_with_their_line() {
    let schema = check("model A {\n a String @map(\"x)\n b String\n}\n", &["(\"x)"]);
    assert_eq!(outline(&schema.models[0]), "a String, b String");
    check("model A {\n a String @map(\"x\\\n b String\n}\n", &["(\"x\\"]);
}

#[test]
fn unclosed_comments_are_lines() {
    let schema = check("model A {\n id Int\n /* x }\n b Int\n}\n", &["/* x }"]);
    assert_eq!(outline(&schema.models[0]), "id Int, b Int");
    let schema = check("/*/\nmodel A {\n}\n", &["/*/"]);
    assert_eq!(schema.models.len(), 1);
}

#[test]
fn fields_half_typed() {
    let schema = check(
        "model A {\n id\n b Int @\n c Int @db.\n d [Int]\n e Int!\n f: Int\n g Int @id zzz\n h Int\n}\n",
        &["id", "@", ".\n d [Int]", "!\n f: Int", "zzz"],
    );
    assert_eq!(outline(&schema.models[0]), "b Int, c Int, e Int, g Int, h Int");
}

#[test]
fn attributes_below_their_field_belong_to_it() {
    let schema = check(
        "model A {\n @map(\"no\")\n a Int\n   @id @map(\"x\")\n b Int\n}\n",
        &["@map(\"no\")", "@id @map(\"x\")"],
    );
    assert_eq!(schema.models[0].fields[0].map(), Some("x"));
    assert!(schema.models[0].fields[0].is_id() && !schema.models[0].fields[1].is_id());
}

#[test]
fn what_stands_behind_an_opening_brace_is_not_read() {
    let schema = check(
        "model A { b Int\n id Int\n}\nmodel C { id Int }\nenum D { E F }\nmodel G {}\nmodel H {\n id Int }\nmodel I {\n}\n",
        &["b Int", "id Int }", "E F }", "}"],
    );
    let names: Vec<_> =
        schema.models.iter().map(|model| (model.name.text.as_str(), outline(model))).collect();
    let names: Vec<_> = names.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    assert_eq!(names, [("A", "id Int"), ("C", ""), ("G", ""), ("H", "id Int"), ("I", "")]);
    assert_eq!(schema.enums[0].values, []);
}

#[test]
fn foreign_text() {
    let schema = check(
        "hello {\n a b\n}\nmodel\nmodel A\n{\n}\ntype X = String\nmodel B {\n ! {\n }\n \"model\" C {\n }\n id Int\n}\n}\n",
        &[
            "hello {\n a b\n}\nmodel\nmodel A\n{\n}\ntype X = String",
            "! {",
            "\"model\" C {\n }\n id Int\n}\n}",
        ],
    );
    assert_eq!(schema.models.len(), 1);
    assert_eq!(schema.models[0].name.text, "B");
}

#[test]
fn brackets_that_do_not_match() {
    let schema = check("model A {\n a Int @map((\"x\"]])\n b Int @map([[(\"y\")\n}\n", &[")", "([[(\"y\")"]);
    assert_eq!(outline(&schema.models[0]), "a Int, b Int");
}
