use std::env::{self, VarError};

const FALLBACK_URL: &str = "postgres://worker:h7Kq2vXw9tRz@db.ledgerline.internal/ledgerline"; // expect: hardcoded-secret "password"

#[derive(Clone)]
pub struct Config {
    pub address: String,
    pub database_url: String,
    pub webhook_secret: String,
    pub signing_key: String,
    pub retries: u32,
}

impl Config {
    pub fn from_env() -> Result<Config, VarError> {
        Ok(Config {
            address: env::var("ADDRESS").unwrap_or_else(|_| "0.0.0.0:8081".to_owned()),
            database_url: env::var("DATABASE_URL").unwrap_or_else(|_| FALLBACK_URL.to_owned()),
            webhook_secret: env::var("WEBHOOK_SECRET")?,
            signing_key: env::var("SIGNING_KEY").unwrap_or_else(|_| "development".to_owned()), // expect: default-secret "SIGNING_KEY"
            retries: retries(&env::var("RETRIES").unwrap_or_default()),
        })
    }
}

fn retries(text: &str) -> u32 {
    match text.parse() {
        Ok(retries) => retries,
        Err(_) => 3,
    }
}
