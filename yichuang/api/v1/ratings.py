"""Ratings that a kiosk or a hotline takes for somebody who holds an invitation."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Body, Path, Router

from yichuang.api import queries, rules
from yichuang.api.keys import Key
from yichuang.api.rules import Caller
from yichuang.api.schemas import ratings as shapes
from yichuang.core import clock
from yichuang.ratings import queries as invitations
from yichuang.ratings import services as ratings

router = Router(tags=["评价"])


@router.post("/ratings", auth=Key("ratings:write"), response={201: shapes.Rated}, summary="交评价")
def give_rating(request: HttpRequest, body: Annotated[shapes.Rating, Body()]):
    """一次服务只评一次；`token` 在短信和“我的消息”的链接里，`reasons` 是这个等级的理由代码。"""
    return 201, _rated(body.token, body, request.auth)


@router.post(
    "/cases/{number}/rating",
    auth=Key("ratings:write"),
    response={201: shapes.Rated},
    summary="给本渠道的一件交评价",
)
def rate_case(
    request: HttpRequest,
    number: Annotated[str, Path(pattern=r"^\d{21}$")],
    body: Annotated[shapes.RatingOfCase, Body()],
):
    """评最近一次服务。办完才能评，一次服务只评一次；没有等着评的，就是 404。"""
    case = queries.own_case(request.auth, number)
    return 201, _rated(invitations.newest_token(case), body, request.auth)


def _rated(token: str, body: shapes.RatingOfCase, caller: Caller) -> dict:
    rating = ratings.rate(
        token=token,
        grade=body.grade,
        reasons=body.reasons,
        comment=body.comment,
        channel=rules.RATED_THROUGH[caller.channel],
        real_name=body.real_name,
        now=clock.now(),
    )
    return {"grade": rating.grade, "at": clock.local(rating.at)}
