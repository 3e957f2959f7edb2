//! What runs around handlers in Rust, and which router is hung into which: axum's layers, actix-web's `wrap`, Rocket's
//! fairings.

use crate::around::{self, Around, Runner};
use crate::{Context, Out, Recogniser, routes};
use review_facts::{HookForm, Kind, Language};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "layer_hook",
    finds: &[Kind::Hook, Kind::Mount],
    languages: &[Language::Rust],
    libraries: &[],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some((_, method)) = cx.receiver_and_method(call) else { return };
    if !matches!(
        method,
        "layer" | "route_layer" | "wrap" | "attach" | "nest" | "merge" | "service" | "configure"
    ) {
        return;
    }
    let args: Vec<NodeId> = routes::positional(cx, call).take(3).collect();
    let Some(last) = args.last().copied() else { return };
    let start = around::start(cx, call);
    let bound = around::bound_name(cx, call);
    let router = if bound.is_empty() { start.clone().unwrap_or_default() } else { bound };
    let token =
        tree.kid(call, Role::Callee).and_then(|callee| tree.kid(callee, Role::Property)).unwrap_or(call);
    match method {
        "nest" | "merge" | "service" | "configure" => {
            let url = match args.as_slice() {
                [path, _] => routes::path_text(cx, *path),
                _ => String::new(),
            };
            let runners = around::runners(cx, last);
            around::mount(cx, token, &router, &url, &runners[..runners.len().min(1)], out);
        }
        _ => {
            // What a `ServiceBuilder` collects is handed to a layer itself.
            if cx.callee(call).contains("ServiceBuilder") {
                return;
            }
            let mut runners = around::runners(cx, last);
            runners.extend(built(cx, last));
            let around = Around {
                form: HookForm::Middleware,
                changes: Vec::new(),
                on: router.clone(),
                partly: around::is_conditional(cx, call),
                lifted: false,
                in_order: method.ends_with("layer"),
            };
            around::add(cx, token, &around, &runners, out);
        }
    }
    // `let app = users.layer(audit)`: what the chain starts at is a part of what it ends in.
    if let Some(start) = start.filter(|start| !router.is_empty() && *start != router) {
        around::mount(cx, token, &router, "", &[Runner::Named(start)], out);
    }
}

/// The layers of `ServiceBuilder::new().layer(a).layer(b)`.
fn built(cx: &Context<'_>, arg: NodeId) -> Vec<Runner> {
    let tree = cx.tree;
    let mut runners = Vec::new();
    let mut at = arg;
    for _ in 0..16 {
        if tree.kind(at) != Syntax::Call || !cx.callee(at).contains("ServiceBuilder") {
            break;
        }
        if cx.callee(at).ends_with(".layer")
            && let Some(layer) = tree.kid(at, Role::Arg)
        {
            runners.extend(around::runners(cx, layer));
        }
        let object = tree.kid(at, Role::Callee).and_then(|callee| tree.kid(callee, Role::Object));
        let Some(object) = object else { break };
        at = object;
    }
    runners
}
