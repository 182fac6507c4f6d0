"""How a result goes to the person: its ways, and where it is, in words for its owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta

COUNTER, MAIL, ELECTRONIC = "counter", "mail", "electronic"
ELSEWHERE = "elsewhere"  # at a counter that is not the office's, as a list of the desk is called
WAITING, SENT, DELIVERED, RETURNED = "waiting", "sent", "delivered", "returned"
HANDING = (
    "deliver",
    "serve",
)  # verbs: a result, and the notice of a refusal to accept, which is not reported
QUIET = timedelta(minutes=1)  # without a word of the courier, until it is asked again
SILENT = timedelta(minutes=2)  # without a word of the courier, until the officer may post by hand
WAYS = {COUNTER: "到窗口领", MAIL: "邮寄", ELECTRONIC: "网上看"}
_WAITS = {COUNTER: "等您来领", MAIL: "还没有寄出", ELECTRONIC: "结果在文书里，等您点开"}
_WORDS = {SENT: "在路上", DELIVERED: "已送达", RETURNED: "退回来了，请打12333改地址"}


@dataclass(frozen=True)
class Whereabouts:
    """What is known of a result on its way.

    asked_at: since when the courier's word is awaited.
    refused: whether the courier did not take it.
    """

    way: str
    state: str
    asked_at: datetime | None = None
    refused: bool = False

    @property
    def being_asked(self) -> bool:
        """Whether the courier was given the parcel and has not yet said its number."""
        return self.state == WAITING and self.asked_at is not None

    def is_silent(self, now: datetime) -> bool:
        """Whether the courier has said nothing for long. A clock that was set back makes nobody wait."""
        if self.asked_at is None:
            return False
        waited = now - self.asked_at
        return not timedelta(0) <= waited < SILENT

    @property
    def stage(self) -> str:
        """The state, told apart for a machine while the courier is asked or has refused."""
        if self.being_asked:
            return "asked"
        if self.state == WAITING and self.refused:
            return "refused"
        return self.state

    def words(self) -> str:
        """Where it is, for its owner."""
        if self.being_asked:
            return "正在联系快递，有了单号就写在这里"
        if self.state == WAITING and self.refused:
            return "快递没有收，窗口在想别的办法，也可以打12333问"
        if self.state == WAITING:
            return _WAITS[self.way]
        return _WORDS[self.state]
