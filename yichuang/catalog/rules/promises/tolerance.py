"""Which papers may follow after acceptance (容缺, 先办后补).

And when an item may not say so: what nothing can be begun without, what could
only come too late, what money would be paid before.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yichuang.catalog.rules import situations
from yichuang.catalog.rules.situations import Material
from yichuang.core.errors import FieldProblem
from yichuang.reference.rules.deadlines import UNITS, WORKING

Row = Mapping[str, Any]
BEFORE_DECISION, BEFORE_DELIVERY = "decision", "delivery"
PAYS = "资金支付"
AT_ONCE = "即办件"
NOT_SAID = "有先办后补的材料，却没有写明什么以前要补、补齐以后几个工作日审完，写明以前不算数"
INSTANT = "即办件当场办结，没有先办后补"
PAID_FIRST = "给钱的事项，后补的材料要在决定以前补，不能等到送达"
NEVER = "“{paper}”不能先办后补：{because}"
FORM = "“{paper}”是申请表本身，不能先办后补"
HANDED_BACK = "“{paper}”是要交回的原件，不能先办后补"
TOO_LONG = "后补{supply}个工作日，再审{review}个工作日，比承诺的{promise}个工作日长"
OTHER_UNIT = "后补按工作日算，承诺按{unit}算，比不出来：承诺请写工作日"


def problems_of(definition: Row, never: Sequence[Row]) -> list[FieldProblem]:
    """Why papers of an item may not follow.

    Nothing for an item whose papers must all be there.
    never: rows of packs/commitments/never_later.yaml.
    """
    promise = definition.get("commitment") or {}
    if not promise.get("rongque"):
        return []
    if not _is_said(promise):
        problem = FieldProblem("commitment.rongque_before", NOT_SAID, "required")
        return [problem]
    problems = []
    for text in _texts(definition, promise, never):
        problem = FieldProblem("commitment.rongque", text, "tolerance")
        problems.append(problem)
    return problems


def _is_said(promise: Row) -> bool:
    """Whether both are said that a tolerance cannot do without."""
    if not promise.get("rongque_before"):
        return False
    return promise.get("rongque_review_days") is not None


def _texts(definition: Row, promise: Row, never: Sequence[Row]) -> Iterator[str]:
    """Of the item, then of each paper."""
    yield from _of_item(definition, promise)
    for material in situations.materials_of(definition):
        if material.later:
            yield from _of_paper(material, never)


def _of_item(definition: Row, promise: Row) -> Iterator[str]:
    """What speaks against any tolerance of an item."""
    if definition.get("case_kind") == AT_ONCE:
        yield INSTANT
        return
    steps = definition.get("process") or ()
    before = promise["rongque_before"]
    if PAYS in steps and before == BEFORE_DELIVERY:
        yield PAID_FIRST
    yield from _of_days(definition, promise)


def _of_days(definition: Row, promise: Row) -> Iterator[str]:
    """The paper must be here, and looked at, before our own promise ends.

    What is missing of the days is told where it is missing.
    """
    supply = promise.get("rongque_supply_days")
    review = promise["rongque_review_days"]
    promised = definition.get("promised_days")
    unit = definition.get("promised_unit")
    if not supply or promised is None:
        return
    if not _is_working(unit):
        yield OTHER_UNIT.format(unit=unit)
        return
    if supply + review > promised:
        yield TOO_LONG.format(supply=supply, review=review, promise=promised)


def _is_working(unit: str | None) -> bool:
    """Whether a promise is counted in working days, as a supply is."""
    return UNITS.get(unit or "") == WORKING


def _of_paper(material: Material, never: Sequence[Row]) -> Iterator[str]:
    """What speaks against one paper that would follow."""
    if material.is_form:
        yield FORM.format(paper=material.name)
    if material.handed_back:
        yield HANDED_BACK.format(paper=material.name)
    for row in never:
        if row["names"] in material.name:
            yield NEVER.format(paper=material.name, because=row["because"])
            return
