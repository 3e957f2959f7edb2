//! Blocks of PL/pgSQL: the statements of SQL that stand in them.
//!
//! One decision that is not obvious: conditions and loops are skipped rather than understood. What stands in
//! a block may run, and is marked so.

use super::cursor::Cursor;
use super::detail::{Block, Detail};
use super::dialect::Dialect;
use super::lexer::Lexer;
use super::name::LONGEST;
use super::query;
use super::split::{Piece, Splitter};
use super::statement;
use super::step::Step;
use super::token::{self, Token, TokenKind};
use review_facts::{Operation, Span};

/// Statements of PL/pgSQL that do nothing to a database.
const CONTROL: &[&str] =
    &["ASSERT", "CLOSE", "CONTINUE", "EXIT", "FETCH", "GET", "MOVE", "NULL", "OPEN", "RETURN"];

/// So many steps of a block are kept; what comes after them is opaque. No block that was written by hand
/// comes near.
const KEPT: usize = 10_000;

/// What stands in a block.
#[derive(Default)]
pub(super) struct Body {
    /// Its strings that could be names.
    pub words: Vec<Span>,
    /// The steps of its statements.
    pub steps: Vec<Step>,
    /// The text of the error it raises, or the raising statement when there is no text.
    pub raises: Option<Span>,
}

/// Reads `DO $$ … $$`: the block, and the steps in it.
pub(super) fn read(mut cursor: Cursor) -> Vec<Step> {
    cursor.take(&["DO"]);
    if cursor.take(&["LANGUAGE"]) {
        cursor.next();
    }
    let Some(string) = cursor.string() else { return vec![Step::new(Operation::Block)] };
    let span = token::inside(cursor.text, string);
    let body = read_body(cursor.text, span);
    let block = Block { body: Some(span), words: body.words, raises: body.raises };
    let mut steps = vec![Step::new(Operation::Block).with(Detail::Block(block))];
    steps.extend(body.steps);
    steps
}

/// Reads the inside of a block or function, `BEGIN` and `END` included.
pub(super) fn read_body(text: &str, span: Span) -> Body {
    let mut splitter = Splitter::new(text, Lexer::new(text, span, Dialect::Standard));
    let mut body = Body::default();
    let mut declaring = false;
    while let Some(piece) = splitter.piece() {
        if !matches!(piece, Piece::Statement { .. }) {
            continue;
        }
        body.words.extend(splitter.tokens.iter().filter_map(|token| word(text, *token)));
        let mut cursor = Cursor::new(text, &splitter.tokens);
        skip_control(&mut cursor, &mut declaring);
        let whole = cursor.span();
        read_statement(cursor, &mut body);
        if body.steps.len() > KEPT || body.words.len() > KEPT {
            body.steps.push(Step { span: whole, place: whole, ..Step::new(Operation::Opaque) });
            break;
        }
    }
    for step in &mut body.steps {
        step.conditional = true;
    }
    body
}

/// The inside of a string that could be a name.
fn word(text: &str, token: Token) -> Option<Span> {
    let inside = (token.kind == TokenKind::Text).then(|| token::inside(text, token))?;
    let written = inside.text(text);
    let named = written.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '.');
    (named && !written.is_empty() && written.len() <= LONGEST).then_some(inside)
}

fn read_statement(mut cursor: Cursor, body: &mut Body) {
    let whole = cursor;
    if cursor.take(&["RAISE"]) {
        let harmless = cursor.is_any(&["NOTICE", "WARNING", "INFO", "LOG", "DEBUG"]);
        cursor.take(&["EXCEPTION"]);
        if !harmless {
            let text = cursor.string().map(|string| token::inside(cursor.text, string));
            body.raises = Some(text.unwrap_or(whole.span()));
        }
    } else if cursor.take(&["EXECUTE"]) {
        body.steps.extend(execute(cursor, whole));
    } else if cursor.take(&["PERFORM"]) || cursor.take(&["SELECT"]) {
        let call = query::called_function(cursor);
        let place = call.as_ref().map_or(whole.span(), |name| name.span);
        body.steps.push(Step { place, span: whole.span(), ..Step::of_object(Operation::Query, call) });
    } else if !cursor.is_any(CONTROL) && !cursor.is("DO") {
        body.steps.extend(known(statement::steps(cursor.text, cursor.rest())));
    }
}

/// Moves past declarations, and past the words before a statement: `BEGIN`, `IF … THEN`, `FOR … LOOP`,
/// `EXCEPTION WHEN … THEN`. Nothing is left of what holds no statement.
fn skip_control(cursor: &mut Cursor, declaring: &mut bool) {
    loop {
        if cursor.take(&["DECLARE"]) {
            *declaring = true;
        } else if cursor.take(&["BEGIN"]) {
            *declaring = false;
        } else if *declaring || cursor.is("END") {
            while cursor.next().is_some() {}
            return;
        } else if cursor.is_any(&["IF", "ELSIF", "ELSEIF", "CASE", "WHEN"]) {
            skip_past_or_all(cursor, "THEN");
        } else if cursor.is_any(&["FOR", "FOREACH", "WHILE"]) {
            skip_past_or_all(cursor, "LOOP");
        } else if cursor.is_mark(b'<') {
            cursor.skip_to(|_, token| token.kind == TokenKind::Mark(b'>'));
            cursor.take_mark(b'>');
            cursor.take_mark(b'>');
        } else if cursor.take_any(&["ELSE", "LOOP", "EXCEPTION"]).is_none() {
            return;
        }
    }
}

fn skip_past_or_all(cursor: &mut Cursor, word: &str) {
    if !cursor.skip_past(&[word]) {
        while cursor.next().is_some() {}
    }
}

/// What follows `EXECUTE`: a string, or a template of `format()`. Text put together otherwise is opaque.
fn execute(mut cursor: Cursor, whole: Cursor) -> Vec<Step> {
    let template =
        cursor.is("format") && cursor.peek_at(1).is_some_and(|token| token.kind == TokenKind::Mark(b'('));
    if template {
        cursor.next();
        cursor.next();
    }
    let string = cursor.string();
    let alone = cursor.is_done() || cursor.is_any(&["USING", "INTO"]);
    let complete = if template { cursor.is_mark(b',') || cursor.is_mark(b')') } else { alone };
    let Some(string) = string.filter(|_| complete) else {
        return vec![Step {
            span: whole.span(),
            place: whole.head(1).span(),
            ..Step::new(Operation::Opaque)
        }];
    };
    let lexer = Lexer::new(cursor.text, token::inside(cursor.text, string), Dialect::Standard);
    let lexer = if template { lexer.of_template() } else { lexer };
    let mut splitter = Splitter::new(cursor.text, lexer);
    let mut steps = Vec::new();
    while let Some(piece) = splitter.piece().filter(|_| steps.len() <= KEPT) {
        let is_block = splitter.tokens.first().is_some_and(|first| first.is(cursor.text, "DO"));
        if matches!(piece, Piece::Statement { .. }) && !is_block {
            steps.extend(statement::steps(cursor.text, &splitter.tokens));
        }
    }
    steps
}

/// An assignment is no step, nor is a setting.
fn known(steps: Vec<Step>) -> impl Iterator<Item = Step> {
    steps.into_iter().filter(|step| !matches!(step.operation, Operation::Opaque | Operation::Setting))
}
