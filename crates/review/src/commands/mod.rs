//! The commands, one file each.

pub mod baseline;
pub mod check;
pub mod checklist;
pub mod explain;
pub mod facts;
pub mod rules;
