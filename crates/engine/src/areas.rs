//! Areas: by which signs a project shows that it has a database, a web framework, … (rules/vocabulary/areas.toml).

use crate::rule::RULES;
use review_facts::{FileFacts, Kind, Language};
use review_frameworks::Recogniser;
use review_project::{Manifest, Project};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The table of this build.
pub(crate) static AREAS: LazyLock<Areas> = LazyLock::new(|| {
    let text = RULES.get_file("vocabulary/areas.toml").and_then(|file| file.contents_utf8()).unwrap_or("");
    // A broken table would take every sign away; a test reads it.
    let mut table: BTreeMap<String, Area> = toml::from_str(text).unwrap_or_default();
    for area in table.values_mut() {
        for list in [&mut area.python, &mut area.npm, &mut area.cargo, &mut area.go] {
            list.iter_mut().for_each(|name| *name = normal(name));
        }
    }
    Areas { table }
});

/// All areas by name.
pub(crate) struct Areas {
    table: BTreeMap<String, Area>,
}

/// Signs of one area.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Area {
    /// `database library`.
    pub(crate) what: String,
    pub(crate) python: Vec<String>,
    pub(crate) npm: Vec<String>,
    pub(crate) cargo: Vec<String>,
    pub(crate) go: Vec<String>,
    pub(crate) extensions: Vec<String>,
    pub(crate) anchors: Vec<String>,
}

impl Areas {
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(String::as_str)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Area> {
        self.table.get(name)
    }
}

/// Where packages come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ecosystem {
    Python,
    Npm,
    Cargo,
    Go,
}

impl Area {
    /// True when the area's list for the ecosystem names the library.
    fn names(&self, ecosystem: Ecosystem, library: &str) -> bool {
        let list = match ecosystem {
            Ecosystem::Python => &self.python,
            Ecosystem::Npm => &self.npm,
            Ecosystem::Cargo => &self.cargo,
            Ecosystem::Go => &self.go,
        };
        let same = |listed: &String| match ecosystem {
            // A module's major version is part of its path: `github.com/jackc/pgx/v5`.
            Ecosystem::Go => {
                library == listed || library.strip_prefix(listed.as_str()).is_some_and(|r| r.starts_with('/'))
            }
            _ => library == listed,
        };
        list.iter().any(same)
    }
}

/// A library that a project uses, and where that shows first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Library {
    pub(crate) ecosystem: Ecosystem,
    /// Its name in the form that is compared ([`normal`]).
    pub(crate) name: String,
    /// Its name as written.
    pub(crate) written: String,
    /// `declared in pyproject.toml`, `imported in app/db.py`.
    pub(crate) shows: String,
}

/// Every library that a project declares or imports, in order, each once; declared goes before imported.
pub(crate) fn libraries(project: &Project) -> Vec<Library> {
    let mut found: BTreeMap<(Ecosystem, String), (String, String)> = BTreeMap::new();
    for manifest in &project.surroundings.manifests {
        let ecosystem = ecosystem_of(manifest);
        for package in &manifest.packages {
            found
                .entry((ecosystem, normal(package)))
                .or_insert_with(|| (package.clone(), format!("declared in {}", manifest.path)));
        }
    }
    let own = own_names(project);
    for file in &project.files {
        let Ok(facts) = &file.facts else { continue };
        let Some(ecosystem) = ecosystem_of_language(facts.language) else { continue };
        for name in imported(facts, ecosystem) {
            let key = (ecosystem, normal(&name));
            if !own.contains(&key.1) && !found.contains_key(&key) {
                found.insert(key, (name, format!("imported in {}", file.path)));
            }
        }
    }
    found
        .into_iter()
        .map(|((ecosystem, name), (written, shows))| Library { ecosystem, name, written, shows })
        .collect()
}

/// The libraries of an area among those a project uses.
pub(crate) fn of_area<'a>(area: &Area, used: &'a [Library]) -> Vec<&'a Library> {
    used.iter().filter(|library| area.names(library.ecosystem, &library.name)).collect()
}

/// What recognisers understand of libraries: for each kind the libraries that some recogniser of it names.
pub(crate) struct Understood {
    by_kind: BTreeMap<Kind, BTreeSet<String>>,
}

impl Understood {
    pub(crate) fn of(recognisers: &[&Recogniser]) -> Understood {
        let mut by_kind: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
        for recogniser in recognisers {
            for kind in recogniser.finds {
                by_kind
                    .entry(*kind)
                    .or_default()
                    .extend(recogniser.libraries.iter().map(|name| normal(name)));
            }
        }
        Understood { by_kind }
    }

    /// True when facts of the kind are found in code that uses the library. A kind whose recognisers name no library
    /// at all is found whatever library is used.
    pub(crate) fn reads(&self, kind: Kind, library: &str) -> bool {
        self.by_kind.get(&kind).is_some_and(|names| names.is_empty() || names.contains(library))
    }
}

fn ecosystem_of(manifest: &Manifest) -> Ecosystem {
    match manifest.path.rsplit('/').next().unwrap_or("") {
        "package.json" => Ecosystem::Npm,
        "Cargo.toml" => Ecosystem::Cargo,
        "go.mod" => Ecosystem::Go,
        _ => Ecosystem::Python,
    }
}

fn ecosystem_of_language(language: Language) -> Option<Ecosystem> {
    match language {
        Language::Python => Some(Ecosystem::Python),
        Language::TypeScript | Language::Tsx | Language::JavaScript => Some(Ecosystem::Npm),
        Language::Rust => Some(Ecosystem::Cargo),
        Language::Sql | Language::Prisma | Language::Config => None,
    }
}

/// `flask_sqlalchemy` and `Flask.SQLAlchemy` are `flask-sqlalchemy`.
fn normal(name: &str) -> String {
    name.to_lowercase().chars().map(|c| if matches!(c, '_' | '.') { '-' } else { c }).collect()
}

/// Names of the project's own modules and folders: an import of one of them is no library.
fn own_names(project: &Project) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in &project.files {
        for segment in file.path.split('/') {
            names.insert(normal(segment.split_once('.').map_or(segment, |(stem, _)| stem)));
        }
    }
    names
}

/// The libraries a file imports, as their first segments.
fn imported(facts: &FileFacts, ecosystem: Ecosystem) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for import in &facts.imports {
        let module = import.module.as_str();
        let first = match ecosystem {
            Ecosystem::Npm if module.starts_with(['.', '~', '#']) || module.starts_with("@/") => continue,
            Ecosystem::Npm if module.starts_with('@') => {
                module.splitn(3, '/').take(2).collect::<Vec<_>>().join("/")
            }
            Ecosystem::Npm => module.split('/').next().unwrap_or("").to_owned(),
            Ecosystem::Cargo => {
                module.trim_start_matches(':').split([':', '.']).next().unwrap_or("").to_owned()
            }
            _ => module.split('.').next().unwrap_or("").to_owned(),
        };
        if !first.is_empty()
            && !matches!(first.as_str(), "crate" | "self" | "super")
            && !names.contains(&first)
        {
            names.push(first);
        }
    }
    names
}
