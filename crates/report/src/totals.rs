//! What is said about an outcome as a whole, the same in every format.

use review_engine::{Finding, Outcome, Severity, Standing, Verdict};

/// One line for the end of a run: findings by severity, those that do not stand, verdicts.
pub fn summary_line(outcome: &Outcome) -> String {
    let totals = Totals::of(outcome);
    let mut line = totals.findings_phrase();
    let aside = totals.aside_phrase();
    if !aside.is_empty() {
        line.push_str(" (");
        line.push_str(&aside);
        line.push(')');
    }
    line.push_str("; ");
    line.push_str(&totals.verdicts_phrase());
    line
}

/// Counts over an outcome.
#[derive(Clone, Debug, Default)]
pub(crate) struct Totals {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
    pub(crate) allowed: usize,
    pub(crate) known: usize,
    pub(crate) out_of_view: usize,
    pub(crate) asks: usize,
    /// In the order of [`VERDICTS`].
    pub(crate) verdicts: [usize; 6],
}

/// Every verdict, worst first.
pub(crate) const VERDICTS: [Verdict; 6] = [
    Verdict::Fail,
    Verdict::Ask,
    Verdict::NotChecked,
    Verdict::NotApplicable,
    Verdict::Pass,
    Verdict::ByHand,
];

impl Totals {
    pub(crate) fn of(outcome: &Outcome) -> Totals {
        let mut totals = Totals { asks: outcome.asks.len(), ..Totals::default() };
        for finding in &outcome.findings {
            let count = match (&finding.standing, finding.severity) {
                (Standing::Stands, Severity::Critical) => &mut totals.errors,
                (Standing::Stands, Severity::Warning) => &mut totals.warnings,
                (Standing::Stands, Severity::Suggestion) => &mut totals.notes,
                (Standing::Allowed { .. }, _) => &mut totals.allowed,
                (Standing::Known, _) => &mut totals.known,
                (Standing::OutOfView, _) => &mut totals.out_of_view,
            };
            *count += 1;
        }
        for item in &outcome.items {
            let index = VERDICTS.iter().position(|verdict| *verdict == item.verdict).unwrap_or(0);
            totals.verdicts[index] += 1;
        }
        totals
    }

    pub(crate) fn standing(&self) -> usize {
        self.errors + self.warnings + self.notes
    }

    /// `2 errors, 1 warning`, or `no findings`.
    pub(crate) fn findings_phrase(&self) -> String {
        let parts: Vec<String> = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(count as u64, noun))
            .collect();
        if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
    }

    /// `3 allowed, 40 known`: findings that do not stand; empty when there are none.
    pub(crate) fn aside_phrase(&self) -> String {
        let parts = [(self.allowed, "allowed"), (self.known, "known"), (self.out_of_view, "out of view")];
        join_counts(parts.into_iter())
    }

    /// `checklist: 1 fail, 9 pass`.
    pub(crate) fn verdicts_phrase(&self) -> String {
        let verdicts =
            VERDICTS.into_iter().zip(self.verdicts).map(|(verdict, count)| (count, verdict.word()));
        let parts = join_counts(verdicts);
        if parts.is_empty() { "checklist: no items".to_owned() } else { format!("checklist: {parts}") }
    }
}

/// The findings that stand, in view and not allowed or known, in their order.
pub(crate) fn standing(outcome: &Outcome) -> impl Iterator<Item = &Finding> {
    outcome.findings.iter().filter(|finding| finding.standing == Standing::Stands)
}

/// The id of a rule by index.
pub(crate) fn rule_id(outcome: &Outcome, rule: usize) -> &str {
    outcome.rules.get(rule).map_or("unknown-rule", |rule| &rule.id)
}

/// `1 file`, `2 files`, `12,000 lines`.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", thousands(count), if count == 1 { "" } else { "s" })
}

/// `12,345`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn join_counts<'a>(parts: impl Iterator<Item = (usize, &'a str)>) -> String {
    let parts: Vec<String> = parts
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", thousands(count as u64)))
        .collect();
    parts.join(", ")
}
