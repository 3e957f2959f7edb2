//! What a file imports, one record per bound name, alike for every language.

use crate::lines::Lines;
use crate::tree::{Kind, NodeId, Role, Tree, flag};
use review_facts::Import;

/// The imports of a file in source order, re-exports included. `require` and `import(…)` of JavaScript count; Rust's
/// groups are flattened with their prefix.
pub fn imports(tree: &Tree, source: &str, lines: &Lines) -> Vec<Import> {
    let reader = Reader { tree, source, lines };
    let mut found = Vec::new();
    let script = tree.language.is_ecmascript();
    // Nodes before this one stand in a function.
    let mut end = 0;
    for id in tree.ids() {
        let (inner, first) = (id.0 < end, found.len());
        match tree.kind(id) {
            Kind::Function if !inner => end = tree.node(id).next,
            Kind::Import if !reader.nested(id) => reader.import(id, &mut found),
            Kind::Call if script => reader.required(id, &mut found),
            _ => {}
        }
        found[first..].iter_mut().for_each(|import| import.inner = inner);
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
                    inner: false,
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
        let local = alias_text.unwrap_or(default_local);
        Import { module, name, local, reexport: false, type_only, inner: false, place }
    }

    /// `require("m")` and `import("m")`, with the names that their module or a member of it is bound to: `const x = …`,
    /// `const { a: b } = …`, `const y = ….y`, `module.exports.z = …`. Without one it binds nothing.
    fn required(&self, call: NodeId, found: &mut Vec<Import>) {
        let callee = self.tree.kid(call, Role::Callee).map(|callee| self.tree.text(callee, self.source));
        let Some("require" | "import") = callee else { return };
        let argument = self.tree.kid(call, Role::Arg).and_then(|arg| self.tree.str_content(arg, self.source));
        let Some(module) = argument else { return };
        let module = module.text(self.source);
        let (mut value, mut property) = (call, None);
        let mut parent = self.tree.parent(call);
        while let Some(at) = parent {
            match self.tree.kind(at) {
                Kind::Unary if self.tree.has(at, flag::AWAIT) => {}
                Kind::Member if property.is_none() && self.tree.role(value) == Role::Object => {
                    property = self.tree.kid(at, Role::Property).map(|name| self.text(name).to_owned());
                }
                _ => break,
            }
            (value, parent) = (at, self.tree.parent(at));
        }
        let target = match parent {
            Some(at) if self.tree.role(value) == Role::Value => {
                self.tree.kid(at, Role::Target).or_else(|| self.tree.kid(at, Role::Key))
            }
            _ => None,
        };
        let first = found.len();
        if let (Some(target), Some(at)) = (target, parent) {
            self.bindings(module, property, at, target, found);
        }
        if found.len() == first {
            found.push(self.bound(module, None, "", call));
        }
    }

    /// What an assignment, or a pair of what is exported, binds of a module.
    fn bindings(
        &self,
        module: &str,
        property: Option<String>,
        at: NodeId,
        target: NodeId,
        found: &mut Vec<Import>,
    ) {
        match self.tree.kind(target) {
            Kind::Name if self.tree.kind(at) == Kind::Assign => {
                found.push(self.bound(module, property, self.text(target), target));
            }
            Kind::Object if property.is_none() => {
                for pair in self.tree.kids(target).filter(|kid| self.tree.kind(*kid) == Kind::Pair) {
                    let Some(key) = self.tree.kid(pair, Role::Key) else { continue };
                    let local = self.tree.kid(pair, Role::Value).unwrap_or(key);
                    if self.tree.kind(local) == Kind::Name {
                        let name = self.text(key).to_owned();
                        found.push(self.bound(module, Some(name), self.text(local), local));
                    }
                }
            }
            Kind::Member => match exported_member(self.text(target)) {
                Some("") => {
                    // All that the other module is, this one is.
                    let (name, local) = match property {
                        None => ("*".to_owned(), ""),
                        Some(name) => (name, "="),
                    };
                    found.push(Import { reexport: true, ..self.bound(module, Some(name), local, target) });
                }
                Some(local) => {
                    found.push(Import { reexport: true, ..self.bound(module, property, local, target) });
                }
                None => {}
            },
            Kind::Name | Kind::Str if self.tree.kind(at) == Kind::Pair && self.is_exported(at) => {
                let local = self.module(target);
                found.push(Import { reexport: true, ..self.bound(module, property, &local, target) });
            }
            _ => {}
        }
    }

    /// A pair of `module.exports = { … }`.
    fn is_exported(&self, pair: NodeId) -> bool {
        let Some(object) = self.tree.parent(pair) else { return false };
        let Some(assign) = self.tree.parent(object) else { return false };
        self.tree.kind(assign) == Kind::Assign
            && self
                .tree
                .kid(assign, Role::Target)
                .is_some_and(|target| exported_member(self.text(target)) == Some(""))
    }

    fn text(&self, id: NodeId) -> &str {
        self.tree.text(id, self.source)
    }

    fn bound(&self, module: &str, name: Option<String>, local: &str, at: NodeId) -> Import {
        Import {
            module: module.to_owned(),
            name,
            local: local.to_owned(),
            reexport: false,
            type_only: false,
            inner: false,
            place: self.lines.place(self.tree.span(at)),
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

/// What an assignment exports of a CommonJS module: `a` for `exports.a` and `module.exports.a`, nothing for
/// `module.exports`, which is all of it.
pub(crate) fn exported_member(target: &str) -> Option<&str> {
    let rest = target.strip_prefix("module.exports").or_else(|| target.strip_prefix("exports"))?;
    match rest.strip_prefix('.') {
        Some(name) if !name.contains(['.', '[', '(']) => Some(name),
        None if target == "module.exports" => Some(""),
        _ => None,
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
