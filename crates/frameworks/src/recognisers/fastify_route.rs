//! Routes of Fastify: `app.post("/users", { schema }, create)`, `app.route({ method, url, handler })`.

use crate::routes::{self, Beside, Verbs};
use crate::{Context, Out, Recogniser, around};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "fastify_route",
    finds: &[Kind::Route],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["fastify"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Fastify 4 and 5, Routes; the types of its plugins.
static FASTIFY: Verbs = Verbs {
    system: RouteSystem::Fastify,
    modules: &["fastify", "fastify-plugin", "fastify-type-provider-zod", "@fastify"],
    makers: &["fastify", "Fastify"],
    types: &["Fastify"],
};

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    routes::verb(cx, call, &FASTIFY, out);
    if cx.method(call) != "route" {
        return;
    }
    let options = cx.tree.kid(call, Role::Arg).filter(|arg| cx.tree.kind(*arg) == Syntax::Object);
    let Some(options) = options else { return };
    let (Some(url), Some(method)) = (
        routes::keyed(cx, options, "url").or_else(|| routes::keyed(cx, options, "path")),
        routes::keyed(cx, options, "method"),
    ) else {
        return;
    };
    // A method of the object itself, `handler(req) { … }`, is no pair.
    let own = cx.tree.kids(options).find(|kid| {
        cx.tree.kind(*kid) == Syntax::Function
            && cx.tree.kid(*kid, Role::Name).is_some_and(|name| cx.text(name) == "handler")
    });
    let handler = routes::keyed(cx, options, "handler").or(own).and_then(|arg| routes::handler(cx, arg));
    let Some(handler) = handler else { return };
    let methods = match cx.tree.kind(method) {
        Syntax::List => cx.tree.kids(method).next().unwrap_or(method),
        _ => method,
    };
    let method = crate::path::unquoted(cx.text(methods)).to_owned();
    let beside = Beside { router: around::router_of(cx, call), runners: routes::beside(cx, options) };
    let path = routes::path_text(cx, url);
    routes::add_beside(cx, url, RouteSystem::Fastify, &method, &path, handler, beside, out);
}
