"""Nouns of accounts: who signs in, which unit serves whom, and what an officer may do there."""

from .leaves import Leave
from .officers import Assignment, Officer, Qualification
from .organisations import Organisation, ServiceArea
from .todos import Todo
from .users import User

__all__ = [
    "Assignment",
    "Leave",
    "Officer",
    "Organisation",
    "Qualification",
    "ServiceArea",
    "Todo",
    "User",
]
