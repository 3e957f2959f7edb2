if a:
    pass
elif b:
    x = 1
elif c: y = 2
else:
    z = 3

for i, (j, *rest) in pairs:
    continue
else:
    break

while True:
    break
while a < b:
    a += 1
else:
    del a, b[0]

try:
    risky()
except (KeyError, errors.NotFound) as e:
    raise AppError("x") from e
except (ValueError):
    raise
except OSError as e:
    pass
except:
    ...
else:
    ok()
finally:
    close()

try:
    pass
except* ValueError as group:
    pass

with open(p) as f, lock: f.read()
with (
    open(p) as f,
    open(q) as (a, b),
):
    pass

assert a, "message"
global g, h
return
a = b = c = 1
x: int = 1
a.b[c], *d = e
n = (m := 10)
print >>out, x
