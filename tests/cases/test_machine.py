"""Any officer, any verb, any order: what must hold of a case holds after every step."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.cases.conftest import MORNING, PDF, filled
from tests.publicised import shown_to_the_end
from yichuang.accounts.models import Assignment, Officer
from yichuang.cases import services
from yichuang.cases.models import Case, CaseEvent, Delivery, FollowUp
from yichuang.cases.queries import versions
from yichuang.cases.queries.desk import chain_faults
from yichuang.cases.rules import states
from yichuang.cases.rules.application import Given
from yichuang.cases.services import files
from yichuang.cases.services.alarms import raise_alarms
from yichuang.cases.services.corrections import Asked
from yichuang.cases.services.review import Decision
from yichuang.core import limits
from yichuang.core.clock import local
from yichuang.core.errors import Problem
from yichuang.core.models import OutboxEvent

ITEMS = ("990514102003", "990514102006", "992014101002")
PEOPLE = (
    "gy_clerk",
    "gy_clerk_sb",
    "gy_reviewer",
    "gy_reviewer_jy",
    "gy_approver",
    "gy_issuer",
    "yy_clerk",
)
PERSON = st.sampled_from(PEOPLE)
DECISIONS = st.builds(
    Decision,
    outcome=st.sampled_from(["approve", "deny"]),
    reason=st.sampled_from(["", "符合", "不符合", "参保记录里只有八个月"]),
    points=st.sampled_from([(), ("R1",), ("R1", "R2"), ("R99",)]),
    row=st.sampled_from(["", "D1.1", "D1.2", "D9.9"]),
    outside=st.booleans(),
    amount=st.sampled_from(["", "1200.50", "many"]),
    since=st.sampled_from(["2026-11", "12"]),
    until=st.sampled_from(["2026-12", "2026-10"]),
    standard=st.sampled_from(["", "按本地标准"]),
    cut=st.just("超出标准"),
)


def times_come(events: list[CaseEvent]) -> int:
    """How often somebody came: one person, one unit, one day; whoever is not named is whoever was there."""
    before, times = [], 0
    for event in events:
        if not event.on_site:
            continue
        step = json.loads(event.data)["data"]
        usual = "applicant" if event.kind in ("submit", "answer_correction") else ""
        who = step.get("by", usual)
        unit = event.officer.organisation_id if event.officer else 0
        place = (local(event.at).date(), unit)
        there = [name for name, where in before if where == place]
        stranger = who and any(there) and who not in there
        times += bool(not there or stranger)
        before.append((who, place))
    return times


class Life(RuleBasedStateMachine):
    """One case among officers who try everything. A refusal is an answer; anything else that is raised is a fault."""

    @initialize(code=st.sampled_from(ITEMS), channel=st.sampled_from([1, 2]))
    def submit(self, code, channel):
        self.now = MORNING
        self.refused = 0
        for quota in (files.FILES_A_DAY, files.MEGABYTES_A_DAY):
            limits.forget(quota, "person:1")
        self.case_id = services.submit(application=filled(code, channel=channel), now=self.now).uuid
        self.officers = {
            o.user.username: o for o in Officer.objects.filter(user__username__in=PEOPLE)
        }
        if not self.officers["gy_clerk"].assignments.filter(role="reviewer").exists():
            for role in ("reviewer", "approver"):
                Assignment.objects.create(
                    officer=self.officers["gy_clerk"],
                    role=role,
                    region_id="510812000000",
                    valid_from=MORNING.date(),
                )

    def _do(self, verb, **arguments):
        before = self._row()
        try:
            verb(case_id=self.case_id, now=self.now, **arguments)
        except Problem as problem:
            assert problem.message and (problem.way_out or hasattr(problem, "problems"))
            after = self._row()
            assert (after.seq, bytes(after.head), after.state) == (
                before.seq,
                bytes(before.head),
                before.state,
            )

    def _row(self):
        return Case.objects.get(uuid=self.case_id)

    @rule(minutes=st.sampled_from([1, 31, 60 * 24, 60 * 24 * 40]))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)
        raise_alarms(now=self.now)

    @rule(who=PERSON)
    def look_at_the_papers(self, who):
        officer = self.officers[who]
        for paper in self._row().materials.filter(file__isnull=False):
            services.note_opened(material=paper, officer=officer, now=self.now)
        self._do(services.judge_all_good, officer=officer)

    @rule(who=PERSON, on_site=st.booleans())
    def accept(self, who, on_site):
        self._do(services.accept, officer=self.officers[who], on_site=on_site)

    @rule(who=PERSON, reason=st.sampled_from(["", "不属本地"]))
    def refuse(self, who, reason):
        law = "《就业补助资金管理办法》第3条"
        self._do(services.refuse, officer=self.officers[who], reason=reason, basis=law)

    @rule(who=PERSON, slow=st.sampled_from(["", "系统慢"]))
    def finish_at_once(self, who, slow):
        self._do(
            services.complete_instantly, officer=self.officers[who], result="已办", slow_reason=slow
        )

    @rule(who=PERSON, code=st.sampled_from(["person_phone", "handler_phone", "nothing"]))
    def ask(self, who, code):
        self._do(
            services.ask_correction,
            officer=self.officers[who],
            items=[Asked("field", code, "请核对")],
        )

    @rule(who=PERSON)
    def ask_for_a_paper(self, who):
        code = self._row().materials.first().code
        self._do(
            services.ask_correction,
            officer=self.officers[who],
            items=[Asked("material", code, "看不清")],
        )

    @rule(phone=st.sampled_from(["13900000005", "12"]), bring=st.booleans())
    def answer(self, phone, bring):
        given = []
        if bring:
            file = services.store_file(owner="person:1", name="补.pdf", content=PDF, now=self.now)
            given = [
                Given(m.code, "file", str(file.uuid)) for m in self._row().materials.filter(round=0)
            ]
        self._do(
            services.answer_correction, actor="person:1", file_owner="person:1", materials=given,
            answers={"person_phone": phone, "handler_phone": phone},
        )  # fmt: skip

    @rule()
    def night(self):
        services.return_unanswered(case_id=self.case_id, now=self.now)

    @rule(who=PERSON)
    def begin_review(self, who):
        self._do(services.begin_review, officer=self.officers[who])

    @rule(
        who=PERSON,
        findings=st.dictionaries(
            st.sampled_from(["R1", "R9"]), st.sampled_from(["good", "bad", "?"])
        ),
        fact=st.sampled_from(["不符合", "参保记录里只有八个月"]),
    )
    def review(self, who, findings, fact):
        facts = dict.fromkeys(findings, fact)
        self._do(services.review, officer=self.officers[who], findings=findings, facts=facts)

    @rule(who=PERSON, verdict=st.sampled_from(["good", "bad"]))
    def judge_every_point(self, who, verdict):
        points = versions.of_case(self._row()).review_points
        self._do(
            services.review, officer=self.officers[who], findings={p.code: verdict for p in points}
        )

    @rule(who=PERSON, decision=DECISIONS)
    def decide(self, who, decision):
        self._do(services.decide, officer=self.officers[who], decision=decision)

    @rule(who=PERSON, decision=DECISIONS)
    def propose(self, who, decision):
        self._do(services.propose, officer=self.officers[who], decision=decision)

    @rule()
    def publicity_is_over(self):
        shown_to_the_end(self._row())

    @rule(who=PERSON, agree=st.booleans(), reason=st.sampled_from(["", "同意"]))
    def second(self, who, agree, reason):
        self._do(services.second, officer=self.officers[who], agree=agree, reason=reason)

    @rule(who=PERSON, signer=st.sampled_from(["", "张三"]))
    def deliver(self, who, signer):
        self._do(
            services.deliver,
            actor="test",
            officer=self.officers[who],
            signer=services.Collector(signer, number="510812198805129916"),
        )

    @rule(who=PERSON)
    def post(self, who):
        self._do(services.post_result, officer=self.officers[who])

    @rule()
    def give_to_courier(self):
        self._do(services.hand_to_courier)

    @rule(who=PERSON)
    def post_by_hand(self, who):
        self._do(services.note_parcel, officer=self.officers[who], waybill="EMS1")

    @rule()
    def open_result(self):
        self._do(services.open_result, actor="person:1")

    @rule(who=PERSON)
    def follow_up(self, who):
        self._do(services.follow_up, officer=self.officers[who], remark="满意")

    @rule(really=st.integers(0, 4))
    def withdraw(self, really):
        if really == 0:
            self._do(services.withdraw, actor="person:1", reason="不办了")

    @rule(who=PERSON, really=st.integers(0, 4))
    def void(self, who, really):
        if really == 0:
            self._do(services.void, officer=self.officers[who], why="twice")

    @rule(who=PERSON, other=PERSON, verb=st.sampled_from(["claim", "release", "hand_over"]))
    def hold(self, who, other, verb):
        more = {"to": self.officers[other], "reason": "请帮忙"} if verb == "hand_over" else {}
        self._do(getattr(services, verb), officer=self.officers[who], **more)

    @invariant()
    def what_must_hold(self):
        if not hasattr(self, "case_id"):
            return
        case = self._row()
        events = list(CaseEvent.objects.filter(case=case).order_by("seq"))
        assert chain_faults(case) == []
        assert (
            case.seq == len(events)
            and case.state == events[-1].state
            and case.state in states.STATES
        )
        assert case.open is (case.state not in states.FINAL)
        assert (case.closed_at is not None) is (case.state in states.FINAL)
        assert Delivery.objects.filter(case=case).count() == (case.state in ("closed", "refused"))
        followed = Delivery.objects.filter(case=case, state="delivered", case__state="closed")
        assert FollowUp.objects.filter(case=case).count() == followed.count()
        assert (
            case.instant or case.decided_by_id is None or case.decided_by_id != case.accepted_by_id
        )
        assert (case.decided_at is not None) is (case.outcome in ("approved", "denied"))
        assert case.visits == times_come(events)
        told = OutboxEvent.objects.filter(
            topic="cases.CaseMoved", payload__case=str(case.uuid)
        ).count()
        assert told == case.seq - 1


@pytest.mark.parametrize(
    ("examples", "steps"),
    [(6, 20), pytest.param(300, 60, marks=pytest.mark.long(kind="fuzz"))],
    ids=["short", "long"],
)
def test_a_case_keeps_its_promises_whatever_people_try(world, examples, steps):
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
