"""Files that are sent with a verb of the clock.

Each is stored at once, so that nothing is chosen again where something else
is wrong.
"""

from django.http import HttpRequest, QueryDict

from yichuang.core.errors import FieldProblem
from yichuang.sites.desk.intake.brought import uploading
from yichuang.sites.desk.review.clock.forms.longer import AGREEING, AGREEMENT
from yichuang.sites.desk.review.clock.forms.visits import CHECK

CHECKING = "check-on-site"
# verb → the box that takes files
BOXES = {CHECKING: f"{CHECK}_photos", AGREEING: f"{AGREEMENT}_consent"}
# verb → the kinds of file, any where none is named
ACCEPTED = {CHECKING: ("jpg", "png"), AGREEING: ()}


def take(request: HttpRequest, verb: str) -> list[FieldProblem]:
    """Store what was sent and name it in what was posted.

    Returns what could not be taken.
    """
    box = BOXES.get(verb)
    if box not in request.FILES:
        return []
    posted = request.POST.copy()
    problems = []
    for upload in request.FILES.getlist(box):
        file, problem = uploading.store(upload, box, request.officer, ACCEPTED[verb])
        if file is None:
            problems.append(problem)
            continue
        key = str(file.uuid)
        posted.appendlist(f"_{box}", key)
    request.POST = posted
    return problems


def named_in(post: QueryDict, verb: str) -> list[str]:
    """The uuids of the files that came with a verb.

    Now, or with an earlier try.
    """
    box = BOXES[verb]
    return post.getlist(f"_{box}")
