//! Chains of calls: `db.schema.alterTable("t").addColumn("x", "text").execute()`, read from their root outwards.

use super::value::{HOLE, Value};
use super::walk::Walk;
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Chains longer than this are not read.
const LONGEST: usize = 512;

/// One link: a method that is called, or a property that is passed through.
#[derive(Clone, Copy)]
pub(crate) struct Link<'a> {
    /// The name of the method or property; empty when what stands before is itself called: `knex("users")`.
    pub name: &'a str,
    /// The call; none for a property.
    pub call: Option<NodeId>,
}

/// A chain, from its root outwards.
pub(crate) struct Chain<'a> {
    /// What stands at its root: a name, `this`, or a tagged template.
    pub root: NodeId,
    /// What follows it.
    pub links: Vec<Link<'a>>,
}

impl Chain<'_> {
    /// The first call of one of these methods.
    pub(crate) fn find(&self, names: &[&str]) -> Option<(&str, NodeId)> {
        self.links
            .iter()
            .find_map(|link| Some((link.name, link.call.filter(|_| names.contains(&link.name))?)))
    }

    /// Something is passed through or called under this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.links.iter().any(|link| link.name == name)
    }
}

impl<'a> Walk<'_, 'a> {
    /// The chain that ends in a call; none when it is too long to be read.
    pub(crate) fn chain(&self, call: NodeId) -> Option<Chain<'a>> {
        let tree = self.cx.tree;
        let mut links = Vec::new();
        let mut at = call;
        let mut called = None;
        loop {
            if links.len() > LONGEST {
                return None;
            }
            match tree.kind(at) {
                Syntax::Call if !tree.has(at, flag::TAGGED | flag::NEW) => {
                    if let Some(outer) = called.replace(at) {
                        links.push(Link { name: "", call: Some(outer) });
                    }
                    at = tree.kid(at, Role::Callee)?;
                }
                Syntax::Member => {
                    let property = tree.kid(at, Role::Property)?;
                    links.push(Link { name: self.cx.text(property), call: called.take() });
                    at = tree.kid(at, Role::Object)?;
                }
                _ => break,
            }
        }
        if called.is_some() {
            links.push(Link { name: "", call: called });
        }
        links.reverse();
        Some(Chain { root: at, links })
    }

    /// A property of an object literal.
    pub(crate) fn property(&self, object: NodeId, name: &str) -> Option<NodeId> {
        let tree = self.cx.tree;
        let pairs = tree.kids(object).filter(|kid| tree.kind(*kid) == Syntax::Pair).take(256);
        let mut named = pairs.filter(|pair| {
            tree.kid(*pair, Role::Key).is_some_and(|key| crate::path::unquoted(self.cx.text(key)) == name)
        });
        let pair = named.next()?;
        tree.kid(pair, Role::Value).or_else(|| tree.kid(pair, Role::Key))
    }

    /// The name under one of these properties: empty when an object literal has none of them, a hole when the node is
    /// no object literal.
    pub(crate) fn name_in(&self, object: NodeId, names: &[&str]) -> String {
        if self.cx.tree.kind(object) != Syntax::Object {
            return HOLE.to_string();
        }
        let found = names.iter().find_map(|name| self.property(object, name));
        found.map_or(String::new(), |value| self.value(value).name())
    }

    /// The names that a value lists: one text, or several. None when they are not all known.
    pub(crate) fn names(&self, node: NodeId) -> Option<Vec<String>> {
        let text = |value: &Value| value.text().map(str::to_owned);
        match self.value(node) {
            Value::List(list) => list.iter().map(text).collect(),
            value => Some(vec![text(&value)?]),
        }
    }
}
