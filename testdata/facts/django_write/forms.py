"""Writes through Django's ORM."""

from django.db import models
from rest_framework import viewsets

from .models import Order, User


def work(request, user, serializer, form):
    User.objects.create(name="x")
    User.objects.filter(id=1).update(name="y")
    Order.objects.filter(user=user).delete()
    Order.objects.bulk_create([])
    User.objects.update_or_create(id=1, defaults={})
    user.save(update_fields=["name"])
    user.delete()
    serializer.save()
    form.save()


class Repository:
    def change(self):
        self.get_queryset().update(name="z")
        self.model.objects.get_or_create(id=1)


class LabelViewSet(viewsets.ModelViewSet):
    def destroy(self, request, pk):
        return super().destroy(request, pk)

    def partial_update(self, request, pk):
        return super().partial_update(request, pk)

    def perform_create(self, serializer):
        super().perform_create(serializer)


def rename(request):
    found = User.objects.filter(id=1)
    found.update(name="y")
