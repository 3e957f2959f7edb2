//! Ways in of Django: methods of view classes, function views in `urlpatterns`, `@api_view`, and the actions of Django
//! REST framework. A view class says its methods itself; the path stands elsewhere and is left out.

use crate::routes::{self, Handler};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "django_route",
    finds: &[Kind::Route],
    languages: &[Language::Python],
    libraries: &["django", "rest_framework"],
    nodes: &[Syntax::Function, Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Methods of view classes, and the verb behind each (Django, class-based views; Django REST framework, viewsets).
const METHODS: &[(&str, &str)] = &[
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("list", "GET"),
    ("retrieve", "GET"),
    ("create", "POST"),
    ("update", "PUT"),
    ("partial_update", "PATCH"),
    ("destroy", "DELETE"),
];

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    if cx.tree.kind(id) == Syntax::Call { pattern(cx, id, out) } else { method(cx, id, out) }
}

/// A method of a class whose bases are views.
fn method(cx: &Context<'_>, function: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(name) = tree.kid(function, Role::Name) else { return };
    let verbs = decorated_verbs(cx, function);
    if let Some((verbs, own)) = verbs {
        for verb in verbs {
            routes::add(cx, name, RouteSystem::Django, &verb, own, Handler::Here(function), out);
        }
        return;
    }
    let Some((_, verb)) = METHODS.iter().find(|(method, _)| *method == cx.text(name)) else { return };
    let class = tree.parent(function).filter(|class| tree.kind(*class) == Syntax::Class);
    let Some(class) = class else { return };
    let is_view = |base: NodeId| {
        let base = cx.path(base);
        let last = base.rsplit('.').next().unwrap_or_default();
        ["View", "ViewSet", "APIView", "Endpoint", "ViewSetMixin", "GenericViewSet"]
            .iter()
            .any(|end| last.ends_with(end))
    };
    if !tree.kids_with(class, Role::Base).take(8).any(is_view) || !knows_django(cx) {
        return;
    }
    let class = tree.kid(class, Role::Name).map_or("", |class| cx.text(class));
    routes::add(cx, name, RouteSystem::Django, verb, class, Handler::Here(function), out);
}

/// `@api_view(["POST"])`, `@action(methods=["post"])`, django-ninja's `@api.post("/users")`.
fn decorated_verbs<'a>(cx: &'a Context<'_>, function: NodeId) -> Option<(Vec<String>, &'a str)> {
    let tree = cx.tree;
    for decorator in tree.kids(function).take_while(|kid| tree.kind(*kid) == Syntax::Decorator) {
        let Some(call) = tree.kids(decorator).next() else { continue };
        let callee = cx.callee(call);
        let list = match callee.rsplit('.').next().unwrap_or_default() {
            "api_view" => tree.kid(call, Role::Arg),
            "action" => routes::keyed(cx, call, "methods"),
            _ => continue,
        };
        let texts = list.into_iter().flat_map(|list| tree.kids(list).take(8));
        let mut verbs: Vec<String> = texts.filter_map(|text| crate::model::text(cx, text)).collect();
        if verbs.is_empty() {
            verbs.push("GET".to_owned());
        }
        let name = tree.kid(function, Role::Name).map_or("", |name| cx.text(name));
        return Some((verbs, name));
    }
    None
}

/// `path("users/", views.users)`: a function view takes any method.
fn pattern(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    if !matches!(cx.method(call), "path" | "re_path" | "url") {
        return;
    }
    if !routes::imports(cx, &["django"]) {
        return;
    }
    let mut args = routes::positional(cx, call);
    let (Some(path), Some(view)) = (args.next(), args.next()) else { return };
    // `View.as_view()` says its methods itself, `include(…)` its patterns.
    if !matches!(cx.tree.kind(view), Syntax::Name | Syntax::Member) {
        return;
    }
    let handler = Handler::Named(cx.path(view));
    routes::add(cx, path, RouteSystem::Django, "ANY", &routes::path_text(cx, path), handler, out);
}

fn knows_django(cx: &Context<'_>) -> bool {
    routes::imports(cx, &["django", "rest_framework"])
        || !routes::imports(
            cx,
            &["flask", "flask_restful", "fastapi", "starlette", "aiohttp", "tornado", "sanic"],
        )
}
