"""What each paper of a case says: read from the case and its trail, never typed again."""

from collections.abc import Callable

from yichuang.cases.models import Case
from yichuang.cases.queries.versions import Version

from .clock import check_record, deemed, extension, restart, right, special, suspension
from .deciding import decision, result
from .handing_over import completion, delivery_receipt
from .taking_in import acceptance, correction, receipt, refusal
from .wording import Context, chinese, given_by

__all__ = ["CONTEXT", "chinese", "given_by"]

CONTEXT: dict[str, Callable[[Case, Version, object], Context]] = {
    "receipt": receipt,
    "acceptance": acceptance,
    "deemed": deemed,
    "correction": correction,
    "refusal": refusal,
    "special": special,
    "suspension": suspension,
    "extension": extension,
    "restart": restart,
    "right": right,
    "check_record": check_record,
    "decision": decision,
    "completion": completion,
    "result": result,
    "delivery_receipt": delivery_receipt,
}
