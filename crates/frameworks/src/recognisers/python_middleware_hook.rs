//! What runs around handlers in Python, and which router is hung into which: FastAPI, Starlette, Flask, Django.

use crate::around::{self, Around, Runner};
use crate::{Context, Out, Recogniser, routes};
use review_facts::{HookForm, Kind, Language};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "python_middleware_hook",
    finds: &[Kind::Hook, Kind::Mount],
    languages: &[Language::Python],
    libraries: &[],
    nodes: &[Syntax::Call, Syntax::Decorator, Syntax::Assign],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Hooks of requests (Flask, Application and Blueprint Objects): those of one router, and those of all.
const REQUEST_HOOKS: &[&str] = &["before_request", "after_request", "teardown_request"];
const ALL_REQUEST_HOOKS: &[&str] = &["before_app_request", "after_app_request", "teardown_app_request"];

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    match cx.tree.kind(id) {
        Syntax::Assign => settings(cx, id, out),
        Syntax::Decorator => decorator(cx, id, out),
        _ => call(cx, id, out),
    }
}

/// `@app.after_request`.
fn decorator(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    let Some(member) = cx.tree.kids(id).next().filter(|kid| cx.tree.kind(*kid) == Syntax::Member) else {
        return;
    };
    let Some(name) = cx.tree.kid(member, Role::Property).map(|name| cx.text(name)) else { return };
    if !REQUEST_HOOKS.contains(&name) && !ALL_REQUEST_HOOKS.contains(&name) {
        return;
    }
    let path = cx.path(member);
    let Some((router, _)) = path.rsplit_once('.') else { return };
    let on = if ALL_REQUEST_HOOKS.contains(&name) { "" } else { router };
    if let Some(function) = routes::decorated(cx, id) {
        add(cx, member, on, false, &[Runner::Here(cx.tree.span(function).start)], out);
    }
}

fn call(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let callee = cx.callee(call);
    let (receiver, method) = cx.receiver_and_method(call).unwrap_or(("", callee));
    match method {
        "middleware" if !receiver.is_empty() => {
            let decorator = tree.parent(call).filter(|parent| tree.kind(*parent) == Syntax::Decorator);
            if let Some(function) = decorator.and_then(|decorator| routes::decorated(cx, decorator)) {
                add(cx, call, receiver, false, &[Runner::Here(tree.span(function).start)], out);
            }
        }
        "add_middleware" => {
            let Some(class) = routes::positional(cx, call).next() else { return };
            let mut runners = around::runners(cx, class);
            // `add_middleware(BaseHTTPMiddleware, dispatch=audit)`.
            if let Some(dispatch) = routes::keyed_arg(cx, call, "dispatch") {
                runners.extend(around::runners(cx, dispatch));
            }
            add(cx, class, receiver, around::is_conditional(cx, call), &runners, out);
        }
        name if REQUEST_HOOKS.contains(&name) || ALL_REQUEST_HOOKS.contains(&name) => {
            let Some(function) = routes::positional(cx, call).next() else { return };
            let on = if ALL_REQUEST_HOOKS.contains(&name) { "" } else { receiver };
            add(cx, function, on, around::is_conditional(cx, call), &around::runners(cx, function), out);
        }
        "include_router" | "register_blueprint" | "add_router" | "mount" if !receiver.is_empty() => {
            let child = routes::positional(cx, call).nth(usize::from(method == "mount"));
            let Some(child) =
                child.filter(|child| matches!(tree.kind(*child), Syntax::Name | Syntax::Member))
            else {
                return;
            };
            let prefix = ["prefix", "url_prefix"].iter().find_map(|key| routes::keyed_arg(cx, call, key));
            let url = prefix.map_or_else(String::new, |prefix| routes::path_text(cx, prefix));
            let path = cx.path(child);
            around::mount(cx, child, receiver, &url, &[Runner::Named(path.clone())], out);
            let runners = routes::depended(cx, call);
            add(cx, child, &path, around::is_conditional(cx, call), &runners, out);
        }
        // `APIRouter(dependencies=[Depends(audit)])`, `FastAPI(middleware=[Middleware(Audit)])`.
        "APIRouter" | "FastAPI" | "Starlette" | "Router" => {
            let mut runners = routes::depended(cx, call);
            if let Some(list) = routes::keyed_arg(cx, call, "middleware") {
                runners.extend(around::runners(cx, list));
            }
            add(cx, call, &around::bound_name(cx, call), false, &runners, out);
        }
        _ => {}
    }
}

/// Django: `MIDDLEWARE = ["audit.middleware.AuditMiddleware"]`.
fn settings(cx: &Context<'_>, assign: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (Some(target), Some(value)) = (tree.kid(assign, Role::Target), tree.kid(assign, Role::Value)) else {
        return;
    };
    if cx.text(target) != "MIDDLEWARE" || tree.kind(value) != Syntax::List {
        return;
    }
    let partly = around::is_conditional(cx, assign) || tree.has(assign, flag::AUGMENTED);
    for text in tree.kids(value).take(60) {
        if let Some(content) = tree.str_content(text, cx.source) {
            let path = content.text(cx.source).to_owned();
            add(cx, text, "", partly, &[Runner::Named(path)], out);
        }
    }
}

fn add(cx: &Context<'_>, token: NodeId, on: &str, partly: bool, runners: &[Runner], out: &mut Out) {
    let on = on.to_owned();
    let around = Around {
        form: HookForm::Middleware,
        changes: Vec::new(),
        on,
        partly,
        lifted: false,
        in_order: false,
    };
    around::add(cx, token, &around, runners, out);
}
