from tortoise import fields, models
from tortoise.fields import TextField
from tortoise.models import Model

from .crypto import box


class SealedField(TextField):
    def to_db_value(self, value, instance):
        return box().encrypt(value)


class Timed:
    created_at = fields.DatetimeField(auto_now_add=True)


class User(Timed, models.Model):
    id = fields.IntField(pk=True)
    kra_pin = fields.CharField(max_length=11, source_field="pin", null=True)
    iban = SealedField()
    role = fields.CharEnumField(Role)
    company = fields.ForeignKeyField("models.Company", related_name="users")
    profile = fields.OneToOneField("models.Profile")
    groups: fields.ManyToManyRelation["Group"] = fields.ManyToManyField("models.Group")
    posts: fields.ReverseRelation["Post"]

    class Meta:
        table = "users"


class Base(Model):
    class Meta:
        abstract = True
