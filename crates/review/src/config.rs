//! `review.toml`: what a team says about its project. `review.example.toml` at the root of this repository
//! is its documentation.
//!
//! It is read by hand from the table with positions, not derived: a mistake names line and column, what was
//! expected and the nearest right name, and an entry that matched nothing can be pointed at later.

mod table;

use crate::args::FailOn;
use crate::exit::{Mistake, shown};
use crate::read::Limits;
use anyhow::{Context, Result};
use clap::ValueEnum;
use review_facts::{FileClass, Word};
use std::fs;
use std::path::Path;
use table::Table;

/// What `review.toml` says.
#[derive(Debug, Default)]
pub struct Config {
    /// The file as messages name it: from the root where it lies below.
    pub path: String,
    /// The checklist: a built-in name, or a file from the root.
    pub checklist: Option<Entry>,
    /// What makes the exit status 1.
    pub fail_on: Option<FailOn>,
    /// What is read.
    pub include: Vec<Entry>,
    /// What is not read.
    pub exclude: Vec<Entry>,
    /// How large a file may be.
    pub limits: Limits,
    /// Words of the team.
    pub words: Words,
    /// Classes of data that have to be encrypted beside those that have to be anyway.
    pub sensitive_classes: Vec<String>,
    /// Files of a class, by glob.
    pub classes: Vec<(FileClass, Vec<Entry>)>,
}

/// Words of a team, beside those that come with the binary.
#[derive(Debug, Default)]
pub struct Words {
    pub contact: Vec<Entry>,
    pub sensitive: Vec<Entry>,
    pub credential: Vec<Entry>,
    pub not_sensitive: Vec<Entry>,
    pub maskers: Vec<Entry>,
    pub loggers: Vec<Entry>,
}

/// A text of the file and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub text: String,
    /// From 1.
    pub line: u32,
}

/// The texts alone.
pub fn texts(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| entry.text.clone()).collect()
}

/// What a team can choose: all contact data, or a part of it. Passwords and tokens are hashed, not encrypted.
const CLASSES: &[&str] = &["contact", "email", "name", "network"];

/// Largest `review.toml` in bytes; nobody writes a larger one by hand.
const LARGEST: u64 = 1 << 20;

/// Reads the configuration of a project: the file named on the command line, else `review.toml` in the
/// root, else nothing is configured.
///
/// # Errors
/// When the named file is missing, or a file says something that is not known.
pub fn load(root: &Path, named: Option<&Path>) -> Result<Config> {
    let default = root.join(crate::root::CONFIG);
    let (file, path) = match named {
        Some(named) => (named, named.to_string_lossy().into_owned()),
        None if !fs::symlink_metadata(&default).is_ok_and(|at| at.is_file()) => return Ok(Config::default()),
        None => (default.as_path(), crate::root::CONFIG.to_owned()),
    };
    let unreadable = || format!("cannot read `{}`", shown(&path));
    if fs::metadata(file).with_context(unreadable)?.len() > LARGEST {
        return Err(Mistake::error(
            format!("`{}` is larger than 1 MiB", shown(&path)),
            "is it the right file?",
        ));
    }
    let text = fs::read_to_string(file).with_context(unreadable)?;
    parse(&path, &text)
}

/// Reads the text of a configuration; `path` is for messages.
///
/// # Errors
/// When it says something that is not known.
pub fn parse(path: &str, text: &str) -> Result<Config> {
    let mut top = Table::parse(path, text)?;
    let mut config = Config { path: path.to_owned(), ..Config::default() };
    config.checklist = top.text("checklist")?;
    config.fail_on =
        top.word("fail-on", &fail_on_words())?.and_then(|word| FailOn::from_str(&word, false).ok());
    config.include = top.globs("include")?;
    config.exclude = top.globs("exclude")?;
    if let Some(mut limits) = top.table("limits")? {
        for (key, limit) in [
            ("code-kib", &mut config.limits.code),
            ("sql-kib", &mut config.limits.sql),
            ("config-kib", &mut config.limits.config),
        ] {
            // Offsets are 32 bits wide; a gibibyte is far from them and from any source file.
            if let Some(kib) = limits.number(key, 1..=1 << 20)? {
                *limit = kib << 10;
            }
        }
        limits.end()?;
    }
    if let Some(mut words) = top.table("vocabulary")? {
        config.words = Words {
            contact: words.texts("contact")?,
            sensitive: words.texts("sensitive")?,
            credential: words.texts("credential")?,
            not_sensitive: words.texts("not-sensitive")?,
            maskers: words.texts("maskers")?,
            loggers: words.texts("loggers")?,
        };
        words.end()?;
    }
    if let Some(mut sensitive) = top.table("sensitive")? {
        config.sensitive_classes = sensitive.words("classes", CLASSES)?;
        sensitive.end()?;
    }
    if let Some(mut files) = top.table("files")? {
        for class in FileClass::ALL {
            let globs = files.globs(class.word())?;
            if !globs.is_empty() {
                config.classes.push((*class, globs));
            }
        }
        files.end()?;
    }
    top.end()?;
    Ok(config)
}

fn fail_on_words() -> Vec<String> {
    FailOn::value_variants()
        .iter()
        .filter_map(|level| Some(level.to_possible_value()?.get_name().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> String {
        let error = parse("review.toml", text).unwrap_err();
        format!("{error} | {}", crate::exit::help(&error).unwrap_or_default())
    }

    #[test]
    fn mistakes_are_placed_and_the_nearest_name_is_offered() {
        assert_eq!(
            mistake("# team\nchekclist = \"backend\"\n"),
            "review.toml:2:1: unknown key `chekclist` | did you mean `checklist`?"
        );
        assert_eq!(
            mistake("[vocabulary]\nmasker = [\"hide\"]\n"),
            "review.toml:2:1: unknown key `masker` in `vocabulary` | did you mean `maskers`?"
        );
        assert_eq!(
            mistake("include = \"src\"\n"),
            "review.toml:1:11: `include` is a string, expected a list of strings | write `include = [\"…\"]`"
        );
        assert_eq!(
            mistake("fail-on = \"warnings\"\n"),
            "review.toml:1:11: `fail-on` is `warnings`, expected one of `critical`, `warning`, `suggestion`, `ask`, `never` | did you mean `warning`?"
        );
        assert_eq!(
            mistake("[limits]\ncode-kib = 0\n"),
            "review.toml:2:12: `code-kib` is 0, expected a number from 1 to 1048576 | "
        );
        assert_eq!(
            mistake("exclude = [\"a\", 1]\n"),
            "review.toml:1:17: an entry of `exclude` is an integer, expected a string | "
        );
        assert_eq!(
            mistake("[sensitive]\nclasses = [\"emails\"]\n"),
            "review.toml:2:12: an entry of `classes` is `emails`, expected one of `contact`, `email`, `name`, `network` | did you mean `email`?"
        );
        assert!(mistake("exclude = [\"a[\"]\n").starts_with("review.toml:1:12: `a[` is no glob: "));
        assert!(mistake("a = \n").starts_with("review.toml:1:"));
        assert!(mistake("[files]\ntests = [\"qa/**\"]\n").contains("did you mean `test`?"));
    }

    #[test]
    fn every_line_of_the_example_is_understood() {
        let example = include_str!("../../../review.example.toml");
        let plain: String = example
            .lines()
            .filter(|line| !line.starts_with("# "))
            .map(|line| line.strip_prefix('#').unwrap_or(line).to_owned() + "\n")
            .collect();
        let config = parse("review.example.toml", &plain).unwrap_or_else(|error| panic!("{error}\n{plain}"));
        assert!(config.checklist.is_some() && config.fail_on.is_some());
        assert_ne!(
            config.limits,
            Limits::default(),
            "the example shows limits that differ from the built-in ones"
        );
        let words = &config.words;
        let lists = [
            &config.include,
            &config.exclude,
            &words.contact,
            &words.sensitive,
            &words.credential,
            &words.not_sensitive,
            &words.maskers,
            &words.loggers,
        ];
        assert!(lists.iter().all(|list| !list.is_empty()), "the example leaves a key out");
        assert!(!config.sensitive_classes.is_empty(), "the example leaves `sensitive.classes` out");
        assert_eq!(config.classes.len(), FileClass::ALL.len());
        // As it is shipped, every setting is commented out and says the same as no file.
        assert!(parse("review.example.toml", example).unwrap().checklist.is_none());
    }
}
