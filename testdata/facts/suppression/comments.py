import legacy  # type: ignore
import other  # type: ignore[import-untyped]
import third  # noqa: F401  # type: ignore[import-untyped] # the stubs are broken


def load(path):
    value = read(path)  # type: ignore # noqa: E501
    value = read(path)  # type: ignore  # upstream forgot the overload
    # The library declares bytes but returns text.
    value = read(path)  # type:ignore
    value.name = 1  # pyright: ignore
    value.name = 1  # pyright: ignore[reportAttributeAccessIssue]
    text = "# type: ignore"
    # Never write type: ignore here.
    return text


def reads(record):
    # Attributes that should be filtered.
    record.skip = True  # type: ignore
