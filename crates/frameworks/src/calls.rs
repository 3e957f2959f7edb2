//! What well-known calls do, by the path of their callee: log, answer, end the function, build an empty value.
//!
//! Words are those of libraries and of the languages themselves, compared by whole name parts: `dialog.error` is no
//! logger, `requestLogger.error` is one.

use crate::Context;
use review_facts::{Language, Reaction};
use review_syntax::{NodeId, Role, flag};

/// Methods of loggers (Python logging, structlog, loguru, console, pino, winston, bunyan, log4js, NestJS, tracing).
#[rustfmt::skip]
const LEVELS: &[&str] = &[
    "debug", "info", "warn", "warning", "error", "exception", "critical", "fatal", "log", "trace", "notice",
    "verbose", "success", "silly", "alert", "emerg", "crit", "msg", "opt", "bind", "catch",
];

/// Macros and functions that write a line (log, tracing, slog, std; Python's and JavaScript's own).
#[rustfmt::skip]
const LOG_FUNCTIONS: &[&str] = &[
    "error", "warn", "info", "debug", "trace", "event", "log", "eprintln", "println", "eprint", "print",
    "pprint", "counter", "gauge", "histogram", "increment_counter",
];

/// Calls of error trackers and of the languages' own error output (Sentry, Bugsnag, Rollbar, New Relic, Datadog,
/// Honeybadger, OpenTelemetry, traceback, warnings).
#[rustfmt::skip]
const TRACKERS: &[&str] = &[
    "capture_exception", "captureException", "capture_message", "captureMessage", "captureError",
    "capture_error", "capture_anyhow", "capture_event", "captureEvent", "noticeError", "notice_error",
    "recordException", "record_exception", "recordError", "record_error", "reportError", "report_error",
    "reportException", "trackException", "trackError", "track_error", "print_exc", "print_exception",
    "format_exc", "excepthook", "report_exc_info", "handle_exception_with_sentry", "setStatus", "set_status",
];

/// Words that name a logger: what it is called by itself, and what other names of it end in.
const LOGGER: (&str, &str) = ("log", "logger");

/// Name parts of other objects that log, measure or report.
#[rustfmt::skip]
const REPORTERS: &[&str] = &[
    "logging", "console", "winston", "pino", "bunyan", "sentry", "bugsnag", "rollbar",
    "honeybadger", "newrelic", "loguru", "structlog", "metrics", "metric", "statsd", "prometheus", "tracing",
    "telemetry", "warnings", "stderr", "stdout",
];

/// Functions that end the caller as an error does (Flask, Next.js, pytest, Celery).
#[rustfmt::skip]
const RAISERS: &[&str] = &[
    "abort", "notFound", "redirect", "permanentRedirect", "unauthorized", "forbidden", "rethrow", "reraise",
    "throwError", "fail", "self.fail", "self.retry", "pytest.fail", "pytest.skip", "flask.abort",
    "panic.resume_unwind", "std.panic.resume_unwind",
];

/// Methods that do so, or hand the error to whoever waits for the object.
const RAISING_METHODS: &[&str] =
    &["raise_for_status", "raise_from", "with_traceback", "set_exception", "throw", "skipTest"];

/// Macros that return or panic (std, anyhow, eyre).
const RAISING_MACROS: &[&str] =
    &["bail", "panic", "unreachable", "todo", "unimplemented", "ensure", "assert", "throw", "compile_error"];

/// Calls that hand an error to whoever waits: promise and callback conventions, answers of web frameworks, messages to
/// a user, lists of errors.
#[rustfmt::skip]
const ANSWERS: &[&str] = &[
    "next", "reject", "done", "callback", "cb", "flash", "exit", "_exit", "sendStatus", "sendError",
    "send_error", "add_error", "addError", "addIssue", "addToast", "toast", "alert", "handleError",
    "handle_error", "onError", "on_error", "setError", "set_error", "json_error", "error_response",
    "errorResponse", "HttpResponse", "JsonResponse", "jsonify", "make_response", "Response", "JSONResponse",
    "PlainTextResponse", "HTMLResponse", "HttpResponseBadRequest", "HttpResponseServerError",
    "HttpResponseNotFound", "into_response", "Err", "Failure",
];

/// Objects through which a server answers or a page speaks to its user.
#[rustfmt::skip]
const ANSWERERS: &[&str] = &[
    "res", "response", "reply", "toast", "message", "messages", "notification", "notifications",
    "NextResponse",
];

/// Calls that only build a fixed value: functions, and types with their constructor.
#[rustfmt::skip]
const FIXED: &[&str] = &[
    "dict", "list", "set", "tuple", "frozenset", "str", "int", "float", "bool", "bytes", "object", "Map",
    "Set", "WeakMap", "Array", "Object", "defaultdict", "collections.defaultdict", "OrderedDict", "Counter",
    "deque", "Some", "Ok", "Default.default", "Box.new", "Vec.new", "String.new", "HashMap.new",
    "HashSet.new", "BTreeMap.new", "BTreeSet.new", "vec", "format", "String.from", "Duration.from_secs",
    "Duration.from_millis", "Promise.resolve", "Symbol", "Object.freeze", "Object.create", "Decimal",
    "timedelta", "datetime.timedelta",
];

/// Methods that turn a fixed value into another.
const FIXED_METHODS: &[&str] = &["to_string", "to_owned", "into", "default"];

/// Functions that look at values and have no effect.
#[rustfmt::skip]
const PURE: &[&str] = &[
    "len", "repr", "isinstance", "issubclass", "getattr", "hasattr", "range", "enumerate", "sorted", "min",
    "max", "type", "zip", "any", "all", "sum", "round", "abs", "id", "format", "String", "Boolean", "Number",
    "Object.keys", "Object.values", "Object.entries", "Array.isArray", "Date.now", "super", "Date",
    "parseInt", "parseFloat",
];

/// Methods of texts, options and containers that have none either.
#[rustfmt::skip]
const PURE_METHODS: &[&str] = &[
    "format", "join", "clone", "as_str", "as_ref", "as_deref", "startswith", "endswith", "startsWith",
    "endsWith", "includes", "strip", "trim", "lower", "upper", "toLowerCase", "toUpperCase", "toString",
    "items", "keys", "values", "is_none", "replace", "replaceAll", "split", "slice", "substring",
    "trim_start", "then", "map", "filter", "get", "first", "pop", "rstrip", "lstrip", "title", "splitlines",
    "is_some", "to_string",
];

/// What a call inside an error handler does with the error. None: it looks at values only. A call of a name that
/// says nothing runs other code.
pub(crate) fn reaction(cx: &Context<'_>, call: NodeId) -> Option<Reaction> {
    let callee = cx.callee(call);
    let (object, last) = cx.receiver_and_method(call).unwrap_or(("", callee));
    let is_macro = cx.language == Language::Rust && cx.tree.has(call, flag::MACRO);
    if is_macro && (RAISING_MACROS.contains(&last) || last.starts_with("err_") || last == "err") {
        return Some(Reaction::Rethrow);
    }
    if logs(cx, call) {
        return Some(Reaction::Log);
    }
    if fixed(callee, last) {
        return Some(Reaction::Default);
    }
    if RAISERS.contains(&callee)
        || last.starts_with("raise")
        || (!object.is_empty() && RAISING_METHODS.contains(&last))
    {
        return Some(Reaction::Rethrow);
    }
    let root = callee.split('.').next().unwrap_or("");
    if ANSWERS.contains(&last) || ANSWERERS.contains(&root) || object.split('.').any(|part| part == "res") {
        return Some(Reaction::Convert);
    }
    // What an unread macro does is not known; the reader notes its text.
    let unread =
        is_macro && cx.tree.kids(call).any(|kid| cx.tree.kind(kid) == review_syntax::Kind::Uncovered);
    if unread || pure(callee, last) {
        return None;
    }
    Some(Reaction::Act)
}

/// The call takes the error that is being handled by itself (Python `logging`, `traceback`, `sys`).
pub(crate) fn takes_current_error(cx: &Context<'_>, call: NodeId) -> bool {
    let last = cx.method(call);
    cx.language == Language::Python
        && (matches!(last, "exception" | "format_exc" | "print_exc" | "exc_info" | "handleError")
            || cx
                .text(call)
                .get(..400.min(cx.text(call).len()))
                .is_some_and(|text| text.contains("exc_info=True")))
}

/// The call only builds a fixed value: `Vec::new()`, `dict()`, `Some(0)`.
pub(crate) fn is_fixed(cx: &Context<'_>, call: NodeId) -> bool {
    let callee = cx.callee(call);
    fixed(callee, callee.rsplit('.').next().unwrap_or(""))
}

fn fixed(callee: &str, last: &str) -> bool {
    let object = callee.rsplit('.').nth(1).map_or(0, |object| object.len() + 1);
    let short = &callee[callee.len() - last.len() - object..];
    FIXED.contains(&short) || (object > 0 && FIXED_METHODS.contains(&last))
}

fn pure(callee: &str, last: &str) -> bool {
    let asks = |name: &str| matches!(parts(name).next().as_deref(), Some("is" | "has"));
    PURE.contains(&callee) || (last.len() < callee.len() && PURE_METHODS.contains(&last)) || asks(last)
}

/// The call has no effect and says nothing about what is guarded.
pub(crate) fn is_pure(cx: &Context<'_>, call: NodeId) -> bool {
    let callee = cx.callee(call);
    let last = callee.rsplit('.').next().unwrap_or("");
    pure(callee, last) || fixed(callee, last) && !matches!(callee, "int" | "float" | "Decimal")
}

/// The call writes to a log, a metric or an error tracker, or prints.
pub(crate) fn logs(cx: &Context<'_>, call: NodeId) -> bool {
    let callee = cx.callee(call);
    if cx.tree.has(call, flag::MACRO) && cx.language == Language::Rust {
        return LOG_FUNCTIONS.contains(&callee.rsplit('.').next().unwrap_or(""));
    }
    logs_path(callee)
}

/// The same of a function that is handed over by its name: `console.error`.
pub(crate) fn logs_path(callee: &str) -> bool {
    let (object, last) = callee.rsplit_once('.').unwrap_or(("", callee));
    if TRACKERS.contains(&last) {
        return true;
    }
    if object.is_empty() {
        return matches!(last, "print" | "pprint" | "debug") || names_log(last);
    }
    if names_log(last) && last != "log" {
        return true;
    }
    let reports = object.split('.').any(|part| parts(part).any(|word| is_word_of_reports(&word)));
    reports && (LEVELS.contains(&last) || !matches!(object, "log" | "console"))
}

fn is_word_of_reports(word: &str) -> bool {
    word == LOGGER.0 || word == LOGGER.1 || REPORTERS.contains(&word)
}

/// The last word of the name is `logger`, or `log` its only one: `_LOG`, `requestLogger`; an audit log is a record, not
/// a log.
pub(crate) fn names_logger(name: &str) -> bool {
    let words: Vec<String> = parts(name).take(8).collect();
    match words.as_slice() {
        [.., last] if last == LOGGER.1 => true,
        [only] => only == LOGGER.0,
        _ => false,
    }
}

/// `logError`, `log_exception`, `_log`: a function named after logging.
fn names_log(name: &str) -> bool {
    let mut parts = parts(name);
    matches!(parts.next().as_deref(), Some("log" | "warn"))
        && !name.starts_with("login")
        && !matches!(name, "log2" | "log10")
}

/// The words of a name in lower case: `requestLogger` and `request_logger` are `request`, `logger`.
pub(crate) fn parts(name: &str) -> impl Iterator<Item = String> + '_ {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let first = rest.chars().next()?;
        let mut end = first.len_utf8();
        let mut previous = first;
        for c in rest[end..].chars() {
            let starts = c.is_uppercase() && !previous.is_uppercase();
            // The last capital of a run starts the next word: `HTTPError` is `http`, `error`.
            let ends_run =
                c.is_uppercase() && rest[end + c.len_utf8()..].chars().next().is_some_and(char::is_lowercase);
            if !c.is_alphanumeric() || starts || ends_run {
                break;
            }
            end += c.len_utf8();
            previous = c;
        }
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word.to_lowercase())
    })
}

/// The call behind `await`, `?`, `&` and the like.
pub(crate) fn unwrapped(cx: &Context<'_>, id: NodeId) -> NodeId {
    let mut at = id;
    for _ in 0..8 {
        match cx.tree.kid(at, Role::Value) {
            Some(value) if cx.tree.kind(at) == review_syntax::Kind::Unary => at = value,
            _ => break,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_apart_at_capitals_and_underscores() {
        let words = |name| parts(name).collect::<Vec<_>>();
        assert_eq!(words("requestLogger"), ["request", "logger"]);
        assert_eq!(words("_LOGGER"), ["logger"]);
        assert_eq!(words("HTTPErrorHandler"), ["http", "error", "handler"]);
        assert_eq!(words("dialog"), ["dialog"]);
    }
}
