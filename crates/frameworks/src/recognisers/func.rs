//! Functions and methods with a body.
//!
//! A function counts when something names it: its declaration, the variable, field or key it is bound to, or the text
//! under which it is registered (`router.post("/users", async () => { … })`). Other callbacks belong to the function
//! around them.

use crate::{Context, Out, Recogniser, complexity, hints};
use review_facts::{Body, Fact, Func, Hints, Kind, Language, Span};
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
    let (token, own) = match (cx.name_node(id), complexity::registered(cx, id)) {
        (Some(name), _) => (cx.place(name), crate::path::unquoted(cx.text(name))),
        (None, Some((_, label))) => (cx.place(label), crate::path::unquoted(cx.text(label))),
        (None, None) => (cx.place(id), "default"),
    };
    let name = cx.own_scope(id).map_or(own, |scope| scope.name.as_str());
    let measured = complexity::of(cx, id, own);
    let decorators = decorators(cx, id);
    let signature = match cx.language {
        Language::Python if implements_overloads(&out.facts, name) => exempt(),
        Language::Python => hints::of(cx, id, own, &decorators, &measured),
        _ => exempt(),
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
        documented: is_documented(cx, id, own),
        public: is_public(cx, id, own),
        method: tree.has(id, flag::METHOD)
            || tree.parent(id).is_some_and(|parent| tree.kind(parent) == Syntax::Field),
        is_async: tree.has(id, flag::ASYNC),
        table: measured.table,
        decorators,
        project_hinted: 0,
        bases: bases(cx, id),
    };
    out.fact(cx, id, name, token, fact);
}

fn exempt() -> hints::Signature {
    hints::Signature { hints: Hints::Exempt, missing: Vec::new() }
}

/// The function before it has its name and is an overload: this one takes its types from those.
fn implements_overloads(facts: &[Fact], name: &str) -> bool {
    let before = facts.iter().rev().find_map(|fact| match &fact.body {
        Body::Func(func) => Some((fact, func)),
        _ => None,
    });
    before.is_some_and(|(fact, func)| {
        fact.name == name && func.decorators.iter().any(|path| path.rsplit('.').next() == Some("overload"))
    })
}

/// The classes that the class around a method extends, by their last names, in Python.
fn bases(cx: &Context<'_>, id: NodeId) -> Vec<String> {
    let class = cx.scope(id).node.filter(|node| cx.tree.kind(*node) == Syntax::Class);
    let Some(class) = class.filter(|_| cx.language == Language::Python) else { return Vec::new() };
    let bases = cx.tree.kids_with(class, Role::Base).take(8).map(|base| cx.path(base));
    bases.map(|path| path.rsplit('.').next().unwrap_or_default().to_owned()).collect()
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

/// A docstring, a doc comment, comment lines directly above that say something, or a description for readers of the API
/// in a decorator. A constructor is documented with its class (numpydoc), the one function that another builds and gives
/// back with that one: the wrapper of a decorator, the plugin of a factory.
fn is_documented(cx: &Context<'_>, id: NodeId, own: &str) -> bool {
    let tree = cx.tree;
    if has_docstring(cx, id) || is_described(cx, id) || comment_stands_above(cx, declaration_start(cx, id)) {
        return true;
    }
    let Some(around) = cx.scope(id).node else { return false };
    match tree.kind(around) {
        Syntax::Class => own == "__init__" && has_docstring(cx, around),
        Syntax::Function => gives_back(cx, around, own) && is_documented_itself(cx, around),
        _ => false,
    }
}

/// Levels of functions that build one another: a decorator with arguments has two around its wrapper.
const LEVELS: usize = 3;

fn is_documented_itself(cx: &Context<'_>, function: NodeId) -> bool {
    let mut at = function;
    for _ in 0..LEVELS {
        if has_docstring(cx, at) || comment_stands_above(cx, declaration_start(cx, at)) {
            return true;
        }
        let Some(around) = cx.scope(at).node.filter(|node| cx.tree.kind(*node) == Syntax::Function) else {
            return false;
        };
        let own = cx.name_node(at).map_or("", |name| cx.text(name));
        if !gives_back(cx, around, own) {
            return false;
        }
        at = around;
    }
    false
}

/// Statements of a function that only builds another.
const MOST_STATEMENTS: usize = 40;

/// The last statement of a function gives back the inner one of this name.
fn gives_back(cx: &Context<'_>, function: NodeId, inner: &str) -> bool {
    let tree = cx.tree;
    let Some(body) = tree.kid(function, Role::Body) else { return false };
    // A function of many statements does more than that.
    let (mut statements, mut last) = (0, None);
    for statement in tree.kids(body).take(MOST_STATEMENTS) {
        (statements, last) = (statements + 1, Some(statement));
    }
    let last = last.filter(|_| statements < MOST_STATEMENTS);
    let value =
        last.filter(|last| tree.kind(*last) == Syntax::Return).and_then(|last| tree.kids(last).next());
    let names = |id: NodeId| tree.kind(id) == Syntax::Name && cx.text(id) == inner;
    // `return wrapper`, `return functools.update_wrapper(wrapper, f)`.
    !inner.is_empty()
        && value.is_some_and(|value| names(value) || tree.kids_with(value, Role::Arg).take(4).any(names))
}

/// The first statement of a Python function or class is a text.
fn has_docstring(cx: &Context<'_>, id: NodeId) -> bool {
    let tree = cx.tree;
    if cx.language != Language::Python {
        return false;
    }
    let first = match tree.kid(id, Role::Body) {
        Some(body) => tree.kids(body).next().filter(|_| tree.kind(body) == Syntax::Block),
        None => tree.kids(id).find(|kid| {
            tree.kind(*kid) != Syntax::Decorator
                && !matches!(tree.role(*kid), Role::Name | Role::Base | Role::Arg)
        }),
    };
    first.is_some_and(|first| matches!(tree.kind(first), Syntax::Str | Syntax::Template))
}

/// Nodes of a decorator that are looked at.
const MOST_DESCRIBING: usize = 120;

/// A decorator holds a description in words: `@doc(description="Unlocks a hint for points")`, `@ApiOperation({ … })`.
fn is_described(cx: &Context<'_>, id: NodeId) -> bool {
    let tree = cx.tree;
    let decorators = tree.kids(id).filter(|kid| tree.kind(*kid) == Syntax::Decorator);
    let mut inside = decorators.flat_map(|decorator| tree.subtree(decorator).take(MOST_DESCRIBING));
    inside.any(|node| {
        let key = tree.kid(node, Role::Key).filter(|_| tree.kind(node) == Syntax::Pair);
        let describes = key.is_some_and(|key| matches!(cx.text(key), "description" | "summary"));
        let text = tree.kid(node, Role::Value).filter(|_| describes);
        let text = text.and_then(|value| tree.str_content(value, cx.source));
        text.is_some_and(|text| text.text(cx.source).split_whitespace().count() >= 3)
    })
}

/// Comment lines directly above a place say something.
fn comment_stands_above(cx: &Context<'_>, at: u32) -> bool {
    let tree = cx.tree;
    let mut line = cx.lines.line(at);
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
        if let Some(link) = link_of_chain(cx, parent) {
            return link;
        }
        start = start.min(tree.span(parent).start);
        // A pair is a statement of its own among its siblings.
        if matches!(tree.kind(parent), Syntax::Pair | Syntax::Field) {
            break;
        }
    }
    start
}

/// Where a call begins that stands on a line of its own in a chain: `.post("/users", …)`. What is said above the chain
/// is not about it.
fn link_of_chain(cx: &Context<'_>, call: NodeId) -> Option<u32> {
    let callee = cx.tree.kid(call, Role::Callee).filter(|_| cx.tree.kind(call) == Syntax::Call)?;
    let property = cx.tree.span(cx.tree.kid(callee, Role::Property)?).start;
    (cx.lines.line(property) > cx.lines.line(cx.tree.span(call).start)).then_some(property)
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
