"""The frame of these pages: who may open them, the list at the side, a problem told as a page."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.accounts import queries as accounts
from yichuang.core import access, pages
from yichuang.core.errors import Forbidden, Invalid, Problem
from yichuang.reference import queries as reference

ROOT = "/console/admin/"
READERS = ("catalogue_admin", "legal", "org_admin", "channel_admin", "supervisor")
SIDE = (
    (
        "事项",
        (
            ("items/", "事项目录"),
            ("changes/", "目录调整单"),
            ("places/", "地方实施清单"),
            ("delegation/", "五级下延"),
            ("rules/", "决定规则"),
        ),
    ),
    ("核对", (("consistency/", "同级一致性"), ("common/", "通办清单"), ("speedup/", "提速办"))),
    (
        "渠道",
        (
            ("channels/", "渠道开关"),
            ("outlets/", "发布出口"),
            ("links/", "外部连接"),
            ("exchange/", "外部来源"),
            ("keys/", "接口密钥"),
            ("background/", "后台"),
            ("recounts/", "期限重算"),
        ),
    ),
    (
        "机构",
        (
            ("units/", "机构和人员"),
            ("naming/", "名称检查"),
            ("misfiled/", "误登成单位的个人"),
            ("regions/", "行政区划"),
        ),
    ),
)


def admin(*roles: str) -> Callable[[Callable], Callable]:
    """A page for officers with one of the roles (all readers when none is named). The view gets `request.officer`,
    `request.scope` and `request.roles`; a Problem it raises becomes a page with its sentence and its way out."""

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def with_officer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            request.officer = accounts.on_duty(request.user)
            request.scope = accounts.scopes(request.officer)
            request.roles = request.scope.roles
            try:
                return view(request, *args, **kwargs)
            except Problem as problem:
                shown = {
                    "problem": problem,
                    "problems": problem.problems if isinstance(problem, Invalid) else (),
                    "above": pages.above(request),
                }
                return page(request, "console/admin/problem.html", shown, status=problem.status)

        return access.officer(*(roles or READERS))(with_officer)

    return declare


def page(request: HttpRequest, template: str, shown: dict, status: int = 200) -> HttpResponse:
    """A page inside the frame."""
    here = request.path.removeprefix(ROOT)
    side = [(title, _side_links(request, links, here)) for title, links in SIDE]
    home = {"href": ROOT, "label": "目录和机构", "current": True}
    supervision = {"href": "/console/", "label": "监督", "current": False}
    posts = [home]
    if access.may_open(request, "/console/"):
        posts = [supervision, home]
    frame = {
        "nothing": "",
        "side": [(title, links) for title, links in side if links],
        "posts": posts,
        "where": request.officer.organisation.name,
        "roles": request.roles,
    }
    return render(request, template, frame | shown, status=status)


def _side_links(request: HttpRequest, links: tuple, here: str) -> list[dict]:
    """The entries of one part of the list at the side that the officer may open."""
    shown = []
    for address, label in links:
        href = ROOT + address
        if access.may_open(request, href):
            current = here.startswith(address)
            shown.append({"href": href, "label": label, "current": current})
    return shown


def permit(request: HttpRequest, role: str, region: str) -> None:
    """Let go on only who holds the role over the region. Raises Forbidden."""
    if not request.scope.allows(role, region=region):
        place = reference.region(region).full_name
        raise Forbidden(f"您的岗位管不到{place}", way_out="请由当地的管理员办理")


def may(request: HttpRequest, role: str, region: str) -> bool:
    """Whether `permit` would let go on; pages show a button only then."""
    return request.scope.allows(role, region=region)


def covers(request: HttpRequest, region: str) -> bool:
    """Whether the place lies within that of the reader, whatever role it is that brought them here."""
    for role in READERS:
        if may(request, role, region):
            return True
    return False


def crumbs(*steps: tuple[str, str]) -> list[dict]:
    """(label, address below the root) pairs as a breadcrumb line; an empty address is the page itself."""
    return [
        {"label": "目录和机构", "href": ROOT},
        *({"label": label, "href": ROOT + at if at else ""} for label, at in steps),
    ]
