const SIGNING_KEY: &str = "f3Zq8LmT0vXb7RkY2nWc5HdJ9sPgA4eU";
static GREETING: &str = "please enter your password";

fn connect() -> Client {
    let api_token = String::from("ghp_x7Kq2vXw9LmT0Rb4nYc5HdJ8sPgA3eUf1ZqW");
    let settings = Settings { db_password: "Tr0ub4dor&3".to_string(), region: "eu-central-1" };
    let url = "postgres://billing:h7Kq2vXw9@db.internal:5432/billing";
    Client::new(settings, url, api_token).header("x-api-key")
}
