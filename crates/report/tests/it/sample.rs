//! An outcome made by hand over a few lines of source: small enough to read, with every kind of thing in it.

use std::collections::BTreeMap;

use review_engine::*;
use review_facts::{Place, Span};

/// Source files by path.
#[derive(Clone, Default)]
pub struct Texts(pub BTreeMap<String, String>);

impl Sources for Texts {
    fn text(&self, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }
}

impl Texts {
    /// The first place of `token` in a file.
    pub fn place(&self, path: &str, token: &str) -> Place {
        let text = &self.0[path];
        let start = text.find(token).unwrap_or_else(|| panic!("{token} is not in {path}"));
        let line = text[..start].matches('\n').count() as u32 + 1;
        Place { span: Span::new(start as u32, (start + token.len()) as u32), line }
    }
}

const USERS: &str = "\
import logging
from foolog import get_logger

log = get_logger(__name__)


def save(user):
\ttry:
\t\tsession.commit()
\texcept Exception:
\t\tpass
\tlog.info(\"saved %s 😀\", user.email)
";

const CONFIG: &str = "\
export const config = {
  region: process.env.REGION ?? 'eu-west-1', // größe: 😀
  stripe: 'sk_live_not_a_real_key', retries: 3,
};
";

pub fn sources() -> Texts {
    let files = [("app/users.py", USERS), ("src/[id]/config file.ts", CONFIG)];
    Texts(files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect())
}

/// A rule that ran, with the counts that most tests do not read.
pub fn rule(id: &str, title: &str, severity: Severity) -> RuleResult {
    RuleResult {
        id: id.to_owned(),
        area: "errors".to_owned(),
        title: title.to_owned(),
        short: format!("{title}, which nobody notices until it matters."),
        help: format!(
            "{title}.\n\n## Why\nBecause `it` matters.\n\n## Fix\n- Do it [well](https://docs.example.org)."
        ),
        severity,
        confidence: Confidence::High,
        cwe: Vec::new(),
        security_severity: None,
        limits: "What a pass does not say: that somebody reads the log.".to_owned(),
        planned: false,
        ran: true,
        noun: ("handler".to_owned(), "handlers".to_owned()),
        counted: 12,
        failed: 1,
        asked: 1,
        passed: 10,
        allowed: 0,
        read: 40,
    }
}

pub fn finding(
    texts: &Texts,
    rule: usize,
    severity: Severity,
    path: &str,
    token: &str,
    message: &str,
) -> Finding {
    Finding {
        rule,
        severity,
        message: message.to_owned(),
        path: path.to_owned(),
        place: texts.place(path, token),
        related: Vec::new(),
        more_related: 0,
        key: format!("func:{path}.save"),
        detail: String::new(),
        fingerprint: format!("{:064x}", 0xfeed + rule as u64),
        merged: Vec::new(),
        standing: Standing::Stands,
    }
}

pub fn item(
    number: u32,
    section: &str,
    text: &str,
    verdict: Verdict,
    rules: &[usize],
    because: &str,
) -> Item {
    Item {
        number,
        section: section.to_owned(),
        text: text.to_owned(),
        line: number + 4,
        rules: rules.to_vec(),
        verdict,
        because: because.to_owned(),
        limits: Vec::new(),
    }
}

pub fn empty() -> Outcome {
    Outcome {
        checklist: ChecklistInfo::default(),
        items: Vec::new(),
        rules: Vec::new(),
        findings: Vec::new(),
        asks: Vec::new(),
        coverage: Coverage::default(),
        notices: Vec::new(),
    }
}

pub fn outcome(texts: &Texts) -> Outcome {
    let (users, config) = ("app/users.py", "src/[id]/config file.ts");
    let mut secret = rule("hardcoded-secret", "Secret in source", Severity::Critical);
    secret.area = "secrets".to_owned();
    secret.cwe = vec![798, 79];
    secret.security_severity = Some("8.1".to_owned());
    let mut planned =
        rule("migration-without-downgrade", "Migration has no downgrade path", Severity::Warning);
    planned.planned = true;
    planned.ran = false;
    (planned.counted, planned.failed, planned.asked, planned.passed, planned.read) = (0, 0, 0, 0, 0);

    let mut swallowed = finding(
        texts,
        1,
        Severity::Warning,
        users,
        "except Exception",
        "`except Exception` around `session.commit` neither logs nor raises",
    );
    swallowed.related.push(Related {
        path: users.to_owned(),
        place: texts.place(users, "session.commit()"),
        message: "the write [it] guards".to_owned(),
    });
    swallowed.more_related = 2;
    let mut logged =
        finding(texts, 2, Severity::Warning, users, "user.email", "`user.email` is logged as it is");
    logged.standing = Standing::Allowed {
        reason: "the address is public here".to_owned(),
        place: texts.place(users, "log.info"),
    };
    let mut known = finding(texts, 1, Severity::Suggestion, users, "import logging", "`logging` is not used");
    known.standing = Standing::Known;
    let mut out_of_view = known.clone();
    out_of_view.standing = Standing::OutOfView;
    out_of_view.place = texts.place(users, "save");

    let ask = |token: &str| Ask {
        rule: 2,
        question: "does `log` mask what it writes?".to_owned(),
        cause: "foolog.get_logger".to_owned(),
        path: users.to_owned(),
        place: texts.place(users, token),
        key: format!("log:app.users@{}", texts.place(users, token).line),
        in_view: true,
    };
    let mut by_nature = ask("def save");
    by_nature.cause = String::new();
    by_nature.question = "is saving audited elsewhere?".to_owned();

    let mut passed = item(3, "Code", "Errors handled?", Verdict::Pass, &[1], "12 handlers, 1 allowed");
    passed.limits.push("What a pass does not say: that somebody reads the log.".to_owned());
    Outcome {
        checklist: ChecklistInfo {
            name: "docs/review.md".to_owned(),
            title: "Backend review".to_owned(),
            path: Some("docs/review.md".to_owned()),
        },
        items: vec![
            item(1, "Security", "No secrets in `source`?", Verdict::Fail, &[0], "3 literals, 1 fails"),
            item(2, "Security", "Sensitive values not logged?", Verdict::Ask, &[2], "14 log calls, 3 ask"),
            passed,
            item(
                4,
                "Database",
                "Migration has downgrade path?",
                Verdict::NotChecked,
                &[3],
                "`migration-without-downgrade` is planned",
            ),
            item(
                5,
                "Database",
                "Queries use indexes?",
                Verdict::NotApplicable,
                &[3],
                "no database library in 2 manifests",
            ),
            item(6, "Process", "Threat model documented?", Verdict::ByHand, &[], ""),
        ],
        rules: vec![
            secret,
            rule("error-swallowed", "Error is swallowed", Severity::Warning),
            rule("sensitive-value-logged", "Sensitive value is logged", Severity::Warning),
            planned,
        ],
        findings: vec![
            known,
            out_of_view,
            swallowed,
            logged,
            finding(
                texts,
                0,
                Severity::Critical,
                config,
                "'sk_live_not_a_real_key'",
                "`stripe` holds a live key of Stripe",
            ),
        ],
        asks: vec![ask("log = "), by_nature, ask("log.info")],
        coverage: Coverage {
            languages: vec![
                LanguageCoverage {
                    language: "python".to_owned(),
                    files: 1,
                    lines: 12,
                    bytes: 20_000,
                    uncovered_bytes: 30,
                },
                LanguageCoverage {
                    language: "typescript".to_owned(),
                    files: 1_204,
                    lines: 45_210,
                    bytes: 1_630_000,
                    uncovered_bytes: 0,
                },
                LanguageCoverage { language: "rust".to_owned(), ..LanguageCoverage::default() },
            ],
            uncovered: (1..8)
                .map(|line| UncoveredRegion {
                    path: "app/broken.py".to_owned(),
                    line,
                    span: Span::new(line * 10, line * 10 + 4),
                    why: "it does not parse".to_owned(),
                })
                .collect(),
            unread: vec![("app/huge.py".to_owned(), "larger than 1 MiB".to_owned())],
            unread_languages: vec![("go".to_owned(), 41, 12_000)],
            limited_by: vec!["--exclude 'vendor/**'".to_owned()],
        },
        notices: vec![Notice {
            fatal: false,
            message: "the entry `old/**` of `exclude` matches nothing".to_owned(),
            at: Some(("review.toml".to_owned(), 7)),
        }],
    }
}
