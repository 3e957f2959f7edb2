//! Objects of TypeScript and JavaScript that describe columns: `{ type: DataTypes.STRING, set(value) { … } }`.

use super::{calls, may_encrypt, opened};
use crate::Context;
use review_syntax::{Kind as Syntax, NodeId, Role, flag};
use std::collections::HashMap;

/// Entries of one object that are read, those included that it spreads.
const MOST: usize = 400;

/// Names that are followed to what they are bound to.
const HOPS: usize = 4;

/// Named scopes around a use that are looked through for a name.
const SCOPES: usize = 12;

/// One entry of an object.
pub(crate) struct Entry<'a> {
    pub(crate) key: &'a str,
    /// The token of its key.
    pub(crate) at: NodeId,
    /// Its value; the function of a method.
    pub(crate) value: NodeId,
}

/// What names of the file are bound to.
pub(crate) struct Bindings<'a> {
    by_name: HashMap<&'a str, Vec<NodeId>>,
}

impl<'a> Bindings<'a> {
    pub(crate) fn of(cx: &Context<'a>) -> Bindings<'a> {
        let mut by_name: HashMap<&str, Vec<NodeId>> = HashMap::new();
        for id in cx.tree.ids().filter(|id| cx.tree.kind(*id) == Syntax::Assign) {
            if !cx.tree.has(id, flag::DECL) {
                continue;
            }
            let target = cx.tree.kid(id, Role::Target).filter(|at| cx.tree.kind(*at) == Syntax::Name);
            if let (Some(target), Some(_)) = (target, cx.tree.kid(id, Role::Value)) {
                by_name.entry(cx.text(target)).or_default().push(id);
            }
        }
        Bindings { by_name }
    }

    /// The declaration that a name means at a node: that of its own function, else of the ones around it.
    pub(crate) fn declaration(&self, cx: &Context<'_>, at: NodeId, name: &str) -> Option<NodeId> {
        let declarations = self.by_name.get(name)?;
        let mut scope = cx.scope(at);
        for _ in 0..SCOPES {
            let here = |id: &&NodeId| std::ptr::eq(cx.scope(**id), scope);
            if let Some(found) = declarations.iter().rev().filter(here).find(|id| id.0 < at.0) {
                return Some(*found);
            }
            if let Some(found) = declarations.iter().find(here) {
                return Some(*found);
            }
            let outer = cx.outer(scope);
            if std::ptr::eq(outer, scope) {
                break;
            }
            scope = outer;
        }
        None
    }

    /// What an expression stands for: names opened to what they are bound to, `Object.freeze(x)` to `x`.
    pub(crate) fn open(&self, cx: &Context<'_>, node: NodeId) -> NodeId {
        let mut node = node;
        for _ in 0..HOPS {
            let next = match cx.tree.kind(node) {
                Syntax::Name => self
                    .declaration(cx, node, cx.text(node))
                    .and_then(|declaration| cx.tree.kid(declaration, Role::Value)),
                Syntax::Call if cx.callee(node) == "Object.freeze" => cx.tree.kid(node, Role::Arg),
                _ => None,
            };
            match next {
                Some(next) if next != node => node = next,
                _ => break,
            }
        }
        node
    }

    /// The entries of an object, those of objects that it spreads in their place.
    pub(crate) fn entries<'s>(&self, cx: &Context<'s>, object: NodeId) -> Vec<Entry<'s>> {
        let mut found = Vec::new();
        self.collect(cx, object, 0, &mut found);
        found
    }

    fn collect<'s>(&self, cx: &Context<'s>, object: NodeId, depth: usize, found: &mut Vec<Entry<'s>>) {
        let tree = cx.tree;
        for kid in tree.kids(object) {
            if found.len() >= MOST {
                return;
            }
            match tree.kind(kid) {
                Syntax::Pair => {
                    let Some(mut at) = tree.kid(kid, Role::Key) else { continue };
                    // `[Channel.EMAIL]: …` is known by the name of its member, whatever that stands for.
                    if tree.has(kid, flag::COMPUTED) {
                        let member = tree.kid(at, Role::Property).filter(|_| tree.kind(at) == Syntax::Member);
                        let Some(member) = member else { continue };
                        at = member;
                    }
                    let value = tree.kid(kid, Role::Value).unwrap_or(at);
                    found.push(Entry { key: key(cx, at), at, value });
                }
                Syntax::Function => {
                    if let Some(at) = tree.kid(kid, Role::Name) {
                        found.push(Entry { key: key(cx, at), at, value: kid });
                    }
                }
                Syntax::Spread if depth < HOPS => {
                    let Some(value) = tree.kid(kid, Role::Value) else { continue };
                    let value = self.open(cx, value);
                    if tree.kind(value) == Syntax::Object {
                        self.collect(cx, value, depth + 1, found);
                    }
                }
                _ => {}
            }
        }
    }

    /// The value of a key of an object.
    pub(crate) fn get(&self, cx: &Context<'_>, object: NodeId, name: &str) -> Option<NodeId> {
        let object = self.open(cx, object);
        if cx.tree.kind(object) != Syntax::Object {
            return None;
        }
        self.entries(cx, object).into_iter().find(|entry| entry.key == name).map(|entry| entry.value)
    }

    /// Names of the calls through which a setter gives its value on, functions of the file opened.
    pub(crate) fn setter(&self, cx: &Context<'_>, setter: NodeId) -> Vec<String> {
        let setter = self.open(cx, setter);
        match cx.tree.kind(setter) {
            Syntax::Function => opened(cx, &[setter], &[]),
            Syntax::Name | Syntax::Member => {
                let path = cx.path(setter);
                let mut through = vec![super::last(&path).to_owned()];
                if let Some(function) = cx.function_of_file(&path) {
                    through.extend(opened(cx, &[function], &[]));
                    // The function is known by what it does.
                    through.remove(0);
                }
                through
            }
            // `set: encryptWith(key)`: what makes the setter.
            _ => calls(cx, setter),
        }
    }
}

/// What a hook encrypts without naming the field it goes to, as the call: `this[field] = encrypt(this[field])`,
/// `encryptFields(document)`. None where every encrypted value goes to a field by name.
pub(crate) fn encrypts_unnamed(cx: &Context<'_>, hook: NodeId) -> Option<String> {
    /// Nodes between a call and the field it is assigned to.
    const CLIMB: usize = 6;
    let tree = cx.tree;
    if tree.kind(hook) != Syntax::Function {
        let path = cx.path(hook);
        return match cx.function_of_file(&path) {
            Some(function) => encrypts_unnamed(cx, function),
            None => may_encrypt(super::last(&path)).then_some(path),
        };
    }
    let calls = tree.subtree(hook).take(2_000).filter(|id| tree.kind(*id) == Syntax::Call);
    let mut calls = calls.filter(|call| may_encrypt(super::last(cx.callee(*call))));
    let named = |call: NodeId| {
        let above = tree.ancestors(call).take(CLIMB).take_while(|above| *above != hook);
        above.filter(|above| matches!(tree.kind(*above), Syntax::Assign | Syntax::Pair)).any(|above| {
            match tree.kid(above, Role::Target).map(|target| (target, tree.kind(target))) {
                Some((target, Syntax::Index)) => {
                    tree.kid(target, Role::Key).is_some_and(|key| tree.str_content(key, cx.source).is_some())
                }
                _ => true,
            }
        })
    };
    calls.find(|call| !named(*call)).map(|call| cx.callee(call).to_owned())
}

fn key<'a>(cx: &Context<'a>, at: NodeId) -> &'a str {
    match cx.tree.str_content(at, cx.source) {
        Some(content) => content.text(cx.source),
        None => cx.text(at),
    }
}

/// True for the literal `true`.
pub(crate) fn is_true(cx: &Context<'_>, node: NodeId) -> bool {
    cx.tree.kind(node) == Syntax::Constant && cx.tree.has(node, flag::TRUE)
}

/// True for the literal `false`.
pub(crate) fn is_false(cx: &Context<'_>, node: NodeId) -> bool {
    cx.tree.kind(node) == Syntax::Constant && cx.tree.has(node, flag::FALSE)
}
