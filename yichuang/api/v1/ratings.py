"""Ratings that a kiosk or a hotline takes for somebody who holds an invitation."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Body, Router

from yichuang.api import rules
from yichuang.api.keys import Key
from yichuang.api.schemas import ratings as shapes
from yichuang.core import clock
from yichuang.ratings import services as ratings

router = Router(tags=["评价"])


@router.post("/ratings", auth=Key("ratings:write"), response={201: shapes.Rated}, summary="交评价")
def give_rating(request: HttpRequest, body: Annotated[shapes.Rating, Body()]):
    """一次服务只评一次；`token` 在短信和“我的消息”的链接里，`reasons` 是这个等级的理由代码。"""
    given = ratings.rate(
        token=body.token,
        grade=body.grade,
        reasons=body.reasons,
        comment=body.comment,
        channel=rules.RATED_THROUGH[request.auth.channel],
        real_name=body.real_name,
        now=clock.now(),
    )
    return 201, {"grade": given.grade, "at": clock.local(given.at)}
