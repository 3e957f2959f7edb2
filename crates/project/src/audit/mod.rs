//! Routes joined with what they reach: lasting writes, and records of who did what.
//!
//! One decision that is not obvious: a table of records is no domain data, so a function that writes one is an audit
//! call by its definition, whatever it is called; names are believed only where a definition says nothing else.

mod around;
mod behind;
mod events;
mod hooks;
mod interceptors;
mod records;
#[cfg(test)]
mod tests;
mod triggers;
mod words;

pub(crate) use records::say_what_is_recorded;
pub(crate) use words::records;

use crate::graph::{Graph, Index, Node, Reach, Reached, Resolver, Step, Thing};
use crate::{File, Manifest, Subject};
use around::{Around, Covered};
use events::Events;
use foldhash::{HashMap, HashMapExt};
use hooks::{Changes, Hooks, Run};
use interceptors::Interceptors;
use review_facts::code::call;
use review_facts::{
    Body, Cause, Hook, HookForm, Known, Route, RouteSystem, Sensitivity, TableUse, WriteKind,
};
use std::collections::{BTreeMap, BTreeSet};

/// Steps of a way that are spelled out.
const SPELLED: usize = 5;

/// Calls between a handler and a write, at most: what a certain way leads to is written however long it is. Of a record
/// one asks when it lies further than [`crate::graph::DEPTH`]: the longer the way, the likelier it is about something else.
const FURTHER: u32 = 6;

/// Functions that are looked at from one handler, when its tables are collected.
const LOOKED_AT: usize = 2_000;

/// Fills the joined fields of routes, writes and hooks; gives what shows that the project audits at all.
pub(crate) fn join(
    files: &[File],
    subjects: &mut Vec<Subject>,
    index: &Index<'_>,
    resolver: &Resolver<'_>,
    manifests: &[Manifest],
) -> Option<String> {
    if !is_asked(subjects) {
        return None;
    }
    keep_routes(files, subjects);
    drop_unanswered(subjects, index, resolver);
    let handlers = handlers(subjects, index, resolver);
    let apart: BTreeSet<Node> = handlers.values().flatten().copied().collect();
    let runs = hooks::runs(files, subjects, index, resolver);
    let beside = beside(&handlers, subjects, index, resolver);
    let hooked = runs.iter().flat_map(|run| &run.nodes).chain(beside.values().flatten()).copied().collect();
    let graph = Graph::of(index, resolver, &apart, &hooked);
    let tables = Tables::of(files, subjects);
    let writes = Writes::of(subjects, index, resolver, &tables);
    let mut audits = audits(index, &writes);
    let wrappers = wrappers(&graph, index, &audits);
    let books = |node| keeps_books(index, node);
    let none = BTreeSet::new();
    let reaches_write = Reach::of(&graph, index, &writes.certain, &writes.possible, FURTHER, &books, &none);
    let recorded_by =
        |audits: &[Node]| Reach::of(&graph, index, audits, &[], crate::graph::DEPTH, &|_| false, &wrappers);
    let mut reaches_audit = recorded_by(&audits);
    let teller = Teller { files, index };
    let recorded = |form: HookForm, nodes: &[Node], reach: &Reach| {
        hooks::recorded(form, nodes, index, &graph, reach, |steps| teller.way(steps))
    };
    let of = |run: &Run| match &subjects[run.subject].fact.body {
        Body::Hook(hook) => hook.form,
        _ => HookForm::Model,
    };
    let recording = |reach: &Reach| -> Vec<(&Run, String)> {
        runs.iter().filter_map(|run| Some((run, recorded(of(run), &run.nodes, reach)?))).collect()
    };
    let mut recording_now = recording(&reaches_audit);
    let events = Events::of(subjects, &recording_now);
    let sent = events.sent(index);
    if !sent.is_empty() {
        audits.extend(sent.keys());
        audits.sort_unstable();
        audits.dedup();
        reaches_audit = recorded_by(&audits);
        recording_now = recording(&reaches_audit);
    }
    let triggers = triggers::of(files, subjects, &tables);
    let hooks = Hooks::of(subjects, index, &recording_now, &triggers);
    let packages = packages(manifests);
    let around = Around::of(files, subjects, index, resolver, &packages, &recording_now);
    let mechanism = mechanism(files, index, &audits, &hooks);

    let mut filled: Vec<(usize, Body)> = Vec::new();
    for (position, handler) in &handlers {
        let Body::Route(route) = &subjects[*position].fact.body else { continue };
        let mut route = Route::clone(route);
        route.project_audits = mechanism.is_some();
        match handler {
            None => {
                let why = format!("the handler `{}` was not found", route.handler);
                let cause = Cause { unresolved: route.handler.clone(), why };
                route.writes = Known::Unknown(cause.clone());
                route.audited = Known::Unknown(cause);
            }
            Some(handler) => {
                let (known, through) = teller.known(&reaches_write.at(&graph, *handler));
                (route.writes, route.writes_through) = (known, through);
                let reached = reaches_audit.at(&graph, *handler);
                let (known, through) = teller.known(&reached);
                (route.audited, route.audited_through) = (known, through);
                if let Reached::Yes(steps) = &reached
                    && let Some(event) = steps.last().and_then(|last| sent.get(&last.node))
                {
                    route.audited_through = format!("{}: {event}", route.audited_through);
                }
                let written = writes.reached(&graph, *handler);
                if route.audited != Known::Is(true) {
                    let beside = beside.get(position).map_or(&[][..], Vec::as_slice);
                    let beside = recorded(HookForm::Middleware, beside, &reaches_audit);
                    let covered = match (beside, hooks.covers(&written)) {
                        (Some(by), _) => Covered::Yes(by),
                        (None, covered @ Covered::Yes(_)) => covered,
                        (None, model) => match around.covers(&subjects[*position], &route, *handler) {
                            Covered::No => model,
                            around => around,
                        },
                    };
                    match covered {
                        Covered::Yes(by) => (route.audited, route.audited_through) = (Known::Is(true), by),
                        Covered::Perhaps(by, why) if route.audited == Known::Is(false) => {
                            let why = format!("{by} leaves records, and {why}");
                            (route.audited, route.audited_through) =
                                (Known::Unknown(Cause { unresolved: by.clone(), why }), by);
                        }
                        _ => {}
                    }
                }
                route.delicate =
                    is_for_administrators(&route.url, &files[subjects[*position].file as usize].path)
                        || written.keys().any(|table| tables.is_sensitive(table));
                route.tables = written.into_keys().filter(|table| !table.is_empty()).collect();
            }
        }
        filled.push((*position, route.into()));
    }
    for (run, by) in &recording_now {
        let Body::Hook(hook) = &subjects[run.subject].fact.body else { continue };
        let hook = Hook { records: Known::Is(true), through: by.clone(), ..Hook::clone(hook) };
        filled.push((run.subject, hook.into()));
    }
    for (position, hook, by) in triggers {
        let hook = Hook { records: Known::Is(true), through: by, ..hook };
        filled.push((position, hook.into()));
    }
    let uses: Vec<(usize, TableUse, String)> = writes.uses;
    for (position, body) in filled {
        subjects[position].fact.body = body;
    }
    for (position, table_use, function) in uses {
        if let Body::Write(write) = &mut subjects[position].fact.body {
            (write.table_use, write.function) = (table_use, function);
        }
    }
    mechanism
}

/// Folders of the manifests of packages, with their `/`; empty for the root.
fn packages(manifests: &[Manifest]) -> Vec<&str> {
    let folder = |manifest: &'_ Manifest| manifest.path.rfind('/').map_or(0, |at| at + 1);
    manifests.iter().map(|manifest| &manifest.path[..folder(manifest)]).collect()
}

/// The functions that are registered with a route to run around its handler, by the route's position.
fn beside(
    handlers: &BTreeMap<usize, Option<Node>>,
    subjects: &[Subject],
    index: &Index<'_>,
    resolver: &Resolver<'_>,
) -> BTreeMap<usize, Vec<Node>> {
    let mut beside = BTreeMap::new();
    let interceptors = Interceptors { index, resolver };
    for (position, handler) in handlers {
        let subject = &subjects[*position];
        let Body::Route(route) = &subject.fact.body else { continue };
        if let (RouteSystem::NestJs, Some(handler)) = (route.system, handler) {
            let intercepting = interceptors.around(*handler);
            if !intercepting.is_empty() {
                beside.insert(*position, intercepting);
            }
        }
        if route.around.is_empty() && route.around_at.is_empty() {
            continue;
        }
        let from = index.unit_around(subject.file, subject.fact.place.span.start);
        let named = from.into_iter().flat_map(|from| {
            route.around.iter().flat_map(move |path| {
                match hooks::nodes_of(resolver.path(from, path), index, resolver) {
                    nodes if nodes.is_empty() => resolver.wrapped(from, path).into_iter().collect(),
                    nodes => nodes,
                }
            })
        });
        let here = route.around_at.iter().filter_map(|at| index.unit_starting_at(subject.file, *at));
        beside.insert(*position, named.chain(here).collect());
    }
    beside
}

/// There is a route.
pub(crate) fn is_asked(subjects: &[Subject]) -> bool {
    subjects.iter().any(|subject| matches!(subject.fact.body, Body::Route(_)))
}

/// Takes out the verbs that a class registered for a path does not answer: its methods say which it does.
fn drop_unanswered(subjects: &mut Vec<Subject>, index: &Index<'_>, resolver: &Resolver<'_>) {
    subjects.retain(|subject| {
        let Body::Route(route) = &subject.fact.body else { return true };
        if route.handler.is_empty() {
            return true;
        }
        let Some(from) = index.unit_around(subject.file, subject.fact.place.span.start) else { return true };
        match resolver.path(from, &route.handler) {
            Thing::Class(class) => resolver.member(class, &route.method.to_ascii_lowercase(), 0).is_some(),
            // A wrapper's own parameter stands for what others hand to it.
            Thing::Unknown => {
                let code = index.code(from);
                code.params(index.unit(from)).iter().all(|param| code.text(param.name) != route.handler)
            }
            _ => true,
        }
    });
}

/// Takes out what only looked like a route. Next.js: its files are told by their path, and their address is that path.
/// Django: its views are told by their bases, which say little where nobody imports it.
fn keep_routes(files: &[File], subjects: &mut Vec<Subject>) {
    let django = files.iter().filter_map(|file| file.facts.as_ref().ok()).any(|facts| {
        let mut modules =
            facts.imports.iter().map(|import| import.module.split('.').next().unwrap_or_default());
        modules.any(|module| matches!(module, "django" | "rest_framework"))
    });
    subjects.retain_mut(|subject| {
        let Body::Route(route) = &mut subject.fact.body else { return true };
        if route.system == RouteSystem::Django {
            return django;
        }
        if route.system != RouteSystem::NextJs {
            return true;
        }
        let path = files[subject.file as usize].path.as_str();
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let Some((_, url)) =
            format!("/{folder}").split_once("/app/").map(|(a, b)| (a.to_owned(), b.to_owned()))
        else {
            return false;
        };
        let shown = url.split('/').filter(|part| !(part.starts_with('(') && part.ends_with(')')));
        route.url = format!("/{}", shown.collect::<Vec<_>>().join("/"));
        subject.fact.name = format!("{} {}", route.method, route.url);
        file.starts_with("route.")
    });
}

/// The function behind every route, by the route's position.
fn handlers(
    subjects: &[Subject],
    index: &Index<'_>,
    resolver: &Resolver<'_>,
) -> BTreeMap<usize, Option<Node>> {
    let mut handlers = BTreeMap::new();
    for (position, subject) in subjects.iter().enumerate() {
        let Body::Route(route) = &subject.fact.body else { continue };
        let found = if route.handler.is_empty() {
            index.unit_starting_at(subject.file, route.handler_at)
        } else {
            let from = index.unit_around(subject.file, subject.fact.place.span.start);
            match from.map(|from| resolver.path(from, &route.handler)) {
                Some(Thing::Func(node)) => Some(node),
                // A class with a method for every verb.
                Some(Thing::Class(class) | Thing::Instance(class)) => {
                    resolver.member(class, &route.method.to_ascii_lowercase(), 0)
                }
                _ => from.and_then(|from| resolver.wrapped(from, &route.handler)),
            }
        };
        handlers.insert(position, found);
    }
    handlers
}

/// Columns by table and by model.
struct Tables<'a> {
    columns: HashMap<&'a str, Vec<String>>,
    /// Tables and models with columns of sensitive data.
    sensitive: BTreeSet<&'a str>,
    /// Classes that have a table, by name.
    models: BTreeSet<&'a str>,
    /// Some file imports a library whose objects write themselves.
    mappers: bool,
}

impl<'a> Tables<'a> {
    fn of(files: &[File], subjects: &'a [Subject]) -> Tables<'a> {
        let mut tables = Tables {
            columns: HashMap::new(),
            sensitive: BTreeSet::new(),
            models: BTreeSet::new(),
            mappers: behind::has_mapper(files),
        };
        for subject in subjects {
            match &subject.fact.body {
                Body::Column(column) => {
                    for owner in [column.table.as_str(), column.model.as_str()] {
                        if owner.is_empty() {
                            continue;
                        }
                        tables.columns.entry(owner).or_default().push(column.column.clone());
                        if column.sensitive == Sensitivity::Sensitive {
                            tables.sensitive.insert(owner);
                        }
                    }
                }
                Body::Model(model) if model.mapped => {
                    tables.models.insert(model.class.rsplit('.').next().unwrap_or_default());
                }
                _ => {}
            }
        }
        tables
    }

    fn use_of(&self, table: &str) -> TableUse {
        let last = table.rsplit(['.', ':']).next().unwrap_or_default();
        words::table_use(table, self.columns.get(last).map_or(&[], Vec::as_slice))
    }

    fn is_sensitive(&self, table: &str) -> bool {
        self.sensitive.contains(table.rsplit(['.', ':']).next().unwrap_or_default())
    }
}

/// What is written where.
struct Writes {
    /// Functions that write domain data.
    certain: Vec<Node>,
    /// Functions that may.
    possible: Vec<Node>,
    /// Functions that write a table of records.
    audit: Vec<Node>,
    /// Tables by function, and what is changed of them.
    tables: HashMap<Node, BTreeMap<String, Changes>>,
    /// By the write's position: what its table is for, and the function.
    uses: Vec<(usize, TableUse, String)>,
}

impl Writes {
    fn of(subjects: &[Subject], index: &Index<'_>, resolver: &Resolver<'_>, tables: &Tables<'_>) -> Writes {
        let mut writes = Writes {
            certain: Vec::new(),
            possible: Vec::new(),
            audit: Vec::new(),
            tables: HashMap::new(),
            uses: Vec::new(),
        };
        // A commit alone makes lasting whatever was changed; beside a write of another table it is that one's. Beside a
        // record it is that of the change which is recorded, unless all that the function does is to record.
        let mut committed: Vec<Node> = Vec::new();
        let mut named: BTreeSet<Node> = BTreeSet::new();
        for (position, subject) in subjects.iter().enumerate() {
            let Body::Write(write) = &subject.fact.body else { continue };
            if subject.test {
                continue;
            }
            let Some(node) = index.unit_around(subject.file, subject.fact.place.span.start) else { continue };
            let node = index.function_around(node);
            let (table, certain) = behind::written(write, node, index, resolver, tables);
            let table_use = if table.is_empty() { TableUse::Domain } else { tables.use_of(&table) };
            writes.uses.push((position, table_use, index.full_name(node)));
            let Some(certain) = certain else { continue };
            if write.change == WriteKind::Save && write.table.is_empty() && write.value.is_empty() {
                committed.push(node);
                continue;
            }
            if table_use != TableUse::Audit {
                named.insert(node);
            }
            match table_use {
                TableUse::Audit => writes.audit.push(node),
                TableUse::Domain if certain => writes.certain.push(node),
                TableUse::Domain => writes.possible.push(node),
                _ => {}
            }
            // A table that is not known is written all the same.
            if table_use == TableUse::Domain && (certain || !table.is_empty()) {
                let changes = Changes::of(write.change, write.by_query);
                writes.tables.entry(node).or_default().entry(table).or_default().add(changes);
            }
        }
        committed.retain(|node| !named.contains(node) && !words::records(&index.full_name(*node)));
        writes.certain.append(&mut committed);
        writes
    }

    /// The tables that are written from a function on, over calls that are certain, and what is changed of them;
    /// one of those that are not known is empty.
    fn reached(&self, graph: &Graph, from: Node) -> BTreeMap<String, Changes> {
        let mut tables: BTreeMap<String, Changes> = BTreeMap::new();
        let mut seen = BTreeSet::from([from]);
        let mut level = vec![from];
        for _ in 0..=crate::graph::DEPTH {
            let mut next = Vec::new();
            let mut at = 0;
            while let Some(node) = level.get(at).copied() {
                at += 1;
                for (table, changes) in self.tables.get(&node).into_iter().flatten() {
                    tables.entry(table.clone()).or_default().add(*changes);
                }
                for edge in graph.edges[node.0 as usize].iter().filter(|edge| edge.certain) {
                    for to in edge.to.iter().filter(|to| seen.len() < LOOKED_AT && !seen.contains(to)) {
                        (if edge.call.is_none() { &mut level } else { &mut next }).push(*to);
                    }
                    seen.extend(&edge.to);
                }
            }
            level = next;
        }
        tables
    }
}

/// A function that validates and writes on the way counts attempts, most likely: whether that is domain data, one asks.
fn keeps_books(index: &Index<'_>, node: Node) -> bool {
    index.name(node).starts_with("validate")
}

/// Functions that record: they write a table of records, or call by a name that says so.
fn audits(index: &Index<'_>, writes: &Writes) -> Vec<Node> {
    let mut found = writes.audit.clone();
    for (file, code) in index.codes() {
        // A name is asked once, not once a call.
        let mut records: Vec<Option<bool>> = vec![None; code.names.iter().len()];
        for call in &code.calls {
            // `new AuditLog()` makes a row; whether it is written is told by the write.
            if call.flags & call::NEW != 0 {
                continue;
            }
            let known = &mut records[call.callee.0 as usize];
            if *known.get_or_insert_with(|| words::records(code.text(call.callee))) {
                found.push(index.node(file, call.unit));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Rounds in which wrappers are learned (design.md: at most three).
const ROUNDS: usize = 3;

/// Functions that stand beside one that records and call it: parts of the mechanism, and no steps on the way.
fn wrappers(graph: &Graph, index: &Index<'_>, audits: &[Node]) -> BTreeSet<Node> {
    let homes: BTreeSet<u32> = audits.iter().map(|node| index.file(*node)).collect();
    let mut known: BTreeSet<Node> = audits.iter().copied().collect();
    let mut wrappers = BTreeSet::new();
    for _ in 0..ROUNDS {
        let calls = |node: &Node| {
            let edges = graph.edges[node.0 as usize].iter().filter(|edge| edge.certain);
            edges
                .clone()
                .flat_map(|edge| &edge.to)
                .any(|to| known.contains(to) && index.file(*to) == index.file(*node))
        };
        let learned: Vec<Node> = (0..index.len() as u32)
            .map(Node)
            .filter(|node| homes.contains(&index.file(*node)) && !known.contains(node) && calls(node))
            .collect();
        if learned.is_empty() {
            break;
        }
        known.extend(&learned);
        wrappers.extend(learned);
    }
    wrappers
}

/// What shows that the project audits at all.
fn mechanism(files: &[File], index: &Index<'_>, audits: &[Node], hooks: &Hooks) -> Option<String> {
    let outside = |node: &&Node| !index.is_test(**node);
    if let Some(node) = audits.iter().find(outside) {
        let path = &files[index.file(*node) as usize].path;
        return Some(format!("`{}` ({path}:{})", index.full_name(*node), index.unit(*node).line));
    }
    hooks.any().map(|by| format!("`{by}`"))
}

fn is_for_administrators(path: &str, file: &str) -> bool {
    let admin = |text: &str| {
        text.split(['/', '.', '_', '-'])
            .any(|part| matches!(part, "admin" | "admins" | "administration" | "superuser"))
    };
    admin(path) || admin(file)
}

/// Spells ways out.
struct Teller<'a> {
    files: &'a [File],
    index: &'a Index<'a>,
}

impl Teller<'_> {
    fn known(&self, reached: &Reached) -> (Known<bool>, String) {
        match reached {
            Reached::Yes(steps) => (Known::Is(true), self.way(steps)),
            Reached::No => (Known::Is(false), String::new()),
            Reached::Unknown(steps) => {
                let open = steps.iter().find(|step| step.open).or(steps.last());
                let (unresolved, place) = open.map(|step| self.call(*step)).unwrap_or_default();
                let why = format!(
                    "what `{unresolved}` runs ({place}) is not known; it may be `{}`",
                    self.end(steps)
                );
                (Known::Unknown(Cause { unresolved, why }), self.way(steps))
            }
        }
    }

    /// The call of a step as written, and where it stands.
    fn call(&self, step: Step) -> (String, String) {
        let file = self.index.file(step.node);
        let path = &self.files[file as usize].path;
        let code = self.index.code(step.node);
        match step.call.and_then(|call| code.calls.get(call as usize)) {
            Some(call) => (code.text(call.callee).to_owned(), format!("{path}:{}", call.line)),
            None => (self.index.full_name(step.node), format!("{path}:{}", self.index.unit(step.node).line)),
        }
    }

    fn end(&self, steps: &[Step]) -> String {
        steps.last().map(|step| self.index.full_name(step.node)).unwrap_or_default()
    }

    fn way(&self, steps: &[Step]) -> String {
        let mut way: Vec<String> = Vec::new();
        // A closure that runs with its function is no step of its own.
        let named =
            steps.iter().enumerate().filter(|(at, step)| *at == 0 || !self.index.is_closure(step.node));
        for (_, step) in named.take(SPELLED) {
            let name = self.index.full_name(step.node);
            let path = &self.files[self.index.file(step.node) as usize].path;
            let line = self.index.unit(step.node).line;
            let name = if name.is_empty() { "the handler" } else { name.as_str() };
            way.push(format!("{name} ({path}:{line})"));
        }
        way.join(" → ")
    }
}
