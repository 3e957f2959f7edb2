//! `review explain RULE`: a rule's document, without what is for the machine alone.

use crate::args::Read;
use crate::exit::Exit;
use crate::output::write_stdout;
use crate::session::{Session, rule};
use anyhow::Result;
use review_engine::{Rule, Status};

/// Prints a rule's document.
///
/// # Errors
/// When there is no such rule.
pub fn run(id: &str, read: &Read) -> Result<Exit> {
    let rules = Session::open(&[], read)?.rules()?;
    let rule = rule(&rules, id)?;
    write_stdout(|out| {
        writeln!(out, "# {}\n", rule.title)?;
        writeln!(out, "{}\n", head(rule))?;
        writeln!(out, "{}", rule.help.trim())?;
        Ok(())
    })?;
    Ok(Exit::Clean)
}

/// What the machine's part says, in one paragraph.
fn head(rule: &Rule) -> String {
    let mut head = format!(
        "`{}` · {} · {} · confidence {}",
        rule.id,
        rule.area,
        rule.severity.word(),
        rule.confidence.word()
    );
    if !rule.languages.is_empty() {
        head.push_str(&format!(" · {}", rule.languages.join(", ")));
    }
    for cwe in &rule.cwe {
        head.push_str(&format!(" · CWE-{cwe}"));
    }
    if rule.status == Status::Planned {
        head.push_str(
            "\n\nPlanned: it is a document so far and does not run. Items it is bound to read *not checked*.",
        );
    }
    head
}
