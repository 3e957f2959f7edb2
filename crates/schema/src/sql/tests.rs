//! Statements of the three databases, and what looks like the end of one and is none.

mod blocks;
mod boundaries;
mod content;
mod details;
mod holes;
mod operations;
mod robust;

use super::{Name, Script, Step, read};
use review_facts::Word;

/// The steps of a text, one line each: operation, table, object, new name.
fn outline(text: &str) -> Vec<String> {
    steps(text).iter().map(line).collect()
}

fn steps(text: &str) -> Vec<Step> {
    read(text).statements.into_iter().flat_map(|statement| statement.steps).collect()
}

/// The only step of a text.
fn step(text: &str) -> Step {
    let mut steps = steps(text);
    assert_eq!(steps.len(), 1, "{text}");
    steps.remove(0)
}

/// The statements of a text as written.
fn statements(text: &str) -> Vec<&str> {
    texts(text, &read(text))
}

fn texts<'a>(text: &'a str, script: &Script) -> Vec<&'a str> {
    script.statements.iter().map(|statement| statement.span.text(text)).collect()
}

fn line(step: &Step) -> String {
    let mut line = step.operation.word().to_owned();
    for (label, name) in [(" on ", &step.table), (" ", &step.object), (" to ", &step.new_name)] {
        if let Some(name) = name {
            line.push_str(label);
            line.push_str(&shown(name));
        }
    }
    line
}

fn shown(name: &Name) -> String {
    match &name.schema {
        Some(schema) => format!("{schema}.{}", name.name),
        None => name.name.clone(),
    }
}

fn names(names: &[Name]) -> Vec<&str> {
    names.iter().map(|name| name.name.as_str()).collect()
}
