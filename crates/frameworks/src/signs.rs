//! Words without which a file cannot hold what a recogniser looks for.

use crate::Context;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Some words, searched for together: a search of its own for each would go over every file as often.
pub(crate) struct Signs {
    words: &'static [&'static str],
    search: LazyLock<Option<AhoCorasick>, fn() -> Option<AhoCorasick>>,
}

/// Words and their search, which is built when it is first asked for.
macro_rules! signs {
    ($($word:literal),+ $(,)?) => {
        $crate::signs::Signs::new(&[$($word),+], || aho_corasick::AhoCorasick::new([$($word),+]).ok())
    };
}
pub(crate) use signs;

impl Signs {
    pub(crate) const fn new(words: &'static [&'static str], build: fn() -> Option<AhoCorasick>) -> Signs {
        Signs { words, search: LazyLock::new(build) }
    }

    /// One of the words stands somewhere in the file.
    pub(crate) fn in_file(&self, cx: &Context<'_>) -> bool {
        match self.search.as_ref() {
            Some(search) => search.is_match(cx.source),
            None => self.words.iter().any(|word| cx.source.contains(word)),
        }
    }
}
