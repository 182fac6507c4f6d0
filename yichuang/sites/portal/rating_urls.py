"""Addresses of these pages."""

from django.urls import path

from yichuang.sites.portal import rating, rating_counter

urlpatterns = [
    path("rate/<str:token>/", rating.rate, name="rate"),
    path("rate/w/<uuid:organisation>/<str:window>/", rating_counter.counter, name="rate_counter"),
    path("rate/w/<uuid:organisation>/<str:window>/qr.svg", rating_counter.code, name="rate_code"),
    path("rate/w/<uuid:organisation>/<str:window>/poster/", rating_counter.poster, name="rate_poster"),
    path("rate/device/<str:key>/", rating_counter.device, name="rate_device"),
    path("ratings/", rating.published, name="ratings"),
]
