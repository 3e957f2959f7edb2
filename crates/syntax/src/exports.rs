//! What a file offers to others: names that importers can take, and the modules it declares.
//!
//! One decision that is not obvious: of Python and Rust every name of the top level counts, public or not. Who may
//! take one the compiler has said; what it stands for is all that is asked here.

use crate::imports::exported_member;
use crate::tree::{Kind, NodeId, Role, Tree, flag};
use review_facts::{Export, Language, Module};

/// The names a file offers, in source order; what it only passes on is among its imports.
pub fn exports(tree: &Tree, source: &str) -> Vec<Export> {
    let mut reader = Reader { tree, source, found: Vec::new() };
    match tree.language {
        Language::Python => reader.top_level(Reader::python),
        Language::Rust => reader.rust(),
        language if language.is_ecmascript() => reader.top_level(Reader::script),
        _ => {}
    }
    reader.found
}

/// The modules that a file of Rust declares, those inside of others included.
pub fn modules(tree: &Tree, source: &str) -> Vec<Module> {
    let mut found = Vec::new();
    if tree.language != Language::Rust {
        return found;
    }
    let reader = Reader { tree, source, found: Vec::new() };
    reader.items(|prefix, id| {
        if let Some(name) = reader.name(id).filter(|_| is_module(tree, id)) {
            let inline = !tree.text(id, source).ends_with(';');
            found.push(Module {
                name: dotted(prefix, name),
                path: reader.path_attribute(id),
                inline: inline.then(|| tree.span(id)),
            });
        }
    });
    found
}

struct Reader<'a> {
    tree: &'a Tree,
    source: &'a str,
    found: Vec<Export>,
}

impl<'a> Reader<'a> {
    /// Shows the statements of the top level, those under a condition included.
    fn top_level(&mut self, read: fn(&mut Reader<'a>, NodeId)) {
        let tree = self.tree;
        let mut open: Vec<NodeId> = vec![tree.root()];
        while let Some(id) = open.pop() {
            match tree.kind(id) {
                Kind::File | Kind::If | Kind::Try | Kind::Catch | Kind::With | Kind::Block => {
                    let first = open.len();
                    open.extend(tree.kids(id));
                    open[first..].reverse();
                }
                _ => read(self, id),
            }
        }
    }

    fn python(&mut self, id: NodeId) {
        match self.tree.kind(id) {
            Kind::Function | Kind::Class => self.add_named(id),
            Kind::Assign => self.targets(id),
            _ => {}
        }
    }

    fn script(&mut self, id: NodeId) {
        let exported = self.tree.has(id, flag::EXPORTED);
        match self.tree.kind(id) {
            Kind::Function | Kind::Class if exported => self.add_named(id),
            Kind::Assign if exported => self.targets(id),
            Kind::Assign if !self.tree.has(id, flag::DECL) => self.common(id),
            Kind::Export => self.export(id),
            _ => {}
        }
    }

    /// `export { a as b }`, `export default …`, `export = …`.
    fn export(&mut self, id: NodeId) {
        let default = self.tree.has(id, flag::DEFAULT);
        for kid in self.tree.kids(id) {
            if self.tree.kind(kid) == Kind::Imported {
                let Some(name) = self.tree.kid(kid, Role::Name) else { continue };
                let alias = self.tree.kid(kid, Role::Alias).unwrap_or(name);
                self.add(self.word(alias), Some(self.word(name)));
            } else if self.tree.kind(kid) != Kind::Decorator {
                self.add(if default { "default" } else { "=" }, self.own_name(kid));
                return;
            }
        }
    }

    /// `module.exports = …`, `exports.a = …`, also one behind the other.
    fn common(&mut self, id: NodeId) {
        let mut names: Vec<&'a str> = Vec::new();
        let mut value = id;
        while self.tree.kind(value) == Kind::Assign {
            let target = self.tree.kid(value, Role::Target).filter(|t| self.tree.kind(*t) == Kind::Member);
            names.extend(target.and_then(|target| exported_member(self.tree.text(target, self.source))));
            let Some(next) = self.tree.kid(value, Role::Value) else { return };
            value = next;
        }
        if self.is_required(value) {
            return;
        }
        for name in names {
            match (name, self.tree.kind(value)) {
                ("", Kind::Object) => self.members(value),
                ("", _) => self.add("=", self.own_name(value)),
                (name, _) => self.add(name, self.own_name(value)),
            }
        }
    }

    /// The members of an object that is all a module exports.
    fn members(&mut self, object: NodeId) {
        for kid in self.tree.kids(object) {
            match self.tree.kind(kid) {
                Kind::Function => self.add_named(kid),
                Kind::Pair if !self.tree.has(kid, flag::COMPUTED) => {
                    let Some(key) = self.tree.kid(kid, Role::Key) else { continue };
                    let value = self.tree.kid(kid, Role::Value);
                    if value.is_some_and(|value| self.is_required(value)) {
                        continue;
                    }
                    self.add(self.word(key), value.and_then(|value| self.own_name(value)));
                }
                _ => {}
            }
        }
    }

    /// Another module, or a member of one: passed on, and so among the imports.
    fn is_required(&self, value: NodeId) -> bool {
        let call = match self.tree.kind(value) {
            Kind::Member => self.tree.kid(value, Role::Object),
            _ => Some(value),
        };
        call.filter(|call| self.tree.kind(*call) == Kind::Call)
            .and_then(|call| self.tree.kid(call, Role::Callee))
            .is_some_and(|callee| self.tree.text(callee, self.source) == "require")
    }

    /// The name that the file itself has for a value: that of a name, a function or a class.
    fn own_name(&self, id: NodeId) -> Option<&'a str> {
        match self.tree.kind(id) {
            Kind::Name => Some(self.tree.text(id, self.source)),
            Kind::Function | Kind::Class => self.name(id),
            _ => None,
        }
    }

    /// Every name that an assignment binds.
    fn targets(&mut self, assign: NodeId) {
        let mut open: Vec<NodeId> = vec![assign];
        while let Some(id) = open.pop() {
            match self.tree.kind(id) {
                Kind::Name => self.add(self.tree.text(id, self.source), None),
                Kind::Assign => {
                    let value = self.tree.kid(id, Role::Value);
                    // `a = b = c` binds both; a default in a pattern binds what it is the default of.
                    open.extend(value.filter(|value| self.tree.kind(*value) == Kind::Assign));
                    open.extend(self.tree.kid(id, Role::Target));
                }
                Kind::List | Kind::Object => {
                    let first = open.len();
                    open.extend(self.tree.kids(id));
                    open[first..].reverse();
                }
                Kind::Spread => open.extend(self.tree.kid(id, Role::Value)),
                Kind::Pair if self.tree.has(id, flag::SHORTHAND) => open.extend(self.tree.kid(id, Role::Key)),
                Kind::Pair => open.extend(self.tree.kid(id, Role::Value)),
                _ => {}
            }
        }
    }

    fn rust(&mut self) {
        let (tree, source) = (self.tree, self.source);
        let mut found = Vec::new();
        self.items(|prefix, id| {
            let mut add = |name: &str| found.push(Export { name: dotted(prefix, name), local: None });
            match tree.kind(id) {
                Kind::Function | Kind::Class if !is_module(tree, id) && !tree.has(id, flag::CLASS_IMPL) => {
                    self.name(id).into_iter().for_each(&mut add);
                }
                Kind::Assign => {
                    let target = tree.kid(id, Role::Target).filter(|target| tree.kind(*target) == Kind::Name);
                    target.into_iter().for_each(|target| add(tree.text(target, source)));
                }
                Kind::Other if tree.raw(id) == "type alias" => self.name(id).into_iter().for_each(&mut add),
                // The tables of Diesel's schema are modules that the macro makes.
                Kind::Call if tree.has(id, flag::MACRO) => {
                    for table in tree.kids_with(id, Role::Arg).filter(|arg| tree.kind(*arg) == Kind::Object) {
                        let path = tree.kid(table, Role::Callee).map(|path| tree.text(path, source));
                        path.and_then(|path| path.rsplit(['.', ' ']).next()).into_iter().for_each(&mut add);
                    }
                }
                _ => {}
            }
        });
        self.found = found;
    }

    /// Shows the items of a file of Rust, those of inline modules behind the modules' names.
    fn items(&self, mut show: impl FnMut(&str, NodeId)) {
        let mut open: Vec<(NodeId, String)> = vec![(self.tree.root(), String::new())];
        while let Some((holder, prefix)) = open.pop() {
            for id in self.tree.kids(holder) {
                show(&prefix, id);
                if is_module(self.tree, id)
                    && let Some(name) = self.name(id)
                {
                    open.push((id, dotted(&prefix, name)));
                }
            }
        }
    }

    fn path_attribute(&self, module: NodeId) -> Option<String> {
        let decorators = self.tree.kids(module).filter(|kid| self.tree.kind(*kid) == Kind::Decorator);
        let mut pairs = decorators.flat_map(|decorator| self.tree.kids(decorator));
        let pair = pairs.find(|pair| {
            self.tree.kid(*pair, Role::Key).is_some_and(|key| self.tree.text(key, self.source) == "path")
        })?;
        let value = self.tree.kid(pair, Role::Value)?;
        Some(self.tree.str_content(value, self.source)?.text(self.source).to_owned())
    }

    fn name(&self, id: NodeId) -> Option<&'a str> {
        let name = self.tree.kid(id, Role::Name).filter(|name| self.tree.kind(*name) == Kind::Name)?;
        Some(self.tree.text(name, self.source))
    }

    /// A name, also one in quotes.
    fn word(&self, id: NodeId) -> &'a str {
        match self.tree.str_content(id, self.source) {
            Some(content) => content.text(self.source),
            None => self.tree.text(id, self.source),
        }
    }

    fn add_named(&mut self, id: NodeId) {
        if let Some(name) = self.name(id) {
            self.add(name, None);
        }
    }

    fn add(&mut self, name: &str, local: Option<&str>) {
        let local = local.filter(|local| *local != name).map(str::to_owned);
        self.found.push(Export { name: name.to_owned(), local });
    }
}

fn is_module(tree: &Tree, id: NodeId) -> bool {
    tree.kind(id) == Kind::Class && tree.has(id, flag::CLASS_MOD)
}

fn dotted(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") }
}
