//! What the tables of records of changes have a place for: who, what, on which, when, and from where.
//!
//! One decision that is not obvious: a column that can hold anything leaves open what no other column says, and so does
//! a base that is not the project's.

use super::words;
use crate::Subject;
use crate::vocabulary::words_of;
use review_facts::{Body, Cause, Column, Known, Model, TableUse};
use std::collections::{BTreeMap, BTreeSet};

/// Bases that are followed above a model.
const BASES: usize = 16;

/// Bases of libraries that have no columns of their own, or an identifier alone (documentation of Django, SQLAlchemy,
/// SQLModel, Tortoise, Peewee, TypeORM, Sequelize).
const BARE: &[&str] = &[
    "Model",
    "Base",
    "object",
    "DeclarativeBase",
    "SQLModel",
    "BaseEntity",
    "BaseModel",
    "MappedAsDataclass",
    "ABC",
    "Generic",
    "AsyncAttrs",
    "declarative_base",
    "automap_base",
];

/// Fills what is said of models that keep records.
pub(crate) fn say_what_is_recorded(subjects: &mut [Subject]) {
    let could = |subject: &Subject| match &subject.fact.body {
        Body::Model(model) => model.mapped && names(model).any(words::could_record),
        _ => false,
    };
    // Most projects have none, and none has many.
    if !subjects.iter().any(could) {
        return;
    }
    let found = Records::of(subjects).found(subjects);
    for (position, record) in found {
        if let Body::Model(model) = &mut subjects[position].fact.body {
            model.keeps_records = true;
            model.says_who = record.known("who", record.who);
            model.says_what = record.known("what", record.what);
            model.says_resource = record.known("resource", record.resource);
            model.says_when = record.known("time", record.when);
            model.says_origin = record.known("address and agent", record.address && record.agent);
            model.lacks = record.lacks();
        }
    }
}

/// What a table of records has a place for.
#[derive(Default)]
struct Record {
    who: bool,
    what: bool,
    resource: bool,
    when: bool,
    address: bool,
    agent: bool,
    /// What could hold anything: a column, or a base that is not known.
    open: String,
}

struct Records<'a> {
    /// Columns by the class that declares them, and by table.
    columns: BTreeMap<&'a str, Vec<&'a Column>>,
    models: BTreeMap<&'a str, &'a Model>,
}

impl<'a> Records<'a> {
    fn of(subjects: &'a [Subject]) -> Records<'a> {
        let mut records = Records { columns: BTreeMap::new(), models: BTreeMap::new() };
        for subject in subjects {
            match &subject.fact.body {
                Body::Column(column) => {
                    let owners = BTreeSet::from([last(&column.model), last(&column.table)]);
                    for owner in owners.into_iter().filter(|owner| !owner.is_empty()) {
                        records.columns.entry(owner).or_default().push(column);
                    }
                }
                Body::Model(model) if !model.class.is_empty() => {
                    records.models.entry(last(&model.class)).or_insert(model);
                }
                _ => {}
            }
        }
        records
    }

    fn found(&self, subjects: &[Subject]) -> Vec<(usize, Record)> {
        let mut parts: BTreeSet<Vec<String>> = BTreeSet::new();
        let mut models: Vec<(usize, &Model)> = Vec::new();
        for (position, subject) in subjects.iter().enumerate() {
            let Body::Model(model) = &subject.fact.body else { continue };
            if !model.mapped || subject.test {
                continue;
            }
            let own = words_of(name_of(model));
            if own.iter().any(|word| words::says().others.contains(word)) {
                continue;
            }
            if names(model).any(|name| words::could_record(name) && self.keeps_records(name)) {
                parts.insert(words_of(name_of(model)));
                models.push((position, model));
            }
        }
        let is_part = |model: &Model| {
            let own = words_of(name_of(model));
            (1..own.len()).any(|count| parts.contains(&own[..count]))
        };
        let whole = models.into_iter().filter(|(_, model)| !is_part(model));
        whole.filter_map(|(position, model)| Some((position, self.record(model)?))).collect()
    }

    fn keeps_records(&self, name: &str) -> bool {
        let columns = self.columns.get(last(name)).into_iter().flatten();
        let columns: Vec<String> = columns.map(|column| column.column.clone()).collect();
        words::table_use(name, &columns) == TableUse::Audit
    }

    /// None when no column of it is known.
    fn record(&self, model: &Model) -> Option<Record> {
        let mut record = Record::default();
        let mut any = false;
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut next = vec![if model.class.is_empty() { last(&model.table) } else { last(&model.class) }];
        while let Some(name) = next.pop() {
            if seen.len() >= BASES || !seen.insert(name) {
                continue;
            }
            for column in self.columns.get(name).into_iter().flatten() {
                any = true;
                record.take(column);
            }
            let Some(model) = self.models.get(name) else {
                if seen.len() > 1 && !self.columns.contains_key(name) && !BARE.contains(&name) {
                    record.open = name.to_owned();
                }
                continue;
            };
            next.extend(model.bases.iter().map(|base| last(base)));
        }
        let of_accounts =
            words_of(name_of(model)).iter().any(|word| words::says().of_accounts.contains(word));
        record.resource |= of_accounts && record.who;
        any.then_some(record)
    }
}

impl Record {
    fn take(&mut self, column: &Column) {
        let says = words::says();
        let name = if column.column.is_empty() { &column.attribute } else { &column.column };
        let own = words_of(name);
        let has = |list: &[String]| own.iter().any(|word| list.contains(word));
        let ty = column.declared_type.to_ascii_lowercase();
        let identifies = own.last().is_some_and(|last| matches!(last.as_str(), "id" | "uuid" | "key" | "pk"))
            || !column.references.is_empty();
        let agent = has(&says.agent);
        let who = has(&says.who) && !agent;
        self.who |= who;
        self.what |= has(&says.what) && !identifies;
        let elsewhere = who || has(&says.scopes) || column.primary_key || own.len() == 1;
        self.resource |= has(&says.resource) || (identifies && !elsewhere);
        self.when |= has(&says.when) || ty.contains("time") || ty.contains("date");
        self.address |= has(&says.address);
        self.agent |= agent;
        if (has(&says.open) && !identifies) || ty.contains("json") {
            self.open.clone_from(name);
        }
    }

    fn known(&self, what: &str, says: bool) -> Known<bool> {
        // A time is a column of its own.
        if says || self.open.is_empty() || what == "time" {
            return Known::Is(says);
        }
        let why = format!("no column is for the {what}; `{}` may hold it", self.open);
        Known::Unknown(Cause { unresolved: self.open.clone(), why })
    }

    fn lacks(&self) -> Vec<String> {
        let said = [
            (self.who, "who"),
            (self.what, "what"),
            (self.resource, "resource"),
            (self.when, "time"),
            (self.address, "address"),
            (self.agent, "agent"),
        ];
        said.into_iter().filter(|(says, _)| !says).map(|(_, what)| what.to_owned()).collect()
    }
}

/// The names under which a model is known.
fn names(model: &Model) -> impl Iterator<Item = &str> {
    [model.table.as_str(), model.class.as_str()].into_iter().filter(|name| !name.is_empty())
}

fn name_of(model: &Model) -> &str {
    if model.table.is_empty() { last(&model.class) } else { last(&model.table) }
}

fn last(name: &str) -> &str {
    let head = name.split(['<', '[', '(']).next().unwrap_or_default();
    head.rsplit(['.', ':']).next().unwrap_or_default()
}
