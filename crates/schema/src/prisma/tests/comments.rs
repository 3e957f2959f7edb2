//! Comments: what documents a block or a field, what is nothing, and what only looks like a comment.

use super::{fields, model, outline, sound};

#[test]
fn docs_stand_directly_above() {
    let schema = sound(
        "/// left over\n\n/// one\n// no\n/// two\nmodel A {\n  /// far\n\n  /// first\n  /// second\n  id Int /// behind\n  plain Int // no\n  /// of the index\n  @@index([id])\n  late Int\n}\n\n/// e\nenum E {\n  /// v\n  V /// w\n  W\n}\n",
    );
    let a = &schema.models[0];
    assert_eq!(a.docs, "one\ntwo");
    assert_eq!(
        a.fields.iter().map(|field| field.docs.as_str()).collect::<Vec<_>>(),
        ["first\nsecond\nbehind", "", ""]
    );
    assert_eq!(schema.enums[0].docs, "e");
    let values: Vec<_> = schema.enums[0].values.iter().map(|value| value.docs.as_str()).collect();
    assert_eq!(values, ["v\nw", ""]);
}

#[test]
fn docs_do_not_leave_their_block() {
    let schema = sound("model A {\n id Int\n /// last\n}\nmodel B {\n id Int\n}\n");
    assert_eq!(schema.models[1].docs, "");
    assert_eq!(schema.models[1].fields[0].docs, "");
}

#[test]
fn block_comments_document_too() {
    let schema = sound(
        "/* above }\n second */\nmodel A {\n /* before */ id Int @id /* behind */\n b Int /* x\n y */\n c Int\n}\n",
    );
    let a = &schema.models[0];
    assert_eq!(a.docs, "above }\n second");
    assert_eq!(a.fields[0].docs, "before\nbehind");
    assert_eq!(outline(a), "id Int, b Int, c Int");
}

#[test]
fn block_comments_inside_of_a_line() {
    let read = model("a /* x */ Int /* y */ @id /* z */ @map(/* w */ \"b\" /* v */) // end");
    assert_eq!(outline(&read), "a Int");
    assert_eq!(read.fields[0].map(), Some("b"));
    assert!(read.fields[0].is_id());
}

#[test]
fn braces_in_comments_close_nothing() {
    let schema =
        sound("model A { // }\n  // }\n  /// }\n  /* } */\n  id Int // }\n  b Int\n} // {\n\nmodel B {\n}\n");
    assert_eq!(outline(&schema.models[0]), "id Int, b Int");
    assert_eq!(schema.models[1].name.text, "B");
    assert_eq!(schema.comments.len(), 6);
}

#[test]
fn comments_hide_blocks_and_attributes() {
    let schema = sound(
        "// model A {\n/*\nmodel B {\n  id Int\n}\n*/\nmodel C {\n  // @@map(\"no\")\n  id Int // @id\n}\n",
    );
    assert_eq!(schema.models.len(), 1);
    assert_eq!(schema.models[0].map(), None);
    assert!(!schema.models[0].fields[0].is_id());
}

#[test]
fn strings_hide_comments() {
    let read = fields(
        "a String @default(\"http://x/*y\") @map(\"a//b\") @db.Text\nb String @default(\"*/ } {\")\nc Int",
    );
    assert_eq!(read[0].default_value().unwrap().string(), Some("http://x/*y"));
    assert_eq!(read[0].map(), Some("a//b"));
    assert!(read[0].native().is_some() && read[0].trailing.is_none());
    assert_eq!(read[1].default_value().unwrap().string(), Some("*/ } {"));
    assert_eq!(read[2].name.text, "c");
}

#[test]
fn all_comments_are_listed_in_order() {
    let text = "// a\nmodel A { // b\n id Int @map( // c\n \"x\") /* d */ /// e\n}\n// f";
    let schema = sound(text);
    let comments: Vec<_> = schema.comments.iter().map(|span| span.text(text)).collect();
    assert_eq!(comments, ["// a", "// b", "// c", "/* d */", "/// e", "// f"]);
    assert_eq!(schema.models[0].fields[0].trailing.unwrap().text(text), "/// e");
}
