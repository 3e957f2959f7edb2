//! Recognisers over `testdata/facts`: what they say, that it survives storing, that cut files do no harm.

#![allow(clippy::unwrap_used)]

use review_facts::{FileFacts, Language};
use review_testkit::fixtures;
use std::path::Path;

fn language(path: &Path) -> Language {
    let name = path.file_name().unwrap().to_str().unwrap();
    Language::of_name(name).unwrap_or_else(|| panic!("{name}: no language"))
}

/// Reads on a thread with the stack that front ends may need.
fn with_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(review_syntax::STACK).spawn(work).unwrap().join().unwrap()
}

fn facts(source: &str, language: Language) -> FileFacts {
    let source = source.to_owned();
    with_stack(move || review_frameworks::read(&source, language))
}

/// Every folder below `testdata/facts` is named after a recogniser; a file there shows the facts of that one
/// recogniser, so that a change of another does not move it.
#[test]
fn facts_of_every_recogniser() {
    fixtures("facts", "facts", |path, source| {
        let folder = path.iter().next().unwrap().to_str().unwrap();
        let chosen: Vec<_> = review_frameworks::ALL.iter().copied().filter(|r| r.name == folder).collect();
        assert!(folder == "core" || !chosen.is_empty(), "no recogniser is called {folder}");
        let (source, language) = (source.to_owned(), language(path));
        with_stack(move || review_frameworks::read_with(&source, language, &chosen)).dump()
    });
}

/// Nothing else is edited to add a recogniser: its file is found by its place, its fixtures by its name.
#[test]
fn a_recogniser_is_one_file_and_its_fixtures() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(root.join("src/recognisers")).unwrap();
    let mut names: Vec<String> =
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    let mut known: Vec<&str> = review_frameworks::ALL.iter().map(|recogniser| recogniser.name).collect();
    known.sort_unstable();
    assert_eq!(names, known);
    for name in names {
        let fixtures = root.join("../../testdata/facts").join(&name);
        assert!(fixtures.is_dir(), "{name} has no fixtures");
    }
}

#[test]
fn facts_survive_storing() {
    fixtures_do(|source, language| {
        let facts = facts(source, language);
        assert_eq!(FileFacts::from_bytes(&facts.to_bytes()).unwrap(), facts);
    });
}

#[test]
fn cut_files_do_no_harm() {
    with_stack(|| {
        fixtures_do(|source, language| {
            let step = (source.len() / 40).max(1);
            for end in (0..source.len()).step_by(step).filter(|end| source.is_char_boundary(*end)) {
                review_frameworks::read(&source[..end], language);
            }
        });
    });
}

#[test]
fn facts_stand_in_order_on_one_line_each() {
    fixtures_do(|source, language| {
        let facts = facts(source, language).facts;
        assert!(facts.is_sorted_by_key(|fact| fact.place.span));
        for fact in facts {
            let token = fact.place.span.text(source);
            // A file without any text has a fact all the same, and no token.
            assert!((!token.is_empty() || source.trim().is_empty()) && !token.contains('\n'), "{fact:?}");
        }
    });
}

fn fixtures_do(work: impl Fn(&str, Language)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/facts");
    let mut folders = vec![root];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension != "facts") {
                work(&std::fs::read_to_string(&path).unwrap(), language(&path));
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
}

/// Handlers, functions and types within one another are read in time that grows with the file, not with its square.
#[test]
fn deep_nesting_ends() {
    const LEVELS: usize = 5_000;
    let shapes = [
        ("try { a(); } catch (e) { ", "}"),
        ("f().catch((e) => { g(e); ", "});"),
        ("function f() { if (a) { ", "} }"),
        ("const f = { g: () => (", ") };"),
        ("class A { m() { ", "} }"),
    ];
    for (open, close) in shapes {
        let source = format!("{}{}", open.repeat(LEVELS), close.repeat(LEVELS));
        let facts = facts(&source, Language::TypeScript);
        assert!(facts.read(review_facts::Kind::Func).is_some(), "{open}");
    }
}
