//! Texts that are fixed in the source, seen through what only changes their type, and the names they are bound to.

use crate::Context;
use review_facts::Span;
use review_syntax::{Kind, NodeId, Role, TextPart, flag};
use std::borrow::Cow;

/// Nodes between a literal and the name it is bound to.
const CLIMB: usize = 8;

/// Methods that give the same text in another type, in Rust, JavaScript and Python.
const SAME: &[&str] = &[
    "parse",
    "to_string",
    "to_owned",
    "into",
    "into_boxed_str",
    "as_str",
    "as_ref",
    "as_bytes",
    "as_deref",
    "clone",
    "cloned",
    "encode",
    "decode",
    "strip",
    "trim",
    "toString",
    "valueOf",
    "to_vec",
    "into_bytes",
    "unwrap",
    "expect",
    "default",
    "optional",
    "ok",
    "describe",
];

/// Functions whose one argument is the value: constructors of texts, secrets and settings, in their libraries' words.
const WRAPPERS: &[&str] = &[
    "format",
    "Value.from",
    "Value.String",
    "HeaderValue.from_static",
    "str",
    "bytes",
    "bytearray",
    "String",
    "String.from",
    "Some",
    "Ok",
    "Cow.from",
    "Cow.Borrowed",
    "Arc.from",
    "Box.from",
    "SecretStr",
    "SecretBytes",
    "SecretString",
    "SecretString.from",
    "SecretString.new",
    "Secret.new",
    "SecretBox.new",
    "Secret",
    "Field",
    "Buffer.from",
    "b64decode",
    "base64.b64decode",
    "atob",
    "btoa",
    "quote",
    "quote_plus",
    "encodeURIComponent",
    "Object.freeze",
    "mapped_column",
    "Column",
    "text",
    "signal",
    "ref",
    "useState",
    "unwrap_or",
    "unwrap_or_else",
    "or_else",
    "LazyLock.new",
    "Lazy.new",
    "Url.parse",
    "URL",
    "cast",
    "json.loads",
    "JSON.parse",
    "Option",
    "click.option",
    "Header",
];

/// Calls whose first argument names the second: `headers.set("x-api-key", "…")`.
const SETTERS: &[&str] = &[
    "set",
    "put",
    "insert",
    "setdefault",
    "append",
    "header",
    "setItem",
    "setHeader",
    "setenv",
    "set_var",
    "set_default",
    "setex",
    "setProperty",
    "set_option",
    "env",
    "add",
    "addHeader",
    "insert_header",
    "setAttribute",
    "add_header",
    "push",
    "setValue",
];

/// Arguments that are a credential by their position: the function's path by its last segments, the position from 0, the
/// name. From the documentation of jsonwebtoken, PyJWT, cookie-parser, node:crypto, Python's hmac, Django, Flask-Login, smtplib.
const POSITIONS: &[(&str, usize, &str)] = &[
    ("jwt.sign", 1, "secret"),
    ("jwt.verify", 1, "secret"),
    ("jsonwebtoken.sign", 1, "secret"),
    ("jsonwebtoken.verify", 1, "secret"),
    ("jwt.encode", 1, "secret"),
    ("jwt.decode", 1, "secret"),
    ("cookieParser", 0, "secret"),
    ("cookie_parser", 0, "secret"),
    ("createHmac", 1, "secret_key"),
    ("createSecretKey", 0, "secret_key"),
    ("createPrivateKey", 0, "private_key"),
    ("setPrivateKey", 0, "private_key"),
    ("createCipheriv", 1, "encryption_key"),
    ("createDecipheriv", 1, "encryption_key"),
    ("pbkdf2Sync", 0, "password"),
    ("scryptSync", 0, "password"),
    ("cookieParser.signedCookie", 1, "secret"),
    ("cookieParser.signedCookies", 1, "secret"),
    ("hmac.new", 0, "secret_key"),
    ("set_password", 0, "password"),
    ("setPassword", 0, "password"),
    ("make_password", 0, "password"),
    ("check_password", 0, "password"),
    ("smtp.login", 1, "password"),
    ("server.login", 1, "password"),
    ("ftp.login", 1, "password"),
    ("EncodingKey.from_secret", 0, "secret"),
    ("DecodingKey.from_secret", 0, "secret"),
    ("Credentials.new", 1, "password"),
    ("basic_auth", 1, "password"),
    ("HTTPBasicAuth", 1, "password"),
    ("BasicAuth", 1, "password"),
];

/// The fixed text of a node and the node that holds it, through type changes: `"x".to_string()`, `SecretStr("x")`,
/// `() => "x"`. None when a part is computed.
pub(crate) fn text(cx: &Context<'_>, id: NodeId) -> Option<(String, NodeId)> {
    let mut at = id;
    for _ in 0..CLIMB {
        at = match cx.tree.kind(at) {
            Kind::Str | Kind::Template | Kind::Binary => {
                let text = joined(cx, at)?;
                return text.fixed.then_some((text.text.into_owned(), at));
            }
            Kind::Unary => cx.tree.kid(at, Role::Value)?,
            Kind::Pair if cx.tree.has(at, flag::KEYWORD) => cx.tree.kid(at, Role::Value)?,
            Kind::Function if cx.tree.has(at, flag::CLOSURE) => cx.tree.kid(at, Role::Body)?,
            Kind::Block => {
                let mut kids = cx.tree.kids(at);
                let (only, none) = (kids.next()?, kids.next());
                if none.is_some() {
                    return None;
                }
                only
            }
            Kind::Return => cx.tree.kid(at, Role::Value)?,
            Kind::Call => inner(cx, at)?,
            _ => return None,
        };
    }
    None
}

/// What a call only changes the type of: the receiver of `.to_string()`, the argument of `String::from`.
fn inner(cx: &Context<'_>, call: NodeId) -> Option<NodeId> {
    let callee = cx.tree.kid(call, Role::Callee)?;
    if cx.tree.kind(callee) == Kind::Member
        && SAME.contains(&cx.text(cx.tree.kid(callee, Role::Property)?))
        && !wraps(cx, call)
    {
        return cx.tree.kid(callee, Role::Object);
    }
    wraps(cx, call).then(|| cx.tree.kid(call, Role::Arg)).flatten()
}

/// True when the value of a call is that of its first argument.
fn wraps(cx: &Context<'_>, call: NodeId) -> bool {
    let callee = cx.callee(call);
    let last = callee.rsplit('.').next().unwrap_or_default();
    WRAPPERS
        .iter()
        .any(|wrapper| if wrapper.contains('.') { callee.ends_with(wrapper) } else { *wrapper == last })
}

/// A text with its pieces in one string; computed pieces stand as `{}`.
pub(crate) struct Joined<'a> {
    pub(crate) text: Cow<'a, str>,
    /// No piece is computed.
    pub(crate) fixed: bool,
}

/// Bytes of a text that are put together.
const LONGEST: usize = 8192;

/// The text of a literal, template or concatenation; none for other nodes.
pub(crate) fn joined<'a>(cx: &Context<'a>, id: NodeId) -> Option<Joined<'a>> {
    // Most texts stand in one piece.
    if cx.tree.kind(id) == Kind::Str {
        let text = cut(cx.tree.str_content(id, cx.source)?).text(cx.source);
        return Some(Joined { text: Cow::Borrowed(text), fixed: true });
    }
    let (mut text, mut fixed) = (String::new(), true);
    for part in cx.tree.text_parts(id, cx.source)? {
        match part {
            TextPart::Text(span) => text.push_str(cut(span).text(cx.source)),
            TextPart::Value(_) => {
                text.push_str("{}");
                fixed = false;
            }
        }
        if text.len() > LONGEST {
            break;
        }
    }
    Some(Joined { text: Cow::Owned(text), fixed })
}

fn cut(span: Span) -> Span {
    // A cut inside a character gives no text at all, which is what a text of this length is worth.
    Span::new(span.start, span.end.min(span.start + LONGEST as u32))
}

/// The name a value is bound to: variable, field, key, parameter, argument, what it is compared with. Empty when none.
pub(crate) fn bound_name(cx: &Context<'_>, id: NodeId) -> String {
    let mut at = id;
    for _ in 0..CLIMB {
        let Some(parent) = cx.tree.parent(at) else { break };
        let role = cx.tree.role(at);
        at = match (cx.tree.kind(parent), role) {
            (Kind::Assign, Role::Value) => return name(cx, cx.tree.kid(parent, Role::Target)),
            (Kind::Field | Kind::Param, Role::Value) => return name(cx, cx.tree.kid(parent, Role::Name)),
            (Kind::Pair, Role::Value) => match pair_name(cx, parent) {
                Some(name) => return name,
                None => parent,
            },
            (Kind::Binary, _) if cx.tree.has(parent, flag::COMPARE) => {
                let other = if role == Role::Left { Role::Right } else { Role::Left };
                return name(cx, cx.tree.kid(parent, other));
            }
            (Kind::Binary, _) if cx.tree.has(parent, flag::OR | flag::AND | flag::NULLISH) => parent,
            (Kind::If, Role::Body | Role::Else) if cx.tree.has(parent, flag::TERNARY) => parent,
            (Kind::Unary, _) if !cx.tree.has(parent, flag::NOT) => parent,
            (Kind::List, _) => match unpacked(cx, parent, at) {
                Some(target) => return name(cx, Some(target)),
                None => parent,
            },
            (Kind::Spread | Kind::Object, _) => parent,
            (Kind::Function, Role::Body) if cx.tree.has(parent, flag::CLOSURE) => parent,
            (Kind::Call, Role::Arg) => match argument_name(cx, parent, at) {
                Some(name) => return name,
                None if wraps(cx, parent) => parent,
                None => break,
            },
            (Kind::Member, Role::Object) => {
                let Some(call) = cx.tree.parent(parent).filter(|call| inner(cx, *call) == Some(at)) else {
                    break;
                };
                call
            }
            _ => break,
        };
    }
    String::new()
}

/// The name at the same place: `secret` for `"…"` in `user, secret = "me", "…"`.
fn unpacked(cx: &Context<'_>, list: NodeId, value: NodeId) -> Option<NodeId> {
    const MOST: usize = 16;
    let assign = cx.tree.parent(list).filter(|_| cx.tree.role(list) == Role::Value)?;
    let targets = cx.tree.kid(assign, Role::Target).filter(|_| cx.tree.kind(assign) == Kind::Assign)?;
    if cx.tree.kind(targets) != Kind::List {
        return None;
    }
    let position = cx.tree.kids(list).take(MOST).position(|kid| kid == value)?;
    cx.tree.kids(targets).nth(position)
}

/// The key of a pair; none when it says nothing (`default="…"`) and the name stands further out. `{name: "KEY", value: "…"}`
/// is named by its sibling. A member of an enumeration as key (`[Brand.OnePassword]: "…"`) says what the value is about, and
/// gives it no name.
fn pair_name(cx: &Context<'_>, pair: NodeId) -> Option<String> {
    let of_enumeration = |key: &NodeId| cx.tree.kind(*key) == Kind::Member;
    if cx.tree.has(pair, flag::COMPUTED) && cx.tree.kid(pair, Role::Key).filter(of_enumeration).is_some() {
        return Some(String::new());
    }
    let key = name(cx, cx.tree.kid(pair, Role::Key));
    if !matches!(key.as_str(), "value" | "default" | "default_value" | "defaultValue" | "val") {
        return Some(key);
    }
    let object = cx.tree.parent(pair)?;
    let sibling = cx.tree.kids(object).take(32).find_map(|kid| {
        let names = matches!(name(cx, cx.tree.kid(kid, Role::Key)).as_str(), "name" | "key");
        let value = cx.tree.kid(kid, Role::Value).filter(|_| names && cx.tree.kind(kid) == Kind::Pair)?;
        cx.tree.str_content(value, cx.source).map(|span| span.text(cx.source).to_owned())
    });
    if sibling.is_some() {
        return sibling;
    }
    cx.tree.has(pair, flag::KEYWORD).then_some(()).map_or(Some(key), |()| None)
}

/// The name of a positional argument, where the call says it.
fn argument_name(cx: &Context<'_>, call: NodeId, argument: NodeId) -> Option<String> {
    let callee = cx.callee(call);
    let position = cx.tree.kids_with(call, Role::Arg).take(4).position(|arg| arg == argument)?;
    for (path, at, name) in POSITIONS {
        let whole = callee.strip_suffix(path).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        if *at == position && whole {
            return Some((*name).to_owned());
        }
    }
    let last = callee.rsplit('.').next().unwrap_or_default();
    if position != 1 || !SETTERS.contains(&last) {
        return None;
    }
    let (name, _) = text(cx, cx.tree.kid(call, Role::Arg)?)?;
    (name.len() <= 120).then_some(name)
}

/// The last name of a target, path or key: `secret` for `app.secret`, `self.secret`, `config["secret"]`.
pub(crate) fn name(cx: &Context<'_>, id: Option<NodeId>) -> String {
    let mut at = id;
    for _ in 0..CLIMB {
        let Some(node) = at else { break };
        at = match cx.tree.kind(node) {
            Kind::Name => return cut(cx.tree.span(node)).text(cx.source).to_owned(),
            Kind::Member => cx.tree.kid(node, Role::Property),
            Kind::Str => {
                let content = cx.tree.str_content(node, cx.source).unwrap_or_default();
                let content = content.text(cx.source);
                // A sentence is no name.
                return if content.len() <= 120 { content.to_owned() } else { String::new() };
            }
            Kind::Index => cx
                .tree
                .kid(node, Role::Key)
                .filter(|key| cx.tree.kind(*key) == Kind::Str)
                .or_else(|| cx.tree.kid(node, Role::Object)),
            Kind::Unary | Kind::Spread => cx.tree.kid(node, Role::Value),
            Kind::Assign => cx.tree.kid(node, Role::Target),
            Kind::Call => inner(cx, node),
            _ => None,
        };
    }
    String::new()
}
