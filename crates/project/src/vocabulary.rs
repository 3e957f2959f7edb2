//! Words with a meaning: names of delicate data, and of functions that make a value safe to show.
//!
//! The built-in words stand in `rules/vocabulary/*.toml`, each group beside its source; a team adds its own
//! in `review.toml`.

use review_facts::{Category, Sensitivity, Word};
use serde::Deserialize;
use std::collections::HashMap;

/// What a name says about the value it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delicacy {
    /// E-mail, phone, names.
    Contact,
    /// Government ids, bank, card, health, biometrics, birth date.
    Sensitive,
    /// Passwords, tokens, keys.
    Credential,
}

/// What the vocabulary says about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The class of the data.
    pub delicacy: Delicacy,
    /// What exactly the name says.
    pub category: Category,
    /// The name has a harmless second meaning: it is asked about, not judged.
    pub weak: bool,
}

/// The words of a project: the built-in ones and the team's.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    names: HashMap<String, Meaning>,
    longest: usize,
    about: Vec<String>,
    things: Vec<String>,
    maskers: Vec<String>,
    /// Receivers the team logs with, as written: `audit.out`.
    loggers: Vec<String>,
    /// Names the team declares harmless, normalised.
    harmless: Vec<String>,
    /// Classes and categories that the team wants guarded beside those that are anyway, by their words.
    chosen: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SensitiveFile {
    names: Vec<NameGroup>,
    about: AboutGroup,
    things: WordGroup,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameGroup {
    class: Delicacy,
    category: String,
    #[serde(default)]
    weak: bool,
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AboutGroup {
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    first: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MaskerFile {
    maskers: Vec<WordGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordGroup {
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    words: Vec<String>,
}

const SENSITIVE: &str = include_str!("../../../rules/vocabulary/sensitive.toml");
const MASKERS: &str = include_str!("../../../rules/vocabulary/maskers.toml");

impl Default for Vocabulary {
    /// The built-in words.
    fn default() -> Self {
        let mut vocabulary = Vocabulary {
            names: HashMap::new(),
            longest: 1,
            about: Vec::new(),
            things: Vec::new(),
            maskers: Vec::new(),
            loggers: Vec::new(),
            harmless: Vec::new(),
            chosen: Vec::new(),
        };
        // A test reads both files; a build with a broken one has no words, and that test is red.
        if let Ok(file) = toml::from_str::<SensitiveFile>(SENSITIVE) {
            for group in file.names {
                let category =
                    Category::ALL.iter().copied().find(|category| category.word() == group.category);
                let category = category.unwrap_or_default();
                let meaning = Meaning { delicacy: group.class, category, weak: group.weak };
                group.names.iter().for_each(|name| vocabulary.add(name, meaning));
            }
            vocabulary.about = file.about.first;
            vocabulary.things = file.things.words;
        }
        if let Ok(file) = toml::from_str::<MaskerFile>(MASKERS) {
            vocabulary.maskers = file.maskers.into_iter().flat_map(|group| group.words).collect();
        }
        vocabulary
    }
}

impl Vocabulary {
    /// Adds a name of delicate data, in any spelling: `kraPin`, `kra_pin`.
    pub fn add_name(&mut self, name: &str, delicacy: Delicacy) {
        self.add(name, Meaning { delicacy, category: Category::Added, weak: false });
    }

    /// Declares a name harmless, in any spelling.
    pub fn add_harmless(&mut self, name: &str) {
        self.harmless.push(words_of(name).join("_"));
    }

    /// Chooses a class or category by its word: `contact`, `email`.
    pub fn choose(&mut self, class: &str) {
        self.chosen.push(class.to_owned());
    }

    /// True when the team chose the class or the category.
    pub(crate) fn is_chosen(&self, class: Sensitivity, category: Category) -> bool {
        self.chosen.iter().any(|chosen| chosen == class.word() || chosen == category.word())
    }

    /// Adds a function that makes its argument safe to show, in any spelling.
    pub fn add_masker(&mut self, name: &str) {
        self.maskers.push(words_of(name).join("_"));
    }

    /// Adds a receiver that logs: `audit.out`.
    pub fn add_logger(&mut self, receiver: &str) {
        self.loggers.push(receiver.to_owned());
    }

    /// True when the receiver is one the team logs with.
    pub fn is_logger(&self, receiver: &str) -> bool {
        self.loggers.iter().any(|logger| logger == receiver)
    }

    fn add(&mut self, name: &str, meaning: Meaning) {
        let words = words_of(name);
        self.longest = self.longest.max(words.len());
        self.names.insert(words.join("_"), meaning);
    }

    /// What the name of a variable, field or key says about its value; none when it says nothing delicate. The
    /// last words decide, the longest known run of them first.
    pub fn meaning(&self, name: &str) -> Option<Meaning> {
        let mut words = words_of(name);
        // `password2` and `token_1` are numbered.
        if let Some(last) = words.last_mut() {
            last.truncate(last.trim_end_matches(|c: char| c.is_ascii_digit()).len());
        }
        words.pop_if(|last| last.is_empty());
        let first = words.first()?;
        if self.harmless.contains(&words.join("_")) {
            return None;
        }
        if words.len() > 1 && self.about.contains(first) {
            return None;
        }
        (1..=self.longest.min(words.len()))
            .rev()
            .find_map(|count| self.names.get(&words[words.len() - count..].join("_")).copied())
    }

    /// True when the name is that of a secret: a credential by its last words. Weak words count, because the
    /// value has to look like a secret as well.
    pub fn names_secret(&self, name: &str) -> bool {
        self.meaning(name).is_some_and(|meaning| meaning.delicacy == Delicacy::Credential)
    }

    /// True when the rows of a table or model of this name are places or settings, not persons.
    pub(crate) fn names_things(&self, table: &str) -> bool {
        let mut words = words_of(table);
        // The address of a branch is that of a place.
        if words.len() > 1 {
            words.pop_if(|last| matches!(last.as_str(), "address" | "addresses"));
        }
        words.last().is_some_and(|last| {
            let one = match last.strip_suffix("ies") {
                Some(stem) => format!("{stem}y"),
                None => last.clone(),
            };
            let one = [one.as_str(), one.trim_end_matches('s'), one.strip_suffix("es").unwrap_or(&one)];
            self.things.iter().any(|thing| one.contains(&thing.as_str()))
        })
    }

    /// True when a function of this name makes its argument safe to show.
    pub fn masks(&self, function: &str) -> bool {
        let words = words_of(function);
        let whole = words.join("_");
        self.maskers.iter().any(|masker| *masker == whole || words.contains(masker))
    }
}

/// The words of a name in lower case: split at everything that is no letter or digit, and at capitals
/// (`userAPIKey` is `user`, `api`, `key`). Names above 200 bytes have none.
pub(crate) fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    if name.len() > 200 {
        return words;
    }
    let letters: Vec<char> = name.chars().collect();
    let mut word = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(index + 1);
        let new_word = letter.is_uppercase()
            && (before.is_some_and(|before| before.is_lowercase() || before.is_ascii_digit())
                || (before.is_some_and(char::is_uppercase)
                    && after.is_some_and(|after| after.is_lowercase())));
        if (new_word || !letter.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_files_are_read() {
        toml::from_str::<SensitiveFile>(SENSITIVE).unwrap();
        toml::from_str::<MaskerFile>(MASKERS).unwrap();
    }

    #[test]
    fn every_group_has_a_source_and_no_name_stands_twice() {
        let file: SensitiveFile = toml::from_str(SENSITIVE).unwrap();
        let mut seen = std::collections::HashSet::new();
        for group in &file.names {
            assert!(!group.source.trim().is_empty());
            for name in &group.names {
                assert!(seen.insert(name.clone()), "{name} stands twice");
                assert_eq!(words_of(name).join("_"), *name, "{name} is not in plain form");
            }
        }
    }

    #[test]
    fn capitals_and_underscores_split() {
        assert_eq!(words_of("userAPIKey"), ["user", "api", "key"]);
        assert_eq!(words_of("OTPSecret"), ["otp", "secret"]);
        assert_eq!(words_of("kra_pin"), ["kra", "pin"]);
        assert_eq!(words_of("X-Api-Key"), ["x", "api", "key"]);
        assert_eq!(words_of("sha256Sum"), ["sha256", "sum"]);
    }

    #[test]
    fn the_last_words_decide() {
        let vocabulary = Vocabulary::default();
        let delicacy = |name: &str| vocabulary.meaning(name).map(|meaning| meaning.delicacy);
        assert_eq!(delicacy("user_password"), Some(Delicacy::Credential));
        assert_eq!(delicacy("userPassword"), Some(Delicacy::Credential));
        assert_eq!(delicacy("customer_national_id"), Some(Delicacy::Sensitive));
        assert_eq!(delicacy("contactEmail"), Some(Delicacy::Contact));
        assert_eq!(delicacy("password2"), Some(Delicacy::Credential));
        assert_eq!(delicacy("api_key_1"), Some(Delicacy::Credential));
        for harmless in [
            "password_hash",
            "token_id",
            "token_count",
            "email_verified",
            "has_password",
            "passwordResetUrl",
            "phone_number_id",
            "is_email_valid",
            "next_page_token",
            "max_tokens",
            "public_key",
            "keyword",
            "secret_name",
            "hashed_password",
            "token_type",
        ] {
            assert_eq!(delicacy(harmless), None, "{harmless}");
        }
    }

    #[test]
    fn places_and_settings_are_no_persons() {
        let vocabulary = Vocabulary::default();
        for table in [
            "stock_location_address",
            "rooms",
            "MeetingRoom",
            "branches",
            "facilities",
            "app_settings",
            "libraries",
        ] {
            assert!(vocabulary.names_things(table), "{table}");
        }
        for table in [
            "address",
            "customer_addresses",
            "users",
            "room_guests",
            "storekeepers",
            "branch_managers",
            "",
            "s",
        ] {
            assert!(!vocabulary.names_things(table), "{table}");
        }
    }

    #[test]
    fn a_word_with_two_meanings_is_weak() {
        let meaning = Vocabulary::default().meaning("token").unwrap();
        assert!(meaning.weak);
        assert!(!Vocabulary::default().meaning("access_token").unwrap().weak);
    }

    #[test]
    fn a_team_adds_and_takes_away() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add_name("memberNumber", Delicacy::Sensitive);
        vocabulary.add_harmless("demo_password");
        vocabulary.add_masker("lastFour");
        assert_eq!(vocabulary.meaning("member_number").unwrap().delicacy, Delicacy::Sensitive);
        assert_eq!(vocabulary.meaning("demoPassword"), None);
        assert!(vocabulary.masks("last_four"));
        assert!(vocabulary.masks("maskEmail"));
        assert!(!vocabulary.masks("hashmap"));
    }
}
