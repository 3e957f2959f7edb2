//! Text to CEL's syntax tree, with errors that point into the text.

use super::ConditionError;
use cel::Program;

/// Words that CEL keeps for itself and that a rule's author may take for a name.
const RESERVED: &[&str] = &[
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

pub(super) fn parse(text: &str) -> Result<Program, ConditionError> {
    if text.trim().is_empty() {
        return Err(ConditionError { span: 0..0, message: "the condition is empty".to_owned() });
    }
    if let Some(at) = too_deep(text) {
        let message =
            format!("more than {MOST_OPERATORS} operators; split the rule, or add a fact that says this");
        return Err(ConditionError { span: at..at + 1, message });
    }
    Program::compile(text).map_err(|errors| {
        let Some(first) = errors.errors.first() else {
            return ConditionError { span: 0..0, message: "this is no CEL expression".to_owned() };
        };
        let start = offset(text, first.pos);
        let word = text[start..]
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .filter(|word| !word.is_empty())
            .unwrap_or("");
        let end = start + word.len().max(text[start..].chars().next().map_or(0, char::len_utf8));
        let message = if RESERVED.contains(&word) {
            format!("`{word}` is a reserved word of CEL and names no subject")
        } else {
            // The parser's own words, without the list of everything that could have followed.
            let said = first.msg.trim_start_matches("Syntax error: ");
            let said = said.split(" expecting {").next().unwrap_or(said);
            format!("this is no CEL expression: {}", said.replace('\n', " "))
        };
        ConditionError { span: start..end, message }
    })
}

/// Operators and dots that one condition may hold. Chains of them are trees as deep as they are long, and trees
/// are walked by recursion; `&&` and `||` do not count, their chains are balanced.
const MOST_OPERATORS: usize = 300;

/// Where there is one operator too many. Characters in texts count as well: telling them apart would need
/// the grammar that this protects.
fn too_deep(text: &str) -> Option<usize> {
    text.bytes()
        .enumerate()
        .filter(|(_, byte)| b"+-*/%<>=!?:.".contains(byte))
        .nth(MOST_OPERATORS)
        .map(|(at, _)| at)
}

/// The byte offset of a line and column, both from 1, the column in characters.
fn offset(text: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line - 1).unwrap_or(0);
    let column = usize::try_from(column - 1).unwrap_or(0);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start.min(text.len()) + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}
