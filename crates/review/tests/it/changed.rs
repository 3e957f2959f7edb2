//! `--changed`: only what was added since a revision, in a real repository.

use crate::temporary::{CLEAN, Project, WARNING};

fn lines(project: &Project, line: &str) -> Vec<String> {
    let run = project.review(&format!("--rule debug-leftover --format concise {line}"));
    assert!(run.status < 2, "{}", run.stderr);
    run.stdout.lines().filter_map(|line| Some(line.split(": warning").next()?.to_owned())).collect()
}

#[test]
fn only_findings_on_added_lines_are_reported() {
    let project = Project::new(&[("old.py", WARNING), ("touched.py", WARNING)]);
    project.commit();
    project.write("touched.py", WARNING.repeat(2));
    project.write("new.py", WARNING);
    project.write("with space é.py", WARNING);
    let found = ["new.py:2:5", "touched.py:5:5", "with space é.py:2:5"];
    assert_eq!(lines(&project, "--changed HEAD"), found, "not committed, not even known to Git");
    project.commit();
    assert_eq!(lines(&project, "--changed HEAD~1"), found, "committed");
    assert_eq!(lines(&project, "--changed HEAD"), [""; 0]);
    assert_eq!(lines(&project, "").len(), 5);
}

#[test]
fn what_others_did_meanwhile_is_not_ours() {
    let project = Project::new(&[("a.py", WARNING)]);
    project.commit();
    project.git("branch theirs");
    project.write("b.py", WARNING);
    project.commit();
    project.git("checkout -q theirs");
    project.write("a.py", CLEAN);
    project.commit();
    project.git("checkout -q main");
    assert_eq!(lines(&project, "--changed theirs"), ["b.py:2:5"]);
}

#[test]
fn below_the_git_root_paths_are_those_of_the_project() {
    let project = Project::new(&[("sub/review.toml", ""), ("sub/a.py", CLEAN), ("b.py", CLEAN)]);
    project.commit();
    project.write("sub/a.py", WARNING);
    project.write("b.py", WARNING);
    assert_eq!(lines(&project, "sub --changed HEAD"), ["a.py:2:5"]);
}

#[test]
fn a_revision_that_is_not_there_is_said() {
    let project = Project::new(&[("a.py", CLEAN)]);
    project.review("--changed HEAD").expect(2);
    project.commit();
    for revision in ["nowhere", "--output=x", "-x"] {
        let run = project.run(&[&format!("--changed={revision}")]);
        run.expect(2);
        assert!(run.stderr.contains("git knows no such revision"), "{revision}: {}", run.stderr);
    }
    assert!(!project.path("x").exists());
}

#[test]
fn a_move_alone_brings_up_nothing() {
    let body: String = (0..30).map(|number| format!("x{number} = {number}\n")).collect();
    let project = Project::new(&[("a.py", &format!("{WARNING}{body}"))]);
    project.commit();
    project.git("mv a.py b.py");
    assert_eq!(lines(&project, "--changed HEAD"), [""; 0]);
}

#[test]
fn a_new_migration_is_numbered_behind_those_that_are_there() {
    let table = |name: &str| format!("CREATE TABLE {name} (id bigint PRIMARY KEY);\n");
    let project = Project::new(&[("migrations/0002_users.up.sql", table("users").as_str())]);
    project.commit();
    project.write("migrations/0001_teams.up.sql", table("teams").as_str());
    project.write("migrations/0003_orders.up.sql", table("orders").as_str());
    let run = project.review("--rule migration-out-of-order --format concise --changed HEAD");
    run.expect(1);
    assert!(run.stdout.contains("0001_teams.up.sql:1:1: warning[migration-out-of-order]"), "{}", run.stdout);
    assert_eq!(run.stdout.matches("out-of-order]").count(), 1, "{}", run.stdout);
    project.review("--rule migration-out-of-order").expect(0);
}
