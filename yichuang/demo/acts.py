"""What is done with a made-up case, each act through the services and by whoever of the demo may do it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from yichuang.accounts.models import Officer
from yichuang.cases import services as cases
from yichuang.cases.models import Case
from yichuang.cases.queries import cases as reads
from yichuang.cases.queries import fitting, versions
from yichuang.cases.rules import timing
from yichuang.cases.rules.application import Given
from yichuang.cases.services.corrections import Asked
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.core.clock import local
from yichuang.demo import answering, applying, publicising, staff
from yichuang.demo.applicants import Applicant
from yichuang.demo.granting import ONCE_MORE, paid
from yichuang.demo.looking import look_at
from yichuang.demo.pages import blank_page
from yichuang.demo.publicising import AMOUNT
from yichuang.demo.signed import as_signed
from yichuang.ratings import services as ratings
from yichuang.ratings.models import Invitation
from yichuang.reference import queries as reference
from yichuang.registry import queries as registry

WINDOW = 1


@dataclass
class Acts:
    """The acts of one case, by the verbs of packs/demo/cases.yaml.

    item, code: its name in the pack and its code; city: prefix of the
    accounts of its officers; region: where it is applied for; day: on which
    it is received; known_as: what no other application is called.

    uuid: of the case, once there is one; invited: the last entry of its trail
    for which the applicant was invited to rate; paper: uuid of the one file
    that stands for every paper.
    """

    applicant: Applicant
    item: str
    code: str
    channel: int
    city: str
    region: str
    day: date
    known_as: str
    uuid: UUID | None = None
    invited: int = 0
    paper: str = ""

    def submit(self, now: datetime) -> None:
        """Apply with the item's own sample.

        Of the version in force then, which after an upgrade is an older
        one.
        """
        day = local(now).date()
        version = versions.for_application(self.code, self.region, self.channel, day)
        if self.channel == WINDOW:
            application = self._application_at_window(version)
        else:
            application = self._application_online(version, now)
        sent = cases.submit(application=application, now=now)
        self.uuid = sent.uuid
        answering.answer_for(self.uuid, now)
        self.invite(now)

    def _application(self, version: versions.Version) -> cases.Application:
        """What is the same at every door."""
        subject = self.applicant.subject
        sample = catalog.sample(version.id, self.day, registry.facts(subject))
        return cases.Application(
            item_code=self.code,
            region=self.region,
            channel=self.channel,
            subject=subject,
            answers=sample,
            situation=applying.usual_situation(version, sample),
            source="demo",
            client_ref=self.known_as,
            actor=self.applicant.actor,
            file_owner=self.applicant.actor,
        )

    def _application_at_window(self, version: versions.Version) -> cases.Application:
        """Taken in by a clerk, who has seen the papers and the signature."""
        clerk = self._clerk()
        application = self._application(version)
        codes = self._codes_of_papers(version, application)
        return replace(
            application,
            answers=as_signed(application.answers, version, clerk),
            materials=tuple(Given(code, "seen") for code in codes),
            actor=clerk.actor,
            officer=clerk,
            received_at_org=clerk.organisation,
        )

    def _application_online(self, version: versions.Version, now: datetime) -> cases.Application:
        """Sent by the applicant, with the same file for every paper."""
        application = self._application(version)
        papers = []
        for code in self._codes_of_papers(version, application):
            paper = Given(code, "file", self._file(now))
            papers.append(paper)
        return replace(application, materials=tuple(papers))

    def _codes_of_papers(
        self, version: versions.Version, application: cases.Application
    ) -> list[str]:
        subject = self.applicant.subject
        return applying.codes_of_papers(
            version, application.situation, subject, application.answers
        )

    def invite(self, now: datetime) -> None:
        """Invite to rate each service that was done since the last time."""
        last = self._case().seq
        for seq in range(self.invited + 1, last + 1):
            ratings.invite(case_id=self.uuid, seq=seq, now=now)
        self.invited = last

    def accept(self, now: datetime, _: str) -> None:
        """The clerk looks at the papers and takes the application in."""
        clerk = self._clerk()
        look_at(self._case(), clerk, now)
        cases.accept(case_id=self.uuid, officer=clerk, now=now)

    def deem(self, now: datetime, _: str) -> None:
        """Nobody said anything in time.

        By the law it is accepted, where the law says so.
        """
        cases.deem_accepted(case_id=self.uuid, now=now)

    def begin(self, now: datetime, _: str) -> None:
        """A reviewer of the office that has the case begins."""
        reviewer = self._reviewer()
        cases.begin_review(case_id=self.uuid, officer=reviewer, now=now)

    def publicise(self, now: datetime, _: str) -> None:
        """Every point is good, and it is shown in public."""
        case = self._case()
        reviewer = self._reviewer()
        publicising.examine(case, reviewer, now)
        publicising.put_up([case], reviewer, now)

    def approve(self, now: datetime, _: str) -> None:
        """Every point is good, and it is granted.

        Not while its 公示 stands: a long holiday makes that longer.
        """
        case = self._case()
        if not publicising.is_over(case, now):
            return
        self._decide(now, "approve", "符合条件，材料齐全", "good")

    def deny(self, now: datetime, _: str) -> None:
        """The first point is not good."""
        self._decide(now, "deny", "经核对，就业困难人员身份没有查到", "bad")

    def _decide(self, now: datetime, outcome: str, reason: str, first_point: str) -> None:
        """Review and decide, on the first point of the review.

        first_point: what was found of it; all others are good.
        """
        case = self._case()
        version = versions.of_case(case)
        reviewer = self._reviewer()
        findings = {point.code: "good" for point in version.review_points}
        cited = min(findings)
        findings[cited] = first_point
        facts = {cited: reason}
        cases.review(case_id=self.uuid, officer=reviewer, findings=findings, facts=facts, now=now)
        rows = fitting.rows_of(version, case)
        row = fitting.first_fit(rows)
        money = paid(case, AMOUNT, self.day)
        decision = Decision(outcome, reason, (cited,), row, **money, once_more=ONCE_MORE)
        cases.decide(case_id=self.uuid, officer=reviewer, decision=decision, now=now)

    def instant(self, now: datetime, _: str) -> None:
        """Done while the applicant waits.

        What took over half an hour has its reason.
        """
        case = self._case()
        calendar = reference.calendar(case.region_id)
        reason = ""
        if timing.over_half_hour(case.clock_from, now, calendar):
            reason = "前面的人多，排到了才办"
        self._complete(now, case, reason)

    def slow(self, now: datetime, _: str) -> None:
        """Done in one go, but late."""
        case = self._case()
        self._complete(now, case, "系统接口中断，改为人工核对")

    def _complete(self, now: datetime, case: Case, slow_reason: str) -> None:
        """The clerk looks at the papers and does it at once.

        slow_reason: "" where it was in time.
        """
        clerk = self._clerk()
        look_at(case, clerk, now)
        cases.complete_instantly(
            case_id=self.uuid,
            officer=clerk,
            now=now,
            result=f"{self.item}已办好",
            slow_reason=slow_reason,
            once_more=ONCE_MORE,
        )

    def deliver(self, now: datetime, _: str) -> None:
        """Handed over at the counter, or sent the way that the applicant chose."""
        case = self._case()
        actor = self.applicant.actor
        officer = None
        signer = None
        if case.delivery.way == "counter":
            officer = staff.nearest(self.city, "issuer", self.region)
            actor = officer.actor
            signer = _collector(case)
        cases.deliver(case_id=self.uuid, actor=actor, officer=officer, signer=signer, now=now)

    def ask(self, now: datetime, _: str) -> None:
        """The clerk asks for the first paper once more."""
        code = self._first_paper()
        fault = Asked("material", code, "照片不清楚，请重新拍一张")
        cases.ask_correction(case_id=self.uuid, officer=self._clerk(), items=[fault], now=now)

    def answer(self, now: datetime, _: str) -> None:
        """The applicant sends that paper."""
        code = self._first_paper()
        file = self._file(now)
        paper = Given(code, "file", file)
        actor = self.applicant.actor
        cases.answer_correction(
            case_id=self.uuid, actor=actor, answers={}, materials=[paper], file_owner=actor, now=now
        )

    def refuse(self, now: datetime, _: str) -> None:
        """The clerk does not take it in: it is not for this office."""
        cases.refuse(
            case_id=self.uuid,
            officer=self._clerk(),
            reason="经营场所不在本市，不属于本市补贴范围",
            basis="《就业补助资金管理办法》第三条",
            now=now,
        )

    def withdraw(self, now: datetime, _: str) -> None:
        """The applicant takes it back."""
        actor = self.applicant.actor
        cases.withdraw(case_id=self.uuid, actor=actor, reason="过几天再办", now=now)

    def rate(self, now: datetime, more: str) -> None:
        """The oldest service that can still be rated.

        A step that waited over a long holiday may be too late for any.

        more: grade, codes of reasons, words, with `:` between them.
        """
        grade, reasons, *words = more.split(":")
        unused = Invitation.objects.filter(case__uuid=self.uuid, used_at__isnull=True)
        in_time = unused.filter(expires_on__gte=now.date())
        invitation = in_time.order_by("created_at").first()
        if invitation is None:
            return
        ratings.rate(
            token=invitation.token,
            grade=int(grade),
            reasons=reasons.split(","),
            comment="".join(words[:1]),
            channel=3 if invitation.window else 2,
            real_name=int(grade) <= 2,
            now=now,
        )

    def _case(self) -> Case:
        """As it is now."""
        return reads.get(self.uuid)

    def _clerk(self) -> Officer:
        """Of the place where it is applied for."""
        return staff.nearest(self.city, "clerk", self.region)

    def _reviewer(self) -> Officer:
        """Of the office that has the case now.

        That need not be where it was received.
        """
        unit = self._case().organisation.region_id
        return staff.nearest(self.city, "reviewer", unit)

    def _first_paper(self) -> str:
        """The code of the item's first paper."""
        version = versions.of_case(self._case())
        first = version.all_materials[0]
        return first.code

    def _file(self, now: datetime) -> str:
        """The uuid of an empty page.

        It is stored the first time it is needed.
        """
        if not self.paper:
            stored = cases.store_file(
                owner=self.applicant.actor, name="演示材料.pdf", content=blank_page(), now=now
            )
            self.paper = str(stored.uuid)
        return self.paper


def _collector(case: Case) -> cases.Collector:
    """Who signs at the counter.

    The applicant, or the handler whom the register has of the unit.
    """
    person = case.person
    if person:
        return cases.Collector(person.name, person.id_type, person.id_number)
    namesakes = registry.persons_named(case.employer.handler_name)
    handler = namesakes.earliest("id")
    return cases.Collector(handler.name, number=handler.id_number, relation="单位经办人")
