//! Constructors over the SARIF types, so that what the format demands is said in one place: a result that is
//! not a failure has level `none`, a place is one line, a message is escaped and ends with a full stop.

use std::collections::BTreeMap;

use review_engine::{Confidence, Finding, Notice, Outcome, RuleResult, Severity};
use review_facts::Place;
use serde_json::{Value, json};
use serde_sarif::sarif::{
    ArtifactContent, ArtifactLocation, Invocation, Location, Message, MultiformatMessageString, Notification,
    PhysicalLocation, PropertyBag, Region, ReportingConfiguration, ReportingDescriptor,
    ReportingDescriptorReference, Result as SarifResult, ResultKind, ResultLevel, Tool, ToolComponent,
};

use super::ROOT;
use crate::escape;
use crate::files::{File, Files};
use crate::totals::rule_id;

/// GitHub rejects longer descriptions.
const DESCRIPTION_CHARS: usize = 1024;
/// GitHub rejects longer names.
const NAME_CHARS: usize = 255;
const MESSAGE_CHARS: usize = 2000;
const LINK_CHARS: usize = 200;
/// A token longer than this is not copied into the file.
const SNIPPET_BYTES: usize = 1000;

/// The tool with its rules.
pub(super) fn tool(
    rules: Vec<ReportingDescriptor>,
    notifications: Vec<ReportingDescriptor>,
    taxonomies: &[ToolComponent],
) -> Tool {
    let version = env!("CARGO_PKG_VERSION");
    let mut driver = ToolComponent::builder()
        .name("review")
        .version(version)
        .semantic_version(version)
        .rules(rules)
        .build();
    let homepage = env!("CARGO_PKG_HOMEPAGE");
    if !homepage.is_empty() {
        driver.information_uri = Some(homepage.to_owned());
    }
    if !notifications.is_empty() {
        driver.notifications = Some(notifications);
    }
    if !taxonomies.is_empty() {
        let references =
            taxonomies.iter().enumerate().map(|(index, taxonomy)| component(&taxonomy.name, index));
        driver.supported_taxonomies = Some(references.collect());
    }
    driver.into()
}

/// A reference to a taxonomy of the run.
pub(super) fn component(name: &str, index: usize) -> serde_sarif::sarif::ToolComponentReference {
    serde_sarif::sarif::ToolComponentReference::builder().name(name).index(index as i64).build()
}

/// A rule as its consumer shows it.
pub(super) fn rule_descriptor(rule: &RuleResult) -> ReportingDescriptor {
    let title = first_filled(&[&rule.title, &rule.short, &rule.id]);
    let short = first_filled(&[&rule.short, title]);
    let help = first_filled(&[&rule.help, short]);
    let mut descriptor = ReportingDescriptor::builder()
        .id(rule.id.as_str())
        .short_description(multiformat(&sentence(title, DESCRIPTION_CHARS)))
        .full_description(multiformat(&sentence(short, DESCRIPTION_CHARS)))
        .help(MultiformatMessageString::builder().text(help).markdown(help).build())
        .default_configuration(ReportingConfiguration::builder().level(rule.severity.level()).build())
        .properties(rule_properties(rule))
        .build();
    // A name that is the id again must be left out.
    let name = pascal_case(&rule.id);
    if !name.eq_ignore_ascii_case(&rule.id) {
        descriptor.name = Some(escape::cut(&name, NAME_CHARS).into_owned());
    }
    descriptor
}

/// A descriptor that has only words: an item of a checklist, a kind of notification.
pub(super) fn plain_descriptor(id: &str, name: &str, short: &str, long: &str) -> ReportingDescriptor {
    ReportingDescriptor::builder()
        .id(id)
        .name(escape::cut(name, NAME_CHARS).into_owned())
        .short_description(multiformat(&sentence(short, DESCRIPTION_CHARS)))
        .full_description(multiformat(&sentence(long, DESCRIPTION_CHARS)))
        .help(multiformat(&sentence(long, DESCRIPTION_CHARS)))
        .build()
}

/// A failing result of a rule. The key of the subject and the counts of a record are added by the profile.
pub(super) fn failure(outcome: &Outcome, finding: &Finding, index: usize, files: &Files) -> SarifResult {
    let file = files.get(&finding.path);
    let mut result = SarifResult::builder()
        .rule_id(rule_id(outcome, finding.rule))
        .rule_index(index as i64)
        .kind(ResultKind::Fail)
        .level(level(finding.severity))
        .message(failure_message(finding))
        .locations(vec![location(&finding.path, finding.place, &file)])
        .partial_fingerprints(fingerprints(finding, &file))
        .build();
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(index, related)| {
            let mut location = location(&related.path, related.place, &files.get(&related.path));
            location.id = Some(index as i64 + 1);
            location.message = Some(message(&related.message));
            location
        });
        result.related_locations = Some(related.collect());
    }
    result
}

/// A result that is no failure, without a place yet.
pub(super) fn answer(rule: &str, index: usize, kind: ResultKind, text: &str) -> SarifResult {
    SarifResult::builder()
        .rule_id(rule)
        .rule_index(index as i64)
        .kind(kind)
        .level(ResultLevel::None)
        .message(message(text))
        .build()
}

/// A place in a file: exactly one line, which is what a pull request can show.
pub(super) fn location(path: &str, place: Place, file: &File) -> Location {
    let line = i64::from(place.line.max(1));
    let mut region = Region::builder().start_line(line).end_line(line).build();
    if let Some(found) = file.region(place) {
        region.start_column = Some(found.utf16.0 as i64);
        region.end_column = Some(found.utf16.1 as i64);
    }
    at(path, region)
}

/// The text that the place covers, for a record.
pub(super) fn add_snippet(location: &mut Location, place: Place, file: &File) {
    let Some(found) = file.region(place).filter(|found| found.snippet().len() <= SNIPPET_BYTES) else {
        return;
    };
    let region = location.physical_location.as_mut().and_then(|physical| physical.region.as_mut());
    if let Some(region) = region {
        region.snippet = Some(ArtifactContent::builder().text(found.snippet()).build());
    }
}

/// A whole line of a file.
pub(super) fn line_of(path: &str, line: u32) -> Location {
    let line = i64::from(line.max(1));
    at(path, Region::builder().start_line(line).end_line(line).build())
}

/// A whole file.
pub(super) fn whole_file(path: &str) -> Location {
    Location::builder()
        .physical_location(PhysicalLocation::builder().artifact_location(artifact(path)).build())
        .build()
}

/// How the run went. Only what keeps the review from being whole is an error, because an error says that the
/// run failed and consumers then drop its results.
pub(super) fn invocation(
    outcome: &Outcome,
    mut execution: Vec<Notification>,
    mut configuration: Vec<Notification>,
) -> Invocation {
    for notice in &outcome.notices {
        if notice.fatal {
            execution.push(notice_notification(notice));
        } else {
            configuration.push(notice_notification(notice));
        }
    }
    Invocation::builder()
        .execution_successful(!outcome.notices.iter().any(|notice| notice.fatal))
        .tool_execution_notifications(execution)
        .tool_configuration_notifications(configuration)
        .build()
}

/// A notification of level `warning` or `note`.
pub(super) fn notification(level: &str, text: &str, location: Option<Location>) -> Notification {
    let mut notification = Notification::builder().message(message(text)).level(level).build();
    notification.locations = location.map(|location| vec![location]);
    notification
}

/// Points a notification at its descriptor.
pub(super) fn described(mut notification: Notification, id: &str, index: usize) -> Notification {
    notification.descriptor =
        Some(ReportingDescriptorReference::builder().id(id).index(index as i64).build());
    notification
}

/// Properties without tags.
pub(super) fn properties(pairs: impl IntoIterator<Item = (&'static str, Value)>) -> PropertyBag {
    let pairs: BTreeMap<String, Value> =
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    PropertyBag::builder().additional_properties(pairs).build()
}

/// An escaped message.
pub(super) fn message(text: &str) -> Message {
    Message::builder().text(sentence(text, MESSAGE_CHARS)).build()
}

/// Text in one format.
pub(super) fn multiformat(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}

/// The SARIF level of a failure.
pub(super) fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Critical => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Suggestion => ResultLevel::Note,
    }
}

/// Escaped, cut, and ended: consumers show the first sentence when they are short of space. Never empty, which
/// consumers reject.
pub(super) fn sentence(text: &str, most: usize) -> String {
    let text = escape::sarif_message(&escape::cut(text.trim(), most));
    // Escaping may have made it longer.
    let mut text = escape::cut(&text, most - 1).into_owned();
    if text.is_empty() {
        text.push_str("No text");
    }
    if !text.ends_with(['.', '!', '?', '…']) {
        text.push('.');
    }
    text
}

fn at(path: &str, region: Region) -> Location {
    Location::builder()
        .physical_location(
            PhysicalLocation::builder().artifact_location(artifact(path)).region(region).build(),
        )
        .build()
}

fn artifact(path: &str) -> ArtifactLocation {
    ArtifactLocation::builder().uri(escape::uri(path)).uri_base_id(ROOT).build()
}

/// GitHub links a related place only where the message embeds it.
fn failure_message(finding: &Finding) -> Message {
    let mut text = sentence(&finding.message, MESSAGE_CHARS);
    if finding.related.is_empty() {
        return Message::builder().text(text).build();
    }
    let mut links: Vec<String> = Vec::new();
    for (index, related) in finding.related.iter().enumerate() {
        let words = escape::sarif_link_text(&escape::cut(&related.message, LINK_CHARS));
        let words = if words.trim().is_empty() { "related place".to_owned() } else { words };
        links.push(format!("[{words}]({})", index + 1));
    }
    text.push_str(" See ");
    text.push_str(&links.join(", "));
    if finding.more_related > 0 {
        text.push_str(&format!(" and {} more", finding.more_related));
    }
    text.push('.');
    Message::builder().text(text).build()
}

fn fingerprints(finding: &Finding, file: &File) -> BTreeMap<String, String> {
    let mut prints = BTreeMap::new();
    if !finding.fingerprint.is_empty() {
        prints.insert("review/v1".to_owned(), finding.fingerprint.clone());
    }
    // A hash of a line that is not the finding's would attach the alert to another.
    if file.region(finding.place).is_some()
        && let Some(hash) = file.line_hash(finding.place.line)
    {
        prints.insert("primaryLocationLineHash".to_owned(), hash);
    }
    prints
}

fn notice_notification(notice: &Notice) -> Notification {
    let location = notice.at.as_ref().map(|(path, line)| line_of(path, *line));
    notification(if notice.fatal { "error" } else { "note" }, &notice.message, location)
}

/// Consumers keep ten tags, so those they act on come first.
fn rule_properties(rule: &RuleResult) -> PropertyBag {
    let mut tags = Vec::new();
    let mut values = BTreeMap::new();
    match valid_security_severity(rule) {
        Some(severity) => {
            tags.push("security".to_owned());
            values.insert("security-severity".to_owned(), json!(severity));
        }
        None => {
            let severity = match rule.severity {
                Severity::Critical => "error",
                Severity::Warning => "warning",
                Severity::Suggestion => "recommendation",
            };
            values.insert("problem.severity".to_owned(), json!(severity));
        }
    }
    tags.extend(rule.cwe.iter().take(8).map(|cwe| format!("external/cwe/cwe-{cwe:03}")));
    if !rule.area.is_empty() && !tags.contains(&rule.area) {
        tags.push(rule.area.clone());
    }
    let precision = match rule.confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    };
    values.insert("precision".to_owned(), json!(precision));
    PropertyBag::builder().tags(tags).additional_properties(values).build()
}

/// A number in `0.1..=10.0` as text: GitHub rejects the whole file for anything that is no number.
pub(super) fn valid_security_severity(rule: &RuleResult) -> Option<&str> {
    let text = rule.security_severity.as_deref()?;
    let number: f64 = text.parse().ok()?;
    (number > 0.0 && number <= 10.0).then_some(text)
}

fn first_filled<'a>(texts: &[&'a str]) -> &'a str {
    texts.iter().copied().find(|text| !text.trim().is_empty()).unwrap_or("No text")
}

/// `migration-without-downgrade` as `MigrationWithoutDowngrade`.
fn pascal_case(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for word in id.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name
}
