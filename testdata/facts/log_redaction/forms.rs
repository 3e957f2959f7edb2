use tracing::field::{Field, Visit};
use tracing_subscriber::fmt::FormatFields;

const HIDDEN: &[&str] = &["card_number"];

impl Visit for Redacting {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "password" | "token" => self.write("***"),
            name if HIDDEN.contains(&name) => self.write("***"),
            _ => self.write(value),
        }
    }
}

impl<'w> FormatFields<'w> for Compact {
    fn format_fields(&self, writer: Writer<'w>, fields: Fields) -> fmt::Result {
        write!(writer, "{}", PATTERN.replace_all(&text(fields), "[REDACTED]"))
    }
}

// Neither of these hides anything in a log.
impl Visit for Plain {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.write(value)
    }
}

impl Display for Secret {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        if self.kind == "password" { f.write_str("***") } else { f.write_str(&self.0) }
    }
}
