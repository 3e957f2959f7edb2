//! Fixtures: source files beside the text that is expected of them.
//!
//! One decision that is not obvious: every difference of a folder is shown in one failure, because a change
//! of a front end moves many fixtures at once and is judged by reading all of them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Compares what `dump` says of every source file below `testdata/<folder>` with the text that stands beside
/// it in `<file>.<extension>`: `class.py` and `class.py.tree`. `dump` gets the file's path from the folder and
/// its text, byte for byte.
///
/// With `UPDATE_FIXTURES=1` in the environment the expected texts are written instead: read them before they
/// are committed.
///
/// # Panics
/// When a text differs or is missing, when an expected text has no source, when the folder holds no source,
/// or when a file cannot be read as UTF-8.
#[track_caller]
pub fn fixtures(folder: &str, extension: &str, dump: impl Fn(&Path, &str) -> String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(folder);
    let update = std::env::var_os("UPDATE_FIXTURES").is_some_and(|value| value == "1");
    if let Err(report) = compare(&root, extension, update, dump) {
        panic!("testdata/{folder}:\n{report}\nUPDATE_FIXTURES=1 cargo test … writes what is there now");
    }
}

fn compare(
    root: &Path,
    extension: &str,
    update: bool,
    dump: impl Fn(&Path, &str) -> String,
) -> Result<(), String> {
    let suffix = format!(".{extension}");
    let files = files_below(root)?;
    let (expectations, sources): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|path| path.to_string_lossy().ends_with(&suffix));
    if sources.is_empty() {
        return Err("the folder holds no source\n".to_owned());
    }
    let mut report = String::new();
    for path in &sources {
        let source = read(path)?;
        let name = path.strip_prefix(root).unwrap_or(path);
        let actual = ended(dump(name, &source));
        let expectation = beside(path, &suffix);
        let expected = if expectations.contains(&expectation) { Some(read(&expectation)?) } else { None };
        if expected.as_ref() == Some(&actual) {
            continue;
        }
        if update {
            fs::write(&expectation, &actual)
                .map_err(|error| format!("{}: {error}", expectation.display()))?;
            continue;
        }
        let _ = match expected {
            None => writeln!(report, "--- {}{suffix} is missing", name.display()),
            Some(expected) => {
                write!(report, "--- {}{suffix} differs\n{}", name.display(), difference(&expected, &actual))
            }
        };
    }
    for stray in expectations.iter().filter(|path| !sources.iter().any(|s| beside(s, &suffix) == **path)) {
        let name = stray.strip_prefix(root).unwrap_or(stray).display();
        let _ = writeln!(report, "--- {name} has no source beside it");
    }
    if report.is_empty() { Ok(()) } else { Err(report) }
}

fn files_below(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}\n", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| format!("{}: {error}\n", folder.display()))?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}\n", path.display()))
}

fn beside(source: &Path, suffix: &str) -> PathBuf {
    let mut name = source.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Texts end with a line end, so that editors and `git diff` leave them alone.
fn ended(mut text: String) -> String {
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// The lines that differ, between those that both texts have in common at the top and at the end, with three
/// lines around them.
fn difference(expected: &str, actual: &str) -> String {
    const AROUND: usize = 3;
    let expected: Vec<&str> = expected.split('\n').collect();
    let actual: Vec<&str> = actual.split('\n').collect();
    let shorter = expected.len().min(actual.len());
    let top = (0..shorter).take_while(|i| expected[*i] == actual[*i]).count();
    let end = (0..shorter - top)
        .take_while(|i| expected[expected.len() - 1 - i] == actual[actual.len() - 1 - i])
        .count();
    let mut text = format!("@@ line {}\n", top + 1);
    let (old, new) = (&expected[top..expected.len() - end], &actual[top..actual.len() - end]);
    let after = &actual[actual.len() - end..];
    let parts = [
        (' ', &actual[top.saturating_sub(AROUND)..top]),
        ('-', old),
        ('+', new),
        (' ', &after[..after.len().min(AROUND)]),
    ];
    for (sign, lines) in parts {
        for line in lines {
            let _ = writeln!(text, "{sign} {line}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn upper(_: &Path, source: &str) -> String {
        source.to_uppercase()
    }

    #[test]
    fn equal_texts_pass_and_a_missing_line_end_does_not_matter() {
        let folder =
            folder(&[("a.py", "x"), ("a.py.tree", "X\n"), ("sub/b.py", "y\n"), ("sub/b.py.tree", "Y\n")]);
        assert_eq!(compare(folder.path(), "tree", false, upper), Ok(()));
    }

    #[test]
    fn a_difference_is_shown_with_the_lines_around_it() {
        let folder = folder(&[("a.py", "1\n2\n3\n4\nnew\n6\n"), ("a.py.tree", "1\n2\n3\n4\nOLD\n6\n")]);
        let report = compare(folder.path(), "tree", false, upper).unwrap_err();
        assert_eq!(report, "--- a.py.tree differs\n@@ line 5\n  2\n  3\n  4\n- OLD\n+ NEW\n  6\n  \n");
    }

    #[test]
    fn missing_and_stray_expectations_and_an_empty_folder_fail() {
        let stray = folder(&[("a.py", "x"), ("b.py.tree", "Y\n")]);
        let report = compare(stray.path(), "tree", false, upper).unwrap_err();
        assert_eq!(report, "--- a.py.tree is missing\n--- b.py.tree has no source beside it\n");
        let empty = folder(&[]);
        assert!(compare(empty.path(), "tree", false, upper).unwrap_err().contains("no source"));
        assert!(compare(&empty.path().join("none"), "tree", false, upper).is_err());
    }

    #[test]
    fn updating_writes_what_is_there_now() {
        let folder = folder(&[("a.py", "x"), ("b.py", "y"), ("b.py.tree", "old\n")]);
        assert_eq!(compare(folder.path(), "tree", true, upper), Ok(()));
        assert_eq!(fs::read_to_string(folder.path().join("a.py.tree")).unwrap(), "X\n");
        assert_eq!(compare(folder.path(), "tree", false, upper), Ok(()));
    }
}
