"""Discounts."""

from decimal import Decimal

from app.models import Account, Invoice

CAMPAIGNS: list["Campaign"] = []


class Campaign:
    def __init__(self, country: str, rate: Decimal, minimum: Decimal | None):
        self.country = country
        self.rate = rate
        self.minimum = minimum

    def __repr__(self):
        return f"Campaign({self.country!r})"


def discount(invoice: Invoice, account: Account) -> Decimal:  # expect: complex-function-undocumented "15"
    best = Decimal(0)
    for campaign in CAMPAIGNS:
        if campaign.country == account.country:
            if campaign.minimum is None or invoice.total >= campaign.minimum:
                if campaign.rate > best:
                    best = campaign.rate
        elif campaign.country == "*":
            if account.loyal and invoice.total > 1000:
                best = max(best, campaign.rate)
    if best == 0:
        if account.loyal:
            best = Decimal("0.02")
    return invoice.total * best


def tax(invoice: Invoice, account: Account) -> Decimal:
    """Value added tax by the place of supply.

    Companies of another member state with a tax number pay none (reverse charge); outside the union nobody does;
    everybody else pays the rate of their own country, or ours when theirs is not known.
    """
    rate = Decimal("0.19")
    if account.country != "DE":
        if account.in_union:
            if account.tax_number and account.tax_number_valid:
                rate = Decimal(0)
            elif account.country_rate is not None:
                rate = account.country_rate
            else:
                for campaign in CAMPAIGNS:
                    if campaign.country == account.country and campaign.minimum:
                        rate = campaign.rate
        else:
            rate = Decimal(0)
    return invoice.total * rate


def label(status: str) -> str:
    if status == "draft":
        return "Draft"
    if status == "sent":
        return "Sent"
    if status == "paid":
        return "Paid"
    if status == "late":
        return "Overdue"
    return "Unknown"
