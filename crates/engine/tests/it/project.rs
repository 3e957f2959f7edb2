//! Small projects, read from texts.

use review_engine::{Date, Options};
use review_facts::Language;
use review_frameworks::Recogniser;
use review_project::{Config, Manifest, Project, Source, Surroundings, Unread};

/// A fixed day.
pub fn today() -> Date {
    Date::parse("2026-06-15").unwrap()
}

/// Nothing known, everything in view.
pub fn options() -> Options {
    Options::new(today())
}

/// A project of files; manifests are among them.
pub fn project(files: &[(&str, &str)]) -> Project {
    project_with(files, review_frameworks::ALL, Surroundings::default())
}

/// The same, read by some recognisers only.
pub fn project_with(
    files: &[(&str, &str)],
    recognisers: &[&'static Recogniser],
    mut surroundings: Surroundings,
) -> Project {
    let read = || {
        let mut sources = Vec::new();
        for (path, text) in files {
            surroundings.manifests.extend(Manifest::parse(path, text));
            if let Some(language) = Language::of_name(path.rsplit('/').next().unwrap()) {
                let facts = match text.strip_prefix("UNREAD:") {
                    Some(why) => Err(Unread { why: why.to_owned(), language, bytes: 1 << 20 }),
                    None => Ok(review_frameworks::read_with(text, language, recognisers)),
                };
                sources.push(Source { path: (*path).to_owned(), facts });
            }
        }
        review_project::build(sources, surroundings, &Config::default())
    };
    // Parsers need a larger stack than that of a test.
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(64 << 20);
        builder.spawn_scoped(scope, read).unwrap().join().unwrap()
    })
}
