"""A gateway that writes what it would send into a file, so that a demo can show it and a test can count it."""

import hashlib
import re
from pathlib import Path

from yichuang.adapters.faults import Faults, demo_fault
from yichuang.adapters.journal import Journal
from yichuang.core import clock
from yichuang.core.ports import Rejected
from yichuang.notify.ports import Delivery


class Simulator:
    """notify.ports.Sms. A lie: it takes the message and says so, and the message never arrives."""

    def __init__(self, faults: Faults | None = None, folder: Path | None = None):
        self.faults = faults or Faults()
        self.sent = Journal("outbox-sms.jsonl", folder)

    def send(self, *, phone: str, text: str, key: str) -> str:
        """See the port. The receipt is made from the key."""
        with self.faults.around():
            demo_fault("sms", phone)
            if not re.fullmatch(r"1[3-9][0-9]{9}", phone):
                raise Rejected("not a mobile number")
            entry = {
                "receipt": "SMS" + hashlib.sha256(key.encode()).hexdigest()[:20],
                "at": clock.now().isoformat(),
                "phone": phone,
                "text": text,
                "arrives": not self.faults.lie,
            }
            return self.sent.once(key, entry, copies=2 if self.faults.duplicate else 1)["receipt"]

    def state(self, *, receipt: str) -> Delivery:
        """See the port."""
        with self.faults.around():
            entry = self.sent.find("receipt", receipt)
            if entry is None:
                raise Rejected("unknown receipt")
            return "delivered" if entry["arrives"] else "undelivered"

    def recent(self, *, limit: int) -> list[dict]:
        """The newest messages first, as at, phone, text: for the demo's screen. Not a part of the port."""
        newest = list(self.sent.lines())[-limit:]
        return [{key: line[key] for key in ("at", "phone", "text")} for line in reversed(newest)]
