//! Recognisers: what code means, as facts. One file each under `recognisers/`, found by folder.
//!
//! A recogniser states what is written and judges nothing; it sees one file and no path. Language-neutral
//! recognisers (secrets, logs, handlers) stand once for all languages.
//!
//! One decision that is not obvious: the tree is scanned once, and each node is shown to the recognisers that
//! asked for its kind (calibration.md 2: with the callee resolved once and shared, fifty recognisers cost
//! 0.6 % of parsing).

mod allow;
mod answered;
mod around;
mod calls;
mod comment;
mod complexity;
mod constant;
mod context;
mod environment;
mod guarded;
mod head;
mod hints;
mod logged;
mod migration;
mod model;
mod outline;
mod path;
mod patterns;
mod provider;
mod reaction;
mod read;
mod routes;
mod schema_map;
mod secret_shape;
mod settings;
mod shown;
mod signing;
mod signs;
mod skeleton;
mod sql_writes;
mod terminal;
mod triggers;
mod writes;

/// The recognisers, one file each.
mod recognisers {
    include!(concat!(env!("OUT_DIR"), "/recognisers.rs"));
}

pub use context::{Context, Out};
pub use outline::Scope;
pub use read::{ANCHORS, read, read_alone, read_with, recognise};
pub use recognisers::ALL;

use review_facts::{Kind, Language};
use review_syntax::{Kind as Syntax, NodeId};

/// One recogniser: which facts it finds, in which languages, and how.
pub struct Recogniser {
    /// Its name, that of its file.
    pub name: &'static str,
    /// The kinds of facts it finds. A kind counts as read in a file when every recogniser that names it for the
    /// file's language has run.
    pub finds: &'static [Kind],
    /// The languages it reads.
    pub languages: &'static [Language],
    /// Libraries it understands, as packages in a manifest and modules in an import: `fastapi`, `sqlalchemy`.
    /// Areas ask it (rules/vocabulary/areas.toml). Empty for a language-neutral recogniser.
    pub libraries: &'static [&'static str],
    /// The kinds of nodes it wants to see.
    pub nodes: &'static [Syntax],
    /// Looks at one node of those kinds, in preorder.
    pub node: fn(&Context<'_>, NodeId, &mut Out),
    /// Looks at the whole file once, after all nodes (comments, lines, settings).
    pub file: fn(&Context<'_>, &mut Out),
}
