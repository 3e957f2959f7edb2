//! Places where a library takes the secret by which it signs, encrypts or keeps sessions.
//!
//! What stands there is a secret by its use, not by its looks or its name. Keyed digests (`createHmac`) are left out: a
//! fixed key there is as often the separation of domains that a protocol prescribes.

use crate::{Context, constant};
use review_facts::Language;
use review_syntax::{Kind, NodeId, Role, flag};

/// Functions and the position of their secret, from 0 (the documentation of jsonwebtoken, PyJWT, cookie-parser, and the
/// jsonwebtoken crate).
const ARGUMENTS: &[(&str, usize)] = &[
    ("jwt.sign", 1),
    ("jwt.verify", 1),
    ("jsonwebtoken.sign", 1),
    ("jsonwebtoken.verify", 1),
    ("jwt.encode", 1),
    ("jwt.decode", 1),
    ("cookieParser", 0),
    ("EncodingKey.from_secret", 0),
    ("DecodingKey.from_secret", 0),
];

/// Packages whose functions take it as an option.
const PACKAGES: &[&str] = &[
    "express-session",
    "cookie-session",
    "express-jwt",
    "koa-jwt",
    "koa-session",
    "passport-jwt",
    "iron-session",
    "@nestjs/jwt",
    "@fastify/jwt",
    "@fastify/cookie",
    "@fastify/session",
    "@hapi/cookie",
    "hono/jwt",
];

/// Their options.
const OPTIONS: &[&str] = &["secret", "secretKey", "secretOrKey", "keys", "password"];

/// Nodes between a text and the call or assignment that takes it.
const CLIMB: usize = 6;

/// A library takes this text as its secret.
pub(crate) fn takes(cx: &Context<'_>, id: NodeId) -> bool {
    // Most texts stand where nothing is handed over.
    match cx.tree.role(id) {
        Role::Arg | Role::Value => {}
        _ if cx.tree.parent(id).is_some_and(|parent| cx.tree.kind(parent) == Kind::List) => {}
        _ => return false,
    }
    let mut at = id;
    let mut option = None;
    for _ in 0..CLIMB {
        let Some(parent) = cx.tree.parent(at) else { return false };
        match (cx.tree.kind(parent), cx.tree.role(at)) {
            (Kind::Pair, Role::Value) if option.is_none() => {
                let key = constant::name(cx, cx.tree.kid(parent, Role::Key));
                if cx.language == Language::Python && cx.tree.has(parent, flag::KEYWORD) {
                    return is_flask_key(&key) && updates_config(cx, parent);
                }
                if cx.language == Language::Python || !OPTIONS.contains(&key.as_str()) {
                    return false;
                }
                option = Some(parent);
            }
            (Kind::Object, _) if option.is_some() => {}
            (Kind::List, _) if option.is_none() => {}
            (Kind::Unary, _) if option.is_none() && !cx.tree.has(parent, flag::NOT) => {}
            (Kind::Member, Role::Object) if option.is_none() && cx.language == Language::Rust => {}
            (Kind::Call, Role::Callee) if option.is_none() && cx.language == Language::Rust => {}
            (Kind::Call, Role::Arg) if option.is_some() => return is_of_package(cx, parent),
            (Kind::Call, Role::Arg) => return is_argument(cx, parent, at),
            (Kind::Assign, Role::Value) => return option.is_none() && keeps_sessions(cx, parent),
            _ => return false,
        }
        at = parent;
    }
    false
}

fn is_argument(cx: &Context<'_>, call: NodeId, argument: NodeId) -> bool {
    let Some(position) = cx.tree.kids_with(call, Role::Arg).take(4).position(|arg| arg == argument) else {
        return false;
    };
    let callee = cx.callee(call);
    let ends = |path: &str, end: &str| {
        path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(['.', ':', '/']))
    };
    let imported = cx.imported_path(callee).unwrap_or_default();
    ARGUMENTS.iter().any(|(path, at)| *at == position && (ends(callee, path) || ends(&imported, path)))
}

/// The function called, or a plugin among its arguments (`register(jwt, { secret })`), comes from one of the packages.
fn is_of_package(cx: &Context<'_>, call: NodeId) -> bool {
    let comes = |name: &str| {
        let root = name.split('.').next().unwrap_or(name);
        cx.import(root).is_some_and(|import| PACKAGES.contains(&import.module.as_str()))
    };
    let names = cx.tree.kids_with(call, Role::Arg).take(2).filter(|arg| cx.tree.kind(*arg) == Kind::Name);
    comes(cx.callee(call)) || names.into_iter().any(|name| comes(cx.text(name)))
}

fn is_flask_key(name: &str) -> bool {
    matches!(name, "SECRET_KEY" | "JWT_SECRET_KEY" | "SECURITY_PASSWORD_SALT" | "WTF_CSRF_SECRET_KEY")
}

/// `app.config.update(SECRET_KEY="…")`, `app.config.from_mapping(SECRET_KEY="…")` (Flask).
fn updates_config(cx: &Context<'_>, pair: NodeId) -> bool {
    let callee = cx.tree.parent(pair).map_or("", |call| cx.callee(call));
    callee.ends_with("config.update") || callee.ends_with("config.from_mapping")
}

/// `app.config["SECRET_KEY"] = "…"`, `app.secret_key = "…"` (Flask), `SECRET_KEY = "…"` in the settings of Django.
fn keeps_sessions(cx: &Context<'_>, assign: NodeId) -> bool {
    if cx.language != Language::Python {
        return false;
    }
    let Some(target) = cx.tree.kid(assign, Role::Target) else { return false };
    let imports = |library: &str| {
        cx.imports.iter().any(|import| import.module.split('.').next().is_some_and(|root| root == library))
    };
    match cx.tree.kind(target) {
        Kind::Index => {
            let object = cx.tree.kid(target, Role::Object).map(|object| cx.path(object)).unwrap_or_default();
            is_flask_key(&constant::name(cx, Some(target))) && object.ends_with("config")
        }
        Kind::Member => {
            constant::name(cx, Some(target)) == "secret_key" && (imports("flask") || imports("quart"))
        }
        Kind::Name => {
            cx.text(target) == "SECRET_KEY"
                && cx.scope(assign).name.is_empty()
                && memchr::memmem::find(cx.source.as_bytes(), b"INSTALLED_APPS").is_some()
        }
        _ => false,
    }
}
