# None of these listens to an event of the project.
import sqlite3

from django.db.models.signals import post_save
from django.dispatch import receiver

connection = sqlite3.connect("file")
client.connect(host="x")


@receiver(post_save, sender=User)
def saved(sender, **kwargs):
    pass
