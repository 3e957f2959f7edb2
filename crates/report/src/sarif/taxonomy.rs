//! The checklist and the CWE ids as taxonomies, and how rules relate to them.

use review_engine::{Item, Outcome};
use serde_json::json;
use serde_sarif::sarif::{
    ReportingDescriptor, ReportingDescriptorReference, ReportingDescriptorRelationship, ToolComponent,
};

use super::descriptor::DESCRIPTION_CHARS;
use super::model::{component, multiformat, properties, sentence};

/// The taxonomies by position in the run.
pub(super) const CHECKLIST: usize = 0;
pub(super) const CWE: usize = 1;

pub(super) fn taxonomies(outcome: &Outcome, cwes: &[u32]) -> Vec<ToolComponent> {
    let info = &outcome.checklist;
    let title = if info.title.is_empty() { taxonomy_name(outcome) } else { &info.title };
    let items = outcome.items.iter().map(|item| {
        let section = if item.section.is_empty() { "no section" } else { &item.section };
        ReportingDescriptor::builder()
            .id(item_taxon(item))
            .name(format!("Item{}", item.number))
            .short_description(multiformat(&sentence(&item.text, DESCRIPTION_CHARS)))
            .properties(properties([("review/section", json!(section)), ("review/line", json!(item.line))]))
            .build()
    });
    let checklist = ToolComponent::builder()
        .name(taxonomy_name(outcome))
        .short_description(multiformat(&sentence(title, DESCRIPTION_CHARS)))
        .is_comprehensive(true)
        .taxa(items.collect::<Vec<_>>())
        .build();
    if cwes.is_empty() {
        return vec![checklist];
    }
    let taxa = cwes.iter().map(|id| {
        ReportingDescriptor::builder()
            .id(format!("CWE-{id}"))
            .help_uri(format!("https://cwe.mitre.org/data/definitions/{id}.html"))
            .build()
    });
    let cwe = ToolComponent::builder()
        .name("CWE")
        .organization("MITRE")
        .information_uri("https://cwe.mitre.org/")
        .short_description(multiformat("Common Weakness Enumeration: the ids that the rules name."))
        .is_comprehensive(false)
        .taxa(taxa.collect::<Vec<_>>())
        .build();
    vec![checklist, cwe]
}

/// Every result of the rule belongs to the taxon.
pub(super) fn relationship(
    taxonomy: usize,
    name: &str,
    at: usize,
    id: String,
) -> ReportingDescriptorRelationship {
    let target = ReportingDescriptorReference::builder()
        .id(id)
        .index(at as i64)
        .tool_component(component(name, taxonomy))
        .build();
    ReportingDescriptorRelationship::builder().target(target).kinds(vec!["superset".to_owned()]).build()
}

pub(super) fn all_cwes(outcome: &Outcome) -> Vec<u32> {
    let mut ids: Vec<u32> = outcome.rules.iter().flat_map(|rule| rule.cwe.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

pub(super) fn taxonomy_name(outcome: &Outcome) -> &str {
    if outcome.checklist.name.is_empty() { "checklist" } else { &outcome.checklist.name }
}

pub(super) fn item_taxon(item: &Item) -> String {
    item.number.to_string()
}
