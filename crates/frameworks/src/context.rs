//! What a recogniser sees of a file, and where it puts what it finds.

use review_facts::{Body, Fact, Import, Kind, Language, Place, Span};
use review_syntax::{Kind as Syntax, Lines, NodeId, Role, Tree};

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
    /// For every node the innermost enclosing named function or class (itself excluded), as an index into
    /// `scopes`; 0 is the file.
    pub(crate) scope_of: &'a [u16],
    /// Dotted names of the scopes: `Users.create`; the first is empty.
    pub(crate) scopes: &'a [Scope],
}

/// A named function or class of the file.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Its dotted name from the outside.
    pub name: String,
    /// It stands in test code: `#[cfg(test)]`, `#[test]`, or below such a scope.
    pub in_test: bool,
}

impl<'a> Context<'a> {
    /// The text of a node.
    pub fn text(&self, id: NodeId) -> &'a str {
        self.tree.text(id, self.source)
    }

    /// The place of a node: its first line.
    pub fn place(&self, id: NodeId) -> Place {
        self.lines.place(self.tree.span(id))
    }

    /// The place of a span: its first line.
    pub fn place_of(&self, span: Span) -> Place {
        self.lines.place(span)
    }

    /// The scope a node stands in.
    pub fn scope(&self, id: NodeId) -> &'a Scope {
        let index = self.scope_of.get(id.0 as usize).copied().unwrap_or(0);
        &self.scopes[usize::from(index).min(self.scopes.len() - 1)]
    }

    /// The dotted path of a `Name` or `Member` chain, as written and without type arguments: `a.b.c` for
    /// `a.b.c`, `a::b::c` and `a?.b!.c`; calls inside are dropped (`a().b` is `a.b`), anything else is `_`.
    /// At most twelve segments, the last ones. An `await` or `?` in between is passed over.
    pub fn path(&self, id: NodeId) -> String {
        let mut segments = Vec::new();
        let mut at = Some(id);
        while let Some(node) = at {
            if segments.len() == 12 {
                break;
            }
            at = match self.tree.kind(node) {
                Syntax::Name => {
                    segments.push(self.text(node));
                    None
                }
                Syntax::Member => {
                    if let Some(property) = self.tree.kid(node, Role::Property) {
                        segments.push(self.text(property));
                    }
                    self.tree.kid(node, Role::Object)
                }
                Syntax::Call => self.tree.kid(node, Role::Callee),
                Syntax::Unary | Syntax::Spread => self.tree.kid(node, Role::Value),
                Syntax::Index => self.tree.kid(node, Role::Object),
                _ => {
                    segments.push("_");
                    None
                }
            };
        }
        segments.reverse();
        segments.join(".")
    }

    /// The callee path of a `Call`, empty for other nodes.
    pub fn callee(&self, call: NodeId) -> String {
        self.tree.kid(call, Role::Callee).map(|callee| self.path(callee)).unwrap_or_default()
    }

    /// The import that binds a local name in this file.
    pub fn import(&self, local: &str) -> Option<&'a Import> {
        self.imports.iter().find(|import| import.local == local && !local.is_empty())
    }

    /// The path with its first segment replaced by what it was imported as: `log.info` is
    /// `structlog.get_logger` …; `np.log` with `import numpy as np` is `numpy.log`; none when the first segment is not imported.
    pub fn imported_path(&self, path: &str) -> Option<String> {
        let (first, rest) = path.split_once('.').map_or((path, ""), |(first, rest)| (first, rest));
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
