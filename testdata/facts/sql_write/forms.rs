//! Writes as text.
async fn work(pool: &PgPool) {
    sqlx::query!("UPDATE users SET name = $1", name).execute(pool).await;
    sqlx::query("DELETE FROM orders").execute(pool).await;
}
