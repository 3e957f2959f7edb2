//! `review checklist list` and `review checklist show`.

use crate::args::{ChecklistCommand, Read};
use crate::exit::Exit;
use crate::output::write_stdout;
use crate::session::Session;
use anyhow::Result;
use review_engine::{Checklist, RuleSet};

/// Lists the built-in checklists, or prints one.
///
/// # Errors
/// When there is no such checklist.
pub fn run(command: &ChecklistCommand) -> Result<Exit> {
    match command {
        ChecklistCommand::List => list(&Session::open(&[], &Read::default())?.rules()?)?,
        ChecklistCommand::Show { name, read } => {
            let session = Session::open(&[], read)?;
            let checklist = session.checklist(Some(name), &session.rules()?)?;
            write_stdout(|out| Ok(out.write_all(checklist.text.as_bytes())?))?;
        }
    }
    Ok(Exit::Clean)
}

fn list(rules: &RuleSet) -> Result<()> {
    let all: Vec<Checklist> =
        Checklist::builtin_names().into_iter().filter_map(|name| Checklist::builtin(name, rules)).collect();
    let width = all.iter().map(|checklist| checklist.info.name.len()).max().unwrap_or(0);
    write_stdout(|out| {
        for checklist in &all {
            let items = checklist.items.len();
            writeln!(out, "{:width$}  {items:3} items  {}", checklist.info.name, checklist.info.title)?;
        }
        Ok(())
    })
}
