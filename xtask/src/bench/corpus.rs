//! The files of a project in memory, as `review` would choose them.

use anyhow::{Result, ensure};
use ignore::WalkBuilder;
use review_engine::Sources;
use review_facts::Language;
use review_project::Manifest;
use std::fmt;
use std::fs;
use std::path::Path;

/// Larger files are left out, in bytes: `review` reads no larger ones of code either.
const LARGEST: usize = 1 << 20;

pub struct Corpus {
    /// Name of its folder.
    pub name: String,
    /// In path order.
    pub files: Vec<Input>,
    /// Paths and texts of the package manifests.
    pub manifests: Vec<(String, String)>,
}

pub struct Input {
    pub path: String,
    pub language: Language,
    pub text: String,
}

/// How much was read.
#[derive(Default, PartialEq, Eq)]
pub struct Counts {
    pub files: usize,
    pub bytes: usize,
    pub lines: usize,
}

impl Counts {
    pub fn add(&mut self, bytes: usize, lines: usize) {
        self.files += 1;
        self.bytes += bytes;
        self.lines += lines;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} files, {} lines, {} bytes", self.files, self.lines, self.bytes)
    }
}

impl Corpus {
    /// Reads the files of some languages, given by their words; of all when none is named.
    pub fn read(project: &Path, languages: &[String]) -> Result<Corpus> {
        let name = project.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut corpus = Corpus { name, files: Vec::new(), manifests: Vec::new() };
        let mut walk = WalkBuilder::new(project);
        walk.hidden(false).ignore(false).require_git(false).parents(false);
        walk.filter_entry(|entry| entry.file_name() != ".git");
        for entry in walk.build() {
            let entry = entry?;
            let Some(path) = entry.path().strip_prefix(project).ok().and_then(Path::to_str) else { continue };
            let language = entry.file_name().to_str().and_then(Language::of_name);
            let manifest = Manifest::is_manifest(path);
            if !entry.file_type().is_some_and(|kind| kind.is_file()) || (language.is_none() && !manifest) {
                continue;
            }
            let Ok(text) = String::from_utf8(fs::read(entry.path())?) else { continue };
            if text.len() > LARGEST {
                continue;
            }
            if manifest {
                corpus.manifests.push((path.to_owned(), text.clone()));
            }
            if let Some(language) = language
                && (languages.is_empty() || languages.iter().any(|word| word == language.word()))
            {
                corpus.files.push(Input { path: path.to_owned(), language, text });
            }
        }
        corpus.files.sort_by(|a, b| a.path.cmp(&b.path));
        corpus.manifests.sort();
        ensure!(!corpus.files.is_empty(), "nothing to read in {}", project.display());
        Ok(corpus)
    }
}

impl Sources for Corpus {
    fn text(&self, path: &str) -> Option<String> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(self.files[index].text.clone())
    }
}
