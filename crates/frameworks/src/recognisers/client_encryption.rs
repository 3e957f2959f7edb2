//! Clients of Prisma that get what encrypts columns: `client.$extends(fieldEncryptionExtension())`.
//!
//! One decision that is not obvious: where the client goes is looked at. `$extends` gives back a new client and leaves
//! the old one as it was, so a statement that drops it encrypts nothing.

use crate::model::last;
use crate::{Context, Out, Recogniser};
use review_facts::{ClientEncryption, Kind, Language};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "client_encryption",
    finds: &[Kind::ClientEncryption],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &[],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Nodes around a call that are looked through.
const MOST_ANCESTORS: usize = 24;

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let method = cx.method(call);
    if !matches!(method, "$extends" | "$use") {
        return;
    }
    let Some((at, extension)) =
        cx.tree.kids_with(call, Role::Arg).find_map(|argument| extension(cx, argument))
    else {
        return;
    };
    let fact = ClientEncryption {
        used: method == "$use" || is_used(cx, call),
        of_library: is_of_library(cx, &extension),
        extension: extension.clone(),
    };
    out.fact(cx, call, extension, cx.place(at), fact);
}

/// The extension by its name: a call, or a variable that is bound to one.
fn extension(cx: &Context<'_>, argument: NodeId) -> Option<(NodeId, String)> {
    let path = match cx.tree.kind(argument) {
        Syntax::Call => cx.callee(argument).to_owned(),
        Syntax::Name | Syntax::Member => {
            let path = cx.path(argument);
            bound(cx, &path).unwrap_or(path)
        }
        _ => return None,
    };
    let name = last(&path).to_ascii_lowercase();
    (name.contains("encrypt") || name.contains("cipher")).then_some((argument, path))
}

/// The callee of the call that a name of the file is bound to.
fn bound(cx: &Context<'_>, name: &str) -> Option<String> {
    memchr::memmem::find(cx.source.as_bytes(), b"ncrypt")?;
    let tree = cx.tree;
    let binds = |id: &NodeId| {
        tree.kind(*id) == Syntax::Assign
            && tree.kid(*id, Role::Target).is_some_and(|target| cx.text(target) == name)
    };
    let value = tree.kid(tree.ids().find(binds)?, Role::Value)?;
    (tree.kind(value) == Syntax::Call).then(|| cx.callee(value).to_owned())
}

/// prisma-field-encryption and its forks keep `field-encryption` in their names.
fn is_of_library(cx: &Context<'_>, extension: &str) -> bool {
    let first = extension.split('.').next().unwrap_or_default();
    let module = cx.import(first).map_or("", |import| import.module.as_str());
    module.contains("field-encryption")
        && !module.starts_with(['.', '/', '~', '#'])
        && !module.starts_with("@/")
}

/// The client that a call gives back goes somewhere: it is given back, passed on, or bound to what is named again.
fn is_used(cx: &Context<'_>, call: NodeId) -> bool {
    let tree = cx.tree;
    let mut below = call;
    for above in tree.ancestors(call).take(MOST_ANCESTORS) {
        match tree.kind(above) {
            // A statement by itself.
            Syntax::File | Syntax::Block => return false,
            Syntax::Export | Syntax::Return => return true,
            Syntax::Assign if tree.role(below) == Role::Value => {
                let target = tree.kid(above, Role::Target);
                let name = target.filter(|target| tree.kind(*target) == Syntax::Name);
                return tree.has(above, flag::EXPORTED) || name.is_none_or(|name| is_named_again(cx, name));
            }
            Syntax::If if tree.role(below) != Role::Cond && !tree.has(above, flag::TERNARY) => return false,
            Syntax::Function => return tree.role(below) == Role::Body,
            Syntax::Call if tree.role(below) == Role::Arg => return true,
            _ => below = above,
        }
    }
    true
}

/// The name stands somewhere else in the file, too.
fn is_named_again(cx: &Context<'_>, name: NodeId) -> bool {
    let text = cx.text(name);
    let is = |id: &NodeId| {
        *id != name
            && cx.tree.kind(*id) == Syntax::Name
            && cx.tree.role(*id) != Role::Property
            && cx.text(*id) == text
    };
    cx.tree.ids().any(|id| is(&id))
}
