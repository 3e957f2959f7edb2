//! Events of the project whose listeners leave a record: what sends one of them records.
//!
//! An event is told by its name, its constant, its class or its signal. One whose listeners are not found proves
//! nothing.

use super::hooks::Run;
use crate::Subject;
use crate::graph::{Index, Node};
use review_facts::code::{Code, Value};
use review_facts::{Body, HookForm};
use std::collections::BTreeMap;

/// Methods and functions that send an event (Node's and NestJS' emitters, @nestjs/cqrs, Django's signals, blinker).
const SENDERS: &[&str] = &[
    "emit",
    "emitAsync",
    "emit_async",
    "publish",
    "publishAll",
    "dispatch",
    "send",
    "send_robust",
    "asend",
    "notify",
    "fire",
    "trigger",
    "raise_event",
    "dispatch_event",
    "publish_event",
    "emit_event",
    "dispatchEvent",
    "publishEvent",
    "emitEvent",
];

/// Functions of libraries that send a signal of theirs (Flask-Login, "Signals").
const LIBRARY_SENDERS: &[(&str, &str)] = &[
    ("login_user", "user_logged_in"),
    ("logout_user", "user_logged_out"),
    ("confirm_login", "user_login_confirmed"),
];

/// The events that are recorded, with what records them.
#[derive(Default)]
pub(super) struct Events {
    by_name: BTreeMap<String, String>,
    /// `user.*`: the start of what it hears.
    by_start: Vec<(String, String)>,
}

impl Events {
    pub(super) fn of(subjects: &[Subject], recording: &[(&Run, String)]) -> Events {
        let mut events = Events::default();
        for (run, by) in recording {
            let Body::Hook(hook) = &subjects[run.subject].fact.body else { continue };
            if hook.form != HookForm::Listener || hook.partly {
                continue;
            }
            // Texts stand in quotes, so that none is taken for a path.
            match hook.on.trim_end_matches('"').trim_end_matches('*') {
                start if hook.on.ends_with("*\"") => events.by_start.push((start.to_owned(), by.clone())),
                _ => {
                    events.by_name.entry(key(&hook.on).to_owned()).or_insert_with(|| by.clone());
                }
            }
        }
        events
    }

    /// The functions that send a recorded event, and what is said of it.
    pub(super) fn sent(&self, index: &Index<'_>) -> BTreeMap<Node, String> {
        let mut sent = BTreeMap::new();
        if self.by_name.is_empty() && self.by_start.is_empty() {
            return sent;
        }
        for (file, code) in index.codes() {
            // Most files send nothing.
            if !code.names.iter().any(sends) {
                continue;
            }
            for call in &code.calls {
                let callee = code.text(call.callee);
                let node = index.node(file, call.unit);
                if !sends(callee) || index.is_test(node) {
                    continue;
                }
                let own = library_signal(callee).filter(|_| index.functions(last(callee)).is_empty());
                let receiver = callee.rsplit_once('.').map_or("", |(receiver, _)| receiver);
                let given = code.args(call).iter().take(2).filter_map(|arg| event(code, arg.value));
                let mut events = given.chain([receiver.to_owned()]).chain(own.map(str::to_owned));
                if let Some((by, event)) = events.find_map(|event| Some((self.recorded(&event)?, event))) {
                    sent.entry(node).or_insert_with(|| format!("`{event}` is heard by {by}"));
                }
            }
        }
        sent
    }

    fn recorded(&self, event: &str) -> Option<&str> {
        if event.is_empty() {
            return None;
        }
        let starts = self.by_start.iter().find(|(start, _)| event.starts_with(start.as_str()));
        self.by_name.get(key(event)).or(starts.map(|(_, by)| by)).map(String::as_str)
    }
}

fn sends(path: &str) -> bool {
    SENDERS.contains(&last(path)) || library_signal(path).is_some()
}

/// The signal that a library's function of this name sends.
fn library_signal(path: &str) -> Option<&'static str> {
    LIBRARY_SENDERS.iter().find(|(function, _)| *function == last(path)).map(|(_, signal)| *signal)
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// Paths by their last names: a constant by two, `Events.USER_CREATED`; a class or signal by one. Texts whole.
fn key(event: &str) -> &str {
    if event.starts_with('"') {
        return event;
    }
    let last = event.rsplit('.').next().unwrap_or_default();
    let is_constant = last.chars().all(|c| !c.is_lowercase());
    match event.rmatch_indices('.').nth(1) {
        Some((at, _)) if is_constant => &event[at + 1..],
        None if is_constant => event,
        _ => last,
    }
}

fn event(code: &Code, value: Value) -> Option<String> {
    match value {
        Value::Text(name) => Some(format!("\"{}\"", code.text(name))),
        Value::Path(name) | Value::Call(name) => Some(code.text(name).to_owned()),
        _ => None,
    }
}
