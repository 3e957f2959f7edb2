//! Django names a migration by its app and its file; no file says which app it belongs to.

use super::{migration, migration_mut};
use crate::Subject;
use std::collections::{BTreeMap, BTreeSet};

/// Leaves of the names of other migrations (`app.0001_initial`) those of the history's own app without the app: as
/// parents, and as what is replaced or comes after. Parents of other apps become further needs.
pub(super) fn own_app(folder: &str, members: &[usize], subjects: &mut [Subject]) {
    let Some(app) = app(folder, members, subjects) else { return };
    for position in members {
        let migration = migration_mut(&mut subjects[*position]);
        let (own, others) = split(&app, std::mem::take(&mut migration.parents));
        migration.parents = own;
        migration.depends_on.extend(others);
        migration.replaces = split(&app, std::mem::take(&mut migration.replaces)).0;
        migration.precedes = split(&app, std::mem::take(&mut migration.precedes)).0;
    }
}

/// The names of an app without it, and those of others. `__first__` and `__latest__` are no names.
fn split(app: &str, names: Vec<String>) -> (Vec<String>, Vec<String>) {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for name in names {
        match name.split_once('.') {
            Some((of, name)) if of == app && !name.starts_with("__") => own.push(name.to_owned()),
            Some((of, _)) if of == app => {}
            // What could not be read may be any.
            None => own.push(name),
            Some(_) => others.push(name),
        }
    }
    (own, others)
}

/// The app's label: most often the folder above that of the migrations, but a project may give it another one. It is
/// the one under which the migrations name each other.
fn app(folder: &str, members: &[usize], subjects: &[Subject]) -> Option<String> {
    let own = || members.iter().map(|position| migration(&subjects[*position]));
    let files: BTreeSet<&str> = own().map(|migration| migration.revision.as_str()).collect();
    let mut votes: BTreeMap<&str, u32> = BTreeMap::new();
    for name in own().flat_map(|migration| migration.parents.iter().chain(&migration.replaces)) {
        if let Some((app, name)) = name.split_once('.')
            && files.contains(name)
        {
            *votes.entry(app).or_default() += 1;
        }
    }
    let above = folder.rsplit('/').nth(1);
    // `0001_initial` is a name that every app has: the folder's own name needs a single vote.
    if let Some(above) = above.filter(|above| votes.contains_key(*above)) {
        return Some(above.to_owned());
    }
    let most = votes.into_iter().max_by_key(|(_, votes)| *votes);
    most.map(|(app, _)| app).or(above).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use crate::{Config, Project, Source, Surroundings, build};
    use review_facts::{Body, Fact, FileFacts, Language, Migration, MigrationSystem, Place};

    fn source(path: &str, migration: Migration) -> Source {
        let body = Migration { system: MigrationSystem::Django, ..migration }.into();
        let fact = Fact {
            name: "Migration".to_owned(),
            place: Place::default(),
            places: Vec::new(),
            scope: String::new(),
            in_test: false,
            body,
        };
        let facts = FileFacts { facts: vec![fact], ..FileFacts::empty(Language::Python, "x") };
        Source { path: path.to_owned(), facts: Ok(facts) }
    }

    fn after(parents: &[&str]) -> Migration {
        Migration { parents: parents.iter().map(|&name| name.to_owned()).collect(), ..Migration::default() }
    }

    fn migrations(sources: Vec<Source>) -> Vec<Migration> {
        let Project { subjects, .. } = build(sources, Surroundings::default(), &Config::default());
        let of = |body| if let Body::Migration(migration) = body { Some(*migration) } else { None };
        subjects.into_iter().filter_map(|subject| of(subject.fact.body)).collect()
    }

    #[test]
    fn an_app_may_have_another_label_than_its_folder() {
        let found = migrations(vec![
            source("desk/db/migrations/0001_initial.py", after(&["auth.0001_initial"])),
            source("desk/db/migrations/0002_a.py", after(&["desk_db.0001_initial"])),
            source("desk/db/migrations/0002_b.py", after(&["desk_db.0001_initial", "desk_db.0000_lost"])),
        ]);
        assert_eq!(found[0].revision, "0001_initial");
        assert_eq!(found[0].depends_on, ["auth.0001_initial"]);
        assert_eq!(found[2].other_heads, ["0002_a"]);
        assert_eq!(found[2].missing_parents, ["0000_lost"]);
        assert!(found[1].missing_parents.is_empty() && found[1].other_heads.is_empty());
    }

    #[test]
    fn a_squash_beside_what_it_replaces_is_no_second_head() {
        let squash = Migration {
            replaces: vec!["db.0001_initial".to_owned(), "db.0002_a".to_owned()],
            ..Migration::default()
        };
        let found = migrations(vec![
            source("db/migrations/0001_initial.py", after(&[])),
            source("db/migrations/0001_squashed_0002_a.py", squash),
            source("db/migrations/0002_a.py", after(&["db.0001_initial"])),
            source("db/migrations/0003_b.py", after(&["db.0002_a"])),
        ]);
        assert!(found.iter().all(|migration| migration.other_heads.is_empty()), "{found:?}");
    }

    #[test]
    fn what_runs_before_another_is_no_head() {
        let early = Migration { precedes: vec!["db.0002_a".to_owned()], ..after(&["db.0001_initial"]) };
        let found = migrations(vec![
            source("db/migrations/0001_initial.py", after(&[])),
            source("db/migrations/0002_a.py", after(&["db.0001_initial"])),
            source("db/migrations/0002_early.py", early),
        ]);
        assert!(found.iter().all(|migration| migration.other_heads.is_empty()), "{found:?}");
    }

    #[test]
    fn apps_of_one_label_in_two_projects_stay_apart() {
        let found = migrations(vec![
            source("a/db/migrations/0001_initial.py", after(&[])),
            source("b/db/migrations/0002_more.py", after(&["db.0001_initial"])),
        ]);
        assert_eq!(found[1].missing_parents, ["0001_initial"]);
    }
}
