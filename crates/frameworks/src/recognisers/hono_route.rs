//! Routes of Hono: `app.get("/users", guard, (c) => …)`, in chains too; `app.openapi(createRoute({ … }), handler)`.

use crate::routes::{self, Beside, Verbs};
use crate::{Context, Out, Recogniser, around};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "hono_route",
    finds: &[Kind::Route],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["hono", "@hono/zod-openapi"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Hono 4, Routing; @hono/zod-openapi.
static HONO: Verbs = Verbs {
    system: RouteSystem::Hono,
    modules: &["hono", "@hono"],
    makers: &["Hono", "OpenAPIHono"],
    types: &["Hono", "OpenAPIHono", "App"],
};

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    routes::verb(cx, call, &HONO, out);
    if cx.method(call) != "openapi" {
        return;
    }
    let args: Vec<NodeId> = routes::positional(cx, call).take(4).collect();
    let [route, handler, ..] = args.as_slice() else { return };
    let Some(handler) = routes::handler(cx, *handler) else { return };
    // The route is a `createRoute({ method, path })` here or behind a name.
    let made = match cx.tree.kind(*route) {
        Syntax::Call => Some(*route),
        _ => cx.bound_call(cx.text(*route)),
    };
    let options = made.and_then(|made| cx.tree.kid(made, Role::Arg));
    let text = |key| options.and_then(|options| routes::keyed(cx, options, key));
    let method = text("method").map_or("any", |method| crate::path::unquoted(cx.text(method)));
    let path = text("path").map_or_else(|| "…".to_owned(), |path| routes::path_text(cx, path));
    let runs = text("middleware").map(|runs| around::runners(cx, runs)).unwrap_or_default();
    let beside = Beside { router: around::router_of(cx, call), runners: runs };
    routes::add_beside(cx, *route, RouteSystem::Hono, method, &path, handler, beside, out);
}
