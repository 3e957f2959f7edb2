//! Fields of facts that need the path, the vocabulary or the other files.

use crate::vocabulary::{Delicacy, Meaning, Vocabulary};
use crate::{File, Subject};
use review_facts::{Body, Cause, Exposure, FileClass, Hints, Known, Language, LogCall};

/// Fills the joined fields of every subject.
pub(crate) fn fill(files: &[File], subjects: &mut [Subject], vocabulary: &Vocabulary) {
    let hinted = hinted_share(files, subjects);
    for subject in subjects {
        match &mut subject.fact.body {
            Body::Func(func) => func.project_hinted = hinted,
            Body::LogCall(call) => log_call(call, vocabulary),
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

/// The most delicate of the logged values. A weak name alone leaves it open.
fn log_call(call: &mut LogCall, vocabulary: &Vocabulary) {
    let mut worst = Exposure::None;
    let mut weak = None;
    for value in call.values.iter().filter(|value| !value.reduced) {
        let Some(meaning) = vocabulary.meaning(&value.name) else { continue };
        let exposure = if value.through.iter().any(|function| vocabulary.masks(function)) {
            Exposure::Masked
        } else {
            exposure(meaning)
        };
        if meaning.weak && exposure != Exposure::Masked {
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

fn exposure(meaning: Meaning) -> Exposure {
    match meaning.delicacy {
        Delicacy::Contact => Exposure::Contact,
        Delicacy::Sensitive => Exposure::Sensitive,
        Delicacy::Credential => Exposure::Credential,
    }
}
