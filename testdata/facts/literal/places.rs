pub const DATABASE_URL: &str = "postgres://worker:h7Kq2vXw9@db.internal/jobs";
static SIGNING_KEY: LazyLock<String> = LazyLock::new(|| "f3Zq8LmT0vXb7RkY2nWc5HdJ9sPgA4eU".to_string());

fn settings() -> Settings {
    let api_key = String::from("x7kq2vxw9lmt0rb4nyc5hdj8");
    let key = EncodingKey::from_secret(b"k9vLq2Zr4Tn8Wk1Y");
    headers.insert("x-api-key", "x7kq2vxw9lmt0rb4nyc5hdj8".parse().unwrap());
    if password == "Tr0ub4dor&3" {
        return Settings { secret: SecretString::from("Sup3rS3cret"), ..base };
    }
    let token = env::var("TOKEN").unwrap_or_else(|_| "x7kq2vxw9lmt0rb4nyc5hdj8".into());
    let url = format!("postgres://app:q8LmT0vXb7Rk@{host}/app");
    let template = format!("postgres://{user}:{password}@{host}/app");
    schema.insert("example".to_string(), Value::from("whsec_q8LmT0vXb7RkY2nWc5HdJ9sPgA4eUf3Z"));
    panic!("token {token} is wrong")
}

#[cfg(test)]
mod tests {
    const PASSWORD: &str = "Tr0ub4dor&3";
}
