//! Outcomes at random: nothing panics, nothing escapes, and the same outcome gives the same bytes.

use review_engine::Outcome;
use review_report::{Format, Profile, Style};

use crate::sample::Texts;
use crate::{random, sample, styled};

const SEEDS: u64 = 150;

fn reports(outcome: &Outcome, texts: &Texts) -> Vec<(&'static str, String)> {
    let mut reports = Vec::new();
    for format in Format::ALL {
        for profile in Profile::ALL {
            for style in [Style { color: false, width: 0 }, Style { color: true, width: 10_000 }] {
                reports.push((format.name(), styled(format, profile, outcome, texts, style)));
            }
        }
    }
    reports
}

#[test]
fn nothing_that_does_not_show_gets_out() {
    for seed in 0..SEEDS {
        let (outcome, texts) = random::outcome(seed);
        for (name, report) in reports(&outcome, &texts) {
            // Colours are ours: each starts with ESC [ and ends with m. Nothing else may hold an ESC.
            let plain = strip_colors(&report);
            let bad = plain.chars().find(|c| *c != '\n' && review_report::escape::is_invisible(*c));
            assert_eq!(bad, None, "seed {seed}: {name}: {plain}");
        }
    }
}

#[test]
fn the_same_outcome_gives_the_same_bytes() {
    for seed in 0..20 {
        let (outcome, texts) = random::outcome(seed);
        assert_eq!(reports(&outcome, &texts), reports(&outcome.clone(), &texts.clone()), "seed {seed}");
    }
}

#[test]
fn no_line_of_the_full_report_is_a_command() {
    for seed in 0..SEEDS {
        let (outcome, texts) = random::outcome(seed);
        for width in [40, 80, 120] {
            let style = Style { color: false, width };
            let text = styled(Format::Full, Profile::Upload, &outcome, &texts, style);
            for line in text.lines() {
                assert!(!line.trim_start().starts_with("::"), "seed {seed}: {line:?}");
                assert!(!line.contains("##["), "seed {seed}: {line:?}");
            }
        }
    }
}

#[test]
fn without_sources_every_format_still_reports() {
    let texts = sample::sources();
    let outcome = sample::outcome(&texts);
    for (name, report) in reports(&outcome, &Texts::default()) {
        assert!(report.contains("error-swallowed"), "{name}: {report}");
        assert!(!report.contains("session.commit()"), "{name} shows code of a file it does not have");
    }
}

/// The file was changed after it was read: the place lies beyond its end, or in the middle of a character.
#[test]
fn a_changed_file_is_reported_by_line_alone() {
    let texts = sample::sources();
    let outcome = sample::outcome(&texts);
    let mut changed = texts.clone();
    for text in changed.0.values_mut() {
        *text = "é".repeat(4);
    }
    let text = styled(Format::Full, Profile::Upload, &outcome, &changed, Style::default());
    assert!(text.contains("--> app/users.py:10\n  the file has changed since it was read"), "{text}");
    let text = styled(Format::Concise, Profile::Upload, &outcome, &changed, Style::default());
    assert!(text.starts_with("app/users.py:10:1: warning[error-swallowed]: "), "{text}");
    for (_, report) in reports(&outcome, &changed) {
        assert!(!report.contains("primaryLocationLineHash"));
    }
}

#[test]
fn a_line_of_five_megabytes_with_many_findings() {
    let mut texts = Texts::default();
    let line = format!("{}😀", "a = \"bé\"; ".repeat(500_000));
    texts.0.insert("one.py".to_owned(), line);
    let mut outcome = sample::empty();
    outcome.rules =
        vec![sample::rule("error-swallowed", "Error is swallowed", review_engine::Severity::Warning)];
    let mut finding =
        sample::finding(&texts, 0, review_engine::Severity::Warning, "one.py", "\"bé\"", "message");
    for at in 0..2_000 {
        finding.place.span = review_facts::Span::new(at * 2_200 + 4, at * 2_200 + 9);
        outcome.findings.push(finding.clone());
    }
    let started = std::time::Instant::now();
    for (name, report) in reports(&outcome, &texts) {
        assert!(report.len() < 8_000_000, "{name}: {} bytes", report.len());
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

fn strip_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (codes, rest) = part.split_once('m').expect("a colour");
        assert!(codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'), "{codes:?} is no colour");
        out.push_str(rest);
    }
    out
}
