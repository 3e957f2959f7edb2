"""Type hints and the conventions that do without."""

from typing import overload

import click
from fastapi import APIRouter
from pydantic import BaseModel, field_validator

router = APIRouter()


def complete(order: "Order", *, rate: float = 1.0) -> float:
    return order.total * rate


def partial(order: "Order", rate):
    return order.total * rate


def bare(order, rate):
    return order.total * rate


def gives_nothing(order: "Order"):
    order.close()


def gives_nothing_and_bare(order):
    order.close()
    return None


def nothing_to_hint():
    print("started")


def spreads(first: int, *args, _unused=None, **kwargs) -> int:
    return first


def generates(rows: list):
    for row in rows:
        yield row


def outer(rows: list) -> list:
    def short(row):
        return row.id

    def longer(row):
        value = row.id
        value += 1
        return value

    def given_back_by_inner():
        return 1

    return sorted(rows, key=short, reverse=bool(longer))


def callback_returns(rows: list):
    rows.sort(key=lambda row: row.id)


square = lambda number: number * number


class Price(BaseModel):
    def __init__(self, amount: int):
        self.amount = amount

    def __str__(self):
        return str(self.amount)

    def __exit__(self, kind, error, trace):
        return False

    def __call__(self, amount):
        return self.amount == amount

    @property
    def gross(self):
        return self.amount * 1.2

    @gross.setter
    def gross(self, value):
        self.amount = value / 1.2

    @field_validator("amount")
    @classmethod
    def positive(cls, value):
        return value

    @classmethod
    def of(cls, amount):
        return cls(amount)

    @staticmethod
    def zero() -> "Price":
        return Price(0)

    @overload
    def add(self, other: int) -> int: ...

    def promised(self):
        raise NotImplementedError

    def protocol(self, amount: int): ...


class OrderView:
    def get(self, request, number: int):
        return request.orders[number]


@router.get("/prices/{number}", response_model=Price)
async def show(number: int):
    return Price(number)


@router.post("/prices")
async def create(body, number: int):
    return Price(body.amount)


@click.command()
@click.option("--path")
def export(path):
    return path


from celery import Celery
from prefect import task

celery = Celery()


@task
def typed_task(rows):
    return rows


@celery.task
def queued(rows):
    return rows


@celery.task
def queued_and_typed(rows: list) -> list:
    return rows


OPERATORS = {
    "<=": lambda a, b: a <= b,
    "total": lambda a: a,
}


class Base:
    """Prices that follow a rule."""

    def __init__(self, rule, rows=()):
        self.rule = rule

    def price(self, row):
        return row.price


class PriceSerializer(serializers.ModelSerializer):
    def validate(self, data):
        return data

    def validate_amount(self, value):
        return value

    def rounded(self, data):
        return data


@overload
def either(x: int) -> int: ...


@overload
def either(x: str) -> str: ...


def either(x, **kwargs):
    return x


def either_alone(x, **kwargs):
    return x


def retried(times):
    """Calls the function again until it gives a value."""

    def decorator(f):
        def wrapper(*args):
            return f(*args)

        return wrapper

    return decorator


def built(rows):
    """Counts rows."""

    def helper(row):
        return row.count + 1

    return sum(map(helper, rows)) + 1


class Unlocks(Resource):
    @api.doc(description="Unlocks a hint for points", responses={200: "fine"})
    def post(self):
        return request.get_json()

    @api.doc(description="Unlocks")
    def put(self):
        return request.get_json()
