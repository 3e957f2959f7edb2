//! What runs around the handlers of routes and leaves an audit record: middleware, interceptors, layers.
//!
//! A hook covers the routes of its router and of those that are hung into it. One decision that is not obvious: where
//! it is not known that a router is hung into the one with the hook, and nothing says that it is not, the route asks.

use super::hooks::Run;
use super::interceptors::Interceptors;
use crate::graph::{Index, Node, Resolver, Thing};
use crate::{File, Subject};
use review_facts::code::{UnitForm, Value};
use review_facts::{Body, HookForm, Language, Route, RouteSystem};
use std::collections::{BTreeMap, BTreeSet};

/// Routers that are looked at above one.
const ABOVE: usize = 64;

/// A router: the unit that binds it, and its name there; the name is empty for all that a function makes or fills.
type Router = (Node, String);

/// A place in the project: file and first byte.
type At = (u32, u32);

/// A hook of requests that leaves a record.
struct Recorder {
    /// The router it is set on; none for all.
    router: Option<Router>,
    at: At,
    partly: bool,
    in_order: bool,
    /// Keys of metadata without which it records nothing, and those with which it does not.
    keys: Vec<String>,
    /// What is said of it.
    by: String,
}

/// What runs around handlers.
pub(super) struct Around<'a> {
    index: &'a Index<'a>,
    resolver: &'a Resolver<'a>,
    files: &'a [File],
    packages: &'a [&'a str],
    interceptors: Interceptors<'a>,
    recorders: Vec<Recorder>,
    /// Where a router is hung in.
    parents: BTreeMap<Router, Vec<(Router, At)>>,
}

/// Whether something around a route records it.
pub(super) enum Covered {
    Yes(String),
    /// It may: what, and why that is not certain.
    Perhaps(String, String),
    No,
}

impl<'a> Around<'a> {
    pub(super) fn of(
        files: &'a [File],
        subjects: &[Subject],
        index: &'a Index<'a>,
        resolver: &'a Resolver<'a>,
        packages: &'a [&'a str],
        recording: &[(&Run, String)],
    ) -> Around<'a> {
        let interceptors = Interceptors { index, resolver };
        let (recorders, parents) = (Vec::new(), BTreeMap::new());
        let mut around = Around { index, resolver, files, packages, interceptors, recorders, parents };
        if !recording.is_empty() {
            around.hang(subjects);
        }
        for (run, by) in recording {
            let subject = &subjects[run.subject];
            let Body::Hook(hook) = &subject.fact.body else { continue };
            if hook.form != HookForm::Middleware {
                continue;
            }
            let at = (subject.file, subject.fact.place.span.start);
            let from = index.unit_around(at.0, at.1);
            let router = from.filter(|_| !hook.on.is_empty() || around.is_rust(at.0));
            let router = router.map(|from| around.router(from, &hook.on, 0));
            let mut routers: Vec<Option<Router>> = vec![router.clone()];
            if hook.lifted
                && let Some(own) = &router
            {
                routers.extend(around.above(own).into_iter().map(|(parent, _)| Some(parent)));
            }
            let keys = interceptors.keys(&run.nodes);
            for router in routers {
                let (partly, in_order) = (hook.partly || run.narrowed, hook.in_order && !hook.lifted);
                let (keys, by) = (keys.clone(), by.clone());
                around.recorders.push(Recorder { router, at, partly, in_order, keys, by });
            }
        }
        around
    }

    fn hang(&mut self, subjects: &[Subject]) {
        for subject in subjects.iter().filter(|subject| !subject.test) {
            let Body::Mount(mount) = &subject.fact.body else { continue };
            let at = (subject.file, subject.fact.place.span.start);
            let Some(from) = self.index.unit_around(at.0, at.1) else { continue };
            let into = self.router(from, &mount.into, 0);
            let child = if mount.child.is_empty() {
                self.index.unit_starting_at(subject.file, mount.child_at).map(|node| (node, String::new()))
            } else {
                Some(self.router(from, &mount.child, 0))
            };
            if let Some(child) = child.filter(|child| *child != into) {
                self.parents.entry(child).or_default().push((into, at));
            }
        }
    }

    fn is_rust(&self, file: u32) -> bool {
        self.files[file as usize].facts.as_ref().is_ok_and(|facts| facts.language == Language::Rust)
    }

    /// The router that a path names where it is written.
    fn router(&self, from: Node, path: &str, depth: u32) -> Router {
        let own = |node: Node| (self.index.function_around(node), path.to_owned());
        if path.is_empty() || depth > 8 {
            return own(from);
        }
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        if matches!(first, "this" | "self") {
            return self.index.class_around(from).map_or_else(|| own(from), |class| (class, rest.to_owned()));
        }
        let mut at = from;
        for _ in 0..24 {
            let unit = self.index.unit(at);
            let code = self.index.code(at);
            if code.params(unit).iter().any(|param| code.text(param.name) == first) {
                return (at, path.to_owned());
            }
            if let Some(found) = self.index.member(at, first) {
                let function = self.index.unit(found).form == UnitForm::Function;
                return (found, if function { String::new() } else { rest.to_owned() });
            }
            if let Some(bind) = self.index.bind(at, first) {
                match bind.value {
                    Value::Call(callee) if code.text(callee) == "require" => break,
                    Value::Path(other) if code.text(other) != path && rest.is_empty() => {
                        return self.router(at, code.text(other), depth + 1);
                    }
                    Value::Call(callee) => {
                        if let Thing::Func(function) = self.resolver.path(at, code.text(callee)) {
                            return (function, String::new());
                        }
                        return (at, path.to_owned());
                    }
                    _ => return (at, path.to_owned()),
                }
            }
            if unit.form == UnitForm::File {
                break;
            }
            at = self.index.parent(at);
        }
        let file = self.index.file(from);
        match self.resolver.imported_name(file, path) {
            Some((found, name)) if found != file || name != path => {
                let Some(module) = self.index.file_node(found) else { return own(from) };
                if name == "default"
                    && let Some(unit) = self.index.default_of(found)
                {
                    return (unit, String::new());
                }
                self.router(module, &name, depth + 1)
            }
            _ => (self.index.file_node(file).unwrap_or(from), path.to_owned()),
        }
    }

    /// Routers into which one is hung, itself or as what its function makes, and where.
    fn above(&self, router: &Router) -> Vec<(Router, At)> {
        let mut found: Vec<(Router, At)> = self.parents.get(router).cloned().unwrap_or_default();
        let mut at = router.0;
        for _ in 0..8 {
            let whole = (at, String::new());
            if self.index.unit(at).form == UnitForm::Function && whole != *router {
                found.extend(self.parents.get(&whole).into_iter().flatten().cloned());
            }
            if self.index.unit(at).form == UnitForm::File {
                break;
            }
            at = self.index.parent(at);
        }
        found
    }

    /// Whether something around the route records it.
    pub(super) fn covers(&self, subject: &Subject, route: &Route, handler: Node) -> Covered {
        if self.recorders.is_empty() {
            return Covered::No;
        }
        let at = (subject.file, subject.fact.place.span.start);
        let Some(from) = self.index.unit_around(at.0, at.1) else { return Covered::No };
        let own = self.router(from, &route.router, 0);
        let mut perhaps: Option<(String, String)> = None;
        let mut open: Option<bool> = None;
        for recorder in &self.recorders {
            let family = self.index.family(handler);
            let same =
                self.index.file_node(recorder.at.0).is_some_and(|node| self.index.family(node) == family);
            if !same || !self.interceptors.asked_for(&recorder.keys, handler) {
                continue;
            }
            let found = match &recorder.router {
                None => self.everywhere(recorder, route, at.0),
                Some(router) => match self.reaches(&own, at, router, recorder) {
                    Some(in_force) => in_force.then_some(true),
                    None => {
                        let open = *open.get_or_insert_with(|| self.is_open(&own));
                        (open && self.is_application(router) && self.same_package(recorder.at.0, at.0))
                            .then_some(false)
                    }
                },
            };
            match found {
                Some(true) if !recorder.partly => return Covered::Yes(recorder.by.clone()),
                Some(certain) => {
                    let why = if certain {
                        "it is set up under a condition or sees a part of the requests"
                    } else {
                        "it is not known whether this route's router is hung into the one it is set on"
                    };
                    perhaps.get_or_insert_with(|| (recorder.by.clone(), why.to_owned()));
                }
                None => {}
            }
        }
        perhaps.map_or(Covered::No, |(by, why)| Covered::Perhaps(by, why))
    }

    /// A hook of all routes: those of the libraries that have such hooks, in the same package.
    fn everywhere(&self, recorder: &Recorder, route: &Route, file: u32) -> Option<bool> {
        match route.system {
            RouteSystem::NestJs => Some(self.same_package(recorder.at.0, file)),
            RouteSystem::Django | RouteSystem::Flask => Some(true),
            _ => None,
        }
    }

    fn same_package(&self, a: u32, b: u32) -> bool {
        let package = |file: u32| {
            let path = self.files[file as usize].path.as_str();
            let above = self.packages.iter().filter(|folder| path.starts_with(**folder));
            above.max_by_key(|folder| folder.len()).copied().unwrap_or_default()
        };
        package(a) == package(b)
    }

    /// The router is the one with the hook, or hung into it: whether it is so that the hook is in force.
    fn reaches(&self, own: &Router, at: At, wanted: &Router, recorder: &Recorder) -> Option<bool> {
        let in_force = |place: At| {
            if !recorder.in_order || place.0 != recorder.at.0 {
                return true;
            }
            if self.is_rust(place.0) { place.1 < recorder.at.1 } else { place.1 > recorder.at.1 }
        };
        let mut seen: BTreeSet<Router> = BTreeSet::new();
        let mut next: Vec<(Router, At)> = vec![(own.clone(), at)];
        let mut found = None;
        while let Some((router, place)) = next.pop() {
            if router == *wanted || (wanted.1.is_empty() && router.0 == wanted.0) {
                found = Some(found.unwrap_or(false) || in_force(place));
                continue;
            }
            if seen.len() < ABOVE && seen.insert(router.clone()) {
                next.extend(self.above(&router));
            }
        }
        found
    }

    /// Nothing says where the router is hung in, and it is no application by what makes it.
    fn is_open(&self, own: &Router) -> bool {
        let mut seen: BTreeSet<Router> = BTreeSet::new();
        let mut next = vec![own.clone()];
        while let Some(router) = next.pop() {
            if seen.len() >= ABOVE || !seen.insert(router.clone()) {
                continue;
            }
            let above = self.above(&router);
            if above.is_empty() && !self.is_application(&router) {
                return true;
            }
            next.extend(above.into_iter().map(|(parent, _)| parent));
        }
        false
    }

    /// It is made as an application that is hung into nothing.
    fn is_application(&self, router: &Router) -> bool {
        /// What makes one (documentation of Express, Fastify, Hono, FastAPI, Flask, Starlette).
        const APPLICATIONS: &[&str] =
            &["express", "fastify", "Fastify", "Hono", "OpenAPIHono", "FastAPI", "Flask", "Starlette"];
        let Some(bind) = self.index.bind(router.0, &router.1) else { return false };
        let code = self.index.code(router.0);
        matches!(bind.value, Value::Call(path) if code.text(path).split('.').any(|part| APPLICATIONS.contains(&part)))
    }
}
