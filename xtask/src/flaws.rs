//! The flaws that are sown: secrets of provider formats and generic ones, logged values, swallowed errors.

use crate::random::Random;
use review_facts::Language;

/// One flaw to sow.
pub struct Flaw {
    /// What it is an example of.
    pub family: &'static str,
    /// The language it is written in.
    pub language: Language,
    /// The rules of which one must find it.
    pub rules: &'static [&'static str],
    /// Statements, without indentation.
    pub code: String,
}

impl Flaw {
    /// How many lines it takes.
    pub fn lines(&self) -> u64 {
        self.code.lines().count() as u64
    }
}

const LANGUAGES: [Language; 3] = [Language::Python, Language::TypeScript, Language::Rust];
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const MIXED: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &str = "0123456789abcdef";
const DIGITS: &str = "0123456789";

/// Every flaw once per language: 22 secrets, 15 logged values, 10 handlers.
pub fn flaws(random: &mut Random) -> Vec<Flaw> {
    let mut list = Vec::new();
    for language in LANGUAGES {
        for token in provider_tokens(random) {
            let code = binding(language, random, &["client", "value", "endpoint", "payload"], &token);
            list.push(Flaw { family: "provider secret", language, rules: &["hardcoded-secret"], code });
        }
        for value in generic_secrets(random) {
            let names =
                ["db_password", "jwt_secret", "api_key", "client_secret", "auth_token", "encryption_key"];
            let code = binding(language, random, &names, &value);
            list.push(Flaw { family: "generic secret", language, rules: &["hardcoded-secret"], code });
        }
        for code in logged(language) {
            let code = (*code).to_owned();
            list.push(Flaw { family: "logged value", language, rules: &["sensitive-value-logged"], code });
        }
        for code in swallowed(language) {
            let code = (*code).to_owned();
            list.push(Flaw { family: "swallowed error", language, rules: &["error-swallowed"], code });
        }
    }
    list
}

/// Tokens of twelve providers, in the formats their documentation gives.
fn provider_tokens(random: &mut Random) -> Vec<String> {
    vec![
        format!("AKIA{}", random.text(UPPER, 16)),
        format!("ghp_{}", random.text(MIXED, 36)),
        format!("glpat-{}", random.text(MIXED, 20)),
        format!("xoxb-{}-{}-{}", random.text(DIGITS, 12), random.text(DIGITS, 12), random.text(MIXED, 24)),
        format!("sk_live_{}", random.text(MIXED, 24)),
        format!("AIza{}", random.text(MIXED, 35)),
        format!("SG.{}.{}", random.text(MIXED, 22), random.text(MIXED, 43)),
        format!("npm_{}", random.text(MIXED, 36)),
        format!("hf_{}", random.text(MIXED, 34)),
        format!("dop_v1_{}", random.text(HEX, 64)),
        format!("shpat_{}", random.text(HEX, 32)),
        format!("postgres://billing:{}@db-primary.prod.acme.io:5432/billing", random.text(MIXED, 18)),
    ]
}

/// Values that only their name and their look make a secret.
fn generic_secrets(random: &mut Random) -> Vec<String> {
    let mut values: Vec<String> = (0..3).map(|_| random.text(HEX, 64)).collect();
    values.extend((0..3).map(|_| random.text(MIXED, 40)));
    values.extend(
        (0..2).map(|_| {
            format!("{}!{}#{}", random.text(MIXED, 7), random.text(LOWER, 6), random.text(DIGITS, 3))
        }),
    );
    values.extend((0..2).map(|_| format!("{}=", random.text(MIXED, 43))));
    values
}

/// A statement that binds a text to one of the names, in one of the ways people do.
fn binding(language: Language, random: &mut Random, names: &[&str], value: &str) -> String {
    let name = names[random.below(names.len())];
    let way = random.below(4);
    let upper = name.to_uppercase();
    let camel = camel(name);
    match (language, way) {
        (Language::Python, 0) => format!("{name} = \"{value}\""),
        (Language::Python, 1) => format!("settings[\"{name}\"] = '{value}'"),
        (Language::Python, 2) => format!("configure({name}=\"{value}\")"),
        (Language::Python, _) => format!("{upper}: str = \"{value}\""),
        (Language::TypeScript, 0) => format!("const {camel} = '{value}';"),
        (Language::TypeScript, 1) => format!("configure({{ {camel}: \"{value}\" }});"),
        (Language::TypeScript, 2) => format!("settings.{camel} = `{value}`;"),
        (Language::TypeScript, _) => format!("const {upper}: string = \"{value}\";"),
        (_, 0) => format!("let {name} = \"{value}\";"),
        (_, 1) => format!("const {upper}: &str = \"{value}\";"),
        (_, 2) => format!("let settings = Settings {{ {name}: \"{value}\".to_string() }};"),
        _ => format!("let {name} = String::from(\"{value}\");"),
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut all, word| {
        all.push_str(&word[..1].to_uppercase());
        all.push_str(&word[1..]);
        all
    })
}

/// Logged values in five shapes, three values each.
fn logged(language: Language) -> &'static [&'static str] {
    match language {
        Language::Python => &[
            "logger.info(f\"login for {user.id} with {user.password}\")",
            "logger.warning(\"paying with %s\", card_number)",
            "logging.getLogger(__name__).debug(\"got {}\".format(access_token))",
            "logger.info(\"created\", extra={\"national_id\": person.national_id})",
            "print(\"token\", refresh_token)",
            "logger.error(\"failed for %s\" % user.ssn)",
            "logger.debug(f\"{api_key=}\")",
            "logger.info(\"signed in\", client_secret=client_secret)",
            "logger.info(\"iban: \" + account.iban)",
            "logger.exception(\"rejected %s\", payload[\"password\"])",
            "print(f\"otp secret {otp_secret}\")",
            "logger.info(\"session %s\", session_token)",
            "logger.warning(f\"dob {patient.date_of_birth} diagnosis {patient.diagnosis}\")",
            "logger.info(\"key %s\", data.get(\"private_key\"))",
            "logger.critical(\"bank %s\", employee.bank_account_number)",
        ],
        Language::TypeScript => &[
            "console.log(`login with ${user.password}`);",
            "logger.info({ accessToken }, 'signed in');",
            "logger.warn('paying', { cardNumber: order.cardNumber });",
            "console.error('token', refreshToken);",
            "logger.debug('ssn ' + user.ssn);",
            "this.logger.log(`key ${apiKey}`);",
            "logger.info('secret %s', clientSecret);",
            "console.info({ password: body.password });",
            "request.log.info({ privateKey: keys.privateKey }, 'loaded');",
            "logger.error(`iban ${account.iban} failed`);",
            "console.log('session', sessionToken);",
            "logger.info('id', person['national_id']);",
            "logger.warn(`dob: ${patient.dateOfBirth}`);",
            "console.debug(JSON.stringify({ otpSecret: user.otpSecret }));",
            "logger.info({ user: { bankAccountNumber: employee.bankAccountNumber } }, 'paid');",
        ],
        _ => &[
            "info!(\"login with {}\", user.password);",
            "tracing::info!(access_token = %token.access_token, \"signed in\");",
            "println!(\"paying with {card_number}\");",
            "error!(?refresh_token, \"rejected\");",
            "log::debug!(\"ssn {:?}\", person.ssn);",
            "warn!(\"key {api_key}\");",
            "tracing::debug!(client_secret = ?settings.client_secret);",
            "eprintln!(\"secret {}\", otp_secret);",
            "debug!(\"iban {}\", account.iban());",
            "info!(password = password.as_str(), \"created\");",
            "log::info!(\"session {}\", session_token);",
            "tracing::warn!(%national_id, \"duplicate\");",
            "trace!(\"{} born {}\", patient.id, patient.date_of_birth);",
            "info!(\"private key: {private_key:?}\");",
            "println!(\"{}\", employee.bank_account_number);",
        ],
    }
}

/// Broad handlers that do and say nothing.
fn swallowed(language: Language) -> &'static [&'static str] {
    match language {
        Language::Python => &[
            "try:\n    charge_order(order)\nexcept Exception:\n    pass",
            "try:\n    charge_order(order)\nexcept:\n    pass",
            "try:\n    notify(order)\n    ship(order)\nexcept Exception as error:\n    pass",
            "try:\n    total = compute_total(order)\nexcept Exception:\n    ...",
            "try:\n    order.submit()\nexcept BaseException:\n    pass",
            "try:\n    session.add(order)\n    session.commit()\nexcept Exception:\n    pass",
            "try:\n    result = charge_order(order)\nexcept Exception:\n    result = None",
            "with contextlib.suppress(Exception):\n    charge_order(order)",
            "try:\n    repository.save(order)\nexcept IntegrityError:\n    pass",
            "try:\n    approve(order)\nexcept (ValueError, Exception):\n    pass",
        ],
        Language::TypeScript => &[
            "try { chargeOrder(order); } catch {}",
            "try {\n  chargeOrder(order);\n} catch (error) {\n}",
            "chargeOrder(order).catch(() => {});",
            "try { shipOrder(order); notify(order); } catch (e) { }",
            "submit(order).catch(() => undefined);",
            "try { total = computeTotal(order); } catch { total = null; }",
            "void approve(order).catch(() => null);",
            "try { orders.approve(order.id); } catch (_) {}",
            "repository.save(order).catch(() => {});",
            "try { prisma.order.create({ data: order }); } catch (err) {}",
        ],
        _ => &[
            "match charge_order(&order) {\n    Ok(_) => {}\n    Err(_) => {}\n}",
            "if let Err(_) = charge_order(&order) {}",
            "if let Err(_error) = ship_order(&order) {\n}",
            "let _ = order_repository.save(&order);",
            "orders.insert_order(&order).ok();",
            "let _ = transaction.commit();",
            "match approve(&order) {\n    Ok(receipt) => drop(receipt),\n    Err(_) => (),\n}",
            "if let Err(_) = repository.update(&order) {\n}",
            "let _ = diesel::insert_into(orders::table).values(&order).execute(&mut connection);",
            "sqlx::query(\"DELETE FROM orders\").execute(&pool).ok();",
        ],
    }
}
