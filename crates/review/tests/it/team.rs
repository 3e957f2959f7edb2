//! A team's own rules, checklists and suppressions.

use crate::temporary::{CLEAN, Project, WARNING};

const RULE: &str = "```toml\nseverity = \"warning\"\nconfidence = \"high\"\nsubject = \"func\"\nlanguages = [\"python\"]\nfail = 'func.lines > 2'\nmessage = \"`{{ func.name }}` has {{ func.lines }} lines\"\n```\n# Long function\n\nLong functions are hard to read.\n\n## Why\n\nThey are.\n\n## Fix\n\nSplit them.\n\n## Limits\n\nWhat a pass does not say: that they are good.\n\n## Examples\n\n```python bad file=a.py\ndef f():  # expect: long-function\n    x = 1\n    return x\n```\n\n```python good file=a.py\ndef f():\n    return 1\n```\n";

#[test]
fn a_rule_of_a_team_is_one_file() {
    let project = Project::new(&[("a.py", WARNING), (".review/rules/long-function.md", RULE)]);
    let run = project.review("--rule long-function --format concise");
    run.expect(1);
    assert!(
        run.stdout.starts_with("a.py:1:5: warning[long-function]: `total` has 3 lines"),
        "{}",
        run.stdout
    );
    assert!(project.review("rules").stdout.contains("long-function"));
    assert!(project.review("explain long-function").stdout.starts_with("# Long function"));
    project.review("rules test long-function").expect(0);
    project.write(".review/rules/long-function.md", RULE.replace("lines > 2", "lines > 3"));
    let run = project.review("rules test long-function");
    run.expect(1);
    assert!(run.stdout.contains("missing: "), "{}", run.stdout);
}

#[test]
fn a_wrong_rule_is_told_with_its_place() {
    let project = Project::new(&[("a.py", CLEAN)]);
    project.write(".review/rules/long-function.md", RULE.replace("func.lines > 2", "func.lnes > 2"));
    let run = project.review("");
    run.expect(2);
    assert!(run.stderr.contains(".review/rules/long-function.md:6"), "{}", run.stderr);
    assert!(run.stderr.contains("lines"), "the nearest field is offered: {}", run.stderr);
}

#[test]
fn a_page_with_a_task_list_is_a_checklist() {
    let project = Project::new(&[("a.py", WARNING)]);
    project.write(
        "CONTRIBUTING.md",
        "# Before merging\n- [ ] No breakpoints? `debug-leftover`\n- [ ] Told support?\n",
    );
    let run = project.review("--checklist CONTRIBUTING.md --format markdown");
    run.expect(1);
    assert!(run.stdout.contains("No breakpoints") && run.stdout.contains("Told support"), "{}", run.stdout);
    let shown = project.review("checklist show CONTRIBUTING.md");
    assert_eq!(shown.expect(0).stdout, project.read("CONTRIBUTING.md"));
    assert!(project.review("checklist list").stdout.contains("backend"));
}

#[test]
fn a_finding_is_allowed_with_a_reason_and_to_its_day() {
    let project = Project::new(&[]);
    let with = |comment: &str| {
        project.write("a.py", WARNING.replace("breakpoint()", &format!("breakpoint()  # review: {comment}")));
        project.review("--rule debug-leftover --format concise --today 2026-06-01")
    };
    with("allow(debug-leftover) the worker waits for us here").expect(0);
    with("allow(debug-leftover) until=2026-06-01 as agreed").expect(0);
    assert!(with("allow(debug-leftover)").expect(1).stdout.contains("[allow-without-reason]"));
    assert!(
        with("allow(debug-leftover) until=2026-05-31 as agreed")
            .expect(1)
            .stdout
            .contains("[debug-leftover]")
    );
    assert!(with("allow(debug-leftovr) a reason").expect(1).stdout.contains("[allow-unknown-rule]"));
}
