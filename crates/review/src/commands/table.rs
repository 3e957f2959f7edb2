//! Tables for people: cells as wide as their widest, the last one open.

use crate::exit::shown;
use anyhow::Result;
use std::io::Write;

/// Widest cell in characters; what is longer is cut.
const WIDEST: usize = 40;

/// Writes a heading and rows.
///
/// # Errors
/// When it cannot be written.
pub fn write<'a, const N: usize>(
    heading: &[&str; N],
    rows: impl Iterator<Item = &'a [String; N]> + Clone,
    out: &mut dyn Write,
) -> Result<()> {
    let mut widths = heading.map(|cell| cell.chars().count());
    for row in rows.clone() {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    write_row(heading, &widths, out)?;
    rows.into_iter().try_for_each(|row| write_row(row, &widths, out))
}

/// Text of the source in one cell: escaped, and cut where it is too wide.
pub fn cell(text: &str) -> String {
    let text = shown(text);
    if text.is_empty() {
        return "-".to_owned();
    }
    if text.chars().count() <= WIDEST {
        return text;
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}

fn write_row<T: AsRef<str>, const N: usize>(
    row: &[T; N],
    widths: &[usize; N],
    out: &mut dyn Write,
) -> Result<()> {
    let mut line = String::new();
    for (cell, width) in row.iter().zip(widths) {
        let cell = cell.as_ref();
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count()) + 2));
    }
    Ok(writeln!(out, "{}", line.trim_end())?)
}
