//! Facts as text for reading: one line each. What `testdata/facts` is compared with and `review facts` prints.

use crate::{Body, Fact, FileFacts, Value};
use std::fmt::Write as _;

impl FileFacts {
    /// The facts as lines of text: `line kind name field=value …`. Fields that are false, zero or empty are left
    /// out. Allowing comments, uncovered regions and what was read follow.
    pub fn dump(&self) -> String {
        let mut text = String::new();
        for fact in &self.facts {
            dump_fact(fact, &mut text);
        }
        for allow in &self.allows {
            let what = if allow.whole_file { "allow-file" } else { "allow" };
            let until = allow.until.as_ref().map(|day| format!(" until={day}")).unwrap_or_default();
            let rules = allow.rules.join(", ");
            let _ = writeln!(text, "{} {what} {rules} reason={:?}{until}", allow.line, allow.reason);
        }
        for region in &self.uncovered {
            let anchors = region.anchors.join(", ");
            let _ = writeln!(text, "{} uncovered {:?} anchors=[{anchors}]", region.line, region.why);
        }
        for (flag, word) in [(self.generated, "generated"), (self.frontend, "frontend")] {
            if flag {
                let _ = writeln!(text, "file {word}");
            }
        }
        for (kind, count) in &self.read {
            let _ = writeln!(text, "read {} {count}", kind.name());
        }
        text
    }
}

fn dump_fact(fact: &Fact, text: &mut String) {
    let kind = fact.body.kind();
    let _ = write!(text, "{} {}", fact.place.line, kind.name());
    if !fact.name.is_empty() {
        let _ = write!(text, " {}", fact.name);
    }
    for (index, field) in kind.doc().fields.iter().enumerate() {
        let Some(value) = fact.body.value(index) else { continue };
        let value = match value {
            Value::Bool(false) | Value::Int(0) | Value::Text("") | Value::Texts([]) => continue,
            Value::Bool(true) => {
                let _ = write!(text, " {}", field.name);
                continue;
            }
            Value::Int(number) => number.to_string(),
            Value::Text(value) => format!("{value:?}"),
            Value::Word(index) => match field.ty {
                crate::Type::Word(words) => words[usize::from(index)].word.to_owned(),
                _ => index.to_string(),
            },
            Value::Texts(list) => format!("[{}]", list.join(", ")),
            Value::Unknown(cause) => format!("?({}: {})", cause.unresolved, cause.why),
        };
        let _ = write!(text, " {}={value}", field.name);
    }
    if !fact.scope.is_empty() {
        let _ = write!(text, " in {}", fact.scope);
    }
    if fact.in_test {
        text.push_str(" (test)");
    }
    text.push('\n');
    for (name, place) in &fact.places {
        let _ = writeln!(text, "  {name} at {}", place.line);
    }
    if let Body::LogCall(call) = &fact.body {
        for value in &call.values {
            let through = value.through.join(" ");
            let reduced = if value.reduced { " reduced" } else { "" };
            let through = if through.is_empty() { through } else { format!(" through=[{through}]") };
            let ty = if value.ty.is_empty() { String::new() } else { format!(" type={}", value.ty) };
            let _ = writeln!(text, "  value {:?} name={}{through}{reduced}{ty}", value.text, value.name);
        }
    }
}
