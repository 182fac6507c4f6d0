"""What the page of a case shows of its clocks: the dates, what stands, and the verbs that its rule has.

Nothing more is read than before where the rule of the case has none of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries.clocks import Clocks
from yichuang.cases.rules import states
from yichuang.cases.rules.pauses import ACCEPTANCE
from yichuang.cases.services import told_once
from yichuang.catalog.rules.situations import Material
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.reference.rules.derivation import weeks
from yichuang.sites.desk.review import due
from yichuang.sites.desk.review.clock.forms import boxes, longer, steps, stops, visits
from yichuang.sites.desk.review.clock.forms.boxes import Drawn, Form
from yichuang.sites.desk.review.clock.panel import Panel

Context = dict[str, Any]
# acts whose button is pressed by Enter
BY_ENTER = frozenset({"accept", "instant", "begin_review", "decide", "second"})
LAST_KEY = 9


@dataclass(frozen=True)
class Page:
    """The clocks of one case as one officer sees them.

    may: the acts that stand open.
    refused, post: the verb of the form that was sent in vain and what was
    typed into it.
    wrong: by the id of a box.
    too_late: why nothing may be stopped any more, "" while something may.
    """

    case: Case
    clocks: Clocks
    officer: Officer
    may: frozenset[str]
    refused: str
    post: QueryDict
    wrong: dict[str, str]
    now: datetime
    too_late: str

    def draw(self, form: Form | None, key: str = "") -> Drawn | None:
        """The form with what was typed into it."""
        if form is None:
            return None
        return boxes.drawn(form, self.post, self.wrong, self.refused, key)

    def offered(self) -> Iterator[Form | None]:
        """The forms that the rule has and this officer may send.

        In the order of their keys, None for what the rule does not have.
        One that was sent in vain is shown again with its words, though the
        time for it is over.
        """
        case = self.case
        clocks = self.clocks
        if self._may_stop("begin_special", (stops.BEGINNING,)):
            yield from stops.special(case, clocks, self.now)
        if self._may_stop("suspend", stops.SUSPENDING):
            yield stops.suspending(clocks)
        if "defer_acceptance" in self.may and case.paused_since is None:
            yield from stops.deferring(case, clocks, self.now)
        if "ask_extension" in self.may:
            yield longer.extending(case, clocks, self.refused, self.now)
        if "agree_longer" in self.may:
            yield longer.agreeing(case, clocks, self.refused, self.now)
        if "restart_term" in self.may:
            yield longer.restarting(clocks)
        if "take_back_clear" in self.may:
            yield longer.clearing(clocks)

    def _may_stop(self, act: str, verbs: tuple[str, ...]) -> bool:
        """Whether the clock of the decision may be stopped so.

        verbs: of its forms.
        """
        if act not in self.may:
            return False
        if self.refused in verbs:
            return True
        return not self.too_late

    def on_site(self, colleagues: Iterable[Officer]) -> Context:
        """现场核查; nothing is read where the rule has none.

        colleagues: who may review the case too.
        """
        if self.clocks.terms.on_site is None:
            return {}
        if self.case.state in (*states.FRONT, *states.WAITING):
            return {}
        checking = None
        if "check_on_site" in self.may:
            form = visits.checking(self.case, self.clocks, colleagues)
            checking = self.draw(form, "F3")
        rows = visits.visits(self.case, self.officer, self.may)
        return {"visits": rows, "checking": checking}


def shown(case: Case, officer: Officer, context: Context) -> Context:
    """Everything of the clocks.

    context: of the page, with the acts that stand open, how the dates were
    counted, what was typed and what is wrong with it.
    """
    now = clock.now()
    clocks = context["clock"]
    typed = context["typed"]
    page = Page(
        case=case,
        clocks=clocks,
        officer=officer,
        may=context["may"],
        refused=typed.get("verb", ""),
        post=typed.get("post") or QueryDict(),
        wrong=context["wrong"],
        now=now,
        too_late=stops.too_late(case, now),
    )
    parts = {
        "panel": Panel(case, clocks, now),
        "law_weeks": _of_law(clocks, now),
        "stood": _stood(case, clocks),
        "offered": _with_keys(page),
        "too_late": page.too_late,
        "shorter": None,
        "left": _left(page, context["lacking"]),
    }
    if "accept" in page.may:
        parts["shorter"] = clocks.terms.shorter
    if parts["left"] and not page.refused:
        parts["opened"] = ""  # nothing is to be asked for, so that the notice stays folded
    parts |= page.on_site(context["colleagues"])
    parts |= _next_step(page, context)
    return parts


def _next_step(page: Page, context: Context) -> Context:
    """What stands now and the form that ends it; what waits for the head, and the forms that answer it."""
    pause = steps.lasting(page.case, page.clocks)
    ending = steps.ending(pause, page.may)
    request, waits = steps.requested(page.case, page.clocks, page.officer, page.may)
    refusing = None
    if request:
        refusing = page.draw(request.refusing)
    next_key = context["next_key"]
    if ending or request:
        next_key = "F8"
    request_key = "Enter"
    if page.may & BY_ENTER:
        request_key = ""
    return {
        "lasting": pause,
        "ending": page.draw(ending),
        "request_of_head": request,
        "request_key": request_key,
        "refusing": refusing,
        "waits_for_head": waits,
        "next_key": next_key,
    }


def _with_keys(page: Page) -> list[Drawn]:
    """Each form, opened by Alt and its number."""
    rows: list[Drawn] = []
    for form in page.offered():
        if form is None:
            continue
        number = len(rows) + 1
        key = ""
        if number <= LAST_KEY:
            key = f"Alt {number}"
        row = page.draw(form, key)
        rows.append(row)
    return rows


def _left(page: Page, lacking: Sequence[Material]) -> str:
    """The papers that nobody brought and that may not be asked for any more, by name.

    "" where there are none, and while another may still be asked for.
    """
    if not lacking or "accept" not in page.may:
        return ""
    left = told_once.left_to_the_review(page.case, lacking, page.now)
    if len(left) < len(lacking):
        return ""
    names = [paper.name for paper in left]
    return "、".join(names)


def _stood(case: Case, clocks: Clocks) -> list[Context]:
    """What stopped a clock and on which days, the last first.

    What lasts is shown by itself.
    """
    rows = []
    for stop in reversed(clocks.stood):
        if stop.first == case.paused_since:
            continue
        of_acceptance = stop.clocks == ACCEPTANCE
        row = {"stop": stop, "of_acceptance": of_acceptance}
        rows.append(row)
    return rows


def _of_law(clocks: Clocks, now: datetime) -> list:
    """The calendar of the law's term.

    Where it ends on another day than the promise.
    """
    statute = clocks.statute
    if statute is None:
        return []
    if statute.due == clocks.promise.due:
        return []
    rows = weeks(statute)
    today = local(now).date()
    return due.cells(rows, today)
