"""How a paper comes, as the clerk says it."""

from django.http import HttpRequest


def way_of(request: HttpRequest, code: str) -> str:
    """A key of `drafting.WAYS`; a file that was chosen is one that comes, also where nothing was pressed beside it."""
    way = request.POST.get(f"material-{code}", "")
    if way:
        return way
    if request.FILES.get(f"file-{code}"):
        return "file"
    return ""
