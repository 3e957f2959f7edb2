//! Type arguments of tagged templates, which the grammar takes for comparisons.
//!
//! One decision that is not obvious: they are blanked in a copy of the source, byte for byte, so that every
//! offset of the tree still fits the source. Repairing the tree instead would need a form for each of the
//! shapes in which the types come out (`a < (b | c) > t`, a syntax error around `[]`, a shift for `>>`).

use crate::grammar::Grammar;
use crate::treesitter;
use review_facts::Span;

/// Type arguments longer than this are not looked for.
const LONGEST: usize = 4096;

/// A copy of the source with the type arguments of tagged templates blanked, and where they stood (`<` and
/// `>` included); none when there are none.
pub(super) fn blank(source: &str, grammar: &Grammar) -> Option<(String, Vec<Span>)> {
    let masks = find(source);
    if masks.is_empty() {
        return None;
    }
    let mut bytes = source.as_bytes().to_vec();
    for mask in &masks {
        for byte in &mut bytes[mask.start as usize..mask.end as usize] {
            // Line ends stay: they may end a statement.
            if !matches!(*byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    let blanked = String::from_utf8(bytes).ok()?;
    // Text may look alike (`see<b>` and a backtick between JSX tags): what parses better is right.
    let fits = |text| treesitter::parse(text, grammar).is_some_and(|tree| !tree.root_node().has_error());
    (fits(&blanked) || !fits(source)).then_some((blanked, masks))
}

/// The type arguments one by one.
pub(super) fn arguments(mask: Span, source: &str) -> Vec<Span> {
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

/// Where `tag<…>` stands right before a backtick.
fn find(source: &str) -> Vec<Span> {
    let bytes = source.as_bytes();
    let mut masks: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Some(found) = source[at..].find(">`") {
        let close = at + found;
        at = close + 2;
        let floor = masks.last().map_or(0, |mask| mask.end as usize);
        if let Some(open) = opening(bytes, floor.max(close.saturating_sub(LONGEST)), close) {
            masks.push(Span::new(open as u32, close as u32 + 1));
        }
    }
    masks
}

/// The `<` that belongs to the `>` at `close`, when what stands between can be types and a name or a closing
/// bracket stands before it.
fn opening(bytes: &[u8], floor: usize, close: usize) -> Option<usize> {
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
                    let is_tag = before.is_ascii_alphanumeric()
                        || matches!(before, b'_' | b'$' | b')' | b']')
                        || before >= 0x80;
                    return (bytes[at] == b'<' && is_tag && at + 1 < close).then_some(at);
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
