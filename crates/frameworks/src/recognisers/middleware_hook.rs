//! What runs around handlers in TypeScript and JavaScript, and which router is hung into which: Express' and Hono's
//! `app.use(…)`, tRPC's `procedure.use(…)`, Fastify's hooks and plugins, NestJS' global interceptors and middleware.
//!
//! One decision that is not obvious: `app.use(x)` hangs in middleware or a router; which of both `x` is shows only where it
//! is defined, so both are said.

use crate::around::{self, Around, Runner};
use crate::{Context, Out, Recogniser, routes};
use review_facts::{HookForm, Kind, Language};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "middleware_hook",
    finds: &[Kind::Hook, Kind::Mount],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &[],
    nodes: &[Syntax::Call, Syntax::Pair],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Hooks of requests (Fastify, Hooks).
const REQUEST_HOOKS: &[&str] = &["onRequest", "preHandler", "preValidation", "onResponse", "onSend"];

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    if cx.tree.kind(id) == Syntax::Pair {
        return provided(cx, id, out);
    }
    let callee = cx.callee(id);
    let (receiver, method) = cx.receiver_and_method(id).unwrap_or(("", callee));
    match method {
        "use" if !receiver.is_empty() => used(cx, id, out),
        "addHook" => request_hook(cx, id, out),
        "register" => registered(cx, id, out),
        "route" => hung_in(cx, id, out),
        "useGlobalInterceptors" => everywhere(cx, id, out),
        "forRoutes" => for_routes(cx, id, out),
        _ if receiver.is_empty() => handed_on(cx, id, callee, out),
        _ => {}
    }
}

/// The name of what could take requests: what makes it in this file, or how it is called.
fn is_router(cx: &Context<'_>, call: NodeId, router: &str) -> bool {
    let last = router.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let ends =
        ["router", "routers", "app", "api", "server", "procedure", "fastify", "instance", "routes", "hono"];
    ends.iter().any(|end| last.ends_with(end))
        || around::start(cx, call).is_none()
        || is_made_here(cx, router)
}

/// The name is bound to a router in this file.
fn is_made_here(cx: &Context<'_>, name: &str) -> bool {
    let made = cx.bound_call(name).map(|call| cx.method(call));
    made.is_some_and(|maker| {
        matches!(maker, "express" | "Router" | "Hono" | "OpenAPIHono" | "fastify" | "Fastify")
    })
}

/// `app.use(audit)`, `app.use("/users", audit, users)`, `t.procedure.use(audit)`.
fn used(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let router = around::router_of(cx, call);
    let procedure = around::start(cx, call).filter(|start| is_procedure(cx, start));
    if procedure.is_none() && !is_router(cx, call, &router) {
        return;
    }
    let args: Vec<NodeId> = routes::positional(cx, call).take(12).collect();
    let is_text = |arg: &NodeId| matches!(tree.kind(*arg), Syntax::Str | Syntax::Template);
    let (url, args) = match args.split_first() {
        Some((first, rest)) if is_text(first) => (routes::path_text(cx, *first), rest),
        _ => (String::new(), args.as_slice()),
    };
    let whole = matches!(url.trim_end_matches(['*', '/']), "");
    // A procedure stays as it is: what is bound to the chain is a new one, made of it.
    let bound = if procedure.is_some() { around::bound_name(cx, call) } else { String::new() };
    if let Some(base) = &procedure {
        if bound.is_empty() {
            return;
        }
        around::mount(cx, call, base, "", &[Runner::Named(bound.clone())], out);
    }
    let token =
        tree.kid(call, Role::Callee).and_then(|callee| tree.kid(callee, Role::Property)).unwrap_or(call);
    let mut before: Vec<Runner> = Vec::new();
    for arg in args {
        let runners = around::runners(cx, *arg);
        let around = Around {
            form: HookForm::Middleware,
            changes: Vec::new(),
            on: if procedure.is_some() { bound.clone() } else { router.clone() },
            partly: !whole
                || around::is_conditional(cx, call)
                || matches!(tree.kind(*arg), Syntax::If | Syntax::Binary),
            lifted: false,
            in_order: procedure.is_none(),
        };
        around::add(cx, token, &around, &runners, out);
        if procedure.is_none() {
            around::mount(cx, token, &router, &url, &runners[..runners.len().min(1)], out);
            // What stands before a router in one call runs for that router for certain.
            if let (Some(Runner::Named(child)), false) = (runners.first(), whole) {
                let around = Around {
                    on: child.clone(),
                    partly: around::is_conditional(cx, call),
                    in_order: false,
                    ..around
                };
                around::add(cx, token, &around, &before, out);
            }
        }
        before.extend(runners);
    }
}

/// A procedure of tRPC by its name, or by the chain that it is bound to in this file.
fn is_procedure(cx: &Context<'_>, path: &str) -> bool {
    let named = |part: &str| part.to_ascii_lowercase().ends_with("procedure");
    path.rsplit('.').next().is_some_and(named)
        || cx.bound_call(path).is_some_and(|made| cx.callee(made).split('.').any(named))
}

/// `app.addHook("onResponse", audit)`; within `fp(…)` it holds for what is around the plugin.
fn request_hook(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let mut args = routes::positional(cx, call);
    let (Some(first), Some(runs)) = (args.next(), args.next()) else { return };
    let Some(name) = cx.tree.str_content(first, cx.source) else { return };
    if !REQUEST_HOOKS.contains(&name.text(cx.source)) {
        return;
    }
    let around = Around {
        form: HookForm::Middleware,
        changes: Vec::new(),
        on: around::router_of(cx, call),
        partly: around::is_conditional(cx, call),
        lifted: around::is_within_call(cx, call, &["fp", "fastifyPlugin", "plugin"]),
        in_order: false,
    };
    around::add(cx, first, &around, &around::runners(cx, runs), out);
}

/// `app.register(users, { prefix: "/users" })`.
fn registered(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let router = around::router_of(cx, call);
    if !is_router(cx, call, &router) {
        return;
    }
    let mut args = routes::positional(cx, call);
    let (Some(child), options) = (args.next(), args.next()) else { return };
    let prefix = options.and_then(|options| routes::keyed(cx, options, "prefix"));
    let url = prefix.map_or_else(String::new, |prefix| routes::path_text(cx, prefix));
    // `register(import("./users"))` and `register(require("./users"))` are named by their module; those stay open.
    around::mount(cx, child, &router, &url, &around::runners(cx, child), out);
}

/// Hono: `app.route("/users", users)`.
fn hung_in(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let args: Vec<NodeId> = routes::positional(cx, call).take(3).collect();
    let [path, child] = args.as_slice() else { return };
    if matches!(cx.tree.kind(*path), Syntax::Str | Syntax::Template) {
        let url = routes::path_text(cx, *path);
        around::mount(cx, *child, &around::router_of(cx, call), &url, &around::runners(cx, *child), out);
    }
}

/// `users(app)`: a function that adds its routes to what it is given.
fn handed_on(cx: &Context<'_>, call: NodeId, callee: &str, out: &mut Out) {
    let first = routes::positional(cx, call).next().filter(|arg| cx.tree.kind(*arg) == Syntax::Name);
    let Some(first) = first else { return };
    let router = cx.text(first);
    let known = matches!(router, "app" | "router" | "server" | "fastify") || router.ends_with("Router");
    if known && callee != "require" && is_made_here(cx, router) {
        around::mount(cx, call, router, "", &[Runner::Named(callee.to_owned())], out);
    }
}

/// NestJS: `app.useGlobalInterceptors(new AuditInterceptor())`.
fn everywhere(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    for arg in routes::positional(cx, call).take(8) {
        add_everywhere(cx, arg, around::is_conditional(cx, call), &around::runners(cx, arg), out);
    }
}

/// NestJS: `{ provide: APP_INTERCEPTOR, useClass: AuditInterceptor }`.
fn provided(cx: &Context<'_>, pair: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (Some(key), Some(value)) = (tree.kid(pair, Role::Key), tree.kid(pair, Role::Value)) else { return };
    if cx.text(key) != "provide" || cx.text(value) != "APP_INTERCEPTOR" {
        return;
    }
    let Some(object) = tree.parent(pair) else { return };
    let class = ["useClass", "useExisting"].iter().find_map(|key| routes::keyed(cx, object, key));
    if let Some(class) = class {
        add_everywhere(cx, class, around::is_conditional(cx, pair), &around::runners(cx, class), out);
    }
}

/// NestJS: `consumer.apply(AuditMiddleware).forRoutes("*")`.
fn for_routes(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let mut at = call;
    let mut partly = around::is_conditional(cx, call);
    for _ in 0..8 {
        let object = tree.kid(at, Role::Callee).and_then(|callee| tree.kid(callee, Role::Object));
        let Some(object) = object.filter(|object| tree.kind(*object) == Syntax::Call) else { return };
        at = object;
        match cx.method(at) {
            "apply" => break,
            "exclude" => partly = true,
            _ => {}
        }
    }
    let all = routes::positional(cx, call).next().is_some_and(|arg| {
        let text = routes::path_text(cx, arg);
        tree.kind(arg) == Syntax::Str && text.trim_matches(['/', '*', '(', ')', '.', '{', '}']).is_empty()
    });
    for arg in routes::positional(cx, at).take(8) {
        add_everywhere(cx, arg, partly || !all, &around::runners(cx, arg), out);
    }
}

fn add_everywhere(cx: &Context<'_>, token: NodeId, partly: bool, runners: &[Runner], out: &mut Out) {
    let around = Around {
        form: HookForm::Middleware,
        changes: Vec::new(),
        on: String::new(),
        partly,
        lifted: false,
        in_order: false,
    };
    around::add(cx, token, &around, runners, out);
}
