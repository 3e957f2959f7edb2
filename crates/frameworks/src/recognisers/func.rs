//! Functions and methods with a body.
//!
//! A function counts when something names it: its declaration, the variable, field or key it is bound to, or the text
//! under which it is registered (`router.post("/users", async () => { … })`). Other callbacks belong to the function
//! around them.

use crate::{Context, Out, Recogniser, complexity, hints};
use review_facts::{Func, Hints, Kind, Language, Span};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "func",
    finds: &[Kind::Func],
    languages: &[Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript, Language::Rust],
    libraries: &[],
    nodes: &[Syntax::Function],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Lines of comment above a function that are looked at.
const MOST_COMMENTS: usize = 20;

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    let tree = cx.tree;
    if !complexity::is_counted(cx, id) {
        return;
    }
    let Some(body) = tree.kid(id, Role::Body) else { return };
    let (token, own) = match (cx.name_node(id), complexity::registered(cx, id)) {
        (Some(name), _) => (cx.place(name), crate::path::unquoted(cx.text(name))),
        (None, Some((_, label))) => (cx.place(label), crate::path::unquoted(cx.text(label))),
        (None, None) => (cx.place(id), "default"),
    };
    let name = cx.own_scope(id).map_or(own, |scope| scope.name.as_str());
    let measured = complexity::of(cx, id, own);
    let decorators = decorators(cx, id);
    let signature = match cx.language {
        Language::Python => hints::of(cx, id, own, &decorators, &measured),
        _ => hints::Signature { hints: Hints::Exempt, missing: Vec::new() },
    };
    let span = tree.span(id);
    // Decorators and attributes are no part of its length.
    let named = tree.kid(id, Role::Name).map_or(span.start, |name| tree.span(name).start);
    let first_line = cx.lines.line(named);
    let fact = Func {
        hints: signature.hints,
        missing: signature.missing,
        cyclomatic: measured.cyclomatic,
        cognitive: measured.cognitive,
        nesting: measured.nesting,
        lines: cx.lines.line(span.end.saturating_sub(1)) - first_line + 1,
        parameters: parameters(cx, id),
        documented: is_documented(cx, id, body),
        public: is_public(cx, id, own),
        method: tree.has(id, flag::METHOD)
            || tree.parent(id).is_some_and(|parent| tree.kind(parent) == Syntax::Field),
        is_async: tree.has(id, flag::ASYNC),
        table: measured.table,
        decorators,
        project_hinted: 0,
    };
    out.fact(cx, id, name, token, fact);
}

fn decorators(cx: &Context<'_>, id: NodeId) -> Vec<String> {
    let tree = cx.tree;
    let decorators = tree.kids(id).filter(|kid| tree.kind(*kid) == Syntax::Decorator);
    decorators.filter_map(|decorator| tree.kids(decorator).next()).map(|path| cx.path(path)).collect()
}

fn parameters(cx: &Context<'_>, id: NodeId) -> u32 {
    let tree = cx.tree;
    let params = tree.kids(id).filter(|kid| tree.kind(*kid) == Syntax::Param).enumerate();
    let counted = params.filter(|(index, param)| {
        let name = tree.kid(*param, Role::Name).map_or("", |name| cx.text(name));
        let receiver = *index == 0 && matches!(name, "self" | "cls" | "mcs" | "this");
        !receiver && !tree.has(*param, flag::SELF)
    });
    counted.count() as u32
}

/// A docstring, a doc comment, or comment lines directly above that say something.
fn is_documented(cx: &Context<'_>, id: NodeId, body: NodeId) -> bool {
    let tree = cx.tree;
    if cx.language == Language::Python {
        let first = tree.kids(body).next().filter(|_| tree.kind(body) == Syntax::Block);
        if first.is_some_and(|first| matches!(tree.kind(first), Syntax::Str | Syntax::Template)) {
            return true;
        }
    }
    let mut line = cx.lines.line(declaration_start(cx, id));
    let start = cx.lines.span(line).start;
    let before = tree.comments.partition_point(|comment| comment.span.start < start);
    for comment in tree.comments[..before].iter().rev().take(MOST_COMMENTS) {
        if comment.trailing || cx.lines.line(comment.span.end.saturating_sub(1)) + 1 != line {
            return false;
        }
        if comment.doc || cx.says_something(comment) {
            return true;
        }
        line = cx.lines.line(comment.span.start);
    }
    false
}

/// The first byte of the statement that declares the function: of its decorators, of the `const` it is bound by, of
/// the call that registers it.
fn declaration_start(cx: &Context<'_>, id: NodeId) -> u32 {
    let tree = cx.tree;
    let mut start = tree.span(id).start;
    if let Some(first) = tree.kids(id).next() {
        start = start.min(tree.span(first).start);
    }
    let around = tree.ancestors(id).take(4).take_while(|parent| {
        matches!(
            tree.kind(*parent),
            Syntax::Assign | Syntax::Pair | Syntax::Field | Syntax::Call | Syntax::Export | Syntax::Unary
        )
    });
    for parent in around {
        start = start.min(tree.span(parent).start);
        // A pair is a statement of its own among its siblings.
        if matches!(tree.kind(parent), Syntax::Pair | Syntax::Field) {
            break;
        }
    }
    start
}

/// Visible outside its file or class.
fn is_public(cx: &Context<'_>, id: NodeId, own: &str) -> bool {
    let tree = cx.tree;
    let scope = cx.scope(id);
    let around = scope.node.map(|node| (node, tree.kind(node)));
    if matches!(around, Some((_, Syntax::Function))) {
        return false;
    }
    match cx.language {
        Language::Python => !own.starts_with('_') || (own.starts_with("__") && own.ends_with("__")),
        Language::Rust => {
            tree.has(id, flag::EXPORTED)
                || matches!(around, Some((class, Syntax::Class)) if gives_its_visibility(cx, class))
        }
        _ if matches!(around, Some((_, Syntax::Class))) => {
            let field = tree.parent(id).filter(|parent| tree.kind(*parent) == Syntax::Field);
            let private =
                tree.has(id, flag::PRIVATE) || field.is_some_and(|field| tree.has(field, flag::PRIVATE));
            !private && !own.starts_with(['#', '_'])
        }
        _ => {
            let binding = tree.ancestors(id).take(3).take_while(|parent| {
                matches!(tree.kind(*parent), Syntax::Assign | Syntax::Call | Syntax::Export)
            });
            let mut bindings = binding.map(|parent| {
                tree.has(parent, flag::EXPORTED)
                    || tree.kind(parent) == Syntax::Export
                    || exports_by_assignment(cx, parent)
            });
            tree.has(id, flag::EXPORTED) || bindings.any(|exported| exported) || cx.exports(own)
        }
    }
}

/// Methods of a trait, and those that implement one, are as visible as the trait.
fn gives_its_visibility(cx: &Context<'_>, class: NodeId) -> bool {
    cx.tree.has(class, flag::CLASS_TRAIT)
        || (cx.tree.has(class, flag::CLASS_IMPL) && cx.tree.kid(class, Role::Base).is_some())
}

/// `module.exports = …`, `exports.name = …`.
fn exports_by_assignment(cx: &Context<'_>, assign: NodeId) -> bool {
    let target = cx.tree.kid(assign, Role::Target).filter(|_| cx.tree.kind(assign) == Syntax::Assign);
    let start = target.map_or(Span::default(), |target| cx.tree.span(target));
    let text = start.text(cx.source);
    text.starts_with("module.exports") || text.starts_with("exports.")
}
