//! Files of SQL that a tool runs as migrations: which they are shows by their paths, their neighbours and the
//! libraries of the project; never by the word "migration" alone (database.md 1).

use crate::{File, Subject, Surroundings};
use review_facts::{
    Body, Fact, Language, Migration, MigrationBody, MigrationSystem, SectionMarker, SqlSection,
};
use std::collections::{BTreeMap, BTreeSet};

/// A migration found in files of SQL.
pub(super) struct Found {
    pub migration: Subject,
    /// File and section of the upgrade.
    pub up: (u32, u32),
    /// File and section of the downgrade, when there is one.
    pub down: Option<(u32, u32)>,
}

/// What the files of a project show together.
struct View<'a> {
    /// Position by path, of files of SQL whose sections are known.
    sql: BTreeMap<&'a str, u32>,
    /// Paths of all files.
    paths: BTreeSet<&'a str>,
    packages: BTreeSet<&'a str>,
    /// Sections by file.
    sections: BTreeMap<u32, Vec<&'a SqlSection>>,
    /// Where the first statement of each section stands.
    facts: BTreeMap<(u32, u32), &'a Fact>,
}

/// A file of a migration, by its path.
struct Name {
    system: MigrationSystem,
    /// What tells it apart in its history.
    revision: String,
    /// Its downgrade's path, where its system keeps that in another file.
    down: Option<String>,
    /// Its history keeps no downgrades: migrations of this kind have none.
    forward_only: bool,
}

/// Finds the migrations among the files of SQL.
pub(super) fn find(files: &[File], subjects: &[Subject], surroundings: &Surroundings) -> Vec<Found> {
    let view = View::of(files, subjects, surroundings);
    let mut found = Vec::new();
    for (path, file) in &view.sql {
        let Some(sections) = view.sections.get(file) else { continue };
        if sections.iter().any(|section| section.named_queries) {
            continue;
        }
        if let Some(one) = marked(&view, path, *file, sections) {
            found.push(one);
        } else if let Some(name) = view.name(path) {
            found.push(named(&view, path, *file, name));
        }
    }
    found
}

/// A file whose sections say which direction they are: goose, dbmate, node-pg-migrate.
fn marked(view: &View<'_>, path: &str, file: u32, sections: &[&SqlSection]) -> Option<Found> {
    use SectionMarker as M;
    let of = |wanted: [M; 3]| sections.iter().find(|section| wanted.contains(&section.marker));
    let up = of([M::GooseUp, M::DbmateUp, M::PgMigrateUp])?;
    let down = of([M::GooseDown, M::DbmateDown, M::PgMigrateDown]);
    let system = match up.marker {
        M::GooseUp => MigrationSystem::Goose,
        M::DbmateUp => MigrationSystem::Dbmate,
        _ => MigrationSystem::NodePgMigrate,
    };
    let stem = stem(path);
    let migration = Migration {
        system,
        revision: number(stem).unwrap_or(stem).to_owned(),
        upgrade_body: up.content,
        downgrade_body: down.map_or(MigrationBody::Missing, |down| down.content),
        ..Migration::default()
    };
    let down = down.map(|down| (file, down.section));
    let mut migration = subject(view, path, (file, up.section), stem, migration);
    let place = down.and_then(|down| view.facts.get(&down)).map(|fact| fact.place);
    migration.fact.places.extend(place.map(|place| ("downgrade".to_owned(), place)));
    Some(Found { migration, up: (file, up.section), down })
}

/// A file that is a migration by its name.
fn named(view: &View<'_>, path: &str, file: u32, name: Name) -> Found {
    let content = |file: u32| {
        let sections = view.sections.get(&file).map(Vec::as_slice).unwrap_or_default();
        sections.first().map_or(MigrationBody::Missing, |section| section.content)
    };
    let down = name.down.as_deref().and_then(|down| view.sql.get_key_value(down));
    let migration = Migration {
        system: name.system,
        revision: name.revision,
        upgrade_body: content(file),
        downgrade_body: down.map_or(MigrationBody::Missing, |(_, down)| content(*down)),
        downgrade_path: down.map(|(path, _)| (*path).to_owned()).unwrap_or_default(),
        forward_only: name.forward_only,
        ..Migration::default()
    };
    let own = match path.rsplit('/').next() {
        Some("up.sql" | "migration.sql") => folder(path).rsplit('/').next().unwrap_or_default(),
        _ => stem(path),
    };
    let migration = subject(view, path, (file, 0), own, migration);
    Found { migration, up: (file, 0), down: down.map(|(_, down)| (*down, 0)) }
}

fn subject(view: &View<'_>, path: &str, up: (u32, u32), name: &str, migration: Migration) -> Subject {
    let place = view.facts.get(&up).map(|fact| fact.place).unwrap_or_default();
    Subject {
        key: format!("migration:{path}:{name}"),
        file: up.0,
        test: false,
        fact: Fact {
            name: name.to_owned(),
            place,
            places: Vec::new(),
            scope: String::new(),
            in_test: false,
            body: migration.into(),
        },
    }
}

impl<'a> View<'a> {
    fn of(files: &'a [File], subjects: &'a [Subject], surroundings: &'a Surroundings) -> View<'a> {
        let packages = surroundings.manifests.iter().flat_map(|manifest| &manifest.packages);
        let mut view = View {
            sql: BTreeMap::new(),
            paths: files.iter().map(|file| file.path.as_str()).collect(),
            packages: packages.map(String::as_str).collect(),
            sections: BTreeMap::new(),
            facts: BTreeMap::new(),
        };
        for (position, file) in (0..).zip(files) {
            if file.facts.as_ref().is_ok_and(|facts| facts.language == Language::Sql) {
                view.sql.insert(&file.path, position);
            }
        }
        for subject in subjects {
            if let Body::SqlSection(section) = &subject.fact.body {
                view.sections.entry(subject.file).or_default().push(section);
                view.facts.insert((subject.file, section.section), &subject.fact);
            }
        }
        view
    }

    /// What kind of migration a file is by its name and neighbours; none when no loader would take it.
    fn name(&self, path: &str) -> Option<Name> {
        let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
        let parent = dir.rsplit('/').next().unwrap_or(dir);
        let forward = |system, revision: &str| {
            Some(Name { system, revision: revision.to_owned(), down: None, forward_only: true })
        };
        let both = |system, revision: &str, down: String| {
            Some(Name { system, revision: revision.to_owned(), down: Some(down), forward_only: false })
        };
        let beside = |name: &str| if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") };
        let lower = name.to_ascii_lowercase();

        if name == "migration.sql" && digits(parent) == 14 {
            let drizzle = self.paths.contains(beside("snapshot.json").as_str());
            let system = if drizzle { MigrationSystem::Drizzle } else { MigrationSystem::Prisma };
            return forward(system, parent);
        }
        if name == "up.sql" {
            // Hasura keeps the same two files; a Rust project's are diesel's.
            let diesel = self.uses("diesel") || self.uses("diesel_migrations");
            return if diesel {
                both(MigrationSystem::Diesel, version(parent), beside("down.sql"))
            } else {
                None
            };
        }
        if let Some(stem) = name.strip_suffix(".up.sql") {
            let system =
                if self.uses("sqlx") { MigrationSystem::Sqlx } else { MigrationSystem::GolangMigrate };
            let numbered = number(stem);
            return numbered.and_then(|number| both(system, number, beside(&format!("{stem}.down.sql"))));
        }
        if lower.ends_with(".down.sql") || lower.ends_with(".rollback.sql") || name == "down.sql" {
            return None;
        }
        if dir.ends_with("supabase/migrations") && digits(name) == 14 {
            return forward(MigrationSystem::Supabase, number(name)?);
        }
        if self.paths.contains(beside("meta/_journal.json").as_str()) && number(name).is_some() {
            return forward(MigrationSystem::Drizzle, stem(path));
        }
        if let Some((number, rest)) = name.split_once(".do.")
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            return both(MigrationSystem::Postgrator, number, beside(&format!("{number}.undo.{rest}")));
        }
        if let Some(version) = flyway(name) {
            let refinery = self.uses("refinery");
            return forward(
                if refinery { MigrationSystem::Refinery } else { MigrationSystem::Flyway },
                version,
            );
        }
        let rollback = beside(&format!("{}.rollback.sql", stem(path)));
        if self.sql.contains_key(rollback.as_str()) {
            return both(MigrationSystem::Yoyo, stem(path), rollback);
        }
        if parent == "sqls"
            && let Some(stem) = name.strip_suffix("-up.sql")
        {
            return both(MigrationSystem::DbMigrate, stem, beside(&format!("{stem}-down.sql")));
        }
        if parent == "deploy" {
            let root = folder(dir);
            let at = |other: &str| {
                if root.is_empty() { format!("{other}/{name}") } else { format!("{root}/{other}/{name}") }
            };
            if self.sql.contains_key(at("revert").as_str()) || self.sql.contains_key(at("verify").as_str()) {
                return both(MigrationSystem::Sqitch, stem(path), at("revert"));
            }
        }
        // Simple migrations of sqlx: the kind of the first one is that of all, so where none has `.up` none has a way
        // back.
        if self.uses("sqlx") && parent.contains("migration") && number(name).is_some() {
            let reversible = self.sql.keys().any(|other| folder(other) == dir && other.ends_with(".up.sql"));
            let name = Name {
                system: MigrationSystem::Sqlx,
                revision: number(name)?.to_owned(),
                down: None,
                forward_only: !reversible,
            };
            return Some(name);
        }
        None
    }

    fn uses(&self, package: &str) -> bool {
        self.packages.contains(package)
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".sql").unwrap_or(name)
}

/// The number that a name starts with, when a separator follows it.
fn number(name: &str) -> Option<&str> {
    let end = digits(name);
    (end > 0 && name[end..].starts_with(['_', '-', '.'])).then(|| &name[..end])
}

fn digits(name: &str) -> usize {
    name.bytes().take_while(u8::is_ascii_digit).count()
}

/// The version of a diesel folder: its digits and dashes up to the first underscore.
fn version(folder: &str) -> &str {
    folder.split_once('_').map_or(folder, |(version, _)| version)
}

/// The version of `V1__name.sql`, `V1.2__name.sql`, `R__name.sql`.
fn flyway(name: &str) -> Option<&str> {
    let (version, rest) = name.split_once("__")?;
    let number = version.strip_prefix(['V', 'U', 'R', 'B'])?;
    let is_version = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'_');
    let repeatable = number.is_empty() && version == "R";
    let undo = version.starts_with('U');
    (is_version && !undo && (repeatable || !number.is_empty()) && !rest.is_empty()).then_some(if repeatable {
        rest
    } else {
        version
    })
}
