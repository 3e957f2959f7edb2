from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CharField, ForeignKey
from django_cryptography.fields import encrypt
from phonenumber_field.modelfields import PhoneNumberField

from .crypto import box, lock
from .fields import EncryptedText, note_field


class SealedField(models.TextField):
    def get_prep_value(self, value):
        return self.seal(super().get_prep_value(value))

    def seal(self, value):
        return box().encrypt(value)


class PgpField(models.BinaryField):
    def get_placeholder(self, value, compiler, connection):
        return "pgp_sym_encrypt(%s, current_setting('app.key'))"


def label_field(**options):
    return models.CharField(max_length=80, **options)


class Status(models.TextChoices):
    OPEN = "open"


class Timed(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Employee(Timed):
    number = models.AutoField(primary_key=True)
    name: str = CharField("full name", max_length=200, db_column="full_name", null=True)
    kra_pin = SealedField(unique=True)
    iban = encrypt(models.CharField(max_length=34, null=True))
    codes = ArrayField(base_field=models.CharField(max_length=3), default=list)
    status = models.CharField(max_length=10, choices=Status.choices)
    department = ForeignKey("org.Department", on_delete=models.CASCADE)
    manager_id = models.ForeignKey("self", on_delete=models.CASCADE)
    badge = models.OneToOneField(to="Badge", on_delete=models.CASCADE, db_column="badge_no")
    phone = PhoneNumberField()
    remarks = EncryptedText()
    hint = note_field()
    label = label_field()
    secret = PgpField()
    teams = models.ManyToManyField("org.Team")
    target = GenericForeignKey("kind", "object_id")
    objects = models.Manager()
    limit = 3

    class Meta:
        db_table = "employees"

    def save(self, *args, **kwargs):
        self.hint = lock(self.hint)
        super().save(*args, **kwargs)


class Manager(Employee):
    class Meta:
        proxy = True


class User(AbstractUser):
    pass
