//! Names across files: what a dotted path that is written in one file stands for.
//!
//! One table of what files bind and offer serves every language; where a module lies is each language's own. One
//! decision that is not obvious: nothing is guessed. What is ambiguous or missing stays open.

mod python;
mod rust;
#[cfg(test)]
mod tests;
mod tsconfig;
mod typescript;

use crate::{File, Surroundings};
use foldhash::{HashMap, HashMapExt};
use review_facts::{Export, Import, Language};
use std::collections::BTreeMap;

/// Imports that are followed one after the other. Real chains of re-exports have three or four.
const HOPS: usize = 16;

/// What a path stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// A name in a file of the project: where its definition stands, if the file has one. `name` is what is left of
    /// the path there, empty for the module itself. What a file exports as its default without a name is `default`.
    Here {
        /// Index into the project's files.
        file: u32,
        /// Dotted.
        name: String,
    },
    /// A name of a library, as an absolute dotted path: `sqlalchemy.Text`, `@acme/db.User`.
    Library(String),
    /// A name of the project that leads nowhere.
    Open(String),
}

/// The modules of a project and what they import. Built once; every join may ask it.
pub(crate) struct Names<'a> {
    bound: Bound<'a>,
    python: python::Modules<'a>,
    typescript: typescript::Modules<'a>,
    rust: rust::Crates<'a>,
}

/// What files bind and offer.
struct Bound<'a> {
    files: &'a [File],
    /// Imports by the name they bind. One of the whole file goes before one of a function.
    imports: HashMap<(u32, &'a str), &'a Import>,
    /// What is passed on without being bound: TypeScript's `export { a as b } from`, by the name others take.
    reexports: HashMap<(u32, &'a str), &'a Import>,
    wildcards: BTreeMap<u32, Vec<&'a Import>>,
    exports: HashMap<(u32, &'a str), &'a Export>,
}

impl<'a> Names<'a> {
    /// Takes the files in, and the manifests and settings that say where modules lie.
    pub(crate) fn of(files: &'a [File], surroundings: &'a Surroundings) -> Names<'a> {
        let bound = Bound::of(files);
        let mut python = python::Modules::default();
        for (index, file) in (0_u32..).zip(files) {
            if bound.language(index) == Some(Language::Python) {
                python.add(index, &file.path);
            }
        }
        let typescript = typescript::Modules::of(&bound, surroundings);
        let rust = rust::Crates::of(&bound, surroundings);
        Names { bound, python, typescript, rust }
    }

    /// What the path stands for in the file, at its top level.
    pub(crate) fn resolve(&self, file: u32, path: &str) -> Resolved {
        match self.bound.language(file) {
            Some(Language::Python) => self.python.resolve(&self.bound, file, path),
            Some(Language::Rust) => self.rust.resolve(&self.bound, file, path),
            Some(language) if language.is_ecmascript() => self.typescript.resolve(&self.bound, file, path),
            _ => Resolved::Here { file, name: path.to_owned() },
        }
    }

    /// The file, and the name in it, of an absolute dotted path of Python, as it is seen from a file.
    pub(crate) fn absolute(&self, file: u32, path: &str) -> Option<(u32, String)> {
        self.python.locate(&self.bound, file, path).ok()
    }
}

impl<'a> Bound<'a> {
    fn of(files: &'a [File]) -> Bound<'a> {
        let mut bound = Bound {
            files,
            imports: HashMap::new(),
            reexports: HashMap::new(),
            wildcards: BTreeMap::new(),
            exports: HashMap::new(),
        };
        let all = || files.iter().filter_map(|file| file.facts.as_ref().ok());
        bound.exports.reserve(all().map(|facts| facts.exports.len()).sum());
        bound.imports.reserve(all().map(|facts| facts.imports.len()).sum());
        for (index, file) in (0_u32..).zip(files) {
            let Ok(facts) = &file.facts else { continue };
            for export in &facts.exports {
                bound.exports.entry((index, export.name.as_str())).or_insert(export);
            }
            // Rust's are read by the module of the file that they stand in.
            if facts.language == Language::Rust {
                continue;
            }
            for import in &facts.imports {
                bound.import(index, import, facts.language.is_ecmascript());
            }
        }
        bound
    }

    fn import(&mut self, file: u32, import: &'a Import, script: bool) {
        let key = (file, import.local.as_str());
        if import.name.as_deref() == Some("*") {
            self.wildcards.entry(file).or_default().push(import);
        } else if import.local.is_empty() {
        } else if script && import.reexport {
            self.reexports.entry(key).or_insert(import);
        } else {
            let first = self.imports.entry(key).or_insert(import);
            if first.inner && !import.inner {
                *first = import;
            }
        }
    }

    fn path(&self, file: u32) -> &'a str {
        &self.files[file as usize].path
    }

    fn language(&self, file: u32) -> Option<Language> {
        self.files[file as usize].facts.as_ref().ok().map(|facts| facts.language)
    }

    fn wildcards(&self, file: u32) -> &[&'a Import] {
        self.wildcards.get(&file).map_or(&[], Vec::as_slice)
    }
}

fn last_segment(stem: &str) -> &str {
    stem.rsplit('/').next().unwrap_or_default()
}

/// The folder a path lies in; empty at the root.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn joined(base: &str, segments: &[&str]) -> String {
    let mut path = base.to_owned();
    for segment in segments {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(segment);
    }
    path
}

/// A path that a file writes, from a folder: `.` and `..` are gone. None when it leads out of the project.
fn below(folder: &str, written: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in written.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// Dotted, without a dot at an end that is empty.
fn dotted(first: &str, rest: &str) -> String {
    match (first.is_empty(), rest.is_empty()) {
        (true, _) => rest.to_owned(),
        (_, true) => first.to_owned(),
        _ => format!("{first}.{rest}"),
    }
}

fn split_first(path: &str) -> (&str, &str) {
    path.split_once('.').unwrap_or((path, ""))
}
