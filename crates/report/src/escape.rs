//! Text from source, made safe for the place it is written to: one function per target.
//!
//! What cannot be seen is never dropped and never passed on: control characters, bidirectional overrides and
//! zero-width characters are written as `\u{202e}`, so that a reader sees that something is there. Every
//! function is linear in its input.

/// True for characters that do not show or that change how their neighbours show: controls, bidirectional
/// marks, zero-width and filler characters, variation selectors other than the emoji one, tags.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// For one line of text on a terminal or in a CI log: line ends and tabs become a space, invisible characters
/// are spelled out. `##[` and `##vso[`, which CI agents obey anywhere in a line, are broken.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\r' if chars.peek().is_some_and(|(_, next)| *next == '\n') => {}
            '\n' | '\r' | '\t' => out.push(' '),
            '#' if opens_agent_command(&text[at..]) => out.push_str("\\u{23}"),
            _ => push_visible(&mut out, c),
        }
    }
    out
}

/// As [`one_line`] but for a line of code in a frame: tabs become four spaces. Returns where the bytes
/// `start..end` of `text` ended up; both must be character boundaries of `text`.
pub fn code_line(text: &str, start: usize, end: usize) -> (String, std::ops::Range<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut range = 0..0;
    for (at, c) in text.char_indices() {
        if at == start {
            range.start = out.len();
        }
        if at == end {
            range.end = out.len();
        }
        match c {
            '\t' => out.push_str("    "),
            '#' if opens_agent_command(&text[at..]) => out.push_str("\\u{23}"),
            _ => push_visible(&mut out, c),
        }
    }
    if start >= text.len() {
        range.start = out.len();
    }
    if end >= text.len() {
        range.end = out.len();
    }
    (out, range)
}

/// For a path that starts a line. A path such as `::error::x` would be obeyed by a CI log, and `a:1:2: ` would
/// be read as a position by problem matchers: the one gets `./` in front, in the other the colon is spelled out.
pub fn path(path: &str) -> String {
    let line = one_line(path);
    let mut out = String::with_capacity(line.len() + 2);
    if line.starts_with(|c: char| c.is_whitespace() || c == ':') || line.is_empty() {
        out.push_str("./");
    }
    let mut rest = line.as_str();
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        let next = rest[at + 1..].chars().next();
        out.push_str(if next.is_some_and(|c| c.is_ascii_digit()) { "\\u{3a}" } else { ":" });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out
}

/// For text that starts a line: a CI log obeys `::error::` there, whatever white space stands before it.
pub fn line_start(line: &str) -> String {
    let text = line.trim_start();
    if !text.starts_with("::") {
        return line.to_owned();
    }
    let space = line.len() - text.len();
    format!("{}\\u{{3a}}{}", &line[..space], &text[1..])
}

/// For running text in Markdown, not as the first thing on a line. Code in backticks stays code; everything
/// else shows as written: no emphasis, link, image, HTML, mention, issue reference, footnote or formula.
pub fn markdown(text: &str) -> String {
    markdown_with(text, markdown_code)
}

/// As [`markdown`], for a cell of a table.
pub fn markdown_cell(text: &str) -> String {
    markdown_with(text, markdown_cell_code)
}

/// A code span in Markdown.
pub fn markdown_code(text: &str) -> String {
    let text = one_line(text);
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    if text.trim().is_empty() {
        return String::new();
    }
    // One space is stripped from both sides when both have one, so a span that touches a backtick or has
    // spaces of its own gets another.
    let padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    if padded { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

/// A code span in a cell of a Markdown table, in which a pipe would end the cell even within a span.
pub fn markdown_cell_code(text: &str) -> String {
    if !text.contains('|') {
        return markdown_code(text);
    }
    let mut out = String::from("<code>");
    for c in one_line(text).chars() {
        if c.is_ascii_punctuation() {
            out.push_str(&format!("&#{};", u32::from(c)));
            // Mail addresses are found in the text after entities are read.
            if c == '@' {
                out.push_str(BREAK);
            }
        } else {
            out.push(c);
        }
    }
    out.push_str("</code>");
    out
}

/// For the text of a SARIF message: invisible characters spelled out, and what a viewer would take for a link
/// (`[text](target)`) or a placeholder (`{0}`) escaped as the format defines it.
pub fn sarif_message(text: &str) -> String {
    let line = one_line(text);
    let links = line.contains("](");
    let mut out = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '[' | ']' | '\\' if links => {
                out.push('\\');
                out.push(c);
            }
            '{' => {
                let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                if digits > 0 && rest[digits..].starts_with('}') {
                    out.push_str(&format!("{{{{{}}}}}", &rest[..digits]));
                    rest = &rest[digits + 1..];
                } else {
                    out.push(c);
                }
            }
            _ => out.push(c),
        }
    }
    out
}

/// For the link text within a SARIF message.
pub fn sarif_link_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '[' | ']' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            // A placeholder cannot be told from text here, and a link text reads as well without it.
            '{' => out.push('('),
            '}' => out.push(')'),
            _ => out.push(c),
        }
    }
    out
}

/// A path from the project's root as a relative URI reference: no `./`, `/` between segments, everything but
/// unreserved and harmless characters percent-encoded.
pub fn uri(path: &str) -> String {
    let mut path = path.trim_start_matches('/');
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// For the text of a workflow command, after `::`.
pub fn workflow_data(text: &str) -> String {
    one_line(text).replace('%', "%25")
}

/// For a property of a workflow command, before `::`.
pub fn workflow_property(text: &str) -> String {
    workflow_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// At most `most` characters of a text, with `…` when something was cut.
pub fn cut(text: &str, most: usize) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => text.into(),
        Some(_) => {
            let end = text.char_indices().nth(most.saturating_sub(1)).map_or(0, |(at, _)| at);
            format!("{}…", &text[..end]).into()
        }
    }
}

fn push_visible(out: &mut String, c: char) {
    if is_invisible(c) {
        out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
    } else {
        out.push(c);
    }
}

/// `##[`, `##vso[` and `##teamcity[` are commands to build agents. The look-ahead is bounded.
fn opens_agent_command(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("##") else { return false };
    let word = rest.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
    rest.as_bytes().get(word) == Some(&b'[')
}

fn markdown_with(text: &str, code: fn(&str) -> String) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + 16);
    let mut rest = line.as_str();
    while let Some(at) = rest.find('`') {
        push_markdown(&mut out, &rest[..at]);
        rest = &rest[at + 1..];
        let inner = rest.find('`').map(|end| &rest[..end]);
        match inner {
            Some(inner) if !inner.trim().is_empty() => {
                out.push_str(&code(inner));
                rest = &rest[inner.len() + 1..];
            }
            _ => out.push_str("\\`"),
        }
    }
    push_markdown(&mut out, rest);
    out
}

/// A zero-width space, as an entity: it stands where a backslash does not help, because mentions, references
/// and bare links are found in the rendered text.
const BREAK: &str = "&#8203;";

fn push_markdown(out: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '\\' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '(' | ')' | '!' | '|' | '~' | '&'
            | '$' => {
                out.push('\\');
                out.push(c);
            }
            '#' => {
                out.push_str("\\#");
                out.push_str(BREAK);
            }
            '@' => {
                out.push('@');
                out.push_str(BREAK);
            }
            ':' if rest.starts_with("//") => {
                out.push(':');
                out.push_str(BREAK);
            }
            '.' if ends_with_word(&text[..at], b"www") => {
                out.push_str(BREAK);
                out.push('.');
            }
            '-' if ends_with_word(&text[..at], b"gh") => {
                out.push('-');
                out.push_str(BREAK);
            }
            _ => out.push(c),
        }
    }
}

fn ends_with_word(text: &str, word: &[u8]) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= word.len() && bytes[bytes.len() - word.len()..].eq_ignore_ascii_case(word)
}

fn longest_run(text: &str, of: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
