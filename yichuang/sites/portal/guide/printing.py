"""The guide on paper, the form as a blank and as a filled sample: sheets of the same revision as the page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Organisation
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.forms import Field
from yichuang.catalog.rules.guides import Guide
from yichuang.core import clock
from yichuang.core.access import public
from yichuang.core.errors import NotFound
from yichuang.documents import queries as documents
from yichuang.sites.portal.guide.guiding import ANSWER, near, papers_of
from yichuang.sites.portal.inside import TEMPLATE, frame, framed
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.visitor import places
from yichuang.sites.ui import answers as filled

BLANK_ROWS = 3


SHEETS = {"print": "办事指南", "sample": "填好的样表", "form": "空白表"}


@public
def sheet_page(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """GET /items/<code>/sheet/print|sample|form/?s-…: the sheet inside a page."""
    if kind not in SHEETS:
        raise NotFound("没有这一页", way_out="请从办事指南里选")
    query = request.GET.urlencode()
    source = f"/items/{code}/{kind}.pdf"
    if query:
        source += f"?{query}"

    def shown() -> dict[str, Any]:
        g = catalog.guide(code)
        crumbs = [{"label": "首页", "href": "/"}, {"label": g.name, "href": f"/items/{code}/"}]
        return frame(SHEETS[kind], source, crumbs)

    return public_page(request, TEMPLATE, (catalog.mark(),), shown)


@public
@framed
def guide_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """GET /items/<code>/print.pdf?s-…: the guide to take along, with only the papers that the answers leave."""
    place = places.of(request)
    g = catalog.guide(code, region=place.code)
    answers = {
        s.key: request.GET[ANSWER + s.key] for s in g.situations if request.GET.get(ANSWER + s.key)
    }
    units = near(g, place, accounts.outlets(place.code))
    return _sheet(request, "guide", guide_context(g, answers, units), g, f"{g.name}办事指南", place)


@public
@framed
def sample_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """GET /items/<code>/sample.pdf: the form filled with the sample of its pack, for whoever wants to see how."""
    g = catalog.guide(code)
    form = catalog.form_of(g.version_id)
    sections = [
        [label, [[name, text, False] for name, text, _ in lines]]
        for label, lines in filled.shown(form, g.form["definition"]["sample"])
    ]
    context = {"item": f"{g.name}（填写样例）", "sections": sections, "revision": g.revision}
    return _sheet(request, "form", context, g, f"{form.name}（样例）", places.of(request))


@public
@framed
def blank_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """GET /items/<code>/form.pdf: the form without answers, to fill by hand."""
    g = catalog.guide(code)
    form = catalog.form_of(g.version_id)
    sections = [
        [section.label, [_blank(field) for field in section.fields]] for section in form.sections
    ]
    context = {"item": g.name, "sections": sections, "revision": g.revision}
    return _sheet(request, "form", context, g, form.name, places.of(request))


def guide_context(g: Guide, answers: dict[str, str], units: list[Organisation]) -> dict[str, Any]:
    """What the printed guide says."""
    facts = [
        ["服务对象", "、".join(g.service_objects)],
        ["办件类型", g.case_kind],
        ["法定时限", g.limits.statutory_text or "法律没有规定"],
        *([["时限怎么算", "；".join(g.term_notes)]] if g.term_notes else []),
        ["承诺时限", g.limits.promised_text],
        ["收费", g.fee],
        ["要跑几次", "不用跑" if g.max_visits == 0 else f"最多{g.max_visits}次"],
        ["办理渠道", "、".join(g.channels)],
        ["结果", catalog.result_of(g).title],
        ["咨询", g.consult],
        ["投诉", g.complaint],
    ]
    notes = {
        "have": "免交",
        "sign": "可签承诺代替",
        "fill": "网上或窗口填写",
        "return": "领新证或注销时交回",
        "maybe": "用得上才交",
    }
    pairs = [
        (m, p) for m, p in zip(g.materials, papers_of(g, answers), strict=True) if p.way != "none"
    ]
    materials = [
        {
            "name": m.name,
            "form": m.form,
            "copies": max(m.originals + m.duplicates, 1) if p.way in ("bring", "maybe") else 0,
            "need": m.necessity,
            "note": p.due or notes.get(p.way, m.note),
        }
        for m, p in pairs
    ]
    return {
        "item": g.name,
        "code": g.code,
        "revision": g.revision,
        "facts": facts,
        "conditions": g.conditions,
        "materials": materials,
        "steps": [f"{step.name}：{step.standard}" for step in g.steps],
        "places": {
            "columns": ["地点", "地址", "时间", "电话"],
            "rows": [[u.name, u.address, u.open_hours, u.phone] for u in units],
        }
        if units
        else None,
        "legal_basis": list(g.legal_basis),
        "remedy": "；".join(g.remedies),
    }


def _blank(field: Field) -> list:
    if field.type == "table":
        columns = [column.label for column in field.columns]
        return [
            field.label,
            {"columns": columns, "rows": [[""] * len(columns)] * BLANK_ROWS},
            False,
        ]
    if len(field.offered) <= 8:
        choices = " ".join(f"□{label}" for _, label in field.offered)
    else:
        choices = ""
    return [field.label, choices or "　", False]


def _sheet(
    request: HttpRequest, kind: str, context: dict, g: Guide, title: str, place: places.Place
) -> HttpResponse:
    pdf = documents.sheet(
        kind=kind,
        context={key: value for key, value in context.items() if value not in ("", None, [])},
        now=clock.now(),
        heading=title if kind == "form" else "",
        issuer_name=place.bureau,
        url=f"{settings.BASE_URL}/items/{g.code}/",
    )
    name = {"guide": "guide", "form": "form"}[kind]
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}-{g.code}.pdf"',
            "Cache-Control": "private, no-cache",
            "ETag": f'W/"{g.revision[:16]}-{g.local_revision[:8]}"',
        },
    )
