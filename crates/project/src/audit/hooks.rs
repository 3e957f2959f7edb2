//! What runs without being called: which functions a hook runs, which of them leave a record, and what that covers.

use super::around::Covered;
use super::words;
use crate::graph::{Graph, Index, Node, Reach, Reached, Resolver, Thing};
use crate::vocabulary::words_of;
use crate::{File, Subject};
use review_facts::code::Value;
use review_facts::{Body, Hook, HookForm, Language, WriteKind};
use std::collections::{BTreeMap, BTreeSet};

/// Methods by which a class is run that is hung in (documentation of NestJS, Express, Django, Starlette, tower, actix-web,
/// Rocket, TypeORM, Mongoose, @nestjs/cqrs).
#[rustfmt::skip]
const METHODS: &[&str] = &[
    "intercept", "use", "dispatch", "__call__", "process_request", "process_view", "process_response", "call", "handle",
    "on_response", "on_request", "transform", "execute",
];

/// Methods of a subscriber of TypeORM.
const SUBSCRIBED: &[&str] = &[
    "afterInsert",
    "afterUpdate",
    "afterRemove",
    "afterSoftRemove",
    "beforeInsert",
    "beforeUpdate",
    "beforeRemove",
    "afterTransactionCommit",
];

/// A hook with what it runs.
pub(super) struct Run {
    /// Its position among the subjects.
    pub(super) subject: usize,
    pub(super) nodes: Vec<Node>,
    /// What runs looks at the path of the request.
    pub(super) narrowed: bool,
}

/// The hooks of the project and what each runs.
pub(super) fn runs(
    files: &[File],
    subjects: &[Subject],
    index: &Index<'_>,
    resolver: &Resolver<'_>,
) -> Vec<Run> {
    let mut runs = Vec::new();
    for (position, subject) in subjects.iter().enumerate().filter(|(_, subject)| !subject.test) {
        let Body::Hook(hook) = &subject.fact.body else { continue };
        let nodes = nodes(hook, subject, files, index, resolver);
        if !nodes.is_empty() {
            let narrowed =
                hook.form == HookForm::Middleware && nodes.iter().any(|node| asks_for_path(index, *node));
            runs.push(Run { subject: position, nodes, narrowed });
        }
    }
    runs
}

fn nodes(
    hook: &Hook,
    subject: &Subject,
    files: &[File],
    index: &Index<'_>,
    resolver: &Resolver<'_>,
) -> Vec<Node> {
    if hook.runs.is_empty() {
        return index.unit_starting_at(subject.file, hook.runs_at).into_iter().collect();
    }
    let Some(from) = index.unit_around(subject.file, subject.fact.place.span.start) else {
        return Vec::new();
    };
    let mut thing = resolver.path(from, &hook.runs);
    let python =
        files[subject.file as usize].facts.as_ref().is_ok_and(|facts| facts.language == Language::Python);
    if python && hook.runs.contains('.') && matches!(thing, Thing::Unknown | Thing::Foreign) {
        // `MIDDLEWARE = ["app.audit.AuditMiddleware"]`: a path by itself.
        thing = resolver.absolute(subject.file, &hook.runs);
    }
    match nodes_of(thing, index, resolver) {
        nodes if nodes.is_empty() => resolver.wrapped(from, &hook.runs).into_iter().collect(),
        nodes => nodes,
    }
}

/// The functions that run when a thing is hung in.
pub(super) fn nodes_of(thing: Thing, index: &Index<'_>, resolver: &Resolver<'_>) -> Vec<Node> {
    match thing {
        Thing::Func(node) => vec![node],
        Thing::Class(class) | Thing::Instance(class) => {
            let methods = METHODS.iter().chain(SUBSCRIBED);
            let mut nodes: Vec<Node> =
                methods.filter_map(|method| resolver.member(class, method, 0)).collect();
            // tower: the layer makes a service, which is another type of its file.
            if index.is_rust(class) {
                nodes.extend(index.services(index.file(class)));
            }
            nodes
        }
        _ => Vec::new(),
    }
}

/// What runs, or a function in it, looks at the path of the request: `req.path.startsWith("/admin")`.
fn asks_for_path(index: &Index<'_>, node: Node) -> bool {
    let code = index.code(node);
    let span = index.unit(node).span;
    let inside = code.calls.iter().filter(|call| span.start <= call.at && call.at < span.end);
    inside.take(400).any(|call| {
        let callee = code.text(call.callee);
        let Some((receiver, method)) = callee.rsplit_once('.') else { return false };
        let tests = matches!(
            method,
            "startsWith"
                | "startswith"
                | "endsWith"
                | "endswith"
                | "includes"
                | "match"
                | "test"
                | "starts_with"
                | "ends_with"
                | "contains"
        );
        tests
            && receiver
                .split('.')
                .any(|part| matches!(part, "path" | "url" | "pathname" | "originalUrl" | "uri"))
    })
}

/// A name of what looks at who asks: such a thing records what it turned away, and not what it let pass.
const GUARDS: &[&str] = &[
    "auth",
    "authenticate",
    "authentication",
    "authorize",
    "authorization",
    "authed",
    "guard",
    "session",
    "login",
    "permission",
    "permissions",
    "verify",
    "require",
    "required",
    "protect",
    "protected",
    "token",
    "jwt",
    "rate",
    "limit",
    "csrf",
    "user",
];

/// What shows that one of the functions leaves a record of what it runs around: by its name, over any calls; else at
/// once.
pub(super) fn recorded(
    form: HookForm,
    nodes: &[Node],
    index: &Index<'_>,
    graph: &Graph,
    reach: &Reach,
    tell: impl Fn(&[crate::graph::Step]) -> String,
) -> Option<String> {
    for node in nodes {
        let Reached::Yes(steps) = reach.at(graph, *node) else { continue };
        let name = index.full_name(*node);
        let path = index.path(*node);
        let stem = path.rsplit('/').next().unwrap_or_default();
        let mut own = words_of(&name);
        own.extend(words_of(stem));
        let named =
            own.iter().any(|word| words::is_noun(word) || matches!(word.as_str(), "activity" | "trail"));
        let guards = own.iter().any(|word| GUARDS.contains(&word.as_str()));
        let calls = steps.iter().filter(|step| step.call.is_some()).count();
        if form != HookForm::Middleware || named || (!guards && calls <= 1) {
            return Some(tell(&steps));
        }
    }
    None
}

/// What is changed of a table: kinds of changes, and whether a query by itself does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// A sum of 1 (rows are added), 2 (changed), 4 (removed).
    pub(super) kinds: u8,
    pub(super) by_query: bool,
}

impl Changes {
    pub(super) fn add(&mut self, other: Changes) {
        self.kinds |= other.kinds;
        self.by_query |= other.by_query;
    }

    /// What a write does; one that makes lasting what was changed before does no more than add or change.
    pub(super) fn of(kind: WriteKind, by_query: bool) -> Changes {
        let kinds = match kind {
            WriteKind::Insert => 1,
            WriteKind::Update => 2,
            WriteKind::Delete => 4,
            WriteKind::Save => 3,
        };
        Changes { kinds, by_query }
    }
}

/// Something that records the changes of a model or table.
struct Recorder {
    by: String,
    /// As in [`Changes`].
    kinds: u8,
    sees_queries: bool,
    certain: bool,
}

/// Models and tables whose changes something records.
#[derive(Default)]
pub(super) struct Hooks {
    /// By the last name of the model or table; empty for all.
    by_table: BTreeMap<String, Vec<Recorder>>,
    /// Names under which a model or table is also known.
    aliases: BTreeMap<String, BTreeSet<String>>,
}

impl Hooks {
    pub(super) fn of(
        subjects: &[Subject],
        index: &Index<'_>,
        recording: &[(&Run, String)],
        triggers: &[(usize, Hook, String)],
    ) -> Hooks {
        let mut hooks = Hooks::default();
        for (file, code) in index.codes() {
            // Most files name none of them.
            if !code.names.iter().any(|name| words::hook(name).is_some()) {
                continue;
            }
            for call in &code.calls {
                let path = code.text(call.callee);
                let Some(sees_queries) = words::hook(path) else { continue };
                if index.is_test(index.node(file, call.unit)) {
                    continue;
                }
                // `auditlog.register(User)` names the model; a field or decorator of a class stands in it.
                let named = code.args(call).iter().find_map(|arg| match arg.value {
                    Value::Path(path) => Some(code.text(path)),
                    _ => None,
                });
                let around = index.class_around(index.node(file, call.unit)).map(|class| index.name(class));
                let Some(table) = around.or(named) else { continue };
                let by = format!("`{path}`");
                hooks.add(table, Recorder { by, kinds: 7, sees_queries, certain: true });
            }
        }
        for (run, by) in recording {
            let Body::Hook(hook) = &subjects[run.subject].fact.body else { continue };
            if hook.form == HookForm::Model {
                let (kinds, certain) = (kinds(&hook.changes), !hook.partly);
                hooks.add(&hook.on, Recorder { by: by.clone(), kinds, sees_queries: false, certain });
            }
        }
        for (_, hook, by) in triggers {
            let (kinds, certain) = (kinds(&hook.changes), !hook.partly);
            hooks.add(&hook.on, Recorder { by: by.clone(), kinds, sees_queries: true, certain });
        }
        if !hooks.by_table.is_empty() {
            hooks.learn_aliases(subjects);
        }
        hooks
    }

    fn add(&mut self, table: &str, recorder: Recorder) {
        self.by_table.entry(key(table)).or_default().push(recorder);
    }

    fn learn_aliases(&mut self, subjects: &[Subject]) {
        for subject in subjects {
            let Body::Column(column) = &subject.fact.body else { continue };
            if column.table.is_empty() || column.model.is_empty() {
                continue;
            }
            let (table, model) = (key(&column.table), key(&column.model));
            if table != model {
                self.aliases.entry(table.clone()).or_default().insert(model.clone());
                self.aliases.entry(model).or_default().insert(table);
            }
        }
    }

    /// What records the changes of some models, if there is such a thing.
    pub(super) fn any(&self) -> Option<&str> {
        self.by_table.values().flatten().next().map(|recorder| recorder.by.as_str())
    }

    /// What covers all that is changed of every one of these tables.
    pub(super) fn covers(&self, tables: &BTreeMap<String, Changes>) -> Covered {
        if self.by_table.is_empty() || tables.is_empty() {
            return Covered::No;
        }
        let mut found: Option<(&str, bool)> = None;
        let mut unknown = false;
        if tables.keys().all(String::is_empty) && !self.by_table.contains_key("") {
            return Covered::No;
        }
        for (table, changes) in tables {
            let found_one = self.recorder(table, *changes);
            if table.is_empty() && found_one.is_none() {
                unknown = true;
                continue;
            }
            let Some((by, certain)) = found_one else { return Covered::No };
            let all = found.is_none_or(|(_, certain)| certain);
            found = Some((by, all && certain));
        }
        let Some((by, certain)) = found else { return Covered::No };
        let tables: Vec<&str> = tables.keys().map(String::as_str).filter(|table| !table.is_empty()).collect();
        if unknown {
            let why =
                format!("beside {} something is written of which the table is not known", tables.join(", "));
            return Covered::Perhaps(by.to_owned(), why);
        }
        if certain {
            let of = if tables.is_empty() { "every table".to_owned() } else { tables.join(", ") };
            return Covered::Yes(format!("{by} records the changes of {of}"));
        }
        Covered::Perhaps(
            by.to_owned(),
            "it looks at some models alone, or is set up under a condition".to_owned(),
        )
    }

    /// What records these changes of a table: for certain, else perhaps.
    fn recorder(&self, table: &str, changes: Changes) -> Option<(&str, bool)> {
        let own = key(table);
        let names = std::iter::once(&own).chain(self.aliases.get(&own).into_iter().flatten());
        let all = self.by_table.get("");
        let hooks: Vec<&Recorder> =
            names.filter_map(|name| self.by_table.get(name)).chain(all).flatten().collect();
        let covered = |certain: bool| {
            let fit = hooks
                .iter()
                .filter(|hook| (hook.certain || !certain) && (hook.sees_queries || !changes.by_query));
            let kinds = fit.clone().fold(0, |kinds, hook| kinds | hook.kinds);
            (kinds & changes.kinds == changes.kinds)
                .then(|| fit.clone().next().map(|hook| hook.by.as_str()))?
        };
        covered(true).map(|by| (by, true)).or_else(|| covered(false).map(|by| (by, false)))
    }
}

/// Kinds of changes by their words; all when none is named.
fn kinds(changes: &[String]) -> u8 {
    let of = |change: &String| match change.as_str() {
        "insert" => 1,
        "update" => 2,
        "delete" => 4,
        _ => 0,
    };
    if changes.is_empty() { 7 } else { changes.iter().map(of).fold(0, |kinds, kind| kinds | kind) }
}

/// The last name, in lower case and without quotes: by this tables and models are compared.
fn key(table: &str) -> String {
    let last = table.rsplit(['.', ':']).next().unwrap_or_default();
    last.trim_matches(['"', '`', '[', ']', '\'']).to_ascii_lowercase()
}
