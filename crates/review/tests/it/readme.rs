//! What README tells a reader to type works.

use crate::temporary::{Project, Run};
use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The lines of README's fenced blocks of one language.
fn blocks(language: &str) -> Vec<String> {
    let text = fs::read_to_string(repository().join("README.md")).unwrap();
    let mut within = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(info) => within = !within && info == language,
            None if within => lines.push(line.to_owned()),
            None => {}
        }
    }
    lines
}

/// A command as typed, without its comment.
fn words(line: &str) -> Vec<&str> {
    line.split('#').next().unwrap_or_default().split_whitespace().collect()
}

#[test]
fn the_first_command_shows_the_product() {
    let first = blocks("sh").into_iter().next().unwrap();
    let words = words(&first);
    let program = words.iter().position(|word| *word == "--").unwrap();
    assert_eq!(words[..program], ["cargo", "run", "--release", "-p", "review"]);
    let project = Project::new(&[]);
    let run = project.command(&words[program + 1..]).current_dir(repository()).output().unwrap();
    let stdout = String::from_utf8(run.stdout).unwrap();
    assert_eq!(run.status.code(), Some(1), "the demonstration has flaws: {stdout}");
    assert!(stdout.contains("fail") && stdout.contains("What was read"), "{stdout}");
}

#[test]
fn every_other_command_of_readme_runs() {
    let project = Project::new(&[]);
    copy(&repository().join("testdata/projects/saas"), project.root());
    project.write("docs/checklist.md", blocks("markdown").join("\n"));
    project.commit();
    project.git("update-ref refs/remotes/origin/main HEAD");
    let mut ran = 0;
    for line in blocks("sh").into_iter().chain(blocks("yaml")) {
        let Some(arguments) =
            words(line.trim_start_matches(['-', ' '])).strip_prefix(&["review"]).map(<[_]>::to_vec)
        else {
            continue;
        };
        let run: Run = project.run(&arguments);
        assert!(run.status < 2, "{line}: {}\n{}", run.status, run.stderr);
        ran += 1;
    }
    assert!(ran >= 4, "only {ran} commands were found in README");
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
