"""Uploads, before the application that names them."""

from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile

from yichuang.api.keys import Key
from yichuang.api.schemas import cases as shapes
from yichuang.cases import services as cases
from yichuang.core import clock
from yichuang.core.bodies import takes_files

router = Router(tags=["材料"])


@router.post(
    "/files", auth=Key("materials:write"), response={201: shapes.StoredFile}, summary="上传材料"
)
@takes_files
def upload_file(request: HttpRequest, file: UploadedFile = File(...)):  # noqa: B008  how ninja declares a file
    """先上传，再在申请里写 `file`。类型看内容，最大20 MB，查病毒。"""
    row = cases.store_file(
        owner=request.auth.actor, name=file.name, content=file.read(), now=clock.now()
    )
    return 201, {
        "file": row.uuid,
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "sha256": row.sha256.hex(),
    }
