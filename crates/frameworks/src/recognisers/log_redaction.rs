//! What keeps values out of a log: pino's `redact`, winston's formats, structlog's processors, filters of Python's
//! logging, visitors and formatters of tracing's fields.
//!
//! One decision that is not obvious: a function that hides something is told by the mark that it leaves in its place
//! (`"***"`, `"[REDACTED]"`), and the keys are the texts that it looks for. One without texts may hide anything.

use crate::signs;
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, LogRedaction};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};
use std::collections::BTreeMap;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "log_redaction",
    finds: &[Kind::LogRedaction],
    languages: &[Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript, Language::Rust],
    libraries: &["pino", "nestjs-pino", "pino-http", "winston", "structlog", "logging", "tracing-subscriber"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// Texts that are kept, and nodes that are looked through.
const MOST: usize = 200;
const MOST_NODES: usize = 4_000;

/// Nodes between an option and the name that its logger is bound to.
const FARTHEST: usize = 16;

const MARKS: &[&str] =
    &["***", "redact", "REDACT", "Redact", "mask", "MASK", "FILTERED", "obfuscate", "ensitive", "SENSITIVE"];

fn file(cx: &Context<'_>, out: &mut Out) {
    let holds = |sign: &[u8]| memchr::memmem::find(cx.source.as_bytes(), sign).is_some();
    let python = cx.language == Language::Python;
    // Rust's are told by what they implement; few files do.
    let rust = cx.language == Language::Rust;
    if rust && !signs::any_in(cx, &["Visit for", "FormatFields", "FormatEvent", "Layer<"]) {
        return;
    }
    let marks = signs::any_in(cx, MARKS);
    if rust {
        if marks {
            let lists = lists(cx);
            let is_impl =
                |id: &NodeId| cx.tree.has(*id, flag::CLASS_IMPL) && cx.tree.kind(*id) == Syntax::Class;
            cx.tree.ids().filter(is_impl).for_each(|id| layer(cx, &lists, id, out));
        }
        return;
    }
    let configures = if python {
        holds(b"processors") || holds(b"addFilter") || (holds(b"filters") && holds(b"\"()\""))
    } else {
        holds(b"redact") || holds(b"pino") || (holds(b"createLogger") && holds(b"format"))
    };
    if !(marks || configures) {
        return;
    }
    let lists = lists(cx);
    for id in cx.tree.ids() {
        match cx.tree.kind(id) {
            Syntax::Pair if configures => option(cx, &lists, id, out),
            Syntax::Call if configures && python && cx.method(id) == "addFilter" => filter(cx, id, out),
            Syntax::Call if configures && !python && cx.method(id).starts_with("pino") => {
                with_options(cx, id, out);
            }
            Syntax::Function | Syntax::Class if marks && cx.scope(id).name.is_empty() => {
                part(cx, &lists, id, out)
            }
            _ => {}
        }
    }
    if marks {
        let words = ["redact", "mask", "sensitive", "secret", "private", "censor", "pii", "hidden", "scrub"];
        let speaks = |name: &str| {
            let name = name.to_ascii_lowercase();
            words.iter().any(|word| name.contains(word))
        };
        for (name, (at, keys)) in lists.into_iter().filter(|(name, _)| speaks(name)) {
            let fact = LogRedaction {
                owner: name.to_owned(),
                keys: keys.into_iter().collect(),
                ..Default::default()
            };
            out.fact(cx, at, name, cx.place(at), fact);
        }
    }
}

/// Lists of texts at the top of the file, by name.
fn lists<'a>(cx: &Context<'a>) -> BTreeMap<&'a str, (NodeId, Vec<String>)> {
    let tree = cx.tree;
    let mut lists = BTreeMap::new();
    let named = |id: &NodeId| tree.kind(*id) == Syntax::Assign && cx.scope(*id).name.is_empty();
    for id in tree.ids().filter(named) {
        let (Some(target), Some(value)) = (tree.kid(id, Role::Target), tree.kid(id, Role::Value)) else {
            continue;
        };
        let value = inner_list(cx, value);
        let texts = tree.kids(value).take(MOST).map(|text| tree.str_content(text, cx.source));
        let texts: Option<Vec<String>> =
            texts.map(|text| text.map(|text| text.text(cx.source).to_owned())).collect();
        if let Some(texts) = texts.filter(|texts| !texts.is_empty() && tree.kind(value) == Syntax::List)
            && tree.kind(target) == Syntax::Name
        {
            lists.insert(cx.text(target), (target, texts));
        }
    }
    lists
}

/// The list in `new Set([…])`, `frozenset({…})`, `Object.freeze([…])`.
fn inner_list(cx: &Context<'_>, value: NodeId) -> NodeId {
    match cx.tree.kind(value) {
        Syntax::Call if matches!(cx.method(value), "Set" | "frozenset" | "set" | "freeze" | "tuple") => {
            cx.tree.kid(value, Role::Arg).unwrap_or(value)
        }
        Syntax::Unary => cx.tree.kid(value, Role::Value).unwrap_or(value),
        _ => value,
    }
}

type Lists<'a> = BTreeMap<&'a str, (NodeId, Vec<String>)>;

/// `redact: […]` of pino, `format: combine(…)` of winston, `processors=[…]` of structlog, `"()": Filter` of logging.
fn option(cx: &Context<'_>, lists: &Lists<'_>, pair: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(key) = tree.kid(pair, Role::Key) else { return };
    let Some(value) = tree.kid(pair, Role::Value).or(Some(key)) else { return };
    let mut fact = LogRedaction::default();
    match (crate::path::unquoted(cx.text(key)), cx.language == Language::Python) {
        ("redact", false) => {
            fact.by = "pino".to_owned();
            let paths = match tree.kind(value) {
                Syntax::Object => paths_of(cx, value),
                _ => Some(value),
            };
            match paths {
                Some(paths) => read_paths(cx, lists, paths, &mut fact),
                None => fact.open = true,
            }
            fact.owner = owner(cx, pair);
        }
        ("format", false) => {
            let made = tree.ancestors(pair).take(3).find(|above| tree.kind(*above) == Syntax::Call);
            if made.is_none_or(|made| cx.method(made) != "createLogger") {
                return;
            }
            fact.by = "winston".to_owned();
            fact.from = taken_in(cx, value);
            fact.owner = owner(cx, pair);
        }
        ("processors", true) => {
            fact.by = "structlog".to_owned();
            fact.from = taken_in(cx, value);
        }
        ("()", true) => {
            let text = tree.str_content(value, cx.source).map(|text| text.text(cx.source).to_owned());
            fact.by = "logging".to_owned();
            fact.from = vec![text.unwrap_or_else(|| cx.path(value))];
        }
        _ => return,
    }
    fact.from.retain(|path| !path.is_empty() && path != "_");
    if fact.open || !fact.keys.is_empty() || !fact.from.is_empty() {
        let name = if fact.owner.is_empty() { fact.by.clone() } else { fact.owner.clone() };
        out.fact(cx, pair, name, cx.place(key), fact);
    }
}

fn paths_of(cx: &Context<'_>, object: NodeId) -> Option<NodeId> {
    let pairs = cx.tree.kids(object).filter(|kid| cx.tree.kind(*kid) == Syntax::Pair);
    let mut paths =
        pairs.filter(|pair| cx.tree.kid(*pair, Role::Key).is_some_and(|key| cx.text(key) == "paths"));
    let pair = paths.next()?;
    cx.tree.kid(pair, Role::Value).or_else(|| cx.tree.kid(pair, Role::Key))
}

/// Paths of pino: a list of texts, one that the file or another one names, or something made of them.
fn read_paths(cx: &Context<'_>, lists: &Lists<'_>, paths: NodeId, fact: &mut LogRedaction) {
    let tree = cx.tree;
    match tree.kind(paths) {
        Syntax::List => {
            for path in tree.kids(paths).take(MOST) {
                match (tree.str_content(path, cx.source), tree.kind(path)) {
                    (Some(text), _) => fact.keys.push(text.text(cx.source).to_owned()),
                    (None, Syntax::Spread) => {
                        if let Some(value) = tree.kid(path, Role::Value) {
                            read_paths(cx, lists, value, fact);
                        }
                    }
                    _ => fact.open = true,
                }
            }
        }
        Syntax::Name | Syntax::Member => match lists.get(cx.text(paths)) {
            Some((_, keys)) => fact.keys.extend(keys.iter().cloned()),
            None if cx.import(cx.path(paths).split('.').next().unwrap_or_default()).is_some() => {
                fact.from.push(cx.path(paths));
            }
            None => fact.open = true,
        },
        Syntax::Constant => {}
        _ => fact.open = true,
    }
}

/// The names and calls in a list or call of them: `combine(redact(), format.json())`, `[add_context, Redact()]`.
fn taken_in(cx: &Context<'_>, value: NodeId) -> Vec<String> {
    let tree = cx.tree;
    let mut names = Vec::new();
    for id in tree.subtree(value).take(MOST) {
        let path = match tree.kind(id) {
            Syntax::Call => cx.callee(id).to_owned(),
            Syntax::Name | Syntax::Member
                if !matches!(tree.role(id), Role::Callee | Role::Object | Role::Property | Role::Key) =>
            {
                cx.path(id)
            }
            _ => continue,
        };
        if !names.contains(&path) && names.len() < 40 {
            names.push(path);
        }
    }
    names
}

/// The name at the top of the file that a logger is bound to, or that of the function that makes it.
fn owner(cx: &Context<'_>, option: NodeId) -> String {
    let tree = cx.tree;
    // A module's options are those of every logger that is handed in.
    if tree.ancestors(option).take(FARTHEST).any(|above| tree.kind(above) == Syntax::Decorator) {
        return String::new();
    }
    let outer = cx.scope(option).name.split('.').next().unwrap_or_default();
    if !outer.is_empty() {
        return outer.to_owned();
    }
    for above in tree.ancestors(option).take(FARTHEST) {
        match tree.kind(above) {
            Syntax::Assign => {
                let target = tree.kid(above, Role::Target);
                return target.map_or(String::new(), |target| cx.path(target));
            }
            Syntax::Export => return "default".to_owned(),
            Syntax::Block => return String::new(),
            _ => {}
        }
    }
    String::new()
}

/// `const logger = pino(options)`.
fn with_options(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let options = tree.kid(call, Role::Arg).filter(|options| tree.kind(*options) == Syntax::Name);
    let (Some(options), owner) = (options, owner(cx, call)) else { return };
    if !owner.is_empty() {
        let options = cx.text(options).to_owned();
        let fact =
            LogRedaction { by: "pino".to_owned(), owner: owner.clone(), options, ..LogRedaction::default() };
        out.fact(cx, call, owner, cx.place(call), fact);
    }
}

/// `handler.addFilter(Redact())`.
fn filter(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let Some(filter) = cx.tree.kid(call, Role::Arg) else { return };
    let path = match cx.tree.kind(filter) {
        Syntax::Call => cx.callee(filter).to_owned(),
        _ => cx.path(filter),
    };
    let fact = LogRedaction { by: "logging".to_owned(), from: vec![path], ..LogRedaction::default() };
    out.fact(cx, call, "logging", cx.place(filter), fact);
}

/// `impl Visit for Redacting`, which sees every field that is recorded.
fn layer(cx: &Context<'_>, lists: &Lists<'_>, id: NodeId, out: &mut Out) {
    let of_tracing = cx.tree.kids_with(id, Role::Base).any(|base| {
        let base = cx.text(base).split('<').next().unwrap_or_default();
        let last = base.rsplit(':').next().unwrap_or_default();
        matches!(last, "Visit" | "FormatFields" | "FormatEvent" | "Layer")
    });
    let (Some(name), Some((keys, open))) = (cx.name_node(id), hidden(cx, lists, id)) else { return };
    if of_tracing {
        let fact = LogRedaction { by: "tracing".to_owned(), keys, open, ..LogRedaction::default() };
        out.fact(cx, id, "tracing", cx.place(name), fact);
    }
}

/// A function or class that leaves a mark in the place of values.
fn part(cx: &Context<'_>, lists: &Lists<'_>, id: NodeId, out: &mut Out) {
    let (Some(name), Some((keys, open))) = (cx.name_node(id), hidden(cx, lists, id)) else { return };
    let owner = cx.text(name).to_owned();
    let fact = LogRedaction { owner: owner.clone(), keys, open, ..LogRedaction::default() };
    out.fact(cx, id, owner, cx.place(name), fact);
}

/// The keys whose values a function or class leaves a mark for, and whether it hides others; none when it leaves none.
fn hidden(cx: &Context<'_>, lists: &Lists<'_>, id: NodeId) -> Option<(Vec<String>, bool)> {
    let tree = cx.tree;
    let (mut marks, mut replaces) = (false, false);
    let mut keys: Vec<String> = Vec::new();
    for node in tree.subtree(id).take(MOST_NODES) {
        match tree.kind(node) {
            Syntax::Str => {
                let Some(text) = tree.str_content(node, cx.source) else { continue };
                let text = text.text(cx.source);
                marks |= is_mark(text);
                let listed = tree.parent(node).is_some_and(|above| {
                    matches!(tree.kind(above), Syntax::List | Syntax::Index | Syntax::Binary)
                        || (tree.kind(above) == Syntax::Arm && tree.role(node) == Role::Target)
                        || tree.parent(above).is_some_and(|arm| {
                            tree.kind(arm) == Syntax::Arm && tree.role(above) == Role::Target
                        })
                });
                if listed && is_key(text) && keys.len() < MOST {
                    keys.push(text.to_owned());
                }
            }
            Syntax::Name => {
                if let Some((_, listed)) = lists.get(cx.text(node)) {
                    keys.extend(listed.iter().filter(|key| is_key(key)).cloned());
                }
            }
            Syntax::Call => {
                replaces |=
                    matches!(cx.method(node), "sub" | "replace" | "replaceAll" | "replace_all" | "subn");
            }
            _ => {}
        }
    }
    keys.dedup();
    keys.truncate(MOST);
    let open = keys.is_empty();
    (marks && (replaces || !open)).then_some((keys, open))
}

/// What is put in the place of a value.
fn is_mark(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    text.len() <= 40
        && (text.contains("***")
            || ["redacted", "masked", "filtered", "hidden", "obfuscated"]
                .iter()
                .any(|word| lower.contains(word)))
}

fn is_key(text: &str) -> bool {
    (2..=40).contains(&text.len())
        && !is_mark(text)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'*'))
}
