//! A rule's examples, run as tests.
//!
//! Only the rule under test runs, and what is missing is told apart from what is noise: a rule that finds the
//! wrong line shows both.

use crate::{
    Ask, Checklist, Date, Example, Expect, Finding, Options, Rule, RuleSet, Standing, Status, judge,
};
use review_facts::Language;
use review_project::{Config, Manifest, Source, Surroundings};

/// What an example showed that it should not, or did not show that it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFailure {
    /// The rule.
    pub rule: String,
    /// Its document.
    pub path: String,
    /// The line of the example in the document, from 1.
    pub line: u32,
    /// Expected and not found: `line 12: expected a finding`.
    pub missing: Vec<String>,
    /// Found and not expected: `line 14: message`.
    pub noisy: Vec<String>,
}

/// The day on which examples are judged; `until=` in them is before or after it for ever.
const DAY: Date = Date { year: 2026, month: 1, day: 1 };

/// Runs a rule's examples in memory; only that rule runs. Empty: all of them show what they say. A rule without
/// examples of both kinds is a failure too; a built-in one has both in every language it names.
///
/// Starts a thread of its own with the stack that parsers need.
pub fn run_examples(rule: &Rule, rules: &RuleSet) -> Vec<ExampleFailure> {
    let failure = |line: u32, missing: String| ExampleFailure {
        rule: rule.id.clone(),
        path: rule.path.clone(),
        line,
        missing: vec![missing],
        noisy: Vec::new(),
    };
    let mut failures: Vec<ExampleFailure> =
        absent(rule).into_iter().map(|absent| failure(1, absent)).collect();
    let cases = cases(&rule.examples);
    let run =
        || -> Vec<ExampleFailure> { cases.iter().filter_map(|case| run_case(rule, rules, case)).collect() };
    let ran = std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(review_syntax::STACK);
        builder.spawn_scoped(scope, run).map(|thread| thread.join())
    });
    match ran {
        Ok(Ok(found)) => failures.extend(found),
        Ok(Err(_)) => failures.push(failure(1, "the analysis of an example failed".to_owned())),
        Err(error) => failures.push(failure(1, format!("no thread for the analysis: {error}"))),
    }
    failures
}

/// Kinds of examples that a rule should have and has not.
fn absent(rule: &Rule) -> Vec<String> {
    if rule.status != Status::Active {
        return Vec::new();
    }
    let mut absent = Vec::new();
    for (bad, word) in [(true, "bad"), (false, "good")] {
        let of_kind: Vec<&Example> = rule.examples.iter().filter(|example| example.bad == bad).collect();
        if of_kind.is_empty() {
            absent.push(format!("expected a `{word}` example"));
        } else if rule.builtin {
            let missing = families(rule)
                .into_iter()
                .filter(|family| !of_kind.iter().any(|example| family.contains(&example.language.as_str())));
            absent.extend(
                missing.map(|family| format!("expected a `{word}` example in {}", family.join(" or "))),
            );
        }
    }
    absent
}

/// The languages in which a rule must have examples. TypeScript and JavaScript have one front end and count as
/// one; a rule about code needs none in settings and schemas, which it reads as plain lines.
fn families(rule: &Rule) -> Vec<&'static [&'static str]> {
    const CODE: [&[&str]; 3] = [&["python"], &["typescript", "javascript"], &["rust"]];
    const PLAIN: [&[&str]; 3] = [&["sql"], &["prisma"], &["config"]];
    let claimed = |family: &&[&str]| family.iter().any(|word| rule.languages.contains(word));
    let code: Vec<&[&str]> = CODE.into_iter().filter(claimed).collect();
    if code.is_empty() { PLAIN.into_iter().filter(claimed).collect() } else { code }
}

/// Consecutive examples of one case, and every example without one by itself.
fn cases(examples: &[Example]) -> Vec<&[Example]> {
    examples.chunk_by(|a, b| a.case.is_some() && a.case == b.case).collect()
}

fn run_case(rule: &Rule, rules: &RuleSet, case: &[Example]) -> Option<ExampleFailure> {
    let first = case.first()?;
    let mut surroundings = Surroundings::default();
    let mut sources = Vec::new();
    for example in case {
        let name = example.file.rsplit('/').next().unwrap_or(&example.file);
        if example.new {
            surroundings.new_files.insert(example.file.clone());
        }
        surroundings.manifests.extend(Manifest::parse(&example.file, &example.text));
        if let Some(language) = Language::of_name(name) {
            let facts = Ok(review_frameworks::read(&example.text, language));
            sources.push(Source { path: example.file.clone(), facts });
        }
    }
    let project = review_project::build(sources, surroundings, &Config::default());
    let options = Options { rules: vec![rule.id.clone()], ..Options::new(DAY) };
    let outcome = judge(&project, rules, &Checklist::default(), &options);

    let is_rule = |index: usize| outcome.rules[index].id == rule.id;
    let stands = |f: &&Finding| is_rule(f.rule) && matches!(f.standing, Standing::Stands);
    let findings: Vec<&Finding> = outcome.findings.iter().filter(stands).collect();
    let asks: Vec<&Ask> = outcome.asks.iter().filter(|ask| is_rule(ask.rule)).collect();
    let mut failure = ExampleFailure {
        rule: rule.id.clone(),
        path: rule.path.clone(),
        line: first.line,
        missing: Vec::new(),
        noisy: outcome.notices.iter().filter(|n| n.fatal).map(|n| n.message.clone()).collect(),
    };
    let expects: Vec<(&Example, &Expect)> =
        case.iter().flat_map(|example| example.expects.iter().map(move |expect| (example, expect))).collect();
    let seen: Vec<Seen<'_>> = findings
        .iter()
        .map(|f| Seen { path: &f.path, line: f.place.line, text: &f.message, ask: false })
        .chain(asks.iter().map(|a| Seen { path: &a.path, line: a.place.line, text: &a.question, ask: true }))
        .collect();
    if expects.is_empty() && case.iter().any(|example| example.bad) {
        one_finding(case, &seen, &mut failure);
    } else {
        compare(case, &expects, &seen, &mut failure);
    }
    (!failure.missing.is_empty() || !failure.noisy.is_empty()).then_some(failure)
}

/// A finding or a question that came out.
struct Seen<'a> {
    path: &'a str,
    line: u32,
    text: &'a str,
    ask: bool,
}

impl Seen<'_> {
    fn said(&self, case: &[Example]) -> String {
        let what = if self.ask { "asks: " } else { "" };
        match case.iter().find(|example| example.file == self.path) {
            Some(example) => {
                format!("line {}: {what}{}", example.line + self.line.saturating_sub(1), self.text)
            }
            None => format!("{}:{}: {what}{}", self.path, self.line, self.text),
        }
    }
}

/// A `bad` example that does not say where expects exactly one finding.
fn one_finding(case: &[Example], seen: &[Seen<'_>], failure: &mut ExampleFailure) {
    let findings = seen.iter().filter(|seen| !seen.ask).count();
    if findings == 0 {
        failure.missing.push("expected a finding".to_owned());
    }
    let noisy = seen.iter().filter(|seen| seen.ask || findings > 1);
    failure.noisy.extend(noisy.map(|seen| seen.said(case)));
}

fn compare(
    case: &[Example],
    expects: &[(&Example, &Expect)],
    seen: &[Seen<'_>],
    failure: &mut ExampleFailure,
) {
    let mut met = vec![false; seen.len()];
    for (example, expect) in expects {
        let fits = |seen: &Seen<'_>| {
            seen.path == example.file
                && seen.line == expect.line
                && seen.ask == expect.ask
                && expect.part.as_ref().is_none_or(|part| seen.text.contains(part.as_str()))
        };
        match (0..seen.len()).find(|at| !met[*at] && fits(&seen[*at])) {
            Some(at) => met[at] = true,
            None => {
                let what = if expect.ask { "a question" } else { "a finding" };
                let part = expect.part.as_ref().map(|part| format!(" with \"{part}\"")).unwrap_or_default();
                let line = example.line + expect.line.saturating_sub(1);
                failure.missing.push(format!("line {line}: expected {what}{part}"));
            }
        }
    }
    let noisy = seen.iter().zip(&met).filter(|(_, met)| !**met);
    failure.noisy.extend(noisy.map(|(seen, _)| seen.said(case)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failures(examples: &str) -> Vec<ExampleFailure> {
        let text = format!(
            "```toml\nseverity = \"warning\"\nconfidence = \"high\"\nsubject = \"merge_marker\"\n\
             fail = 'merge_marker.marker == \"<<<<<<<\"'\nmessage = \"a merge left `{{{{ merge_marker.marker }}}}`\"\n\
             languages = [\"python\"]\n```\n# Marker\n\nFirst.\n\n## Limits\n\nNone.\n\n## Examples\n\n{examples}"
        );
        let rules = RuleSet::of(&[(".review/rules/marker.md".to_owned(), &text, false)]).unwrap();
        run_examples(&rules.all()[0], &rules)
    }

    const GOOD: &str = "```python good\nx = 1\n```\n";

    #[test]
    fn examples_that_show_what_they_say_pass() {
        let bad = "```python bad\n<<<<<<< x\n```\n";
        assert_eq!(failures(&format!("{bad}{GOOD}")), []);
        let bad = "```python bad\n# expect: marker \"left `<\"\n<<<<<<< x\n>>>>>>> y\n<<<<<<< z  # expect: marker\n```\n";
        assert_eq!(failures(&format!("{bad}{GOOD}")), []);
        let case = "```python bad file=a.py case=one\nx = 1\n```\n```python bad file=b.py case=one\n<<<<<<< x\n```\n";
        assert_eq!(failures(&format!("{case}{GOOD}")), []);
    }

    #[test]
    fn what_is_missing_and_what_is_noise_are_told_apart() {
        let found = failures(&format!("```python bad\n# expect: marker \"right\"\n<<<<<<< x\n```\n{GOOD}"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 20);
        assert_eq!(found[0].missing, ["line 21: expected a finding with \"right\""]);
        assert_eq!(found[0].noisy, ["line 21: a merge left `<<<<<<<`"]);
        let found = failures(&format!("```python bad\nx = 1\n```\n{GOOD}"));
        assert_eq!((found[0].missing.join(""), found[0].noisy.len()), ("expected a finding".to_owned(), 0));
        let found = failures(&format!("```python bad\n<<<<<<< x\n<<<<<<< y\n```\n{GOOD}"));
        assert_eq!((found[0].missing.len(), found[0].noisy.len()), (0, 2));
        let found = failures("```python bad\n<<<<<<< x\n```\n```python good\n<<<<<<< x\n```\n");
        assert_eq!((found[0].line, found[0].noisy.len()), (23, 1));
        let found = failures(GOOD);
        assert_eq!(found[0].missing, ["expected a `bad` example"]);
    }
}
