//! What the recognisers of routes share: a route as a fact, and where a receiver comes from.

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
    let (at, handler_at, handler) = match handler {
        Handler::Here(function) => (function, cx.tree.span(function).start, String::new()),
        Handler::Named(path) => (token, 0, path),
    };
    let method = method.to_ascii_uppercase();
    let name = format!("{method} {}", crate::path::shortened(path));
    let route = Route { system, method, url: path.to_owned(), handler, handler_at, ..Route::default() };
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
