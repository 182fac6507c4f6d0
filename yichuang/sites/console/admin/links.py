"""The links to the outside: who answers there, and what people do by hand where nobody does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.accounts.models import Officer
from yichuang.cases.queries import desk
from yichuang.core import clock, ports
from yichuang.exchange import tables as exchange
from yichuang.notify import queries as notify
from yichuang.sites.console.admin import frame

LATELY = timedelta(days=30)
EXCHANGE = "exchange."
COLUMNS = [
    {"key": "name", "label": "连接"},
    {"key": "state", "label": "现在"},
    {"key": "by_hand", "label": "没有接通时，人工怎么办"},
    {"key": "waiting", "label": "现在等人做的"},
]


@dataclass(frozen=True)
class Link:
    """One link as the page tells it.

    by_hand: what people do where nobody answers.
    waiting: what waits for people now, in words, "" where nothing can
    wait.
    """

    name: str
    by_hand: str
    waiting: Callable[[Officer], str]


def _unsent(officer: Officer) -> str:
    """What waits behind the text messages: those of the last 30 days
    that were not sent.
    """
    return f"近30天没有发出的短信{notify.unsent_count(clock.now() - LATELY)}条"


def _parcels(officer: Officer) -> str:
    """What waits behind the courier: results to be sent by mail."""
    waiting = desk.delivery_counts(officer)["mail", "waiting"]
    return f"等寄出的结果{waiting}件"


def _nothing(officer: Officer) -> str:
    return ""


LINKS = {
    "idcheck": Link("公安人口库", "网上不能开账号；在窗口看证件原件，登记为“按原件登记”", _nothing),
    "sms": Link("短信", "消息只在网上的消息里；要紧的请打电话告诉，重置密码到窗口办", _unsent),
    "malware": Link("文件病毒检查", "文件照收，不做检查；打开前请用电脑上的杀毒软件", _nothing),
    "courier": Link("快递", "自己寄出，在出件页记下单号；对方收到后点“已签收”", _parcels),
}
ASKED_OF_APPLICANTS = "问不到的材料照旧由申请人交；哪些来源见“外部来源”"


@frame.admin()
@require_GET
def outside(request: HttpRequest) -> HttpResponse:
    """GET: every port of the outside world."""
    rows = [_row(kind, request.officer) for kind in settings.ADAPTERS]
    absent = _absent()
    shown = {
        "crumbs": frame.crumbs(("外部连接", "")),
        "title": _title(absent),
        "intro": "平台要向外面问、向外面送的，都列在这里。没有接通的，页面上照实说，由人工办。",
        "tables": [{"caption": "外部连接", "columns": COLUMNS, "rows": rows}],
    }
    return frame.page(request, "console/admin/report.html", shown)


def _absent() -> int:
    """How many links nobody answers."""
    number = 0
    for kind in settings.ADAPTERS:
        if not ports.connected(kind):
            number += 1
    return number


def _title(absent: int) -> str:
    """The head of the page: how many links are missing, or that none is."""
    if absent:
        return f"{absent}个外部连接没有接通"
    return "外部连接都有人答"


def _row(kind: str, officer: Officer) -> dict[str, str]:
    link = LINKS.get(kind) or _department(kind)
    waiting = "" if ports.connected(kind) else link.waiting(officer)
    return {"name": link.name, "state": _state(kind), "by_hand": link.by_hand, "waiting": waiting}


def _department(kind: str) -> Link:
    """One of those who are asked about people and units."""
    name = exchange.departments()[kind.removeprefix(EXCHANGE)]
    return Link(name, ASKED_OF_APPLICANTS, _nothing)


def _state(kind: str) -> str:
    """Whether somebody answers there, and whether it is real."""
    if not ports.connected(kind):
        return "没有接通"
    if ports.simulated(kind):
        return "演示用的模拟，不是真的"
    return "已接通"
