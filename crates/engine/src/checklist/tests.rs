use super::*;
use crate::{ChecklistInfo, Coverage, Item};

fn rules() -> RuleSet {
    let planned = |title: &str, aliases: &str| {
        format!(
            "```toml\nstatus = \"planned\"\nseverity = \"warning\"\naliases = [{aliases}]\n```\n# {title}\n\nFirst.\n"
        )
    };
    let documents = [
        ("rules/a/migration-without-downgrade.md", planned("M", "\"downgrade path\", \"rollback\"")),
        ("rules/a/hardcoded-secret.md", planned("S", "\"no hardcoded secrets\"")),
        ("rules/a/default-secret.md", planned("D", "\"secrets have no default\"")),
    ];
    let documents: Vec<(String, &str, bool)> =
        documents.iter().map(|(path, text)| ((*path).to_owned(), text.as_str(), true)).collect();
    RuleSet::of(&documents).unwrap()
}

const LIST: &str = "\
# Our *list*

- [ ] Before any section?

## Database `x`

Some prose with `hardcoded-secret`.

* [x] Migration has a **downgrade** path?
  `migration-without-downgrade` and `alembic`
  - [ ] Nested one `hardcoded-secret` `hardcoded-secret`

    A second paragraph `default-secret`.
- no task `default-secret`

1. [ ] Numbered `hardcoded-secrets` `docker-compose` `some-long-code-word`

```
- [ ] in code
```
";

#[test]
fn task_lists_of_any_file_are_items() {
    let list = Checklist::parse("CONTRIBUTING.md", LIST, &rules());
    assert_eq!((list.info.title.as_str(), list.info.name.as_str()), ("Our list", "CONTRIBUTING.md"));
    let items: Vec<_> = list
        .items
        .iter()
        .map(|i| (i.number, i.section.as_str(), i.text.as_str(), i.line, i.rules.join(" ")))
        .collect();
    assert_eq!(
        items,
        [
            (1, "", "Before any section?", 3, String::new()),
            (
                2,
                "Database x",
                "Migration has a downgrade path? and `alembic`",
                9,
                "migration-without-downgrade".into()
            ),
            (3, "Database x", "Nested one", 11, "hardcoded-secret".into()),
            (
                4,
                "Database x",
                "Numbered `hardcoded-secrets` `docker-compose` `some-long-code-word`",
                16,
                String::new()
            ),
        ]
    );
    let notices: Vec<_> =
        list.notices.iter().map(|n| (n.message.as_str(), n.at.clone().unwrap().1)).collect();
    assert_eq!(
        notices,
        [
            ("`hardcoded-secrets` is no rule, so it binds nothing; did you mean `hardcoded-secret`?", 16),
            ("`some-long-code-word` is no rule, so it binds nothing", 16),
        ]
    );
}

fn outcome(list: &Checklist, verdicts: &[(Verdict, &str)]) -> Outcome {
    let items = list.items.iter().zip(verdicts).map(|(item, (verdict, because))| Item {
        number: item.number,
        section: item.section.clone(),
        text: item.text.clone(),
        line: item.line,
        rules: Vec::new(),
        verdict: *verdict,
        because: (*because).to_owned(),
        limits: Vec::new(),
    });
    Outcome {
        checklist: ChecklistInfo::default(),
        items: items.collect(),
        rules: Vec::new(),
        findings: Vec::new(),
        asks: Vec::new(),
        coverage: Coverage::default(),
        notices: Vec::new(),
    }
}

#[test]
fn filling_in_keeps_text_and_order() {
    let list = Checklist::parse("a.md", LIST, &rules());
    let verdicts = [
        (Verdict::ByHand, ""),
        (Verdict::Fail, "12 migrations, 1 fails"),
        (Verdict::Pass, "3 [x](http://a) @b"),
        (Verdict::NotChecked, "a is planned"),
    ];
    let filled = fill_in(LIST, &outcome(&list, &verdicts));
    let expected = LIST
        .replace("any section?", "any section? — **by hand**")
        .replace("* [x] Migration", "* [ ] Migration")
        .replace("and `alembic`", "and `alembic` — **fail**: 12 migrations, 1 fails")
        .replace(
            "- [ ] Nested one `hardcoded-secret` `hardcoded-secret`",
            "- [x] Nested one `hardcoded-secret` `hardcoded-secret` — **pass**: 3 \\[x\\](http&#58;//a) &#64;b",
        )
        .replace("`some-long-code-word`", "`some-long-code-word` — **not checked**: a is planned");
    assert_eq!(filled, expected);
}

#[test]
fn hostile_checklists_do_no_harm() {
    let rules = rules();
    for cut in (0..LIST.len()).filter(|cut| LIST.is_char_boundary(*cut)) {
        let list = Checklist::parse("a.md", &LIST[..cut], &rules);
        let verdicts = vec![(Verdict::Pass, "1 x"); list.items.len()];
        fill_in(&LIST[..cut], &outcome(&list, &verdicts));
    }
    let deep: String = (0..2_000).map(|n| format!("{}- [ ] a\n", "  ".repeat(n))).collect();
    for text in [
        deep,
        "- [ ] ".repeat(20_000),
        "- [ ] `hardcoded-secre` \n".repeat(5_000),
        format!("- [ ] {}", "`a` ".repeat(50_000)),
        "\u{0}- [ ] \u{202e}x".to_owned(),
        "- [ ]".to_owned(),
        "- [ ]\n\n  text".to_owned(),
    ] {
        let list = Checklist::parse("a.md", &text, &rules);
        let verdicts = vec![(Verdict::Fail, "1 x"); list.items.len()];
        fill_in(&text, &outcome(&list, &verdicts));
    }
}

#[test]
fn rules_are_suggested_by_their_aliases() {
    let rules = rules();
    assert_eq!(suggest("Does the migration have a downgrade path?", &rules), ["migration-without-downgrade"]);
    assert_eq!(suggest("No hardcoded secrets in code", &rules), ["hardcoded-secret"]);
    assert_eq!(suggest("Rollbacks tested", &rules), ["migration-without-downgrade"]);
    assert!(suggest("Team lunch booked", &rules).is_empty());
    assert!(suggest("", &rules).is_empty());
}

#[test]
fn built_in_checklists_bind_rules_that_exist() {
    let rules = RuleSet::builtin().unwrap();
    let names = Checklist::builtin_names();
    assert_eq!(names.first(), Some(&"backend"));
    assert_eq!(names.len(), 6);
    for name in names {
        let list = Checklist::builtin(name, &rules).unwrap();
        assert!(list.notices.is_empty(), "{name}: {:?}", list.notices);
        assert!(list.items.iter().any(|item| !item.rules.is_empty()), "{name} binds nothing");
        assert!(!list.info.title.is_empty() && list.info.path.is_none());
        // Whatever is written as code in a built-in list is a rule.
        for item in &list.items {
            assert!(!item.text.contains('`'), "{name}:{}: {}", item.line, item.text);
        }
    }
    assert!(Checklist::builtin("../quality/error-swallowed", &rules).is_none());
}
