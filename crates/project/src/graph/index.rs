//! Where the units of a project are found: by file and number, by name, by class.
//!
//! One decision that is not obvious: files of tests are not followed. Nothing that runs in production calls into them, and they
//! are half of many projects.

use crate::File;
use foldhash::{HashMap, HashMapExt};
use review_facts::FileClass;
use review_facts::code::{Bind, Code, Unit, UnitForm, Value};

/// A unit of the project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Node(pub(crate) u32);

/// The units of a project and how they are found.
pub(crate) struct Index<'a> {
    files: &'a [File],
    /// The first node of each file, and one past the last.
    first: Vec<u32>,
    /// The file of each node.
    file_of: Vec<u32>,
    members: HashMap<(Node, &'a str), Node>,
    binds: HashMap<(Node, &'a str), &'a Bind>,
    /// Functions behind names that are bound to what a call makes of them.
    wrapped: HashMap<(Node, &'a str), Node>,
    /// What a name holds besides, where one of its meanings holds in a part of the unit only.
    besides: HashMap<(Node, &'a str), Vec<&'a Bind>>,
    /// `impl` blocks by the last name of their type.
    impls: HashMap<&'a str, Vec<Node>>,
    /// How many classes have a name.
    classes: HashMap<&'a str, u32>,
    /// Functions by name, in order; methods and others.
    methods: HashMap<&'a str, Vec<Node>>,
    functions: HashMap<&'a str, Vec<Node>>,
    /// What a file exports by default, when it is a unit.
    defaults: HashMap<u32, Node>,
}

static NOTHING: std::sync::LazyLock<Code> = std::sync::LazyLock::new(Code::default);

impl<'a> Index<'a> {
    pub(crate) fn of(files: &'a [File]) -> Index<'a> {
        let mut index = Index {
            files,
            first: Vec::with_capacity(files.len() + 1),
            file_of: Vec::new(),
            members: HashMap::new(),
            binds: HashMap::new(),
            wrapped: HashMap::new(),
            besides: HashMap::new(),
            impls: HashMap::new(),
            classes: HashMap::new(),
            methods: HashMap::new(),
            functions: HashMap::new(),
            defaults: HashMap::new(),
        };
        let codes = || (0..files.len() as u32).map(|file| code_of(files, file));
        index.file_of.reserve(codes().map(|code| code.units.len()).sum());
        index.members.reserve(codes().map(|code| code.units.len()).sum());
        index.binds.reserve(codes().map(|code| code.binds.len()).sum());
        for (file, _) in (0_u32..).zip(files) {
            index.first.push(index.file_of.len() as u32);
            index.take(file);
        }
        index.first.push(index.file_of.len() as u32);
        index
    }

    fn take(&mut self, file: u32) {
        let code = code_of(self.files, file);
        let base = self.file_of.len() as u32;
        self.file_of.extend(std::iter::repeat_n(file, code.units.len()));
        for (number, unit) in (0_u32..).zip(&code.units).skip(1) {
            let (node, parent) = (Node(base + number), Node(base + unit.parent));
            let name = code.text(unit.name);
            if unit.default_export {
                self.defaults.entry(file).or_insert(node);
            }
            if name.is_empty() {
                continue;
            }
            match unit.form {
                UnitForm::Impl => {
                    self.impls.entry(last_of_type(name)).or_default().push(node);
                    continue;
                }
                UnitForm::Function => {
                    let around = code.units[unit.parent as usize].form;
                    let owned = !matches!(around, UnitForm::File | UnitForm::Function | UnitForm::Module);
                    let list = if owned { &mut self.methods } else { &mut self.functions };
                    list.entry(name).or_default().push(node);
                }
                UnitForm::Class => *self.classes.entry(last_of_type(name)).or_default() += 1,
                _ => {}
            }
            // An overload has no body and comes first; the last of a name counts.
            self.members.insert((parent, last_of_type(name)), node);
        }
        for bind in &code.binds {
            // The first that says something: what follows narrows or resets it.
            let key = (Node(base + bind.unit), code.text(bind.name));
            let first = *self.binds.entry(key).or_insert(bind);
            if (first.loose || bind.loose) && !std::ptr::eq(first, bind) {
                self.besides.entry(key).or_default().push(bind);
            }
        }
        for bind in &code.wrapped {
            if let Value::Unit(unit) = bind.value {
                self.wrapped
                    .entry((Node(base + bind.unit), code.text(bind.name)))
                    .or_insert(Node(base + unit));
            }
        }
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.file_of.len()
    }

    /// The skeletons of the files that were read and are no tests.
    pub(crate) fn codes(&self) -> impl Iterator<Item = (u32, &'a Code)> + '_ {
        let all = (0..self.files.len() as u32).map(|file| (file, code_of(self.files, file)));
        all.filter(|(_, code)| !code.units.is_empty())
    }

    pub(crate) fn node(&self, file: u32, unit: u32) -> Node {
        Node(self.first[file as usize] + unit)
    }

    /// The innermost unit around a byte (from 0) of a file.
    pub(crate) fn unit_around(&self, file: u32, offset: u32) -> Option<Node> {
        self.file_node(file)?;
        Some(self.node(file, code_of(self.files, file).unit_at(offset)))
    }

    /// The unit that starts at a byte (from 0) of a file.
    pub(crate) fn unit_starting_at(&self, file: u32, offset: u32) -> Option<Node> {
        self.file_node(file)?;
        let units = &code_of(self.files, file).units;
        let first = units.partition_point(|unit| unit.span.start < offset);
        let mut starting = units[first..].iter().take_while(|unit| unit.span.start == offset);
        let number = starting.position(|unit| unit.form == UnitForm::Function)?;
        Some(self.node(file, (first + number) as u32))
    }

    /// The innermost function around a node, itself included; the file when there is none.
    pub(crate) fn function_around(&self, node: Node) -> Node {
        let mut at = node;
        for _ in 0..24 {
            if matches!(self.unit(at).form, UnitForm::Function | UnitForm::File) {
                return at;
            }
            at = self.parent(at);
        }
        at
    }

    /// The file itself as a node; none when it was not read or holds tests.
    pub(crate) fn file_node(&self, file: u32) -> Option<Node> {
        (self.first[file as usize] < self.first[file as usize + 1]).then(|| self.node(file, 0))
    }

    pub(crate) fn file(&self, node: Node) -> u32 {
        self.file_of[node.0 as usize]
    }

    pub(crate) fn code(&self, node: Node) -> &'a Code {
        code_of(self.files, self.file(node))
    }

    /// The number of the node's unit in its file.
    pub(crate) fn number(&self, node: Node) -> u32 {
        node.0 - self.first[self.file(node) as usize]
    }

    pub(crate) fn unit(&self, node: Node) -> &'a Unit {
        &self.code(node).units[self.number(node) as usize]
    }

    pub(crate) fn parent(&self, node: Node) -> Node {
        self.node(self.file(node), self.unit(node).parent)
    }

    pub(crate) fn name(&self, node: Node) -> &'a str {
        self.code(node).text(self.unit(node).name)
    }

    /// Its name with those around it: `Users.create`.
    pub(crate) fn full_name(&self, node: Node) -> String {
        let mut names = vec![self.name(node)];
        let mut at = node;
        for _ in 0..8 {
            at = self.parent(at);
            if self.unit(at).form == UnitForm::File {
                break;
            }
            names.push(last_of_type(self.name(at)));
        }
        names.retain(|name| !name.is_empty());
        names.reverse();
        names.join(".")
    }

    pub(crate) fn is_closure(&self, node: Node) -> bool {
        let unit = self.unit(node);
        let nameless = self.name(node).is_empty() || unit.handed;
        unit.form == UnitForm::Function && nameless && !unit.default_export
    }

    /// It stands in test code within its file.
    pub(crate) fn is_test(&self, node: Node) -> bool {
        self.unit(node).in_test
    }

    /// The unit of a name directly inside another.
    pub(crate) fn member(&self, of: Node, name: &str) -> Option<Node> {
        self.members.get(&(of, name)).copied()
    }

    /// The `impl` blocks of all types of this name.
    pub(crate) fn blocks(&self, ty: &str) -> &[Node] {
        self.impls.get(ty).map_or(&[], Vec::as_slice)
    }

    /// Only one class of the project has this name.
    pub(crate) fn is_only_class(&self, name: &str) -> bool {
        self.classes.get(name).is_none_or(|count| *count == 1)
    }

    /// What a name is bound to directly inside a unit.
    pub(crate) fn bind(&self, of: Node, name: &str) -> Option<&'a Bind> {
        self.binds.get(&(of, name)).copied()
    }

    /// The function of which a call makes what a name is bound to directly inside a unit.
    pub(crate) fn wrapped(&self, of: Node, name: &str) -> Option<Node> {
        self.wrapped.get(&(of, name)).copied()
    }

    /// What else it is bound to there; empty where the first meaning narrows or lasts.
    pub(crate) fn besides<'s>(&'s self, of: Node, name: &'s str) -> &'s [&'a Bind] {
        self.besides.get(&(of, name)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn default_of(&self, file: u32) -> Option<Node> {
        self.defaults.get(&file).copied()
    }

    /// The class, `impl` or object around a node, itself included.
    pub(crate) fn class_around(&self, node: Node) -> Option<Node> {
        let mut at = node;
        for _ in 0..24 {
            let form = self.unit(at).form;
            if matches!(form, UnitForm::Class | UnitForm::Impl | UnitForm::Interface | UnitForm::Object) {
                return Some(at);
            }
            if form == UnitForm::File {
                return None;
            }
            at = self.parent(at);
        }
        None
    }

    /// The `call` methods of the services (tower) in a file of Rust.
    pub(crate) fn services(&self, file: u32) -> Vec<Node> {
        let code = code_of(self.files, file);
        let service = |unit: &&Unit| {
            unit.form == UnitForm::Impl
                && code.bases(unit).iter().any(|base| last_of_type(code.text(*base)) == "Service")
        };
        let numbers = (0_u32..).zip(&code.units).filter(|(_, unit)| service(unit)).map(|(number, _)| number);
        numbers.filter_map(|number| self.members.get(&(self.node(file, number), "call")).copied()).collect()
    }

    pub(crate) fn is_rust(&self, node: Node) -> bool {
        let facts = &self.files[self.file(node) as usize].facts;
        facts.as_ref().is_ok_and(|facts| facts.language == review_facts::Language::Rust)
    }

    /// The path of the node's file.
    pub(crate) fn path(&self, node: Node) -> &'a str {
        &self.files[self.file(node) as usize].path
    }

    /// Methods of a name.
    pub(crate) fn methods(&self, name: &str) -> &[Node] {
        self.methods.get(name).map_or(&[], Vec::as_slice)
    }

    /// Functions of a name that are no methods.
    pub(crate) fn functions(&self, name: &str) -> &[Node] {
        self.functions.get(name).map_or(&[], Vec::as_slice)
    }

    /// Languages that can call each other.
    pub(crate) fn family(&self, node: Node) -> u8 {
        match &self.files[self.file(node) as usize].facts {
            Ok(facts) if facts.language.is_ecmascript() => 1,
            Ok(facts) => facts.language as u8 + 2,
            Err(_) => 0,
        }
    }
}

fn code_of(files: &[File], file: u32) -> &Code {
    let file = &files[file as usize];
    match &file.facts {
        Ok(facts) if file.class != FileClass::Test => &facts.code,
        _ => &NOTHING,
    }
}

/// The last name of a type as written, without its arguments: `Users` for `&crate::db::Users<'a>`.
pub(crate) fn last_of_type(ty: &str) -> &str {
    let head = ty.split(['<', '[', '(']).next().unwrap_or_default();
    head.rsplit(['.', ':', '&', ' ']).next().unwrap_or_default()
}
