//! Fields of facts that need the path, the vocabulary or the other files.

use crate::vocabulary::{Delicacy, Meaning, Vocabulary, words_of};
use crate::{File, Manifest, Subject};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use review_facts::{
    Body, Cause, Exposure, FileClass, Func, Hints, Known, Language, LogCall, LoggedValue, Sink,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many of the Python functions of production code that could carry type hints carry all of them.
#[derive(Clone, Copy)]
pub(crate) struct Hinted {
    /// In a hundred; 100 when there are none.
    pub(crate) share: u32,
    /// How many could.
    pub(crate) of: u32,
}

/// Fills the joined fields of every subject; gives what it counted on the way.
pub(crate) fn fill(
    files: &[File],
    subjects: &mut [Subject],
    manifests: &[Manifest],
    vocabulary: &Vocabulary,
) -> Hinted {
    exempt_overrides(subjects);
    let inputs: Vec<bool> = files.iter().map(|file| is_input(file, manifests)).collect();
    let hinted = hinted(files, subjects);
    let logging = Logging::of(files, subjects, manifests);
    let shown = Shown::of(subjects);
    for subject in subjects {
        let (path, scope) = (&files[subject.file as usize].path, &subject.fact.scope);
        match &mut subject.fact.body {
            Body::Func(func) => func.project_hinted = hinted.share,
            Body::LogCall(call) => {
                call.has_logger = logging.reaches(&files[subject.file as usize]);
                let inside = shown.inside(subject.file, &call.values);
                log_call(call, &inside, path, scope, vocabulary);
            }
            Body::Handler(handler) => {
                handler.records = !handler.dropped.is_empty() && crate::audit::records(&handler.dropped);
            }
            Body::Literal(literal) => literal.named_secret = vocabulary.names_secret(&literal.bound_to),
            Body::TestFocus(focus) => focus.input = inputs[subject.file as usize],
            Body::DebugStatement(statement) => statement.input = inputs[subject.file as usize],
            Body::EnvLookup(lookup) => lookup.named_secret = vocabulary.names_secret(&lookup.variable),
            _ => {}
        }
    }
    hinted
}

/// A file that tests read and no runner takes for a test: it stands among fixtures; or, in TypeScript and JavaScript, the
/// nearest manifest is that of another language, or it takes in nothing that could be tested and has no test's name.
fn is_input(file: &File, manifests: &[Manifest]) -> bool {
    let Ok(facts) = &file.facts else { return false };
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let fixture = |part: &str| matches!(part, "fixtures" | "__fixtures__" | "testdata" | "test_data");
    if matches!(file.class, FileClass::Test | FileClass::Seed) && folder.split('/').any(fixture) {
        return true;
    }
    if file.class != FileClass::Test || !facts.language.is_ecmascript() {
        return false;
    }
    let folders = manifests.iter().filter_map(|manifest| {
        let name = manifest.path.rsplit('/').next().unwrap_or_default();
        let folder = manifest.path.strip_suffix(name).filter(|folder| file.path.starts_with(folder))?;
        Some((folder.len(), name == "package.json"))
    });
    // Two in one folder: the one of packages counts.
    let of_packages = folders.max().is_none_or(|(_, of_packages)| of_packages);
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let named =
        words_of(name).iter().any(|word| matches!(word.as_str(), "test" | "tests" | "spec" | "cy" | "e2e"));
    !of_packages || (facts.imports.is_empty() && !named)
}

/// Classes above a class that are looked through.
const MOST_ANCESTORS: usize = 16;

/// A method that the project's own base class has is judged there: its types are those of the base. Classes are told by
/// their names alone, so a namesake elsewhere can exempt a method, and never accuse one.
fn exempt_overrides(subjects: &mut [Subject]) {
    let mut methods: HashSet<(&str, &str)> = HashSet::with_capacity(subjects.len());
    let mut above: HashMap<&str, &[String]> = HashMap::new();
    for subject in subjects.iter() {
        let Some((class, method, func)) = method_of(subject) else { continue };
        methods.insert((class, method));
        if !func.bases.is_empty() {
            above.entry(class).or_insert(&func.bases);
        }
    }
    let overrides = |subject: &Subject| {
        let Some((class, method, func)) = method_of(subject) else { return false };
        if !matches!(func.hints, Hints::Partial | Hints::None) {
            return false;
        }
        let mut seen: Vec<&str> = vec![class];
        let mut next: Vec<&str> = func.bases.iter().map(String::as_str).collect();
        while let Some(base) = next.pop() {
            if seen.contains(&base) || seen.len() > MOST_ANCESTORS {
                continue;
            }
            if methods.contains(&(base, method)) {
                return true;
            }
            seen.push(base);
            next.extend(above.get(base).into_iter().flat_map(|bases| bases.iter().map(String::as_str)));
        }
        false
    };
    let found: Vec<bool> = subjects.iter().map(overrides).collect();
    for (subject, _) in subjects.iter_mut().zip(found).filter(|(_, overrides)| *overrides) {
        if let Body::Func(func) = &mut subject.fact.body {
            func.hints = Hints::Exempt;
            func.missing.clear();
        }
    }
}

/// The class and the own name of a method: `Users` and `create`.
fn method_of(subject: &Subject) -> Option<(&str, &str, &Func)> {
    let Body::Func(func) = &subject.fact.body else { return None };
    let (classes, method) = subject.fact.name.rsplit_once('.').filter(|_| func.method)?;
    Some((classes.rsplit('.').next().unwrap_or(classes), method, func))
}

fn hinted(files: &[File], subjects: &[Subject]) -> Hinted {
    let (mut complete, mut all) = (0_u32, 0_u32);
    for subject in subjects {
        let file = &files[subject.file as usize];
        let python = file.facts.as_ref().is_ok_and(|facts| facts.language == Language::Python);
        if let Body::Func(func) = &subject.fact.body
            && python
            && file.class == FileClass::Code
            && func.hints != Hints::Exempt
        {
            all += 1;
            complete += u32::from(func.hints == Hints::Complete);
        }
    }
    Hinted { share: (complete * 100).checked_div(all).unwrap_or(100), of: all }
}

/// Which packages of TypeScript and JavaScript log through a logger, by their lines.
struct Logging<'a> {
    /// Folders that hold a `package.json`.
    packages: Vec<&'a str>,
    /// Lines through a logger and lines past it, per package.
    lines: BTreeMap<&'a str, (u32, u32)>,
    /// Packages that run in a browser: nothing in them is of a server, and every fifth file asks for its page.
    of_pages: BTreeSet<&'a str>,
}

/// Modules that only code on a server takes in: those of Node, and of the frameworks.
#[rustfmt::skip]
const OF_SERVERS: &[&str] = &[
    "fs", "path", "http", "https", "os", "child_process", "net", "stream", "cluster", "worker_threads", "express",
    "fastify", "koa", "hono", "server-only", "next/server", "next/headers", "ioredis", "bullmq", "pg", "ws",
];

/// Their starts.
const OF_SERVERS_BELOW: &[&str] =
    &["node:", "fs/", "@nestjs/", "@trpc/server", "@prisma/client", "@fastify/", "@hono/", "@aws-sdk/"];

impl<'a> Logging<'a> {
    fn of(files: &'a [File], subjects: &[Subject], manifests: &'a [Manifest]) -> Logging<'a> {
        let folder = |manifest: &'a Manifest| manifest.path.strip_suffix("package.json");
        let packages = manifests.iter().filter_map(folder).collect();
        let mut logging = Logging { packages, lines: BTreeMap::new(), of_pages: BTreeSet::new() };
        logging.find_pages(files);
        for subject in subjects {
            let file = &files[subject.file as usize];
            let Body::LogCall(call) = &subject.fact.body else { continue };
            if file.class != FileClass::Code || subject.test || call.for_terminal || !is_ecmascript(file) {
                continue;
            }
            let package = logging.package(&file.path);
            let (through, past) = logging.lines.entry(package).or_default();
            match call.sink {
                Known::Is(Sink::Print) => *past += 1,
                _ => *through += 1,
            }
        }
        logging
    }

    fn find_pages(&mut self, files: &'a [File]) {
        let mut found: BTreeMap<&str, (u32, u32, bool)> = BTreeMap::new();
        let of_server = |module: &str| {
            OF_SERVERS.contains(&module) || OF_SERVERS_BELOW.iter().any(|start| module.starts_with(start))
        };
        for file in files.iter().filter(|file| is_ecmascript(file)) {
            let Ok(facts) = &file.facts else { continue };
            if !matches!(file.class, FileClass::Code | FileClass::Frontend) {
                continue;
            }
            let (all, pages, served) = found.entry(self.package(&file.path)).or_default();
            *all += 1;
            *pages += u32::from(facts.frontend);
            *served |= facts.imports.iter().any(|import| !import.type_only && of_server(&import.module));
        }
        let of_pages =
            found.into_iter().filter(|(_, (all, pages, served))| !served && pages * 5 >= *all && *pages > 0);
        self.of_pages = of_pages.map(|(package, _)| package).collect();
    }

    /// The folder of the nearest manifest above a file, with its `/`; empty for the root.
    fn package(&self, path: &str) -> &'a str {
        let above = self.packages.iter().filter(|folder| path.starts_with(**folder));
        above.max_by_key(|folder| folder.len()).copied().unwrap_or_default()
    }

    /// A line of the file could go through a logger. Where fewer than every fifth line of a package does, the
    /// console is its logger, and that is no matter of the single line.
    fn reaches(&self, file: &File) -> bool {
        let logs = |part: &str| matches!(part, "log" | "logger" | "loggers" | "logging");
        if file.path.split(['/', '.']).any(logs) {
            return false;
        }
        if !is_ecmascript(file) {
            return true;
        }
        let package = self.package(&file.path);
        let (through, past) = self.lines.get(package).copied().unwrap_or_default();
        through > 0 && !self.of_pages.contains(package) && through * 4 >= past
    }
}

fn is_ecmascript(file: &File) -> bool {
    file.facts.as_ref().is_ok_and(|facts| facts.language.is_ecmascript())
}

/// The most delicate of the logged values. A weak name leaves it open, unless its file or function is about
/// signing in: a `token` there is a credential. So does a record of that name, whose own text is not known.
pub(crate) fn log_call(
    call: &mut LogCall,
    inside: &[LoggedValue],
    path: &str,
    scope: &str,
    vocabulary: &Vocabulary,
) {
    let mut worst = Exposure::None;
    let mut weak = None;
    for value in call.values.iter().chain(inside).filter(|value| !value.reduced) {
        let Some(meaning) = vocabulary.meaning(&value.name) else { continue };
        let exposure = if value.through.iter().any(|function| vocabulary.masks(function)) {
            Exposure::Masked
        } else if value.through.is_empty() {
            exposure(meaning)
        } else {
            // What comes out of a function is not what went in: `verify(password)` is true or false.
            continue;
        };
        let open = value.record || (meaning.weak && !about_signing_in(path, scope));
        if open && exposure != Exposure::Masked {
            weak.get_or_insert_with(|| value.clone());
        } else if exposure > worst {
            worst = exposure;
            call.value.clone_from(&value.text);
        }
    }
    call.exposes = match weak {
        Some(value) if worst < Exposure::Sensitive => {
            let why = format!("`{}` can be a credential or a harmless word of that name", value.text);
            call.value = value.text;
            Known::Unknown(Cause { unresolved: value.name, why })
        }
        _ => Known::Is(worst),
    };
}

/// The types that can be printed for debugging, by name: where each is defined, and the fields that it shows.
#[derive(Default)]
struct Shown(BTreeMap<String, Vec<(u32, Vec<String>)>>);

impl Shown {
    fn of(subjects: &[Subject]) -> Shown {
        let mut shown = Shown::default();
        for subject in subjects.iter().filter(|subject| !subject.test) {
            if let Body::ShownType(of) = &subject.fact.body {
                let known = shown.0.entry(subject.fact.name.clone()).or_default();
                known.push((subject.file, of.fields.clone()));
            }
        }
        shown
    }

    /// What is printed inside of values that are printed whole: of several types of one name, that of the file, else
    /// what all of them show.
    fn inside(&self, file: u32, values: &[LoggedValue]) -> Vec<LoggedValue> {
        let mut inside = Vec::new();
        for value in values.iter().filter(|value| value.through.is_empty() && !value.ty.is_empty()) {
            let Some(types) = self.0.get(&value.ty) else { continue };
            let own: Vec<&Vec<String>> =
                types.iter().filter(|(at, _)| *at == file).map(|(_, fields)| fields).collect();
            let all: Vec<&Vec<String>> = types.iter().map(|(_, fields)| fields).collect();
            let candidates = if own.is_empty() { all } else { own };
            let Some(first) = candidates.first() else { continue };
            let common = first.iter().filter(|field| candidates.iter().all(|fields| fields.contains(field)));
            inside.extend(common.map(|field| LoggedValue {
                text: format!("{}.{field}", value.text),
                name: field.clone(),
                record: false,
                ..value.clone()
            }));
        }
        inside
    }
}

/// True when a word of the path or of the enclosing names belongs to signing in (names of the routes and
/// modules that OAuth 2 and session libraries document).
fn about_signing_in(path: &str, scope: &str) -> bool {
    const WORDS: [&str; 13] = [
        "auth",
        "oauth",
        "oauth2",
        "login",
        "logout",
        "signin",
        "signup",
        "session",
        "sessions",
        "jwt",
        "sso",
        "authentication",
        "credentials",
    ];
    words_of(path).iter().chain(&words_of(scope)).any(|word| WORDS.contains(&word.as_str()))
}

fn exposure(meaning: Meaning) -> Exposure {
    match meaning.delicacy {
        Delicacy::Contact => Exposure::Contact,
        Delicacy::Sensitive => Exposure::Sensitive,
        Delicacy::Credential => Exposure::Credential,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exposes(path: &str, values: &[(&str, &[&str], bool)]) -> Known<Exposure> {
        let values = values
            .iter()
            .map(|(name, through, reduced)| LoggedValue {
                text: (*name).to_owned(),
                name: (*name).to_owned(),
                through: through.iter().map(|function| (*function).to_owned()).collect(),
                reduced: *reduced,
                ..LoggedValue::default()
            })
            .collect();
        let mut call = LogCall { values, ..LogCall::default() };
        log_call(&mut call, &[], path, "", &Vocabulary::default());
        call.exposes
    }

    #[test]
    fn the_most_delicate_value_counts() {
        assert_eq!(
            exposes("app/pay.py", &[("email", &[], false), ("iban", &[], false)]),
            Known::Is(Exposure::Sensitive)
        );
        assert_eq!(exposes("app/pay.py", &[("user_id", &[], false)]), Known::Is(Exposure::None));
    }

    #[test]
    fn masked_and_reduced_values_are_not_shown() {
        assert_eq!(exposes("app/pay.py", &[("iban", &["mask_iban"], false)]), Known::Is(Exposure::Masked));
        assert_eq!(exposes("app/pay.py", &[("password", &[], true)]), Known::Is(Exposure::None));
        assert_eq!(exposes("app/pay.py", &[("password", &["verify"], false)]), Known::Is(Exposure::None));
    }

    #[test]
    fn a_word_with_two_meanings_asks_outside_of_signing_in() {
        assert!(matches!(exposes("app/parser.py", &[("token", &[], false)]), Known::Unknown(_)));
        assert_eq!(exposes("app/auth/routes.py", &[("token", &[], false)]), Known::Is(Exposure::Credential));
    }
}
