//! `review [PATHS]`: the checklist, filled in.

use crate::args::{Check, Color, FailOn, Wanted};
use crate::exit::{Exit, Mistake, shown};
use crate::output::{write_stdout, write_whole};
use crate::sample::{self, Draw};
use crate::session::{Session, rule};
use crate::sources::Hashed;
use anstream::{AutoStream, ColorChoice};
use anyhow::Result;
use review_engine::{Checklist, Notice, Outcome, Severity, Sources, Standing, judge};
use review_report::{Format, Style};
use std::io::{IsTerminal, Write};

/// Reviews the project and writes the reports.
///
/// # Errors
/// When the job cannot be done at all; a review that is not whole is written and ends with [`Exit::Failed`].
pub fn run(check: &Check, wanted: &[Wanted], color: Color) -> Result<Exit> {
    let session = Session::open(&check.paths, &check.read)?;
    let rules = session.rules()?;
    for id in &check.rule {
        rule(&rules, id)?;
    }
    let checklist = if check.rule.is_empty() || check.checklist.is_some() {
        session.checklist(check.checklist.as_deref(), &rules)?
    } else {
        Checklist::default()
    };
    let mut options = session.options(check.today.as_deref())?;
    options.rules = check.rule.clone();
    if let Some(revision) = &check.changed {
        options.changed = Some(session.added_since(revision)?);
    }
    let facts = session.facts_since(options.changed.as_ref())?;
    let mut outcome = session.on_threads(|| judge(&facts.project, &rules, &checklist, &options));
    outcome.notices.splice(0..0, facts.notices);
    if let Some(count) = check.sample {
        let draw = Draw { count, seed: check.seed, of: check.sample_of };
        sample::write(&outcome, &facts.project, &rules, &draw)?;
        return Ok(if is_whole(&outcome) { Exit::Clean } else { Exit::Failed });
    }
    let sources = Hashed::new(session.root.folder.clone(), facts.hashes);
    let stderr = write_notices(&outcome, wanted);
    write_reports(check, wanted, color, &outcome, &sources)?;
    stderr?;
    if !facts.any {
        let _ = writeln!(anstream::stderr(), "error: {}", nothing_read(&session));
    }
    let fail_on = check.fail_on.or(session.config.fail_on).unwrap_or(FailOn::Warning);
    Ok(exit(&outcome, fail_on, facts.any))
}

/// Findings tell more than that nothing of a language was read: settings were.
fn exit(outcome: &Outcome, fail_on: FailOn, any: bool) -> Exit {
    if !is_whole(outcome) {
        Exit::Failed
    } else if fails(outcome, fail_on) {
        Exit::Findings
    } else if !any {
        Exit::NothingRead
    } else {
        Exit::Clean
    }
}

fn is_whole(outcome: &Outcome) -> bool {
    !outcome.notices.iter().any(|notice| notice.fatal)
}

fn fails(outcome: &Outcome, fail_on: FailOn) -> bool {
    let least = match fail_on {
        FailOn::Critical => Severity::Critical,
        FailOn::Warning => Severity::Warning,
        FailOn::Suggestion | FailOn::Ask => Severity::Suggestion,
        FailOn::Never => return false,
    };
    let found = outcome
        .findings
        .iter()
        .any(|finding| finding.standing == Standing::Stands && finding.severity >= least);
    found || (fail_on == FailOn::Ask && outcome.asks.iter().any(|ask| ask.in_view))
}

fn nothing_read(session: &Session) -> String {
    let languages = "Python, TypeScript, JavaScript, Rust, SQL or Prisma";
    format!("no file of {languages} was read in `{}`", shown(&session.root.folder.to_string_lossy()))
}

fn write_reports(
    check: &Check,
    wanted: &[Wanted],
    color: Color,
    outcome: &Outcome,
    sources: &dyn Sources,
) -> Result<()> {
    for report in wanted {
        let write = |style: Style, out: &mut dyn Write| -> Result<()> {
            Ok(review_report::write(report.format, check.profile, outcome, sources, style, out)?)
        };
        match &report.output {
            Some(path) => write_whole(path, |out| write(Style::default(), out))?,
            None => write_stdout(|out| write(style(color), out))?,
        }
        if let Some(left_out) = review_report::left_out(report.format, check.profile, outcome) {
            writeln!(anstream::stderr(), "note: {left_out}")?;
        }
    }
    if wanted.iter().all(|report| report.output.is_some()) {
        writeln!(anstream::stderr(), "{}", review_report::summary_line(outcome))?;
    }
    Ok(())
}

/// Notices go to standard error unless a report on standard output holds them for a person to read; those that
/// keep the review from being whole go there always.
fn write_notices(outcome: &Outcome, wanted: &[Wanted]) -> Result<()> {
    let printed = wanted.iter().any(|report| report.format == Format::Full && report.output.is_none());
    let mut err = anstream::stderr().lock();
    for notice in outcome.notices.iter().filter(|notice| notice.fatal || !printed) {
        writeln!(err, "{}", line(notice))?;
    }
    Ok(())
}

fn line(notice: &Notice) -> String {
    let word = if notice.fatal { "error" } else { "note" };
    match &notice.at {
        Some((path, line)) => format!("{word}: {}:{line}: {}", shown(path), shown(&notice.message)),
        None => format!("{word}: {}", shown(&notice.message)),
    }
}

/// Colour and width of text on standard output.
fn style(color: Color) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
    };
    let size = terminal_size::terminal_size().filter(|_| terminal);
    Style { color, width: size.map_or(Style::default().width, |(width, _)| usize::from(width.0)) }
}

/// Refuses flags that do not go together.
///
/// # Errors
/// When `--sample` is asked for beside a report.
pub fn verify(check: &Check) -> Result<()> {
    if check.sample.is_some() && !(check.format.is_empty() && check.output.is_empty()) {
        return Err(Mistake::error("`--sample` prints its own lines", "leave `--format` and `--output` out"));
    }
    Ok(())
}
