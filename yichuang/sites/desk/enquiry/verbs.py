"""What is done with a question by one press: who owns it from then on, and its answer.

Each answers with the sentence that its officer reads.
"""

from collections.abc import Callable

from django.http import HttpRequest

from yichuang.cases import services
from yichuang.cases.models import Enquiry
from yichuang.core import clock


def take(request: HttpRequest, enquiry: Enquiry) -> str:
    """Its owner is away today."""
    services.take_enquiry(enquiry_id=enquiry.uuid, officer=request.officer, now=clock.now())
    return "这个问题由您来答。"


def answer(request: HttpRequest, enquiry: Enquiry) -> str:
    """POST answer."""
    text = request.POST.get("answer", "")
    services.answer_enquiry(
        enquiry_id=enquiry.uuid, officer=request.officer, answer=text, now=clock.now()
    )
    return "已答复。"


def accept(request: HttpRequest, enquiry: Enquiry) -> str:
    """It was offered to them."""
    services.accept_enquiry(enquiry_id=enquiry.uuid, officer=request.officer, now=clock.now())
    return "接了，从现在起由您负责答复。"


def decline(request: HttpRequest, enquiry: Enquiry) -> str:
    """POST why: it was offered to them."""
    words = request.POST.get("why", "")
    services.decline_enquiry(
        enquiry_id=enquiry.uuid, officer=request.officer, why=words, now=clock.now()
    )
    return "没有接，退回去了。"


def take_back(request: HttpRequest, enquiry: Enquiry) -> str:
    """They had offered it."""
    services.take_back_enquiry(enquiry_id=enquiry.uuid, officer=request.officer, now=clock.now())
    return "撤回了，还是由您答复。"


VERBS: dict[str, Callable[[HttpRequest, Enquiry], str]] = {
    "take": take,
    "answer": answer,
    "accept": accept,
    "decline": decline,
    "take-back": take_back,
}
