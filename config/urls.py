"""Every address of the platform, by door."""

from django.urls import include, path

from yichuang.core import health
from yichuang.sites.ui import errors

urlpatterns = [
    path("api/", include("yichuang.api.urls")),
    path("", include("yichuang.sites.portal.public_urls")),
    path("", include("yichuang.sites.portal.personal_urls")),
    path("", include("yichuang.sites.portal.rating.urls")),
    path("desk/", include("yichuang.sites.desk.urls")),
    path("console/", include("yichuang.sites.console.urls")),
    path("", include("yichuang.sites.ui.urls")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
handler400, handler403, handler404, handler500 = (
    errors.bad_request,
    errors.forbidden,
    errors.not_found,
    errors.failed,
)
