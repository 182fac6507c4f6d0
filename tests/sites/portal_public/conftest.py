"""What the public pages are tried with: one closed case, one that waits for the applicant."""

from datetime import datetime
from uuid import uuid4

import pytest

from tests.looking import complete_instantly
from tests.paper_files import PDF
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.queries import versions
from yichuang.cases.rules.application import Given
from yichuang.cases.services.corrections import Asked
from yichuang.catalog import queries as catalog
from yichuang.core.clock import SHANGHAI
from yichuang.identity import queries as identity
from yichuang.registry import queries as register

MORNING = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
REGISTER = "992014101002"


@pytest.fixture
def clerk(world):
    return Officer.objects.get(user__username="gy_clerk")


@pytest.fixture
def submitted(world):
    """submitted(code) → the uuid of a new case of 张三 in 朝天区, filled in with the sample of the item's form."""

    def make(code: str = REGISTER, region: str = "510812000000"):
        version = versions.for_application(code, region, 2, MORNING.date())
        subject = identity.subject_of(identity.user_for("zhangsan"))
        sample = catalog.sample(version.id, MORNING.date(), register.facts(subject))
        situation = {
            q.key: str(sample.get(q.key) or q.options[0].value) for q in version.situations
        }
        actor = f"test:{uuid4()}"
        given = []
        for material in version.materials(situation):
            if not (material.is_form or material.exempt):
                file = services.store_file(owner=actor, name="材料.pdf", content=PDF, now=MORNING)
                given.append(Given(material.code, "file", str(file.uuid)))
        application = services.Application(
            item_code=code,
            region=region,
            channel=2,
            subject=subject,
            answers=dict(sample),
            situation=situation,
            materials=tuple(given),
            source="test",
            client_ref=str(uuid4()),
            actor=actor,
            file_owner=actor,
        )
        return services.submit(application=application, now=MORNING).uuid

    return make


@pytest.fixture
def closed(submitted, clerk):
    """A registration that was finished on the spot."""
    uuid = submitted()
    return complete_instantly(case_id=uuid, officer=clerk, now=MORNING, result="已登记失业")


@pytest.fixture
def asked_for_more(submitted, clerk):
    """A registration for which one paper is asked."""
    uuid = submitted()
    version = versions.for_application(REGISTER, "510812000000", 2, MORNING.date())
    form = next(m for m in version.all_materials if m.is_form)
    services.ask_correction(
        case_id=uuid, officer=clerk, items=[Asked("material", form.code, "请签名")], now=MORNING
    )
    return uuid
