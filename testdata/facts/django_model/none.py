from django import forms
from django.contrib.gis.db import models
from django.db.models import Func, Manager
from rest_framework import serializers


class EmployeeForm(forms.Form):
    kra_pin = forms.CharField(max_length=11)


class PinField(forms.CharField):
    pass


class EmployeeSerializer(serializers.ModelSerializer):
    kra_pin = serializers.CharField()


class Distance(Func):
    output_field = models.FloatField()


class Employees(Manager):
    kra_pin = models.CharField()


class Plain:
    kra_pin = models.CharField()
