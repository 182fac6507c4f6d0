"""Addresses of these pages."""

from django.urls import include, path

from yichuang.sites.console import making
from yichuang.sites.console.audit import auditing
from yichuang.sites.console.figures import (
    bad_ratings,
    bulletins,
    cases,
    overview,
    ratings,
    reports,
    targets,
)
from yichuang.sites.console.figures.counted import bulletins as counted_bulletins
from yichuang.sites.console.figures.counted import items as counted_items
from yichuang.sites.console.figures.counted import quality, urgings
from yichuang.sites.console.figures.counted import ratings as counted_ratings

urlpatterns = [
    path("admin/", include("yichuang.sites.console.admin.urls")),
    path("", overview.overview, name="console"),
    path("targets/", targets.listed, name="console_targets"),
    path("targets/<str:code>/", targets.one, name="console_target"),
    path(
        "targets/<str:code>/evidence/<int:entry>/", targets.evidence, name="console_target_evidence"
    ),
    path("cases/", cases.drill, name="console_cases"),
    path("cases/list/", cases.counted, name="console_counted"),
    path("urgings/", urgings.listed, name="console_urgings"),
    path("quality/", quality.listed, name="console_quality"),
    path("quality/<int:pk>/", quality.sample, name="console_sample"),
    path("quality/<uuid:uuid>/", quality.one, name="console_quality_check"),
    path("ratings/", ratings.listed, name="console_ratings"),
    path("ratings/list/", counted_ratings.listed, name="console_counted_ratings"),
    path("ratings/bad/", bad_ratings.listed, name="console_bad_ratings"),
    path("ratings/bad/<uuid:uuid>/", bad_ratings.one, name="console_bad_rating"),
    path("online/", reports.online, name="console_online"),
    path("catalogue/", reports.catalogue, name="console_catalogue"),
    path("catalogue/items/", counted_items.listed, name="console_counted_items"),
    path("reports/", reports.listed, name="console_reports"),
    path("reports/<str:key>/", reports.one, name="console_report"),
    path("bulletins/", bulletins.listed, name="console_bulletins"),
    path("bulletins/<uuid:uuid>/", bulletins.one, name="console_bulletin"),
    path("bulletins/<uuid:uuid>/list/", counted_bulletins.listed, name="console_counted_bulletin"),
    path("bulletins/<uuid:uuid>/paper.pdf", bulletins.paper, name="console_bulletin_paper"),
    path("sheets/<uuid:uuid>/", making.making, name="console_sheet"),
    path("sheets/<uuid:uuid>/table.xlsx", making.file, name="console_sheet_file"),
    path("audit/", auditing.search, name="console_audit"),
    path("audit/cases/<uuid:uuid>/", auditing.case, name="console_audit_case"),
    path("audit/people/<uuid:uuid>/", auditing.person_page, name="console_audit_person"),
    path("audit/officers/<uuid:uuid>/", auditing.officer_page, name="console_audit_officer"),
]
