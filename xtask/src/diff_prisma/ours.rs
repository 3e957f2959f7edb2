//! What our reader says of a schema, in the words of Prisma's engine.
//!
//! Where both mean the same but the engine says it otherwise, the difference is taken out here, each with its
//! reason; nothing is taken out of what the engine says.

use super::{Facts, Place};
use review_schema::prisma::{
    Attribute, Enum, Field, Index, Model, Name, Schema, Target, Value, ValueKind, Values, Whole,
};

/// Puts the files of one schema into facts.
pub fn facts(files: &[Schema]) -> Facts {
    let whole = Whole::of(files);
    let mut facts = Facts::default();
    for (file, schema) in files.iter().enumerate() {
        for model in schema.models.iter().chain(&schema.views).chain(&schema.types) {
            // The engine leaves out what the client does not see.
            if !model.is_ignored() {
                block_facts(&mut facts, file, model, &whole);
            }
        }
        for named in &schema.enums {
            enum_facts(&mut facts, file, named);
        }
        for source in &schema.datasources {
            let of = format!("datasource {}", source.name.text);
            facts.place(&of, place(file, &source.name));
            facts.add(&of, "provider", source.provider().unwrap_or_default().to_owned());
            facts.add(&of, "url", source.url().map(written).unwrap_or_default());
        }
        for generator in &schema.generators {
            let of = format!("generator {}", generator.name.text);
            facts.place(&of, place(file, &generator.name));
            let provider = generator.setting("provider");
            let provider = provider.map(|value| value.values().next().unwrap_or(value).text());
            facts.add(&of, "provider", provider.unwrap_or_default().to_owned());
        }
    }
    facts
}

fn block_facts(facts: &mut Facts, file: usize, model: &Model, whole: &Whole) {
    let of = &model.name.text;
    facts.place(of, place(file, &model.name));
    facts.add(of, "block", "model".into());
    facts.add(of, "map", model.map().unwrap_or_default().to_owned());
    facts.add(of, "schema", model.schema().unwrap_or_default().to_owned());
    for field in &model.fields {
        // The engine leaves out what the client does not see: ignored fields and those without a type.
        if !field.is_ignored() && field.r#type.unsupported.is_none() {
            field_facts(facts, file, model, field, whole);
        }
        for kind in ["id", "unique"] {
            if let Some(attribute) = field.attribute(kind) {
                let fields = field.name.text.clone() + &field_options(attribute.arguments());
                facts.add_one(of, &format!("field {kind}"), fields + &index_options(Index { attribute }));
            }
        }
    }
    index_facts(facts, model, "id", model.id().into_iter());
    index_facts(facts, model, "unique", model.uniques());
    index_facts(facts, model, "normal", model.indexes());
    index_facts(facts, model, "fulltext", model.fulltexts());
}

fn field_facts(facts: &mut Facts, file: usize, model: &Model, field: &Field, whole: &Whole) {
    let of = format!("{}.{}", model.name.text, field.name.text);
    let target = whole.target(field);
    // The engine counts a key over one field as a mark of that field, and calls no primary key unique, even
    // where it is marked so.
    let alone = |index: Index| index.names() == [field.name.text.as_str()];
    let is_id = field.is_id() || model.id().is_some_and(alone);
    let is_unique = !is_id && (field.is_unique() || model.uniques().any(alone));
    facts.place(&of, place(file, &field.name));
    facts.add(&of, "type", field.r#type.name.text.clone());
    facts.add(&of, "kind", kind(target).into());
    facts.add(&of, "list", field.r#type.list.to_string());
    facts.add(&of, "optional", field.r#type.optional.to_string());
    facts.add(&of, "id", is_id.to_string());
    facts.add(&of, "unique", is_unique.to_string());
    facts.add(&of, "updated", field.is_updated_at().to_string());
    facts.add(&of, "map", field.map().unwrap_or_default().to_owned());
    facts.add(&of, "native", field.native().map(native).unwrap_or_default());
    facts.add(&of, "default", field.default_value().map(written).unwrap_or_default());
    if let Target::Model(..) | Target::View(..) = target {
        relation_facts(facts, &of, model, field);
    }
}

fn relation_facts(facts: &mut Facts, of: &str, model: &Model, field: &Field) {
    let relation = field.relation();
    let name = relation.and_then(|relation| relation.name()).map(str::to_owned);
    facts.add(
        of,
        "relation",
        name.unwrap_or_else(|| implied_name(&model.name.text, &field.r#type.name.text)),
    );
    let Some(relation) = relation else { return };
    facts.add(of, "from", names(relation.fields()));
    facts.add(of, "to", names(relation.references()));
    facts.add(of, "on delete", relation.on_delete().unwrap_or_default().to_owned());
    facts.add(of, "on update", relation.on_update().unwrap_or_default().to_owned());
}

/// The name the engine gives a relation without one: both models in the order of the alphabet.
fn implied_name(one: &str, other: &str) -> String {
    format!("{}To{}", one.min(other), one.max(other))
}

fn index_facts<'a>(facts: &mut Facts, model: &Model, kind: &str, indexes: impl Iterator<Item = Index<'a>>) {
    for index in indexes {
        let fields: Vec<String> =
            index.fields().map(|field| field.text().to_owned() + &field_options(field.values())).collect();
        let written = fields.join(", ") + &index_options(index);
        facts.add_one(&model.name.text, &format!("block {kind}"), written);
    }
}

fn field_options(options: Values) -> String {
    let mut text = String::new();
    for (label, name) in [("sort", "sortOrder"), ("length", "length"), ("ops", "operatorClass")] {
        let mut found = options.filter(|value| value.label().is_some_and(|name| name.text == label));
        if let Some(value) = found.next() {
            let value = value.values().next().unwrap_or(value).text();
            let value = if label == "sort" { value.to_lowercase() } else { value.to_owned() };
            text += &format!(" {name}={value}");
        }
    }
    text
}

fn index_options(index: Index) -> String {
    let mut text = String::new();
    for (name, value) in [("name", index.name()), ("dbName", index.map())] {
        text += &value.map(|value| format!(" {name}={value}")).unwrap_or_default();
    }
    for (label, name) in [("type", "algorithm"), ("clustered", "clustered")] {
        let value = index.attribute.labelled(label);
        text += &value.map(|value| format!(" {name}={}", value.text())).unwrap_or_default();
    }
    text
}

fn enum_facts(facts: &mut Facts, file: usize, named: &Enum) {
    let of = &named.name.text;
    facts.place(of, place(file, &named.name));
    facts.add(of, "block", "enum".into());
    facts.add(of, "map", named.map().unwrap_or_default().to_owned());
    let order: Vec<&str> = named.values.iter().map(|value| value.name.text.as_str()).collect();
    facts.add(of, "values", order.join(" "));
    for value in &named.values {
        let of = format!("{of}.{}", value.name.text);
        facts.place(&of, place(file, &value.name));
        facts.add(&of, "map", value.map().unwrap_or_default().to_owned());
    }
}

fn kind(target: Target) -> &'static str {
    match target {
        Target::Scalar => "scalar",
        // The engine names composite types as it names relations.
        Target::Model(..) | Target::View(..) | Target::Type(..) => "object",
        Target::Enum(..) => "enum",
        Target::Unsupported => "unsupported",
        Target::Unknown => "unknown",
    }
}

/// A native type without the name of the datasource, which the engine leaves out.
fn native(attribute: &Attribute) -> String {
    let name = attribute.name.text.rsplit('.').next().unwrap_or_default();
    let arguments = names(attribute.arguments());
    if arguments.is_empty() { name.to_owned() } else { format!("{name}({arguments})") }
}

fn written(value: Value) -> String {
    let inside: Vec<String> = value.values().map(written).collect();
    match value.kind() {
        ValueKind::List => format!("[{}]", inside.join(", ")),
        ValueKind::Call => format!("{}({})", value.text(), inside.join(", ")),
        _ => value.text().to_owned(),
    }
}

fn names(values: Values) -> String {
    let names: Vec<&str> = values.map(Value::text).collect();
    names.join(" ")
}

fn place(file: usize, name: &Name) -> Place {
    Place { file, at: name.span.start }
}
