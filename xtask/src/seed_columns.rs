//! `cargo xtask seed-columns DIR…`: recall by seeding columns. `kra_pin` or `national_id` is written into one model of a
//! file at a time, and the review must say that it is not encrypted and change nothing else it said. Where a project
//! encrypts a column, the encryption is taken off, and the column must no longer count as encrypted.

mod writers;

use crate::bench::corpus::{Corpus, Input};
use crate::field::{Field, told};
use crate::random::Random;
use crate::seed::say;
use anyhow::{Result, anyhow, bail};
use review_engine::RuleSet;
use review_facts::{Body, Known, Language, Storage};
use review_project::Project;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use writers::{Of, Stripped, WRITERS, stripped};

/// Files of a project that a system's columns are sown into.
const TRIED: usize = 20;

const RULE: &str = "sensitive-column-unencrypted";
const RULES: [&str; 2] = [RULE, "sensitive-column-type"];
const NAMES: [&str; 2] = ["kra_pin", "national_id"];

/// Seeds every project in turn, prints found and missed, and fails below 95 %.
pub fn run(projects: &[PathBuf], seed: u64) -> Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(review_syntax::STACK).build()?;
    let rules = RuleSet::builtin().map_err(|errors| anyhow!("rules: {errors:?}"))?;
    let mut tally: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut disturbed = 0;
    for project in projects {
        let corpus = Corpus::read(project, &[])?;
        disturbed += pool.install(|| seed_project(&corpus, seed, &rules, &mut tally));
    }
    let (mut found, mut sown) = (0, 0);
    for (name, (hit, all)) in &tally {
        say(&format!("{name:22} {hit:4} of {all}"));
        (found, sown) = (found + hit, sown + all);
    }
    say(&format!("{found} of {sown} found, {disturbed} other findings changed"));
    if found * 100 < sown * 95 || disturbed > 0 {
        bail!("below 95 %, or other findings changed");
    }
    Ok(())
}

fn seed_project(
    corpus: &Corpus,
    seed: u64,
    rules: &RuleSet,
    tally: &mut BTreeMap<&str, (usize, usize)>,
) -> usize {
    let told =
        |project: &Project| told(project, rules, RULES.iter().map(|rule| (*rule).to_owned()).collect());
    let field = Field::of(corpus);
    let untouched = field.project(&BTreeMap::new(), &[]);
    let before = told(&untouched);
    let mut disturbed = 0;
    for writer in &WRITERS {
        // One model in each of some files, all at once: a project is joined once.
        let mut random = Random::new(seed);
        let mut hosts: Vec<(usize, String)> = Vec::new();
        for (index, input) in corpus.files.iter().enumerate() {
            let name = NAMES[index % NAMES.len()];
            let mut texts = writer.sown(&input.path, input.language, &input.text, name);
            if !texts.is_empty() && !input.text.contains(name) {
                hosts.push((index, texts.swap_remove(random.below(texts.len()))));
            }
        }
        random.shuffle(&mut hosts);
        hosts.truncate(TRIED);
        let hosts: BTreeMap<usize, String> = hosts.into_iter().collect();
        if hosts.is_empty() {
            continue;
        }
        let after = told(&field.project(&hosts, &[]));
        let entry = tally.entry(writer.name).or_default();
        let mut hits = 0;
        let mut expected = BTreeSet::new();
        for index in hosts.keys() {
            let (path, name) = (&corpus.files[*index].path, NAMES[index % NAMES.len()]);
            let plain =
                |key: &str| key.to_ascii_lowercase().replace('_', "").contains(&name.replace('_', ""));
            let hit =
                after.difference(&before).find(|(rule, at, key)| rule == RULE && at == path && plain(key));
            match hit {
                Some(hit) => {
                    hits += 1;
                    expected.insert(hit.clone());
                }
                None => say(&format!("missed: {} in {path} of {}", writer.name, corpus.name)),
            }
        }
        (entry.0, entry.1) = (entry.0 + hits, entry.1 + hosts.len());
        say(&format!("{:40} {:12} {hits} of {}", corpus.name, writer.name, hosts.len()));
        for (sign, (rule, path, key)) in after
            .difference(&before)
            .filter(|told| !expected.contains(*told))
            .map(|told| ("new", told))
            .chain(before.difference(&after).map(|told| ("gone", told)))
        {
            say(&format!("{sign}: {rule} in {path}: {key}"));
            disturbed += 1;
        }
    }
    strip(&field, &untouched, tally);
    disturbed
}

/// Takes one encryption off at a time: what was encrypted and is no more must be one column, with all that share it.
fn strip(field: &Field<'_>, untouched: &Project, tally: &mut BTreeMap<&str, (usize, usize)>) {
    let before = encrypted(untouched);
    if before.is_empty() {
        return;
    }
    let mut tried = 0;
    for (index, input) in field.corpus.files.iter().enumerate() {
        for Stripped { text, of } in stripped(&input.path, input.language, &input.text) {
            // A type that only takes what is encrypted already is no encryption of the column's, and a column that its
            // class encrypts besides stays encrypted without the type.
            let hangs_on_it = untouched.subjects.iter().any(|subject| {
                let Body::Column(column) = &subject.fact.body else { return false };
                let here = untouched.files[subject.file as usize].path == input.path;
                let by = match column.evidence.split(' ').next() {
                    Some("its") if column.evidence.starts_with("its class writes") => Of::Setter,
                    Some("written" | "bytes,") => Of::Write,
                    _ => Of::Type,
                };
                let of_file = here || (of == Of::Write && column.evidence.contains(&input.path));
                column.storage == Known::Is(Storage::Encrypted) && of_file && by == of
            });
            if !hangs_on_it {
                continue;
            }
            tried += 1;
            if tried > TRIED {
                return;
            }
            let after = encrypted(&field.project(&BTreeMap::from([(index, text.clone())]), &[]));
            let gone: Vec<_> = before.difference(&after).collect();
            // Of the writes of a file some go elsewhere.
            if gone.is_empty()
                && of == Of::Write
                && after == before
                && !wrote(untouched, &input.path, &text, input)
            {
                continue;
            }
            let entry = tally.entry(taken_off(input.language, of)).or_default();
            entry.1 += 1;
            entry.0 += usize::from(!gone.is_empty() && after.is_subset(&before));
            say(&format!("{:40} stripped in {}: {gone:?}", field.corpus.name, input.path));
        }
    }
}

fn taken_off(language: Language, of: Of) -> &'static str {
    match (language, of) {
        (_, Of::Write) => "encryption of a write taken off",
        (Language::Python, _) => "encryption taken off, Python",
        (Language::Prisma, _) => "encryption taken off, Prisma",
        _ => "encryption taken off, TypeScript and JavaScript",
    }
}

/// The line that was changed is one that a column's evidence names.
fn wrote(untouched: &Project, path: &str, changed: &str, input: &Input) -> bool {
    let same = input.text.lines().zip(changed.lines()).take_while(|(one, other)| one == other).count();
    let place = format!("{path}:{}", same + 1);
    untouched.subjects.iter().any(|subject| match &subject.fact.body {
        Body::Column(column) => column.evidence.contains(&format!("({place})")),
        _ => false,
    })
}

fn encrypted(project: &Project) -> BTreeSet<String> {
    let subjects = project.subjects.iter().filter(|subject| match &subject.fact.body {
        Body::Column(column) => column.storage == Known::Is(Storage::Encrypted),
        _ => false,
    });
    subjects.map(|subject| subject.key.clone()).collect()
}
