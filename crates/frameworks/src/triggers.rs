//! Triggers and routines of a text of SQL, as facts.
//!
//! One decision that is not obvious: a trigger that a block puts on whatever tables it goes over stands on the tables
//! that the block names, and else on all of them, partly where it leaves some out.

use crate::Out;
use review_facts::{Fact, Hook, HookForm, Operation, Place, Routine};
use review_schema::sql::{self, Detail, Name, Script, Statement, Step};

/// Steps of one body that are looked at.
const STEPS: usize = 400;

/// Triggers on tables that are not known in one block.
const OPEN: usize = 20;

/// Names that a block's list can hold.
const NAMES: usize = 60;

/// Routines of libraries that put their triggers on a table (supa_audit, 2ndQuadrant's audit-trigger).
const PUT_ON: &[&str] = &["enable_tracking", "audit_table"];

/// Adds the triggers and routines of a script; `text` is what was read, `place` gives the place of a step.
pub(crate) fn of_script(text: &str, script: &Script, place: impl Fn(&Step) -> Place, out: &mut Out) {
    for statement in &script.statements {
        let mut open = 0;
        for step in &statement.steps {
            // Each that stands on no known table looks at the whole block.
            open += usize::from(step.table.as_ref().is_some_and(|table| table.hole));
            if open > OPEN {
                break;
            }
            match (&step.detail, step.operation) {
                (Detail::Trigger(_), Operation::CreateTrigger) => {
                    trigger(text, statement, step, place(step), out)
                }
                (Detail::Function(function), Operation::CreateFunction) => {
                    let (Some(name), Some(body)) = (&step.object, function.body) else { continue };
                    let steps = sql::read_body(text, body);
                    routine(&name.name, &steps, place(step), out);
                }
                (_, Operation::Query) => put_on(text, step, place(step), out),
                _ => {}
            }
        }
    }
}

fn trigger(text: &str, statement: &Statement, step: &Step, place: Place, out: &mut Out) {
    let Detail::Trigger(detail) = &step.detail else { return };
    if detail.on_event {
        return;
    }
    let Some(name) = &step.object else { return };
    let changes = detail.events.iter().filter_map(|event| match *event {
        "INSERT" => Some("insert".to_owned()),
        "UPDATE" => Some("update".to_owned()),
        "DELETE" => Some("delete".to_owned()),
        _ => None,
    });
    let runs = match &detail.function {
        Some(function) => function.name.clone(),
        // MySQL, SQLite: the body stands in the trigger.
        None => {
            let written = step.span.text(text);
            let Some(begin) = find_word(written, "begin") else { return };
            let mut body = step.span;
            body.start += begin as u32;
            routine(&name.name, &sql::read_body(text, body), place, out);
            name.name.clone()
        }
    };
    let hook = Hook { form: HookForm::Trigger, runs, changes: changes.collect(), ..Hook::default() };
    let on = step.table.as_ref().filter(|table| !table.hole);
    let (tables, partly) = match on {
        Some(table) => (vec![written(table)], false),
        None => gone_over(text, statement),
    };
    for table in tables {
        let hook = Hook { on: table, partly, ..hook.clone() };
        push(&name.name, place, hook, out);
    }
}

/// The tables that a block goes over: those it names, else all; and whether it leaves some out.
fn gone_over(text: &str, statement: &Statement) -> (Vec<String>, bool) {
    let whole = statement.span.text(text).to_ascii_lowercase();
    let named: Vec<String> = match whole.find("array[").or_else(|| whole.find("array [")) {
        Some(at) => {
            let list = whole[at..].split(']').next().unwrap_or_default();
            list.split('\'').skip(1).step_by(2).take(NAMES).map(str::to_owned).collect()
        }
        None => Vec::new(),
    };
    if !named.is_empty() {
        return (named, false);
    }
    let of_catalogue =
        ["pg_tables", "information_schema.tables", "pg_class"].iter().any(|name| whole.contains(name));
    let leaves_out = ["not in", "<>", "!=", "not like", " in ("].iter().any(|sign| whole.contains(sign));
    (vec![String::new()], !of_catalogue || leaves_out)
}

fn routine(name: &str, steps: &[Step], place: Place, out: &mut Out) {
    let mut routine = Routine::default();
    for step in steps.iter().take(STEPS) {
        match step.operation {
            Operation::Insert => add(&mut routine.inserts, step.table.as_ref()),
            Operation::Query => add(&mut routine.calls, step.object.as_ref()),
            _ => {}
        }
    }
    push(name, place, routine, out);
}

fn add(list: &mut Vec<String>, name: Option<&Name>) {
    if let Some(name) = name.filter(|name| !name.hole).map(written)
        && !list.contains(&name)
        && list.len() < NAMES
    {
        list.push(name);
    }
}

/// `SELECT audit.enable_tracking('public.orders'::regclass)`.
fn put_on(text: &str, step: &Step, place: Place, out: &mut Out) {
    let Some(function) = step.object.as_ref().filter(|name| PUT_ON.contains(&name.name.as_str())) else {
        return;
    };
    if function.schema.as_deref() != Some("audit") {
        return;
    }
    let Some(table) = step.span.text(text).split('\'').nth(1) else { return };
    let hook =
        Hook { form: HookForm::Trigger, runs: written(function), on: table.to_owned(), ..Hook::default() };
    push(&function.name, place, hook, out);
}

fn written(name: &Name) -> String {
    match &name.schema {
        Some(schema) => format!("{schema}.{}", name.name),
        None => name.name.clone(),
    }
}

/// Where a word stands by itself, capitals or not.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    lower.match_indices(word).take(40).map(|(at, _)| at).find(|at| {
        !is_part(lower[..*at].chars().next_back()) && !is_part(lower[at + word.len()..].chars().next())
    })
}

fn push(name: &str, place: Place, body: impl Into<review_facts::Body>, out: &mut Out) {
    out.push(Fact {
        name: name.to_owned(),
        place,
        places: Vec::new(),
        scope: String::new(),
        in_test: false,
        body: body.into(),
    });
}
