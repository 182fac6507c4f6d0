"""外部来源: how each source fares, and whose answers did not count, without a word of what they said."""

from datetime import timedelta

import pytest

from tests.exchange.asking import SHOUTIAN
from yichuang.core import clock, ports
from yichuang.exchange import services
from yichuang.exchange.models import Query
from yichuang.exchange.questions import Whom
from yichuang.exchange.services import Question
from yichuang.sites.console.admin.outside import sources

pytestmark = pytest.mark.django_db
WRONG = Whom("person", "某人", "510812197001019979")  # of whom the simulator speaks as of another


def _asked(whom: Whom, source: str) -> Query:
    question = Question(
        source=source,
        role="about",
        whom=whom,
        elements=(),
        claims={},
        subject=f"case:{whom.number}",
        case=None,
        place="510812000000",
    )
    (row,) = services.ask(questions=[question], asked_by="system:test", now=clock.now())
    with ports.nobody_waits():
        services.take(query_uuid=row.uuid, now=clock.now())
    return Query.objects.get(pk=row.pk)


def test_each_source_is_shown_with_what_it_answered(world, desk):
    found = _asked(SHOUTIAN, "health.death")
    wrong = _asked(WRONG, "police.identity")
    page = desk("gy_channel").see("exchange/")
    assert (found.outcome, wrong.outcome) == ("found", "unavailable")
    for words in ("死亡医学证明", "查到1", "没答上来1", "答的是别人1", str(wrong.uuid), "每件都问"):
        assert words in page
    assert "演示用的模拟，不是真的" in page
    assert "何守田" not in page and SHOUTIAN.number not in page and WRONG.number not in page


def test_what_is_older_is_not_counted(world, desk):
    row = _asked(SHOUTIAN, "health.death")
    Query.objects.filter(pk=row.pk).update(
        asked_at=clock.now() - sources.LATELY - timedelta(days=1)
    )
    assert "查到1" not in desk("gy_channel").see("exchange/")


def test_who_is_not_connected_is_said_so(world, desk, monkeypatch):
    monkeypatch.setattr(ports, "connected", lambda kind: kind != "exchange.market")
    page = desk("gy_supervisor").see("exchange/")
    assert "没有接通" in page and "现在问不到" in page


def test_every_word_of_an_outcome_and_of_an_incident_is_there():
    outcomes = next(c for c in Query._meta.constraints if c.name == "query_outcome")
    assert set(sources.OUTCOMES) == set(outcomes.condition.children[0][1])
