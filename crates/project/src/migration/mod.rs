//! Migrations joined: both directions of each, and each in its history.

mod django;
mod effect;
mod history;
mod inverse;
mod scripts;

use crate::{File, Subject, Surroundings};
use review_facts::{Body, Direction, FileClass, Kind, Migration, MigrationStep};
use std::collections::BTreeMap;

/// Steps that are named one by one when a downgrade lacks several inverses; beyond that the first one speaks for all.
const NAMED: usize = 3;

/// One migration with its steps, as positions among the subjects.
#[derive(Debug, Default)]
pub(crate) struct Revision {
    /// The migration itself.
    pub subject: usize,
    /// Its upgrade's steps, in order.
    pub up: Vec<usize>,
    /// Its downgrade's.
    pub down: Vec<usize>,
}

/// Fills what migrations, their steps and their histories say of each other, and adds the histories.
pub(crate) fn join(files: &mut [File], subjects: &mut Vec<Subject>, surroundings: &Surroundings) {
    let mut revisions = revisions(subjects);
    revisions.extend(of_scripts(files, subjects, surroundings));
    for revision in &revisions {
        let file = &mut files[subjects[revision.subject].file as usize];
        // A migration is its author's to answer for, whatever wrote it first or stands at its head.
        if matches!(file.class, FileClass::Code | FileClass::Generated) {
            file.class = FileClass::Migration;
        }
        for step in revision.up.iter().chain(&revision.down) {
            step_mut(&mut subjects[*step]).in_migration = true;
        }
        let upgrade = effect::upgrade(revision.up.iter().map(|step| self::step(&subjects[*step])));
        let migration = migration_mut(&mut subjects[revision.subject]);
        migration.downgrade = review_facts::Known::Is(effect::downgrade(migration));
        migration.upgrade = upgrade;
        name_missing(revision, subjects);
    }
    name(files, subjects, &revisions);
    history::join(files, subjects, &revisions, &surroundings.new_files);
    count(files, subjects);
}

/// A revision that its file does not name has the file's name.
fn name(files: &[File], subjects: &mut [Subject], revisions: &[Revision]) {
    for revision in revisions {
        let subject = &mut subjects[revision.subject];
        let path = files[subject.file as usize].path.as_str();
        let file = path.rsplit_once('/').map_or(path, |(_, file)| file);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let migration = migration_mut(subject);
        if migration.revision.is_empty() {
            stem.clone_into(&mut migration.revision);
            stem.clone_into(&mut subject.fact.name);
        }
    }
}

/// The migrations that one file holds whole.
fn revisions(subjects: &[Subject]) -> Vec<Revision> {
    let mut revisions: Vec<Revision> = Vec::new();
    let mut steps: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (position, subject) in subjects.iter().enumerate() {
        match &subject.fact.body {
            Body::Migration(_) => revisions.push(Revision { subject: position, ..Revision::default() }),
            Body::MigrationStep(_) => steps.entry(subject.file).or_default().push(position),
            _ => {}
        }
    }
    for revision in &mut revisions {
        let Some(steps) = steps.get(&subjects[revision.subject].file) else { continue };
        let of = |wanted: Direction| {
            let mut of: Vec<usize> =
                steps.iter().copied().filter(|at| step(&subjects[*at]).direction == wanted).collect();
            of.sort_by_key(|at| step(&subjects[*at]).order);
            of
        };
        revision.up = of(Direction::Upgrade);
        revision.down = of(Direction::Downgrade);
    }
    revisions
}

/// The migrations that lie in files of SQL, added to the subjects.
fn of_scripts(files: &[File], subjects: &mut Vec<Subject>, surroundings: &Surroundings) -> Vec<Revision> {
    let found = scripts::find(files, subjects, surroundings);
    let mut steps: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
    for (position, subject) in subjects.iter().enumerate() {
        if let Body::MigrationStep(step) = &subject.fact.body {
            steps.entry((subject.file, step.section)).or_default().push(position);
        }
    }
    let mut revisions = Vec::new();
    for scripts::Found { mut migration, up, down } in found {
        migration.test = files[migration.file as usize].class == FileClass::Test;
        let of = |section: (u32, u32)| {
            let mut of = steps.get(&section).cloned().unwrap_or_default();
            of.sort_by_key(|at| step(&subjects[*at]).order);
            of
        };
        let (up, down) = (of(up), down.map(of).unwrap_or_default());
        for at in &down {
            step_mut(&mut subjects[*at]).direction = Direction::Downgrade;
        }
        revisions.push(Revision { subject: subjects.len(), up, down });
        subjects.push(migration);
    }
    revisions
}

/// Says of the upgrade's steps which inverse the downgrade lacks. Only where there is a downgrade: what is missing as
/// a whole is said of the migration.
fn name_missing(revision: &Revision, subjects: &mut [Subject]) {
    let Body::Migration(migration) = &subjects[revision.subject].fact.body else { return };
    if migration.downgrade_body != review_facts::MigrationBody::Present {
        return;
    }
    let steps = |positions: &[usize]| positions.iter().map(|at| step(&subjects[*at])).collect::<Vec<_>>();
    let Some(mut missing) = inverse::missing(&steps(&revision.up), &steps(&revision.down)) else { return };
    for position in &revision.up {
        let step = step_mut(&mut subjects[*position]);
        step.comparable = inverse::is_comparable(step);
    }
    if missing.len() > NAMED {
        let more = missing.len() - 1;
        missing.truncate(1);
        missing[0].inverse.push_str(&format!(", nor the inverses of {more} more steps"));
    }
    for inverse::Missing { step, inverse } in missing {
        step_mut(&mut subjects[revision.up[step]]).missing_inverse = inverse;
    }
}

/// A history was looked for wherever migrations were; what the join found counts as read in its file.
fn count(files: &mut [File], subjects: &[Subject]) {
    let mut found: BTreeMap<(u32, Kind), u32> = BTreeMap::new();
    for subject in subjects {
        let kind = subject.fact.body.kind();
        if matches!(kind, Kind::Migration | Kind::History) {
            *found.entry((subject.file, kind)).or_default() += 1;
        }
    }
    for (index, file) in (0..).zip(files) {
        if let Ok(facts) = &mut file.facts
            && let Some((_, migrations)) = facts.read.iter_mut().find(|(kind, _)| *kind == Kind::Migration)
        {
            let of = |kind: Kind| found.get(&(index, kind)).copied().unwrap_or_default();
            *migrations = of(Kind::Migration);
            facts.read.push((Kind::History, of(Kind::History)));
        }
    }
}

pub(crate) fn step(subject: &Subject) -> &MigrationStep {
    match &subject.fact.body {
        Body::MigrationStep(step) => step,
        other => unreachable!("{:?} is no step", other.kind()),
    }
}

fn step_mut(subject: &mut Subject) -> &mut MigrationStep {
    match &mut subject.fact.body {
        Body::MigrationStep(step) => step,
        other => unreachable!("{:?} is no step", other.kind()),
    }
}

fn migration(subject: &Subject) -> &Migration {
    match &subject.fact.body {
        Body::Migration(migration) => migration,
        other => unreachable!("{:?} is no migration", other.kind()),
    }
}

fn migration_mut(subject: &mut Subject) -> &mut Migration {
    match &mut subject.fact.body {
        Body::Migration(migration) => migration,
        other => unreachable!("{:?} is no migration", other.kind()),
    }
}
