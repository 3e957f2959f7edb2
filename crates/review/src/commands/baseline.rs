//! `review baseline`: the findings that are known from now on.

use crate::args::Read;
use crate::exit::{Exit, Mistake};
use crate::output::{write_stdout, write_whole};
use crate::session::{BASELINE, Session, leads_out};
use anyhow::Result;
use review_engine::{Baseline, judge};

/// Writes the baseline of a project. It covers the whole project always, so no paths limit it.
///
/// # Errors
/// When the project cannot be reviewed as a whole: a baseline of half of it would hide the rest.
pub fn run(grow: bool, checklist: Option<&str>, read: &Read) -> Result<Exit> {
    if !read.include.is_empty() || !read.exclude.is_empty() {
        return Err(Mistake::error(
            "a baseline holds the findings of the whole project",
            "leave `--include` and `--exclude` out, or set them in review.toml",
        ));
    }
    let mut session = Session::open(&[], read)?;
    session.root.view.clear();
    let rules = session.rules()?;
    let checklist = session.checklist(checklist, &rules)?;
    let options = session.options(None)?;
    let facts = session.facts()?;
    if !facts.any {
        return Ok(Exit::NothingRead);
    }
    let outcome = session.on_threads(|| judge(&facts.project, &rules, &checklist, &options));
    if let Some(notice) = facts.notices.iter().chain(&outcome.notices).find(|notice| notice.fatal) {
        return Err(Mistake::error(
            format!("the review is not whole, so no baseline is written: {}", notice.message),
            "`review` says more",
        ));
    }
    let after = Baseline::after(options.baseline.as_ref(), &outcome, grow);
    let count =
        |baseline: &Baseline| baseline.entries.iter().map(|entry| u64::from(entry.count)).sum::<u64>();
    let path = session.root.folder.join(BASELINE);
    if leads_out(&session.root.folder, BASELINE) {
        return Err(Mistake::error(
            format!("`{BASELINE}` is behind a link"),
            "nothing is written through links",
        ));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    write_whole(&path, |out| Ok(out.write_all(after.to_text().as_bytes())?))?;
    let before = options.baseline.as_ref().map_or(0, count);
    write_stdout(|out| Ok(writeln!(out, "{BASELINE}: {} known findings, {before} before", count(&after))?))?;
    Ok(Exit::Clean)
}
