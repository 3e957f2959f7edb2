//! Hooks of object mappers in Python: SQLAlchemy's events, Django's signals of changes and `save()` of its models.

use crate::around::{self, Around, Runner};
use crate::{Context, Out, Recogniser, routes};
use review_facts::{HookForm, Kind, Language};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "model_hook",
    finds: &[Kind::Hook],
    languages: &[Language::Python],
    libraries: &[],
    nodes: &[Syntax::Call, Syntax::Function],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// What stands for every model in SQLAlchemy's events: sessions, mappers, and the base of all.
const ALL: &[&str] = &["Session", "session", "sessionmaker", "SessionLocal", "mapper", "Mapper", "Base"];

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    if cx.tree.kind(id) == Syntax::Function {
        return saves(cx, id, out);
    }
    let callee = cx.callee(id);
    let (receiver, method) = cx.receiver_and_method(id).unwrap_or(("", callee));
    match method {
        "listens_for" | "listen" => event(cx, id, out),
        "receiver" => receives(cx, id, out),
        "connect" if signal(receiver).is_some() => connected(cx, id, receiver, out),
        _ => {}
    }
}

/// `@event.listens_for(User, "after_update")`, `event.listen(User, "after_update", record)`.
fn event(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let args: Vec<NodeId> = routes::positional(cx, call).take(3).collect();
    let [target, name, rest @ ..] = args.as_slice() else { return };
    if !matches!(tree.kind(*target), Syntax::Name | Syntax::Member) {
        return;
    }
    let Some(changes) =
        tree.str_content(*name, cx.source).and_then(|name| around::changes(name.text(cx.source)))
    else {
        return;
    };
    let path = cx.path(*target);
    let last = path.rsplit('.').next().unwrap_or_default();
    // `User.name` is a column: its events see one value.
    if path.contains('.') && last.starts_with(char::is_lowercase) && last != "session" {
        return;
    }
    let runners = match (decorated(cx, call), rest.first()) {
        (Some(runner), _) => vec![runner],
        (None, Some(function)) => around::runners(cx, *function),
        _ => return,
    };
    // `for model in MODELS: event.listen(model, …)`: some models.
    let one_of_many = cx.tree.ancestors(call).take(12).any(|id| {
        let target = tree.kid(id, Role::Target).filter(|_| tree.kind(id) == Syntax::Loop);
        target.is_some_and(|target| cx.text(target) == path)
    });
    let on = if ALL.contains(&last) || one_of_many { String::new() } else { path.clone() };
    let partly = around::is_conditional(cx, call);
    add(cx, call, on, changes, partly, &runners, out);
}

/// Django: `@receiver(post_save, sender=User)`, `@receiver([post_save, post_delete])`.
fn receives(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let Some(first) = routes::positional(cx, call).next() else { return };
    let signals: Vec<NodeId> = match cx.tree.kind(first) {
        Syntax::List => cx.tree.kids(first).take(8).collect(),
        _ => vec![first],
    };
    let changes: Vec<String> = signals.into_iter().filter_map(|id| signal(&cx.path(id))).flatten().collect();
    let Some(runner) = decorated(cx, call).filter(|_| !changes.is_empty()) else { return };
    add(cx, call, sender(cx, call), changes, false, &[runner], out);
}

/// Django: `post_save.connect(record, sender=User)`.
fn connected(cx: &Context<'_>, call: NodeId, receiver: &str, out: &mut Out) {
    let first = routes::positional(cx, call).next().or_else(|| routes::keyed_arg(cx, call, "receiver"));
    let (Some(first), Some(changes)) = (first, signal(receiver)) else { return };
    let partly = around::is_conditional(cx, call);
    add(cx, call, sender(cx, call), changes, partly, &around::runners(cx, first), out);
}

fn sender(cx: &Context<'_>, call: NodeId) -> String {
    routes::keyed_arg(cx, call, "sender").map_or_else(String::new, |sender| match cx.tree.kind(sender) {
        Syntax::Str => crate::path::unquoted(cx.text(sender)).to_owned(),
        _ => cx.path(sender),
    })
}

/// What a signal of Django tells.
fn signal(path: &str) -> Option<Vec<String>> {
    let last = path.rsplit('.').next().unwrap_or_default();
    matches!(last, "post_save" | "pre_save" | "post_delete" | "pre_delete").then(|| around::changes(last))?
}

fn decorated(cx: &Context<'_>, call: NodeId) -> Option<Runner> {
    let tree = cx.tree;
    let decorator = tree.parent(call).filter(|parent| tree.kind(*parent) == Syntax::Decorator)?;
    routes::decorated(cx, decorator).map(|function| Runner::Here(tree.span(function).start))
}

/// `save()` and `delete()` of a model of Django itself.
fn saves(cx: &Context<'_>, function: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(name) = tree.kid(function, Role::Name) else { return };
    let changes: &[&str] = match cx.text(name) {
        "save" => &["insert", "update"],
        "delete" => &["delete"],
        _ => return,
    };
    let class = tree.parent(function).filter(|class| tree.kind(*class) == Syntax::Class);
    let Some(class) = class.filter(|_| routes::imports(cx, &["django"])) else { return };
    let is_model =
        |base: NodeId| cx.path(base).rsplit('.').next().is_some_and(|last| last.ends_with("Model"));
    let Some(model) = tree.kid(class, Role::Name) else { return };
    if tree.kids_with(class, Role::Base).take(8).any(is_model) {
        let changes = changes.iter().map(|change| (*change).to_owned()).collect();
        let runner = Runner::Here(tree.span(function).start);
        add(cx, name, cx.text(model).to_owned(), changes, false, &[runner], out);
    }
}

fn add(
    cx: &Context<'_>,
    token: NodeId,
    on: String,
    changes: Vec<String>,
    partly: bool,
    runners: &[Runner],
    out: &mut Out,
) {
    let around = Around { form: HookForm::Model, on, changes, partly, ..Around::default() };
    around::add(cx, token, &around, runners, out);
}
