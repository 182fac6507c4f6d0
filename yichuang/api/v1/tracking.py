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
from yichuang.core.addresses import who_is_counted

router = Router(tags=["进度"])


@router.post(
    "/tracking", auth=Key("tracking:read"), response=shapes.Progress, summary="凭编号和密码查进度"
)
def track_case(request: HttpRequest, body: Annotated[shapes.TrackingRequest, Body()]):
    """连错5次，这个编号停30分钟。"""
    address = f"{request.auth.actor} {who_is_counted(request)}"
    case = cases.track(number=body.number, password=body.password, address=address, now=clock.now())
    return {
        **queries.row(case),
        "trail": queries.trail(step for step in reads.trail(case) if step.plain),
    }
