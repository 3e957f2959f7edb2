//! The Markdown report read by a Markdown parser: nothing in it but what we put there.

use pulldown_cmark::{Event, Options, Parser, Tag};
use review_engine::{Severity, Verdict};
use review_report::{Format, Profile, escape};

use crate::random::{HOSTILE, Random};
use crate::sample::{self, Texts};
use crate::{random, report};

/// Everything that GitHub reads and more.
fn parse(text: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(text, Options::all() - Options::ENABLE_SMART_PUNCTUATION)
}

/// The text of a piece of Markdown, code included. Panics at anything but plain text.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for event in parse(markdown) {
        match event {
            Event::Text(part) => {
                assert_not_found_in_text(&part);
                text.push_str(&part);
            }
            Event::Code(part) => text.push_str(&part),
            Event::Start(Tag::Paragraph) | Event::End(_) => {}
            other => panic!("{other:?} in {markdown:?}"),
        }
    }
    text.replace('\u{200b}', "")
}

/// Mentions, references and bare links are found in the text after parsing, outside code.
fn assert_not_found_in_text(text: &str) {
    let follows = |mark: &str, wanted: fn(char) -> bool| {
        text.match_indices(mark).any(|(at, _)| text[at + mark.len()..].chars().next().is_some_and(wanted))
    };
    assert!(!follows("@", |c| c.is_alphanumeric()), "a mention in {text:?}");
    assert!(!follows("#", |c| c.is_ascii_digit()), "a reference in {text:?}");
    assert!(!follows("GH-", |c| c.is_ascii_digit()), "a reference in {text:?}");
    assert!(!text.contains("://") && !text.contains("www."), "a link in {text:?}");
}

#[test]
fn hostile_text_is_text() {
    let random = &mut Random::new(7);
    let mut texts: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    texts.extend((0..2_000).map(|_| random.text()));
    for text in texts {
        // What stands before it is ours: text never comes first on a line.
        let shown = plain(&format!("x {}", escape::markdown(&text)));
        let wanted = escape::one_line(&text);
        let squeeze = |text: &str| text.replace('`', "").split_whitespace().collect::<String>();
        assert_eq!(squeeze(&shown), squeeze(&format!("x {wanted}")), "{text:?}");
    }
}

#[test]
fn code_in_backticks_stays_code() {
    assert_eq!(escape::markdown("`a_b` is not_c"), "`a_b` is not\\_c");
    assert_eq!(escape::markdown("a ` b"), "a \\` b");
    assert_eq!(escape::markdown_code("a``b"), "```a``b```");
    assert_eq!(escape::markdown_code("`"), "`` ` ``");
    assert_eq!(escape::markdown_cell("`a|b` | c"), "<code>a&#124;b</code> \\| c");
    assert_eq!(escape::markdown_cell_code("a@b.c|d"), "<code>a&#64;&#8203;b&#46;c&#124;d</code>");
    for text in ["a", "`", "``", " a ", "a`", "x``y`z", "a|b\\|c", "\\"] {
        let code = escape::markdown_code(text);
        let events: Vec<Event> = parse(&code).collect();
        assert!(
            matches!(&events[1], Event::Code(inner) if inner.trim() == text.trim()),
            "{text:?}: {events:?}"
        );
    }
}

#[test]
fn a_cell_stays_one_cell() {
    let random = &mut Random::new(9);
    for _ in 0..2_000 {
        let (one, two) = (random.text(), random.text());
        let table = format!(
            "| a | b |\n|---|---|\n| {} | {} |\n",
            escape::markdown_cell(&one),
            escape::markdown_cell_code(&two)
        );
        let cells = parse(&table).filter(|event| matches!(event, Event::Start(Tag::TableCell))).count();
        assert_eq!(cells, 4, "{table}");
        let rows = parse(&table).filter(|event| matches!(event, Event::Start(Tag::TableRow))).count();
        assert_eq!(rows, 1, "{table}");
    }
}

#[test]
fn the_report_holds_only_our_own_html() {
    let ours = ["<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>"];
    for seed in 0..300 {
        let (outcome, texts) = random::outcome(seed);
        let markdown = report(Format::Markdown, Profile::Upload, &outcome, &texts);
        let mut items = 0;
        for event in parse(&markdown) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    let mut rest = html.to_string();
                    for tag in ours {
                        rest = rest.replace(tag, "");
                    }
                    let summary = rest.trim();
                    assert!(!summary.contains('<'), "seed {seed}: {html}");
                }
                Event::TaskListMarker(_) => items += 1,
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::FootnoteDefinition(_))
                | Event::FootnoteReference(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::Rule
                | Event::Start(Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::Strikethrough) => {
                    panic!("seed {seed}: {event:?} in {markdown}")
                }
                Event::Text(text) => assert_not_found_in_text(&text),
                _ => {}
            }
        }
        assert_eq!(items, outcome.items.len(), "seed {seed}: {markdown}");
    }
}

#[test]
fn boxes_are_ticked_for_pass_alone_and_text_keeps_its_order() {
    let texts = sample::sources();
    let outcome = sample::outcome(&texts);
    let markdown = report(Format::Markdown, Profile::Upload, &outcome, &texts);
    let ticked: Vec<bool> = parse(&markdown)
        .filter_map(|event| match event {
            Event::TaskListMarker(ticked) => Some(ticked),
            _ => None,
        })
        .collect();
    let passed: Vec<bool> = outcome.items.iter().map(|item| item.verdict == Verdict::Pass).collect();
    assert_eq!(ticked, passed);
    let places: Vec<usize> = outcome.items.iter().map(|item| markdown.find(&item.text).unwrap()).collect();
    assert!(places.is_sorted());
}

#[test]
fn the_page_fits_a_comment_and_says_what_is_missing() {
    let texts = sample::sources();
    let mut outcome = sample::outcome(&texts);
    let finding = outcome.findings[2].clone();
    for _ in 0..500 {
        outcome.findings.push(finding.clone());
    }
    let markdown = report(Format::Markdown, Profile::Upload, &outcome, &texts);
    assert!(markdown.contains("402 more left out of the table"));
    whole(&markdown);

    let long = "漢@字#<".repeat(200);
    for number in 0..3_000 {
        let mut item = sample::item(number, "Section", &long, Verdict::Fail, &[0], &long);
        item.section = format!("{}", number / 7);
        outcome.items.push(item);
    }
    for language in &mut outcome.coverage.languages {
        language.language.clone_from(&long);
    }
    for notice in 0..200 {
        let mut notice_of = outcome.notices[0].clone();
        notice_of.message = format!("{notice} {long}");
        outcome.notices.push(notice_of);
    }
    let markdown = report(Format::Markdown, Profile::Upload, &outcome, &texts);
    assert!(markdown.contains("**3,000 items left out**: a comment holds no more"));
    assert!(markdown.contains("more left out of the table"));
    whole(&markdown);
}

#[test]
fn a_huge_message_is_cut() {
    let mut texts = Texts::default();
    texts.0.insert("a.py".to_owned(), "x".to_owned());
    let mut outcome = sample::empty();
    outcome.rules.push(sample::rule("rule-id", "Title", Severity::Warning));
    let message = "`".repeat(1_000_000) + "<b>";
    outcome.findings.push(sample::finding(&texts, 0, Severity::Warning, "a.py", "x", &message));
    whole(&report(Format::Markdown, Profile::Upload, &outcome, &texts));
}

fn whole(markdown: &str) {
    assert!(markdown.len() <= 60_000, "{} bytes", markdown.len());
    assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());
}
