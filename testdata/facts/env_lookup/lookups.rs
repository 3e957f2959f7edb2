use std::env;

pub fn settings() -> Settings {
    let secret = env::var("SESSION_SECRET").unwrap_or("k7Qx2vLw9TzR4nBm".into());
    let token = std::env::var("API_TOKEN").unwrap_or_else(|_| "changeme".to_string());
    let key = env::var("SIGNING_KEY").expect("SIGNING_KEY is set");
    let port = env::var("PORT").ok();
    let build = option_env!("BUILD_KEY").unwrap_or("none");
    Settings { secret, token, key, port, build }
}

#[derive(clap::Parser)]
pub struct Arguments {
    #[arg(long, env = "DATABASE_PASSWORD", default_value = "hunter2")]
    database_password: String,
}
