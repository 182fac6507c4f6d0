"""/desk/todos/: 交办, what an officer was given to do, the earliest first; done here or where its link leads."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from yichuang.accounts import queries as accounts
from yichuang.accounts import services, tables
from yichuang.accounts.models import Officer, Todo
from yichuang.core import clock
from yichuang.notify import queries as notify
from yichuang.notify import services as notices
from yichuang.sites.desk import frame
from yichuang.sites.desk.todos import wording
from yichuang.supervision.queries import to_do

SHOWN = 200
TOLD = 20
HERE = "/desk/todos/"
# kinds that are done by doing what they ask for: nobody says "done" without it
BY_DOING = (
    "urging",
    "urging_head",
    "bad_rating",
    "supplied",
    "parcel",
    "alarm_yellow",
    "alarm_red",
    "slow_reason",
    "extension",
    "suspension",
    "notice_over",
    "objection",
    "special_due",
    "suspended",
    "deliver",
    "sign_check",
    "quality",
    "enquiry",
    "enquiry_moved",
    "hand_over",
)
# ways to look at them, by their term
TERMS = {
    wording.LATE: "逾期",
    wording.TODAY: "今天",
    wording.SOON: f"{wording.SOON_DAYS}天内",
    "": "全部",
}


@frame.desk()
@require_GET
def todos(request: HttpRequest) -> HttpResponse:
    """GET ?term=late&task=now: what is to be done, and the newest messages.

    The messages count as read from now on.
    """
    now = clock.now()
    todos_due = accounts.todos_of(request.officer, clock.today())
    joined = todos_due.select_related("owner", "escalated_to")
    task = _chosen(request, "task", tables.tasks().names)
    if task:
        joined = joined.filter(task=task)
    rows = [_row(todo, request, now) for todo in joined[:SHOWN]]
    counts = _counts(rows)
    term = _chosen(request, "term", TERMS)
    inbox = request.officer.actor
    letters = list(notify.inbox(inbox)[:TOLD])
    notices.read_all(recipient=inbox, now=now)
    shown = {
        "rows": _of_term(rows, term),
        "late": counts[wording.LATE],
        "today": counts[wording.TODAY],
        "letters": letters,
        "count": len(rows),
        "more": len(rows) == SHOWN,
        "segments": _segments(term, task, counts),
        "tasks": tables.tasks().names.items(),
        "ways": wording.ways(),
        "task": task,
        "term": term,
    }
    return frame.page(request, "desk/todos/todos.html", shown)


@frame.desk()
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /desk/todos/<pk>/done/: it is done.

    What is done by doing (BY_DOING) is not called done here.
    """
    officer = request.officer
    now = clock.now()
    todo = services.finish_todo(todo_id=pk, officer=officer, now=now, not_by_hand=BY_DOING)
    messages.success(request, f"“{todo.title}”办完了。")
    return HttpResponseRedirect(HERE)


def _chosen(request: HttpRequest, name: str, among) -> str:
    """A parameter of the address where it is one of `among`, else ""."""
    value = request.GET.get(name, "")
    if value in among:
        return value
    return ""


def _row(todo: Todo, request: HttpRequest, now: datetime) -> dict[str, Any]:
    """One line of the list: what it is, where it leads, when it is due, and what follows."""
    state, words = wording.due(todo, now)
    return {
        "todo": todo,
        "link": _link(todo, request.officer),
        "term": wording.standing(todo, now),
        "state": state,
        "words": words,
        "task": wording.type_of(todo),
        "matter": wording.MATTERS.get(todo.kind, ""),
        "why": wording.why(todo, request.officer.pk),
        "upward": wording.upward(todo, now),
        "by_hand": todo.kind not in BY_DOING,
    }


def _of_term(rows: list[dict[str, Any]], term: str) -> list[dict[str, Any]]:
    """The rows whose term stands so; all of them for ""."""
    if not term:
        return rows
    return [row for row in rows if row["term"] == term]


def _counts(rows: list[dict[str, Any]]) -> dict[str, int]:
    """How many stand how, by the keys of TERMS."""
    counts = dict.fromkeys(TERMS, 0)
    for row in rows:
        counts[""] += 1
        if row["term"] in counts:
            counts[row["term"]] += 1
    return counts


def _segments(term: str, task: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The ways to look at them, each with how many there are."""
    segments = []
    for key, label in TERMS.items():
        segment = {
            "label": label,
            "href": f"?term={key}&task={task}",
            "current": key == term,
            "count": counts[key],
        }
        segments.append(segment)
    return segments


def _link(todo: Todo, me: Officer) -> str:
    """Where they look after it, "" where nothing opens for them.

    What was passed upward may open elsewhere than for who had it.
    """
    if todo.escalated_to_id != me.pk:
        return todo.link
    return to_do.link_for(todo, me) or ""
