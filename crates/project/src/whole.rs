//! The project as a subject of its own, with what each join knows about it.
//!
//! One decision that is not obvious: it is one subject for all rules, on the first route that changes data, else on the
//! first function without hints, else on top of a file. Where that is no file of Python, what is known of Python stands
//! apart, because rules speak of the files of their languages.

use crate::join::Hinted;
use crate::{File, Subject};
use review_facts::{Body, Fact, FileClass, Hints, Kind, Known, Language, Place, Route, Span, Whole};
use std::collections::BTreeSet;

/// Adds the project when it has a file of code. `audit` shows that it records who did what.
pub(crate) fn add(files: &mut [File], subjects: &mut Vec<Subject>, audit: Option<String>, hinted: Hinted) {
    let routes = || routes(subjects).map(|(_, route)| route);
    let audit = audit.unwrap_or_default();
    let mut whole = Whole {
        routes: routes().count() as u32,
        writing_routes: routes().filter(|route| changes_data(route)).count() as u32,
        has_audit: !audit.is_empty(),
        audit,
        hinted: hinted.share,
        hintable: hinted.of,
        nothing: false,
    };
    let code = first_of_code(files, subjects);
    let Some((file, place)) = first_route(subjects).or(code) else { return };
    let mut added = Vec::new();
    if let Some(code) = code.filter(|_| whole.hintable > 0 && !is_python(&files[file as usize])) {
        let hints = Whole { hinted: whole.hinted, hintable: whole.hintable, ..Whole::default() };
        added.push(subject("project:python", code, hints));
        (whole.hinted, whole.hintable) = (100, 0);
    }
    added.push(subject("project:", (file, place), whole));
    let standing: BTreeSet<u32> = added.iter().map(|subject| subject.file).collect();
    for (index, file) in (0_u32..).zip(files) {
        if tells(file)
            && let Ok(facts) = &mut file.facts
        {
            facts.read.push((Kind::Whole, u32::from(standing.contains(&index))));
        }
    }
    subjects.extend(added);
    // Stable: what the files said stays in its order.
    subjects.sort_by_key(|subject| subject.file);
}

fn subject(key: &str, (file, place): (u32, Place), body: Whole) -> Subject {
    let fact = Fact {
        name: "project".to_owned(),
        place,
        places: Vec::new(),
        scope: String::new(),
        in_test: false,
        body: body.into(),
    };
    Subject { key: key.to_owned(), file, test: false, fact }
}

fn first_route(subjects: &[Subject]) -> Option<(u32, Place)> {
    let first = routes(subjects).find(|(_, route)| changes_data(route)).or(routes(subjects).next());
    first.map(|(subject, _)| (subject.file, subject.fact.place))
}

/// The first Python function without hints, else the top of the first file of Python, else of any code.
fn first_of_code(files: &[File], subjects: &[Subject]) -> Option<(u32, Place)> {
    let is_code = |file: &File| file.class == FileClass::Code && tells(file);
    let unhinted = |subject: &&Subject| {
        let Body::Func(func) = &subject.fact.body else { return false };
        let file = &files[subject.file as usize];
        let lacks = matches!(func.hints, Hints::None | Hints::Partial);
        lacks && !subject.test && is_code(file) && is_python(file)
    };
    if let Some(first) = subjects.iter().find(unhinted) {
        return Some((first.file, first.fact.place));
    }
    let mut python = files.iter().filter(|file| is_code(file) && is_python(file));
    let first = python.next().or_else(|| files.iter().find(|file| is_code(file)))?;
    let file = files.iter().position(|file| std::ptr::eq(file, first))?;
    Some((file as u32, Place { span: Span::new(0, 0), line: 1 }))
}

/// Something was looked for in the file that says something of the project.
fn tells(file: &File) -> bool {
    let kinds = [Kind::Route, Kind::Func];
    file.facts.as_ref().is_ok_and(|facts| kinds.iter().any(|kind| facts.read(*kind).is_some()))
}

/// Hints are a matter of Python.
fn is_python(file: &File) -> bool {
    file.facts.as_ref().is_ok_and(|facts| facts.language == Language::Python)
}

fn routes(subjects: &[Subject]) -> impl Iterator<Item = (&Subject, &Route)> {
    subjects.iter().filter(|subject| !subject.test).filter_map(|subject| match &subject.fact.body {
        Body::Route(route) => Some((subject, &**route)),
        _ => None,
    })
}

fn changes_data(route: &Route) -> bool {
    route.writes == Known::Is(true) && !matches!(route.method.as_str(), "GET" | "HEAD" | "QUERY")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Source, Surroundings, build};
    use review_facts::{FileFacts, Func};

    fn source(path: &str, language: Language, bodies: Vec<Body>) -> Source {
        let facts = (1..).zip(bodies).map(|(line, body)| Fact {
            name: "x".to_owned(),
            place: Place { span: Span::new(line, line + 1), line },
            places: Vec::new(),
            scope: String::new(),
            in_test: false,
            body,
        });
        let read = vec![(Kind::Func, 0), (Kind::Route, 0)];
        let facts = FileFacts { facts: facts.collect(), read, ..FileFacts::empty(language, "x") };
        Source { path: path.to_owned(), facts: Ok(facts) }
    }

    fn function(hints: Hints) -> Body {
        Func { hints, ..Func::default() }.into()
    }

    /// `a.py:1 0 routes 2 hintable` of each; first the paths in which one was read.
    fn told(sources: Vec<Source>) -> String {
        let project = build(sources, Surroundings::default(), &Config::default());
        let is_read =
            |file: &&File| file.facts.as_ref().is_ok_and(|facts| facts.read(Kind::Whole) == Some(1));
        let mut told: Vec<String> =
            project.files.iter().filter(is_read).map(|file| file.path.clone()).collect();
        for subject in &project.subjects {
            let Body::Whole(whole) = &subject.fact.body else { continue };
            let (routes, hintable) = (whole.routes, whole.hintable);
            let (path, line) = (&project.files[subject.file as usize].path, subject.fact.place.line);
            told.push(format!("{path}:{line} {routes} routes {hintable} hintable"));
        }
        told.join(", ")
    }

    #[test]
    fn it_stands_where_there_is_something_to_show() {
        let hinted = || source("a.py", Language::Python, vec![function(Hints::Complete)]);
        let plain =
            || source("b.py", Language::Python, vec![function(Hints::Complete), function(Hints::None)]);
        let routes = || source("api.ts", Language::TypeScript, vec![Route::default().into()]);
        assert_eq!(told(vec![hinted()]), "a.py, a.py:1 0 routes 1 hintable");
        assert_eq!(told(vec![hinted(), plain()]), "b.py, b.py:2 0 routes 3 hintable");
        assert_eq!(told(vec![routes()]), "api.ts, api.ts:1 1 routes 0 hintable");
        let both = "api.ts, b.py, api.ts:1 1 routes 0 hintable, b.py:2 0 routes 2 hintable";
        assert_eq!(told(vec![plain(), routes()]), both);
        assert_eq!(told(Vec::new()), "");
    }
}
