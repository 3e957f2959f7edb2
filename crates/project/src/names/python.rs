//! Python's modules: what a dotted path that is written in one file stands for.
//!
//! Modules are found by their path: relative imports from the importing file, absolute ones from package roots, the
//! folders above the first `__init__.py`. Imports are followed through re-exports, also those of `__init__.py` and
//! of `import *`. One decision that is not obvious: a module of which there are several, or that only looks like one
//! of the project's, stays open.

use super::{Bound, HOPS, Resolved, folder_of, joined, last_segment};
use foldhash::HashMap;
use std::collections::BTreeSet;

/// The modules of Python.
#[derive(Default)]
pub(super) struct Modules<'a> {
    /// Modules by path without extension; a package by its folder.
    modules: HashMap<&'a str, u32>,
    /// The same by their last segment.
    by_last: HashMap<&'a str, Vec<(&'a str, u32)>>,
    /// Folders that are packages.
    packages: BTreeSet<&'a str>,
    /// Folders that hold modules, at any depth.
    folders: BTreeSet<&'a str>,
}

impl<'a> Modules<'a> {
    /// Takes a file in.
    pub(super) fn add(&mut self, index: u32, path: &'a str) {
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
    pub(super) fn resolve(&self, bound: &Bound<'a>, file: u32, path: &str) -> Resolved {
        let (mut file, mut path) = (file, path.to_owned());
        for _ in 0..HOPS {
            let first = path.split('.').next().unwrap_or_default();
            let Some(full) = self.imported(bound, file, first, &path) else {
                return Resolved::Here { file, name: path };
            };
            match self.locate(bound, file, &full) {
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
    fn imported(&self, bound: &Bound<'a>, file: u32, first: &str, path: &str) -> Option<String> {
        let rest = &path[first.len()..];
        if let Some(import) = bound.imports.get(&(file, first)) {
            return Some(match &import.name {
                // `import a.b` binds `a`: the path is whole already.
                None if import.module.split('.').next() == Some(first) => path.to_owned(),
                None => format!("{}{rest}", import.module),
                Some(name) if import.module.ends_with('.') => format!("{}{name}{rest}", import.module),
                Some(name) => format!("{}.{name}{rest}", import.module),
            });
        }
        if bound.exports.contains_key(&(file, first)) {
            return None;
        }
        let wildcards = bound.wildcards.get(&file).map_or(&[][..], Vec::as_slice);
        wildcards.iter().find_map(|import| {
            let dot = if import.module.ends_with('.') { "" } else { "." };
            let full = format!("{}{dot}{path}", import.module);
            let (module, rest) = self.locate(bound, file, &full).ok()?;
            let own = rest.split('.').next().unwrap_or_default();
            let has = bound.exports.contains_key(&(module, own))
                || bound.imports.contains_key(&(module, own))
                || bound.wildcards.contains_key(&module);
            (has && module != file).then_some(full)
        })
    }

    /// The module that a dotted path begins with, as deep as there is one, and what is left of the path.
    pub(super) fn locate(&self, bound: &Bound<'a>, from: u32, full: &str) -> Result<(u32, String), Resolved> {
        let folder = folder_of(bound.path(from));
        let dots = full.bytes().take_while(|b| *b == b'.').count();
        let segments: Vec<&str> = full[dots..].split('.').filter(|segment| !segment.is_empty()).collect();
        if dots > 0 {
            let mut base = folder;
            for _ in 1..dots {
                base = folder_of(base);
            }
            let found = (0..=segments.len()).rev().find_map(|count| {
                let path = joined(base, &segments[..count]);
                Some((*self.modules.get(path.as_str())?, segments[count..].join(".")))
            });
            return found.ok_or_else(|| Resolved::Open(full.to_owned()));
        }
        for count in (1..=segments.len()).rev() {
            if let Some(module) = self.absolute(bound, folder, &segments[..count]) {
                return Ok((module, segments[count..].join(".")));
            }
        }
        let first = segments.first().copied().unwrap_or_default();
        let ours = self.absolute(bound, folder, &[first]).is_some() || self.is_root_folder(folder, first);
        Err(if ours { Resolved::Open(full.to_owned()) } else { Resolved::Library(full.to_owned()) })
    }

    /// A module by its absolute path: below a package root that lies above the importing file, else the only one.
    fn absolute(&self, bound: &Bound<'a>, folder: &str, segments: &[&str]) -> Option<u32> {
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
            (None, [only]) if segments.len() > 1 || bound.path(*only).ends_with("/__init__.py") => {
                Some(*only)
            }
            _ => None,
        }
    }

    /// A folder of that name beside or above the importing file holds modules.
    fn is_root_folder(&self, folder: &str, name: &str) -> bool {
        let mut base = Some(folder);
        while let Some(at) = base {
            if self.folders.contains(joined(at, &[name]).as_str()) {
                return true;
            }
            base = if at.is_empty() { None } else { Some(folder_of(at)) };
        }
        false
    }
}
