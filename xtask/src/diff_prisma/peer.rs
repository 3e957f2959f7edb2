//! What Prisma's engine says of a schema.

use super::{Facts, Files, Reading};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const SCRIPT: &str = include_str!("engine.js");

/// Reads schemas with the engine in `folder`; a reading or a refusal for each.
pub fn read(folder: &Path, schemas: &[&Files]) -> Result<Vec<Result<Reading, String>>> {
    let package = folder.join("node_modules/@prisma/prisma-schema-wasm");
    if !package.is_dir() {
        bail!(
            "{} is missing: run `npm install --prefix {} @prisma/prisma-schema-wasm@VERSION` first",
            package.display(),
            folder.display()
        );
    }
    let mut node = Command::new("node")
        .args(["-e", SCRIPT])
        .arg(folder.canonicalize()?)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("running node")?;
    let mut questions = node.stdin.take().context("node has no input")?;
    let lines: Vec<String> = schemas.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    let asking = std::thread::spawn(move || lines.iter().try_for_each(|line| writeln!(questions, "{line}")));
    let output = node.wait_with_output()?;
    if asking.join().is_err() || !output.status.success() {
        bail!("node failed");
    }
    let answers: Vec<Value> =
        String::from_utf8(output.stdout)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    if answers.len() != schemas.len() {
        bail!("{} answers to {} schemas", answers.len(), schemas.len());
    }
    Ok(answers.iter().map(answer).collect())
}

fn answer(answer: &Value) -> Result<Reading, String> {
    if let Some(refusal) = answer["refusal"].as_str() {
        return Err(refusal.to_owned());
    }
    let mut facts = Facts::default();
    let datamodel = &answer["datamodel"];
    for block in list(&datamodel["models"]).chain(list(&datamodel["types"])) {
        block_facts(&mut facts, block);
    }
    for index in list(&datamodel["indexes"]) {
        index_facts(&mut facts, index);
    }
    for named in list(&datamodel["enums"]) {
        enum_facts(&mut facts, named);
    }
    for source in list(&answer["config"]["datasources"]) {
        let of = format!("datasource {}", text(&source["name"]));
        facts.add(&of, "provider", text(&source["provider"]));
        let url = &source["url"];
        let written = match url["fromEnvVar"].as_str() {
            Some(variable) => format!("env({variable})"),
            None => text(&url["value"]),
        };
        facts.add(&of, "url", written);
    }
    for generator in list(&answer["config"]["generators"]) {
        let of = format!("generator {}", text(&generator["name"]));
        let provider = &generator["provider"];
        // `provider = env("X")` is said as the variable alone.
        facts.add(
            &of,
            "provider",
            text(provider.get("value").filter(|value| !value.is_null()).unwrap_or(&provider["fromEnvVar"])),
        );
    }
    Ok(Reading {
        models: list(&datamodel["models"]).count(),
        fields: list(&datamodel["models"]).map(|model| list(&model["fields"]).count()).sum(),
        facts,
        is_full: list(&datamodel["models"])
            .flat_map(|model| list(&model["fields"]))
            .all(|field| field.get("nativeType").is_some()),
    })
}

fn block_facts(facts: &mut Facts, block: &Value) {
    let of = text(&block["name"]);
    facts.add(&of, "block", "model".into());
    facts.add(&of, "map", text(&block["dbName"]));
    facts.add(&of, "schema", text(&block["schema"]));
    for field in list(&block["fields"]) {
        let of = format!("{of}.{}", text(&field["name"]));
        let set = |key: &str| field[key].as_bool().unwrap_or_default();
        facts.add(&of, "type", text(&field["type"]));
        facts.add(&of, "kind", text(&field["kind"]));
        facts.add(&of, "list", set("isList").to_string());
        // A list is always required for the engine.
        facts.add(&of, "optional", (!set("isRequired")).to_string());
        facts.add(&of, "id", set("isId").to_string());
        facts.add(&of, "unique", set("isUnique").to_string());
        facts.add(&of, "updated", set("isUpdatedAt").to_string());
        facts.add(&of, "map", text(&field["dbName"]));
        facts.add(&of, "native", native(&field["nativeType"]));
        facts.add(&of, "default", value(&field["default"]));
        facts.add(&of, "relation", text(&field["relationName"]));
        facts.add(&of, "from", names(&field["relationFromFields"]));
        facts.add(&of, "to", names(&field["relationToFields"]));
        facts.add(&of, "on delete", text(&field["relationOnDelete"]));
        facts.add(&of, "on update", text(&field["relationOnUpdate"]));
    }
}

fn index_facts(facts: &mut Facts, index: &Value) {
    let fields: Vec<String> = list(&index["fields"])
        .map(|field| {
            let mut written = text(&field["name"]);
            for option in ["sortOrder", "length", "operatorClass"] {
                written += &option_text(option, &field[option]);
            }
            written
        })
        .collect();
    let mut written = fields.join(", ");
    for option in ["name", "dbName", "algorithm", "clustered"] {
        written += &option_text(option, &index[option]);
    }
    // The mark of the field and the one of the block have their own facts, so that neither hides the other.
    let place = if index["isDefinedOnField"] == true { "field" } else { "block" };
    facts.add_one(&text(&index["model"]), &format!("{place} {}", text(&index["type"])), written);
}

fn option_text(option: &str, value: &Value) -> String {
    if value.is_null() { String::new() } else { format!(" {option}={}", text(value)) }
}

fn enum_facts(facts: &mut Facts, named: &Value) {
    let of = text(&named["name"]);
    facts.add(&of, "block", "enum".into());
    facts.add(&of, "map", text(&named["dbName"]));
    let order: Vec<String> = list(&named["values"]).map(|value| text(&value["name"])).collect();
    facts.add(&of, "values", order.join(" "));
    for value in list(&named["values"]) {
        facts.add(&format!("{of}.{}", text(&value["name"])), "map", text(&value["dbName"]));
    }
}

/// A default: a word, a number, a string, a list or a function with its arguments.
fn value(default: &Value) -> String {
    match default {
        Value::Array(values) => {
            format!("[{}]", values.iter().map(value).collect::<Vec<_>>().join(", "))
        }
        Value::Object(call) => {
            let arguments: Vec<String> = list(&call["args"]).map(value).collect();
            format!("{}({})", text(&call["name"]), arguments.join(", "))
        }
        other => text(other),
    }
}

fn native(native: &Value) -> String {
    let arguments = names(&native[1]);
    match native[0].as_str() {
        Some(name) if arguments.is_empty() => name.to_owned(),
        Some(name) => format!("{name}({arguments})"),
        None => String::new(),
    }
}

fn names(list: &Value) -> String {
    let names: Vec<String> = self::list(list).map(text).collect();
    names.join(" ")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A value as text without quotes; nothing for null.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
