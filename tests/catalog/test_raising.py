"""A limit of the law becomes longer only with the law: when it is asked for, agreed to, published (ADR 18)."""

import copy

import pytest

from yichuang.accounts.models import Officer
from yichuang.catalog import queries, services, tables
from yichuang.catalog.models import ChangeOrder
from yichuang.catalog.rules import law, raising
from yichuang.core import clock
from yichuang.core.errors import Invalid

PERMISSION = "990114105002"  # 人力资源服务许可变更、延续: twenty working days by 行政许可法 42
BEFORE = {
    "type": "公共服务",
    "legal_basis": ["甲条例"],
    "statutory_days": 3,
    "statutory_unit": "工作日",
    "statutory_article": "甲条例第1条",
}
PROVISIONS = {
    "甲条例第1条": {"terms": [{"for": "决定", "days": 3, "unit": "工作日", "from": "受理"}]},
    "甲条例第2条": {"terms": [{"for": "决定", "days": 30, "unit": "工作日", "from": "受理"}]},
}


def _registration() -> str:
    rows = [row for row in queries.items() if row.name == "失业登记"]
    return rows[0].code


def _changed(code: str, **changes) -> dict:
    definition = copy.deepcopy(queries.latest_version(code).definition)
    plain = {
        key: value for key, value in definition.items() if key not in ("steps", "process_kind")
    }
    return plain | changes


def _ask(code: str, **changes) -> ChangeOrder:
    return services.open_change(
        code=code,
        kind="revised",
        reason="时限改了",
        effective_on=clock.today(),
        officer=Officer.objects.get(user__username="tm_catalogue"),
        draft=_changed(code, **changes),
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"statutory_days": 30}, "没有规定这个时限"),
        ({"statutory_unit": "月"}, "没有规定这个时限"),
        ({"statutory_days": 30, "statutory_article": ""}, "请写明是哪部法的哪一条"),
        ({"statutory_days": 30, "statutory_article": "甲条例第2条"}, ""),
        ({"statutory_days": 31, "statutory_article": "甲条例第2条"}, "没有规定这个时限"),
        ({"statutory_days": 30, "statutory_article": "乙办法第5条"}, "不在设定依据里"),
        (
            {
                "statutory_days": 30,
                "statutory_article": "乙办法第5条",
                "legal_basis": ["甲条例", "乙办法（2020年）"],
            },
            "",
        ),
        ({"statutory_days": 2}, ""),
        ({"statutory_days": None}, "请先改设定依据"),
        ({"statutory_days": None, "legal_basis": ["乙办法"]}, ""),
        (
            {"statutory_when": [{"when": {"a": "b"}, "days": 90, "unit": "工作日"}]},
            "请写明是哪部法",
        ),
    ],
)
def test_a_longer_limit_names_the_article_that_says_so(changes, said):
    problems = raising.raised(BEFORE, BEFORE | changes, PROVISIONS)
    assert bool(problems) == bool(said)
    assert said in "".join(problems)


@pytest.mark.parametrize(
    ("kind", "days", "unit", "article", "allowed"),
    [
        ("行政许可", 20, "工作日", "", True),
        ("行政许可", 21, "工作日", "甲条例第1条", False),
        ("行政许可", 30, "工作日", "甲条例第2条", True),
        ("行政许可", 30, "工作日", "乙办法第5条", False),
        ("行政许可", 2, "月", "", False),
        ("行政许可", 28, "自然日", "", True),
        ("公共服务", 60, "工作日", "", True),
    ],
)
def test_a_permission_takes_twenty_working_days_unless_a_law_says_otherwise(
    kind, days, unit, article, allowed
):
    definition = {
        "type": kind,
        "statutory_days": days,
        "statutory_unit": unit,
        "statutory_article": article,
    }
    assert (raising.beyond_permits(definition, PROVISIONS) == []) == allowed


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_no_change_that_makes_a_limit_longer_without_the_law_is_asked_for():
    before = ChangeOrder.objects.count()
    with pytest.raises(Invalid, match="法定办结时限从3个工作日改长到60个工作日"):
        _ask(_registration(), statutory_days=60)
    with pytest.raises(Invalid, match="行政许可法第42条"):
        _ask(PERMISSION, statutory_days=60)
    assert ChangeOrder.objects.count() == before


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_one_that_was_asked_for_before_is_neither_agreed_to_nor_published():
    code = _registration()
    order = _ask(code, hours="工作日9:00至17:00")
    order.draft = order.draft | {"statutory_days": 60}
    order.save()
    legal = Officer.objects.get(user__username="tm_legal")
    with pytest.raises(Invalid, match="改长"):
        services.approve_change(change_id=order.pk, officer=legal)
    order.state, order.decided_by, order.decided_at = "approved", legal.actor, clock.now()
    order.save()
    keeper = Officer.objects.get(user__username="tm_catalogue")
    with pytest.raises(Invalid, match="改长"):
        services.publish_change(change_id=order.pk, officer=keeper)
    assert queries.latest_version(code).definition["statutory_days"] == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_no_permission_of_today_takes_longer_than_its_law_says():
    provisions = law.by_citation(tables.provisions())
    permissions = 0
    for row in queries.items():
        definition = queries.latest_version(row.code).definition
        permissions += definition["type"] == raising.PERMIT
        assert raising.beyond_permits(definition, provisions) == [], row.name
    assert permissions == 7


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_a_process_that_nobody_knows_is_refused_when_it_is_asked_for():
    with pytest.raises(Invalid, match="不在统一业务流程模型里"):
        _ask(_registration(), process=["申请", "跳舞", "办结"])
