"""What somebody would sign who promises, as it stands today; and who may not."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from yichuang.cases.models import Draft, Material
from yichuang.cases.models.commitment import NOTICE, TOLERANCE
from yichuang.cases.queries import versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.promises import barring, deed, tolerance
from yichuang.cases.rules.promises.barring import AGENT, HANDLER, SELF, Standing
from yichuang.cases.rules.promises.deed import Deed
from yichuang.catalog import tables
from yichuang.catalog.rules.forms.presenting import in_words
from yichuang.catalog.rules.promises import proofs
from yichuang.catalog.rules.situations import BY_AGENT
from yichuang.catalog.rules.situations import Material as Paper
from yichuang.core.spoken import chinese_date
from yichuang.identity import queries as identity
from yichuang.reference import queries as reference
from yichuang.registry import queries as register

BARRED = "您有“{label}”的信用记录，修复或者到期以前，不能用承诺代替材料、不能先办后补；请交材料"
BY_ANOTHER = "承诺要本人写，不能由代办人写；请交材料，或者由本人来办"
IN_DOUBT = "单位账号还没有核对过，不能替单位作承诺；请交材料，或者先请法定代表人同意"


class Offered(NamedTuple):
    """A promise as it would be signed.

    kind: notice or tolerance.
    papers: that it stands for.
    deed: what is shown; None where the form does not yet say what stands
    in it.
    due: the last day for papers that follow.
    """

    kind: str
    papers: tuple[Paper, ...]
    deed: Deed | None
    due: date | None = None

    @property
    def codes(self) -> list[str]:
        """Codes of its papers."""
        return [paper.code for paper in self.papers]


def of_draft(draft: Draft, today: date) -> list[Offered]:
    """Every promise that a draft makes.

    As it would be signed on this day.
    """
    version = versions.of_draft(draft)
    subject = draft.person or draft.employer
    papers = version.materials_of(draft.situation, subject)
    answers = version.situation_answers(draft.situation) | draft.answers
    promised = _by_way(draft, papers, Material.PROMISED)
    offered = []
    for paper in promised:
        shown = notice(version, paper, answers, today)
        offered.append(Offered(NOTICE, (paper,), shown))
    later = tuple(_by_way(draft, papers, Material.LATER))
    if later:
        offered.append(_of_later(later, today))
    return offered


def notice(version: Version, paper: Paper, answers: Mapping[str, Any], today: date) -> Deed | None:
    """The 告知承诺 for a paper; None while the form does not answer what stands in it.

    Raises LookupError for a paper that nobody may promise.
    """
    rows = tables.proofs()
    row = proofs.proof_of(rows, version.item_code, paper.name)
    if row is None:
        raise LookupError(paper.name)
    answered = _answered(version, row, answers)
    texts = tables.commitment_texts()
    text = deed.in_force(texts, NOTICE, today)
    try:
        words = deed.put_in(row["words"], answered)
    except LookupError:
        return None
    filling = {
        "paper": paper.name,
        "proves": row["proves"],
        "basis": paper.basis,
        "asks": row["asks"],
        "words": words,
    }
    return deed.filled(text, filling)


def why_not(draft: Draft) -> str:
    """Why whoever has this draft may not promise anything in place of a paper.

    "" where they may.
    """
    rules = tables.promise_rules()
    signs_as = signs_for(draft)
    if not barring.may_sign(NOTICE, signs_as, rules):
        return BY_ANOTHER
    if identity.handler_in_doubt(draft.owner) is not None:
        return IN_DOUBT
    record = barring.barring(NOTICE, standings_of(draft), rules)
    if record is None:
        return ""
    classes = rules["credit"]["classes"]
    label = classes[record.gravity]["label"]
    return BARRED.format(label=label)


def signs_for(draft: Draft) -> str:
    """As what somebody signs who sends this draft.

    For oneself, for a unit whose account one has, or as an agent.
    """
    if draft.situation.get(BY_AGENT) == "yes":
        return AGENT
    if draft.employer_id is not None:
        return HANDLER
    return SELF


def standings_of(draft: Draft) -> list[Standing]:
    """The credit records of the applicant of a draft.

    In whatever state.
    """
    subject = draft.person or draft.employer
    standings = []
    for record in register.credit_records(subject):
        standing = Standing(record.kind, record.gravity, record.state)
        standings.append(standing)
    return standings


def _by_way(draft: Draft, papers: Iterable[Paper], source: str) -> Iterator[Paper]:
    """The papers of a draft that are given in a way.

    source: promised or later.
    """
    for paper in papers:
        material = draft.materials.get(paper.code)
        if material is None or material["source"] != source:
            continue
        if _may_be(paper, source):
            yield paper


def _may_be(paper: Paper, source: str) -> bool:
    """Whether a paper may be given so.

    source: as `_by_way` takes it.
    """
    if source == Material.LATER:
        return paper.later
    return paper.by_promise


def _of_later(papers: tuple[Paper, ...], today: date) -> Offered:
    """The promise that papers follow.

    One for all of them, by one day.
    """
    texts = tables.commitment_texts()
    text = deed.in_force(texts, TOLERANCE, today)
    days = min(paper.later_days for paper in papers)
    calendar = reference.calendar()
    supply = tolerance.supply_of(today, days, calendar)
    names = "、".join(paper.name for paper in papers)
    filling = {"papers": names, "days": str(days), "due": chinese_date(supply.due)}
    shown = deed.filled(text, filling)
    return Offered(TOLERANCE, papers, shown, supply.due)


def _answered(
    version: Version, row: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, str]:
    """What stands in the words of a proof: the answers as people say them.

    An answer that the proof says in its own way comes before the name of
    its choice.
    """
    own = row.get("says") or {}
    fields = version.form.fields
    spoken = {}
    for key in proofs.fields_of(row["words"]):
        value = answers.get(key)
        words = own.get(key, {})
        if value in words:
            spoken[key] = words[value]
        else:
            spoken[key] = in_words(fields[key], value)
    return spoken
