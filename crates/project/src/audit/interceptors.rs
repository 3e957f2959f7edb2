//! Interceptors of NestJS that stand on a handler or its class, and the metadata by which one chooses its handlers.
//!
//! One decision that is not obvious: an interceptor that asks the reflector for a key records those handlers alone that
//! carry it, wherever the interceptor itself is set.

use crate::graph::{Index, Node, Resolver, Thing};
use crate::vocabulary::words_of;
use review_facts::code::{Call, Code, UnitForm, Value, call};

/// Calls of one unit that are looked at.
const CALLS: usize = 400;

/// Finds interceptors by decorators.
#[derive(Clone, Copy)]
pub(super) struct Interceptors<'a> {
    pub(super) index: &'a Index<'a>,
    pub(super) resolver: &'a Resolver<'a>,
}

impl<'a> Interceptors<'a> {
    /// What the decorators of a handler and of its class make run around it.
    pub(super) fn around(self, handler: Node) -> Vec<Node> {
        let mut found = Vec::new();
        for (unit, decorator) in self.decorators(handler) {
            let code = self.index.code(unit);
            let callee = code.text(decorator.callee);
            if callee == "UseInterceptors" {
                self.intercepting(unit, decorator, &mut found);
            } else if let Thing::Func(made) = self.resolver.path(unit, callee) {
                for inner in self
                    .inside(made)
                    .filter(|call| self.index.code(made).text(call.callee) == "UseInterceptors")
                {
                    self.intercepting(made, inner, &mut found);
                }
            }
        }
        found.retain(|node| self.asked_for(&self.keys(&[*node]), handler));
        found
    }

    fn intercepting(self, from: Node, call: &Call, found: &mut Vec<Node>) {
        let code = self.index.code(from);
        for arg in code.args(call) {
            let (Value::Path(path) | Value::Call(path)) = arg.value else { continue };
            if let Thing::Class(class) | Thing::Instance(class) = self.resolver.path(from, code.text(path)) {
                found.extend(self.resolver.member(class, "intercept", 0));
            }
        }
    }

    /// The decorators of a handler and of its class, and the unit that each stands on.
    fn decorators(self, handler: Node) -> Vec<(Node, &'a Call)> {
        let parent = self.index.parent(handler);
        let class = (self.index.unit(parent).form == UnitForm::Class).then_some(parent);
        let mut found = Vec::new();
        for unit in std::iter::once(handler).chain(class) {
            let number = self.index.number(unit);
            let first = self.index.unit(unit).span.start;
            // Decorators stand at the start of what they decorate.
            let from_first = self.calls_from(unit, first);
            let decorating =
                from_first.filter(|call| call.unit == number && call.flags & call::DECORATOR != 0);
            found.extend(decorating.map(|call| (unit, call)));
        }
        found
    }

    /// The calls inside of a unit.
    fn inside(self, unit: Node) -> impl Iterator<Item = &'a Call> {
        self.calls_from(unit, self.index.unit(unit).span.start)
    }

    fn calls_from(self, unit: Node, first: u32) -> impl Iterator<Item = &'a Call> {
        let calls = &self.index.code(unit).calls;
        let end = self.index.unit(unit).span.end;
        let from = calls.partition_point(|call| call.at < first);
        calls[from..].iter().take(CALLS).take_while(move |call| call.at < end)
    }

    /// Keys of metadata that what runs asks for.
    pub(super) fn keys(self, nodes: &[Node]) -> Vec<String> {
        let mut keys = Vec::new();
        for node in nodes {
            let code = self.index.code(*node);
            let Some(class) = self.index.class_around(*node) else { continue };
            for call in self.inside(class) {
                let (receiver, method) = code.text(call.callee).rsplit_once('.').unwrap_or_default();
                let reads = matches!(
                    method,
                    "get" | "getAll" | "getAllAndOverride" | "getAllAndMerge" | "getMetadata"
                );
                if reads && receiver.to_ascii_lowercase().contains("reflect") {
                    keys.extend(code.args(call).first().and_then(|arg| key_of(code, arg.value)));
                }
            }
        }
        keys.sort();
        keys.dedup();
        keys
    }

    /// The handler carries what an interceptor with these keys asks for.
    pub(super) fn asked_for(self, keys: &[String], handler: Node) -> bool {
        let leaves_out = |key: &str| {
            let words = words_of(key);
            let no = ["skip", "no", "ignore", "exclude", "disable", "without"];
            words.iter().any(|word| no.contains(&word.as_str()))
        };
        keys.is_empty() || keys.iter().any(|key| self.carries(handler, key) != leaves_out(key))
    }

    fn carries(self, handler: Node, key: &str) -> bool {
        self.decorators(handler).into_iter().any(|(unit, decorator)| {
            let code = self.index.code(unit);
            let callee = code.text(decorator.callee);
            if callee == "SetMetadata" {
                return sets(code, decorator, key);
            }
            if callee.rsplit('.').next() == Some(key) {
                return true;
            }
            let Thing::Func(made) = self.resolver.path(unit, callee) else { return false };
            let code = self.index.code(made);
            self.inside(made)
                .filter(|call| matches!(code.text(call.callee), "SetMetadata" | "Reflect.defineMetadata"))
                .any(|call| sets(code, call, key))
        })
    }
}

fn sets(code: &Code, call: &Call, key: &str) -> bool {
    code.args(call).first().and_then(|arg| key_of(code, arg.value)).as_deref() == Some(key)
}

/// A key by its text or the last name of its constant.
fn key_of(code: &Code, value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(code.text(text).to_owned()),
        Value::Path(path) => code.text(path).rsplit('.').next().map(str::to_owned),
        _ => None,
    }
}
