"""The review points on the page of a case: what was found of each, in a word and in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.cases.queries.cases import TrailStep
from yichuang.cases.queries.reviews import Reviewed
from yichuang.cases.queries.versions import Version


def shown(
    version: Version,
    trail: Iterable[TrailStep],
    typed: Mapping[str, Any] | None,
    problems: Mapping[str, str],
) -> list[dict[str, str]]:
    """Each point as it was found, or as it was typed just now.

    typed: what was posted, to be shown again, or None.
    problems: field → what is wrong with it.
    """
    reviewed = reviewed_in(trail)
    posted = {}
    if typed:
        posted = typed["post"]
    rows = []
    for point in version.review_points:
        code = point.code
        finding = reviewed.findings.get(code, "")
        fact = reviewed.facts.get(code, "")
        row = {
            "code": code,
            "text": point.text,
            "finding": posted.get(f"found-{code}", finding),
            "fact": posted.get(f"fact-{code}", fact),
            "wrong": problems.get(f"fact-{code}", ""),
        }
        rows.append(row)
    return rows


def reviewed_in(trail: Iterable[TrailStep]) -> Reviewed:
    """What the reviews of a trail found."""
    reviewed = Reviewed()
    for step in trail:
        if step.kind == "review":
            reviewed.add(step.told)
    return reviewed
