//! What the recognisers of routes share: a route as a fact, and where a receiver comes from.

use crate::around::{self, Runner};
use crate::{Context, Out};
use review_facts::{Route, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Methods of HTTP by the name under which routers offer them.
pub(crate) const METHODS: &[&str] =
    &["get", "post", "put", "patch", "delete", "head", "options", "trace", "all", "any"];

/// What handles a route.
pub(crate) enum Handler {
    /// A function that is written in this file.
    Here(NodeId),
    /// A path that stands for it.
    Named(String),
}

/// Adds a route. `token` is what is pointed at: the path, else the name of the call or function.
pub(crate) fn add(
    cx: &Context<'_>,
    token: NodeId,
    system: RouteSystem,
    method: &str,
    path: &str,
    handler: Handler,
    out: &mut Out,
) {
    add_beside(cx, token, system, method, path, handler, Beside::default(), out);
}

/// Where a route is registered, and what is registered with it to run around its handler.
#[derive(Default)]
pub(crate) struct Beside {
    /// The router, as written or bound.
    pub(crate) router: String,
    pub(crate) runners: Vec<Runner>,
}

/// Adds a route with what stands beside its handler.
#[allow(clippy::too_many_arguments, reason = "a registration has that many parts")]
pub(crate) fn add_beside(
    cx: &Context<'_>,
    token: NodeId,
    system: RouteSystem,
    method: &str,
    path: &str,
    handler: Handler,
    beside: Beside,
    out: &mut Out,
) {
    let (at, handler_at, handler) = match handler {
        Handler::Here(function) => (function, cx.tree.span(function).start, String::new()),
        Handler::Named(path) => (token, 0, path),
    };
    let method = method.to_ascii_uppercase();
    let name = format!("{method} {}", crate::path::shortened(path));
    let mut route = Route {
        system,
        method,
        url: path.to_owned(),
        handler,
        handler_at,
        router: beside.router,
        ..Route::default()
    };
    for runner in beside.runners {
        match runner {
            Runner::Here(at) => route.around_at.push(at),
            Runner::Named(path) => route.around.push(path),
        }
    }
    out.fact(cx, at, name, cx.place(token), route);
}

/// The text of a path, whole or with `…` for what is not written there.
pub(crate) fn path_text(cx: &Context<'_>, node: NodeId) -> String {
    if let Some(content) = cx.tree.str_content(node, cx.source) {
        return content.text(cx.source).to_owned();
    }
    if cx.tree.kind(node) != Syntax::Template {
        return "…".to_owned();
    }
    let part = |part: NodeId| match cx.tree.kind(part) {
        Syntax::StrPart => cx.text(part),
        _ => "…",
    };
    cx.tree.kids(node).take(24).map(part).collect()
}

/// The function that a decorator stands on.
pub(crate) fn decorated(cx: &Context<'_>, decorator: NodeId) -> Option<NodeId> {
    cx.tree.parent(decorator).filter(|parent| cx.tree.kind(*parent) == Syntax::Function)
}

/// The value of a keyword argument, or of a key of an object.
pub(crate) fn keyed(cx: &Context<'_>, of: NodeId, key: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let mut pairs = tree.kids(of).filter(|kid| tree.kind(*kid) == Syntax::Pair);
    let named = |pair: &NodeId| {
        tree.kid(*pair, Role::Key).is_some_and(|id| crate::path::unquoted(cx.text(id)) == key)
    };
    pairs.find(named).and_then(|pair| tree.kid(pair, Role::Value))
}

/// The value of a keyword argument of a call.
pub(crate) fn keyed_arg(cx: &Context<'_>, call: NodeId, key: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let mut pairs = tree.kids_with(call, Role::Arg).filter(|kid| tree.kind(*kid) == Syntax::Pair);
    let named = |pair: &NodeId| tree.kid(*pair, Role::Key).is_some_and(|id| cx.text(id) == key);
    pairs.find(named).and_then(|pair| tree.kid(pair, Role::Value))
}

/// The functions in `dependencies=[Depends(audit)]` (FastAPI).
pub(crate) fn depended(cx: &Context<'_>, call: NodeId) -> Vec<Runner> {
    let tree = cx.tree;
    let list = keyed_arg(cx, call, "dependencies").filter(|list| tree.kind(*list) == Syntax::List);
    let mut runners = Vec::new();
    for depends in list.into_iter().flat_map(|list| tree.kids(list).take(12)) {
        let named = tree.kind(depends) == Syntax::Call
            && matches!(cx.callee(depends).rsplit('.').next(), Some("Depends" | "Security"));
        if let Some(function) = tree.kid(depends, Role::Arg).filter(|_| named) {
            runners.extend(around::runners(cx, function));
        }
    }
    runners
}

/// The arguments of a call that are given by position.
pub(crate) fn positional<'a>(cx: &'a Context<'_>, call: NodeId) -> impl Iterator<Item = NodeId> + 'a {
    let tree = cx.tree;
    tree.kids_with(call, Role::Arg)
        .filter(move |arg| tree.kind(*arg) != Syntax::Pair || !tree.has(*arg, flag::KEYWORD))
}

/// What a call's or a registration's argument says about its handler: a function in place, a wrapper around one
/// (`asyncHandler(async (req, res) => { … })`), or a path.
pub(crate) fn handler(cx: &Context<'_>, arg: NodeId) -> Option<Handler> {
    let tree = cx.tree;
    let mut arg = arg;
    for _ in 0..4 {
        match tree.kind(arg) {
            Syntax::Function => return Some(Handler::Here(arg)),
            Syntax::Name | Syntax::Member => return Some(Handler::Named(cx.path(arg))),
            Syntax::Call => {
                // `controller.create.bind(controller)` stands for the method; else the last function or path inside.
                let callee = cx.callee(arg);
                if let Some(method) = callee.strip_suffix(".bind") {
                    return Some(Handler::Named(method.to_owned()));
                }
                let fits = |kid: &NodeId| {
                    matches!(tree.kind(*kid), Syntax::Function | Syntax::Name | Syntax::Member | Syntax::Call)
                };
                let Some(inner) = tree.kids_with(arg, Role::Arg).filter(fits).last() else {
                    return Some(Handler::Named(callee.to_owned()));
                };
                arg = inner;
            }
            _ => return None,
        }
    }
    None
}

/// A library whose routers offer a function per method: `router.post("/users", guard, create)`.
pub(crate) struct Verbs {
    pub(crate) system: RouteSystem,
    /// First modules of its packages.
    pub(crate) modules: &'static [&'static str],
    /// Calls that make a router, by their last name.
    pub(crate) makers: &'static [&'static str],
    /// Types of parameters that are routers, as they begin: `FastifyInstance`.
    pub(crate) types: &'static [&'static str],
}

/// `X.METHOD(path, …, handler)` where X is a router of the library; also links of a chain and `X.route(path).METHOD(handler)`.
pub(crate) fn verb(cx: &Context<'_>, call: NodeId, verbs: &Verbs, out: &mut Out) {
    let Some((receiver, method)) = cx.receiver_and_method(call) else { return };
    if !METHODS.contains(&method) && method != "del" || !is_of(cx, call, receiver, verbs) {
        return;
    }
    let args: Vec<NodeId> = positional(cx, call).take(24).collect();
    let is_path = |arg: &&NodeId| {
        matches!(cx.tree.kind(**arg), Syntax::Str | Syntax::Template | Syntax::List)
            || (args.len() > 1 && matches!(cx.tree.kind(**arg), Syntax::Name | Syntax::Member))
    };
    let above = chained_path(cx, call);
    let first = args.first().filter(is_path).copied().filter(|_| above.is_none());
    let Some(last) = args.last().copied().filter(|last| Some(*last) != first) else { return };
    let Some(handler) = handler(cx, last) else { return };
    // `app.get("env")` reads a setting, `users.get(id)` a map.
    let (token, path) = match (first, above) {
        (Some(first), _) if cx.tree.kind(first) == Syntax::List => {
            let inner = cx.tree.kids(first).next().unwrap_or(first);
            (first, path_text(cx, inner))
        }
        (Some(first), _) => (first, path_text(cx, first)),
        (None, Some(above)) => (above, path_text(cx, above)),
        (None, None) => return,
    };
    let method = match method {
        "del" => "delete",
        "all" => "any",
        verb => verb,
    };
    let mut runners = Vec::new();
    for arg in args.iter().filter(|arg| **arg != last && Some(**arg) != first) {
        runners.extend(beside(cx, *arg));
    }
    let beside = Beside { router: around::router_of(cx, call), runners };
    add_beside(cx, token, verbs.system, method, &path, handler, beside, out);
}

/// What an argument between path and handler runs: middleware, or the hooks in Fastify's options.
pub(crate) fn beside(cx: &Context<'_>, arg: NodeId) -> Vec<Runner> {
    const HOOKS: &[&str] = &["onRequest", "preHandler", "preValidation", "onResponse", "onSend"];
    if cx.tree.kind(arg) != Syntax::Object {
        return around::runners(cx, arg);
    }
    HOOKS.iter().filter_map(|hook| keyed(cx, arg, hook)).flat_map(|hook| around::runners(cx, hook)).collect()
}

/// The path of a `.route("/users")` or `.basePath(…)` that the call hangs on.
fn chained_path(cx: &Context<'_>, call: NodeId) -> Option<NodeId> {
    let tree = cx.tree;
    let mut at = tree.kid(tree.kid(call, Role::Callee)?, Role::Object)?;
    for _ in 0..16 {
        if tree.kind(at) != Syntax::Call {
            return None;
        }
        if cx.callee(at).rsplit('.').next() == Some("route") {
            return tree.kid(at, Role::Arg);
        }
        at = tree.kid(tree.kid(at, Role::Callee)?, Role::Object)?;
    }
    None
}

/// The receiver is a router of the library: by what makes it in this file, by its type, or, in a file that imports the
/// library, by a name that says so.
fn is_of(cx: &Context<'_>, call: NodeId, receiver: &str, verbs: &Verbs) -> bool {
    let first = receiver.split('.').next().unwrap_or_default();
    let made = |callee: &str| {
        let last = callee.rsplit('.').next().unwrap_or_default();
        verbs.makers.contains(&last) || (callee.split('.').any(|part| verbs.makers.contains(&part)))
    };
    if made(receiver) {
        return imports(cx, verbs.modules);
    }
    if let Some(maker) = cx.bound_call(first) {
        return made(cx.callee(maker)) && imports(cx, verbs.modules);
    }
    if let Some(ty) = type_of_parameter(cx, call, first) {
        return verbs.types.iter().any(|start| ty.starts_with(start));
    }
    let last = receiver.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let named =
        last.ends_with("router") || last.ends_with("app") || last.ends_with("server") || last == "fastify";
    named && imports(cx, verbs.modules)
}

/// The file imports one of the modules.
pub(crate) fn imports(cx: &Context<'_>, modules: &[&str]) -> bool {
    let of = |module: &str| {
        modules.iter().any(|known| {
            module
                .strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.', ':', '-']))
        })
    };
    cx.imports.iter().any(|import| of(&import.module))
}

/// The type of the parameter of this name in the functions around a node.
fn type_of_parameter<'a>(cx: &'a Context<'_>, node: NodeId, name: &str) -> Option<&'a str> {
    let tree = cx.tree;
    let around = tree.ancestors(node).take(40).filter(|id| tree.kind(*id) == Syntax::Function);
    for function in around {
        for param in tree.kids(function).filter(|kid| tree.kind(*kid) == Syntax::Param).take(12) {
            if tree.kid(param, Role::Name).is_some_and(|id| cx.text(id) == name) {
                return tree.kid(param, Role::Type).map(|ty| cx.text(ty).trim_start_matches([':', ' ']));
            }
        }
    }
    None
}
