//! Texts that nobody meant to write.

use crate::prisma::{Model, Schema, read};

const TEXTS: &[&str] = &[
    "\u{FEFF}datasource db {\r\n  provider = \"postgresql\" // é\r\n  extensions = [a(map: \"b\"), c]\r\n}\r\n",
    "/// é\nmodel Ä {\n  id Int @id @default(autoincrement()) @db.VarChar(10, -2) // x\n  @@index([a(sort: Desc), b(ops: raw(\"x\"))])\n}\n",
    "enum A {\n  B @map(\"é\\\"\") /* } */\n}\nview C {\n  x Unsupported(\"é\")?\n  y D[] @relation(\"z\", fields: [\n  a,\n b\n])\n}\n",
    "model A {\n<<<<<<< HEAD\n  a Int @\n=======\n  b Int @@x\n>>>>>>> é\n}\n",
];

/// Reads a text and checks that every span lies on its characters and every name is what its span shows.
fn check(text: &str) -> Schema {
    let schema = read(text);
    let inside = |span: review_facts::Span| {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text}");
    };
    for model in models(&schema) {
        inside(model.span);
        assert_eq!(model.name.span.text(text), model.name.text);
        for field in &model.fields {
            assert!(model.span.contains(field.span), "{text}");
            assert!(field.span.contains(field.name.span), "{text}");
            assert_eq!(field.name.span.text(text), field.name.text);
            for attribute in &field.attributes {
                inside(attribute.span);
                attribute.arguments().for_each(|value| inside(value.span()));
            }
        }
    }
    for pair in schema.broken.windows(2) {
        assert!(pair[0].start < pair[1].start, "{:?} in {text}", schema.broken);
    }
    schema.broken.iter().chain(&schema.comments).for_each(|span| {
        assert!(!span.is_empty());
        inside(*span);
    });
    schema
}

fn models(schema: &Schema) -> impl Iterator<Item = &Model> {
    schema.models.iter().chain(&schema.views).chain(&schema.types)
}

#[test]
fn texts_may_end_anywhere() {
    for text in TEXTS {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            check(&text[..end]);
            check(&text[end..]);
        }
        for end in 0..=text.len() {
            check(&String::from_utf8_lossy(&text.as_bytes()[..end]));
        }
    }
}

#[test]
fn any_character_may_be_missing_doubled_or_replaced() {
    for text in TEXTS {
        for (at, letter) in text.char_indices() {
            let after = at + letter.len_utf8();
            check(&format!("{}{}", &text[..at], &text[after..]));
            check(&format!("{}{letter}{}", &text[..after], &text[after..]));
            for junk in ["\"", "{", "}", "(", ")", "[", "@", "/*", "//", "\n", "\\"] {
                check(&format!("{}{junk}{}", &text[..at], &text[at..]));
            }
        }
    }
}

#[test]
fn depth_and_repetition_cost_nothing() {
    for deep in [
        "(",
        "[",
        "{",
        "a(",
        "a:[",
        "@a(",
        "\"",
        "/*",
        "@@a([\n",
        "a b @c(\n",
        "a Unsupported(\n",
        "k = [\n",
        "model A {\n",
        "}\n",
        "/// a\n",
        "a b /* */ ",
        "a\n",
    ] {
        let deep = deep.repeat(if deep.len() == 1 { 100_000 } else { 20_000 });
        check(&deep);
        for head in [
            "model A {\n",
            "enum A {\n",
            "datasource A {\n",
            "datasource A {\n a = ",
            "model A {\n a Int @default(",
        ] {
            check(&format!("{head}{deep}"));
            check(&format!("{head}{deep}\n}}\nmodel B {{\n}}\n"));
        }
    }
}

#[test]
fn deep_values_are_closed() {
    let text =
        format!("model A {{\n a Int @default({}{})\n b Int\n}}\n", "[".repeat(100_000), "]".repeat(100_000));
    let schema = check(&text);
    assert_eq!(schema.broken, []);
    assert_eq!(schema.models[0].fields.len(), 2);
    let mut value = schema.models[0].fields[0].default_value();
    let mut depth = 0;
    while let Some(inner) = value {
        value = inner.values().next();
        depth += 1;
    }
    assert_eq!(depth, 100_000);
}

#[test]
fn long_texts_are_cut_and_say_so() {
    let text = "model A {\n}\n".repeat(200_000);
    let schema = check(&text);
    assert_eq!(schema.broken.last().unwrap().end as usize, text.len());
    assert!(schema.models.len() > 170_000 && schema.models.len() < 200_000);
}
