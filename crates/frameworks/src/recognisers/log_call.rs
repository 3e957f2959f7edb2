//! Calls that log or print, and the values they hand over.
//!
//! Loggers: Python `logging`, structlog, loguru; console, pino, winston, bunyan, NestJS `Logger`; the macros of
//! `log`, `tracing` and `slog`. A receiver is a logger by its name (the whole last word: `requestLogger`, never
//! `dialog`); one that only its constructor speaks for (`out = foolog.get_logger()`) is one when the library is
//! known, and an open question when it is not.

use crate::{Context, Out, Recogniser, calls, logged, terminal};
use review_facts::{Cause, Kind, Known, Language, LogCall, Sink};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "log_call",
    finds: &[Kind::LogCall],
    languages: &[Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript, Language::Rust],
    libraries: LIBRARIES,
    nodes: &[Syntax::Call, Syntax::Decorator],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Logging libraries whose calls are read, as packages and as modules.
const LIBRARIES: &[&str] = &[
    "logging",
    "structlog",
    "loguru",
    "pino",
    "winston",
    "bunyan",
    "log4js",
    "consola",
    "loglevel",
    "tslog",
    "signale",
    "nestjs-pino",
    "@nestjs/common",
    "tracing",
    "log",
    "slog",
    "env_logger",
    "tracing-subscriber",
    "fern",
    "simplelog",
    "flexi_logger",
    "picologging",
];

/// Levels as methods or macros name them, with the level they stand for.
const LEVELS: &[(&str, &str)] = &[
    ("trace", "trace"),
    ("debug", "debug"),
    ("verbose", "debug"),
    ("silly", "debug"),
    ("log", "info"),
    ("info", "info"),
    ("notice", "info"),
    ("success", "info"),
    ("http", "info"),
    ("msg", "info"),
    ("warn", "warning"),
    ("warning", "warning"),
    ("error", "error"),
    ("exception", "error"),
    ("err", "error"),
    ("critical", "critical"),
    ("fatal", "critical"),
    ("crit", "critical"),
    ("alert", "critical"),
    ("emerg", "critical"),
    ("bind", ""),
    ("contextualize", ""),
    ("child", ""),
];

/// Prints of the languages and of their command-line libraries.
const PRINTS: &[&str] = &[
    "print",
    "pprint",
    "pprint.pprint",
    "sys.stdout.write",
    "sys.stderr.write",
    "click.echo",
    "click.secho",
    "typer.echo",
    "typer.secho",
    "process.stdout.write",
    "process.stderr.write",
];

const PRINT_MACROS: &[&str] = &["print", "println", "eprint", "eprintln"];

/// Libraries of command lines whose `log` speaks to the person at the terminal.
const PROMPTS: &[&str] = &["@clack/prompts"];

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    if cx.tree.kind(id) == Syntax::Decorator {
        return instrumented(cx, id, out);
    }
    let callee = cx.callee(id);
    let named = sink(cx, id, callee);
    let only_for_team = named.is_none();
    let Some((sink, level)) = named.or_else(|| of_team(cx, callee)) else { return };
    let Some(at) = cx.tree.kid(id, Role::Callee) else { return };
    let for_terminal = sink == Known::Is(Sink::Print) && terminal::speaks_to(cx, id);
    let call = LogCall {
        sink,
        level: level.to_owned(),
        callee: callee.to_owned(),
        for_terminal,
        values: logged::values(cx, id),
        only_for_team,
        ..LogCall::default()
    };
    out.fact(cx, id, callee, cx.place(at), call);
}

/// `#[instrument]`, `#[tracing::instrument(skip(password))]`.
fn instrumented(cx: &Context<'_>, decorator: NodeId, out: &mut Out) {
    let (Some(attribute), Some(function)) = (cx.tree.kids(decorator).next(), cx.tree.parent(decorator))
    else {
        return;
    };
    let path = match cx.tree.kind(attribute) {
        Syntax::Call => cx.callee(attribute).to_owned(),
        _ => cx.path(attribute),
    };
    let rust = cx.language == Language::Rust && cx.tree.kind(function) == Syntax::Function;
    if !rust || !matches!(path.as_str(), "instrument" | "tracing.instrument") {
        return;
    }
    let values = logged::instrumented(cx, attribute, function);
    let call = LogCall { level: "info".to_owned(), callee: path.clone(), values, ..LogCall::default() };
    out.fact(cx, function, path, cx.place(attribute), call);
}

/// Where a call writes and at which level; none when it is no log call.
fn sink(cx: &Context<'_>, id: NodeId, callee: &str) -> Option<(Known<Sink>, &'static str)> {
    let (receiver, method) = callee.rsplit_once('.').unwrap_or(("", callee));
    if cx.tree.has(id, flag::MACRO) && cx.language == Language::Rust {
        return log_macro(receiver, method);
    }
    if cx.language == Language::Rust {
        return None;
    }
    let python = cx.language == Language::Python;
    if PRINTS.contains(&callee) && python != callee.starts_with("process.") {
        let elsewhere = prints_to_file(cx, id) || terminal::hands_on(cx, id);
        return (!elsewhere).then_some((Known::Is(Sink::Print), ""));
    }
    let level = level(method)?;
    if receiver == "console" {
        return (!python && !level.is_empty()).then_some((Known::Is(Sink::Print), level));
    }
    if cx.import(receiver).is_some_and(|import| PROMPTS.contains(&import.module.as_str())) {
        return Some((Known::Is(Sink::Print), ""));
    }
    let word = receiver.rsplit('.').next().unwrap_or_default();
    if calls::names_logger(word) || (python && receiver == "logging") {
        return Some((Known::Is(Sink::Logger), level));
    }
    if receiver.contains('.') || receiver.is_empty() {
        return None;
    }
    imported(cx, receiver).or_else(|| constructed(cx, receiver)).map(|sink| (sink, level))
}

/// A call that could log, on a receiver that nobody here knows: only the team can say so.
fn of_team(cx: &Context<'_>, callee: &str) -> Option<(Known<Sink>, &'static str)> {
    let (receiver, method) = callee.rsplit_once('.')?;
    let level = level(method).filter(|level| !level.is_empty())?;
    (cx.language != Language::Rust && !receiver.is_empty() && receiver != "console")
        .then_some((Known::Is(Sink::Logger), level))
}

/// `print(x, file=f)` writes to a file, unless its name is that of the terminal.
fn prints_to_file(cx: &Context<'_>, call: NodeId) -> bool {
    let named = |pair: &NodeId| {
        cx.tree.kind(*pair) == Syntax::Pair
            && cx.tree.kid(*pair, Role::Key).is_some_and(|key| cx.text(key) == "file")
    };
    let file = cx.tree.kids_with(call, Role::Arg).find(named).and_then(|pair| cx.tree.kid(pair, Role::Value));
    file.is_some_and(|file| {
        !matches!(cx.text(file), "sys.stderr" | "sys.stdout" | "stderr" | "stdout" | "None")
    })
}

fn log_macro(path: &str, name: &str) -> Option<(Known<Sink>, &'static str)> {
    if PRINT_MACROS.contains(&name) && matches!(path, "" | "std") {
        return Some((Known::Is(Sink::Print), ""));
    }
    let span = name == "span" || name.ends_with("_span");
    let event = matches!(name, "event" | "trace" | "debug" | "info" | "warn" | "error" | "log");
    if !span && !event {
        return None;
    }
    let level = level(name).unwrap_or("");
    // The crates that hand on the macros of log or tracing, and the own crate, which must have them from there.
    if matches!(
        path,
        "" | "log"
            | "tracing"
            | "slog"
            | "rocket"
            | "defmt"
            | "bevy"
            | "crate"
            | "self"
            | "super"
            | "tracing_log"
    ) {
        return Some((Known::Is(Sink::Logger), level));
    }
    let why = format!("`{path}` is not a known logging library");
    Some((Known::Unknown(Cause { unresolved: format!("{path}::{name}!"), why }), level))
}

fn level(method: &str) -> Option<&'static str> {
    LEVELS.iter().find(|(name, _)| *name == method).map(|(_, level)| *level)
}

/// A logger under another name: `from loguru import logger as out`.
fn imported(cx: &Context<'_>, name: &str) -> Option<Known<Sink>> {
    let import = cx.import(name)?;
    let logger = import.name.as_deref().is_some_and(calls::names_logger);
    let module = import.module.split(['.', '/']).next().unwrap_or_default();
    if logger && (LIBRARIES.contains(&module) || LIBRARIES.contains(&import.module.as_str())) {
        return Some(Known::Is(Sink::Logger));
    }
    let why = format!(
        "`{name}` is `{}` of `{}`, which is not a known logging library",
        import.name.as_deref()?,
        import.module
    );
    logger.then(|| {
        Known::Unknown(Cause {
            unresolved: format!("{}.{}", import.module, import.name.as_deref().unwrap_or("")),
            why,
        })
    })
}

/// A logger by its constructor: `out = foolog.get_logger()`, of a known library or of an unknown one.
fn constructed(cx: &Context<'_>, name: &str) -> Option<Known<Sink>> {
    let constructor = cx.logger_constructor(name)?;
    let root = cx.imported_path(constructor).unwrap_or_else(|| constructor.to_owned());
    let library = root.split(['.', '/', ':']).next().unwrap_or_default();
    if LIBRARIES.contains(&library) {
        return Some(Known::Is(Sink::Logger));
    }
    let why = format!("`{name}` is made by `{constructor}`, which is not a known logging library");
    Some(Known::Unknown(Cause { unresolved: root, why }))
}
