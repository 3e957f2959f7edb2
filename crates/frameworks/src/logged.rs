//! The values a log call writes: what each is named, what it passes through, whether only its shape is shown.
//!
//! Texts of the message are no values. A value that goes into a function nobody here knows is not followed:
//! what comes out is something else (`verify(password)` is true or false).

use crate::{Context, calls, path, shown};
use review_facts::{Language, LoggedValue};
use review_syntax::{Kind, NodeId, Role, TextPart, flag};

/// Values of one call that are listed, and levels of nesting that are followed: nobody logs more on purpose.
const MOST_VALUES: usize = 40;
const DEEPEST: usize = 8;

/// Named arguments that steer the call and are not logged (Python logging, `print`; tracing's `target`, `parent`).
const STEERING: &[&str] = &[
    "exc_info",
    "stack_info",
    "stacklevel",
    "file",
    "sep",
    "end",
    "flush",
    "target",
    "parent",
    "err",
    "nl",
    "fg",
    "bold",
];

/// Functions and methods whose result still shows the value (Python and JavaScript built-ins, Rust's std).
const SHOWING: &[&str] = &[
    "str",
    "repr",
    "String",
    "format",
    "dict",
    "list",
    "tuple",
    "stringify",
    "dumps",
    "toString",
    "to_string",
    "to_owned",
    "into",
    "clone",
    "cloned",
    "as_str",
    "as_ref",
    "as_deref",
    "as_bytes",
    "unwrap",
    "unwrap_or_default",
    "unwrap_or",
    "expect",
    "expose_secret",
    "strip",
    "trim",
    "lower",
    "upper",
    "toLowerCase",
    "toUpperCase",
    "decode",
    "join",
    "pformat",
    "pprint",
    "inspect",
    "display",
    "debug",
    "model_dump",
    "get_secret_value",
    "reveal",
    "Some",
    "Ok",
    "concat",
    "value",
    "peek",
    "borrow",
    "deref",
    "toJSON",
];

/// Functions and methods that show only size, type or truth.
const REDUCING: &[&str] = &[
    "len",
    "length",
    "size",
    "count",
    "bool",
    "Boolean",
    "type",
    "isinstance",
    "typeof",
    "is_some",
    "is_none",
    "is_empty",
    "is_ok",
    "is_err",
    "includes",
    "startsWith",
    "endswith",
    "startswith",
    "starts_with",
    "ends_with",
    "contains",
    "has",
    "exists",
    "isEmpty",
    "any",
    "all",
    "keys",
    "id",
];

/// Methods that look a value up by a text: the text names it.
const LOOKING_UP: &[&str] =
    &["get", "pop", "getItem", "header", "getenv", "get_or_insert", "at", "field", "var", "require"];

/// The values that a call's arguments hand to the log, in source order.
pub(crate) fn values(cx: &Context<'_>, call: NodeId) -> Vec<LoggedValue> {
    let mut reader = Reader { cx, found: Vec::new() };
    for arg in cx.tree.kids_with(call, Role::Arg) {
        reader.value(arg, &Passed::default(), 0);
    }
    if cx.language == Language::Rust {
        shown::types(cx, call, &mut reader.found);
    }
    reader.found
}

/// What a value went through before it reaches the log.
#[derive(Clone, Default)]
struct Passed<'a> {
    /// The key it is logged under.
    key: Option<&'a str>,
    /// The keys around it, the outermost first.
    keys: Vec<&'a str>,
    /// Functions that may change it, outermost first.
    through: Vec<String>,
    /// Only its shape is shown.
    reduced: bool,
}

struct Reader<'a, 'c> {
    cx: &'c Context<'a>,
    found: Vec<LoggedValue>,
}

impl<'a> Reader<'a, '_> {
    fn value(&mut self, id: NodeId, passed: &Passed<'a>, depth: usize) {
        if depth > DEEPEST || self.found.len() >= MOST_VALUES {
            return;
        }
        let (cx, tree) = (self.cx, self.cx.tree);
        if let Some(parts) = tree.text_parts(id, cx.source) {
            for part in parts {
                if let TextPart::Value(value) = part {
                    self.value(value, passed, depth + 1);
                }
            }
            return;
        }
        match tree.kind(id) {
            Kind::Name => self.add(id, cx.text(id), passed),
            Kind::Member => {
                if let Some(property) = tree.kid(id, Role::Property) {
                    self.member(id, cx.text(property), passed);
                }
            }
            Kind::Index => self.index(id, passed),
            Kind::Call => self.call(id, passed, depth),
            Kind::Unary => {
                let reduces = flag::NOT | flag::TYPEOF | flag::NEG;
                let mut inner = passed.clone();
                inner.reduced |= tree.has(id, reduces);
                self.kids(id, Role::Value, &inner, depth);
            }
            Kind::Binary if tree.has(id, flag::COMPARE | flag::IN | flag::IS) => {}
            Kind::Binary if tree.has(id, flag::AND) => self.kids(id, Role::Right, passed, depth),
            Kind::Binary => {
                self.kids(id, Role::Left, passed, depth);
                self.kids(id, Role::Right, passed, depth);
            }
            Kind::If => {
                self.kids(id, Role::Body, passed, depth);
                self.kids(id, Role::Else, passed, depth);
            }
            Kind::Pair => self.pair(id, passed, depth),
            Kind::Spread => self.kids(id, Role::Value, passed, depth),
            Kind::Loop if tree.has(id, flag::COMPREHENSION) => self.kids(id, Role::Body, passed, depth),
            Kind::Function if tree.has(id, flag::CLOSURE) => self.kids(id, Role::Body, passed, depth),
            Kind::Object | Kind::List => {
                for kid in tree.kids(id) {
                    self.value(kid, passed, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn kids(&mut self, id: NodeId, role: Role, passed: &Passed<'a>, depth: usize) {
        for kid in self.cx.tree.kids_with(id, role) {
            self.value(kid, passed, depth + 1);
        }
    }

    /// A named value: its key says what it is, beside the value's own name.
    fn pair(&mut self, id: NodeId, passed: &Passed<'a>, depth: usize) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let Some(key) = tree.kid(id, Role::Key) else { return };
        let value = tree.kid(id, Role::Value).unwrap_or(key);
        let key = match tree.kind(key) {
            Kind::Str => tree.str_content(key, cx.source).map(|content| content.text(cx.source)),
            Kind::Name => Some(cx.text(key)),
            Kind::Member => tree.kid(key, Role::Property).map(|property| cx.text(property)),
            _ => None,
        };
        if tree.has(id, flag::KEYWORD) && key.is_some_and(|key| STEERING.contains(&key)) {
            return;
        }
        let mut inner = passed.clone();
        // `extra={…}` only carries the values.
        inner.key = key.filter(|key| *key != "extra");
        inner.keys.extend(inner.key);
        self.value(value, &inner, depth + 1);
    }

    /// `user.email`; `token.length` shows only the length.
    fn member(&mut self, id: NodeId, property: &'a str, passed: &Passed<'a>) {
        let Some(object) = self.cx.tree.kid(id, Role::Object).filter(|_| REDUCING.contains(&property)) else {
            return self.add(id, property, passed);
        };
        if property == "id" {
            return self.add(id, property, passed);
        }
        let name = self.cx.path(object);
        let last = name.rsplit('.').next().unwrap_or_default();
        self.push(id, last, &Passed { reduced: true, key: None, ..passed.clone() });
    }

    /// `user["email"]` is named by its key; one element or a slice of a value is not the value.
    fn index(&mut self, id: NodeId, passed: &Passed<'a>) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let key = tree.kid(id, Role::Key).and_then(|key| tree.str_content(key, cx.source));
        match key {
            Some(key) => self.add(id, key.text(cx.source), passed),
            None => {
                let name = cx.path(id);
                let last = name.rsplit('.').next().unwrap_or_default();
                self.push(id, last, &Passed { reduced: true, key: None, ..passed.clone() });
            }
        }
    }

    fn call(&mut self, id: NodeId, passed: &Passed<'a>, depth: usize) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let callee = cx.callee(id);
        let last = callee.rsplit('.').next().unwrap_or_default();
        let object = tree
            .kid(id, Role::Callee)
            .filter(|callee| tree.kind(*callee) == Kind::Member)
            .and_then(|callee| tree.kid(callee, Role::Object));
        let first_text =
            tree.kids_with(id, Role::Arg).next().and_then(|arg| tree.str_content(arg, cx.source));
        if let (true, Some(text)) = (LOOKING_UP.contains(&last), first_text) {
            return self.add(id, text.text(cx.source), passed);
        }
        // `users.map((u) => u.email)` shows what the function gives.
        let mapper = tree.kid(id, Role::Arg).filter(|arg| tree.kind(*arg) == Kind::Function);
        if let Some(mapper) = mapper.filter(|_| matches!(last, "map" | "flatMap" | "filter_map")) {
            return self.value(mapper, passed, depth + 1);
        }
        let mut inner = passed.clone();
        if REDUCING.contains(&last) {
            inner.reduced = true;
        } else if !SHOWING.contains(&last) {
            // What comes out is named by the function (`account.iban()`), not by what went in; that it went
            // through is kept for functions that mask.
            if tree.kids_with(id, Role::Arg).next().is_none() {
                self.add(id, last, passed);
            }
            inner.through.push(last.to_owned());
        }
        if let Some(object) = object.filter(|_| callee.contains('.')) {
            let known = REDUCING.contains(&last) || SHOWING.contains(&last);
            if known && !matches!(last, "stringify" | "dumps" | "pformat" | "inspect" | "join") {
                self.value(object, &inner, depth + 1);
            }
        }
        self.kids(id, Role::Arg, &inner, depth);
    }

    /// Adds a value under its own name, and under the key it is logged with.
    fn add(&mut self, id: NodeId, name: &str, passed: &Passed<'a>) {
        self.push(id, name, passed);
        if let Some(key) = passed.key.filter(|key| *key != name && !speaks_about(name)) {
            self.push(id, key, passed);
        }
    }

    fn push(&mut self, id: NodeId, name: &str, passed: &Passed<'a>) {
        if name.is_empty() || self.found.len() >= MOST_VALUES {
            return;
        }
        let use_around = use_around(self.cx, id, name);
        let mut through = passed.through.clone();
        through.extend(use_around.described);
        self.found.push(LoggedValue {
            text: path::shortened(self.cx.text(id)).to_owned(),
            name: name.chars().take(80).collect(),
            through,
            reduced: passed.reduced,
            record: use_around.record,
            key: passed.keys.join("."),
            ty: String::new(),
            place: self.cx.place(id),
        });
    }
}

/// How the function around a logged value uses the value.
#[derive(Default)]
struct Use {
    /// It has parts of its own.
    record: bool,
    /// The function that made it, where that function's name says that it describes or masks.
    described: Option<String>,
}

/// Nodes of a function that are looked through for the use of one value.
const MOST_NODES: usize = 3_000;

/// Looks at the function around a value whose name can mean the secret or the record of it.
fn use_around(cx: &Context<'_>, value: NodeId, name: &str) -> Use {
    const NAMES: [&str; 4] = ["token", "tokens", "credential", "credentials"];
    let mut found = Use::default();
    let tree = cx.tree;
    let named = calls::parts(name).last().is_some_and(|last| NAMES.contains(&last.as_str()));
    if !named || !matches!(tree.kind(value), Kind::Name | Kind::Member) {
        return found;
    }
    let Some(function) = tree
        .ancestors(value)
        .find(|node| matches!(tree.kind(*node), Kind::Function) && !tree.has(*node, flag::CLOSURE))
    else {
        return found;
    };
    let text = cx.text(value);
    let is_value = |id: Option<NodeId>| id.is_some_and(|id| cx.text(id) == text);
    for id in tree.subtree(function).take(MOST_NODES) {
        match tree.kind(id) {
            Kind::Member if is_value(tree.kid(id, Role::Object)) => {
                found.record |=
                    tree.kid(id, Role::Property).is_some_and(|part| PARTS.contains(&cx.text(part)));
            }
            Kind::Assign if is_value(tree.kid(id, Role::Target)) => {
                let Some(made) = tree.kid(id, Role::Value) else { continue };
                let names = tree.subtree(made).take(60).filter(|id| tree.kind(*id) == Kind::Name);
                found.described = names.map(|id| cx.text(id)).find(|name| describes(name)).map(str::to_owned);
                found.record |= tree.kind(made) == Kind::Call && is_class(cx.callee(made));
            }
            Kind::Call if is_value(tree.kid(id, Role::Arg)) => {
                found.record |= STORING.iter().any(|stores| cx.callee(id).ends_with(stores));
            }
            _ => {}
        }
    }
    found
}

/// Parts that a record has and a text has not.
const PARTS: &[&str] = &[
    "id",
    "pk",
    "uuid",
    "name",
    "user",
    "user_id",
    "userId",
    "expires_at",
    "expiresAt",
    "created_at",
    "createdAt",
    "scopes",
    "revoked",
    "revoked_at",
    "revokedAt",
];

/// Methods of SQLAlchemy's session that take a record (SQLAlchemy docs, "Session API").
const STORING: &[&str] =
    &["session.add", "session.delete", "session.refresh", "session.expunge", "session.merge"];

/// Written like a class: `models.PersonalToken`.
fn is_class(callee: &str) -> bool {
    let last = callee.rsplit('.').next().unwrap_or_default();
    last.starts_with(|first: char| first.is_ascii_uppercase())
        && last.contains(|c: char| c.is_ascii_lowercase())
}

/// A function of this name gives something about a value, or the value without what is secret in it.
fn describes(name: &str) -> bool {
    const WORDS: [&str; 9] =
        ["safe", "mask", "masked", "redact", "redacted", "fingerprint", "description", "describe", "summary"];
    calls::parts(name).any(|word| WORDS.contains(&word.as_str()))
}

/// A name that is about a thing and not the thing: `token=token_id` logs no token.
fn speaks_about(name: &str) -> bool {
    const WORDS: [&str; 18] = [
        "id",
        "ids",
        "uuid",
        "name",
        "type",
        "kind",
        "count",
        "length",
        "size",
        "hash",
        "digest",
        "url",
        "path",
        "status",
        "prefix",
        "preview",
        "description",
        "summary",
    ];
    let mut words = calls::parts(name).skip(1).peekable();
    words.peek().is_some() && words.last().is_some_and(|last| WORDS.contains(&last.as_str()))
}

/// The parameters and fields that `#[instrument]` records: every parameter that is not skipped, and `fields(…)` (tracing
/// docs, attribute `instrument`). Parameters of types that print no secret are left out.
pub(crate) fn instrumented(cx: &Context<'_>, attribute: NodeId, function: NodeId) -> Vec<LoggedValue> {
    let tree = cx.tree;
    let mut reader = Reader { cx, found: Vec::new() };
    let mut skipped: Vec<&str> = Vec::new();
    let mut all_skipped = false;
    for argument in tree.kids_with(attribute, Role::Arg) {
        let listed = || tree.kids_with(argument, Role::Arg);
        match if tree.kind(argument) == Kind::Call { cx.callee(argument) } else { cx.text(argument) } {
            "skip_all" => all_skipped = true,
            "skip" => skipped.extend(listed().map(|listed| cx.text(listed))),
            "fields" => listed().for_each(|field| reader.value(field, &Passed::default(), 0)),
            _ => {}
        }
    }
    for parameter in tree.kids(function).filter(|kid| tree.kind(*kid) == Kind::Param && !all_skipped) {
        // `Json(login): Json<Login>` is recorded by the name inside.
        let pattern = tree.kid(parameter, Role::Name);
        let inner = |pattern| match tree.kind(pattern) {
            Kind::Call => tree.kid(pattern, Role::Arg),
            _ => Some(pattern),
        };
        let Some(name) = pattern.and_then(inner).filter(|name| tree.kind(*name) == Kind::Name) else {
            continue;
        };
        let ty = tree.kid(parameter, Role::Type).map_or("", |ty| cx.text(ty));
        let hidden = ["Secret", "Sensitive", "Redacted"].iter().any(|word| ty.contains(word));
        if !hidden && !skipped.contains(&cx.text(name)) {
            reader.push(name, cx.text(name), &Passed::default());
            if let Some(recorded) = reader.found.last_mut() {
                recorded.ty = shown::of_parameter(cx, parameter);
            }
        }
    }
    reader.found
}
