//! Routes of FastAPI: `@router.post("/users")`, `add_api_route`, and the call form `router.post("/users")(create)`.

use crate::routes::{self, Beside, Handler, METHODS};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "fastapi_route",
    finds: &[Kind::Route],
    languages: &[Language::Python],
    libraries: &["fastapi"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// What makes a router (FastAPI's documentation).
const ROUTERS: &[&str] = &["APIRouter", "FastAPI"];

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let Some((receiver, method)) = cx.receiver_and_method(call) else { return };
    let verbs = METHODS.contains(&method) && !matches!(method, "all" | "any");
    if !verbs && !matches!(method, "api_route" | "add_api_route" | "websocket") {
        return;
    }
    let tree = cx.tree;
    let parent = tree.parent(call);
    let decorator = parent.filter(|parent| tree.kind(*parent) == Syntax::Decorator);
    let applied =
        parent.filter(|parent| tree.kind(*parent) == Syntax::Call && tree.role(call) == Role::Callee);
    let mut args = routes::positional(cx, call);
    let first = args.next();
    let handler = match (decorator, applied, method) {
        (Some(decorator), _, _) => routes::decorated(cx, decorator).map(Handler::Here),
        (None, Some(applied), _) => tree.kid(applied, Role::Arg).and_then(|arg| routes::handler(cx, arg)),
        (None, None, "add_api_route") => {
            let given = args.next().or_else(|| routes::keyed(cx, call, "endpoint"));
            given.and_then(|arg| routes::handler(cx, arg))
        }
        _ => None,
    };
    let Some(handler) = handler.filter(|_| is_router(cx, receiver)) else { return };
    let path = first.or_else(|| routes::keyed(cx, call, "path"));
    let token = path.or_else(|| tree.kid(call, Role::Callee)).unwrap_or(call);
    let path = path.map_or_else(String::new, |path| routes::path_text(cx, path));
    let path = format!("{}{path}", prefix(cx, receiver));
    let methods = methods(cx, call, method);
    for method in &methods {
        let handler = match &handler {
            Handler::Here(function) => Handler::Here(*function),
            Handler::Named(path) => Handler::Named(path.clone()),
        };
        let beside = Beside { router: receiver.to_owned(), runners: routes::depended(cx, call) };
        routes::add_beside(cx, token, RouteSystem::FastApi, method, &path, handler, beside, out);
    }
}

/// The receiver is made by `APIRouter()` or `FastAPI()` in this file, or comes in by a name that says so.
fn is_router(cx: &Context<'_>, receiver: &str) -> bool {
    if let Some(maker) = cx.bound_call(receiver) {
        let callee = cx.callee(maker);
        let last = callee.rsplit('.').next().unwrap_or_default();
        return ROUTERS.contains(&last) || last.ends_with("APIRouter") || last.ends_with("FastAPI");
    }
    let uses = cx.imports.iter().any(|import| import.module.split('.').next() == Some("fastapi"));
    let last = receiver.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    uses && (last.ends_with("router") || last.ends_with("app") || last.ends_with("api"))
}

/// The prefix that the router is made with in this file.
fn prefix(cx: &Context<'_>, receiver: &str) -> String {
    let given = cx.bound_call(receiver).and_then(|maker| routes::keyed(cx, maker, "prefix"));
    given.map_or_else(String::new, |prefix| routes::path_text(cx, prefix))
}

fn methods(cx: &Context<'_>, call: NodeId, method: &str) -> Vec<String> {
    match method {
        "api_route" | "add_api_route" => {
            let list = routes::keyed(cx, call, "methods");
            let texts = list.into_iter().flat_map(|list| cx.tree.kids(list).take(8));
            let methods: Vec<String> = texts.filter_map(|text| crate::model::text(cx, text)).collect();
            if methods.is_empty() { vec!["GET".to_owned()] } else { methods }
        }
        "websocket" => vec!["WEBSOCKET".to_owned()],
        _ => vec![method.to_owned()],
    }
}
