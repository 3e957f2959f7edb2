//! What a call runs: local names, members, imports, types; else candidates.

use super::index::{Index, Node, last_of_type};
use crate::File;
use crate::names::{Names, Resolved};
use foldhash::{HashMap, HashMapExt};
use review_facts::Language;
use review_facts::code::{Bind, Call, UnitForm, Value};

/// Names that are opened one after the other: an alias of an alias, a type of a field of a base.
const DEPTH: u32 = 8;

/// More candidates than this tell nothing; the call stays open over all of them.
const CANDIDATES: usize = 40;

/// Meanings of a name in one function that are compared.
const MEANINGS: usize = 8;
/// Classes below one that are looked at.
const BELOW: usize = 200;

/// What a path stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    /// A function of the project.
    Func(Node),
    /// A class of the project.
    Class(Node),
    /// An object of a class of the project, or an object literal.
    Instance(Node),
    /// A file of the project as a module.
    Module(u32),
    /// Something of a library or of the language.
    Foreign,
    /// Not known.
    Unknown,
}

/// Where a call leads.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    pub(crate) to: Vec<Node>,
    pub(crate) certain: bool,
    /// Nothing but the name leads there.
    pub(crate) by_name: bool,
}

/// Resolves paths in a project.
pub(crate) struct Resolver<'a> {
    files: &'a [File],
    index: &'a Index<'a>,
    names: &'a Names<'a>,
    /// Classes that extend or implement a class, in order.
    below: HashMap<Node, Vec<Node>>,
    /// What a class extends, of the project and of libraries; empty until all classes are read.
    above: HashMap<Node, Above>,
}

/// What a class extends.
#[derive(Default)]
struct Above {
    classes: Vec<Node>,
    /// One of a library, too.
    library: bool,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(files: &'a [File], index: &'a Index<'a>, names: &'a Names<'a>) -> Resolver<'a> {
        let mut resolver = Resolver { files, index, names, below: HashMap::new(), above: HashMap::new() };
        let mut above: HashMap<Node, Above> = HashMap::new();
        for (file, code) in index.codes() {
            for (number, unit) in (0_u32..).zip(&code.units) {
                let node = index.node(file, number);
                let own = !code.bases(unit).is_empty();
                if !own && !resolver.is_rust_type(node) {
                    continue;
                }
                let found = resolver.open_bases(node, 0);
                for class in found.classes.iter().filter(|_| own) {
                    resolver.below.entry(*class).or_default().push(node);
                }
                above.insert(node, found);
            }
        }
        resolver.above = above;
        resolver
    }

    /// The file and name in it that a path stands for which a file imports; none for what is no name of the project.
    pub(crate) fn imported_name(&self, file: u32, path: &str) -> Option<(u32, String)> {
        match self.names.resolve(file, path) {
            Resolved::Here { file, name } => Some((file, name)),
            Resolved::Library(_) | Resolved::Open(_) => None,
        }
    }

    /// The function of which a call makes what a path stands for: `const create = asyncHandler(async (req) => …)`.
    pub(crate) fn wrapped(&self, from: Node, path: &str) -> Option<Node> {
        let mut at = from;
        for _ in 0..24 {
            if let Some(function) = self.index.wrapped(at, path) {
                return Some(function);
            }
            if self.index.unit(at).form == UnitForm::File {
                break;
            }
            at = self.index.parent(at);
        }
        let (found, name) = self.imported_name(self.index.file(from), path)?;
        self.index.wrapped(self.index.file_node(found)?, &name)
    }

    /// What an absolute dotted path of Python stands for, that a text names: `app.audit.AuditMiddleware`.
    pub(crate) fn absolute(&self, file: u32, path: &str) -> Thing {
        let Some((found, name)) = self.names.absolute(file, path) else { return Thing::Unknown };
        let mut thing = Thing::Module(found);
        for segment in name.split('.').filter(|segment| !segment.is_empty()) {
            thing = self.step(thing, segment, 1);
        }
        thing
    }

    /// Where a call leads.
    pub(crate) fn call(&self, from: Node, call: &Call) -> Found {
        let path = self.index.code(from).text(call.callee);
        match self.path(from, path) {
            Thing::Func(to) => self.with_overrides(from, to, path),
            Thing::Class(class) | Thing::Instance(class) => {
                let names = ["__init__", "constructor", "__call__"];
                let made = names.iter().find_map(|name| self.member(class, name, 0));
                Found { to: made.into_iter().collect(), certain: true, by_name: false }
            }
            Thing::Module(_) | Thing::Foreign => Found::default(),
            Thing::Unknown => self.candidates(from, path),
        }
    }

    /// The one function that a call of a path runs for certain.
    pub(crate) fn function(&self, from: Node, path: &str) -> Option<Node> {
        let Thing::Func(to) = self.path(from, path) else { return None };
        let found = self.with_overrides(from, to, path);
        found.to.first().copied().filter(|_| found.certain)
    }

    /// What a dotted path stands for where it is written.
    pub(crate) fn path(&self, from: Node, path: &str) -> Thing {
        self.path_in(from, path, 0)
    }

    fn path_in(&self, from: Node, path: &str, depth: u32) -> Thing {
        if depth > DEPTH {
            return Thing::Unknown;
        }
        let mut segments = path.split('.');
        let first = segments.next().unwrap_or_default();
        let (mut thing, rest) = match first {
            "self" | "this" => match self.index.class_around(from) {
                Some(class) => (Thing::Instance(class), segments),
                None => return Thing::Unknown,
            },
            "cls" | "Self" => match self.index.class_around(from) {
                Some(class) => (Thing::Class(class), segments),
                None => return Thing::Unknown,
            },
            "super" => match self.index.class_around(from) {
                Some(class) => (self.of_bases(class, segments.next(), depth), segments),
                None => return self.imported(from, path, depth),
            },
            "_" => (Thing::Unknown, segments),
            _ => match self.local(from, first, depth) {
                Some(thing) => (thing, segments),
                None => return self.imported(from, path, depth),
            },
        };
        for segment in rest {
            thing = self.step(thing, segment, depth);
        }
        thing
    }

    /// A name that the file itself defines or binds, from the inside outwards.
    fn local(&self, from: Node, name: &str, depth: u32) -> Option<Thing> {
        let mut at = from;
        for _ in 0..24 {
            let unit = self.index.unit(at);
            let is_scope = !matches!(unit.form, UnitForm::Class | UnitForm::Impl | UnitForm::Interface)
                && (unit.form != UnitForm::Object);
            if is_scope {
                if let Some(found) = self.index.member(at, name) {
                    return Some(self.thing(found));
                }
                let code = self.index.code(at);
                if let Some(param) = code.params(unit).iter().find(|param| code.text(param.name) == name) {
                    if param.rest && self.language(at) != Some(Language::Rust) {
                        return Some(Thing::Foreign);
                    }
                    let ty = code.text(param.ty);
                    let typed = self.instance(self.ty(at, ty, depth + 1));
                    return Some(match self.index.bind(at, name) {
                        Some(bind) if ty.is_empty() => self.bound(at, bind, name, depth),
                        _ => typed,
                    });
                }
                if let Some(bind) = self.index.bind(at, name) {
                    // `const users = require("./users")` is an import.
                    let required = matches!(bind.value, Value::Call(path) if code.text(path) == "require");
                    return (!required).then(|| self.bound(at, bind, name, depth));
                }
            }
            if unit.form == UnitForm::File {
                return None;
            }
            at = self.index.parent(at);
        }
        None
    }

    /// What a name holds; with several meanings beside each other, what all of them agree on.
    fn bound(&self, at: Node, first: &Bind, name: &str, depth: u32) -> Thing {
        let code = self.index.code(at);
        // `let mut user = user` says nothing new.
        let says = |bind: &&Bind| !matches!(bind.value, Value::Path(path) if code.text(path) == name);
        let mut all = std::iter::once(first).chain(self.index.besides(at, name).iter().copied());
        if self.index.besides(at, name).is_empty() {
            return self.held(at, first, depth);
        }
        let mut things = all.by_ref().filter(says).take(MEANINGS).map(|bind| self.held(at, bind, depth));
        let Some(thing) = things.next() else { return self.held(at, first, depth) };
        if things.all(|other| other == thing) { thing } else { Thing::Unknown }
    }

    /// What a name holds.
    fn held(&self, at: Node, bind: &Bind, depth: u32) -> Thing {
        if depth > DEPTH {
            return Thing::Unknown;
        }
        let code = self.index.code(at);
        let ty = code.text(bind.ty);
        if !ty.is_empty() {
            let typed = self.instance(self.ty(at, ty, depth + 1));
            if typed != Thing::Unknown {
                return typed;
            }
        }
        let held = match bind.value {
            Value::Call(path) => self.result(self.path_around(at, bind, code.text(path), depth), depth),
            Value::Path(path) => self.path_around(at, bind, code.text(path), depth),
            Value::Text(_) | Value::Literal => Thing::Foreign,
            Value::Unit(_) | Value::Other => Thing::Unknown,
        };
        match held {
            _ if !bind.part => held,
            // The class of a list's elements stands in the list's type; a list of a library may hold anything.
            Thing::Class(class) | Thing::Instance(class) => Thing::Instance(class),
            _ => Thing::Unknown,
        }
    }

    /// The library's type that a name, or a member of the class around, is declared to have: `mongoose.Model` for
    /// `this.users` beside `constructor(private users: Model<User>)`.
    pub(crate) fn library_type(&self, from: Node, path: &str) -> Option<String> {
        let (at, ty) = match path.split_once('.') {
            Some(("self" | "this", name)) if !name.contains('.') => {
                let (at, bind) = self.field(self.index.class_around(from)?, name, 0)?;
                (at, self.index.code(at).text(bind.ty))
            }
            Some(_) => return None,
            None => self.declared(from, path)?,
        };
        let file = self.index.file(at);
        paths(ty).take(8).filter(|path| !WRAPPERS.contains(&last_of_type(path))).find_map(|path| {
            match self.names.resolve(file, &path) {
                Resolved::Library(path) => Some(path),
                Resolved::Here { .. } | Resolved::Open(_) => None,
            }
        })
    }

    /// The type that a name is given in the functions around.
    fn declared(&self, from: Node, name: &str) -> Option<(Node, &'a str)> {
        let mut at = from;
        for _ in 0..24 {
            let unit = self.index.unit(at);
            let code = self.index.code(at);
            if matches!(unit.form, UnitForm::Function | UnitForm::File) {
                let param = code.params(unit).iter().find(|param| code.text(param.name) == name);
                let ty = param.map(|param| param.ty).or(self.index.bind(at, name).map(|bind| bind.ty));
                if let Some(ty) = ty {
                    return Some((at, code.text(ty))).filter(|(_, ty)| !ty.is_empty());
                }
                if unit.form == UnitForm::File {
                    return None;
                }
            }
            at = self.index.parent(at);
        }
        None
    }

    /// What the first name of a path is bound to in the functions around, and where.
    pub(crate) fn origin(&self, from: Node, path: &str) -> Option<(Node, &'a str)> {
        let first = path.split('.').next().unwrap_or_default();
        let mut at = from;
        for _ in 0..24 {
            let unit = self.index.unit(at);
            let code = self.index.code(at);
            if matches!(unit.form, UnitForm::Function | UnitForm::File) {
                if let Some(bind) = self.index.bind(at, first) {
                    let (Value::Call(path) | Value::Path(path)) = bind.value else { return None };
                    return Some((at, code.text(path)));
                }
                if unit.form == UnitForm::File
                    || code.params(unit).iter().any(|param| code.text(param.name) == first)
                {
                    return None;
                }
            }
            at = self.index.parent(at);
        }
        None
    }

    /// A path beside a name that is bound to it; a name that is bound to itself stands for what is around.
    fn path_around(&self, at: Node, bind: &Bind, path: &str, depth: u32) -> Thing {
        let first = path.split('.').next().unwrap_or_default();
        if first == self.index.code(at).text(bind.name) && self.index.unit(at).form != UnitForm::File {
            return self.path_in(self.index.parent(at), path, depth + 1);
        }
        if first == self.index.code(at).text(bind.name) {
            return self.imported(at, path, depth + 1);
        }
        self.path_in(at, path, depth + 1)
    }

    /// What a call gives back.
    fn result(&self, callee: Thing, depth: u32) -> Thing {
        match callee {
            Thing::Class(class) => Thing::Instance(class),
            Thing::Func(function) => {
                let returns = self.index.code(function).text(self.index.unit(function).returns);
                self.instance(self.ty(function, returns, depth + 1))
            }
            Thing::Foreign => Thing::Foreign,
            // What `Option` and `Result` pass on.
            Thing::Instance(class) if self.language(class) == Some(Language::Rust) => callee,
            Thing::Instance(_) | Thing::Module(_) | Thing::Unknown => Thing::Unknown,
        }
    }

    fn instance(&self, class: Thing) -> Thing {
        match class {
            Thing::Class(class) => Thing::Instance(class),
            other => other,
        }
    }

    fn imported(&self, from: Node, path: &str, depth: u32) -> Thing {
        let file = self.index.file(from);
        match self.names.resolve(file, path) {
            Resolved::Here { file: found, name } if name.is_empty() => Thing::Module(found),
            Resolved::Here { file: found, name } if found != file || name != path => {
                let mut thing = Thing::Module(found);
                for segment in name.split('.') {
                    thing = self.step(thing, segment, depth + 1);
                }
                thing
            }
            Resolved::Here { .. } | Resolved::Open(_) => Thing::Unknown,
            Resolved::Library(_) => Thing::Foreign,
        }
    }

    fn step(&self, thing: Thing, name: &str, depth: u32) -> Thing {
        /// Ways in which task queues run a function (Celery, Dramatiq, RQ, taskiq).
        const QUEUED: &[&str] =
            &["delay", "apply_async", "apply", "send", "send_with_options", "enqueue", "kiq", "s", "si"];
        if depth > DEPTH {
            return Thing::Unknown;
        }
        match thing {
            Thing::Module(file) => self.of_module(file, name, depth),
            Thing::Instance(class) if self.passes_on(class, name, depth) => thing,
            Thing::Class(class) | Thing::Instance(class) => self.of_class(class, name, depth),
            Thing::Func(function) if QUEUED.contains(&name) => Thing::Func(function),
            Thing::Func(function) if matches!(name, "bind" | "call") => Thing::Func(function),
            // The path leaves out that it was called.
            Thing::Func(_) => self.step(self.result(thing, depth), name, depth + 1),
            Thing::Foreign => Thing::Foreign,
            Thing::Unknown => Thing::Unknown,
        }
    }

    /// The object stands in an `Option` or `Result`, and this method of theirs gives it again: the type of a function says
    /// no more than its class.
    fn passes_on(&self, class: Node, name: &str, depth: u32) -> bool {
        if self.language(class) != Some(Language::Rust) || self.member(class, name, depth).is_some() {
            return false;
        }
        let of_wrapper = |method: &Node| {
            matches!(last_of_type(self.index.name(self.index.parent(*method))), "Option" | "Result")
        };
        PASSING.contains(&name) || self.index.methods(name).iter().take(CANDIDATES).any(of_wrapper)
    }

    fn of_module(&self, file: u32, name: &str, depth: u32) -> Thing {
        let Some(module) = self.index.file_node(file) else { return Thing::Unknown };
        if let Some(found) = self.index.member(module, name) {
            return self.thing(found);
        }
        if name == "default"
            && let Some(found) = self.index.default_of(file)
        {
            return self.thing(found);
        }
        match self.index.bind(module, name) {
            Some(bind) => self.held(module, bind, depth + 1),
            None => self.imported(module, name, depth + 1),
        }
    }

    fn of_class(&self, class: Node, name: &str, depth: u32) -> Thing {
        if let Some(found) = self.member(class, name, depth) {
            return self.thing(found);
        }
        if let Some((at, bind)) = self.field(class, name, depth) {
            return self.held(at, bind, depth + 1);
        }
        // What no class of ours defines is the library's, unless a class below does.
        let below = self.below.get(&class).map_or(&[][..], Vec::as_slice);
        let defined = below.iter().any(|below| self.index.member(*below, name).is_some());
        if !defined && self.extends_library(class, depth) { Thing::Foreign } else { Thing::Unknown }
    }

    /// The class or one above it extends one of a library.
    fn extends_library(&self, class: Node, depth: u32) -> bool {
        if depth > DEPTH {
            return false;
        }
        let of_library = |above: &Above| {
            above.library || above.classes.iter().any(|base| self.extends_library(*base, depth + 1))
        };
        match self.above.get(&class) {
            Some(above) => of_library(above),
            None => of_library(&self.open_bases(class, depth + 1)),
        }
    }

    /// A method or inner class by name, in the class or what it extends.
    pub(crate) fn member(&self, class: Node, name: &str, depth: u32) -> Option<Node> {
        if let Some(found) = self.index.member(class, name) {
            return Some(found);
        }
        match self.in_blocks(class, name, depth).as_slice() {
            [] => {}
            [only] => return Some(*only),
            _ => return None,
        }
        if let Some(found) = self.find_above(class, depth, |base| self.member(base, name, depth + 1)) {
            return Some(found);
        }
        // The traits of a type stand on its other blocks.
        match self.index.unit(class).form {
            UnitForm::Impl => match self.ty(class, self.index.name(class), depth + 1) {
                Thing::Class(owner) if owner != class => {
                    self.find_above(owner, depth, |base| self.member(base, name, depth + 1))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The methods of a name in the `impl` blocks of a type: its own, else those of all traits.
    fn in_blocks(&self, class: Node, name: &str, depth: u32) -> Vec<Node> {
        let unit = self.index.unit(class);
        if !matches!(unit.form, UnitForm::Class | UnitForm::Impl) {
            return Vec::new();
        }
        let ty = last_of_type(self.index.name(class));
        let family = self.index.family(class);
        let mut of_traits = Vec::new();
        for block in self.index.blocks(ty).iter().filter(|block| **block != class) {
            let Some(found) = self.index.member(*block, name) else { continue };
            if self.index.family(*block) != family || !self.is_of_type(*block, class, ty, depth) {
                continue;
            }
            if self.index.code(*block).bases(self.index.unit(*block)).is_empty() {
                return vec![found];
            }
            of_traits.push(found);
        }
        of_traits
    }

    /// A block is one of the type that a class is, or another block implements. Two types may have one name.
    fn is_of_type(&self, block: Node, class: Node, ty: &str, depth: u32) -> bool {
        if self.index.is_only_class(ty) || self.index.file(block) == self.index.file(class) {
            return true;
        }
        let owner = |node: Node| match self.index.unit(node).form {
            UnitForm::Class => Thing::Class(node),
            _ => self.ty(node, self.index.name(node), depth + 1),
        };
        owner(block) == owner(class)
    }

    fn field(&self, class: Node, name: &str, depth: u32) -> Option<(Node, &'a Bind)> {
        if let Some(bind) = self.index.bind(class, name) {
            return Some((class, bind));
        }
        // The fields of a type stand apart from its `impl` blocks.
        if self.index.unit(class).form == UnitForm::Impl
            && let Thing::Class(owner) = self.ty(class, self.index.name(class), depth + 1)
            && owner != class
        {
            return Some((owner, self.index.bind(owner, name)?));
        }
        self.find_above(class, depth, |base| self.field(base, name, depth + 1))
    }

    /// The first answer of the classes that a class extends.
    fn find_above<T>(&self, class: Node, depth: u32, ask: impl Fn(Node) -> Option<T>) -> Option<T> {
        if depth > DEPTH {
            return None;
        }
        match self.above.get(&class) {
            Some(above) => above.classes.iter().find_map(|base| ask(*base)),
            None => self.open_bases(class, depth).classes.into_iter().find_map(ask),
        }
    }

    fn open_bases(&self, class: Node, depth: u32) -> Above {
        let mut above = Above::default();
        if depth > DEPTH {
            return above;
        }
        self.add_bases(class, class, depth, &mut above);
        // The traits of a type stand on its `impl` blocks.
        if self.is_rust_type(class) {
            let ty = last_of_type(self.index.name(class));
            let blocks = self.index.blocks(ty).iter().take(CANDIDATES);
            for block in blocks.filter(|block| self.is_of_type(**block, class, ty, depth)) {
                let mut traits = Above::default();
                self.add_bases(class, *block, depth, &mut traits);
                above.classes.extend(traits.classes);
            }
        }
        above
    }

    fn add_bases(&self, class: Node, at: Node, depth: u32, above: &mut Above) {
        let code = self.index.code(at);
        for base in code.bases(self.index.unit(at)) {
            match self.ty(at, code.text(*base), depth + 1) {
                Thing::Class(base) if base != class => above.classes.push(base),
                Thing::Foreign => above.library = true,
                _ => {}
            }
        }
    }

    fn is_rust_type(&self, node: Node) -> bool {
        self.index.unit(node).form == UnitForm::Class && self.language(node) == Some(Language::Rust)
    }

    /// What a class takes from those above it: its bases alone, whatever classes below define.
    fn of_bases(&self, class: Node, name: Option<&str>, depth: u32) -> Thing {
        let Some(name) = name else {
            return self.find_above(class, depth, Some).map_or(Thing::Foreign, Thing::Instance);
        };
        if let Some(found) = self.find_above(class, depth, |base| self.member(base, name, depth + 1)) {
            return self.thing(found);
        }
        if let Some((at, bind)) = self.find_above(class, depth, |base| self.field(base, name, depth + 1)) {
            return self.held(at, bind, depth + 1);
        }
        let none = self.find_above(class, depth, Some).is_none();
        if none || self.extends_library(class, depth) { Thing::Foreign } else { Thing::Unknown }
    }

    fn thing(&self, node: Node) -> Thing {
        match self.index.unit(node).form {
            UnitForm::Function => Thing::Func(node),
            UnitForm::Object | UnitForm::Module => Thing::Instance(node),
            UnitForm::File => Thing::Module(self.index.file(node)),
            UnitForm::Class | UnitForm::Interface | UnitForm::Impl => Thing::Class(node),
        }
    }

    /// The class that a type as written names: the first of ours in it, wrappers passed over.
    fn ty(&self, at: Node, ty: &str, depth: u32) -> Thing {
        if ty.is_empty() || depth > DEPTH {
            return Thing::Unknown;
        }
        let mut foreign = false;
        for path in paths(ty).take(8) {
            if path == "Self" {
                return self.own_type(at, depth);
            }
            if WRAPPERS.contains(&last_of_type(&path)) {
                continue;
            }
            let found = match self.class_named(at, &path) {
                Some(found) => found,
                None => self.imported(at, &path, depth + 1),
            };
            match found {
                Thing::Class(_) => return found,
                Thing::Foreign => foreign = true,
                _ if PLAIN.contains(&path.as_str()) => foreign = true,
                _ => {}
            }
        }
        if foreign { Thing::Foreign } else { Thing::Unknown }
    }

    /// What `Self` stands for: the type itself, where its definition is known, not one of its `impl` blocks.
    fn own_type(&self, at: Node, depth: u32) -> Thing {
        let Some(class) = self.index.class_around(at) else { return Thing::Unknown };
        if self.index.unit(class).form != UnitForm::Impl {
            return Thing::Class(class);
        }
        match self.ty(class, self.index.name(class), depth + 1) {
            Thing::Class(owner) => Thing::Class(owner),
            _ => Thing::Class(class),
        }
    }

    /// A class of the file by its name, seen from a unit.
    fn class_named(&self, from: Node, path: &str) -> Option<Thing> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let mut at = from;
        for _ in 0..24 {
            let outside = at != from || self.index.unit(at).form == UnitForm::File;
            if let Some(mut found) = self.index.member(at, first).filter(|_| outside) {
                for name in rest.split('.').filter(|name| !name.is_empty()) {
                    found = self.index.member(found, name)?;
                }
                return Some(self.thing(found));
            }
            if self.index.unit(at).form == UnitForm::File {
                return None;
            }
            at = self.index.parent(at);
        }
        None
    }

    /// A method that subclasses replace may be any of them; without a body it is one of theirs.
    fn with_overrides(&self, from: Node, to: Node, path: &str) -> Found {
        let class = self.index.parent(to);
        let own = path.starts_with("super.") || path.starts_with("super().");
        if own || !self.below.contains_key(&class) {
            return Found { to: vec![to], certain: true, by_name: false };
        }
        let name = self.index.name(to);
        let mut all: Vec<Node> = self.all_below(class);
        all.retain(|class| self.index.member(*class, name).is_some_and(|node| node != to));
        // Those beside the receiver's own class are not meant.
        if !all.is_empty()
            && let Some((receiver, _)) = path.rsplit_once('.')
            && let Thing::Instance(known) | Thing::Class(known) = self.path(from, receiver)
            && known != class
        {
            all.retain(|other| self.is_below(*other, known, 0));
        }
        let mut all: Vec<Node> = all.into_iter().filter_map(|class| self.index.member(class, name)).collect();
        if self.index.unit(class).form != UnitForm::Interface || all.is_empty() {
            all.push(to);
        }
        all.sort_unstable();
        all.dedup();
        Found { certain: all.len() == 1, to: all, by_name: false }
    }

    /// The classes that extend or implement a class, and those that extend them.
    fn all_below(&self, class: Node) -> Vec<Node> {
        let mut all: Vec<Node> = self.below.get(&class).cloned().unwrap_or_default();
        let mut at = 0;
        while let Some(class) = all.get(at).copied() {
            at += 1;
            for below in self.below.get(&class).map_or(&[][..], Vec::as_slice) {
                if all.len() < BELOW && !all.contains(below) {
                    all.push(*below);
                }
            }
        }
        all
    }

    /// A class extends another one, or is a block of it.
    fn is_below(&self, class: Node, above: Node, depth: u32) -> bool {
        class == above
            || self
                .find_above(class, depth, |base| self.is_below(base, above, depth + 1).then_some(()))
                .is_some()
            || (self.index.unit(class).form == UnitForm::Impl
                && last_of_type(self.index.name(class)) == last_of_type(self.index.name(above))
                && self.is_of_type(class, above, last_of_type(self.index.name(above)), depth))
    }

    /// The project's functions and methods that a call of an unknown receiver could mean.
    fn candidates(&self, from: Node, path: &str) -> Found {
        let (receiver, name) = path.rsplit_once('.').unwrap_or(("", path));
        let all = if receiver.is_empty() { self.index.functions(name) } else { self.index.methods(name) };
        let test = self.index.is_test(from);
        let family = self.index.family(from);
        let fits = |node: &&Node| {
            self.index.family(**node) == family && (test || !self.index.is_test(**node)) && **node != from
        };
        let mut to: Vec<Node> = all.iter().filter(fits).copied().collect();
        // `userService.create` is that of `UserService` when there is one.
        let near = squeezed(receiver.rsplit('.').next().unwrap_or_default());
        let named: Vec<Node> = to
            .iter()
            .copied()
            .filter(|node| {
                let class = squeezed(last_of_type(self.index.name(self.index.parent(*node))));
                near.len() > 3
                    && (class == near || class.ends_with(&near) || near.ends_with(&class) && class.len() > 3)
            })
            .collect();
        if !named.is_empty() {
            to = named;
        } else if is_built_in(self.language(from), name) {
            to.clear();
        }
        to.truncate(CANDIDATES);
        Found { to, certain: false, by_name: true }
    }

    fn language(&self, node: Node) -> Option<Language> {
        self.files[self.index.file(node) as usize].facts.as_ref().ok().map(|facts| facts.language)
    }
}

/// Types around a type that pass its methods on, or hand it in (typing, std, the web frameworks' extractors).
#[rustfmt::skip]
const WRAPPERS: &[&str] = &[
    "Annotated", "Optional", "Union", "None", "Type", "type", "Final", "ClassVar", "Awaitable", "Depends", "Promise", "Partial",
    "Readonly", "Required", "Omit", "Pick", "NonNullable", "Awaited", "InstanceType", "typeof", "Arc", "Rc", "Box", "Ref", "RefMut",
    "Option", "Result", "Mutex", "RwLock", "State", "Data", "Extension", "Cow", "Pin", "dyn", "impl", "mut", "const", "null",
    "undefined", "void", "crate",
];

/// Methods of `Option`, `Result`, lists and iterators that give what they hold, or themselves (std).
#[rustfmt::skip]
const PASSING: &[&str] = &[
    "unwrap", "expect", "unwrap_or", "unwrap_or_else", "unwrap_or_default", "ok", "ok_or", "ok_or_else", "map_err", "or", "or_else",
    "as_ref", "as_mut", "as_deref", "as_deref_mut", "cloned", "copied", "take", "filter", "inspect", "inspect_err", "flatten",
    "transpose", "clone", "to_owned", "into_inner", "borrow", "borrow_mut", "iter", "iter_mut", "into_iter", "lock", "read", "write",
    "context", "with_context", "get_ref",
    "chain", "rev", "skip", "peekable", "by_ref", "next", "last", "first", "pop", "get", "get_mut", "find", "drain", "collect",
];

/// Types of the languages themselves.
#[rustfmt::skip]
const PLAIN: &[&str] = &[
    "str", "int", "float", "bool", "bytes", "dict", "list", "set", "tuple", "object", "Any", "string", "number", "boolean", "any",
    "unknown", "never", "Map", "Set", "Array", "Record", "Date", "Error", "String", "Vec", "HashMap", "HashSet", "BTreeMap", "i32",
    "i64", "u8", "u16", "u32", "u64", "usize", "f64", "char", "PathBuf", "Path",
];

/// The dotted paths in a type as written, in order.
fn paths(ty: &str) -> impl Iterator<Item = String> + '_ {
    let ty = ty.trim_matches(['"', '\'']);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | ':');
    ty.split(move |c: char| !is_part(c))
        .map(|path| path.replace("::", ".").trim_matches([':', '.']).to_owned())
        .filter(|path| !path.is_empty() && !path.starts_with(|c: char| c.is_ascii_digit()))
}

/// A name in lower case without underscores.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Methods of the languages' own texts, lists, maps, promises and iterators, which no class of a project is meant by
/// unless its name says so. Names that stores use as well (`add`, `insert`, `update`, `delete`, `save`) are not here.
fn is_built_in(language: Option<Language>, name: &str) -> bool {
    #[rustfmt::skip]
    const PYTHON: &[&str] = &[
        "append", "extend", "items", "keys", "values", "get", "split", "join", "strip", "lstrip", "rstrip", "lower", "upper", "format",
        "startswith", "endswith", "replace", "encode", "decode", "copy", "sort", "index", "count", "isoformat", "strftime", "read",
        "close", "setdefault", "group", "match", "search", "all", "first", "one", "filter", "order_by", "exists", "title", "find",
    ];
    #[rustfmt::skip]
    const ECMASCRIPT: &[&str] = &[
        "map", "filter", "forEach", "reduce", "find", "findIndex", "some", "every", "includes", "indexOf", "push", "pop", "shift", "slice",
        "splice", "concat", "join", "split", "trim", "replace", "replaceAll", "toString", "toLowerCase", "toUpperCase", "startsWith",
        "endsWith", "substring", "match", "test", "exec", "then", "catch", "finally", "keys", "values", "entries", "has", "get", "sort",
        "flat", "flatMap", "at", "all", "stringify", "parse", "toISOString", "getTime", "json", "text", "bind", "toFixed", "on", "once",
    ];
    #[rustfmt::skip]
    const RUST: &[&str] = &[
        "map", "map_err", "and_then", "or_else", "ok", "ok_or", "ok_or_else", "unwrap", "unwrap_or", "unwrap_or_else", "unwrap_or_default",
        "expect", "iter", "into_iter", "iter_mut", "collect", "filter", "filter_map", "clone", "cloned", "to_string", "to_owned", "into",
        "as_ref", "as_str", "as_deref", "len", "is_empty", "is_some", "is_none", "push", "push_str", "get", "contains", "join", "split",
        "trim", "first", "last", "next", "chain", "any", "all", "find", "fold", "sum", "count", "enumerate", "zip", "flatten", "flat_map",
        "await", "take", "skip", "as_bytes", "lock", "read", "format", "inner_join", "left_join", "select", "order", "eq", "ne", "and",
        "from", "try_from", "default", "new", "parse", "transpose", "then", "unwrap_err", "is_ok", "is_err", "context", "with_context",
    ];
    match language {
        Some(Language::Python) => PYTHON.contains(&name),
        Some(Language::Rust) => RUST.contains(&name),
        Some(_) => ECMASCRIPT.contains(&name),
        None => false,
    }
}
