//! Words with a meaning: sensitive names, credentials, maskers, loggers.

/// The words of a project.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {}
