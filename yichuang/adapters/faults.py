"""How a simulator is made to misbehave: by a test through `Faults`, in the demo by inputs named in a pack."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from yichuang.core import clock, packs
from yichuang.core.ports import Rejected, Unavailable


@dataclass
class Faults:
    """One per simulator instance. `outage`: nobody answers; `outage_until`: the same until a moment of core.clock;
    `reject`: every call is refused with this reason; `delay`: seconds before each answer; `lost_answers`: how many
    calls do their work and then lose the answer; `duplicate`: the outside does its work twice; `lie`: it answers
    what is not so. Of departments that are asked about somebody: `find_nothing`, `contradict` the first claim, speak of
    the `wrong_person` or of one of a `wrong_name`, answer what is `malformed`. `calls` counts the calls that were
    made."""

    outage: bool = False
    outage_until: datetime | None = None
    reject: str = ""
    delay: float = 0.0
    lost_answers: int = 0
    duplicate: bool = False
    lie: bool = False
    find_nothing: bool = False
    contradict: bool = False
    wrong_person: bool = False
    wrong_name: bool = False
    malformed: bool = False
    calls: int = 0
    sleep: Callable[[float], None] = time.sleep

    @contextmanager
    def around(self):
        """Every call of a simulator does its work inside this. Raises Rejected or Unavailable as told."""
        self.calls += 1
        if self.delay:
            self.sleep(self.delay)
        if self.outage or (self.outage_until and clock.now() < self.outage_until):
            raise Unavailable("simulated outage")
        if self.reject:
            raise Rejected(self.reject)
        yield
        if self.lost_answers > 0:
            self.lost_answers -= 1
            raise Unavailable("simulated loss of the answer")


def demo_fault(kind: str, value: str) -> None:
    """Raise what packs/demo/faults.yaml says for this input of this kind of simulator, if it says anything."""
    faults_of_kind = packs.read("demo/faults.yaml").get(kind, {})
    if value in faults_of_kind.get("unavailable", ()):
        raise Unavailable("demo input for an outage")
    if value in faults_of_kind.get("rejected", ()):
        raise Rejected("对方不收（演示数据）")
