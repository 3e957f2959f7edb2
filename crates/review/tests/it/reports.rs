//! Which reports are written, and where.

use crate::temporary::{CLEAN, Project, WARNING};

#[test]
fn one_run_writes_several_reports() {
    let project = Project::new(&[("a.py", WARNING)]);
    let run = project.review("--rule debug-leftover --format sarif --output out/r.sarif --format concise");
    run.expect(2);
    assert!(run.stderr.contains("cannot write `out/r.sarif`"), "the folder is missing: {}", run.stderr);
    let run = project.review("--rule debug-leftover --format sarif --output r.sarif --format concise");
    run.expect(1);
    assert!(run.stdout.starts_with("a.py:2:5: warning[debug-leftover]"), "{}", run.stdout);
    let sarif: serde_json::Value = serde_json::from_str(&project.read("r.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "debug-leftover");
    let files: Vec<_> = std::fs::read_dir(project.root()).unwrap().collect();
    assert_eq!(files.len(), 2, "no temporary file is left: {files:?}");
}

#[test]
fn with_every_report_in_a_file_standard_output_is_empty() {
    let project = Project::new(&[("a.py", WARNING)]);
    let run = project.review("--rule debug-leftover --format json --output r.json");
    run.expect(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.starts_with("1 warning"), "{}", run.stderr);
}

#[test]
fn colour_is_written_when_asked_for_only() {
    let project = Project::new(&[("a.py", WARNING)]);
    assert!(!project.review("--rule debug-leftover").stdout.contains('\u{1b}'));
    assert!(project.review("--rule debug-leftover --color always").stdout.contains('\u{1b}'));
    project.review("--rule debug-leftover --color always --format full --output r.txt").expect(1);
    assert!(!project.read("r.txt").contains('\u{1b}'));
}

#[test]
fn paths_limit_what_is_reported_and_globs_what_is_read() {
    let project = Project::new(&[("a/x.py", WARNING), ("b/y.py", WARNING), ("review.toml", "")]);
    let count = |line: &str| project.review(line).stdout.matches("[debug-leftover]").count();
    assert_eq!(count("--rule debug-leftover --format concise"), 2);
    assert_eq!(count("a --rule debug-leftover --format concise"), 1);
    assert_eq!(count("b/y.py --rule debug-leftover --format concise"), 1);
    assert_eq!(count("--exclude a --rule debug-leftover --format concise"), 1);
    let limited = project.review("--include a/** --rule debug-leftover");
    assert!(limited.stdout.contains("a/**"), "the coverage says what limited it: {}", limited.stdout);
    assert_eq!(count("--include a/** --rule debug-leftover --format concise"), 1);
    let whole = project.review("a --rule debug-leftover");
    assert!(whole.stdout.contains("2 files"), "facts come from everything: {}", whole.stdout);
}

#[test]
fn a_sample_is_drawn_the_same_every_time() {
    let project = Project::new(&[("a.py", &WARNING.repeat(50)), ("b.py", CLEAN)]);
    let draw = |line: &str| {
        let run = project.review(line);
        run.expect(0);
        run.stdout
    };
    let first = draw("--rule debug-leftover --sample 5 --seed 7");
    assert_eq!(first.lines().count(), 5);
    assert!(
        first.lines().all(|line| line.starts_with("debug-leftover\ta.py:") && line.split('\t').count() == 4)
    );
    assert_eq!(first, draw("--rule debug-leftover --sample 5 --seed 7 --threads 1"));
    assert_ne!(first, draw("--rule debug-leftover --sample 5 --seed 8"));
    let passed = draw("--rule function-without-type-hints --sample 1 --sample-of passed");
    assert!(passed.starts_with("function-without-type-hints\t"), "{passed}");
}

#[test]
fn facts_are_printed_in_three_ways_and_documented() {
    let project = Project::new(&[("a.py", WARNING)]);
    let json = project.review("facts --kind debug_statement --format json");
    json.expect(0);
    let fact: serde_json::Value = serde_json::from_str(json.stdout.trim()).unwrap();
    assert_eq!((&fact["path"], &fact["line"]), (&"a.py".into(), &2.into()));
    let tsv = project.review("facts --format tsv").stdout;
    assert!(tsv.contains("debug_statement\t"), "{tsv}");
    assert!(project.review("facts a.py").stdout.contains("a.py:2: debug_statement"));
    let kinds = project.review("facts --kinds").stdout;
    assert!(kinds.contains("debug_statement: A statement that serves debugging"), "{kinds}");
}

#[test]
fn columns_are_a_map_of_sensitive_data() {
    let model = "from sqlalchemy import Column, LargeBinary, String\nfrom sqlalchemy.orm import declarative_base\nfrom sqlalchemy_utils import StringEncryptedType\n\nBase = declarative_base()\n\n\nclass Member(Base):\n    __tablename__ = \"members\"\n    id = Column(String, primary_key=True)\n    email = Column(String(320))\n    kra_pin = Column(StringEncryptedType(String, \"key\"))\n    iban = Column(LargeBinary)\n    national_id = Column(String(20))\n";
    let project =
        Project::new(&[("app/models.py", model), ("tests/models.py", &model.replace("members", "t"))]);
    let run = project.review("facts --kind column --format table");
    run.expect(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    let cells =
        |line: &str| line.split("  ").map(str::trim).filter(|c| !c.is_empty()).collect::<Vec<_>>().join("|");
    let table: Vec<String> = lines.iter().take(6).map(|line| cells(line)).collect();
    assert_eq!(
        table,
        [
            "table|column|class|storage|declared|evidence",
            "members|kra_pin|sensitive (government-id)|encrypted|app/models.py:12|its type is `StringEncryptedType` of sqlalchemy_utils",
            "members|iban|sensitive (bank)|unknown|app/models.py:13|`LargeBinary` holds bytes, and nothing shows whether they are encrypted",
            "members|national_id|sensitive (government-id)|plain|app/models.py:14|String(20)",
            "members|email|contact (email)|plain|app/models.py:11|String(320)",
            "members|id|-|plain|app/models.py:10|String",
        ]
    );
    assert_eq!(lines[0].find("column"), lines[1].find("kra_pin"), "{}", run.stdout);
    assert!(lines[6].starts_with("t ") && lines[6].contains("tests/models.py:12"), "{}", lines[6]);
    assert_eq!(
        lines.last().unwrap(),
        &"5 columns outside of tests, 4 with delicate data: 2 plain, 1 encrypted, 0 hashed, 1 unknown"
    );
}

/// Two routes of one file: one records what it changes, the other does not.
const ROUTES: &str = r#"from fastapi import APIRouter

from somewhere import db_session

router = APIRouter(prefix="/users")


@router.post("")
def create(user: dict):
    db_session.add(user)
    log_event("created")


@router.delete("/{id}")
def remove(id: int):
    db_session.commit()


def log_event(what):
    print(what)
"#;

#[test]
fn the_map_of_routes_shows_those_without_a_record_first() {
    let project = Project::new(&[("app/api.py", ROUTES)]);
    let run = project.review("facts --kind route --format table");
    run.expect(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    let words = |line: &str| line.split_whitespace().take(4).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(lines[0]), ["route", "writes", "audit", "tables"]);
    assert_eq!(words(lines[1]), ["DELETE", "/users/{id}", "yes", "-"]);
    assert_eq!(words(lines[2]), ["POST", "/users", "yes", "yes"]);
    assert!(
        lines[1].contains("app/api.py:14") && lines[2].contains("create (app/api.py:9)"),
        "{}",
        run.stdout
    );
    assert_eq!(
        lines.last().unwrap(),
        &"2 routes: 2 write, 1 of them with an audit record, 1 without, 0 unknown; 0 may write"
    );
}

#[test]
fn why_tells_how_an_item_got_its_verdict() {
    let list = "# Team\n\n- [ ] Changes leave a record? `write-without-audit` `project-without-audit`\n- [ ] Changes reviewed?\n";
    let project = Project::new(&[("app/api.py", ROUTES), ("team.md", list)]);
    let run = project.review("why --item 1 --checklist team.md");
    run.expect(0);
    assert!(run.stdout.starts_with("1. Changes leave a record?: fail\n"), "{}", run.stdout);
    assert!(
        run.stdout.contains("\nwrite-without-audit: 2 routes: 1 fail, 0 ask, 1 pass\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("  fails app/api.py:14: `DELETE /users/{id}`"), "{}", run.stdout);
    assert!(run.stdout.contains("\nproject-without-audit: no projects to judge\n"), "{}", run.stdout);
    let by_hand = project.review("why --item reviewed --checklist team.md");
    by_hand.expect(0);
    assert!(by_hand.stdout.contains("2. Changes reviewed?: by hand\n"), "{}", by_hand.stdout);
    assert!(by_hand.stdout.contains("no rule is bound to it"), "{}", by_hand.stdout);
    let several = project.review("why --item changes --checklist team.md");
    several.expect(2);
    assert!(several.stderr.contains("2 items hold \"changes\""), "{}", several.stderr);
    project.review("why --item 9 --checklist team.md").expect(2);
    project.review("why").expect(2);
}

#[test]
fn why_tells_what_stands_on_a_line_and_who_looked_at_it() {
    let project = Project::new(&[("app/api.py", ROUTES)]);
    let run = project.review("why app/api.py:14");
    run.expect(0);
    assert!(
        run.stdout.contains("route DELETE /users/{id}") || run.stdout.contains("DELETE /users/{id}"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("  write-without-audit: fails: `DELETE /users/{id}`"), "{}", run.stdout);
    let passed = project.review("why app/api.py:8");
    assert!(passed.stdout.contains("  write-without-audit: passes"), "{}", passed.stdout);
    let nothing = project.review("why app/api.py:2");
    nothing.expect(0);
    assert!(nothing.stdout.contains("nothing that a rule could judge"), "{}", nothing.stdout);
    assert!(nothing.stdout.contains("the nearest lines with facts: "), "{}", nothing.stdout);
    project.review("why app/api.py").expect(2);
}

#[test]
fn hostile_names_stay_in_their_cells() {
    let long = "x".repeat(300);
    let model = format!(
        "from sqlalchemy import Column, MetaData, String, Table\n\nt = Table(\"a\u{1b}[2Jb\u{202e}\", MetaData(), Column(\"kra\u{7}_pin\", String), Column(\"{long}\", String))\n"
    );
    let project = Project::new(&[("a.py", &model)]);
    let run = project.review("facts --kind column");
    run.expect(0);
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{:?}", run.stdout);
    assert_eq!(run.stdout.lines().count(), 5, "{}", run.stdout);
    assert!(run.stdout.contains("xxx…") && !run.stdout.contains(&"x".repeat(41)), "{}", run.stdout);
}

#[test]
fn a_shell_can_complete_the_command_line() {
    let project = Project::new(&[]);
    for shell in ["bash", "zsh", "fish"] {
        let run = project.review(&format!("completions {shell}"));
        run.expect(0);
        assert!(run.stdout.contains("fail-on"), "{shell}");
    }
}
