//! Examples in a rule's document, and the comments that say what is expected of them.

use crate::nearest::hint;
use review_facts::Language;
use review_project::Manifest;

/// One file of an example in a rule's document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// It shows what fails; else what passes.
    pub bad: bool,
    /// The word of its language: `python`; `manifest` for a package manifest.
    pub language: String,
    /// The path of the file in the example's project.
    pub file: String,
    /// The file is new since the revision that the review compares with.
    pub new: bool,
    /// Consecutive examples of one case form one project.
    pub case: Option<String>,
    /// Its text, without the comments that expect something.
    pub text: String,
    /// The line of its first line in the document, from 1.
    pub line: u32,
    /// What its comments expect.
    pub expects: Vec<Expect>,
}

/// `expect: rule-id "part of message"` or `expect-ask: rule-id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// The rule.
    pub rule: String,
    /// The line of the text that it speaks of, from 1.
    pub line: u32,
    /// What the message must contain.
    pub part: Option<String>,
    /// A question is expected, not a finding.
    pub ask: bool,
}

/// Reads a code block: what stands behind its fence, its text, and the line of the text in the document.
///
/// # Errors
/// What is wrong, in words.
pub(super) fn read(info: &str, code: &str, line: u32) -> Result<Example, String> {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or("");
    let (mut bad, mut file, mut case, mut new) = (None, None, None, false);
    for word in words {
        match word.split_once('=') {
            None if word == "bad" || word == "good" => bad = Some(word == "bad"),
            None if word == "new" => new = true,
            Some(("file", path)) => file = Some(path),
            Some(("case", name)) => case = Some(name.to_owned()),
            _ => {
                let near =
                    hint(word.split('=').next().unwrap_or(word), ["bad", "good", "new", "file", "case"]);
                return Err(format!("an example has no `{word}`{near}"));
            }
        }
    }
    let Some(bad) = bad else {
        return Err("an example says `bad` or `good` behind its language".to_owned());
    };
    let file = match file {
        Some(file) => file,
        None => default_file(language).ok_or_else(|| format!("an example in `{language}` needs `file=…`"))?,
    };
    if file.split('/').any(|segment| segment.is_empty() || segment == "." || segment == "..") {
        return Err(format!("`file={file}` is no path inside the example's project"));
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    let word = match Language::of_name(name) {
        _ if Manifest::is_manifest(file) => "manifest",
        Some(language) => language.word(),
        None => return Err(format!("`file={file}` is of no language that is read")),
    };
    let (text, expects) = read_expects(code);
    Ok(Example { bad, language: word.to_owned(), file: file.to_owned(), new, case, text, line, expects })
}

/// Where an example stands that names no file: somewhere that is production code.
fn default_file(language: &str) -> Option<&'static str> {
    Some(match language {
        "python" | "py" => "app/code.py",
        "typescript" | "ts" => "src/code.ts",
        "tsx" => "src/code.tsx",
        "javascript" | "js" => "src/code.js",
        "rust" | "rs" => "src/code.rs",
        "sql" => "db/code.sql",
        "prisma" => "prisma/schema.prisma",
        _ => return None,
    })
}

/// Takes the comments that expect something out of a text: the text without them (every line stays where it
/// is), and what they expect. A comment behind code speaks of its line, one alone on a line of the next
/// line with code.
pub fn read_expects(text: &str) -> (String, Vec<Expect>) {
    let mut plain = String::with_capacity(text.len());
    let mut expects: Vec<Expect> = Vec::new();
    // Expectations that wait for the next line with code.
    let mut waiting = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let line_number = number as u32 + 1;
        let Some(start) = comment(line) else {
            if !line.trim().is_empty() {
                waiting = 0;
            } else {
                let from = expects.len() - waiting;
                expects[from..].iter_mut().for_each(|expect| expect.line = line_number + 1);
            }
            plain.push_str(line);
            continue;
        };
        let code = line[..start].trim_end();
        let found = expected(&line[start..], line_number);
        if code.is_empty() {
            waiting += found.len();
            expects.extend(found);
            let from = expects.len() - waiting;
            expects[from..].iter_mut().for_each(|expect| expect.line = line_number + 1);
        } else {
            // This line has code, so what waited is settled; its own expectations go before nothing.
            waiting = 0;
            expects.extend(found);
        }
        plain.push_str(code);
        if line.ends_with('\n') {
            plain.push('\n');
        }
    }
    (plain, expects)
}

/// Where a comment that expects something starts in a line.
fn comment(line: &str) -> Option<usize> {
    let at = ["expect: ", "expect-ask: "].iter().filter_map(|word| line.find(word)).min()?;
    let before = line[..at].trim_end();
    let opener = ["#", "//", "--", "/*", "<!--", ";"].iter().find(|opener| before.ends_with(**opener))?;
    Some(before.len() - opener.len())
}

/// The expectations of one comment.
fn expected(comment: &str, line: u32) -> Vec<Expect> {
    let mut found = Vec::new();
    let mut rest = comment;
    while let Some(at) = rest.find("expect") {
        rest = &rest[at + "expect".len()..];
        let ask = rest.starts_with("-ask");
        let Some(said) = rest.strip_prefix("-ask").unwrap_or(rest).strip_prefix(": ") else { continue };
        let said = said.trim_start();
        let end = said.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(said.len());
        let rule = said[..end].trim_end_matches('-').to_owned();
        rest = &said[end..];
        let part = rest.trim_start().strip_prefix('"').and_then(|quoted| quoted.split_once('"'));
        if let Some((_, after)) = part {
            rest = after;
        }
        let part = part.map(|(part, _)| part.to_owned());
        found.push(Expect { rule, line, part, ask });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_speak_of_their_line_or_the_next() {
        let text = "a()  # expect: one \"part: x\"\n\n# expect: two\n\n// expect-ask: three\nb()\nc() -- expect: four expect: five\n\"expect: x\"\n";
        let (plain, expects) = read_expects(text);
        assert_eq!(plain, "a()\n\n\n\n\nb()\nc()\n\"expect: x\"\n");
        let found: Vec<_> =
            expects.iter().map(|e| (e.rule.as_str(), e.line, e.part.as_deref(), e.ask)).collect();
        assert_eq!(
            found,
            [
                ("one", 1, Some("part: x"), false),
                ("two", 6, None, false),
                ("three", 6, None, true),
                ("four", 7, None, false),
                ("five", 7, None, false),
            ]
        );
    }

    #[test]
    fn a_comment_before_the_expectation_stays() {
        let (plain, expects) = read_expects("x = 1  # type: ignore  # expect: type-check-suppressed\n");
        assert_eq!(plain, "x = 1  # type: ignore\n");
        assert_eq!(expects[0].rule, "type-check-suppressed");
    }

    #[test]
    fn fences_say_what_they_show() {
        let example = read("python bad file=app/a.py case=one", "x = 1\n", 3).unwrap();
        assert_eq!(
            (example.bad, example.file.as_str(), example.case.as_deref()),
            (true, "app/a.py", Some("one"))
        );
        assert_eq!(read("manifest good file=pyproject.toml", "", 1).unwrap().language, "manifest");
        for (info, part) in [
            ("python", "says `bad` or `good`"),
            ("python bda", "did you mean `bad`?"),
            ("go bad", "needs `file=…`"),
            ("go bad file=a.go", "no language that is read"),
            ("python bad file=../a.py", "no path inside"),
            ("python bad file=/a.py", "no path inside"),
            ("python bad fil=a.py", "did you mean `file`?"),
        ] {
            let error = read(info, "", 1).unwrap_err();
            assert!(error.contains(part), "{info}: {error}");
        }
    }
}
