"""What a change order changes, in the words of people."""

from yichuang.catalog import queries as catalog
from yichuang.catalog.models import ChangeOrder, ItemVersion
from yichuang.sites.console.admin.catalogue.revising.showing import comparing, differing


def changed(order: ChangeOrder) -> list[differing.Change]:
    """What an order changes, as (element, before, after).

    The form is compared where the order has one that is not the same.
    """
    if not order.draft:
        after = f"取消，{order.effective_on}起不再收新的申请"
        return [("状态", "在用", after)]
    base = _before(order)
    form = order.form_draft
    changes = differing.differences(base.definition, order.draft)
    if form is None or form == base.form:
        return changes
    changes += comparing.form_differences(base.form, form)
    return changes


def _before(order: ChangeOrder) -> ItemVersion:
    """The version that an order begins from.

    Of one that was carried out, the version before its own.
    """
    code = order.item.code
    own = order.version
    if own is None:
        return catalog.latest_version(code)
    number = max(1, own.number - 1)
    return catalog.version(code, number)
