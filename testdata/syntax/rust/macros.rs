fn formats() {
    println!("plain");
    println!("{} of {0} {name} {user:?} {x:>width$.prec$} {{no}} {}", a, b, name = c);
    format!(r#"SELECT "{column}" FROM users WHERE id = {}"#, id);
    let e = anyhow!("no user {id}\u{21}\n{detail:#?}");
    bail!(Error::NotFound);
    ensure!(ok, "not ok: {}", reason);
    assert_eq!(left, right, "message {x}");
    write!(f, "{:1$}", value, width)?;
    panic!();
}

fn logs() {
    info!("started");
    tracing::warn!(target: "audit", user.id = %user.id, ?error, %path, count = items.len(), "failed: {error}");
    error!(parent: &span, { code = 5, "quoted key" = "v" }, "message");
    debug!(name: "event", field);
    log::trace!(key = value, other:? = x, err; "text {}", y);
    let span = info_span!("request", method = %request.method(), id = field::Empty);
    event!(Level::INFO, answer = 42, "text");
}

fn values() {
    let body = json!({ "id": user.id, "tags": ["a", b, null, true], key: { "n": -1 }, (k): v.map(|x| x + 1) });
    let list = vec![1, 2, f(3)];
    let zeros = vec![0u8; size];
    let map = hashmap! { "a" => 1, b => c() };
    let is = matches!(kind, Kind::A | Kind::B(x) if x > 1);
    let (a, b) = tokio::try_join!(first(), second())?;
    insta::assert_snapshot!(output, @"expected");
    let rows = sqlx::query!("SELECT id FROM users WHERE email = $1", email).fetch_all(&pool).await?;
    nested!(outer!(inner!(deep)));
    dbg!(&value);
    empty!();
}

async fn waiting() {
    tokio::select! {
        biased;
        Some(message) = receiver.recv(), if open => handle(message).await,
        _ = shutdown.cancelled() => { return; }
        result = &mut task => result?,
        else => break,
    }
    select! {
        recv(receiver) -> message => use_it(message),
        default => {}
    }
}

diesel::table! {
    use diesel::sql_types::*;

    /// Users.
    public.users (id, tenant_id) {
        id -> Int4,
        /// Their address.
        #[max_length = 255]
        email -> Nullable<Varchar>,
        #[sql_name = "type"]
        type_ -> Text,
    }
}

diesel::joinable!(posts -> users (author_id));
diesel::allow_tables_to_appear_in_same_query!(posts, users);

lazy_static! {
    /// Documented.
    pub static ref PATTERN: Regex = Regex::new("a+").unwrap();
    static ref OTHER: u8 = 1;
}

cfg_if::cfg_if! {
    if #[cfg(unix)] {
        fn open() {}
    } else if #[cfg(windows)] {
        use windows::open;
    } else {
        compile_error!("no");
    }
}

bitflags! {
    #[derive(Clone)]
    pub struct Flags: u32 {
        /// One.
        const A = 1;
        const B = Self::A.bits() << 1;
    }
}

fn blocks() {
    db_run! { conn: {
        users::table.load(conn)
    }}
    html! { <div class={style}>{ for items.iter().map(render) }</div> }
    let tokens = quote! { fn #name() { execute("x") } };
    async_stream::stream! { for x in 0..3 { yield x; } }
    my_items! { pub struct A { b: u8 } impl A { fn c(&self) {} } }
}

macro_rules! err {
    ($($arg:tt)*) => { return Err(format!($($arg)*)) };
}

pub macro newer($x:expr) { $x }
