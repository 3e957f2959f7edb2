//! `cargo xtask seed-audit DIR…`: recall by seeding audit calls. They are taken out of routes that leave a record, and
//! written into functions of routes that leave none, directly and through a wrapper in a new file that is imported under
//! another name. The answer of each chosen route must follow, and no other answer or finding may change.
//!
//! What is taken out is told by its words as a reader would, not by what the join concludes from them. A function that
//! several routes share changes all of them: those count that name it as evidence, before what is taken out or after
//! what is added.

mod texts;

use crate::bench::corpus::{Corpus, Input};
use crate::field::{Field, Told, told};
use crate::random::Random;
use crate::seed::say;
use anyhow::{Result, anyhow, bail};
use review_engine::{RuleSet, Status};
use review_facts::code::UnitForm;
use review_facts::{Body, FileClass, Known, Span};
use review_project::Project;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use texts::{Edit, Wrapper, edited};

/// Routes of a project in which each is tried.
const TRIED: usize = 20;

/// Ways to a record that one route may have, which are taken out one after the other.
const WAYS: usize = 16;

/// Steps of a way that are spelled.
const SPELLED: usize = 5;

/// The rules that say what the answers of routes say, and whether the project audits at all.
const RULES: [&str; 2] = ["write-without-audit", "project-without-audit"];

/// Seeds every project in turn, prints found and missed, and fails below 95 % in any.
pub fn run(projects: &[PathBuf], seed: u64) -> Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(review_syntax::STACK).build()?;
    let rules = RuleSet::builtin().map_err(|errors| anyhow!("rules: {errors:?}"))?;
    let mut failed = 0;
    for project in projects {
        let corpus = Corpus::read(project, &[])?;
        let counts = pool.install(|| seed_project(&corpus, seed, &rules));
        for (trial, count) in ["taken out", "added", "added through a wrapper"].iter().zip(&counts) {
            let Count { sown, found, others, disturbed } = count;
            say(&format!(
                "{:30} {trial:24} {found:2} of {sown:2}, {others:3} more through them, {disturbed} others changed",
                corpus.name
            ));
            failed += usize::from(found * 100 < sown * 95 || *disturbed > 0);
        }
    }
    if failed > 0 {
        bail!("below 95 %, or others changed");
    }
    Ok(())
}

#[derive(Default)]
struct Count {
    /// Routes whose answer should change.
    sown: usize,
    /// Those whose answer did.
    found: usize,
    /// Routes that share the function.
    others: usize,
    /// Other answers and findings that changed.
    disturbed: usize,
}

/// A route by its key, and its position among those of the key.
type Key = (String, usize);

/// What a route says.
struct Answer {
    name: String,
    writes: Option<bool>,
    audited: Option<bool>,
    tables: Vec<String>,
    to_write: Vec<Step>,
    to_record: Vec<Step>,
    of_product: bool,
}

/// A function on the way of a route.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    name: String,
    path: String,
    line: u32,
    /// The event that it sends and that a listener records.
    event: Option<String>,
}

/// All that is said of a project.
struct View {
    answers: BTreeMap<Key, Answer>,
    told: BTreeSet<Told>,
}

impl View {
    fn of(project: &Project, rules: &RuleSet) -> View {
        let ids = rules
            .all()
            .iter()
            .filter(|rule| rule.status != Status::Planned && !RULES.contains(&rule.id.as_str()));
        let told = told(project, rules, ids.map(|rule| rule.id.clone()).collect());
        View { answers: answers(project), told }
    }
}

fn seed_project(corpus: &Corpus, seed: u64, rules: &RuleSet) -> [Count; 3] {
    let field = Field::of(corpus);
    let untouched = field.project(&BTreeMap::new(), &[]);
    let before = View::of(&untouched, rules);
    let trial = |number: usize| {
        let mut random = Random::new(seed + number as u64);
        let sown = match number {
            0 => take_out(&field, &before, &mut random),
            _ => add(&field, &untouched, &before, number == 2, &mut random),
        };
        let after = View::of(&field.project(&sown.texts, &sown.files), rules);
        counted(&sown, &before, &after)
    };
    [0, 1, 2].map(trial)
}

/// What was changed in a project.
#[derive(Default)]
struct Sown {
    /// Routes whose answer should change, and to what.
    chosen: BTreeSet<Key>,
    audited: bool,
    texts: BTreeMap<usize, String>,
    files: Vec<Input>,
    /// Path and name of the functions that were changed.
    touched: BTreeSet<(String, String)>,
}

impl Sown {
    fn touch(&mut self, step: &Step) {
        // A handler without a name is one route's alone.
        if step.name != "the handler" {
            self.touched.insert((step.path.clone(), step.name.clone()));
        }
    }
}

fn counted(sown: &Sown, before: &View, after: &View) -> Count {
    let mut count = Count { sown: sown.chosen.len(), ..Count::default() };
    for (key, was) in &before.answers {
        let Some(is) = after.answers.get(key) else {
            say(&format!("gone: {} in {}", was.name, key.0));
            count.disturbed += 1;
            continue;
        };
        let names = |steps: &[Step]| {
            steps.iter().any(|step| sown.touched.contains(&(step.path.clone(), step.name.clone())))
        };
        // Of a long way only the first steps are spelled.
        let spelled = is.to_record.len() < SPELLED;
        let through =
            names(if sown.audited { &is.to_record } else { &was.to_record }) || (sown.audited && !spelled);
        let chosen = sown.chosen.contains(key);
        let way: Vec<&str> = is.to_record.iter().map(|step| step.name.as_str()).collect();
        let way = way.join(" → ");
        if chosen {
            count.found += usize::from(is.audited == Some(sown.audited));
            if is.audited != Some(sown.audited) {
                say(&format!("missed: {} in {}: {:?} {way}", was.name, key.0, is.audited));
            }
        } else if is.audited != was.audited && through {
            count.others += 1;
        }
        // What is taken out may write other tables on its way.
        let less = !sown.audited && is.tables.iter().all(|table| was.tables.contains(table));
        let same = is.writes == was.writes && is.tables == was.tables;
        let follows = chosen || through || is.audited == was.audited;
        if !(same || less) || !follows {
            say(&format!(
                "moved: {} in {}: audited {:?} → {:?} {way}",
                was.name, key.0, was.audited, is.audited
            ));
            say(&format!("    writes {:?} {:?} → {:?} {:?}", was.writes, was.tables, is.writes, is.tables));
            count.disturbed += 1;
        }
    }
    for (sign, (rule, path, key)) in after
        .told
        .difference(&before.told)
        .map(|told| ("new", told))
        .chain(before.told.difference(&after.told).map(|told| ("gone", told)))
    {
        say(&format!("{sign}: {rule} in {path}: {key}"));
        count.disturbed += 1;
    }
    count
}

/// Takes the calls out by which some routes leave records, until they have no way to one.
fn take_out(field: &Field<'_>, before: &View, random: &mut Random) -> Sown {
    let has = |answer: &Answer| answer.audited == Some(true) && !answer.to_record.is_empty();
    let chosen = drawn(before, has, random).into_iter().take(TRIED).collect();
    let mut sown = Sown { chosen, ..Sown::default() };
    for _ in 0..WAYS {
        let project = field.project(&sown.texts, &[]);
        let answers = answers(&project);
        let mut edits: BTreeMap<usize, BTreeSet<Edit>> = BTreeMap::new();
        for key in sown.chosen.clone() {
            let Some(answer) = answers.get(&key).filter(|answer| answer.audited != Some(false)) else {
                continue;
            };
            let found = record_on_way(field, &project, &sown.texts, answer);
            let Some((file, step, found)) = found else { continue };
            sown.touch(step);
            edits.entry(file).or_default().extend(found);
        }
        if edits.is_empty() {
            break;
        }
        for (file, edits) in edits {
            let text = edited(text_of(field, &sown.texts, file), edits);
            sown.texts.insert(file, text);
        }
    }
    sown
}

/// The last function on the way to a record that calls what leaves it, its file, and that call taken out.
fn record_on_way<'a>(
    field: &Field<'_>,
    project: &Project,
    texts: &BTreeMap<usize, String>,
    answer: &'a Answer,
) -> Option<(usize, &'a Step, Vec<Edit>)> {
    for (position, step) in answer.to_record.iter().enumerate().rev() {
        // What leaves records by its name is the mechanism: who calls it leaves one.
        if position > 0 && texts::leaves_record(&step.name) {
            continue;
        }
        let Some((file, span)) = function(project, step) else { continue };
        let text = text_of(field, texts, file);
        let language = field.corpus.files[file].language;
        let found = texts::without_records(text, language, span, step.event.as_deref());
        if !found.is_empty() {
            return Some((file, step, found));
        }
    }
    None
}

/// Adds calls that leave a record to functions of routes that write and leave none.
fn add(field: &Field<'_>, project: &Project, before: &View, wrapped: bool, random: &mut Random) -> Sown {
    let fits = |answer: &Answer| {
        answer.audited == Some(false) && answer.writes == Some(true) && !answer.to_write.is_empty()
    };
    let mut sown = Sown { audited: true, ..Sown::default() };
    let mut edits: BTreeMap<usize, BTreeSet<Edit>> = BTreeMap::new();
    let mut hosts: BTreeSet<usize> = BTreeSet::new();
    let mut places: BTreeSet<(usize, u32)> = BTreeSet::new();
    for key in drawn(before, fits, random) {
        if sown.chosen.len() == TRIED {
            break;
        }
        let way = &before.answers[&key].to_write;
        // The handler, or a service that it calls: not deeper, for the wrapper is a call more.
        let step = &way[random.below(way.len().min(3))];
        let Some((file, span)) = function(project, step) else { continue };
        let input = &field.corpus.files[file];
        if !places.contains(&(file, span.start)) {
            let call = if wrapped { texts::wrapped_call } else { texts::direct_call };
            let place = (random.below(64), random.below(64));
            let Some(edit) = texts::statement(&input.text, input.language, span, place, call) else {
                continue;
            };
            edits.entry(file).or_default().insert(edit);
            hosts.insert(file);
            places.insert((file, span.start));
            sown.touch(step);
        }
        sown.chosen.insert(key);
    }
    if wrapped {
        let wrapper = Wrapper::for_files(field.corpus, &hosts);
        for (file, edit) in wrapper.imports {
            edits.entry(file).or_default().insert(edit);
        }
        sown.files = wrapper.files;
    }
    for (file, edits) in edits {
        sown.texts.insert(file, edited(&field.corpus.files[file].text, edits));
    }
    sown
}

fn drawn(view: &View, fits: impl Fn(&Answer) -> bool, random: &mut Random) -> Vec<Key> {
    let fitting = view.answers.iter().filter(|(_, answer)| answer.of_product && fits(answer));
    let mut keys: Vec<Key> = fitting.map(|(key, _)| key.clone()).collect();
    random.shuffle(&mut keys);
    keys
}

fn text_of<'a>(field: &'a Field<'_>, texts: &'a BTreeMap<usize, String>, file: usize) -> &'a str {
    texts.get(&file).unwrap_or(&field.corpus.files[file].text)
}

/// The file of a step and the bytes of its function there.
fn function(project: &Project, step: &Step) -> Option<(usize, Span)> {
    let file = project.files.binary_search_by(|file| file.path.cmp(&step.path)).ok()?;
    let code = &project.files[file].facts.as_ref().ok()?.code;
    let last = step.name.rsplit('.').next().unwrap_or_default();
    let unit = code.units.iter().find(|unit| {
        let name = code.text(unit.name);
        unit.form == UnitForm::Function && unit.line == step.line && (name.is_empty() || name == last)
    })?;
    Some((file, unit.span))
}

fn answers(project: &Project) -> BTreeMap<Key, Answer> {
    let mut answers: BTreeMap<Key, Answer> = BTreeMap::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for subject in &project.subjects {
        let Body::Route(route) = &subject.fact.body else { continue };
        let position = seen.entry(&subject.key).or_default();
        let plain = |known: &Known<bool>| match known {
            Known::Is(is) => Some(*is),
            Known::Unknown(_) => None,
        };
        let answer = Answer {
            name: subject.fact.name.clone(),
            writes: plain(&route.writes),
            audited: plain(&route.audited),
            tables: route.tables.clone(),
            to_write: steps(&route.writes_through),
            to_record: steps(&route.audited_through),
            of_product: !subject.test && project.files[subject.file as usize].class == FileClass::Code,
        };
        answers.insert((subject.key.clone(), *position), answer);
        *position += 1;
    }
    answers
}

/// The functions of a way as it is spelled: `create (app/users.py:12) → insert (app/db.py:3)`, and at its end perhaps
/// ``login (app/auth.py:9): `signed_in` is heard by note → record``.
fn steps(way: &str) -> Vec<Step> {
    let step = |text: &str| {
        let (text, event) = match text.split_once("): `") {
            Some((text, event)) => (text, event.split_once('`').map(|(event, _)| event.to_owned())),
            None => (text.strip_suffix(')')?, None),
        };
        let (name, place) = text.rsplit_once(" (")?;
        let (path, line) = place.rsplit_once(':')?;
        Some(Step { name: name.to_owned(), path: path.to_owned(), line: line.parse().ok()?, event })
    };
    way.split(" → ").filter_map(step).collect()
}
