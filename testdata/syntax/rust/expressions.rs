async fn calls(user: &User, items: Vec<Item>) -> Result<Response, Error> {
    let found = users::table.filter(users::email.eq(&email)).first::<User>(&mut conn).await?;
    let list: Vec<_> = items.iter().map(|item| item.id).collect::<Vec<_>>();
    let parsed = "1".parse::<u32>()? as u64;
    let made = Vec::<u8>::with_capacity(4);
    let also = <Foo as Bar>::baz::<T>(x);
    let path = <[T]>::len;
    let function = parse::<u8>;
    (self.callback)(1, a.0.1, b[2]);
    foo()()?.bar.await;
    drop(r#type);
    Ok(Response { status: 200, body, headers: vec![], ..Default::default() })
}

fn operators() {
    let x = !a && b || -c == d % 2;
    let y = a + b * c - (d / e);
    x += 1;
    *pointer = &mut value;
    let z = &raw const value;
    let r = 1..=5;
    let s = ..;
    let [first, .., last] = [0u8; 4];
    flags |= A | B;
    let c = x as u8 as char;
}

fn literals() {
    let _ = ("text", "es\"cape\n", r"raw", r##"ra"#w"##, b"bytes", br"raw bytes", c"c text");
    let _ = ('c', '\'', '\u{1F600}', b'b', 1, 1_000u64, 0xFFu8, 1.5, 2., 1e-9f64, -3, true, false);
    let é = "ü";
    f(é);
}

fn control(option: Option<u8>) -> u8 {
    if let Some(x) = option && x > 1 || done {
        return x;
    } else if ready {
        1
    } else {
        2
    };
    let Some(value) = option else {
        return 0;
    };
    'outer: for (index, Item { id, name: ref label, .. }) in items.into_iter().enumerate() {
        while let Some(top) = stack.pop() {
            if top == 0 { continue 'outer; }
            break 'outer;
        }
    }
    let result = loop {
        break 5;
    };
    match value {
        0 => zero(),
        1 | 2 if odd => { one() }
        n @ 3..=9 => n,
        Kind::A(ref mut x, _) => *x,
        Kind::B { y: 1, z } => z,
        &[a, ref rest @ ..] => a,
        (-1, 'a'..='z') => 1,
        CONST => 2,
        path::OTHER => 3,
        _ => 4,
    }
}

fn blocks() {
    unsafe { call() };
    const { assert!(N > 0) };
    let task = async move { work().await };
    let label = 'a: { break 'a 1 };
    let closure = async move |a: u8, &(b, c)| -> u8 { a + b };
    let sorted = items.sort_by(|a, b| a.cmp(b));
    #[cfg(feature = "x")]
    let y = 1;
    #[allow(unused)]
    call();
    #[rustfmt::skip]
    5+3;
    struct Local;
    fn inner() {}
    let _ = const { 1 };
    yield_now();
}
