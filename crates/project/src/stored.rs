//! In what the database keeps a column: its type, opened to what the project's own types keep values in.
//!
//! One decision that is not obvious: a length counts only when it surely arrives. A type whose constructor makes
//! something of the length that it is given leaves the room unknown.

use crate::kept::{Kept, Lead};
use review_facts::{Cause, Column, ColumnType, Known};

/// Definitions that are opened one inside the other.
const DEPTH: u32 = 6;

/// What the database keeps.
pub(crate) struct Stored {
    /// The most characters of a text; 0 where nothing limits them, or it is no text.
    pub(crate) room: Known<u32>,
    /// It is a number, a date or a truth value.
    pub(crate) scalar: bool,
}

/// In what the database keeps the column, by the first of its types.
pub(crate) fn stored(kept: &Kept<'_>, file: u32, column: &Column) -> Stored {
    match column.types.first() {
        Some(path) => of_type(kept, file, path, column.length, 0),
        None => limited(0),
    }
}

fn limited(room: u32) -> Stored {
    Stored { room: Known::Is(room), scalar: false }
}

fn of_type(kept: &Kept<'_>, file: u32, path: &str, length: u32, depth: u32) -> Stored {
    if depth > DEPTH || path.contains(':') {
        return limited(0);
    }
    match kept.lead(file, path) {
        Some(Lead::Library(full)) => of_library(&full, length),
        Some(Lead::Project(at, of)) => of_definition(kept, at, of, length, depth),
        None => limited(0),
    }
}

fn of_definition(kept: &Kept<'_>, file: u32, of: &ColumnType, given: u32, depth: u32) -> Stored {
    let inner = if of.inner.is_empty() { of.bases.first() } else { Some(&of.inner) };
    let Some(inner) = inner else { return limited(0) };
    // `impl = String(40)` is an object, to which nothing arrives that is given.
    let length = if of.length > 0 { of.length } else { given };
    let mut stored = of_type(kept, file, inner, length, depth + 1);
    if of.sizes && of.length == 0 && stored.room != Known::Is(0) {
        let why = format!("its type is given the length {given}, of which its constructor makes another");
        stored.room = Known::Unknown(Cause { unresolved: "__init__".to_owned(), why });
    }
    stored
}

/// Types of SQLAlchemy, of its dialects and of SQLAlchemy-Utils, by their documented names. `Text` takes a length for
/// MySQL alone.
fn of_library(full: &str, length: u32) -> Stored {
    match full.rsplit('.').next().unwrap_or_default() {
        "String"
        | "Unicode"
        | "VARCHAR"
        | "NVARCHAR"
        | "CHAR"
        | "NCHAR"
        | "AutoString"
        | "StringEncryptedType" => limited(length),
        "Integer" | "BigInteger" | "SmallInteger" | "Numeric" | "Float" | "Double" | "INTEGER" | "BIGINT"
        | "SMALLINT" | "NUMERIC" | "DECIMAL" | "FLOAT" | "REAL" | "Date" | "DateTime" | "Time" | "DATE"
        | "DATETIME" | "TIMESTAMP" | "TIME" | "Boolean" | "BOOLEAN" => Stored { scalar: true, ..limited(0) },
        _ => limited(0),
    }
}
