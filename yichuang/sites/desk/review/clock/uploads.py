"""Files that are sent with a verb of the clock: each is stored at once, so that nothing is chosen again where something
else is wrong."""

from django.http import HttpRequest, QueryDict

from yichuang.core.errors import FieldProblem
from yichuang.sites.desk.intake.brought import uploading
from yichuang.sites.desk.review.clock.longer import AGREEMENT
from yichuang.sites.desk.review.clock.visits import CHECK

# verb → the box that takes files
BOXES = {"check-on-site": f"{CHECK}_photos", "agree-longer": f"{AGREEMENT}_consent"}
IMAGES = ("jpg", "png")
ACCEPTED = {"check-on-site": IMAGES, "agree-longer": ()}


def take(request: HttpRequest, verb: str) -> list[FieldProblem]:
    """Store what was sent and name it in what was posted; returns what could not be taken."""
    box = BOXES.get(verb)
    if box is None or box not in request.FILES:
        return []
    posted = request.POST.copy()
    problems = []
    for upload in request.FILES.getlist(box):
        file, problem = uploading.store(upload, box, request.officer, ACCEPTED[verb])
        if file is None:
            problems.append(problem)
            continue
        posted.appendlist(f"_{box}", str(file.uuid))
    request.POST = posted
    return problems


def named_in(post: QueryDict, verb: str) -> list[str]:
    """The uuids of the files that came with a verb, now or with an earlier try."""
    return post.getlist(f"_{BOXES[verb]}")
