//! One file, read: parse, recognise, facts.

use crate::context::{Context, Out};
use crate::outline::Outline;
use crate::{ALL, Recogniser, allow, head, skeleton};
use aho_corasick::AhoCorasick;
use review_facts::code::Code;
use review_facts::{Fact, FileFacts, Import, Kind, Language, Span, Uncovered};
use review_syntax::{Kind as Syntax, Lines, Tree};
use std::cell::OnceCell;
use std::sync::{LazyLock, OnceLock};

/// Words that mark an area (database, web, …) where code could not be read: the union of the `anchors` of
/// rules/vocabulary/areas.toml, collected when this crate is built.
pub static ANCHORS: &[&str] = include!(concat!(env!("OUT_DIR"), "/anchors.rs"));

static ANCHOR_SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(ANCHORS).ok());

/// Reads one file with every recogniser. `source` is the whole file. The thread must have a stack of
/// [`review_syntax::STACK`] bytes.
pub fn read(source: &str, language: Language) -> FileFacts {
    read_with(source, language, ALL)
}

/// Reads a file that no call is followed into, as those of tests: its facts are all there, its skeleton is empty.
pub fn read_alone(source: &str, language: Language) -> FileFacts {
    let tree = review_syntax::parse(source, language);
    recognise(source, &tree, ALL, false)
}

/// Reads one file with some recognisers only. A kind that another recogniser would have found too is then left
/// out of [`FileFacts::read`].
pub fn read_with(source: &str, language: Language, recognisers: &[&'static Recogniser]) -> FileFacts {
    let tree = review_syntax::parse(source, language);
    recognise(source, &tree, recognisers, true)
}

/// Facts from a tree that was parsed before. `followed` says that calls are followed into the file: only then it has a skeleton.
pub fn recognise(
    source: &str,
    tree: &Tree,
    recognisers: &[&'static Recogniser],
    followed: bool,
) -> FileFacts {
    let lines = Lines::new(source);
    let outline = Outline::of(tree, source);
    let imports = review_syntax::imports(tree, source, &lines);
    let by_local = by_local(&imports);
    let cx = Context {
        source,
        language: tree.language,
        tree,
        lines: &lines,
        imports: &imports,
        by_local: &by_local,
        outline: &outline,
        logger_constructors: OnceCell::new(),
        bound_calls: OnceCell::new(),
        own_program: OnceCell::new(),
        functions: OnceCell::new(),
        lookups: OnceCell::new(),
    };
    let some;
    let team = match EVERY.get(tree.language as usize) {
        Some(every) if std::ptr::eq(recognisers, ALL) => every.get_or_init(|| Team::of(ALL, tree.language)),
        _ => {
            some = Team::of(recognisers, tree.language);
            &some
        }
    };
    let mut out = scan(&cx, team);
    out.facts.sort_by(|a, b| order(a).cmp(&order(b)));

    let code = if followed { skeleton::of(&cx) } else { Code::default() };
    let frontend = head::is_frontend(source, tree, &outline, &imports);
    outline.keep();
    FileFacts {
        language: tree.language,
        bytes: source.len() as u32,
        lines: lines.written(),
        read: read_kinds(team, &out),
        allows: allow::allows(source, tree, &lines),
        uncovered: uncovered(source, tree, &lines),
        generated: head::is_generated(source, tree, &lines),
        frontend,
        code,
        facts: out.facts,
        imports,
        exports: review_syntax::exports(tree, source),
        modules: review_syntax::modules(tree, source),
    }
}

/// The recognisers of one language.
struct Team {
    all: Vec<&'static Recogniser>,
    /// By the kind of node, those that asked for it.
    by_node: [Vec<&'static Recogniser>; Syntax::Other as usize + 1],
    /// The kinds that they look for completely, in order.
    kinds: Vec<Kind>,
}

/// Those of each language when all are asked, put together once.
static EVERY: [OnceLock<Team>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];

impl Team {
    fn of(recognisers: &[&'static Recogniser], language: Language) -> Team {
        let all: Vec<_> = recognisers.iter().copied().filter(|of| of.languages.contains(&language)).collect();
        let mut by_node: [Vec<&Recogniser>; Syntax::Other as usize + 1] = std::array::from_fn(|_| Vec::new());
        for recogniser in &all {
            for kind in recogniser.nodes {
                by_node[*kind as usize].push(recogniser);
            }
        }
        let mut kinds: Vec<Kind> = all.iter().flat_map(|recogniser| recogniser.finds).copied().collect();
        kinds.sort();
        kinds.dedup();
        kinds.retain(|kind| {
            let mut needed = ALL.iter().filter(|r| r.languages.contains(&language) && r.finds.contains(kind));
            needed.all(|recogniser| all.iter().any(|r| r.name == recogniser.name))
        });
        Team { all, by_node, kinds }
    }
}

/// Shows every node to the recognisers that asked for its kind, then the whole file to all.
fn scan(cx: &Context<'_>, team: &Team) -> Out {
    let mut out = Out::default();
    for id in cx.tree.ids() {
        for recogniser in &team.by_node[cx.tree.kind(id) as usize] {
            (recogniser.node)(cx, id, &mut out);
        }
    }
    for recogniser in &team.all {
        (recogniser.file)(cx, &mut out);
    }
    out
}

fn order(fact: &Fact) -> (Span, Kind, &str) {
    (fact.place.span, fact.body.kind(), &fact.name)
}

/// The kinds that were looked for completely, with how many were read: what recognisers counted, else what they
/// stored.
fn read_kinds(team: &Team, out: &Out) -> Vec<(Kind, u32)> {
    let count = |kind: Kind| match out.read.iter().find(|(k, _)| *k == kind) {
        Some((_, count)) => *count,
        None => out.facts.iter().filter(|fact| fact.body.kind() == kind).count() as u32,
    };
    team.kinds.iter().map(|kind| (*kind, count(*kind))).collect()
}

/// Positions by local name; of two imports of one name the first comes first.
fn by_local(imports: &[Import]) -> Vec<u32> {
    let mut positions: Vec<u32> = (0..imports.len() as u32).collect();
    positions.sort_by(|a, b| imports[*a as usize].local.cmp(&imports[*b as usize].local));
    positions
}

fn uncovered(source: &str, tree: &Tree, lines: &Lines) -> Vec<Uncovered> {
    let regions = tree.uncovered.iter();
    regions
        .map(|region| Uncovered {
            span: region.span,
            line: lines.line(region.span.start),
            why: region.why.clone(),
            anchors: anchors(region.span.text(source)),
        })
        .collect()
}

/// The anchor words in a text, each once, in the order of [`ANCHORS`].
fn anchors(text: &str) -> Vec<String> {
    let Some(search) = ANCHOR_SEARCH.as_ref() else { return Vec::new() };
    let mut seen = vec![false; ANCHORS.len()];
    for found in search.find_overlapping_iter(text) {
        seen[found.pattern().as_usize()] = true;
    }
    ANCHORS.iter().zip(seen).filter(|(_, seen)| *seen).map(|(word, _)| (*word).to_owned()).collect()
}
