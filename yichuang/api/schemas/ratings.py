"""Shapes of ratings."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from yichuang.api.schemas.shape import Sent


class RatingOfCase(Sent):
    """One rating: grade 1 (worst) to 5, reasons by code."""

    grade: Annotated[int, Field(ge=1, le=5)]
    reasons: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = []
    comment: Annotated[str, Field(max_length=500)] = ""
    real_name: bool = False


class Rating(RatingOfCase):
    """A rating of the service that the token was given for."""

    token: Annotated[str, Field(min_length=1, max_length=64)]


class Rated(Schema):
    """What was counted."""

    grade: int
    at: datetime
