//! What a name says about records of changes (rules/vocabulary/audit.toml).

use crate::vocabulary::words_of;
use review_facts::TableUse;
use serde::Deserialize;
use std::sync::LazyLock;

const AUDIT: &str = include_str!("../../../../rules/vocabulary/audit.toml");

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // A broken file would find no audit at all; a test reads it.
    toml::from_str(AUDIT).unwrap_or_default()
});

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    calls: Calls,
    tables: Tables,
    columns: Columns,
    says: Says,
    hooks: Vec<Hook>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Calls {
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    nouns: Vec<String>,
    verbs: Vec<String>,
    names: Vec<String>,
    readers: Vec<String>,
    things: Vec<String>,
    telemetry: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    audit: Vec<String>,
    session: Vec<String>,
    cache: Vec<String>,
    operation: Vec<String>,
    addressed: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    events: Vec<String>,
    who: Vec<String>,
    what: Vec<String>,
    receivers: Vec<String>,
}

/// What columns say, by words of their names.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Says {
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    pub(super) who: Vec<String>,
    pub(super) what: Vec<String>,
    pub(super) resource: Vec<String>,
    pub(super) when: Vec<String>,
    pub(super) address: Vec<String>,
    pub(super) agent: Vec<String>,
    pub(super) open: Vec<String>,
    pub(super) of_accounts: Vec<String>,
    pub(super) others: Vec<String>,
    pub(super) scopes: Vec<String>,
}

/// The words of columns.
pub(super) fn says() -> &'static Says {
    &WORDS.says
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hook {
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    calls: Vec<String>,
    #[serde(default)]
    sees_queries: bool,
}

/// A call of this path records a change, by its name.
pub(crate) fn records(path: &str) -> bool {
    let (receiver, name) = path.rsplit_once('.').unwrap_or(("", path));
    let calls = &WORDS.calls;
    // Most calls are told by a look: their names hold no noun in any spelling, and are none of those.
    let near = path.as_bytes().windows(2).any(|pair| matches!(pair, b"ud" | b"UD" | b"od"));
    let noun = near && ["udit", "UDIT", "odlog", "odLog"].iter().any(|part| path.contains(part));
    if !noun && !calls.names.iter().any(|known| known == name) {
        return false;
    }
    let own = words_of(name);
    let near = words_of(receiver.rsplit('.').next().unwrap_or_default());
    if own.first().is_none_or(|first| calls.readers.contains(first)) {
        return false;
    }
    if path.split('.').flat_map(words_of).any(|word| calls.telemetry.contains(&word)) {
        return false;
    }
    if calls.names.iter().any(|known| known == name || words_of(known) == own) {
        return true;
    }
    let noun = |words: &[String]| words.iter().any(|word| calls.nouns.contains(word));
    // In `generate_audit_log_pdf` the log is a part of the noun.
    let of_noun = |at: usize| at > 0 && at + 1 < own.len() && calls.nouns.contains(&own[at - 1]);
    let verb = |words: &[String]| {
        words.iter().enumerate().any(|(at, word)| calls.verbs.contains(word) && !of_noun(at))
    };
    // `audit(…)` and `auditLog(…)` do it themselves; a class of the name is only made.
    let plain = noun(&own) && (own.len() == 1 || verb(&own)) && !name.starts_with(char::is_uppercase);
    let thing = near.last().is_some_and(|last| calls.things.contains(last));
    plain || (noun(&near) && !thing && own.first().is_some_and(|first| calls.verbs.contains(first)))
}

/// A word for records of changes.
pub(super) fn is_noun(word: &str) -> bool {
    WORDS.calls.nouns.iter().any(|noun| noun == word)
}

/// A table of this name can be one of records; its columns may be asked.
pub(super) fn could_record(table: &str) -> bool {
    let words = words_of(table.rsplit(['.', ':']).next().unwrap_or_default());
    words.last().is_some_and(|last| WORDS.columns.events.contains(last))
        || table_use(table, &[]) == TableUse::Audit
}

/// What a table of this name is for. Tables of events are told by their columns.
pub(crate) fn table_use(table: &str, columns: &[String]) -> TableUse {
    let words = words_of(table.rsplit(['.', ':']).next().unwrap_or_default());
    let tables = &WORDS.tables;
    let is = |names: &[String]| {
        (1..=words.len().min(3)).any(|count| names.contains(&words[words.len() - count..].join("_")))
    };
    if is(&tables.audit) || words.first().is_some_and(|first| first == "audit") {
        return TableUse::Audit;
    }
    let events = words.last().is_some_and(|last| WORDS.columns.events.contains(last));
    let has = |names: &[String]| columns.iter().any(|column| names.contains(&words_of(column).join("_")));
    if events && has(&WORDS.columns.who) && has(&WORDS.columns.what) {
        return TableUse::Audit;
    }
    match () {
        () if is(&tables.session) => TableUse::Session,
        () if is(&tables.cache) => TableUse::Cache,
        () if is(&tables.operation) => TableUse::Operation,
        // Sent to somebody who reads it; else it is a setting of who is told what.
        () if is(&tables.addressed) && has(&WORDS.columns.receivers) => TableUse::Operation,
        () => TableUse::Domain,
    }
}

/// A call of this path, or one whose last names are these, makes a library record the changes of a model by itself; and
/// whether it sees what a query changes. None for every other call.
pub(crate) fn hook(path: &str) -> Option<bool> {
    let is = |call: &String| {
        path.strip_suffix(call.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    WORDS.hooks.iter().find(|hook| hook.calls.iter().any(is)).map(|hook| hook.sees_queries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_can_be_read() {
        let words: Words = toml::from_str(AUDIT).unwrap();
        assert!(!words.calls.nouns.is_empty() && !words.tables.audit.is_empty() && !words.hooks.is_empty());
    }

    #[test]
    fn calls_that_record_are_told_from_those_that_read() {
        for path in [
            "create_audit_log",
            "auditService.log",
            "self.audit.record",
            "server.services.auditLog.createAuditLog",
            "logAudit",
            "log_event",
            "audit",
            "audit_log",
            "writeAudit",
            "this.auditLogs.create",
        ] {
            assert!(records(path), "{path}");
        }
        for path in [
            "getAuditLogs",
            "generateAuditLogPdf",
            "auditLogPdf.save",
            "findDocumentAuditLogs",
            "renderAuditLogs",
            "AuditLog",
            "prisma.auditLog.findMany",
            "logger.info",
            "posthog.audit.track",
            "audit.is_enabled",
            "downloadAuditLogPdf",
            "log",
        ] {
            assert!(!records(path), "{path}");
        }
    }

    #[test]
    fn tables_are_told_by_name_and_columns() {
        let columns = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(table_use("audit_logs", &[]), TableUse::Audit);
        assert_eq!(table_use("DocumentAuditLog", &[]), TableUse::Audit);
        assert_eq!(table_use("Event", &columns(&["id", "user_id", "action"])), TableUse::Audit);
        assert_eq!(table_use("Event", &columns(&["id", "title", "starts_at"])), TableUse::Domain);
        assert_eq!(table_use("UserSession", &[]), TableUse::Session);
        assert_eq!(table_use("users", &[]), TableUse::Domain);
        assert_eq!(table_use("Notification", &columns(&["id", "receiver_id"])), TableUse::Operation);
        assert_eq!(table_use("Notification", &columns(&["id", "name", "enabled"])), TableUse::Domain);
        assert_eq!(table_use("notifications", &[]), TableUse::Domain);
    }
}
