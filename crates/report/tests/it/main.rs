//! Every format over outcomes made by hand and at random.

#![allow(clippy::unwrap_used)] // Helpers of tests are no tests to the lint.

mod escape;
mod expected;
mod hostile;
mod json;
mod limits;
mod markdown;
mod matchers;
mod random;
mod sample;
mod sarif;

use review_engine::{Outcome, Sources};
use review_report::{Format, Profile, Style};

/// A report as text.
pub fn report(format: Format, profile: Profile, outcome: &Outcome, sources: &dyn Sources) -> String {
    styled(format, profile, outcome, sources, Style::default())
}

/// A report as text, in a style.
pub fn styled(
    format: Format,
    profile: Profile,
    outcome: &Outcome,
    sources: &dyn Sources,
    style: Style,
) -> String {
    let mut out = Vec::new();
    review_report::write(format, profile, outcome, sources, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
