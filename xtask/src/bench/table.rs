//! The figures as Markdown tables.

use super::corpus::Corpus;
use super::peak::Run;
use super::{Measured, Round};
use crate::seed::say;
use review_facts::Language;
use std::collections::BTreeSet;
use std::time::Duration;

/// Prints what was measured. Each figure is computed within a round, then its median is taken; so the stages do
/// not add up to the last digit.
pub fn print(corpus: &Corpus, measured: &Measured, run: &Run) {
    let (parsed, reviewed) = &measured.sizes.counts;
    say(&format!("### {}\n\nParsed: {parsed}. Reviewed: {reviewed}.\n", corpus.name));
    say("| | ms | of parsing |\n|---|---:|---:|");
    for (name, seconds) in STAGES {
        let time = median(measured, |round| seconds(&Sum::of(round, None)));
        let share = median(measured, |round| {
            let sum = Sum::of(round, None);
            seconds(&sum) / sum.parse
        });
        say(&format!("| {name} | {:.0} | {:.1} % |", time * 1e3, share * 100.0));
    }
    say("\n| | ÷ parsing and a walk | ÷ parsing | lowering | recognising |\n|---|---:|---:|---:|---:|");
    let languages: BTreeSet<Language> = corpus.files.iter().map(|file| file.language).collect();
    for language in languages {
        row(measured, Some(language));
    }
    row(measured, None);
    let whole = |round: &Round| Sum::of(round, None).whole() / Sum::of(round, None).walk;
    let each: Vec<String> = measured.rounds.iter().map(|round| format!("{:.3}", whole(round))).collect();
    say(&format!("\nWhole ÷ parsing and a walk, round by round: {}.", each.join(", ")));
    let sizes = &measured.sizes;
    let per_line = |bytes: usize| bytes as f64 / parsed.lines as f64;
    say(&format!(
        "{} facts: {:.1} bytes a line stored, about {:.0} in memory. {} findings.",
        sizes.facts,
        per_line(sizes.stored),
        per_line(sizes.held),
        sizes.findings,
    ));
    let peak =
        run.peak.map_or_else(String::new, |kib| format!(", at most {:.0} MB", kib as f64 * 1024.0 / 1e6));
    say(&format!("The command on all of it: {:.1} s{peak}.\n", run.wall.as_secs_f64()));
}

type Figure = fn(&Sum) -> f64;

const STAGES: [(&str, Figure); 7] = [
    ("parsing", |sum| sum.parse),
    ("a bare walk", |sum| sum.walk - sum.parse),
    ("lowering", |sum| sum.front - sum.parse),
    ("recognising", |sum| sum.recognise),
    ("joining", |sum| sum.join),
    ("judging", |sum| sum.judge),
    ("reporting", |sum| sum.report),
];

/// One language as far as it is read by itself, or everything to the report.
fn row(measured: &Measured, language: Option<Language>) {
    let of = |figure: Figure| median(measured, |round| figure(&Sum::of(round, language)));
    // Settings and SQL have no parser to compare with.
    if of(|sum| sum.parse) < 0.01 {
        return;
    }
    let name = language.map_or("**all, to the report**".to_owned(), |language| format!("{language:?}, read"));
    say(&format!(
        "| {name} | {:.3} | {:.3} | {:.1} % | {:.1} % |",
        of(|sum| sum.whole() / sum.walk),
        of(|sum| sum.whole() / sum.parse),
        of(|sum| (sum.front / sum.parse - 1.0) * 100.0),
        of(|sum| sum.recognise / sum.parse * 100.0),
    ));
}

/// Seconds that a round took.
#[derive(Default)]
struct Sum {
    parse: f64,
    /// Parsing and a walk.
    walk: f64,
    front: f64,
    recognise: f64,
    join: f64,
    judge: f64,
    report: f64,
}

impl Sum {
    /// Of one language, which is never joined by itself, or of everything.
    fn of(round: &Round, only: Option<Language>) -> Sum {
        let mut sum = Sum::default();
        for (_, reading) in round.reading.iter().filter(|(at, _)| only.is_none_or(|only| only == **at)) {
            sum.parse += reading.parse.as_secs_f64();
            sum.walk += reading.walk.as_secs_f64();
            sum.front += reading.front.as_secs_f64();
            sum.recognise += reading.recognise.as_secs_f64();
        }
        let late = |time: Duration| if only.is_none() { time.as_secs_f64() } else { 0.0 };
        (sum.join, sum.judge, sum.report) = (late(round.join), late(round.judge), late(round.report));
        sum
    }

    fn whole(&self) -> f64 {
        self.front + self.recognise + self.join + self.judge + self.report
    }
}

fn median(measured: &Measured, figure: impl Fn(&Round) -> f64) -> f64 {
    let mut figures: Vec<f64> = measured.rounds.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
