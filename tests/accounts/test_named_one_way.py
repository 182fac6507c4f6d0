"""An officer is named one way wherever the record names who acts or whom an entry is about; older names are read."""

import re

import pytest

from tests.architecture.conftest import CODE
from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.audit.queries import of_subjects
from yichuang.audit.services import record
from yichuang.supervision.queries import auditing

NAME = re.compile(r"""["']officer:(\{|["'] *\+)""")


def test_the_name_is_made_in_one_place():
    makers = set()
    for path in CODE.rglob("*.py"):
        if NAME.search(path.read_text(encoding="utf-8")):
            makers.add(str(path.relative_to(CODE)))
    # core/access names whom a page is for, not who acts
    assert makers == {"accounts/models/officers.py", "core/access.py"}


@pytest.mark.django_db
def test_entries_of_before_are_found_and_told_as_those_of_today(world):
    clerk = lives.officer("gy_clerk")
    assert clerk.actor == f"officer:{clerk.uuid}"
    earlier = f"officer:{clerk.pk}"
    for name in (earlier, clerk.actor):
        record(actor=name, verb="case.read", subject=name)
    both = [clerk.actor, earlier]
    found = auditing.entries_by(clerk)[:2]
    assert [entry.actor for entry in found] == both
    told = of_subjects(clerk.names_in_the_record)[:2]
    assert [entry.subject for entry in told] == both
    assert len(set(accounts.names_of(both).values())) == 1
