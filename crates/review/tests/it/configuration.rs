//! `review.toml`: where it is found, what it changes, and how its mistakes are told.

use crate::temporary::{CLEAN, Project, WARNING};

#[test]
fn a_mistake_is_told_with_its_place() {
    let project = Project::new(&[("a.py", CLEAN)]);
    for (text, message, help) in [
        ("fail_on = \"never\"\n", "review.toml:1:1: unknown key `fail_on`", "did you mean `fail-on`?"),
        ("\n[limits]\n  code-kb = 1\n", "review.toml:3:3: unknown key `code-kb` in `limits`", "`code-kib`"),
        ("checklist = 1\n", "review.toml:1:13: `checklist` is an integer, expected a string", ""),
        ("exclude = [\n", "review.toml:", ""),
        ("checklist = \"../outside.md\"\n", "lies outside the project", "from the project's root"),
        ("checklist = \"fastapi-secur\"\n", "review.toml:1: ", "did you mean `fastapi-secure`?"),
    ] {
        project.write("review.toml", text);
        let run = project.review("");
        run.expect(2);
        assert!(run.stderr.contains(message) && run.stderr.contains(help), "{text}: {}", run.stderr);
    }
}

#[test]
fn the_nearest_folder_with_it_is_the_root() {
    let project = Project::new(&[
        ("app/review.toml", "checklist = \"list.md\"\n"),
        ("app/list.md", "# Ours\n- [ ] Nothing left from debugging? `debug-leftover`\n"),
        ("app/src/a.py", WARNING),
        ("b.py", WARNING),
    ]);
    project.commit();
    let run = project.review("app/src --format concise");
    run.expect(1);
    assert!(run.stdout.starts_with("src/a.py:2:5"), "{}", run.stdout);
    let run = project.review("app b.py --format concise");
    run.expect(2);
    assert!(run.stderr.contains("lies outside the project"), "{}", run.stderr);
    assert_eq!(project.review("--format concise --rule debug-leftover").stdout.lines().count(), 2);
}

#[test]
fn words_and_classes_reach_the_facts() {
    let python = "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef f(kra_pin: str) -> None:\n    log.info(\"%s\", kra_pin)\n";
    let project = Project::new(&[("a.py", python), ("qa/b.py", WARNING)]);
    let exposes = |project: &Project| {
        let facts = project.review("facts --kind log_call --format json").stdout;
        serde_json::from_str::<serde_json::Value>(facts.trim()).unwrap()["exposes"].clone()
    };
    project.write("review.toml", "[vocabulary]\nsensitive = [\"msisdn_hash\"]\n");
    assert_ne!(exposes(&project), "contact");
    project.write("review.toml", "[vocabulary]\ncontact = [\"kra_pin\"]\n[files]\ntest = [\"qa/\"]\n");
    assert_eq!(exposes(&project), "contact");
    let fact = project.review("facts qa --kind debug_statement --format json").stdout;
    assert!(fact.contains("\"file\":\"test\""), "{fact}");
}

#[test]
fn a_team_chooses_what_must_be_encrypted() {
    let model = "from sqlalchemy import Column, String\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\nclass Member(Base):\n    __tablename__ = \"members\"\n    email = Column(String, primary_key=True)\n    last_name = Column(String)\n    huduma_card = Column(String)\n    work_phone = Column(String)\n    kra_pin = Column(String)\n";
    let project = Project::new(&[("a.py", model)]);
    let told = |settings: &str, list: &str| {
        project.write("review.toml", settings);
        let run = project.review(&format!("{list} --format concise --rule sensitive-column-unencrypted"));
        let lines = run.stdout.lines().filter(|line| line.starts_with("a.py"));
        lines
            .map(|line| {
                let (place, rest) = line.split_once(": ").unwrap();
                format!("{} {}", place.split(':').nth(1).unwrap(), rest.split('[').next().unwrap())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(told("", ""), ["12 warning", "13 error"]);
    // The item of the checklist names the telephone.
    assert_eq!(told("", "--checklist fastapi-secure"), ["12 error", "13 error"]);
    assert_eq!(told("[sensitive]\nclasses = [\"email\"]\n", ""), ["9 warning", "12 warning", "13 error"]);
    assert_eq!(told("sensitive.classes = [\"contact\"]\n", "").len(), 4);
    let words = "[vocabulary]\nsensitive = [\"huduma_card\"]\nnot-sensitive = [\"work_phone\"]\n";
    assert_eq!(told(words, ""), ["11 error", "13 error"]);
}

#[test]
fn entries_that_match_nothing_are_said() {
    let project = Project::new(&[("src/a.py", CLEAN)]);
    project.write(
        "review.toml",
        "include = [\"src\", \"lib\"]\n\nexclude = [\"gone/\"]\n[files]\ntest = [\"qa/\"]\n",
    );
    let run = project.review("--format concise");
    run.expect(0);
    for (line, glob) in [(1, "lib"), (3, "gone/"), (5, "qa/")] {
        let note = format!("note: review.toml:{line}: the glob `{glob}` matches no file");
        assert!(run.stderr.contains(&note), "{note} in {}", run.stderr);
    }
    assert!(!run.stderr.contains("`src`"), "{}", run.stderr);
}

#[test]
fn limits_are_the_teams_to_set() {
    let project = Project::new(&[("a.py", &format!("{WARNING}# {}\n", "x".repeat(3000)))]);
    project.review("--rule debug-leftover").expect(1);
    project.write("review.toml", "[limits]\ncode-kib = 2\n");
    let run = project.review("--rule debug-leftover");
    run.expect(3);
    assert!(run.stdout.contains("larger than 2 KiB"), "{}", run.stdout);
}
