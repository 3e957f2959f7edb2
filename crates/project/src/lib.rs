//! Facts of single files joined into one project.
//!
//! Paths, the vocabulary, learned words and other files come in here and nowhere earlier. `build` is a
//! pure function; it never needs source again.

mod audit;
mod class;
mod columns;
mod config;
mod graph;
mod join;
mod kept;
mod manifest;
mod mapped;
mod migration;
mod names;
mod package;
mod prisma;
mod redaction;
mod stored;
mod tables;
mod tsconfig;
mod vocabulary;
mod waiting;
mod whole;
mod written;

pub use class::file_class;
pub use config::{ClassGlobs, Config};
pub use manifest::Manifest;
pub use package::Package;
pub use tsconfig::TsConfig;
pub use vocabulary::{Delicacy, Meaning, Vocabulary};

use std::collections::BTreeSet;

use review_facts::{Body, Fact, FieldDoc, FileClass, FileFacts, HEAD_FIELDS, Kind, Language, Value, Word};

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
    /// Settings of TypeScript, in path order.
    pub tsconfigs: Vec<TsConfig>,
    /// Files per language that is not read, with lines: `Go` 120 files 30,000 lines. In name order.
    pub unread_languages: Vec<(String, u32, u32)>,
    /// Files that are new since the revision the review compares with; none when it compares with none.
    pub new_files: BTreeSet<String>,
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
    let run: BTreeSet<&str> =
        surroundings.manifests.iter().flat_map(|manifest| &manifest.runs).map(String::as_str).collect();
    let mut files = Vec::with_capacity(sources.len());
    let facts = sources.iter().filter_map(|source| source.facts.as_ref().ok());
    let mut subjects = Vec::with_capacity(facts.map(|facts| facts.facts.len()).sum());
    for Source { path, facts } in sources {
        let mut file = File { class: FileClass::Code, path, facts };
        if let Ok(facts) = &mut file.facts {
            file.class =
                classes.class_of(&file.path).unwrap_or_else(|| match file_class(&file.path, facts) {
                    FileClass::Code if run.contains(file.path.as_str()) => FileClass::Script,
                    class => class,
                });
            let index = files.len() as u32;
            let test = file.class == FileClass::Test;
            let known = |fact: &Fact| is_known(fact, &config.vocabulary);
            subjects.extend(std::mem::take(&mut facts.facts).into_iter().filter(known).map(|fact| Subject {
                key: [fact.body.kind().name(), &file.path, &fact.name].join(":"),
                file: index,
                test: test || fact.in_test,
                fact,
            }));
        }
        files.push(file);
    }
    let hinted = join::fill(&files, &mut subjects, &surroundings.manifests, &config.vocabulary);
    migration::join(&mut files, &mut subjects, &surroundings);
    let names = names::Names::of(&files, &surroundings);
    redaction::join(&files, &mut subjects, &names, &config.vocabulary);
    columns::join(&files, &mut subjects, &names, &surroundings, &config.vocabulary);
    let (mut audit, mut waiting) = (None, Vec::new());
    audit::say_what_is_recorded(&mut subjects);
    if audit::is_asked(&subjects) || waiting::is_asked(&files) {
        let index = graph::Index::of(&files);
        let resolver = graph::Resolver::new(&files, &index, &names);
        audit = audit::join(&files, &mut subjects, &index, &resolver, &surroundings.manifests);
        waiting = waiting::join(&files, &mut subjects, &index, &resolver);
    }
    columns::count(&mut files, &subjects);
    waiting::count(&mut files, waiting);
    whole::add(&mut files, &mut subjects, audit, hinted);
    Project { files, subjects, surroundings }
}

/// False for a call that would log if the team said that its receiver does.
fn is_known(fact: &Fact, vocabulary: &Vocabulary) -> bool {
    let Body::LogCall(call) = &fact.body else { return true };
    let receiver = call.callee.rsplit_once('.').map_or("", |(receiver, _)| receiver);
    !call.only_for_team || vocabulary.is_logger(receiver)
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

#[cfg(test)]
mod tests {
    use super::*;
    use review_facts::{
        EnvLookup, Exposure, Func, Hints, Known, Literal, LogCall, LoggedValue, Place, Sink, Span,
    };

    fn fact(name: &str, at: u32, body: impl Into<Body>) -> Fact {
        Fact {
            name: name.to_owned(),
            place: Place { span: Span::new(at, at + 1), line: 1 },
            places: Vec::new(),
            scope: String::new(),
            in_test: false,
            body: body.into(),
        }
    }

    fn source(path: &str, facts: Vec<Fact>) -> Source {
        let language = Language::of_name(path.rsplit('/').next().unwrap()).unwrap();
        Source { path: path.to_owned(), facts: Ok(FileFacts { facts, ..FileFacts::empty(language, "x") }) }
    }

    fn sources() -> Vec<Source> {
        let secret = |name: &str| Literal { bound_to: name.to_owned(), ..Literal::default() };
        let lookup = EnvLookup { variable: "JWT_SECRET".to_owned(), ..EnvLookup::default() };
        let values = vec![LoggedValue {
            name: "iban".to_owned(),
            text: "a.iban".to_owned(),
            ..LoggedValue::default()
        }];
        let unread = Unread { why: "not UTF-8".to_owned(), language: Language::Rust, bytes: 3 };
        vec![
            source("b/pay.py", vec![fact("logger.info", 4, LogCall { values, ..LogCall::default() })]),
            source(
                "a.ts",
                vec![
                    fact("x", 1, secret("apiKey")),
                    fact("x", 3, secret("apiKeyName")),
                    fact("y", 9, lookup),
                ],
            ),
            source("tests/test_pay.py", vec![fact("x", 1, secret("password"))]),
            Source { path: "c.rs".to_owned(), facts: Err(unread) },
        ]
    }

    fn built(sources: Vec<Source>) -> Project {
        build(sources, Surroundings::default(), &Config::default())
    }

    #[test]
    fn the_order_of_sources_does_not_matter() {
        let expected = format!("{:?}", built(sources()));
        for turn in 1..4 {
            let mut turned = sources();
            turned.rotate_left(turn);
            assert_eq!(format!("{:?}", built(turned)), expected);
        }
        let mut backwards = sources();
        backwards.reverse();
        assert_eq!(format!("{:?}", built(backwards)), expected);
    }

    #[test]
    fn what_a_package_runs_to_its_end_is_a_script() {
        let text = r#"{"scripts": {"report": "TZ=UTC tsx ./src/report.ts --all", "start:prod": "node src/server.js"}}"#;
        let manifests = vec![Manifest::parse("apps/api/package.json", text).unwrap()];
        let paths = ["apps/api/src/report.ts", "apps/api/src/server.js", "src/report.ts"];
        let sources = paths.iter().map(|path| source(path, Vec::new())).collect();
        let project =
            build(sources, Surroundings { manifests, ..Surroundings::default() }, &Config::default());
        let classes: Vec<FileClass> = project.files.iter().map(|file| file.class).collect();
        assert_eq!(classes, [FileClass::Script, FileClass::Code, FileClass::Code]);
    }

    #[test]
    fn a_logger_is_at_hand_where_the_package_has_one() {
        let logged = |sink| LogCall { sink: Known::Is(sink), ..LogCall::default() };
        let lines = |sinks: &[Sink]| {
            sinks.iter().zip(1..).map(|(sink, at)| fact("log", at, logged(*sink))).collect::<Vec<_>>()
        };
        let (through, past) = (Sink::Logger, Sink::Print);
        let sources = vec![
            source("api/a.ts", lines(&[through, past, past])),
            source("api/logger.ts", lines(&[past])),
            source("web/a.ts", lines(&[through, past, past, past, past, past])),
            source("web/a.py", lines(&[past])),
        ];
        let mut page = source("widget/a.ts", lines(&[through, past]));
        page.facts.as_mut().unwrap().frontend = true;
        let sources: Vec<Source> =
            sources.into_iter().chain([page, source("widget/b.ts", lines(&[through, past]))]).collect();
        let manifest = |path: &str| Manifest::parse(path, "{}").unwrap();
        let manifests =
            ["api/package.json", "web/package.json", "widget/package.json"].map(manifest).to_vec();
        let project =
            build(sources, Surroundings { manifests, ..Surroundings::default() }, &Config::default());
        let at_hand = |path: &str| {
            let mut of_file = project.subjects.iter().filter(|s| project.files[s.file as usize].path == path);
            of_file.all(|subject| matches!(&subject.fact.body, Body::LogCall(call) if call.has_logger))
        };
        assert!(at_hand("api/a.ts") && !at_hand("api/logger.ts"));
        assert!(!at_hand("web/a.ts") && at_hand("web/a.py"));
        assert!(!at_hand("widget/b.ts"), "nothing there is of a server");
    }

    #[test]
    fn a_receiver_logs_where_the_team_says_so() {
        let call = LogCall { callee: "audit.out.info".to_owned(), only_for_team: true, ..LogCall::default() };
        let sources = || vec![source("app/pay.py", vec![fact("audit.out.info", 1, call.clone())])];
        assert!(super::build(sources(), Surroundings::default(), &Config::default()).subjects.is_empty());
        let mut config = Config::default();
        config.vocabulary.add_logger("audit.out");
        assert_eq!(super::build(sources(), Surroundings::default(), &config).subjects.len(), 1);
    }

    #[test]
    fn what_the_base_has_is_judged_there() {
        let method = |name: &str, line: u32, bases: &[&str]| {
            let func = Func {
                hints: Hints::None,
                method: true,
                bases: bases.iter().map(|base| (*base).to_owned()).collect(),
                ..Func::default()
            };
            fact(name, line, func)
        };
        let base = source("app/base.py", vec![method("Runner.run", 1, &[])]);
        let middle = source("app/sql.py", vec![method("SqlRunner.connect", 1, &["Runner"])]);
        let last = vec![
            method("Phoenix.run", 1, &["SqlRunner"]),
            method("Phoenix.own", 2, &["SqlRunner"]),
            method("Loop.run", 3, &["Loop"]),
        ];
        let project = built(vec![base, middle, source("app/phoenix.py", last)]);
        let judged = |subject: &Subject| match &subject.fact.body {
            Body::Func(func) if func.hints == Hints::None => Some(subject.fact.name.clone()),
            _ => None,
        };
        let judged: Vec<String> = project.subjects.iter().filter_map(judged).collect();
        // A class that extends itself ends the search, and overrides nothing.
        assert_eq!(judged, ["Runner.run", "Phoenix.own", "Loop.run", "SqlRunner.connect"]);
    }

    #[test]
    fn joined_fields_are_filled() {
        let project = built(sources());
        let named: Vec<(&str, bool, Option<bool>)> = project
            .subjects
            .iter()
            .map(|subject| {
                let secret = match &subject.fact.body {
                    Body::Literal(literal) => Some(literal.named_secret),
                    Body::EnvLookup(lookup) => Some(lookup.named_secret),
                    _ => None,
                };
                (subject.key.as_str(), subject.test, secret)
            })
            .collect();
        let expected = [
            ("literal:a.ts:x", false, Some(true)),
            ("literal:a.ts:x", false, Some(false)),
            ("env_lookup:a.ts:y", false, Some(true)),
            ("log_call:b/pay.py:logger.info", false, None),
            ("literal:tests/test_pay.py:x", true, Some(true)),
        ];
        assert_eq!(named, expected);
        let Body::LogCall(call) = &project.subjects[3].fact.body else { panic!("no log call") };
        assert_eq!((&call.exposes, call.value.as_str()), (&Known::Is(Exposure::Sensitive), "a.iban"));
    }
}
