"""How a paper comes, as the clerk says it."""

from django.http import HttpRequest

from yichuang.cases.services.draft_as_application import NOT_BROUGHT

WAYS = {
    "seen": "原件已看",
    "file": "上传",
    "shared": "部门共享，免交",
    "promised": "书面承诺",
    NOT_BROUGHT: "没带，收件后告知",
    "": "先不交",
}


def way_of(request: HttpRequest, code: str) -> str:
    """A key of WAYS; a file that was chosen is one that comes, also where nothing was pressed beside it."""
    way = request.POST.get(f"material-{code}", "")
    if way:
        return way
    if request.FILES.get(f"file-{code}"):
        return "file"
    return ""
