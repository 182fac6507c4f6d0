"""A police register of made-up people: it knows those of packs/demo/people.yaml and believes every other well-formed
question, so that a visitor of the demo can register under a made-up number of their own."""

import hashlib

from yichuang.adapters.faults import Faults, demo_fault
from yichuang.core import packs, spelling
from yichuang.core.ports import Rejected
from yichuang.identity.ports import Checked
from yichuang.reference.rules import documents, identifiers


class Simulator:
    """identity.ports.IdCheck. A lie: it confirms whatever it is asked, and denies the people whom it knows."""

    def __init__(self, faults: Faults | None = None):
        self.faults = faults or Faults()

    def check(self, *, name: str, id_number: str, id_type: str = "01") -> Checked:
        """See the port."""
        number = spelling.code(id_number)
        with self.faults.around():
            demo_fault("idcheck", number)
            if documents.problem(id_type, number):
                raise Rejected("the number cannot exist")
            known = {
                p["id_number"]: p["name"] for p in packs.read("demo/people.yaml")["persons"]
            }.get(number)
            matches = known in (None, name.strip())
            if self.faults.lie:
                matches = known is None
            citizen = documents.tells_birth(id_type, number)
            return Checked(
                matches=matches,
                name=name.strip() if matches else "",
                sex=identifiers.sex_of(number) if citizen else "0",
                birth_date=identifiers.birth_date_of(number) if citizen else None,
                receipt="GA" + hashlib.sha256(f"{number}{name}".encode()).hexdigest()[:16],
            )
