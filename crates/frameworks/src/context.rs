//! What a recogniser sees of a file, and where it puts what it finds.

use crate::environment::Lookup;
use crate::outline::{Outline, Scope};
use crate::{comment, path};
use review_facts::{Body, Fact, Import, Kind, Language, Place, Span};
use review_syntax::{Comment, Kind as Syntax, Lines, NodeId, Role, Tree};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// One file, as its recognisers see it.
pub struct Context<'a> {
    /// The source text, whole.
    pub source: &'a str,
    /// The language.
    pub language: Language,
    /// The tree.
    pub tree: &'a Tree,
    /// Line numbers.
    pub lines: &'a Lines,
    /// What the file imports.
    pub imports: &'a [Import],
    /// Positions in `imports`, by local name.
    pub(crate) by_local: &'a [u32],
    pub(crate) outline: &'a Outline,
    /// Names that are bound to the result of a call with `log` in its callee, and the call; found when asked for.
    pub(crate) logger_constructors: OnceCell<Vec<(NodeId, NodeId)>>,
    /// Names that are bound to the result of a call, and the call; found when asked for.
    pub(crate) bound_calls: OnceCell<BTreeMap<String, NodeId>>,
    /// The file is that of a program or of a build; found when asked for.
    pub(crate) own_program: OnceCell<bool>,
    /// The functions that stand at the top of the file, by name; found when asked for.
    pub(crate) functions: OnceCell<BTreeMap<String, NodeId>>,
    /// Lookups of the environment; found when asked for.
    pub(crate) lookups: OnceCell<Vec<Lookup>>,
}

impl<'a> Context<'a> {
    /// The text of a node.
    pub fn text(&self, id: NodeId) -> &'a str {
        self.tree.text(id, self.source)
    }

    /// The place of a node: its first line, without the line end.
    pub fn place(&self, id: NodeId) -> Place {
        self.place_of(self.tree.span(id))
    }

    /// The place of a span: its first line, without the line end.
    pub fn place_of(&self, span: Span) -> Place {
        let mut place = self.lines.place(span);
        place.span.end = place.span.start + place.span.text(self.source).trim_end().len() as u32;
        place
    }

    /// The scope a node stands in, the node itself excluded: the innermost named function or class.
    pub fn scope(&self, id: NodeId) -> &'a Scope {
        let index = self.outline.scope_of.get(id.0 as usize).copied().unwrap_or(0);
        &self.outline.scopes[index as usize]
    }

    /// The scope that the byte at `offset` (from 0) stands in: for comments, which are no nodes.
    pub fn scope_at(&self, offset: u32) -> &'a Scope {
        let scopes = &self.outline.scopes;
        let span = |scope: &Scope| scope.node.map(|node| self.tree.span(node)).unwrap_or_default();
        let after = scopes.partition_point(|scope| span(scope).start <= offset);
        let mut index = after.saturating_sub(1);
        while index != 0 && span(&scopes[index]).end <= offset {
            index = scopes[index].parent as usize;
        }
        &scopes[index]
    }

    /// The first byte of code on the line of `offset` (both from 0): where a comment that trails code belongs. A
    /// line without code gives `offset` itself.
    pub fn code_before(&self, offset: u32) -> u32 {
        let start = self.lines.span(self.lines.line(offset)).start;
        let before = Span::new(start, offset).text(self.source);
        let indent = before.len() - before.trim_start().len();
        if indent == before.len() { offset } else { start + indent as u32 }
    }

    /// A name for what has none of its own: what it is, behind the scope it stands in. Baselines tell findings apart
    /// by it when code moves.
    pub fn name_in(scope: &Scope, what: &str) -> String {
        if scope.name.is_empty() {
            what.to_owned()
        } else {
            format!("{} {what}", scope.name).trim_end().to_owned()
        }
    }

    /// The scope around a scope; the file's is its own.
    pub fn outer(&self, scope: &Scope) -> &'a Scope {
        &self.outline.scopes[scope.parent as usize]
    }

    /// The scope that a named function or class opens; none when it opens none.
    pub fn own_scope(&self, id: NodeId) -> Option<&'a Scope> {
        // Scopes stand in the order of their nodes; only the file's has the position 0.
        let index = self.outline.scopes.binary_search_by_key(&Some(id), |scope| scope.node).ok()?;
        Some(&self.outline.scopes[index])
    }

    /// The dotted path of a `Name` or `Member` chain, as written and without type arguments: `a.b.c` for
    /// `a.b.c`, `a::b::c` and `a?.b!.c`; calls inside are dropped (`a().b` is `a.b`), anything else is `_`.
    /// At most twelve segments, the last ones. An `await` or `?` in between is passed over.
    pub fn path(&self, id: NodeId) -> String {
        path::of(self.tree, id, self.source)
    }

    /// The callee path of a `Call`, empty for other nodes. Found once for every call of the file: asking costs
    /// nothing.
    pub fn callee(&self, call: NodeId) -> &'a str {
        self.outline.callee(call, self.source)
    }

    /// The last name of the callee of a `Call`, empty for other nodes: `save` for `users.save()`. As cheap as
    /// [`Context::callee`], which most recognisers need not look at then.
    pub fn method(&self, call: NodeId) -> &'a str {
        self.outline.method(call, self.source)
    }

    /// What the last name of a callee is called on, and that name; none when it is called on nothing.
    pub fn receiver_and_method(&self, call: NodeId) -> Option<(&'a str, &'a str)> {
        let (callee, method) = (self.callee(call), self.method(call));
        let receiver = callee.len().checked_sub(method.len() + 1)?;
        Some((&callee[..receiver], method))
    }

    /// The token that names a function or class: its own name, or that of the variable, field or key it is
    /// bound to (`const f = () => …`).
    pub fn name_node(&self, id: NodeId) -> Option<NodeId> {
        path::name_node(self.tree, id)
    }

    /// The function of this name at the top of the file.
    pub(crate) fn function_of_file(&self, name: &str) -> Option<NodeId> {
        let functions = self.functions.get_or_init(|| {
            let outer = self.outline.scopes.iter().filter(|scope| scope.parent == 0);
            let function = |node: &NodeId| self.tree.kind(*node) == Syntax::Function;
            outer.filter_map(|scope| Some((scope.name.clone(), scope.node.filter(function)?))).collect()
        });
        functions.get(name).copied()
    }

    /// The callee of the call that a name is bound to in this file, if the callee speaks of logs: `foolog.get_logger`
    /// for `out = foolog.get_logger()`.
    pub fn logger_constructor(&self, name: &str) -> Option<&'a str> {
        let found = self.logger_constructors.get_or_init(|| {
            let bound = |id: NodeId| {
                let value =
                    self.tree.kid(id, Role::Value).filter(|value| self.tree.kind(*value) == Syntax::Call)?;
                let target = self.tree.kid(id, Role::Target).or_else(|| self.tree.kid(id, Role::Name))?;
                let callee = self.callee(value);
                let speaks = callee.split('.').any(|part| part.to_ascii_lowercase().contains("log"));
                (speaks && self.tree.kind(target) == Syntax::Name).then_some((target, value))
            };
            let binds = |id: &NodeId| matches!(self.tree.kind(*id), Syntax::Assign | Syntax::Field);
            let mut found: Vec<_> = self.tree.ids().filter(binds).filter_map(bound).collect();
            // Stable: of two bindings of one name the first counts.
            found.sort_by_key(|(bound, _)| self.text(*bound));
            found
        });
        let first = found.partition_point(|(bound, _)| self.text(*bound) < name);
        found.get(first).filter(|(bound, _)| self.text(*bound) == name).map(|(_, call)| self.callee(*call))
    }

    /// The call that a name is bound to, the first in the file: `APIRouter()` for `router = APIRouter()`; `new` and `await`
    /// are passed over.
    pub(crate) fn bound_call(&self, name: &str) -> Option<NodeId> {
        let found = self.bound_calls.get_or_init(|| {
            let mut found = BTreeMap::new();
            for id in self.tree.ids().filter(|id| self.tree.kind(*id) == Syntax::Assign) {
                let (Some(target), Some(mut value)) =
                    (self.tree.kid(id, Role::Target), self.tree.kid(id, Role::Value))
                else {
                    continue;
                };
                if self.tree.kind(value) == Syntax::Unary {
                    value = self.tree.kid(value, Role::Value).unwrap_or(value);
                }
                if self.tree.kind(target) == Syntax::Name && self.tree.kind(value) == Syntax::Call {
                    found.entry(self.text(target).to_owned()).or_insert(value);
                }
            }
            found
        });
        found.get(name).copied()
    }

    /// True when a statement of its own exports the name: `export { name }`, `export default name`.
    pub fn exports(&self, name: &str) -> bool {
        self.outline.exports(name)
    }

    /// A comment speaks to a reader: at least two words that are neither an order to a tool (`noqa`) nor code that
    /// was commented out.
    pub fn says_something(&self, comment: &Comment) -> bool {
        comment::says_something(comment.span.text(self.source))
    }

    /// The import that binds a local name in this file.
    pub fn import(&self, local: &str) -> Option<&'a Import> {
        let local_of = |index: &u32| self.imports[*index as usize].local.as_str();
        let first = self.by_local.partition_point(|index| local_of(index) < local);
        let index = *self.by_local.get(first)?;
        let import = &self.imports[index as usize];
        (import.local == local && !local.is_empty()).then_some(import)
    }

    /// The path with its first segment replaced by what it was imported as: `np.log` with `import numpy as np`
    /// is `numpy.log`; none when the first segment is not imported.
    pub fn imported_path(&self, path: &str) -> Option<String> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let import = self.import(first)?;
        let mut full = import.module.clone();
        for part in [import.name.as_deref().unwrap_or(""), rest] {
            if !part.is_empty() {
                full.push('.');
                full.push_str(part);
            }
        }
        Some(full)
    }
}

/// Where a recogniser puts what it finds.
#[derive(Default)]
pub struct Out {
    pub(crate) facts: Vec<Fact>,
    pub(crate) read: Vec<(Kind, u32)>,
}

impl Out {
    /// A fact that stands at a node: scope and test-ness are taken from there.
    pub fn fact(
        &mut self,
        cx: &Context<'_>,
        at: NodeId,
        name: impl Into<String>,
        place: Place,
        body: impl Into<Body>,
    ) {
        let scope = cx.scope(at);
        self.facts.push(Fact {
            name: name.into(),
            place,
            places: Vec::new(),
            scope: scope.name.clone(),
            in_test: scope.in_test,
            body: body.into(),
        });
    }

    /// A fact that stands beside the tree, in a comment: scope and test-ness are those of the byte at `offset`,
    /// from 0.
    pub fn fact_at(
        &mut self,
        cx: &Context<'_>,
        offset: u32,
        name: impl Into<String>,
        place: Place,
        body: impl Into<Body>,
    ) {
        let scope = cx.scope_at(offset);
        self.facts.push(Fact {
            name: name.into(),
            place,
            places: Vec::new(),
            scope: scope.name.clone(),
            in_test: scope.in_test,
            body: body.into(),
        });
    }

    /// A fact that was put together by hand.
    pub fn push(&mut self, fact: Fact) {
        self.facts.push(fact);
    }

    /// Counts `count` more of a kind as read, remarkable or not. For kinds of which every one is stored this is
    /// not needed: they are counted by themselves.
    pub fn count(&mut self, kind: Kind, count: u32) {
        match self.read.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, n)) => *n += count,
            None => self.read.push((kind, count)),
        }
    }
}
