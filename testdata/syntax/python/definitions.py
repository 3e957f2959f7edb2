"""Functions, classes, parameters, decorators."""


def plain(a, b=1, /, *args, key, **kw):
    return a


def annotated(a: int, b: str = "x", *args: int, flag: bool = True, **kw: str) -> dict[str, int]: ...


@router.get("/users/{id}", dependencies=[Depends(auth)])
@cache
async def handler(user: Annotated[User, Depends(current_user("admin"))], *, page: int = 1) -> list[User]:
    async with session() as db, lock:
        async for row in db.stream(query):
            yield row


@dataclass(frozen=True)
class Account[T: Base](Model, mixins.Audit, metaclass=Meta, table=True):
    """Doc."""

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    name = Column(String)
    first = second = None
    x, y = 1, 2
    __tablename__ = "account"
    registry["a"] = 1

    @property
    def full(self) -> str:
        def inner():
            return lambda a, *b, c=1: (yield)

        return inner

    @classmethod
    def make(cls): pass

    class Meta:
        abstract = True


def generic[T, *Ts](x: T) -> T: ...


type Alias = list[int]
type Generic[T] = Annotated[T, Field(gt=0)]
