//! Outcomes at random from a seed, hostile on purpose: places that do not fit their text, indices that point
//! nowhere, text that tries to break out of every format.

use review_engine::*;
use review_facts::{Place, Span};

use crate::sample::Texts;

/// Pieces that mean something to a terminal, a log, a matcher, Markdown or SARIF.
pub const HOSTILE: [&str; 34] = [
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]8;;https://example.org\u{7}link\u{1b}]8;;\u{7}",
    "\u{7}",
    "\u{9b}2J",
    "::error file=a::b",
    "\n::add-matcher::x",
    "##[error]x",
    "##vso[task.setvariable]x",
    "##teamcity[message]",
    "\r\n",
    "\u{2028}",
    "\u{202e}evil\u{202c}",
    "\u{200b}\u{200d}\u{feff}",
    "\u{e0041}",
    "[text](1)",
    "[x](javascript:alert(1))",
    "![img](http://example.org/i.png)",
    "{0}",
    "{{1}}",
    "<script>alert(1)</script>",
    "<!--",
    "</details>",
    "@octocat",
    "#123 owner/name#4 GH-5",
    "`code`",
    "``a`b``",
    "`",
    "a | b",
    "\\|",
    "$x$",
    "www.example.org",
    "x:1:2: error[fake]: y",
    "漢字 é 😀",
    "plain words",
];

/// A small generator of numbers; the same seed gives the same outcome on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// An index, now and then one past the last.
    fn rule_index(&mut self, rules: usize) -> usize {
        let past = usize::from(self.one_in(9));
        self.below(rules + past)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    pub fn text(&mut self) -> String {
        let pieces = self.below(5);
        (0..pieces).map(|_| self.pick(&HOSTILE)).collect()
    }

    fn path(&mut self) -> String {
        match self.below(6) {
            0 => self.text(),
            number => format!("src/f{number}.py"),
        }
    }

    fn source(&mut self) -> String {
        let mut text = String::new();
        if self.one_in(4) {
            text.push('\u{feff}');
        }
        for _ in 0..self.below(30) {
            text.push_str(&self.text());
            text.push_str(["\n", "\r\n", "\r", " "][self.below(4)]);
        }
        if self.one_in(8) {
            text.push_str(&"long ".repeat(self.below(3000)));
        }
        text
    }

    /// Mostly a place of a token in the file, sometimes any numbers at all.
    fn place(&mut self, text: Option<&String>) -> Place {
        let Some(text) = text.filter(|text| !text.is_empty() && !self.one_in(4)) else {
            let start = self.below(5000) as u32;
            return Place {
                span: Span::new(start, (start + self.below(50) as u32).saturating_sub(5)),
                line: self.below(40) as u32,
            };
        };
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let start = starts[self.below(starts.len())];
        let rest = text[start..].find(['\r', '\n']).unwrap_or(text.len() - start);
        let mut end = start + self.below(rest + 1);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text[..start].replace("\r\n", "\n");
        let line = before.matches(['\r', '\n']).count() as u32 + 1;
        Place { span: Span::new(start as u32, end as u32), line }
    }
}

/// An outcome and the sources it speaks of.
pub fn outcome(seed: u64) -> (Outcome, Texts) {
    let random = &mut Random::new(seed);
    let mut texts = Texts::default();
    for number in 1..5 {
        let source = random.source();
        texts.0.insert(format!("src/f{number}.py"), source);
    }
    let rules: Vec<RuleResult> = (0..random.below(6)).map(|index| rule(random, index)).collect();
    let items = (0..random.below(8) as u32).map(|number| item(random, number, rules.len())).collect();
    let findings = (0..random.below(30)).map(|_| finding(random, rules.len(), &texts)).collect();
    let asks = (0..random.below(20)).map(|_| ask(random, rules.len(), &texts)).collect();
    let coverage = Coverage {
        languages: (0..random.below(3))
            .map(|_| LanguageCoverage {
                language: random.text(),
                files: random.below(3) as u32,
                lines: random.below(3000) as u64,
                bytes: random.below(3_000_000) as u64,
                uncovered_bytes: random.below(300) as u64,
            })
            .collect(),
        uncovered: (0..random.below(9))
            .map(|_| UncoveredRegion {
                path: random.path(),
                line: random.below(9) as u32,
                span: Span::new(random.below(90) as u32, random.below(90) as u32),
                why: random.text(),
            })
            .collect(),
        unread: (0..random.below(9)).map(|_| (random.path(), random.text())).collect(),
        unread_languages: (0..random.below(3)).map(|_| (random.text(), 1, 2)).collect(),
        limited_by: (0..random.below(3)).map(|_| random.text()).collect(),
    };
    let notices = (0..random.below(4))
        .map(|_| Notice {
            fatal: random.one_in(4),
            message: random.text(),
            at: random.one_in(2).then(|| (random.path(), random.below(9) as u32)),
        })
        .collect();
    let checklist = ChecklistInfo {
        name: random.text(),
        title: random.text(),
        path: random.one_in(2).then(|| random.path()),
    };
    (Outcome { checklist, items, rules, findings, asks, coverage, notices }, texts)
}

fn rule(random: &mut Random, index: usize) -> RuleResult {
    RuleResult {
        id: format!("rule-{index}"),
        area: random.text(),
        title: random.text(),
        short: random.text(),
        help: random.text(),
        severity: severity(random),
        confidence: [Confidence::Low, Confidence::Medium, Confidence::High][random.below(3)],
        cwe: (0..random.below(3)).map(|_| random.below(900) as u32).collect(),
        security_severity: random
            .one_in(2)
            .then(|| ["8.1", "0.0", "high", "11", "NaN", "10.0"][random.below(6)].to_owned()),
        limits: random.text(),
        planned: random.one_in(4),
        ran: random.one_in(2),
        noun: (random.text(), random.text()),
        counted: random.below(9) as u32,
        failed: random.below(9) as u32,
        asked: random.below(9) as u32,
        passed: random.below(9) as u32,
        allowed: random.below(9) as u32,
        read: random.below(9) as u32,
    }
}

fn item(random: &mut Random, number: u32, rules: usize) -> Item {
    let verdicts = [
        Verdict::Fail,
        Verdict::Ask,
        Verdict::NotChecked,
        Verdict::NotApplicable,
        Verdict::Pass,
        Verdict::ByHand,
    ];
    Item {
        number: number + 1,
        section: random.text(),
        text: random.text(),
        line: random.below(90) as u32,
        rules: (0..random.below(4)).map(|_| random.below(rules + 1)).collect(),
        verdict: verdicts[random.below(6)],
        because: random.text(),
        limits: (0..random.below(3)).map(|_| random.text()).collect(),
    }
}

fn severity(random: &mut Random) -> Severity {
    [Severity::Suggestion, Severity::Warning, Severity::Critical][random.below(3)]
}

fn finding(random: &mut Random, rules: usize, texts: &Texts) -> Finding {
    let path = random.path();
    let standing = match random.below(6) {
        0 => Standing::Allowed { reason: random.text(), place: random.place(texts.0.get(&path)) },
        1 => Standing::Known,
        2 => Standing::OutOfView,
        _ => Standing::Stands,
    };
    let related = (0..random.below(4))
        .map(|_| {
            let path = random.path();
            Related { place: random.place(texts.0.get(&path)), message: random.text(), path }
        })
        .collect();
    Finding {
        rule: random.rule_index(rules),
        severity: severity(random),
        message: random.text(),
        place: random.place(texts.0.get(&path)),
        path,
        related,
        more_related: random.below(3) as u32,
        key: random.text(),
        detail: random.text(),
        fingerprint: if random.one_in(3) { String::new() } else { format!("{:064x}", random.below(1 << 30)) },
        merged: (0..random.below(3)).map(|_| (random.text(), random.text())).collect(),
        standing,
    }
}

fn ask(random: &mut Random, rules: usize, texts: &Texts) -> Ask {
    let path = random.path();
    Ask {
        rule: random.rule_index(rules),
        question: random.text(),
        cause: random.text(),
        place: random.place(texts.0.get(&path)),
        path,
        key: random.text(),
        in_view: !random.one_in(4),
    }
}
