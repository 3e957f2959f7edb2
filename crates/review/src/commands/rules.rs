//! `review rules` and `review rules test`.

use crate::args::Read;
use crate::exit::{Exit, shown};
use crate::output::write_stdout;
use crate::session::{Session, rule};
use anyhow::Result;
use review_engine::{Rule, Status, run_examples};

/// Lists the rules, those that run first to last by area.
///
/// # Errors
/// When a team's document is wrong.
pub fn list(planned: bool, read: &Read) -> Result<Exit> {
    let rules = Session::open(&[], read)?.rules()?;
    let mut listed: Vec<&Rule> =
        rules.all().iter().filter(|rule| planned || rule.status != Status::Planned).collect();
    listed.sort_by(|a, b| (&a.area, &a.id).cmp(&(&b.area, &b.id)));
    let width = listed.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    write_stdout(|out| {
        let mut area = "";
        for rule in &listed {
            if rule.area != area {
                let gap = if area.is_empty() { "" } else { "\n" };
                writeln!(out, "{gap}{}", shown(&rule.area))?;
                area = &rule.area;
            }
            let status = if rule.status == Status::Planned { "planned: " } else { "" };
            writeln!(
                out,
                "  {:width$}  {:10}  {status}{}",
                rule.id,
                rule.severity.word(),
                shown(&rule.title)
            )?;
        }
        Ok(())
    })?;
    Ok(Exit::Clean)
}

/// Runs the examples of one rule or of all.
///
/// # Errors
/// When there is no such rule, or a team's document is wrong.
pub fn test(id: Option<&str>, read: &Read) -> Result<Exit> {
    let rules = Session::open(&[], read)?.rules()?;
    let tested: Vec<&Rule> = match id {
        Some(id) => vec![rule(&rules, id)?],
        None => rules.all().iter().filter(|rule| rule.status != Status::Planned).collect(),
    };
    let mut failed = 0;
    write_stdout(|out| {
        for rule in &tested {
            let failures = run_examples(rule, &rules);
            failed += usize::from(!failures.is_empty());
            for failure in failures {
                writeln!(out, "{}:{}: {}", shown(&failure.path), failure.line, failure.rule)?;
                for (word, list) in [("missing", &failure.missing), ("noisy", &failure.noisy)] {
                    for line in list {
                        writeln!(out, "  {word}: {}", shown(line))?;
                    }
                }
            }
        }
        let passed = tested.len() - failed;
        writeln!(out, "{passed} rules show what their examples say, {failed} do not")?;
        Ok(())
    })?;
    Ok(if failed == 0 { Exit::Clean } else { Exit::Findings })
}
