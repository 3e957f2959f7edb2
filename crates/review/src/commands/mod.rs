//! The commands, one file each.

pub mod baseline;
pub mod check;
pub mod checklist;
pub mod column_map;
pub mod explain;
pub mod facts;
pub mod route_map;
pub mod rules;
pub mod table;
pub mod why;
pub mod why_item;
