"""A courier whose parcels move by the clock: four steps, one per `pace`, so that a demo sees the parcel travel."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from yichuang.adapters.faults import Faults, demo_fault
from yichuang.adapters.journal import Journal
from yichuang.cases.ports import CourierEvent, Waybill
from yichuang.core import clock, packs
from yichuang.core.ports import Rejected

_STEPS = (
    ("已揽收", "寄件地揽投部"),
    ("运输中", "邮件处理中心"),
    ("派送中", "收件地揽投部"),
    ("已签收", "收件地址"),
)


class Simulator:
    """cases.ports.Courier. An address with a word of packs/demo/faults.yaml comes back. A lie: never signed for."""

    def __init__(
        self,
        faults: Faults | None = None,
        folder: Path | None = None,
        pace: timedelta = timedelta(seconds=45),
    ):
        self.faults = faults or Faults()
        self.posted = Journal("outbox-courier.jsonl", folder)
        self.pace = pace

    def post(self, *, key: str, recipient: str, phone: str, address: str, what: str) -> Waybill:
        """See the port. The number is made from the key."""
        with self.faults.around():
            demo_fault("courier", phone)
            if not address.strip():
                raise Rejected("没有收件地址")
            entry = {
                "number": "YC"
                + str(int(hashlib.sha256(key.encode()).hexdigest()[:10], 16)).zfill(13),
                "at": clock.now().isoformat(),
                "recipient": recipient,
                "phone": phone,
                "address": address,
                "what": what,
            }
            return Waybill(
                self.posted.once(key, entry, 2 if self.faults.duplicate else 1)["number"],
                _STEPS[0][0],
            )

    def track(self, *, number: str) -> tuple[CourierEvent, ...]:
        """See the port."""
        with self.faults.around():
            entry = self.posted.find("number", number)
            if entry is None:
                raise Rejected("没有这个单号")
            began = datetime.fromisoformat(entry["at"])
            steps = list(_STEPS[:-1] if self.faults.lie else _STEPS)
            returned = packs.read("demo/faults.yaml")["courier"]["returned"]
            if any(word in entry["address"] for word in returned):
                steps[3:] = [("退回", "寄件地揽投部")]
            done = min(int((clock.now() - began) / self.pace) + 1, len(steps))
            return tuple(
                CourierEvent(began + i * self.pace, *step) for i, step in enumerate(steps[:done])
            )
