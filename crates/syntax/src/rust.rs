//! The Rust front end, over `syn`.
//!
//! `syn` keeps no offsets and no comments, and recurses without bound. So a scan of the bytes comes first: it
//! finds the comments and says how deep the parser could go, and what is too deep is never parsed.

mod attributes;
mod control;
mod expressions;
mod items;
mod literals;
mod lower;
mod macros;
mod patterns;
mod positions;
mod raw;
mod recovery;
mod scan;
mod types;
mod uses;

use crate::tree::{Builder, Tree};
use review_facts::Language;

/// Levels up to which a text is parsed. 5,000 levels of the hungriest shape need 53 MB of [`crate::STACK`];
/// the deepest of 8,127 real files has 1,556 (calibration.md 4). The bound holds for debug builds too, because
/// `syn` is optimised in them; a test reads every shape right below it.
const DEEPEST: u32 = 5_000;

pub(crate) fn parse(source: &str) -> Tree {
    let mut builder = Builder::new(source, Language::Rust, raw::name);
    let base = prologue(source);
    let text = source.get(base..).unwrap_or("");
    let scan = scan::scan(text, base as u32);
    for comment in &scan.comments {
        builder.comment(*comment);
    }
    recovery::read(&mut builder, text, base as u32, scan.depth);
    builder.finish()
}

/// Length of the byte order mark and the shebang line: `syn` would drop them and count from behind them.
pub(crate) fn prologue(source: &str) -> usize {
    let mark = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = &source[mark..];
    // `#![attribute]` is no shebang, even with white space or comments between its tokens.
    let inside = rest.strip_prefix("#!").map(|rest| rest.trim_start());
    match inside {
        Some(inside) if !inside.starts_with('[') => mark + rest.find('\n').unwrap_or(rest.len()),
        _ => mark,
    }
}
