"""Every address of the platform, by door."""

from django.urls import path

from yichuang.core import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
