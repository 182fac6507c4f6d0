"""What another department holds is not demanded of the applicant, unless whoever holds it has said that it is not
there, or another (国务院关于在线政务服务的若干规定 7)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from yichuang.cases.models import Case, Material
from yichuang.cases.queries import held
from yichuang.exchange import tables as sources
from yichuang.exchange.models import Query

SAID = {Query.NOT_FOUND: "没有查到", Query.CONTRADICTS: "和填的对不上"}
PRINTED = "{reason}（问过{source}：{said}，回执{receipt}）"


@dataclass(frozen=True)
class Demand:
    """The papers of a notice that others hold.

    unlawful: codes of those that nobody said are not there.
    refused: code of each of the others → the question that says so.
    """

    unlawful: tuple[str, ...]
    refused: Mapping[str, Query]

    def printed(self, code: str, reason: str) -> str:
        """Why a paper is asked for, with the receipt that allows it."""
        query = self.refused.get(code)
        if query is None:
            return reason
        return PRINTED.format(
            reason=reason,
            source=sources.source(query.source).name,
            said=SAID[query.outcome],
            receipt=query.receipt,
        )


def of_notice(case: Case, codes: Collection[str]) -> Demand:
    """What a notice that asks for these papers demands of what others hold. One read."""
    rows = Material.objects.filter(case=case, code__in=codes).select_related("query")
    last = {}
    for row in rows.order_by("round", "id"):
        last[row.code] = row
    unlawful = []
    refused = {}
    for code, row in last.items():
        if held.is_refused(row):
            refused[code] = row.query
        elif _is_with_others(row):
            unlawful.append(code)
    return Demand(tuple(unlawful), refused)


def _is_with_others(row: Material) -> bool:
    """Whether the paper stands by what others have or may still say of it, and nobody brought one."""
    if row.source == Material.ASKED:
        return True
    return row.source == Material.SHARED and row.query_id is not None
