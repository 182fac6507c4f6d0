"""What notify needs from outside: short messages. Its errors are core.ports' Rejected (final), Unavailable (retry)."""

from typing import Literal, Protocol

Delivery = Literal["accepted", "delivered", "undelivered"]


class Sms(Protocol):
    """A short-message gateway."""

    def send(self, *, phone: str, text: str, key: str) -> str:
        """Hand over one message, return its receipt. The same `key` again returns the same receipt and sends nothing.

        Raises Rejected for a number that can never be reached, Unavailable when the answer did not come: the message
        may or may not have been taken, which is what `key` is for."""
        ...

    def state(self, *, receipt: str) -> Delivery:
        """How far the message has come. Raises Rejected for an unknown receipt, Unavailable."""
        ...
