"""A working morning, and an application filled in by the item's own sample."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.queries import versions
from yichuang.cases.rules.application import Given
from yichuang.core.clock import SHANGHAI
from yichuang.registry.models import Employer, Person

MORNING = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
PDF = b"%PDF-1.4 a page"


@pytest.fixture
def morning():
    return MORNING


@pytest.fixture
def officer(world):
    """officer("gy_clerk")"""
    return lambda username: Officer.objects.select_related("organisation").get(user__username=username)


@pytest.fixture
def application(world):
    """application(code, region=…, **changes) → a complete Application with the sample's answers."""

    def make(code: str, region: str = "510812000000", now: datetime = MORNING, channel: int = 2, **changes):
        version = versions.for_application(code, region, channel, now.date())
        sample = version.guide.form["definition"]["sample"]
        situation = {q.key: str(sample.get(q.key) or q.options[0].value) for q in version.situations}
        actor = f"test:{uuid4()}"
        given = []
        for material in version.materials(situation):
            if not (material.is_form or material.exempt):
                file = services.store_file(owner=actor, name="材料.pdf", content=PDF, now=now)
                given.append(Given(material.code, "file", str(file.uuid)))
        subject = Person.objects.first() if "个人" in version.guide.service_objects else Employer.objects.first()
        made = services.Application(
            item_code=code,
            region=region,
            channel=channel,
            subject=subject,
            answers=dict(sample),
            situation=situation,
            materials=tuple(given),
            source="test",
            client_ref=str(uuid4()),
            actor=actor,
            file_owner=actor,
        )
        return replace(made, **changes)

    return make
