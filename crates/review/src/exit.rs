//! How a run ends: the four exit statuses, and mistakes of the user with what to do about them.

/// Text from outside (a path, a word of a file) on one line, with what does not show spelled out.
pub use review_report::escape::one_line as shown;

use std::fmt;
use std::io;
use std::process::ExitCode;

/// How a run that was not cut short ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// The job could not be done, wholly or in part.
    Failed,
    /// No file of a supported language was read.
    NothingRead,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
            Exit::NothingRead => 3,
        })
    }
}

/// A mistake that the user can put right.
#[derive(Debug)]
pub struct Mistake {
    message: String,
    help: String,
}

impl Mistake {
    /// What is wrong (one line, lower case first), and what to do about it.
    pub fn error(message: impl Into<String>, help: impl Into<String>) -> anyhow::Error {
        anyhow::Error::new(Mistake { message: message.into(), help: help.into() })
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

/// The help line of an error, when it has one.
pub fn help(error: &anyhow::Error) -> Option<&str> {
    error.downcast_ref::<Mistake>().map(|mistake| mistake.help.as_str()).filter(|help| !help.is_empty())
}

/// True when the reader of our output went away, which is its right: `review | head`.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// The nearest of some names, near enough to be what was meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().min(name.len()) / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_offered_and_a_far_one_is_not() {
        let names = ["checklist", "exclude", "include"];
        assert_eq!(nearest("chekclist", names), Some("checklist"));
        assert_eq!(nearest("inlcude", names), Some("include"));
        assert_eq!(nearest("colour", names), None);
    }
}
