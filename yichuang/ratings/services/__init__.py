"""Inviting, rating, and answering what was rated badly."""

from yichuang.ratings.services.giving import (
    COMMENT_MAX,
    FINISHES,
    invite,
    rate,
    refuse_closed,
)
from yichuang.ratings.services.mending import answer_bad_rating

__all__ = ["COMMENT_MAX", "FINISHES", "answer_bad_rating", "invite", "rate", "refuse_closed"]
