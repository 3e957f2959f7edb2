//! A text of SQL as statements.

use super::content;
use super::detail::Detail;
use super::dialect::{self, Dialect};
use super::split::{Piece, Splitter};
use super::statement;
use super::step::Step;
use review_facts::{MigrationBody, Operation, SectionMarker, Span};

/// So many steps, columns and names of a text are kept. It bounds the memory at about 300 MB, and is three
/// times what 16 MiB of a dump with one row per statement hold.
const KEPT: usize = 500_000;

/// A text of SQL. All spans are bytes from 0 of the text that was read, a byte order mark included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// The dialect that the text was read in.
    pub dialect: Dialect,
    /// Its statements, in order.
    pub statements: Vec<Statement>,
    /// Its comments, in order, marks included.
    pub comments: Vec<Span>,
    /// Its sections. The first is what stands above the first marker, and the whole text when there is none.
    pub sections: Vec<Section>,
    /// It is a list of named queries for a generator: `-- name: GetUser :one`.
    pub named_queries: bool,
    /// Its statements are parted by `--> statement-breakpoint`.
    pub breakpoints: bool,
    /// What was not read, as there were too many statements before it.
    pub unread: Option<Span>,
}

/// A part of a text of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// The marker it stands below.
    pub marker: SectionMarker,
    /// From its marker up to the next one.
    pub span: Span,
}

/// A statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    /// From its first token to its last, without what ends it.
    pub span: Span,
    /// The section it stands in: a position in [`Script::sections`].
    pub section: u32,
    /// What it does; never empty.
    pub steps: Vec<Step>,
    /// It was too long to be read to its end.
    pub cut: bool,
}

/// Reads a text, in the dialect that it shows.
pub fn read(text: &str) -> Script {
    read_as(text, dialect::tell(text))
}

/// Reads a text in a given dialect.
pub fn read_as(text: &str, dialect: Dialect) -> Script {
    let mut splitter = Splitter::of_text(text, dialect);
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let mut script = Script { dialect, ..Script::default() };
    script.sections.push(Section { marker: SectionMarker::None, span: Span::new(0, end) });
    let mut kept = 0;
    while let Some(piece) = splitter.piece() {
        match piece {
            Piece::Section(marker, span) => script.begin_section(marker, span),
            Piece::Command(span) => script.statement(span, vec![command(text, span)], false),
            Piece::Statement { span, cut } => {
                let steps = statement::steps(text, &splitter.tokens);
                kept += steps.iter().map(weight).sum::<usize>();
                script.statement(span, steps, cut);
            }
        }
        if kept > KEPT {
            script.unread = Some(Span::new(splitter.position() as u32, end));
            break;
        }
    }
    script.comments = splitter.comments;
    script.named_queries = splitter.named_queries;
    script.breakpoints = splitter.breakpoints;
    script
}

impl Script {
    /// What a section amounts to, read as the body of one direction. `text` is what the script was read from.
    pub fn content(&self, text: &str, section: u32) -> MigrationBody {
        content::of_section(self, text, section)
    }

    fn begin_section(&mut self, marker: SectionMarker, span: Span) {
        let mut next = Span::new(span.start, span.end);
        if let Some(last) = self.sections.last_mut() {
            next.end = last.span.end;
            last.span.end = span.start;
        }
        self.sections.push(Section { marker, span: next });
    }

    fn statement(&mut self, span: Span, steps: Vec<Step>, cut: bool) {
        let section = self.sections.len().saturating_sub(1) as u32;
        self.statements.push(Statement { span, section, steps, cut });
    }
}

/// A line for the client: what it reads from other files is not known.
fn command(text: &str, span: Span) -> Step {
    let line = span.text(text);
    let name = line.split_whitespace().next().unwrap_or("");
    let operation = match name {
        "\\i" | "\\ir" | "\\include" | "\\include_relative" | "\\gexec" => Operation::Opaque,
        "\\copy" if line.to_ascii_lowercase().contains(" from ") => Operation::Insert,
        _ => Operation::Setting,
    };
    Step { span, place: Span::new(span.start, span.start + name.len() as u32), ..Step::new(operation) }
}

fn weight(step: &Step) -> usize {
    let details = match &step.detail {
        Detail::Table(table) => table.columns.len() + table.constraints.len() + table.indexes.len(),
        Detail::Grant(grant) => grant.objects.len() + grant.roles.len(),
        Detail::Policy(policy) => policy.roles.len(),
        Detail::Index(index) => index.parts.len(),
        Detail::Block(block) => block.words.len(),
        _ => 0,
    };
    1 + step.columns.len() + details
}
