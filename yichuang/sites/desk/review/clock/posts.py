"""The verbs of the clock as posts: what the page sent, the one service it means, the sentence afterwards."""

from collections.abc import Callable
from datetime import date

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case, OnSiteCheck
from yichuang.cases.queries import permission
from yichuang.core import clock, days
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.core.ids import as_uuid
from yichuang.sites.desk.review.clock import uploads
from yichuang.sites.desk.review.clock.longer import AGREEMENT, CLEAR, EXTENDING, RESTARTING
from yichuang.sites.desk.review.clock.steps import ENDING, GOING_ON, REFUSAL
from yichuang.sites.desk.review.clock.stops import KIND, SUSPENSION, chairs
from yichuang.sites.desk.review.clock.visits import CHECK
from yichuang.sites.ui.wording import cnday

Verb = Callable[[Case, Officer, QueryDict], str]


class Sent:
    """The boxes of one form as they were posted; what is wrong with one is told at its own box."""

    def __init__(self, post: QueryDict, form: str, first: str):
        self._post = post
        self._form = form
        self._first = first

    def __enter__(self) -> "Sent":
        return self

    def __exit__(self, kind, problem, trace) -> None:
        """Raises what the service raised at the boxes of this form, so that nothing typed is lost."""
        if isinstance(problem, Invalid):
            raise problem.below(f"{self._form}_") from problem
        if isinstance(problem, Conflict):
            message = f"{problem.message}。{problem.way_out}"
            field = f"{self._form}_{self._first}"
            raise Invalid([FieldProblem(field, message, problem.code)]) from problem

    def text(self, box: str) -> str:
        """What was typed."""
        return self._post.get(f"{self._form}_{box}", "")

    def choice(self, box: str) -> str:
        """What was chosen or ticked, "" for nothing."""
        return self._post.get(f"_{self._form}_{box}", "")

    def day(self, box: str, label: str) -> date | None:
        """The day that was typed, None for none. Raises Invalid for what is no day."""
        return days.typed(self.text(box), box, label)


def begin_special(case: Case, officer: Officer, post: QueryDict) -> str:
    """Begin a stop of the decision's clock."""
    kind = post.get(KIND, "")
    now = clock.now()
    with Sent(post, kind, "reason") as sent:
        until = sent.day("planned_until", "停到哪天")
        services.begin_special(
            case_id=case.uuid,
            officer=officer,
            kind=kind,
            reason=sent.text("reason"),
            planned_until=until,
            now=now,
            chair=_chair(case, sent),
            held_on=sent.day("held_on", "哪天举行"),
        )
    return f"从明天起停着，到{cnday(until)}；告知书可以打印"


def end_special(case: Case, officer: Officer, post: QueryDict) -> str:
    """It is over, with its result."""
    with Sent(post, ENDING, "result") as sent:
        result = sent.text("result")
        after = services.end_special(
            case_id=case.uuid, officer=officer, result=result, now=clock.now()
        )
    return _runs_on(after)


def defer_acceptance(case: Case, officer: Officer, post: QueryDict) -> str:
    """Acceptance waits, as the applicant agreed."""
    kind = post.get(KIND, "")
    with Sent(post, kind, "reason") as sent:
        until = sent.day("planned_until", "停到哪天")
        services.defer_acceptance(
            case_id=case.uuid,
            officer=officer,
            kind=kind,
            reason=sent.text("reason"),
            planned_until=until,
            is_agreed=bool(sent.choice("is_agreed")),
            now=clock.now(),
        )
    return f"暂缓受理，到{cnday(until)}；告知书可以打印"


def resume_acceptance(case: Case, officer: Officer, post: QueryDict) -> str:
    """Acceptance waits no more."""
    with Sent(post, GOING_ON, "why") as sent:
        why = sent.text("why")
        services.resume_acceptance(case_id=case.uuid, officer=officer, why=why, now=clock.now())
    return "不再暂缓，受理的期限接着走"


def suspend(case: Case, officer: Officer, post: QueryDict) -> str:
    """Suspend for a cause of the rule."""
    with Sent(post, SUSPENSION, "reason") as sent:
        services.suspend(case_id=case.uuid, officer=officer, now=clock.now(), **_wait(sent))
    return "已中止，从明天起停着；告知书可以打印"


def ask_suspension(case: Case, officer: Officer, post: QueryDict) -> str:
    """Ask the head to suspend it."""
    with Sent(post, SUSPENSION, "reason") as sent:
        services.ask_suspension(case_id=case.uuid, officer=officer, now=clock.now(), **_wait(sent))
    return "已提请中止，交给负责人批；批准以前时限照走"


def grant_suspension(case: Case, officer: Officer, post: QueryDict) -> str:
    """The head lets it stand."""
    with Sent(post, REFUSAL, "reason"):
        services.grant_suspension(case_id=case.uuid, officer=officer, now=clock.now())
    return "已批准中止，从明天起停着；告知书可以打印"


def refuse_suspension(case: Case, officer: Officer, post: QueryDict) -> str:
    """The head does not."""
    with Sent(post, REFUSAL, "reason") as sent:
        reason = sent.text("reason")
        services.refuse_suspension(
            case_id=case.uuid, officer=officer, reason=reason, now=clock.now()
        )
    return "没有批准中止，已告诉提请的人"


def resume(case: Case, officer: Officer, post: QueryDict) -> str:
    """What was waited for has come."""
    with Sent(post, GOING_ON, "why") as sent:
        why = sent.text("why")
        after = services.resume(case_id=case.uuid, officer=officer, why=why, now=clock.now())
    return _runs_on(after)


def ask_extension(case: Case, officer: Officer, post: QueryDict) -> str:
    """Ask the head for a longer term."""
    with Sent(post, EXTENDING, "reason") as sent:
        services.ask_extension(
            case_id=case.uuid,
            officer=officer,
            reason=sent.text("reason"),
            until=sent.day("until", "延到哪天"),
            now=clock.now(),
        )
    return "已提请延期，交给负责人批；批准以前时限照走"


def grant_extension(case: Case, officer: Officer, post: QueryDict) -> str:
    """The head grants it."""
    with Sent(post, REFUSAL, "reason"):
        after = services.grant_extension(case_id=case.uuid, officer=officer, now=clock.now())
    return f"已批准延期，{_last(after)}前办好；告知书可以打印"


def refuse_extension(case: Case, officer: Officer, post: QueryDict) -> str:
    """The head does not."""
    with Sent(post, REFUSAL, "reason") as sent:
        reason = sent.text("reason")
        services.refuse_extension(
            case_id=case.uuid, officer=officer, reason=reason, now=clock.now()
        )
    return "没有批准延期，已告诉提请的人"


def agree_longer(case: Case, officer: Officer, post: QueryDict) -> str:
    """Both parties agreed to a later day."""
    with Sent(post, AGREEMENT, "until") as sent:
        files = uploads.named_in(post, "agree-longer")
        services.agree_longer(
            case_id=case.uuid,
            officer=officer,
            until=sent.day("until", "双方同意延到哪天"),
            consent=files[-1] if files else "",
            now=clock.now(),
        )
    return "已延长，告知书可以打印"


def restart_term(case: Case, officer: Officer, post: QueryDict) -> str:
    """Count anew from the day of an event."""
    with Sent(post, RESTARTING, "reason") as sent:
        after = services.restart_term(
            case_id=case.uuid,
            officer=officer,
            event=sent.choice("event"),
            on_day=sent.day("on_day", "哪一天"),
            reason=sent.text("reason"),
            now=clock.now(),
        )
    return f"已重新起算，{_last(after)}前办好；告知书可以打印"


def take_back_clear(case: Case, officer: Officer, post: QueryDict) -> str:
    """The shorter term no longer holds."""
    with Sent(post, CLEAR, "reason") as sent:
        reason = sent.text("reason")
        after = services.take_back_clear(
            case_id=case.uuid, officer=officer, reason=reason, now=clock.now()
        )
    return f"已收回，{_last(after)}前办好；告知书可以打印"


def check_on_site(case: Case, officer: Officer, post: QueryDict) -> str:
    """Write down what two officers saw."""
    with Sent(post, CHECK, "findings") as sent:
        second = _colleague(case, officer, sent.choice("second"))
        services.check_on_site(
            case_id=case.uuid,
            officer=officer,
            second=second,
            on_day=sent.day("on_day", "哪天去的"),
            place_of=sent.text("place_of"),
            findings=sent.text("findings"),
            photos=uploads.named_in(post, "check-on-site"),
            now=clock.now(),
        )
    return f"已记下，等{second.name}在自己的账号里签"


def sign_check(case: Case, officer: Officer, post: QueryDict) -> str:
    """The other officer signs. Raises NotFound for a check of another case."""
    uuid = as_uuid(post.get("_check", ""))
    if not OnSiteCheck.objects.filter(uuid=uuid, case=case).exists():
        raise NotFound("这件没有这份现场核查的记录", way_out="请刷新看最新情况")
    services.sign_check(check=uuid, officer=officer, now=clock.now())
    return "已签，现场核查记录可以打印"


def _wait(sent: Sent) -> dict:
    """For what the case waits, as both ways of suspending take it."""
    return {
        "cause": sent.choice("cause"),
        "reason": sent.text("reason"),
        "expected_until": sent.day("expected_until", "估计等到哪天"),
        "not_visible": bool(sent.choice("not_visible")),
    }


def _chair(case: Case, sent: Sent) -> Officer | None:
    """Who presides: one of those whom the page names, None for nobody."""
    key = sent.choice("chair")
    if not key:
        return None
    for officer in chairs(case, clock.now()):
        if str(officer.uuid) == key:
            return officer
    return None


def _colleague(case: Case, officer: Officer, key: str) -> Officer | None:
    """Who was there too: one of those who may review the case, None for nobody."""
    if not key:
        return None
    for colleague in permission.colleagues(case, officer, clock.now()):
        if str(colleague.uuid) == key:
            return colleague
    return None


def _runs_on(case: Case) -> str:
    return f"时限接着走，{_last(case)}前办好"


def _last(case: Case) -> str:
    """The day by which it is promised now."""
    return cnday(local(case.due_at))


VERBS: dict[str, Verb] = {
    "begin-special": begin_special,
    "end-special": end_special,
    "defer-acceptance": defer_acceptance,
    "resume-acceptance": resume_acceptance,
    "suspend": suspend,
    "ask-suspension": ask_suspension,
    "grant-suspension": grant_suspension,
    "refuse-suspension": refuse_suspension,
    "resume": resume,
    "ask-extension": ask_extension,
    "grant-extension": grant_extension,
    "refuse-extension": refuse_extension,
    "agree-longer": agree_longer,
    "restart-term": restart_term,
    "take-back-clear": take_back_clear,
    "check-on-site": check_on_site,
    "sign-check": sign_check,
}
