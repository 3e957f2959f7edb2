//! Writes of columns, each tied to the model that it writes to: which of them pass through an encrypting call.
//!
//! One decision that is not obvious: a write whose model is not known shows nothing by itself. It neither makes a column
//! encrypted nor plain, but it keeps both from being said of a column of its name.

use crate::graph::{Index, Node, Resolver, Thing};
use crate::kept;
use crate::names::{Names, Resolved};
use crate::tables::is_sql;
use crate::vocabulary::words_of;
use crate::{File, Subject};
use review_facts::code::{Code, Name, Set, Value};
use review_facts::{Body, Column, FileClass, Model, ModelSystem, WriteKind};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Writes by the field they go to. Empty unless some value of the project is encrypted on its way.
#[derive(Default)]
pub(crate) struct Writes<'a> {
    by_field: HashMap<&'a str, Vec<Write<'a>>>,
    /// Writes of fields that are not named: `User(**data)`.
    whole: Vec<Write<'a>>,
}

/// One write.
struct Write<'a> {
    /// The encrypting call.
    through: Option<&'a str>,
    /// The value, as a path; empty when it is none.
    value: &'a str,
    /// `app/users.py:12`.
    place: String,
    to: To,
}

/// What is written to.
#[derive(Clone, Debug, PartialEq)]
enum To {
    /// One of these models, by their positions.
    Models(Vec<usize>),
    /// A table by its name.
    Table(String),
    /// No model.
    Nothing,
    /// Not known.
    Open,
}

/// What the writes of a column show.
pub(crate) enum Shown {
    /// Nothing: no write of it is encrypted.
    Nothing,
    /// Every write that was found is encrypted; what shows it.
    All(String),
    /// A write of it is encrypted, and no write is known to be plain; what shows it, and what keeps it from being all.
    Some(String, String),
    /// What is known is not enough; why, and the encrypting call.
    Open(String, String),
}

/// Models as writes are tied to them.
pub(crate) struct Owners<'a> {
    models: Vec<(u32, &'a Model)>,
    by_class: HashMap<(u32, &'a str), usize>,
    /// By class and table, in lower case and without underscores.
    by_name: HashMap<String, Vec<usize>>,
    above: Vec<BTreeSet<usize>>,
}

impl<'a> Owners<'a> {
    /// `above` are the positions of what each model inherits from.
    pub(crate) fn of(
        files: &[File],
        models: &[(usize, &'a Subject, &'a Model)],
        above: Vec<BTreeSet<usize>>,
    ) -> Owners<'a> {
        let mut owners =
            Owners { models: Vec::new(), by_class: HashMap::new(), by_name: HashMap::new(), above };
        for (at, (_, subject, model)) in models.iter().enumerate() {
            owners.models.push((subject.file, model));
            owners.by_class.entry((subject.file, model.class.as_str())).or_insert(at);
            let class = match model.class.rsplit('.').next().unwrap_or_default() {
                // SeaORM's are told apart by their modules.
                "Model" => stem(&files[subject.file as usize].path),
                class => class,
            };
            let mut names = vec![squeezed(class), squeezed(&model.table)];
            names.dedup();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                owners.by_name.entry(name).or_default().push(at);
            }
        }
        owners
    }

    fn named(&self, file: u32, path: &str, names: &Names<'_>) -> Option<usize> {
        let Resolved::Here { file, name } = names.resolve(file, path) else { return None };
        self.by_class.get(&(file, name.as_str())).copied()
    }

    /// The column is of the model, or of what it inherits from.
    fn has(&self, model: usize, file: u32, column: &Column) -> bool {
        let is = |at: usize| {
            let (of, model) = self.models[at];
            (of == file && model.class == column.model && !model.class.is_empty())
                || (!model.table.is_empty() && same_table(&model.table, &column.table))
        };
        is(model) || self.above[model].iter().any(|above| is(*above))
    }
}

/// The name of a file without its end; that of its folder for `mod.rs`.
fn stem(path: &str) -> &str {
    let path = path.strip_suffix("/mod.rs").unwrap_or(path);
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('.').next().unwrap_or_default()
}

fn same_table(one: &str, other: &str) -> bool {
    let last = |table: &str| table.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    !one.is_empty() && last(one) == last(other)
}

/// A name in lower case, without underscores and the end of a plural.
fn squeezed(name: &str) -> String {
    let name = words_of(name).concat();
    match name.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => name.strip_suffix('s').unwrap_or(&name).to_owned(),
    }
}

impl<'a> Writes<'a> {
    pub(crate) fn of(
        files: &'a [File],
        subjects: &'a [Subject],
        names: &'a Names<'a>,
        owners: &Owners<'a>,
    ) -> Writes<'a> {
        let encrypted = encrypted(files, subjects);
        if encrypted.is_empty() {
            return Writes::default();
        }
        let fields: HashSet<&str> = encrypted.iter().map(|(_, _, target, ..)| *target).collect();
        let index = Index::of(files);
        let resolver = Resolver::new(files, &index, names);
        let tie = Tie { index: &index, resolver: &resolver, names, owners };
        let through: HashMap<(u32, u32, &str), &str> =
            encrypted.iter().map(|(file, at, target, callee, _)| ((*file, *at, *target), *callee)).collect();
        let mut writes = Writes::default();
        let mut seen: HashSet<(u32, u32, &str)> = HashSet::new();
        for (file, code) in index.codes() {
            for set in &code.sets {
                let field = code.text(set.name);
                let whole = field == "*";
                if !(whole || fields.contains(field)) {
                    continue;
                }
                let key = (file, set.at, field);
                let through = through.get(&key).copied();
                let node = index.node(file, set.unit);
                let class = files[file as usize].class;
                if through.is_none() && (class != FileClass::Code || index.is_test(node)) {
                    continue;
                }
                seen.insert(key);
                let to = tie.owner(node, code, set);
                if to == To::Nothing || (whole && tie.is_made_here(node, code, set)) {
                    continue;
                }
                let place = format!("{}:{}", files[file as usize].path, set.line);
                let write = Write { through, value: code.text(set.value), place, to };
                match whole || (through.is_none() && tie.is_handed_in(node, code, set)) {
                    true => writes.whole.push(write),
                    false => writes.by_field.entry(field).or_default().push(write),
                }
            }
        }
        for (file, at, target, callee, subject) in &encrypted {
            let Body::EncryptedWrite(fact) = &subject.fact.body else { continue };
            if seen.contains(&(*file, *at, *target)) || tie.is_passed_on(*file, *at, &fact.passed_to) {
                continue;
            }
            let to = if fact.table.is_empty() { To::Open } else { To::Table(fact.table.clone()) };
            let place = format!("{}:{}", files[*file as usize].path, subject.fact.place.line);
            let write = Write { through: Some(callee), value: "", place, to };
            writes.by_field.entry(target).or_default().push(write);
        }
        writes.whole.extend(by_sql(files, subjects));
        writes
    }

    /// What the writes of a column show. `file` is the one that declares it.
    pub(crate) fn shown(&self, owners: &Owners<'_>, file: u32, column: &Column) -> Shown {
        let own = column.attribute.rsplit('.').next().unwrap_or_default();
        let mut fields = vec![own, column.column.as_str()];
        fields.dedup();
        let writes = || fields.iter().filter_map(|field| self.by_field.get(*field)).flatten();
        let fits = |write: &&Write<'_>| match &write.to {
            To::Models(models) => models.iter().any(|model| owners.has(*model, file, column)),
            To::Table(table) => same_table(table, &column.table),
            To::Nothing | To::Open => false,
        };
        // Of several models of one name it is not known which is meant.
        let surely = |write: &&Write<'_>| match &write.to {
            To::Models(models) => models.iter().all(|model| owners.has(*model, file, column)),
            _ => fits(write),
        };
        let open = |write: &&Write<'_>| write.to == To::Open || (fits(write) && !surely(write));
        let encrypted: Vec<&Write<'_>> =
            writes().filter(|write| write.through.is_some()).filter(surely).collect();
        let name = if column.attribute.is_empty() { &column.column } else { &column.attribute };
        let Some(first) = encrypted.first() else {
            let maybe = writes().filter(|write| write.through.is_some()).find(open);
            return maybe.map_or(Shown::Nothing, |write| {
                let through = write.through.unwrap_or_default();
                let place = &write.place;
                let why = format!(
                    "`{name}` is written through `{through}` in {place}, and whether that is this column is not known"
                );
                Shown::Open(why, through.to_owned())
            });
        };
        let through = first.through.unwrap_or_default();
        let so = format!("through `{through}` ({})", first.place);
        if let Some(plain) = writes().filter(|write| write.through.is_none()).find(fits) {
            let value =
                if plain.value.is_empty() { "a value".to_owned() } else { format!("`{}`", plain.value) };
            let why = format!(
                "`{name}` is written through `{through}` in {}, and {value} as it is in {}",
                first.place, plain.place
            );
            return Shown::Open(why, through.to_owned());
        }
        let rest = writes().filter(|write| write.through.is_none()).find(open);
        let rest = rest.or_else(|| self.whole.iter().find(|write| fits(write)));
        match rest {
            Some(write) => Shown::Some(so, format!("whether {} writes it too is not known", write.place)),
            None if encrypted.len() > 1 => Shown::All(format!("{so}, as in all {} writes", encrypted.len())),
            None => Shown::All(so),
        }
    }
}

/// Statements of SQL in code write fields that are not looked at.
fn by_sql<'a>(files: &[File], subjects: &[Subject]) -> Vec<Write<'a>> {
    let written = subjects.iter().filter_map(|subject| {
        let Body::Write(write) = &subject.fact.body else { return None };
        let file = &files[subject.file as usize];
        let counts = write.system == ModelSystem::Sql
            && matches!(write.change, WriteKind::Insert | WriteKind::Update | WriteKind::Save)
            && !subject.test
            && file.class == FileClass::Code
            && !write.table.is_empty();
        let place = format!("{}:{}", file.path, subject.fact.place.line);
        counts.then(|| Write { through: None, value: "", place, to: To::Table(write.table.clone()) })
    });
    written.collect()
}

/// An encrypted write: file, first byte, field, call, subject.
type Encrypted<'a> = (u32, u32, &'a str, &'a str, &'a Subject);

fn encrypted<'a>(files: &[File], subjects: &'a [Subject]) -> Vec<Encrypted<'a>> {
    // What a setter of a column's own class does is said of that column already, and nothing of its namesakes.
    let own: BTreeSet<(u32, &str)> = subjects
        .iter()
        .filter_map(|subject| match &subject.fact.body {
            Body::Column(column) if column.written_through.iter().any(|call| kept::encrypts(call)) => {
                Some((subject.file, column.attribute.as_str()))
            }
            _ => None,
        })
        .collect();
    let elsewhere = [FileClass::Seed, FileClass::Script, FileClass::Example, FileClass::Vendored];
    let found = subjects.iter().filter(|subject| !subject.test).filter_map(|subject| {
        let Body::EncryptedWrite(write) = &subject.fact.body else { return None };
        let class = files[subject.file as usize].class;
        // What a migration in code does, it does once.
        let once = class == FileClass::Migration && !is_sql(&files[subject.file as usize]);
        let counts = kept::encrypts(&write.callee)
            && !own.contains(&(subject.file, write.target.as_str()))
            && !once
            && !elsewhere.contains(&class);
        let at = subject.fact.place.span.start;
        counts.then_some((subject.file, at, write.target.as_str(), write.callee.as_str(), subject))
    });
    found.collect()
}

/// Ties writes to models.
struct Tie<'b, 'a> {
    index: &'b Index<'a>,
    resolver: &'b Resolver<'b>,
    names: &'b Names<'a>,
    owners: &'b Owners<'a>,
}

impl Tie<'_, '_> {
    /// What the owner of a field is.
    fn owner(&self, node: Node, code: &Code, set: &Set) -> To {
        let path = code.text(set.owner);
        if path.is_empty() {
            return To::Open;
        }
        let file = self.index.file(node);
        if let Some(model) = self.by_path(file, path) {
            return To::Models(vec![model]);
        }
        match self.resolver.path(node, path) {
            Thing::Class(class) | Thing::Instance(class) => {
                let (of, name) = (self.index.file(class), self.index.name(class));
                match self.owners.by_class.get(&(of, super::graph::last_of_type(name))) {
                    Some(model) => return To::Models(vec![*model]),
                    // A repository of the project's own is named after its model.
                    None if set.called => {
                        let named = self.by_repository(name);
                        return named.map_or(To::Nothing, To::Models);
                    }
                    None => return To::Nothing,
                }
            }
            _ if !set.called => {
                return self.bound(node, path).map_or(To::Open, To::Models);
            }
            _ => {}
        }
        let last = named_by(path);
        if let Some(models) = self.owners.by_name.get(&squeezed(last)) {
            return To::Models(models.clone());
        }
        if let Some(models) = self.by_repository(last) {
            return To::Models(models);
        }
        let class = last.starts_with(|first: char| first.is_ascii_uppercase());
        // A class that no file of the project has is none of its models.
        if class && matches!(self.names.resolve(file, path), Resolved::Library(_)) {
            return To::Nothing;
        }
        To::Open
    }

    /// The model that a path leads to or leads through: `User` for `models.User.objects`, `user` for `user::ActiveModel`.
    fn by_path(&self, file: u32, path: &str) -> Option<usize> {
        if let Some(module) = path.strip_suffix("ActiveModel") {
            return self.owners.named(file, &format!("{module}Model"), self.names);
        }
        let mut path = path;
        for _ in 0..DEEP {
            if let Some(model) = self.owners.named(file, path, self.names) {
                return Some(model);
            }
            path = path.rsplit_once('.')?.0;
        }
        None
    }

    /// The models whose name a repository's begins with: `userRepository`, `UsersDao`.
    fn by_repository(&self, name: &str) -> Option<Vec<usize>> {
        let name = words_of(name);
        let last = name.last()?;
        let known = ["repository", "repo", "dao", "model", "collection", "entity", "table"];
        let base = name.get(..name.len() - 1).filter(|_| known.contains(&last.as_str()))?.join("_");
        self.owners.by_name.get(&squeezed(&base)).cloned()
    }

    /// The models of one of which a name holds an object: by its type, or by the call that it was bound to, as in `user =
    /// User.objects.get(…)`.
    fn bound(&self, node: Node, path: &str) -> Option<Vec<usize>> {
        if path.contains('.') {
            return None;
        }
        let mut at = node;
        for _ in 0..DEEP {
            let code = self.index.code(at);
            let param = code.params(self.index.unit(at)).iter().find(|param| code.text(param.name) == path);
            let bind = self.index.bind(at, path);
            let ty = param.map(|param| param.ty).or(bind.map(|bind| bind.ty));
            if let Some(ty) = ty.filter(|ty| *ty != Name(0)) {
                return self.typed(self.index.file(at), code.text(ty));
            }
            if let Some(bind) = bind {
                let (Value::Call(call) | Value::Path(call)) = bind.value else { return None };
                let call = code.text(call);
                if let Some(model) = self.by_path(self.index.file(at), call) {
                    return Some(vec![model]);
                }
                let client = call.rsplit_once('.')?.0.rsplit('.').next()?;
                return self.owners.by_name.get(&squeezed(client)).cloned();
            }
            if param.is_some() {
                return None;
            }
            let parent = self.index.parent(at);
            if parent == at {
                return None;
            }
            at = parent;
        }
        None
    }

    /// The models that a type as written names: `&mut user::ActiveModel`.
    fn typed(&self, file: u32, ty: &str) -> Option<Vec<usize>> {
        let path = ty.split('<').next()?.replace("::", ".");
        let path = path.trim_start_matches('&');
        let path = path.strip_prefix("mut").unwrap_or(path).trim();
        if let Some(model) = self.by_path(file, path) {
            return Some(vec![model]);
        }
        self.owners.by_name.get(&squeezed(named_by(path))).cloned()
    }

    /// What is written whole was made in the project, where its fields were given: `repository.save(user)`.
    fn is_made_here(&self, node: Node, code: &Code, set: &Set) -> bool {
        let value = code.text(set.value);
        if value.is_empty() {
            return false;
        }
        let class = match self.resolver.path(node, value) {
            Thing::Class(class) | Thing::Instance(class) => class,
            _ => return self.bound(node, value).is_some(),
        };
        let name = super::graph::last_of_type(self.index.name(class));
        self.owners.by_class.contains_key(&(self.index.file(class), name))
    }

    /// What a constructor is given it keeps: its callers say what that is.
    fn is_handed_in(&self, node: Node, code: &Code, set: &Set) -> bool {
        matches!(code.text(set.owner), "self" | "this")
            && matches!(self.index.name(node), "__init__" | "constructor")
            && code.params(self.index.unit(node)).iter().any(|param| param.name == set.value)
    }

    /// An object or keyword that a library's function is given, and no model.
    fn is_passed_on(&self, file: u32, at: u32, callee: &str) -> bool {
        if callee.is_empty() {
            return false;
        }
        let Some(node) = self.index.unit_around(file, at) else { return false };
        self.resolver.path(node, callee) == Thing::Foreign
    }
}

/// The name in a path that says which model it is: that of the module where SeaORM's are all called the same.
fn named_by(path: &str) -> &str {
    let own =
        ["ActiveModel", "Model", "Entity"].iter().find_map(|own| path.strip_suffix(own)?.strip_suffix('.'));
    own.unwrap_or(path).rsplit('.').next().unwrap_or_default()
}

/// Names of a path, and units around a name, that are looked through.
const DEEP: u32 = 12;
