//! `cargo xtask seed DIR…`: recall by seeding. Flaws of known kinds are written into random places of a copy
//! of a real project, one in a file, and the command must find each and change nothing else it said.
//!
//! The flaws are written from the documentation of what they imitate and share no code with the recognisers,
//! so that both cannot be wrong in the same way.

use crate::flaws::{Flaw, flaws};
use crate::random::Random;
use anyhow::{Context, Result, bail};
use review_facts::Language;
use review_syntax::{Kind, NodeId, Tree};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, thread};

/// Seeds every project in turn, prints found and missed per family and language, and fails below 95 %.
pub fn run(projects: &[PathBuf], seed: u64) -> Result<()> {
    let review = std::env::current_exe()?.with_file_name("review");
    if !review.is_file() {
        bail!("{} is missing: run `cargo build --release -p review` first", review.display());
    }
    let mut tally: BTreeMap<(&'static str, &'static str), (usize, usize)> = BTreeMap::new();
    let mut disturbed = 0;
    for project in projects {
        disturbed += seed_project(&review, project, seed, &mut tally)?;
    }
    let (mut found, mut sown) = (0, 0);
    for ((family, language), (hit, all)) in &tally {
        say(&format!("{family:22} {language:11} {hit:4} of {all}"));
        found += hit;
        sown += all;
    }
    say(&format!("{found} of {sown} found, {disturbed} other findings changed"));
    if found * 100 < sown * 95 || disturbed > 0 {
        bail!("below 95 %, or other findings changed");
    }
    Ok(())
}

/// One finding as it is compared: rule, path and fingerprint, with its line apart.
type Finding = (String, String, String);

fn seed_project(
    review: &Path,
    project: &Path,
    seed: u64,
    tally: &mut BTreeMap<(&'static str, &'static str), (usize, usize)>,
) -> Result<usize> {
    let copy = std::env::temp_dir().join(format!("review-seed-{}", std::process::id()));
    let _ = fs::remove_dir_all(&copy);
    copy_tree(project, &copy)?;
    let before = findings(review, &copy)?;
    let mut random = Random::new(seed);
    let mut hosts = hosts(&copy, &mut random)?;
    let mut sown = Vec::new();
    for flaw in flaws(&mut random) {
        let Some(files) = hosts.get_mut(flaw.language.word()) else { continue };
        while let Some(path) = files.pop() {
            if let Some(line) = sow(&copy.join(&path), &flaw, &mut random)? {
                sown.push((flaw, path, line));
                break;
            }
        }
    }
    let after = findings(review, &copy)?;
    let mut expected = BTreeSet::new();
    for (flaw, path, line) in &sown {
        let hit = after.iter().find(|((rule, at, _), l)| {
            flaw.rules.contains(&rule.as_str()) && at == path && (*line..*line + flaw.lines()).contains(l)
        });
        let entry = tally.entry((flaw.family, flaw.language.word())).or_default();
        entry.1 += 1;
        match hit {
            Some((finding, _)) => {
                entry.0 += 1;
                expected.insert(finding.clone());
            }
            None => say(&format!(
                "missed: {}:{line}: {} in {}",
                path,
                flaw.code.replace('\n', "⏎"),
                project.display()
            )),
        }
    }
    let known: BTreeSet<_> = before.iter().map(|(finding, _)| finding).collect();
    let now: BTreeSet<_> = after.iter().map(|(finding, _)| finding).collect();
    let sown_lines: BTreeSet<(String, u64)> = sown
        .iter()
        .flat_map(|(flaw, path, line)| (*line..*line + flaw.lines()).map(|line| (path.clone(), line)))
        .collect();
    let mut disturbed = 0;
    for ((rule, path, print), line) in &after {
        let finding = (rule.clone(), path.clone(), print.clone());
        if !known.contains(&finding)
            && !expected.contains(&finding)
            && !sown_lines.contains(&(path.clone(), *line))
        {
            say(&format!("new: {path}:{line}: {rule}"));
            disturbed += 1;
        }
    }
    for (rule, path, _) in known.iter().filter(|finding| !now.contains(*finding)) {
        say(&format!("gone: {path}: {rule}"));
        disturbed += 1;
    }
    fs::remove_dir_all(&copy)?;
    Ok(disturbed)
}

/// What the command says of a folder: every standing finding with its line.
fn findings(review: &Path, folder: &Path) -> Result<Vec<(Finding, u64)>> {
    let rules = ["hardcoded-secret", "default-secret", "sensitive-value-logged", "error-swallowed"];
    let mut command = Command::new(review);
    command.arg(folder).args(["--format", "json", "--fail-on", "never", "--no-cache"]);
    for rule in rules {
        command.args(["--rule", rule]);
    }
    let output = command.output().context("the command does not start")?;
    let report: Value = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("no JSON: {}", String::from_utf8_lossy(&output.stderr)))?;
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let list = report["findings"].as_array().cloned().unwrap_or_default();
    Ok(list
        .iter()
        .filter(|finding| rules.contains(&finding["rule"].as_str().unwrap_or_default()))
        .map(|finding| {
            let place = &finding["place"];
            let line = place["line"].as_u64().unwrap_or_default();
            ((text(finding, "rule"), text(place, "path"), text(finding, "fingerprint")), line)
        })
        .collect())
}

/// Files of production code that can hold a flaw, per language word, shuffled.
fn hosts(root: &Path, random: &mut Random) -> Result<BTreeMap<&'static str, Vec<String>>> {
    let mut hosts: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<_> = fs::read_dir(&folder)?.collect::<std::io::Result<_>>()?;
        entries.sort_by_key(|entry| entry.file_name());
        for entry in entries {
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                folders.push(path);
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(language @ (Language::Python | Language::TypeScript | Language::Rust)) =
                Language::of_name(&name)
            else {
                continue;
            };
            let relative = path.strip_prefix(root)?.to_string_lossy().into_owned();
            let facts = review_facts::FileFacts::empty(language, "");
            if review_project::file_class(&relative, &facts) == review_facts::FileClass::Code {
                hosts.entry(language.word()).or_default().push(relative);
            }
        }
    }
    for files in hosts.values_mut() {
        files.sort();
        random.shuffle(files);
    }
    Ok(hosts)
}

/// Writes the flaw before a random statement of a function; gives its first line, or none when the file has
/// no place for it.
fn sow(path: &Path, flaw: &Flaw, random: &mut Random) -> Result<Option<u64>> {
    let Ok(source) = fs::read_to_string(path) else { return Ok(None) };
    let language = flaw.language;
    if source.len() > 200_000 || source.contains("DO NOT EDIT") || source.contains("@generated") {
        return Ok(None);
    }
    let text = source.clone();
    let parsing = thread::Builder::new().stack_size(review_syntax::STACK);
    let Ok(tree) = parsing.spawn(move || review_syntax::parse(&text, language))?.join() else {
        return Ok(None);
    };
    let places = places(&tree, &source);
    if places.is_empty() {
        return Ok(None);
    }
    let at = places[random.below(places.len())];
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    let indent = &source[start..at];
    let code: String = flaw.code.lines().map(|line| format!("{indent}{line}\n")).collect();
    fs::write(path, format!("{}{code}{}", &source[..start], &source[start..]))?;
    Ok(Some(source[..start].matches('\n').count() as u64 + 1))
}

/// Offsets of statements inside functions that begin their line.
fn places(tree: &Tree, source: &str) -> Vec<usize> {
    let mut places = Vec::new();
    for block in tree.ids().filter(|id| tree.kind(*id) == Kind::Block) {
        let in_function = tree.parent(block).is_some_and(|parent| tree.kind(parent) == Kind::Function);
        for statement in tree.kids(block).skip(1).filter(|_| in_function) {
            let at = tree.node(statement).start as usize;
            let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
            if source[start..at].chars().all(char::is_whitespace) && !in_test(tree, statement, source) {
                places.push(at);
            }
        }
    }
    places
}

/// Below an item with a test attribute: `#[test]`, `#[tokio::test]`, `#[cfg(test)]`.
fn in_test(tree: &Tree, id: NodeId, source: &str) -> bool {
    let marks = |item: NodeId| {
        tree.kids(item)
            .take_while(|kid| tree.kind(*kid) == Kind::Decorator)
            .any(|decorator| tree.text(decorator, source).contains("test"))
    };
    tree.ancestors(id).take(20).any(marks)
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let kind = entry.file_type()?;
        if kind.is_dir() && !matches!(name.to_str(), Some(".git" | "node_modules" | "target")) {
            copy_tree(&entry.path(), &to.join(&name))?;
        } else if kind.is_file() && entry.metadata()?.len() < 1 << 20 {
            fs::copy(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}

/// Prints a line: a chore's result is what it prints.
#[allow(clippy::print_stdout)]
pub fn say(line: &str) {
    println!("{line}");
}
