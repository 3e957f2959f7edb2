import peewee
from wtforms import Form, StringField


class Login(Form):
    kra_pin = StringField("PIN")


class Plain:
    kra_pin = peewee.CharField()
