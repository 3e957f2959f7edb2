//! The code frame of a finding in `full`.
//!
//! The renderer gets an excerpt that is already escaped and cut to the width around the span. So nothing in
//! source reaches the terminal, a line of megabytes costs no more than a short one, and no range can lie
//! outside the text, for which the renderer would panic.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use review_engine::{Finding, Severity};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::columns::Region;
use crate::files::{File, Files};
use crate::{Style, escape};

/// Bytes of a line that are looked at before and after the start of the span; more cannot show.
const LOOK_BEFORE: usize = 1000;
const LOOK_AFTER: usize = 2000;
/// Columns shown before the span when the line is cut.
const LEAD: usize = 16;
const MESSAGE_CHARS: usize = 500;

/// `  --> path:line:col`, the code, and the related places, each line ended.
pub(crate) fn frame(finding: &Finding, files: &Files, style: Style) -> String {
    let file = files.get(&finding.path);
    let line = finding.place.line.max(1);
    let region = file.region(finding.place);
    let mut out = position(&finding.path, line, region.as_ref().map(|region| region.chars.0));
    out.insert_str(0, "--> ");
    out.push('\n');

    let notes = notes(finding, files);
    let level = match finding.severity {
        Severity::Critical => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Suggestion => Level::NOTE,
    };
    let Some(region) = region else {
        out.insert_str(0, "  ");
        out.push_str("  the file has changed since it was read, or is gone: no code to show\n");
        for note in notes {
            out.push_str(&format!("  = note: {note}\n"));
        }
        return out;
    };
    let (first_line, source, span) = excerpt(&file, &region, line, style);
    let last_line = first_line as usize + source.matches('\n').count();
    out.insert_str(0, &" ".repeat(last_line.to_string().len()));
    let mut group = Group::with_level(level).element(
        Snippet::source(source)
            .line_start(first_line as usize)
            .fold(false)
            .annotation(AnnotationKind::Primary.span(span)),
    );
    for note in notes {
        group = group.element(Level::NOTE.message(note));
    }
    let renderer = if style.color { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    out.push_str(&renderer.term_width(style.columns()).render(&[group]));
    out.push('\n');
    out
}

/// `path:line:col`, the column left out when it is not known.
pub(crate) fn position(path: &str, line: u32, column: Option<usize>) -> String {
    let path = escape::path(path);
    column.map_or_else(|| format!("{path}:{line}"), |column| format!("{path}:{line}:{column}"))
}

fn notes(finding: &Finding, files: &Files) -> Vec<String> {
    let mut notes = Vec::new();
    for related in &finding.related {
        let file = files.get(&related.path);
        let column = file.region(related.place).map(|region| region.chars.0);
        let message = escape::one_line(&escape::cut(&related.message, MESSAGE_CHARS));
        notes.push(format!("{}: {message}", position(&related.path, related.place.line.max(1), column)));
    }
    if finding.more_related > 0 {
        notes.push(format!("and {} more", finding.more_related));
    }
    notes
}

/// The finding's line with its neighbours: number of the first line, text, and where the span is in it.
fn excerpt(file: &File, region: &Region, line: u32, style: Style) -> (u32, String, std::ops::Range<usize>) {
    let gutter = line.saturating_add(1).to_string().len() + 3;
    let width = style.columns() - gutter;
    let neighbour = |line: u32| {
        let text = file.line(line)?;
        (!text.trim().is_empty()).then(|| cut_line(text, 0, 0, width).0)
    };
    let mut source = String::new();
    let mut first_line = line;
    if let Some(before) = line.checked_sub(1).and_then(neighbour) {
        first_line = line - 1;
        source.push_str(&before);
        source.push('\n');
    }
    let (text, span) = cut_line(region.line, region.start, region.end, width);
    let span = source.len() + span.start..source.len() + span.end;
    source.push_str(&text);
    if let Some(after) = line.checked_add(1).and_then(neighbour) {
        source.push('\n');
        source.push_str(&after);
    }
    (first_line, source, span)
}

/// A line escaped and cut to `width` columns around `start..end` (bytes of the line), and the span in it.
fn cut_line(line: &str, start: usize, end: usize, width: usize) -> (String, std::ops::Range<usize>) {
    let from = floor_boundary(line, start.saturating_sub(LOOK_BEFORE));
    let to = floor_boundary(line, start.saturating_add(LOOK_AFTER).min(line.len()));
    let end = end.min(to);
    let (text, span) = escape::code_line(&line[from..to], start - from, end - from);
    let (cut_before, cut_after) = (from > 0, to < line.len());
    if !cut_before && !cut_after && text.width() <= width {
        return (text, span);
    }
    let lead = text[..span.start].width();
    let skip = if cut_before || lead + LEAD > width { lead.saturating_sub(LEAD) } else { 0 };
    let first = if skip == 0 { 0 } else { at_column(&text, skip) };
    let room = width.saturating_sub(2);
    let last = first + at_column(&text[first..], room);
    let before = if cut_before || first > 0 { "…" } else { "" };
    let after = if cut_after || last < text.len() { "…" } else { "" };
    let shown = |at: usize| before.len() + at.clamp(first, last) - first;
    (format!("{before}{}{after}", &text[first..last]), shown(span.start)..shown(span.end))
}

/// The byte at which `column` (from 0) is reached; the text's length when it is shorter.
fn at_column(text: &str, column: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > column {
            return at;
        }
    }
    text.len()
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, start: usize, end: usize) -> (String, String) {
        let (text, span) = cut_line(line, start, end, 60);
        let marked = text[span].to_owned();
        assert!(text.width() <= 60, "{} columns", text.width());
        (text, marked)
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        assert_eq!(shown("let x = 1;", 4, 5), ("let x = 1;".to_owned(), "x".to_owned()));
        assert_eq!(shown("", 0, 0), (String::new(), String::new()));
    }

    #[test]
    fn a_long_line_is_cut_around_the_span() {
        let line = format!("{}needle{}", "a".repeat(500), "b".repeat(500));
        let (text, marked) = shown(&line, 500, 506);
        assert_eq!(marked, "needle");
        assert!(text.starts_with("…aaaa") && text.ends_with("bbbb…"), "{text}");
    }

    #[test]
    fn a_span_longer_than_the_width_is_cut_with_its_line() {
        let line = "x".repeat(5_000_000);
        let (text, marked) = shown(&line, 2_000_000, 4_000_000);
        assert!(text.starts_with('…') && text.ends_with('…'));
        assert!(marked.len() > 30 && marked.bytes().all(|byte| byte == b'x'));
    }

    #[test]
    fn wide_characters_and_escapes_count_as_shown() {
        let line = format!("{}\u{202e}needle{}", "漢".repeat(400), "\u{1b}[31m".repeat(400));
        let start = line.find("needle").unwrap();
        let (text, marked) = shown(&line, start, start + 6);
        assert_eq!(marked, "needle");
        assert!(text.contains("漢\\u{202e}needle\\u{1b}[31m"), "{text}");
    }

    #[test]
    fn the_end_of_a_line_can_be_pointed_at() {
        let line = "y".repeat(300);
        let (text, marked) = shown(&line, 300, 300);
        assert_eq!(marked, "");
        assert!(text.starts_with('…') && text.ends_with('y'), "{text}");
    }
}
