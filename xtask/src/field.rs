//! A project as it is read, of which some files may be given other texts: what the chores that sow into the model and
//! the calls of real projects share.

use crate::bench::corpus::{Corpus, Input};
use review_engine::{Checklist, Date, Options, RuleSet, Standing, judge};
use review_project::{Config, Manifest, Project, Source, Surroundings, TsConfig, build};
use std::collections::{BTreeMap, BTreeSet};

/// Rule, path and key of a finding or a question.
pub type Told = (String, String, String);

/// The files of a project as they are read.
pub struct Field<'a> {
    pub corpus: &'a Corpus,
    sources: Vec<Source>,
    surroundings: Surroundings,
}

impl<'a> Field<'a> {
    /// Reads every file. Call it on a thread with the stack that parsing needs.
    pub fn of(corpus: &'a Corpus) -> Field<'a> {
        let read = |input: &Input| {
            let facts = review_frameworks::read(&input.text, input.language);
            Source { path: input.path.clone(), facts: Ok(facts) }
        };
        let manifests = corpus.manifests.iter().filter_map(|(path, text)| Manifest::parse(path, text));
        let tsconfigs = corpus.files.iter().filter_map(|input| TsConfig::parse(&input.path, &input.text));
        let surroundings = Surroundings {
            manifests: manifests.collect(),
            tsconfigs: tsconfigs.collect(),
            ..Surroundings::default()
        };
        Field { corpus, sources: corpus.files.iter().map(read).collect(), surroundings }
    }

    /// The project with other texts in some files, by their position, and with more files.
    pub fn project(&self, changed: &BTreeMap<usize, String>, added: &[Input]) -> Project {
        let read = |input: &Input, text: &str| {
            let facts = review_frameworks::read(text, input.language);
            Source { path: input.path.clone(), facts: Ok(facts) }
        };
        let kept = self.sources.iter().enumerate().map(|(index, source)| match changed.get(&index) {
            Some(text) => read(&self.corpus.files[index], text),
            None => source.clone(),
        });
        let added = added.iter().map(|input| read(input, &input.text));
        build(kept.chain(added).collect(), self.surroundings.clone(), &Config::default())
    }
}

/// What some rules say of a project: findings that stand, and questions with a `?` behind the rule.
pub fn told(project: &Project, rules: &RuleSet, of: Vec<String>) -> BTreeSet<Told> {
    let mut options = Options::new(Date { year: 2026, month: 1, day: 1 });
    options.rules = of;
    let outcome = judge(project, rules, &Checklist::default(), &options);
    let id = |rule: usize| outcome.rules[rule].id.clone();
    let stands = outcome.findings.iter().filter(|finding| finding.standing == Standing::Stands);
    let found = stands.map(|finding| (id(finding.rule), finding.path.clone(), finding.key.clone()));
    let asks = outcome.asks.iter();
    found.chain(asks.map(|ask| (format!("{}?", id(ask.rule)), ask.path.clone(), ask.key.clone()))).collect()
}
