//! What a write writes whose call does not say: the model behind its value.

use super::Tables;
use crate::File;
use crate::graph::{Index, Node, Resolver, Thing};
use review_facts::{ModelSystem, Write, WriteKind};

/// Names that are followed from a value to the model it comes from, and names of a path that may be that model.
const ALIASES: usize = 4;

/// Libraries whose objects write themselves or through what they give.
const MAPPERS: &[&str] = &[
    "mongoose",
    "@nestjs/mongoose",
    "mongodb",
    "typeorm",
    "sequelize",
    "sequelize-typescript",
    "@mikro-orm",
    "objection",
];

/// The table of a write, and whether it writes for certain; none when the value is no object of a model.
pub(super) fn written(
    write: &Write,
    node: Node,
    index: &Index<'_>,
    resolver: &Resolver<'_>,
    tables: &Tables<'_>,
) -> (String, Option<bool>) {
    if !write.table.is_empty() || write.value.is_empty() {
        return (write.table.clone(), Some(write.certain));
    }
    // `User.create(…)`: a model by its name, however it is made.
    let last = write.value.rsplit('.').next().unwrap_or_default();
    if tables.models.contains(last) {
        return (last.to_owned(), Some(true));
    }
    // Names like `save` are those of many things; without a library of objects none of them is a write.
    if write.system == ModelSystem::Sequelize && !write.certain && !tables.mappers {
        return (String::new(), None);
    }
    match resolver.path(node, &write.value) {
        Thing::Instance(class) | Thing::Class(class) => {
            let name = index.name(class).to_owned();
            let model = write.certain || tables.models.contains(name.as_str());
            (name, model.then_some(true))
        }
        found => match model_behind(write, node, resolver, index, tables) {
            Some(model) => (model, Some(true)),
            None if write.certain => (String::new(), Some(true)),
            // A dictionary of the same name elsewhere in the file.
            None if write.system == ModelSystem::Django && write.change == WriteKind::Update => {
                (String::new(), None)
            }
            None if matches!(found, Thing::Foreign | Thing::Func(_) | Thing::Module(_)) => {
                (String::new(), None)
            }
            None => (String::new(), Some(false)),
        },
    }
}

/// The model that a value comes from, through the names it is bound to: `user = User.objects.get(…)`. Empty when it is
/// one for certain, but not said which.
fn model_behind(
    write: &Write,
    node: Node,
    resolver: &Resolver<'_>,
    index: &Index<'_>,
    tables: &Tables<'_>,
) -> Option<String> {
    /// Calls of Django and its REST framework that give an object of a model.
    const OBJECTS: &[&str] = &[
        "get_object_or_404",
        "aget_object_or_404",
        "get_object",
        "aget_object",
        "get_user",
        "aget_user",
        "get_queryset",
    ];
    let (mut at, mut path) = (node, write.value.as_str());
    for _ in 0..ALIASES {
        if resolver.library_type(at, path).is_some_and(|library| is_mapper(&library)) {
            return Some(String::new());
        }
        (at, path) = resolver.origin(at, path)?;
        let gives = |name: &str| OBJECTS.contains(&name);
        if write.system == ModelSystem::Django && path.split('.').any(gives) {
            return Some(String::new());
        }
        let ends = path.match_indices('.').map(|(end, _)| end).chain([path.len()]).take(ALIASES);
        for class in ends.map(|end| &path[..end]) {
            let name = class.rsplit('.').next().unwrap_or_default();
            if !name.starts_with(char::is_uppercase) {
                continue;
            }
            if tables.models.contains(name) {
                return Some(name.to_owned());
            }
            if let Thing::Class(found) = resolver.path(at, class)
                && tables.models.contains(index.name(found))
            {
                return Some(index.name(found).to_owned());
            }
        }
    }
    None
}

/// Some file of the project imports an object mapper of TypeScript.
pub(super) fn has_mapper(files: &[File]) -> bool {
    let facts = files.iter().filter_map(|file| file.facts.as_ref().ok());
    let mut modules = facts.flat_map(|facts| facts.imports.iter().map(|import| import.module.as_str()));
    modules.any(|module| MAPPERS.contains(&module) || is_mapper(module))
}

/// The path of a library's type is one of an object mapper: `mongoose.Model`.
fn is_mapper(path: &str) -> bool {
    MAPPERS.iter().any(|mapper| path.strip_prefix(mapper).is_some_and(|rest| rest.starts_with(['.', '/'])))
}
