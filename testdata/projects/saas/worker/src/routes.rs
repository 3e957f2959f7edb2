use crate::store::{Reminder, Store};
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

#[derive(Serialize)]
struct Due {
    id: i64,
    account: i64,
}

impl From<Reminder> for Due {
    fn from(reminder: Reminder) -> Due {
        Due { id: reminder.id, account: reminder.account_id }
    }
}

pub fn router(store: Store) -> Router {
    Router::new().route("/health", get(|| async { "ok" })).route("/due", get(due)).with_state(store)
}

async fn due(State(store): State<Store>) -> Result<Json<Vec<Due>>, StatusCode> {
    match store.due(20).await {
        Ok(reminders) => Ok(Json(reminders.into_iter().map(Due::from).collect())),
        Err(error) => {
            tracing::error!(%error, "reminders not read");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_shows_no_address() {
        let due = Due::from(Reminder { id: 1, account_id: 2, url: "https://example.com".to_owned() });
        println!("{} {}", due.id, due.account);
        assert_eq!((due.id, due.account), (1, 2));
    }
}
