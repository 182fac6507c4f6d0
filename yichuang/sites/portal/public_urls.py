"""Addresses of the pages that anyone may open.

Nothing of a person stands in them but a masked name, where the law has it published.
Each is answered without a sign-in.
"""

from django.urls import path

from yichuang.sites.portal.guide import guide, home, lists, numbers, printing, search
from yichuang.sites.portal.help import enquiry, mandate, texts
from yichuang.sites.portal.openness import notices, openness, verify
from yichuang.sites.portal.visitor import places

urlpatterns = [
    path("", home.home, name="home"),
    path("suggest/items/", home.suggest, name="suggest_items"),
    path("search/", search.search, name="search"),
    path("events/<slug:key>/", lists.event, name="event"),
    path("items/", lists.items, name="items"),
    path("items/<str:code>/", guide.guide, name="guide"),
    path("items/<str:code>/sheet/<slug:kind>/", printing.sheet_page, name="sheet_page"),
    path("items/<str:code>/print.pdf", printing.guide_sheet, name="guide_sheet"),
    path("items/<str:code>/sample.pdf", printing.sample_sheet, name="form_sample"),
    path("items/<str:code>/form.pdf", printing.blank_sheet, name="form_blank"),
    path("place/", places.choose, name="place"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("halls/", places.halls, name="halls"),
    path("openness/", openness.board, name="openness"),
    path("openness/results/", openness.results, name="openness_results"),
    path("openness/notices/", notices.listed),
    path("openness/notices/<uuid:uuid>/", notices.notice),
    path("openness/notices/<uuid:uuid>/object/", notices.object_to),
    path("openness/<slug:key>/", openness.listing, name="openness_list"),
    path("verify/", verify.form, name="verify"),
    path("verify/<str:code>/", verify.code, name="verify_code"),
    path("ask/", enquiry.ask, name="ask"),
    path("ask/<uuid:uuid>/", enquiry.asked, name="asked"),
    path("help/", texts.help_page, name="help"),
    path("help/mandate/<slug:whose>/", mandate.blank, name="mandate_blank"),
    path("about/privacy/", texts.privacy, name="privacy"),
    path("robots.txt", texts.robots, name="robots"),
    path("sitemap.xml", texts.sitemap, name="sitemap"),
]
