//! What a team says about its project: the typed form of `review.toml` as far as the join needs it.

use crate::Vocabulary;
use globset::{GlobBuilder, GlobMatcher};
use review_facts::FileClass;

/// Words and paths of one project. The binary reads `review.toml` into it.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Words: the built-in ones and the team's.
    pub vocabulary: Vocabulary,
    /// What files are for, by glob from the root (`*` stays within a folder); they come before the built-in conventions, the first match
    /// wins. A glob that cannot be read matches nothing: the binary has refused it before.
    pub classes: Vec<(FileClass, Vec<String>)>,
}

impl Config {
    pub(crate) fn class_globs(&self) -> ClassGlobs {
        let mut globs = Vec::new();
        for (class, patterns) in &self.classes {
            let compile = |pattern: &String| GlobBuilder::new(pattern).literal_separator(true).build().ok();
            for glob in patterns.iter().filter_map(compile) {
                globs.push((*class, glob.compile_matcher()));
            }
        }
        ClassGlobs(globs)
    }
}

/// The team's globs, ready to match.
pub(crate) struct ClassGlobs(Vec<(FileClass, GlobMatcher)>);

impl ClassGlobs {
    /// The class a team gave to a path.
    pub(crate) fn class_of(&self, path: &str) -> Option<FileClass> {
        self.0.iter().find(|(_, glob)| glob.is_match(path)).map(|(class, _)| *class)
    }
}
