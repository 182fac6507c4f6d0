"""Every one of the 197 items: its whole life with answers of its own form, and every answer that must be refused."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.cases.printed import (
    printed,
    says_truly_what_is_against,
    says_truly_what_is_given,
    says_what_is_given,
    worded,
)
from tests.looking import complete_instantly
from tests.publicised import shown_to_the_end
from yichuang.accounts import queries as accounts
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, fitting, versions
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms.examples import problem_path, replaced
from yichuang.core import packs
from yichuang.core.errors import Invalid
from yichuang.demo.granting import paid
from yichuang.demo.looking import look_at
from yichuang.registry import services as registry

CODES = sorted(p.stem for p in (Path(__file__).parents[2] / "packs" / "items").glob("*.yaml"))


def one_of_each_kind() -> list[str]:
    """The first item of each kind of thing that is given and of each way in which it is paid."""
    rows = packs.read("results/results.yaml")["items"]
    first: dict[tuple, str] = {}
    for code in CODES:
        row = rows[code]
        first.setdefault((row.get("gives"), row.get("pay")), code)
    return list(first.values())


SET = {
    *CODES[::10],
    *one_of_each_kind(),
}  # the sheets of these are set, of the others the words are read


def whose(code: str) -> dict:
    """The applicant whom the sample of the item names; nothing where it names none."""
    sample = load_forms().forms[code]["sample"]
    if "person_id_number" not in sample:
        return {}
    name, number = sample["person_name"], sample["person_id_number"]
    kind = sample.get("person_id_type", "01")
    return {
        "subject": registry.record_person(name=name, id_number=number, id_type=kind, actor="test")
    }


def decider(case: Case, role: str, *, other_than=()):
    """An officer who may do this step of this case."""
    found = accounts.officers_with(role, case.organisation.region_id, line=case.line)
    return next(o for o in found if o.id not in {x.id for x in other_than})


def collector_of(case: Case) -> services.Collector:
    """Whoever collects the result: the applicant, or somebody of the unit with an identity card."""
    if case.person:
        return services.Collector(case.person.name, case.person.id_type, case.person.id_number)
    return services.Collector("孙七", number="510812199203039950", relation="单位经办人")


def handed_out(case: Case, now) -> None:
    issuer = next(iter(accounts.officers_with("issuer", case.region_id, line=case.line)))
    case.refresh_from_db()
    if case.delivery.way == "mail":
        services.post_result(case_id=case.uuid, officer=issuer, now=now)
        services.hand_to_courier(case_id=case.uuid, now=now)
    else:
        services.deliver(
            case_id=case.uuid, actor="test", officer=issuer, signer=collector_of(case), now=now
        )


@pytest.mark.parametrize("code", CODES)
def test_it_lives_from_application_to_follow_up(code, application, officer, morning):
    read = printed if code in SET else worded
    applied = application(code, **whose(code))
    done = services.submit(application=applied, now=morning)
    case = cases.get(done.uuid)
    clerk = officer("gy_clerk")
    refused_says_why(case, clerk, morning, read)
    if case.instant:
        complete_instantly(
            case_id=case.uuid, officer=clerk, now=morning + timedelta(minutes=9), result="当场办好"
        )
    else:
        look_at(case, clerk, morning)
        services.accept(case_id=case.uuid, officer=clerk, now=morning + timedelta(hours=1))
        case = cases.get(case.uuid)
        reviewer = decider(case, "reviewer", other_than=[clerk])
        services.begin_review(case_id=case.uuid, officer=reviewer, now=morning + timedelta(hours=2))
        version = versions.of_case(case)
        denied_says_why(case, reviewer, morning, read)
        shown_to_the_end(case)
        points = tuple(p.code for p in version.review_points)
        seen = dict.fromkeys(points, "good")
        services.review(
            case_id=case.uuid, officer=reviewer, findings=seen, now=morning + timedelta(hours=2)
        )
        row = fitting.first_fit(fitting.rows_of(version, case))
        money = paid(case, "800", morning.date())
        decision = Decision("approve", "符合条件", points[:1], row, **money)
        if version.pays:
            never_alone(case, reviewer, replace(decision, amount="99999999"), morning)
        services.decide(
            case_id=case.uuid, officer=reviewer, decision=decision, now=morning + timedelta(hours=3)
        )
    case = cases.get(case.uuid)
    assert (case.state, case.outcome, case.late) == ("closed", "approved", False)
    handed_out(case, morning + timedelta(hours=4))
    codes = [e.code for e in case.events.order_by("seq") if e.code]
    assert codes[:2] == ["01", "02"] and "09" in codes and "11" in codes
    in_part = "in_part" in case.flags
    if code in SET:
        says_truly_what_is_given(code, read(case, morning), in_part=in_part)
    else:
        says_what_is_given(code, read(case, morning))
    assert list(cases.broken_chains()) == []


def refused_says_why(case: Case, clerk, now, read) -> None:
    """What the case's refusal says, as `read` reads papers; it is then undone."""
    bases = catalog.bases_of(versions.of_case(case).guide)
    with transaction.atomic():
        services.refuse(
            case_id=case.uuid,
            officer=clerk,
            reason="申请的事项不属于本单位办理",
            basis=bases[0],
            now=now + timedelta(minutes=9),
        )
        says_truly_what_is_against(read(case, now, "refusal")["refusal"], _names(bases))
        transaction.set_rollback(True)


def denied_says_why(case: Case, reviewer, now, read) -> None:
    """What the denial of the case says, as `read` reads papers; it is then undone."""
    version = versions.of_case(case)
    later = now + timedelta(hours=2)
    findings = {point.code: "good" for point in version.review_points} | {"R1": "bad"}
    facts = {"R1": "查到的情况和规定的条件不一样"}
    decision = Decision("deny", "提交的材料不能证明符合规定的条件", ("R1",))
    with transaction.atomic():
        services.review(
            case_id=case.uuid, officer=reviewer, findings=findings, facts=facts, now=later
        )
        services.decide(case_id=case.uuid, officer=reviewer, decision=decision, now=later)
        bases = _names(catalog.bases_of(version.guide))
        says_truly_what_is_against(read(case, later)["decision"], bases)
        transaction.set_rollback(True)


def _names(bases) -> list[str]:
    """The names of laws that stand in 《》 in these bases."""
    return re.findall("《([^》]+)》", "".join(bases))


def never_alone(case, reviewer, decision, morning) -> None:
    """A sum that no benefit of one person or unit comes to is granted by nobody alone, whatever row it stands in."""
    with pytest.raises(Invalid) as refused:
        services.decide(
            case_id=case.uuid, officer=reviewer, decision=decision, now=morning + timedelta(hours=3)
        )
    assert {problem.field for problem in refused.value.problems} == {"amount"}


@pytest.mark.parametrize("code", CODES)
def test_it_refuses_each_missing_answer_and_each_wrong_one(code, application, morning):
    form = load_forms().forms[code]
    good = application(code, **whose(code))
    form_fields = versions.for_application(
        code, good.region, good.channel, morning.date()
    ).form.fields
    asked = {k for k in good.answers if form_fields[k].required and k not in good.situation}
    derived = {k for k in asked if form_fields[k].follows}
    for key in sorted(asked - derived):
        with pytest.raises(Invalid) as refused:
            services.submit(application=_with(good, {**good.answers, key: None}), now=morning)
        assert key in {p.field.split(".")[0] for p in refused.value.problems}
    for wrong in form["wrong"]:
        answers = replaced(good.answers, wrong["field"], wrong["value"])
        path = problem_path(wrong["field"])
        if path in good.situation:
            continue
        with pytest.raises(Invalid) as refused:
            services.submit(application=_with(good, answers), now=morning)
        assert any(p.field.startswith(path) for p in refused.value.problems), (
            wrong,
            refused.value.problems,
        )
    assert not Case.objects.filter(client_ref=good.client_ref).exists()


def _with(application, answers):
    from dataclasses import replace

    return replace(application, answers=answers)
