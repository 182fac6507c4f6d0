"""Addresses of the pages that anyone may open."""

from django.urls import path

from yichuang.sites.portal import guide, home, outlets, places, printing

__all__ = ["outlets", "urlpatterns"]  # the probes join the catalogue's check with the addresses

urlpatterns = [
    path("", home.home, name="home"),
    path("suggest/items/", home.suggest, name="suggest_items"),
    path("items/<str:code>/", guide.guide, name="guide"),
    path("items/<str:code>/print.pdf", printing.guide_sheet, name="guide_sheet"),
    path("items/<str:code>/sample.pdf", printing.sample_sheet, name="form_sample"),
    path("items/<str:code>/form.pdf", printing.blank_sheet, name="form_blank"),
    path("place/", places.choose, name="place"),
]
