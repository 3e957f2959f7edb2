//! Formats of tokens that providers hand out, as their documentation or their own secret scanners give them.
//!
//! One decision that is not obvious: a format holds the exact alphabet and length, and the token must end where the
//! format ends. A longer run of letters is an encoded blob that happens to hold the prefix.

use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// What was found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A token of this format.
    Real(&'static str),
    /// Something in the format of a token that only stands for one: `AKIAIOSFODNN7EXAMPLE`.
    StandIn,
}

/// Characters behind the prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alphabet {
    Hex,
    /// Capitals and digits.
    Upper,
    Alnum,
    /// Letters, digits, `_`, `-`.
    Word,
    /// [`Alphabet::Word`] and `.`.
    Dotted,
    /// [`Alphabet::Dotted`] and `+`, `/`, `=`.
    Base64,
}

struct Format {
    id: &'static str,
    prefix: &'static str,
    alphabet: Alphabet,
    /// Fewest and most characters behind the prefix.
    length: (usize, usize),
    /// What must stand somewhere behind the prefix.
    holds: &'static str,
}

const fn format(
    id: &'static str,
    prefix: &'static str,
    alphabet: Alphabet,
    length: (usize, usize),
) -> Format {
    Format { id, prefix, alphabet, length, holds: "" }
}

const fn holding(
    id: &'static str,
    prefix: &'static str,
    alphabet: Alphabet,
    length: (usize, usize),
    holds: &'static str,
) -> Format {
    Format { id, prefix, alphabet, length, holds }
}

use Alphabet::{Alnum, Base64, Dotted, Hex, Upper, Word};

const FORMATS: &[Format] = &[
    // AWS IAM User Guide, "IAM identifiers", table of unique id prefixes: AKIA access key, ASIA temporary key.
    format("aws-access-key-id", "AKIA", Upper, (16, 16)),
    format("aws-access-key-id", "ASIA", Upper, (16, 16)),
    // GitHub docs, "About authentication to GitHub", token formats; the app tokens have grown since.
    format("github-token", "ghp_", Alnum, (36, 255)),
    format("github-token", "gho_", Alnum, (36, 255)),
    format("github-token", "ghu_", Alnum, (36, 255)),
    format("github-token", "ghs_", Alnum, (36, 255)),
    format("github-token", "ghr_", Alnum, (36, 255)),
    format("github-token", "github_pat_", Word, (82, 82)),
    // GitLab docs, "Token overview", token prefixes; routable tokens carry dots.
    format("gitlab-token", "glpat-", Dotted, (20, 300)),
    format("gitlab-token", "gldt-", Dotted, (20, 300)),
    format("gitlab-token", "glrt-", Dotted, (20, 300)),
    format("gitlab-token", "glptt-", Hex, (40, 40)),
    // Slack API docs, "Token types" and "Sending messages using incoming webhooks".
    format("slack-token", "xoxb-", Word, (24, 255)),
    format("slack-token", "xoxp-", Word, (24, 255)),
    format("slack-token", "xoxa-", Word, (24, 255)),
    format("slack-token", "xoxr-", Word, (24, 255)),
    format("slack-token", "xoxs-", Word, (24, 255)),
    format("slack-token", "xapp-1-", Word, (24, 255)),
    holding("slack-webhook", "hooks.slack.com/services/", Base64, (40, 60), "/B"),
    // Discord developer docs, "Execute Webhook": the URL holds id and token.
    format("discord-webhook", "discord.com/api/webhooks/", Base64, (70, 110)),
    format("discord-webhook", "discordapp.com/api/webhooks/", Base64, (70, 110)),
    // Stripe docs, "API keys" and "Verify webhook signatures"; Svix uses the same prefix with Base64. Test keys
    // (`sk_test_`) open no account.
    format("stripe-secret-key", "sk_live_", Alnum, (16, 247)),
    format("stripe-secret-key", "rk_live_", Alnum, (16, 247)),
    format("webhook-signing-secret", "whsec_", Base64, (24, 128)),
    // Google Cloud docs, "API keys"; "OAuth client secrets".
    format("google-api-key", "AIza", Word, (35, 35)),
    format("google-oauth-client-secret", "GOCSPX-", Word, (28, 28)),
    // SendGrid docs, "API keys": three parts of fixed length.
    holding("sendgrid-api-key", "SG.", Dotted, (66, 66), "."),
    // OpenAI's keys carry the Base64 of "OpenAI" in the middle (TruffleHog and gitleaks detectors, 2026).
    holding("openai-api-key", "sk-", Word, (40, 200), "T3BlbkFJ"),
    format("openai-api-key", "sk-proj-", Word, (40, 200)),
    format("openai-api-key", "sk-svcacct-", Word, (40, 200)),
    // Anthropic docs, "API keys".
    format("anthropic-api-key", "sk-ant-", Word, (40, 160)),
    // npm docs, "About access tokens"; the last six characters are a checksum.
    format("npm-token", "npm_", Alnum, (36, 36)),
    // PyPI, warehouse documentation of API tokens: a macaroon, whose first bytes are fixed.
    format("pypi-token", "pypi-AgE", Word, (50, 300)),
    // DigitalOcean API docs, token prefixes.
    format("digitalocean-token", "dop_v1_", Hex, (64, 64)),
    format("digitalocean-token", "doo_v1_", Hex, (64, 64)),
    format("digitalocean-token", "dor_v1_", Hex, (64, 64)),
    // Shopify docs, "Access token prefixes".
    format("shopify-token", "shpat_", Hex, (32, 32)),
    format("shopify-token", "shpca_", Hex, (32, 32)),
    format("shopify-token", "shppa_", Hex, (32, 32)),
    format("shopify-token", "shpss_", Hex, (32, 32)),
    // Hugging Face docs, "User access tokens".
    format("huggingface-token", "hf_", Alnum, (30, 40)),
    // Mailgun's private keys (detect-secrets' detector).
    format("mailgun-key", "key-", Hex, (32, 32)),
    // Square developer docs, "Access tokens".
    format("square-token", "sq0atp-", Word, (22, 22)),
    format("square-token", "sq0csp-", Word, (43, 43)),
    // Heroku changelog 2024, "prefixed tokens".
    format("heroku-token", "HRKU-", Word, (36, 80)),
    // Linear, Postman, Databricks, Doppler, Grafana, New Relic, Resend, PlanetScale, Groq, Replicate, HashiCorp Vault,
    // Supabase: the prefixes that their API documentation names.
    format("linear-key", "lin_api_", Alnum, (40, 40)),
    format("postman-key", "PMAK-", Word, (59, 59)),
    format("databricks-token", "dapi", Hex, (32, 32)),
    format("doppler-token", "dp.pt.", Alnum, (40, 44)),
    format("grafana-token", "glsa_", Word, (41, 41)),
    format("new-relic-key", "NRAK-", Upper, (27, 27)),
    format("resend-key", "re_", Word, (32, 40)),
    format("planetscale-token", "pscale_tkn_", Word, (32, 64)),
    format("groq-key", "gsk_", Alnum, (52, 52)),
    format("replicate-token", "r8_", Alnum, (37, 37)),
    format("vault-token", "hvs.", Word, (90, 130)),
    format("supabase-token", "sbp_", Hex, (40, 40)),
    format("supabase-secret-key", "sb_secret_", Word, (31, 50)),
    // age documentation: the identity file.
    format("age-secret-key", "AGE-SECRET-KEY-1", Upper, (58, 58)),
];

/// Longest run behind a prefix that is looked at, in bytes.
const LONGEST: usize = 512;

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let prefixes = FORMATS.iter().map(|format| format.prefix).chain(["eyJ", ":AA"]);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(prefixes).ok()
});

/// The first token of a known format in a text; a stand-in only when there is no real one.
pub(crate) fn find(text: &str) -> Option<Token> {
    let search = SEARCH.as_ref()?;
    let mut stand_in = None;
    for found in search.find_iter(text) {
        let token = match FORMATS.get(found.pattern().as_usize()) {
            Some(format) => matches(format, text, found.start()),
            None if text[found.start()..].starts_with("eyJ") => jwt(text, found.start()),
            None => telegram(text, found.start()),
        };
        match token {
            Some(Token::Real(_)) => return token,
            Some(Token::StandIn) => stand_in = token,
            None => {}
        }
    }
    stand_in
}

fn matches(format: &Format, text: &str, at: usize) -> Option<Token> {
    let bytes = text.as_bytes();
    let joined = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if at.checked_sub(1).is_some_and(|before| bytes.get(before).is_some_and(joined)) {
        return None;
    }
    let body = run(bytes, at + format.prefix.len(), format.alphabet);
    let (fewest, most) = format.length;
    let body = match format.alphabet {
        // A full stop or a slash behind a token ends a sentence or starts a path.
        Alphabet::Dotted => body.trim_end_matches('.'),
        _ => body,
    };
    let end = at + format.prefix.len() + body.len();
    let ends = !bytes.get(end).is_some_and(joined);
    if body.len() < fewest || body.len() > most || !ends || !body.contains(format.holds) {
        return None;
    }
    // The key of Supabase's local stack is printed in its documentation and the same everywhere.
    if is_stand_in(body) || !varied(body) || body.starts_with("N7UND0UgjKTVK") {
        return Some(Token::StandIn);
    }
    // Where dashes are allowed, words with dashes fit too: `sk-learn-style-names`. They have one case and no digit.
    let has = |fits: fn(&u8) -> bool| body.as_bytes().iter().any(fits);
    let mixed = has(u8::is_ascii_digit) || (has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase));
    let words = matches!(format.alphabet, Alphabet::Word | Alphabet::Dotted | Alphabet::Base64) && !mixed;
    (!words).then_some(Token::Real(format.id))
}

fn run(bytes: &[u8], start: usize, alphabet: Alphabet) -> &str {
    let fits = |byte: &u8| match alphabet {
        Alphabet::Hex => byte.is_ascii_digit() || (b'a'..=b'f').contains(byte),
        Alphabet::Upper => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
        Alphabet::Alnum => byte.is_ascii_alphanumeric(),
        Alphabet::Word => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
        Alphabet::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'),
        Alphabet::Base64 => {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'+' | b'/' | b'=')
        }
    };
    let rest = bytes.get(start..).unwrap_or_default();
    let length = rest.iter().take(LONGEST).take_while(|byte| fits(byte)).count();
    std::str::from_utf8(&rest[..length]).unwrap_or_default()
}

/// A JSON Web Token: three Base64 parts, the first two of which are objects. A token whose payload names the
/// role `anon` is public by design (Supabase docs, "API keys"); the ones of jwt.io and of Supabase's local
/// stack are printed in their documentation.
fn jwt(text: &str, at: usize) -> Option<Token> {
    let bytes = text.as_bytes();
    if at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric()) {
        return None;
    }
    let rest = &bytes[at..bytes.len().min(at + 4096)];
    // Most of what starts like a token ends before the first part of one would.
    if rest.iter().take(16).any(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'-')) {
        return None;
    }
    let length = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        .count();
    let token = std::str::from_utf8(&rest[..length]).ok()?;
    let mut parts = token.trim_end_matches('.').split('.');
    let (head, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || head.len() < 16 || !payload.starts_with("eyJ") || signature.len() < 20 {
        return None;
    }
    let payload = decoded(payload);
    let holds = |words: &[&str]| words.iter().any(|word| payload.contains(word));
    if holds(&["\"role\":\"anon\"", "\"role\": \"anon\"", "1234567890", "supabase-demo", "John Doe"])
        || !varied(signature)
    {
        return Some(Token::StandIn);
    }
    Some(Token::Real("json-web-token"))
}

/// The text behind Base64 in the URL alphabet; bytes that are no text are dropped.
fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A Telegram bot token (Bot API, "Authorizing your bot"): the bot's number, a colon, 35 characters.
fn telegram(text: &str, at: usize) -> Option<Token> {
    let bytes = text.as_bytes();
    let digits = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let body = run(bytes, at + 1, Alphabet::Word);
    if !(8..=10).contains(&digits) || body.len() != 35 {
        return None;
    }
    Some(if is_stand_in(body) || !varied(body) { Token::StandIn } else { Token::Real("telegram-bot-token") })
}

/// Words by which people mark a token as no real one.
const STAND_INS: [&str; 19] = [
    "example",
    "placeholder",
    "your",
    "xxxx",
    "changeme",
    "change_me",
    "change-me",
    "change_this",
    "change-this",
    "dummy",
    "fake",
    "sample",
    "redacted",
    "replace",
    "foobar",
    "not_a_real",
    "not-a-real",
    "insert",
    "****",
];

static STAND_IN_SEARCH: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(STAND_INS).ok());

/// Words and runs by which people mark a token as no real one.
pub(crate) fn is_stand_in(text: &str) -> bool {
    STAND_IN_SEARCH.as_ref().is_some_and(|search| search.is_match(text)) || has_run(text.as_bytes())
}

/// Six equal characters, or eight that count upwards: `000000`, `12345678`, `abcdefgh`.
fn has_run(bytes: &[u8]) -> bool {
    let (mut equal, mut rising) = (1, 1);
    for pair in bytes.windows(2) {
        let (before, byte) = (pair[0].to_ascii_lowercase(), pair[1].to_ascii_lowercase());
        equal = if before == byte { equal + 1 } else { 1 };
        rising = if byte.is_ascii_alphanumeric() && byte == before.wrapping_add(1) { rising + 1 } else { 1 };
        if equal >= 6 || rising >= 8 {
            return true;
        }
    }
    false
}

/// At least eight different characters.
fn varied(text: &str) -> bool {
    let mut seen = [false; 256];
    text.bytes().for_each(|byte| seen[usize::from(byte)] = true);
    seen.iter().filter(|seen| **seen).count() >= 8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters without a pattern, cut to a length.
    fn noise(length: usize) -> String {
        "q8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z".chars().cycle().take(length).collect()
    }

    fn hex(length: usize) -> String {
        "9f3a07c1e5b8d2640a7fe3c95d1b862f".chars().cycle().take(length).collect()
    }

    fn found(text: &str) -> Option<&'static str> {
        match find(text) {
            Some(Token::Real(id)) => Some(id),
            _ => None,
        }
    }

    #[test]
    fn every_format_is_found_alone_and_inside_a_text() {
        for format in FORMATS {
            let body = match format.alphabet {
                Alphabet::Hex => hex(format.length.0),
                Alphabet::Upper => noise(format.length.0).to_uppercase(),
                _ => noise(format.length.0),
            };
            let at = body.len() / 3;
            let body = format!("{}{}{}", &body[..at], format.holds, &body[at + format.holds.len()..]);
            let token = format!("{}{body}", format.prefix);
            assert_eq!(found(&token), Some(format.id), "{token}");
            assert_eq!(found(&format!("Authorization: Bearer {token}, x")), Some(format.id), "{token}");
            assert_eq!(found(&format!("x{token}")), None, "{token} in the middle of a word");
        }
    }

    #[test]
    fn a_token_can_do_without_a_digit() {
        assert_eq!(found("glpat-zewGCuspiuvxgGDiPIuW"), Some("gitlab-token"));
    }

    #[test]
    fn a_longer_run_is_no_token() {
        assert_eq!(found(&format!("AKIA{}", noise(20).to_uppercase())), None);
        assert_eq!(found(&format!("AIza{}", noise(40))), None);
        assert_eq!(found(&format!("npm_{}", noise(20))), None);
    }

    #[test]
    fn stand_ins_are_told_from_tokens() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "whsec_your_webhook_secret_here",
            "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
            "ghp_000000000000000000000000000000000000",
            "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        ] {
            assert_eq!(find(text), Some(Token::StandIn), "{text}");
        }
        assert_eq!(find("sk-learn-style-names-of-things-that-are-long-enough"), None);
    }

    #[test]
    fn json_web_tokens_that_are_public_are_left_alone() {
        let encode = |text: &str| {
            const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            let mut out = String::new();
            for chunk in text.as_bytes().chunks(3) {
                let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
                let bits = bits << (8 * (3 - chunk.len()));
                for index in 0..=chunk.len() {
                    out.push(char::from(LETTERS[(bits >> (18 - 6 * index) & 63) as usize]));
                }
            }
            out
        };
        let token = |payload: &str| {
            format!("{}.{}.{}", encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"), encode(payload), noise(43))
        };
        assert_eq!(found(&token("{\"sub\":\"u-81\",\"role\":\"service_role\"}")), Some("json-web-token"));
        assert_eq!(find(&token("{\"iss\":\"supabase\",\"role\":\"anon\"}")), Some(Token::StandIn));
        assert_eq!(find(&token("{\"sub\":\"1234567890\",\"name\":\"John Doe\"}")), Some(Token::StandIn));
    }

    #[test]
    fn a_telegram_token_is_a_number_and_a_key() {
        let token = format!("7318264950:AA{}", noise(33));
        assert_eq!(found(&token), Some("telegram-bot-token"));
        assert_eq!(found(&format!("12:AA{}", noise(33))), None);
    }
}
