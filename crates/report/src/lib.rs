//! The outcome of a review as bytes, one file per format.
//!
//! A report writes down what it is given: it does not judge, sort by taste or read a clock, so the same outcome
//! gives the same bytes. It may leave out what its consumer cannot carry, and says so in the report itself or
//! through [`left_out`]. Source text is hostile: everything that comes from a reviewed file passes through
//! [`escape`] or a safe JSON writer.

mod asks;
mod columns;
mod concise;
mod coverage;
pub mod escape;
mod files;
mod frame;
mod full;
mod json;
mod line_hash;
mod markdown;
mod safe_json;
mod sarif;
mod totals;
mod wrap;

use std::io;

use review_engine::{Outcome, Sources};

use files::Files;
pub use totals::summary_line;

/// A format of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a person at a terminal: findings with code frames, then the filled-in checklist.
    Full,
    /// One line for each finding: `path:line:col: error|warning|note[rule-id]: message`.
    Concise,
    /// Everything, for programs; versioned.
    Json,
    /// SARIF 2.1.0, in one of two profiles.
    Sarif,
    /// The filled-in checklist, safe to post as a comment.
    Markdown,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Format; 5] =
        [Format::Full, Format::Concise, Format::Json, Format::Sarif, Format::Markdown];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Markdown => "markdown",
        }
    }

    /// What it is for, one sentence without a full stop.
    pub fn about(self) -> &'static str {
        match self {
            Format::Full => "code frames, reasons and the filled-in checklist, for a terminal",
            Format::Concise => "one line for each finding, for editors and problem matchers",
            Format::Json => "everything, for programs; see docs/json.md",
            Format::Sarif => "SARIF 2.1.0; see --profile",
            Format::Markdown => "the filled-in checklist, safe to post as a comment",
        }
    }

    /// The format of a word, if there is one.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// How much a SARIF file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// For code scanning: only findings that stand, because consumers take every result for an alert.
    #[default]
    Upload,
    /// The record: every item with its verdict, allowed and known findings, asks, counts.
    Full,
}

impl Profile {
    /// Every profile, the default first.
    pub const ALL: [Profile; 2] = [Profile::Upload, Profile::Full];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Upload => "upload",
            Profile::Full => "full",
        }
    }

    /// What it is for, one sentence without a full stop.
    pub fn about(self) -> &'static str {
        match self {
            Profile::Upload => "only findings that stand, for code scanning",
            Profile::Full => "every item, finding and ask, for the record",
        }
    }

    /// The profile of a word, if there is one.
    pub fn from_name(name: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.name() == name)
    }
}

/// How text for a terminal looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Colours are written. Nothing is told by colour alone.
    pub color: bool,
    /// Columns of the terminal; values outside 40 to 200 are brought into that range.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Style { color: false, width: 80 }
    }
}

/// Writes a report. `sources` gives the text for frames, columns and line hashes; a file it no longer has is
/// reported by line alone.
///
/// # Errors
/// Those of `out`, unchanged: a closed pipe is for the caller to forgive.
pub fn write(
    format: Format,
    profile: Profile,
    outcome: &Outcome,
    sources: &dyn Sources,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let files = Files::new(sources);
    match format {
        Format::Full => full::write(outcome, &files, style, out),
        Format::Concise => concise::write(outcome, &files, out),
        Format::Json => json::write(outcome, &files, out),
        Format::Sarif => sarif::write(profile, outcome, &files, out),
        Format::Markdown => markdown::write(outcome, &files, out),
    }
}

/// What a report had to leave out because its consumer cannot carry it, for the user to read beside it.
pub fn left_out(format: Format, profile: Profile, outcome: &Outcome) -> Option<String> {
    match format {
        Format::Sarif if profile == Profile::Upload => sarif::left_out_of_upload(outcome),
        _ => None,
    }
}
