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
        // What is said of the project as a whole about the web, its routes say.
        if let Some(routes) = by_kind.get(&Kind::Route).cloned() {
            by_kind.insert(Kind::Whole, routes);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_each_name_once_in_its_form() {
        let text = RULES.get_file("vocabulary/areas.toml").unwrap().contents_utf8().unwrap();
        let table: BTreeMap<String, Area> = toml::from_str(text).unwrap();
        assert!(table.contains_key("database") && table.contains_key("web"));
        for (name, area) in &table {
            assert!(!area.what.is_empty() && !area.anchors.is_empty(), "{name}");
            for list in [&area.python, &area.npm, &area.cargo, &area.go, &area.extensions] {
                let once: BTreeSet<&String> = list.iter().collect();
                assert_eq!(once.len(), list.len(), "a name stands twice in {name}");
                assert!(list.iter().all(|name| *name == name.to_lowercase()), "{name}");
            }
            for anchor in &area.anchors {
                assert!(
                    review_frameworks::ANCHORS.contains(&anchor.as_str()),
                    "{anchor} is not searched for"
                );
            }
        }
    }

    #[test]
    fn names_are_compared_in_one_form() {
        let area = AREAS.get("database").unwrap();
        assert!(area.names(Ecosystem::Python, &normal("Flask_SQLAlchemy")));
        assert!(area.names(Ecosystem::Npm, &normal("@prisma/client")));
        assert!(area.names(Ecosystem::Go, &normal("github.com/jackc/pgx/v5")));
        assert!(!area.names(Ecosystem::Go, &normal("github.com/jackc/pgxother")));
        assert!(!area.names(Ecosystem::Cargo, "sqlalchemy"));
    }

    #[test]
    fn imports_show_a_library_unless_the_project_has_a_module_of_that_name() {
        let import = |module: &str| review_facts::Import {
            module: module.to_owned(),
            name: None,
            local: "x".to_owned(),
            reexport: false,
            type_only: false,
            inner: false,
            place: review_facts::Place::default(),
        };
        let file = |path: &str, language: Language, modules: &[&str]| {
            let mut facts = FileFacts::empty(language, "");
            facts.imports = modules.iter().map(|module| import(module)).collect();
            let class = review_facts::FileClass::Code;
            review_project::File { path: path.to_owned(), class, facts: Ok(facts) }
        };
        let manifest = Manifest {
            path: "Cargo.toml".to_owned(),
            packages: vec!["sqlx".to_owned()],
            ..Manifest::default()
        };
        let mut project = Project::default();
        project.surroundings.manifests.push(manifest);
        project.files = vec![
            file("app/peewee.py", Language::Python, &["sqlalchemy.orm", ".records", "peewee", "app.peewee"]),
            file("src/a.ts", Language::TypeScript, &["@prisma/client/edge", "./pg", "@/knex", "pg"]),
            file("src/a.rs", Language::Rust, &["diesel::prelude", "crate::mysql", "sqlx::query"]),
        ];
        let used = libraries(&project);
        let shown = of_area(AREAS.get("database").unwrap(), &used);
        let shown: Vec<(&str, &str)> =
            shown.iter().map(|library| (library.written.as_str(), library.shows.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("sqlalchemy", "imported in app/peewee.py"),
                ("@prisma/client", "imported in src/a.ts"),
                ("pg", "imported in src/a.ts"),
                ("diesel", "imported in src/a.rs"),
                ("sqlx", "declared in Cargo.toml"),
            ]
        );
    }
}
