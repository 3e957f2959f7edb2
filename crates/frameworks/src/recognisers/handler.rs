//! Places where errors are caught.
//!
//! One fact for each way of catching: what is caught, how broadly, what happens then, and what the guarded code is there
//! for. What the body does is read in `reaction`, what is guarded in `guarded`; this file knows the forms.

use crate::{Context, Out, Recogniser, answered, calls, guarded, reaction};
use review_facts::{Breadth, Guards, Handler, Kind, Known, Language, Reaction, Span};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "handler",
    finds: &[Kind::Handler],
    languages: &[Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript, Language::Rust],
    libraries: &[],
    nodes: &[Syntax::Catch, Syntax::With, Syntax::Call, Syntax::Arm, Syntax::If, Syntax::Assign],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Comments of a handler that are looked at: handlers nest.
const MOST_COMMENTS: usize = 20;

/// Nodes of a dropped expression that are looked at.
const LONGEST_CHAIN: usize = 100;

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    let found = match (cx.language, cx.tree.kind(id)) {
        (Language::Rust, Syntax::Arm) => error_arm(cx, id),
        (Language::Rust, Syntax::If) => if_let_error(cx, id),
        (Language::Rust, Syntax::Assign) => discarded(cx, id),
        (Language::Rust, Syntax::Call) => dropped_by_ok(cx, id),
        (Language::Python, Syntax::With) => {
            suppressed(cx, id, out);
            None
        }
        (_, Syntax::Catch) => catch(cx, id),
        (language, Syntax::Call) if language.is_ecmascript() => catch_method(cx, id),
        _ => None,
    };
    if let Some(found) = found {
        add(cx, id, found, out);
    }
}

/// A handler before it is commented on.
struct Found {
    handler: Handler,
    /// The token to point at.
    at: Span,
    /// Where a comment about it would stand: from the line of its start to the line of its end.
    around: Span,
    /// A comment directly above belongs to it: it is one statement or one arm.
    above: bool,
}

fn add(cx: &Context<'_>, id: NodeId, found: Found, out: &mut Out) {
    let Found { mut handler, at, around, above } = found;
    handler.commented = commented(cx, around, above) || explained(cx, id);
    if matches!(handler.guards, Guards::Other | Guards::Task)
        && (in_finally(cx, id) || ends_something(cx, id))
    {
        handler.guards = Guards::Close;
    }
    let caught = handler.caught.join("|");
    let name = if caught.is_empty() { handler.form.clone() } else { format!("{} {caught}", handler.form) };
    out.fact(cx, id, Context::name_in(cx.scope(id), &name), cx.place_of(at), handler);
}

/// `except …`, `catch …`.
fn catch(cx: &Context<'_>, id: NodeId) -> Option<Found> {
    let tree = cx.tree;
    let block = tree.parent(id).and_then(|parent| tree.kid(parent, Role::Body));
    let body = tree.kid(id, Role::Body)?;
    let error = tree.kid(id, Role::Name).map(|name| cx.text(name));
    let mut handling = reaction::of(cx, body, error, false);
    let answers = match handling.reaction {
        Known::Is(Reaction::Default) => answered::yes_or_no(cx, id, body, block) || sets_tested(cx, id, body),
        Known::Is(Reaction::Nothing) => tree
            .parent(id)
            .zip(block)
            .is_some_and(|(attempt, block)| answered::falls_through(cx, attempt, block)),
        _ => false,
    };
    if answers {
        handling.reaction = Known::Is(Reaction::Convert);
    }
    let mut caught: Vec<String> = tree.kids_with(id, Role::Type).map(|ty| cx.path(ty)).collect();
    let python = cx.language == Language::Python;
    let breadth = if python {
        broad_if(caught.is_empty() || caught.iter().any(|name| is_every_error(name)))
    } else {
        // Without a `throw` the errors that were not told apart are caught too.
        if handling.reaction == Known::Is(Reaction::Rethrow) {
            caught = error.map(|error| narrowed(cx, body, error)).unwrap_or_default();
        }
        broad_if(caught.is_empty())
    };
    let fallback_import = |block: NodeId| {
        caught.iter().any(|name| name.ends_with("ImportError") || name == "ModuleNotFoundError")
            && guarded::imports(cx, block)
    };
    let guards = match block {
        Some(block) if fallback_import(block) => Guards::Import,
        Some(block) => guarded::guards_against(cx, block, &caught),
        None => Guards::Other,
    };
    let form = if python { "except" } else { "catch" };
    let span = tree.span(id);
    let at = Span::new(span.start, span.start + form.len() as u32);
    let mut handler = handler(form, caught, breadth, handling, guards);
    handler.awaits = block.is_some_and(|block| awaits(cx, block));
    handler.answers =
        block.is_some_and(|block| answered::probes(cx, id, body, block)) || sets_optional(cx, id, body);
    if handler.answers && handler.reaction == Known::Is(Reaction::Default) {
        handler.reaction = Known::Is(Reaction::Convert);
    }
    Some(Found { handler, at, around: span, above: false })
}

/// All that the handler does is set a name that is tested behind the `try`.
fn sets_tested(cx: &Context<'_>, catch: NodeId, body: NodeId) -> bool {
    set_name(cx, catch, body).is_some_and(|(assign, attempt)| answered::is_target_tested(cx, assign, attempt))
}

/// All that the handler does is set a name that is only used when it was found: `if version is not None: …`.
fn sets_optional(cx: &Context<'_>, catch: NodeId, body: NodeId) -> bool {
    set_name(cx, catch, body)
        .is_some_and(|(assign, attempt)| answered::is_target_optional(cx, assign, attempt))
}

/// The assignment that is all of a handler, and the `try` around it.
fn set_name(cx: &Context<'_>, catch: NodeId, body: NodeId) -> Option<(NodeId, NodeId)> {
    let mut statements = cx.tree.kids(body);
    let (Some(only), None) = (statements.next(), statements.next()) else { return None };
    let attempt = cx.tree.parent(catch).filter(|_| cx.tree.kind(only) == Syntax::Assign)?;
    Some((only, attempt))
}

fn handler(
    form: &str,
    caught: Vec<String>,
    breadth: Breadth,
    handling: reaction::Handling,
    guards: Guards,
) -> Handler {
    Handler {
        form: form.to_owned(),
        caught,
        breadth,
        reaction: handling.reaction,
        guards,
        commented: false,
        uses_error: handling.uses_error,
        awaits: false,
        answers: false,
        dropped: String::new(),
        records: false,
    }
}

/// Nodes of guarded code that are searched for `await`.
const MOST_GUARDED: usize = 2_000;

fn awaits(cx: &Context<'_>, block: NodeId) -> bool {
    let awaits = |id: &NodeId| cx.tree.kind(*id) == Syntax::Unary && cx.tree.has(*id, flag::AWAIT);
    cx.tree.subtree(block).take(MOST_GUARDED).any(|id| awaits(&id))
}

/// The handler stands in a `finally` block: what fails there was cleaning up.
fn in_finally(cx: &Context<'_>, id: NodeId) -> bool {
    cx.tree.ancestors(id).take(8).any(|node| cx.tree.role(node) == Role::Finally)
}

/// The function around it is there for ending something.
fn ends_something(cx: &Context<'_>, id: NodeId) -> bool {
    let name = cx.scope(id).name.rsplit('.').next().unwrap_or("");
    guarded::cleans_up(name)
        || matches!(
            name.trim_start_matches('_'),
            "close"
                | "aclose"
                | "stop"
                | "shutdown"
                | "disconnect"
                | "revert"
                | "exit__"
                | "aexit__"
                | "del__"
                | "unmount"
                | "componentWillUnmount"
        )
}

/// Words by which the description of a function says that its errors are not passed on.
#[rustfmt::skip]
const REASONS: &[&str] = &[
    "best effort", "best-effort", "never throw", "never raise", "not throw", "not raise", "without throwing",
    "without raising", "swallow", "silently", "fail open", "fail-open", "fails open", "any failure",
    "any error", "ignores any", "ignoring any", "failures are", "errors are", "on failure", "on error", "if it fails", "graceful", "degrade",
    "fall back", "falls back", "fallback", "telemetry",
];

/// The description of the function around a handler, or a comment on top of the guarded block, says why.
fn explained(cx: &Context<'_>, id: NodeId) -> bool {
    let gives_reason = |text: &str| says_one_of(text, REASONS);
    let described = cx.scope(id).node.is_some_and(|function| {
        let start = cx.tree.span(function).start;
        let line = cx.lines.line(start);
        let above = Span::new(above_start(cx, line), cx.lines.span(line).start);
        let docstring = cx
            .tree
            .kid(function, Role::Body)
            .and_then(|body| cx.tree.kids(body).next())
            .filter(|first| cx.tree.kind(*first) == Syntax::Str && cx.language == Language::Python);
        gives_reason(above.text(cx.source)) || docstring.is_some_and(|text| gives_reason(cx.text(text)))
    });
    described || says_of_all(cx, id) || {
        let block = cx.tree.parent(id).and_then(|attempt| cx.tree.kid(attempt, Role::Body));
        block.filter(|_| cx.tree.kind(id) == Syntax::Catch).is_some_and(|block| {
            let first =
                cx.tree.kids(block).next().map_or(cx.tree.span(block).end, |first| cx.tree.span(first).start);
            let start = cx.tree.parent(id).map_or(first, |attempt| cx.tree.span(attempt).start);
            let comments = cx.tree.comments_in(Span::new(start.min(first), first));
            comments.iter().take(MOST_COMMENTS).any(|comment| {
                let text = comment.span.text(cx.source);
                gives_reason(text) || says_one_of(text, FAILING)
            })
        })
    }
}

/// Nodes at the start of a class or file among which its description stands.
const DESCRIBED: usize = 4;

/// Words by which a whole file or class says so.
const REASONS_OF_ALL: &[&str] = &["telemetry", "silently", "best effort", "best-effort", "never raise"];

/// The class around a handler, or its file, describes itself as telemetry, or as silent.
fn says_of_all(cx: &Context<'_>, id: NodeId) -> bool {
    let tree = cx.tree;
    let description = |body: NodeId| {
        let leading = tree.kids(body).take(DESCRIBED);
        leading.filter(|kid| tree.kind(*kid) == Syntax::Str).map(|text| cx.text(text)).next()
    };
    let class = tree.ancestors(id).take(40).find(|outer| tree.kind(*outer) == Syntax::Class);
    let class = class.and_then(|class| description(tree.kid(class, Role::Body).unwrap_or(class)));
    let texts = class.into_iter().chain(description(tree.root()));
    cx.language == Language::Python && texts.into_iter().any(|text| says_one_of(text, REASONS_OF_ALL))
}

/// Words by which a comment on top of guarded code speaks of its failing: `# use the run's logger if available`.
#[rustfmt::skip]
const FAILING: &[&str] = &[
    "if available", "may fail", "can fail", "might fail", "may not", "might not", "error", "exception", "optional",
];

/// Bytes of a description that are read; many handlers may share one.
const LONGEST_DESCRIPTION: usize = 2_000;

fn says_one_of(text: &str, words: &[&str]) -> bool {
    let text: String = text.chars().take(LONGEST_DESCRIPTION).collect::<String>().to_lowercase();
    words.iter().any(|word| text.contains(word))
}

fn broad_if(every: bool) -> Breadth {
    if every { Breadth::Broad } else { Breadth::Narrow }
}

fn is_every_error(name: &str) -> bool {
    matches!(
        name.rsplit('.').next().unwrap_or(""),
        "Exception" | "BaseException" | "BaseExceptionGroup" | "ExceptionGroup"
    )
}

/// The types by which a body of TypeScript tells errors apart: `if (error instanceof NotFound) …`, `error.code ===
/// "P2002"`.
fn narrowed(cx: &Context<'_>, body: NodeId, error: &str) -> Vec<String> {
    let tree = cx.tree;
    let mut caught = Vec::new();
    for id in tree.subtree(body).take(300).filter(|id| tree.kind(*id) == Syntax::If) {
        let Some(cond) = tree.kid(id, Role::Cond) else { continue };
        if !tree.subtree(cond).take(40).any(|id| tree.kind(id) == Syntax::Name && cx.text(id) == error) {
            continue;
        }
        let text = cx.text(cond);
        let of_class = text.split("instanceof").skip(1).filter_map(|rest| {
            rest.trim_start().split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '$'))).next()
        });
        let before = caught.len();
        caught.extend(of_class.filter(|name| !name.is_empty() && *name != "Error").map(str::to_owned));
        if caught.len() == before
            && text.len() < 200
            && (text.contains("===") || text.contains(".code") || text.contains(".is"))
        {
            caught.push(crate::path::shortened(text).to_owned());
        }
    }
    caught.dedup();
    caught
}

/// `.catch(…)` on a promise.
fn catch_method(cx: &Context<'_>, call: NodeId) -> Option<Found> {
    let tree = cx.tree;
    let callee = tree.kid(call, Role::Callee).filter(|callee| tree.kind(*callee) == Syntax::Member)?;
    let property = tree.kid(callee, Role::Property).filter(|property| cx.text(*property) == "catch")?;
    let mut args = tree.kids_with(call, Role::Arg);
    let (argument, None) = (args.next()?, args.next()) else { return None };
    // The parsers of zod and its kind take a value there, or a function that gives it.
    if is_schema(cx.callee(call)) {
        return None;
    }
    let receiver = guarded::receiver(cx, call);
    let mut handling = match tree.kind(argument) {
        Syntax::Function => {
            let error = tree.kids(argument).find(|kid| tree.kind(*kid) == Syntax::Param);
            let error = error.and_then(|param| tree.kid(param, Role::Name)).map(|name| cx.text(name));
            reaction::of(cx, tree.kid(argument, Role::Body)?, error, true)
        }
        Syntax::Name | Syntax::Member => passed_on(cx, argument),
        _ => return None,
    };
    let answers = || {
        let body = tree.kid(argument, Role::Body);
        body.is_some_and(|body| answered::yes_or_no(cx, call, body, receiver))
            || answered::is_tested(cx, call)
    };
    if handling.reaction == Known::Is(Reaction::Default) && answers() {
        handling.reaction = Known::Is(Reaction::Convert);
    }
    if matches!(handling.reaction, Known::Is(Reaction::Default | Reaction::Nothing))
        && receiver.is_some_and(|promise| logs_by_itself(cx, promise))
    {
        handling.reaction = Known::Is(Reaction::Log);
    }
    // `saved.catch(() => {})`: whoever waits for `saved` sees its error, this only keeps it from being unhandled.
    let side_branch = receiver.is_some_and(|promise| tree.kind(promise) == Syntax::Name);
    let guards = match receiver {
        _ if side_branch => Guards::Close,
        Some(promise) => guarded::guards(cx, promise),
        None => Guards::Other,
    };
    let span = tree.span(property);
    let around = Span::new(span.start, tree.span(call).end);
    let mut handler = handler(".catch()", Vec::new(), Breadth::Broad, handling, guards);
    handler.awaits = true;
    Some(Found { handler, at: span, around, above: true })
}

/// Nodes of a function that are searched for a handler.
const LONGEST_FUNCTION: usize = 2_000;

/// `void register().catch(() => {})` where `register` is a function of this file that logs what goes wrong in it.
fn logs_by_itself(cx: &Context<'_>, promise: NodeId) -> bool {
    let tree = cx.tree;
    if tree.kind(promise) != Syntax::Call {
        return false;
    }
    let Some(function) = cx.function_of_file(cx.callee(promise)) else { return false };
    let mut nodes = tree.subtree(function).take(LONGEST_FUNCTION);
    nodes.any(|id| {
        let body = tree.kid(id, Role::Body).filter(|_| tree.kind(id) == Syntax::Catch);
        let Some(body) = body.filter(|_| cx.scope(id).node == Some(function)) else { return false };
        let mut calls = tree.subtree(body).take(MOST_GUARDED);
        calls.any(|call| tree.kind(call) == Syntax::Call && calls::logs(cx, call))
    })
}

fn is_schema(callee: &str) -> bool {
    matches!(callee.split('.').next(), Some("z" | "zod" | "v" | "yup"))
}

/// `.catch(console.error)`: a function by its name.
fn passed_on(cx: &Context<'_>, function: NodeId) -> reaction::Handling {
    let path = cx.path(function);
    let last = path.rsplit('.').next().unwrap_or("");
    let reaction = match last {
        "noop" | "Noop" | "_noop" => Reaction::Nothing,
        "next" | "reject" | "done" | "callback" | "cb" => Reaction::Convert,
        _ if calls::logs_path(&path) => Reaction::Log,
        _ => Reaction::Act,
    };
    reaction::Handling { reaction: Known::Is(reaction), uses_error: reaction != Reaction::Nothing }
}

/// `with contextlib.suppress(…):`, one fact for each.
fn suppressed(cx: &Context<'_>, with: NodeId, out: &mut Out) {
    let tree = cx.tree;
    for call in tree.kids_with(with, Role::Value).filter(|value| tree.kind(*value) == Syntax::Call) {
        let callee = cx.callee(call);
        if !matches!(
            cx.imported_path(callee).as_deref().unwrap_or(callee),
            "contextlib.suppress" | "suppress"
        ) {
            continue;
        }
        let caught: Vec<String> = tree.kids_with(call, Role::Arg).map(|arg| cx.path(arg)).collect();
        let breadth = broad_if(caught.iter().any(|name| is_every_error(name)));
        let body = tree.kid(with, Role::Body);
        let imports = |body: NodeId| guarded::imports(cx, body);
        let guards = match body {
            Some(body) if imports(body) => Guards::Import,
            Some(body) => guarded::guards_against(cx, body, &caught),
            None => Guards::Other,
        };
        let handling = reaction::Handling { reaction: Known::Is(Reaction::Nothing), uses_error: false };
        let at = tree.kid(call, Role::Callee).map_or(tree.span(call), |callee| tree.span(callee));
        let handler = handler("suppress", caught, breadth, handling, guards);
        add(cx, call, Found { handler, at, around: tree.span(with), above: true }, out);
    }
}

/// `Err(…) => …`.
fn error_arm(cx: &Context<'_>, arm: NodeId) -> Option<Found> {
    let tree = cx.tree;
    let pattern = tree.kid(arm, Role::Target)?;
    let error = error_pattern(cx, pattern)?;
    let body = tree.kid(arm, Role::Body)?;
    let mut handling = reaction::of(cx, body, error.name, true);
    if handling.reaction == Known::Is(Reaction::Default)
        && answered::yes_or_no(cx, arm, body, tree.parent(arm))
    {
        handling.reaction = Known::Is(Reaction::Convert);
    }
    let subject = tree.parent(arm).and_then(|parent| tree.kid(parent, Role::Cond));
    let guards = subject.map_or(Guards::Other, |subject| guarded::guards_against(cx, subject, &error.caught));
    // A timeout gives one error only, that the time was up (tokio, async-std).
    let timed =
        |subject: NodeId| cx.path(subject).rsplit('.').next().is_some_and(|last| last.starts_with("timeout"));
    let narrow =
        !error.caught.is_empty() || tree.kid(arm, Role::Cond).is_some() || subject.is_some_and(timed);
    let form = if error.name.is_none() && !narrow { "Err(_) =>" } else { "Err(…) =>" };
    let handler = handler(form, error.caught, broad_if(!narrow), handling, guards);
    Some(Found { handler, at: tree.span(pattern), around: tree.span(arm), above: true })
}

/// `if let Err(…) = … { … }`.
fn if_let_error(cx: &Context<'_>, id: NodeId) -> Option<Found> {
    let tree = cx.tree;
    let cond = tree.kid(id, Role::Cond)?;
    let bound = tree
        .subtree(cond)
        .take(20)
        .find(|id| tree.kind(*id) == Syntax::Assign && tree.has(*id, flag::DECL))?;
    let pattern = tree.kid(bound, Role::Target)?;
    let error = error_pattern(cx, pattern)?;
    let handling = reaction::of(cx, tree.kid(id, Role::Body)?, error.name, false);
    let guards = tree
        .kid(bound, Role::Value)
        .map_or(Guards::Other, |value| guarded::guards_against(cx, value, &error.caught));
    let narrow = !error.caught.is_empty() || bound != cond;
    let handler = handler("if let Err", error.caught, broad_if(!narrow), handling, guards);
    Some(Found { handler, at: tree.span(pattern), around: tree.span(id), above: true })
}

/// A pattern `Err(…)`.
struct ErrorPattern<'a> {
    /// The name the whole error is bound to.
    name: Option<&'a str>,
    /// The errors it is told apart by; empty when it takes every one.
    caught: Vec<String>,
}

fn error_pattern<'a>(cx: &Context<'a>, pattern: NodeId) -> Option<ErrorPattern<'a>> {
    let tree = cx.tree;
    if tree.kind(pattern) != Syntax::Call || cx.callee(pattern).rsplit('.').next() != Some("Err") {
        return None;
    }
    let inner = tree.kids_with(pattern, Role::Arg).next()?;
    let text = cx.text(inner).trim();
    let plain = text.trim_start_matches("ref ").trim_start_matches("mut ");
    if plain.chars().all(|c| c.is_alphanumeric() || c == '_') && !plain.starts_with(char::is_uppercase) {
        let name = (!plain.starts_with('_') && !plain.is_empty()).then_some(plain);
        return Some(ErrorPattern { name, caught: Vec::new() });
    }
    let path = match tree.kind(inner) {
        Syntax::Object => tree.kid(inner, Role::Callee).map(|path| cx.path(path)).unwrap_or_default(),
        Syntax::Name | Syntax::Member | Syntax::Call => cx.path(inner),
        _ => crate::path::shortened(text).to_owned(),
    };
    // `Err(NotFound(e))` binds something inside.
    let name = tree.subtree(inner).take(20).filter(|id| tree.kind(*id) == Syntax::Name).map(|id| cx.text(id));
    let name = name.filter(|name| name.starts_with(char::is_lowercase)).last();
    Some(ErrorPattern { name, caught: vec![path] })
}

/// `let _ = call();`.
fn discarded(cx: &Context<'_>, id: NodeId) -> Option<Found> {
    let tree = cx.tree;
    let target = tree.kid(id, Role::Target).filter(|target| cx.text(*target) == "_")?;
    if !tree.has(id, flag::DECL) || tree.kid(id, Role::Type).is_some() {
        return None;
    }
    let value = tree.kid(id, Role::Value)?;
    // `let _ = f()?;` passes the error on and drops the value.
    if tree.kind(value) == Syntax::Unary && tree.has(value, flag::PROPAGATE) {
        return None;
    }
    let call = calls::unwrapped(cx, value);
    if tree.kind(call) != Syntax::Call && is_awaited_task(cx, value, call) {
        return Some(dropped("let _ =", cx, id, tree.span(target), value, Guards::Task));
    }
    let changes_container = call == value && CONTAINER.contains(&cx.method(call));
    if tree.kind(call) != Syntax::Call || changes_container || is_infallible(cx, call) {
        return None;
    }
    let guards = dropped_guards(cx, call);
    Some(dropped("let _ =", cx, id, tree.span(target), call, guards))
}

/// Parts of names that hold a task or thread (std, tokio).
const TASKS: &[&str] = &["handle", "task", "thread", "jh"];

fn names_task(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    calls::parts(last).last().is_some_and(|word| TASKS.contains(&word.as_str()))
}

/// `let _ = handle.await;`, where the function does not end the task itself.
fn is_awaited_task(cx: &Context<'_>, value: NodeId, task: NodeId) -> bool {
    let awaited = cx.tree.kind(value) == Syntax::Unary && cx.tree.has(value, flag::AWAIT);
    awaited
        && matches!(cx.tree.kind(task), Syntax::Name | Syntax::Member)
        && names_task(&cx.path(task))
        && !ends_task(cx, value)
}

/// The function around it stops the task itself: what that gives back is that it was stopped.
fn ends_task(cx: &Context<'_>, id: NodeId) -> bool {
    let Some(function) = cx.scope(id).node else { return false };
    let mut nodes = cx.tree.subtree(function).take(MOST_GUARDED);
    nodes.any(|call| {
        let last = cx.method(call);
        cx.tree.kind(call) == Syntax::Call
            && matches!(last, "abort" | "abort_all" | "cancel" | "shutdown" | "stop")
    })
}

/// Blocks around a dropped result that are looked at.
const MOST_BLOCKS: usize = 3;

/// A block around ends in an error: what is deleted on the way there is cleaned up. `err!` and the like return one.
fn fails_anyway(cx: &Context<'_>, call: NodeId) -> bool {
    let tree = cx.tree;
    let inside = |id: &NodeId| tree.kind(*id) != Syntax::Function;
    let blocks =
        tree.ancestors(call).take(24).take_while(inside).filter(|id| tree.kind(*id) == Syntax::Block);
    blocks.take(MOST_BLOCKS).any(|block| {
        let Some(last) = tree.kids(block).last() else { return false };
        let value = tree.kid(last, Role::Value).filter(|_| tree.kind(last) == Syntax::Return).unwrap_or(last);
        tree.kind(value) == Syntax::Call
            && matches!(cx.callee(value).rsplit('.').next(), Some("Err" | "err" | "bail" | "panic"))
    })
}

fn dropped_guards(cx: &Context<'_>, call: NodeId) -> Guards {
    let (object, last) = cx.receiver_and_method(call).unwrap_or_default();
    if last == "join" && names_task(object) && cx.tree.kid(call, Role::Arg).is_none() {
        return if ends_task(cx, call) { Guards::Close } else { Guards::Task };
    }
    match guarded::guards(cx, call) {
        // `DB.set(pool)`: what is set once is no write (std's OnceLock).
        Guards::Write if last == "set" => Guards::Other,
        Guards::Write if matches!(last, "delete" | "remove") && fails_anyway(cx, call) => Guards::Close,
        guards => guards,
    }
}

/// Methods of std's containers: what they give back is the old value.
const CONTAINER: &[&str] = &["insert", "remove", "pop", "push", "entry", "extract", "retain", "drain"];

/// Calls that give no `Result`: conversions, constructors of fixed values, and results that were dealt with before.
fn is_infallible(cx: &Context<'_>, call: NodeId) -> bool {
    let last = cx.method(call);
    calls::is_fixed(cx, call)
        || matches!(
            last,
            "spawn"
                | "take"
                | "replace"
                | "unwrap"
                | "expect"
                | "unwrap_or"
                | "unwrap_or_default"
                | "unwrap_or_else"
                | "format"
                | "clone"
                | "lock"
                | "enter"
                | "drop"
                | "black_box"
        )
}

/// `call().ok();`.
fn dropped_by_ok(cx: &Context<'_>, call: NodeId) -> Option<Found> {
    let tree = cx.tree;
    let callee = tree.kid(call, Role::Callee).filter(|callee| tree.kind(*callee) == Syntax::Member)?;
    let property = tree.kid(callee, Role::Property).filter(|property| cx.text(*property) == "ok")?;
    let alone = tree.parent(call).is_some_and(|parent| tree.kind(parent) == Syntax::Block);
    let ended =
        cx.source.get(tree.span(call).end as usize..).is_some_and(|rest| rest.trim_start().starts_with(';'));
    if !alone || !ended || tree.kid(call, Role::Arg).is_some() {
        return None;
    }
    let value = calls::unwrapped(cx, tree.kid(callee, Role::Object)?);
    (tree.kind(value) == Syntax::Call)
        .then(|| dropped(".ok()", cx, call, tree.span(property), value, dropped_guards(cx, value)))
}

fn dropped(
    form: &str,
    cx: &Context<'_>,
    statement: NodeId,
    at: Span,
    value: NodeId,
    guards: Guards,
) -> Found {
    // `save().inspect_err(|e| warn!("{e}")).ok();`
    let told = cx.tree.subtree(value).take(LONGEST_CHAIN).any(|id| {
        cx.tree.kind(id) == Syntax::Call && (calls::logs(cx, id) || cx.callee(id).ends_with("log_err"))
    });
    let reaction = if told { Reaction::Log } else { Reaction::Nothing };
    let handling = reaction::Handling { reaction: Known::Is(reaction), uses_error: told };
    let mut handler = handler(form, Vec::new(), Breadth::Broad, handling, guards);
    let value = calls::unwrapped(cx, value);
    handler.dropped = match cx.tree.kind(value) {
        Syntax::Call => cx.callee(value).to_owned(),
        _ => cx.path(value),
    };
    Found { handler, at, around: cx.tree.span(statement), above: true }
}

/// A comment on the lines of the handler, or directly above, says something.
fn commented(cx: &Context<'_>, around: Span, above: bool) -> bool {
    let first = cx.lines.line(around.start);
    let last = cx.lines.line(around.end.saturating_sub(1));
    let start = if above { above_start(cx, first) } else { around.start };
    let end = cx.lines.span(last).end;
    let comments = cx.tree.comments_in(Span::new(start, end));
    comments.iter().take(MOST_COMMENTS).any(|comment| cx.says_something(comment))
}

/// Where the comments directly above a line start; the line's own start when there are none.
fn above_start(cx: &Context<'_>, line: u32) -> u32 {
    let mut start = cx.lines.span(line).start;
    let before = cx.tree.comments.partition_point(|comment| comment.span.start < start);
    let mut line = line;
    for comment in cx.tree.comments[..before].iter().rev().take(MOST_COMMENTS) {
        if comment.trailing || cx.lines.line(comment.span.end.saturating_sub(1)) + 1 != line {
            break;
        }
        start = comment.span.start;
        line = cx.lines.line(start);
    }
    start
}
