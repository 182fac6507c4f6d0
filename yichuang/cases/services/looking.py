"""Who has opened which paper of a case, and what they say of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Material, MaterialOpening
from yichuang.cases.queries import looking as queries
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import looking
from yichuang.cases.rules.looking import Paper
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.core.errors import FieldProblem, Invalid, NotFound


def note_opened(*, material: Material, officer: Officer, now: datetime) -> None:
    """The officer has the file of this paper before them; the first time is kept."""
    opening = MaterialOpening(material=material, officer=officer, at=now)
    MaterialOpening.objects.bulk_create([opening], ignore_conflicts=True)


@transaction.atomic
def judge_material(
    *, case_id: UUID, officer: Officer, material: int, verdict: str, remark: str, now: datetime
) -> Material:
    """What the officer saw of one material: "good" or "bad", with a remark for a bad one. What was said already is
    written no second time.

    Raises Invalid for a file that they have not opened, and for a bad one without a remark."""
    case = lock(case_id)
    require("judge_material", case, officer, now)
    row = case.materials.select_for_update().filter(id=material).first()
    if row is None:
        raise NotFound("这件里没有这份材料", way_out="请刷新看最新情况")
    note = remark.strip()
    problems = _problems(verdict, note, row.source)
    if not problems:
        papers = queries.papers_of(case, officer)
        judged = [paper for paper in papers if paper.row == row.id]
        problems = looking.unopened_problems(judged)
    if problems:
        raise Invalid(problems)
    if (row.verdict, row.note) == (verdict, note):
        return row
    row.verdict = verdict
    row.note = note
    row.save(update_fields=["verdict", "note"])
    write(
        case,
        "judge_material",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        data={"material": row.code, "round": row.round, "verdict": verdict},
    )
    return row


def _problems(verdict: str, note: str, source: str) -> list[FieldProblem]:
    """A verdict that is none, one against the paper without a word why, or one for a paper that nobody has seen without
    a word by what."""
    if verdict not in looking.VERDICTS:
        unknown = FieldProblem("verdict", "请选符合或不符合", "list")
        return [unknown]
    if verdict == looking.BAD and not note:
        unexplained = FieldProblem("remark", "请写明哪里不符合", "required")
        return [unexplained]
    if source == Material.ASKED and not note:
        unfounded = FieldProblem("remark", "还没有查到，请写明凭什么认定", "required")
        return [unfounded]
    return []


@transaction.atomic
def judge_all_good(*, case_id: UUID, officer: Officer, now: datetime) -> int:
    """全部看过，都符合: of each paper that nobody has judged yet the officer says that it is met; how many those were.

    Raises Invalid with the names of the files that this officer has not opened. 行政许可法 34."""
    case = lock(case_id)
    require("judge_material", case, officer, now)
    papers = queries.papers_of(case, officer)
    problems = looking.unopened_problems(papers)
    if problems:
        raise Invalid(problems)
    waiting = looking.unjudged(papers)
    if not waiting:
        return 0
    unseen = queries.seen_by_others(case, officer, waiting)
    rows = [paper.row for paper in waiting]
    handed_in = case.materials.filter(id__in=rows)
    handed_in.update(verdict=looking.GOOD)
    write(
        case,
        "judge_material",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        data={
            "materials": [paper.code for paper in waiting],
            "verdict": looking.GOOD,
            **_on_the_word_of_others(unseen),
        },
    )
    return len(waiting)


def _on_the_word_of_others(unseen: Sequence[Paper]) -> dict[str, list[str]]:
    """What the entry tells of originals that somebody else saw; {} where there is none."""
    if not unseen:
        return {}
    return {"seen_by_others": [paper.code for paper in unseen]}


def require_judged(case: Case, officer: Officer) -> list[Paper]:
    """For a step that decides a locked case: its papers. Raises Invalid with the names of those that nobody judged."""
    papers = queries.papers_of(case, officer)
    problems = looking.unjudged_problems(papers)
    if problems:
        raise Invalid(problems)
    return papers
