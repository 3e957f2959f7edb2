//! What changes a value on its way to the database, in TypeScript and JavaScript: TypeORM's transformers, MikroORM's
//! types, Drizzle's custom types.
//!
//! One decision that is not obvious: they are named by where they are bound, also below a class, an object or a
//! function, because columns say `Transformers.sealed` and `sealed(key)` alike.

use super::{Bindings, last, opened};
use crate::{Context, Out};
use review_facts::{ColumnType, TypeForm};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Nodes above a value among which the name that it is bound to is looked for.
const FARTHEST: usize = 12;

/// The member of a class or object literal that is called with a value, if it has it.
fn hook(cx: &Context<'_>, holder: NodeId, name: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let named = |key: Option<NodeId>| key.is_some_and(|key| crate::path::unquoted(cx.text(key)) == name);
    let callable = |value: &NodeId| {
        matches!(tree.kind(*value), Syntax::Function | Syntax::Name | Syntax::Member | Syntax::Call)
    };
    let mut hooks = tree.kids(holder).take(200).filter_map(|kid| match tree.kind(kid) {
        Syntax::Function => named(tree.kid(kid, Role::Name)).then_some(kid),
        Syntax::Field => tree.kid(kid, Role::Value).filter(|_| named(tree.kid(kid, Role::Name))),
        Syntax::Pair => {
            let key = tree.kid(kid, Role::Key);
            tree.kid(kid, Role::Value).or(key).filter(|_| named(key))
        }
        _ => None,
    });
    hooks.find(callable)
}

/// Names of the calls through which the hook of a class or object gives values to the database; none when it has no
/// such hook.
pub(crate) fn through(
    cx: &Context<'_>,
    bindings: &Bindings<'_>,
    holder: NodeId,
    name: &str,
) -> Option<Vec<String>> {
    let hook = hook(cx, holder, name)?;
    if cx.tree.kind(hook) != Syntax::Function {
        return Some(bindings.setter(cx, hook));
    }
    let methods: Vec<(&str, NodeId)> = cx
        .tree
        .kids(holder)
        .filter(|kid| cx.tree.kind(*kid) == Syntax::Function)
        .filter_map(|function| Some((cx.text(cx.tree.kid(function, Role::Name)?), function)))
        .collect();
    Some(opened(cx, &[hook], &methods))
}

/// States a class, object or call that converts values, under the name that it is bound to.
pub(crate) fn state(cx: &Context<'_>, id: NodeId, fact: ColumnType, out: &mut Out) {
    let Some((name, at)) = owner(cx, id) else { return };
    if fact.bases.first() != Some(&name) {
        out.fact(cx, id, name, cx.place(at), fact);
    }
}

/// A class or object literal with both hooks: `{ to, from }`.
pub(crate) fn holder(
    cx: &Context<'_>,
    bindings: &Bindings<'_>,
    id: NodeId,
    hooks: [&str; 2],
    out: &mut Out,
) -> bool {
    if hook(cx, id, hooks[1]).is_none() {
        return false;
    }
    let Some(binds_through) = through(cx, bindings, id, hooks[0]) else { return false };
    let fact = ColumnType { form: TypeForm::Class, binds: true, binds_through, ..ColumnType::default() };
    state(cx, id, fact, out);
    true
}

/// The dotted name that a class or value is bound to, and the token: also what a function returns, by the function.
fn owner(cx: &Context<'_>, id: NodeId) -> Option<(String, NodeId)> {
    let tree = cx.tree;
    let mut parts: Vec<(&str, NodeId)> = Vec::new();
    if let Some(name) = tree.kid(id, Role::Name).filter(|_| tree.kind(id) == Syntax::Class) {
        parts.push((cx.text(name), name));
    }
    for above in tree.ancestors(id).take(FARTHEST) {
        let name = match tree.kind(above) {
            Syntax::Pair => tree.kid(above, Role::Key),
            Syntax::Field | Syntax::Class | Syntax::Function => tree.kid(above, Role::Name),
            Syntax::Assign => tree.kid(above, Role::Target),
            // What stands in a call or list is not what the name stands for.
            Syntax::Call | Syntax::List | Syntax::Decorator => return None,
            _ => None,
        };
        let Some(name) = name else { continue };
        let function = tree.kind(above) == Syntax::Function;
        // A variable inside of a function is not seen from elsewhere; what it returns is.
        if function && !parts.is_empty() {
            return None;
        }
        parts.push((crate::path::unquoted(cx.text(name)), name));
    }
    let at = parts.first()?.1;
    let names: Vec<&str> = parts.iter().rev().map(|(name, _)| *name).collect();
    Some((names.join("."), at))
}

/// `library:Name` for what the file imports from one of these libraries, else the path as written.
pub(crate) fn named(cx: &Context<'_>, path: &str, libraries: &[&str]) -> String {
    for library in libraries {
        if let Some(name) = imported(cx, path, library) {
            return format!("{library}:{name}");
        }
    }
    path.to_owned()
}

/// The library's own name of what a path stands for, when the file imports it from there: `Column` for `orm.Column`
/// with `import * as orm from "typeorm"`.
pub(crate) fn imported(cx: &Context<'_>, path: &str, library: &str) -> Option<String> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let import = cx.import(first)?;
    let below = import.module.strip_prefix(library)?;
    if !below.is_empty() && !below.starts_with('/') {
        return None;
    }
    match import.name.as_deref() {
        None | Some("*" | "default") if !rest.is_empty() => Some(last(rest).to_owned()),
        None | Some("*" | "default") => None,
        Some(name) if rest.is_empty() => Some(name.to_owned()),
        Some(_) => Some(last(rest).to_owned()),
    }
}

/// The value that a function gives back: its expression, or that of its first `return`.
pub(crate) fn returned(cx: &Context<'_>, function: NodeId) -> Option<NodeId> {
    let body = cx.tree.kid(function, Role::Body)?;
    if cx.tree.kind(body) != Syntax::Block {
        return Some(body);
    }
    let mut returns = cx.tree.subtree(body).take(400).filter(|id| cx.tree.kind(*id) == Syntax::Return);
    returns.find_map(|id| cx.tree.kid(id, Role::Value))
}

/// Functions that a template of SQL calls: `pgp_sym_encrypt` for ``sql`pgp_sym_encrypt(${value}, ${key})` ``.
pub(crate) fn functions_of_sql(cx: &Context<'_>, call: NodeId) -> Vec<String> {
    let text = cx.text(call);
    let mut functions = Vec::new();
    for (at, _) in text.match_indices('(').take(20) {
        let before = &text[..at];
        let start = before
            .rfind(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        if start < at {
            functions.push(before[start..].to_owned());
        }
    }
    functions
}

/// The parts of a type's annotation beside `null` and `undefined`, and whether it has those.
pub(crate) fn annotation<'a>(cx: &Context<'a>, field: NodeId) -> (Vec<&'a str>, bool) {
    let Some(ty) = cx.tree.kid(field, Role::Type) else { return (Vec::new(), false) };
    let text = cx.text(ty).trim_start_matches(':').trim();
    let mut names = Vec::new();
    let mut nullable = cx.tree.has(field, flag::OPTIONAL);
    if text.contains(['{', '<', '(', '[']) {
        return (vec![text], nullable || text.ends_with("| null"));
    }
    for part in text.split('|').map(str::trim).take(8) {
        match part {
            "null" | "undefined" => nullable = true,
            "" => {}
            part => names.push(part),
        }
    }
    (names, nullable)
}
