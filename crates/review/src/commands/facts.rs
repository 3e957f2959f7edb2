//! `review facts`: what rules see, for the authors of rules.

use crate::args::{FactsFormat, Read};
use crate::commands::{column_map, route_map};
use crate::exit::{Exit, Mistake, nearest, shown};
use crate::output::write_stdout;
use crate::session::Session;
use anyhow::Result;
use review_facts::{FieldDoc, HEAD_FIELDS, Kind, Type, Value};
use review_project::{Project, Subject};
use serde_json::{Map, json};
use std::io::Write;
use std::path::PathBuf;

/// Prints the facts of a project below some paths.
///
/// # Errors
/// When there is no such kind, or the project cannot be read.
pub fn run(paths: &[PathBuf], kinds: &[String], format: FactsFormat, read: &Read) -> Result<Exit> {
    let kinds: Vec<Kind> = kinds.iter().map(|name| kind(name)).collect::<Result<_>>()?;
    let session = Session::open(paths, read)?;
    let facts = session.facts()?;
    let project = &facts.project;
    let in_view = |path: &str| {
        let view = &session.root.view;
        view.is_empty()
            || view.iter().any(|below| {
                path.strip_prefix(below.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
    };
    let mut subjects: Vec<&Subject> = project
        .subjects
        .iter()
        .filter(|subject| kinds.is_empty() || kinds.contains(&subject.fact.body.kind()))
        .filter(|subject| in_view(path(project, subject)))
        .collect();
    write_stdout(|out| match format {
        FactsFormat::Table if kinds == [Kind::Column] => column_map::write(project, &subjects, out),
        FactsFormat::Table if kinds == [Kind::Route] => route_map::write(project, &subjects, out),
        FactsFormat::Table => subjects.iter().try_for_each(|subject| write_fact(project, subject, out)),
        FactsFormat::Json => subjects.iter().try_for_each(|subject| write_json(project, subject, out)),
        FactsFormat::Tsv => {
            // One table a kind: the columns differ.
            subjects.sort_by_key(|subject| subject.fact.body.kind());
            write_tsv(project, &subjects, out)
        }
    })?;
    Ok(if facts.any || !subjects.is_empty() { Exit::Clean } else { Exit::NothingRead })
}

/// Documents some kinds and their fields, all when none is named.
///
/// # Errors
/// When there is no such kind.
pub fn document(kinds: &[String]) -> Result<Exit> {
    let kinds: Vec<Kind> = kinds.iter().map(|name| kind(name)).collect::<Result<_>>()?;
    let kinds = if kinds.is_empty() { Kind::ALL.to_vec() } else { kinds };
    write_stdout(|out| {
        writeln!(out, "Every kind:")?;
        HEAD_FIELDS.iter().try_for_each(|field| write_field(field, out))?;
        for kind in kinds {
            let doc = kind.doc();
            writeln!(out, "\n{}: {}", doc.name, sentence(doc.doc))?;
            doc.fields.iter().try_for_each(|field| write_field(field, out))?;
        }
        Ok(())
    })?;
    Ok(Exit::Clean)
}

fn kind(name: &str) -> Result<Kind> {
    Kind::named(name).ok_or_else(|| {
        let names = Kind::ALL.iter().map(|kind| kind.name());
        let help = match nearest(name, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known: {}", names.collect::<Vec<_>>().join(", ")),
        };
        Mistake::error(format!("there is no kind `{}`", shown(name)), help)
    })
}

fn write_field(field: &FieldDoc, out: &mut dyn Write) -> Result<()> {
    let unknowable = if field.unknowable { ", may be unknown" } else { "" };
    let ty = match field.ty {
        Type::Bool => "true or false",
        Type::Int => "number",
        Type::Text => "text",
        Type::Texts => "list of texts",
        Type::Word(_) => "word",
    };
    writeln!(out, "  {} ({ty}{unknowable}): {}", field.name, sentence(field.doc))?;
    if let Type::Word(words) = field.ty {
        for word in words {
            writeln!(out, "    \"{}\": {}", word.word, sentence(word.doc))?;
        }
    }
    Ok(())
}

/// A doc comment on one line.
fn sentence(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn path<'a>(project: &'a Project, subject: &Subject) -> &'a str {
    &project.files[subject.file as usize].path
}

/// Every field of a subject with its value, those of the head first.
fn fields<'a>(
    project: &'a Project,
    subject: &'a Subject,
) -> impl Iterator<Item = (&'static FieldDoc, Value<'a>)> {
    let own = subject.fact.body.kind().doc().fields;
    let all = HEAD_FIELDS.iter().chain(own).enumerate();
    all.filter_map(|(index, field)| Some((field, project.value(subject, index)?)))
}

fn word(field: &FieldDoc, index: u8) -> &'static str {
    match field.ty {
        Type::Word(words) => words.get(usize::from(index)).map_or("", |word| word.word),
        _ => "",
    }
}

/// Two lines and more: where and what, then the fields that say something.
///
/// # Errors
/// When it cannot be written.
pub fn write_fact(project: &Project, subject: &Subject, out: &mut dyn Write) -> Result<()> {
    let (kind, line) = (subject.fact.body.kind().name(), subject.fact.place.line);
    writeln!(out, "{}:{line}: {kind} {}", shown(path(project, subject)), shown(&subject.key))?;
    for (field, value) in fields(project, subject).skip(3) {
        let value = match value {
            Value::Bool(false) | Value::Text("") | Value::Texts([]) => continue,
            Value::Unknown(cause) => format!("unknown: {}", shown(&cause.why)),
            value => text(field, value),
        };
        writeln!(out, "    {:14} {value}", field.name)?;
    }
    Ok(())
}

fn write_json(project: &Project, subject: &Subject, out: &mut dyn Write) -> Result<()> {
    let mut object = Map::new();
    object.insert("key".to_owned(), json!(subject.key));
    object.insert("kind".to_owned(), json!(subject.fact.body.kind().name()));
    object.insert("line".to_owned(), json!(subject.fact.place.line));
    for (field, value) in fields(project, subject) {
        let value = match value {
            Value::Bool(value) => json!(value),
            Value::Int(value) => json!(value),
            Value::Text(value) => json!(value),
            Value::Word(index) => json!(word(field, index)),
            Value::Texts(list) => json!(list),
            Value::Unknown(cause) => json!({ "unknown": cause.unresolved, "why": cause.why }),
        };
        object.insert(field.name.to_owned(), value);
    }
    serde_json::to_writer(&mut *out, &object)?;
    Ok(writeln!(out)?)
}

fn write_tsv(project: &Project, subjects: &[&Subject], out: &mut dyn Write) -> Result<()> {
    let mut heading = None;
    for subject in subjects {
        let kind = subject.fact.body.kind();
        if heading != Some(kind) {
            heading = Some(kind);
            let names: Vec<&str> = fields(project, subject).map(|(field, _)| field.name).collect();
            writeln!(out, "kind\tkey\tline\t{}", names.join("\t"))?;
        }
        write!(out, "{}\t{}\t{}", kind.name(), shown(&subject.key), subject.fact.place.line)?;
        for (field, value) in fields(project, subject) {
            write!(out, "\t{}", text(field, value))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn text(field: &FieldDoc, value: Value<'_>) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Text(value) => shown(value),
        Value::Word(index) => word(field, index).to_owned(),
        Value::Texts(list) => shown(&list.join(", ")),
        Value::Unknown(cause) => format!("unknown({})", shown(&cause.unresolved)),
    }
}
