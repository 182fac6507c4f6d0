"""What a rule of a form compares with, the register gives: else the rule refuses everybody."""

import re
from pathlib import Path

from yichuang.registry import queries
from yichuang.registry.models import Employer, Person

PACKS = Path(__file__).parents[3] / "packs"
HELD_OF_PERSONS = {
    "name",
    "id_type",
    "id_number",
    "other_id",
    "sex",
    "birth_date",
    "phone",
    "residence_region",
    "residence_address",
}
HELD_OF_UNITS = {
    "name",
    "credit_code",
    "kind",
    "industry",
    "legal_rep_name",
    "handler_name",
    "handler_phone",
    "region",
    "address",
}


def facts_named(side: str) -> set[str]:
    """The facts of one side with which a rule of any pack compares."""
    keys = set()
    for pack in sorted(PACKS.rglob("*.yaml")):
        text = pack.read_text(encoding="utf-8")
        keys.update(re.findall(rf"fact: registry\.{side}\.(\w+)", text))
    return keys


def test_every_fact_that_a_pack_names_is_one_that_the_register_holds():
    assert facts_named("person") <= HELD_OF_PERSONS
    assert facts_named("employer") <= HELD_OF_UNITS


def test_the_register_gives_all_that_it_holds():
    everything = dict.fromkeys(("kind", "industry", "address"), "有")
    unit = Employer(
        name="示例甲食品有限公司（虚构）",
        credit_code="91510812MA99999021",
        legal_rep_name="李四",
        handler_name="孙七",
        handler_phone="13900000102",
        region_id="510812000000",
        **everything,
    )
    assert queries.facts(unit).keys() == {f"registry.employer.{key}" for key in HELD_OF_UNITS}
    assert queries.facts(unit)["registry.employer.handler_name"] == "孙七"
    person = Person(id_type="A", id_number="E12345678", name="示例", phone="13900000001")
    known = queries.facts(person)
    assert known.keys() <= {f"registry.person.{key}" for key in HELD_OF_PERSONS}
