a.b.c(d)(e)[f].g
call(*args, 1, key=value, **kw)
a[1], a[1:2], a[::3, ...], a[x:]
a + b - c % d @ e
a and b or not c
a < b <= c == d
a in b, a not in b, a is b, a is not None
-a, +b, ~c
await f(x)
x if y else z
lambda: 0
lambda a, /, b=1, *c, d, **e: a
[x for x in xs]
{x: y for x, y in pairs if x if y}
{x for row in rows if row for x in row.cells if x}
total(x * 2 async for x in stream())
(a, b), [], {}, {1, 2}, (), (a,)
{"a": 1, 2: b, key: c, f(): d, **rest}
True, False, None, ...
1, 0x1F, 1_000.5e3, 2j
