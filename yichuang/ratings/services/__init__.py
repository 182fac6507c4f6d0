"""Inviting, rating, and answering what was rated badly."""

from yichuang.ratings.services.giving import COMMENT_MAX, FINISHES, invite, rate, refuse_closed
from yichuang.ratings.services.mending import answer_bad_rating
from yichuang.ratings.services.placing import place_invitations

__all__ = [
    "COMMENT_MAX",
    "FINISHES",
    "answer_bad_rating",
    "invite",
    "place_invitations",
    "rate",
    "refuse_closed",
]
