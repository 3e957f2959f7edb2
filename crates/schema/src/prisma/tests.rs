mod attributes;
mod blocks;
mod broken;
mod comments;
mod robust;
mod together;

use super::{Field, Model, Schema, Value, ValueKind, read};
use std::fmt::Write;

/// Reads a text that has nothing broken.
fn sound(text: &str) -> Schema {
    let schema = read(text);
    assert_eq!(broken(text, &schema), [""; 0], "{text}");
    schema
}

/// Reads the fields of a model, one of which stands in each line.
fn fields(lines: &str) -> Vec<Field> {
    sound(&format!("model A {{\n{lines}\n}}\n")).models.remove(0).fields
}

/// Reads a model by the lines of its body.
fn model(lines: &str) -> Model {
    sound(&format!("model A {{\n{lines}\n}}\n")).models.remove(0)
}

/// The broken parts of a text.
fn broken<'a>(text: &'a str, schema: &Schema) -> Vec<&'a str> {
    schema.broken.iter().map(|span| span.text(text)).collect()
}

/// Name and type of each field: `id Int, posts Post[]`.
fn outline(model: &Model) -> String {
    let mut line = String::new();
    for field in &model.fields {
        let separator = if line.is_empty() { "" } else { ", " };
        let list = if field.r#type.list { "[]" } else { "" };
        let optional = if field.r#type.optional { "?" } else { "" };
        write!(line, "{separator}{} {}{list}{optional}", field.name.text, field.r#type.name.text).unwrap();
    }
    line
}

/// A value with all that is in it, its form told by quotes and brackets.
fn show(value: Value) -> String {
    let label = value.label().map(|label| format!("{}: ", label.text)).unwrap_or_default();
    let inside: Vec<String> = value.values().map(show).collect();
    let inside = inside.join(", ");
    let text = value.text();
    label
        + &match value.kind() {
            ValueKind::Word => text.to_owned(),
            ValueKind::Text => format!("{text:?}"),
            ValueKind::Call => format!("{text}({inside})"),
            ValueKind::List => format!("[{inside}]"),
            ValueKind::Unread => format!("<{inside}>"),
        }
}
