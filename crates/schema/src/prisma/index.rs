//! Keys and indexes over several fields.

use super::attribute::Attribute;
use super::value::{Value, Values};

/// `@@id`, `@@unique`, `@@index` or `@@fulltext`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index<'a> {
    /// The attribute as written; what has no name here is among its arguments.
    pub attribute: &'a Attribute,
}

impl<'a> Index<'a> {
    pub(super) fn of(attribute: &'a Attribute) -> Index<'a> {
        Index { attribute }
    }

    /// Its fields, in order. Options of a field are its own values: `a(sort: Desc)`.
    pub fn fields(self) -> Values<'a> {
        self.attribute.argument("fields").map_or(Values::of(&[]), Value::items)
    }

    /// The names of its fields, in order. A path leads into a composite type: `address.street`.
    pub fn names(self) -> Vec<&'a str> {
        self.fields().map(Value::text).collect()
    }

    /// Its name in the client: `name: "userAndTeam"`. Only keys have one.
    pub fn name(self) -> Option<&'a str> {
        self.attribute.labelled("name").filter(|_| self.is_key())?.string()
    }

    /// Its name in the database: `map: "user_team_key"`. Of what is no key, `name` is the older way to say it.
    pub fn map(self) -> Option<&'a str> {
        let older = || self.attribute.labelled("name").filter(|_| !self.is_key());
        self.attribute.labelled("map").or_else(older)?.string()
    }

    /// True for `@@id` and `@@unique`.
    fn is_key(self) -> bool {
        matches!(self.attribute.name.text.as_str(), "id" | "unique")
    }
}
