# Hooks of object mappers.
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from sqlalchemy import event

from .audit import record


@event.listens_for(User, "after_update")
def updated(mapper, connection, target):
    pass


@event.listens_for(Session, "after_flush")
def flushed(session, context):
    pass


event.listen(User, "after_insert", record)
for model in MODELS:
    event.listen(model, "after_delete", record)


@receiver(post_save, sender=User)
def saved(sender, **kwargs):
    pass


@receiver([post_save, post_delete])
def all_saved(sender, **kwargs):
    pass


post_delete.connect(record, sender="shop.Order")


class Order(models.Model):
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)

    def delete(self):
        pass
