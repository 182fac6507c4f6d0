"""Progress by number and password, for a kiosk or a hotline that asks for somebody."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Body, Router

from yichuang.api import queries
from yichuang.api.keys import Key
from yichuang.api.schemas import cases as shapes
from yichuang.cases import services as cases
from yichuang.cases.queries import cases as reads
from yichuang.core import clock

router = Router(tags=["进度"])


@router.post(
    "/tracking", auth=Key("tracking:read"), response=shapes.Progress, summary="凭编号和密码查进度"
)
def track_case(request: HttpRequest, body: Annotated[shapes.TrackingRequest, Body()]):
    """同一个密钥问同一个编号，连错30次停30分钟；别的编号照常能查。"""
    key = f"key:{request.auth.id}"
    case = cases.track(
        number=body.number,
        password=body.password,
        address=key,
        now=clock.now(),
        bounds=cases.OF_PARTNER,
    )
    return {
        **queries.row(case),
        "trail": queries.trail(step for step in reads.trail(case) if step.plain),
    }
