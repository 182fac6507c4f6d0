"""A rating taken at a kiosk for somebody who holds an invitation."""

from yichuang.cases.queries import cases as reads
from yichuang.core import clock
from yichuang.ratings.models import Invitation, Rating


def _invited(caller):
    case = reads.by_number(caller.apply().json()["number"])
    return Invitation.objects.create(
        case=case,
        kind="online",
        step="close",
        organisation=case.organisation,
        created_at=clock.now(),
        expires_on=clock.today(),
    )


def test_an_invitation_is_answered_once(caller):
    invitation = _invited(caller)
    body = {"token": invitation.token, "grade": 5}
    given = caller.send("ratings", body)
    assert given.status_code == 201, given.content
    rating = Rating.objects.get(invitation=invitation)
    assert (rating.grade, rating.channel) == (5, 1)
    assert caller.send("ratings", body).status_code == 409


def test_an_unknown_token_and_a_sixth_grade_are_refused(caller):
    assert caller.send("ratings", {"token": "nobody-was-given-this", "grade": 5}).status_code == 404
    refused = caller.send("ratings", {"token": "x", "grade": 6})
    assert refused.status_code == 422 and refused.json()["problems"][0]["field"] == "grade"
