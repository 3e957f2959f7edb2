//! A rule's document: one Markdown file that is the whole rule.
//!
//! The file's name is the rule's id, its folder the area. The first block is `toml` and for the machine
//! ([`header`](self::header) knows its keys); a heading, a first paragraph and sections are for the reader;
//! the blocks under `## Examples` are run as tests.
//!
//! One decision that is not obvious: nothing in a document is ignored. An unknown key, a misspelt section, a
//! code block that shows neither `bad` nor `good` is an error with its line.

mod example;
mod header;
#[cfg(test)]
mod tests;

pub use example::{Example, Expect, read_expects};

use crate::nearest::hint;
use crate::{Notice, Rule};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Largest document in bytes.
const LARGEST: usize = 256 << 10;

/// What is wrong with a document: where, what was expected, and the nearest right name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError {
    /// The document.
    pub path: String,
    /// Line in it, from 1.
    pub line: u32,
    /// What is wrong; the lines below the first show the text with a caret under it.
    pub message: String,
}

impl std::fmt::Display for DocumentError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

impl std::error::Error for DocumentError {}

impl DocumentError {
    /// As a notice that keeps the review from being whole.
    pub fn notice(&self) -> Notice {
        Notice { fatal: true, message: self.message.clone(), at: Some((self.path.clone(), self.line)) }
    }
}

/// Reads a document. `path` is from the project's root, or `rules/<area>/<id>.md` for a built-in rule.
///
/// # Errors
/// The first thing that is wrong.
pub(crate) fn parse(path: &str, text: &str, builtin: bool) -> Result<Rule, DocumentError> {
    let fail = |wrong: Wrong| DocumentError {
        path: path.to_owned(),
        line: line_of(text, wrong.at),
        message: wrong.message,
    };
    let (area, id) = area_and_id(path).map_err(|message| fail(Wrong { at: 0, message }))?;
    if text.len() > LARGEST {
        return Err(fail(Wrong { at: 0, message: format!("larger than {} KiB", LARGEST >> 10) }));
    }
    let parts = parts(text).map_err(fail)?;
    header::rule(path, &area, &id, text, &parts, builtin).map_err(fail)
}

/// What is wrong at a byte of the document.
pub(crate) struct Wrong {
    at: usize,
    message: String,
}

impl Wrong {
    fn new(at: usize, message: impl Into<String>) -> Wrong {
        Wrong { at, message: message.into() }
    }
}

/// The document taken apart.
struct Parts {
    /// The text of the `toml` block and where it starts.
    machine: String,
    machine_at: usize,
    title: String,
    short: String,
    /// Sections in order.
    sections: Vec<Section>,
    /// Where the text below the title starts.
    body_at: usize,
    /// Code blocks of the examples.
    examples: Vec<Example>,
}

struct Section {
    name: String,
    span: Range<usize>,
    /// Its first paragraph, plain.
    first: String,
}

impl Parts {
    fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// Everything below the title, examples left out.
    fn help(&self, text: &str) -> String {
        let end = self.sections.first().map_or(text.len(), |section| section.span.start);
        let mut help = text[self.body_at.min(end)..end].to_owned();
        for section in self.sections.iter().filter(|section| section.name != "Examples") {
            help.push_str(&text[section.span.clone()]);
        }
        help.trim().to_owned()
    }
}

/// Reads the line of a document from a byte offset, from 1.
fn line_of(text: &str, at: usize) -> u32 {
    1 + text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() as u32
}

const SECTIONS: &[&str] = &["Why", "Fix", "Limits", "Examples"];

fn parts(text: &str) -> Result<Parts, Wrong> {
    let mut parts = Parts {
        machine: String::new(),
        machine_at: 0,
        title: String::new(),
        short: String::new(),
        sections: Vec::new(),
        body_at: text.len(),
        examples: Vec::new(),
    };
    let mut has_machine = false;
    let mut events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    while let Some((event, span)) = events.next() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let (code, code_at) = code(&mut events, span.end);
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => info.as_ref(),
                    CodeBlockKind::Indented => "",
                };
                let in_examples = parts.sections.last().is_some_and(|section| section.name == "Examples");
                if !has_machine {
                    if info != "toml" || !parts.title.is_empty() {
                        return Err(Wrong::new(span.start, "expected a ```toml block before anything else"));
                    }
                    has_machine = true;
                    (parts.machine, parts.machine_at) = (code, code_at.unwrap_or(span.end));
                } else if in_examples {
                    let line = line_of(text, code_at.unwrap_or(span.end));
                    let example = example::read(info, &code, line).map_err(|m| Wrong::new(span.start, m))?;
                    parts.examples.push(example);
                }
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let (name, end) = plain(&mut events, span.end);
                heading(&mut parts, level, name, span.start, end, text)?;
            }
            Event::Start(Tag::Paragraph) => {
                let (paragraph, _) = plain(&mut events, span.end);
                if let Some(section) = parts.sections.last_mut() {
                    if section.first.is_empty() {
                        section.first = paragraph;
                    }
                } else if !parts.title.is_empty() && parts.short.is_empty() {
                    parts.short = paragraph;
                }
            }
            _ => {}
        }
        if !has_machine {
            return Err(Wrong::new(0, "expected a ```toml block before anything else"));
        }
    }
    if !has_machine {
        return Err(Wrong::new(0, "expected a ```toml block, a heading and a paragraph"));
    }
    if let Some(last) = parts.sections.last_mut() {
        last.span.end = text.len();
    }
    Ok(parts)
}

fn heading(
    parts: &mut Parts,
    level: HeadingLevel,
    name: String,
    start: usize,
    end: usize,
    text: &str,
) -> Result<(), Wrong> {
    match level {
        HeadingLevel::H1 if !parts.title.is_empty() => {
            return Err(Wrong::new(start, "a document has one heading of the first level, its title"));
        }
        HeadingLevel::H1 => {
            parts.title = name;
            parts.body_at = end;
        }
        HeadingLevel::H2 => {
            if parts.title.is_empty() {
                return Err(Wrong::new(start, "the title, a heading of the first level, comes first"));
            }
            if !SECTIONS.contains(&name.as_str()) {
                let near = hint_section(&name);
                let known = SECTIONS.join("`, `");
                return Err(Wrong::new(start, format!("no section `{name}`{near}; there are `{known}`")));
            }
            if parts.section(&name).is_some() {
                return Err(Wrong::new(start, format!("a second section `{name}`")));
            }
            if let Some(last) = parts.sections.last_mut() {
                last.span.end = start;
            }
            parts.sections.push(Section { name, span: start..text.len(), first: String::new() });
        }
        _ => {}
    }
    Ok(())
}

fn hint_section(name: &str) -> String {
    let lower: Vec<String> = SECTIONS.iter().map(|section| section.to_lowercase()).collect();
    hint(name, lower.iter().map(String::as_str)).replace(';', ",")
}

type Events<'a> = pulldown_cmark::OffsetIter<'a>;

/// The text of a code block and where it starts.
fn code(events: &mut Events<'_>, mut end: usize) -> (String, Option<usize>) {
    let mut code = String::new();
    let mut at = None;
    for (event, span) in events {
        end = end.max(span.end);
        match event {
            Event::Text(text) => {
                at.get_or_insert(span.start);
                code.push_str(&text);
            }
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    (code, at)
}

/// The plain text of a paragraph or heading on one line, and where it ends.
fn plain(events: &mut Events<'_>, end: usize) -> (String, usize) {
    let mut line = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => line.push_str(&text),
            Event::SoftBreak | Event::HardBreak => line.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    (line.split_whitespace().collect::<Vec<_>>().join(" "), end)
}

/// Area and id from `rules/<area>/<id>.md` or `.review/rules/[<area>/]<id>.md`.
fn area_and_id(path: &str) -> Result<(String, String), String> {
    let segments: Vec<&str> = path.split('/').collect();
    let below = segments.iter().position(|segment| *segment == "rules").map_or(0, |at| at + 1);
    let (area, file) = match &segments[below..] {
        [file] => ("team", *file),
        [area, file] => (*area, *file),
        _ => return Err("a rule stands in `rules/<area>/<rule-id>.md`".to_owned()),
    };
    let id = file.strip_suffix(".md").unwrap_or(file);
    for (what, name) in [("the file's name", id), ("the folder's name", area)] {
        if !is_id(name) {
            return Err(format!("{what} must be words in lower case joined by hyphens, not `{name}`"));
        }
    }
    Ok((area.to_owned(), id.to_owned()))
}

/// `route-without-auth`: words of lower-case letters and digits, joined by hyphens.
pub(crate) fn is_id(text: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= 100 && text.split('-').all(word)
}
