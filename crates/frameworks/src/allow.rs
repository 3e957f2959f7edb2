//! Comments that allow a finding: `review: allow(rule-id, other-rule) reason until=2026-12-31`.

use crate::comment;
use review_facts::{Allow, Language, Span};
use review_syntax::{Lines, Tree};

/// `allow-file` holds within the first lines, or anywhere before the first code.
const HEAD_LINES: u32 = 20;

/// Every allowing comment of a file, in source order. An `allow-file` that stands further down speaks of its line
/// alone: where nobody reads it, it must not silence a file.
pub(crate) fn allows(source: &str, tree: &Tree, lines: &Lines) -> Vec<Allow> {
    if memchr::memmem::find(source.as_bytes(), b"review:").is_none() {
        return Vec::new();
    }
    let comments = match tree.language {
        Language::Sql | Language::Prisma | Language::Config => line_comments(source, lines),
        _ => tree.comments.iter().map(|comment| comment.span).collect(),
    };
    let targets = targets(source, lines, &comments);
    let first_code = first_code(source, &comments);
    let mut found = Vec::new();
    for (comment, target) in comments.iter().zip(targets) {
        let text = comment.text(source);
        if !text.contains("review:") {
            continue;
        }
        let mut at = comment.start;
        for raw in text.split_inclusive('\n') {
            let span = Span::new(at, at + raw.trim_end().len() as u32);
            at += raw.len() as u32;
            let Some(mut allow) = comment::lines(raw).next().and_then(parse) else { continue };
            allow.place = lines.place(span);
            let own = lines.line(span.start);
            allow.whole_file = allow.whole_file && (own <= HEAD_LINES || span.start < first_code);
            allow.line = lines.line(target);
            found.push(allow);
        }
    }
    found
}

/// Reads `review: allow(a, b) reason` from the text of a comment line, also behind another comment
/// (`# noqa  # review: …`).
fn parse(line: &str) -> Option<Allow> {
    let line = line.strip_suffix("*/").unwrap_or(line).trim_start_matches(['/', '*', ' ']);
    let at = line.find("review:")?;
    // Behind an open backtick the comment quotes one and allows nothing.
    let quoted = line[..at].matches('`').count() % 2 == 1;
    if quoted || (at > 0 && !line[..at].trim_end().ends_with(['#', '/', '-', '*'])) {
        return None;
    }
    let rest = line[at + "review:".len()..].trim_start();
    let rest = rest.strip_prefix("allow")?;
    let (whole_file, rest) = match rest.strip_prefix("-file") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (rules, rest) = rest.trim_start().strip_prefix('(')?.split_once(')')?;
    let rules = rules.split(',').map(|rule| rule.trim().to_owned()).filter(|rule| !rule.is_empty()).collect();
    let mut until = None;
    let mut reason = Vec::new();
    for word in rest.split_whitespace() {
        match word.strip_prefix("until=") {
            Some(day) => until = Some(day.trim_end_matches([',', '.', ')']).to_owned()),
            None => reason.push(word),
        }
    }
    let reason = reason.join(" ").trim_matches([':', '-', '–', ' ']).to_owned();
    Some(Allow { rules, reason, until, whole_file, line: 0, place: Default::default() })
}

/// For every comment the offset of the code it speaks of: its own start when code stands before it on its line,
/// else the next code behind it and the comments that follow.
fn targets(source: &str, lines: &Lines, comments: &[Span]) -> Vec<u32> {
    let bytes = source.as_bytes();
    let mut targets = vec![0; comments.len()];
    for (index, comment) in comments.iter().enumerate().rev() {
        let start = comment.start as usize;
        let line_start = lines.span(lines.line(comment.start)).start as usize;
        let mut before = source[line_start..start].trim();
        let mut end = comment.end as usize;
        // `{/* … */}` alone on its line, as comments stand in JSX.
        if before == "{" && bytes.get(end) == Some(&b'}') {
            before = "";
            end += 1;
        }
        let follows = index.checked_sub(1).is_some_and(|previous| {
            let previous = comments[previous];
            previous.start as usize >= line_start
                && source[previous.end as usize..start].trim().is_empty()
                && source[line_start..previous.start as usize].trim().is_empty()
        });
        if !before.is_empty() && !follows {
            targets[index] = comment.start;
            continue;
        }
        let code = end + (source.len() - end - source[end..].trim_start().len());
        targets[index] = match comments.get(index + 1) {
            Some(next) if next.start as usize == code => targets[index + 1],
            _ => code as u32,
        };
    }
    targets
}

fn first_code(source: &str, comments: &[Span]) -> u32 {
    let mut at = 0;
    for comment in comments {
        if !source[at..comment.start as usize].trim_matches(['\u{feff}', ' ', '\n', '\r', '\t']).is_empty() {
            break;
        }
        at = comment.end as usize;
    }
    at as u32
}

/// Comments of a file without a tree: `#`, `//` and `--` where they start a line or stand behind a space, up to the
/// line's end. Text in quotes is not told apart, so only what reads as an allowing comment counts.
fn line_comments(source: &str, lines: &Lines) -> Vec<Span> {
    let mut found = Vec::new();
    for line in 1..=lines.count() {
        let span = lines.span(line);
        let text = span.text(source).trim_end();
        let start = ["#", "//", "--", "/*"].iter().filter_map(|marker| comment_start(text, marker)).min();
        if let Some(start) = start {
            found.push(Span::new(span.start + start as u32, span.start + text.len() as u32));
        }
    }
    found
}

fn comment_start(line: &str, marker: &str) -> Option<usize> {
    line.match_indices(marker)
        .map(|(at, _)| at)
        .find(|at| *at == 0 || line.as_bytes()[at - 1].is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(language: Language, source: &str) -> Vec<(Vec<String>, u32, String, bool)> {
        let tree = review_syntax::parse(source, language);
        let found = allows(source, &tree, &Lines::new(source));
        found.into_iter().map(|allow| (allow.rules, allow.line, allow.reason, allow.whole_file)).collect()
    }

    fn one(rule: &str, line: u32, reason: &str, whole_file: bool) -> (Vec<String>, u32, String, bool) {
        (vec![rule.to_owned()], line, reason.to_owned(), whole_file)
    }

    #[test]
    fn a_quoted_comment_allows_nothing() {
        assert_eq!(parse("/// A comment that allows: `# review: allow(a-rule) reason`."), None);
        assert!(parse("# review: allow(a-rule) reason").is_some());
    }

    #[test]
    fn a_comment_speaks_of_its_line_or_of_the_next_code() {
        let source = "-- review: allow-file(a) generated by hand\n\
                      select 1; -- review: allow(b) known\n\
                      -- review: allow(c) first\n\
                      -- review: allow(d): second\n\
                      \n\
                      select 2;\n";
        assert_eq!(
            of(Language::Sql, source),
            [
                one("a", 2, "generated by hand", true),
                one("b", 2, "known", false),
                one("c", 6, "first", false),
                one("d", 6, "second", false),
            ]
        );
    }

    #[test]
    fn rules_reason_and_day_are_told_apart() {
        let allow = parse("review: allow(one, two) ticket 12 until=2026-12-31").unwrap();
        assert_eq!(allow.rules, ["one", "two"]);
        assert_eq!(allow.reason, "ticket 12");
        assert_eq!(allow.until.as_deref(), Some("2026-12-31"));
        assert_eq!(parse("noqa # review: allow(one)").unwrap().reason, "");
        assert_eq!(parse("write `review: allow(one)` above the line"), None);
        assert_eq!(parse("review: this later"), None);
    }

    #[test]
    fn allow_file_far_down_speaks_of_its_line_alone() {
        let source = format!("{}# review: allow-file(a) late\nk: 1\n", "k: 1\n".repeat(30));
        assert_eq!(of(Language::Config, &source), [one("a", 32, "late", false)]);
        let source = format!("{}# review: allow-file(a) behind comments\nk: 1\n", "# c\n".repeat(30));
        assert_eq!(of(Language::Config, &source), [one("a", 32, "behind comments", true)]);
    }
}
