//! Rules and checklists: loaded, checked, and judged over the facts of a project.
//!
//! Pure: no file is read, nothing is printed, today's date is given. The result is an [`Outcome`], plain
//! data from which `report` writes every format.

mod outcome;

pub use outcome::*;
