//! What guarded code is there for, by the calls it makes.
//!
//! A block has a purpose when every call in it that says anything says the same; calls that only look at values
//! and log lines say nothing. Only outermost calls count: in `JSON.parse(cache.get(key))` a text is parsed.

use crate::Context;
use crate::calls;
use review_facts::{Guards, Language, Reaction};
use review_syntax::{Kind, NodeId, Role, flag};

/// Nodes of guarded code that are looked at. Longer code has no single purpose, and guarded blocks nest.
const LONGEST: usize = 400;

/// Ending something: the standard libraries, drivers and clients agree on these names.
#[rustfmt::skip]
const CLOSE: &[&str] = &[
    "close", "aclose", "close_async", "cleanup", "cleanUp", "clean_up", "unlink", "unlinkSync", "rm",
    "rmSync", "rmtree", "rmdir", "remove_file", "remove_dir", "remove_dir_all", "kill", "killpg", "cancel",
    "release", "rollback", "disconnect", "$disconnect", "stop", "terminate", "dispose", "shutdown", "flush", "destroy",
    "abort", "quit", "unsubscribe", "removeEventListener", "removeListener", "clearInterval", "clearTimeout",
    "revokeObjectURL", "__exit__", "__aexit__", "teardown", "detach", "unref", "unlock", "os.remove",
    "closeSync", "killProcess", "send_signal", "signal_kill", "start_kill", "wait_closed", "join", "exit",
    "stop_reactor", "releaseLock", "unobserve", "untrack", "umount",
];

/// Metrics, tracing, analytics: names of their libraries and of their objects.
#[rustfmt::skip]
const TELEMETRY: &[&str] = &[
    "metrics", "metric", "telemetry", "analytics", "posthog", "sentry", "statsd", "tracer", "tracing", "span",
    "datadog", "newrelic", "mixpanel", "amplitude", "prometheus", "otel", "opentelemetry", "gtag",
    "plausible", "segment", "bugsnag", "rollbar", "umami", "matomo",
];

/// Verbs of metrics where the object has another name.
const MEASURE: &[&str] =
    &["track", "trackEvent", "track_event", "incr", "increment", "observe", "captureEvent", "sendBeacon"];

/// Caches: what is lost can be computed again.
#[rustfmt::skip]
const CACHE: &[&str] = &[
    "cache", "caches", "cached", "redis", "memcache", "memcached", "lru", "ioredis", "valkey", "localStorage",
    "sessionStorage", "sessionstorage", "localstorage", "diskcache", "keyv",
];

/// Writes that only databases and files have, whatever the object is called (SQLAlchemy, Django, Prisma, TypeORM,
/// Mongoose, MongoDB, Sequelize, Knex, diesel, sqlx, SeaORM; Node's fs, pathlib, std::fs; Stripe).
#[rustfmt::skip]
const WRITES: &[&str] = &[
    "commit", "save", "asave", "saveAll", "save_all", "bulk_create", "abulk_create", "bulk_update",
    "bulkCreate", "bulkWrite", "bulk_save_objects", "bulk_insert_mappings", "insert_one", "insertOne",
    "insert_many", "insertMany", "update_one", "updateOne", "update_many", "updateMany", "delete_one",
    "deleteOne", "delete_many", "deleteMany", "replace_one", "replaceOne", "upsert", "createMany",
    "findByIdAndUpdate", "findByIdAndDelete", "findOneAndUpdate", "findOneAndDelete", "findOneAndReplace",
    "find_one_and_update", "executemany", "execute_many", "executeRaw", "$executeRaw", "$executeRawUnsafe",
    "$transaction", "get_or_create", "update_or_create", "insertGetId", "save_changes", "insert_into",
    "writeFile", "writeFileSync", "write_text", "write_bytes", "appendFile", "appendFileSync", "copyFile",
    "copyFileSync", "renameSync", "sync_all", "sync_data", "put_object", "putObject", "upload_fileobj",
    "upload_file", "charge", "refund", "capture_payment", "create_charge", "chargeCustomer",
    "commitTransaction", "commit_transaction",
];

/// Writes on an object that is known to be a database, a repository or a model.
#[rustfmt::skip]
const WRITES_ON_DATABASE: &[&str] = &[
    "add", "add_all", "merge", "delete", "adelete", "create", "acreate", "update", "aupdate", "insert",
    "remove", "persist", "flush", "execute", "exec", "run", "query_write", "destroy", "increment",
    "decrement", "touch", "set", "put", "store", "write", "softDelete", "restore", "transaction",
];

/// Verbs of SQL and of statement builders that change rows.
#[rustfmt::skip]
const CHANGES: &[&str] = &[
    "insert", "update", "delete", "upsert", "insert_into", "merge", "insertInto", "updateTable", "deleteFrom",
];

/// Name parts of such an object.
#[rustfmt::skip]
const DATABASES: &[&str] = &[
    "db", "database", "session", "prisma", "tx", "trx", "txn", "transaction", "conn", "connection", "cursor",
    "repo", "repository", "dao", "objects", "knex", "orm", "em", "sequelize", "supabase", "firestore",
    "dynamodb", "collection", "mongo", "pool", "sqlx", "diesel", "pg", "postgres", "mysql", "sqlite",
    "drizzle", "kysely", "engine", "model", "stripe",
];

/// Reading a value in a format it may not have.
#[rustfmt::skip]
const PARSE: &[&str] = &[
    "int", "float", "Decimal", "UUID", "loads", "json.load", "yaml.load", "toml.load", "tomllib.load",
    "pickle.load", "safe_load", "parse", "parseInt", "strptime", "fromisoformat", "fromtimestamp", "decode",
    "decodeURIComponent", "decodeURI", "atob", "b64decode", "urlsafe_b64decode", "fromhex", "unhexlify",
    "URL", "RegExp", "BigInt", "from_str", "from_slice", "parse_obj", "parse_raw", "model_validate",
    "model_validate_json", "ip_address", "ip_network", "literal_eval", "urlparse", "toISOString", "from_utf8",
    "from_utf8_lossy", "parse_from_rfc3339", "parse_from_rfc2822", "deserialize", "to_python", "from_value",
    "re.compile", "re.match", "re.search", "re.fullmatch", "group", "groups", "strftime", "JSON.parse", "parse_str", "parseISO", "safeParse", "parseUrl", "parse_url", "isoparse",
    "from_hex", "fromJSON", "try_from", "try_into", "from_str_radix", "from_timestamp", "parseJson",
    "parse_json", "validate_python", "Fraction", "JSON.stringify", "dumps",
];

/// Asking for a file before it is opened: an error says no (Node's fs, Python's os).
#[rustfmt::skip]
const PROBES: &[&str] = &[
    "fs.access", "fs.accessSync", "fs.promises.access", "fsPromises.access", "fs.stat", "fs.statSync",
    "fs.promises.stat", "fsPromises.stat", "fs.lstat", "fs.lstatSync", "os.stat", "os.access", "os.lstat",
    "os.path.getsize", "os.path.getmtime",
];

/// Fetching anew what a page already shows (TanStack Query, Next.js).
const REFRESH: &[&str] =
    &["refetch", "refetchQueries", "invalidateQueries", "prefetchQuery", "revalidatePath", "revalidateTag"];

/// What is opened and closed, as the second word of a name: `close_connections`.
#[rustfmt::skip]
const RESOURCES: &[&str] = &[
    "connection", "connections", "socket", "sockets", "client", "clients", "session", "sessions", "pool",
    "pools", "handle", "handles", "stream", "streams", "file", "files", "adapter", "adapters", "server",
    "browser", "driver", "cursor", "watcher", "timer", "timers", "listeners", "process",
];

/// Handing over to another end that may be gone.
#[rustfmt::skip]
const SEND: &[&str] = &[
    "send", "try_send", "blocking_send", "unbounded_send", "send_text", "send_json", "send_bytes",
    "postMessage", "sendto", "emit",
];

/// Name parts of an object at whose other end somebody listens.
#[rustfmt::skip]
const CHANNELS: &[&str] = &[
    "ws", "websocket", "socket", "sock", "tx", "sender", "channel", "port", "worker", "chan", "stream",
    "client", "peer", "subscriber", "broadcaster", "notifier", "shutdown", "signal", "sse", "writer",
];

/// Why the code below `root` is guarded.
pub(crate) fn guards(cx: &Context<'_>, root: NodeId) -> Guards {
    match purpose(cx, root) {
        Guards::Other if uses_optional_module(cx, root) => Guards::Import,
        found => found,
    }
}

fn purpose(cx: &Context<'_>, root: NodeId) -> Guards {
    let tree = cx.tree;
    let end = tree.node(root).next;
    if end - root.0 > LONGEST as u32 {
        return Guards::Other;
    }
    let mut purpose = None;
    let mut silent = Silent::default();
    let mut at = root.0;
    while at < end {
        let id = NodeId(at);
        let found = match tree.kind(id) {
            Kind::Import => Some(Guards::Import),
            Kind::Call => {
                silent.saw(cx, id);
                Some(of_call(cx, id)).filter(|found| *found != Guards::Other || !says_nothing(cx, id))
            }
            Kind::Unary if tree.has(id, flag::AWAIT | flag::YIELD) => {
                silent.waits = true;
                None
            }
            _ => None,
        };
        let skip = matches!(tree.kind(id), Kind::Import) || (tree.kind(id) == Kind::Call && found.is_some());
        at = if skip { tree.node(id).next } else { at + 1 };
        purpose = match (purpose, found) {
            (purpose, None) => purpose,
            // An import in front of the call it is for says nothing more.
            (None | Some(Guards::Import), found) => found,
            (purpose, Some(Guards::Import)) => purpose,
            (Some(first), Some(found)) if first == found => Some(first),
            _ => return Guards::Other,
        }
    }
    purpose.unwrap_or_else(|| silent.purpose(cx, root))
}

/// What a block without a call that says anything holds.
#[derive(Default)]
struct Silent {
    calls: bool,
    logs: bool,
    waits: bool,
}

impl Silent {
    fn saw(&mut self, cx: &Context<'_>, call: NodeId) {
        self.calls = true;
        self.logs |= calls::logs(cx, call);
    }

    /// A block that only writes log lines is there for them, and one that calls nothing looks into a value that may
    /// lack a part.
    fn purpose(&self, cx: &Context<'_>, root: NodeId) -> Guards {
        let block = cx.tree.kind(root) == Kind::Block && cx.language != Language::Rust;
        let empty = cx.tree.kids(root).next().is_none();
        match (self.logs, self.calls || self.waits || empty) {
            _ if !block => Guards::Other,
            (true, _) => Guards::Telemetry,
            (_, false) => Guards::Parse,
            _ => Guards::Other,
        }
    }
}

/// Statements that use an optional module beside its import.
const USES: usize = 3;

/// The block takes in a module that may be missing and calls nothing but what it has from there: `const module =
/// require(name); return module.setup(x)`. In Python only at the top of a file: elsewhere an import in a function
/// breaks a circle.
fn uses_optional_module(cx: &Context<'_>, root: NodeId) -> bool {
    let tree = cx.tree;
    let Some(first) = tree.kids(root).next().filter(|_| tree.kind(root) == Kind::Block) else { return false };
    let requires = |call: NodeId| {
        tree.kind(call) == Kind::Call && matches!(cx.callee(call), "require" | "import" | "import_module")
    };
    let binds = match tree.kind(first) {
        Kind::Import => cx.scope(root).name.is_empty(),
        Kind::Assign if tree.has(first, flag::DECL) => {
            tree.kid(first, Role::Value).is_some_and(|value| requires(calls::unwrapped(cx, value)))
        }
        _ => false,
    };
    if !binds || tree.kids(root).count() > 1 + USES {
        return false;
    }
    let names = |name: &str| {
        let bound = tree.subtree(first).take(NAMES).filter(|id| tree.kind(*id) == Kind::Name);
        bound.filter(|id| tree.role(*id) != Role::Callee).any(|id| cx.text(id) == name)
    };
    let behind = tree.kids(root).skip(1).flat_map(|kid| tree.subtree(kid).take(LONGEST));
    behind
        .filter(|id| tree.kind(*id) == Kind::Call)
        .all(|call| says_nothing(cx, call) || cx.callee(call).split('.').next().is_some_and(names))
}

/// Nodes of a binding that are searched for its names.
const NAMES: usize = 30;

/// Errors that say that something is gone.
#[rustfmt::skip]
const GONE: &[&str] = &[
    "NotFound", "DoesNotExist", "FileNotFoundError", "NotFoundError", "NoSuchKey", "ProcessLookupError",
    "ENOENT", "ObjectDoesNotExist", "NoResultFound",
];

/// What `root` is guarded for against the errors `caught`: deleting what is gone already is cleaning up.
pub(crate) fn guards_against(cx: &Context<'_>, root: NodeId, caught: &[String]) -> Guards {
    let found = guards(cx, root);
    let gone = |error: &String| {
        GONE.iter().any(|word| error.rsplit('.').next().is_some_and(|last| last.contains(word)))
    };
    let deletes = || {
        let calls = cx.tree.subtree(root).take(LONGEST).filter(|id| cx.tree.kind(*id) == Kind::Call);
        calls.map(|call| cx.method(call)).any(|verb| {
            calls::parts(verb).any(|word| matches!(word.as_str(), "delete" | "remove" | "destroy" | "purge"))
        })
    };
    if found == Guards::Write && !caught.is_empty() && caught.iter().all(gone) && deletes() {
        return Guards::Close;
    }
    found
}

/// True when an import statement stands directly in the block.
pub(crate) fn imports(cx: &Context<'_>, block: NodeId) -> bool {
    cx.tree.kids(block).any(|kid| cx.tree.kind(kid) == Kind::Import)
}

/// Calls that only look at values, log, or hand on what another call gave.
fn says_nothing(cx: &Context<'_>, call: NodeId) -> bool {
    calls::is_pure(cx, call) || calls::logs(cx, call) || answers(cx, call) || sets_state(cx, call)
}

/// `return JSONResponse(…)`: an answer, built where it is given.
fn answers(cx: &Context<'_>, call: NodeId) -> bool {
    cx.tree.parent(call).is_some_and(|parent| cx.tree.kind(parent) == Kind::Return)
        && calls::reaction(cx, call) == Some(Reaction::Convert)
}

/// `setRows(parse(text))`: the setter of a React state.
fn sets_state(cx: &Context<'_>, call: NodeId) -> bool {
    let name = cx.callee(call).strip_prefix("set");
    cx.language.is_ecmascript() && name.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

fn of_call(cx: &Context<'_>, call: NodeId) -> Guards {
    let callee = cx.callee(call);
    let (object, last) = cx.receiver_and_method(call).unwrap_or(("", callee));
    let object_is = |words: &[&str]| {
        object.split('.').any(|part| {
            words.contains(&part) || calls::parts(part).any(|word| words.contains(&word.as_str()))
        })
    };
    if matches!(last, "import_module" | "__import__" | "require" | "import" | "import_string") {
        return Guards::Import;
    }
    // The version of an installed package (`importlib.metadata`, setuptools).
    let versions = ["importlib.metadata.", "importlib_metadata.", "pkg_resources."];
    let asks_version = || {
        let path = cx.imported_path(callee);
        let path = path.as_deref().unwrap_or(callee);
        versions.iter().any(|start| path.starts_with(start))
    };
    if cx.language == Language::Python && asks_version() {
        return Guards::Import;
    }
    if speaks_of_logging(last) {
        return Guards::Telemetry;
    }
    let module =
        cx.import(callee.split('.').next().unwrap_or("")).map_or("", |import| import.module.as_str());
    let module_is = |words: &[&str]| calls::parts(module).any(|word| words.contains(&word.as_str()));
    if object_is(TELEMETRY) || MEASURE.contains(&last) || module_is(TELEMETRY) {
        return Guards::Telemetry;
    }
    let refreshes = cx.language.is_ecmascript() && REFRESH.contains(&last);
    if refreshes || object_is(CACHE) || calls::parts(last).any(|word| word == "cache") {
        return Guards::Cache;
    }
    if matches!(last, "execute" | "exec" | "run" | "commit") && !changes(cx, call, last) {
        return Guards::Other;
    }
    if is_write(cx, call, callee, last)
        || (WRITES_ON_DATABASE.contains(&last) && object_is(DATABASES) && !is_channel(cx, object, last))
    {
        return Guards::Write;
    }
    // `promise.finally(…).catch(() => {})` is a side branch: whoever holds the promise sees its error.
    let side_branch = last == "finally" && cx.language.is_ecmascript();
    if side_branch
        || CLOSE.contains(&last)
        || CLOSE.contains(&callee)
        || cleans_up(last)
        || closes_resource(last)
        || rolls_back(cx, call)
    {
        return Guards::Close;
    }
    let is_macro = cx.language == Language::Rust && cx.tree.has(call, flag::MACRO);
    if is_macro && matches!(last, "write" | "writeln") {
        return Guards::Send;
    }
    let sends = cx.language == Language::Rust || object_is(CHANNELS);
    if (SEND.contains(&last) || last == "write") && sends {
        return Guards::Send;
    }
    // A dialog that is dismissed rejects its promise.
    let dialog = |word: String| matches!(word.as_str(), "dialog" | "modal" | "prompt");
    if cx.language.is_ecmascript() && (callee == "navigator.share" || calls::parts(last).any(dialog)) {
        return Guards::Send;
    }
    // The body of a response (Fetch standard): `response.text()`.
    let body = matches!(last, "json" | "text" | "blob" | "arrayBuffer" | "formData");
    let reads_body = body && !object.is_empty() && cx.tree.kid(call, Role::Arg).is_none();
    let verb = calls::parts(last).next().unwrap_or_default();
    let named_parser = matches!(verb.as_str(), "parse" | "decode" | "deserialize" | "unserialize");
    if reads_body
        || named_parser
        || calls::parts(last).last().is_some_and(|word| word == "loads")
        || PROBES.contains(&callee)
        || callee.starts_with("Intl.")
        || PARSE.contains(&last)
        || PARSE.contains(&callee)
    {
        return Guards::Parse;
    }
    Guards::Other
}

/// `get_run_logger`, `_emit_log_messages`: looking for the logger, or handing lines on to it.
fn speaks_of_logging(name: &str) -> bool {
    let words: Vec<String> = calls::parts(name).take(6).collect();
    let hands_on = words.first().is_some_and(|first| {
        matches!(first.as_str(), "emit" | "write" | "send" | "flush" | "forward" | "push" | "replay")
    });
    match words.as_slice() {
        [_, .., last] if matches!(last.as_str(), "logger" | "loggers") => true,
        [_, rest @ ..] => hands_on && rest.iter().any(|word| matches!(word.as_str(), "log" | "logs")),
        [] => false,
    }
}

/// The name is that of cleaning up: `cleanup_temp_dir`, `_tearDown`.
pub(crate) fn cleans_up(name: &str) -> bool {
    let mut words = calls::parts(name);
    matches!(
        (words.next().as_deref(), words.next().as_deref()),
        (Some("cleanup" | "teardown" | "dispose"), _)
            | (Some("clean"), Some("up"))
            | (Some("tear"), Some("down"))
    )
}

fn closes_resource(name: &str) -> bool {
    let mut words = calls::parts(name);
    let closes =
        words.next().is_some_and(|first| matches!(first.as_str(), "close" | "stop" | "shutdown" | "reset"));
    closes && words.any(|word| RESOURCES.contains(&word.as_str()))
}

/// A statement that is executed changes data when its text or its builder says so; a `commit` that is given a text
/// belongs to a store of a page (Vuex).
fn changes(cx: &Context<'_>, call: NodeId, last: &str) -> bool {
    if cx.language == Language::Rust {
        return true;
    }
    let tree = cx.tree;
    let callee = cx.callee(call);
    let first = tree.kid(call, Role::Arg);
    if last == "commit" {
        return callee.contains('.') && first.is_none_or(|first| tree.kind(first) != Kind::Str);
    }
    match first.map(|first| (first, tree.kind(first))) {
        None => builds_change(callee),
        Some((text, Kind::Str | Kind::Template)) => text_changes(cx, text),
        // `text("delete from …")`, `insert(User).values(…)`.
        Some((inner, Kind::Call)) => {
            let text = tree
                .kid(inner, Role::Arg)
                .filter(|text| matches!(tree.kind(*text), Kind::Str | Kind::Template));
            builds_change(cx.callee(inner)) || text.is_some_and(|text| text_changes(cx, text))
        }
        _ => false,
    }
}

/// `client.query("ROLLBACK")`.
fn rolls_back(cx: &Context<'_>, call: NodeId) -> bool {
    let text = cx.tree.kid(call, Role::Arg).filter(|text| cx.tree.kind(*text) == Kind::Str);
    text.is_some_and(|text| {
        let sql = crate::path::unquoted(cx.text(text));
        sql.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("rollback"))
    })
}

fn builds_change(path: &str) -> bool {
    path.split('.').any(|part| CHANGES.contains(&part))
}

fn text_changes(cx: &Context<'_>, text: NodeId) -> bool {
    let sql = crate::path::unquoted(cx.text(text)).trim_start();
    let word: String = sql.chars().take_while(|c| c.is_ascii_alphabetic()).take(12).collect();
    let word = word.to_lowercase();
    CHANGES.contains(&word.as_str())
        || matches!(word.as_str(), "alter" | "create" | "drop" | "truncate" | "replace" | "grant" | "copy")
}

fn is_write(cx: &Context<'_>, call: NodeId, callee: &str, last: &str) -> bool {
    if WRITES.contains(&last)
        || matches!(
            callee,
            "fs.write"
                | "fs.rename"
                | "std.fs.write"
                | "std.fs.rename"
                | "tokio.fs.write"
                | "tokio.fs.rename"
                | "os.rename"
                | "os.replace"
        )
    {
        return true;
    }
    // A Rust statement ends in `execute(conn)`, whatever it was built from.
    let rust = cx.language == Language::Rust;
    if rust && last == "execute" {
        return true;
    }
    if rust && matches!(last, "insert" | "update" | "delete" | "save") {
        return cx
            .tree
            .parent(call)
            .is_some_and(|parent| cx.tree.has(parent, flag::AWAIT) && cx.tree.kind(parent) == Kind::Unary)
            || callee.contains("insert_into")
            || callee.contains("diesel");
    }
    // `supabase.from("users").delete().eq(…)`, `db.update(users).set(…)`: the verb stands behind the database.
    let mut parts = callee.split('.');
    let is_database =
        |part: &str| part == "from" || calls::parts(part).any(|word| DATABASES.contains(&word.as_str()));
    if !rust && parts.any(is_database) && parts.any(|part| CHANGES.contains(&part)) {
        return true;
    }
    // `User.create(…)`: the class of a record.
    let root = callee.split('.').next().unwrap_or("");
    let parts = callee.split('.').count();
    !rust
        && parts == 2
        && matches!(last, "create" | "update" | "destroy" | "insert" | "deleteOne")
        && root.starts_with(char::is_uppercase)
        && !matches!(root, "Object" | "Promise" | "Array" | "URL" | "Buffer")
}

/// `tx.send`: `tx` is a transaction to a database and the sending half of a channel.
fn is_channel(cx: &Context<'_>, object: &str, last: &str) -> bool {
    cx.language == Language::Rust && object == "tx" && SEND.contains(&last)
}

/// The value that is guarded when the handler is an expression: what `.catch(…)` or `.ok()` is called on.
pub(crate) fn receiver(cx: &Context<'_>, call: NodeId) -> Option<NodeId> {
    let callee = cx.tree.kid(call, Role::Callee)?;
    cx.tree.kid(callee, Role::Object)
}
