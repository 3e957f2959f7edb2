//! What a Python class does to its own columns on their way in.

use super::{calls, last, texts};
use crate::Context;
use review_syntax::{Kind as Syntax, NodeId, Role};
use std::collections::BTreeMap;

/// Per attribute, the calls through which the class itself writes it: `self._kra_pin = encrypt(value)` in a setter,
/// `return encrypt(value)` in a method under `@validates("kra_pin")`.
pub(crate) fn written_through(cx: &Context<'_>, class: NodeId) -> BTreeMap<String, Vec<String>> {
    let tree = cx.tree;
    let mut written: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for function in tree.kids(class).filter(|kid| tree.kind(*kid) == Syntax::Function) {
        let mut locals: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let validated = validated(cx, function);
        for id in tree.subtree(function).take(2_000) {
            let (kind, value) = (tree.kind(id), tree.kid(id, Role::Value));
            let (Syntax::Assign | Syntax::Return, Some(value)) = (kind, value) else { continue };
            let through = match tree.kind(value) {
                Syntax::Name => locals.get(cx.text(value)).cloned().unwrap_or_default(),
                _ => calls(cx, value),
            };
            if through.is_empty() {
                continue;
            }
            if kind == Syntax::Return {
                for attribute in &validated {
                    written.entry(attribute.clone()).or_default().extend(through.iter().cloned());
                }
                continue;
            }
            let Some(target) = tree.kid(id, Role::Target) else { continue };
            match tree.kind(target) {
                Syntax::Name => drop(locals.insert(cx.text(target), through)),
                Syntax::Member => {
                    if let Some(attribute) = cx.path(target).strip_prefix("self.") {
                        written.entry(attribute.to_owned()).or_default().extend(through);
                    }
                }
                _ => {}
            }
        }
    }
    written.values_mut().for_each(|through| through.truncate(8));
    written
}

/// The attributes that a method under `@validates("a", "b")` is called for.
fn validated(cx: &Context<'_>, function: NodeId) -> Vec<String> {
    let tree = cx.tree;
    let decorators = tree.kids(function).filter(|kid| tree.kind(*kid) == Syntax::Decorator);
    let calls = decorators.filter_map(|decorator| tree.kids(decorator).next());
    let validates = calls.filter(|call| last(cx.callee(*call)) == "validates");
    validates.flat_map(|call| texts(cx, call)).collect()
}
