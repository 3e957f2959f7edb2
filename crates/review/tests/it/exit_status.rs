//! 0 clean, 1 findings, 2 the job could not be done, 3 nothing was read.

use crate::temporary::{CLEAN, Project, WARNING};

#[test]
fn clean_is_0_and_a_warning_is_1() {
    let project = Project::new(&[("a.py", CLEAN)]);
    project.review("--rule debug-leftover").expect(0);
    project.write("a.py", WARNING);
    let run = project.review("--rule debug-leftover --format concise");
    run.expect(1);
    assert!(run.stdout.starts_with("a.py:2:5: warning[debug-leftover]: "), "{}", run.stdout);
}

#[test]
fn the_level_that_fails_is_the_users_choice() {
    let project = Project::new(&[("a.py", WARNING)]);
    for (level, status) in [("critical", 0), ("warning", 1), ("suggestion", 1), ("ask", 1), ("never", 0)] {
        project.review(&format!("--rule debug-leftover --fail-on {level}")).expect(status);
    }
    project.write("review.toml", "fail-on = \"critical\"\n");
    project.review("--rule debug-leftover").expect(0);
    project.review("--rule debug-leftover --fail-on warning").expect(1);
}

#[test]
fn nothing_read_is_3_and_loud() {
    let project = Project::new(&[("main.go", "package main\n"), ("README.md", "# x\n")]);
    let run = project.review("");
    run.expect(3);
    assert!(run.stderr.contains("error: no file of "), "{}", run.stderr);
    assert!(run.stdout.contains("Go"), "{}", run.stdout);
    // Settings alone are not a program, but what is found in them counts.
    project.write("settings.toml", "debug = true\n");
    project.review("").expect(3);
    project.write("settings.toml", "<<<<<<< ours\na = 1\n=======\na = 2\n>>>>>>> theirs\n");
    project.review("").expect(1);
}

#[test]
fn misuse_is_2_and_says_what_to_do() {
    let project = Project::new(&[("a.py", CLEAN)]);
    for (line, message, help) in [
        ("--rule debug-leftovr", "there is no rule `debug-leftovr`", "did you mean `debug-leftover`?"),
        ("--checklist bakend", "there is no checklist `bakend`", "did you mean `backend`?"),
        ("nowhere.py", "there is no file or folder `nowhere.py`", "paths are relative to the current folder"),
        ("chek", "there is no file or folder `chek`", "did you mean the command `review check`?"),
        ("--today yesterday", "`--today yesterday` is no day", "write it as 2026-12-31"),
        ("--include a[", "`--include a[` is no glob", "quote it"),
        ("--threads 0", "`--threads 0` leaves nobody to work", "leave it out"),
        ("--output x", "`--output x` has no `--format`", "--format sarif --output x"),
        ("facts --kind hanlder", "there is no kind `hanlder`", "did you mean `handler`?"),
        ("explain nonsense", "there is no rule `nonsense`", "`review rules` lists them"),
    ] {
        let run = project.review(line);
        run.expect(2);
        assert!(run.stderr.contains(message) && run.stderr.contains(help), "{line}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{line}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::Stdio;
    let project = Project::new(&[("a.py", &WARNING.repeat(4000))]);
    let mut child = project
        .command(&["--rule", "debug-leftover", "--format", "concise"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
