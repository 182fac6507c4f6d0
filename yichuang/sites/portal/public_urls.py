"""Addresses of the pages that anyone may open."""

from django.urls import path

from yichuang.sites.portal import home, places

urlpatterns = [
    path("", home.home, name="home"),
    path("suggest/items/", home.suggest, name="suggest_items"),
    path("place/", places.choose, name="place"),
]
