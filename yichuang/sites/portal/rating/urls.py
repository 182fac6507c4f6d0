"""Addresses of the pages on which a service is rated.

By the link of a message, at a counter, on the device of a window.
"""

from django.urls import path

from yichuang.sites.portal.rating import counter, rating

urlpatterns = [
    path("rate/<str:token>/", rating.rate, name="rate"),
    path("rate/w/<uuid:organisation>/<str:window>/", counter.counter, name="rate_counter"),
    path("rate/w/<uuid:organisation>/<str:window>/qr.svg", counter.code, name="rate_code"),
    path("rate/w/<uuid:organisation>/<str:window>/poster/", counter.poster, name="rate_poster"),
    path("rate/device/<str:key>/", counter.device, name="rate_device"),
    path("ratings/", rating.published, name="ratings"),
]
