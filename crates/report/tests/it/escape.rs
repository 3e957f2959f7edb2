//! Hostile text in each target.

use review_report::escape;

use crate::random::HOSTILE;

#[test]
fn invisible_characters_are_spelled_out() {
    assert_eq!(escape::one_line("\u{1b}[31mred\u{1b}[0m"), "\\u{1b}[31mred\\u{1b}[0m");
    assert_eq!(escape::one_line("a\u{1b}]8;;x\u{7}b"), "a\\u{1b}]8;;x\\u{7}b");
    assert_eq!(escape::one_line("\u{9b}2J\u{7f}\0"), "\\u{9b}2J\\u{7f}\\u{0}");
    assert_eq!(escape::one_line("user\u{202e}nimda\u{2069}"), "user\\u{202e}nimda\\u{2069}");
    assert_eq!(
        escape::one_line("a\u{200b}b\u{feff}c\u{ad}d\u{e0041}"),
        "a\\u{200b}b\\u{feff}c\\u{ad}d\\u{e0041}"
    );
    assert_eq!(escape::one_line("größe 漢字 ❤\u{fe0f} 😀"), "größe 漢字 ❤\u{fe0f} 😀");
}

#[test]
fn one_line_is_one_line() {
    assert_eq!(escape::one_line("a\nb\r\nc\rd\te"), "a b c d e");
    assert_eq!(escape::one_line("a\u{2028}b\u{85}c\u{b}d"), "a\\u{2028}b\\u{85}c\\u{b}d");
}

#[test]
fn build_agents_see_no_command() {
    assert_eq!(escape::one_line("x ##[add-mask]y"), "x \\u{23}#[add-mask]y");
    assert_eq!(escape::one_line("##vso[task.x]"), "\\u{23}#vso[task.x]");
    assert_eq!(escape::one_line("####[x]"), "##\\u{23}#[x]");
    assert_eq!(escape::one_line("## Heading #[derive]"), "## Heading #[derive]");
    assert_eq!(escape::path("::error::x"), "./::error::x");
    assert_eq!(escape::path(" ::error::x"), "./ ::error::x");
    assert_eq!(escape::path("a:12:3: error[x]: y"), "a\\u{3a}12\\u{3a}3: error[x]: y");
    assert_eq!(escape::path("src/[id]/page.tsx"), "src/[id]/page.tsx");
    assert_eq!(escape::line_start("\u{a0} ::error::x"), "\u{a0} \\u{3a}:error::x");
    assert_eq!(escape::line_start("std::fs"), "std::fs");
    assert_eq!(escape::workflow_data("50%\r\nnext"), "50%25 next");
    assert_eq!(escape::workflow_property("a:b,c%"), "a%3Ab%2Cc%25");
}

#[test]
fn a_line_of_code_keeps_its_span() {
    let (text, span) = escape::code_line("\tx = \u{202e}'😀'  # y", 1, 2);
    assert_eq!(text, "    x = \\u{202e}'😀'  # y");
    assert_eq!(&text[span], "x");
    let line = "\u{200b}needle##[x]";
    let (text, span) = escape::code_line(line, 3, line.len());
    assert_eq!(&text[span], "needle\\u{23}#[x]");
    let (text, span) = escape::code_line("ab", 2, 2);
    assert_eq!((text.as_str(), span), ("ab", 2..2));
    for line in HOSTILE {
        let (text, span) = escape::code_line(line, 0, line.len());
        assert_eq!(span, 0..text.len(), "{line:?}");
    }
}

#[test]
fn sarif_messages_hold_no_link_and_no_placeholder() {
    assert_eq!(escape::sarif_message("list[int] of {x}"), "list[int] of {x}");
    assert_eq!(escape::sarif_message("[text](1)"), "\\[text\\](1)");
    assert_eq!(escape::sarif_message("[a\\](b](2)"), "\\[a\\\\\\](b\\](2)");
    assert_eq!(escape::sarif_message("{0} and {12}, ${0"), "{{0}} and {{12}}, ${0");
    assert_eq!(escape::sarif_message("a\nb\u{202e}"), "a b\\u{202e}");
    assert_eq!(escape::sarif_link_text("a](x) {0}"), "a\\](x) (0)");
}

#[test]
fn uris_are_relative_and_encoded() {
    assert_eq!(escape::uri("src/a b.rs"), "src/a%20b.rs");
    assert_eq!(escape::uri("./src/ü.py"), "src/%C3%BC.py");
    assert_eq!(escape::uri(".//./x"), "x");
    assert_eq!(escape::uri("//host/x"), "host/x");
    assert_eq!(escape::uri("app/[id]/(group)/100%#?.tsx"), "app/%5Bid%5D/(group)/100%25%23%3F.tsx");
    assert_eq!(escape::uri("c:/x\\y\u{202e}"), "c%3A/x%5Cy%E2%80%AE");
}

#[test]
fn cut_counts_characters() {
    assert_eq!(escape::cut("äöü", 3), "äöü");
    assert_eq!(escape::cut("äöüß", 3), "äö…");
    assert_eq!(escape::cut("", 0), "");
    assert_eq!(escape::cut("abc", 0), "…");
}

/// Five megabytes without a line end, in every target, in a moment.
#[test]
fn huge_text_is_linear() {
    let huge = "`[(#@\u{202e}".repeat(5_000_000 / 8);
    let started = std::time::Instant::now();
    for escaped in [
        escape::one_line(&huge),
        escape::path(&huge),
        escape::markdown(&huge),
        escape::markdown_cell(&huge),
        escape::markdown_code(&huge),
        escape::sarif_message(&huge),
        escape::uri(&huge),
        escape::workflow_property(&huge),
        escape::code_line(&huge, 0, 1).0,
    ] {
        assert!(escaped.len() >= huge.len());
        assert!(!escaped.contains('\u{202e}'));
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
