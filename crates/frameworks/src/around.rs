//! What the recognisers of hooks and routes share: which router a call speaks of, what runs beside it, and under which
//! condition.
//!
//! One decision that is not obvious: a router is told by a name, and a chain that starts at none (`new Hono().use(…)`)
//! by the name it is bound to; whether two names are one router is a matter of the join.

use crate::{Context, Out, routes};
use review_facts::{Hook, HookForm, Mount};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Links of a chain that are followed.
const LINKS: usize = 200;

/// Nodes around one that are looked at for a condition.
const AROUND: usize = 40;

/// Calls that make a router, by their last name: those of Express, Fastify, Hono, axum, actix-web and Rocket.
const MAKERS: &[&str] = &[
    "express",
    "Router",
    "PromiseRouter",
    "Hono",
    "OpenAPIHono",
    "fastify",
    "Fastify",
    "new",
    "default",
    "scope",
    "resource",
    "build",
    "custom",
];

/// What runs: a function in place, or a path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Runner {
    /// The first byte of a function that is written in place.
    Here(u32),
    /// As written.
    Named(String),
}

/// The functions that an argument can stand for: `audit`, `audit("orders")`, `asyncHandler(audit)`, `[guard, audit]`.
pub(crate) fn runners(cx: &Context<'_>, arg: NodeId) -> Vec<Runner> {
    let mut found = Vec::new();
    add_runners(cx, arg, 2, &mut found);
    found
}

fn add_runners(cx: &Context<'_>, arg: NodeId, depth: u32, found: &mut Vec<Runner>) {
    let tree = cx.tree;
    match tree.kind(arg) {
        Syntax::Function => found.push(Runner::Here(tree.span(arg).start)),
        Syntax::Name | Syntax::Member => found.push(Runner::Named(cx.path(arg))),
        Syntax::Spread | Syntax::Unary => {
            if let Some(value) = tree.kid(arg, Role::Value) {
                add_runners(cx, value, depth, found);
            }
        }
        Syntax::Object if tree.kid(arg, Role::Callee).is_some() => {
            // Rust: `AuditLayer { pool }` makes one.
            let path = tree.kid(arg, Role::Callee).map(|path| cx.path(path));
            found.extend(path.map(Runner::Named));
        }
        Syntax::Call => {
            let callee = cx.callee(arg);
            let last = callee.rsplit('.').next().unwrap_or_default();
            let given: Vec<NodeId> = routes::positional(cx, arg).take(4).collect();
            match last {
                // What only hands a function on.
                "from_fn" | "from_fn_with_state" | "Depends" | "Security" | "Middleware" | "fp" => {
                    let function = if last.starts_with("from_fn") { given.last() } else { given.first() };
                    if let Some(function) = function.filter(|_| depth > 0) {
                        add_runners(cx, *function, depth - 1, found);
                    }
                }
                "new" | "default" => {
                    let class = callee.rsplit_once('.').map(|(class, _)| class);
                    found.extend(class.map(|class| Runner::Named(class.to_owned())));
                }
                _ if callee.contains("ServiceBuilder") => {}
                _ => {
                    found.push(Runner::Named(callee.to_owned()));
                    for inner in given.into_iter().filter(|_| depth > 0 && !tree.has(arg, flag::NEW)) {
                        add_runners(cx, inner, depth - 1, found);
                    }
                }
            }
        }
        Syntax::List if depth > 0 => {
            for inner in tree.kids(arg).take(12) {
                add_runners(cx, inner, depth - 1, found);
            }
        }
        _ => {}
    }
}

/// A hook before its runner is known.
#[derive(Clone, Default)]
pub(crate) struct Around {
    pub(crate) form: HookForm,
    pub(crate) on: String,
    pub(crate) changes: Vec<String>,
    pub(crate) partly: bool,
    pub(crate) lifted: bool,
    pub(crate) in_order: bool,
}

/// Adds one hook for each of the runners; it stands on `token`.
pub(crate) fn add(cx: &Context<'_>, token: NodeId, around: &Around, runners: &[Runner], out: &mut Out) {
    for runner in runners.iter().take(12) {
        let (runs, runs_at) = match runner {
            Runner::Here(at) => (String::new(), *at),
            Runner::Named(path) => (path.clone(), 0),
        };
        let hook = Hook {
            form: around.form,
            runs,
            runs_at,
            on: around.on.clone(),
            changes: around.changes.clone(),
            partly: around.partly,
            lifted: around.lifted,
            in_order: around.in_order,
            ..Hook::default()
        };
        let what = if hook.on.is_empty() { hook.runs.as_str() } else { hook.on.as_str() };
        let name = Context::name_in(cx.scope(token), what);
        out.fact(cx, token, name, cx.place(token), hook);
    }
}

/// Adds a mount for each of the children; it stands on `token`.
pub(crate) fn mount(
    cx: &Context<'_>,
    token: NodeId,
    into: &str,
    url: &str,
    children: &[Runner],
    out: &mut Out,
) {
    for child in children.iter().take(4) {
        let (child, child_at) = match child {
            Runner::Here(at) => (String::new(), *at),
            Runner::Named(path) => (path.clone(), 0),
        };
        let mount = Mount { into: into.to_owned(), child, child_at, url: url.to_owned() };
        let name = Context::name_in(cx.scope(token), &mount.child);
        out.fact(cx, token, name, cx.place(token), mount);
    }
}

/// The router that a call speaks to: the path its chain starts at, or the name that a chain from a maker is bound to.
pub(crate) fn router_of(cx: &Context<'_>, call: NodeId) -> String {
    start(cx, call).unwrap_or_else(|| bound_name(cx, call))
}

/// The path at which a chain of calls starts; none when it starts at what makes a router.
pub(crate) fn start(cx: &Context<'_>, call: NodeId) -> Option<String> {
    let tree = cx.tree;
    let mut at = call;
    for _ in 0..LINKS {
        let callee = tree.kid(at, Role::Callee)?;
        let last = cx.method(at);
        if at != call && MAKERS.contains(&last) {
            return None;
        }
        let mut object = tree.kid(callee, Role::Object)?;
        while tree.kind(object) == Syntax::Unary {
            object = tree.kid(object, Role::Value)?;
        }
        match tree.kind(object) {
            Syntax::Call => at = object,
            Syntax::Name => return Some(cx.text(object).to_owned()),
            // `a.b().c.d()`: a call inside of the path goes on.
            Syntax::Member => match call_inside(cx, object) {
                Some(inner) => at = inner,
                None => return Some(cx.path(object)),
            },
            _ => return None,
        }
    }
    None
}

fn call_inside(cx: &Context<'_>, member: NodeId) -> Option<NodeId> {
    let mut at = member;
    for _ in 0..12 {
        at = cx.tree.kid(at, Role::Object)?;
        match cx.tree.kind(at) {
            Syntax::Call => return Some(at),
            Syntax::Member => {}
            _ => return None,
        }
    }
    None
}

/// The name that the chain around a call is bound to; `default` for what the file exports, else empty.
pub(crate) fn bound_name(cx: &Context<'_>, call: NodeId) -> String {
    let tree = cx.tree;
    let mut at = call;
    for _ in 0..LINKS * 2 {
        let Some(parent) = tree.parent(at) else { return String::new() };
        at = match (tree.kind(parent), tree.role(at)) {
            (Syntax::Member, Role::Object) | (Syntax::Call, Role::Callee) | (Syntax::Unary, _) => parent,
            (Syntax::Assign | Syntax::Field, Role::Value) => {
                let target = tree.kid(parent, Role::Target).or_else(|| tree.kid(parent, Role::Name));
                return target.map_or_else(String::new, |target| cx.path(target));
            }
            (Syntax::Export, _) => return "default".to_owned(),
            _ => return String::new(),
        };
    }
    String::new()
}

/// The node stands under a condition within its function, or in a loop.
pub(crate) fn is_conditional(cx: &Context<'_>, node: NodeId) -> bool {
    let tree = cx.tree;
    for around in tree.ancestors(node).take(AROUND) {
        match tree.kind(around) {
            Syntax::Function | Syntax::Class => return false,
            Syntax::If | Syntax::Match | Syntax::Loop => return true,
            Syntax::Binary if tree.has(around, flag::AND | flag::OR) => return true,
            _ => {}
        }
    }
    false
}

/// The function around a node is handed to a call of one of these names: `fp(async (app) => …)`.
pub(crate) fn is_within_call(cx: &Context<'_>, node: NodeId, names: &[&str]) -> bool {
    let tree = cx.tree;
    let function = tree.ancestors(node).take(AROUND).find(|id| tree.kind(*id) == Syntax::Function);
    let call = function.and_then(|function| tree.parent(function));
    call.is_some_and(|call| tree.kind(call) == Syntax::Call && names.contains(&cx.callee(call)))
}

/// An event as it is written where somebody sends or hears it: a text in double quotes, else a path.
pub(crate) fn event(cx: &Context<'_>, node: NodeId) -> Option<String> {
    let tree = cx.tree;
    match tree.kind(node) {
        Syntax::Str => {
            let content = tree.str_content(node, cx.source)?;
            let text = content.text(cx.source);
            (text.len() <= 80).then(|| format!("\"{text}\""))
        }
        Syntax::Name | Syntax::Member => Some(cx.path(node)),
        _ => None,
    }
}

/// The changes that a hook of this name sees: `post_save`, `afterUpdate`, `after_delete`; none when it sees none.
pub(crate) fn changes(name: &str) -> Option<Vec<String>> {
    let lower: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let of = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    let base = ["after", "before", "post", "pre"].iter().find_map(|start| lower.strip_prefix(start))?;
    match base {
        "save" | "upsert" => of(&["insert", "update"]),
        "insert" | "create" | "bulkcreate" => of(&["insert"]),
        "update" => of(&["update"]),
        "delete" | "remove" | "destroy" | "softremove" => of(&["delete"]),
        "flush" | "commit" | "transactioncommit" => of(&["insert", "update", "delete"]),
        _ => None,
    }
}
