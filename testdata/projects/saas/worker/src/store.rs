use sqlx::PgPool;

#[derive(Clone)]
pub struct Store {
    pool: PgPool,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Reminder {
    pub id: i64,
    pub account_id: i64,
    pub url: String,
}

impl Store {
    pub async fn connect(url: &str) -> Result<Store, sqlx::Error> {
        Ok(Store { pool: PgPool::connect(url).await? })
    }

    /// Reminders that are due, the oldest first.
    pub async fn due(&self, limit: i64) -> Result<Vec<Reminder>, sqlx::Error> {
        sqlx::query_as("select id, account_id, url from reminders where due < now() order by due limit $1")
            .bind(limit)
            .fetch_all(&self.pool)
            .await
    }

    pub async fn delivered(&self, id: i64) {
        let _ = sqlx::query("update reminders set delivered = now() where id = $1") // expect: result-ignored "write"
            .bind(id)
            .execute(&self.pool)
            .await;
    }

    pub async fn failed(&self, id: i64) -> Result<(), sqlx::Error> {
        sqlx::query("update reminders set failures = failures + 1 where id = $1")
            .bind(id)
            .execute(&self.pool)
            .await
            .map(|_| ())
    }
}
