//! Values that pass through an encrypting call into an attribute, a keyword or a key, alike in every language.

use super::{calls, last, may_encrypt, text};
use crate::{Context, Out};
use review_facts::EncryptedWrite;
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// States `user.kra_pin = encrypt(x)`, `User(kra_pin=encrypt(x))`, `User.create({ kraPin: encrypt(x) })`,
/// `user.setDataValue("kraPin", encrypt(x))`.
pub(crate) fn writes(cx: &Context<'_>, out: &mut Out) {
    let holds = |sign: &[u8]| memchr::memmem::find(cx.source.as_bytes(), sign).is_some();
    if !(holds(b"ncrypt") || holds(b"seal") || holds(b"NCRYPT") || holds(b"ncipher")) {
        return;
    }
    for id in cx.tree.ids() {
        let Some((target, value)) = target(cx, id) else { continue };
        let through = calls(cx, value);
        let Some(callee) = through.iter().find(|callee| may_encrypt(callee)) else { continue };
        let write = EncryptedWrite { target: target.clone(), callee: callee.clone() };
        out.fact(cx, id, target, cx.place(id), write);
    }
}

/// What a node writes to by name, and the value.
fn target(cx: &Context<'_>, id: NodeId) -> Option<(String, NodeId)> {
    let tree = cx.tree;
    let named = |target: NodeId| last(&cx.path(target)).to_owned();
    match tree.kind(id) {
        Syntax::Assign => {
            let target = tree.kid(id, Role::Target)?;
            let name = match tree.kind(target) {
                Syntax::Member => named(target),
                Syntax::Index if cx.language.is_ecmascript() => text(cx, tree.kid(target, Role::Key)?)?,
                _ => return None,
            };
            Some((name, tree.kid(id, Role::Value)?))
        }
        Syntax::Pair if tree.has(id, flag::KEYWORD) => {
            Some((named(tree.kid(id, Role::Key)?), tree.kid(id, Role::Value)?))
        }
        Syntax::Pair if cx.language.is_ecmascript() && !tree.has(id, flag::COMPUTED) => {
            let (key, value) = (tree.kid(id, Role::Key)?, tree.kid(id, Role::Value)?);
            // The object, the list or the function in it has its own keys.
            let plain =
                matches!(tree.kind(value), Syntax::Call | Syntax::Unary | Syntax::If | Syntax::Binary);
            let name = text(cx, key).unwrap_or_else(|| named(key));
            plain.then_some((name, value))
        }
        Syntax::Call if cx.language.is_ecmascript() => {
            if !matches!(last(cx.callee(id)), "setDataValue" | "set") {
                return None;
            }
            let mut arguments = tree.kids_with(id, Role::Arg);
            Some((text(cx, arguments.next()?)?, arguments.next()?))
        }
        _ => None,
    }
}
