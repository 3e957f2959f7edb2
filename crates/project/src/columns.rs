//! Models and columns joined: which classes have a table, what a column holds, how it keeps that.
//!
//! One decision that is not obvious: a column is judged where it is declared, once, however many tables inherit it;
//! what only looked like a column (a field of a schema, the result of a helper that makes none) is taken out here.

use crate::kept::{Keeping, Kept};
use crate::mapped::{self, Mapped};
use crate::names::{Names, Resolved};
use crate::prisma::Prisma;
use crate::stored::{Stored, stored};
use crate::tables::{self, Tables};
use crate::vocabulary::{Delicacy, Vocabulary, words_of};
use crate::written::{Owners, Shown, Writes};
use crate::{File, Subject, Surroundings};
use review_facts::{
    Body, Category, Cause, Column, ColumnType, Kind, Known, Model, ModelSystem, Sensitivity, Storage,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fills the joined fields of models, columns and types, and takes out what is none.
pub(crate) fn join(
    files: &[File],
    subjects: &mut Vec<Subject>,
    names: &Names<'_>,
    surroundings: &Surroundings,
    vocabulary: &Vocabulary,
) {
    let ours = |subject: &Subject| {
        matches!(subject.fact.body, Body::Model(_) | Body::ColumnType(_) | Body::Column(_))
    };
    if !subjects.iter().any(ours) {
        return;
    }
    let (models, owners) = Models::of(files, subjects, names);
    let kept = Kept::of(files, subjects, names);
    let prisma = Prisma::of(files, subjects, surroundings);
    let mapped = Mapped::of(files, subjects);
    let tables = Tables::of(files, subjects);
    let writes = &Writes::of(files, subjects, names, &owners);
    let of_values =
        Values { files, kept: &kept, prisma: &prisma, tables: &tables, writes, owners: &owners, vocabulary };

    let mut filled: Vec<Option<Body>> = Vec::with_capacity(subjects.len());
    for (position, subject) in subjects.iter().enumerate() {
        let of_sql = tables::is_sql(&files[subject.file as usize]);
        filled.push(match &subject.fact.body {
            Body::Column(_) | Body::Model(_) if mapped.drops(position) => None,
            Body::Column(_) if of_sql => {
                tables.column(position).map(|column| fill(subject.file, column, &[], &of_values).into())
            }
            Body::Column(column)
                if models.holds(subject.file, column)
                    && kept.makes(subject.file, column)
                    && !prisma.is_relation(subject.file, column) =>
            {
                let (column, others) = with_others(column, subjects, mapped.others(position));
                Some(fill(subject.file, &column, &others, &of_values).into())
            }
            Body::Column(_) => None,
            Body::Model(model) => {
                Some(Model { mapped: models.mapped.contains(&position), ..Model::clone(model) }.into())
            }
            Body::ColumnType(of) => {
                let storage = kept.of_definition(subject.file, of, 0).known().0;
                Some(ColumnType { storage, ..ColumnType::clone(of) }.into())
            }
            _ => None,
        });
    }
    let with_columns: BTreeSet<(u32, &str)> = subjects
        .iter()
        .zip(&filled)
        .filter_map(|(subject, body)| match body {
            Some(Body::Column(_)) => match &subject.fact.body {
                Body::Column(written) => Some((subject.file, written.model.as_str())),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let keep: Vec<bool> = (0..subjects.len())
        .map(|at| match (&subjects[at].fact.body, &filled[at]) {
            (Body::Column(_) | Body::Model(_), None) => false,
            (Body::Model(model), _) if model.system == ModelSystem::Sql => tables.has_model(at),
            // Its columns may stand at the structs that map them.
            (Body::Model(model), _) if model.class.is_empty() => {
                model.system == ModelSystem::Diesel || with_columns.contains(&(subjects[at].file, ""))
            }
            (Body::Model(model), _) => {
                models.mapped.contains(&at)
                    || models.contributing.contains(&at)
                    || model.root
                    || with_columns.contains(&(subjects[at].file, model.class.as_str()))
            }
            _ => true,
        })
        .collect();
    let (mut bodies, mut kept_flags) = (filled.into_iter(), keep.into_iter());
    subjects.retain_mut(|subject| {
        if let Some(Some(body)) = bodies.next() {
            subject.fact.body = body;
        }
        kept_flags.next().unwrap_or(true)
    });
}

/// What is left counts as read.
pub(crate) fn count(files: &mut [File], subjects: &[Subject]) {
    let mut found: BTreeMap<(u32, Kind), u32> = BTreeMap::new();
    for subject in subjects {
        *found.entry((subject.file, subject.fact.body.kind())).or_default() += 1;
    }
    for (index, file) in (0_u32..).zip(files) {
        let Ok(facts) = &mut file.facts else { continue };
        for (kind, read) in &mut facts.read {
            if matches!(kind, Kind::Model | Kind::Column) {
                *read = found.get(&(index, *kind)).copied().unwrap_or_default();
            }
        }
    }
}

/// A column completed by its declaration, and the other fields that map it, each with its file.
fn with_others<'a>(
    column: &Column,
    subjects: &'a [Subject],
    others: Option<&mapped::Others>,
) -> (Column, Vec<(u32, &'a Column)>) {
    let mut column = column.clone();
    let Some(others) = others else { return (column, Vec::new()) };
    if let Some(declared) = others.declared.and_then(|at| mapped::column(&subjects[at])) {
        column.column.clone_from(&declared.column);
        column.references.clone_from(&declared.references);
        (column.length, column.nullable) = (declared.length, declared.nullable);
        column.primary_key = declared.primary_key;
        column.types.extend(declared.types.iter().cloned());
    }
    let others = others.fields.iter().map(|at| &subjects[*at]);
    (column, others.filter_map(|subject| Some((subject.file, mapped::column(subject)?))).collect())
}

/// What is known of the values of columns.
struct Values<'a> {
    files: &'a [File],
    kept: &'a Kept<'a>,
    prisma: &'a Prisma<'a>,
    tables: &'a Tables,
    writes: &'a Writes<'a>,
    owners: &'a Owners<'a>,
    vocabulary: &'a Vocabulary,
}

fn fill(file: u32, column: &Column, others: &[(u32, &Column)], of_values: &Values<'_>) -> Column {
    let Values { files, kept, prisma, tables, vocabulary, .. } = of_values;
    let of_sql = tables::is_sql(&files[file as usize]);
    let mut column = column.clone();
    column.types = kept.types(file, &column);
    Stored { room: column.room, scalar: column.scalar } = match of_sql || prisma.reads(file) {
        // What is written there is what the database gets.
        true => Stored { room: Known::Is(column.length), scalar: false },
        false => stored(kept, file, &column),
    };
    let closed = prisma.is_closed(file, &column) || (of_sql && tables.is_closed(&column));
    if !closed {
        (column.sensitive, column.category) = sensitivity(&column, &kept.shapes(file, &column), vocabulary);
        column.chosen = vocabulary.is_chosen(column.sensitive, column.category);
    }
    let (keeping, shown) = if of_sql {
        (tables.keeping(&column), String::new())
    } else if prisma.reads(file) {
        prisma.of_column(file, &column)
    } else {
        (kept.of_column(file, &column), String::new())
    };
    let by_type = !of_sql && !prisma.reads(file);
    let bytes = matches!(keeping, Keeping::Bytes(_)) || (by_type && kept.is_bytes(file, &column));
    let (storage, evidence) = keeping.known();
    (column.storage, column.evidence) = (storage, if evidence.is_empty() { shown } else { evidence });
    for (file, other) in others {
        let (storage, _) = kept.of_column(*file, other).known();
        column.storage = agreed(&column, storage, other);
    }
    if !others.is_empty() && matches!(column.storage, Known::Unknown(_)) {
        column.evidence.clear();
    }
    if matches!(column.storage, Known::Is(Storage::Encrypted | Storage::Hashed)) {
        return column;
    }
    if prisma.is_missed(file, &column) && column.sensitive != Sensitivity::Sensitive {
        (column.sensitive, column.category) = (Sensitivity::Sensitive, Category::Added);
    }
    if column.sensitive != Sensitivity::None {
        by_writes(file, &mut column, bytes, of_values);
    }
    column
}

/// What the writes of a column show of how it keeps values, where its declaration does not.
fn by_writes(file: u32, column: &mut Column, bytes: bool, of_values: &Values<'_>) {
    let plain = column.storage == Known::Is(Storage::Plain);
    match of_values.writes.shown(of_values.owners, file, column) {
        Shown::Nothing => {}
        Shown::All(so) | Shown::Some(so, _) if bytes => {
            column.evidence = format!("bytes, written {so}");
            column.storage = Known::Is(Storage::Encrypted);
        }
        Shown::All(so) if plain => {
            column.evidence = format!("written {so}");
            column.storage = Known::Is(Storage::Encrypted);
        }
        Shown::All(so) => {
            let why = format!("it is written {so}, and what its type does is not known");
            column.storage = Known::Unknown(Cause { unresolved: column.declared_type.clone(), why });
        }
        Shown::Some(so, but) => {
            let why = format!("it is written {so}; {but}");
            column.storage = Known::Unknown(Cause { unresolved: column.attribute.clone(), why });
        }
        Shown::Open(why, unresolved) => {
            column.storage = Known::Unknown(Cause { unresolved, why });
        }
    }
}

/// What is known of how a column keeps its values when another field maps it too.
fn agreed(column: &Column, storage: Known<Storage>, other: &Column) -> Known<Storage> {
    match (&column.storage, storage) {
        (Known::Is(one), Known::Is(another)) if *one != another => {
            let why = format!(
                "`{}.{}` and `{}.{}` map it with types that keep values differently",
                column.model, column.attribute, other.model, other.attribute
            );
            Known::Unknown(Cause { unresolved: other.declared_type.clone(), why })
        }
        (Known::Is(_), unknown @ Known::Unknown(_)) => unknown,
        (known, _) => known.clone(),
    }
}

/// The type that a field is named after: `boolean` for `booleanfield`; that of a file stays whole.
fn field_of(ty: &str) -> &str {
    match ty.strip_suffix("field") {
        None | Some("file" | "image" | "filepath") => ty,
        Some(named) => named,
    }
}

/// The class of data, by the name in the database, else by the attribute; none where the type says that the name
/// speaks about the data and does not hold it.
fn sensitivity(column: &Column, shapes: &[String], vocabulary: &Vocabulary) -> (Sensitivity, Category) {
    const NONE: (Sensitivity, Category) = (Sensitivity::None, Category::None);
    /// Ends of a name that say that the value is no longer the data itself (database.md 2.D).
    const TRANSFORMED: &[&str] = &[
        "hash",
        "hashed",
        "digest",
        "enc",
        "encrypted",
        "cipher",
        "ciphertext",
        "bidx",
        "sealed",
        "last4",
        "masked",
    ];
    let transformed =
        words_of(&column.column).last().is_some_and(|last| TRANSFORMED.contains(&last.as_str()));
    if transformed || !column.references.is_empty() {
        return NONE;
    }
    let meaning = vocabulary.meaning(&column.column).or_else(|| vocabulary.meaning(&column.attribute));
    let Some(meaning) = meaning else { return NONE };
    let table = if column.table.is_empty() { &column.model } else { &column.table };
    if meaning.delicacy == Delicacy::Contact && vocabulary.names_things(table) {
        return NONE;
    }
    // SQL's types have several words: `time with time zone`.
    let deceptive =
        shapes.iter().map(|ty| ty.split(' ').next().unwrap_or_default()).any(|ty| match field_of(ty) {
            "bool" | "boolean" | "enum" | "simple-enum" | "uuid" | "guid" | "tsvector" | "tsvectortype"
            | "interval" | "timedelta" | "objectid" | "nullboolean" | "duration" | "charenum" | "intenum" => {
                true
            }
            // They keep the path of a file.
            "filefield" | "imagefield" | "filepathfield" => true,
            "date"
            | "dateonly"
            | "time"
            | "naivedate"
            | "naivedatetime"
            | "offsetdatetime"
            | "primitivedatetime"
            | "systemtime"
            | "timedate"
            | "timedatetime"
            | "timedatetimewithtimezone" => meaning.category != Category::Birth,
            ty if ty.starts_with("timestamp") || ty.starts_with("datetime") => {
                meaning.category != Category::Birth
            }
            // What is a number can be kept as one; a diagnosis and a name cannot.
            "int"
            | "integer"
            | "biginteger"
            | "bigint"
            | "smallinteger"
            | "smallint"
            | "tinyint"
            | "mediumint"
            | "int2"
            | "int4"
            | "int8"
            | "positiveinteger"
            | "positivesmallinteger"
            | "positivebiginteger"
            | "auto"
            | "bigauto"
            | "serial"
            | "bigserial"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "number"
            | "float" => !matches!(
                meaning.category,
                Category::GovernmentId
                    | Category::Bank
                    | Category::Card
                    | Category::Phone
                    | Category::Address
                    | Category::Person
                    | Category::Added
            ),
            _ => false,
        });
    if deceptive {
        return NONE;
    }
    let class = match meaning.delicacy {
        Delicacy::Contact => Sensitivity::Contact,
        Delicacy::Sensitive => Sensitivity::Sensitive,
        Delicacy::Credential => Sensitivity::Credential,
    };
    (class, meaning.category)
}

/// Models of the project and how they hang together. Numbers are positions among the subjects.
struct Models {
    mapped: BTreeSet<usize>,
    /// Those whose columns some table has: tables themselves, and what they inherit from.
    contributing: BTreeSet<usize>,
    /// The same by file and class.
    contributing_classes: BTreeSet<(u32, String)>,
}

impl Models {
    fn of<'a>(files: &[File], subjects: &'a [Subject], names: &Names<'_>) -> (Models, Owners<'a>) {
        let models: Vec<(usize, &'a Subject, &'a Model)> = subjects
            .iter()
            .enumerate()
            .filter_map(|(at, subject)| match &subject.fact.body {
                Body::Model(model) => Some((at, subject, &**model)),
                _ => None,
            })
            .collect();
        let by_class: HashMap<(u32, &str), usize> = (0..models.len())
            .filter(|at| !models[*at].2.class.is_empty())
            .map(|at| ((models[at].1.file, models[at].2.class.as_str()), at))
            .collect();
        let mut of_library = vec![false; models.len()];
        let mut bases: Vec<Vec<usize>> = vec![Vec::new(); models.len()];
        for (at, (_, subject, model)) in models.iter().enumerate() {
            for base in &model.bases {
                // A class inside another one sees its neighbours there.
                let beside = model.class.rsplit_once('.').map(|(outer, _)| format!("{outer}.{base}"));
                let beside = beside.and_then(|name| by_class.get(&(subject.file, name.as_str())).copied());
                let resolved = names.resolve(subject.file, base);
                let known = match &resolved {
                    Resolved::Here { file, name } => by_class.get(&(*file, name.as_str())).copied(),
                    _ => None,
                };
                match beside.or(known) {
                    Some(base) => bases[at].push(base),
                    // Flask-SQLAlchemy's object is called `db` throughout its documentation.
                    None => {
                        of_library[at] |= base.ends_with("db.Model") || is_root(&resolved, has_fields(model))
                    }
                }
            }
        }
        let above: Vec<BTreeSet<usize>> = (0..models.len()).map(|at| ancestors(at, &bases)).collect();
        let is_model = |at: &usize| {
            let model = models[*at].2;
            let begins = |base: usize| {
                let base_model = models[base].2;
                of_library[base] || base_model.root || (has_fields(base_model) && base_model.certain)
            };
            let rooted = || of_library[*at] || above[*at].iter().any(|base| begins(*base));
            model.class.is_empty() || model.certain || rooted()
        };
        let mapped: Vec<usize> = (0..models.len())
            .filter(|at| !models[*at].2.is_abstract && !models[*at].2.root && is_model(at))
            .collect();
        let mut contributing: BTreeSet<usize> = mapped.iter().copied().collect();
        mapped.iter().for_each(|at| contributing.extend(&above[*at]));
        // What has fields of a library of models lends them, wherever its heirs are.
        contributing.extend((0..models.len()).filter(|at| has_fields(models[*at].2) && is_model(at)));
        let found = Models {
            mapped: mapped.iter().map(|at| models[*at].0).collect(),
            contributing_classes: contributing
                .iter()
                .map(|at| (models[*at].1.file, models[*at].2.class.clone()))
                .collect(),
            contributing: contributing.iter().map(|at| models[*at].0).collect(),
        };
        let owners = Owners::of(files, &models, above);
        (found, owners)
    }

    /// An annotated field is a column only where some table has it, a field of Django only in a model.
    fn holds(&self, file: u32, column: &Column) -> bool {
        !column.annotated || self.contributing_classes.contains(&(file, column.model.clone()))
    }
}

fn is_root(resolved: &Resolved, fields: bool) -> bool {
    let Resolved::Library(path) = resolved else { return false };
    let last = path.rsplit('.').next().unwrap_or_default();
    let first = path.split('.').next().unwrap_or_default();
    matches!(last, "DeclarativeBase" | "DeclarativeBaseNoMeta" | "AutomapBase")
        || (first == "flask_sqlalchemy" && last == "Model")
        || (first == "advanced_alchemy" && last.ends_with("Base"))
        || (matches!(first, "tortoise" | "peewee" | "playhouse") && last == "Model")
        || (fields && is_of_django(path))
}

/// A model of Django, or of one of its apps: they keep theirs in `models`.
fn is_of_django(path: &str) -> bool {
    let mut parts = path.rsplit('.');
    let last = parts.next().unwrap_or_default();
    let no_model = ["Manager", "QuerySet", "Field"].iter().any(|end| last.ends_with(end));
    path.ends_with("db.models.Model")
        || (!no_model && parts.any(|part| matches!(part, "models" | "base_user" | "base_session")))
}

/// The columns of its models are fields, made by calls.
fn has_fields(model: &Model) -> bool {
    matches!(model.system, ModelSystem::Django | ModelSystem::Tortoise | ModelSystem::Peewee)
}

/// Everything above a class, in however many steps.
fn ancestors(of: usize, bases: &[Vec<usize>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open = bases[of].clone();
    while let Some(base) = open.pop() {
        if base != of && found.insert(base) {
            open.extend(&bases[base]);
        }
    }
    found
}
