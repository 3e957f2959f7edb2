//! What a review costs beside parsing, which is the limit of its speed.
//!
//! Both sides run in this process, over the same files in memory, on one thread, in turns; the processor time (user and system) of
//! the median turn counts, because wall time on a shared machine tells about the neighbours. Peak memory is that of the
//! program itself, run once as its users run it.

use crate::seed::say;
use anyhow::{Context, Result, bail, ensure};
use cpu_time::ProcessTime;
use ignore::WalkBuilder;
use review_engine::{Checklist, Date, Options, Outcome, RuleSet, Sources, Status, judge};
use review_facts::{Fact, FileFacts, Import, Language};
use review_frameworks::ALL;
use review_project::{Config, Project, Source, Surroundings};
use review_report::{Format, Profile, Style};
use std::collections::BTreeMap;
use std::io;
use std::mem::size_of;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// Larger files are left out on both sides, as the program leaves them out.
const LARGEST: u64 = 1 << 20;

/// A file in memory.
struct File {
    path: String,
    language: Language,
    text: String,
}

/// Measures some projects and prints a table for each.
pub fn run(projects: &[PathBuf], rounds: usize) -> Result<()> {
    ensure!(rounds > 0, "no rounds, no measurement");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(review_syntax::STACK).build()?;
    for project in projects {
        let files = files(project)?;
        ensure!(!files.is_empty(), "no source below {}", project.display());
        pool.install(|| measure(project, &files, rounds))?;
    }
    let review = built()?;
    for project in projects {
        peak(&review, project)?;
    }
    Ok(())
}

/// Processor time of the stages of one whole review.
#[derive(Clone, Copy, Default)]
struct Whole {
    syntax: Duration,
    recognise: Duration,
    join: Duration,
    judge: Duration,
    report: Duration,
}

impl Whole {
    fn sum(&self) -> Duration {
        self.syntax + self.recognise + self.join + self.judge + self.report
    }
}

fn measure(project: &Path, files: &[File], rounds: usize) -> Result<()> {
    let rules = RuleSet::builtin().map_err(|errors| anyhow::anyhow!("rules: {errors:?}"))?;
    let checklist = Checklist::builtin("backend", &rules).context("no checklist `backend`")?;
    let mut options = Options::new(Date { year: 2026, month: 1, day: 1 });
    let active = rules.all().iter().filter(|rule| rule.status == Status::Active);
    options.rules = active.map(|rule| rule.id.clone()).collect();

    let (mut parsed, mut walked, mut wholes) = (Vec::new(), Vec::new(), Vec::new());
    let mut sizes = Sizes { each: by_language(files), ..Sizes::default() };
    for _ in 0..rounds {
        let (time, count, _) = parse(files, false, &mut sizes.each);
        parsed.push(time);
        ensure!(count == files.len());
        let (time, count, nodes) = parse(files, true, &mut sizes.each);
        walked.push(time);
        sizes.nodes = nodes;
        let (whole, read) = whole(files, &rules, &checklist, &options, &mut sizes)?;
        wholes.push(whole);
        ensure!(count == read, "{count} files parsed, {read} files reviewed");
        sizes.counts = (count, read);
    }
    print(project, files, &mut parsed, &mut walked, &mut wholes, &sizes);
    Ok(())
}

/// Parses every file; how many there were, and how many nodes they had.
fn parse(files: &[File], walk: bool, each: &mut Each) -> (Duration, usize, usize) {
    let (mut sum, mut count, mut nodes) = (Duration::ZERO, 0, 0);
    for file in files {
        let start = ProcessTime::now();
        nodes += review_syntax::parse_only(&file.text, file.language, walk);
        let time = start.elapsed();
        sum += time;
        count += 1;
        if walk {
            each.entry(file.language.word()).or_default().walked += time;
        }
    }
    (sum, count, nodes)
}

/// Time by language, over all rounds.
type Each = BTreeMap<&'static str, Share>;

/// One language's share of time and text.
#[derive(Default)]
struct Share {
    files: usize,
    lines: usize,
    /// Side A.
    walked: Duration,
    /// Side B as far as it is done file by file: parsing, lowering, recognising.
    read: Duration,
}

/// What was measured beside time.
#[derive(Default)]
struct Sizes {
    counts: (usize, usize),
    nodes: usize,
    each: Each,
    subjects: usize,
    findings: usize,
    /// Facts as they are stored, in bytes.
    stored: usize,
    /// Facts in memory, in bytes: the stored bytes for their texts, and the size of each fact and import.
    held: usize,
}

fn whole(
    files: &[File],
    rules: &RuleSet,
    checklist: &Checklist,
    options: &Options,
    sizes: &mut Sizes,
) -> Result<(Whole, usize)> {
    let mut times = Whole::default();
    let mut sources = Vec::with_capacity(files.len());
    for file in files {
        let start = ProcessTime::now();
        let tree = review_syntax::parse(&file.text, file.language);
        let syntax = start.elapsed();
        let facts = review_frameworks::recognise(&file.text, &tree, ALL);
        drop(tree);
        let read = start.elapsed();
        times.syntax += syntax;
        times.recognise += read - syntax;
        sizes.each.entry(file.language.word()).or_default().read += read;
        sources.push(Source { path: file.path.clone(), facts: Ok(facts) });
    }
    let facts = sources.iter().filter_map(|source| source.facts.as_ref().ok());
    (sizes.stored, sizes.held) = facts.map(bytes).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let read = sources.len();

    let start = ProcessTime::now();
    let project = review_project::build(sources, Surroundings::default(), &Config::default());
    times.join = start.elapsed();
    let start = ProcessTime::now();
    let outcome = judge(&project, rules, checklist, options);
    times.judge = start.elapsed();
    let start = ProcessTime::now();
    report(&outcome, files)?;
    times.report = start.elapsed();
    (sizes.subjects, sizes.findings) = (count(&project), outcome.findings.len());
    Ok((times, read))
}

fn report(outcome: &Outcome, files: &[File]) -> io::Result<()> {
    let sources = InMemory(files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect());
    let (format, profile) = (Format::Sarif, Profile::Full);
    review_report::write(format, profile, outcome, &sources, Style::default(), &mut io::sink())
}

struct InMemory<'a>(BTreeMap<&'a str, &'a str>);

impl Sources for InMemory<'_> {
    fn text(&self, path: &str) -> Option<String> {
        self.0.get(path).map(|text| (*text).to_owned())
    }
}

fn count(project: &Project) -> usize {
    project.subjects.len()
}

fn bytes(facts: &FileFacts) -> (usize, usize) {
    let stored = facts.to_bytes().len();
    let held = facts.facts.len() * size_of::<Fact>() + facts.imports.len() * size_of::<Import>();
    (stored, stored + held + size_of::<FileFacts>())
}

fn print(
    project: &Path,
    files: &[File],
    parsed: &mut [Duration],
    walked: &mut [Duration],
    wholes: &mut [Whole],
    sizes: &Sizes,
) {
    let lines: usize = files.iter().map(|file| file.text.lines().count()).sum();
    let size: usize = files.iter().map(|file| file.text.len()).sum();
    let name = project.file_name().unwrap_or(project.as_os_str()).to_string_lossy();
    say(&format!("{name}: {} files, {lines} lines, {:.1} MB", files.len(), size as f64 / 1e6));
    for (language, Share { files, lines, walked, read }) in &sizes.each {
        let ratio = match read.as_secs_f64() / walked.as_secs_f64() {
            // Without a parser there is nothing to compare with.
            ratio if ratio > 100.0 => "-".to_owned(),
            ratio => format!("{ratio:.3}"),
        };
        say(&format!("  {language:12} {files:6} files {lines:9} lines   file by file B/A {ratio}"));
    }
    let (parse, walk) = (median(parsed), median(walked));
    wholes.sort_by_key(Whole::sum);
    let whole = wholes[wholes.len() / 2];
    let share = |time: Duration| 100.0 * time.as_secs_f64() / parse.as_secs_f64();
    for (stage, time) in [
        ("parse", parse),
        ("lower", whole.syntax.saturating_sub(parse)),
        ("recognise", whole.recognise),
        ("join", whole.join),
        ("judge", whole.judge),
        ("report", whole.report),
    ] {
        say(&format!("  {stage:10} {:8.3} s {:6.1} %", time.as_secs_f64(), share(time)));
    }
    let sum = whole.sum();
    let (parsed, reviewed) = sizes.counts;
    say(&format!(
        "  A {:8.3} s  read, parse, one walk   {parsed} files, {} nodes",
        walk.as_secs_f64(),
        sizes.nodes
    ));
    say(&format!(
        "  B {:8.3} s  the whole review         {reviewed} files, {} facts, {} findings",
        sum.as_secs_f64(),
        sizes.subjects,
        sizes.findings
    ));
    let per_line = |bytes: usize| bytes as f64 / lines as f64;
    say(&format!(
        "  B/A {:.3}   B/parse {:.3}   facts {:.1} bytes a line stored, about {:.0} in memory",
        sum.as_secs_f64() / walk.as_secs_f64(),
        sum.as_secs_f64() / parse.as_secs_f64(),
        per_line(sizes.stored),
        per_line(sizes.held)
    ));
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn by_language(files: &[File]) -> Each {
    let mut each = Each::new();
    for file in files {
        let share = each.entry(file.language.word()).or_default();
        share.files += 1;
        share.lines += file.text.lines().count();
    }
    each
}

fn files(project: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let walk = WalkBuilder::new(project)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    for entry in walk {
        let entry = entry?;
        let Some(language) = Language::of_name(&entry.file_name().to_string_lossy()) else { continue };
        let at = entry.metadata()?;
        if !at.is_file() || at.len() > LARGEST {
            continue;
        }
        let Ok(text) = fs::read_to_string(entry.path()) else { continue };
        let path = entry.path().strip_prefix(project)?.to_string_lossy().replace('\\', "/");
        files.push(File { path, language, text });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The program, built as it is released.
fn built() -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status =
        Command::new(cargo).args(["build", "--release", "-p", "review"]).current_dir(&root).status()?;
    if !status.success() {
        bail!("the program does not build");
    }
    Ok(root.join("target/release/review"))
}

/// Runs the program once and prints wall time and, on Linux, the most memory it held.
fn peak(review: &Path, project: &Path) -> Result<()> {
    let start = Instant::now();
    let mut child = Command::new(review)
        .arg(project)
        .args(["--no-cache", "--fail-on", "never", "--format", "sarif"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait()?.is_none() {
        // The kernel keeps the highest mark; what is missed is the growth of the last few milliseconds.
        most = fs::read_to_string(&status).ok().and_then(|text| high_water(&text)).unwrap_or(0).max(most);
        thread::sleep(Duration::from_millis(2));
    }
    let name = project.file_name().unwrap_or(project.as_os_str()).to_string_lossy();
    let memory = if most > 0 { format!(", at most {:.0} MB", most as f64 / 1e3) } else { String::new() };
    say(&format!("{name}: whole run of the program {:.1} s{memory}", start.elapsed().as_secs_f64()));
    Ok(())
}

/// `VmHWM` in kB.
fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
