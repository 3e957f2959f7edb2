//! Histories: which migrations belong together, what they follow, and what the house does about ways back.

use super::{Revision, migration, migration_mut};
use crate::{File, Subject};
use review_facts::{
    Body, Downgrade, Fact, Habit, History, Known, Migration, MigrationSystem, Place, Upgrade,
};
use std::collections::{BTreeMap, BTreeSet};

/// So many migrations that change the schema show a habit (database.md 1).
const SHOWS_HABIT: u32 = 8;

/// One history on the way.
struct Line {
    system: MigrationSystem,
    folder: String,
    /// Positions of its migrations among the subjects, in order of path.
    members: Vec<usize>,
}

pub(super) fn join(
    files: &[File],
    subjects: &mut Vec<Subject>,
    revisions: &[Revision],
    new_files: &BTreeSet<String>,
) {
    let lines = lines(files, subjects, revisions);
    for line in lines.iter().filter(|line| line.system == MigrationSystem::Django) {
        super::django::own_app(&line.folder, &line.members, subjects);
    }
    for line in &lines {
        follow(line, subjects, &lines);
        if !is_linked(line.system) {
            in_order(line, files, subjects, new_files);
        }
    }
    let histories: Vec<Subject> = houses(&lines).iter().map(|house| history(house, subjects)).collect();
    for (house, subject) in houses(&lines).iter().zip(&histories) {
        let Body::History(history) = &subject.fact.body else { continue };
        for position in &house.members {
            migration_mut(&mut subjects[*position]).habit = history.habit;
        }
    }
    subjects.extend(histories);
    // Stable: what the files said stays in its order.
    subjects.sort_by_key(|subject| subject.file);
}

/// Migrations of one system below one folder belong together.
fn lines(files: &[File], subjects: &[Subject], revisions: &[Revision]) -> Vec<Line> {
    let mut lines: BTreeMap<(String, MigrationSystem), Vec<usize>> = BTreeMap::new();
    for revision in revisions {
        let subject = &subjects[revision.subject];
        let system = migration(subject).system;
        let folder = folder(&files[subject.file as usize].path, system);
        lines.entry((folder.to_owned(), system)).or_default().push(revision.subject);
    }
    lines.into_iter().map(|((folder, system), members)| Line { system, folder, members }).collect()
}

/// Folders under which a project keeps the same migrations once per database.
const DIALECTS: &[&str] = &[
    "postgresql",
    "postgres",
    "pg",
    "mysql",
    "mariadb",
    "sqlite",
    "sqlite3",
    "mssql",
    "sqlserver",
    "oracle",
    "cockroachdb",
];

/// Histories as their house sees them: those that differ only in the database are one, so that a policy is noted once.
fn houses(lines: &[Line]) -> Vec<Line> {
    let mut houses: BTreeMap<(String, MigrationSystem), Vec<usize>> = BTreeMap::new();
    for line in lines {
        let folder = match line.folder.rsplit_once('/') {
            Some((parent, dialect)) if DIALECTS.contains(&dialect) => parent,
            _ => &line.folder,
        };
        houses.entry((folder.to_owned(), line.system)).or_default().extend(&line.members);
    }
    houses.into_iter().map(|((folder, system), members)| Line { system, folder, members }).collect()
}

/// The folder of a migration's history: where its file lies, or where the migration's own folder does.
fn folder(path: &str, system: MigrationSystem) -> &str {
    let up = |path| str::rsplit_once(path, '/').map_or("", |(folder, _)| folder);
    match system {
        MigrationSystem::Diesel | MigrationSystem::Prisma => up(up(path)),
        _ => up(path),
    }
}

/// Says of each migration what it follows, and whether others have the same place.
fn follow(line: &Line, subjects: &mut [Subject], all: &[Line]) {
    let heads = heads(line, subjects, all);
    let known: BTreeSet<String> = known(line, subjects, all);
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for position in &line.members {
        let name = subjects[*position].fact.name.clone();
        let migration = migration_mut(&mut subjects[*position]);
        migration.history.clone_from(&line.folder);
        let parents = migration.parents.iter().chain(&migration.depends_on);
        let is_known = |parent: &&String| match line.system {
            MigrationSystem::Django => is_known_in_app(parent, &known),
            _ => is_known(parent, &known),
        };
        migration.missing_parents = parents.filter(|parent| !is_known(parent)).cloned().collect();
        if heads.len() > 1 && heads[0] != *position && heads.contains(position) {
            migration.other_heads =
                heads.iter().filter(|head| *head != position).map(|head| head.to_string()).collect();
        }
        match seen.get(&migration.revision) {
            Some(first) => migration.same_revision = vec![first.clone()],
            None => {
                seen.insert(migration.revision.clone(), name);
            }
        }
    }
    // Positions of heads become the names a reader knows.
    let names: BTreeMap<String, String> =
        heads.iter().map(|head| (head.to_string(), migration(&subjects[*head]).revision.clone())).collect();
    for head in &heads {
        let others = &mut migration_mut(&mut subjects[*head]).other_heads;
        *others = others.iter().filter_map(|other| names.get(other).cloned()).collect();
    }
}

/// Systems whose migrations name the ones they follow. The others go by the order of their names.
fn is_linked(system: MigrationSystem) -> bool {
    matches!(system, MigrationSystem::Alembic | MigrationSystem::Django)
}

/// Says of each new migration which older one has a later number: where the older one has run, most tools refuse the
/// new one or leave it out.
fn in_order(line: &Line, files: &[File], subjects: &mut [Subject], new_files: &BTreeSet<String>) {
    let (mut new, mut last) = (Vec::new(), None::<(Vec<u128>, String)>);
    for position in &line.members {
        let subject = &subjects[*position];
        let number = numbers(&migration(subject).revision);
        if number.is_empty() {
            continue;
        }
        if new_files.contains(&files[subject.file as usize].path) {
            new.push((*position, number));
        } else if last.as_ref().is_none_or(|(latest, _)| *latest < number) {
            last = Some((number, subject.fact.name.clone()));
        }
    }
    let Some((latest, name)) = last else { return };
    for (position, _) in new.into_iter().filter(|(_, number)| *number < latest) {
        migration_mut(&mut subjects[position]).numbered_before.clone_from(&name);
    }
}

/// The numbers in a revision, in their order: `2026-03-01-1200` is four, `V1.10` two.
fn numbers(revision: &str) -> Vec<u128> {
    revision.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// Migrations of one history may follow those of another: with Alembic branches may lie apart. An app of Django has
/// its own.
fn may_follow(line: &Line, other: &Line) -> bool {
    other.system == line.system && (line.system != MigrationSystem::Django || other.folder == line.folder)
}

/// Every revision that a migration of the history may follow.
fn known(line: &Line, subjects: &[Subject], all: &[Line]) -> BTreeSet<String> {
    let same = all.iter().filter(|other| may_follow(line, other));
    let members = same.flat_map(|other| &other.members).map(|position| migration(&subjects[*position]));
    members
        .flat_map(|migration| {
            // A revision may be named by its first characters, a branch by its label.
            [&migration.revision].into_iter().chain(&migration.branches).chain(&migration.replaces)
        })
        .cloned()
        .collect()
}

/// A parent that could not be read is not said to be missing, nor is a relative one (`core@head`). Alembic takes the
/// first characters of a revision for it.
fn is_known(parent: &str, known: &BTreeSet<String>) -> bool {
    parent.is_empty()
        || parent.contains(['@', '\u{FFFC}'])
        || known.range(parent.to_owned()..).next().is_some_and(|revision| revision.starts_with(parent))
}

/// Django names migrations in full; those of other apps, which may be a library's, have the app in front.
fn is_known_in_app(parent: &str, known: &BTreeSet<String>) -> bool {
    parent.is_empty() || parent.contains(['.', '\u{FFFC}']) || known.contains(parent)
}

/// What stands for others is followed by what follows one of them.
fn is_followed_as_another(squash: &Migration, members: &[&Migration]) -> bool {
    let stands_for = |revision: &String| squash.replaces.contains(revision);
    let outside = members.iter().filter(|other| !stands_for(&other.revision));
    !squash.replaces.is_empty() && outside.into_iter().any(|other| other.parents.iter().any(stands_for))
}

/// The migrations that nothing follows; empty unless there are more than there are branches.
fn heads(line: &Line, subjects: &[Subject], all: &[Line]) -> Vec<usize> {
    if !is_linked(line.system) {
        return Vec::new();
    }
    let same = all.iter().filter(|other| may_follow(line, other));
    let members: Vec<&Migration> =
        same.flat_map(|other| &other.members).map(|position| migration(&subjects[*position])).collect();
    // A parent that is not known may be any of them.
    if members.iter().any(|migration| {
        migration.parents.iter().any(|parent| parent.is_empty() || parent.contains('\u{FFFC}'))
    }) {
        return Vec::new();
    }
    let followed: BTreeSet<&str> = members
        .iter()
        .flat_map(|migration| migration.parents.iter().chain(&migration.replaces))
        .map(String::as_str)
        .collect();
    let own = || line.members.iter().map(|position| migration(&subjects[*position]));
    let labels: BTreeSet<&String> = own().flat_map(|migration| &migration.branches).collect();
    let is_head = |position: &usize| {
        let migration = migration(&subjects[*position]);
        !followed.contains(migration.revision.as_str())
            && migration.precedes.is_empty()
            && !is_followed_as_another(migration, &members)
    };
    let heads: Vec<usize> = line.members.iter().copied().filter(is_head).collect();
    if heads.len() <= labels.len().max(1) { Vec::new() } else { heads }
}

/// How many change the schema, and how many of those have no way back and say nothing.
fn lacking_downgrades(line: &Line, subjects: &[Subject]) -> (u32, u32) {
    let (mut all, mut lacking) = (0, 0);
    for migration in line.members.iter().map(|position| migration(&subjects[*position])) {
        if migration.upgrade == Known::Is(Upgrade::Schema) {
            all += 1;
            let without = [Downgrade::Missing, Downgrade::Empty].map(Known::Is);
            lacking += u32::from(without.contains(&migration.downgrade));
        }
    }
    (all, lacking)
}

fn habit(line: &Line, subjects: &[Subject], (all, lacking): (u32, u32)) -> Habit {
    let one_way =
        |position: &usize| migration(&subjects[*position]).downgrade == Known::Is(Downgrade::ForwardOnly);
    if line.members.iter().all(one_way) {
        Habit::ForwardOnly
    } else if all >= SHOWS_HABIT && lacking * 2 > all {
        Habit::LeftOut
    } else {
        Habit::Written
    }
}

/// The history as a subject: it stands on its first migration.
fn history(line: &Line, subjects: &[Subject]) -> Subject {
    let (schema_changes, without_downgrade) = lacking_downgrades(line, subjects);
    let first = &subjects[line.members[0]];
    let heads = line.members.iter().filter(|at| !migration(&subjects[**at]).other_heads.is_empty()).count();
    let body = History {
        system: line.system,
        folder: line.folder.clone(),
        migrations: line.members.len() as u32,
        schema_changes,
        without_downgrade,
        habit: habit(line, subjects, (schema_changes, without_downgrade)),
        extra_heads: heads as u32,
    };
    Subject {
        key: format!("history:{}", line.folder),
        file: first.file,
        test: first.test,
        fact: Fact {
            name: line.folder.clone(),
            place: Place { ..first.fact.place },
            places: Vec::new(),
            scope: String::new(),
            in_test: first.fact.in_test,
            body: body.into(),
        },
    }
}
