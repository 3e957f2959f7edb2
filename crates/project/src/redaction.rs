//! What loggers keep out of the log, wherever they are configured.
//!
//! One decision that is not obvious: only values that are logged under a key are taken out by a list of keys; a value in
//! the text of a message is not. What hides more than its keys, and a configuration that is not tied to one logger, make
//! it unknown whether a value is hidden.

use crate::names::{Names, Resolved};
use crate::vocabulary::{Vocabulary, words_of};
use crate::{File, Subject, join};
use review_facts::code::{Code, Value};
use review_facts::{Body, Cause, Exposure, Known, Language, LogCall, LogRedaction, LoggedValue};
use std::collections::HashMap;

/// Names that are opened one after the other.
const DEPTH: u32 = 6;

/// Looks again at the calls that log something delicate, where the project has something that hides values.
pub(crate) fn join(files: &[File], subjects: &mut [Subject], names: &Names<'_>, vocabulary: &Vocabulary) {
    let Some(redactions) = Redactions::of(files, subjects, names) else { return };
    let mut found: Vec<(usize, LogCall)> = Vec::new();
    for (at, subject) in subjects.iter().enumerate() {
        let Body::LogCall(call) = &subject.fact.body else { continue };
        let delicate =
            matches!(call.exposes, Known::Is(Exposure::Sensitive | Exposure::Credential) | Known::Unknown(_));
        if !delicate || call.values.is_empty() {
            continue;
        }
        let scope = &subject.fact.scope;
        if let Some(call) = redactions.applied(subject.file, scope, call, vocabulary) {
            found.push((at, call));
        }
    }
    for (at, call) in found {
        subjects[at].fact.body = call.into();
    }
}

/// Everything of a project that hides values.
struct Redactions<'a> {
    files: &'a [File],
    names: &'a Names<'a>,
    by_owner: HashMap<(u32, String), Redaction>,
    /// Configurations of every logger of a library, by that.
    of_library: HashMap<String, Vec<Redaction>>,
}

/// What one configuration hides.
#[derive(Clone, Debug)]
struct Redaction {
    keys: Vec<String>,
    open: bool,
    /// Its keys are paths, as pino reads them; else they are matched at any depth.
    paths: bool,
    place: String,
}

/// What happens to a value.
enum Fate {
    Shown,
    Hidden(String),
    Open(String),
}

impl<'a> Redactions<'a> {
    fn of(files: &'a [File], subjects: &[Subject], names: &'a Names<'a>) -> Option<Redactions<'a>> {
        let facts = || {
            subjects.iter().filter(|subject| !subject.test).filter_map(|subject| match &subject.fact.body {
                Body::LogRedaction(fact) => Some((subject, &**fact)),
                _ => None,
            })
        };
        if !facts().any(|(_, fact)| !fact.by.is_empty()) {
            return None;
        }
        let parts: HashMap<(u32, &str), &LogRedaction> = facts()
            .filter(|(_, fact)| fact.by.is_empty())
            .map(|(subject, fact)| ((subject.file, fact.owner.as_str()), fact))
            .collect();
        let mut redactions =
            Redactions { files, names, by_owner: HashMap::new(), of_library: HashMap::new() };
        for (subject, fact) in facts().filter(|(_, fact)| !fact.by.is_empty()) {
            let place = format!("{}:{}", files[subject.file as usize].path, subject.fact.place.line);
            let pino = fact.by == "pino";
            let mut redaction = Redaction { keys: fact.keys.clone(), open: fact.open, paths: pino, place };
            for path in &fact.from {
                let part = match names.resolve(subject.file, path) {
                    Resolved::Here { file, name } => parts.get(&(file, name.as_str())).copied(),
                    _ => None,
                };
                match part {
                    Some(part) => {
                        redaction.keys.extend(part.keys.iter().cloned());
                        redaction.open |= part.open;
                    }
                    // A list that is not found, or a library's function that says that it hides something.
                    None => redaction.open |= pino || hides(path),
                }
            }
            if redaction.keys.is_empty() && !redaction.open {
                continue;
            }
            if fact.owner.is_empty() {
                redactions.of_library.entry(fact.by.clone()).or_default().push(redaction);
            } else {
                redactions.by_owner.insert((subject.file, fact.owner.clone()), redaction);
            }
        }
        for (subject, fact) in facts().filter(|(_, fact)| !fact.options.is_empty()) {
            let Resolved::Here { file, name } = names.resolve(subject.file, &fact.options) else { continue };
            if let Some(redaction) = redactions.by_owner.get(&(file, name)).cloned() {
                redactions.by_owner.insert((subject.file, fact.owner.clone()), redaction);
            }
        }
        Some(redactions)
    }

    /// The call with what is hidden; none when nothing is.
    fn applied(&self, file: u32, scope: &str, call: &LogCall, vocabulary: &Vocabulary) -> Option<LogCall> {
        let (redaction, certain) = self.of_call(file, &call.callee)?;
        let mut seen = call.clone();
        let (mut hidden, mut open) = (None, None);
        let mut shown = Vec::new();
        let rust = self.language(file) == Some(Language::Rust);
        for value in &call.values {
            // A field of tracing is called like the value when it has no other name.
            let named = LoggedValue { key: value.name.clone(), ..value.clone() };
            let keyed = if rust && value.key.is_empty() { &named } else { value };
            match redaction.fate(keyed, certain) {
                Fate::Shown => shown.push(value.clone()),
                Fate::Hidden(by) => {
                    let mut value = value.clone();
                    value.through.insert(0, "redact".to_owned());
                    shown.push(value);
                    hidden.get_or_insert(by);
                }
                Fate::Open(why) => open = open.or_else(|| Some((value.clone(), why))),
            }
        }
        if hidden.is_none() && open.is_none() {
            return None;
        }
        seen.values = shown;
        let path = &self.files[file as usize].path;
        join::log_call(&mut seen, &[], path, scope, vocabulary);
        seen.redacted_by = hidden.unwrap_or_default();
        if let Some((value, why)) = open
            && !matches!(seen.exposes, Known::Is(Exposure::Sensitive | Exposure::Credential))
        {
            let mut alone = LogCall { values: vec![value], ..LogCall::default() };
            join::log_call(&mut alone, &[], path, scope, vocabulary);
            if alone.exposes != Known::Is(Exposure::None) {
                seen.value = alone.value.clone();
                seen.exposes = Known::Unknown(Cause { unresolved: alone.value, why });
            }
        }
        seen.values.clone_from(&call.values);
        Some(seen)
    }

    /// What hides the values of a logger by its callee, and whether it surely is that logger's.
    fn of_call(&self, file: u32, callee: &str) -> Option<(Redaction, bool)> {
        // Of several layers one may hide what another one shows.
        if self.language(file) == Some(Language::Rust) {
            return Some((self.of_all("tracing")?.0, false));
        }
        let receiver = callee.rsplit_once('.')?.0;
        if receiver == "console" {
            return None;
        }
        match self.logger(file, receiver, 0) {
            Logger::Of(redaction) => Some((redaction, true)),
            Logger::Library(library) => self.of_all(&library),
            Logger::Plain => None,
            // Handed in: by what, is not known.
            Logger::Unknown => {
                let script = self.code(file).is_some_and(|(_, script)| script);
                let libraries: &[&str] =
                    if script { &["pino", "winston"] } else { &["structlog", "logging"] };
                let handed_in = libraries.iter().find_map(|library| self.of_all(library));
                handed_in.map(|(redaction, _)| (redaction, false))
            }
        }
    }

    /// What is hidden for the loggers of a library: surely by one configuration, by several perhaps.
    fn of_all(&self, library: &str) -> Option<(Redaction, bool)> {
        let all = self.of_library.get(library)?;
        let mut joined = all.first()?.clone();
        for other in &all[1..] {
            joined.keys.extend(other.keys.iter().cloned());
            joined.open |= other.open;
        }
        Some((joined, all.len() == 1))
    }

    fn language(&self, file: u32) -> Option<Language> {
        self.files[file as usize].facts.as_ref().ok().map(|facts| facts.language)
    }

    fn code(&self, file: u32) -> Option<(&'a Code, bool)> {
        let facts = self.files[file as usize].facts.as_ref().ok()?;
        Some((&facts.code, facts.language.is_ecmascript()))
    }

    /// What a receiver is, followed through imports, `child` and functions that make loggers.
    fn logger(&self, file: u32, path: &str, depth: u32) -> Logger {
        if depth > DEPTH {
            return Logger::Unknown;
        }
        let (at, name) = match self.names.resolve(file, path) {
            Resolved::Here { file, name } => (file, name),
            Resolved::Library(full) => return library(&full),
            Resolved::Open(_) => return Logger::Unknown,
        };
        let first = name.split('.').next().unwrap_or_default();
        if let Some(redaction) = self.by_owner.get(&(at, first.to_owned())) {
            return Logger::Of(redaction.clone());
        }
        let Some((code, _)) = self.code(at) else { return Logger::Unknown };
        // The last segment of a member: `this.logger`, `request.log`.
        if matches!(first, "self" | "this") {
            return Logger::Unknown;
        }
        let binds = || code.binds.iter().filter(|bind| code.text(bind.name) == first);
        let bind = binds().find(|bind| bind.unit == 0).or_else(|| binds().next());
        if let Some(bind) = bind {
            let (Value::Call(made) | Value::Path(made)) = bind.value else { return Logger::Unknown };
            return self.logger(at, code.text(made), depth + 1);
        }
        // A function of the project that makes loggers makes them by what it calls.
        let unit = code.units.iter().position(|unit| unit.parent == 0 && code.text(unit.name) == first);
        let Some(unit) = unit.filter(|unit| *unit != 0) else { return Logger::Unknown };
        let made = code.calls.iter().filter(|call| call.unit == unit as u32);
        let mut made = made.map(|call| self.logger(at, code.text(call.callee), depth + 1));
        made.find(|logger| !matches!(logger, Logger::Unknown | Logger::Plain)).unwrap_or(Logger::Unknown)
    }
}

/// What a receiver is.
enum Logger {
    /// One with a configuration of its own.
    Of(Redaction),
    /// One of a library whose loggers are configured together.
    Library(String),
    /// One of a library, without anything that hides values.
    Plain,
    Unknown,
}

/// A logger of a library by the path that makes it.
fn library(full: &str) -> Logger {
    match full.split(['.', '/']).next().unwrap_or_default() {
        first @ ("structlog" | "logging") => Logger::Library(first.to_owned()),
        "nestjs-pino" | "pino-http" => Logger::Library("pino".to_owned()),
        _ => Logger::Plain,
    }
}

/// A name that says that something is hidden.
fn hides(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    words_of(last).iter().any(|word| {
        ["redact", "redacted", "redactor", "mask", "masking", "sanitize", "scrub", "censor", "obfuscate"]
            .contains(&word.as_str())
    })
}

impl Redaction {
    fn fate(&self, value: &LoggedValue, certain: bool) -> Fate {
        let covers = self.keys.iter().any(|key| self.covers(key, &value.key));
        let place = &self.place;
        if covers && certain {
            return Fate::Hidden(format!("redaction in {place}"));
        }
        if covers {
            return Fate::Open(format!(
                "`{}` is hidden by {place}, and whether this call's logger goes through that is not known",
                value.key
            ));
        }
        // A list of keys takes nothing out of a text.
        if self.open && !(self.paths && value.key.is_empty()) {
            return Fate::Open(format!("what {place} keeps out of the log is not known"));
        }
        let last = value.key.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let resembles = |key: &String| last.contains(&key.to_ascii_lowercase());
        if !self.paths && !last.is_empty() && self.keys.iter().any(resembles) {
            return Fate::Open(format!("whether the keys in {place} mean `{}` too is not known", value.key));
        }
        Fate::Shown
    }

    /// A key that is hidden means the key under which a value is logged.
    fn covers(&self, hidden: &str, key: &str) -> bool {
        if key.is_empty() {
            return false;
        }
        if !self.paths {
            let last = key.rsplit('.').next().unwrap_or_default();
            return last.eq_ignore_ascii_case(hidden);
        }
        let hidden = hidden.replace("[*]", ".*").replace(['"', '\'', ']'], "").replace('[', ".");
        let mut parts = key.split('.');
        for part in hidden.split('.').filter(|part| !part.is_empty()) {
            match parts.next() {
                // All that is below a hidden key is hidden with it.
                Some(own) if part == "*" || part == own => {}
                _ => return false,
            }
        }
        true
    }
}
