//! Triggers of the database that record the changes of a table.
//!
//! Files of SQL are gone through in their order: the last definition of a routine counts, and a trigger that is dropped
//! again is none. What leads back is left out.

use super::{Tables, words};
use crate::{File, Subject};
use review_facts::{Body, Direction, FileClass, Hook, HookForm, Operation, Routine, TableUse};
use std::collections::{BTreeMap, BTreeSet};

/// Rounds in which routines that call recording ones are learned.
const ROUNDS: usize = 3;

/// The triggers that stand in the end and leave a record: the position of each, the hook, and what is said of it.
pub(super) fn of(files: &[File], subjects: &[Subject], tables: &Tables<'_>) -> Vec<(usize, Hook, String)> {
    let mut routines: BTreeMap<&str, &Routine> = BTreeMap::new();
    let mut standing: BTreeMap<(&str, String), (usize, &Hook)> = BTreeMap::new();
    for (position, subject) in subjects.iter().enumerate() {
        let file = &files[subject.file as usize];
        if matches!(file.class, FileClass::Test | FileClass::Example) || leads_back(&file.path) {
            continue;
        }
        match &subject.fact.body {
            Body::Routine(routine) => {
                routines.insert(subject.fact.name.as_str(), routine);
            }
            Body::Hook(hook) if hook.form == HookForm::Trigger => {
                standing.insert((subject.fact.name.as_str(), bare(&hook.on)), (position, hook));
            }
            Body::MigrationStep(step)
                if step.operation == Operation::DropTrigger && step.direction == Direction::Upgrade =>
            {
                standing.remove(&(step.object.as_str(), bare(&step.table)));
            }
            _ => {}
        }
    }
    if standing.is_empty() {
        return Vec::new();
    }
    let recording = recording(&routines, tables);
    let mut found = Vec::new();
    for ((name, on), (position, hook)) in standing {
        let runs = hook.runs.rsplit('.').next().unwrap_or_default();
        let own_history = routines
            .get(runs)
            .is_some_and(|routine| routine.inserts.iter().any(|table| is_history_of(&bare(table), &on)));
        if recording.contains(runs) || own_history || words::hook(&hook.runs).is_some() {
            let place = &subjects[position];
            let path = &files[place.file as usize].path;
            let by = format!("trigger `{name}` ({path}:{})", place.fact.place.line);
            found.push((position, hook.clone(), by));
        }
    }
    found.sort_by_key(|(position, ..)| *position);
    found
}

/// Routines that insert into a table of records, or call one that does.
fn recording<'a>(routines: &BTreeMap<&'a str, &Routine>, tables: &Tables<'_>) -> BTreeSet<&'a str> {
    let writes =
        |routine: &Routine| routine.inserts.iter().any(|table| tables.use_of(table) == TableUse::Audit);
    let mut found: BTreeSet<&str> =
        routines.iter().filter(|(_, routine)| writes(routine)).map(|(name, _)| *name).collect();
    for _ in 0..ROUNDS {
        let calls = |routine: &Routine| routine.calls.iter().any(|call| found.contains(bare(call).as_str()));
        let learned: Vec<&str> = routines
            .iter()
            .filter(|(name, routine)| !found.contains(**name) && calls(routine))
            .map(|(name, _)| *name)
            .collect();
        if learned.is_empty() {
            break;
        }
        found.extend(learned);
    }
    found
}

/// `orders_history` keeps what `orders` was.
fn is_history_of(table: &str, of: &str) -> bool {
    let rest = table.strip_prefix(of).map(|rest| rest.trim_start_matches('_'));
    matches!(
        rest,
        Some("history" | "histories" | "audit" | "audits" | "log" | "logs" | "versions" | "revisions")
    )
}

/// The name without its schema, in lower case.
fn bare(name: &str) -> String {
    name.rsplit('.').next().unwrap_or_default().trim_matches('"').to_ascii_lowercase()
}

/// A file that takes a migration back: `down.sql`, `0001_users.down.sql`.
fn leads_back(path: &str) -> bool {
    path.ends_with("/down.sql") || path.ends_with(".down.sql") || path.ends_with("-down.sql")
}
