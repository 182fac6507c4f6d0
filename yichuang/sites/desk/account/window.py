"""/desk/account/: somebody's online account after a look at the document: proved, another phone, a new password."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.cases import services as cases
from yichuang.catalog import tables
from yichuang.core import clock, masking, spelling
from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.identity import queries as identity
from yichuang.identity import services
from yichuang.reference.rules import documents
from yichuang.registry.models import Person
from yichuang.sites.desk import frame, pane
from yichuang.sites.desk.intake import identify, people
from yichuang.sites.desk.intake.people import Subject
from yichuang.sites.ui.fields import by_field

TYPED = (
    "number",
    "phone",
    "employer_name",
    "handler_kind",
    "handler_country",
    "handler_abroad",
    "handler_number",
    "handler_name",
    "rep_kind",
    "rep_country",
    "rep_abroad",
    "rep_number",
    "rep_name",
    "licence_name",
    "open",
    "new_password",
)
LOOK_FIRST = "请先看证件原件，照片和人对上了再打勾"
NO_DOCUMENT = "请照证件填这个人的证件号码"

Typed = dict[str, str]  # of each of TYPED what was typed


@frame.desk("clerk")
@never_cache
@sensitive_post_parameters()
def account(request: HttpRequest) -> HttpResponse:
    """GET, POST ?who=: what stands there; the numbers are typed from the documents, not clicked."""
    subject = people.subject_in(request, request.GET)
    if subject is None:
        raise NotFound("没有说是谁的账号", way_out="请先识别来办事的人")
    typed = {key: request.POST.get(key, "").strip() for key in TYPED}
    shown = {"typed": typed, "errors": {}, "password": "", "done": False}
    status = 200
    if request.method == "POST":
        try:
            shown |= {"password": _confirm(request, subject, typed), "done": True}
            typed = dict.fromkeys(TYPED, "")
            shown["typed"] = typed
        except Invalid as invalid:
            shown |= {"problems": invalid.problems, "errors": by_field(invalid.problems)}
            status = invalid.status
    errors = shown["errors"]
    shown["handler"] = _card("handler", "经办人", typed, errors)
    shown["rep"] = _card("rep", "法定代表人", typed, errors)
    shown |= _known(request, subject)
    return frame.page(request, "desk/account/window.html", shown, status=status)


def _card(role: str, whose: str, typed: Typed, errors: dict[str, str]) -> dict[str, str]:
    """The boxes in which the kind of somebody's document is chosen.

    role: with what the names of its boxes begin.
    whose: the words for whom it is.
    """
    kind_field = f"{role}_kind"
    country_field = f"{role}_country"
    abroad_field = f"{role}_abroad"
    return {
        "whose": whose,
        "kind_field": kind_field,
        "country_field": country_field,
        "kind": typed[kind_field],
        "country": typed[country_field],
        "wrong": errors.get(country_field, ""),
        "abroad_field": abroad_field,
        "abroad": typed[abroad_field],
        "doubt": errors.get(abroad_field, ""),
    }


def _known(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """What stands of the account today.

    only_here: whether no register answers for the document, so that
    the account can be opened at a window alone.
    """
    user = identity.account_of(subject)
    real_name = identity.real_name(user) if user else None
    return {
        "shown": pane.show(request, subject),
        "kinds": documents.named(),
        "countries": tables.passport_countries(),
        "only_here": isinstance(subject, Person) and subject.id_type != documents.CITIZEN,
        "account": real_name,
        "proved": real_name is not None and identity.is_in_force(real_name),
        "phone": masking.phone(real_name.phone) if real_name else "",
        "opened": clock.local(user.created_at) if user else None,
    }


def _confirm(request: HttpRequest, subject: Subject, typed: Typed) -> str:
    """Prove, open or change the account; gives a password for once, "" for none. Raises Invalid."""
    if not request.POST.get("seen"):
        problem = FieldProblem("seen", LOOK_FIRST, "required")
        raise Invalid([problem])
    chosen = {
        "phone": typed["phone"],
        "new_password": bool(typed["new_password"]),
        "open_account": bool(typed["open"]),
        "now": clock.now(),
    }
    if isinstance(subject, Person):
        return services.confirm_person(
            actor=request.officer.actor, person=subject, number=typed["number"], **chosen
        )
    licence = None
    handler = _somebody(typed, "handler", request)
    if typed["rep_number"]:
        representative = _somebody(typed, "rep", request)
        licence = services.Licence(representative, typed["licence_name"])
    return cases.confirm_unit_account(
        officer=request.officer,
        employer=subject,
        credit_code=typed["number"],
        name=typed["employer_name"],
        handler=handler,
        licence=licence,
        **chosen,
    )


def _somebody(typed: Typed, role: str, request: HttpRequest) -> Person:
    """The person whose document lies there, asked of the police register when new.

    Raises Invalid at the boxes of their role.
    """
    field = f"{role}_number"
    try:
        people, _ = identify.identify(
            number=typed[field],
            name=typed[f"{role}_name"],
            kind=typed[f"{role}_kind"],
            country=typed[f"{role}_country"],
            abroad=typed[f"{role}_abroad"],
            phone="",
            officer=request.officer,
        )
    except Invalid as invalid:
        raise invalid.below(f"{role}_") from invalid
    number = spelling.code(typed[field])
    for each in people:
        if not isinstance(each, Person):
            continue
        if each.id_number == number:
            return each
    problem = FieldProblem(field, NO_DOCUMENT, "type")
    raise Invalid([problem])
