//! The machine's part of a document: the `toml` block, checked.
//!
//! Keys: `severity`, `critical-when`, `critical-named`, `suggestion-when`, `confidence`, `subject`, `where`, `fail`, `ask`, `message`,
//! `at`, `detail`, `languages`, `aliases`, `needs`, `cwe`, `security-severity`, `status`.
//!
//! - `status = "planned"`: a document with severity, heading and first paragraph; it binds and does not run.
//! - `status = "engine"`: a rule about the review's own comments; it has no subject, the engine finds it.
//! - `languages`: which files the rule speaks of. Left out: all in which a recogniser finds the subject. A
//!   rule that names one language is *about* that language, so code in a language that is not read does
//!   not keep it from passing (TypeScript and JavaScript count as one).
//! - `needs = ["database"]`: the areas (tables of `rules/vocabulary/areas.toml`) without which the rule has
//!   nothing to judge. Where such an area shows by a library that is not read, the item is *not checked*;
//!   where it does not show, *not applicable* says which signs were looked for. A rule about code in
//!   general has none.
//! - `critical-named = ["category"]`: fields of words or texts. A finding is critical where the item of the checklist
//!   that binds the rule names the value of one: "Encrypted? (phone)" makes a column of category `phone` critical.
//! - `detail = "{{ … }}"`: what tells two findings on one key apart; usually left out.
//! - `ask = '…'`: a condition under which a person must decide, whatever is known; `message` is the question.

use super::{Parts, Wrong, line_of};
use crate::areas::AREAS;
use crate::condition::Condition;
use crate::judgement::Judgement;
use crate::nearest::{hint, nearest};
use crate::{Confidence, Rule, Severity, Status, message};
use review_facts::{HEAD_FIELDS, Kind, Language, Type};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Header {
    severity: Option<Spanned<String>>,
    critical_when: Option<Spanned<String>>,
    #[serde(default)]
    critical_named: Vec<Spanned<String>>,
    suggestion_when: Option<Spanned<String>>,
    confidence: Option<Spanned<String>>,
    subject: Option<Spanned<String>>,
    #[serde(rename = "where")]
    applies: Option<Spanned<String>>,
    fail: Option<Spanned<String>>,
    ask: Option<Spanned<String>>,
    message: Option<Spanned<String>>,
    at: Option<Spanned<String>>,
    detail: Option<Spanned<String>>,
    languages: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    needs: Vec<Spanned<String>>,
    #[serde(default)]
    cwe: Vec<u32>,
    security_severity: Option<Spanned<f64>>,
    status: Option<Spanned<String>>,
}

/// Makes the rule of a document that was taken apart.
pub(super) fn rule(
    path: &str,
    area: &str,
    id: &str,
    text: &str,
    parts: &Parts,
    builtin: bool,
) -> Result<Rule, Wrong> {
    let reader = Reader { parts };
    let header = reader.header()?;
    let severity = match &header.severity {
        Some(word) => reader.one_of(word, "severity", &SEVERITIES)?,
        None => return Err(reader.missing("severity", "critical, warning or suggestion")),
    };
    let status = match &header.status {
        Some(word) => {
            reader.one_of(word, "status", &[("planned", Status::Planned), ("engine", Status::Engine)])?
        }
        None => Status::Active,
    };
    if parts.title.is_empty() {
        return Err(Wrong::new(text.len(), "expected a heading of the first level: the rule's title"));
    }
    if parts.short.is_empty() {
        return Err(Wrong::new(
            text.len(),
            "expected a paragraph below the title: what the rule says, in short",
        ));
    }
    if status == Status::Engine && !builtin {
        let at = header.status.as_ref().map_or(0, |status| status.span().start);
        return Err(reader.wrong(at, "only built-in rules are found by the engine itself"));
    }
    let limits = parts.section("Limits").map(|section| section.first.clone()).unwrap_or_default();
    if status != Status::Planned && limits.is_empty() {
        return Err(Wrong::new(
            text.len(),
            "expected a section `## Limits` that says in one sentence what a pass does not say",
        ));
    }
    let confidence = match &header.confidence {
        Some(word) => reader.one_of(word, "confidence", &CONFIDENCES)?,
        None if status == Status::Active => return Err(reader.missing("confidence", "high, medium or low")),
        None => Confidence::Medium,
    };
    let judgement = match status {
        Status::Active => Some(reader.judgement(&header)?),
        Status::Planned | Status::Engine => {
            reader.nothing_to_judge(&header)?;
            None
        }
    };
    let subject = judgement.as_ref().map(|judgement| judgement.kind);
    let (languages, one_language) = reader.languages(&header, subject)?;
    examples_stand(parts, id, text)?;
    let rule = Rule {
        id: id.to_owned(),
        area: area.to_owned(),
        path: path.to_owned(),
        builtin,
        status,
        severity,
        confidence,
        title: parts.title.clone(),
        short: parts.short.clone(),
        help: parts.help(text),
        limits,
        cwe: header.cwe.clone(),
        security_severity: reader.security_severity(&header)?,
        aliases: header.aliases.clone(),
        needs: reader.needs(&header)?,
        languages,
        one_language,
        subject,
        examples: parts.examples.clone(),
        text: text.to_owned(),
        judgement,
    };
    Ok(rule)
}

const SEVERITIES: [(&str, Severity); 3] =
    [("critical", Severity::Critical), ("warning", Severity::Warning), ("suggestion", Severity::Suggestion)];
const CONFIDENCES: [(&str, Confidence); 3] =
    [("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];

/// Reads the block and tells where things stand in the document.
struct Reader<'a> {
    parts: &'a Parts,
}

impl Reader<'_> {
    fn header(&self) -> Result<Header, Wrong> {
        toml::from_str(&self.parts.machine).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let message = error.message();
            let unknown = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
            match unknown {
                Some((name, rest)) => {
                    let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
                    let near = match nearest(name, known.iter().copied()) {
                        Some(near) => format!("; did you mean `{near}`?"),
                        None => format!("; there are {}", known.join(", ")),
                    };
                    self.wrong(at, format!("no key `{name}`{near}"))
                }
                None => self.wrong(at, message.lines().next().unwrap_or("this is no TOML")),
            }
        })
    }

    /// An error at a byte of the block.
    fn wrong(&self, at: usize, message: impl Into<String>) -> Wrong {
        Wrong::new(self.parts.machine_at + at, message)
    }

    fn missing(&self, key: &str, wanted: &str) -> Wrong {
        self.wrong(0, format!("expected `{key} = …`: {wanted}"))
    }

    fn one_of<T: Copy>(&self, word: &Spanned<String>, key: &str, all: &[(&str, T)]) -> Result<T, Wrong> {
        let found = all.iter().find(|(name, _)| name == word.get_ref());
        found.map(|(_, value)| *value).ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
            let near = hint(word.get_ref(), names.iter().copied());
            let message = format!("`{key}` is {}, not \"{}\"{near}", names.join(" or "), word.get_ref());
            self.wrong(word.span().start, message)
        })
    }

    fn judgement(&self, header: &Header) -> Result<Judgement, Wrong> {
        let Some(subject) = &header.subject else {
            return Err(self.missing("subject", "a kind of facts (`review facts --kinds`)"));
        };
        let Some(kind) = Kind::named(subject.get_ref()) else {
            let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            let near = match nearest(subject.get_ref(), names.iter().copied()) {
                Some(near) => format!("; did you mean \"{near}\"?"),
                None => format!("; there are {}", names.join(", ")),
            };
            return Err(self.wrong(subject.span().start, format!("no kind \"{}\"{near}", subject.get_ref())));
        };
        if header.fail.is_none() && header.ask.is_none() {
            return Err(self.missing("fail", "the condition that must not be"));
        }
        let Some(message) = &header.message else {
            return Err(self.missing("message", "one line that says what is wrong"));
        };
        for text in [Some(message), header.detail.as_ref()].into_iter().flatten() {
            message::check(text.get_ref(), kind).map_err(|m| self.wrong(text.span().start, m))?;
        }
        let said = message.get_ref().trim();
        if said.is_empty()
            || said.contains('\n')
            || said.ends_with('.')
            || said.starts_with(char::is_uppercase)
        {
            let wanted =
                "a message is one line that begins in lower case or with a backtick and has no full stop";
            return Err(self.wrong(message.span().start, wanted));
        }
        Ok(Judgement {
            kind,
            applies: self.condition("where", &header.applies, kind)?,
            fail: self.condition("fail", &header.fail, kind)?,
            ask: self.condition("ask", &header.ask, kind)?,
            critical_when: self.condition("critical-when", &header.critical_when, kind)?,
            critical_named: self.named(&header.critical_named, kind)?,
            suggestion_when: self.condition("suggestion-when", &header.suggestion_when, kind)?,
            at: header.at.as_ref().map(|at| at.get_ref().clone()),
            message: said.to_owned(),
            detail: header.detail.as_ref().map(|detail| detail.get_ref().clone()),
        })
    }

    fn condition(
        &self,
        key: &str,
        text: &Option<Spanned<String>>,
        kind: Kind,
    ) -> Result<Option<Condition>, Wrong> {
        let Some(text) = text else { return Ok(None) };
        let condition = text.get_ref();
        Condition::compile(condition, kind).map(Some).map_err(|error| {
            // The span is of the value with its quotes; what stands in it is the condition unless it is escaped.
            let raw = self.parts.machine.get(text.span()).unwrap_or("");
            let inside = raw.find(condition.as_str()).map_or(0, |at| at + error.span.start);
            let message = format!("in `{key}`: {}{}", error.message, shown(condition, error.span));
            self.wrong(text.span().start + inside, message)
        })
    }

    /// The positions of fields that hold words or texts.
    fn named(&self, fields: &[Spanned<String>], kind: Kind) -> Result<Vec<usize>, Wrong> {
        let mut found = Vec::new();
        for field in fields {
            let docs = HEAD_FIELDS.iter().chain(kind.doc().fields);
            let Some((index, doc)) = docs.enumerate().find(|(_, doc)| doc.name == field.get_ref()) else {
                let near = hint(field.get_ref(), kind.doc().fields.iter().map(|doc| doc.name));
                let message = format!("`{}` has no field `{}`{near}", kind.name(), field.get_ref());
                return Err(self.wrong(field.span().start, message));
            };
            if !matches!(doc.ty, Type::Text | Type::Word(_)) {
                let message = format!("`{}` is neither text nor a word", field.get_ref());
                return Err(self.wrong(field.span().start, message));
            }
            found.push(index);
        }
        Ok(found)
    }

    /// A rule that does not run over subjects has nothing of what one that does has.
    fn nothing_to_judge(&self, header: &Header) -> Result<(), Wrong> {
        let keys = [
            ("subject", &header.subject),
            ("where", &header.applies),
            ("fail", &header.fail),
            ("ask", &header.ask),
            ("message", &header.message),
            ("at", &header.at),
            ("detail", &header.detail),
            ("critical-when", &header.critical_when),
            ("suggestion-when", &header.suggestion_when),
        ];
        for (key, value) in keys {
            if let Some(value) = value {
                let message =
                    format!("a rule with this `status` has no `{key}`; it does not run over subjects");
                return Err(self.wrong(value.span().start, message));
            }
        }
        Ok(())
    }

    /// The words of the languages in their order, and whether the document names just one.
    fn languages(&self, header: &Header, subject: Option<Kind>) -> Result<(Vec<&'static str>, bool), Wrong> {
        let mut all: Vec<&'static str> = Vec::new();
        for language in Language::ALL {
            if !all.contains(&language.word()) {
                all.push(language.word());
            }
        }
        let Some(named) = &header.languages else {
            let found = |word: &&str| subject.is_some_and(|kind| finds(kind, word));
            return Ok((all.into_iter().filter(found).collect(), false));
        };
        for name in named.get_ref() {
            if !all.contains(&name.get_ref().as_str()) {
                let near = hint(name.get_ref(), all.iter().copied());
                let known = all.join(", ");
                let message = format!("no language \"{}\"{near}; there are {known}", name.get_ref());
                return Err(self.wrong(name.span().start, message));
            }
        }
        if named.get_ref().is_empty() {
            return Err(
                self.wrong(named.span().start, "`languages` names at least one; leave it out for all")
            );
        }
        let words: Vec<&'static str> = all
            .into_iter()
            .filter(|word| named.get_ref().iter().any(|name| name.get_ref() == word))
            .collect();
        let script = |word: &&str| matches!(*word, "typescript" | "javascript");
        let one = words.len() == 1 || words.iter().all(script);
        Ok((words, one))
    }

    fn needs(&self, header: &Header) -> Result<Vec<String>, Wrong> {
        for need in &header.needs {
            if !AREAS.names().any(|name| name == need.get_ref()) {
                let names: Vec<&str> = AREAS.names().collect();
                let near = hint(need.get_ref(), names.iter().copied());
                let known = names.join(", ");
                let message = format!("no area \"{}\"{near}; there are {known}", need.get_ref());
                return Err(self.wrong(need.span().start, message));
            }
        }
        Ok(header.needs.iter().map(|need| need.get_ref().clone()).collect())
    }

    fn security_severity(&self, header: &Header) -> Result<Option<String>, Wrong> {
        let Some(score) = &header.security_severity else { return Ok(None) };
        if !(0.1..=10.0).contains(score.get_ref()) {
            return Err(self.wrong(score.span().start, "`security-severity` is a number from 0.1 to 10.0"));
        }
        Ok(Some(format!("{:.1}", score.get_ref())))
    }
}

/// Whether some recogniser finds the kind in the language.
fn finds(kind: Kind, word: &str) -> bool {
    let reads = |languages: &[Language]| languages.iter().any(|language| language.word() == word);
    review_frameworks::ALL.iter().any(|r| r.finds.contains(&kind) && reads(r.languages))
}

/// Examples may expect the rule itself only, and one case may hold a file once.
fn examples_stand(parts: &Parts, id: &str, text: &str) -> Result<(), Wrong> {
    let wrong = |line: u32, message: String| {
        Err(Wrong::new(text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum(), message))
    };
    for (n, example) in parts.examples.iter().enumerate() {
        for expect in &example.expects {
            let line = example.line + expect.line - 1;
            if expect.rule != id {
                let near = hint(&expect.rule, [id]);
                return wrong(line, format!("an example expects its own rule, not `{}`{near}", expect.rule));
            }
            if !example.bad && !expect.ask {
                return wrong(line, "a `good` example expects no finding".to_owned());
            }
        }
        let earlier = parts.examples[..n].iter().rev();
        let mut same_case = earlier.take_while(|other| other.case.is_some() && other.case == example.case);
        if same_case.any(|other| other.file == example.file) {
            return wrong(example.line, format!("`{}` is in this case already", example.file));
        }
    }
    Ok(())
}

/// The line of a condition with a caret under what is wrong.
fn shown(condition: &str, span: std::ops::Range<usize>) -> String {
    let line = line_of(condition, span.start);
    let Some(text) = condition.split('\n').nth(line as usize - 1) else { return String::new() };
    let start: usize = condition.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
    let column = text.get(..span.start - start).map_or(0, |before| before.chars().count());
    let marked =
        condition.get(span).map_or(1, |marked| marked.split('\n').next().unwrap_or("").chars().count());
    let text = text.trim_end_matches('\r');
    format!("\n  {text}\n  {}{}", " ".repeat(column), "^".repeat(marked.max(1)))
}
