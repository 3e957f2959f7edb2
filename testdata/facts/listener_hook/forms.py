# Listeners of the project's own signals.
from django.dispatch import receiver

from . import signals
from .audit import record


@receiver(signals.order_placed)
def placed(sender, **kwargs):
    pass


@receiver([signals.a, signals.b])
def several(sender, **kwargs):
    pass


signals.order_placed.connect(record)


@signals.order_placed.connect_via(app)
def via(sender):
    pass


event_bus.subscribe("user.created", record)
