"""Each verb of the clock by a post of the page: by whom, in which states, only where the rule of the case has it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.paper_files import JPG, PDF
from tests.sites.desk import clocked, lives
from yichuang.cases.models import Case, OnSiteCheck, Pause, TermChange

pytestmark = pytest.mark.django_db
EVERYBODY = ("gy_clerk", "gy_reviewer", "gy_approver", "gy_head", "gy_issuer", "gy_supervisor")


def photo():
    return SimpleUploadedFile("门头.jpg", JPG, "image/jpeg")


def consent():
    return SimpleUploadedFile("同意书.pdf", PDF, "application/pdf")


STOP = {"_kind": "test", "test_reason": "要送检", "test_planned_until": "2026-12-02"}
DEFER = {
    "_kind": "mediate_first",
    "mediate_first_reason": "双方愿意先调解",
    "mediate_first_planned_until": "2026-12-02",
    "_mediate_first_is_agreed": "yes",
}
WAIT = {
    "_suspension_cause": "conclusion",
    "suspension_reason": "责任认定书还没有出",
    "suspension_expected_until": "2026-12-25",
    "_suspension_not_visible": "yes",
}
LONGER = {"extending_reason": "场所有三处", "extending_until": "2026-12-18"}
RESTART = {
    "_restarting_event": "joined",
    "restarting_on_day": "2026-11-24",
    "restarting_reason": "追加了劳务派遣单位",
}
# worlds whose case is in review, its clock running, and nothing of a suspension waits
REVIEWED = ("reviewing", "clear", "extension_waits", "by_parties", "unsigned")
# verb → (who does it, in which worlds, what is typed)
VERBS = {
    "begin-special": ("gy_reviewer", (*REVIEWED, "suspension_waits"), STOP),
    "end-special": ("gy_reviewer", ("special",), {"ending_result": "合格"}),
    "defer-acceptance": ("gy_clerk", ("received",), DEFER),
    "resume-acceptance": ("gy_clerk", ("deferred",), {"going_on_why": "没有调成"}),
    "suspend": ("gy_reviewer", REVIEWED, WAIT),
    "ask-suspension": ("gy_reviewer", (), WAIT),
    "grant-suspension": ("gy_head", ("suspension_waits",), {}),
    "refuse-suspension": ("gy_head", ("suspension_waits",), {"refusal_reason": "认定书已经出了"}),
    "resume": ("gy_reviewer", ("suspended",), {"going_on_why": "认定书到了"}),
    "ask-extension": (
        "gy_reviewer",
        ("accepted", "reviewing", "clear", "special", "suspended", "suspension_waits", "unsigned"),
        LONGER,
    ),
    "grant-extension": ("gy_head", ("extension_waits",), {}),
    "refuse-extension": ("gy_head", ("extension_waits",), {"refusal_reason": "人手够"}),
    "agree-longer": ("gy_clerk", ("by_parties",), {"agreement_until": "2026-12-28"}),
    "restart-term": ("gy_reviewer", (*REVIEWED, "suspension_waits"), RESTART),
    "take-back-clear": ("gy_reviewer", ("clear",), {"clear_reason": "证人说法不一"}),
    "check-on-site": (
        "gy_reviewer",
        (*REVIEWED, "accepted", "suspension_waits"),
        {
            "check_on_day": "2026-11-24",
            "check_place_of": "朝天镇的经营场所",
            "check_findings": "和申请书写的相符",
        },
    ),
    "sign-check": ("gy_city_reviewer", ("unsigned",), {}),
}


def sent(who: str, case: Case, verb: str, **more):
    """The answer to the post, with what is typed for this case."""
    form = dict(VERBS[verb][2]) | more
    if verb == "check-on-site":
        form["_check_second"] = str(lives.officer("gy_city_reviewer").uuid)
        form["check_photos"] = photo()
    if verb == "agree-longer":
        form["agreement_consent"] = consent()
    if verb == "sign-check":
        check = OnSiteCheck.objects.filter(case=case).first()
        form["_check"] = str(check.uuid) if check else str(case.uuid)
    with clocked.wednesday():
        return lives.signed_in(who).post(f"/desk/cases/{case.uuid}/{verb}/", form)


def touched(case: Case) -> tuple:
    """What a verb of the clock leaves behind."""
    case = lives.again(case)
    return (
        case.seq,
        case.state,
        case.paused_since,
        case.due_at,
        Pause.objects.filter(case=case).count(),
        TermChange.objects.filter(case=case, refused_at=None).count(),
        OnSiteCheck.objects.filter(case=case).count(),
    )


@pytest.fixture
def every(world, monkeypatch):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    return monkeypatch


def worlds_of(verb: str) -> tuple:
    """The worlds in which it is done, the first for all other officers."""
    if verb == "ask-suspension":
        return ("suspension_asked",)
    return VERBS[verb][1]


@pytest.fixture
def brought(every):
    """brought(world) → its case."""

    def bring(world: str) -> Case:
        if world == "suspension_asked":
            clocked.with_rule(every, **clocked.EVERY, suspended_by=clocked.OF_HEAD)
            return clocked.reviewing(every)
        return clocked.brought(world, every)

    return bring


@pytest.mark.parametrize("verb", VERBS)
def test_it_is_done_by_whom_the_law_names_and_by_nobody_else(brought, verb):
    case = brought(worlds_of(verb)[0])
    right = VERBS[verb][0]
    before = touched(case)
    for who in EVERYBODY:
        if who == right:
            continue
        answer = sent(who, case, verb)
        assert answer.status_code in (403, 404, 409, 422), (who, lives.words(answer)[:300])
        assert touched(case) == before, who
    answer = sent(right, case, verb)
    assert answer.status_code == 302, lives.words(answer)[:800]
    assert touched(case) != before


@pytest.mark.parametrize("state", clocked.BRINGING)
def test_in_each_state_only_the_verbs_of_that_state_pass(brought, state):
    case = brought(state)
    before = touched(case)
    for verb, (who, worlds, _) in VERBS.items():
        if state in worlds:
            continue
        answer = sent(who, case, verb)
        if answer.status_code == 302:
            pytest.fail(f"{verb} in {state}")
        assert touched(case) == before, verb


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_passes_in_each_of_its_states(brought, verb):
    for world in worlds_of(verb)[1:]:
        case = brought(world)
        answer = sent(VERBS[verb][0], case, verb)
        assert answer.status_code == 302, (world, lives.words(answer)[:800])


OF_THE_RULE = (
    *("begin-special", "suspend", "ask-suspension", "ask-extension"),
    *("restart-term", "take-back-clear", "check-on-site"),
)


def test_what_the_rule_does_not_name_is_done_by_no_post(world, monkeypatch):
    clocked.without(monkeypatch)
    case = clocked.reviewing(monkeypatch)
    before = touched(case)
    for verb in OF_THE_RULE:
        answer = sent("gy_reviewer", case, verb)
        assert answer.status_code == 422, (verb, answer.status_code)
        assert touched(case) == before, verb
    received = clocked.received(monkeypatch)
    before = touched(received)
    assert sent("gy_clerk", received, "defer-acceptance").status_code == 422
    assert sent("gy_clerk", case, "agree-longer").status_code == 422
    assert touched(received) == before


def test_who_came_since_stops_a_verb_and_the_words_stay(brought):
    case = brought("reviewing")
    answer = sent("gy_reviewer", case, "begin-special", _seq=str(case.seq - 1))
    page = answer.content.decode()
    assert answer.status_code == 409 and ">要送检</textarea>" in page
    assert lives.again(case).state == "reviewing"
