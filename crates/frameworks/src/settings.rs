//! Keys and values of settings without a tree: `.env`, INI, properties, YAML, TOML, JSON.
//!
//! One decision that is not obvious: no format is told from another. A line is looked at as text, because what is sought
//! is one value beside its key, and a file that no parser of its format accepts can still hold a password.

use review_facts::Span;

/// One value with its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The key as written, without quotes; empty for a value without one.
    pub(crate) key: String,
    /// Where the key stands, in bytes from 0.
    pub(crate) key_at: Span,
    /// The value without quotes, in bytes from 0; a PEM block is one value of many lines.
    pub(crate) value: Span,
}

/// Bytes of a key that are read; a longer one is no key.
const LONGEST_KEY: usize = 120;

/// The entries of a settings file in source order.
pub(crate) fn entries(source: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut start = 0;
    let mut block_end = 0;
    for line in source.split_inclusive('\n') {
        let (from, end) = (start, start + line.trim_end().len());
        start += line.len();
        if from < block_end {
            continue;
        }
        let text = &source[from..end.max(from)];
        let indent = text.len() - text.trim_start().len();
        let text = text.trim_start();
        if text.is_empty() || text.starts_with(['#', ';']) || text.starts_with("//") {
            continue;
        }
        if text.contains("-----BEGIN") {
            block_end = pem_end(source, from);
            entries.push(pem(source, from, block_end, entries.last()));
            continue;
        }
        if text.starts_with(['{', '"', '[', ']', '}']) {
            quoted(source, from + indent, end, &mut entries);
        } else {
            plain(source, from + indent, end, &mut entries);
        }
    }
    entries
}

/// Where a PEM block that starts on this line ends: behind its last line, at most 200 lines on.
fn pem_end(source: &str, from: usize) -> usize {
    let rest = &source[from..];
    let mut end = from;
    for line in rest.split_inclusive('\n').take(200) {
        end += line.len();
        if line.contains("-----END") {
            break;
        }
    }
    end
}

/// A PEM block under the key of its own line or of the line before (`key: |`).
fn pem(source: &str, from: usize, end: usize, before: Option<&Entry>) -> Entry {
    let at = from + source[from..end].find("-----BEGIN").unwrap_or(0);
    let line = &source[from..at];
    let key = line.split(['=', ':']).next().unwrap_or_default();
    let mut entry = Entry {
        key: clean_key(key).to_owned(),
        key_at: Span::new(at as u32, at as u32),
        value: Span::new(at as u32, end as u32),
    };
    let opens =
        |before: &&Entry| matches!(before.value.text(source), "|" | "|-" | ">" | ">-" | "\"\"\"" | "'''");
    if let Some(before) = before.filter(|before| entry.key.is_empty() && opens(before)) {
        entry.key.clone_from(&before.key);
    }
    entry
}

fn clean_key(key: &str) -> &str {
    let key = key.trim().trim_start_matches("- ").trim_start_matches("export ").trim();
    key.trim_matches(['"', '\'', '{', ' '])
}

/// `KEY=value`, `key: value`, `key = "value"`, with `export` or a list dash in front and a comment behind.
fn plain(source: &str, from: usize, end: usize, entries: &mut Vec<Entry>) {
    let line = &source[from..end];
    // In `KEY=a:b` and `key: a=b` the first sign is the one that counts.
    let Some(sign) = line.find(['=', ':']) else { return };
    let key = clean_key(&line[..sign]);
    let after = &line[sign + 1..];
    let colon = line.as_bytes()[sign] == b':';
    // `https://…` is no key.
    let scheme = colon && after.starts_with("//");
    let odd = key.is_empty() || key.len() > LONGEST_KEY || key.contains(['(', '<', '>', '|', '"', ',']);
    if odd || scheme || (key.contains(' ') && !colon) {
        return bare(source, from, end, entries);
    }
    let value = value(source, from + sign + 1, end);
    // YAML: `- name: KEY` over `value: …`.
    let before = entries.last().filter(|before| matches!(before.key.as_str(), "name" | "key"));
    let named = matches!(key, "value" | "default").then_some(before).flatten();
    let key_text = named.map_or(key, |before| before.value.text(source)).to_owned();
    let at = from + line.find(key).unwrap_or(0);
    entries.push(Entry { key: key_text, key_at: Span::new(at as u32, (at + key.len()) as u32), value });
}

/// A line that is no pair, such as a list item: a value without a key.
fn bare(source: &str, from: usize, end: usize, entries: &mut Vec<Entry>) {
    let text = &source[from..end];
    if text.len() >= 16 {
        let value = Span::new(from as u32, end as u32);
        entries.push(Entry { key: String::new(), key_at: value, value });
    }
}

/// The value between `from` and `end`: without quotes, and without the comment behind it.
fn value(source: &str, from: usize, end: usize) -> Span {
    let text = &source[from..end];
    let lead = text.len() - text.trim_start_matches([' ', '\t', '=']).len();
    let text = &text[lead..];
    let from = from + lead;
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            // TOML and shell know `\"`; a value that holds one is cut there, which is no value to judge by anyway.
            let length = inner.find(quote).unwrap_or(inner.len());
            return Span::new(from as u32 + 1, (from + 1 + length) as u32);
        }
    }
    let length = text.find(" #").or_else(|| text.find("\t#")).unwrap_or(text.len());
    let length = text[..length].trim_end().trim_end_matches(',').len();
    Span::new(from as u32, (from + length) as u32)
}

/// JSON and what looks like it: quoted texts, a colon behind one makes it the key of the next.
fn quoted(source: &str, from: usize, end: usize, entries: &mut Vec<Entry>) {
    let bytes = source.as_bytes();
    let mut key: Option<Span> = None;
    let mut at = from;
    while at < end {
        if bytes[at] != b'"' {
            at += 1;
            continue;
        }
        let open = at + 1;
        at = open;
        while at < end && bytes[at] != b'"' {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        let close = at.min(end);
        at += 1;
        let text = Span::new(open as u32, close as u32);
        let behind =
            source.as_bytes()[close.min(end)..end].iter().skip(1).find(|byte| !byte.is_ascii_whitespace());
        if matches!(behind, Some(b':' | b'=')) {
            key = Some(text);
            continue;
        }
        let key_at = key.take().unwrap_or(text);
        let name = if key_at == text { "" } else { key_at.text(source) };
        if name.len() <= LONGEST_KEY {
            entries.push(Entry { key: name.to_owned(), key_at, value: text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(source: &str) -> Vec<(String, &str)> {
        entries(source).into_iter().map(|entry| (entry.key, entry.value.text(source))).collect()
    }

    fn pair<'a>(key: &str, value: &'a str) -> (String, &'a str) {
        (key.to_owned(), value)
    }

    #[test]
    fn shell_and_ini_lines() {
        let source = "# KEY=no\nA=1\nexport B='two' # c\n  C = three\n; D=no\n[part]\nE=a=b:c\n";
        let expected = [pair("A", "1"), pair("B", "two"), pair("C", "three"), pair("E", "a=b:c")];
        assert_eq!(pairs(source), expected);
    }

    #[test]
    fn yaml_lines() {
        let source =
            "a: b # c\nenv:\n  - KEY=v\n  - name: TOKEN\n    value: \"x\"\nlist:\n  - https://a.b/c/d/e/f\n";
        let found = pairs(source);
        assert!(found.contains(&pair("a", "b")));
        assert!(found.contains(&pair("KEY", "v")));
        assert!(found.contains(&pair("TOKEN", "x")), "{found:?}");
        assert!(found.contains(&pair("", "- https://a.b/c/d/e/f")), "{found:?}");
    }

    #[test]
    fn json_on_one_line_and_on_many() {
        assert_eq!(pairs("{\"a\": \"b\", \"c\": [\"d\"]}"), [pair("a", "b"), pair("c", "d")]);
        assert_eq!(pairs("{\n  \"a\": \"b\\\"c\",\n  \"n\": 1\n}"), [pair("a", "b\\\"c")]);
    }

    #[test]
    fn a_pem_block_is_one_value() {
        let source = "key: |\n  -----BEGIN PRIVATE KEY-----\n  MIIE\n  -----END PRIVATE KEY-----\nafter: 1\n";
        let found = pairs(source);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[1].0, "key");
        assert!(found[1].1.contains("MIIE"));
    }

    #[test]
    fn no_text_is_too_odd() {
        for source in
            ["\"", "\"\\", "{\"a", "=", ":", "a:", "\u{feff}é=ü", "-----BEGIN", "\"\\é\"", "{\"é\\", "a='"]
        {
            entries(source);
        }
    }
}
