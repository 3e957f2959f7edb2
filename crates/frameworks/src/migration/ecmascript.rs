//! What JavaScript itself brings: promises, callbacks, methods of lists, and members of the migration's own class.

use super::value::Value;
use super::walk::{Call, Walk};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Objects of the language whose functions change no database.
const PLAIN: &[&str] = &[
    "Promise", "Object", "Array", "JSON", "Math", "String", "Number", "Boolean", "Date", "Set", "Map",
    "Symbol", "BigInt",
];

/// Names that callbacks of Node are given under; calling one ends the body and does nothing else.
const CALLBACKS: &[&str] = &["callback", "cb", "done", "next", "resolve"];

/// Methods that call what they are given once per element.
const PER_ELEMENT: &[&str] = &["forEach", "map", "flatMap", "filter", "some", "every", "find", "reduce"];

/// Lists of at most so many elements are followed once per element.
const LONGEST: usize = 64;

/// Enclosing nodes among which the class of a method is looked for.
const FARTHEST_CLASS: usize = 64;

impl Walk<'_, '_> {
    /// Follows a call of what the language itself defines; false when it is none.
    pub(super) fn builtin(&mut self, call: &Call<'_>, object: Option<NodeId>) -> bool {
        let tree = self.cx.tree;
        let arguments: Vec<NodeId> = tree.kids_with(call.node, Role::Arg).collect();
        let callee = self.cx.callee(call.node);
        if let Some(object) = object.filter(|object| self.cx.text(*object) == "this")
            && let Some(own) = self.own_member(object, Syntax::Function, call.method)
        {
            self.helper(call.node, own);
            return true;
        }
        if callee == "Promise.reject" {
            self.refuse(call.node);
            return true;
        }
        let plain = callee.split('.').next().is_some_and(|first| PLAIN.contains(&first));
        if (plain && object.is_none_or(|object| tree.kind(object) == Syntax::Name))
            || CALLBACKS.contains(&callee)
        {
            for argument in arguments {
                // `new Promise((resolve) => …)`, `Array.from(x, …)`.
                self.callback(argument, &[]);
            }
            return true;
        }
        match call.method {
            "then" | "catch" | "finally" => {
                object.into_iter().for_each(|object| self.follow(object));
                for (index, argument) in arguments.into_iter().enumerate() {
                    if call.method == "catch" || index > 0 {
                        self.conditionally(|walk| walk.callback(argument, &[]));
                    } else {
                        self.callback(argument, &[]);
                    }
                }
                true
            }
            method if PER_ELEMENT.contains(&method) => self.per_element(&call.receiver, object, &arguments),
            _ => false,
        }
    }

    /// A callback of a list's method, once per element where they are known.
    fn per_element(&mut self, list: &Value, object: Option<NodeId>, arguments: &[NodeId]) -> bool {
        let Some((callback, rest)) = arguments.split_first() else { return false };
        if matches!(list, Value::Tool | Value::Builder(_))
            || !matches!(self.value(*callback), Value::Function(_))
        {
            return false;
        }
        object.into_iter().for_each(|object| self.follow(object));
        match list {
            Value::List(values) if values.len() <= LONGEST => {
                for value in values {
                    self.callback(*callback, std::slice::from_ref(value));
                }
            }
            _ => self.conditionally(|walk| walk.callback(*callback, &[])),
        }
        rest.iter().for_each(|argument| self.follow(*argument));
        true
    }

    /// A method or field of the class that a node stands in.
    pub(super) fn own_member(&self, node: NodeId, kind: Syntax, name: &str) -> Option<NodeId> {
        let tree = self.cx.tree;
        let class = tree.ancestors(node).take(FARTHEST_CLASS).find(|id| tree.kind(*id) == Syntax::Class)?;
        let named = |kid: &NodeId| tree.kid(*kid, Role::Name).is_some_and(|own| self.cx.text(own) == name);
        let mut members = tree.kids(class).filter(|kid| tree.kind(*kid) == kind);
        members.find(|kid| named(kid) && (kind != Syntax::Function || tree.has(*kid, flag::METHOD)))
    }
}
