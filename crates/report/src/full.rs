//! The report for a person at a terminal: findings by rule with code frames, the filled-in checklist, what was
//! read, notices, totals.
//!
//! A rule's reason is said once above its findings. Frames are capped, per rule and in all, because nobody reads
//! the three-hundredth of a kind on a terminal; what is left out is counted and the format that has it named.

use std::io;

use review_engine::{Finding, Item, Notice, Outcome, Severity, Verdict};

use crate::asks::{AskGroups, Group};
use crate::files::Files;
use crate::frame::{frame, position};
use crate::totals::{Totals, counted, rule_id, standing, summary_line, thousands};
use crate::wrap::{bold, hang, severity_paint, verdict_paint};
use crate::{Style, coverage, escape};

/// Code frames of one rule.
const FRAMES_OF_A_RULE: usize = 25;
/// Code frames in all.
const FRAMES: usize = 200;
const TEXT_CHARS: usize = 2000;
/// As long as the longest verdict.
const VERDICT_WIDTH: usize = "not applicable".len();

pub(crate) fn write(
    outcome: &Outcome,
    files: &Files,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    findings(outcome, files, style, out)?;
    checklist(outcome, style, out)?;
    what_was_read(outcome, style, out)?;
    notices(&outcome.notices, style, out)?;
    writeln!(out, "{}", style.paint(bold(), &hang(&summary_line(outcome), 2, style.columns())))
}

fn findings(outcome: &Outcome, files: &Files, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    if Totals::of(outcome).standing() == 0 {
        return writeln!(out, "No finding stands.\n");
    }
    let mut left = FRAMES;
    for group in by_rule(outcome) {
        rule_head(outcome, &group, style, out)?;
        let shown = group.findings.len().min(FRAMES_OF_A_RULE).min(left);
        left -= shown;
        for finding in &group.findings[..shown] {
            let word = style.paint(severity_paint(finding.severity), finding.severity.level());
            let message = clean(&finding.message);
            let indent = finding.severity.level().len() + 2;
            writeln!(out, "{word}: {}", hang(&message, indent, style.columns()))?;
            writeln!(out, "{}", frame(finding, files, style))?;
        }
        if shown < group.findings.len() {
            let more = thousands((group.findings.len() - shown) as u64);
            writeln!(out, "… {more} more of this rule: `review --format concise` lists every one\n")?;
        }
    }
    Ok(())
}

/// The findings of one rule that stand.
struct RuleFindings<'a> {
    rule: usize,
    worst: Severity,
    findings: Vec<&'a Finding>,
}

/// The rule with the most severe finding first, then in rule order; within a rule the most severe first, so that
/// a cap cuts off the least.
fn by_rule(outcome: &Outcome) -> Vec<RuleFindings<'_>> {
    let mut groups: Vec<RuleFindings> = Vec::new();
    let mut index = std::collections::HashMap::new();
    for finding in standing(outcome) {
        let at = *index.entry(finding.rule).or_insert(groups.len());
        if at == groups.len() {
            groups.push(RuleFindings { rule: finding.rule, worst: finding.severity, findings: Vec::new() });
        }
        groups[at].worst = groups[at].worst.max(finding.severity);
        groups[at].findings.push(finding);
    }
    for group in &mut groups {
        group.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.worst), group.rule));
    groups
}

fn rule_head(
    outcome: &Outcome,
    group: &RuleFindings,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let id = escape::one_line(rule_id(outcome, group.rule));
    let count = counted(group.findings.len() as u64, "finding");
    writeln!(out, "{}: {count}", style.paint(bold(), &id))?;
    if let Some(rule) = outcome.rules.get(group.rule).filter(|rule| !rule.short.is_empty()) {
        writeln!(out, "  {}", hang(&clean(&rule.short), 2, style.columns()))?;
    }
    writeln!(out, "  help: `review explain {id}`\n")
}

fn checklist(outcome: &Outcome, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let info = &outcome.checklist;
    let title = if info.title.is_empty() { &info.name } else { &info.title };
    let head = format!("Checklist: {} ({})", clean(title), clean(&info.name));
    writeln!(out, "{}", style.paint(bold(), &hang(&head, 0, style.columns())))?;
    if outcome.items.is_empty() {
        return writeln!(out, "The checklist has no items.\n");
    }
    let groups = AskGroups::new(outcome);
    let widest = outcome.items.iter().map(|item| item.number).max().unwrap_or(0).to_string().len();
    let mut section: Option<&str> = None;
    for item in &outcome.items {
        if section != Some(&item.section) {
            section = Some(&item.section);
            writeln!(out)?;
            if !item.section.is_empty() {
                writeln!(out, "{}", style.paint(bold(), &hang(&clean(&item.section), 0, style.columns())))?;
            }
        }
        checklist_item(outcome, item, &groups, widest, style, out)?;
    }
    writeln!(out)
}

fn checklist_item(
    outcome: &Outcome,
    item: &Item,
    groups: &AskGroups,
    numbers: usize,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let indent = 2 + VERDICT_WIDTH + 1 + numbers + 2;
    let columns = style.columns();
    let word = item.verdict.word();
    writeln!(
        out,
        "  {}{} {:>numbers$}  {}",
        style.paint(verdict_paint(item.verdict), word),
        " ".repeat(VERDICT_WIDTH - word.len()),
        item.number,
        hang(&clean(&item.text), indent, columns),
    )?;
    let margin = " ".repeat(indent);
    if !item.because.is_empty() {
        writeln!(out, "{margin}{}", hang(&clean(&item.because), indent, columns))?;
    }
    if item.verdict == Verdict::Pass {
        for limit in &item.limits {
            writeln!(out, "{margin}{}", hang(&clean(limit), indent, columns))?;
        }
    }
    let (shown, mut rest) = groups.of(item);
    if item.verdict == Verdict::Ask {
        for group in shown {
            writeln!(out, "{margin}- {}", hang(&ask_line(outcome, group), indent + 2, columns))?;
        }
    } else {
        // What fails is looked at first; that more could not be decided is still said.
        rest += shown.iter().map(|group| group.count).sum::<usize>();
    }
    if rest > 0 {
        let rest = thousands(rest as u64);
        let more = if item.verdict == Verdict::Ask { "more" } else { "not decided" };
        writeln!(out, "{margin}… {rest} {more}: `review why --item {}`", item.number)?;
    }
    Ok(())
}

/// `app/log.py:3 and 16 more: question (cause: foolog.get_logger)`.
fn ask_line(outcome: &Outcome, group: &Group) -> String {
    let ask = group.first;
    let more = if group.count > 1 {
        format!(" and {} more", thousands(group.count as u64 - 1))
    } else {
        String::new()
    };
    let cause =
        if ask.cause.is_empty() { String::new() } else { format!(" (unresolved: {})", clean(&ask.cause)) };
    let place = position(&ask.path, ask.place.line.max(1), None);
    format!(
        "{place}{more}: {}{cause} [{}]",
        clean(&ask.question),
        escape::one_line(rule_id(outcome, ask.rule))
    )
}

fn what_was_read(outcome: &Outcome, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", style.paint(bold(), "What was read"))?;
    let columns = style.columns();
    for line in coverage::languages(&outcome.coverage) {
        writeln!(out, "  {}", hang(&clean(&line), 4, columns))?;
    }
    for (headline, few) in coverage::gaps(&outcome.coverage) {
        writeln!(out, "  {}", hang(&clean(&headline), 4, columns))?;
        for line in few {
            writeln!(out, "    {}", hang(&clean(&line), 6, columns))?;
        }
    }
    if !outcome.rules.iter().any(|rule| rule.ran) {
        writeln!(out, "  no rule ran")?;
    }
    writeln!(out)
}

fn notices(notices: &[Notice], style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    if notices.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", style.paint(bold(), "Notices"))?;
    for notice in notices {
        let severity = if notice.fatal { Severity::Critical } else { Severity::Suggestion };
        let word = severity.level();
        let place = notice
            .at
            .as_ref()
            .map_or_else(String::new, |(path, line)| format!("{}: ", position(path, (*line).max(1), None)));
        let text = format!("{place}{}", clean(&notice.message));
        let indent = 2 + word.len() + 2;
        let word = style.paint(severity_paint(severity), word);
        writeln!(out, "  {word}: {}", hang(&text, indent, style.columns()))?;
    }
    writeln!(out)
}

fn clean(text: &str) -> String {
    escape::one_line(&escape::cut(text, TEXT_CHARS))
}
