//! `--sample`: some subjects of each rule, drawn at random but always the same, for a person to judge.
//!
//! It is how the precision of a rule is measured, so the draw depends on the sorted list and the seed alone,
//! not on what other rules found.

use crate::args::SampleOf;
use crate::exit::shown;
use crate::output::write_stdout;
use anyhow::Result;
use review_engine::{Outcome, RuleSet, Standing, passing};
use review_project::Project;
use std::collections::BTreeMap;

/// One subject that may be drawn.
struct Row<'a> {
    path: &'a str,
    line: u32,
    key: &'a str,
    text: &'a str,
}

/// What is drawn, and how.
pub struct Draw {
    /// At most so many subjects of each rule.
    pub count: usize,
    /// Another seed, another draw.
    pub seed: u64,
    pub of: SampleOf,
}

/// Prints some subjects of each rule: rule, place, key, message, separated by tabs. What passed has the rule's
/// title for a message.
///
/// # Errors
/// When standard output cannot be written.
pub fn write(outcome: &Outcome, project: &Project, rules: &RuleSet, draw: &Draw) -> Result<()> {
    let mut rows: BTreeMap<usize, Vec<Row<'_>>> = BTreeMap::new();
    let mut add = |rule: usize, row| rows.entry(rule).or_default().push(row);
    let Draw { count, seed, of } = *draw;
    match of {
        SampleOf::Failed => {
            for finding in outcome.findings.iter().filter(|finding| finding.standing != Standing::OutOfView) {
                let (path, line) = (finding.path.as_str(), finding.place.line);
                add(finding.rule, Row { path, line, key: &finding.key, text: &finding.message });
            }
        }
        SampleOf::Asked => {
            for ask in outcome.asks.iter().filter(|ask| ask.in_view) {
                let (path, line) = (ask.path.as_str(), ask.place.line);
                add(ask.rule, Row { path, line, key: &ask.key, text: &ask.question });
            }
        }
        SampleOf::Passed => {
            let bound = outcome.rules.iter().enumerate();
            for (index, rule) in bound.filter_map(|(index, rule)| Some((index, rules.get(&rule.id)?))) {
                for subject in passing(project, rule) {
                    let path = project.files[subject.file as usize].path.as_str();
                    let line = subject.fact.place.line;
                    add(index, Row { path, line, key: &subject.key, text: &rule.title });
                }
            }
        }
    }
    write_stdout(|out| {
        for (rule, rows) in &rows {
            let id = &outcome.rules[*rule].id;
            for index in draw_from(rows.len(), count, seed ^ hash(id)) {
                let Row { path, line, key, text } = rows[index];
                writeln!(out, "{id}\t{}:{line}\t{}\t{}", shown(path), shown(key), shown(text))?;
            }
        }
        Ok(())
    })
}

/// At most `count` of the numbers below `length`, in order; each as likely as any other.
fn draw_from(length: usize, count: usize, seed: u64) -> Vec<usize> {
    let mut all: Vec<usize> = (0..length).collect();
    let count = count.min(length);
    let mut state = seed;
    for at in 0..count {
        let other = at + (next(&mut state) % (length - at) as u64) as usize;
        all.swap(at, other);
    }
    all.truncate(count);
    all.sort_unstable();
    all
}

/// SplitMix64: small, well spread, and the same on every machine.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn hash(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    hash.as_bytes().first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_is_the_same_every_time_and_reaches_everything() {
        assert_eq!(draw_from(100, 5, 1), draw_from(100, 5, 1));
        assert_ne!(draw_from(100, 5, 1), draw_from(100, 5, 2));
        assert_eq!(draw_from(3, 20, 1), [0, 1, 2]);
        let reached: std::collections::BTreeSet<usize> =
            (0..200).flat_map(|seed| draw_from(20, 2, seed)).collect();
        assert_eq!(reached.len(), 20);
    }
}
