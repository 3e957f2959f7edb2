//! The problem matchers we ship, against our own lines.

use review_engine::Outcome;
use review_report::{Format, Profile};

use crate::sample::{self, Texts};
use crate::{random, report};

/// A pattern of a matcher with the groups it names. JavaScript's classes are ASCII.
struct Pattern {
    regex: regex::Regex,
    groups: serde_json::Value,
}

impl Pattern {
    fn new(pattern: &serde_json::Value) -> Pattern {
        let text = pattern["regexp"].as_str().unwrap().replace("\\d", "[0-9]").replace("\\w", "0-9A-Za-z_");
        Pattern { regex: regex::Regex::new(&text).unwrap(), groups: pattern.clone() }
    }

    fn group<'t>(&self, captures: &regex::Captures<'t>, name: &str) -> Option<&'t str> {
        let index = self.groups.get(name)?.as_u64().unwrap() as usize;
        captures.get(index).map(|group| group.as_str())
    }
}

fn shipped(path: &str) -> serde_json::Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// What a line says, read with the matchers in their order: severity, file, line, column, code, message.
fn github(line: &str) -> Option<[String; 6]> {
    let file = shipped(".github/problem-matcher.json");
    for matcher in file["problemMatcher"].as_array().unwrap() {
        let pattern = Pattern::new(&matcher["pattern"][0]);
        let Some(captures) = pattern.regex.captures(line) else { continue };
        let severity = pattern
            .group(&captures, "severity")
            .or(matcher["severity"].as_str())
            .expect("a severity from the line or from the matcher");
        assert!(["error", "warning", "notice"].contains(&severity), "GitHub drops {severity}");
        let part = |name| pattern.group(&captures, name).unwrap_or_default().to_owned();
        return Some([
            severity.to_owned(),
            part("file"),
            part("line"),
            part("column"),
            part("code"),
            part("message"),
        ]);
    }
    None
}

fn vscode(line: &str) -> Option<[String; 6]> {
    let matcher = shipped("editors/vscode/problem-matcher.json");
    let pattern = Pattern::new(&matcher["pattern"]);
    let captures = pattern.regex.captures(line)?;
    let part = |name| pattern.group(&captures, name).unwrap().to_owned();
    Some([part("severity"), part("file"), part("line"), part("column"), part("code"), part("message")])
}

#[test]
fn the_sample_is_read_as_it_is_meant() {
    let texts = sample::sources();
    let lines = report(Format::Concise, Profile::Upload, &sample::outcome(&texts), &texts);
    let read: Vec<[String; 6]> = lines.lines().map(|line| vscode(line).unwrap()).collect();
    assert_eq!(
        read,
        [
            [
                "warning",
                "app/users.py",
                "10",
                "2",
                "error-swallowed",
                "`except Exception` around `session.commit` neither logs nor raises"
            ],
            [
                "error",
                "src/[id]/config file.ts",
                "3",
                "11",
                "hardcoded-secret",
                "`stripe` holds a live key of Stripe"
            ],
        ]
    );
}

#[test]
fn both_matchers_read_every_line_alike() {
    for seed in 0..300 {
        let (outcome, texts) = random::outcome(seed);
        check(&outcome, &texts, seed);
    }
}

fn check(outcome: &Outcome, texts: &Texts, seed: u64) {
    let text = report(Format::Concise, Profile::Upload, outcome, texts);
    let standing: Vec<_> =
        outcome.findings.iter().filter(|f| f.standing == review_engine::Standing::Stands).collect();
    let lines: Vec<&str> = text.split_terminator('\n').collect();
    assert_eq!(lines.len(), standing.len(), "seed {seed}: one physical line each");
    for (line, finding) in lines.into_iter().zip(standing) {
        // ECMAScript's dot stops at these as well.
        assert!(!line.contains(['\r', '\u{2028}', '\u{2029}']), "seed {seed}: {line:?}");
        let code = vscode(line).unwrap_or_else(|| panic!("seed {seed}: VS Code reads nothing in {line:?}"));
        let mut hub = github(line).unwrap_or_else(|| panic!("seed {seed}: GitHub reads nothing in {line:?}"));
        assert_eq!(hub[0] == "notice", code[0] == "note", "seed {seed}: {line:?}");
        hub[0].clone_from(&code[0]);
        assert_eq!(hub, code, "seed {seed}");
        assert_eq!(code[0], finding.severity.level());
        assert_eq!(code[1], review_report::escape::path(&finding.path), "seed {seed}: {line:?}");
        assert_eq!(code[2], finding.place.line.max(1).to_string());
        let rule = outcome.rules.get(finding.rule).map_or("unknown-rule", |rule| &rule.id);
        assert_eq!(code[4], rule);
        assert!(!line.trim_start().starts_with("::"), "seed {seed}: a workflow command in {line:?}");
        assert!(!line.contains("##["), "seed {seed}: a command in {line:?}");
    }
}

/// What the runner checks when it loads the file: owners differ, groups exist.
#[test]
fn the_runner_accepts_the_matchers() {
    let file = shipped(".github/problem-matcher.json");
    let mut owners = Vec::new();
    for matcher in file["problemMatcher"].as_array().unwrap() {
        owners.push(matcher["owner"].as_str().unwrap().to_owned());
        let pattern = Pattern::new(&matcher["pattern"][0]);
        for name in ["file", "line", "column", "code", "message"] {
            let group = pattern.groups[name].as_u64().unwrap() as usize;
            assert!(group > 0 && group < pattern.regex.captures_len(), "{name}");
        }
    }
    assert_eq!(owners, ["review", "review-note"]);
}
