"""Addresses of the kit itself: preferences, the page of all components, the offline page."""

from django.urls import path

from . import errors, gallery, prefs, regions, typed

app_name = "ui"
AGAIN = "typed/"
urlpatterns = [
    path("prefs/", prefs.prefs, name="prefs"),
    path("ui/", gallery.gallery, name="gallery"),
    path("ui/error/<int:code>/", gallery.error_page, name="error"),
    path("suggest/regions/", regions.suggest, name="regions"),
    path("ui/layout/<slug:name>/", gallery.layout_page, name="layout"),
    path("accessibility/", gallery.accessibility, name="accessibility"),
    path(AGAIN, typed.typed_again),
    path("offline/", errors.offline, name="offline"),
]
