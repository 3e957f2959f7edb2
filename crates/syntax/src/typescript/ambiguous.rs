//! Text on which the parser would need memory that grows with its square.
//!
//! One decision that is not obvious: `a<b,a<b,…` could be comparisons or type arguments until something comes
//! that no type holds, and the parser keeps both readings of everything since the first `<` (measured: 32 KB of
//! it take 1.1 GB). Such a text is refused before it is parsed, because the parser cannot be stopped in time.

/// Open `<` in a row that could all begin type arguments. Code has a handful; this many cost 5 MB.
const MOST: u32 = 500;

/// True when too many `<` stand open, with nothing between them that rules type arguments out.
pub(super) fn is_ambiguous(source: &str) -> bool {
    let bytes = source.as_bytes();
    if memchr::memchr_iter(b'<', bytes).nth(MOST as usize).is_none() {
        return false;
    }
    let mut open = 0_u32;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        match byte {
            b'\'' | b'"' | b'`' => at = behind_quote(bytes, at),
            b'/' if next == b'/' => at = behind_line(bytes, at),
            b'/' if next == b'*' => at = behind(bytes, at + 2, b"*/"),
            b'<' => open += 1,
            b'=' if next == b'>' => at += 1,
            b'>' => open = open.saturating_sub(1),
            b'+' | b'*' | b'/' | b'%' | b'!' | b'^' | b'~' | b'@' | b'#' => open = 0,
            b'&' | b'|' | b'?' | b'=' if next == *byte => open = 0,
            _ => {}
        }
        if open > MOST {
            return true;
        }
        at += 1;
    }
    false
}

/// The last byte of a text literal; one in single or double quotes ends with its line at the latest.
fn behind_quote(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' if quote != b'`' => return at,
            byte if *byte == quote => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

fn behind_line(bytes: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end)
}

fn behind(bytes: &[u8], start: usize, end: &[u8]) -> usize {
    let rest = bytes.get(start..).unwrap_or(b"");
    memchr::memmem::find(rest, end).map_or(bytes.len(), |found| start + found + end.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_open_brackets_are_ambiguous_and_code_is_not() {
        let many = MOST as usize + 1;
        assert!(is_ambiguous(&"a<b,".repeat(many)));
        assert!(is_ambiguous(&"a < 'x+y', /* * */ b < `!`,\n".repeat(many)));
        assert!(!is_ambiguous(&"if (a < b && c) {}\n".repeat(many)));
        assert!(!is_ambiguous(&"f<A, B<C>>(x => y);\n".repeat(many)));
        assert!(!is_ambiguous(&"const x = ['<br>', \"<p\"];\n// a<b,\n".repeat(many)));
        assert!(!is_ambiguous(&"<a><b c={d} /></a>;\n".repeat(many)));
        assert!(!is_ambiguous(&"for (let i = 0; i < n; i++) {}\n".repeat(many)));
    }
}
