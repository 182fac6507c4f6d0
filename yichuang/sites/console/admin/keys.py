"""Keys of the systems that call the gateway: given, looked over, closed."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.accounts import queries as accounts
from yichuang.api import queries, rules, services
from yichuang.api.models import ApiKey
from yichuang.core import clock
from yichuang.core.errors import Conflict
from yichuang.reference import queries as reference
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.writing import Plan, Sheet, carry_out

LIST = "keys/"
EVERYWHERE = "all"  # a key of the platform
BACK = frame.ROOT + LIST
COLUMNS = [
    {"key": "name", "label": "合作方"},
    {"key": "source", "label": "来源"},
    {"key": "place", "label": "哪里的"},
    {"key": "channel", "label": "渠道"},
    {"key": "scopes", "label": "能做什么"},
    {"key": "quota", "label": "次数"},
    {"key": "state", "label": "现在"},
]
CHANNELS = {str(code): name for code, name in rules.CHANNELS.items()}
FIELDS = (
    {"key": "name", "label": "合作方", "type": "text", "validate": {"max_length": 60}},
    {
        "key": "source",
        "label": "来源",
        "type": "text",
        "spelt": "login",
        "help": "字母、数字和短横线，例如 kiosk-gy；同一来源的密钥看得到同样的办件",
        "validate": {"max_length": 40},
    },
    {"key": "channel", "label": "渠道", "type": "choice", "options": CHANNELS},
    {"key": "scopes", "label": "能做什么", "type": "multi_choice", "options": rules.SCOPES},
    {
        "key": "daily_quota",
        "label": "每天最多几次",
        "type": "integer",
        "validate": {"min": 1, "max": 10000000},
    },
    {
        "key": "minute_quota",
        "label": "每分钟最多几次",
        "type": "integer",
        "validate": {"min": 1, "max": 60000},
    },
    {"key": "expires_on", "label": "用到哪天", "type": "date", "required": False, "ends": True},
)


@frame.admin()
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """GET: every key that the officer may see, with what it may do.

    Its text is kept nowhere.
    """
    gives = "channel_admin" in request.roles
    rows = []
    for key in queries.keys(request.officer):
        is_kept = queries.may_keep(request.officer, key.place_id)
        row = _row(key, closable=gives and is_kept)
        rows.append(row)
    shown = {
        "crumbs": frame.crumbs(("接口密钥", "")),
        "title": "接口密钥",
        "intro": "合作方的系统凭密钥办件。密钥只在发的时候显示一次；渠道管理员点一行可以停用。",
        "tables": [
            {
                "caption": f"{len(rows)}个密钥",
                "columns": COLUMNS,
                "rows": rows,
                "nothing": "还没有发过密钥",
            }
        ],
        "begin": f"{BACK}new/" if gives else "",
    }
    return frame.page(request, "console/admin/keys.html", shown)


@frame.admin("channel_admin")
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """A new key; its text stands on the page that follows, this once."""
    issued: list[tuple[ApiKey, str]] = []
    places = _places(request)
    sheet = Sheet(
        title="发一个密钥",
        crumbs=frame.crumbs(("接口密钥", LIST), ("发一个", "")),
        back=BACK,
        fields=(*FIELDS, _place(places)),
        initial={"daily_quota": 100_000, "minute_quota": 600, "place": next(iter(places))},
    )

    def plan(values: dict[str, Any]) -> Plan:
        known = values | {
            "channel": int(values["channel"]),
            "expires_on": _day(values),
            "place": None if values["place"] == EVERYWHERE else values["place"],
        }
        may = "、".join(rules.SCOPES[scope] for scope in values["scopes"])
        in_use = queries.is_source_in_use(values["source"])
        return Plan(
            changes=[(values["name"], "没有密钥", f"{CHANNELS[values['channel']]}渠道，能{may}")],
            do=lambda: issued.append(services.issue_key(actor=request.officer.actor, **known)),
            done="密钥已发",
            back=BACK,
            warning="这个来源已经有在用的密钥，新的看得到它的全部办件。" if in_use else "",
        )

    response = carry_out(request, sheet, plan)
    if response.status_code != 302:
        return response
    key, text = issued[-1]
    shown = {"crumbs": sheet.crumbs, "key": key, "text": text, "back": BACK}
    return frame.page(request, "console/admin/key_given.html", shown)


@frame.admin("channel_admin")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The key is refused from now on."""
    key = queries.key(pk, request.officer)
    if not key.active:
        raise Conflict("这个密钥已经停用", way_out="要用请再发一个")
    sheet = Sheet(
        title=f"停用“{key.name}”的密钥",
        crumbs=frame.crumbs(("接口密钥", LIST), ("停用", "")),
        back=BACK,
        intro="停用以后，用这个密钥的请求都会被拒绝，不能再打开；要用再发一个新的。",
        facts=(("来源", key.source), ("渠道", rules.CHANNELS[key.channel]), ("现在", _state(key))),
        label="停用",
    )
    return carry_out(
        request,
        sheet,
        lambda values: Plan(
            changes=[(key.name, _state(key), "停用")],
            do=lambda: services.revoke_key(key_id=key.pk, actor=request.officer.actor),
            done=f"{key.name}的密钥已停用",
            back=BACK,
        ),
    )


def _places(request: HttpRequest) -> dict[str, str]:
    """The places for which the officer may give a key.

    12 digits → name; EVERYWHERE for the whole platform.
    """
    scope = accounts.scopes(request.officer)
    places = {}
    if queries.may_keep(request.officer, None):
        places[EVERYWHERE] = "全平台"
    for code in scope.of(queries.KEEPER).regions:
        places[code] = reference.full_name(code)
    return places


def _place(places: dict[str, str]) -> dict[str, Any]:
    """The field that asks where the partner works.

    places: as `_places` has them.
    """
    return {
        "key": "place",
        "label": "哪里的合作方",
        "type": "choice",
        "options": places,
        "help": "只有这里的渠道管理员看得到、停得了这个密钥",
    }


def _row(key: ApiKey, *, closable: bool) -> dict[str, str]:
    """A key as a line of the list; closable: whether a press opens its
    closing.
    """
    row = {
        "name": key.name,
        "source": key.source,
        "place": key.place.full_name if key.place else "全平台",
        "channel": rules.CHANNELS[key.channel],
        "scopes": "、".join(rules.SCOPES[scope] for scope in key.scopes),
        "quota": f"每天{key.daily_quota}次，每分钟{key.minute_quota}次",
        "state": _state(key),
    }
    if key.active and closable:
        row["href"] = f"{BACK}{key.pk}/close/"
    return row


def _state(key: ApiKey) -> str:
    """Whether the key is in use, in words."""
    if not key.active:
        return "停用"
    if key.expires_on is None:
        return "在用"
    return "过期" if key.expires_on < clock.today() else f"在用，到{key.expires_on.isoformat()}"


def _day(values: dict[str, Any]) -> date | None:
    """The last day of the key; None for one without."""
    day = values.get("expires_on")
    if not day:
        return None
    return date.fromisoformat(day)
