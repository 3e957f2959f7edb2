//! A code-review checklist engine: the command.

fn main() {}
