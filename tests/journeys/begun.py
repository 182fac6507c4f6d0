"""Cases and drafts made without a browser, as they stand before a journey begins. Rows stay: see `real_db`."""

from tests.sites.portal_personal.conftest import ANSWERS, CHAOTIAN, SITUATION, UNEMPLOYMENT
from yichuang.accounts.models import Officer, User
from yichuang.cases import services
from yichuang.cases.queries import cases, prefill, versions
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock
from yichuang.identity import queries as identity

FLAGS = {"can_work": True, "wants_work": True, "truth_promise": True, "data_check_consent": True}


def draft_of(username, *, signed=False):
    """A filled application for 失业登记; signed: ready to be sent."""
    user = User.objects.get(username=username)
    subject = identity.subject_of(user)
    version = versions.for_application(UNEMPLOYMENT, CHAOTIAN, 2, clock.today())
    known = {
        key: value for key, (value, _) in prefill.known(version, identity.sight_of(user)).items()
    }
    draft = services.open_draft(
        owner=user,
        subject=subject,
        item_code=UNEMPLOYMENT,
        region=CHAOTIAN,
        channel=2,
        prefill=known,
        now=clock.now(),
    )
    answers = ANSWERS | FLAGS
    if signed:
        signature = {
            "signer": subject.name,
            "method": "handwriting",
            "signed_on": clock.today().isoformat(),
        }
        answers |= {"signature": signature}
    return services.keep(
        draft_id=draft.uuid,
        owner=user,
        answers=answers,
        situation=SITUATION,
        materials={},
        step="form",
    )


def case_of(username):
    """The case of such an application."""
    draft = draft_of(username, signed=True)
    actor = identity.actor_of(draft.owner)
    sent = services.submit_draft(
        draft_id=draft.uuid, owner=draft.owner, actor=actor, now=clock.now()
    )
    return cases.get(sent.uuid), sent.password


def ask_for(case, *items):
    """A clerk's correction notice."""
    clerk = Officer.objects.get(user__username="gy_clerk")
    asked = [Asked(*item) for item in items]
    services.ask_correction(case_id=case.uuid, officer=clerk, items=asked, now=clock.now())
    return cases.get(case.uuid)
