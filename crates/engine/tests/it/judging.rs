//! Findings, questions, suppressions, the baseline and what narrows a review.

use crate::project::{options, project};
use review_engine::{
    Baseline, Checklist, Finding, Options, Outcome, RuleSet, Severity, Standing, TeamDocument, judge,
};
use review_facts::{Cause, FileClass, FileFacts, Handler, Known, Language, LogCall, Place, Sink, Span};
use review_project::{File, Project, Subject};
use std::collections::BTreeMap;

/// A team's rule over a kind.
pub fn team_rule(id: &str, machine: &str) -> TeamDocument {
    let text = format!(
        "```toml\nseverity = \"warning\"\nconfidence = \"high\"\n{machine}\n```\n# Title of {id}\n\nFirst.\n\n## Limits\n\nLimits of {id}.\n"
    );
    TeamDocument { path: format!(".review/rules/{id}.md"), text }
}

pub fn rules(team: &[TeamDocument]) -> RuleSet {
    RuleSet::load(team).unwrap_or_else(|errors| panic!("{errors:?}"))
}

const UNTYPED: &str = "subject = \"func\"\nwhere = 'func.hints != \"exempt\"'\nfail = 'func.hints == \"none\"'\nmessage = \"`{{ func.name }}` lacks {{ func.missing | join(', ') }}\"";

/// Runs one team rule, `own`, and nothing else.
fn run(machine: &str, project: &Project, options: Options) -> Outcome {
    let rules = rules(&[team_rule("own", machine)]);
    judge(project, &rules, &Checklist::default(), &Options { rules: vec!["own".to_owned()], ..options })
}

fn of_own(outcome: &Outcome) -> Vec<&Finding> {
    outcome.findings.iter().filter(|finding| outcome.rules[finding.rule].id == "own").collect()
}

fn said(outcome: &Outcome) -> Vec<(&str, u32, &str)> {
    outcome
        .findings
        .iter()
        .map(|f| (outcome.rules[f.rule].id.as_str(), f.place.line, f.message.as_str()))
        .collect()
}

#[test]
fn subjects_are_counted_and_findings_are_in_order() {
    let files = [
        ("app/b.py", "def f(a, b):\n    pass\n\ndef g() -> None:\n    pass\n"),
        ("app/a.py", "def h(a):\n    pass\n"),
    ];
    let outcome = run(UNTYPED, &project(&files), options());
    let own = outcome.rules.iter().find(|rule| rule.id == "own").unwrap();
    assert_eq!((own.counted, own.failed, own.passed, own.asked, own.read), (3, 2, 1, 0, 3));
    let findings = of_own(&outcome);
    let at: Vec<_> = findings.iter().map(|f| (f.path.as_str(), f.place.line)).collect();
    assert_eq!(at, [("app/a.py", 1), ("app/b.py", 1)]);
    assert!(findings[1].message.starts_with("`f` lacks a, b"), "{}", findings[1].message);
    assert_eq!(findings[0].fingerprint.len(), 32);
    assert_ne!(findings[0].fingerprint, findings[1].fingerprint);
}

#[test]
fn the_order_of_input_changes_nothing() {
    let mut files: Vec<(String, String)> = (0..12)
        .map(|n| {
            (
                format!("app/m{n}.py"),
                format!("def f{n}(a):\n    try:\n        x()\n    except Exception:\n        pass\n"),
            )
        })
        .collect();
    let rules = rules(&[]);
    let list = Checklist::builtin("backend", &rules).unwrap();
    let mut seen: Vec<String> = Vec::new();
    for turn in 0..3 {
        files.rotate_left(turn * 5);
        let borrowed: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        seen.push(format!("{:?}", judge(&project(&borrowed), &rules, &list, &options())));
    }
    assert!(seen.iter().all(|outcome| *outcome == seen[0]));
}

#[test]
fn findings_of_one_rule_on_one_line_are_one() {
    let machine = "subject = \"handler\"\nfail = 'handler.reaction == \"nothing\"'\nmessage = \"swallowed by `{{ handler.form }}`\"";
    let text = "try { a() } catch {} try { b() } catch {} try { c() } catch {}\ntry { d() } catch {}\n";
    let outcome = run(machine, &project(&[("src/a.ts", text)]), options());
    let findings = of_own(&outcome);
    assert_eq!(findings.len(), 2);
    assert_eq!(findings[0].message, "swallowed by `catch` (and 2 more on this line)");
    assert_eq!((findings[0].merged.len(), findings[1].merged.len()), (2, 0));
    let own = outcome.rules.iter().find(|rule| rule.id == "own").unwrap();
    assert_eq!(own.failed, 4);
    let baseline = Baseline::after(None, &outcome, true);
    assert_eq!(baseline.entries.iter().map(|entry| entry.count).sum::<u32>(), 4);
}

#[test]
fn comments_allow_findings_with_a_reason() {
    let text = "\
def a(x): ...  # review: allow(own) called by the framework
# review: allow(own) also called by it
def b(x): ...
def c(x): ...  # review: allow(own)
def d(x): ...  # review: allow(owm) misspelt
def e(x) -> None: ...  # review: allow(own) nothing here to allow
def f(x): ...  # review: allow(own) for a while until=2026-06-14
def g(x): ...  # review: allow(own) until today until=2026-06-15
def h(x): ...  # review: allow(own) when until=soon
def i(x): ...  # review: allow(error-swallowed) of a rule that does not run
";
    let outcome = run(UNTYPED, &project(&[("app/a.py", text)]), options());
    let standing = |line: u32| {
        let finding = of_own(&outcome).into_iter().find(|f| f.place.line == line);
        finding.map(|finding| finding.standing.clone())
    };
    for line in [1, 3, 7 + 1] {
        assert!(
            matches!(standing(line), Some(Standing::Allowed { .. })),
            "line {line}: {:?}",
            standing(line)
        );
    }
    for line in [4, 5, 7, 9, 10] {
        assert_eq!(standing(line), Some(Standing::Stands), "line {line}");
    }
    let Some(Standing::Allowed { reason, place }) = standing(3) else { panic!() };
    assert_eq!((reason.as_str(), place.line), ("also called by it", 2));
    let about: Vec<_> = said(&outcome).into_iter().filter(|(rule, ..)| *rule != "own").collect();
    assert_eq!(
        about,
        [
            ("allow-without-reason", 4, "`allow(own)` gives no reason"),
            ("allow-unknown-rule", 5, "`owm` is no rule; did you mean `own`?"),
            ("allow-unused", 6, "`own` is allowed here and finds nothing"),
            ("allow-expired", 7, "`own` was allowed until 2026-06-14"),
            ("allow-expired", 9, "`until=soon` is no day; it is written `until=2026-12-31`"),
        ]
    );
    let own = outcome.rules.iter().find(|rule| rule.id == "own").unwrap();
    assert_eq!((own.failed, own.allowed), (8, 3));
}

#[test]
fn a_whole_file_can_be_allowed() {
    let text = "# review: allow-file(own) copied from elsewhere\n\n\ndef a(x): ...\n\n\ndef b(x): ...\n";
    let outcome = run(UNTYPED, &project(&[("app/a.py", text)]), options());
    assert!(of_own(&outcome).iter().all(|f| matches!(f.standing, Standing::Allowed { .. })));
    assert_eq!(outcome.findings.len(), 2);
}

#[test]
fn the_baseline_is_a_multiset_of_keys() {
    let before = "def a(x): ...\n\n\ndef b(x): ...\n";
    let first = run(UNTYPED, &project(&[("app/a.py", before)]), options());
    let baseline = Baseline::after(None, &first, false);
    assert_eq!(baseline.entries.len(), 2);
    let read = Baseline::parse(&baseline.to_text()).unwrap();
    assert_eq!(read, baseline);

    // Moved code is known, a new function is not, a fixed one is stale.
    let after = "import os\n\n\ndef c(x): ...\n\n\ndef b(x): ...\n";
    let known = Options { baseline: Some(baseline.clone()), ..options() };
    let second = run(UNTYPED, &project(&[("app/a.py", after)]), known.clone());
    let standings: Vec<_> = of_own(&second).iter().map(|f| (f.place.line, f.standing.clone())).collect();
    assert_eq!(standings, [(4, Standing::Stands), (7, Standing::Known)]);
    assert!(second.notices[0].message.contains("1 entry of the baseline is stale"), "{:?}", second.notices);
    assert!(!second.notices[0].fatal);
    assert_eq!(Baseline::after(Some(&baseline), &second, false).entries.len(), 1);
    assert_eq!(Baseline::after(Some(&baseline), &second, true).entries.len(), 2);

    // A rule that does not run loses nothing.
    let rules = rules(&[team_rule("own", UNTYPED)]);
    let nothing = judge(&project(&[("app/a.py", after)]), &rules, &Checklist::default(), &known);
    assert!(nothing.notices.is_empty());
    assert_eq!(Baseline::after(Some(&baseline), &nothing, false), baseline);
}

#[test]
fn damaged_baselines_are_refused_with_their_line() {
    let text = Baseline::parse(
        "version = 1\nknown = [\n  { rule = \"a\", key = \"k \\\" \\u0007\", count = 2 },\n]\n",
    )
    .unwrap()
    .to_text();
    assert!(!text.contains('\u{7}'));
    for cut in 0..text.len() {
        let _ = Baseline::parse(&text[..cut]);
    }
    for (text, line, part) in [
        ("", 1, "expected `version = 1`"),
        ("\nversion = 2\n", 2, "version 2 is not known"),
        ("version = 1\nknwn = []\n", 2, "did you mean `known`?"),
        ("version = 1\nknown = [\n{ rule = \"a\" },\n]\n", 3, "key"),
        (
            "version = 1\nknown = [\n{ rule = \"a\", key = \"b\", count = 0 },\n]\n",
            3,
            "`count` is at least 1",
        ),
        ("version = 1\n<<<<<<< x\n", 2, ""),
    ] {
        let error = Baseline::parse(text).unwrap_err();
        assert_eq!(error.line, line, "{text}: {error}");
        assert!(error.message.contains(part), "{text}: {error}");
    }
}

#[test]
fn a_review_is_narrowed_to_lines_and_paths() {
    let files = [
        ("app/a.py", "def a(x): ...\n\n\ndef b(x): ...\n"),
        ("lib/c.py", "def c(x): ...\n"),
        ("library.py", "def d(x): ...\n"),
    ];
    let project = project(&files);
    let standing = |options: Options| -> Vec<(String, bool)> {
        let outcome = run(UNTYPED, &project, options);
        let own = outcome.rules.iter().find(|rule| rule.id == "own").unwrap();
        assert_eq!((own.counted, own.failed), (4, 4));
        of_own(&outcome)
            .iter()
            .map(|f| (f.key.clone(), f.standing == Standing::Stands))
            .filter(|(_, stands)| *stands)
            .collect()
    };
    let changed = BTreeMap::from([("app/a.py".to_owned(), vec![2..=4]), ("gone.py".to_owned(), vec![1..=9])]);
    let found = standing(Options { changed: Some(changed), ..options() });
    assert_eq!(found.len(), 1);
    assert!(found[0].0.contains('b'), "{found:?}");
    assert_eq!(standing(Options { changed: Some(BTreeMap::new()), ..options() }).len(), 0);
    for (paths, count) in [
        (vec!["lib"], 1),
        (vec!["lib/"], 1),
        (vec!["./app/a.py"], 2),
        (vec!["."], 4),
        (vec!["app", "library.py"], 3),
    ] {
        let paths: Vec<String> = paths.into_iter().map(str::to_owned).collect();
        assert_eq!(standing(Options { paths: paths.clone(), ..options() }).len(), count, "{paths:?}");
    }
}

#[test]
fn severity_follows_its_conditions() {
    let machine = format!(
        "{UNTYPED}\ncritical-when = 'func.public && func.parameters > 1'\nsuggestion-when = '!func.public'"
    );
    let text = "def a(x, y): ...\n\n\ndef b(x): ...\n\n\ndef _c(x, y): ...\n";
    let outcome = run(&machine, &project(&[("app/a.py", text)]), options());
    let severities: Vec<_> = of_own(&outcome).iter().map(|f| f.severity).collect();
    assert_eq!(severities, [Severity::Critical, Severity::Warning, Severity::Suggestion]);
}

#[test]
fn a_rule_that_cannot_be_evaluated_asks_and_keeps_the_review_from_being_whole() {
    let machine = "subject = \"func\"\nfail = '10 / func.parameters > 100'\nmessage = \"x\"";
    let text = "def a(): ...\n\n\ndef b(x): ...\n\n\ndef c(): ...\n";
    let outcome = run(machine, &project(&[("app/a.py", text)]), options());
    assert_eq!(outcome.asks.len(), 2);
    let notice = outcome.notices.iter().find(|notice| notice.fatal).unwrap();
    assert!(notice.message.starts_with("`own` could not be evaluated 2 times:"), "{}", notice.message);
    assert_eq!(notice.at, Some(("app/a.py".to_owned(), 1)));
}

#[test]
fn a_rule_that_does_not_exist_is_named_with_the_nearest() {
    let rules = rules(&[]);
    let options = Options { rules: vec!["eror-swallowed".to_owned()], ..options() };
    let outcome = judge(&project(&[]), &rules, &Checklist::default(), &options);
    assert!(outcome.notices[0].fatal);
    assert_eq!(outcome.notices[0].message, "no rule `eror-swallowed`; did you mean `error-swallowed`?");
}

/// A project of one file with facts made by hand.
fn by_hand(bodies: Vec<review_facts::Body>) -> Project {
    let facts = FileFacts::empty(Language::Python, "");
    let file = File { path: "app/a.py".to_owned(), class: FileClass::Code, facts: Ok(facts) };
    let subject = |(n, body): (usize, review_facts::Body)| Subject {
        key: format!("key{n}"),
        file: 0,
        test: false,
        fact: review_facts::Fact {
            name: String::new(),
            place: Place { span: Span::new(n as u32, n as u32 + 1), line: n as u32 + 1 },
            places: vec![("body".to_owned(), Place { span: Span::new(90, 91), line: 40 })],
            scope: String::new(),
            in_test: false,
            body,
        },
    };
    Project {
        files: vec![file],
        subjects: bodies.into_iter().enumerate().map(subject).collect(),
        ..Project::default()
    }
}

fn unknown<T>() -> Known<T> {
    Known::Unknown(Cause { unresolved: "foolog.get".to_owned(), why: "`log` comes from `foolog`".to_owned() })
}

#[test]
fn what_is_not_known_is_tried_with_every_value() {
    let call = |sink: Known<Sink>, level: &str| {
        LogCall { sink, level: level.to_owned(), ..LogCall::default() }.into()
    };
    let project =
        by_hand(vec![call(unknown(), "info"), call(unknown(), "debug"), call(Known::Is(Sink::Print), "")]);
    let counts = |where_: &str, fail: &str| {
        let machine = format!(
            "subject = \"log_call\"\nwhere = '''{where_}'''\nfail = '''{fail}'''\nmessage = \"x\"\nlanguages = [\"python\"]"
        );
        let outcome = run(&machine, &project, options());
        let own = outcome.rules.iter().find(|rule| rule.id == "own").unwrap().clone();
        let cause = outcome.asks.first().map(|ask| (ask.cause.clone(), ask.question.clone()));
        ((own.counted, own.failed, own.asked, own.passed), cause)
    };
    // The value matters.
    let (found, cause) = counts("true", "log_call.sink == 'print'");
    assert_eq!(found, (3, 1, 2, 0));
    assert_eq!(
        cause.unwrap(),
        ("foolog.get".to_owned(), "Title of own? `log` comes from `foolog`".to_owned())
    );
    // It does not: either value fails.
    assert_eq!(counts("true", "log_call.sink == 'print' || log_call.sink == 'logger'").0, (3, 3, 0, 0));
    assert_eq!(
        counts("true", "log_call.sink in ['print', 'logger'] && log_call.level == 'info'").0,
        (3, 1, 0, 2)
    );
    // Whether it is counted is not known, but it breaks the rule in no case.
    assert_eq!(counts("log_call.sink == 'print'", "log_call.level == 'none'").0, (3, 0, 0, 3));
    assert_eq!(counts("log_call.sink == 'print'", "log_call.level == 'debug'").0, (3, 0, 1, 2));
    // Not counted whatever it is.
    assert_eq!(counts("log_call.sink == 'print' && log_call.level == ''", "true").0, (1, 1, 0, 0));
    // A part that cel evaluates.
    assert_eq!(
        counts("true", "[log_call.sink == 'print'].exists(x, x) || log_call.level == 'debug'").0,
        (3, 2, 1, 0)
    );
}

#[test]
fn a_finding_stands_on_the_named_place() {
    let project = by_hand(vec![
        Handler::default().into(),
        Handler { reaction: unknown(), ..Handler::default() }.into(),
    ]);
    let machine = "subject = \"handler\"\nask = 'handler.reaction == \"rethrow\"'\nfail = 'handler.commented'\nmessage = \"who is `{{ handler.key_of }}`\"";
    assert!(RuleSet::load(&[team_rule("own", machine)]).is_err());
    let machine = "subject = \"handler\"\nfail = '!handler.commented'\nat = \"body\"\nmessage = \"x\"\nlanguages = [\"python\"]\ndetail = \"{{ handler.form }}d\"";
    let outcome = run(machine, &project, options());
    let findings = of_own(&outcome);
    assert_eq!((findings.len(), findings[0].place.line, findings[0].merged.len()), (1, 40, 1));
    assert_eq!(
        (findings[0].related[0].place.line, findings[0].related[0].message.as_str()),
        (1, "error handler")
    );
    assert_eq!(findings[0].detail, "d");
    let machine = "subject = \"handler\"\nask = 'handler.reaction == \"rethrow\"'\nmessage = \"is this right\"\nlanguages = [\"python\"]";
    let outcome = run(machine, &project, options());
    let asks: Vec<_> = outcome.asks.iter().map(|ask| (ask.question.as_str(), ask.cause.as_str())).collect();
    assert_eq!(asks, [("is this right", ""), ("Title of own? `log` comes from `foolog`", "foolog.get")]);
}
