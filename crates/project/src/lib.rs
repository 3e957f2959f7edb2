//! Facts of single files joined into one project.
//!
//! Paths, the vocabulary, learned words and other files come in here and nowhere earlier. `build` is a
//! pure function; it never needs source again.

mod class;
mod config;
mod join;
mod manifest;
mod vocabulary;

pub use class::file_class;
pub use config::Config;
pub use manifest::Manifest;
pub use vocabulary::{Delicacy, Meaning, Vocabulary};

use review_facts::{Fact, FieldDoc, FileClass, FileFacts, HEAD_FIELDS, Kind, Language, Value, Word};

/// A file as it was found: where, and what it says.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path from the project's root, with `/`.
    pub path: String,
    /// What it says; none when it was found but not read, with the reason.
    pub facts: Result<FileFacts, Unread>,
}

/// Why a file of a supported language was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// "larger than 1 MiB", "not UTF-8", "analysis failed".
    pub why: String,
    /// Its language.
    pub language: Language,
    /// Size in bytes, where known.
    pub bytes: u64,
}

/// What is known about the project beside its sources.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Package manifests, in path order.
    pub manifests: Vec<Manifest>,
    /// Files per language that is not read, with lines: `Go` 120 files 30,000 lines. In name order.
    pub unread_languages: Vec<(String, u32, u32)>,
}

/// One file of the project.
#[derive(Clone, Debug)]
pub struct File {
    /// Path from the project's root, with `/`.
    pub path: String,
    /// What it is for.
    pub class: FileClass,
    /// What it says, subjects aside.
    pub facts: Result<FileFacts, Unread>,
}

/// A fact in its project: what rules judge.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Stable and readable: `func:app/users.py:Users.create`.
    pub key: String,
    /// Index into [`Project::files`].
    pub file: u32,
    /// It is test code, by its file or by its place in the file.
    pub test: bool,
    /// The fact with its joined fields filled.
    pub fact: Fact,
}

/// The joined project.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// Files in path order.
    pub files: Vec<File>,
    /// Subjects in order of file, then of place.
    pub subjects: Vec<Subject>,
    /// What is known beside sources.
    pub surroundings: Surroundings,
}

/// Joins files into one project. Pure: the same sources in any order give the same project.
pub fn build(mut sources: Vec<Source>, surroundings: Surroundings, config: &Config) -> Project {
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let classes = config.class_globs();
    let mut files = Vec::with_capacity(sources.len());
    let mut subjects = Vec::new();
    for Source { path, facts } in sources {
        let mut file = File { class: FileClass::Code, path, facts };
        if let Ok(facts) = &mut file.facts {
            file.class = classes.class_of(&file.path).unwrap_or_else(|| file_class(&file.path, facts));
            let index = files.len() as u32;
            let test = file.class == FileClass::Test;
            subjects.extend(std::mem::take(&mut facts.facts).into_iter().map(|fact| Subject {
                key: format!("{}:{}:{}", fact.body.kind().name(), file.path, fact.name),
                file: index,
                test: test || fact.in_test,
                fact,
            }));
        }
        files.push(file);
    }
    join::fill(&files, &mut subjects, &config.vocabulary);
    Project { files, subjects, surroundings }
}

impl Project {
    /// The value of a field of a subject. `field` counts the fields of [`HEAD_FIELDS`] first, then those of the
    /// subject's kind; see [`field_index`].
    pub fn value<'a>(&'a self, subject: &'a Subject, field: usize) -> Option<Value<'a>> {
        let file = &self.files[subject.file as usize];
        Some(match field {
            0 => Value::Text(&file.path),
            1 => Value::Text(file.facts.as_ref().map_or("", |facts| facts.language.word())),
            2 => Value::Text(&subject.fact.name),
            3 => Value::Text(&subject.fact.scope),
            4 => Value::Word(file.class.index()),
            5 => Value::Bool(subject.test),
            _ => return subject.fact.body.value(field - HEAD_FIELDS.len()),
        })
    }
}

/// The position of a kind's field, as [`Project::value`] takes it, and its documentation.
pub fn field_index(kind: Kind, name: &str) -> Option<(usize, &'static FieldDoc)> {
    HEAD_FIELDS.iter().chain(kind.doc().fields).enumerate().find(|(_, field)| field.name == name)
}
