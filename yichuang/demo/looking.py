"""Whoever has a made-up case opens its papers and finds them met, as an officer of a real one must (行政许可法 34)."""

from datetime import datetime

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case


def look_at(case: Case, officer: Officer, now: datetime) -> None:
    """Open each file of the case and say of every paper that it is met. Raises what `judge_all_good` raises."""
    for paper in case.materials.filter(file__isnull=False):
        services.note_opened(material=paper, officer=officer, now=now)
    services.judge_all_good(case_id=case.uuid, officer=officer, now=now)
