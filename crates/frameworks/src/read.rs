//! One file, read: parse, recognise, facts.

use crate::context::{Context, Out, Scope};
use crate::{ALL, Recogniser};
use review_facts::{FileFacts, Language};
use review_syntax::{Lines, Tree};

/// Reads one file with every recogniser. `source` is the whole file. The thread must have a stack of
/// [`review_syntax::STACK`] bytes.
pub fn read(source: &str, language: Language) -> FileFacts {
    read_with(source, language, ALL)
}

/// Reads one file with some recognisers only.
pub fn read_with(source: &str, language: Language, recognisers: &[&Recogniser]) -> FileFacts {
    let tree = review_syntax::parse(source, language);
    recognise(source, &tree, recognisers)
}

/// Facts from a tree that was parsed before.
pub fn recognise(source: &str, tree: &Tree, recognisers: &[&Recogniser]) -> FileFacts {
    let mut facts = FileFacts::empty(tree.language, source);
    let lines = Lines::new(source);
    let scopes = [Scope::default()];
    let cx = Context {
        source,
        language: tree.language,
        tree,
        lines: &lines,
        imports: &[],
        scope_of: &[],
        scopes: &scopes,
    };
    let mut out = Out::default();
    for recogniser in recognisers.iter().filter(|r| r.languages.contains(&tree.language)) {
        for id in tree.ids().filter(|id| recogniser.nodes.contains(&tree.kind(*id))) {
            (recogniser.node)(&cx, id, &mut out);
        }
        (recogniser.file)(&cx, &mut out);
    }
    facts.facts = out.facts;
    facts.read = out.read;
    facts
}
