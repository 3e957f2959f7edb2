//! Text for a terminal: wrapped by display width, and painted when colours are asked for.

use anstyle::{AnsiColor, Effects, Style as Paint};
use review_engine::{Severity, Verdict};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::Style;

/// The paint for a severity's word.
pub(crate) fn severity_paint(severity: Severity) -> Paint {
    let color = match severity {
        Severity::Critical => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Suggestion => AnsiColor::BrightCyan,
    };
    color.on_default().effects(Effects::BOLD)
}

/// The paint for a verdict's word.
pub(crate) fn verdict_paint(verdict: Verdict) -> Paint {
    match verdict {
        Verdict::Fail => AnsiColor::BrightRed.on_default().effects(Effects::BOLD),
        Verdict::Ask | Verdict::NotChecked => AnsiColor::Yellow.on_default().effects(Effects::BOLD),
        Verdict::Pass => AnsiColor::Green.on_default().effects(Effects::BOLD),
        Verdict::NotApplicable | Verdict::ByHand => Paint::new().effects(Effects::DIMMED),
    }
}

/// The paint for headings.
pub(crate) fn bold() -> Paint {
    Paint::new().effects(Effects::BOLD)
}

impl Style {
    /// Columns to write in.
    pub(crate) fn columns(self) -> usize {
        self.width.clamp(40, 200)
    }

    /// A text in a paint, or as it is.
    pub(crate) fn paint(self, paint: Paint, text: &str) -> String {
        if self.color { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
    }
}

/// Breaks a text at spaces into lines of at most `width` columns; a longer word is broken within. Never empty.
/// A line that a CI log would obey, because a break put `::` at its start, is spelled out and a little longer.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(10);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let columns = word.width();
        if used > 0 && used + 1 + columns > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if columns <= width {
            line.push_str(word);
            used += columns;
            continue;
        }
        for c in word.chars() {
            let columns = c.width().unwrap_or(0);
            if used + columns > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += columns;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines.iter().map(|line| crate::escape::line_start(line)).collect()
}

/// As [`wrap`], with `indent` spaces before every line but the first, which continues what stands there.
pub(crate) fn hang(text: &str, indent: usize, columns: usize) -> String {
    wrap(text, columns.saturating_sub(indent)).join(&format!("\n{}", " ".repeat(indent)))
}
