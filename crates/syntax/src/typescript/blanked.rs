//! Type arguments that the grammar misreads: those of tagged templates, which it takes for comparisons
//! (`sql<Row[]>` and a backtick), and `f<typeof import("m")>(…)`.
//!
//! One decision that is not obvious: they are blanked in a copy of the source, byte for byte, so that every
//! offset of the tree still fits the source. Repairing the tree instead would need a form for each of the
//! shapes in which the types come out (`a < (b | c) > t`, a syntax error around `[]`, a shift for `>>`).

use crate::grammar::Grammar;
use crate::tree::Tree;
use crate::treesitter;
use review_facts::Span;
use tree_sitter::Tree as Parsed;

/// Type arguments longer than this are not looked for.
const LONGEST: usize = 4096;

/// Where type arguments stand that the grammar misreads, `<` and `>` included.
pub(super) fn find(source: &str) -> Vec<Span> {
    let mut masks: Vec<Span> = Vec::new();
    for (open, _) in source.match_indices("<typeof import(") {
        masks.extend(closing(source.as_bytes(), open).map(|close| mask(open, close)));
    }
    for (close, _) in source.match_indices(">`") {
        masks.extend(opening(source.as_bytes(), close).map(|open| mask(open, close)));
    }
    masks.sort();
    let mut last = 0;
    masks.retain(|mask| {
        let apart = mask.start >= last;
        last = last.max(mask.end);
        apart
    });
    masks
}

/// Parses with the masks blanked, unless the source parses better as it is; says which masks were.
pub(super) fn parse(source: &str, masks: Vec<Span>, grammar: &Grammar) -> (Option<Parsed>, Vec<Span>) {
    if masks.is_empty() {
        return (treesitter::parse(source, grammar), masks);
    }
    let blanked = treesitter::parse(&blank(source, &masks), grammar);
    if blanked.as_ref().is_some_and(|tree| !tree.root_node().has_error()) {
        return (blanked, masks);
    }
    // Text may look alike (`see<b>` and a backtick between JSX tags).
    match treesitter::parse(source, grammar) {
        Some(tree) if !tree.root_node().has_error() => (Some(tree), Vec::new()),
        _ => (blanked, masks),
    }
}

/// True when the types of a mask came back into the tree: not when a syntax error lies around them.
pub(super) fn is_in(tree: &Tree, mask: Span) -> bool {
    let first = tree.nodes.partition_point(|node| node.start <= mask.start);
    tree.nodes.get(first).is_some_and(|node| node.start < mask.end)
}

fn blank(source: &str, masks: &[Span]) -> String {
    let mut blanked = String::with_capacity(source.len());
    let mut from = 0;
    for mask in masks {
        blanked.push_str(Span::new(from, mask.start).text(source));
        // Line ends stay: they may end a statement.
        let bytes = mask.text(source).bytes();
        blanked.extend(bytes.map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }));
        from = mask.end;
    }
    blanked.push_str(Span::new(from, source.len() as u32).text(source));
    blanked
}

/// The type arguments one by one.
pub(super) fn types(mask: Span, source: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut depth = 0;
    let mut from = mask.start + 1;
    for (index, byte) in mask.text(source).bytes().enumerate() {
        let at = mask.start + index as u32;
        match byte {
            b'<' | b'(' | b'[' | b'{' => depth += 1,
            b'>' if source.as_bytes().get(at as usize - 1) == Some(&b'=') => {}
            b'>' | b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        if (byte == b',' && depth == 1) || at + 1 == mask.end {
            let text = Span::new(from, at).text(source);
            let start = from + (text.len() - text.trim_start().len()) as u32;
            let end = start + text.trim().len() as u32;
            if start < end {
                spans.push(Span::new(start, end));
            }
            from = at + 1;
        }
    }
    spans
}

fn mask(open: usize, close: usize) -> Span {
    Span::new(open as u32, close as u32 + 1)
}

/// The `>` that belongs to the `<` at `open`, when a name stands before it and a call's arguments behind it.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    if !is_tag(*bytes.get(open.checked_sub(1)?)?) {
        return None;
    }
    let mut depth = 0_u32;
    for (at, byte) in bytes.iter().enumerate().skip(open).take(LONGEST) {
        match byte {
            b'<' | b'(' | b'[' | b'{' => depth += 1,
            b'>' if bytes[at - 1] == b'=' => {}
            b'>' | b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (*byte == b'>' && bytes.get(at + 1) == Some(&b'(')).then_some(at);
        }
    }
    None
}

fn is_tag(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b')' | b']') || byte >= 0x80
}

/// The `<` that belongs to the `>` at `close`, when what stands between can be types and a name or a closing
/// bracket stands before it.
fn opening(bytes: &[u8], close: usize) -> Option<usize> {
    let floor = close.saturating_sub(LONGEST);
    let mut depth = 0_u32;
    let mut at = close + 1;
    while at > floor {
        at -= 1;
        match bytes[at] {
            b'>' if at > 0 && bytes[at - 1] == b'=' => at -= 1,
            b'>' | b')' | b']' | b'}' => depth += 1,
            b'<' | b'(' | b'[' | b'{' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    let before = *bytes.get(at.checked_sub(1)?)?;
                    return (bytes[at] == b'<' && is_tag(before) && at + 1 < close).then_some(at);
                }
            }
            // `${` of a template around it, and what stands in no type.
            b'$' if bytes.get(at + 1) == Some(&b'{') => return None,
            b'`' | b'+' | b'*' | b'/' | b'%' | b'^' | b'~' | b'!' | b'#' | b'@' | b'\\' => return None,
            _ => {}
        }
    }
    None
}
