//! The demonstration project: its `expect:` comments are the exact set of findings.

use crate::project::{options, project};
use review_engine::{Checklist, Options, RuleSet, Standing, Status, Verdict, judge, read_expects};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rule, path and line of a finding, or of a question.
type Told = (String, String, u32);

#[test]
fn what_is_found_is_what_the_comments_expect() {
    let (files, expected, questions) = demonstration();
    let rules = RuleSet::builtin().unwrap();
    let checklist = Checklist::builtin("backend", &rules).unwrap();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    // A rule that no item of the list binds is shown, too.
    let active = rules.all().iter().filter(|rule| rule.status == Status::Active);
    let options = Options { rules: active.map(|rule| rule.id.clone()).collect(), ..options() };
    let outcome = judge(&project(&files), &rules, &checklist, &options);

    let told = |rule: usize, path: &str, line: u32| (outcome.rules[rule].id.clone(), path.to_owned(), line);
    let found: BTreeSet<Told> = outcome
        .findings
        .iter()
        .filter(|finding| finding.standing == Standing::Stands)
        .map(|finding| told(finding.rule, &finding.path, finding.place.line))
        .collect();
    let asked: BTreeSet<Told> =
        outcome.asks.iter().map(|ask| told(ask.rule, &ask.path, ask.place.line)).collect();
    // A kind that no recogniser of this build finds yet can show nothing.
    let found_yet = |told: &&Told| {
        let kind = rules.get(&told.0).and_then(|rule| rule.subject);
        kind.is_some_and(|kind| review_frameworks::ALL.iter().any(|r| r.finds.contains(&kind)))
    };
    let missing: Vec<_> =
        expected.difference(&found).chain(questions.difference(&asked)).filter(found_yet).collect();
    let noisy: Vec<_> = found.difference(&expected).chain(asked.difference(&questions)).collect();
    assert!(missing.is_empty() && noisy.is_empty(), "missing {missing:#?}\nnoisy {noisy:#?}");

    let allowed = outcome.findings.iter().filter(|f| matches!(f.standing, Standing::Allowed { .. })).count();
    assert_eq!(allowed, 1, "one finding is allowed with a reason");
    let verdicts: BTreeSet<Verdict> = outcome.items.iter().map(|item| item.verdict).collect();
    assert!(verdicts.contains(&Verdict::Fail) && verdicts.contains(&Verdict::ByHand), "{verdicts:?}");
}

#[test]
fn every_rule_that_runs_is_shown() {
    let (_, expected, _) = demonstration();
    let rules = RuleSet::builtin().unwrap();
    // The habit of a history shows by eight migrations, what is new by a revision, and that nothing is recorded by the
    // whole project: these are shown by their own examples.
    let is_shown = |rule: &&review_engine::Rule| {
        !matches!(rule.subject, Some(review_facts::Kind::History | review_facts::Kind::Whole))
            && rule.id != "migration-out-of-order"
    };
    for rule in rules.all().iter().filter(|rule| rule.status == Status::Active).filter(is_shown) {
        assert!(
            expected.iter().any(|(id, _, _)| *id == rule.id),
            "the demonstration project has no {}",
            rule.id
        );
    }
}

/// Its files without the comments that expect something, the findings expected, the questions expected.
pub fn demonstration() -> (Vec<(String, String)>, BTreeSet<Told>, BTreeSet<Told>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/projects/saas");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let (mut files, mut findings, mut questions) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for path in paths {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let (text, expects) = read_expects(&fs::read_to_string(&path).unwrap());
        for expect in expects {
            let list = if expect.ask { &mut questions } else { &mut findings };
            list.insert((expect.rule, name.clone(), expect.line));
        }
        files.push((name, text));
    }
    (files, findings, questions)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, paths) } else { paths.push(path) }
    }
}
