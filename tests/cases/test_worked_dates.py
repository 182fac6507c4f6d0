"""Examples counted by hand on the calendar of the wall, each against the dates of a case (民法典 201-203)."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from tests.cases.branching import branch, definition
from yichuang.cases.rules.branches import CLOCKS, terms_of
from yichuang.cases.rules.terms import Span
from yichuang.cases.rules.timing import Facts, Stopped, dates
from yichuang.core.clock import SHANGHAI, local
from yichuang.reference.tables import calendar, thresholds

EXAMPLES = yaml.safe_load(Path(__file__).with_name("worked.yaml").read_text(encoding="utf-8"))
NUMBERED = {str(number) for number in range(1, 35)}


def moment(text):
    """A time of Beijing, as YAML read it or as it stands."""
    if not isinstance(text, datetime):
        text = datetime.fromisoformat(text)
    return text.replace(tzinfo=SHANGHAI)


def facts_of(row):
    happened = row.get("happened", {})
    received = moment(row["received"])
    stops = []
    for first, last in happened.get("stops", ()):
        stops.append(Stopped(first, last, "停", CLOCKS))
    extension = happened.get("extension")
    return Facts(
        received_at=received,
        complete_at=moment(row["complete"]) if "complete" in row else received,
        accepted_at=moment(happened["accepted"]) if "accepted" in happened else None,
        decided_at=moment(happened["decided"]) if "decided" in happened else None,
        is_granted=not happened.get("denied", False),
        stops=tuple(stops),
        restarted_on=happened.get("restarted"),
        extension=extension and Span(*extension),
        clear=happened.get("clear", False),
        expires_on=happened.get("expires"),
    )


def counted(row):
    frozen = branch(
        accept=row.get("accept"),
        statute=row.get("statute"),
        deliver=row.get("deliver"),
        **row.get("rule", {}),
    )
    version = definition(frozen, promise=row.get("promise", (20, "工作日")))
    terms = terms_of(version, {})
    return dates(facts_of(row), terms, calendar(), thresholds())


def said(answer):
    """The dates in the words of the examples."""
    columns = answer.columns()
    return {
        "accept": columns["accept_by"],
        "promise": answer.promise.due,
        "statute": columns["statutory_due"],
        "deliver": columns["deliver_by"],
        "decides_on": columns["decides_on"],
        "due": local(answer.at).date(),
        "yellow": answer.yellow_on,
        "red": answer.red_on,
        "provisional": answer.provisional,
    }


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: str(row["id"]))
def test_what_was_counted_by_hand_comes_out(row):
    answer = said(counted(row))
    assert {key: answer[key] for key in row["dates"]} == row["dates"]


def test_no_example_is_forgotten():
    numbers = {str(row["id"]).split(" ")[0] for row in EXAMPLES}
    assert NUMBERED <= numbers


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: str(row["id"]))
def test_every_date_prints_its_days_to_the_last(row):
    answer = counted(row)
    for term in (answer.accept, answer.promise, answer.statute, answer.deliver):
        if term:
            assert term.steps[-1].date == term.due
            assert all(step.why for step in term.steps if not step.index)
