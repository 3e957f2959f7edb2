//! Routes of Flask: `@app.route("/users", methods=["POST"])`, `@bp.post`, `add_url_rule`, and the classes of
//! Flask-RESTful and `MethodView` that are registered with a path.

use crate::routes::{self, Beside, Handler};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "flask_route",
    finds: &[Kind::Route],
    languages: &[Language::Python],
    libraries: &["flask", "flask_restful", "flask_restx", "flask_smorest"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Methods of a class that answers requests.
const VERBS: &[&str] = &["get", "post", "put", "patch", "delete"];

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some((receiver, method)) = cx.receiver_and_method(call) else { return };
    let parent = tree.parent(call);
    let decorator = parent.filter(|parent| tree.kind(*parent) == Syntax::Decorator);
    match (method, decorator) {
        ("route" | "get" | "post" | "put" | "patch" | "delete", Some(decorator))
            if is_flask(cx, receiver) =>
        {
            let Some(path) = path(cx, call) else { return };
            if let Some(function) = routes::decorated(cx, decorator) {
                for verb in verbs(cx, call, method) {
                    add(cx, path, &verb, Handler::Here(function), out);
                }
            } else if let Some(class) = parent_class(cx, decorator) {
                views(cx, class, path, out);
            }
        }
        ("add_url_rule", None) => {
            let Some(path) = path(cx, call) else { return };
            let view = routes::keyed(cx, call, "view_func").or_else(|| routes::positional(cx, call).nth(2));
            let Some(handler) = view.and_then(|view| view_handler(cx, view)) else { return };
            for verb in verbs(cx, call, "route") {
                add(cx, path, &verb, clone(&handler), out);
            }
        }
        // `api.add_resource(UserResource, "/users")`, and wrappers of that name.
        (name, None) if name.starts_with("add_") && name.ends_with("resource") => {
            let mut args = routes::positional(cx, call);
            let (Some(class), Some(path)) = (args.next(), args.next()) else { return };
            if matches!(tree.kind(class), Syntax::Name | Syntax::Member) {
                let name = cx.path(class);
                for verb in VERBS {
                    add(cx, path, verb, Handler::Named(name.clone()), out);
                }
            }
        }
        _ => {}
    }
}

fn add(cx: &Context<'_>, path: NodeId, verb: &str, handler: Handler, out: &mut Out) {
    let call = cx.tree.ancestors(path).take(2).find(|id| cx.tree.kind(*id) == Syntax::Call);
    let receiver = call.and_then(|call| cx.receiver_and_method(call)).map_or("", |(receiver, _)| receiver);
    let beside = Beside { router: receiver.to_owned(), runners: Vec::new() };
    routes::add_beside(
        cx,
        path,
        RouteSystem::Flask,
        verb,
        &routes::path_text(cx, path),
        handler,
        beside,
        out,
    );
}

fn clone(handler: &Handler) -> Handler {
    match handler {
        Handler::Here(function) => Handler::Here(*function),
        Handler::Named(path) => Handler::Named(path.clone()),
    }
}

fn path(cx: &Context<'_>, call: NodeId) -> Option<NodeId> {
    routes::positional(cx, call).next().or_else(|| routes::keyed(cx, call, "rule"))
}

/// `UserView.as_view("users")` stands for the class.
fn view_handler(cx: &Context<'_>, view: NodeId) -> Option<Handler> {
    if cx.tree.kind(view) == Syntax::Call
        && let Some(class) = cx.callee(view).strip_suffix(".as_view")
    {
        return Some(Handler::Named(class.to_owned()));
    }
    routes::handler(cx, view)
}

fn parent_class(cx: &Context<'_>, decorator: NodeId) -> Option<NodeId> {
    cx.tree.parent(decorator).filter(|parent| cx.tree.kind(*parent) == Syntax::Class)
}

/// The methods of a class that is registered by a decorator (Flask-RESTX, flask-smorest).
fn views(cx: &Context<'_>, class: NodeId, path: NodeId, out: &mut Out) {
    let tree = cx.tree;
    for function in tree.kids(class).filter(|kid| tree.kind(*kid) == Syntax::Function) {
        let name = tree.kid(function, Role::Name).map_or("", |name| cx.text(name));
        if VERBS.contains(&name) {
            add(cx, path, name, Handler::Here(function), out);
        }
    }
}

/// The receiver is a Flask application or blueprint: by what makes it, or by its name in a file that knows Flask.
fn is_flask(cx: &Context<'_>, receiver: &str) -> bool {
    if let Some(maker) = cx.bound_call(receiver) {
        let last = cx.method(maker);
        return matches!(last, "Flask" | "Blueprint" | "Namespace" | "Api" | "APIBlueprint" | "OpenAPI")
            || last.ends_with("Blueprint");
    }
    let last = receiver.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let named = matches!(last.as_str(), "app" | "bp" | "blueprint" | "routes" | "api" | "ns" | "application")
        || last.ends_with("_bp")
        || last.ends_with("blueprint")
        || last.ends_with("_namespace")
        || last.ends_with("routes");
    named && !routes::imports(cx, &["fastapi", "starlette", "litestar", "sanic", "quart", "bottle"])
}

fn verbs(cx: &Context<'_>, call: NodeId, method: &str) -> Vec<String> {
    if method != "route" {
        return vec![method.to_owned()];
    }
    let list = routes::keyed(cx, call, "methods");
    let texts = list.into_iter().flat_map(|list| cx.tree.kids(list).take(8));
    let verbs: Vec<String> = texts.filter_map(|text| crate::model::text(cx, text)).collect();
    if verbs.is_empty() { vec!["GET".to_owned()] } else { verbs }
}
