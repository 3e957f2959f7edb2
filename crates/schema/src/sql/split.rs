//! Text to statements.
//!
//! One decision that is not obvious: a semicolon ends a statement even inside open parentheses, so that a
//! forgotten one costs one statement and not the rest of the file. The statements that do hold semicolons
//! (bodies between `BEGIN` and `END`, the list of a `CREATE RULE`) are told by their first words; when such a
//! body is never closed, the text is split like any other from there on.

use super::dialect::Dialect;
use super::lexer::Lexer;
use super::marker::{self, Sign};
use super::token::{Token, TokenKind};
use review_facts::{SectionMarker, Span};

/// Of a longer statement only so many tokens are kept: it is data in one `INSERT`, never DDL.
const TOKENS_KEPT: usize = 1 << 18;

/// Within so many tokens a statement says that it creates a routine, a trigger or a rule:
/// ``CREATE OR REPLACE DEFINER = `root` @ `localhost` TRIGGER``.
const HEAD: usize = 12;

/// Objects whose definition may hold statements between `BEGIN` and `END`.
const ROUTINES: &[&str] = &["FUNCTION", "PROCEDURE", "TRIGGER", "EVENT"];

/// What the text consists of, comments aside.
#[derive(Clone, Copy)]
pub(super) enum Piece {
    /// A statement: its tokens are in [`Splitter::tokens`].
    Statement {
        /// From its first token to its last, without what ends it.
        span: Span,
        /// Some of its tokens were not kept.
        cut: bool,
    },
    /// A comment that begins a section.
    Section(SectionMarker, Span),
    /// A line for the client.
    Command(Span),
}

/// Reads one piece after the other.
pub(super) struct Splitter<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    /// Tokens of the statement that was just read, without what ends it.
    pub tokens: Vec<Token>,
    /// The comments up to here, markers included.
    pub comments: Vec<Span>,
    /// A comment gave a query its name.
    pub named_queries: bool,
    /// A comment of Drizzle parted statements.
    pub breakpoints: bool,
    /// Ended the statement that was handed out last, and comes after it.
    held: Option<Piece>,
    /// Some body was never closed: bodies are no longer looked for.
    plain: bool,
    /// There is no further `\.`.
    no_data: bool,
}

impl<'a> Splitter<'a> {
    /// Reads what `lexer` reads from `text`.
    pub fn new(text: &'a str, lexer: Lexer<'a>) -> Self {
        Splitter {
            text,
            lexer,
            tokens: Vec::new(),
            comments: Vec::new(),
            named_queries: false,
            breakpoints: false,
            held: None,
            plain: false,
            no_data: false,
        }
    }

    /// Reads a whole text.
    pub fn of_text(text: &'a str, dialect: Dialect) -> Self {
        let span = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
        Splitter::new(text, Lexer::new(text, span, dialect))
    }

    /// The offset in bytes up to which the text was read.
    pub fn position(&self) -> usize {
        self.lexer.position()
    }

    /// The next piece.
    pub fn piece(&mut self) -> Option<Piece> {
        if let Some(held) = self.held.take() {
            return Some(held);
        }
        let mut open = self.begin();
        loop {
            let Some(token) = self.lexer.token() else {
                let unclosed = open.passed && (open.blocks > 0 || open.parens > 0);
                if !unclosed {
                    return self.finish(&open);
                }
                self.plain = true;
                self.lexer.seek(open.start);
                open = self.begin();
                continue;
            };
            let ended = match token.kind {
                TokenKind::Comment => self.comment(token.span),
                TokenKind::Command => Ended::By(Piece::Command(token.span)),
                TokenKind::End => self.end(token, &mut open),
                _ => {
                    self.follow(token, &mut open);
                    self.keep(token, &mut open);
                    Ended::No
                }
            };
            if matches!(ended, Ended::No) {
                continue;
            }
            match (ended, self.finish(&open)) {
                (Ended::By(piece), None) => return Some(piece),
                (Ended::By(piece), statement) => {
                    self.held = Some(piece);
                    return statement;
                }
                (_, None) => open = self.begin(),
                (_, statement) => return statement,
            }
        }
    }

    fn begin(&mut self) -> Open {
        self.tokens.clear();
        Open { start: self.lexer.position(), ..Open::default() }
    }

    /// The statement, without semicolons before what ends it: `END; $$`.
    fn finish(&mut self, open: &Open) -> Option<Piece> {
        while self.tokens.last().is_some_and(|last| last.kind == TokenKind::Mark(b';')) {
            self.tokens.pop();
        }
        open.span.map(|span| Piece::Statement { span, cut: open.cut })
    }

    fn comment(&mut self, span: Span) -> Ended {
        if self.comments.last().is_none_or(|last| last.end <= span.start) {
            self.comments.push(span);
        }
        match marker::sign(span.text(self.text)) {
            Some(Sign::Section(marker)) => Ended::By(Piece::Section(marker, span)),
            Some(Sign::Breakpoint) => Ended::Yes,
            Some(Sign::DrizzleBreakpoint) => {
                self.breakpoints = true;
                Ended::Yes
            }
            Some(Sign::QueryName) => {
                self.named_queries = true;
                Ended::No
            }
            None => Ended::No,
        }
    }

    /// A semicolon, or what stands for it.
    fn end(&mut self, token: Token, open: &mut Open) -> Ended {
        let semicolon = token.span.text(self.text) == ";";
        let in_rule = open.parens > 0 && !self.plain && self.begins_with("RULE", 4);
        if semicolon && (open.blocks > 0 || in_rule) {
            open.passed = true;
            open.parens = if in_rule { open.parens } else { 0 };
            self.keep(Token { kind: TokenKind::Mark(b';'), ..token }, open);
            return Ended::No;
        }
        if !self.no_data && self.is_copy_from_stdin() {
            self.no_data = !self.lexer.skip_data();
        }
        Ended::Yes
    }

    /// Adds a token to the statement. Semicolons are part of it only between others.
    fn keep(&mut self, token: Token, open: &mut Open) {
        if token.kind == TokenKind::Mark(b';') && self.tokens.is_empty() {
            return;
        }
        if self.tokens.len() < TOKENS_KEPT {
            self.tokens.push(token);
        } else {
            open.cut = true;
        }
        if token.kind != TokenKind::Mark(b';') {
            let start = open.span.map_or(token.span.start, |span| span.start);
            open.span = Some(Span::new(start, token.span.end));
        }
    }

    /// Counts parentheses and the words that open and close a body.
    fn follow(&self, token: Token, open: &mut Open) {
        match token.kind {
            TokenKind::Mark(b'(') => open.parens += 1,
            TokenKind::Mark(b')') => open.parens = open.parens.saturating_sub(1),
            TokenKind::Word if open.parens == 0 && !self.plain => self.follow_word(token, open),
            _ => open.after_end = false,
        }
    }

    fn follow_word(&self, token: Token, open: &mut Open) {
        let after_end = std::mem::take(&mut open.after_end);
        if open.blocks == 0 && !after_end {
            if token.is(self.text, "BEGIN") && self.may_hold_a_body() {
                open.blocks = 1;
            }
        } else if token.is(self.text, "END") {
            open.blocks = open.blocks.saturating_sub(1);
            open.after_end = true;
        } else if after_end {
            // `END IF` closes what was not counted when it opened; `END CASE` closes what was.
            open.blocks += u32::from(token.is_any(self.text, &["IF", "LOOP", "WHILE", "REPEAT"]));
        } else {
            open.blocks += u32::from(token.is_any(self.text, &["BEGIN", "CASE"]));
        }
    }

    /// True when the statement creates a routine or a trigger, and the `BEGIN` that follows is not its name.
    fn may_hold_a_body(&self) -> bool {
        let named = self.tokens.last().is_some_and(|last| {
            last.kind == TokenKind::Mark(b'.')
                || last.is_any(self.text, ROUTINES)
                || last.is(self.text, "EXISTS")
        });
        !named && ROUTINES.iter().any(|routine| self.begins_with(routine, HEAD))
    }

    /// True when the statement is `CREATE … WORD` or `ALTER … WORD`, with the word among its first tokens.
    fn begins_with(&self, word: &str, within: usize) -> bool {
        let creates = self.tokens.first().is_some_and(|first| first.is_any(self.text, &["CREATE", "ALTER"]));
        creates && self.tokens.iter().take(within).any(|token| token.is(self.text, word))
    }

    fn is_copy_from_stdin(&self) -> bool {
        let copies = self.tokens.first().is_some_and(|first| first.is(self.text, "COPY"));
        let from_stdin = |pair: &[Token]| pair[0].is(self.text, "FROM") && pair[1].is(self.text, "STDIN");
        copies && self.tokens.windows(2).any(from_stdin)
    }
}

/// The statement that is being read.
#[derive(Default)]
struct Open {
    /// Where reading began.
    start: usize,
    /// Its tokens so far.
    span: Option<Span>,
    /// Open parentheses.
    parens: u32,
    /// Open `BEGIN` and `CASE` of a body.
    blocks: u32,
    /// The token before was an `END` that closed one of them.
    after_end: bool,
    /// A semicolon was passed over.
    passed: bool,
    /// Some of its tokens were not kept.
    cut: bool,
}

/// Whether a token ended the open statement.
enum Ended {
    No,
    Yes,
    /// And it is a piece itself.
    By(Piece),
}
