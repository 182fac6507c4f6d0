"""A transaction that a test puts around what the product does, to undo it afterwards."""

from django.db import transaction


def of_the_test() -> transaction.Atomic:
    """Blocks of the product within it are judged as if it were not there: none is inside it for `core.ports`."""
    block = transaction.atomic()
    block._from_testcase = True
    return block
