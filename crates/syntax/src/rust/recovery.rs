//! From text to items, also when some of it is broken.

use super::DEEPEST;
use super::lower::Lower;
use super::positions::Positions;
use crate::tree::Builder;
use proc_macro2::TokenStream;
use review_facts::Span;

/// Reads the text that stands at `base` and whose depth is known.
pub(super) fn read(builder: &mut Builder, text: &str, base: u32, depth: u32) {
    let spans = Spans;
    let whole = Span::new(base, base + text.len() as u32);
    if depth > DEEPEST {
        builder.uncovered(whole, "nested too deep");
        return;
    }
    let Ok(tokens) = text.parse::<TokenStream>() else {
        builder.uncovered(whole, "syntax error");
        return;
    };
    let positions = Positions::new(text, base);
    match syn::parse2::<syn::File>(tokens) {
        Ok(file) => {
            let mut lower = Lower { out: builder, at: &positions, macros: 0 };
            lower.attributes(&file.attrs);
            lower.items(&file.items);
        }
        Err(_) => builder.uncovered(whole, "syntax error"),
    }
    drop(spans);
}

/// Spans live in a table of the thread that only ever grows; every text is looked up in it, so what was read
/// before makes the next file slower (calibration.md 5). Dropped when the text's offsets have been taken,
/// also by a panic.
struct Spans;

impl Drop for Spans {
    fn drop(&mut self) {
        proc_macro2::extra::invalidate_current_thread_spans();
    }
}
