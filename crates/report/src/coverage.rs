//! What was read and what was not, in sentences for `full` and `markdown`.
//!
//! It is always said: a verdict is worth what was read for it. Sentences come back plain; the caller escapes
//! them for its target.

use review_engine::{Coverage, LanguageCoverage};

use crate::totals::{counted, thousands};

/// How many regions, files and languages are named; the rest is a number.
const NAMED: usize = 5;

/// `python: 182 files, 45,210 lines, 1.6 MB, all covered`, one for each language with files.
pub(crate) fn languages(coverage: &Coverage) -> Vec<String> {
    let read: Vec<String> =
        coverage.languages.iter().filter(|language| language.files > 0).map(language_line).collect();
    if read.is_empty() { vec!["no file of a supported language was read".to_owned()] } else { read }
}

/// What was not read: regions, files, languages, and limits set by the user. Each is a headline and the first
/// few of its kind.
pub(crate) fn gaps(coverage: &Coverage) -> Vec<(String, Vec<String>)> {
    let mut gaps = Vec::new();
    if !coverage.uncovered.is_empty() {
        let bytes: u64 = coverage.uncovered.iter().map(|region| u64::from(region.span.len())).sum();
        let headline =
            format!("not covered: {}, {}", counted(coverage.uncovered.len() as u64, "region"), size(bytes));
        let regions = coverage
            .uncovered
            .iter()
            .map(|region| format!("{}:{}: {}", region.path, region.line.max(1), region.why));
        gaps.push((headline, first_few(regions, coverage.uncovered.len())));
    }
    if !coverage.unread.is_empty() {
        let headline = format!("not read: {}", counted(coverage.unread.len() as u64, "file"));
        let files = coverage.unread.iter().map(|(path, why)| format!("{path}: {why}"));
        gaps.push((headline, first_few(files, coverage.unread.len())));
    }
    if !coverage.unread_languages.is_empty() {
        let languages = coverage.unread_languages.iter().map(|(language, files, lines)| {
            format!(
                "{language}: {}, {}",
                counted(u64::from(*files), "file"),
                counted(u64::from(*lines), "line")
            )
        });
        gaps.push(("languages not read".to_owned(), first_few(languages, coverage.unread_languages.len())));
    }
    if !coverage.limited_by.is_empty() {
        gaps.push((format!("limited by {}", coverage.limited_by.join(", ")), Vec::new()));
    }
    gaps
}

fn language_line(language: &LanguageCoverage) -> String {
    let covered = match language.uncovered_bytes {
        0 => "all covered".to_owned(),
        bytes => format!("{} ({}) not covered", size(bytes), percent(bytes, language.bytes)),
    };
    format!(
        "{}: {}, {}, {}, {covered}",
        language.language,
        counted(u64::from(language.files), "file"),
        counted(language.lines, "line"),
        size(language.bytes),
    )
}

fn first_few(lines: impl Iterator<Item = String>, count: usize) -> Vec<String> {
    let mut few: Vec<String> = lines.take(NAMED).collect();
    if count > NAMED {
        few.push(format!("… {} more", thousands((count - NAMED) as u64)));
    }
    few
}

/// Bytes for a person, in integer arithmetic: `812 bytes`, `1.6 kB`, `45.0 MB`.
fn size(bytes: u64) -> String {
    let (unit, word) = match bytes {
        0..1_000 => return counted(bytes, "byte"),
        1_000..1_000_000 => (1_000, "kB"),
        _ => (1_000_000, "MB"),
    };
    format!("{}.{} {word}", thousands(bytes / unit), bytes % unit / (unit / 10))
}

/// Never `0 %` for something and never `100 %` for less than all.
fn percent(part: u64, whole: u64) -> String {
    if part >= whole {
        return "100 %".to_owned();
    }
    let hundredths = u128::from(part) * 10_000 / u128::from(whole);
    match hundredths {
        0 => "less than 0.01 %".to_owned(),
        _ => format!("{}.{:02} %", hundredths / 100, hundredths % 100),
    }
}
