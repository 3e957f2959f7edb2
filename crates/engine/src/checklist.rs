//! Checklists: any Markdown file with task lists.
//!
//! Inline code that names a rule binds it; an item without one is answered by hand. A filled-in checklist is the
//! file itself with an answer behind every item, so nothing is rendered anew: answers are inserted at byte
//! offsets of the source.

use crate::document::is_id;
use crate::message::clean;
use crate::rule::RULES;
use crate::{ChecklistInfo, Notice, Outcome, Rule, RuleSet, Verdict};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A checklist that was read.
#[derive(Clone, Debug, Default)]
pub struct Checklist {
    /// Name, title and path.
    pub info: ChecklistInfo,
    /// Its items in order.
    pub items: Vec<ChecklistItem>,
    /// Its Markdown, unchanged.
    pub text: String,
    /// Inline code that looks like a rule and names none, with the nearest name.
    pub notices: Vec<Notice>,
}

/// One item of a task list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChecklistItem {
    /// Position in the checklist, from 1.
    pub number: u32,
    /// The heading it stands under; empty when none, and under the title alone.
    pub section: String,
    /// Its text, without the task box and without the inline code that binds rules.
    pub text: String,
    /// The line it starts on, from 1.
    pub line: u32,
    /// The ids of the rules it binds, in order.
    pub rules: Vec<String>,
}

impl Checklist {
    /// The names of the checklists that come with the binary, `backend` first, the others by name.
    pub fn builtin_names() -> Vec<&'static str> {
        let files = RULES.get_dir("checklists").into_iter().flat_map(|folder| folder.files());
        let mut names: Vec<&str> =
            files.filter_map(|file| file.path().file_name()?.to_str()?.strip_suffix(".md")).collect();
        names.sort_by_key(|name| (*name != "backend", *name));
        names
    }

    /// A checklist that comes with the binary.
    pub fn builtin(name: &str, rules: &RuleSet) -> Option<Checklist> {
        if !is_id(name) {
            return None;
        }
        let text = RULES.get_file(format!("checklists/{name}.md"))?.contents_utf8()?;
        let mut checklist = Checklist::parse(&format!("rules/checklists/{name}.md"), text, rules);
        checklist.info.name = name.to_owned();
        checklist.info.path = None;
        Some(checklist)
    }

    /// Reads a team's file; `path` is from the project's root.
    pub fn parse(path: &str, markdown: &str, rules: &RuleSet) -> Checklist {
        let list = read(markdown);
        let info = ChecklistInfo { name: path.to_owned(), title: list.title, path: Some(path.to_owned()) };
        let mut checklist = Checklist { info, text: markdown.to_owned(), ..Checklist::default() };
        for task in list.tasks {
            let (text, bound) = bind(&task, path, rules, &mut checklist.notices);
            checklist.items.push(ChecklistItem {
                number: checklist.items.len() as u32 + 1,
                section: task.section,
                text,
                line: task.line,
                rules: bound,
            });
        }
        checklist
    }
}

/// The checklist's Markdown with every item answered: text and order stay as they are, the box of an item that
/// passes is ticked, that of one that fails is not. What a person ticked beside that stays.
pub fn fill_in(markdown: &str, outcome: &Outcome) -> String {
    let mut filled = String::with_capacity(markdown.len() + outcome.items.len() * 80);
    let mut at = 0;
    for task in read(markdown).tasks {
        let Some(item) = outcome.items.iter().find(|item| item.line == task.line) else { continue };
        let ticked = match item.verdict {
            Verdict::Pass => Some("[x]"),
            Verdict::Fail => Some("[ ]"),
            _ => None,
        };
        if let Some(ticked) = ticked {
            filled.push_str(&markdown[at..task.marker.start]);
            filled.push_str(ticked);
            at = task.marker.end;
        }
        let end = task.end.max(at);
        filled.push_str(&markdown[at..end]);
        filled.push_str(&format!(" — **{}**", item.verdict.word()));
        if !item.because.is_empty() {
            filled.push_str(&format!(": {}", escaped(&item.because)));
        }
        at = end;
    }
    filled.push_str(&markdown[at..]);
    filled
}

/// The rules that may answer an item's text, by their aliases, best first, at most three.
pub fn suggest<'a>(text: &str, rules: &'a RuleSet) -> Vec<&'a str> {
    let text = words(text);
    let mut scored: Vec<(usize, &str)> = rules
        .all()
        .iter()
        .map(|rule| (score(&text, rule), rule.id.as_str()))
        .filter(|(score, _)| *score > 0)
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(3).map(|(_, id)| id).collect()
}

/// How well a rule fits: an alias all of whose words are in the text counts most, the longer the better; one of
/// three words or more counts half with two thirds of them.
fn score(text: &[String], rule: &Rule) -> usize {
    let id = rule.id.replace('-', " ");
    let phrases = rule.aliases.iter().map(String::as_str).chain([id.as_str()]);
    let fits = |phrase: &str| {
        let phrase = words(phrase);
        let found = phrase.iter().filter(|word| text.contains(word)).count();
        match phrase.len() {
            0 => 0,
            all if found == all => 2 * all,
            all if all >= 3 && found * 3 >= all * 2 => found,
            _ => 0,
        }
    };
    phrases.map(fits).max().unwrap_or(0)
}

/// The words of a text that carry meaning, in lower case and singular.
fn words(text: &str) -> Vec<String> {
    const LITTLE: &[&str] = &[
        "a", "all", "an", "and", "are", "as", "be", "by", "for", "from", "has", "have", "in", "is", "it",
        "no", "not", "of", "on", "or", "our", "the", "their", "there", "to", "use", "we", "with",
    ];
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '+').filter(|word| !word.is_empty());
    let mut found: Vec<String> = Vec::new();
    for word in words.filter(|word| !LITTLE.contains(word)).take(200) {
        let singular = match word.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem,
            _ => word,
        };
        if !found.iter().any(|other| other == singular) {
            found.push(singular.to_owned());
        }
    }
    found
}

/// The task lists of a file.
struct List {
    title: String,
    tasks: Vec<Task>,
}

struct Task {
    section: String,
    line: u32,
    /// Its box, in bytes.
    marker: Range<usize>,
    /// Its text in pieces: text, and inline code.
    pieces: Vec<(bool, String)>,
    /// Where its text ends, in bytes.
    end: usize,
}

fn read(markdown: &str) -> List {
    let mut list = List { title: String::new(), tasks: Vec::new() };
    let (mut section, mut heading): (String, Option<String>) = (String::new(), None);
    // Items that are open, innermost last: the task they are, if any. A nested list ends the text of its item.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut lines = Lines { text: markdown, at: 0, line: 1 };
    for (event, span) in Parser::new_ext(markdown, Options::ENABLE_TASKLISTS).into_offset_iter() {
        match &event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let name = clean(&heading.take().unwrap_or_default());
                if list.title.is_empty() && section.is_empty() && list.tasks.is_empty() {
                    list.title = name;
                } else {
                    section = name;
                }
            }
            Event::Text(text) | Event::Code(text) if heading.is_some() => {
                heading.iter_mut().for_each(|heading| heading.push_str(text));
            }
            Event::Start(Tag::Item) => open.push(None),
            Event::End(TagEnd::Item) => {
                open.pop();
            }
            Event::TaskListMarker(_) => {
                if let Some(innermost) = open.last_mut() {
                    *innermost = Some(list.tasks.len());
                    list.tasks.push(Task {
                        section: section.clone(),
                        line: lines.of(span.start),
                        end: span.end,
                        marker: span,
                        pieces: Vec::new(),
                    });
                }
            }
            Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::CodeBlock(_))
            | Event::End(TagEnd::Paragraph) => {
                // What comes after its first paragraph is not the item's text.
                if let Some(innermost) = open.last_mut()
                    && innermost.is_some_and(|task| !list.tasks[task].pieces.is_empty())
                {
                    *innermost = None;
                }
            }
            _ => {
                if let Some(Some(task)) = open.last() {
                    let task = &mut list.tasks[*task];
                    match &event {
                        Event::Text(text) => task.pieces.push((false, text.to_string())),
                        Event::Code(code) => task.pieces.push((true, code.to_string())),
                        Event::SoftBreak | Event::HardBreak => task.pieces.push((false, " ".to_owned())),
                        _ => {}
                    }
                    if !matches!(event, Event::SoftBreak | Event::HardBreak) {
                        task.end = task.end.max(span.end);
                    }
                }
            }
        }
    }
    for task in &mut list.tasks {
        task.end -=
            markdown[task.marker.end..task.end].len() - markdown[task.marker.end..task.end].trim_end().len();
    }
    list
}

/// Line numbers of rising offsets.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, at: usize) -> u32 {
        if at > self.at {
            self.line +=
                self.text.as_bytes()[self.at..at].iter().filter(|byte| **byte == b'\n').count() as u32;
            self.at = at;
        }
        self.line
    }
}

/// The text of an item and the rules it binds.
fn bind(task: &Task, path: &str, rules: &RuleSet, notices: &mut Vec<Notice>) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut bound: Vec<String> = Vec::new();
    for (code, piece) in &task.pieces {
        if !code {
            text.push_str(piece);
            continue;
        }
        if rules.get(piece).is_some() {
            if !bound.contains(piece) {
                bound.push(piece.clone());
            }
            continue;
        }
        text.push_str(&format!("`{piece}`"));
        let near = rules.nearest(piece);
        let shaped =
            is_id(piece) && piece.contains('-') && (near.is_some() || piece.matches('-').count() >= 2);
        if shaped {
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let message = format!("`{piece}` is no rule, so it binds nothing{near}");
            notices.push(Notice { fatal: false, message, at: Some((path.to_owned(), task.line)) });
        }
    }
    (clean(&text), bound)
}

/// Text as Markdown that shows it as it is: it may hold names from source.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '$' => {
                escaped.extend(['\\', c]);
            }
            // Names of people and addresses would be made links of.
            '@' => escaped.push_str("&#64;"),
            '&' => escaped.push_str("&amp;"),
            c => escaped.push(c),
        }
    }
    escaped.replace("://", "&#58;//").replace("www.", "www&#46;")
}

#[cfg(test)]
mod tests;
