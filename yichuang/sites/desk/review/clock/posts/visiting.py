"""现场核查 as posts: written down by one of two officers, signed by the other.

A post takes the case, the officer and what was sent, and returns what is told.
"""

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case, OnSiteCheck
from yichuang.cases.queries import permission
from yichuang.core import clock
from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.core.ids import as_uuid
from yichuang.sites.desk.review.clock.forms import visits
from yichuang.sites.desk.review.clock.forms.visits import CHECK
from yichuang.sites.desk.review.clock.posts import uploads
from yichuang.sites.desk.review.clock.posts.sent import Sent

NONE = "这件没有这份现场核查的记录"
WHAT_DIFFERS = "选了不符的，请写明哪里不符"


def check_on_site(case: Case, officer: Officer, post: QueryDict) -> str:
    """Write down what two officers saw.

    post: _check_second, check_on_day, check_place_of, _check_points_R1 and
    so on, check_findings, and the uploads of the photographs.
    """
    with Sent(post, CHECK, "findings") as sent:
        on_day = sent.day("on_day", "哪天去的")
        second = _colleague(case, officer, sent)
        services.check_on_site(
            case_id=case.uuid,
            officer=officer,
            second=second,
            on_day=on_day,
            place_of=sent.text("place_of"),
            findings=_findings(case, sent),
            photos=uploads.named_in(post, uploads.CHECKING),
            now=clock.now(),
        )
    return f"已记下，等{second.name}在自己的账号里签"


def sign_check(case: Case, officer: Officer, post: QueryDict) -> str:
    """The other officer signs.

    post: _check. Raises NotFound for a check of another case.
    """
    key = post.get("_check", "")
    uuid = as_uuid(key)
    checks = OnSiteCheck.objects.filter(uuid=uuid, case=case)
    if not checks.exists():
        raise NotFound(NONE, way_out="请刷新看最新情况")
    services.sign_check(check=uuid, officer=officer, now=clock.now())
    return "已签，现场核查记录可以打印"


def _findings(case: Case, sent: Sent) -> str:
    """What was seen.

    Raises Invalid where something differs and nobody says how.
    """
    typed = sent.text("findings")
    marks = {}
    for code in visits.looked_for(case):
        marks[code] = sent.choice(f"{visits.POINTS}_{code}")
    if visits.DIFFERS in marks.values() and not typed.strip():
        problem = FieldProblem("findings", WHAT_DIFFERS, "required")
        raise Invalid([problem])
    return visits.in_words(case, marks, typed)


def _colleague(case: Case, officer: Officer, sent: Sent) -> Officer | None:
    """Who was there too.

    One of those who may review the case, None for nobody.
    """
    key = sent.choice("second")
    if not key:
        return None
    for colleague in permission.colleagues(case, officer, clock.now()):
        if str(colleague.uuid) == key:
            return colleague
    return None
