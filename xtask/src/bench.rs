//! What a review costs beside parsing, which is the limit of its speed.
//!
//! The same files, in memory, go three ways in one process on one thread: through the parsers alone, through the
//! parsers with one bare walk over what they give, and through the whole review. A machine that is slow slows all
//! three; one that is slow for a second would slow one of them, so the ways take turns every few files.

pub mod corpus;
mod peak;
mod table;

use anyhow::{Context, Result, anyhow, ensure};
use corpus::{Corpus, Counts, Input};
use cpu_time::ProcessTime;
use review_engine::{Checklist, Date, Options, Outcome, RuleSet, Status, judge};
use review_facts::{Fact, FileFacts, Import, Language};
use review_frameworks::ALL;
use review_project::{Config, Manifest, Project, Source, Surroundings};
use review_report::{Format, Profile, Style};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Files that go one way before another way has its turn.
const TURN: usize = 16;

/// Measures some projects and prints tables in Markdown. `languages` are words of languages, all when empty.
pub fn run(projects: &[PathBuf], languages: &[String], rounds: usize) -> Result<()> {
    ensure!(rounds > 0, "no rounds, no measurement");
    for word in languages {
        ensure!(Language::ALL.iter().any(|known| known.word() == word), "there is no language `{word}`");
    }
    let review = peak::built()?;
    // The judge spreads its work over the pool it runs in, so the pool has one thread.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(review_syntax::STACK).build()?;
    for project in projects {
        let corpus = Corpus::read(project, languages)?;
        let measured = pool.install(|| measure(&corpus, rounds))?;
        table::print(&corpus, &measured, &peak::run(&review, project)?);
    }
    Ok(())
}

/// What was measured of a project.
pub struct Measured {
    pub rounds: Vec<Round>,
    pub sizes: Sizes,
}

/// All three ways once.
#[derive(Default)]
pub struct Round {
    pub reading: BTreeMap<Language, Reading>,
    pub join: Duration,
    pub judge: Duration,
    pub report: Duration,
}

/// Processor time of the files of one language.
#[derive(Clone, Copy, Default)]
pub struct Reading {
    /// The parser alone.
    pub parse: Duration,
    /// The parser and a bare walk.
    pub walk: Duration,
    /// The front end: parser and lowering.
    pub front: Duration,
    pub recognise: Duration,
}

/// What facts and findings there are.
#[derive(Default)]
pub struct Sizes {
    pub facts: usize,
    pub findings: usize,
    /// Facts as they are stored, in bytes.
    pub stored: usize,
    /// Facts in memory, in bytes: the stored bytes for their texts, and the records.
    pub held: usize,
    /// What went through the parsers, and what came out of the review.
    pub counts: (Counts, Counts),
}

/// What is judged, and how.
struct Task {
    rules: RuleSet,
    checklist: Checklist,
    options: Options,
}

fn measure(corpus: &Corpus, rounds: usize) -> Result<Measured> {
    let rules = RuleSet::builtin().map_err(|errors| anyhow!("rules: {errors:?}"))?;
    let checklist = Checklist::builtin("backend", &rules).context("no checklist `backend`")?;
    let mut options = Options::new(Date { year: 2026, month: 1, day: 1 });
    let active = rules.all().iter().filter(|rule| rule.status == Status::Active);
    options.rules = active.map(|rule| rule.id.clone()).collect();
    let task = Task { rules, checklist, options };

    let mut measured = Measured { rounds: Vec::new(), sizes: Sizes::default() };
    for _ in 0..rounds {
        let mut round = Round::default();
        let mut parsed = Counts::default();
        let mut sources = Vec::with_capacity(corpus.files.len());
        for files in corpus.files.chunks(TURN) {
            parse(files, &mut round, &mut parsed);
            read(files, &mut round, &mut sources);
        }
        let sizes = sizes(&sources);
        let (project, outcome) = review(corpus, sources, &task, &mut round)?;
        let reviewed = reviewed(&project);
        ensure!(parsed == reviewed, "parsed {parsed}, reviewed {reviewed}");
        measured.sizes = Sizes { findings: outcome.findings.len(), counts: (parsed, reviewed), ..sizes };
        measured.rounds.push(round);
    }
    Ok(measured)
}

/// Two ways: the parsers alone, and with a walk.
fn parse(files: &[Input], round: &mut Round, counts: &mut Counts) {
    for file in files {
        let start = ProcessTime::now();
        review_syntax::parse_only(&file.text, file.language, false);
        round.reading.entry(file.language).or_default().parse += start.elapsed();
        counts.add(file.text.len(), file.text.lines().count());
    }
    for file in files {
        let start = ProcessTime::now();
        review_syntax::parse_only(&file.text, file.language, true);
        round.reading.entry(file.language).or_default().walk += start.elapsed();
    }
}

/// The third way, as far as it goes by files.
fn read(files: &[Input], round: &mut Round, sources: &mut Vec<Source>) {
    let classes = Config::default().class_globs();
    for file in files {
        let start = ProcessTime::now();
        let tree = review_syntax::parse(&file.text, file.language);
        let front = start.elapsed();
        let start = ProcessTime::now();
        let followed = classes.is_followed(&file.path, file.language);
        let facts = review_frameworks::recognise(&file.text, &tree, ALL, followed);
        drop(tree);
        let reading = round.reading.entry(file.language).or_default();
        reading.recognise += start.elapsed();
        reading.front += front;
        sources.push(Source { path: file.path.clone(), facts: Ok(facts) });
    }
}

/// The third way from the join on.
fn review(
    corpus: &Corpus,
    sources: Vec<Source>,
    task: &Task,
    round: &mut Round,
) -> Result<(Project, Outcome)> {
    let start = ProcessTime::now();
    let manifests = corpus.manifests.iter().filter_map(|(path, text)| Manifest::parse(path, text)).collect();
    let surroundings = Surroundings { manifests, ..Surroundings::default() };
    let project = review_project::build(sources, surroundings, &Config::default());
    round.join = start.elapsed();
    let start = ProcessTime::now();
    let outcome = judge(&project, &task.rules, &task.checklist, &task.options);
    round.judge = start.elapsed();
    let start = ProcessTime::now();
    let (format, profile) = (Format::Sarif, Profile::Full);
    review_report::write(format, profile, &outcome, corpus, Style::default(), &mut io::sink())?;
    round.report = start.elapsed();
    Ok((project, outcome))
}

fn sizes(sources: &[Source]) -> Sizes {
    let mut sizes = Sizes::default();
    for facts in sources.iter().filter_map(|source| source.facts.as_ref().ok()) {
        let stored = facts.to_bytes().len();
        let records = facts.facts.len() * size_of::<Fact>() + facts.imports.len() * size_of::<Import>();
        sizes.facts += facts.facts.len();
        sizes.stored += stored;
        sizes.held += stored + records + size_of::<FileFacts>();
    }
    sizes
}

fn reviewed(project: &Project) -> Counts {
    let mut counts = Counts::default();
    for facts in project.files.iter().filter_map(|file| file.facts.as_ref().ok()) {
        counts.add(facts.bytes as usize, facts.lines as usize);
    }
    counts
}
