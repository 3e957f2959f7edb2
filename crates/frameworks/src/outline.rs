//! A first look over the tree: scopes, callee paths, exported names.
//!
//! One decision that is not obvious: what is found here is kept per node in plain arrays, which are kept per
//! thread and reused. A recogniser then asks about any node, also one further on, at the price of an index.

use crate::path;
use review_syntax::{Kind, NodeId, Role, Tree, flag};
use std::cell::RefCell;

/// A named function or class of the file.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Its dotted name from the outside; empty for the file.
    pub name: String,
    /// It stands in test code: `#[cfg(test)]`, `#[test]`, or below such a scope.
    pub in_test: bool,
    /// The function, class or file itself.
    pub node: Option<NodeId>,
    /// The scope around it, as an index; the file's is its own.
    pub(crate) parent: u32,
    /// How many scopes lie around it.
    depth: u32,
}

/// Scopes deeper than this belong to the last one within: dotted names would grow without bound.
const DEEPEST_SCOPE: u32 = 12;

/// What the first look finds.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Per node the innermost scope around it, itself excluded.
    pub(crate) scope_of: Vec<u32>,
    pub(crate) scopes: Vec<Scope>,
    /// Per node, for calls, one more than the index into `callees`.
    callee_of: Vec<u32>,
    callees: Vec<Callee>,
    /// Callee paths that the source does not spell in one piece.
    paths: String,
    /// Names that are exported apart from their declaration, sorted.
    exports: Vec<String>,
    /// There is JSX.
    pub(crate) jsx: bool,
}

#[derive(Clone, Copy, Debug)]
struct Callee {
    start: u32,
    /// Where its last name starts.
    last: u32,
    end: u32,
    /// In the source, not in `paths`.
    verbatim: bool,
}

thread_local! {
    static KEPT: RefCell<Outline> = RefCell::default();
}

impl Outline {
    /// Looks over a tree, using the thread's buffers; give them back with [`Outline::keep`].
    pub(crate) fn of(tree: &Tree, source: &str) -> Outline {
        let mut outline = KEPT.with(|kept| std::mem::take(&mut *kept.borrow_mut()));
        outline.clear(tree.nodes.len());
        outline.fill(tree, source);
        outline
    }

    /// Gives the buffers back to the thread.
    pub(crate) fn keep(self) {
        KEPT.with(|kept| *kept.borrow_mut() = self);
    }

    /// The callee path of a call; empty for other nodes.
    pub(crate) fn callee<'a>(&'a self, call: NodeId, source: &'a str) -> &'a str {
        let index = self.callee_of.get(call.0 as usize).copied().unwrap_or(0);
        let Some(callee) = (index as usize).checked_sub(1).and_then(|index| self.callees.get(index)) else {
            return "";
        };
        let text = if callee.verbatim { source } else { &self.paths };
        text.get(callee.start as usize..callee.end as usize).unwrap_or("")
    }

    /// The last name of a callee path; empty for other nodes.
    pub(crate) fn method<'a>(&'a self, call: NodeId, source: &'a str) -> &'a str {
        let index = self.callee_of.get(call.0 as usize).copied().unwrap_or(0);
        let Some(callee) = (index as usize).checked_sub(1).and_then(|index| self.callees.get(index)) else {
            return "";
        };
        let text = if callee.verbatim { source } else { &self.paths };
        text.get(callee.last as usize..callee.end as usize).unwrap_or("")
    }

    /// True when the source spells the callee path of a call in one piece.
    pub(crate) fn is_verbatim(&self, call: NodeId) -> bool {
        let index = self.callee_of.get(call.0 as usize).copied().unwrap_or(0);
        let callee = (index as usize).checked_sub(1).and_then(|index| self.callees.get(index));
        callee.is_some_and(|callee| callee.verbatim)
    }

    /// True when the file exports the name in a statement of its own: `export { name }`.
    pub(crate) fn exports(&self, name: &str) -> bool {
        self.exports.binary_search_by(|export| export.as_str().cmp(name)).is_ok()
    }

    fn clear(&mut self, nodes: usize) {
        self.scope_of.clear();
        self.scope_of.resize(nodes, 0);
        self.callee_of.clear();
        self.callee_of.resize(nodes, 0);
        self.callees.clear();
        self.scopes.clear();
        self.paths.clear();
        self.exports.clear();
        self.jsx = false;
    }

    fn fill(&mut self, tree: &Tree, source: &str) {
        let root = tree.root();
        let in_test = is_test_only(tree, root, source);
        self.scopes.push(Scope { in_test, node: Some(root), ..Scope::default() });
        let mut current = 0_u32;
        for id in tree.ids() {
            while let Some(node) = self.scopes[current as usize].node
                && id.0 >= tree.node(node).next
                && current != 0
            {
                current = self.scopes[current as usize].parent;
            }
            self.scope_of[id.0 as usize] = current;
            match tree.kind(id) {
                Kind::Call => self.add_callee(tree, id, source),
                Kind::Function | Kind::Class => {
                    if let Some(scope) = self.open_scope(tree, id, source, current) {
                        current = scope;
                    }
                }
                Kind::Export => self.add_exports(tree, id, source),
                Kind::Other if !self.jsx => self.jsx = tree.raw(id).starts_with("jsx"),
                _ => {}
            }
        }
        self.exports.sort();
    }

    fn add_callee(&mut self, tree: &Tree, call: NodeId, source: &str) {
        let Some(callee) = tree.kid(call, Role::Callee) else { return };
        let found = if path::is_verbatim(tree, callee, source) {
            let span = tree.span(callee);
            let last = span.end - last_of(span.text(source)).len() as u32;
            Callee { start: span.start, last, end: span.end, verbatim: true }
        } else {
            let start = self.paths.len() as u32;
            path::write(tree, callee, source, &mut self.paths);
            let end = self.paths.len() as u32;
            let last = end - last_of(&self.paths[start as usize..]).len() as u32;
            Callee { start, last, end, verbatim: false }
        };
        self.callees.push(found);
        self.callee_of[call.0 as usize] = self.callees.len() as u32;
    }

    fn open_scope(&mut self, tree: &Tree, id: NodeId, source: &str, around: u32) -> Option<u32> {
        let outer = &self.scopes[around as usize];
        let (depth, outer_in_test) = (outer.depth + 1, outer.in_test);
        let in_test = outer_in_test || is_test_only(tree, id, source);
        let own = if depth > DEEPEST_SCOPE { None } else { self.scope_name(tree, id, source) };
        let own = own.filter(|name| !name.is_empty())?;
        let outer = &self.scopes[around as usize];
        let name = if outer.name.is_empty() { own } else { format!("{}.{own}", outer.name) };
        self.scopes.push(Scope { name, in_test, node: Some(id), parent: around, depth });
        Some(self.scopes.len() as u32 - 1)
    }

    fn scope_name(&self, tree: &Tree, id: NodeId, source: &str) -> Option<String> {
        if let Some(name) = path::name_node(tree, id) {
            return Some(match tree.kind(name) {
                Kind::Str => path::unquoted(tree.text(name, source)).to_owned(),
                Kind::Name => tree.text(name, source).to_owned(),
                Kind::Member => path::of(tree, name, source),
                _ => path::shortened(tree.text(name, source).split('<').next().unwrap_or("")).to_owned(),
            });
        }
        if tree.kind(id) == Kind::Function && path::is_default_export(tree, id) {
            return Some("default".to_owned());
        }
        let (call, label) = path::registration(tree, id)?;
        let label = path::shortened(path::unquoted(tree.text(label, source)));
        Some(format!("{} {label}", self.callee(call, source)))
    }

    fn add_exports(&mut self, tree: &Tree, export: NodeId, source: &str) {
        for kid in tree.kids(export) {
            let name = match tree.kind(kid) {
                Kind::Imported => tree.kid(kid, Role::Name).or_else(|| tree.kid(kid, Role::Alias)),
                Kind::Name => Some(kid),
                _ => None,
            };
            if let Some(name) = name {
                self.exports.push(tree.text(name, source).to_owned());
            }
        }
    }
}

fn last_of(path: &str) -> &str {
    let dot = path.bytes().rposition(|byte| byte == b'.');
    dot.map_or(path, |dot| &path[dot + 1..])
}

/// Marked as built for tests alone: a test function, or an item under `#[cfg(test)]` or `#[cfg(all(test, …))]`.
/// `any(test, …)` is not: that code also runs elsewhere.
fn is_test_only(tree: &Tree, id: NodeId, source: &str) -> bool {
    if tree.kind(id) == Kind::Function && tree.has(id, flag::TEST) {
        return true;
    }
    tree.kids(id).take_while(|kid| tree.kind(*kid) == Kind::Decorator).any(|decorator| {
        let text = tree.text(decorator, source);
        // Attributes are short; a long one is a derive list or a doc text.
        if text.len() > 200 {
            return false;
        }
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.trim_start_matches(['#', '!', '[']).trim_end_matches(']');
        text == "cfg(test)" || (text.starts_with("cfg(all(") && has_argument(text, "test"))
    })
}

fn has_argument(text: &str, word: &str) -> bool {
    text.split(['(', ')', ',']).any(|part| part == word) && !text.contains("not(test)")
}
