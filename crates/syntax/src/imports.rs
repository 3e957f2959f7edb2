//! What a file imports, one record per bound name, alike for every language.

use crate::lines::Lines;
use crate::tree::{Kind, NodeId, Role, Tree, flag};
use review_facts::Import;

/// The imports of a file in source order, re-exports included. `require` calls of JavaScript count; Rust's
/// groups are flattened with their prefix.
pub fn imports(tree: &Tree, source: &str, lines: &Lines) -> Vec<Import> {
    let reader = Reader { tree, source, lines };
    let mut found = Vec::new();
    for id in tree.ids() {
        match tree.kind(id) {
            Kind::Import if !reader.nested(id) => reader.import(id, &mut found),
            Kind::Assign if tree.language.is_ecmascript() => reader.require(id, &mut found),
            _ => {}
        }
    }
    found
}

struct Reader<'a> {
    tree: &'a Tree,
    source: &'a str,
    lines: &'a Lines,
}

impl Reader<'_> {
    fn nested(&self, id: NodeId) -> bool {
        self.tree.parent(id).is_some_and(|parent| self.tree.kind(parent) == Kind::Import)
    }

    /// Reads one statement; groups inside it carry their prefix.
    fn import(&self, statement: NodeId, found: &mut Vec<Import>) {
        let exported = self.tree.has(statement, flag::EXPORTED);
        let type_only = self.tree.has(statement, flag::TYPE_ONLY) || self.type_checking(statement);
        let first = found.len();
        let mut open = vec![(statement, String::new())];
        while let Some((id, prefix)) = open.pop() {
            let source = self.tree.kid(id, Role::Source);
            let module = join(&prefix, &source.map(|source| self.module(source)).unwrap_or_default());
            let mut names = 0;
            for kid in self.tree.kids(id) {
                match self.tree.kind(kid) {
                    Kind::Imported => {
                        names += 1;
                        let mut import = self.imported(kid, &module);
                        import.reexport = exported;
                        import.type_only |= type_only;
                        found.push(import);
                    }
                    Kind::Import => {
                        names += 1;
                        open.push((kid, module.clone()));
                    }
                    _ => {}
                }
            }
            let wildcard = self.tree.has(id, flag::WILDCARD);
            if names == 0 || wildcard {
                let local =
                    if wildcard || !self.binds_module() { String::new() } else { first_segment(&module) };
                found.push(Import {
                    module,
                    name: wildcard.then(|| "*".to_owned()),
                    local,
                    reexport: exported,
                    type_only,
                    place: self.lines.place(self.tree.span(source.unwrap_or(id))),
                });
            }
        }
        found[first..].sort_by_key(|import| import.place.span);
    }

    /// `import a.b` binds `a` in Python and `use a;` binds `a` in Rust; `import "x"` binds nothing.
    fn binds_module(&self) -> bool {
        !self.tree.language.is_ecmascript()
    }

    fn imported(&self, id: NodeId, module: &str) -> Import {
        let name = self.tree.kid(id, Role::Name);
        let alias = self.tree.kid(id, Role::Alias);
        let place = self.lines.place(self.tree.span(alias.or(name).unwrap_or(id)));
        let alias_text = alias.map(|alias| self.tree.text(alias, self.source).to_owned());
        let mut module = module.to_owned();
        let mut written = name.map(|name| self.module(name));
        // A path as a name (`use a::{b::c}`) lengthens the module.
        if let Some(path) = written.clone()
            && let Some((head, last)) = path.rsplit_once("::")
        {
            module = join(&module, head);
            written = Some(last.to_owned());
        }
        let whole = self.tree.has(id, flag::NAMESPACE) || written.as_deref() == Some("self");
        let (name, default_local) = if self.tree.has(id, flag::DEFAULT) {
            (Some("default".to_owned()), written.unwrap_or_default())
        } else if whole {
            if let Some(own) = written.filter(|own| own != "self") {
                module = own;
            }
            let local = if module.contains("::") { last_segment(&module) } else { first_segment(&module) };
            (None, local)
        } else {
            (written.clone(), written.unwrap_or_default())
        };
        let type_only = self.tree.has(id, flag::TYPE_ONLY);
        Import { module, name, local: alias_text.unwrap_or(default_local), reexport: false, type_only, place }
    }

    /// `const x = require("m")`, `const { a: b } = require("m")`, `const y = require("m").y`.
    fn require(&self, assign: NodeId, found: &mut Vec<Import>) {
        let (Some(target), Some(value)) =
            (self.tree.kid(assign, Role::Target), self.tree.kid(assign, Role::Value))
        else {
            return;
        };
        let (call, property) = match self.tree.kind(value) {
            Kind::Call => (value, None),
            Kind::Member => {
                match (self.tree.kid(value, Role::Object), self.tree.kid(value, Role::Property)) {
                    (Some(object), Some(property)) if self.tree.kind(object) == Kind::Call => {
                        (object, Some(property))
                    }
                    _ => return,
                }
            }
            _ => return,
        };
        let required = self.tree.kid(call, Role::Callee).map(|callee| self.tree.text(callee, self.source));
        let argument = self.tree.kid(call, Role::Arg).and_then(|arg| self.tree.str_content(arg, self.source));
        let (Some("require"), Some(module)) = (required, argument) else { return };
        let module = module.text(self.source);
        match self.tree.kind(target) {
            Kind::Name => {
                let name = property.map(|property| self.tree.text(property, self.source).to_owned());
                found.push(self.bound(module, name, target));
            }
            Kind::Object => {
                for pair in self.tree.kids(target).filter(|kid| self.tree.kind(*kid) == Kind::Pair) {
                    let Some(key) = self.tree.kid(pair, Role::Key) else { continue };
                    let local = self.tree.kid(pair, Role::Value).unwrap_or(key);
                    if self.tree.kind(local) == Kind::Name {
                        let name = self.tree.text(key, self.source).to_owned();
                        found.push(self.bound(module, Some(name), local));
                    }
                }
            }
            _ => {}
        }
    }

    fn bound(&self, module: &str, name: Option<String>, local: NodeId) -> Import {
        Import {
            module: module.to_owned(),
            name,
            local: self.tree.text(local, self.source).to_owned(),
            reexport: false,
            type_only: false,
            place: self.lines.place(self.tree.span(local)),
        }
    }

    /// The module or path as written, without quotes and white space.
    fn module(&self, id: NodeId) -> String {
        match self.tree.str_content(id, self.source) {
            Some(content) => content.text(self.source).to_owned(),
            None => self.tree.text(id, self.source).split_whitespace().collect(),
        }
    }

    /// It stands under `if TYPE_CHECKING:`.
    fn type_checking(&self, id: NodeId) -> bool {
        self.tree.ancestors(id).take(4).any(|node| {
            self.tree.kind(node) == Kind::If
                && self.tree.kid(node, Role::Cond).is_some_and(|condition| {
                    matches!(self.tree.text(condition, self.source), "TYPE_CHECKING" | "typing.TYPE_CHECKING")
                })
        })
    }
}

fn join(prefix: &str, rest: &str) -> String {
    match (prefix.is_empty(), rest.is_empty()) {
        (true, _) => rest.to_owned(),
        (_, true) => prefix.to_owned(),
        _ => format!("{prefix}::{rest}"),
    }
}

fn first_segment(module: &str) -> String {
    module.split(['.', ':']).next().unwrap_or_default().to_owned()
}

fn last_segment(module: &str) -> String {
    module.rsplit(['.', ':']).next().unwrap_or_default().to_owned()
}
