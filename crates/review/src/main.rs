//! A code-review checklist engine: the command.
//!
//! Everything that touches the world is in this crate: arguments, files, Git, the clock, the terminal. It holds no
//! analysis. Standard output carries the report and nothing else.

mod args;
mod cache;
mod changed;
mod commands;
mod config;
mod exit;
mod output;
mod progress;
mod read;
mod root;
mod sample;
mod session;
mod sources;
mod walk;

use anstream::ColorChoice;
use anyhow::Result;
use args::{Cli, Color, Command, RulesCommand, Wanted};
use clap::CommandFactory;
use commands::{baseline, check, checklist, explain, facts, rules, why, why_item};
use exit::Exit;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let result = args::parse().and_then(|(cli, wanted)| run(&cli, &wanted));
    match result {
        Ok(exit) => exit.into(),
        Err(error) if exit::is_broken_pipe(&error) => Exit::Clean.into(),
        Err(error) => {
            complain(&error);
            Exit::Failed.into()
        }
    }
}

fn run(cli: &Cli, wanted: &[Wanted]) -> Result<Exit> {
    match cli.color {
        Color::Auto => {}
        Color::Always => ColorChoice::Always.write_global(),
        Color::Never => ColorChoice::Never.write_global(),
    }
    let Some(command) = &cli.command else {
        check::verify(&cli.check)?;
        return check::run(&cli.check, wanted, cli.color);
    };
    match command {
        Command::Check(flags) => {
            check::verify(flags)?;
            check::run(flags, wanted, cli.color)
        }
        Command::Explain { rule, read } => explain::run(rule, read),
        Command::Rules { command: None, planned, read } => rules::list(*planned, read),
        Command::Rules { command: Some(RulesCommand::Test { rule, read }), .. } => {
            rules::test(rule.as_deref(), read)
        }
        Command::Checklist { command } => checklist::run(command),
        Command::Why { item: Some(item), checklist, read, .. } => {
            why_item::run(item, checklist.as_deref(), read)
        }
        Command::Why { place, read, .. } => why::run(place.as_deref().unwrap_or_default(), read),
        Command::Facts { kind, kinds: true, .. } => facts::document(kind),
        Command::Facts { paths, kind, format, read, .. } => facts::run(paths, kind, *format, read),
        Command::Baseline { grow, checklist, read } => baseline::run(*grow, checklist.as_deref(), read),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "review", &mut script);
            output::write_stdout(|out| Ok(out.write_all(&script)?))?;
            Ok(Exit::Clean)
        }
    }
}

/// Says on standard error what went wrong and what to do about it. When not even that can be written, the exit
/// status still tells.
fn complain(error: &anyhow::Error) {
    let mut err = anstream::stderr();
    let _ = writeln!(err, "error: {error}");
    for cause in error.chain().skip(1) {
        let _ = writeln!(err, "  because: {}", exit::shown(&cause.to_string()));
    }
    if let Some(help) = exit::help(error) {
        let _ = writeln!(err, "help: {help}");
    }
}
