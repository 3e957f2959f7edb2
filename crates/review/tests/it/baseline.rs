//! The baseline: known findings do not count, and it only shrinks.

use crate::temporary::{CLEAN, Project, WARNING};

#[test]
fn known_findings_do_not_count_and_new_ones_do() {
    let project = Project::new(&[("a.py", WARNING), ("b.py", WARNING)]);
    project.review("").expect(1);
    let run = project.review("baseline");
    run.expect(0);
    assert!(run.stdout.contains("2 known findings"), "{}", run.stdout);
    project.review("").expect(0);
    project.write("c.py", WARNING);
    let run = project.review("--format concise");
    run.expect(1);
    assert!(run.stdout.starts_with("c.py:2:5") && run.stdout.matches("debug-leftover").count() == 1);
}

#[test]
fn it_shrinks_by_itself_and_grows_when_told() {
    let project = Project::new(&[("a.py", WARNING), ("b.py", WARNING)]);
    project.review("baseline").expect(0);
    project.write("a.py", CLEAN);
    project.write("c.py", WARNING);
    assert!(project.review("baseline").stdout.contains("1 known findings, 2 before"));
    project.review("").expect(1);
    assert!(project.review("baseline --grow").stdout.contains("2 known findings, 1 before"));
    project.review("").expect(0);
    let text = project.read(".review/baseline.toml");
    assert!(text.contains("b.py") && text.contains("c.py") && !text.contains("a.py"), "{text}");
    // A fix that is undone is new again.
    project.write("a.py", WARNING);
    project.review("").expect(1);
}

#[test]
fn a_damaged_baseline_is_named_with_its_line() {
    let project = Project::new(&[("a.py", WARNING), (".review/baseline.toml", "nonsense\n")]);
    let run = project.review("");
    run.expect(2);
    assert!(run.stderr.contains(".review/baseline.toml:1: "), "{}", run.stderr);
}

#[test]
fn half_a_project_gives_no_baseline() {
    let project = Project::new(&[("a.py", WARNING)]);
    project.review("baseline --include a.py").expect(2);
    assert!(!project.path(".review").exists());
}
