//! Names across files: what a dotted path that is written in one file stands for.
//!
//! One table of what files bind and offer serves every language; where a module lies is each language's own. One
//! decision that is not obvious: nothing is guessed. What is ambiguous or missing stays open.

mod python;
#[cfg(test)]
mod tests;

use crate::{File, Subject};
use review_facts::{Body, Import, Language};
use std::collections::{BTreeMap, HashMap, HashSet};

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

/// The modules of a project and what they import. Built once; every join may ask it.
pub(crate) struct Names<'a> {
    bound: Bound<'a>,
    python: python::Modules<'a>,
}

/// What files bind and define, by file.
struct Bound<'a> {
    files: &'a [File],
    imports: HashMap<(u32, &'a str), &'a Import>,
    wildcards: BTreeMap<u32, Vec<&'a Import>>,
    /// First segments of names that are defined.
    defined: HashSet<(u32, String)>,
}

impl<'a> Names<'a> {
    /// Takes the files in, and what they define.
    pub(crate) fn of(files: &'a [File], subjects: &[Subject]) -> Names<'a> {
        let defines = |subject: &&Subject| {
            matches!(subject.fact.body, Body::Model(_) | Body::ColumnType(_) | Body::Func(_))
        };
        let name = |subject: &Subject| {
            (subject.file, subject.fact.name.split('.').next().unwrap_or_default().to_owned())
        };
        let mut defined: HashSet<(u32, String)> = subjects.iter().filter(defines).map(name).collect();
        for (index, file) in (0_u32..).zip(files) {
            let Ok(facts) = &file.facts else { continue };
            let units = facts.code.units.iter().skip(1).filter(|unit| unit.parent == 0).map(|unit| unit.name);
            let binds = facts.code.binds.iter().filter(|bind| bind.unit == 0).map(|bind| bind.name);
            defined.extend(units.chain(binds).map(|name| (index, facts.code.text(name).to_owned())));
        }
        Names::with(files, defined)
    }

    fn with(files: &'a [File], defined: HashSet<(u32, String)>) -> Names<'a> {
        let bound = Bound { files, imports: HashMap::new(), wildcards: BTreeMap::new(), defined };
        let mut names = Names { bound, python: python::Modules::default() };
        for (index, file) in (0_u32..).zip(files) {
            let Ok(facts) = &file.facts else { continue };
            if facts.language != Language::Python {
                continue;
            }
            names.python.add(index, &file.path);
            for import in &facts.imports {
                if import.name.as_deref() == Some("*") {
                    names.bound.wildcards.entry(index).or_default().push(import);
                } else if !import.local.is_empty() {
                    names.bound.imports.entry((index, import.local.as_str())).or_insert(import);
                }
            }
        }
        names
    }

    /// What the path stands for in the file.
    pub(crate) fn resolve(&self, file: u32, path: &str) -> Resolved {
        match self.bound.language(file) {
            Some(Language::Python) => self.python.resolve(&self.bound, file, path),
            _ => Resolved::Here { file, name: path.to_owned() },
        }
    }
}

impl<'a> Bound<'a> {
    fn path(&self, file: u32) -> &'a str {
        &self.files[file as usize].path
    }

    fn language(&self, file: u32) -> Option<Language> {
        self.files[file as usize].facts.as_ref().ok().map(|facts| facts.language)
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
