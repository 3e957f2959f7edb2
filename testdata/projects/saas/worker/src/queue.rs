use crate::config::Config;
use crate::store::Store;
use std::time::Duration;
use tokio::sync::oneshot::Receiver;

const PAUSE: Duration = Duration::from_secs(30);

/// Delivers reminders until it is told to stop.
pub async fn run(store: Store, config: Config, mut stopped: Receiver<()>) {
    while stopped.try_recv().is_err() {
        match store.due(100).await {
            Ok(reminders) => {
                for reminder in reminders {
                    if deliver(&config, &reminder.url).await {
                        store.delivered(reminder.id).await;
                    } else if let Err(error) = store.failed(reminder.id).await {
                        tracing::error!(%error, reminder = reminder.id, "failure not noted");
                    }
                }
            }
            Err(_) => {} // expect: error-swallowed
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn deliver(config: &Config, url: &str) -> bool {
    tracing::debug!(url, secret = %config.webhook_secret, "delivering"); // expect: sensitive-value-logged "credential"
    for attempt in 0..config.retries {
        if post(url, &config.webhook_secret).await.is_ok() {
            tracing::info!(url, attempt, key_length = config.signing_key.len(), "delivered");
            return true;
        }
    }
    false
}

async fn post(url: &str, secret: &str) -> Result<(), std::io::Error> {
    dbg!(url); // expect: debug-leftover "dbg!"
    if url.is_empty() || secret.is_empty() {
        return Err(std::io::ErrorKind::InvalidInput.into());
    }
    Ok(())
}
