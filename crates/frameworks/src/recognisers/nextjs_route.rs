//! Handlers of Next.js: `export async function POST(request)` in a `route.ts`. Which files are routes is told by their
//! path, in the join.

use crate::routes::{self, Handler};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "nextjs_route",
    finds: &[Kind::Route],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["next"],
    nodes: &[Syntax::Function, Syntax::Assign],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    let tree = cx.tree;
    if !tree.has(id, flag::EXPORTED) {
        return;
    }
    let name = match tree.kind(id) {
        Syntax::Function => tree.kid(id, Role::Name),
        _ => tree.kid(id, Role::Target),
    };
    let Some(name) = name.filter(|name| tree.kind(*name) == Syntax::Name) else { return };
    let method = cx.text(name);
    if !matches!(method, "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") {
        return;
    }
    let handler = match tree.kind(id) {
        Syntax::Function => Some(Handler::Here(id)),
        _ => tree.kid(id, Role::Value).and_then(|value| routes::handler(cx, value)),
    };
    let Some(handler) = handler else { return };
    routes::add(cx, name, RouteSystem::NextJs, method, "", handler, out);
}
