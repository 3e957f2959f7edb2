//! Blocks and the lines in them.

use super::{fields, model, outline, show, sound};

#[test]
fn datasources() {
    let schema = sound(
        r#"datasource pg {
  provider   = "postgresql" // the only one
  url        = env("DATABASE_URL")
  directUrl  = "postgres://localhost/a"
  relationMode = "prisma"
  schemas    = ["public", "auth"]
  extensions = [uuidOssp(map: "uuid-ossp", schema: "extensions"), postgis(version: "2.1"), citext]
}
"#,
    );
    let source = &schema.datasources[0];
    assert_eq!(source.name.text, "pg");
    assert_eq!(source.provider(), Some("postgresql"));
    assert_eq!(show(source.url().unwrap()), r#"env("DATABASE_URL")"#);
    assert_eq!(source.setting("directUrl").unwrap().string(), Some("postgres://localhost/a"));
    assert_eq!(source.relation_mode(), Some("prisma"));
    assert_eq!(source.schemas(), ["public", "auth"]);
    assert_eq!(source.extensions(), ["uuidOssp", "postgis", "citext"]);
    assert_eq!(source.setting("shadowDatabaseUrl"), None);
}

#[test]
fn the_former_name_of_the_relation_mode() {
    let schema = sound("datasource db {\n referentialIntegrity = \"prisma\"\n}\n");
    assert_eq!(schema.datasources[0].relation_mode(), Some("prisma"));
}

#[test]
fn generators() {
    let schema = sound(
        "generator client {\n provider = \"prisma-client-js\"\n output = \"../client\"\n previewFeatures = [\n  \"views\", // new\n  \"multiSchema\",\n ]\n engineType = library\n}\ngenerator zod {\n}\n",
    );
    let generator = &schema.generators[0];
    assert_eq!(generator.provider(), Some("prisma-client-js"));
    assert_eq!(generator.output(), Some("../client"));
    assert_eq!(generator.preview_features(), ["views", "multiSchema"]);
    assert_eq!(generator.setting("engineType").unwrap().text(), "library");
    assert_eq!(generator.settings.len(), 4);
    assert_eq!(schema.generators[1].provider(), None);
    assert_eq!(schema.generators[1].preview_features(), [""; 0]);
}

#[test]
fn models_views_types_and_enums() {
    let text = "model A {\n id Int\n}\nview B {\n id Int\n}\ntype C {\n x String\n}\nenum D {\n E\n}\n";
    let schema = sound(text);
    let [a, b, c] = [&schema.models, &schema.views, &schema.types].map(|blocks| &blocks[..]);
    assert_eq!([a.len(), b.len(), c.len(), schema.enums.len()], [1; 4]);
    assert_eq!([&a[0], &b[0], &c[0]].map(|block| block.name.text.as_str()), ["A", "B", "C"]);
    assert_eq!(outline(&c[0]), "x String");
    assert_eq!(a[0].span.text(text), "model A {\n id Int\n}");
    assert_eq!(schema.enums[0].span.text(text), "enum D {\n E\n}");
    assert_eq!(schema.enums[0].name.span.text(text), "D");
}

#[test]
fn types_of_fields() {
    let read = model(
        "id Int\nname String?\ntags String[]\nposts Post[]\nplace Unsupported(\"circle\")?\nold Unsupported(\"a\\\"b\")[]\nodd String []?",
    );
    assert_eq!(
        outline(&read),
        "id Int, name String?, tags String[], posts Post[], place Unsupported?, old Unsupported[], odd String[]?"
    );
    let unsupported: Vec<_> = read.fields.iter().map(|field| field.r#type.unsupported.as_deref()).collect();
    assert_eq!(unsupported, [None, None, None, None, Some("circle"), Some("a\"b"), None]);
}

#[test]
fn spans_of_fields() {
    let text = "model A {\n  e_mail String? @unique @map(\"mail\") // private\n}\n";
    let schema = sound(text);
    let field = &schema.models[0].fields[0];
    assert_eq!(field.span.text(text), "e_mail String? @unique @map(\"mail\")");
    assert_eq!(field.name.span.text(text), "e_mail");
    assert_eq!(field.r#type.name.span.text(text), "String");
    assert_eq!(field.trailing.unwrap().text(text), "// private");
    assert_eq!(field.attributes[1].span.text(text), "@map(\"mail\")");
    assert_eq!(field.attributes[1].name.span.text(text), "map");
}

#[test]
fn values_of_enums() {
    let schema = sound(
        "enum Role {\n ADMIN @map(\"admin\") // all\n  USER\n enum\n model @ignore\n\n @@map(\"roles\")\n @@schema(\"auth\")\n}\n",
    );
    let role = &schema.enums[0];
    let names: Vec<_> = role.values.iter().map(|value| (value.name.text.as_str(), value.map())).collect();
    assert_eq!(names, [("ADMIN", Some("admin")), ("USER", None), ("enum", None), ("model", None)]);
    assert_eq!((role.map(), role.schema()), (Some("roles"), Some("auth")));
    assert!(role.values[0].trailing.is_some());
    assert!(role.values[1].trailing.is_none());
}

#[test]
fn fields_named_like_keywords() {
    let read = model(
        "model Int\ntype String @default(\"x\")\nenum Int\nview Int?\ndatasource Int[]\ngenerator model",
    );
    assert_eq!(
        outline(&read),
        "model Int, type String, enum Int, view Int?, datasource Int[], generator model"
    );
}

#[test]
fn blocks_named_like_keywords() {
    let schema = sound(
        "model model {\n type type\n}\nenum type {\n enum\n type\n}\ntype enum {\n a Int\n}\nmodel view {\n}\n",
    );
    assert_eq!(schema.models[0].name.text, "model");
    assert_eq!(outline(&schema.models[0]), "type type");
    assert_eq!(schema.models[1].name.text, "view");
    assert_eq!(schema.enums[0].name.text, "type");
    assert_eq!(schema.enums[0].values.len(), 2);
    assert_eq!(schema.types[0].name.text, "enum");
}

#[test]
fn white_space_does_not_matter() {
    let schema = sound("model   A{\n\n\tid\tInt  @id@default( 1 )\n b\u{a0}Int @ unique\n}model B {\n}");
    assert_eq!(outline(&schema.models[0]), "id Int, b Int");
    assert_eq!(schema.models[0].key(), ["id"]);
    assert!(schema.models[0].fields[1].is_unique());
    assert_eq!(schema.models[1].name.text, "B");
}

#[test]
fn byte_order_marks_and_line_ends() {
    let text = "\u{FEFF}model Ä {\r\n  /// é\r\n  id Int @id\r  b String // x\r\n}\r\n";
    let schema = sound(text);
    assert_eq!(
        schema.models[0].span.text(text),
        "model Ä {\r\n  /// é\r\n  id Int @id\r  b String // x\r\n}"
    );
    assert_eq!(schema.models[0].span.start, 3);
    assert_eq!(outline(&schema.models[0]), "id Int, b String");
    assert_eq!(schema.models[0].fields[0].docs, "é");
    assert_eq!(schema.models[0].fields[1].trailing.unwrap().text(text), "// x");
}

#[test]
fn nothing_at_all() {
    for text in ["", "\u{FEFF}", "\n\n", "// model A {\n// }"] {
        assert_eq!(sound(text).models, []);
    }
    assert_eq!(fields(""), []);
}
