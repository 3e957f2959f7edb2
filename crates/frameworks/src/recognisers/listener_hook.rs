//! Listeners of a project's own events: NestJS' `@OnEvent` and `@EventsHandler`, emitters of Node, signals of Django and
//! blinker.

use crate::around::{self, Around, Runner};
use crate::{Context, Out, Recogniser, calls, routes};
use review_facts::{HookForm, Kind, Language};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "listener_hook",
    finds: &[Kind::Hook],
    languages: &[Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &[],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Words of names that hold what events go through (Node's `EventEmitter`, eventemitter2, Django's signals, blinker).
const CARRIERS: &[&str] = &[
    "emitter",
    "eventemitter",
    "events",
    "event",
    "bus",
    "eventbus",
    "hub",
    "dispatcher",
    "signal",
    "signals",
    "broker",
    "pubsub",
];

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let callee = cx.callee(call);
    let (receiver, method) = cx.receiver_and_method(call).unwrap_or(("", callee));
    match method {
        "OnEvent" | "OnSafeEvent" => decorated(cx, call, out),
        "EventsHandler" => of_class(cx, call, out),
        "receiver" => decorated(cx, call, out),
        "on" | "addListener" | "subscribe" | "once" | "prependListener" if is_carrier(receiver) => {
            listens(cx, call, out);
        }
        "connect" | "connect_via" if !receiver.is_empty() && cx.language == Language::Python => {
            connected(cx, call, receiver, out);
        }
        _ => {}
    }
}

fn is_carrier(receiver: &str) -> bool {
    let last = receiver.rsplit('.').next().unwrap_or_default();
    calls::parts(last).any(|part| CARRIERS.contains(&part.as_str()))
}

/// `@OnEvent("user.created")`, `@receiver(user_created)`.
fn decorated(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let decorator = tree.parent(call).filter(|parent| tree.kind(*parent) == Syntax::Decorator);
    let Some(function) = decorator.and_then(|decorator| routes::decorated(cx, decorator)) else { return };
    let Some(first) = routes::positional(cx, call).next() else { return };
    let runner = Runner::Here(tree.span(function).start);
    for event in each(cx, first) {
        add(cx, call, event, around::is_conditional(cx, function), &runner, out);
    }
}

/// `@EventsHandler(UserCreated)` on a class: its `handle` runs.
fn of_class(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let class = tree.ancestors(call).take(2).find(|id| tree.kind(*id) == Syntax::Class);
    let Some(name) = class.and_then(|class| tree.kid(class, Role::Name)) else { return };
    let runner = Runner::Named(cx.text(name).to_owned());
    for event in routes::positional(cx, call).take(8).filter_map(|event| around::event(cx, event)) {
        add(cx, call, event, false, &runner, out);
    }
}

/// `emitter.on("user.created", record)`.
fn listens(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let mut args = routes::positional(cx, call);
    let Some(event) = args.next().and_then(|event| around::event(cx, event)) else { return };
    let decorator = tree.parent(call).filter(|parent| tree.kind(*parent) == Syntax::Decorator);
    let runners = match (args.next(), decorator) {
        (Some(runs), _) => around::runners(cx, runs),
        // `@emitter.on("user.created")`.
        (None, Some(decorator)) => {
            let function = routes::decorated(cx, decorator);
            function.map(|function| Runner::Here(tree.span(function).start)).into_iter().collect()
        }
        (None, None) => return,
    };
    for runner in &runners {
        add(cx, call, event.clone(), around::is_conditional(cx, call), runner, out);
    }
}

/// `user_created.connect(record)`, `@user_created.connect`.
fn connected(cx: &Context<'_>, call: NodeId, signal: &str, out: &mut Out) {
    if is_of_models(signal) {
        return;
    }
    let decorator = cx.tree.parent(call).filter(|parent| cx.tree.kind(*parent) == Syntax::Decorator);
    if let Some(function) = decorator.and_then(|decorator| routes::decorated(cx, decorator)) {
        let runner = Runner::Here(cx.tree.span(function).start);
        return add(cx, call, signal.to_owned(), false, &runner, out);
    }
    let Some(first) = routes::positional(cx, call).next() else { return };
    if matches!(cx.tree.kind(first), Syntax::Name | Syntax::Member | Syntax::Function) {
        for runner in around::runners(cx, first) {
            add(cx, call, signal.to_owned(), around::is_conditional(cx, call), &runner, out);
        }
    }
}

/// One event, or each of a list.
fn each(cx: &Context<'_>, node: NodeId) -> Vec<String> {
    let events: Vec<NodeId> = match cx.tree.kind(node) {
        Syntax::List => cx.tree.kids(node).take(12).collect(),
        _ => vec![node],
    };
    let events = events.into_iter().filter_map(|event| around::event(cx, event));
    events.filter(|event| !is_of_models(event)).collect()
}

/// Django's signals of changes are hooks of models.
fn is_of_models(signal: &str) -> bool {
    let last = signal.rsplit('.').next().unwrap_or_default();
    matches!(
        last,
        "post_save" | "pre_save" | "post_delete" | "pre_delete" | "m2m_changed" | "post_init" | "pre_init"
    )
}

fn add(cx: &Context<'_>, token: NodeId, on: String, partly: bool, runner: &Runner, out: &mut Out) {
    let around = Around { form: HookForm::Listener, on, partly, ..Around::default() };
    around::add(cx, token, &around, std::slice::from_ref(runner), out);
}
