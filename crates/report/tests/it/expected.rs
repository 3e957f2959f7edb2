//! The sample in every format, written out beside these tests. `UPDATE_EXPECTED=1 cargo test -p review-report`
//! rewrites the files; the change is then read as text.

use std::path::Path;

use review_report::{Format, Profile, Style};

use crate::sample;

#[test]
fn the_sample_in_every_format() {
    let texts = sample::sources();
    let outcome = sample::outcome(&texts);
    let plain = Style::default();
    let mut stale = Vec::new();
    for (name, format, profile, style) in [
        ("full.txt", Format::Full, Profile::Upload, plain),
        ("full-color.txt", Format::Full, Profile::Upload, Style { color: true, width: 120 }),
        ("concise.txt", Format::Concise, Profile::Upload, plain),
        ("report.json", Format::Json, Profile::Upload, plain),
        ("upload.sarif", Format::Sarif, Profile::Upload, plain),
        ("full.sarif", Format::Sarif, Profile::Full, plain),
        ("checklist.md", Format::Markdown, Profile::Upload, plain),
    ] {
        let mut text = crate::styled(format, profile, &outcome, &texts, style);
        if name.ends_with("json") || name.ends_with("sarif") {
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            text = serde_json::to_string_pretty(&value).unwrap() + "\n";
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/expected").join(name);
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != text {
            stale.push(format!("=== {name} is now:\n{text}"));
        }
    }
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}
