//! Relations between models.

use super::attribute::Attribute;
use super::value::{Value, Values};

/// `@relation(…)` of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relation<'a> {
    /// The attribute as written.
    pub attribute: &'a Attribute,
}

impl<'a> Relation<'a> {
    pub(super) fn of(attribute: &'a Attribute) -> Relation<'a> {
        Relation { attribute }
    }

    /// Its name, which tells two relations between the same models apart.
    pub fn name(self) -> Option<&'a str> {
        self.attribute.text("name")
    }

    /// The fields of this model that hold the key; none on the side that is referred to.
    pub fn fields(self) -> Values<'a> {
        self.list("fields")
    }

    /// The fields of the other model.
    pub fn references(self) -> Values<'a> {
        self.list("references")
    }

    /// What happens here when the other row is deleted: `Cascade`, `SetNull`, …
    pub fn on_delete(self) -> Option<&'a str> {
        self.attribute.labelled("onDelete").map(Value::text)
    }

    /// What happens here when the key of the other row changes.
    pub fn on_update(self) -> Option<&'a str> {
        self.attribute.labelled("onUpdate").map(Value::text)
    }

    /// The name of the foreign key in the database.
    pub fn map(self) -> Option<&'a str> {
        self.attribute.labelled("map")?.string()
    }

    fn list(self, label: &str) -> Values<'a> {
        self.attribute.labelled(label).map_or(Values::of(&[]), Value::items)
    }
}
