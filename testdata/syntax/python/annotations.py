plain: int
quoted: "User(x)" = None
nested: dict[str, list[Foo(1)]]
either: A | B | None
callable_: Callable[[int], tuple[()]]
doubled: Annotated[Annotated[int, Gt(0)], Le(10), "text"]
dotted: models.User = f()


def f(a: fields.Nested(Schema, many=True), b: Literal["x()"]) -> conint(gt=1): ...
