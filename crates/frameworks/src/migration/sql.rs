//! Steps of SQL in a string.

use super::bare_step;
use review_facts::{MigrationStep, Operation};

/// The steps of a text of SQL; its unknown parts are [`super::value::HOLE`]s.
pub(crate) fn steps(_text: &str) -> Vec<MigrationStep> {
    vec![bare_step(Operation::Opaque)]
}
