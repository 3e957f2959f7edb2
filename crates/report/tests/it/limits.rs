//! What is left out, and that it is said.

use review_engine::{Ask, Outcome, Severity, Verdict};
use review_report::{Format, Profile, left_out, summary_line};
use serde_json::Value;

use crate::report;
use crate::sample::{self, Texts};

/// `rules` rules with `each` findings, the last rule critical.
fn many(rules: usize, each: usize) -> (Outcome, Texts) {
    let texts = sample::sources();
    let mut outcome = sample::empty();
    for rule in 0..rules {
        let severity = if rule + 1 == rules { Severity::Critical } else { Severity::Suggestion };
        outcome.rules.push(sample::rule(&format!("rule-{rule:02}"), "Title", severity));
        let finding = sample::finding(&texts, rule, severity, "app/users.py", "session", "message");
        outcome.findings.extend(std::iter::repeat_n(finding, each));
    }
    (outcome, texts)
}

#[test]
fn the_upload_keeps_the_most_severe_five_thousand() {
    let (outcome, texts) = many(2, 2_503);
    let log: Value = serde_json::from_str(&report(Format::Sarif, Profile::Upload, &outcome, &texts)).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 5_000);
    assert_eq!(results.iter().filter(|result| result["level"] == "error").count(), 2_503);
    let notice = left_out(Format::Sarif, Profile::Upload, &outcome).unwrap();
    assert!(notice.starts_with("6 of 5,006 findings are left out"), "{notice}");
    let said = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert_eq!(said, notice + ".");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);

    assert_eq!(left_out(Format::Sarif, Profile::Full, &outcome), None);
    let full = report(Format::Sarif, Profile::Full, &outcome, &texts);
    assert_eq!(full.matches("\"kind\":\"fail\"").count(), 5_006);
}

#[test]
fn frames_are_capped_for_a_rule_and_in_all() {
    let (outcome, texts) = many(1, 30);
    let text = report(Format::Full, Profile::Upload, &outcome, &texts);
    assert_eq!(text.matches("--> app/users.py").count(), 25);
    assert!(text.contains("… 5 more of this rule: `review --format concise` lists every one"), "{text}");

    let (outcome, texts) = many(12, 20);
    let text = report(Format::Full, Profile::Upload, &outcome, &texts);
    assert_eq!(text.matches("--> app/users.py").count(), 200);
    assert_eq!(text.matches("… 20 more of this rule").count(), 2);
    assert!(text.starts_with("rule-11: 20 findings"), "the most severe rule comes first");
}

#[test]
fn three_groups_of_asks_for_an_item() {
    let texts = sample::sources();
    let mut outcome = sample::outcome(&texts);
    let ask = outcome.asks[0].clone();
    outcome.asks.clear();
    for (cause, count) in [("a.one", 2), ("b.two", 1), ("c.three", 1), ("d.four", 30), ("e.five", 11)] {
        outcome.asks.extend(std::iter::repeat_n(Ask { cause: cause.to_owned(), ..ask.clone() }, count));
    }
    outcome.asks.push(Ask { in_view: false, ..ask });
    let text = report(Format::Full, Profile::Upload, &outcome, &texts);
    for shown in ["a.one", "b.two", "c.three", "… 41 more: `review why --item 2`"] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    assert!(!text.contains("d.four"));
    let concise = report(Format::Concise, Profile::Upload, &outcome, &texts);
    assert!(!concise.contains("a.one"));
    assert_eq!(concise.lines().count(), 2);

    // An item that fails still says how much could not be decided.
    outcome.items[1].verdict = Verdict::Fail;
    let text = report(Format::Full, Profile::Upload, &outcome, &texts);
    assert!(text.contains("… 45 not decided: `review why --item 2`"), "{text}");
}

#[test]
fn nothing_is_said_loudly() {
    let outcome = sample::empty();
    let text = report(Format::Full, Profile::Upload, &outcome, &Texts::default());
    for zero in [
        "No finding stands.",
        "The checklist has no items.",
        "no file of a supported language was read",
        "no rule ran",
        "no findings; checklist: no items",
    ] {
        assert!(text.contains(zero), "{zero}: {text}");
    }
    assert_eq!(report(Format::Concise, Profile::Upload, &outcome, &Texts::default()), "");
    assert_eq!(summary_line(&outcome), "no findings; checklist: no items");
    let markdown = report(Format::Markdown, Profile::Upload, &outcome, &Texts::default());
    for zero in
        ["No finding stands.", "The checklist has no items.", "no file of a supported language was read"]
    {
        assert!(markdown.contains(zero), "{zero}: {markdown}");
    }
}

#[test]
fn the_summary_counts_what_stands_and_what_does_not() {
    let outcome = sample::outcome(&sample::sources());
    assert_eq!(
        summary_line(&outcome),
        "1 error, 1 warning (1 allowed, 1 known, 1 out of view); \
         checklist: 1 fail, 1 ask, 1 not checked, 1 not applicable, 1 pass, 1 by hand"
    );
}

#[test]
fn lines_fit_the_width() {
    let texts = sample::sources();
    let outcome = sample::outcome(&texts);
    for width in [60, 80, 120] {
        let style = review_report::Style { color: false, width };
        let text = crate::styled(Format::Full, Profile::Upload, &outcome, &texts, style);
        for line in text.lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn an_error_of_the_writer_is_passed_on() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let texts = sample::sources();
    let outcome = sample::outcome(&texts);
    for format in Format::ALL {
        for profile in Profile::ALL {
            let style = review_report::Style::default();
            let error =
                review_report::write(format, profile, &outcome, &texts, style, &mut Closed).unwrap_err();
            assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "{}", format.name());
        }
    }
}

#[test]
fn a_cap_cuts_off_the_least_severe() {
    let (mut outcome, texts) = many(2, 150);
    let markdown = report(Format::Markdown, Profile::Upload, &outcome, &texts);
    assert_eq!(markdown.matches("| error |").count(), 100);
    assert!(!markdown.contains("| note |"));
    for finding in &mut outcome.findings {
        finding.rule = 0;
    }
    let text = report(Format::Full, Profile::Upload, &outcome, &texts);
    assert_eq!(text.matches("error: message").count(), 25);
    assert!(!text.contains("note: message"));
}
