//! Procedures of tRPC: `procedure.input(schema).mutation(async ({ input, ctx }) => …)`.

use crate::around::{self, Runner};
use crate::routes::{self, Beside};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "trpc_route",
    finds: &[Kind::Route],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["@trpc/server"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let Some((base, method)) = cx.receiver_and_method(call) else { return };
    if !matches!(method, "query" | "mutation" | "subscription") || !is_procedure(base) {
        return;
    }
    let Some(arg) = cx.tree.kid(call, Role::Arg) else { return };
    let Some(handler) = routes::handler(cx, arg) else { return };
    // The procedure's name is that of the key or the constant it is bound to.
    let named = cx.tree.ancestors(call).take(3).find_map(|node| match cx.tree.kind(node) {
        Syntax::Pair => cx.tree.kid(node, Role::Key),
        Syntax::Assign => cx.tree.kid(node, Role::Target),
        _ => None,
    });
    let token = cx.tree.kid(call, Role::Callee).and_then(|callee| cx.tree.kid(callee, Role::Property));
    let name = named.map_or("…", |name| crate::path::unquoted(cx.text(name)));
    let beside = Beside { router: around::router_of(cx, call), runners: used(cx, call) };
    let token = named.or(token).unwrap_or(call);
    routes::add_beside(cx, token, RouteSystem::Trpc, method, name, handler, beside, out);
}

/// What the chain of the procedure itself runs: `procedure.use(audit).mutation(…)`.
fn used(cx: &Context<'_>, call: NodeId) -> Vec<Runner> {
    let tree = cx.tree;
    let mut runners = Vec::new();
    let mut at = call;
    for _ in 0..16 {
        let object = tree.kid(at, Role::Callee).and_then(|callee| tree.kid(callee, Role::Object));
        let Some(object) = object.filter(|object| tree.kind(*object) == Syntax::Call) else { break };
        if cx.callee(object).ends_with(".use")
            && let Some(arg) = tree.kid(object, Role::Arg)
        {
            runners.extend(around::runners(cx, arg));
        }
        at = object;
    }
    runners
}

/// A path that begins with a procedure or builds one: `adminProcedure`, `t.procedure`, `authedProcedure.input`.
fn is_procedure(base: &str) -> bool {
    base.split('.').any(|part| {
        let part = part.to_ascii_lowercase();
        part.ends_with("procedure") || part.ends_with("procedures")
    })
}
