//! The subjects that a rule counts and lets pass, for a person who wants to know what it misses.

use crate::Rule;
use crate::judge::speaks;
use crate::judgement::Judged;
use review_project::{Project, Subject};

/// The subjects that pass a rule, in the order of the project; none when the rule does not run. An outcome holds
/// only their number, because they are many.
pub fn passing<'p>(project: &'p Project, rule: &Rule) -> Vec<&'p Subject> {
    let Some(judgement) = &rule.judgement else { return Vec::new() };
    let speaks = speaks(rule, project);
    let passes = |subject: &&Subject| {
        subject.fact.body.kind() == judgement.kind
            && speaks[subject.file as usize]
            && judgement.of(rule, project, subject) == Judged::Passes
    };
    project.subjects.iter().filter(passes).collect()
}
