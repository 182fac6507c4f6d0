"""The last part of the address → the post."""

from collections.abc import Callable

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.sites.desk.review.clock.posts import changing, stopping, visiting

VERBS: dict[str, Callable[[Case, Officer, QueryDict], str]] = {
    "begin-special": stopping.begin_special,
    "end-special": stopping.end_special,
    "defer-acceptance": stopping.defer_acceptance,
    "resume-acceptance": stopping.resume_acceptance,
    "suspend": stopping.suspend,
    "ask-suspension": stopping.ask_suspension,
    "grant-suspension": stopping.grant_suspension,
    "refuse-suspension": stopping.refuse_suspension,
    "resume": stopping.resume,
    "ask-extension": changing.ask_extension,
    "grant-extension": changing.grant_extension,
    "refuse-extension": changing.refuse_extension,
    "agree-longer": changing.agree_longer,
    "restart-term": changing.restart_term,
    "take-back-clear": changing.take_back_clear,
    "check-on-site": visiting.check_on_site,
    "sign-check": visiting.sign_check,
}
