//! The files of one schema folder together.

use super::schema::{Enum, Field, Model, Schema};
use std::collections::HashMap;

/// The types of the scalar fields, from Prisma's reference of schemas.
const SCALARS: [&str; 9] =
    ["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"];

/// The blocks of several files, by name. Where a name is given twice, which Prisma does not accept, the first
/// one counts.
#[derive(Clone, Debug, Default)]
pub struct Whole<'a> {
    targets: HashMap<&'a str, Target<'a>>,
}

/// What the type of a field names. Files are positions in the order they were given in, from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target<'a> {
    /// A type of Prisma itself.
    Scalar,
    /// `Unsupported("…")`
    Unsupported,
    /// A model: the field is a relation.
    Model(usize, &'a Model),
    /// A view: the field is a relation.
    View(usize, &'a Model),
    /// A composite type.
    Type(usize, &'a Model),
    /// An enum.
    Enum(usize, &'a Enum),
    /// Nothing in these files.
    Unknown,
}

impl<'a> Whole<'a> {
    /// Puts files together.
    pub fn of(files: impl IntoIterator<Item = &'a Schema>) -> Whole<'a> {
        let mut whole = Whole::default();
        for (file, schema) in files.into_iter().enumerate() {
            for model in &schema.models {
                whole.add(&model.name.text, Target::Model(file, model));
            }
            for view in &schema.views {
                whole.add(&view.name.text, Target::View(file, view));
            }
            for composite in &schema.types {
                whole.add(&composite.name.text, Target::Type(file, composite));
            }
            for named in &schema.enums {
                whole.add(&named.name.text, Target::Enum(file, named));
            }
        }
        whole
    }

    /// What the type of `field` names.
    pub fn target(&self, field: &Field) -> Target<'a> {
        let name = field.r#type.name.text.as_str();
        if field.r#type.unsupported.is_some() {
            return Target::Unsupported;
        }
        if SCALARS.contains(&name) {
            return Target::Scalar;
        }
        self.named(name)
    }

    /// The block of this name.
    pub fn named(&self, name: &str) -> Target<'a> {
        self.targets.get(name).copied().unwrap_or(Target::Unknown)
    }

    fn add(&mut self, name: &'a str, target: Target<'a>) {
        self.targets.entry(name).or_insert(target);
    }
}
