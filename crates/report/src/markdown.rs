//! The filled-in checklist as Markdown that is safe to post as a comment.
//!
//! Text, order and sections are those of the checklist; a box is ticked for *pass* alone, since every other
//! answer wants a person to read it. The whole stays below [`MOST_BYTES`]: room for what was read and for the
//! notice of what is missing is set aside before the first item is written.

use std::io;

use review_engine::{Finding, Item, Outcome, Verdict};

use crate::asks::{AskGroups, Group};
use crate::coverage;
use crate::escape::{cut, markdown, markdown_cell, markdown_cell_code, markdown_code};
use crate::files::Files;
use crate::totals::{Totals, counted, rule_id, standing, thousands};

/// A comment on GitHub holds 65,536 characters.
const MOST_BYTES: usize = 60_000;
/// For the lines that say what was left out, and closing tags.
const SET_ASIDE: usize = 1_000;
const FINDING_ROWS: usize = 100;
const NOTICE_ROWS: usize = 20;
const TEXT_CHARS: usize = 500;

pub(crate) fn write(outcome: &Outcome, files: &Files, out: &mut dyn io::Write) -> io::Result<()> {
    let read = what_was_read(outcome);
    let notices = notices(outcome);
    let mut page =
        Page { text: String::new(), room: MOST_BYTES.saturating_sub(SET_ASIDE + read.len() + notices.len()) };
    head(outcome, &mut page);
    items(outcome, &mut page);
    findings(outcome, files, &mut page);
    page.text.push_str(&read);
    page.text.push_str(&notices);
    out.write_all(page.text.as_bytes())
}

struct Page {
    text: String,
    room: usize,
}

impl Page {
    /// Adds a block, or says that there is no room for it.
    fn add(&mut self, block: &str) -> bool {
        let fits = self.text.len() + block.len() <= self.room;
        if fits {
            self.text.push_str(block);
        }
        fits
    }
}

fn head(outcome: &Outcome, page: &mut Page) {
    let info = &outcome.checklist;
    let title = if info.title.is_empty() { &info.name } else { &info.title };
    let totals = Totals::of(outcome);
    let aside = totals.aside_phrase();
    let aside = if aside.is_empty() { aside } else { format!(" ({aside})") };
    page.add(&format!(
        "## {}\n\n{}{aside}; {}.\n",
        text(title),
        totals.findings_phrase(),
        totals.verdicts_phrase()
    ));
}

fn items(outcome: &Outcome, page: &mut Page) {
    if outcome.items.is_empty() {
        page.add("\nThe checklist has no items.\n");
        return;
    }
    let groups = AskGroups::new(outcome);
    let mut section: Option<&str> = None;
    for (index, item) in outcome.items.iter().enumerate() {
        let mut block = String::new();
        if section != Some(&item.section) {
            section = Some(&item.section);
            block.push('\n');
            if !item.section.is_empty() {
                block.push_str(&format!("### {}\n\n", text(&item.section)));
            }
        }
        block.push_str(&item_lines(outcome, item, &groups));
        if !page.add(&block) {
            let missing = outcome.items.len() - index;
            page.text.push_str(&format!(
                "\n**{} left out**: a comment holds no more. `review --format json` has them all.\n",
                counted(missing as u64, "item")
            ));
            return;
        }
    }
}

fn item_lines(outcome: &Outcome, item: &Item, groups: &AskGroups) -> String {
    let tick = if item.verdict == Verdict::Pass { 'x' } else { ' ' };
    let because = if item.because.is_empty() { String::new() } else { format!(": {}", text(&item.because)) };
    let mut lines = format!("- [{tick}] {} — **{}**{because}\n", text(&item.text), item.verdict.word());
    if item.verdict == Verdict::Ask {
        let (shown, rest) = groups.of(item);
        for group in shown {
            lines.push_str(&format!("  - {}\n", ask_line(outcome, group)));
        }
        if rest > 0 {
            lines.push_str(&format!(
                "  - … {} more: `review why --item {}`\n",
                thousands(rest as u64),
                item.number
            ));
        }
    }
    lines
}

fn ask_line(outcome: &Outcome, group: &Group) -> String {
    let ask = group.first;
    let place = markdown_code(&format!("{}:{}", cut(&ask.path, TEXT_CHARS), ask.place.line.max(1)));
    let more = if group.count > 1 {
        format!(" and {} more", thousands(group.count as u64 - 1))
    } else {
        String::new()
    };
    let rule = markdown_code(rule_id(outcome, ask.rule));
    format!("{place}{more}: {} ({rule})", text(&ask.question))
}

fn findings(outcome: &Outcome, files: &Files, page: &mut Page) {
    let count = standing(outcome).count();
    if count == 0 {
        page.add("\nNo finding stands.\n");
        return;
    }
    let head = format!(
        "\n<details>\n<summary>{}</summary>\n\n| | Where | What | Rule |\n|---|---|---|---|\n",
        counted(count as u64, "finding")
    );
    if !page.add(&head) {
        page.text.push_str(&format!(
            "\n**{} left out**: a comment holds no more.\n",
            counted(count as u64, "finding")
        ));
        return;
    }
    let mut shown = 0;
    // What a cap cuts off is the least severe.
    let mut rows: Vec<&Finding> = standing(outcome).collect();
    rows.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in rows.into_iter().take(FINDING_ROWS) {
        if !page.add(&finding_row(outcome, finding, files)) {
            break;
        }
        shown += 1;
    }
    page.text.push_str("\n</details>\n");
    if shown < count {
        page.text.push_str(&format!(
            "\n{} more left out of the table: `review --format concise` lists every one.\n",
            thousands((count - shown) as u64)
        ));
    }
}

fn finding_row(outcome: &Outcome, finding: &Finding, files: &Files) -> String {
    let line = finding.place.line.max(1);
    let file = files.get(&finding.path);
    let place = match file.region(finding.place) {
        Some(region) => format!("{}:{line}:{}", cut(&finding.path, TEXT_CHARS), region.chars.0),
        None => format!("{}:{line}", cut(&finding.path, TEXT_CHARS)),
    };
    format!(
        "| {} | {} | {} | {} |\n",
        finding.severity.level(),
        markdown_cell_code(&place),
        markdown_cell(&cut(&finding.message, TEXT_CHARS)),
        markdown_cell_code(rule_id(outcome, finding.rule)),
    )
}

fn what_was_read(outcome: &Outcome) -> String {
    let mut block = String::from("\n<details>\n<summary>What was read</summary>\n\n");
    for line in coverage::languages(&outcome.coverage) {
        block.push_str(&format!("- {}\n", text(&line)));
    }
    for (headline, few) in coverage::gaps(&outcome.coverage) {
        block.push_str(&format!("- {}\n", text(&headline)));
        for line in few {
            block.push_str(&format!("  - {}\n", text(&line)));
        }
    }
    if !outcome.rules.iter().any(|rule| rule.ran) {
        block.push_str("- no rule ran\n");
    }
    block.push_str("\n</details>\n");
    block
}

fn notices(outcome: &Outcome) -> String {
    let mut block = String::new();
    if outcome.notices.is_empty() {
        return block;
    }
    block.push_str("\n**Notices**\n\n");
    for notice in outcome.notices.iter().take(NOTICE_ROWS) {
        let word = if notice.fatal { "error" } else { "note" };
        let place = notice.at.as_ref().map_or_else(String::new, |(path, line)| {
            format!("{}: ", markdown_code(&format!("{}:{}", cut(path, TEXT_CHARS), (*line).max(1))))
        });
        block.push_str(&format!("- {word}: {place}{}\n", text(&notice.message)));
    }
    if outcome.notices.len() > NOTICE_ROWS {
        block.push_str(&format!("- … {} more\n", outcome.notices.len() - NOTICE_ROWS));
    }
    block
}

fn text(text: &str) -> String {
    markdown(&cut(text, TEXT_CHARS))
}
