//! What a project shows and what of it was read: by this it is decided that an item is not checked or does
//! not apply.

use crate::areas::{AREAS, Library, Understood, libraries, of_area};
use crate::judge::{Options, speaks};
use crate::noun::{counted, either, grouped, listed, noun};
use crate::{Rule, Status};
use review_facts::{FileClass, Kind, Language};
use review_project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// At this share of a project, in percent, what is not read keeps an item from passing (design.md).
const SHARE: u64 = 10;

/// The evidence of one project.
pub(crate) struct Evidence<'a> {
    project: &'a Project,
    rules: Vec<&'a Rule>,
    /// Per rule: the files of its languages in which its kind was read.
    per_rule: Vec<PerRule>,
    libraries: Vec<Library>,
    understood: Understood,
    /// "Go: 30,000 lines", when that is a tenth of the source.
    unread_languages: Option<String>,
    /// Area to the first uncovered region that speaks of it.
    uncovered: BTreeMap<&'static str, String>,
    /// Extensions of the files that were found.
    extensions: BTreeSet<String>,
}

#[derive(Default)]
struct PerRule {
    /// Files of its languages.
    files: u64,
    /// Subjects of its kind that were read there.
    read: u64,
    /// Subjects that are stored there.
    stored: u64,
    /// Languages in which its kind was not looked for.
    not_looked_for: Vec<&'static str>,
    /// Bytes of its languages, and of files of these that could not be read.
    bytes: u64,
    unread_bytes: u64,
    first_unread: Option<String>,
}

impl<'a> Evidence<'a> {
    pub(crate) fn of(
        project: &'a Project,
        rules: &[&'a Rule],
        by_kind: &[Vec<u32>],
        options: &Options,
    ) -> Self {
        let extensions = project.files.iter().filter_map(|file| file.path.rsplit_once('.'));
        Evidence {
            project,
            rules: rules.to_vec(),
            per_rule: rules.iter().map(|rule| per_rule(rule, project, by_kind)).collect(),
            libraries: libraries(project),
            understood: Understood::of(&options.recognisers),
            unread_languages: unread_languages(project),
            uncovered: uncovered(project),
            extensions: extensions.map(|(_, extension)| extension.to_lowercase()).collect(),
        }
    }

    /// How many of a rule's kind were read in its languages.
    pub(crate) fn read(&self, rule: &Rule) -> u32 {
        let index = self.rules.iter().position(|other| other.id == rule.id);
        index.map_or(0, |index| u32::try_from(self.per_rule[index].read).unwrap_or(u32::MAX))
    }

    /// Of the rule's kind only remarkable ones are facts; the others are counted as read and pass.
    pub(crate) fn is_sparse(&self, rule: usize) -> bool {
        self.per_rule[rule].read > self.per_rule[rule].stored
    }

    /// Why the item of a rule cannot be said to pass or not to apply; nothing when it can.
    pub(crate) fn not_checked(&self, rule: usize) -> Vec<String> {
        let (per_rule, rule) = (&self.per_rule[rule], self.rules[rule]);
        let Some(kind) = rule.subject else { return Vec::new() };
        let (_, many) = noun(kind);
        let mut reasons = Vec::new();
        if !per_rule.not_looked_for.is_empty() {
            let languages = listed(&per_rule.not_looked_for, 7);
            reasons.push(format!("{many} are not read in {languages}"));
        }
        reasons.extend(self.libraries_not_read(rule, kind));
        if !rule.one_language {
            reasons.extend(self.unread_languages.clone());
        }
        if let Some(first) = &per_rule.first_unread
            && per_rule.unread_bytes * 100 >= SHARE * (per_rule.bytes + per_rule.unread_bytes)
        {
            reasons.push(format!("{first} could not be read"));
        }
        for area in &rule.needs {
            reasons.extend(self.uncovered.get(area.as_str()).cloned());
        }
        reasons
    }

    fn libraries_not_read(&self, rule: &Rule, kind: Kind) -> Vec<String> {
        let mut reasons = Vec::new();
        for area in rule.needs.iter().filter_map(|name| AREAS.get(name)) {
            let used = of_area(area, &self.libraries);
            let unread: Vec<&Library> =
                used.into_iter().filter(|library| !self.understood.reads(kind, &library.name)).collect();
            let Some(first) = unread.first() else { continue };
            let others: Vec<&str> = unread[1..].iter().map(|library| library.written.as_str()).collect();
            let others = match others.len() {
                0 => String::new(),
                _ => format!(", nor is {}", listed(&others, 2)),
            };
            reasons.push(format!("{} is {} and is not read yet{others}", first.written, first.shows));
        }
        reasons
    }

    /// Why a rule has nothing to judge.
    pub(crate) fn not_applicable(&self, rule: usize) -> String {
        let (per_rule, rule) = (&self.per_rule[rule], self.rules[rule]);
        let Some(kind) = rule.subject else {
            return match rule.status {
                Status::Engine => "no comment allows a finding".to_owned(),
                _ => "nothing to judge".to_owned(),
            };
        };
        let (one, _) = noun(kind);
        let absent: Vec<String> = rule.needs.iter().map(|area| self.absence(area)).collect();
        if !absent.is_empty() && absent.iter().all(|absence| !absence.is_empty()) {
            return absent.join("; ");
        }
        if per_rule.files == 0 {
            return format!("no {} file", either(&rule.languages));
        }
        let files = counted(per_rule.files, &("file".to_owned(), "files".to_owned()));
        if per_rule.read == 0 {
            return format!("no {one} in {files}");
        }
        format!("none of {} is what the rule speaks of", counted(per_rule.read, &noun(kind)))
    }

    /// "no database library in 3 manifests, no .sql, no .prisma"; empty when the area shows.
    fn absence(&self, name: &str) -> String {
        let Some(area) = AREAS.get(name) else { return String::new() };
        let shows = area.extensions.iter().any(|extension| self.extensions.contains(extension));
        if shows || !of_area(area, &self.libraries).is_empty() {
            return String::new();
        }
        let manifests = self.project.surroundings.manifests.len() as u64;
        let mut absence = match manifests {
            0 => format!("no manifest, no import of a {}", area.what),
            n => format!(
                "no {} in {}",
                area.what,
                counted(n, &("manifest".to_owned(), "manifests".to_owned()))
            ),
        };
        for extension in &area.extensions {
            absence.push_str(&format!(", no .{extension}"));
        }
        absence
    }
}

fn per_rule(rule: &Rule, project: &Project, by_kind: &[Vec<u32>]) -> PerRule {
    let mut found = PerRule::default();
    let Some(kind) = rule.subject else { return found };
    for file in &project.files {
        match &file.facts {
            Ok(facts) if rule.languages.contains(&facts.language.word()) => {
                found.files += 1;
                found.bytes += u64::from(facts.bytes);
                match facts.read(kind) {
                    Some(read) => found.read += u64::from(read),
                    None if !found.not_looked_for.contains(&facts.language.word()) => {
                        found.not_looked_for.push(facts.language.word());
                    }
                    None => {}
                }
            }
            Err(unread) if rule.languages.contains(&unread.language.word()) => {
                found.unread_bytes += unread.bytes;
                found.first_unread.get_or_insert_with(|| format!("{} ({})", file.path, unread.why));
            }
            _ => {}
        }
    }
    found.not_looked_for.sort_by_key(|word| rule.languages.iter().position(|language| language == word));
    let speaks = speaks(rule, project);
    let stored = by_kind[kind as usize].iter();
    found.stored =
        stored.filter(|position| speaks[project.subjects[**position as usize].file as usize]).count() as u64;
    found
}

/// The languages that are not read, when together they are a tenth of the lines of source or more. Settings
/// are no source.
fn unread_languages(project: &Project) -> Option<String> {
    let read: u64 = project
        .files
        .iter()
        .filter_map(|file| file.facts.as_ref().ok())
        .filter(|facts| facts.language != Language::Config)
        .map(|facts| u64::from(facts.lines))
        .sum();
    let unread: u64 =
        project.surroundings.unread_languages.iter().map(|(_, _, lines)| u64::from(*lines)).sum();
    if unread == 0 || unread * 100 < SHARE * (read + unread) {
        return None;
    }
    let mut languages: Vec<&(String, u32, u32)> = project.surroundings.unread_languages.iter().collect();
    languages.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    let names: Vec<&str> = languages.iter().map(|(name, _, _)| name.as_str()).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    Some(format!(
        "{} {verb} not read: {} of {} lines",
        listed(&names, 2),
        grouped(unread),
        grouped(read + unread)
    ))
}

/// Per area the first region of ordinary code that could not be read and holds one of its words.
fn uncovered(project: &Project) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    for file in project.files.iter().filter(|file| file.class == FileClass::Code) {
        let Ok(facts) = &file.facts else { continue };
        for region in &facts.uncovered {
            for name in AREAS.names() {
                let Some(area) = AREAS.get(name) else { continue };
                let anchor = region.anchors.iter().find(|anchor| area.anchors.contains(anchor));
                if let Some(anchor) = anchor {
                    let text =
                        || format!("{}:{} could not be read and holds `{anchor}`", file.path, region.line);
                    found.entry(name).or_insert_with(text);
                }
            }
        }
    }
    found
}
