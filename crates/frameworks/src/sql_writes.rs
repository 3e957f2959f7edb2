//! Columns that a text of SQL writes through an encrypting function: pgcrypto, pgsodium, MySQL.
//!
//! One decision that is not obvious: the text is read as words and marks alone, so the bodies of functions and the
//! strings of other languages, with whatever stands for their values, are read the same way.

/// A column and the function that it is written through.
#[derive(Debug, PartialEq)]
pub(crate) struct Written<'a> {
    /// The column, in lower case unless quoted.
    pub column: String,
    /// Its table as written, without its schema and quotes; empty when the statement does not say.
    pub table: String,
    /// The function as written.
    pub callee: &'a str,
    /// Where the function stands, in bytes from 0 of the text.
    pub at: usize,
}

/// Functions that give back ciphertext: PostgreSQL's pgcrypto, Supabase's pgsodium, MySQL.
const FUNCTIONS: &[&str] = &[
    "pgp_sym_encrypt",
    "pgp_sym_encrypt_bytea",
    "pgp_pub_encrypt",
    "pgp_pub_encrypt_bytea",
    "encrypt",
    "encrypt_iv",
    "crypto_aead_det_encrypt",
    "crypto_secretbox",
    "aes_encrypt",
];

/// Columns of one `INSERT` that are kept.
const MOST_COLUMNS: usize = 2_000;

#[derive(Clone, Copy, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    Mark(u8),
    /// `:=`
    Becomes,
}

/// The writes in a text.
pub(crate) fn encrypted(text: &str) -> Vec<Written<'_>> {
    let mut found = Vec::new();
    // No function has a shorter name for it, and most texts have none.
    if !text
        .as_bytes()
        .windows(6)
        .any(|six| six.eq_ignore_ascii_case(b"crypto") || six.eq_ignore_ascii_case(b"ncrypt"))
    {
        return found;
    }
    let mut reader = Reader::default();
    let mut tokens = Tokens { text, at: 0 };
    let mut token = tokens.next();
    while let Some((start, current)) = token {
        token = tokens.next();
        let called = matches!(token, Some((_, Token::Mark(b'('))));
        if let Token::Word(word) = current
            && called
            && FUNCTIONS.iter().any(|function| unqualified(word).eq_ignore_ascii_case(function))
            && let Some(column) = reader.column()
        {
            found.push(Written {
                column,
                table: bare(reader.table).to_owned(),
                callee: unqualified(word),
                at: start + word.len() - unqualified(word).len(),
            });
        }
        reader.read(current);
    }
    found
}

/// Where in a statement the reader is.
#[derive(Default)]
struct Reader<'a> {
    depth: u32,
    last: &'a str,
    /// The table of the statement.
    table: &'a str,
    /// The column that the value belongs to, and the depth of its statement.
    target: Option<(&'a str, u32)>,
    /// Behind `SET`: an equals sign writes.
    sets: bool,
    /// The column of an `ALTER COLUMN`, which `USING` writes anew.
    altered: &'a str,
    insert: Insert<'a>,
}

#[derive(Default)]
enum Insert<'a> {
    #[default]
    None,
    /// Behind `INSERT INTO`.
    Table,
    /// Among its columns.
    Columns(Vec<&'a str>),
    /// Behind its columns.
    Named(Vec<&'a str>),
    /// Among its values: the position, and the depth they stand at.
    Values(Vec<&'a str>, usize, u32),
}

impl<'a> Reader<'a> {
    /// The column that a value here goes into.
    fn column(&self) -> Option<String> {
        let name = match (&self.insert, self.target) {
            (_, Some((target, _))) => target,
            (Insert::Values(columns, position, _), None) => columns.get(*position)?,
            _ => return None,
        };
        let name = unqualified(name);
        let bare = bare(name);
        Some(if bare.len() == name.len() { bare.to_ascii_lowercase() } else { bare.to_owned() })
    }

    fn read(&mut self, token: Token<'a>) {
        match token {
            Token::Word(word) => self.word(word),
            Token::Becomes => self.target = Some((self.last, self.depth)),
            Token::Mark(b'=') => {
                let of_row = self.last.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("new."));
                if self.target.is_none() && (self.sets || of_row) && !self.last.is_empty() {
                    self.target = Some((self.last, self.depth));
                }
            }
            Token::Mark(b'(') => {
                if let Insert::Table = self.insert {
                    self.insert = Insert::Columns(Vec::new());
                }
                self.depth += 1;
            }
            Token::Mark(b')') => {
                self.depth = self.depth.saturating_sub(1);
                if let Insert::Columns(columns) = &mut self.insert {
                    self.insert = Insert::Named(std::mem::take(columns));
                }
            }
            Token::Mark(b',') => self.comma(),
            Token::Mark(b';') => *self = Reader::default(),
            Token::Mark(_) => {}
        }
        if !matches!(token, Token::Word(_)) {
            self.last = "";
        }
    }

    fn comma(&mut self) {
        if self.target.is_some_and(|(_, depth)| self.depth <= depth) {
            self.target = None;
        }
        if let Insert::Values(_, position, depth) = &mut self.insert {
            if self.depth == *depth {
                *position += 1;
            } else if self.depth < *depth {
                // The next row.
                *position = 0;
            }
        }
    }

    /// A word here is the table of the statement.
    fn names_table(&self, word: &str) -> bool {
        let behind = |wanted: &str| self.last.eq_ignore_ascii_case(wanted);
        let of_insert = matches!(self.insert, Insert::Table) && self.table.is_empty();
        let is_other = ["ONLY", "SET", "IF"].iter().any(|other| word.eq_ignore_ascii_case(other));
        of_insert || ((behind("UPDATE") || behind("TABLE")) && !is_other)
    }

    fn word(&mut self, word: &'a str) {
        let is = |wanted: &str| word.eq_ignore_ascii_case(wanted);
        if let Insert::Columns(columns) = &mut self.insert {
            if columns.len() < MOST_COLUMNS {
                columns.push(word);
            }
        } else if is("INTO") && self.last.eq_ignore_ascii_case("INSERT") {
            *self = Reader { insert: Insert::Table, ..Reader::default() };
        } else if self.names_table(word) {
            self.table = word;
        } else if self.last.eq_ignore_ascii_case("COLUMN") {
            self.altered = word;
        } else if is("USING") && !self.altered.is_empty() {
            self.target = Some((self.altered, self.depth));
        } else if is("SET") {
            (self.sets, self.target) = (true, None);
        } else if is("WHERE") || is("FROM") || is("RETURNING") {
            (self.sets, self.target) = (false, None);
        } else if let Insert::Named(columns) = &mut self.insert
            && (is("VALUES") || is("SELECT"))
        {
            let depth = self.depth + u32::from(is("VALUES"));
            self.insert = Insert::Values(std::mem::take(columns), 0, depth);
        }
        self.last = word;
    }
}

/// A name without its schema and quotes.
fn bare(name: &str) -> &str {
    unqualified(name).trim_matches(['"', '`', '[', ']'])
}

/// A name without what stands before its last dot.
fn unqualified(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or_default()
}

/// Words and marks of a text; strings and comments are passed over.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<(usize, Token<'a>)> {
        let bytes = self.text.as_bytes();
        loop {
            let start = self.at;
            let byte = *bytes.get(start)?;
            let rest = &bytes[start..];
            match byte {
                b'\'' => self.skip_past(start + 1, b"'"),
                b'-' if rest.starts_with(b"--") => self.skip_past(start, b"\n"),
                b'/' if rest.starts_with(b"/*") => self.skip_past(start + 2, b"*/"),
                b':' if rest.starts_with(b":=") => {
                    self.at += 2;
                    return Some((start, Token::Becomes));
                }
                b'(' | b')' | b',' | b';' | b'=' => {
                    self.at += 1;
                    return Some((start, Token::Mark(byte)));
                }
                _ if is_word(byte) => {
                    let length = rest.iter().take_while(|byte| is_word(**byte)).count();
                    self.at += length;
                    return Some((start, Token::Word(&self.text[start..start + length])));
                }
                _ => self.at += 1,
            }
        }
    }
}

impl Tokens<'_> {
    fn skip_past(&mut self, from: usize, end: &[u8]) {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        self.at = match memchr::memmem::find(rest, end) {
            Some(found) => from + found + end.len(),
            None => self.text.len(),
        };
    }
}

/// Bytes above ASCII are parts of names, so a slice never cuts a character.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'"' | b'`' | b'[' | b']') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> Vec<String> {
        encrypted(text).into_iter().map(|written| written.column).collect()
    }

    #[test]
    fn columns_are_found_by_position_and_by_name() {
        let insert = "INSERT INTO app.users (id, \"kraPin\", name, iban)
            VALUES ($1, pgp_sym_encrypt($2, $3), 'a,b', encode(extensions.pgp_sym_encrypt($4, 'k'), 'base64'))";
        assert_eq!(columns(insert), ["kraPin", "iban"]);
        assert_eq!(columns("insert into t (a, b) select x, AES_ENCRYPT(y, @k) from s"), ["b"]);
        assert_eq!(columns("INSERT INTO t (a, b) VALUES (1, 2), (encrypt(x, k, 'aes'), 3)"), ["a"]);
        assert_eq!(columns("UPDATE t SET a = 1, t.b = pgp_pub_encrypt(b, k) WHERE c = 2"), ["b"]);
        let alter = "ALTER TABLE t ALTER COLUMN a TYPE bytea USING pgp_sym_encrypt(a, 'k'), ADD b text";
        assert_eq!(columns(alter), ["a"]);
        assert_eq!(columns("BEGIN NEW.ssn := pgp_sym_encrypt(NEW.ssn, k); RETURN NEW; END"), ["ssn"]);
    }

    #[test]
    fn the_table_is_that_of_the_statement() {
        let table = |text: &str| encrypted(text).pop().unwrap().table;
        assert_eq!(table("INSERT INTO app.\"Users\" (a) VALUES (encrypt(x, k, 'aes'))"), "Users");
        assert_eq!(table("UPDATE users SET a = encrypt(x, k, 'aes')"), "users");
        assert_eq!(
            table("INSERT INTO t (a) VALUES (1) ON CONFLICT DO UPDATE SET a = encrypt(x, k, 'b')"),
            "t"
        );
        assert_eq!(table("ALTER TABLE t ALTER COLUMN a TYPE bytea USING pgp_sym_encrypt(a, 'k')"), "t");
        assert_eq!(table("NEW.a := pgp_sym_encrypt(NEW.a, k)"), "");
    }

    #[test]
    fn what_is_only_compared_or_mentioned_is_not_written() {
        assert!(columns("SELECT * FROM t WHERE a = pgp_sym_encrypt('x', 'k')").is_empty());
        assert!(columns("UPDATE t SET a = b WHERE c = encrypt(d, k, 'aes')").is_empty());
        assert!(columns("-- a := pgp_sym_encrypt(b)\nSELECT 'a := encrypt(b)'").is_empty());
        assert!(
            columns("INSERT INTO t VALUES (pgp_sym_encrypt('x', 'k'))").is_empty(),
            "columns are not named"
        );
        assert!(columns("UPDATE t SET a = decrypt(b, k, 'aes'), c = encrypt_note").is_empty());
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        for text in
            ["encrypt", "'encrypt(", "/* encrypt(", "SET é = encrypt(", "INSERT INTO (((((encrypt(,,,)))"]
        {
            encrypted(text);
        }
    }
}
