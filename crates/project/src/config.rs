//! What a team says about its project: the typed form of `review.toml` as far as the join needs it.

use crate::Vocabulary;
use crate::class::class_by_path;
use globset::{GlobBuilder, GlobMatcher};
use review_facts::{FileClass, Language};

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
    /// The globs of the classes, ready to match.
    pub fn class_globs(&self) -> ClassGlobs {
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
#[derive(Debug)]
pub struct ClassGlobs(Vec<(FileClass, GlobMatcher)>);

impl ClassGlobs {
    /// Other files' calls are followed into this one, by its path from the root: it holds no tests. What it says of itself
    /// makes no test of it.
    pub fn is_followed(&self, path: &str, language: Language) -> bool {
        self.class_of(path).unwrap_or_else(|| class_by_path(path, language)) != FileClass::Test
    }

    /// The class a team gave to a path.
    pub(crate) fn class_of(&self, path: &str) -> Option<FileClass> {
        self.0.iter().find(|(_, glob)| glob.is_match(path)).map(|(class, _)| *class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_followed_into_all_but_tests_unless_the_team_says_so() {
        let built_in = Config::default().class_globs();
        assert!(built_in.is_followed("app/users.py", Language::Python));
        assert!(!built_in.is_followed("tests/users.py", Language::Python));
        assert!(!built_in.is_followed("src/users.test.ts", Language::TypeScript));
        let classes = vec![
            (FileClass::Code, vec!["tests/**".to_owned()]),
            (FileClass::Test, vec!["app/**".to_owned()]),
        ];
        let said = Config { classes, ..Config::default() }.class_globs();
        assert!(said.is_followed("tests/users.py", Language::Python));
        assert!(!said.is_followed("app/users.py", Language::Python));
    }
}
