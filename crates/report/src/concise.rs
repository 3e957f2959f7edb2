//! `path:line:col: error|warning|note[rule-id]: message`, one physical line for each finding that stands.
//!
//! Nothing else is written, so that a problem matcher sees only what it matches. The column is in UTF-16 units
//! from 1, as VS Code counts; without astral characters before it on its line that is also the character.

use std::io;

use review_engine::Outcome;

use crate::escape;
use crate::files::Files;
use crate::totals::{rule_id, standing};

/// A matcher's host cuts or drops longer messages.
const MESSAGE_CHARS: usize = 1000;

pub(crate) fn write(outcome: &Outcome, files: &Files, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in standing(outcome) {
        let file = files.get(&finding.path);
        let column = file.region(finding.place).map_or(1, |region| region.utf16.0);
        writeln!(
            out,
            "{}:{}:{}: {}[{}]: {}",
            escape::path(&finding.path),
            finding.place.line.max(1),
            column,
            finding.severity.level(),
            escape::one_line(rule_id(outcome, finding.rule)),
            escape::one_line(&escape::cut(&finding.message, MESSAGE_CHARS)),
        )?;
    }
    Ok(())
}
