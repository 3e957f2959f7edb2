//! A TOML table that is asked for what is known and refuses what is left over.

use super::Entry;
use crate::exit::{Mistake, nearest, shown};
use anyhow::Result;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One table of a file, with the keys it was asked for.
pub struct Table<'a> {
    file: File<'a>,
    name: String,
    entries: Vec<(Spanned<String>, Spanned<DeValue<'a>>)>,
    known: Vec<String>,
}

#[derive(Clone, Copy)]
struct File<'a> {
    path: &'a str,
    text: &'a str,
}

impl File<'_> {
    /// Line and column in characters, both from 1.
    fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    fn mistake(&self, at: Range<usize>, message: impl AsRef<str>, help: impl Into<String>) -> anyhow::Error {
        let (line, column) = self.position(at.start);
        Mistake::error(format!("{}:{line}:{column}: {}", shown(self.path), message.as_ref()), help)
    }
}

impl<'a> Table<'a> {
    /// Reads a file; `path` is for messages.
    ///
    /// # Errors
    /// When it is no TOML.
    pub fn parse(path: &'a str, text: &'a str) -> Result<Table<'a>> {
        let file = File { path, text };
        let table = DeTable::parse(text)
            .map_err(|error| file.mistake(error.span().unwrap_or(0..0), error.message(), ""))?;
        Ok(Table::of(file, String::new(), table.into_inner()))
    }

    fn of(file: File<'a>, name: String, table: DeTable<'a>) -> Table<'a> {
        let entries = table
            .into_iter()
            .map(|(key, value)| (Spanned::new(key.span(), key.into_inner().into_owned()), value))
            .collect();
        Table { file, name, entries, known: Vec::new() }
    }

    fn take(&mut self, key: &str) -> Option<Spanned<DeValue<'a>>> {
        self.known.push(key.to_owned());
        let index = self.entries.iter().position(|(name, _)| name.get_ref() == key)?;
        Some(self.entries.remove(index).1)
    }

    fn expected(&self, key: &str, value: &Spanned<DeValue<'_>>, what: &str, help: &str) -> anyhow::Error {
        let message = format!("`{key}` is {}, expected {what}", type_word(value.get_ref()));
        self.file.mistake(value.span(), message, help)
    }

    fn entry(&self, value: &Spanned<DeValue<'_>>, text: &str) -> Entry {
        Entry { text: text.to_owned(), line: self.file.position(value.span().start).0 as u32 }
    }

    /// A string.
    pub fn text(&mut self, key: &str) -> Result<Option<Entry>> {
        let Some(value) = self.take(key) else { return Ok(None) };
        match value.get_ref().as_str() {
            Some(text) => Ok(Some(self.entry(&value, text))),
            None => Err(self.expected(key, &value, "a string", "")),
        }
    }

    /// One of some words.
    pub fn word(&mut self, key: &str, words: &[String]) -> Result<Option<String>> {
        let Some(value) = self.take(key) else { return Ok(None) };
        let all = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let Some(text) = value.get_ref().as_str() else {
            return Err(self.expected(key, &value, &format!("one of {all}"), ""));
        };
        if words.iter().any(|word| word == text) {
            return Ok(Some(text.to_owned()));
        }
        let message = format!("`{key}` is `{}`, expected one of {all}", shown(text));
        Err(self.file.mistake(value.span(), message, did_you_mean(text, words)))
    }

    /// A whole number within a range.
    pub fn number(&mut self, key: &str, range: RangeInclusive<u64>) -> Result<Option<u64>> {
        let Some(value) = self.take(key) else { return Ok(None) };
        let what = format!("a number from {} to {}", range.start(), range.end());
        let Some(number) = value.get_ref().as_integer() else {
            return Err(self.expected(key, &value, &what, ""));
        };
        match u64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => {
                let message = format!("`{key}` is {}, expected {what}", number.as_str());
                Err(self.file.mistake(value.span(), message, ""))
            }
        }
    }

    /// A list of strings.
    pub fn texts(&mut self, key: &str) -> Result<Vec<Entry>> {
        Ok(self.spanned_texts(key)?.into_iter().map(|(entry, _)| entry).collect())
    }

    /// A list of some words.
    pub fn words(&mut self, key: &str, words: &[&str]) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for (entry, span) in self.spanned_texts(key)? {
            if !words.contains(&entry.text.as_str()) {
                let known: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
                let all = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
                let message =
                    format!("an entry of `{key}` is `{}`, expected one of {all}", shown(&entry.text));
                return Err(self.file.mistake(span, message, did_you_mean(&entry.text, &known)));
            }
            found.push(entry.text);
        }
        Ok(found)
    }

    /// A list of globs.
    pub fn globs(&mut self, key: &str) -> Result<Vec<Entry>> {
        let entries = self.spanned_texts(key)?;
        for (entry, span) in &entries {
            if let Err(error) = crate::walk::Globs::compile(std::slice::from_ref(&entry.text)) {
                let message = format!("`{}` is no glob: {}", shown(&entry.text), error.kind());
                return Err(self.file.mistake(span.clone(), message, ""));
            }
        }
        Ok(entries.into_iter().map(|(entry, _)| entry).collect())
    }

    fn spanned_texts(&mut self, key: &str) -> Result<Vec<(Entry, Range<usize>)>> {
        let Some(value) = self.take(key) else { return Ok(Vec::new()) };
        let Some(list) = value.get_ref().as_array() else {
            return Err(self.expected(key, &value, "a list of strings", &format!("write `{key} = [\"…\"]`")));
        };
        let mut texts = Vec::new();
        for item in list {
            let Some(text) = item.get_ref().as_str() else {
                let is = type_word(item.get_ref());
                let message = format!("an entry of `{key}` is {is}, expected a string");
                return Err(self.file.mistake(item.span(), message, ""));
            };
            texts.push((self.entry(item, text), item.span()));
        }
        Ok(texts)
    }

    /// A table within this one; it must be ended as well.
    pub fn table(&mut self, key: &str) -> Result<Option<Table<'a>>> {
        let Some(value) = self.take(key) else { return Ok(None) };
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Ok(Some(Table::of(self.file, key.to_owned(), table))),
            other => {
                Err(self.expected(key, &Spanned::new(span, other), "a table", &format!("write `[{key}]`")))
            }
        }
    }

    /// Refuses what was not asked for.
    ///
    /// # Errors
    /// At the first unknown key of the file.
    pub fn end(self) -> Result<()> {
        let Some((key, _)) = self.entries.iter().min_by_key(|(key, _)| key.span().start) else {
            return Ok(());
        };
        let within = if self.name.is_empty() { String::new() } else { format!(" in `{}`", self.name) };
        let message = format!("unknown key `{}`{within}", shown(key.get_ref()));
        Err(self.file.mistake(key.span(), message, did_you_mean(key.get_ref(), &self.known)))
    }
}

fn did_you_mean(text: &str, known: &[String]) -> String {
    match nearest(text, known.iter().map(String::as_str)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => {
            format!("known: {}", known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
        }
    }
}

fn type_word(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
