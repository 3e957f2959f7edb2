//! Comments that allow findings: which hold, which were needed, and what is wrong with the others.

use crate::message::clean;
use crate::{Date, Rule, RuleSet, Standing};
use review_facts::{Allow, Place};
use review_project::Project;

/// The allowing comments of a project, by file.
pub(crate) struct Allows<'a> {
    files: Vec<Vec<State<'a>>>,
}

struct State<'a> {
    allow: &'a Allow,
    /// It has a reason and its day has not passed.
    holds: bool,
    /// Per rule it names: it was needed.
    used: Vec<bool>,
}

/// Something wrong with an allowing comment.
pub(crate) struct Wrong {
    /// The engine rule that says so.
    pub(crate) rule: &'static str,
    pub(crate) file: u32,
    pub(crate) place: Place,
    pub(crate) message: String,
    /// The rule the comment names.
    pub(crate) named: String,
}

impl<'a> Allows<'a> {
    pub(crate) fn of(project: &'a Project, today: Date) -> Allows<'a> {
        let state = |allow: &'a Allow| State {
            allow,
            holds: !allow.reason.trim().is_empty() && expired(allow, today).is_none(),
            used: vec![false; allow.rules.len()],
        };
        let files = project.files.iter().map(|file| match &file.facts {
            Ok(facts) => facts.allows.iter().map(state).collect(),
            Err(_) => Vec::new(),
        });
        Allows { files: files.collect() }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u32 {
        self.files.iter().map(|allows| allows.len() as u32).sum()
    }

    /// Whether a finding of a rule on a line is allowed. The first comment that does is marked as needed.
    pub(crate) fn allowed(&mut self, file: u32, line: u32, rule: &str) -> Option<Standing> {
        for state in self.files.get_mut(file as usize)? {
            let speaks = state.allow.whole_file || state.allow.line == line || state.allow.place.line == line;
            let named = state.allow.rules.iter().position(|named| named == rule);
            if let (true, true, Some(named)) = (state.holds, speaks, named) {
                state.used[named] = true;
                let reason = clean(&state.allow.reason);
                return Some(Standing::Allowed { reason, place: state.allow.place });
            }
        }
        None
    }

    /// What is wrong with the comments. `ran` says whether a rule ran over the files of a language: what did
    /// not run cannot be missed.
    pub(crate) fn wrong(
        &self,
        project: &Project,
        rules: &RuleSet,
        today: Date,
        ran: impl Fn(&Rule, &str) -> bool,
    ) -> Vec<Wrong> {
        let mut found = Vec::new();
        for (file, states) in self.files.iter().enumerate() {
            let language = project.files[file].facts.as_ref().map_or("", |facts| facts.language.word());
            for state in states {
                let mut add = |rule: &'static str, named: &str, message: String| {
                    let (file, place) = (file as u32, state.allow.place);
                    found.push(Wrong {
                        rule,
                        file,
                        place,
                        message: clean(&message),
                        named: named.to_owned(),
                    });
                };
                let names = state.allow.rules.join(", ");
                if state.allow.rules.is_empty() {
                    add("allow-unknown-rule", "", "`allow()` names no rule".to_owned());
                }
                if state.allow.reason.trim().is_empty() {
                    add("allow-without-reason", &names, format!("`allow({names})` gives no reason"));
                }
                if let Some(message) = expired(state.allow, today) {
                    add("allow-expired", &names, message);
                }
                for (named, used) in state.allow.rules.iter().zip(&state.used) {
                    match rules.get(named) {
                        None => {
                            let near = match rules.nearest(named) {
                                Some(near) => format!("; did you mean `{near}`?"),
                                None => String::new(),
                            };
                            add("allow-unknown-rule", named, format!("`{named}` is no rule{near}"));
                        }
                        Some(rule) if state.holds && !used && ran(rule, language) => {
                            add(
                                "allow-unused",
                                named,
                                format!("`{named}` is allowed here and finds nothing"),
                            );
                        }
                        Some(_) => {}
                    }
                }
            }
        }
        found
    }
}

/// Why the day of a comment keeps it from holding.
fn expired(allow: &Allow, today: Date) -> Option<String> {
    let until = allow.until.as_deref()?;
    let names = allow.rules.join(", ");
    match Date::parse(until) {
        None => Some(format!("`until={until}` is no day; it is written `until=2026-12-31`")),
        Some(day) if day < today => Some(format!("`{names}` was allowed until {day}")),
        Some(_) => None,
    }
}
