//! Names of Python across files: what a dotted path that is written in one file stands for.
//!
//! Modules are found by their path: relative imports from the importing file, absolute ones from package roots, the
//! folders above the first `__init__.py`. Imports are followed through re-exports, also those of `__init__.py` and
//! of `import *`. One decision that is not obvious: nothing is guessed. A module of which there are several, or
//! that only looks like one of the project's, stays open.

use crate::File;
use review_facts::{Import, Language};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Imports that are followed one after the other. Real chains of re-exports have three or four.
const HOPS: usize = 16;

/// What a path stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// A name in a file of the project: where its definition stands, if the file has one. `name` is what is left of
    /// the path there, empty for the module itself.
    Here {
        /// Index into the project's files.
        file: u32,
        /// Dotted.
        name: String,
    },
    /// A name of a library, as an absolute dotted path.
    Library(String),
    /// A name of the project that leads nowhere.
    Open(String),
}

/// The modules of a project and what they import.
pub(crate) struct Names<'a> {
    files: &'a [File],
    /// Modules by path without extension; a package by its folder.
    modules: HashMap<&'a str, u32>,
    /// The same by their last segment.
    by_last: HashMap<&'a str, Vec<(&'a str, u32)>>,
    /// Folders that are packages.
    packages: BTreeSet<&'a str>,
    /// Folders that hold modules, at any depth.
    folders: BTreeSet<&'a str>,
    imports: HashMap<(u32, &'a str), &'a Import>,
    wildcards: BTreeMap<u32, Vec<&'a Import>>,
    defined: &'a BTreeSet<(u32, String)>,
}

impl<'a> Names<'a> {
    /// Takes the modules in. `defined` holds the names that are known to be defined, each with its file.
    pub(crate) fn of(files: &'a [File], defined: &'a BTreeSet<(u32, String)>) -> Names<'a> {
        let mut names = Names {
            files,
            modules: HashMap::new(),
            by_last: HashMap::new(),
            packages: BTreeSet::new(),
            folders: BTreeSet::new(),
            imports: HashMap::new(),
            wildcards: BTreeMap::new(),
            defined,
        };
        for (index, file) in (0_u32..).zip(files) {
            let Ok(facts) = &file.facts else { continue };
            if facts.language != Language::Python {
                continue;
            }
            names.module(index, &file.path);
            for import in &facts.imports {
                if import.name.as_deref() == Some("*") {
                    names.wildcards.entry(index).or_default().push(import);
                } else if !import.local.is_empty() {
                    names.imports.entry((index, import.local.as_str())).or_insert(import);
                }
            }
        }
        names
    }

    fn module(&mut self, index: u32, path: &'a str) {
        let Some((stem, _)) = path.rsplit_once('.') else { return };
        let mut folder = path;
        while let Some((above, _)) = folder.rsplit_once('/')
            && self.folders.insert(above)
        {
            folder = above;
        }
        let package = if stem == "__init__" { Some("") } else { stem.strip_suffix("/__init__") };
        let stem = package.unwrap_or(stem);
        if let Some(folder) = package {
            self.packages.insert(folder);
            self.modules.insert(stem, index);
        } else {
            self.modules.entry(stem).or_insert(index);
        }
        self.by_last.entry(last_segment(stem)).or_default().push((stem, index));
    }

    /// What the path stands for in the file.
    pub(crate) fn resolve(&self, file: u32, path: &str) -> Resolved {
        let (mut file, mut path) = (file, path.to_owned());
        for _ in 0..HOPS {
            let first = path.split('.').next().unwrap_or_default();
            let Some(full) = self.imported(file, first, &path) else {
                return Resolved::Here { file, name: path };
            };
            match self.locate(file, &full) {
                Ok((module, rest)) if rest.is_empty() => return Resolved::Here { file: module, name: rest },
                // A package that imports its own submodule's name under the same name stands for the submodule.
                Ok((module, rest)) if module == file && rest == path => {
                    return Resolved::Here { file, name: path };
                }
                Ok((module, rest)) => (file, path) = (module, rest),
                Err(found) => return found,
            }
        }
        Resolved::Open(path)
    }

    /// The path with its first name replaced by what it was imported as; none when the file does not import it.
    fn imported(&self, file: u32, first: &str, path: &str) -> Option<String> {
        let rest = &path[first.len()..];
        if let Some(import) = self.imports.get(&(file, first)) {
            return Some(match &import.name {
                // `import a.b` binds `a`: the path is whole already.
                None if import.module.split('.').next() == Some(first) => path.to_owned(),
                None => format!("{}{rest}", import.module),
                Some(name) if import.module.ends_with('.') => format!("{}{name}{rest}", import.module),
                Some(name) => format!("{}.{name}{rest}", import.module),
            });
        }
        if self.defined.contains(&(file, first.to_owned())) {
            return None;
        }
        let wildcards = self.wildcards.get(&file).map_or(&[][..], Vec::as_slice);
        wildcards.iter().find_map(|import| {
            let dot = if import.module.ends_with('.') { "" } else { "." };
            let full = format!("{}{dot}{path}", import.module);
            let (module, rest) = self.locate(file, &full).ok()?;
            let own = rest.split('.').next().unwrap_or_default();
            let has = self.defined.contains(&(module, own.to_owned()))
                || self.imports.contains_key(&(module, own))
                || self.wildcards.contains_key(&module);
            (has && module != file).then_some(full)
        })
    }

    /// The module that a dotted path begins with, as deep as there is one, and what is left of the path.
    fn locate(&self, from: u32, full: &str) -> Result<(u32, String), Resolved> {
        let own = self.files[from as usize].path.as_str();
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let dots = full.bytes().take_while(|b| *b == b'.').count();
        let segments: Vec<&str> = full[dots..].split('.').filter(|segment| !segment.is_empty()).collect();
        if dots > 0 {
            let mut base = folder;
            for _ in 1..dots {
                base = base.rsplit_once('/').map_or("", |(above, _)| above);
            }
            let found = (0..=segments.len()).rev().find_map(|count| {
                let path = join(base, &segments[..count]);
                Some((*self.modules.get(path.as_str())?, segments[count..].join(".")))
            });
            return found.ok_or_else(|| Resolved::Open(full.to_owned()));
        }
        for count in (1..=segments.len()).rev() {
            if let Some(module) = self.absolute(folder, &segments[..count]) {
                return Ok((module, segments[count..].join(".")));
            }
        }
        let first = segments.first().copied().unwrap_or_default();
        let ours = self.absolute(folder, &[first]).is_some() || self.is_root_folder(folder, first);
        Err(if ours { Resolved::Open(full.to_owned()) } else { Resolved::Library(full.to_owned()) })
    }

    /// A module by its absolute path: below a package root that lies above the importing file, else the only one.
    fn absolute(&self, folder: &str, segments: &[&str]) -> Option<u32> {
        let wanted = segments.join("/");
        let candidates = self.by_last.get(segments.last()?)?;
        let mut best: Option<(usize, u32)> = None;
        let mut elsewhere: Vec<u32> = Vec::new();
        for (stem, index) in candidates {
            let Some(root) = stem.strip_suffix(wanted.as_str()) else { continue };
            if !root.is_empty() && !root.ends_with('/') {
                continue;
            }
            let root = root.trim_end_matches('/');
            if !root.is_empty() && self.packages.contains(root) {
                continue;
            }
            let above = root.is_empty()
                || folder == root
                || folder.strip_prefix(root).is_some_and(|r| r.starts_with('/'));
            if !above {
                elsewhere.push(*index);
            } else if best.is_none_or(|(length, _)| root.len() >= length) {
                best = Some((root.len(), *index));
            }
        }
        match (best, elsewhere.as_slice()) {
            (Some((_, index)), _) => Some(index),
            (None, [only]) if segments.len() > 1 || self.is_package(*only) => Some(*only),
            _ => None,
        }
    }

    fn is_package(&self, file: u32) -> bool {
        self.files[file as usize].path.ends_with("/__init__.py")
    }

    /// A folder of that name beside or above the importing file holds modules.
    fn is_root_folder(&self, folder: &str, name: &str) -> bool {
        let mut base = Some(folder);
        while let Some(at) = base {
            if self.folders.contains(join(at, &[name]).as_str()) {
                return true;
            }
            base =
                if at.is_empty() { None } else { Some(at.rsplit_once('/').map_or("", |(above, _)| above)) };
        }
        false
    }
}

fn last_segment(stem: &str) -> &str {
    stem.rsplit('/').next().unwrap_or_default()
}

fn join(base: &str, segments: &[&str]) -> String {
    let mut path = base.to_owned();
    for segment in segments {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(segment);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use review_facts::{FileClass, FileFacts, Place};

    fn file(path: &str, imports: &[(&str, Option<&str>, &str)]) -> File {
        let import = |(module, name, local): &(&str, Option<&str>, &str)| Import {
            module: (*module).to_owned(),
            name: name.map(str::to_owned),
            local: (*local).to_owned(),
            reexport: false,
            type_only: false,
            place: Place::default(),
        };
        let imports = imports.iter().map(import).collect();
        let facts = FileFacts { imports, ..FileFacts::empty(Language::Python, "") };
        File { path: path.to_owned(), class: FileClass::Code, facts: Ok(facts) }
    }

    fn resolved(files: &[File], defined: &[(u32, &str)], file: u32, path: &str) -> Resolved {
        let defined = defined.iter().map(|(file, name)| (*file, (*name).to_owned())).collect();
        Names::of(files, &defined).resolve(file, path)
    }

    fn here(file: u32, name: &str) -> Resolved {
        Resolved::Here { file, name: name.to_owned() }
    }

    #[test]
    fn imports_are_followed_through_packages() {
        let files = [
            file("src/app/__init__.py", &[]),
            file("src/app/models.py", &[("app.types", Some("Enc"), "E"), (".db", Some("Base"), "Base")]),
            file("src/app/db.py", &[]),
            file("src/app/types/__init__.py", &[(".crypto", Some("Encrypted"), "Enc")]),
            file("src/app/types/crypto.py", &[("sqlalchemy", Some("TypeDecorator"), "TypeDecorator")]),
        ];
        assert_eq!(resolved(&files, &[], 1, "E"), here(4, "Encrypted"));
        assert_eq!(resolved(&files, &[], 1, "Base"), here(2, "Base"));
        assert_eq!(resolved(&files, &[], 1, "Own"), here(1, "Own"));
        let library = Resolved::Library("sqlalchemy.TypeDecorator".to_owned());
        assert_eq!(resolved(&files, &[], 4, "TypeDecorator"), library);
    }

    #[test]
    fn a_module_of_the_standard_library_is_not_one_of_ours() {
        let files = [
            file("app/__init__.py", &[]),
            file("app/models.py", &[("types", None, "types"), ("app.gone", Some("X"), "X")]),
            file("app/types.py", &[]),
        ];
        let library = Resolved::Library("types.SimpleNamespace".to_owned());
        assert_eq!(resolved(&files, &[], 1, "types.SimpleNamespace"), library);
        assert_eq!(resolved(&files, &[(1, "X")], 1, "X"), here(0, "gone.X"));
    }

    #[test]
    fn circles_and_wildcards_end() {
        let files = [
            file("a.py", &[("b", Some("X"), "X"), ("c", Some("*"), "")]),
            file("b.py", &[("a", Some("X"), "X")]),
            file("c.py", &[]),
        ];
        assert_eq!(resolved(&files, &[], 0, "X"), Resolved::Open("X".to_owned()));
        assert_eq!(resolved(&files, &[(2, "Y")], 0, "Y"), here(2, "Y"));
        assert_eq!(resolved(&files, &[(0, "Y"), (2, "Y")], 0, "Y"), here(0, "Y"));
    }

    #[test]
    fn of_two_packages_the_one_above_counts() {
        let files = [
            file("x/app/__init__.py", &[]),
            file("x/app/db.py", &[]),
            file("y/app/__init__.py", &[]),
            file("y/app/db.py", &[]),
            file("y/app/models.py", &[("app.db", Some("Base"), "Base")]),
            file("z/run.py", &[("app.db", Some("Base"), "Base")]),
        ];
        assert_eq!(resolved(&files, &[], 4, "Base"), here(3, "Base"));
        assert!(!matches!(resolved(&files, &[], 5, "Base"), Resolved::Here { .. }), "two of the name");
    }
}
