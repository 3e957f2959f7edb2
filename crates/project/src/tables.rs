//! Tables of SQL: which columns are left when all migrations have run, and no model tells already.
//!
//! One decision that is not obvious: a table that a model maps is told by the model, but for columns that the model
//! does not know. Prisma's migrations follow its schema, so beside one they say nothing.

use crate::kept::Keeping;
use crate::{File, Subject};
use review_facts::{
    Body, Cause, Column, Direction, FileClass, Language, Migration, MigrationStep, MigrationSystem,
    ModelSystem, Operation,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Types that keep a value as it is, by their first word: PostgreSQL's data types and those of its contrib modules,
/// MySQL's, SQLite's; none at all is SQLite's.
#[rustfmt::skip]
const PLAIN: &[&str] = &[
    "", "text", "varchar", "char", "character", "nchar", "nvarchar", "bpchar", "name", "citext", "clob", "tinytext", "mediumtext", "longtext", "string",
    "int", "integer", "bigint", "smallint", "tinyint", "mediumint", "int2", "int4", "int8", "serial", "bigserial", "smallserial", "serial4", "serial8",
    "numeric", "decimal", "dec", "number", "real", "float", "float4", "float8", "double", "money", "bool", "boolean", "bit",
    "date", "time", "timetz", "timestamp", "timestamptz", "datetime", "interval", "year", "uuid", "json", "jsonb", "hstore", "xml", "ltree",
    "inet", "cidr", "macaddr", "point", "geometry", "geography", "box", "tsvector", "vector", "halfvec", "enum", "set", "oid", "regclass",
    "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange",
];

/// Types of bytes.
const BYTES: &[&str] = &["bytea", "blob", "tinyblob", "mediumblob", "longblob", "binary", "varbinary", "raw"];

/// Folders in which a project keeps the same migrations once per database.
const DIALECTS: &[&str] =
    &["postgresql", "postgres", "pg", "mysql", "mariadb", "sqlite", "sqlite3", "mssql", "cockroachdb"];

/// The tables of a project.
#[derive(Default)]
pub(crate) struct Tables {
    /// Columns as they are in the end, by the position of their declaration among the subjects.
    columns: HashMap<usize, Column>,
    /// Tables that are left, by the position of the statement that creates them.
    models: HashSet<usize>,
    /// Lists of words.
    enums: HashSet<String>,
}

/// What a file of SQL says, in its order.
enum Event<'a> {
    Step(&'a MigrationStep),
    Model(usize),
    Column(usize, &'a Column),
}

/// Files that are run one after the other.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    /// Of two that tell the same column the lower one counts: 0 for a system's migrations, 1 for other scripts, 2 for
    /// what does not run in production.
    rank: u8,
    folder: String,
}

impl Tables {
    pub(crate) fn of(files: &[File], subjects: &[Subject]) -> Tables {
        let mut tables = Tables::default();
        let mut events: BTreeMap<u32, Vec<Event<'_>>> = BTreeMap::new();
        let mut migrations: HashMap<u32, &Migration> = HashMap::new();
        let mut has_prisma = false;
        for (position, subject) in subjects.iter().enumerate() {
            if let Body::Model(model) = &subject.fact.body {
                has_prisma |= model.system == ModelSystem::Prisma;
            }
            if !is_sql(&files[subject.file as usize]) {
                continue;
            }
            let event = match &subject.fact.body {
                Body::MigrationStep(step) => Event::Step(step),
                Body::Model(_) => Event::Model(position),
                Body::Column(column) => Event::Column(position, column),
                Body::ColumnType(_) => {
                    tables.enums.insert(subject.fact.name.to_ascii_lowercase());
                    continue;
                }
                Body::Migration(migration) => {
                    migrations.insert(subject.file, migration);
                    continue;
                }
                _ => continue,
            };
            events.entry(subject.file).or_default().push(event);
        }
        events.retain(|_, events| {
            events.iter().any(|event| matches!(event, Event::Column(..))) || has_drops(events)
        });
        let mut lines: BTreeMap<Line, Vec<u32>> = BTreeMap::new();
        for file in events.keys() {
            let migration = migrations.get(file).copied();
            let of_prisma =
                migration.is_some_and(|migration| migration.system == MigrationSystem::Prisma && has_prisma);
            if !of_prisma && let Some(line) = line(&files[*file as usize], migration) {
                lines.entry(line).or_default().push(*file);
            }
        }
        let mapped = Mapped::of(files, subjects);
        let mut told: BTreeSet<(String, String)> = BTreeSet::new();
        for (line, mut members) in lines {
            members.sort_by_key(|file| order(&files[*file as usize].path, migrations.get(file).copied()));
            let mut replay = Replay::default();
            for file in members {
                replay.run(&events[&file]);
            }
            tables.take(replay, &line, subjects, &mapped, &mut told);
        }
        tables
    }

    fn take(
        &mut self,
        replay: Replay<'_>,
        line: &Line,
        subjects: &[Subject],
        mapped: &Mapped,
        told: &mut BTreeSet<(String, String)>,
    ) {
        let column_at = |position: usize| match &subjects[position].fact.body {
            Body::Column(column) => Some(&**column),
            _ => None,
        };
        let mut own: Vec<(String, String)> = Vec::new();
        for (name, table) in replay.tables {
            let mut has_columns = false;
            for (column_name, held) in table.columns {
                let key = (name.to_ascii_lowercase(), column_name.to_ascii_lowercase());
                let (Some(declared), Some(typed)) = (column_at(held.declared), column_at(held.typed)) else {
                    continue;
                };
                if mapped.tells(&key.0, &key.1) || (line.rank > 0 && told.contains(&key)) {
                    continue;
                }
                has_columns = true;
                own.push(key);
                let column = Column {
                    table: name.clone(),
                    column: column_name,
                    declared_type: typed.declared_type.clone(),
                    types: typed.types.clone(),
                    length: typed.length,
                    ..declared.clone()
                };
                self.columns.insert(held.declared, column);
            }
            if has_columns {
                self.models.extend(table.created);
            }
        }
        told.extend(own);
    }

    /// The column in the end; none when it is gone, or told elsewhere.
    pub(crate) fn column(&self, position: usize) -> Option<&Column> {
        self.columns.get(&position)
    }

    /// The table is there in the end, and has columns that no model tells.
    pub(crate) fn has_model(&self, position: usize) -> bool {
        self.models.contains(&position)
    }

    /// A column of a list of words.
    pub(crate) fn is_closed(&self, column: &Column) -> bool {
        column.types.first().is_some_and(|ty| self.enums.contains(ty.as_str()))
    }

    /// How a column keeps its values, by its type.
    pub(crate) fn keeping(&self, column: &Column) -> Keeping {
        let ty = column.types.first().map_or("", String::as_str);
        let first = ty.split(' ').next().unwrap_or_default();
        if BYTES.contains(&first) {
            Keeping::Bytes(ty.to_owned())
        } else if PLAIN.contains(&first) || self.is_closed(column) {
            Keeping::Plain
        } else {
            let why = format!("its type `{ty}` is none of the database's own");
            Keeping::Open(Cause { unresolved: ty.to_owned(), why })
        }
    }
}

/// The file is one of SQL.
pub(crate) fn is_sql(file: &File) -> bool {
    file.facts.as_ref().is_ok_and(|facts| facts.language == Language::Sql)
}

/// A file that only takes away counts, too, where it stands in a line with others.
fn has_drops(events: &[Event<'_>]) -> bool {
    use Operation as Op;
    let takes = [Op::DropTable, Op::DropColumn, Op::RenameTable, Op::RenameColumn];
    events.iter().any(|event| matches!(event, Event::Step(step) if takes.contains(&step.operation)))
}

/// The line that a file is run in; none for one that leads back.
fn line(file: &File, migration: Option<&Migration>) -> Option<Line> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    if let Some(migration) = migration {
        let folder = migration.history.as_str();
        let house = match folder.rsplit_once('/') {
            Some((house, dialect)) if DIALECTS.contains(&dialect) => house,
            _ => folder,
        };
        return Some(Line { rank: rank(file, 0), folder: house.to_owned() });
    }
    let stem = name.strip_suffix(".sql").unwrap_or(name).to_ascii_lowercase();
    let back = |word: &str| {
        stem == word || stem.ends_with(&format!(".{word}")) || stem.ends_with(&format!("_{word}"))
    };
    if ["down", "rollback", "revert", "undo"].into_iter().any(back) {
        return None;
    }
    // Files with numbers are run one after the other; others each for itself.
    let numbered = name.starts_with(|c: char| c.is_ascii_digit());
    let folder = if numbered { format!("{folder}/") } else { file.path.clone() };
    Some(Line { rank: rank(file, 1), folder })
}

fn rank(file: &File, of_code: u8) -> u8 {
    if matches!(file.class, FileClass::Code | FileClass::Migration | FileClass::Generated) {
        of_code
    } else {
        2
    }
}

/// What a file comes by in its line. Diesel compares versions as words, without their hyphens.
fn order(path: &str, migration: Option<&Migration>) -> Vec<(String, u128)> {
    match migration {
        Some(migration) if migration.system == MigrationSystem::Diesel => {
            vec![(migration.revision.replace('-', ""), 0)]
        }
        Some(migration) => [natural(&migration.revision), natural(path)].concat(),
        None => natural(path),
    }
}

/// A path by its words and numbers: `V10` comes behind `V9`.
fn natural(path: &str) -> Vec<(String, u128)> {
    let mut parts = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let word = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let digits = rest[word..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| word + end);
        parts.push((rest[..word].to_owned(), rest[word..digits].parse().unwrap_or(u128::MAX)));
        rest = &rest[digits..];
    }
    parts
}

/// Tables while migrations run over them.
#[derive(Default)]
struct Replay<'a> {
    tables: BTreeMap<String, Table>,
    /// The step that the next columns belong to.
    step: Option<(&'a MigrationStep, After)>,
}

#[derive(Default)]
struct Table {
    created: Option<usize>,
    columns: BTreeMap<String, Held>,
}

/// Where a column is declared, and where it got the type it has.
struct Held {
    declared: usize,
    typed: usize,
}

/// What the columns behind a step are to its table.
#[derive(Clone, Copy, PartialEq)]
enum After {
    Added,
    Retyped,
    Passed,
}

impl<'a> Replay<'a> {
    fn run(&mut self, events: &[Event<'a>]) {
        for event in events {
            match event {
                Event::Step(step) => {
                    let after = self.step(step);
                    self.step = Some((step, after));
                }
                Event::Model(position) => {
                    if let Some((step, After::Added)) = self.step
                        && let Some(table) = self.tables.get_mut(&step.table)
                    {
                        table.created.get_or_insert(*position);
                    }
                }
                Event::Column(position, column) => self.column(*position, column),
            }
        }
    }

    fn step(&mut self, step: &MigrationStep) -> After {
        use Operation as Op;
        if step.direction == Direction::Downgrade || step.temporary {
            return After::Passed;
        }
        match step.operation {
            Op::CreateTable if step.conditional && self.tables.contains_key(&step.table) => {
                return After::Passed;
            }
            Op::CreateTable => {
                self.tables.entry(step.table.clone()).or_default();
                return After::Added;
            }
            Op::AddColumn => return After::Added,
            Op::AlterColumn => return After::Retyped,
            Op::DropTable => drop(self.tables.remove(&step.table)),
            Op::RenameTable => {
                if let Some(table) = self.tables.remove(&step.table) {
                    self.tables.insert(step.new_name.clone(), table);
                }
            }
            Op::DropColumn => {
                if let Some(table) = self.tables.get_mut(&step.table) {
                    table.columns.remove(&step.object);
                }
            }
            Op::RenameColumn => {
                if let Some(table) = self.tables.get_mut(&step.table)
                    && let Some(held) = table.columns.remove(&step.object)
                {
                    table.columns.insert(step.new_name.clone(), held);
                }
                return After::Retyped;
            }
            _ => {}
        }
        After::Passed
    }

    fn column(&mut self, position: usize, column: &Column) {
        let Some((step, after)) = self.step else { return };
        if step.table != column.table || after == After::Passed {
            return;
        }
        if after == After::Retyped {
            let held =
                self.tables.get_mut(&column.table).and_then(|table| table.columns.get_mut(&column.column));
            if let Some(held) = held {
                held.typed = position;
            }
            return;
        }
        let table = self.tables.entry(column.table.clone()).or_default();
        table.columns.entry(column.column.clone()).or_insert(Held { declared: position, typed: position });
    }
}

/// Columns that models map.
#[derive(Default)]
struct Mapped {
    tables: HashSet<String>,
    columns: HashSet<(String, String)>,
    /// Columns of classes that name no table: mixins, and tables that are named by a library.
    unbound: HashSet<String>,
}

impl Mapped {
    fn of(files: &[File], subjects: &[Subject]) -> Mapped {
        let mut mapped = Mapped::default();
        for subject in subjects {
            if subject.test || is_sql(&files[subject.file as usize]) {
                continue;
            }
            match &subject.fact.body {
                Body::Model(model) if !model.is_abstract => {
                    let name = if model.table.is_empty() { &model.class } else { &model.table };
                    mapped.tables.insert(singular(name));
                }
                Body::Column(column) => {
                    let name = column.column.to_ascii_lowercase();
                    if column.table.is_empty() {
                        mapped.columns.insert((singular(&column.model), name.clone()));
                        mapped.unbound.insert(name);
                    } else {
                        mapped.columns.insert((singular(&column.table), name));
                    }
                }
                _ => {}
            }
        }
        mapped
    }

    fn tells(&self, table: &str, column: &str) -> bool {
        let table = singular(table);
        let unbound = self.tables.contains(&table) && self.unbound.contains(column);
        unbound || self.columns.contains(&(table, column.to_owned()))
    }
}

/// A name as libraries make tables of classes, turned back: `user_companies` and `UserCompany` are one.
fn singular(name: &str) -> String {
    let name = name.rsplit('.').next().unwrap_or_default();
    let name: String = name.chars().filter(|c| *c != '_').collect::<String>().to_lowercase();
    let cut = |end: &str| name.strip_suffix(end).map(str::to_owned);
    if let Some(stem) = cut("ies") {
        return format!("{stem}y");
    }
    let long = ["sses", "xes", "ches", "shes"].iter().any(|end| name.ends_with(end));
    match cut(if long { "es" } else { "s" }) {
        Some(stem) if !name.ends_with("ss") => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_classes_are_one_by_their_names() {
        for (table, class) in [
            ("user_companies", "UserCompany"),
            ("addresses", "Address"),
            ("users", "app.User"),
            ("news", "New"),
        ] {
            assert_eq!(singular(table), singular(class));
        }
        assert_ne!(singular("users"), singular("user_roles"));
    }

    #[test]
    fn numbers_count_as_numbers() {
        assert!(natural("db/V9__a.sql") < natural("db/V10__a.sql"));
        let diesel = |revision: &str| Migration {
            system: MigrationSystem::Diesel,
            revision: revision.to_owned(),
            ..Migration::default()
        };
        let (old, new) = (diesel("20140924113530"), diesel("2017-10-08-193512"));
        assert!(order("b", Some(&old)) < order("a", Some(&new)));
        assert!(natural("db/2_b.sql") < natural("db/11_a.sql"));
    }
}
