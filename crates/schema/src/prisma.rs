//! Prisma schemas: blocks, fields, attributes, and where each stands.
//!
//! One decision that is not obvious: the reader knows lines and brackets, not a grammar. Prisma ends every
//! field with its line, so a line that cannot be read costs only itself ([`Schema::broken`]) and the rest is
//! read as usual: half-typed fields, conflict markers and unclosed braces included. Nothing recurses, nothing
//! fails, and every byte is read a constant number of times.
//!
//! ```text
//! text ── lexer ──> tokens ── reader ──> blocks ── line ──> fields, values, settings
//!                                                  values ──> arguments of attributes
//! ```
//!
//! A file is read alone. What names in several files of one schema folder mean, [`Whole`] says.

mod attribute;
mod config;
mod cursor;
mod index;
mod lexer;
mod line;
mod reader;
mod relation;
mod schema;
mod token;
mod value;
mod values;
mod whole;

#[cfg(test)]
mod tests;

pub use attribute::Attribute;
pub use config::{Datasource, Generator, Setting};
pub use index::Index;
pub use reader::read;
pub use relation::Relation;
pub use schema::{Enum, EnumValue, Field, FieldType, Model, Name, Schema};
pub use value::{Value, ValueKind, Values};
pub use whole::{Target, Whole};
