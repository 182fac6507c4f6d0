"""Ways to bring a case to where a test of the desk begins, through the services that pages use."""

import re
from uuid import uuid4

from django.test import Client

from tests.looking import complete_instantly
from tests.paper_files import PDF
from tests.publicised import shown_to_the_end
from yichuang.accounts.models import Officer, User
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import fitting, held, versions
from yichuang.cases.rules.application import Given
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.core import clock, crypto
from yichuang.demo.granting import paid
from yichuang.demo.looking import look_at
from yichuang.registry import queries as register
from yichuang.registry.models import Employer, Person
from yichuang.supervision import services as supervision
from yichuang.supervision.models import Urging

CHAOTIAN = "510812000000"
ZHANGSAN, LISI, ZHAOLIU = "510812198805129916", "510812196607089934", "510812200309159948"
SKILL, CUT = "990514206011", "中级的标准是这么多"  # 技能提升补贴申领
UNEMPLOYED, BENEFIT, CARD, RULED = "992014101002", "990514206001", "992014301001", "990514102015"
# kinds of document beside the identity card, and a number of each
DOCUMENTS = [
    ("02", "H12345678"),
    ("03", "12345678"),
    ("04", "810000199003079917"),
    ("05", "USA110090010012"),
    ("06", "E12345678"),
]


FACT = "参保记录里只有八个月"
ONCE_MORE = "changed"


def signed_in(username: str) -> Client:
    """A client with this account's session."""
    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="yichuang.accounts.backends.Backend"
    )
    return client


def officer(username: str) -> Officer:
    return Officer.objects.get(user__username=username)


def person(number: str = ZHANGSAN) -> Person:
    return Person.objects.get(id_blind=crypto.blind(number))


def employer() -> Employer:
    return Employer.objects.get(credit_code="91510812MA99999021")


def submitted(
    code: str = BENEFIT,
    *,
    subject=None,
    channel: int = 2,
    region: str = CHAOTIAN,
    at=None,
    unanswered=(),
    other_answers=None,
    actor: str = "person:test",
    **beside,
) -> Case:
    """A case with the sample of its form, every paper as a file or shared. unanswered: questions that are left open;
    other_answers: in place of the sample's; beside: more of the application, as filed_in or parties."""
    now = at or clock.now()
    version = versions.for_application(code, region, channel, now.date())
    subject = subject or person()
    sample = sample_of(version, now, subject) | (other_answers or {})
    situation = {s.key: sample.get(s.key, s.options[0].value) for s in version.situations}
    given = []
    left = version.materials_of(situation, subject)
    for m in held.as_held(version, subject, sample, left):
        if not m.is_form and not m.exempt:
            file = services.store_file(owner="person:test", name="材料.pdf", content=PDF, now=now)
            given.append(Given(m.code, "file", str(file.uuid)))
    done = services.submit(
        application=services.Application(
            item_code=code,
            region=region,
            channel=channel,
            subject=subject,
            answers={key: sample[key] for key in sample if key not in unanswered},
            situation=situation,
            materials=tuple(given),
            source="test",
            client_ref=str(uuid4()),
            actor=actor,
            file_owner="person:test",
            **beside,
        ),
        now=now,
    )
    return Case.objects.get(uuid=done.uuid)


def sample_of(version, now, subject=None) -> dict:
    """The sample of the form as it is filled on the day, by the subject where one is given."""
    facts = register.facts(subject) if subject else None
    return catalog.sample(version.id, clock.local(now).date(), facts)


def opened(case: Case, who: str = "gy_clerk") -> Case:
    """The case once this officer has opened each of its papers."""
    for paper in case.materials.filter(file__isnull=False):
        services.note_opened(material=paper, officer=officer(who), now=clock.now())
    return case


def accepted(code: str = BENEFIT, *, clerk: str = "gy_clerk", **more) -> Case:
    case = submitted(code, **more)
    look_at(case, officer(clerk), clock.now())
    services.accept(case_id=case.uuid, officer=officer(clerk), now=clock.now())
    return again(case)


def refused(code: str = BENEFIT, *, clerk: str = "gy_clerk", **more) -> Case:
    """A case that was not taken on; more: for `submitted`."""
    case = submitted(code, **more)
    services.refuse(
        case_id=case.uuid,
        officer=officer(clerk),
        reason="不归这里管",
        basis="《行政许可法》第三十二条",
        now=clock.now(),
    )
    return again(case)


def reviewing(code: str = BENEFIT, *, reviewer: str = "gy_reviewer", **more) -> Case:
    case = accepted(code, **more)
    services.begin_review(case_id=case.uuid, officer=officer(reviewer), now=clock.now())
    return again(case)


def urged() -> Urging:
    """A supervisor asks why a case that is reviewed has not been done."""
    case = reviewing()
    return supervision.urge(
        case_id=case.uuid,
        officer=officer("gy_supervisor"),
        reason="申请人来问了三次",
        answer_by=clock.today(),
        now=clock.now(),
    )


def decided(code: str = BENEFIT, *, reviewer: str = "gy_reviewer", **more) -> Case:
    case = reviewing(code, reviewer=reviewer, **more)
    judged(case, reviewer)
    money = paid(case, "1200", clock.today())
    decision = Decision(
        "approve", "符合条件", ("R1",), first_row(case), **money, once_more=ONCE_MORE
    )
    services.decide(
        case_id=case.uuid, officer=officer(reviewer), decision=decision, now=clock.now()
    )
    return again(case)


def granted_in_part(code: str = SKILL, *, reviewer: str = "gy_reviewer", **more) -> Case:
    """A case that was granted 300 yuan less than was applied for."""
    case = reviewing(code, reviewer=reviewer, **more)
    judged(case, reviewer)
    asked = versions.of_case(case).terms_for(case.form).applied_for
    money = paid(case, str(asked - 300), clock.today()) | {"cut": CUT}
    decision = Decision(
        "approve", "符合条件", ("R1",), first_row(case), **money, once_more=ONCE_MORE
    )
    services.decide(
        case_id=case.uuid, officer=officer(reviewer), decision=decision, now=clock.now()
    )
    return again(case)


def denied(code: str = BENEFIT, *, reviewer: str = "gy_reviewer", **more) -> Case:
    """A case that was refused because its first point is not met."""
    case = reviewing(code, reviewer=reviewer, **more)
    judged(case, reviewer, R1="bad")
    decision = Decision("deny", "缴费不满一年", ("R1",))
    services.decide(
        case_id=case.uuid, officer=officer(reviewer), decision=decision, now=clock.now()
    )
    return again(case)


def finished(code: str = UNEMPLOYED, *, clerk: str = "gy_clerk", **more) -> Case:
    """An item that is done on the spot."""
    case = submitted(code, channel=1, **more)
    complete_instantly(case_id=case.uuid, officer=officer(clerk), now=clock.now(), result="准予")
    return again(case)


def known(number: str) -> bool:
    """Whether the register has somebody with this number."""
    return Person.objects.filter(id_blind=crypto.blind(number)).exists()


def proposed(code: str = RULED, *, reviewer: str = "gy_reviewer") -> Case:
    case = reviewing(code, reviewer=reviewer)
    judged(case, reviewer)
    money = paid(case, "1200", clock.today())
    decision = Decision(
        "approve", "情况特殊，另行说明", ("R1",), "", True, **money, once_more=ONCE_MORE
    )
    services.propose(
        case_id=case.uuid, officer=officer(reviewer), decision=decision, now=clock.now()
    )
    return again(case)


def judged(case: Case, reviewer: str = "gy_reviewer", **found: str) -> None:
    """The reviewer finds every point met but those told; 公示 is over, if any."""
    shown_to_the_end(case)
    findings = {point.code: "good" for point in versions.of_case(case).review_points} | found
    services.review(
        case_id=case.uuid,
        officer=officer(reviewer),
        findings=findings,
        facts=of_what_is_not_met(findings),
        now=clock.now(),
    )


def of_what_is_not_met(findings: dict[str, str]) -> dict[str, str]:
    """A fact for each point that is not met."""
    return {code: FACT for code, finding in findings.items() if finding == "bad"}


def deciding(case: Case, verdict: str = "good", **changes) -> dict:
    """What a reviewer ticks and types for a plain approval; 公示 is over, if any."""
    shown_to_the_end(case)
    found = {f"found-{point.code}": verdict for point in versions.of_case(case).review_points}
    plain = {
        "outcome": "approve",
        "reason": "符合条件",
        "points": ["R1"],
        "row": first_row(case),
        "looked": "good",
        "once_more": ONCE_MORE,
    }
    if verdict == "bad":
        found |= {f"fact-{point.code}": FACT for point in versions.of_case(case).review_points}
    return found | plain | paid(case, "1200", clock.today()) | changes


def first_row(case: Case) -> str:
    """The first row of the discretion table that no answer speaks against, of the case as it stands now."""
    rows = fitting.rows_of(versions.of_case(case), again(case))
    return fitting.first_fit(rows)


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def words(response) -> str:
    """The visible text of a page, blanks dropped."""
    main = re.search(r"<body.*</body>", response.content.decode(), re.S).group(0)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", main))


def flat(form, answers: dict) -> dict[str, str]:
    """Stored answers as the inputs of the page post them."""
    posted: dict = {}
    for field in form.fields.values():
        value = answers.get(field.key)
        if field.type == "table":
            for n, row in enumerate(value or ()):
                for column in field.columns:
                    _one(posted, column, f"{field.key}-{n}-{column.key}", row.get(column.key))
        else:
            _one(posted, field, field.key, value)
    return posted


def _one(posted: dict, field, name: str, value) -> None:
    if value is None:
        return
    if field.type in ("signature", "file"):
        posted |= {f"{name}-{part}": text for part, text in value.items()}
    else:
        posted[name] = (
            {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
        )


def met(client: Client, subject: Person | None = None) -> str:
    """The query of the desk that names somebody (张三 where nobody is told) whose document this clerk has just seen."""
    subject = subject or person()
    document = {
        "number": subject.id_number,
        "kind": subject.id_type,
        "country": subject.id_country or "",
        "name": subject.name,
    }
    seen = client.post("/desk/who/", document)
    assert seen.status_code == 302, words(seen)[:300]
    return seen["Location"].partition("?")[2]


def come_for(
    client: Client, unit: Employer, number: str = "510812199203039950", name: str = ""
) -> str:
    """The query that names an employer for which somebody has come whose document this clerk has just seen; name: of
    who is not known here."""
    shown = client.post("/desk/who/", {"number": unit.credit_code})
    card = {"number": number, "name": name, "employer": str(unit.uuid)}
    seen = client.post("/desk/who/", card)
    assert (shown.status_code, seen.status_code) == (302, 302)
    return seen["Location"].partition("?")[2]


def on_paper(form, typed: dict[str, str]) -> dict[str, str]:
    """The inputs with every signature as a clerk tells it: signed on the paper form."""
    signed = dict(typed)
    for field in form.fields.values():
        if field.type == "signature":
            signed[f"{field.key}-method"] = "paper"
    return signed


def typed(client: Client, code: str, query: str, *, subject=None, **more) -> dict:
    """What a clerk has typed on the page of a walk-in when everything is right; subject: whose name and number it is,
    where it is not the sample's own applicant."""
    page = client.get(f"/desk/take/{code}/?{query}")
    assert page.status_code == 200, words(page)[:300]
    draft = re.search(r'name="draft" value="([^"]+)"', page.content.decode()).group(1)
    version = versions.for_application(code, CHAOTIAN, 1, clock.today())
    sample = sample_of(version, clock.now(), subject)
    situation = {s.key: sample.get(s.key, s.options[0].value) for s in version.situations}
    data = on_paper(version.form, flat(version.form, sample)) | {
        f"situation-{key}": value for key, value in situation.items()
    }
    for m in version.materials(situation):
        if not m.is_form:
            data[f"material-{m.code}"] = "shared" if m.exempt else "seen"
    return data | {"draft": draft, "_comer": comer_on(page)} | more


def comer_on(page) -> str:
    """Who stands here for a unit, as the page names them; "" for a page of a person."""
    comer = re.search(r'name="_comer" value="([^"]+)"', page.content.decode())
    if comer is None:
        return ""
    return comer.group(1)


def taken(client: Client, code: str, query: str, *, subject=None) -> Case:
    """A walk-in from the page to the receipt."""
    response = client.post(f"/desk/take/{code}/", typed(client, code, query, subject=subject))
    assert response.status_code == 302, words(response)[:600]
    return Case.objects.get(uuid=response["Location"].split("/")[3])
