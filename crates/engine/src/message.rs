//! Messages: text with values of the subject in it, `{{ func.name }}`, and choices, `{% if … %}`.
//!
//! Of the template language only values, `if` and `join` are let in: a message is made for every finding, from
//! source that may be hostile, and must stay short work.

use minijinja::{Environment, UndefinedBehavior, Value as Inserted};
use review_facts::{FieldDoc, HEAD_FIELDS, Kind, Type, Value};
use review_project::{Project, Subject, field_index};
use std::collections::BTreeMap;

use crate::nearest::hint;

/// Longest message in characters; what is longer is cut.
const LONGEST: usize = 400;

/// Checks the text of a message over the fields of `kind`.
///
/// # Errors
/// What is wrong, in words.
pub(crate) fn check(text: &str, kind: Kind) -> Result<(), String> {
    if text.len() > 2_000 {
        return Err("a message may be 2,000 bytes long".to_owned());
    }
    only_simple(text)?;
    let mut environment = environment();
    environment.add_template("message", text).map_err(|error| describe(&error))?;
    let template = environment.get_template("message").map_err(|error| describe(&error))?;
    let mut names: Vec<String> = template.undeclared_variables(true).into_iter().collect();
    names.sort();
    for name in names {
        let (subject, field) = name.split_once('.').map_or(("", name.as_str()), |(s, f)| (s, f));
        if !subject.is_empty() && subject != kind.name() {
            return Err(format!("`{name}` is not known; this rule's subject is `{}`", kind.name()));
        }
        if subject.is_empty() && field == kind.name() {
            return Err(format!("`{field}` is the subject, not a value; write one of its fields"));
        }
        if field_index(kind, field).is_none() {
            return Err(format!("`{}` has no field `{field}`{}", kind.name(), hint(field, names_of(kind))));
        }
    }
    Ok(())
}

/// Messages of several rules, ready to be filled in.
pub(crate) struct Messages<'a> {
    environment: Environment<'a>,
    /// Per text the names it uses, in order: of all fields of a subject a message shows two or three.
    names: BTreeMap<&'a str, Vec<String>>,
}

impl<'a> Messages<'a> {
    /// Takes texts that were checked, by name.
    pub(crate) fn new(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Messages<'a> {
        let mut messages = Messages { environment: environment(), names: BTreeMap::new() };
        for (name, text) in texts {
            // A text that was checked is a template; if it were none, filling it in would say so.
            let _ = messages.environment.add_template(name, text);
            if let Ok(template) = messages.environment.get_template(name) {
                let mut used: Vec<String> = template.undeclared_variables(true).into_iter().collect();
                used.sort();
                messages.names.insert(name, used);
            }
        }
        messages
    }

    /// The message by a name, filled in for a subject, on one clean line.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub(crate) fn fill(&self, name: &str, project: &Project, subject: &Subject) -> Result<String, String> {
        let template = self.environment.get_template(name).map_err(|error| describe(&error))?;
        let kind = subject.fact.body.kind();
        let (mut root, mut fields) = (Vec::new(), Vec::new());
        for name in self.names.get(name).into_iter().flatten() {
            let (of_subject, name) = match name.split_once('.') {
                Some((_, field)) => (true, field),
                None => (false, name.as_str()),
            };
            let Some((index, doc)) = field_index(kind, name) else { continue };
            let value = inserted(project.value(subject, index), doc);
            if of_subject { &mut fields } else { &mut root }.push((name, value));
        }
        root.push((kind.name(), Inserted::from_pairs(fields)));
        template.render(Inserted::from_pairs(root)).map(|text| clean(&text)).map_err(|error| describe(&error))
    }
}

/// One line without control characters, at most [`LONGEST`] characters long.
pub(crate) fn clean(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(LONGEST * 4));
    let mut length = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        for c in word.chars().filter(|c| !turns_text(*c)) {
            line.push(c);
            length += 1;
            if length >= LONGEST {
                line.push('…');
                return line;
            }
        }
    }
    line
}

/// Characters that are not seen and change how what follows is shown.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn environment<'a>() -> Environment<'a> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("join", |list: Vec<String>, between: Option<String>| {
        list.join(between.as_deref().unwrap_or(", "))
    });
    environment
}

fn inserted(value: Option<Value<'_>>, doc: &FieldDoc) -> Inserted {
    match (value, doc.ty) {
        (Some(Value::Bool(value)), _) => Inserted::from(value),
        (Some(Value::Int(value)), _) => Inserted::from(value),
        (Some(Value::Text(text)), _) => Inserted::from(text),
        (Some(Value::Word(word)), Type::Word(words)) => {
            Inserted::from(words.get(usize::from(word)).map_or("", |doc| doc.word))
        }
        (Some(Value::Texts(list)), _) => Inserted::from(list.to_vec()),
        (Some(Value::Unknown(_)), Type::Texts) => Inserted::from(vec!["unknown"]),
        _ => Inserted::from("unknown"),
    }
}

fn names_of(kind: Kind) -> impl Iterator<Item = &'static str> {
    HEAD_FIELDS.iter().chain(kind.doc().fields).map(|doc| doc.name)
}

/// Values, `if` and `join`; nothing that repeats.
fn only_simple(text: &str) -> Result<(), String> {
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        let end = match rest.as_bytes().first() {
            Some(b'%') => "%}",
            Some(b'{') => "}}",
            Some(b'#') => return Err("a message holds no comments".to_owned()),
            _ => continue,
        };
        let Some(length) = rest.find(end) else {
            return Err(format!("`{end}` is missing"));
        };
        let inside = rest[1..length].trim_matches(|c: char| c == '-' || c == '+' || c.is_whitespace());
        if inside.contains(['*', '~']) {
            return Err("a message does not calculate".to_owned());
        }
        let word = inside.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        if end == "%}" && !matches!(word, "if" | "elif" | "else" | "endif") {
            return Err(format!("a message knows `if`, `elif`, `else` and `endif`, not `{word}`"));
        }
        if let Some(filter) = filters(inside).into_iter().find(|filter| *filter != "join") {
            return Err(format!("a message knows the filter `join`, not `{filter}`"));
        }
        rest = &rest[length..];
    }
    Ok(())
}

/// The names behind `|`, outside of quotes.
fn filters(inside: &str) -> Vec<&str> {
    let mut quote = None;
    let mut found = Vec::new();
    for (at, c) in inside.char_indices() {
        match (c, quote) {
            ('\'' | '"', None) => quote = Some(c),
            (_, Some(open)) if open == c => quote = None,
            ('|', None) => {
                let name = inside[at + 1..].trim_start();
                let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
                found.push(&name[..end]);
            }
            _ => {}
        }
    }
    found
}

fn describe(error: &minijinja::Error) -> String {
    match error.detail() {
        Some(detail) => detail.to_owned(),
        None => error.kind().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use review_facts::{Fact, FileClass, FileFacts, Func, Language, Place};
    use review_project::File;

    fn filled(text: &str, name: &str) -> String {
        check(text, Kind::Func).unwrap();
        let facts = FileFacts::empty(Language::Python, "");
        let file = File { path: "a.py".to_owned(), class: FileClass::Code, facts: Ok(facts) };
        let fact = Fact {
            name: name.to_owned(),
            place: Place::default(),
            places: Vec::new(),
            scope: String::new(),
            in_test: false,
            body: Func { missing: vec!["a".to_owned(), "b".to_owned()], lines: 7, ..Func::default() }.into(),
        };
        let subject = Subject { key: String::new(), file: 0, test: false, fact };
        let project = Project { files: vec![file], ..Project::default() };
        Messages::new([("x", text)]).fill("x", &project, &subject).unwrap()
    }

    #[test]
    fn values_are_filled_in() {
        let text = "`{{ func.name }}` in {{ path }} lacks {{ func.missing | join(', ') }}: {{ func.hints }}, {{ func.lines }}";
        assert_eq!(filled(text, "create"), "`create` in a.py lacks a, b: complete, 7");
        let text = "{% if func.documented %}yes{% elif func.missing %}some{% else %}no{% endif %}";
        assert_eq!(filled(text, "create"), "some");
    }

    #[test]
    fn hostile_values_are_made_plain() {
        assert_eq!(filled("`{{ name }}`", "a\n\u{1b}[31mb\u{202e}c\u{0}d"), "`a [31mbc d`");
        let long = filled("{{ name }}", &"é".repeat(10_000));
        assert_eq!(long.chars().count(), LONGEST + 1);
        assert_eq!(filled("{{ name }}", "{{ func.lines }}"), "{{ func.lines }}");
    }

    #[test]
    fn wrong_texts_are_refused_in_words() {
        for (text, part) in [
            ("{{ func.nam }}", "`func` has no field `nam`; did you mean `name`?"),
            ("{{ handler.form }}", "this rule's subject is `func`"),
            ("{{ func }}", "the subject, not a value"),
            ("{{ func.name", "`}}` is missing"),
            ("{% for x in func.missing %}{% endfor %}", "not `for`"),
            ("{{ func.name * 1000000000 }}", "does not calculate"),
            ("{{ func.name | upper }}", "not `upper`"),
            ("{% if func.test %}", ""),
            ("{{ range(100000) }}", "has no field `range`"),
        ] {
            let error = check(text, Kind::Func).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn hostile_texts_are_refused_without_a_panic() {
        let nested = "{% if func.test %}".repeat(100) + &"{% endif %}".repeat(10);
        for text in ["(", "[", "-", "not ", "func.name if func.test else ", "{", "a.", "|join"] {
            let _ = check(&format!("{{{{ {} }}}}", text.repeat(1_900 / text.len())), Kind::Func);
        }
        assert!(check(&nested, Kind::Func).is_err());
        let text = "a {% if func.missing %}`{{ func.missing | join(', ') }}`{% else %}b{% endif %}";
        for cut in 0..text.len() {
            let _ = check(&text[..cut], Kind::Func);
        }
    }
}
