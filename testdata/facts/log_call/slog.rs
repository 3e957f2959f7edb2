use slog::info;

fn login(log: &Logger, password: &str, user: &User) {
    info!(log, "login"; "password" => password, "user" => %user.id);
    slog::warn!(log, "login of {}", user.id; "attempts" => 3);
}
