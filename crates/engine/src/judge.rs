//! Rules over facts: every subject judged, findings and questions in their final order.
//!
//! One decision that is not obvious: counts and the baseline always speak of the whole project. What narrows a
//! review (`--changed`, PATHS) narrows what is reported, so it cannot make a rule look applied where it
//! was not.

use crate::allow::Allows;
use crate::evidence::Evidence;
use crate::judgement::{Judged, Judgement};
use crate::message::{Messages, clean};
use crate::noun::{grouped, noun};
use crate::standing::{Raw, View, settle};
use crate::{
    Ask, Baseline, Checklist, Confidence, Coverage, Date, Finding, LanguageCoverage, Notice, Outcome, Rule,
    RuleResult, RuleSet, Severity, Status, UncoveredRegion, verdict,
};
use rayon::prelude::*;
use review_facts::{Kind, Language, Place};
use review_frameworks::Recogniser;
use review_project::{Project, Subject};
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// How a review is narrowed, and what it is compared with.
#[derive(Clone)]
pub struct Options {
    /// Rules that run beside those the checklist binds (`--rule`). For nothing but these pass
    /// `Checklist::default()`.
    pub rules: Vec<String>,
    /// Today, for `until=`.
    pub today: Date,
    /// Known findings.
    pub baseline: Option<Baseline>,
    /// Lines added since a revision (`--changed`): path from the root to ranges of lines from 1. None: all.
    pub changed: Option<BTreeMap<String, Vec<RangeInclusive<u32>>>>,
    /// Files and folders, from the root with `/`, that are reported (PATHS). Empty: all.
    pub paths: Vec<String>,
    /// Globs that limited what was read, for the coverage.
    pub limited_by: Vec<String>,
    /// The recognisers that read the files: by them it is known which libraries are understood. Files that
    /// were read with fewer (a test) come with fewer here.
    pub recognisers: Vec<&'static Recogniser>,
}

impl Options {
    /// Everything in view, nothing known, every recogniser of this build.
    pub fn new(today: Date) -> Options {
        Options {
            rules: Vec::new(),
            today,
            baseline: None,
            changed: None,
            paths: Vec::new(),
            limited_by: Vec::new(),
            recognisers: review_frameworks::ALL.to_vec(),
        }
    }
}

/// Judges a project. Pure: the same project, rules, checklist and options give the same outcome.
pub fn judge(project: &Project, rules: &RuleSet, checklist: &Checklist, options: &Options) -> Outcome {
    let mut notices = checklist.notices.clone();
    let selected = select(rules, checklist, options, &mut notices);
    let by_kind = by_kind(project);
    let messages = Messages::new(selected.iter().flat_map(|rule| texts(rule)));
    let mut judged: Vec<Judgements> = selected
        .par_iter()
        .map(|rule| match &rule.judgement {
            Some(judgement) => {
                let named = named(rule, checklist);
                run(rule, judgement, project, &by_kind[judgement.kind as usize], &messages, &named)
            }
            None => Judgements::default(),
        })
        .collect();
    for (rule, judgements) in selected.iter().zip(&judged) {
        notices.extend(judgements.failed.as_ref().map(|failed| failed.notice(rule)));
    }

    let mut results: Vec<RuleResult> = selected.iter().map(|rule| result(rule)).collect();
    let mut allows = Allows::of(project, options.today);
    let mut raws: Vec<Raw> = Vec::new();
    let mut asks: Vec<Ask> = Vec::new();
    let view = View { changed: options.changed.as_ref(), paths: &options.paths };
    for (index, judgements) in judged.iter_mut().enumerate() {
        let (rule, counts) = (selected[index], &mut results[index]);
        (counts.counted, counts.passed) = (judgements.counted, judgements.passed);
        counts.failed = judgements.findings.len() as u32;
        for mut raw in judgements.findings.drain(..) {
            raw.rule = index;
            raw.allowed = allows.allowed(raw.file, raw.place.line, &rule.id);
            counts.allowed += u32::from(raw.allowed.is_some());
            raws.push(raw);
        }
        for (file, mut ask) in judgements.asks.drain(..) {
            ask.rule = index;
            if allows.allowed(file, ask.place.line, &rule.id).is_some() {
                counts.allowed += 1;
                continue;
            }
            ask.in_view = view.holds(&ask.path, ask.place.line);
            counts.asked += 1;
            asks.push(ask);
        }
    }
    comments(project, rules, &selected, &allows, options.today, &mut raws, &mut results);

    let evidence = Evidence::of(project, &selected, &by_kind, options);
    for (index, rule) in selected.iter().enumerate().filter(|(_, rule)| rule.judgement.is_some()) {
        results[index].read = evidence.read(rule);
    }
    let findings = settle(raws, project, &selected, options.baseline.as_ref(), &view, &mut notices);
    asks.sort_by(|a, b| ask_order(a).cmp(&ask_order(b)));
    notices.extend(project.surroundings.manifests.iter().filter_map(|manifest| {
        let message = format!("this manifest cannot be read: {}", manifest.problem.as_ref()?);
        Some(Notice { fatal: false, message, at: Some((manifest.path.clone(), 1)) })
    }));
    let mut outcome = Outcome {
        checklist: checklist.info.clone(),
        items: Vec::new(),
        rules: results,
        findings,
        asks,
        coverage: coverage(project, options),
        notices,
    };
    outcome.items = verdict::items(checklist, &outcome, &evidence);
    outcome
}

/// The rules that run or are bound, in id order: those of the checklist, those asked for, and those about the
/// review's own comments.
fn select<'a>(
    rules: &'a RuleSet,
    checklist: &Checklist,
    options: &Options,
    notices: &mut Vec<Notice>,
) -> Vec<&'a Rule> {
    for id in options.rules.iter().filter(|id| rules.get(id).is_none()) {
        let near = rules.nearest(id).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        notices.push(Notice { fatal: true, message: format!("no rule `{}`{near}", clean(id)), at: None });
    }
    let wanted = |rule: &&Rule| {
        rule.status == Status::Engine
            || options.rules.contains(&rule.id)
            || checklist.items.iter().any(|item| item.rules.contains(&rule.id))
    };
    rules.all().iter().filter(wanted).collect()
}

/// Positions of the subjects of each kind.
fn by_kind(project: &Project) -> Vec<Vec<u32>> {
    let mut by_kind = vec![Vec::new(); Kind::ALL.len()];
    for (position, subject) in project.subjects.iter().enumerate() {
        by_kind[subject.fact.body.kind() as usize].push(position as u32);
    }
    by_kind
}

/// The texts of a rule by the names under which they are filled in: the message by the rule's id, the detail by its
/// path, which no id can be.
fn texts(rule: &Rule) -> Vec<(&str, &str)> {
    let Some(judgement) = &rule.judgement else { return Vec::new() };
    let detail = judgement.detail.as_deref().map(|detail| (rule.path.as_str(), detail));
    [Some((rule.id.as_str(), judgement.message.as_str())), detail].into_iter().flatten().collect()
}

/// The words of the items that bind a rule.
fn named<'a>(rule: &Rule, checklist: &'a Checklist) -> BTreeSet<&'a str> {
    let items = checklist.items.iter().filter(|item| item.rules.contains(&rule.id));
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    items
        .flat_map(|item| item.text.split(move |c: char| !is_word(c)))
        .filter(|word| !word.is_empty())
        .collect()
}

/// What came out of one rule.
#[derive(Default)]
struct Judgements {
    counted: u32,
    passed: u32,
    findings: Vec<Raw>,
    /// With the file's position.
    asks: Vec<(u32, Ask)>,
    failed: Option<Failed>,
}

/// The first time a rule could not be evaluated, and how often that was.
struct Failed {
    why: String,
    path: String,
    line: u32,
    count: u64,
}

impl Failed {
    fn notice(&self, rule: &Rule) -> Notice {
        let message =
            format!("`{}` could not be evaluated {} times: {}", rule.id, grouped(self.count), self.why);
        let message = message.replace(" 1 times:", " once:");
        Notice { fatal: true, message: clean(&message), at: Some((self.path.clone(), self.line)) }
    }
}

fn run(
    rule: &Rule,
    judgement: &Judgement,
    project: &Project,
    subjects: &[u32],
    messages: &Messages<'_>,
    named: &BTreeSet<&str>,
) -> Judgements {
    let speaks = speaks(rule, project);
    let mut out = Judgements::default();
    for position in subjects {
        let subject = &project.subjects[*position as usize];
        if !speaks[subject.file as usize] {
            continue;
        }
        let judged = judgement.of(rule, project, subject);
        if judged == Judged::NotCounted {
            continue;
        }
        out.counted += 1;
        match judged {
            Judged::NotCounted => {}
            Judged::Passes => out.passed += 1,
            Judged::Fails(severity) => {
                let critical = judgement.is_named(project, subject, named);
                let severity = if critical { Severity::Critical } else { severity };
                out.finding(rule, judgement, severity, project, subject, messages);
            }
            Judged::Unknown(cause) => {
                let question = format!("{}? {}", rule.title, cause.why);
                out.ask(judgement, project, subject, question, cause.unresolved);
            }
            Judged::Asks => {
                let question = match messages.fill(&rule.id, project, subject) {
                    Ok(question) => question,
                    Err(why) => out.failed(project, subject, why, &rule.title),
                };
                out.ask(judgement, project, subject, question, String::new());
            }
            Judged::Failed(why) => {
                let question = out.failed(project, subject, why, &rule.title);
                out.ask(judgement, project, subject, question, "the rule's own condition".to_owned());
            }
        }
    }
    out
}

impl Judgements {
    fn finding(
        &mut self,
        rule: &Rule,
        judgement: &Judgement,
        severity: Severity,
        project: &Project,
        subject: &Subject,
        messages: &Messages<'_>,
    ) {
        let message = match messages.fill(&rule.id, project, subject) {
            Ok(message) => message,
            Err(why) => self.failed(project, subject, why, &rule.title),
        };
        let detail = match &judgement.detail {
            Some(_) => messages.fill(&rule.path, project, subject).unwrap_or_default(),
            None => String::new(),
        };
        let (place, moved) = place(judgement, subject);
        self.findings.push(Raw {
            rule: 0,
            severity,
            message,
            file: subject.file,
            place,
            key: subject.key.clone(),
            detail,
            related: moved.then(|| (subject.fact.place, noun(judgement.kind).0)),
            allowed: None,
        });
    }

    fn ask(
        &mut self,
        judgement: &Judgement,
        project: &Project,
        subject: &Subject,
        question: String,
        cause: String,
    ) {
        let ask = Ask {
            rule: 0,
            question: clean(&question),
            cause: clean(&cause),
            path: project.files[subject.file as usize].path.clone(),
            place: place(judgement, subject).0,
            key: subject.key.clone(),
            in_view: true,
        };
        self.asks.push((subject.file, ask));
    }

    /// Notes that the rule could not be evaluated; gives words for what it would have said.
    fn failed(&mut self, project: &Project, subject: &Subject, why: String, title: &str) -> String {
        let path = project.files[subject.file as usize].path.clone();
        let line = subject.fact.place.line;
        self.failed.get_or_insert(Failed { why, path, line, count: 0 }).count += 1;
        format!("{title}? the rule could not be evaluated here")
    }
}

/// Where a finding stands, and whether that is another place than the subject's own.
fn place(judgement: &Judgement, subject: &Subject) -> (Place, bool) {
    let named = judgement.at.as_ref().and_then(|at| subject.fact.places.iter().find(|(name, _)| name == at));
    match named {
        Some((_, place)) => (*place, *place != subject.fact.place),
        None => (subject.fact.place, false),
    }
}

/// Per file: the rule speaks of its language.
pub(crate) fn speaks(rule: &Rule, project: &Project) -> Vec<bool> {
    let speaks = |language: Language| rule.languages.contains(&language.word());
    project.files.iter().map(|file| file.facts.as_ref().is_ok_and(|facts| speaks(facts.language))).collect()
}

/// Findings about the comments that allow findings.
fn comments(
    project: &Project,
    rules: &RuleSet,
    selected: &[&Rule],
    allows: &Allows<'_>,
    today: Date,
    raws: &mut Vec<Raw>,
    results: &mut [RuleResult],
) {
    let ran = |rule: &Rule, language: &str| {
        rule.status == Status::Active
            && rule.languages.contains(&language)
            && selected.iter().any(|other| other.id == rule.id)
    };
    for (rule, result) in
        selected.iter().zip(results.iter_mut()).filter(|(rule, _)| rule.status == Status::Engine)
    {
        (result.counted, result.read, result.passed) = (allows.count(), allows.count(), allows.count());
        debug_assert!(rule.judgement.is_none());
    }
    for wrong in allows.wrong(project, rules, today, ran) {
        let Some(index) = selected.iter().position(|rule| rule.id == wrong.rule) else { continue };
        results[index].failed += 1;
        results[index].passed = results[index].passed.saturating_sub(1);
        raws.push(Raw {
            rule: index,
            severity: selected[index].severity,
            message: wrong.message,
            file: wrong.file,
            place: wrong.place,
            key: format!("allow:{}@{}", wrong.named, project.files[wrong.file as usize].path),
            detail: String::new(),
            related: None,
            allowed: None,
        });
    }
}

fn result(rule: &Rule) -> RuleResult {
    let noun = match rule.subject {
        Some(kind) => noun(kind),
        None if rule.status == Status::Engine => ("suppression".to_owned(), "suppressions".to_owned()),
        None => ("subject".to_owned(), "subjects".to_owned()),
    };
    RuleResult {
        id: rule.id.clone(),
        area: rule.area.clone(),
        title: rule.title.clone(),
        short: rule.short.clone(),
        help: rule.help.clone(),
        severity: rule.severity,
        confidence: if rule.status == Status::Planned { Confidence::Medium } else { rule.confidence },
        cwe: rule.cwe.clone(),
        security_severity: rule.security_severity.clone(),
        limits: rule.limits.clone(),
        planned: rule.status == Status::Planned,
        ran: rule.status != Status::Planned,
        noun,
        counted: 0,
        failed: 0,
        asked: 0,
        passed: 0,
        allowed: 0,
        read: 0,
    }
}

fn ask_order(ask: &Ask) -> (&str, u32, u32, usize, &str) {
    (&ask.path, ask.place.line, ask.place.span.start, ask.rule, &ask.key)
}

fn coverage(project: &Project, options: &Options) -> Coverage {
    let mut coverage = Coverage { limited_by: options.limited_by.clone(), ..Coverage::default() };
    for language in Language::ALL {
        if coverage.languages.iter().all(|other| other.language != language.word()) {
            let language = language.word().to_owned();
            coverage.languages.push(LanguageCoverage { language, ..LanguageCoverage::default() });
        }
    }
    for file in &project.files {
        let facts = match &file.facts {
            Ok(facts) => facts,
            Err(unread) => {
                coverage.unread.push((file.path.clone(), unread.why.clone()));
                continue;
            }
        };
        let word = facts.language.word();
        if let Some(language) = coverage.languages.iter_mut().find(|language| language.language == word) {
            language.files += 1;
            language.lines += u64::from(facts.lines);
            language.bytes += u64::from(facts.bytes);
            language.uncovered_bytes +=
                facts.uncovered.iter().map(|region| u64::from(region.span.len())).sum::<u64>();
        }
        for region in &facts.uncovered {
            let (path, why) = (file.path.clone(), region.why.clone());
            coverage.uncovered.push(UncoveredRegion { path, line: region.line, span: region.span, why });
        }
    }
    coverage.languages.retain(|language| language.files > 0);
    coverage.unread_languages = project.surroundings.unread_languages.clone();
    coverage.unread_languages.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    coverage
}

/// The order of findings: path, line, column, rule.
pub(crate) fn finding_order(finding: &Finding) -> (&str, u32, u32, usize, &str) {
    (&finding.path, finding.place.line, finding.place.span.start, finding.rule, &finding.key)
}
