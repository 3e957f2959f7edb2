from peewee import *
from playhouse.postgres_ext import ArrayField

from .crypto import box

db = SqliteDatabase("app.db")


class SealedField(TextField):
    def db_value(self, value):
        return box().encrypt(value)


class BaseModel(Model):
    class Meta:
        database = db


class User(BaseModel):
    number = AutoField()
    kra_pin = CharField(max_length=11, column_name="pin", null=True)
    iban = SealedField()
    codes = ArrayField(IntegerField)
    company = ForeignKeyField(Company, backref="users")
    owner_id = ForeignKeyField("self")
    groups = ManyToManyField(Group)

    class Meta:
        table_name = "users"
