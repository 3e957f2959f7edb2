//! The nearest right name, for messages about wrong ones.

/// The candidate that is most like `text`, when it is near enough to be meant.
pub(crate) fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody misspells a name of hundreds of characters; the comparison is quadratic.
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(&text.to_lowercase(), candidate);
        let allowed = (candidate.chars().count().max(text.chars().count()) / 3).max(1);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `; did you mean `x`?`, or nothing.
pub(crate) fn hint<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(text, candidates) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_is_meant_and_nothing_else() {
        let names = ["hints", "cognitive", "cyclomatic"];
        assert_eq!(nearest("hint", names), Some("hints"));
        assert_eq!(nearest("Cognitve", names), Some("cognitive"));
        assert_eq!(nearest("path", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest(&"x".repeat(5000), names), None);
    }
}
