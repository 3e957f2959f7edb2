//! Attributes and the values in them.

use super::{fields, model, show};
use crate::prisma::Attribute;

/// All attributes with their arguments.
fn shown(attributes: &[Attribute]) -> Vec<String> {
    let one = |attribute: &Attribute| {
        let arguments: Vec<String> = attribute.arguments().map(show).collect();
        format!("{}({})", attribute.name.text, arguments.join(", "))
    };
    attributes.iter().map(one).collect()
}

#[test]
fn plain_attributes_of_fields() {
    let read = fields(
        "id Int @id @default(autoincrement())\nat DateTime @updatedAt @map(\"updated_at\")\nold Int? @ignore\nmail String @unique(map: \"mail_key\")\nplain Int",
    );
    assert!(read[0].is_id() && !read[0].is_unique());
    assert_eq!(show(read[0].default_value().unwrap()), "autoincrement()");
    assert!(read[1].is_updated_at());
    assert_eq!(read[1].map(), Some("updated_at"));
    assert!(read[2].is_ignored());
    assert!(read[3].is_unique() && !read[3].is_id());
    assert_eq!(read[3].map(), None);
    assert_eq!(read[3].attribute("unique").unwrap().labelled("map").unwrap().string(), Some("mail_key"));
    let plain = &read[4];
    assert!(!plain.is_id() && !plain.is_unique() && !plain.is_updated_at() && !plain.is_ignored());
    assert!(plain.map().is_none() && plain.default_value().is_none() && plain.native().is_none());
    assert!(plain.relation().is_none());
}

#[test]
fn defaults() {
    let default =
        |written: &str| show(fields(&format!("a X @default({written})"))[0].default_value().unwrap());
    for same in [
        "1",
        "-1.5",
        "1e10",
        "true",
        "USER",
        "now()",
        "uuid(7)",
        "nanoid()",
        "sequence(start: 10, increment: 2)",
        "[]",
        "[1, 2]",
        "\"x\"",
        "dbgenerated(\"gen_random_uuid()\")",
    ] {
        assert_eq!(default(same), same);
    }
    assert_eq!(default("value: 3"), "value: 3");
    assert_eq!(default(r#""a\"b // } \\ \n\u00e9""#), r#""a\"b // } \\ \né""#);
    assert_eq!(default("\"{\\\"a\\\": [1, 2]}\""), r#""{\"a\": [1, 2]}""#);
}

#[test]
fn native_types() {
    let read = fields("a String @db.VarChar(255)\nb Decimal @pg.Decimal(10, 2) @unique\nc String @db.Text");
    let native: Vec<_> =
        read.iter().map(|field| shown(std::slice::from_ref(field.native().unwrap()))).collect();
    assert_eq!(native, [["db.VarChar(255)"], ["pg.Decimal(10, 2)"], ["db.Text()"]]);
}

#[test]
fn relations() {
    let read = fields(
        "a A @relation(\"Parent\", fields: [aId, bId], references: [id, key], onDelete: Cascade, onUpdate: NoAction, map: \"a_fk\")\nb B[] @relation(name: \"Child\")\nc C @relation(fields: [cId], references: [id])",
    );
    let names =
        |values: crate::prisma::Values| values.map(|value| value.text().to_owned()).collect::<Vec<_>>();
    let a = read[0].relation().unwrap();
    assert_eq!(a.name(), Some("Parent"));
    assert_eq!(names(a.fields()), ["aId", "bId"]);
    assert_eq!(names(a.references()), ["id", "key"]);
    assert_eq!((a.on_delete(), a.on_update()), (Some("Cascade"), Some("NoAction")));
    assert_eq!(a.map(), Some("a_fk"));
    let b = read[1].relation().unwrap();
    assert_eq!(b.name(), Some("Child"));
    assert_eq!(b.fields().count(), 0);
    assert_eq!((b.on_delete(), b.map()), (None, None));
    assert_eq!(read[2].relation().unwrap().name(), None);
}

#[test]
fn attributes_of_models() {
    let read = model(
        "a Int\nb Int\n@@id([a, b], name: \"ab\", map: \"ab_pk\")\n@@unique(fields: [a, b], map: \"ab_key\")\n@@unique([b, x.y])\n@@index([a], type: Hash)\n@@fulltext([b])\n@@map(\"as\")\n@@schema(\"auth\")\n@@ignore",
    );
    let id = read.id().unwrap();
    assert_eq!((id.names(), id.name(), id.map()), (vec!["a", "b"], Some("ab"), Some("ab_pk")));
    assert_eq!(read.key(), ["a", "b"]);
    let uniques: Vec<_> = read.uniques().map(|index| (index.names(), index.map())).collect();
    assert_eq!(uniques, [(vec!["a", "b"], Some("ab_key")), (vec!["b", "x.y"], None)]);
    let indexes: Vec<_> = read.indexes().collect();
    assert_eq!(indexes.len(), 1);
    assert_eq!(indexes[0].names(), ["a"]);
    assert_eq!(indexes[0].attribute.labelled("type").unwrap().text(), "Hash");
    assert_eq!(read.fulltexts().next().unwrap().names(), ["b"]);
    assert_eq!((read.map(), read.schema()), (Some("as"), Some("auth")));
    assert!(read.is_ignored());
}

#[test]
fn a_model_without_attributes() {
    let read = model("a Int");
    assert!(read.id().is_none() && read.map().is_none() && read.schema().is_none() && !read.is_ignored());
    assert_eq!(read.uniques().count() + read.indexes().count() + read.fulltexts().count(), 0);
    assert_eq!(read.key(), [""; 0]);
}

#[test]
fn options_of_the_fields_of_an_index() {
    let read = model("@@index([a(sort: Desc), b(ops: raw(\"x\")), c(length: 10, sort: Asc)], type: Gin)");
    let index = read.indexes().next().unwrap();
    assert_eq!(index.names(), ["a", "b", "c"]);
    assert_eq!(
        shown(&read.attributes),
        ["index([a(sort: Desc), b(ops: raw(\"x\")), c(length: 10, sort: Asc)], type: Gin)"]
    );
}

#[test]
fn a_list_of_one_needs_no_brackets() {
    let read = model(
        "a A @relation(fields: b, references: c)\n@@index(b)\n@@unique(fields: c)\n@@index(d(sort: Asc))",
    );
    let relation = read.fields[0].relation().unwrap();
    assert_eq!(relation.fields().map(|value| value.text()).collect::<Vec<_>>(), ["b"]);
    assert_eq!(relation.references().map(|value| value.text()).collect::<Vec<_>>(), ["c"]);
    assert_eq!(read.uniques().next().unwrap().names(), ["c"]);
    let indexes: Vec<_> = read.indexes().map(|index| index.names()).collect();
    assert_eq!(indexes, [["b"], ["d"]]);
    assert_eq!(show(read.indexes().nth(1).unwrap().fields().next().unwrap()), "d(sort: Asc)");
}

#[test]
fn an_index_is_named_in_the_database_alone() {
    let read =
        model("@@index([a], name: \"old\")\n@@fulltext([a], map: \"new\")\n@@unique([a], name: \"client\")");
    let named =
        |index: crate::prisma::Index| (index.name().map(str::to_owned), index.map().map(str::to_owned));
    assert_eq!(named(read.indexes().next().unwrap()), (None, Some("old".into())));
    assert_eq!(named(read.fulltexts().next().unwrap()), (None, Some("new".into())));
    assert_eq!(named(read.uniques().next().unwrap()), (Some("client".into()), None));
}

#[test]
fn attributes_over_several_lines() {
    let read = model(
        "a Int @relation(\n  fields: [\n    b, // the first }\n    c\n  ],\n  /* @@map(\"no\") */\n  map: \"x\",\n) @map(\"y\")\nd Int\n@@index([\n  a,\n  d\n])",
    );
    assert_eq!(shown(&read.fields[0].attributes), ["relation(fields: [b, c], map: \"x\")", "map(\"y\")"]);
    assert_eq!(read.fields[1].name.text, "d");
    assert_eq!(read.indexes().next().unwrap().names(), ["a", "d"]);
    assert_eq!(read.map(), None);
}

#[test]
fn labels_without_values() {
    let read = model("a Int @relation(fields: , references: [], map:)");
    assert_eq!(shown(&read.fields[0].attributes), ["relation(fields: <>, references: [], map: <>)"]);
}

#[test]
fn spans_of_values() {
    let text = "model A {\n @@index([a(sort: Desc), b], map: \"i\")\n}";
    let schema = super::sound(text);
    let index = schema.models[0].indexes().next().unwrap();
    let written: Vec<_> = index.attribute.arguments().map(|value| value.span().text(text)).collect();
    assert_eq!(written, ["[a(sort: Desc), b]", "\"i\""]);
    let written: Vec<_> = index.fields().map(|value| value.span().text(text)).collect();
    assert_eq!(written, ["a(sort: Desc)", "b"]);
    assert_eq!(index.attribute.labelled("map").unwrap().label().unwrap().span.text(text), "map");
}
