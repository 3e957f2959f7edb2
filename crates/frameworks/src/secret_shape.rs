//! What a literal looks like, by its value alone: nothing of note, a stand-in, a secret of some shape.
//!
//! One decision that is not obvious: no dictionary. A value that is put together from words (`reset-password`,
//! `getUserById2`, `errors.TOKEN_2FA`) is told from a random one by how often the kind of character changes and by
//! runs that can be pronounced; measured on real projects, that is what names, keys and messages have in common.

use crate::provider::{self, Token};
use review_facts::Shape;

/// Bytes of a literal that are looked at: no secret but a key file is longer, and that says so at its start.
const LONGEST: usize = 4096;

/// The shape of a value, and the provider's format where it has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) shape: Shape,
    pub(crate) provider: &'static str,
}

impl From<Shape> for Look {
    fn from(shape: Shape) -> Look {
        Look { shape, provider: "" }
    }
}

/// Looks at a value: the text between the quotes, escapes as written.
pub(crate) fn look(value: &str) -> Look {
    let value = cut(value.trim());
    if value.is_empty() {
        return Shape::Empty.into();
    }
    if value.len() >= 16 {
        if value.contains("-----BEGIN") {
            return private_key(value).into();
        }
        // No token is shorter or has a gap: sentences hold none.
        let token = if has_run(value, 16) { provider::find(value) } else { None };
        match token {
            Some(Token::Real(provider)) => return Look { shape: Shape::Provider, provider },
            Some(Token::StandIn) => return Shape::Placeholder.into(),
            None => {}
        }
    }
    if value.contains("://") {
        return url(value).into();
    }
    // Keys that are meant for every visitor's browser (Stripe, PostHog), and for every reader of the repository: tokens of
    // Nx Cloud that only read end in `|read` behind a UUID (Nx docs, "CI access tokens").
    let for_readers = value.len() == 56 && value.ends_with("fHJlYWQ=");
    if for_readers || ["pk_live_", "pk_test_", "phc_"].iter().any(|prefix| value.starts_with(prefix)) {
        return Shape::Plain.into();
    }
    if value.len() > 256 || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return if is_stand_in(value) { Shape::Placeholder } else { Shape::Plain }.into();
    }
    if is_stand_in(value) {
        Shape::Placeholder
    } else if is_random(value) {
        Shape::Random
    } else if is_password(value) {
        Shape::Password
    } else {
        Shape::Plain
    }
    .into()
}

/// The first four characters at most, never more than a quarter, and the length: `AKIA… (20 characters)`.
pub(crate) fn masked(value: &str) -> String {
    let length = value.chars().count();
    let shown: String = value.chars().filter(|c| !c.is_control()).take((length / 4).min(4)).collect();
    format!("{shown}… ({length} characters)")
}

/// So many bytes stand together without white space.
fn has_run(value: &str, length: usize) -> bool {
    let mut run = 0;
    value.bytes().any(|byte| {
        run = if byte.is_ascii_whitespace() { 0 } else { run + 1 };
        run >= length
    })
}

fn cut(value: &str) -> &str {
    let mut end = value.len().min(LONGEST);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    &value[..end]
}

/// A private key in PEM form (RFC 7468) with a body: the header alone stands in code that reads or writes keys.
fn private_key(value: &str) -> Shape {
    let Some((_, rest)) = value.split_once("-----BEGIN") else { return Shape::Plain };
    let Some((label, body)) = rest.split_once("-----") else { return Shape::Plain };
    if !label.contains("PRIVATE KEY") || label.len() > 40 {
        return Shape::Plain;
    }
    let body = body.split("-----END").next().unwrap_or_default();
    let letters =
        body.bytes().filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')).count();
    if body.contains("...")
        || body.contains("{")
        || body.contains("<")
        || provider::is_stand_in(cut_to(body, 64))
    {
        Shape::Placeholder
    } else if letters >= 40 {
        Shape::PrivateKey
    } else {
        Shape::Plain
    }
}

fn cut_to(text: &str, most: usize) -> &str {
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// A URL with `user:password@` in it.
fn url(value: &str) -> Shape {
    let mut found = Shape::Plain;
    for (at, _) in value.match_indices("://") {
        let scheme = value[..at].bytes().next_back();
        if !scheme.is_some_and(|byte| byte.is_ascii_alphanumeric()) {
            continue;
        }
        let rest = &value[at + 3..];
        let end = rest.find(['/', '?', '#', ' ', '"', '\'', '`', '\n', '\\', ',']).unwrap_or(rest.len());
        let Some((user_info, host)) = rest[..end].rsplit_once('@') else { continue };
        let Some((user, password)) = user_info.split_once(':') else { continue };
        if password.is_empty() || host.is_empty() || password.contains(['(', '[', '|', '^']) {
            continue;
        }
        match url_password(user, password, host) {
            Shape::UrlPassword => return Shape::UrlPassword,
            other => found = other,
        }
    }
    found
}

fn url_password(user: &str, password: &str, host: &str) -> Shape {
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    // A number alone is a port; Sentry's first data source names had a second key, which was public.
    if password.bytes().all(|byte| byte.is_ascii_digit()) && password.len() <= 5 || host.contains("sentry") {
        return Shape::Plain;
    }
    let this_machine = ["localhost", "127.0.0.1", "0.0.0.0", "host.docker.internal", "[", ""];
    // RFC 2606: names reserved for examples.
    let example =
        host.contains("example") || [".test", ".invalid", ".localhost"].iter().any(|end| host.ends_with(end));
    let named = ["host", "hostname", "server", "domain", "ip", "proxy", "hub"].contains(&host.as_str());
    let filled = password.contains(['{', '}', '$', '<', '%', '*', '.']) && !is_random(password)
        || host.contains(['{', '$', '<']) && weak(password)
        || user.contains(['{', '$', '<']) && weak(password);
    let container = !host.contains('.') && weak(password);
    if this_machine.contains(&host.as_str())
        || example
        || named
        || filled
        || container
        || is_stand_in(password)
        || password.eq_ignore_ascii_case(user)
        || default_password(password)
    {
        return Shape::Placeholder;
    }
    Shape::UrlPassword
}

/// A password without a digit or sign, or one that every guide for a local database uses.
fn weak(password: &str) -> bool {
    password.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'))
        || password.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        || default_password(password)
}

/// The passwords of the official container images' documentation and of URL syntax descriptions.
fn default_password(password: &str) -> bool {
    const WORDS: [&str; 22] = [
        "password",
        "passwd",
        "pass",
        "pw",
        "pwd",
        "secret",
        "postgres",
        "postgresql",
        "mysql",
        "root",
        "admin",
        "guest",
        "user",
        "test",
        "redis",
        "mongo",
        "rabbitmq",
        "minio",
        "minioadmin",
        "token",
        "dev",
        "pswd",
    ];
    let lower = password.to_ascii_lowercase();
    let letters = lower.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '!' | '_' | '-'));
    WORDS.contains(&letters) || letters.contains("password") || letters.is_empty()
}

/// Something to be filled in: `<token>`, `${VAR}`, `changeme`, `xxxx`, `…`.
fn is_stand_in(value: &str) -> bool {
    const EXACT: [&str; 14] = [
        "secret",
        "password",
        "passwd",
        "token",
        "apikey",
        "api_key",
        "api-key",
        "todo",
        "tbd",
        "none",
        "null",
        "undefined",
        "test",
        "pass",
    ];
    if value.len() > 120 {
        return false;
    }
    // Most texts are words alone, which nothing frames.
    let words = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b' ' | b'/' | b':');
    let exact = || EXACT.iter().any(|word| word.eq_ignore_ascii_case(value));
    !value.bytes().all(words) && is_framed(value) || exact() || provider::is_stand_in(value)
}

fn is_framed(value: &str) -> bool {
    (value.starts_with('<') && value.ends_with('>'))
        || (value.starts_with('[') && value.ends_with(']'))
        || (value.bytes().any(|byte| b"${}%#.".contains(&byte))
            && ["${", "{{", "}}", "$(", "%(", "#{", "..."].iter().any(|mark| value.contains(mark)))
        || value.contains('…')
        || is_call(value)
        || (value.starts_with('{') && value.ends_with('}'))
        || (value.starts_with('%') && value.ends_with('%'))
        || (value.starts_with('$') && value[1..].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
}

/// A call in some language of settings or styles: `env(S3_SECRET_KEY)`, `hsl(var(--chart-1))`.
fn is_call(value: &str) -> bool {
    let Some((function, rest)) = value.split_once('(') else { return false };
    rest.ends_with(')')
        && !function.is_empty()
        && function.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

/// Looks as if a generator made it: long, of many characters, no word, path, identifier, date or hash format.
fn is_random(value: &str) -> bool {
    let bytes = value.as_bytes();
    if bytes.len() < 16 || !bytes.iter().any(u8::is_ascii_digit) || !bytes.iter().any(u8::is_ascii_alphabetic)
    {
        return false;
    }
    if !bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=_-.~!@#$%^&*:()".contains(byte)) {
        return false;
    }
    if is_uuid(bytes) || has_known_format(value) || value.contains("..") {
        return false;
    }
    if bytes.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-') {
        return bytes.len() >= 32 && entropy(bytes) >= 3.0 && !one_case_breaks(bytes);
    }
    let least = if bytes.len() < 20 { 3.0 } else { 3.5 };
    let letters_and_digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    letters_and_digits >= if bytes.len() < 20 { 1 } else { 2 }
        && entropy(bytes) >= least
        && changes(bytes) * 4 >= bytes.len() - 1
        && worded(bytes) * 100 < bytes.len() * 45
        && !is_put_together(value)
}

/// Hex digits in both cases: a random text that happens to hold only those does not occur at this length.
fn one_case_breaks(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && bytes.iter().any(u8::is_ascii_lowercase)
}

/// A UUID names something; the few that are secrets cannot be told from the others.
fn is_uuid(bytes: &[u8]) -> bool {
    bytes.len() == 36 && [8, 13, 18, 23].iter().all(|at| bytes[*at] == b'-')
}

/// Formats that look random and are public: hashes with their algorithm, digests of Subresource Integrity, images,
/// public keys, names of cloud resources, mail addresses, encrypted values of SOPS and Ansible.
fn has_known_format(value: &str) -> bool {
    const STARTS: [&str; 30] = [
        "sha1-",
        "sha256-",
        "sha384-",
        "sha512-",
        "sha1:",
        "sha256:",
        "sha512:",
        "md5:",
        "$2a$",
        "$2b$",
        "$2y$",
        "$argon2",
        "$pbkdf2",
        "$scrypt",
        "$5$",
        "$6$",
        "pbkdf2_",
        "pbkdf2:",
        "scrypt:",
        "{sha",
        "iVBORw0KGgo",
        "R0lGOD",
        "/9j/",
        "PHN2Zy",
        "arn:",
        "urn:",
        "data:",
        "ENC[",
        "age1",
        "pk_",
    ];
    const HOLDS: [&str; 3] = ["AAAAB3Nza", "AAAAC3Nza", "AAAAE2V"];
    STARTS.iter().any(|start| value.starts_with(start))
        || HOLDS.iter().any(|part| value.contains(part))
        || value.split_once('@').is_some_and(|(_, host)| is_put_together(host) && host.contains('.'))
        || value.starts_with(['/', '.', '#', '@', '~'])
        || value.bytes().filter(|byte| !byte.is_ascii_digit()).all(|byte| b"-:.TZ+/_ ".contains(&byte))
}

/// Bits per character (Shannon).
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    let all = bytes.len() as f64;
    let shares = counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / all);
    -shares.map(|share| share * share.log2()).sum::<f64>()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Digit,
    Sign,
}

fn class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' => Class::Lower,
        b'A'..=b'Z' => Class::Upper,
        b'0'..=b'9' => Class::Digit,
        _ => Class::Sign,
    }
}

/// How often the kind of character changes; a capital before small letters starts a word and is no change.
fn changes(bytes: &[u8]) -> usize {
    let change = |pair: &[u8]| match (class(pair[0]), class(pair[1])) {
        (Class::Upper, Class::Lower) => false,
        (before, after) => before != after,
    };
    bytes.windows(2).filter(|pair| change(pair)).count()
}

/// How many characters stand in words: runs of four and more letters that can be pronounced.
fn worded(bytes: &[u8]) -> usize {
    words(bytes).filter(|word| word.len() >= 4 && pronounceable(word)).map(<[u8]>::len).sum()
}

/// Runs of letters of one case, a capital in front included.
fn words(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let breaks = |a: &u8, b: &u8| match (class(*a), class(*b)) {
        (Class::Upper, Class::Lower) => true,
        (before, after) => before == after,
    };
    bytes.chunk_by(breaks).filter(|run| run[0].is_ascii_alphabetic())
}

/// A fifth to three fifths of its letters are vowels and no five consonants follow each other.
fn pronounceable(word: &[u8]) -> bool {
    let vowel = |byte: &u8| b"aeiouyAEIOUY".contains(byte);
    let vowels = word.iter().filter(|byte| vowel(byte)).count();
    let consonants = word.split(vowel).map(<[u8]>::len).max().unwrap_or(0);
    vowels * 5 >= word.len() && vowels * 5 <= word.len() * 3 && consonants < 5
}

/// Put together from words and numbers with signs in between: `us-east-1-prod`, `X-Api-Key`, `errors.token2`.
fn is_put_together(value: &str) -> bool {
    let simple = |part: &str| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let rest = letters.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(letters);
        rest.bytes().all(|byte| byte.is_ascii_lowercase())
            || letters.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let long = |part: &str| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        letters.len() > 6 && !pronounceable(letters.as_bytes())
    };
    let mut parts = value.split(['-', '_', '.', '/', ':', '=', '+']);
    parts.all(|part| simple(part) && !long(part))
}

/// A password that people would choose: letters with digits or signs inside, one word, nothing that code uses as a
/// name.
fn is_password(value: &str) -> bool {
    let bytes = value.as_bytes();
    let sign = |byte: &u8| b"!@#$%^&*~+=?".contains(byte);
    // Most texts are words and have neither; they are not looked at any further.
    if !bytes.iter().any(|byte| byte.is_ascii_digit() || sign(byte)) {
        return false;
    }
    if !(6..=64).contains(&bytes.len())
        || bytes.iter().any(|byte| br#"{}<>()[]|\"'`,;/"#.contains(byte))
        || is_uuid(bytes)
        || has_known_format(value)
        || has_algorithm(value)
    {
        return false;
    }
    let has = |wanted: Class| bytes.iter().any(|byte| class(*byte) == wanted);
    let joined = bytes.iter().any(|byte| matches!(byte, b'-' | b'_' | b'.' | b':'));
    let signs = bytes.iter().any(sign);
    let letters = has(Class::Lower) || has(Class::Upper);
    if joined && !signs {
        return false;
    }
    if signs {
        // `a=b`, `x@y.org` and `Required!` are no passwords; `P@ssword` is one, `Summer!2024` another.
        let inside = bytes[1..bytes.len() - 1].iter().any(|byte| b"@$!%^*~".contains(byte));
        let assigns = value.contains(['=', '?']) && !has(Class::Digit);
        return letters
            && !assigns
            && (has(Class::Digit) || (inside && has(Class::Upper) && has(Class::Lower)));
    }
    if !has(Class::Digit) || !letters {
        return false;
    }
    if has(Class::Lower) && has(Class::Upper) {
        return !is_numbered_name(value);
    }
    // Letters of one case and digits: `hunter22`; not `utf8`, `user1`, `2fa`.
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    has(Class::Lower) && digits >= 2 && bytes.len() >= 8
}

/// A word with digits in it, too short or too plain to be told by itself: `s3cr3t`, `hunter2`.
pub(crate) fn is_weak(value: &str) -> bool {
    let bytes = value.as_bytes();
    (6..=24).contains(&bytes.len())
        && bytes[0].is_ascii_alphabetic()
        && bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && bytes.iter().any(u8::is_ascii_digit)
        && look(value).shape == Shape::Plain
        && !has_algorithm(value)
}

/// A name in camel case with a number behind it: `apiKey1`, `accessTokenV2`.
fn is_numbered_name(value: &str) -> bool {
    let letters = value.trim_end_matches(|c: char| c.is_ascii_digit());
    let humps = letters
        .as_bytes()
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let all_letters = letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    all_letters
        && humps
        && words(letters.as_bytes()).all(|word| word.len() == 1 || pronounceable(word) || word.len() <= 3)
}

/// Names of algorithms, encodings and protocols hold digits too.
fn has_algorithm(value: &str) -> bool {
    const STARTS: [&str; 22] = [
        "sha", "aes", "hmac", "rsa", "ecdsa", "ed25519", "hs2", "hs3", "hs5", "rs2", "rs3", "rs5", "es2",
        "es3", "es5", "ps2", "base64", "base32", "oauth", "utf", "iso", "x509",
    ];
    let lower = value.to_ascii_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
        || lower.contains("argon2")
        || lower.contains("pbkdf2")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(value: &str) -> Shape {
        look(value).shape
    }

    #[test]
    fn generated_values_are_random() {
        for value in [
            "f3Zq8LmT0vXb7RkY2nWc5HdJ9sPgA4eU",
            "pL9x2Vq7Zr4Tn8Wk1Ym6Bc3Hd5Js0Gf",
            "9f3a07c1e5b8d2640a7fe3c95d1b862f9f3a07c1e5b8d264",
            "kX9v/2Lq+Zr4Tn8Wk1Ym6Bc3Hd5Js0GfQw7Er5T=",
            "x7kq2vxw9lmt0rb4nyc5hdj8",
            "django-insecure-7$kq!2vxw9#lmt0rb4nyc5h&dj8(",
        ] {
            assert_eq!(shape(value), Shape::Random, "{value}");
        }
    }

    #[test]
    fn chosen_values_are_passwords() {
        for value in [
            "hunter2!",
            "Sup3rS3cret",
            "Tr0ub4dor&3",
            "vT4nK9qX2mR7",
            "P@ssword",
            "admin123",
            "Summer!2026",
            "Passw0rd",
        ] {
            assert_eq!(shape(value), Shape::Password, "{value}");
        }
    }

    #[test]
    fn words_with_digits_are_weak() {
        assert!(["s3cr3t", "hunter2", "qwerty1"].iter().all(|value| is_weak(value)));
        assert!(["oauth2", "sha256", "reset", "step_2", "getUser2", "1password"].iter().all(|v| !is_weak(v)));
        let read_only = "OWYzYTA3YzEtZTViOC00ZDI2LTgwYTctZmUzYzk1ZDFiODYyfHJlYWQ=";
        assert_eq!(shape(read_only), Shape::Plain);
    }

    #[test]
    fn names_texts_and_formats_are_plain() {
        for value in [
            "reset-password",
            "wrong-password",
            "billing/stripe/webhook",
            "session_token",
            "X-Api-Key",
            "Bearer",
            "getUserByIdWithToken2",
            "errors.auth.TOKEN_2FA",
            "INVALID_TOKEN_2FA",
            "us-east-1-prod-db-01",
            "Required!",
            "Enter your passw0rd!",
            "https://auth.example.com/oauth/token",
            "550e8400-e29b-41d4-a716-446655440000",
            "2026-11-21T04:54:01Z",
            "sha256-9f3a07c1e5b8d2640a7fe3c95d1b862f",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            "$argon2id$v=19$m=65536,t=3,p=4$",
            "apiKey1",
            "accessTokenV2",
            "HS256",
            "oauth2",
            "sha256",
            "base64url",
            "user@mail.acme.io",
            "password",
            "redirect_uri=foo",
            "application/json; charset=utf-8",
            "utf8mb4",
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7",
            "/api/v1/users/:id/tokens",
            "M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10",
            "0123456789abcdef0123456789ABCDEF",
            "kubernetes.io/service-account-token",
            "com.google.android.gms",
            "$2b$12$KIXxq9gVbPp7eOe6vW",
            "v1.27.3-rc1",
            "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAx3qZ8vL2mT0Xb7Rk",
            "-----BEGIN PRIVATE KEY-----",
        ] {
            assert!(
                matches!(shape(value), Shape::Plain | Shape::Placeholder),
                "{value} is {:?}",
                shape(value)
            );
        }
    }

    #[test]
    fn stand_ins_are_placeholders() {
        for value in [
            "changeme",
            "your-api-key-here",
            "<your-secret>",
            "${JWT_SECRET}",
            "{{ secrets.KEY }}",
            "xxxxxxxxxxxxxxxx",
            "****",
            "replace_me_with_64_characters_9f3a07c1",
            "sk-...",
            "secret",
            "AKIAIOSFODNN7EXAMPLE",
        ] {
            assert_eq!(shape(value), Shape::Placeholder, "{value}");
        }
        assert_eq!(shape("  "), Shape::Empty);
    }

    #[test]
    fn urls_hold_passwords_or_stand_ins() {
        for value in [
            "postgresql://billing:h7Kq2vXw9@db.internal:5432/billing",
            "https://deploy:ghost-lantern-41@git.acme.io/repo.git",
            "amqp://worker:Zr4Tn8Wk1Ym6@queue:5672",
            "export URL=mongodb+srv://app:q8LmT0vXb7Rk@cluster0.mongodb.net/app",
        ] {
            assert_eq!(shape(value), Shape::UrlPassword, "{value}");
        }
        for value in [
            "postgres://postgres:postgres@localhost:5432/app",
            "postgresql://user:password@db.acme.io/app",
            "postgres://app:app@db/app",
            "redis://:${PASSWORD}@cache:6379",
            "mysql://root:root@mysql:3306",
            "https://user:pass@example.com",
            "postgres://{user}:{password}@{host}/x",
            "postgres://user:%s@host/x",
        ] {
            assert_eq!(shape(value), Shape::Placeholder, "{value}");
        }
        for value in
            ["http://localhost:3000", "https://medium.com/@user:x", "ssh://git@github.com/a/b", "://a:b@c"]
        {
            assert_eq!(shape(value), Shape::Plain, "{value}");
        }
    }

    #[test]
    fn a_private_key_has_a_body() {
        let key = "-----BEGIN RSA PRIVATE KEY-----\\nMIIEowIBAAKCAQEAx3qZ8vL2mT0Xb7RkY2nWc5HdJ9sPgA4eUf3Zq8LmT0vXb7Rk\\n";
        assert_eq!(shape(key), Shape::PrivateKey);
        assert_eq!(shape("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"), Shape::Placeholder);
    }

    #[test]
    fn a_mask_never_shows_more_than_a_quarter() {
        assert_eq!(masked("AKIAQ7ZKXM4TNRB2WPLD"), "AKIA… (20 characters)");
        assert_eq!(masked("hunter2!"), "hu… (8 characters)");
        assert_eq!(masked("a\nb"), "… (3 characters)");
    }

    #[test]
    fn long_values_are_cut_at_a_character() {
        let long = "é".repeat(40_000);
        assert_eq!(shape(&long), Shape::Plain);
    }
}
