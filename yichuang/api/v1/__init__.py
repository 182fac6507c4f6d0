"""Version 1: one NinjaAPI, its operations in one file per noun."""

from ninja import NinjaAPI

from yichuang.api import problems
from yichuang.api.v1 import cases, catalogue, files, ratings, tracking
from yichuang.api.v1.reading import Storable
from yichuang.api.v1.writing import Readable


class Api(NinjaAPI):
    """Operations are named by their verbs."""

    def get_openapi_operation_id(self, operation) -> str:
        """submit_case, not the path of its module."""
        return operation.view_func.__name__


api = Api(
    title="一窗 开放接口",
    version="1.0.0",
    description="事项、申请、材料、进度和评价。看事项不用密钥，其余在请求头 X-Api-Key 里带密钥。",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    renderer=Readable(),
    parser=Storable(),
)
problems.install(api)
for part in (catalogue, files, cases, tracking, ratings):
    api.add_router("", part.router)
