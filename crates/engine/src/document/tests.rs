use super::*;
use crate::{RuleSet, Severity, Status};

const GOOD: &str = r#"```toml
severity = "warning"
critical-when = 'func.lines > 100'
confidence = "high"
subject = "func"
where = 'func.file == "code"'
fail = '''
func.hints in ["none",
  "partial"]
'''
message = "`{{ func.name }}` lacks {{ func.missing | join(', ') }}"
languages = ["rust", "python"]
aliases = ["type hints"]
needs = ["database"]
cwe = [312]
security-severity = 8
```
# Functions *without* `hints`

A first
paragraph.

More of it.

## Why
Because.
## Fix
Do it.
## Limits
What a pass does not say: much.

More limits.
## Examples
```python bad file=app/a.py
def f(a):  # expect: untyped "f"
    pass
```
```python good
def f() -> None: ...
```
"#;

fn read(text: &str) -> Result<Rule, DocumentError> {
    parse("rules/quality/untyped.md", text, true)
}

#[track_caller]
fn refused(from: &str, to: &str, line: u32, part: &str) {
    assert!(GOOD.contains(from), "{from}");
    let error = read(&GOOD.replacen(from, to, 1)).unwrap_err();
    assert!(error.message.contains(part), "{from} -> {to}: {error}");
    assert_eq!(error.line, line, "{from} -> {to}: {error}");
}

#[test]
fn a_document_is_the_whole_rule() {
    let rule = read(GOOD).unwrap();
    assert_eq!((rule.id.as_str(), rule.area.as_str()), ("untyped", "quality"));
    assert_eq!(rule.title, "Functions without hints");
    assert_eq!(rule.short, "A first paragraph.");
    assert_eq!(rule.limits, "What a pass does not say: much.");
    assert_eq!(
        rule.help,
        "A first\nparagraph.\n\nMore of it.\n\n## Why\nBecause.\n## Fix\nDo it.\n## Limits\nWhat a pass does not say: much.\n\nMore limits."
    );
    assert_eq!(rule.languages, ["python", "rust"]);
    assert_eq!(rule.security_severity.as_deref(), Some("8.0"));
    assert_eq!((rule.severity, rule.status), (Severity::Warning, Status::Active));
    assert_eq!(rule.needs, ["database"]);
    assert_eq!(rule.examples.len(), 2);
    let bad = &rule.examples[0];
    assert_eq!((bad.line, bad.file.as_str(), bad.text.as_str()), (35, "app/a.py", "def f(a):\n    pass\n"));
    assert_eq!((bad.expects[0].line, bad.expects[0].part.as_deref()), (1, Some("f")));
    assert!(!rule.one_language);
}

#[test]
fn every_error_names_its_line_and_what_was_expected() {
    refused(
        "severity = \"warning\"",
        "severity = \"warn\"",
        2,
        "`severity` is critical or warning or suggestion",
    );
    refused("confidence", "confidenze", 4, "no key `confidenze`; did you mean `confidence`?");
    refused("subject = \"func\"", "subject = \"fun\"", 5, "no kind \"fun\"; did you mean \"func\"?");
    refused("func.file ==", "func.fil ==", 6, "in `where`: `func` has no field `fil`; did you mean `file`?");
    refused("\"code\"'", "\"coda\"'", 6, "\"coda\" is no word of `func.file`; did you mean \"code\"?");
    refused("  \"partial\"]", "  \"parcial\"]", 9, "\n    \"parcial\"]\n    ^^^^^^^^^");
    refused("func.name }}", "func.nam }}", 11, "did you mean `name`?");
    refused("message = \"`", "message = \"The `", 11, "begins in lower case");
    refused("join(', ') }}\"", "join(', ') }}.\"", 11, "no full stop");
    refused("\"rust\", ", "\"rsut\", ", 12, "no language \"rsut\"; did you mean `rust`?");
    refused("[\"database\"]", "[\"databse\"]", 14, "no area \"databse\"; did you mean `database`?");
    refused("cwe = [312]", "cwe = [\"x\"]", 15, "invalid type");
    refused("cwe = [312]", "cwe = [312,,]", 15, "");
    refused("security-severity = 8", "security-severity = 11", 16, "from 0.1 to 10.0");
    refused("# Functions *without* `hints`", "", 25, "the title, a heading of the first level, comes first");
    refused("## Fix", "## Fixx", 27, "no section `Fixx`, did you mean `fix`?");
    refused("## Fix", "## Why", 27, "a second section `Why`");
    refused("## Fix", "# Fix", 27, "one heading of the first level");
    refused("## Limits", "### Limits", 41, "expected a section `## Limits`");
    refused("python bad", "python bda", 34, "did you mean `bad`?");
    refused(
        "expect: untyped",
        "expect: untypd",
        35,
        "an example expects its own rule, not `untypd`; did you mean `untyped`?",
    );
    refused("```toml", "```tom", 1, "expected a ```toml block");
    refused("message = ", "#", 2, "expected `message = …`");
    refused("severity = \"warning\"", "", 2, "expected `severity = …`");
}

#[test]
fn a_planned_rule_needs_little_and_judges_nothing() {
    let text = "```toml\nstatus = \"planned\"\nseverity = \"critical\"\n```\n# Title\n\nFirst.\n";
    let rule = read(text).unwrap();
    assert_eq!((rule.status, rule.short.as_str(), rule.limits.as_str()), (Status::Planned, "First.", ""));
    let error = read(&text.replace("# Title", "")).unwrap_err();
    assert!(error.message.contains("the rule's title"), "{error}");
    let error = read(&text.replace("First.", "")).unwrap_err();
    assert!(error.message.contains("a paragraph below the title"), "{error}");
    let error = read(&text.replace("```\n#", "subject = \"func\"\n```\n#")).unwrap_err();
    assert_eq!((error.line, error.message.contains("has no `subject`")), (4, true), "{error}");
    let error = read(&text.replace("planned", "planed")).unwrap_err();
    assert!(error.message.contains("did you mean `planned`?"), "{error}");
}

#[test]
fn id_and_area_come_from_the_path() {
    let area = |path: &str| parse(path, GOOD, true).map(|rule| rule.area);
    assert_eq!(area(".review/rules/untyped.md").unwrap(), "team");
    assert_eq!(area("a/.review/rules/house/untyped.md").unwrap(), "house");
    for path in [
        ".review/rules/a/b/untyped.md",
        ".review/rules/Un_typed.md",
        "rules/quality/-x.md",
        "rules/quality/.md",
    ] {
        assert!(area(path).is_err(), "{path}");
    }
    let engine = "```toml\nstatus = \"engine\"\nseverity = \"warning\"\n```\n# T\n\nF.\n\n## Limits\n\nL.\n";
    assert!(parse("rules/review/x.md", engine, true).is_ok());
    let error = parse(".review/rules/x.md", engine, false).unwrap_err();
    assert_eq!((error.line, error.message.contains("only built-in rules")), (2, true));
}

#[test]
fn two_rules_do_not_share_an_id() {
    let documents = [
        ("rules/quality/untyped.md".to_owned(), GOOD, true),
        (".review/rules/untyped.md".to_owned(), GOOD, false),
    ];
    let errors = RuleSet::of(&documents).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].path, ".review/rules/untyped.md");
    assert!(errors[0].message.contains("is the id of rules/quality/untyped.md already"));
}

#[test]
fn hostile_documents_are_refused_without_a_panic() {
    for cut in (0..GOOD.len()).filter(|cut| GOOD.is_char_boundary(*cut)) {
        let _ = read(&GOOD[..cut]);
        let _ = read(&GOOD[cut..]);
    }
    let huge = format!("{GOOD}\n{}", "x".repeat(300 << 10));
    assert!(read(&huge).unwrap_err().message.contains("larger than 256 KiB"));
    for text in [
        "> ".repeat(50_000),
        "[".repeat(100_000),
        "```toml\na=[".to_owned() + &"[".repeat(100_000),
        "* ".repeat(50_000),
    ] {
        assert!(read(&text).is_err());
    }
}

#[test]
fn every_built_in_document_loads() {
    match RuleSet::builtin() {
        Ok(rules) => assert!(rules.all().len() > 100, "{} rules", rules.all().len()),
        Err(errors) => panic!("{}", errors.iter().map(|error| format!("{error}\n")).collect::<String>()),
    }
}
