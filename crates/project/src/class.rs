//! What a file is for, by its path (frameworks.md 1).

use review_facts::{FileClass, FileFacts};

/// The class of a file, by its path and by what it says of itself.
pub fn file_class(path: &str, facts: &FileFacts) -> FileClass {
    let _ = path;
    if facts.generated { FileClass::Generated } else { FileClass::Code }
}
