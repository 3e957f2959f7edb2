use std::fmt::Write as _;

pub async fn forms(user: &User, tx: Sender<u32>, conn: &mut PgConnection) -> Result<(), Error> {
    match notify(user).await {
        Ok(()) => mark(user),
        Err(_) => {}
    }
    match notify(user).await {
        Ok(()) => mark(user),
        Err(e) => {
            tracing::warn!("not notified: {e}");
        }
    }
    let value = match text.parse::<u32>() {
        Ok(value) => value,
        Err(_) => 0,
    };
    match notify(user).await {
        Ok(()) => {}
        Err(e) => return Err(e.into()),
    }
    let answer = match notify(user).await {
        Ok(()) => Answer::Fine,
        Err(e) => Answer::from(e),
    };
    match rx.try_recv() {
        Ok(value) => use_it(value),
        Err(TryRecvError::Empty) => {}
        Err(TryRecvError::Disconnected) => return Ok(()),
    }
    match notify(user).await {
        Ok(()) => {}
        // The receiver may be gone.
        Err(_) => (),
    }
    let rows = match load(user) {
        Ok(rows) => rows,
        Err(_) => Vec::new(),
    };
    match load(user) {
        Ok(_) => {}
        Err(error) => unknown_macro! { error => => now },
    }
    match load(user) {
        Ok(_) => {}
        Err(error) => bail!("no rows: {error}"),
    }
    if let Err(e) = notify(user).await {
        error!("{}", e);
    }
    if let Err(_) = notify(user).await {
        retry(user);
    }
    if let Err(Error::NotFound) = notify(user).await {}
    let _ = diesel::update(users::table.find(1)).set(name.eq("x")).execute(conn);
    let _ = tx.send(1);
    let _ = write!(text, "{}", 1);
    let _ = notify(user).await;
    let _ = notify(user)?;
    let _ = 1;
    let _ = user;
    let _ = std::fs::remove_file("x");
    let _unused = notify(user);
    std::fs::write("state", "x").ok();
    let found = load(user).ok();
    load(user).ok()
}

fn last(user: &User) -> Option<u32> {
    load(user).ok()
}

fn or_default(user: &User) -> u32 {
    load(user).map_err(|_| Error::Gone).unwrap_or_default()
}

fn dropped(user: &User, levels: &mut HashMap<u32, u32>) {
    let _ = levels.insert(1, 2);
    save(user).inspect_err(|e| warn!("not saved: {e}")).ok();
    match save(user) {
        Ok(_) => {}
        Err(e) => tracing::error!("not saved: {e}"),
    }
    match save(user) {
        Ok(_) => {}
        Err(Error { kind, .. }) => {}
    }
}

async fn variants(store: &Store) -> Analysis {
    match store.delete("key").await {
        Ok(()) => {}
        Err(object_store::Error::NotFound { .. }) => {}
        Err(e) => warn!("{e}"),
    }
    match solve(store) {
        Ok(_) => Analysis::Solved,
        Err(_) => Analysis::BudgetExceeded,
    }
}

static DB: OnceLock<Pool> = OnceLock::new();

async fn results(file: File, pool: Pool, audit: &Audit, sender_task: JoinHandle<()>, tx: Transaction) {
    let _ = DB.set(pool);
    let _ = sender_task.await;
    let _ = thread_handle.join();
    let _ = audit.record("x").await;
    tx.commit().await.ok();
    file.sync_all().ok();
    let _ = task;
    let _ = parts.join();
    let _ = future.await;
}

async fn ended(poll_task: JoinHandle<()>) {
    poll_task.abort();
    let _ = poll_task.await;
}

async fn shutdown(poll_task: JoinHandle<()>) {
    let _ = poll_task.await;
}

async fn undone(storage: &Storage, db: &Db, parts: Vec<Part>) -> Result<(), Error> {
    if let Err(e) = db.add(&parts).await {
        for part in &parts {
            let _ = storage_db.delete(part).await;
        }
        return Err(e.into());
    }
    if parts.is_empty() {
        db.delete(1).await.ok();
        err!("nothing to store")
    }
    db.delete(2).await.ok();
    Ok(())
}

/// Counts the failure. Ignores any database errors: the next run tries again.
async fn count_failure(db: &Db) {
    let _ = db.update(1).await;
}
