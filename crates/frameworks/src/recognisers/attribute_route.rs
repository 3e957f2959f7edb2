//! Routes of actix-web and Rocket by attribute: `#[post("/users", data = "<form>")]`; the file's imports tell which.

use crate::routes::{self, Handler};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "attribute_route",
    finds: &[Kind::Route],
    languages: &[Language::Rust],
    libraries: &["actix-web", "rocket"],
    nodes: &[Syntax::Decorator],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

fn node(cx: &Context<'_>, decorator: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(call) = tree.kids(decorator).next().filter(|kid| tree.kind(*kid) == Syntax::Call) else {
        return;
    };
    let method = cx.method(call);
    if !matches!(method, "get" | "post" | "put" | "patch" | "delete" | "head" | "options" | "route") {
        return;
    }
    let Some(function) = routes::decorated(cx, decorator) else { return };
    let path = tree.kid(call, Role::Arg).filter(|arg| tree.kind(*arg) == Syntax::Str);
    let Some(path) = path else { return };
    let actix = routes::imports(cx, &["actix_web"]) || cx.callee(call).starts_with("actix_web");
    let system = if actix { RouteSystem::Actix } else { RouteSystem::Rocket };
    let method = if method == "route" { "any" } else { method };
    routes::add(cx, path, system, method, &routes::path_text(cx, path), Handler::Here(function), out);
}
