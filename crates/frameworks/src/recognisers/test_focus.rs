//! Tests that run alone: `it.only`, `fdescribe`.

use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, TestFocus};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "test_focus",
    finds: &[Kind::TestFocus],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &[],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Names under which test runners declare tests and groups (Jest, Vitest, Mocha, Jasmine, Playwright, Cypress,
/// AVA, tap, node:test).
const TESTS: &[&str] = &["it", "test", "describe", "context", "suite", "specify", "bench"];

/// Their focused forms with a name of their own (Jasmine, Jest).
const FOCUSED: &[&str] = &["fit", "fdescribe", "fcontext"];

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let callee = cx.callee(call);
    let root = callee.split('.').next().unwrap_or("");
    let focused = FOCUSED.contains(&root);
    if !(focused || TESTS.contains(&root)) || !declares(cx, call) {
        return;
    }
    out.count(Kind::TestFocus, 1);
    if focused || callee.split('.').skip(1).any(|part| part == "only") {
        let token = cx.tree.kid(call, Role::Callee).map_or(call, |callee| first_token(cx, callee));
        out.fact(
            cx,
            call,
            Context::name_in(cx.scope(call), callee),
            cx.place(token),
            TestFocus { form: callee.to_owned(), ..TestFocus::default() },
        );
    }
}

/// The call names a test and gives its body: `it("adds up", () => …)`, `describe(Cart, () => …)`. That leaves out
/// `it.only.each(rows)`, whose result is called with the name, and other things that are called `context` or `fit`.
fn declares(cx: &Context<'_>, call: NodeId) -> bool {
    if cx.tree.has(call, flag::TAGGED) {
        return false;
    }
    let mut args = cx.tree.kids_with(call, Role::Arg);
    let Some(first) = args.next() else { return false };
    let named = matches!(cx.tree.kind(first), Syntax::Str | Syntax::Template);
    let has_body = args.any(|arg| cx.tree.kind(arg) == Syntax::Function);
    has_body
        || (named && cx.tree.kids_with(call, Role::Arg).count() >= 2 && !FOCUSED.contains(&cx.callee(call)))
}

/// The name at the start of a path: `it` of `it.only.each(rows)`.
fn first_token(cx: &Context<'_>, callee: NodeId) -> NodeId {
    cx.tree.subtree(callee).find(|id| cx.tree.kind(*id) == Syntax::Name).unwrap_or(callee)
}
