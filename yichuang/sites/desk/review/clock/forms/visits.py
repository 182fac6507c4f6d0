"""现场核查 on the page of a case: what two officers saw, who still has to sign it, and the form for another one."""

from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, OnSiteCheck
from yichuang.cases.queries import versions
from yichuang.cases.queries.clocks import Clocks
from yichuang.sites.desk.review.clock.forms import boxes
from yichuang.sites.desk.review.clock.forms.boxes import Box, Form

CHECK = "check"
BOTH = "两名工作人员一起去，时限照走（{basis}）。记下就是您签了，另一个人签了才出记录。"
ON_DAY = boxes.day("on_day", "哪天去的")
PLACE = Box("place_of", "去了哪里，不写个人住址", boxes.LINE)
POINTS = "points"
AGREES, DIFFERS = "agrees", "differs"
MARKS = {AGREES: "相符", DIFFERS: "不符"}
FINDINGS = Box("findings", "看到了什么；不符的写明哪里不符", boxes.AREA)
PHOTOS = Box("photos", "照片", boxes.FILES, "可以一次选几张。")


def visits(case: Case, officer: Officer, may: frozenset[str]) -> list[dict[str, Any]]:
    """Each check, the latest first.

    What was seen stands open to who works on the case.
    """
    checks = case.on_site_checks.select_related("made_by", "second")
    with_photos = checks.prefetch_related("photos__file")
    rows = []
    for check in with_photos.order_by("-pk"):
        findings = ""
        if "see_whole" in may:
            findings = check.findings
        row = {
            "check": check,
            "findings": findings,
            "photos": [photo.file for photo in check.photos.all()],
            "to_sign": "sign_check" in may and _waits_for(check, officer),
        }
        rows.append(row)
    return rows


def looked_for(case: Case) -> dict[str, str]:
    """What the version of the case has looked into, by code.

    Its review points.
    """
    points = versions.of_case(case).review_points
    return {point.code: point.text for point in points}


def in_words(case: Case, marks: Mapping[str, str], findings: str) -> str:
    """What was seen as one text.

    marks: code of a point → AGREES or DIFFERS, "" for what was not looked at.
    findings: what was typed, below the points.
    """
    lines = []
    for code, text in looked_for(case).items():
        mark = MARKS.get(marks.get(code, ""))
        if mark:
            lines.append(f"{text}：{mark}")
    if findings.strip():
        lines.append(findings.strip())
    return "\n".join(lines)


def checking(case: Case, clocks: Clocks, colleagues: Iterable[Officer]) -> Form:
    """The form of a check.

    colleagues: who may review the case too.
    """
    points = Box(
        POINTS,
        "和申请书写的相不相符",
        boxes.POINTS,
        "没去看的不选。",
        tuple(MARKS.items()),
        rows=tuple(looked_for(case).items()),
    )
    second = Box(
        "second",
        "一起去的另一个人",
        boxes.CHOICE,
        "他也要在自己的账号里签。",
        boxes.officers(colleagues),
    )
    on_site = clocks.terms.on_site
    return Form(
        "check-on-site",
        CHECK,
        "记下现场核查，附照片",
        "记下",
        (second, ON_DAY, PLACE, points, FINDINGS, PHOTOS),
        BOTH.format(basis=on_site.basis),
    )


def _waits_for(check: OnSiteCheck, officer: Officer) -> bool:
    """Whether this officer was there too and has not signed yet."""
    if check.signed_second_at:
        return False
    return check.second_id == officer.pk
