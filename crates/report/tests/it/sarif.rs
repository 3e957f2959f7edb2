//! Both profiles under the official schema, and under the rules of the format and of its consumers that no
//! validator checks (integration.md 1.2, 2.2).

use std::collections::BTreeSet;

use review_engine::{Finding, Outcome, Severity, Standing};
use review_report::{Format, Profile};
use serde_json::Value;

use crate::sample::{self, Texts};
use crate::{random, report};

const SEEDS: u64 = 150;

fn log(profile: Profile, outcome: &Outcome, texts: &Texts) -> Value {
    serde_json::from_str(&report(Format::Sarif, profile, outcome, texts)).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).map_or(&[], |list| list.as_array().unwrap())
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {value}")).as_str().unwrap()
}

#[test]
fn both_profiles_are_valid_and_keep_the_rules() {
    let schema = include_str!("../../testdata/sarif/sarif-2.1.0.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("sarif");
    std::fs::create_dir_all(&folder).unwrap();

    let texts = sample::sources();
    let mut cases = vec![("sample".to_owned(), sample::outcome(&texts), texts.clone())];
    cases.push(("empty".to_owned(), sample::empty(), texts));
    cases.extend((0..SEEDS).map(|seed| {
        let (outcome, texts) = random::outcome(seed);
        (format!("random-{seed}"), outcome, texts)
    }));
    for (name, outcome, texts) in cases {
        for profile in Profile::ALL {
            let name = format!("{name}-{}", profile.name());
            let log = log(profile, &outcome, &texts);
            let errors: Vec<String> = validator
                .iter_errors(&log)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{name}: {errors:#?}");
            check_log(&name, &log);
            match profile {
                Profile::Upload => check_upload(&name, &log, &outcome),
                Profile::Full => check_full(&name, &log, &outcome, &texts),
            }
            // For scripts/validate-sarif.
            if !name.starts_with("random") || name.contains("-1") {
                std::fs::write(folder.join(format!("{name}.sarif")), log.to_string()).unwrap();
            }
        }
    }
}

/// What holds for every log.
fn check_log(name: &str, log: &Value) {
    assert_eq!(text(log, "/version"), "2.1.0");
    assert!(text(log, "/$schema").starts_with("https://"));
    assert_eq!(list(log, "runs").len(), 1);
    let run = &log["runs"][0];
    assert_eq!(text(run, "/columnKind"), "utf16CodeUnits", "{name}: required when results exist on text");
    let category = text(run, "/automationDetails/id");
    assert!(
        category.starts_with("review/") && category.ends_with('/') && !category.contains(' '),
        "{category}"
    );
    assert!(run["results"].is_array(), "{name}: an empty list closes old alerts, a missing one is rejected");

    let rules = list(&run["tool"]["driver"], "rules");
    let ids: BTreeSet<&str> = rules.iter().map(|rule| text(rule, "/id")).collect();
    assert_eq!(ids.len(), rules.len(), "{name}: ids are unique");
    for rule in rules {
        check_rule(name, rule);
    }
    for result in list(run, "results") {
        check_result(name, result, rules);
    }
    let suppressed =
        list(run, "results").iter().filter(|result| result.get("suppressions").is_some()).count();
    assert!(suppressed == 0 || suppressed == list(run, "results").len(), "{name}: on all results or on none");

    let invocation = &run["invocations"][0];
    let notifications = list(invocation, "toolExecutionNotifications")
        .iter()
        .chain(list(invocation, "toolConfigurationNotifications"));
    let failed = notifications.filter(|notification| notification["level"] == "error").count() > 0;
    assert_eq!(invocation["executionSuccessful"], !failed, "{name}: an error says that the run failed");
}

fn check_rule(name: &str, rule: &Value) {
    for key in ["shortDescription", "fullDescription", "help"] {
        let words = text(rule, &format!("/{key}/text"));
        assert!(!words.trim().is_empty(), "{name}: {key}");
        assert!(key == "help" || words.chars().count() <= 1024, "{name}: {key} is too long");
    }
    if let Some(pascal) = rule.get("name") {
        assert!(pascal.as_str().unwrap().len() <= 255);
        assert_ne!(pascal, &rule["id"]);
    }
    let Some(properties) = rule.get("properties") else { return };
    let tags: Vec<&str> = list(properties, "tags").iter().map(|tag| tag.as_str().unwrap()).collect();
    assert!(tags.len() <= 10, "{name}: consumers keep ten tags");
    assert!(["low", "medium", "high"].contains(&text(properties, "/precision")));
    match properties.get("security-severity") {
        Some(severity) => {
            let number: f64 = severity.as_str().expect("text, not a number").parse().unwrap();
            assert!(number > 0.0 && number <= 10.0, "{name}: {number}");
            assert_eq!(tags[0], "security");
            assert!(properties.get("problem.severity").is_none());
        }
        None => {
            assert!(!tags.contains(&"security"));
            assert!(["error", "warning", "recommendation"].contains(&text(properties, "/problem.severity")));
        }
    }
}

fn check_result(name: &str, result: &Value, rules: &[Value]) {
    let index = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(result["ruleId"], rules[index]["id"], "{name}");
    for absent in ["rank", "baselineState"] {
        assert!(result.get(absent).is_none(), "{name}: {absent}");
    }
    let level = text(result, "/level");
    match text(result, "/kind") {
        "fail" => assert!(["error", "warning", "note"].contains(&level)),
        _ => assert_eq!(level, "none", "{name}: only a failure has a level"),
    }
    let message = text(result, "/message/text");
    assert!(!message.is_empty() && !message.contains(['\n', '\r', '\u{202e}']), "{name}: {message:?}");
    // A link in a message leads to a related place that exists, and nothing else looks like a link.
    let related: Vec<String> =
        list(result, "relatedLocations").iter().map(|place| place["id"].to_string()).collect();
    assert_eq!(links(message), related, "{name}: {message}");
    for place in list(result, "locations").iter().chain(list(result, "relatedLocations")) {
        check_place(name, place);
    }
}

/// The targets of the links in a message, as a viewer finds them: brackets after a backslash do not count.
fn links(message: &str) -> Vec<String> {
    let bare = message.replace("\\\\", "").replace("\\[", "").replace("\\]", "");
    bare.split("](").skip(1).map(|rest| rest.split(')').next().unwrap().to_owned()).collect()
}

fn check_place(name: &str, place: &Value) {
    let Some(physical) = place.get("physicalLocation") else {
        assert!(place.get("logicalLocations").is_some());
        return;
    };
    let uri = text(physical, "/artifactLocation/uri");
    assert!(!uri.starts_with('/') && !uri.starts_with("./"), "{name}: {uri}");
    assert!(uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"\\^`{|}[]:#?".contains(&byte)), "{uri}");
    let Some(region) = physical.get("region") else { return };
    assert_eq!(region["startLine"], region["endLine"], "{name}: a pull request shows only what is one line");
    assert!(region["startLine"].as_u64().unwrap() >= 1);
    assert_eq!(region.get("startColumn").is_some(), region.get("endColumn").is_some());
}

fn check_upload(name: &str, log: &Value, outcome: &Outcome) {
    let results = list(&log["runs"][0], "results");
    let standing =
        |finding: &&Finding| finding.standing == Standing::Stands && finding.rule < outcome.rules.len();
    assert_eq!(results.len(), outcome.findings.iter().filter(standing).count(), "{name}");
    let mut before = "error";
    for result in results {
        assert_eq!(text(result, "/kind"), "fail", "{name}: anything else becomes a false alert");
        assert!(result.get("suppressions").is_none());
        assert_eq!(list(result, "locations").len(), 1);
        let level = text(result, "/level");
        let order = ["error", "warning", "note"];
        let at = |level| order.iter().position(|word| *word == level);
        assert!(at(before) <= at(level), "{name}: most severe first");
        before = level;
        for key in result
            .get("partialFingerprints")
            .into_iter()
            .flat_map(|prints| prints.as_object().unwrap().keys())
        {
            assert!(["primaryLocationLineHash", "review/v1"].contains(&key.as_str()));
        }
        assert!(result.pointer("/locations/0/physicalLocation/region/snippet").is_none());
    }
    assert!(log["runs"][0].get("taxonomies").is_none());
}

fn check_full(name: &str, log: &Value, outcome: &Outcome, texts: &Texts) {
    let run = &log["runs"][0];
    let results = list(run, "results");
    let has_rule = |rule: usize| rule < outcome.rules.len();
    let findings = outcome.findings.iter().filter(|finding| has_rule(finding.rule)).count();
    let asks = outcome.asks.iter().filter(|ask| has_rule(ask.rule)).count();
    assert_eq!(results.len(), outcome.items.len() + findings + asks, "{name}");
    for suppression in results.iter().flat_map(|result| list(result, "suppressions")) {
        assert!(!text(suppression, "/justification").is_empty());
        assert_eq!(text(suppression, "/status"), "accepted");
    }
    let taxonomies = list(run, "taxonomies");
    for rule in list(&run["tool"]["driver"], "rules") {
        for target in list(rule, "relationships").iter().map(|relationship| &relationship["target"]) {
            let taxonomy = &taxonomies[target["toolComponent"]["index"].as_u64().unwrap() as usize];
            assert_eq!(taxonomy["name"], target["toolComponent"]["name"]);
            assert_eq!(taxonomy["taxa"][target["index"].as_u64().unwrap() as usize]["id"], target["id"]);
        }
    }
    assert_eq!(taxonomies[0]["isComprehensive"], true);
    for place in results.iter().flat_map(|result| list(result, "locations")) {
        if let Some(snippet) = place.pointer("/physicalLocation/region/snippet/text") {
            assert_eq!(snippet, &region_text(place, texts), "{name}");
        }
    }
}

/// What a region says, read from the text as a viewer does: lines, then UTF-16 units from 1.
fn region_text(place: &Value, texts: &Texts) -> Value {
    let uri = text(place, "/physicalLocation/artifactLocation/uri");
    let (_, source) = texts
        .0
        .iter()
        .find(|(path, _)| review_report::escape::uri(path) == uri)
        .expect("the file of a snippet");
    let region = &place["physicalLocation"]["region"];
    let number = |key: &str| region[key].as_u64().unwrap() as usize;
    let source = source.strip_prefix('\u{feff}').unwrap_or(source).replace("\r\n", "\n").replace('\r', "\n");
    let line: Vec<u16> = source.split('\n').nth(number("startLine") - 1).unwrap().encode_utf16().collect();
    String::from_utf16(&line[number("startColumn") - 1..number("endColumn") - 1]).unwrap().into()
}

#[test]
fn snippets_are_there_to_be_compared() {
    let texts = sample::sources();
    let log = log(Profile::Full, &sample::outcome(&texts), &texts);
    let snippets: Vec<&str> = list(&log["runs"][0], "results")
        .iter()
        .filter_map(|result| result.pointer("/locations/0/physicalLocation/region/snippet/text")?.as_str())
        .collect();
    assert_eq!(
        snippets,
        [
            "import logging",
            "save",
            "except Exception",
            "user.email",
            "'sk_live_not_a_real_key'",
            "log = ",
            "def save",
            "log.info",
        ]
    );
}

#[test]
fn every_verdict_has_its_kind() {
    let texts = sample::sources();
    let log = log(Profile::Full, &sample::outcome(&texts), &texts);
    let kinds: Vec<(&str, &str)> = list(&log["runs"][0], "results")
        .iter()
        .filter(|result| text(result, "/ruleId").starts_with("item-"))
        .map(|result| (text(result, "/properties/review~1verdict"), text(result, "/kind")))
        .collect();
    assert_eq!(
        kinds,
        [
            ("fail", "fail"),
            ("ask", "review"),
            ("pass", "pass"),
            ("not checked", "open"),
            ("not applicable", "notApplicable"),
            ("by hand", "review"),
        ]
    );
}

#[test]
fn the_hash_of_a_line_is_the_one_github_computes() {
    let mut texts = Texts::default();
    // The file and the hash of its second line are one of the vectors.
    texts.0.insert("main.rs".to_owned(), "fn main() {\n    unsafe { danger() }\n}\n".to_owned());
    let mut outcome = sample::empty();
    outcome.rules.push(sample::rule("unsafe-undocumented", "Unsafe", Severity::Warning));
    outcome.findings.push(sample::finding(&texts, 0, Severity::Warning, "main.rs", "unsafe", "message"));
    let log = log(Profile::Upload, &outcome, &texts);
    let prints = &log["runs"][0]["results"][0]["partialFingerprints"];
    assert_eq!(text(prints, "/primaryLocationLineHash"), "9af6f9e7f85151c:1");
    assert_eq!(text(prints, "/review~1v1"), outcome.findings[0].fingerprint);
}

#[test]
fn a_run_that_is_not_whole_is_not_successful() {
    let texts = sample::sources();
    let mut outcome = sample::outcome(&texts);
    outcome.notices[0].fatal = true;
    for profile in Profile::ALL {
        let log = log(profile, &outcome, &texts);
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
    }
}

#[test]
fn planned_rules_are_no_rules_of_an_upload() {
    let texts = sample::sources();
    let log = log(Profile::Upload, &sample::outcome(&texts), &texts);
    let ids: Vec<&str> =
        list(&log["runs"][0]["tool"]["driver"], "rules").iter().map(|rule| text(rule, "/id")).collect();
    assert_eq!(ids, ["hardcoded-secret", "error-swallowed", "sensitive-value-logged"]);
    let tags = &log["runs"][0]["tool"]["driver"]["rules"][0]["properties"]["tags"];
    assert_eq!(
        tags,
        &serde_json::json!(["security", "external/cwe/cwe-798", "external/cwe/cwe-079", "secrets"])
    );
}
