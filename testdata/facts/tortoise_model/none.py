from tortoise import Tortoise
from wtforms import Form, StringField


class Login(Form):
    kra_pin = StringField("PIN")


class Runner:
    limit = 3
