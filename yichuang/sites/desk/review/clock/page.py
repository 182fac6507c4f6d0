"""What the page of a case shows of its clocks: the dates, what stands, and the verbs that its rule has.

Nothing more is read than before where the rule of the case has none of it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries.clocks import Clocks
from yichuang.cases.rules import states
from yichuang.core import clock
from yichuang.reference.rules.derivation import weeks
from yichuang.sites.desk.review import due
from yichuang.sites.desk.review.clock import boxes, longer, steps, stops, visits
from yichuang.sites.desk.review.clock.boxes import Drawn, Form
from yichuang.sites.desk.review.clock.panel import Panel, stands

Context = dict[str, Any]
ENTER = ("accept", "instant", "begin_review", "decide", "second")


def shown(case: Case, officer: Officer, context: Context) -> Context:
    """Everything of the clocks.

    context: of the page, with the acts that stand open, how the dates were
    counted, what was typed and what is wrong with it.
    """
    now = clock.now()
    may = context["may"]
    clocks = context["clock"]
    pause = steps.lasting(case, clocks)
    request, waits = steps.requested(case, clocks, officer, may)
    draw = _drawing(context)
    refused = context["typed"].get("verb", "")
    forms = _offered(case, clocks, may, refused, now)
    ending = steps.ending(case, pause, may)
    return {
        "panel": Panel(case, clocks, now).rows(),
        "law_weeks": _of_law(clocks, now),
        "stood": stands(case, clocks),
        "lasting": pause,
        "ending": _main(ending, draw),
        "next_key": "F8" if ending or request else context["next_key"],
        "request_of_head": request,
        "request_key": "" if may & set(ENTER) else "Enter",
        "refusing": _main(request.refusing if request else None, draw),
        "waits_for_head": waits,
        "deemed": _deemed(case, clocks),
        "offered": _with_keys(forms, draw),
        "none_offered": _why_none(case, clocks, may, now),
        "is_shorter_offered": "accept" in may and clocks.terms.shorter is not None,
    } | _on_site(case, clocks, officer, context, draw)


def _drawing(context: Context):
    """draw(form, key) → the form with what was typed into it."""
    typed = context["typed"]
    post = typed.get("post") or QueryDict()
    verb = typed.get("verb", "")
    wrong = context["wrong"]

    def draw(form: Form, key: str = "") -> Drawn:
        return boxes.drawn(form, post, wrong, verb, key)

    return draw


def _main(form: Form | None, draw) -> Drawn | None:
    """A form that stands open by itself."""
    if form is None:
        return None
    return draw(form)


def _offered(
    case: Case, clocks: Clocks, may: frozenset[str], refused: str, now: datetime
) -> list[Form]:
    """The forms that the rule has and this officer may send, in the order of their keys.

    refused: the verb of the form that was sent in vain. It is shown again, with the words that were typed, though the
    time for it is over.
    """
    forms: list[Form | None] = []
    can_stop = not stops.too_late(case, now)
    if "begin_special" in may and (can_stop or refused == stops.BEGINNING):
        forms += stops.special(case, clocks, now)
    if "suspend" in may and (can_stop or refused in stops.SUSPENDING):
        forms.append(stops.suspending(clocks))
    if "defer_acceptance" in may and case.paused_since is None:
        forms += stops.deferring(case, clocks, now)
    if "ask_extension" in may:
        forms.append(longer.extending(case, clocks, refused, now))
    if "agree_longer" in may:
        forms.append(longer.agreeing(case, clocks, refused, now))
    if "restart_term" in may:
        forms.append(longer.restarting(clocks))
    if "take_back_clear" in may:
        forms.append(longer.clearing(clocks))
    return [form for form in forms if form]


def _with_keys(forms: Iterable[Form], draw) -> list[Drawn]:
    """Each form, opened by Alt and its number."""
    rows = []
    for number, form in enumerate(forms, start=1):
        key = f"Alt {number}" if number < 10 else ""
        rows.append(draw(form, key))
    return rows


def _why_none(case: Case, clocks: Clocks, may: frozenset[str], now: datetime) -> list[str]:
    """What a reviewer may look for and does not find, each in a sentence."""
    if "begin_special" not in may:
        return []
    terms = clocks.terms
    sentences = []
    late = stops.too_late(case, now)
    if late and (terms.stops or terms.suspends):
        sentences.append(f"{late}。")
    if not terms.stops:
        sentences.append("没有可以停止计时的特别程序。")
    if not terms.suspends:
        sentences.append("没有可以中止的情形。等申请人的，受理以前走补正。")
    if terms.extension is None:
        sentences.append("法律没有写可以延长。")
    return sentences


def _on_site(case: Case, clocks: Clocks, officer: Officer, context: Context, draw) -> Context:
    """现场核查; nothing is read where the rule has none."""
    if clocks.terms.on_site is None or case.state in (*states.FRONT, *states.WAITING):
        return {"on_site": None, "visits": [], "checking": None}
    checking = None
    may = context["may"]
    if "check_on_site" in may:
        checking = draw(visits.checking(clocks, context["colleagues"]), "F3")
    return {
        "on_site": clocks.terms.on_site,
        "visits": visits.visits(case, officer, may),
        "checking": checking,
    }


def _of_law(clocks: Clocks, now: datetime) -> list:
    """The calendar of the law's term, where it ends on another day than the promise."""
    statute = clocks.statute
    if statute is None or statute.due == clocks.promise.due:
        return []
    return due.cells(weeks(statute), clock.local(now).date())


def _deemed(case: Case, clocks: Clocks) -> Any:
    """The last day on which nobody answered, of an open case that the law has accepted; else None."""
    if not case.open or not Panel(case, clocks, clock.now()).is_deemed:
        return None
    return clocks.accept
