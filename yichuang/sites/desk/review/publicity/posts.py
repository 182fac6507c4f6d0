"""公示 as posts of the desk: what the page sent, the one service it means, the sentence said afterwards."""

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import publicised
from yichuang.cases.rules.publicising import Line
from yichuang.core import clock
from yichuang.core.errors import NotFound
from yichuang.core.ids import as_uuid
from yichuang.core.spelling import whole as whole_number

_RIGHT = {"yes": True, "no": False}


def publicise(case: Case, officer: Officer, post: QueryDict) -> str:
    """This case, and those ticked beside it, on one page; returns what is told."""
    about = post.get("about", "")
    amount = post.get("publicised_amount", "")
    lines = [Line(case.uuid, about, amount)]
    lines += _beside(post)
    typed_days = post.get("days", "")
    notice = services.publicise(
        lines=lines,
        officer=officer,
        days=whole_number(typed_days) or 0,
        title=post.get("title", ""),
        conditions=post.get("conditions", ""),
        now=clock.now(),
    )
    last = notice.until_on
    return f"已公示，到{last.month}月{last.day}日为止"


def _beside(post: QueryDict) -> list[Line]:
    """The further cases, each with what was typed beside it."""
    lines = []
    for key in post.getlist("_with"):
        uuid = as_uuid(key)
        if uuid is None:
            continue
        about = post.get(f"about-{key}", "")
        amount = post.get(f"amount-{key}", "")
        line = Line(uuid, about, amount)
        lines.append(line)
    return lines


def answer(case: Case, officer: Officer, post: QueryDict) -> str:
    """What was found out about an objection; returns what is told.

    Raises NotFound for one that is not against this case.
    """
    key = post.get("_objection", "")
    uuid = as_uuid(key)
    objection = publicised.about(case).filter(uuid=uuid).first()
    if objection is None:
        raise NotFound("这件没有这条异议", way_out="请刷新看最新情况")
    verdict = post.get("upheld", "")
    services.answer_objection(
        objection_id=objection.uuid,
        officer=officer,
        about=post.get("objection_about", ""),
        answer=post.get("objection_answer", ""),
        upheld=_RIGHT.get(verdict),
        now=clock.now(),
    )
    if verdict == "yes":
        return "已答复，从公示里去掉了"
    return "已答复异议"
