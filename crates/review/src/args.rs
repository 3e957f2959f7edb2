//! The command line as it is typed. What it means together with `review.toml` is in [`crate::settings`].
//!
//! One decision that is not obvious: `--format` and `--output` repeat and belong together by their order, so that
//! one run writes several reports; clap's derive forgets the order, so it is read from the matches.

use crate::exit::Mistake;
use anyhow::Result;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use review_report::{Format, Profile};
use std::path::PathBuf;

/// A code-review checklist engine: a checklist goes in, comes out filled in with evidence.
///
/// Exit status: 0 clean, 1 findings at or above --fail-on, 2 the job could not be done, 3 no file of a supported
/// language was read.
#[derive(Debug, Parser)]
#[command(name = "review", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub check: Check,
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// What is to be done; a check when nothing is said.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Fill in the checklist (the command when none is named).
    Check(Check),
    /// Print a rule's document: what it says, why, how to fix it, what a pass does not say.
    Explain {
        /// The rule's id.
        rule: String,
        #[command(flatten)]
        read: Read,
    },
    /// List the rules, or run their examples.
    #[command(args_conflicts_with_subcommands = true)]
    Rules {
        #[command(subcommand)]
        command: Option<RulesCommand>,
        /// Also list rules that are only documents so far.
        #[arg(long)]
        planned: bool,
        #[command(flatten)]
        read: Read,
    },
    /// List the checklists, or print one.
    Checklist {
        #[command(subcommand)]
        command: ChecklistCommand,
    },
    /// Print what was read on a line, which rules looked at it, and what each answered; or why an item of the checklist
    /// got its verdict.
    Why {
        /// The place: `app/users.py:12`.
        #[arg(value_name = "FILE:LINE", required_unless_present = "item")]
        place: Option<String>,
        /// The item instead: its number, or a part of its text.
        #[arg(long, value_name = "N|TEXT", conflicts_with = "place")]
        item: Option<String>,
        /// The checklist that the item stands in: a name (`review checklist list`), or a Markdown file.
        #[arg(long, value_name = "NAME|FILE", requires = "item")]
        checklist: Option<String>,
        #[command(flatten)]
        read: Read,
    },
    /// Print what was read: every fact with all its fields.
    Facts {
        /// Files and folders whose facts are printed; all when none is given.
        paths: Vec<PathBuf>,
        /// Only facts of this kind; may be repeated.
        #[arg(long, value_name = "KIND")]
        kind: Vec<String>,
        /// Document the kinds and their fields instead.
        #[arg(long)]
        kinds: bool,
        /// How to print them.
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: FactsFormat,
        #[command(flatten)]
        read: Read,
    },
    /// Write the findings that stand to `.review/baseline.toml`, so that only new ones count. It only shrinks.
    Baseline {
        /// Also take in findings that are not in it yet.
        #[arg(long)]
        grow: bool,
        /// The checklist whose rules run: a name, or a Markdown file.
        #[arg(long, value_name = "NAME|FILE")]
        checklist: Option<String>,
        #[command(flatten)]
        read: Read,
    },
    /// Print a script that completes this command line in a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// What `review rules` does beside listing.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// Run the examples of a rule's document, of all rules when none is named.
    Test {
        /// The rule's id.
        rule: Option<String>,
        #[command(flatten)]
        read: Read,
    },
}

/// What `review checklist` does.
#[derive(Debug, Subcommand)]
pub enum ChecklistCommand {
    /// List the built-in checklists.
    List,
    /// Print a checklist as it is written.
    Show {
        /// Its name, or a Markdown file.
        name: String,
        #[command(flatten)]
        read: Read,
    },
}

/// Flags of a check.
#[derive(Debug, Default, Args)]
pub struct Check {
    /// Files and folders to report on; all when none is given. Facts always come from the whole project.
    pub paths: Vec<PathBuf>,
    /// The checklist: a name (`review checklist list`), or a Markdown file.
    #[arg(long, value_name = "NAME|FILE")]
    pub checklist: Option<String>,
    /// Run only this rule, bound by the checklist or not; may be repeated.
    #[arg(long, value_name = "ID")]
    pub rule: Vec<String>,
    /// Report only findings on lines added since this Git revision.
    #[arg(long, value_name = "REV")]
    pub changed: Option<String>,
    /// What makes the exit status 1.
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,
    /// A report to write; may be repeated. `full` when none is given.
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub format: Vec<Format>,
    /// The file of the --format before it; standard output without one.
    #[arg(long, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// What SARIF holds.
    #[arg(long, value_name = "PROFILE", default_value = Profile::default().name(), value_parser = profiles())]
    pub profile: Profile,
    /// Print this many subjects of each rule instead, drawn at random, to be read by a person.
    #[arg(long, value_name = "N")]
    pub sample: Option<usize>,
    /// The start of the draw: the same seed draws the same subjects.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "sample")]
    pub seed: u64,
    /// Which subjects are drawn.
    #[arg(long, value_name = "WHICH", default_value = "failed", requires = "sample")]
    pub sample_of: SampleOf,
    /// Today, for the end dates of suppressions.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<String>,
    #[command(flatten)]
    pub read: Read,
}

/// Flags of every command that reads a project.
#[derive(Clone, Debug, Default, Args)]
pub struct Read {
    /// Read only files that match this glob; may be repeated.
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Do not read files that match this glob; may be repeated.
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// The configuration file; its folder is the project's root.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Read every file anew.
    #[arg(long)]
    pub no_cache: bool,
    /// How many threads work; as many as there are processors when not given.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    Always,
    Never,
}

/// What makes the exit status 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A critical finding.
    Critical,
    /// A warning or worse.
    Warning,
    /// Any finding.
    Suggestion,
    /// Any finding, and a subject that could not be decided.
    Ask,
    /// Nothing.
    Never,
}

/// How facts are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FactsFormat {
    /// For people. Of `--kind column` alone it is the map of sensitive data, of `--kind route` what each writes and
    /// whether it leaves an audit record.
    Table,
    /// One JSON object per line.
    Json,
    /// Tab-separated, with a heading per kind.
    Tsv,
}

/// Which subjects are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SampleOf {
    #[default]
    Failed,
    Passed,
    Asked,
}

/// A report and where it goes; no path for standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub format: Format,
    pub output: Option<PathBuf>,
}

/// Reads the command line. Help, version and misuse end the process as clap does it (0, 0, 2).
///
/// # Errors
/// When `--format` and `--output` do not go together.
pub fn parse() -> Result<(Cli, Vec<Wanted>)> {
    let matches = Cli::command().get_matches();
    read(&matches)
}

fn read(matches: &ArgMatches) -> Result<(Cli, Vec<Wanted>)> {
    let cli = Cli::from_arg_matches(matches).unwrap_or_else(|error| error.exit());
    let wanted = match (&cli.command, matches.subcommand()) {
        (None, _) => wanted(&cli.check, matches)?,
        (Some(Command::Check(check)), Some((_, matches))) => wanted(check, matches)?,
        _ => Vec::new(),
    };
    Ok((cli, wanted))
}

/// Pairs each `--output` with the `--format` before it.
fn wanted(check: &Check, matches: &ArgMatches) -> Result<Vec<Wanted>> {
    let formats = matches.indices_of("format").unwrap_or_default();
    let outputs = matches.indices_of("output").unwrap_or_default();
    let mut typed: Vec<(usize, Result<Format, &PathBuf>)> =
        formats.zip(check.format.iter().map(|format| Ok(*format))).collect();
    typed.extend(outputs.zip(check.output.iter().map(Err)));
    typed.sort_by_key(|(index, _)| *index);
    let mut wanted: Vec<Wanted> = Vec::new();
    for (_, word) in typed {
        match (word, wanted.last_mut()) {
            (Ok(format), _) => wanted.push(Wanted { format, output: None }),
            (Err(path), Some(last)) if last.output.is_none() => last.output = Some(path.clone()),
            (Err(path), _) => {
                let path = crate::exit::shown(&path.to_string_lossy());
                return Err(Mistake::error(
                    format!("`--output {path}` has no `--format` of its own before it"),
                    format!("write for instance `--format sarif --output {path}`"),
                ));
            }
        }
    }
    if wanted.is_empty() {
        wanted.push(Wanted { format: Format::Full, output: None });
    }
    let to_stdout = wanted.iter().filter(|wanted| wanted.output.is_none()).count();
    if to_stdout > 1 {
        return Err(Mistake::error(
            "two reports cannot both go to standard output",
            "give all but one a file: `--format sarif --output review.sarif --format full`",
        ));
    }
    Ok(wanted)
}

/// The words of `--format`, from the one list of formats.
fn formats() -> impl TypedValueParser<Value = Format> {
    let words = Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(words).map(|word| Format::from_name(&word).unwrap_or(Format::Full))
}

/// The words of `--profile`.
fn profiles() -> impl TypedValueParser<Value = Profile> {
    let words = Profile::ALL.map(|profile| PossibleValue::new(profile.name()).help(profile.about()));
    PossibleValuesParser::new(words).map(|word| Profile::from_name(&word).unwrap_or_default())
}

/// The names of the commands.
pub fn command_names() -> Vec<String> {
    Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Result<Vec<Wanted>> {
        let matches = Cli::command().try_get_matches_from(line.split(' ')).unwrap();
        Ok(read(&matches)?.1)
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn each_output_belongs_to_the_format_before_it() {
        let both = typed("review --format sarif --output a.sarif --format concise src").unwrap();
        assert_eq!(
            both,
            [
                Wanted { format: Format::Sarif, output: Some("a.sarif".into()) },
                Wanted { format: Format::Concise, output: None },
            ]
        );
        let swapped = typed("review check --format concise --format sarif --output a.sarif").unwrap();
        assert_eq!(swapped[0].output, None);
        assert_eq!(swapped[1].output, Some("a.sarif".into()));
        assert_eq!(typed("review").unwrap(), [Wanted { format: Format::Full, output: None }]);
    }

    #[test]
    fn a_pair_that_does_not_go_together_is_refused() {
        assert!(typed("review --output a.txt").is_err());
        assert!(typed("review --output a.txt --format full").is_err());
        assert!(typed("review --format full --format json").is_err());
        assert!(typed("review --format full --output a --output b").is_err());
    }

    #[test]
    fn a_path_is_a_check_and_a_command_is_a_command() {
        let (cli, _) = read(&Cli::command().try_get_matches_from(["review", "src"]).unwrap()).unwrap();
        assert!(cli.command.is_none() && cli.check.paths.len() == 1);
        let (cli, _) =
            read(&Cli::command().try_get_matches_from(["review", "rules", "--planned"]).unwrap()).unwrap();
        assert!(matches!(cli.command, Some(Command::Rules { planned: true, .. })));
    }
}
