//! The nouns of `review`: what is written in source, as plain typed data.
//!
//! Facts say what is; rules say what ought to be. A fact can be confirmed by pointing at code without
//! knowing any rule. This crate depends on no parser: front ends and recognisers produce these types,
//! `project` joins them, `engine` judges them.
//!
//! One decision that is not obvious: a kind of fact is written once, in [`kinds`], and its fields, their
//! types and their documentation are read from that one place by the rule checker, by
//! `review facts --kinds` and by the serialiser.

pub mod code;
mod column;
mod dump;
mod field;
mod file;
mod kinds;
mod language;
mod migration;
mod place;
mod route;

pub use column::{Category, ModelSystem, Sensitivity, Storage, TypeForm};
pub use field::{Cause, Field, Known, Type, Value, Word, WordDoc};
pub use file::{Allow, CodecError, Export, FileFacts, Import, Module, Uncovered};
pub use kinds::*;
pub use language::Language;
pub use migration::*;
pub use place::{Place, Span};
pub use route::{HookForm, RouteSystem, TableUse, WriteKind};
