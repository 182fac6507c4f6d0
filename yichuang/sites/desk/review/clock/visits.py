"""现场核查 on the page of a case: what two officers saw, who still has to sign it, and the form for another one."""

from typing import Any

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries.clocks import Clocks
from yichuang.sites.desk.review.clock import boxes
from yichuang.sites.desk.review.clock.boxes import Box, Form, Options

CHECK = "check"


def visits(case: Case, officer: Officer, may: frozenset[str]) -> list[dict[str, Any]]:
    """Each check, the latest first; what was seen stands open to who works on the case."""
    checks = case.on_site_checks.select_related("made_by", "second")
    rows = []
    for check in checks.prefetch_related("photos__file").order_by("-pk"):
        is_unsigned = check.signed_second_at is None
        is_second = check.second_id == officer.pk
        row = {
            "check": check,
            "findings": check.findings if "see_whole" in may else "",
            "photos": [photo.file for photo in check.photos.all()],
            "to_sign": is_unsigned and is_second and "sign_check" in may,
        }
        rows.append(row)
    return rows


def checking(clocks: Clocks, colleagues: list[Officer]) -> Form:
    """The form of a check; colleagues: who may review the case too."""
    names: Options = tuple((str(each.uuid), each.name) for each in colleagues)
    parts = (
        Box("second", "一起去的另一个人", boxes.CHOICE, "他也要在自己的账号里签。", names),
        boxes.day("on_day", "哪天去的"),
        Box("place_of", "去了哪里，不写个人住址", boxes.LINE),
        Box("findings", "看到了什么，逐条写和申请书写的相不相符", boxes.AREA),
        Box("photos", "照片", boxes.FILES, "可以一次选几张。"),
    )
    basis = clocks.terms.on_site.basis
    hint = f"两名工作人员一起去，时限照走（{basis}）。记下就是您签了，另一个人签了才出记录。"
    return Form("check-on-site", CHECK, "记下现场核查，附照片", "记下", parts, hint)
