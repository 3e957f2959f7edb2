//! Constructors over the SARIF types, so that what the format demands is said in one place: a result that is
//! not a failure has level `none`, a place is one line, a message is escaped and ends with a full stop.

use std::collections::BTreeMap;

use review_engine::{Finding, Notice, Outcome, Severity};
use review_facts::Place;
use serde_json::Value;
use serde_sarif::sarif::{
    ArtifactContent, ArtifactLocation, Invocation, Location, Message, MultiformatMessageString, Notification,
    PhysicalLocation, PropertyBag, Region, ReportingDescriptor, ReportingDescriptorReference,
    Result as SarifResult, ResultKind, ResultLevel, Tool, ToolComponent,
};

use super::ROOT;
use crate::escape;
use crate::files::{File, Files};
use crate::totals::rule_id;

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
