"""Naming somebody's number tells whether a name fits it: so nobody may try often.

After a few wrong names nothing more is said and nobody is joined to the case; the application goes on, and the officer
is told what the registers say (docs/adr/0053-who-is-named-is-asked-of-the-police-for-the-officer.md)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from yichuang.accounts.models import Officer
from yichuang.cases.queries import renumbered
from yichuang.cases.queries.named import NamedPerson
from yichuang.core import clock, limits
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.core.limits import Asked, Limit

BY_ACCOUNT = {  # a partner has many people before it, a unit names many of its own
    "person": Limit("named:person", 5, timedelta(days=1)),
    "employer": Limit("named:employer", 20, timedelta(days=1)),
}
BY_NUMBER = Limit("named:number", 10, timedelta(days=1))  # whoever tries
# the same name once more: it stands so on the document
AT_WINDOW = Limit("named:window", 1, timedelta(days=1))
ONLINE_WORDS = (
    "“{}”和身份号码对不上，请照他的证件再核对；证件上就是这样写的，请带证件到就近的人社窗口办"
)
WINDOW_WORDS = "“{}”和登记的姓名不一样，请照他的证件再核对；证件上就是这样写的，再交一次就收下"

RENUMBERED_ONLINE = (
    "新号码登记在另一个人名下，请核对；公安机关更正过的，带更正证明和新证件到就近的人社窗口办"
)
RENUMBERED_AT_WINDOW = (
    "新号码登记在另一个人名下，请对公安机关的更正证明和新证件；证明上就是这样写的，再交一次就收下"
)


@dataclass(frozen=True)
class Asker:
    """Who names somebody: an account, or an officer at a window, who sees the documents."""

    actor: str
    officer: bool

    def tries(self, person: NamedPerson) -> Asked:
        """What one wrong name counts for."""
        if self.officer:
            return [(AT_WINDOW, f"{self.actor}:{person.imprint.hex()}")]
        tries = [(BY_NUMBER, person.number)]
        limit = BY_ACCOUNT.get(self.actor.partition(":")[0])
        if limit:
            tries.append((limit, self.actor))
        return tries

    def words_for(self, person: NamedPerson) -> str:
        """The sentence about one wrong name."""
        if person.role == renumbered.ROLE:
            return RENUMBERED_AT_WINDOW if self.officer else RENUMBERED_ONLINE
        words = WINDOW_WORDS if self.officer else ONLINE_WORDS
        return words.format(person.name)

    def may_learn_no_more(self, person: NamedPerson, now: datetime) -> bool:
        """Whether this asker, or anybody for this number, has tried so often that nothing is said of the name."""
        return limits.is_over(self.tries(person), now)


def asker_of(actor: str, officer: Officer | None) -> Asker:
    """actor: of the account that sends, where no officer does."""
    if officer:
        return Asker(officer.actor, officer=True)
    return Asker(actor, officer=False)


class Misnamed(Invalid):
    """Names that are not those of their numbers; `tries`: what they count for together."""

    def __init__(self, persons: Sequence[NamedPerson], asker: Asker):
        problems = []
        tries: dict = {}
        for person in persons:
            words = asker.words_for(person)
            problem = FieldProblem(person.key, words, "identity")
            problems.append(problem)
            tries.update(dict.fromkeys(asker.tries(person)))
        super().__init__(problems)
        self.tries = list(tries)


def wrong_names_are_counted(service: Callable) -> Callable:
    """Decorator of every service that may raise Misnamed, around its transaction: what a refusal rolls back is not
    counted. Of services within each other only the outermost one's count stays."""

    @wraps(service)
    def counted(*args: Any, **arguments: Any) -> Any:
        try:
            return service(*args, **arguments)
        except Misnamed as refused:
            limits.count(refused.tries, clock.now())
            raise

    return counted
