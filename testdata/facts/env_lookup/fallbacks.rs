use std::env;

#[derive(Parser)]
struct Arguments {
    #[arg(long, env = "API_KEY", default_value = "development")]
    key: String,
    #[clap(env)]
    token: String,
    #[arg(long, default_value = "no environment")]
    secret: String,
}

fn settings() {
    let a = std::env::var("JWT_SECRET").unwrap_or_else(|_| "changeme".to_string());
    let b = env::var("SIGNING_KEY").ok().unwrap_or("hunter2!".into());
    let c = env::var("API_TOKEN")?;
    let d = match env::var("SESSION_SECRET") {
        Ok(value) => value,
        Err(_) => "keyboard cat".to_string(),
    };
    let e = env::var("SALT").unwrap_or_else(|_| generate());
    let f = option_env!("BUILD_TOKEN").unwrap_or("none-yet");
    let g = other.var("X").unwrap_or("y");
}
