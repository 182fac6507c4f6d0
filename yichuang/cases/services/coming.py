"""How often somebody had to come: counted when a step is written, from the steps of the same day."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import BigAutoField, DateTimeField, QuerySet

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.rules import visits
from yichuang.cases.rules.visits import Stood
from yichuang.core.clock import local
from yichuang.core.prepared import Prepared, Told


@Prepared
def _steps() -> QuerySet[CaseEvent]:
    """Steps of a case at which somebody stood there, since a moment: kind, unit of the officer, text."""
    case = Told("case", BigAutoField())
    since = Told("since", DateTimeField())
    rows = CaseEvent.objects.filter(case_id=case, on_site=True, at__gte=since)
    return rows.values_list("kind", "officer__organisation_id", "data")


def came_again(
    case: Case, verb: str, step: Mapping[str, Any], officer: Officer | None, now: datetime
) -> bool:
    """Whether a step at which somebody stands there is a visit of its own.

    case: as it was before the step. Nothing is read where nobody has come
    before.
    verb, step: of the step, and what the trail tells of it.
    """
    if not case.visits:
        return True
    form = None
    if case.person_id:
        form = case.form
    unit = None
    if officer:
        unit = officer.organisation_id
    moment = local(now)
    day = moment.date()
    who = visits.who_stood(verb, step, form)
    stood = Stood(who, unit, day)
    earlier = _stood_before(case, form, moment)
    return visits.is_another(earlier, stood)


def _stood_before(case: Case, form: Mapping[str, Any] | None, moment: datetime) -> list[Stood]:
    """Who stood where for the case on the day of a moment.

    form: of a person's case, None of a unit's.
    """
    day = moment.date()
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = []
    for kind, unit, text in _steps(case=case.pk, since=midnight):
        body = json.loads(text)
        who = visits.who_stood(kind, body["data"], form)
        stood = Stood(who, unit, day)
        earlier.append(stood)
    return earlier
