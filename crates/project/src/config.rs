//! What a team says about its project: the typed form of `review.toml` as far as the join needs it.

use crate::Vocabulary;

/// Words and paths of one project. The binary reads `review.toml` into it.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Words: the built-in ones and the team's.
    pub vocabulary: Vocabulary,
    /// Globs whose files are tests, scripts, generated … beside the built-in ones: class word to globs.
    pub classes: Vec<(review_facts::FileClass, Vec<String>)>,
}
