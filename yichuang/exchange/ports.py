"""What exchange needs from outside: departments that answer about one person or unit. Errors: core.ports' Rejected
(they do not answer this question) and Unavailable. And what the platform answers itself."""

from collections.abc import Callable
from typing import Protocol

from yichuang.core.plugins import Registry
from yichuang.core.ports import Unavailable
from yichuang.exchange.questions import CITIZEN, EMPLOYER, PERSON, Answer, Asked, Whom

__all__ = [
    "CITIZEN",
    "EMPLOYER",
    "OWN_ANSWERS",
    "PERSON",
    "Answer",
    "Asked",
    "Department",
    "Unreadable",
    "Unsigned",
    "Whom",
]


class Unsigned(Unavailable):
    """Something came back that the department has not signed, or not for this question."""


class Unreadable(Unavailable):
    """What came back is no answer that can be read."""


class Department(Protocol):
    """Asks one department about somebody."""

    def answer(self, *, question: Asked) -> Answer:
        """The same question again gives the same receipt. Raises Rejected for what it will never answer, Unavailable
        when it is not there, Unsigned and Unreadable when what came back is not its answer."""
        ...


# what the platform knows itself answers at once, in the transaction that asks: code of the source → how
OWN_ANSWERS: Registry[Callable[[Asked], Answer]] = Registry("own answers")
