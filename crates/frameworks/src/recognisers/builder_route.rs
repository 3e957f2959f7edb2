//! Routes of axum and actix-web by builder: `.route("/users", get(list).post(create))`, `web::resource("/x").route(…)`,
//! `.route("/x", web::post().to(create))`.

use crate::routes::{self, Beside, Handler};
use crate::{Context, Out, Recogniser, around};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "builder_route",
    finds: &[Kind::Route],
    languages: &[Language::Rust],
    libraries: &["axum", "actix-web", "aide", "utoipa-axum"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Functions of method routers: axum's, and aide's with documentation.
const VERBS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options", "any"];

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let method = cx.method(call);
    if !matches!(method, "route" | "api_route" | "api_route_with") {
        return;
    }
    let args: Vec<NodeId> = tree.kids_with(call, Role::Arg).take(3).collect();
    let (path, service) = match args.as_slice() {
        [path, service, ..] if matches!(tree.kind(*path), Syntax::Str | Syntax::Name | Syntax::Call) => {
            (Some(*path), *service)
        }
        // `web::resource("/x").route(web::get().to(list))`.
        [service] => (resource(cx, call), *service),
        _ => return,
    };
    let Some(path) = path else { return };
    let url = routes::path_text(cx, path);
    // A chain is read from its end: `get(list).post(create)`, `web::post().guard(g).to(create)`.
    let mut at = service;
    let mut target: Option<NodeId> = None;
    for _ in 0..16 {
        if tree.kind(at) != Syntax::Call {
            break;
        }
        let name = cx.method(at);
        let verb = name.strip_suffix("_with").unwrap_or(name);
        match verb {
            "to" => target = tree.kid(at, Role::Arg),
            verb if VERBS.contains(&verb) => {
                let actix = target.is_some() && tree.kid(at, Role::Arg).is_none();
                let given = if actix { target } else { tree.kid(at, Role::Arg) };
                if let Some(handler) = given.and_then(|given| handler(cx, given)) {
                    let system = if actix { RouteSystem::Actix } else { RouteSystem::Axum };
                    let bound = around::bound_name(cx, call);
                    let router = if bound.is_empty() { around::router_of(cx, call) } else { bound };
                    let beside = Beside { router, runners: Vec::new() };
                    routes::add_beside(cx, path, system, verb, &url, handler, beside, out);
                }
            }
            _ => {}
        }
        let callee = tree.kid(at, Role::Callee);
        let Some(object) = callee.and_then(|callee| tree.kid(callee, Role::Object)) else { break };
        at = object;
    }
}

/// The path of the `resource("/x")` that the call hangs on.
fn resource(cx: &Context<'_>, call: NodeId) -> Option<NodeId> {
    let tree = cx.tree;
    let mut at = call;
    for _ in 0..16 {
        at = tree.kid(tree.kid(at, Role::Callee)?, Role::Object)?;
        if tree.kind(at) != Syntax::Call {
            return None;
        }
        if cx.callee(at).rsplit('.').next() == Some("resource") {
            return tree.kid(at, Role::Arg);
        }
    }
    None
}

fn handler(cx: &Context<'_>, given: NodeId) -> Option<Handler> {
    match cx.tree.kind(given) {
        Syntax::Function => Some(Handler::Here(given)),
        Syntax::Name | Syntax::Member => Some(Handler::Named(cx.path(given))),
        _ => None,
    }
}
