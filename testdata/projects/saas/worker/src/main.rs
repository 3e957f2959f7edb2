mod config;
mod queue;
mod routes;
mod store;

use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = config::Config::from_env()?;
    let store = store::Store::connect(&config.database_url).await?;
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let listener = TcpListener::bind(&config.address).await?;
    tracing::info!(address = %config.address, "listening");
    tokio::spawn(queue::run(store.clone(), config.clone(), stopped));
    axum::serve(listener, routes::router(store)).await?;
    let _ = stop.send(());
    Ok(())
}
