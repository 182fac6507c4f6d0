"""Each paper of a case as its applicant reads it: how it came, or whom we asked for it and what they said."""

from typing import Any

from yichuang.cases.models import Case, Material
from yichuang.cases.queries import held
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.states import SUPPLIABLE
from yichuang.core.clock import local
from yichuang.exchange import queries as exchange
from yichuang.exchange import tables
from yichuang.exchange.models import Query
from yichuang.sites.ui.wording import cnday

CAME = {
    "file": "您传的",
    "seen": "窗口看过原件",
    "shared": "部门共享，免交",
    "promised": "您签的承诺",
    "asked": "不用您交，我们去问",
    "later": "先办后补，等您补",
    "earlier": "以前交过",
}
SAID = {
    Query.FOUND: "不用您交：{on}问了{source}，查到了，回执{receipt}",
    Query.NOT_FOUND: "{on}问了{source}，没有查到，回执{receipt}",
    Query.CONTRADICTS: "{on}问了{source}，和您填的对不上，回执{receipt}",
}
OF_DAY = "，是{as_of}的情况"
ASKING = "不用您交：正在问{sources}，还没有回话"
UNANSWERED = "不用您交：问了{sources}，没有答上来，我们接着问；您手里有，也可以先交"


def shown(case: Case, version: Version) -> list[dict[str, Any]]:
    """The papers in the order in which they came.

    row: of the paper; how: the sentence about it; to_supply: whether it may be
    brought now, and nothing came after it.
    """
    papers = case.materials.select_related("file", "query")
    rows = list(papers.order_by("round", "id"))
    last = {}
    for row in rows:
        last[row.code] = row.pk
    unanswered = _unanswered(case, version, rows)
    listed = []
    for row in rows:
        is_last = row.pk == last[row.code]
        is_open = row.source == Material.ASKED and case.state in SUPPLIABLE
        how = _sentence(row)
        if is_open and row.query is None:
            how = unanswered.get(row.code, how)
        listed.append({"row": row, "how": how, "to_supply": is_open and is_last})
    return listed


def _sentence(row: Material) -> str:
    """What was answered of a paper that was asked for.

    Else how it came.
    """
    query = row.query
    if query is None or query.outcome not in SAID:
        return CAME[row.source]
    sentence = SAID[query.outcome].format(
        on=cnday(local(query.answered_at).date()),
        source=tables.source(query.source).name,
        receipt=query.receipt,
    )
    if query.as_of:
        sentence += OF_DAY.format(as_of=cnday(query.as_of))
    return sentence


def _unanswered(case: Case, version: Version, rows: list[Material]) -> dict[str, str]:
    """Code of each paper of which nobody has said anything → whom we ask.

    Nothing is read where there is none. Those who were all tried and did
    not answer are asked on; meanwhile the applicant may bring the paper.
    """
    waiting = set()
    for row in rows:
        if row.source == Material.ASKED and row.query is None:
            waiting.add(row.code)
    if not waiting:
        return {}
    words = ASKING
    questions = exchange.standing(case.ref)
    if questions.exists() and not exchange.waits(case.ref):
        words = UNANSWERED
    sentences = {}
    for one in held.of_case(case, version):
        if one.paper.code in waiting:
            sentences[one.paper.code] = words.format(sources=_names(one))
    return sentences


def _names(one: held.Held) -> str:
    """Those who are asked for a paper.

    Each once, whoever the people are whom it is about.
    """
    names = []
    for role in one.people:
        for code in one.sources_of(role):
            name = tables.source(code).name
            if name not in names:
                names.append(name)
    return "、".join(names)
