"""Addresses of these pages.

What is said word for word stands before what takes a code in the same place.
"""

from django.urls import path

from yichuang.sites.console.admin import background, keys, links, start
from yichuang.sites.console.admin.catalogue import changes, channels, items, reports
from yichuang.sites.console.admin.organisations import (
    leaving,
    misfiled,
    people,
    posts,
    qualifying,
    units,
)
from yichuang.sites.console.admin.outside import sources
from yichuang.sites.console.admin.places import (
    agreeing,
    delegating,
    divisions,
    implementing,
    recounts,
)
from yichuang.sites.console.admin.rules import deciding

urlpatterns = [
    path("", start.start),
    path("items/", items.items),
    path("items/<str:code>/", items.item),
    path("items/<str:code>/versions/<int:number>/", items.item),
    path("items/<str:code>/change/<slug:kind>/", changes.begin),
    path("changes/", changes.changes),
    path("changes/<int:pk>/", changes.change),
    path("changes/<int:pk>/publish/", changes.publish),
    path("changes/<int:pk>/<slug:verb>/", changes.decide),
    path("places/", implementing.places),
    path("places/waiting/<int:pk>/", agreeing.order),
    path("places/waiting/<int:pk>/withdraw/", agreeing.withdraw),
    path("places/waiting/<int:pk>/<slug:verb>/", agreeing.decide),
    path("places/<str:code>/<str:region>/", implementing.place),
    path("rules/", deciding.listed),
    path("rules/<str:code>/<str:first_day>/", deciding.rule),
    path("rules/<str:code>/<str:first_day>/<slug:verb>/", deciding.decide),
    path("delegation/", delegating.overview),
    path("delegation/<str:code>/<str:region>/", delegating.matrix),
    path("delegation/<str:code>/<str:region>/<int:number>/", delegating.level),
    path("delegation/<str:code>/<str:region>/<int:number>/clear/", delegating.clear),
    path("consistency/", reports.consistency),
    path("common/", reports.common),
    path("speedup/", reports.speedup),
    path("channels/", channels.switches),
    path("channels/<str:code>/<slug:channel>/", channels.switch),
    path("outlets/", channels.outlets),
    path("units/", units.tree),
    path("units/<str:code>/", units.unit),
    path("units/<str:code>/rename/", units.rename),
    path("units/<str:code>/area/", units.area),
    path("units/<str:code>/join/", posts.join),
    path("units/<str:code>/qualifications/", qualifying.bring),
    path("units/<str:code>/qualifications/template.xlsx", qualifying.template),
    path("naming/", units.naming),
    path("misfiled/", misfiled.listed),
    path("officers/<uuid:uuid>/", people.officer),
    path("officers/<uuid:uuid>/grant/", people.grant),
    path("officers/<uuid:uuid>/roles/<int:pk>/revoke/", people.revoke),
    path("officers/<uuid:uuid>/qualify/", people.qualify),
    path("officers/<uuid:uuid>/move/", posts.move),
    path("officers/<uuid:uuid>/close/", leaving.close),
    path("officers/<uuid:uuid>/reopen/", leaving.reopen),
    path("officers/<uuid:uuid>/leave/", posts.leave),
    path("officers/<uuid:uuid>/leave/<uuid:leave_uuid>/back/", posts.back),
    path("links/", links.outside),
    path("exchange/", sources.listed),
    path("background/", background.listed),
    path("background/events/<int:pk>/", background.event),
    path("background/jobs/<str:name>/", background.job),
    path("recounts/", recounts.listed),
    path("recounts/<int:pk>/", recounts.one),
    path("keys/", keys.listed),
    path("keys/new/", keys.give),
    path("keys/<int:pk>/close/", keys.close),
    path("regions/", divisions.regions),
]
