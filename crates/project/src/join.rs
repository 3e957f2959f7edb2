//! Fields of facts that need the path, the vocabulary or the other files.

use crate::vocabulary::{Delicacy, Meaning, Vocabulary, words_of};
use crate::{File, Subject};
use review_facts::{Body, Cause, Exposure, FileClass, Hints, Known, Language, LogCall};

/// Fills the joined fields of every subject.
pub(crate) fn fill(files: &[File], subjects: &mut [Subject], vocabulary: &Vocabulary) {
    let hinted = hinted_share(files, subjects);
    for subject in subjects {
        let (path, scope) = (&files[subject.file as usize].path, &subject.fact.scope);
        match &mut subject.fact.body {
            Body::Func(func) => func.project_hinted = hinted,
            Body::LogCall(call) => log_call(call, path, scope, vocabulary),
            Body::Literal(literal) => literal.named_secret = vocabulary.names_secret(&literal.bound_to),
            Body::EnvLookup(lookup) => lookup.named_secret = vocabulary.names_secret(&lookup.variable),
            _ => {}
        }
    }
}

/// How many in a hundred of the Python functions of production code that could carry type hints carry all of
/// them; 100 when there are none.
fn hinted_share(files: &[File], subjects: &[Subject]) -> u32 {
    let (mut complete, mut all) = (0_u32, 0_u32);
    for subject in subjects {
        let file = &files[subject.file as usize];
        let python = file.facts.as_ref().is_ok_and(|facts| facts.language == Language::Python);
        if let Body::Func(func) = &subject.fact.body
            && python
            && file.class == FileClass::Code
            && func.hints != Hints::Exempt
        {
            all += 1;
            complete += u32::from(func.hints == Hints::Complete);
        }
    }
    (complete * 100).checked_div(all).unwrap_or(100)
}

/// The most delicate of the logged values. A weak name leaves it open, unless its file or function is about
/// signing in: a `token` there is a credential.
fn log_call(call: &mut LogCall, path: &str, scope: &str, vocabulary: &Vocabulary) {
    let mut worst = Exposure::None;
    let mut weak = None;
    for value in call.values.iter().filter(|value| !value.reduced) {
        let Some(meaning) = vocabulary.meaning(&value.name) else { continue };
        let exposure = if value.through.iter().any(|function| vocabulary.masks(function)) {
            Exposure::Masked
        } else if value.through.is_empty() {
            exposure(meaning)
        } else {
            // What comes out of a function is not what went in: `verify(password)` is true or false.
            continue;
        };
        if meaning.weak && exposure != Exposure::Masked && !about_signing_in(path, scope) {
            weak.get_or_insert_with(|| value.clone());
        } else if exposure > worst {
            worst = exposure;
            call.value.clone_from(&value.text);
        }
    }
    call.exposes = match weak {
        Some(value) if worst < Exposure::Sensitive => {
            let why = format!("`{}` can be a credential or a harmless word of that name", value.text);
            call.value = value.text;
            Known::Unknown(Cause { unresolved: value.name, why })
        }
        _ => Known::Is(worst),
    };
}

/// True when a word of the path or of the enclosing names belongs to signing in (names of the routes and
/// modules that OAuth 2 and session libraries document).
fn about_signing_in(path: &str, scope: &str) -> bool {
    const WORDS: [&str; 13] = [
        "auth",
        "oauth",
        "oauth2",
        "login",
        "logout",
        "signin",
        "signup",
        "session",
        "sessions",
        "jwt",
        "sso",
        "authentication",
        "credentials",
    ];
    words_of(path).iter().chain(&words_of(scope)).any(|word| WORDS.contains(&word.as_str()))
}

fn exposure(meaning: Meaning) -> Exposure {
    match meaning.delicacy {
        Delicacy::Contact => Exposure::Contact,
        Delicacy::Sensitive => Exposure::Sensitive,
        Delicacy::Credential => Exposure::Credential,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use review_facts::LoggedValue;

    fn exposes(path: &str, values: &[(&str, &[&str], bool)]) -> Known<Exposure> {
        let values = values
            .iter()
            .map(|(name, through, reduced)| LoggedValue {
                text: (*name).to_owned(),
                name: (*name).to_owned(),
                through: through.iter().map(|function| (*function).to_owned()).collect(),
                reduced: *reduced,
                ..LoggedValue::default()
            })
            .collect();
        let mut call = LogCall { values, ..LogCall::default() };
        log_call(&mut call, path, "", &Vocabulary::default());
        call.exposes
    }

    #[test]
    fn the_most_delicate_value_counts() {
        assert_eq!(
            exposes("app/pay.py", &[("email", &[], false), ("iban", &[], false)]),
            Known::Is(Exposure::Sensitive)
        );
        assert_eq!(exposes("app/pay.py", &[("user_id", &[], false)]), Known::Is(Exposure::None));
    }

    #[test]
    fn masked_and_reduced_values_are_not_shown() {
        assert_eq!(exposes("app/pay.py", &[("iban", &["mask_iban"], false)]), Known::Is(Exposure::Masked));
        assert_eq!(exposes("app/pay.py", &[("password", &[], true)]), Known::Is(Exposure::None));
        assert_eq!(exposes("app/pay.py", &[("password", &["verify"], false)]), Known::Is(Exposure::None));
    }

    #[test]
    fn a_word_with_two_meanings_asks_outside_of_signing_in() {
        assert!(matches!(exposes("app/parser.py", &[("token", &[], false)]), Known::Unknown(_)));
        assert_eq!(exposes("app/auth/routes.py", &[("token", &[], false)]), Known::Is(Exposure::Credential));
    }
}
