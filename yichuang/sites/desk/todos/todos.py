"""/desk/todos/: 交办, what an officer was given to do, the earliest first; done here or where its link leads."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from yichuang.accounts import queries as accounts
from yichuang.accounts import services
from yichuang.accounts.models import Officer, Todo
from yichuang.core import clock
from yichuang.notify import queries as notify
from yichuang.notify import services as notices
from yichuang.sites.desk import frame
from yichuang.supervision.queries import to_do

SHOWN = 200
TOLD = 20
HERE = "/desk/todos/"
# kinds that are done by doing what they ask for: nobody says "done" without it
BY_DOING = ("urging", "urging_head", "bad_rating", "supplied", "parcel", "objection")


@frame.desk()
@require_GET
def todos(request: HttpRequest) -> HttpResponse:
    """GET: what is to be done, and the newest messages.

    The messages count as read from now on.
    """
    today = clock.today()
    todos_due = accounts.todos_of(request.officer, today)
    joined = todos_due.select_related("owner", "escalated_to")
    rows = [_row(todo, request, today) for todo in joined[:SHOWN]]
    rows_late = [row for row in rows if row["state"] == "late"]
    inbox = request.officer.actor
    letters = list(notify.inbox(inbox)[:TOLD])
    notices.read_all(recipient=inbox, now=clock.now())
    shown = {
        "rows": rows,
        "late": len(rows_late),
        "letters": letters,
        "count": len(rows),
        "more": len(rows) == SHOWN,
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


def _row(todo: Todo, request: HttpRequest, today: date) -> dict[str, Any]:
    """One line of the list: what it is, where it leads, and when it is due."""
    state, words = _due(todo, today)
    return {
        "todo": todo,
        "link": _link(todo, request.officer),
        "state": state,
        "words": words,
        "why": _why(todo, request.officer.pk),
        "by_hand": todo.kind not in BY_DOING,
    }


def _link(todo: Todo, me: Officer) -> str:
    """Where they look after it, "" where nothing opens for them.

    What was passed upward may open elsewhere than for who had it.
    """
    if todo.escalated_to_id != me.pk:
        return todo.link
    return to_do.link_for(todo, me) or ""


def _due(todo: Todo, today: date) -> tuple[str, str]:
    """(state of the kit, words): how long there is to do it."""
    if todo.due_on is None:
        return "todo", "不限期"
    left = todo.due_on - today
    if left.days < 0:
        return "late", f"逾期{-left.days}天"
    if left.days == 0:
        return "soon", "今天"
    month, day = todo.due_on.month, todo.due_on.day
    return "doing", f"{month}月{day}日前"


def _why(todo: Todo, me: int) -> str:
    """Why it lies with this officer."""
    if todo.escalated_to_id == me:
        return "过期没办，报到您这里"
    if todo.owner_id == me:
        return "交给您的"
    if todo.owner_id:
        return f"{todo.owner.name}请假，由您代办"
    return "您的岗位管这里"
