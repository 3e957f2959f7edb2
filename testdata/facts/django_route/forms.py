"""Ways into Django."""

from django.urls import path, re_path
from django.views import View
from rest_framework import viewsets
from rest_framework.decorators import action, api_view
from rest_framework.views import APIView

from . import views
from .base import BaseViewSet


class UserEndpoint(APIView):
    def get(self, request):
        return None

    def post(self, request):
        return None

    def helper(self, request):
        return None


class OrderViewSet(BaseViewSet):
    def list(self, request):
        return None

    def partial_update(self, request, pk):
        return None

    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        return None


class Page(View):
    def delete(self, request):
        return None


@api_view(["POST", "PUT"])
def change(request):
    return None


urlpatterns = [
    path("users/", UserEndpoint.as_view()),
    path("old/", views.old, name="old"),
    re_path(r"^legacy/(?P<id>\d+)$", views.legacy),
]
