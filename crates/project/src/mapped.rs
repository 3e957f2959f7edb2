//! Columns that two places speak of: `table!` of diesel declares them, fields of structs map them.
//!
//! One decision that is not obvious: of all the places one is the column's, the field of the struct that is read whole,
//! because `table!` is mostly written by diesel's own tool, and it is the field whose type could be another one. The
//! declaration itself is it where no struct of production code maps the column.

use crate::{File, Subject};
use review_facts::{Body, Column, FileClass, Language, Model};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Which of the columns are one. Numbers are positions among the subjects.
#[derive(Default)]
pub(crate) struct Mapped {
    /// What else maps the column, with the declaration first when there is one.
    others: HashMap<usize, Others>,
    dropped: BTreeSet<usize>,
}

/// The further places of a column.
#[derive(Default)]
pub(crate) struct Others {
    /// Where it is declared.
    pub(crate) declared: Option<usize>,
    /// The other fields that map it.
    pub(crate) fields: Vec<usize>,
}

impl Mapped {
    pub(crate) fn of(files: &[File], subjects: &[Subject]) -> Mapped {
        let columns =
            || subjects.iter().enumerate().filter_map(|(at, subject)| Some((at, subject, column(subject)?)));
        let mut mapped = Mapped::default();
        if !columns().any(|(_, _, column)| column.maps) {
            return mapped;
        }
        let models: HashMap<(u32, &str), &Model> = subjects
            .iter()
            .filter_map(|subject| match &subject.fact.body {
                Body::Model(model) => Some(((subject.file, model.class.as_str()), &**model)),
                _ => None,
            })
            .collect();
        let declared = Declared::of(files, subjects);
        let mut fields: BTreeMap<(&str, &str, Option<u32>), Vec<usize>> = BTreeMap::new();
        for (at, subject, column) in columns().filter(|(_, _, column)| column.maps) {
            let near = declared.near(files, subject.file, &column.table);
            let known = near.iter().any(|file| declared.at(*file, column).is_some());
            let certain =
                models.get(&(subject.file, column.model.as_str())).is_some_and(|model| model.certain);
            if !is_of_production(files, subject)
                || (near.is_empty() && !certain)
                || (!near.is_empty() && !known)
            {
                mapped.dropped.insert(at);
                continue;
            }
            fields.entry((&column.table, &column.column, near.first().copied())).or_default().push(at);
        }
        for ((_, _, table), mut fields) in fields {
            let rank = |at: &usize| {
                let own = column(&subjects[*at]).map_or("", |column| column.model.as_str());
                let bases = models.get(&(subjects[*at].file, own)).map_or(&[][..], |model| &model.bases);
                (
                    !bases.iter().any(|base| matches!(base.as_str(), "Selectable" | "HasQuery")),
                    !bases.iter().any(|base| base == "Identifiable"),
                    *at,
                )
            };
            fields.sort_by_key(rank);
            let first = fields.remove(0);
            let of_first = column(&subjects[first]);
            let near = of_first.map(|column| declared.near(files, subjects[first].file, &column.table));
            // A table that is declared once for each database is declared in several files.
            let same: Vec<usize> = near
                .unwrap_or_default()
                .iter()
                .filter_map(|file| declared.at(*file, of_first?))
                .filter(|_| table.is_some())
                .collect();
            mapped.dropped.extend(fields.iter().chain(&same));
            mapped.others.insert(first, Others { declared: same.first().copied(), fields });
        }
        for (at, subject) in subjects.iter().enumerate() {
            if let Body::Model(model) = &subject.fact.body
                && !model.class.is_empty()
                && is_rust(files, subject)
                && !declared.near(files, subject.file, &model.table).is_empty()
            {
                mapped.dropped.insert(at);
            }
        }
        mapped
    }

    /// It is said elsewhere.
    pub(crate) fn drops(&self, at: usize) -> bool {
        self.dropped.contains(&at)
    }

    /// The further places of the column.
    pub(crate) fn others(&self, at: usize) -> Option<&Others> {
        self.others.get(&at)
    }
}

/// Columns of `table!` by table and file.
struct Declared<'a>(BTreeMap<&'a str, BTreeMap<u32, HashMap<&'a str, usize>>>);

impl<'a> Declared<'a> {
    fn of(files: &[File], subjects: &'a [Subject]) -> Declared<'a> {
        let mut declared = Declared(BTreeMap::new());
        for (at, subject) in subjects.iter().enumerate() {
            let Some(column) = column(subject).filter(|column| column.model.is_empty()) else { continue };
            if is_rust(files, subject) {
                let table = declared.0.entry(&column.table).or_default();
                table.entry(subject.file).or_default().insert(&column.attribute, at);
            }
        }
        declared
    }

    /// The files that declare the table nearest to a file: several that are equally near belong together.
    fn near(&self, files: &[File], from: u32, table: &str) -> Vec<u32> {
        let Some(of_table) = self.0.get(table) else { return Vec::new() };
        let shared = |file: u32| {
            let (one, other) = (&files[from as usize].path, &files[file as usize].path);
            one.split('/').zip(other.split('/')).take_while(|(a, b)| a == b).count()
        };
        let nearest = of_table.keys().map(|file| shared(*file)).max();
        of_table.keys().copied().filter(|file| Some(shared(*file)) == nearest).collect()
    }

    fn at(&self, file: u32, column: &Column) -> Option<usize> {
        self.0.get(column.table.as_str())?.get(&file)?.get(column.column.as_str()).copied()
    }
}

/// The column that a subject is.
pub(crate) fn column(subject: &Subject) -> Option<&Column> {
    match &subject.fact.body {
        Body::Column(column) => Some(column),
        _ => None,
    }
}

fn is_rust(files: &[File], subject: &Subject) -> bool {
    files[subject.file as usize].facts.as_ref().is_ok_and(|facts| facts.language == Language::Rust)
}

fn is_of_production(files: &[File], subject: &Subject) -> bool {
    !subject.test && matches!(files[subject.file as usize].class, FileClass::Code | FileClass::Generated)
}
