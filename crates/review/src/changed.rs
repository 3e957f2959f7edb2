//! Which lines were added since a Git revision, asked of `git`.
//!
//! A revision is compared where the two histories parted, so that what others did on it meanwhile is not
//! taken for ours. Files that Git does not know yet are new from their first line.

use crate::exit::{Mistake, shown};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::Command;

/// Added lines, from 1, by path from the root. Of a new file they are all lines there can be.
pub type Added = BTreeMap<String, Vec<RangeInclusive<u32>>>;

/// The lines below `root` that were added since `revision`.
///
/// # Errors
/// When there is no `git`, no repository, or no such revision.
pub fn added_since(root: &Path, revision: &str) -> Result<Added> {
    if revision.starts_with('-') {
        return Err(unknown(revision, ""));
    }
    let commit = format!("{revision}^{{commit}}");
    let resolved = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
        .map_err(|error| no_repository(error, root))?
        .ok_or_else(|| unknown(revision, "fetch it first: a shallow clone holds no other revision"))?;
    let resolved = String::from_utf8_lossy(&resolved).trim().to_owned();
    // Without a common ancestor (a shallow clone) the revision itself is the best there is.
    let base = git(root, &["merge-base", &resolved, "HEAD"])?;
    let base = base.map_or(resolved, |base| String::from_utf8_lossy(&base).trim().to_owned());
    let diff = git(
        root,
        &[
            "diff",
            "-U0",
            "-M",
            "--relative",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--ignore-submodules",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            &base,
            "--",
        ],
    )?
    .with_context(|| format!("git cannot compare with `{}`", shown(revision)))?;
    let mut added = parse(&diff);
    let untracked = git(root, &["ls-files", "--others", "--exclude-standard", "-z"])?.unwrap_or_default();
    for path in untracked.split(|byte| *byte == 0).filter(|path| !path.is_empty()) {
        added.insert(String::from_utf8_lossy(path).into_owned(), vec![1..=u32::MAX]);
    }
    Ok(added)
}

/// The files that are new.
pub fn new_files(added: &Added) -> BTreeSet<String> {
    let is_new = |ranges: &Vec<RangeInclusive<u32>>| ranges[..] == [1..=u32::MAX];
    added.iter().filter(|(_, ranges)| is_new(ranges)).map(|(path, _)| path.clone()).collect()
}

/// Runs git; its output, or none when it refuses. No program that the repository's configuration names is run.
fn git(root: &Path, arguments: &[&str]) -> std::io::Result<Option<Vec<u8>>> {
    let output = Command::new("git")
        .args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "diff.noprefix=false"])
        .args(arguments)
        .current_dir(root)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C")
        .output()?;
    Ok(output.status.success().then_some(output.stdout))
}

fn unknown(revision: &str, help: &str) -> anyhow::Error {
    Mistake::error(format!("`--changed {}`: git knows no such revision here", shown(revision)), help)
}

fn no_repository(error: std::io::Error, root: &Path) -> anyhow::Error {
    let root = shown(&root.to_string_lossy());
    anyhow::Error::new(error).context(format!("`--changed` needs git, and it cannot be run in `{root}`"))
}

/// Reads a diff without context lines.
fn parse(diff: &[u8]) -> Added {
    let mut added = Added::new();
    let mut path: Option<String> = None;
    let mut is_new = false;
    // Lines of a hunk that are still to come: they may look like anything.
    let mut body = 0u32;
    for line in diff.split(|byte| *byte == b'\n') {
        if body > 0 && matches!(line.first(), Some(b'+' | b'-')) {
            body -= 1;
        } else if line.starts_with(b"--- ") {
            is_new = line == b"--- /dev/null";
        } else if let Some(name) = line.strip_prefix(b"+++ ") {
            path = new_path(name);
        } else if let Some((old, new)) = line.strip_prefix(b"@@ ").and_then(hunk) {
            body = old + new.1;
            if let Some(path) = path.as_ref().filter(|_| new.1 > 0) {
                let last = if is_new { u32::MAX } else { new.0.saturating_add(new.1 - 1) };
                added.entry(path.clone()).or_default().push(new.0..=last);
            }
        }
    }
    added
}

/// Removed lines, and first line and count of added ones, of `-a,b +c,d @@`.
fn hunk(line: &[u8]) -> Option<(u32, (u32, u32))> {
    let line = std::str::from_utf8(line.split(|byte| *byte == b'@').next()?).ok()?;
    let mut sides = line.split_whitespace();
    let (_, old) = side(sides.next()?.strip_prefix('-')?)?;
    Some((old, side(sides.next()?.strip_prefix('+')?)?))
}

fn side(text: &str) -> Option<(u32, u32)> {
    let (start, count) = text.split_once(',').unwrap_or((text, "1"));
    Some((start.parse().ok()?, count.parse().ok()?))
}

/// The path behind `+++ `, without `b/`; none for a file that is gone. Git quotes a name with control
/// characters, quotes or backslashes as C does, and puts a tab behind one with spaces.
fn new_path(name: &[u8]) -> Option<String> {
    let bytes = match name.strip_prefix(b"\"") {
        Some(quoted) => unquote(quoted),
        None => name.strip_suffix(b"\t").unwrap_or(name).to_vec(),
    };
    Some(String::from_utf8_lossy(bytes.strip_prefix(b"b/")?).into_owned())
}

fn unquote(quoted: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = quoted.iter().copied();
    while let Some(byte) = rest.next() {
        match byte {
            b'"' => break,
            b'\\' => match rest.next() {
                Some(b'n') => out.push(b'\n'),
                Some(b't') => out.push(b'\t'),
                Some(b'r') => out.push(b'\r'),
                Some(b'a') => out.push(7),
                Some(b'b') => out.push(8),
                Some(b'v') => out.push(11),
                Some(b'f') => out.push(12),
                Some(first @ b'0'..=b'7') => {
                    let digits = [first, rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                    out.push(
                        digits.iter().fold(0u8, |sum, digit| sum.wrapping_mul(8).wrapping_add(digit & 7)),
                    );
                }
                Some(other) => out.push(other),
                None => {}
            },
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn added_lines_are_read_and_removed_ones_are_not() {
        let diff = b"diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n@@ -1,2 +0,0 @@\n-a\n-b\n@@ -9 +8,2 @@ def f\n-c\n+++ b/fake.py\n+e\n";
        assert_eq!(parse(diff), Added::from([("x.py".to_owned(), vec![8..=9])]));
    }

    #[test]
    fn new_files_are_new_in_every_line() {
        let diff = b"--- /dev/null\n+++ b/new.sql\n@@ -0,0 +1,2 @@\n+a\n+b\n--- a/old.sql\n+++ b/old.sql\n@@ -0,0 +1 @@\n+a\n";
        let added = parse(diff);
        assert_eq!(new_files(&added), BTreeSet::from(["new.sql".to_owned()]));
        assert_eq!(added["old.sql"], [1..=1]);
    }

    #[test]
    fn odd_names_are_read_as_git_writes_them() {
        assert_eq!(new_path(b"\"b/a\\nb\\\"\\303\\251.py\"").as_deref(), Some("a\nb\"é.py"));
        assert_eq!(new_path(b"b/with space.py\t").as_deref(), Some("with space.py"));
        assert_eq!(new_path(b"/dev/null"), None);
    }
}
