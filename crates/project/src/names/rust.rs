//! Modules of Rust: what a path of one file stands for.
//!
//! The tree of modules is read from `mod` declarations, from the roots of crates down; a file that none declares is a
//! root. One decision that is not obvious: a name that a module does not show (a derive or macro may make it) is said
//! to be of that module, unless it could also come from a glob that leads out of the project.

use super::{Bound, HOPS, Resolved, below, dotted, folder_of};
use crate::Surroundings;
use review_facts::{Import, Language, Module};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Steps from one path to its definition, those of all globs together. Real ones have fewer than twenty.
const MOST_STEPS: u32 = 256;

/// Names that are in scope everywhere: primitive types, and the prelude of the standard library.
#[rustfmt::skip]
const PRELUDE: &[&str] = &[
    "bool", "char", "str", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
    "f32", "f64", "Self", "Option", "Some", "None", "Result", "Ok", "Err", "Box", "String", "Vec", "ToString", "ToOwned",
    "Clone", "Copy", "Send", "Sync", "Sized", "Drop", "Fn", "FnMut", "FnOnce", "Iterator", "IntoIterator", "Extend",
    "DoubleEndedIterator", "ExactSizeIterator", "Default", "PartialEq", "Eq", "PartialOrd", "Ord", "AsRef", "AsMut",
    "Into", "From", "TryFrom", "TryInto", "FromIterator", "Debug", "Hash",
];

/// The crates of a project.
pub(super) struct Crates<'a> {
    nodes: Vec<Node<'a>>,
    /// Modules by file and by their path inside of it. A file can belong to several crates.
    by_place: HashMap<(u32, &'a str), Vec<u32>>,
    scopes: HashMap<(u32, &'a str), Scope<'a>>,
    /// Roots of libraries by their crate's name; none where two have one name.
    crates: HashMap<&'a str, Option<u32>>,
    /// Names of crates that manifests declare.
    declared: BTreeSet<String>,
}

/// A module.
struct Node<'a> {
    file: u32,
    /// Its path inside of the file, dotted; empty for the file's own.
    inline: &'a str,
    parent: Option<u32>,
    root: u32,
    children: HashMap<&'a str, u32>,
}

/// What a module imports.
#[derive(Default)]
struct Scope<'a> {
    /// By the name they bind; those behind the first only where they differ from it.
    imports: HashMap<&'a str, Vec<&'a Import>>,
    globs: Vec<&'a Import>,
}

/// What is left of a search, and the modules whose globs it has opened.
struct Search {
    steps: u32,
    opened: HashSet<(u32, String)>,
}

impl<'a> Crates<'a> {
    pub(super) fn of(bound: &Bound<'a>, surroundings: &'a Surroundings) -> Crates<'a> {
        let mut crates = Crates {
            nodes: Vec::new(),
            by_place: HashMap::new(),
            scopes: HashMap::new(),
            crates: HashMap::new(),
            declared: ["std", "core", "alloc", "proc_macro", "test"].map(str::to_owned).into(),
        };
        let mut tree = Tree { bound, files: HashMap::new(), reached: HashSet::new() };
        for (index, file) in (0_u32..).zip(bound.files) {
            if bound.language(index) == Some(Language::Rust) {
                tree.files.insert(&file.path, index);
                crates.scopes(bound, index);
            }
        }
        if tree.files.is_empty() {
            return crates;
        }
        tree.grow(&mut crates);
        for manifest in surroundings.manifests.iter().filter(|manifest| manifest.path.ends_with("Cargo.toml"))
        {
            crates.declared.extend(manifest.packages.iter().map(|name| name.replace('-', "_")));
            let Some(package) = &manifest.package else { continue };
            let lib = package.entries.iter().flat_map(|(_, targets)| targets).find_map(|target| {
                let file = tree.files.get(below(folder_of(&manifest.path), target)?.as_str())?;
                let nodes = crates.by_place.get(&(*file, ""))?;
                nodes.iter().copied().find(|node| crates.nodes[*node as usize].parent.is_none())
            });
            if let Some(root) = lib {
                let known = crates.crates.entry(package.name.as_str());
                known.and_modify(|known| *known = None).or_insert(Some(root));
            }
        }
        crates
    }

    /// Sorts the imports of a file by the module they stand in.
    fn scopes(&mut self, bound: &Bound<'a>, file: u32) {
        let Ok(facts) = &bound.files[file as usize].facts else { return };
        let inline: Vec<(u32, u32, &str)> = facts
            .modules
            .iter()
            .filter_map(|module| module.inline.map(|span| (span.start, span.end, module.name.as_str())))
            .collect();
        for import in &facts.imports {
            // A glob of a function would bind everywhere.
            if import.inner && import.name.as_deref() == Some("*") {
                continue;
            }
            let at = import.place.span.start;
            let around = inline.iter().filter(|(start, end, _)| *start <= at && at < *end);
            let module = around.max_by_key(|(start, ..)| *start).map_or("", |(_, _, name)| name);
            let scope = self.scopes.entry((file, module)).or_default();
            if import.name.as_deref() == Some("*") {
                scope.globs.push(import);
                continue;
            }
            let same = scope.imports.entry(import.local.as_str()).or_default();
            if same.first().is_some_and(|first| first.inner && !import.inner) {
                same.clear();
            }
            let differs = |known: &&Import| (&known.module, &known.name) != (&import.module, &import.name);
            if same.iter().all(differs) && (same.is_empty() || !import.inner) {
                same.push(import);
            }
        }
    }

    /// What the path stands for at the top of the file.
    pub(super) fn resolve(&self, bound: &Bound<'a>, file: u32, path: &str) -> Resolved {
        let segments: Vec<&str> = path.split('.').collect();
        // `self` and `Self` are values and types here; only an import means a module by `self`.
        let own = matches!(segments[0], "self" | "Self" | "");
        let nodes = self.by_place.get(&(file, "")).map_or(&[][..], Vec::as_slice);
        let mut found: Option<Resolved> = None;
        for node in nodes.iter().filter(|_| !own) {
            let mut search = Search { steps: MOST_STEPS, opened: HashSet::new() };
            let resolved = self.path(bound, *node, &segments, None, HOPS, &mut search);
            if found.as_ref().is_some_and(|found| *found != resolved) {
                return Resolved::Open(path.to_owned());
            }
            found = Some(resolved);
        }
        found.unwrap_or_else(|| Resolved::Here { file, name: path.to_owned() })
    }

    /// A path as it is written in a module. `import` is the one that writes it, and none for code.
    fn path(
        &self,
        bound: &Bound<'a>,
        node: u32,
        path: &[&str],
        import: Option<&Import>,
        hops: usize,
        search: &mut Search,
    ) -> Resolved {
        let open = || Resolved::Open(path.join("."));
        if hops == 0 || search.steps == 0 {
            return open();
        }
        search.steps -= 1;
        let (mut at, mut rest) = (node, path);
        loop {
            match rest.first() {
                Some(&"crate" | &"$crate") => at = self.nodes[node as usize].root,
                Some(&"self") => {}
                Some(&"super") => match self.nodes[at as usize].parent {
                    Some(parent) => at = parent,
                    None => return open(),
                },
                _ => break,
            }
            rest = &rest[1..];
        }
        if rest.len() < path.len() {
            return self.inside(bound, at, node, rest, hops, search);
        }
        let Some(first) = rest.first() else { return open() };
        if let Some(found) = self.find(bound, at, node, rest, import, hops, search) {
            return found;
        }
        match self.crates.get(first) {
            Some(Some(root)) => return self.inside(bound, *root, node, &rest[1..], hops, search),
            Some(None) => return open(),
            None => {}
        }
        let root = self.nodes[at as usize].root;
        if self.declared.contains(*first) {
            return Resolved::Library(path.join("."));
        }
        if import.is_none() {
            return self.unknown(bound, at, path, hops, search);
        }
        // Before the edition of 2018 paths began at the root.
        if self.nodes[root as usize].children.contains_key(first) {
            return self.inside(bound, root, node, rest, hops, search);
        }
        if first.starts_with(|c: char| c.is_lowercase()) { Resolved::Library(path.join(".")) } else { open() }
    }

    /// What a module holds under a path.
    fn inside(
        &self,
        bound: &Bound<'a>,
        node: u32,
        from: u32,
        path: &[&str],
        hops: usize,
        search: &mut Search,
    ) -> Resolved {
        let at = &self.nodes[node as usize];
        if path.is_empty() {
            return Resolved::Here { file: at.file, name: at.inline.to_owned() };
        }
        if let Some(found) = self.find(bound, node, from, path, None, hops, search) {
            return found;
        }
        // What a module takes in for itself it does not pass on. A file that only looks like a root may lie anywhere.
        if (at.parent.is_none() && !is_root(bound.path(at.file)))
            || self.outward(bound, node, hops, search).iter().any(|glob| glob.reexport)
        {
            return Resolved::Open(path.join("."));
        }
        Resolved::Here { file: at.file, name: dotted(at.inline, &path.join(".")) }
    }

    /// What a module shows under the first name of a path to another one, or to itself; none when it shows no such name.
    #[allow(clippy::too_many_arguments, reason = "the way so far, and the question")]
    fn find(
        &self,
        bound: &Bound<'a>,
        node: u32,
        from: u32,
        path: &[&str],
        skip: Option<&Import>,
        hops: usize,
        search: &mut Search,
    ) -> Option<Resolved> {
        if search.steps == 0 {
            return Some(Resolved::Open(path.join(".")));
        }
        search.steps -= 1;
        let at = &self.nodes[node as usize];
        let (first, rest) = path.split_first()?;
        let child = at.children.get(first).copied();
        if let Some(child) = child.filter(|_| !rest.is_empty()) {
            return Some(self.inside(bound, child, from, rest, hops, search));
        }
        let name = dotted(at.inline, first);
        if bound.exports.contains_key(&(at.file, name.as_str())) {
            return Some(Resolved::Here { file: at.file, name: dotted(at.inline, &path.join(".")) });
        }
        let scope = self.scopes.get(&(at.file, at.inline));
        let imports = scope.and_then(|scope| scope.imports.get(first)).map_or(&[][..], Vec::as_slice);
        let mut found: Option<Resolved> = None;
        // What is not passed on is seen from inside alone.
        let within = self.is_within(from, node);
        let seen = |import: &&&Import| {
            (within || import.reexport) && !skip.is_some_and(|skip| std::ptr::eq(skip, **import))
        };
        for import in imports.iter().filter(seen) {
            let mut full = segments_of(import);
            full.extend(rest);
            let resolved = self.path(bound, node, &full, Some(import), hops - 1, search);
            if found.as_ref().is_some_and(|found| *found != resolved) {
                return Some(Resolved::Open(path.join(".")));
            }
            found = Some(resolved);
        }
        if found.is_some() {
            return found;
        }
        if let Some(child) = child {
            return Some(self.inside(bound, child, from, rest, hops, search));
        }
        let globs = scope.map_or(&[][..], |scope| scope.globs.as_slice());
        for glob in globs.iter().filter(|glob| within || glob.reexport) {
            if !search.opened.insert((node, format!("{}*{first}", glob.module))) {
                continue;
            }
            let Some(module) = self.module(bound, node, glob, hops, search) else { continue };
            let Some(resolved) = self.find(bound, module, node, path, None, hops - 1, search) else {
                continue;
            };
            if found.as_ref().is_some_and(|found| *found != resolved) {
                return Some(Resolved::Open(path.join(".")));
            }
            found = Some(resolved);
        }
        found
    }

    /// A module is another one, or lies in it.
    fn is_within(&self, inner: u32, outer: u32) -> bool {
        let mut at = Some(inner);
        while let Some(node) = at {
            if node == outer {
                return true;
            }
            at = self.nodes[node as usize].parent;
        }
        false
    }

    /// The module of the project that a glob opens.
    fn module(
        &self,
        bound: &Bound<'a>,
        node: u32,
        glob: &Import,
        hops: usize,
        search: &mut Search,
    ) -> Option<u32> {
        if hops <= 1 {
            return None;
        }
        match self.path(bound, node, &segments_of(glob), Some(glob), hops - 1, search) {
            Resolved::Here { file, name } => {
                let nodes = self.by_place.get(&(file, name.as_str()))?;
                let root = self.nodes[node as usize].root;
                nodes
                    .iter()
                    .copied()
                    .find(|at| self.nodes[*at as usize].root == root)
                    .or(nodes.first().copied())
            }
            _ => None,
        }
    }

    /// The globs of a module that lead out of the project.
    fn outward(&self, bound: &Bound<'a>, node: u32, hops: usize, search: &mut Search) -> Vec<&'a Import> {
        let at = &self.nodes[node as usize];
        let globs = self.scopes.get(&(at.file, at.inline)).map_or(&[][..], |scope| scope.globs.as_slice());
        let mut outward = globs.to_vec();
        outward.retain(|glob| {
            let found = self.path(bound, node, &segments_of(glob), Some(glob), hops - 1, search);
            !matches!(found, Resolved::Here { .. })
        });
        outward
    }

    /// A name of code that nothing in sight binds: of the one library whose names are all taken in, else the file's.
    fn unknown(
        &self,
        bound: &Bound<'a>,
        node: u32,
        path: &[&str],
        hops: usize,
        search: &mut Search,
    ) -> Resolved {
        let at = &self.nodes[node as usize];
        let here = Resolved::Here { file: at.file, name: path.join(".") };
        let is_type = path[0].starts_with(|c: char| c.is_uppercase()) && !PRELUDE.contains(&path[0]);
        let unread =
            bound.files[at.file as usize].facts.as_ref().is_ok_and(|facts| !facts.uncovered.is_empty());
        if !is_type || unread {
            return here;
        }
        match self.outward(bound, node, hops, search).as_slice() {
            [] => here,
            [glob] if glob.reexport || !is_traits(&glob.module) => Resolved::Library(
                segments_of(glob).into_iter().chain(path.iter().copied()).collect::<Vec<_>>().join("."),
            ),
            _ => Resolved::Open(path.join(".")),
        }
    }
}

/// Preludes bring mostly traits; a type that a file uses may as well be made by one of its macros.
fn is_traits(module: &str) -> bool {
    module.ends_with("prelude")
}

/// The path an import names, as segments.
fn segments_of(import: &Import) -> Vec<&str> {
    let module = import.module.split("::").filter(|segment| !segment.is_empty());
    module.chain(import.name.as_deref().filter(|name| *name != "*")).collect()
}

/// Modules as their files declare them.
struct Tree<'b, 'a> {
    bound: &'b Bound<'a>,
    files: HashMap<&'a str, u32>,
    reached: HashSet<u32>,
}

impl<'a> Tree<'_, 'a> {
    /// Adds every crate: first those whose roots are told by their names, then what nobody declared.
    fn grow(&mut self, crates: &mut Crates<'a>) {
        let mut files: Vec<(&str, u32)> = self.files.iter().map(|(path, file)| (*path, *file)).collect();
        let claimed = self.claimed();
        files.sort_by_key(|(path, file)| {
            (!is_root(path), claimed.contains(file), path.matches('/').count(), *path)
        });
        for (path, file) in files {
            if is_root(path) || !self.reached.contains(&file) {
                self.crate_of(file, crates);
            }
        }
    }

    /// Files that some other may declare, whether that one is a root or not.
    fn claimed(&self) -> HashSet<u32> {
        let mut claimed = HashSet::new();
        for (path, file) in &self.files {
            let Ok(facts) = &self.bound.files[*file as usize].facts else { continue };
            let stem = path.strip_suffix(".rs").unwrap_or(path);
            for module in facts.modules.iter().filter(|module| module.inline.is_none()) {
                let (holder, name) = module.name.rsplit_once('.').unwrap_or(("", &module.name));
                for folder in [folder_of(path), stem] {
                    let child = self.declared(*file, folder, holder, name, module);
                    claimed.extend(child.map(|(child, _)| child));
                }
            }
        }
        claimed
    }

    fn crate_of(&mut self, root: u32, crates: &mut Crates<'a>) {
        // Of two crates that hold each file of a project a hundred would make the modules too many.
        let most = 8 * self.files.len() + 1024;
        let first = crates.nodes.len() as u32;
        let mut inside: HashMap<u32, u32> = HashMap::new();
        let folder = folder_of(self.bound.path(root)).to_owned();
        let mut open = vec![(root, None, folder)];
        while let Some((file, parent, folder)) = open.pop() {
            self.reached.insert(file);
            let own = self.add(crates, first, file, "", parent.map(|(node, _)| node));
            inside.insert(file, own);
            if let Some((parent, name)) = parent {
                crates.nodes[parent as usize].children.insert(name, own);
            }
            let Ok(facts) = &self.bound.files[file as usize].facts else { continue };
            let mut ambiguous: HashSet<&str> = HashSet::new();
            let mut seen: HashMap<&str, Option<&str>> = HashMap::new();
            let mut declared: Vec<&'a Module> = facts.modules.iter().collect();
            // Those that hold others come first.
            declared.sort_by_key(|module| module.name.matches('.').count());
            for module in &declared {
                let path = module.path.as_deref();
                if seen.insert(&module.name, path).is_some_and(|before| before != path) {
                    ambiguous.insert(&module.name);
                }
            }
            let mut inlines: HashMap<&str, u32> = HashMap::from([("", own)]);
            for module in declared {
                let (holder, name) = module.name.rsplit_once('.').unwrap_or(("", &module.name));
                let Some(holding) = inlines.get(holder).copied() else { continue };
                if ambiguous.contains(module.name.as_str()) || crates.nodes.len() > most {
                    continue;
                }
                if module.inline.is_some() {
                    let node = self.add(crates, first, file, &module.name, Some(holding));
                    crates.nodes[holding as usize].children.insert(name, node);
                    inlines.insert(&module.name, node);
                    continue;
                }
                let Some((child, folder)) = self.declared(file, &folder, holder, name, module) else {
                    continue;
                };
                match inside.get(&child) {
                    Some(node) => {
                        crates.nodes[holding as usize].children.insert(name, *node);
                    }
                    None => {
                        // Said before it is opened, so that no file is opened twice.
                        inside.insert(child, first);
                        open.push((child, Some((holding, name)), folder));
                    }
                }
            }
        }
    }

    fn add(
        &self,
        crates: &mut Crates<'a>,
        root: u32,
        file: u32,
        inline: &'a str,
        parent: Option<u32>,
    ) -> u32 {
        let node = crates.nodes.len() as u32;
        crates.nodes.push(Node { file, inline, parent, root, children: HashMap::new() });
        crates.by_place.entry((file, inline)).or_default().push(node);
        node
    }

    /// The file of a module that lies in one of its own, and the folder of that one's modules.
    fn declared(
        &self,
        file: u32,
        folder: &str,
        holder: &str,
        name: &str,
        module: &Module,
    ) -> Option<(u32, String)> {
        let get = |path: &str| self.files.get(path).copied();
        let inner = holder.replace('.', "/");
        if let Some(path) = &module.path {
            let base = if inner.is_empty() {
                folder_of(self.bound.path(file)).to_owned()
            } else {
                below(folder, &inner)?
            };
            let path = below(&base, path)?;
            return Some((get(&path)?, folder_of(&path).to_owned()));
        }
        let own = below(&below(folder, &inner)?, name.trim_start_matches("r#"))?;
        match (get(&format!("{own}.rs")), get(&format!("{own}/mod.rs"))) {
            (Some(file), None) | (None, Some(file)) => Some((file, own)),
            _ => None,
        }
    }
}

/// Roots of crates, by Cargo's conventions.
fn is_root(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let in_source = |folder: &str| folder.split('/').any(|segment| segment == "src");
    let below = |of: &str| folder.strip_suffix(of).filter(|above| above.is_empty() || above.ends_with('/'));
    match name {
        "lib.rs" | "main.rs" => true,
        "build.rs" => !in_source(folder),
        "mod.rs" => false,
        _ => {
            below("src/bin").is_some()
                || ["tests", "examples", "benches"]
                    .iter()
                    .any(|of| below(of).is_some_and(|at| !in_source(at)))
        }
    }
}
