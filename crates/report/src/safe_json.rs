//! JSON whose bytes are safe to look at: characters that do not show are written as `\uXXXX`.
//!
//! The value is the same for every reader; only a terminal, a log or a diff view that shows the raw text is
//! kept from obeying what stands in it.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::escape::is_invisible;

/// Writes a value on one line, streaming.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Visible);
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut written = 0;
        let mut hash = false;
        for (at, c) in fragment.char_indices() {
            // `##[` and `##vso[` are obeyed by build agents anywhere in a line.
            let escape = is_invisible(c) || (c == '#' && hash);
            hash = c == '#';
            if !escape {
                continue;
            }
            writer.write_all(&fragment.as_bytes()[written..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}
