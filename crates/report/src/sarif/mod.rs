//! SARIF 2.1.0 in two profiles.
//!
//! Consumers take every result for an alert, whatever its kind and its suppressions say (integration.md 1.3), so
//! the upload holds failing results alone and the record is a file of its own. Results are made one by one while
//! the log is written: a hundred thousand of them cost no memory.

mod descriptor;
mod full;
mod model;
mod taxonomy;
mod upload;

use std::io;

use review_engine::Outcome;
use serde::ser::{Serialize, SerializeSeq, SerializeStruct, Serializer};
use serde_sarif::sarif::{Invocation, PropertyBag, Result as SarifResult, Tool, ToolComponent};

use crate::files::Files;
use crate::{Profile, escape, safe_json};

pub(crate) use upload::left_out as left_out_of_upload;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// Relative URIs count from here: the root of the project, which is the root of the repository.
const ROOT: &str = "SRCROOT";

pub(crate) fn write(
    profile: Profile,
    outcome: &Outcome,
    files: &Files,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match profile {
        Profile::Upload => upload::write(outcome, files, out),
        Profile::Full => full::write(outcome, files, out),
    }
}

/// A log with one run, whose results are an iterator that can be started anew.
struct Log<F> {
    tool: Tool,
    taxonomies: Vec<ToolComponent>,
    /// `review/backend/`: what is before the last slash tells analyses of one commit apart.
    category: String,
    results: F,
    invocation: Invocation,
    properties: Option<PropertyBag>,
}

impl<F, I> Log<F>
where
    F: Fn() -> I,
    I: Iterator<Item = SarifResult>,
{
    fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        safe_json::write(self, out)
    }
}

impl<F, I> Serialize for Log<F>
where
    F: Fn() -> I,
    I: Iterator<Item = SarifResult>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut log = serializer.serialize_struct("Log", 3)?;
        log.serialize_field("$schema", SCHEMA)?;
        log.serialize_field("version", "2.1.0")?;
        log.serialize_field("runs", &Runs(self))?;
        log.end()
    }
}

struct Runs<'a, F>(&'a Log<F>);

impl<F, I> Serialize for Runs<'_, F>
where
    F: Fn() -> I,
    I: Iterator<Item = SarifResult>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut runs = serializer.serialize_seq(Some(1))?;
        runs.serialize_element(&RunBody(self.0))?;
        runs.end()
    }
}

struct RunBody<'a, F>(&'a Log<F>);

impl<F, I> Serialize for RunBody<'_, F>
where
    F: Fn() -> I,
    I: Iterator<Item = SarifResult>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let log = self.0;
        let mut run = serializer.serialize_struct("Run", 8)?;
        run.serialize_field("tool", &log.tool)?;
        if !log.taxonomies.is_empty() {
            run.serialize_field("taxonomies", &log.taxonomies)?;
        }
        run.serialize_field("automationDetails", &serde_json::json!({ "id": log.category }))?;
        run.serialize_field("columnKind", "utf16CodeUnits")?;
        let root = serde_json::json!({ ROOT: { "description": { "text": "The root of the project." } } });
        run.serialize_field("originalUriBaseIds", &root)?;
        run.serialize_field("results", &Results(&log.results))?;
        run.serialize_field("invocations", &[&log.invocation])?;
        if let Some(properties) = &log.properties {
            run.serialize_field("properties", properties)?;
        }
        run.end()
    }
}

/// Always written: an empty list closes the alerts of earlier runs, a missing one is an error.
struct Results<'a, F>(&'a F);

impl<F, I> Serialize for Results<'_, F>
where
    F: Fn() -> I,
    I: Iterator<Item = SarifResult>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// The category of a checklist.
fn category(outcome: &Outcome) -> String {
    let name: String = escape::one_line(&outcome.checklist.name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' })
        .take(100)
        .collect();
    format!("review/{}/", if name.is_empty() { "checklist" } else { &name })
}
