//! Routes of Express: `router.post("/users", guard, create)`, `router.route("/users").get(list)`.

use crate::routes::{self, Verbs};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "express_route",
    finds: &[Kind::Route],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["express"],
    nodes: &[Syntax::Call],
    node: |cx: &Context<'_>, call: NodeId, out: &mut Out| routes::verb(cx, call, &EXPRESS, out),
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Express 4 and 5, API reference: `express()`, `express.Router()`.
static EXPRESS: Verbs = Verbs {
    system: RouteSystem::Express,
    modules: &["express", "express-promise-router"],
    makers: &["express", "Router", "PromiseRouter"],
    types: &["Router", "Express", "express.", "Application", "IRouter", "core."],
};
