//! Values that pass through an encrypting call on their way into a name: an attribute, a keyword, a key of an object,
//! a field of a struct, a column in SQL.
//!
//! One decision that is not obvious: a value is followed through one local variable, because that is how most code
//! writes it (`const sealed = await encrypt(pin)`, then `{ pin: sealed.data, iv: sealed.iv }`).

use crate::model::{last, may_encrypt, text};
use crate::sql_writes::{self, Written};
use crate::{Context, Out, Recogniser, schema_map};
use review_facts::{EncryptedWrite, Kind, Language, Place, Span};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};
use std::collections::BTreeMap;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "encrypted_write",
    finds: &[Kind::EncryptedWrite],
    languages: &[
        Language::Python,
        Language::TypeScript,
        Language::Tsx,
        Language::JavaScript,
        Language::Rust,
        Language::Sql,
    ],
    libraries: &[],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// Nodes of one value that are looked at.
const MOST_NODES: usize = 120;

/// Variables that hold what an encrypting call gave back, with the call. A name counts in its own function alone.
type Locals<'a> = BTreeMap<(u32, &'a str), &'a str>;

fn file(cx: &Context<'_>, out: &mut Out) {
    let holds = |sign: &[u8]| memchr::memmem::find(cx.source.as_bytes(), sign).is_some();
    if !(holds(b"ncrypt") || holds(b"NCRYPT") || holds(b"seal") || holds(b"ncipher")) {
        return;
    }
    if cx.language == Language::Sql {
        for written in sql_writes::encrypted(cx.source) {
            let end = written.at + written.callee.len();
            let place = cx.place_of(Span::new(written.at as u32, end as u32));
            write(cx, cx.tree.root(), place, written, out);
        }
        return;
    }
    if cx.language.is_ecmascript() && holds(b"bsonType") {
        schema_map::fields(cx, out);
    }
    let mut locals = Locals::new();
    for id in cx.tree.ids() {
        match cx.tree.kind(id) {
            Syntax::Assign => assign(cx, id, &mut locals, out),
            Syntax::Pair => pair(cx, id, &locals, out),
            Syntax::Call if matches!(cx.method(id), "setDataValue" | "set") => setter(cx, id, &locals, out),
            Syntax::Call if cx.language == Language::Rust && cx.method(id) == "eq" => {
                compared(cx, id, &locals, out)
            }
            Syntax::Str | Syntax::Template => {
                for written in sql_writes::encrypted(unquoted(cx.text(id))) {
                    write(cx, id, cx.place(id), written, out);
                }
            }
            _ => {}
        }
    }
}

fn write(cx: &Context<'_>, at: NodeId, place: Place, written: Written<'_>, out: &mut Out) {
    let fact = EncryptedWrite {
        target: written.column.clone(),
        callee: written.callee.to_owned(),
        table: written.table,
        passed_to: String::new(),
    };
    out.fact(cx, at, written.column, place, fact);
}

fn assign<'a>(cx: &Context<'a>, id: NodeId, locals: &mut Locals<'a>, out: &mut Out) {
    let tree = cx.tree;
    let (Some(target), Some(value)) = (tree.kid(id, Role::Target), tree.kid(id, Role::Value)) else { return };
    let Some(callee) = encrypting(cx, value, locals) else { return };
    match tree.kind(target) {
        Syntax::Member => fact(cx, id, last(&cx.path(target)), callee, out),
        Syntax::Index => {
            let key = tree.kid(target, Role::Key).and_then(|key| text(cx, key));
            fact(cx, id, &key.unwrap_or_default(), callee, out);
        }
        Syntax::Name => {
            locals.insert((scope(cx, id), cx.text(target)), callee);
        }
        // What is taken out of it by name is of it; `keyId` of `{ keyId: id }` binds nothing.
        Syntax::Object | Syntax::List | Syntax::Call => {
            let names = tree.subtree(target).take(20).filter(|id| {
                let binds = match tree.role(*id) {
                    Role::Key => tree.parent(*id).is_some_and(|pair| tree.has(pair, flag::SHORTHAND)),
                    role => role != Role::Callee,
                };
                tree.kind(*id) == Syntax::Name && binds
            });
            locals.extend(names.map(|name| ((scope(cx, id), cx.text(name)), callee)));
        }
        _ => {}
    }
}

fn pair<'a>(cx: &Context<'a>, id: NodeId, locals: &Locals<'a>, out: &mut Out) {
    let tree = cx.tree;
    let Some(key) = tree.kid(id, Role::Key) else { return };
    // The attribute of an element is no column.
    if tree.has(id, flag::COMPUTED) || (tree.has(id, flag::KEYWORD) && cx.language.is_ecmascript()) {
        return;
    }
    // What a pattern takes out is written nowhere by that.
    if tree.parent(id).is_some_and(|object| tree.role(object) == Role::Target) {
        return;
    }
    let target = match tree.kind(key) {
        Syntax::Name => cx.text(key).to_owned(),
        _ => text(cx, key).unwrap_or_default(),
    };
    let value = match tree.kid(id, Role::Value) {
        Some(_) if tree.has(id, flag::SHORTHAND) => return,
        Some(value) => value,
        None => key,
    };
    if let Some(callee) = encrypting(cx, value, locals) {
        fact(cx, id, &target, callee, out);
    }
}

/// `user.setDataValue("kraPin", encrypt(x))`.
fn setter<'a>(cx: &Context<'a>, call: NodeId, locals: &Locals<'a>, out: &mut Out) {
    let mut arguments = cx.tree.kids_with(call, Role::Arg);
    let (Some(key), Some(value)) = (arguments.next(), arguments.next()) else { return };
    if let Some(target) = text(cx, key)
        && let Some(callee) = encrypting(cx, value, locals)
    {
        fact(cx, call, &target, callee, out);
    }
}

/// `users::kra_pin.eq(encrypt(x))` sets the column where diesel is given what to write; a comparison with an encrypted
/// value shows as much.
fn compared<'a>(cx: &Context<'a>, call: NodeId, locals: &Locals<'a>, out: &mut Out) {
    let tree = cx.tree;
    let column = tree.kid(call, Role::Callee).and_then(|callee| tree.kid(callee, Role::Object));
    let (Some(column), Some(value)) = (column, tree.kid(call, Role::Arg)) else { return };
    if matches!(tree.kind(column), Syntax::Name | Syntax::Member)
        && let Some(callee) = encrypting(cx, value, locals)
    {
        fact(cx, call, last(&cx.path(column)), callee, out);
    }
}

fn fact(cx: &Context<'_>, at: NodeId, target: &str, callee: &str, out: &mut Out) {
    if !target.is_empty() {
        let write = EncryptedWrite {
            target: target.to_owned(),
            callee: callee.to_owned(),
            table: String::new(),
            passed_to: passed_to(cx, at),
        };
        out.fact(cx, at, target, cx.place(at), write);
    }
}

/// What an object or keyword is handed to: `jwt.sign` for `jwt.sign({ email: encrypt(email) })`.
fn passed_to(cx: &Context<'_>, pair: NodeId) -> String {
    let tree = cx.tree;
    if tree.kind(pair) != Syntax::Pair {
        return String::new();
    }
    let above = tree.parent(pair).filter(|above| tree.kind(*above) == Syntax::Object).unwrap_or(pair);
    let call = tree.parent(above).filter(|call| tree.kind(*call) == Syntax::Call);
    call.filter(|_| tree.role(above) == Role::Arg).map_or(String::new(), |call| cx.callee(call).to_owned())
}

/// The encrypting call that a value comes from, by its last name. Objects and functions inside of it have keys and
/// results of their own.
fn encrypting<'a>(cx: &Context<'a>, value: NodeId, locals: &Locals<'a>) -> Option<&'a str> {
    let tree = cx.tree;
    let (mut at, end) = (value.0, tree.node(value).next);
    for _ in 0..MOST_NODES {
        if at >= end {
            break;
        }
        let id = NodeId(at);
        at += 1;
        match tree.kind(id) {
            Syntax::Call => {
                let callee = cx.method(id);
                if may_encrypt(callee) {
                    return Some(callee);
                }
            }
            Syntax::Name if is_value(cx, id) => {
                if let Some(callee) = locals.get(&(scope(cx, id), cx.text(id))) {
                    return Some(callee);
                }
            }
            Syntax::Object | Syntax::Function | Syntax::Pair => at = tree.node(id).next,
            _ => {}
        }
    }
    None
}

/// A name that stands for a value: no property of something else.
fn is_value(cx: &Context<'_>, name: NodeId) -> bool {
    !matches!(cx.tree.role(name), Role::Property | Role::Callee)
}

/// The text of a literal without the prefix and quotes in front.
fn unquoted(literal: &str) -> &str {
    let start = literal.bytes().take(4).position(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    start.map_or(literal, |start| literal[start..].trim_start_matches(['"', '\'', '`']))
}

/// The function that a node stands in, by its position; 0 for the file.
fn scope(cx: &Context<'_>, id: NodeId) -> u32 {
    cx.scope(id).node.map_or(0, |node| node.0)
}
