//! Rules and items as their consumers show them, within the lengths that consumers accept.

use std::collections::BTreeMap;

use review_engine::{RuleResult, Severity};
use serde_json::json;
use serde_sarif::sarif::{
    MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor,
};

use super::model::{multiformat, sentence};
use crate::escape;

/// GitHub rejects longer descriptions.
pub(super) const DESCRIPTION_CHARS: usize = 1024;
/// GitHub rejects longer names.
const NAME_CHARS: usize = 255;

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
    values.insert("precision".to_owned(), json!(rule.confidence.word()));
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
