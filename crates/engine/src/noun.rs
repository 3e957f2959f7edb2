//! What the subjects of a kind are called in sentences, and how numbers are written there.

use review_facts::Kind;

/// One and many: `function`, `functions`.
pub(crate) fn noun(kind: Kind) -> (String, String) {
    // Where the kind's own name is short for something else, or what is counted as read is something else.
    let word = match kind.name() {
        "func" => "function",
        "handler" => "error handler",
        "env_lookup" => "environment lookup",
        "any_type" => "type",
        "suppression" => "comment",
        "debug_statement" => "statement",
        "test_focus" => "test",
        "async_call" => "asynchronous call",
        "merge_marker" => "line",
        other => other,
    };
    let one = word.replace('_', " ");
    let many = match one.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if one.ends_with('s') || one.ends_with("ch") => format!("{one}es"),
        _ => format!("{one}s"),
    };
    (one, many)
}

/// `1 function`, `12,345 functions`.
pub(crate) fn counted(count: u64, noun: &(String, String)) -> String {
    format!("{} {}", grouped(count), if count == 1 { &noun.0 } else { &noun.1 })
}

/// `12,345`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn either(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => names.concat(),
    }
}

/// `a`, `a and b`, `a, b and 3 more`.
pub(crate) fn listed(names: &[&str], most: usize) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] if names.len() <= most => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} more", names[..most].join(", "), names.len() - most),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_nouns_read_well() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(12_345_678), "12,345,678");
        assert_eq!(counted(1, &noun(Kind::Func)), "1 function");
        assert_eq!(counted(2, &noun(Kind::LogCall)), "2 log calls");
        assert_eq!(either(&["a", "b", "c"]), "a, b or c");
        assert_eq!(either(&["a"]), "a");
        assert_eq!(listed(&["a"], 2), "a");
        assert_eq!(listed(&["a", "b"], 2), "a and b");
        assert_eq!(listed(&["a", "b", "c", "d"], 2), "a, b and 2 more");
        for kind in Kind::ALL {
            let (one, many) = noun(*kind);
            assert!(one != many && !many.contains('_'), "{one} {many}");
        }
    }
}
