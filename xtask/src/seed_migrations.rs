//! `cargo xtask seed-migrations DIR…`: recall by seeding ways back. In one migration at a time the downgrade is
//! emptied, or one step of it is taken out, and the review must say so and change nothing else it said.
//!
//! What is taken out is chosen by the text of both directions, not by what the join concludes from them.

use crate::bench::corpus::{Corpus, Input};
use crate::random::Random;
use crate::seed::say;
use anyhow::{Result, anyhow, bail};
use review_engine::{Checklist, Date, Options, RuleSet, Standing, judge};
use review_facts::{Body, Direction, FileFacts, Language, MigrationBody, MigrationStep, Operation, Span};
use review_project::{Config, Manifest, Source, Surroundings, build};
use review_syntax::{Kind, Role, Tree};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Migrations of a project in which each of both is tried.
const TRIED: usize = 20;

const WITHOUT: &str = "migration-without-downgrade";
const INCOMPLETE: &str = "migration-downgrade-incomplete";
const RULES: [&str; 5] = [
    WITHOUT,
    INCOMPLETE,
    "migration-irreversible-unexplained",
    "migration-multiple-heads",
    "history-without-downgrades",
];

/// Rule, path and key of a finding.
type Told = (String, String, String);

/// Seeds every project in turn, prints found and missed, and fails below 95 %.
pub fn run(projects: &[PathBuf], seed: u64) -> Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(review_syntax::STACK).build()?;
    let (mut found, mut sown, mut disturbed) = (0, 0, 0);
    for project in projects {
        let corpus = Corpus::read(project, &[])?;
        let counts = pool.install(|| seed_project(&corpus, seed))?;
        say(&format!(
            "{:40} emptied {} of {}, one step out {} of {}, {} other findings changed",
            corpus.name, counts.emptied.0, counts.emptied.1, counts.cut.0, counts.cut.1, counts.disturbed
        ));
        found += counts.emptied.0 + counts.cut.0;
        sown += counts.emptied.1 + counts.cut.1;
        disturbed += counts.disturbed;
    }
    say(&format!("{found} of {sown} found, {disturbed} other findings changed"));
    if found * 100 < sown * 95 || disturbed > 0 {
        bail!("below 95 %, or other findings changed");
    }
    Ok(())
}

#[derive(Default)]
struct Counts {
    /// Found, and sown.
    emptied: (usize, usize),
    cut: (usize, usize),
    disturbed: usize,
}

/// A change of one file, and the rule that must see it.
struct Flaw {
    file: usize,
    text: String,
    rule: &'static str,
    /// The file on which the finding stands.
    stands: String,
}

fn seed_project(corpus: &Corpus, seed: u64) -> Result<Counts> {
    let rules = RuleSet::builtin().map_err(|errors| anyhow!("rules: {errors:?}"))?;
    let read = |input: &Input| review_frameworks::read(&input.text, input.language);
    // Only what holds migrations matters, and what shows that a folder is theirs.
    let mut sources: Vec<(usize, Source)> = Vec::new();
    for (index, input) in corpus.files.iter().enumerate() {
        let mut facts = read(input);
        facts.facts.retain(|fact| {
            matches!(fact.body, Body::Migration(_) | Body::MigrationStep(_) | Body::SqlSection(_))
        });
        if !facts.facts.is_empty() || input.language == Language::Config {
            sources.push((index, Source { path: input.path.clone(), facts: Ok(facts) }));
        }
    }
    let manifests = corpus.manifests.iter().filter_map(|(path, text)| Manifest::parse(path, text)).collect();
    let surroundings = Surroundings { manifests, ..Surroundings::default() };
    let told = |sources: Vec<Source>| findings(sources, &surroundings, &rules);
    let before = told(sources.iter().map(|(_, source)| source.clone()).collect());

    let mut counts = Counts::default();
    for flaw in flaws(corpus, &sources, &surroundings, seed) {
        let input = &corpus.files[flaw.file];
        let changed = review_frameworks::read(&flaw.text, input.language);
        let after = told(
            sources
                .iter()
                .map(|(index, source)| match *index == flaw.file {
                    true => Source { path: source.path.clone(), facts: Ok(changed.clone()) },
                    false => source.clone(),
                })
                .collect(),
        );
        let new: Vec<&Told> = after.difference(&before).collect();
        let hit = new.iter().any(|(rule, path, _)| rule == flaw.rule && *path == flaw.stands);
        let tally = if flaw.rule == WITHOUT { &mut counts.emptied } else { &mut counts.cut };
        tally.1 += 1;
        tally.0 += usize::from(hit);
        if !hit {
            say(&format!("missed: {} in {} of {}", flaw.rule, input.path, corpus.name));
        }
        for (rule, path, _) in new.iter().filter(|(_, path, _)| *path != flaw.stands) {
            say(&format!("new: {rule} in {path} when {} changed", input.path));
            counts.disturbed += 1;
        }
        for (rule, path, _) in before.difference(&after).filter(|(_, path, _)| *path != flaw.stands) {
            say(&format!("gone: {rule} in {path} when {} changed", input.path));
            counts.disturbed += 1;
        }
    }
    Ok(counts)
}

fn findings(sources: Vec<Source>, surroundings: &Surroundings, rules: &RuleSet) -> BTreeSet<Told> {
    let project = build(sources, surroundings.clone(), &Config::default());
    let mut options = Options::new(Date { year: 2026, month: 1, day: 1 });
    options.rules = RULES.iter().map(|rule| (*rule).to_owned()).collect();
    let outcome = judge(&project, rules, &Checklist::default(), &options);
    let stands = outcome.findings.iter().filter(|finding| finding.standing == Standing::Stands);
    stands
        .map(|finding| (outcome.rules[finding.rule].id.clone(), finding.path.clone(), finding.key.clone()))
        .collect()
}

/// The flaws of a project: in migrations that change the schema and lead back, drawn by `seed`.
fn flaws(corpus: &Corpus, sources: &[(usize, Source)], surroundings: &Surroundings, seed: u64) -> Vec<Flaw> {
    let all = sources.iter().map(|(_, source)| source.clone()).collect();
    let project = build(all, surroundings.clone(), &Config::default());
    let index_of = |path: &str| corpus.files.iter().position(|input| input.path == path);
    let (mut emptied, mut cut) = (Vec::new(), Vec::new());
    for subject in &project.subjects {
        let Body::Migration(migration) = &subject.fact.body else { continue };
        let schema = migration.upgrade == review_facts::Known::Is(review_facts::Upgrade::Schema);
        let leads_back = migration.downgrade_body == MigrationBody::Present && !migration.forward_only;
        if !schema || !leads_back || migration.habit != review_facts::Habit::Written || subject.test {
            continue;
        }
        let up_path = project.files[subject.file as usize].path.as_str();
        let down_path = match migration.downgrade_path.as_str() {
            "" => up_path,
            other => other,
        };
        let Some(file) = index_of(down_path) else { continue };
        let input = &corpus.files[file];
        if let Some(text) = emptied_text(input) {
            emptied.push(Flaw { file, text, rule: WITHOUT, stands: up_path.to_owned() });
        }
        let (Some(up), Some(down)) = (facts_of(sources, index_of(up_path)), facts_of(sources, Some(file)))
        else {
            continue;
        };
        if let Some(text) =
            cut_text(input, &steps(up, Direction::Upgrade), &steps_down(down, up_path != down_path))
        {
            cut.push(Flaw { file, text, rule: INCOMPLETE, stands: up_path.to_owned() });
        }
    }
    let mut random = Random::new(seed);
    for list in [&mut emptied, &mut cut] {
        random.shuffle(list);
        list.truncate(TRIED);
    }
    emptied.append(&mut cut);
    emptied
}

fn facts_of(sources: &[(usize, Source)], file: Option<usize>) -> Option<&FileFacts> {
    let (_, source) = sources.iter().find(|(index, _)| Some(*index) == file)?;
    source.facts.as_ref().ok()
}

/// Steps of a direction with the place they stand at.
fn steps(facts: &FileFacts, direction: Direction) -> Vec<(&MigrationStep, Span)> {
    let steps = facts.facts.iter().filter_map(|fact| match &fact.body {
        Body::MigrationStep(step) if step.direction == direction => Some((&**step, fact.place.span)),
        _ => None,
    });
    steps.collect()
}

/// A file of its own says no direction.
fn steps_down(facts: &FileFacts, own_file: bool) -> Vec<(&MigrationStep, Span)> {
    steps(facts, if own_file { Direction::Upgrade } else { Direction::Downgrade })
}

/// The file with the body of its downgrade emptied; none when it is not found.
fn emptied_text(input: &Input) -> Option<String> {
    let text = input.text.as_str();
    if input.language == Language::Sql {
        let script = review_schema::sql::read(text);
        let down = script.sections.iter().find(|section| {
            use review_facts::SectionMarker as M;
            matches!(section.marker, M::GooseDown | M::DbmateDown | M::PgMigrateDown)
        });
        let Some(down) = down else { return Some(String::new()) };
        let end = down.span.start as usize + text[down.span.start as usize..].find('\n')? + 1;
        return Some(format!("{}{}", &text[..end], &text[down.span.end as usize..]));
    }
    let tree = review_syntax::parse(text, input.language);
    let function = tree.ids().find(|id| {
        let name = tree.kid(*id, Role::Name);
        tree.kind(*id) == Kind::Function
            && name.is_some_and(|name| matches!(tree.text(name, text), "downgrade" | "down"))
    })?;
    let body = tree.span(tree.kid(function, Role::Body)?);
    let empty = match input.language {
        Language::Python => "pass\n",
        Language::Rust => "{ Ok(()) }",
        _ => "{}",
    };
    Some(format!("{}{empty}{}", &text[..body.start as usize], &text[body.end as usize..]))
}

/// The file without one step of its downgrade: one that drops the very table or column that the upgrade makes, or
/// makes the one that it drops, where nothing else in either direction names it.
fn cut_text(input: &Input, up: &[(&MigrationStep, Span)], down: &[(&MigrationStep, Span)]) -> Option<String> {
    use Operation as Op;
    let opaque = |step: &MigrationStep| matches!(step.operation, Op::Opaque | Op::Block | Op::Query);
    if down.iter().any(|(step, _)| opaque(step) || step.cascade || step.operation == Op::RenameTable)
        || down.len() < 2
    {
        return None;
    }
    let inverse = |operation| match operation {
        Op::DropTable => Some(Op::CreateTable),
        Op::CreateTable => Some(Op::DropTable),
        Op::DropColumn => Some(Op::AddColumn),
        Op::AddColumn => Some(Op::DropColumn),
        _ => None,
    };
    let names = |step: &MigrationStep, other: &MigrationStep| {
        step.table == other.table
            && (step.object == other.object || other.object.is_empty() || step.object.is_empty())
    };
    for (step, place) in down {
        let Some(operation) = inverse(step.operation) else { continue };
        let alone = down.iter().filter(|(other, _)| names(step, other)).count() == 1
            && up.iter().filter(|(other, _)| names(step, other)).count() == 1
            && down.iter().filter(|(_, other)| other == place).count() == 1;
        let made = up
            .iter()
            .any(|(other, _)| other.operation == operation && names(step, other) && !other.conditional);
        if alone && made && !step.conditional && !step.table.contains('\u{FFFC}') {
            return without(input, *place);
        }
    }
    None
}

/// The file without the statement at a place. A statement that does several things stays.
fn without(input: &Input, place: Span) -> Option<String> {
    let text = input.text.as_str();
    let (span, instead) = if input.language == Language::Sql {
        let script = review_schema::sql::read(text);
        let statement = script.statements.iter().find(|statement| statement.span.contains(place))?;
        if statement.steps.len() != 1 {
            return None;
        }
        (statement.span, "SELECT 1 FROM pg_class")
    } else {
        let tree = review_syntax::parse(text, input.language);
        let instead = if input.language == Language::Python { "len('')" } else { "String()" };
        (statement_at(&tree, place)?, instead)
    };
    Some(format!("{}{instead}{}", &text[..span.start as usize], &text[span.end as usize..]))
}

/// The smallest statement around a place: what stands directly in a block.
fn statement_at(tree: &Tree, place: Span) -> Option<Span> {
    let mut smallest: Option<Span> = None;
    for block in tree.ids().filter(|id| tree.kind(*id) == Kind::Block) {
        for statement in tree.kids(block) {
            let span = tree.span(statement);
            if span.contains(place) && smallest.is_none_or(|smaller| span.len() < smaller.len()) {
                smallest = Some(span);
            }
        }
    }
    smallest
}
