"""Exchange rates from the old system."""

from decimal import Decimal

# expect: type-check-suppressed
from oldrates import client  # type: ignore
from oldrates.errors import RateError  # type: ignore[import-untyped]


def rate(currency: str) -> Decimal | None:
    try:
        return Decimal(client.rate(currency))
    except RateError:
        return None


def _rounded(value):  # expect: function-without-type-hints "value"
    return round(value, 2)


def all_rates(currencies: list[str]) -> dict[str, Decimal]:
    rates: dict[str, Decimal] = {}
    for currency in currencies:
        try:
            rates[currency] = _rounded(Decimal(client.rate(currency)))
        except Exception:
            # The old system knows no rate for some currencies and answers with anything from 404 to HTML.
            continue
    return rates
