match command.split(), other:
    case ["go", direction] if direction in known:
        go(direction)
    case Point(x=0, y=geo.ORIGIN) | Circle():
        pass
    case {"key": value, "deep": {"a": [1, 2]}, **rest}:
        pass
    case [first, *_] as whole:
        pass
    case -1 | 2.5 | "text" | None | True:
        pass
    case 1 + 2j:
        pass
    case name:
        pass
    case _:
        pass
match = 1
match(x)
