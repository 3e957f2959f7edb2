//! The JSON document against its description, `docs/json.md`.

use std::collections::BTreeSet;

use review_report::{Format, Profile};
use serde_json::Value;

use crate::{random, report, sample};

fn docs() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/json.md");
    std::fs::read_to_string(path).unwrap()
}

/// Every field of a value, places under one name wherever they are.
fn fields(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, "", &mut found);
    // A list that is empty in one element shows its elements in another.
    let lists: Vec<String> =
        found.iter().filter_map(|field| field.strip_suffix("[]").map(str::to_owned)).collect();
    for list in lists {
        found.remove(&list);
    }
    found
}

fn collect(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                if key == "place" {
                    into.insert(here);
                    collect(member, "place", into);
                } else {
                    collect(member, &here, into);
                }
            }
            if path.ends_with(".allowed") {
                into.insert(path.to_owned());
            }
        }
        Value::Array(elements) if elements.iter().any(Value::is_object) => {
            into.insert(format!("{path}[]"));
            for element in elements {
                collect(element, &format!("{path}[]"), into);
            }
        }
        _ => {
            into.insert(path.to_owned());
        }
    }
}

fn sample_document() -> Value {
    let texts = sample::sources();
    let mut outcome = sample::outcome(&texts);
    outcome.findings[2].merged.push(("func:other".to_owned(), String::new()));
    serde_json::from_str(&report(Format::Json, Profile::Upload, &outcome, &texts)).unwrap()
}

fn same(written: &BTreeSet<String>, described: &BTreeSet<String>) {
    let missing: Vec<&String> = written.difference(described).collect();
    let stale: Vec<&String> = described.difference(written).collect();
    assert!(missing.is_empty() && stale.is_empty(), "missing: {missing:?}, stale: {stale:?}");
}

#[test]
fn the_description_names_every_field_and_no_other() {
    let described: BTreeSet<String> = docs()
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` |").map(|(field, _)| field.to_owned()))
        .collect();
    same(&fields(&sample_document()), &described);
}

#[test]
fn the_example_has_the_shape_of_the_document() {
    let docs = docs();
    let (_, rest) = docs.split_once("```json\n").unwrap();
    let example: Value = serde_json::from_str(rest.split("```").next().unwrap()).unwrap();
    same(&fields(&sample_document()), &fields(&example));
}

#[test]
fn it_is_one_line_and_versioned() {
    let texts = sample::sources();
    let text = report(Format::Json, Profile::Upload, &sample::outcome(&texts), &texts);
    assert!(text.starts_with("{\"version\":1,\"tool\":{\"name\":\"review\","), "{text}");
    assert_eq!(text.matches('\n').count(), 1);
    assert!(text.ends_with("}\n"));
}

/// Nothing is lost to escaping, and a region is the text at its columns.
#[test]
fn text_comes_back_as_it_was() {
    for seed in 0..200 {
        let (outcome, texts) = random::outcome(seed);
        let document: Value =
            serde_json::from_str(&report(Format::Json, Profile::Upload, &outcome, &texts)).unwrap();
        let findings = document["findings"].as_array().unwrap();
        assert_eq!(findings.len(), outcome.findings.len());
        for (written, finding) in findings.iter().zip(&outcome.findings) {
            assert_eq!(written["message"], finding.message, "seed {seed}");
            assert_eq!(written["place"]["path"], finding.path);
            let Some(column) = written["place"]["column"].as_u64() else { continue };
            let source = &texts.0[&finding.path];
            let text = source.strip_prefix('\u{feff}').unwrap_or(source);
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let line: Vec<u16> =
                text.split('\n').nth(finding.place.line as usize - 1).unwrap().encode_utf16().collect();
            let end = written["place"]["end_column"].as_u64().unwrap();
            let units = &line[column as usize - 1..end as usize - 1];
            assert_eq!(String::from_utf16(units).unwrap(), finding.place.span.text(source), "seed {seed}");
        }
        for (written, item) in document["items"].as_array().unwrap().iter().zip(&outcome.items) {
            assert_eq!(written["text"], item.text);
            assert_eq!(written["verdict"], item.verdict.word());
        }
    }
}
