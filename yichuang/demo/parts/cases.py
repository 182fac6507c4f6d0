"""The demo's cases: lives written in packs/demo/cases.yaml, lived through the services with the clock held back."""

import re
from collections import Counter
from datetime import date, datetime, time, timedelta

from yichuang.accounts.models import Officer
from yichuang.cases import services as cases
from yichuang.cases.models import Case
from yichuang.cases.queries import cases as reads
from yichuang.cases.queries import fitting, versions
from yichuang.cases.rules import timing
from yichuang.cases.rules.application import Given
from yichuang.cases.services import alarms
from yichuang.cases.services.corrections import Asked
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.core import clock, packs
from yichuang.demo.granting import ONCE_MORE, paid
from yichuang.demo.looking import look_at
from yichuang.demo.pages import blank_page
from yichuang.demo.signed import as_signed
from yichuang.ratings import services as ratings
from yichuang.ratings.models import Invitation
from yichuang.reference import queries as reference
from yichuang.reference.queries import in_scope
from yichuang.registry import queries as registry

PACK, PEOPLE = "demo/cases.yaml", "demo/people.yaml"
_STEP = re.compile(
    r"(?P<verb>[a-z]+)@(?P<day>\d+)\.(?P<hour>\d\d)(?P<minute>\d\d)(?:=(?P<more>\S+))?"
)
_WINDOW = 1
_AMOUNT = "1200"  # what each approval that pays grants


def load() -> int:
    """Live the lives that were not lived yet; returns how many. The same day gives the same cases.

    A life is known by city, applicant and item: the first so many rows of the same three were lived before."""
    pack = packs.read(PACK)
    now = clock.now()
    lived = _lived()
    added = 0
    for group in pack["cases"]:
        region = pack["places"][group["city"]][group["place"]]
        for row in group["rows"]:
            life = Life(group["city"], region, pack["items"], row, now)
            if lived[life.known_by]:
                lived[life.known_by] -= 1
                continue
            life.live()
            added += 1
    alarms.raise_alarms(now=now)
    return added


def check() -> list[str]:
    """What is wrong with the lives: nobody of that name, no such item, a step that cannot be read."""
    pack = packs.read(PACK)
    people = _people()
    faults = []
    for group in pack["cases"]:
        for who, item, _, _, _, life in group["rows"]:
            if who not in people:
                faults.append(f"没有 {who}")
            if item not in pack["items"]:
                faults.append(f"没有事项 {item}")
            for step in life.split():
                if not _STEP.fullmatch(step):
                    faults.append(f"{who} {item}: 看不懂 {step}")
    return [f"{PACK}: {fault}" for fault in faults]


def _lived() -> Counter:
    """How many demo cases there are of each city, applicant and item."""
    references = Case.objects.filter(source="demo").values_list("client_ref", flat=True)
    return Counter(reference[: -len("-2000-01-01")] for reference in references)


def _people() -> dict[str, tuple[str, str]]:
    pack = packs.read(PEOPLE)
    people = {}
    for row in pack["persons"]:
        people[row["name"]] = "person", row["id_number"]
    for row in pack["employers"]:
        people[row["name"]] = "employer", row["credit_code"]
    return people


def _officer(username: str) -> Officer:
    return Officer.objects.select_related("organisation__region", "user").get(
        user__username=username
    )


class Life:
    """One row of the pack. `at` is the moment of the step being lived."""

    def __init__(self, city: str, region: str, items: dict[str, str], row: list, now: datetime):
        self.who, self.item, self.channel, ago, self.hour, self.steps = row
        self.city = city
        self.region = region
        self.code = items[self.item]
        self.now = now
        self.day = self._open_day(clock.local(now).date() - timedelta(days=ago))
        hour, minute = self.hour.split(":")
        self.at = self._moment(0, int(hour), int(minute))
        kind, number = _people()[self.who]
        if kind == "person":
            self.subject = registry.person_by_id_number(number)
        else:
            self.subject = registry.employer_by_code(number)
        self.actor = f"{kind}:{self.subject.uuid}"
        self.uuid = None
        self.asked = 0
        self.paper = ""
        self.known_by = f"{city}-{self.who}-{self.item}"

    def live(self) -> None:
        with clock.frozen(self.at):
            self._submit()
        for step in _STEP.finditer(self.steps):
            at = self._moment(int(step["day"]), int(step["hour"]), int(step["minute"]))
            if at >= self.now:
                return
            self.at = max(at, self.at + timedelta(minutes=1))
            with clock.frozen(self.at):
                getattr(self, f"_{step['verb']}")(step["more"] or "")
                self._invite()

    def _open_day(self, day: date) -> date:
        calendar = reference.calendar(self.region)
        while self.channel == _WINDOW and not calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def _moment(self, days: int, hour: int, minute: int) -> datetime:
        """So many days after receipt; an officer's step waits for a working day."""
        day = self.day + timedelta(days=days)
        calendar = reference.calendar(self.region)
        while days and not calendar.is_working(day):
            day += timedelta(days=1)
        return datetime.combine(day, time(hour, minute), tzinfo=clock.SHANGHAI)

    def _submit(self) -> None:
        today = clock.local(self.now).date()
        version = versions.for_application(self.code, self.region, self.channel, today)
        sample = catalog.sample(version.id, self.day, registry.facts(self.subject))
        situation = {}
        for question in version.situations:
            usual = question.options[0].value
            situation[question.key] = str(sample.get(question.key, usual))
        papers = version.materials(situation)
        asked_papers = [m for m in papers if not (m.is_form or m.exempt)]
        actor = self.actor
        window = None
        if self.channel == _WINDOW:
            window = self._clerk()
            actor = window.actor
        sent = cases.submit(
            application=cases.Application(
                item_code=self.code,
                region=self.region,
                channel=self.channel,
                subject=self.subject,
                answers=as_signed(sample, version, window),
                situation=situation,
                materials=self._papers(asked_papers),
                source="demo",
                client_ref=f"{self.known_by}-{self.day}",
                actor=actor,
                file_owner=self.actor,
                officer=window,
                received_at_org=window and window.organisation,
            ),
            now=self.at,
        )
        self.uuid = sent.uuid
        self._invite()

    def _papers(self, materials) -> tuple[Given, ...]:
        if self.channel == _WINDOW:
            return tuple(Given(m.code, "seen") for m in materials)
        return tuple(Given(m.code, "file", self._file()) for m in materials)

    def _file(self) -> str:
        if not self.paper:
            stored = cases.store_file(
                owner=self.actor, name="演示材料.pdf", content=blank_page(), now=self.at
            )
            self.paper = str(stored.uuid)
        return self.paper

    def _case(self) -> Case:
        return reads.get(self.uuid)

    def _clerk(self) -> Officer:
        near = _officer(f"{self.city}_clerk")
        if in_scope(self.region, _scope(near)):
            return near
        return _officer(f"{self.city}_city_clerk")

    def _back(self, role: str) -> Officer:
        near = _officer(f"{self.city}_{role}")
        unit = self.region
        if role == "reviewer":
            unit = self._case().organisation.region_id
        if in_scope(unit, _scope(near)):
            return near
        return _officer(f"{self.city}_city_{role}")

    def _invite(self) -> None:
        last = self._case().seq
        for seq in range(self.asked + 1, last + 1):
            ratings.invite(case_id=self.uuid, seq=seq, now=self.at)
        self.asked = last

    def _accept(self, _: str) -> None:
        look_at(self._case(), self._clerk(), self.at)
        cases.accept(case_id=self.uuid, officer=self._clerk(), now=self.at)

    def _begin(self, _: str) -> None:
        cases.begin_review(case_id=self.uuid, officer=self._back("reviewer"), now=self.at)

    def _approve(self, _: str) -> None:
        self._decide("approve", "符合条件，材料齐全")

    def _deny(self, _: str) -> None:
        self._decide("deny", "经核对，就业困难人员身份没有查到", "bad")

    def _decide(self, outcome: str, reason: str, first_point: str = "good") -> None:
        case = self._case()
        version = versions.of_case(case)
        reviewer = self._back("reviewer")
        findings = {point.code: "good" for point in version.review_points}
        cited = min(findings)
        noted = {"findings": findings | {cited: first_point}, "facts": {cited: reason}}
        cases.review(case_id=self.uuid, officer=reviewer, **noted, now=self.at)
        row = fitting.first_fit(fitting.rows_of(version, case))
        money = paid(case, _AMOUNT, self.day)
        decision = Decision(outcome, reason, (cited,), row, **money, once_more=ONCE_MORE)
        cases.decide(case_id=self.uuid, officer=reviewer, decision=decision, now=self.at)

    def _instant(self, _: str, reason: str = "") -> None:
        case = self._case()
        calendar = reference.calendar(case.region_id)
        slow = timing.over_half_hour(case.clock_from, self.at, calendar)
        if slow and not reason:
            reason = "前面的人多，排到了才办"
        look_at(case, self._clerk(), self.at)
        cases.complete_instantly(
            case_id=self.uuid,
            officer=self._clerk(),
            now=self.at,
            result=f"{self.item}已办好",
            slow_reason=reason,
            once_more=ONCE_MORE,
        )

    def _slow(self, _: str) -> None:
        self._instant("", "系统接口中断，改为人工核对")

    def _deliver(self, _: str) -> None:
        issuer = self._back("issuer")
        case = self._case()
        if case.delivery.way != "counter":
            cases.deliver(
                case_id=self.uuid, actor=self.actor, officer=None, signer=None, now=self.at
            )
            return
        cases.deliver(
            case_id=self.uuid,
            actor=issuer.actor,
            officer=issuer,
            signer=self._collector(case),
            now=self.at,
        )

    @staticmethod
    def _collector(case: Case) -> cases.Collector:
        """The applicant, or the handler whom the register has of the unit."""
        person = case.person
        if person:
            return cases.Collector(person.name, person.id_type, person.id_number)
        namesakes = registry.persons_named(case.employer.handler_name)
        handler = namesakes.earliest("id")
        return cases.Collector(handler.name, number=handler.id_number, relation="单位经办人")

    def _ask(self, _: str) -> None:
        material = versions.of_case(self._case()).all_materials[0]
        fault = Asked("material", material.code, "照片不清楚，请重新拍一张")
        cases.ask_correction(case_id=self.uuid, officer=self._clerk(), items=[fault], now=self.at)

    def _answer(self, _: str) -> None:
        code = versions.of_case(self._case()).all_materials[0].code
        cases.answer_correction(
            case_id=self.uuid,
            actor=self.actor,
            answers={},
            materials=[Given(code, "file", self._file())],
            file_owner=self.actor,
            now=self.at,
        )

    def _refuse(self, _: str) -> None:
        basis = "《就业补助资金管理办法》第三条"
        cases.refuse(
            case_id=self.uuid,
            officer=self._clerk(),
            reason="经营场所不在本市，不属于本市补贴范围",
            basis=basis,
            now=self.at,
        )

    def _withdraw(self, _: str) -> None:
        cases.withdraw(case_id=self.uuid, actor=self.actor, reason="过几天再办", now=self.at)

    def _rate(self, more: str) -> None:
        """The oldest service that can still be rated; a step that waited over a long holiday may be too late."""
        grade, reasons, *words = more.split(":")
        still = Invitation.objects.filter(
            case__uuid=self.uuid, used_at__isnull=True, expires_on__gte=self.at.date()
        )
        waiting = still.order_by("created_at").first()
        if waiting is None:
            return
        ratings.rate(
            token=waiting.token,
            grade=int(grade),
            reasons=reasons.split(","),
            comment=words[0] if words else "",
            channel=3 if waiting.window else 2,
            real_name=int(grade) <= 2,
            now=self.at,
        )


def _scope(officer: Officer) -> str:
    return officer.organisation.region_id
