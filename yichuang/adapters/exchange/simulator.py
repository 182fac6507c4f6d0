"""Departments that know the made-up people of packs/demo/exchange.yaml.

Of others they know what the pack says of anybody.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from yichuang.adapters.faults import Faults, demo_fault
from yichuang.core import clock, packs, spelling
from yichuang.exchange.ports import EMPLOYER, Answer, Asked, Whom
from yichuang.exchange.rules.elements import agree
from yichuang.exchange.tables import departments

SOMEBODY_ELSE = "510812194003079971"
ANOTHER_NAME = "何首田"
SLOW = 8.0  # seconds
UNASKED = {"health.history": "高血压"}  # an element that nobody asks for
DEMO_FAULTS = "demo/faults.yaml"


class Simulator:
    """exchange.ports.Department.

    The same question has the same receipt. What it does wrong is told by
    its faults, and in the demo by the numbers of packs/demo/faults.yaml.
    """

    def __init__(self, department: str, faults: Faults | None = None):
        self.department = department
        self.faults = faults or Faults()

    def answer(self, *, question: Asked) -> Answer:
        """See the port."""
        number = spelling.code(question.whom.number)
        with self.faults.around():
            demo_fault("exchange", number)
            if self._does("slow", number):
                self.faults.sleep(SLOW)
            answer = self._answer(question, number)
            return self._spoilt(answer, number)

    def _spoilt(self, answer: Answer, number: str) -> Answer:
        """The answer as the faults want it.

        About somebody else, or with what nobody asked.
        """
        if self._does("wrong_person", number):
            another = replace(answer.whom, number=SOMEBODY_ELSE)
            return replace(answer, whom=another)
        if self._does("wrong_name", number):
            another = replace(answer.whom, name=ANOTHER_NAME)
            return replace(answer, whom=another)
        if self._does("malformed", number):
            facts = {**answer.facts, **UNASKED}
            return replace(answer, outcome="found", facts=facts)
        return answer

    def _does(self, fault: str, number: str) -> bool:
        """Whether it does this wrong.

        A fault of its own is of whomever, one of the demo of this number.
        """
        if getattr(self.faults, fault, False):
            return True
        of_exchange = packs.read(DEMO_FAULTS)["exchange"]
        return number in of_exchange.get(fault, ())

    def _answer(self, question: Asked, number: str) -> Answer:
        """What the department says of its record.

        Of one that is not as the form claims, which claim, and nothing else.
        """
        answer = Answer(
            question=question.uuid,
            outcome="not_found",
            whom=question.whom,
            as_of=clock.today(),
            receipt=self._receipt(question),
        )
        record = self._record(question, number)
        if record is None:
            return answer
        differs = _differing(question.claims, record)
        if self.faults.contradict:
            differs = tuple(question.claims)[:1]
        if differs:
            return replace(answer, outcome="contradicts", differs=differs)
        facts = {}
        for element in question.elements:
            if element in record:
                facts[element] = record[element]
        return replace(answer, outcome="found", facts=facts)

    def _record(self, question: Asked, number: str) -> Mapping[str, Any] | None:
        """What the department holds, None for nothing.

        Of a number that is another's, nothing.
        """
        if self.faults.find_nothing:
            return None
        if not _is_called_so(question.whom, number):
            return None
        pack = packs.read("demo/exchange.yaml")
        of_number = pack["known"].get(number, {})
        if question.source in of_number:
            return of_number[question.source]
        of_anybody = pack["otherwise"]
        return of_anybody.get(question.source)

    def _receipt(self, question: Asked) -> str:
        """Theirs: of the question, and where the fault says so of the call as
        well."""
        text = question.uuid + question.source
        if self.faults.duplicate:
            text += str(self.faults.calls)
        encoded = text.encode()
        digest = hashlib.sha256(encoded).hexdigest()
        number = digest[:10].upper()
        name = departments()[self.department]
        return f"{name}-{number}"


def _differing(claims: Mapping[str, str], record: Mapping[str, Any]) -> tuple[str, ...]:
    """The claims that a record does not bear out.

    Of what is not in the record nothing is said.
    """
    differing = []
    for element, claim in claims.items():
        if element not in record:
            continue
        fact = record[element]
        if not agree(claim, fact):
            differing.append(element)
    return tuple(differing)


def _is_called_so(whom: Whom, number: str) -> bool:
    """Whether a made-up person or unit with this number bears this name.

    Of others any.
    """
    people = packs.read("demo/people.yaml")
    rows = people["persons"]
    key = "id_number"
    if whom.kind == EMPLOYER:
        rows = people["employers"]
        key = "credit_code"
    for row in rows:
        if row[key] == number:
            return spelling.is_same_name(row["name"], whom.name)
    return True


police = partial(Simulator, "police")
market = partial(Simulator, "market")
civil = partial(Simulator, "civil")
health = partial(Simulator, "health")
education = partial(Simulator, "education")
disabled = partial(Simulator, "disabled")
tax = partial(Simulator, "tax")
veterans = partial(Simulator, "veterans")
hrss = partial(Simulator, "hrss")
