//! Columns of Prisma: which fields are columns at all, and which of them an extension of the client encrypts.
//!
//! One decision that is not obvious: the files of one schema are not put together. What a type names is the block of
//! that name that lies nearest, so that several schemas of one repository may use one name each.

use crate::kept::Keeping;
use crate::{File, Subject, Surroundings};
use review_facts::{Body, Cause, ClientEncryption, Column, FileClass, Language, ModelSystem, TypeForm};
use std::collections::HashMap;

/// The types of the scalar fields, from Prisma's reference of schemas.
const SCALARS: [&str; 9] =
    ["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"];

/// What the type of a field names, beside scalars.
#[derive(Clone, Copy, PartialEq)]
enum Target {
    Model,
    Enum,
    Composite,
}

/// The schemas of a project, and what its clients encrypt.
pub(crate) struct Prisma<'a> {
    files: &'a [File],
    targets: HashMap<&'a str, Vec<(u32, Target)>>,
    clients: Vec<(&'a Subject, &'a ClientEncryption)>,
    /// The project has a library that reads the marks.
    has_library: bool,
}

impl<'a> Prisma<'a> {
    pub(crate) fn of(files: &'a [File], subjects: &'a [Subject], surroundings: &Surroundings) -> Prisma<'a> {
        let packages = surroundings.manifests.iter().flat_map(|manifest| &manifest.packages);
        let mut prisma = Prisma {
            files,
            targets: HashMap::new(),
            clients: Vec::new(),
            has_library: packages.into_iter().any(|package| package.contains("field-encryption")),
        };
        for subject in subjects {
            let name = subject.fact.name.as_str();
            match &subject.fact.body {
                Body::ClientEncryption(client) if prisma.runs(subject) => {
                    prisma.has_library |= client.of_library;
                    prisma.clients.push((subject, client));
                }
                Body::Model(model) if model.system == ModelSystem::Prisma => {
                    prisma.targets.entry(name).or_default().push((subject.file, Target::Model));
                }
                Body::ColumnType(of) if prisma.reads(subject.file) => {
                    let target =
                        if of.form == TypeForm::Composite { Target::Composite } else { Target::Enum };
                    // Before the model that holds the fields of a composite type.
                    prisma.targets.entry(name).or_default().insert(0, (subject.file, target));
                }
                _ => {}
            }
        }
        prisma
    }

    /// Code that runs with the application, and sets its client up.
    fn runs(&self, subject: &Subject) -> bool {
        let class = self.files[subject.file as usize].class;
        let elsewhere = [FileClass::Seed, FileClass::Script, FileClass::Example, FileClass::Vendored];
        !subject.test && !elsewhere.contains(&class)
    }

    /// The file is a schema.
    pub(crate) fn reads(&self, file: u32) -> bool {
        self.files[file as usize].facts.as_ref().is_ok_and(|facts| facts.language == Language::Prisma)
    }

    /// A field of a schema that leads to other rows, and is no column.
    pub(crate) fn is_relation(&self, file: u32, column: &Column) -> bool {
        self.reads(file) && self.target(file, column) == Some(Target::Model)
    }

    /// A column whose type says that it cannot hold the data itself: a list of words, or fields with names of
    /// their own.
    pub(crate) fn is_closed(&self, file: u32, column: &Column) -> bool {
        self.reads(file) && self.target(file, column).is_some()
    }

    /// The team marked the column, has the library that reads the mark, and the value is kept as it is all the same.
    pub(crate) fn is_missed(&self, file: u32, column: &Column) -> bool {
        self.reads(file) && column.marked && self.has_library
    }

    fn target(&self, file: u32, column: &Column) -> Option<Target> {
        let ty = type_of(column);
        if SCALARS.contains(&ty) || is_unsupported(column) {
            return None;
        }
        let own = &self.files[file as usize].path;
        let near = |other: &(u32, Target)| {
            let path = &self.files[other.0 as usize].path;
            if path == own { usize::MAX } else { shared_folders(own, path) }
        };
        let found = self.targets.get(ty)?;
        // Of several that are equally near the first one counts.
        found.iter().rev().max_by_key(|target| near(target)).map(|(_, target)| *target)
    }

    /// How a column keeps its values, and what shows it.
    pub(crate) fn of_column(&self, file: u32, column: &Column) -> (Keeping, String) {
        let (evidence, open) = match self.client(column) {
            Client::Encrypts(evidence) => return (Keeping::Encrypted(evidence), String::new()),
            Client::Open(cause) => (String::new(), Some(cause)),
            Client::Leaves(evidence) => (evidence, None),
        };
        let own = self.of_type(file, column);
        match (own, open) {
            (Keeping::Plain, Some(cause)) => (Keeping::Open(cause), evidence),
            (own, _) => (own, evidence),
        }
    }

    fn of_type(&self, file: u32, column: &Column) -> Keeping {
        let ty = type_of(column);
        let bytes = ["bytea", "blob", "binary"].iter().any(|bytes| ty.to_ascii_lowercase().contains(bytes));
        if ty == "Bytes" || (is_unsupported(column) && bytes) {
            return Keeping::Bytes(ty.to_owned());
        }
        let known = SCALARS.contains(&ty) || is_unsupported(column) || self.target(file, column).is_some();
        if known {
            return Keeping::Plain;
        }
        Keeping::Open(Cause {
            unresolved: ty.to_owned(),
            why: format!("its type `{ty}` stands in no schema of the project"),
        })
    }

    /// What the extensions of the project's clients do with a column.
    fn client(&self, column: &Column) -> Client {
        let place = |subject: &Subject| {
            format!("{}:{}", self.files[subject.file as usize].path, subject.fact.place.line)
        };
        let find = |used: bool, of_library: bool| {
            self.clients.iter().find(|(_, client)| client.used == used && client.of_library == of_library)
        };
        let (applied, dropped, own) = (find(true, true), find(false, true), find(true, false));
        if let Some((subject, client)) = applied.filter(|_| column.marked) {
            let (extension, place) = (&client.extension, place(subject));
            return Client::Encrypts(format!("marked `@encrypted`, which `{extension}` obeys ({place})"));
        }
        if let Some((subject, client)) = own {
            let (extension, place) = (&client.extension, place(subject));
            let why =
                format!("`{extension}` ({place}) may encrypt it; which columns it encrypts is not known");
            return Client::Open(Cause { unresolved: extension.clone(), why });
        }
        Client::Leaves(match dropped.filter(|_| column.marked) {
            Some((subject, client)) => {
                let (extension, place) = (&client.extension, place(subject));
                format!(
                    "marked `@encrypted`, but {place} drops the client that `$extends` gives `{extension}` to"
                )
            }
            None if column.marked => {
                "marked `@encrypted`, but no client gets the extension that would encrypt it".to_owned()
            }
            None => String::new(),
        })
    }
}

enum Client {
    Encrypts(String),
    Leaves(String),
    Open(Cause),
}

fn is_unsupported(column: &Column) -> bool {
    column.declared_type.starts_with("Unsupported(")
}

/// The type of the field; the type of the database stands before it.
fn type_of(column: &Column) -> &str {
    column.types.last().map_or("", String::as_str)
}

/// Folders that two paths begin with alike.
fn shared_folders(one: &str, other: &str) -> usize {
    let folders = |path: &str| path.matches('/').count();
    let (most, same) = (
        folders(one).min(folders(other)),
        one.split('/').zip(other.split('/')).take_while(|(one, other)| one == other).count(),
    );
    most.min(same)
}
