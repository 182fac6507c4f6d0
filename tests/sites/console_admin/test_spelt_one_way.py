"""What officers type to name a colleague, a unit or an item is spelt one way at every door of theirs.

Expected spellings are written by hand.
"""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from tests.sites.console_admin.writer import ROOT, fields_of, text_of
from yichuang.accounts.models import Officer, Qualification
from yichuang.identity import queries as identity

SITES = Path(__file__).resolve().parents[3] / "yichuang/sites"
UNIT = "510812000000"
ITEM = "992014401001"
# sentences and whatever else nobody is looked up by
SENTENCES = {
    "appointment_note",
    "complaint",
    "consult",
    "fee_note",
    "hours",
    "mode_note",
    "not_offered_reason",
    "past_reason",
    "power_list_ref",
    "publicity_basis",
    "reason",
}
BY_ITS_OWN_READER = {"region", "school"}  # a place by name or code; a sample of the kit
NAMES = ("name", "_holder")


def _said(value: ast.expr) -> str:
    """What a value says: a constant itself, or the name that stands for it."""
    if isinstance(value, ast.Name):
        return value.id.lower()
    return str(getattr(value, "value", ""))


def _texts(path: Path):
    """(line, key, whether it says its spelling) of every field of text that is defined in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Dict):
            continue
        shape = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                shape[key.value] = _said(value)
        if shape.get("type") == "text" and "key" in shape:
            yield node.lineno, shape["key"], "spelt" in shape


def test_every_field_of_text_is_a_sentence_or_says_how_it_is_spelt():
    unspelt = []
    asked = 0
    for path in sorted(SITES.rglob("*.py")):
        for line, key, says in _texts(path):
            asked += 1
            if says or key.endswith(NAMES) or key in SENTENCES | BY_ITS_OWN_READER:
                continue
            unspelt.append(f"{path.relative_to(SITES)}:{line}: {key}")
    assert asked >= 20
    assert unspelt == []


@pytest.fixture
def joined(desk):
    """joined(typed fields): the answer of the page on which somebody new is entered."""
    admin = desk("gy_org")
    path = f"units/{UNIT}/join/"

    def join(**typed):
        asked = admin.fill(path, **typed)
        if asked.status_code != 200:
            return asked
        return admin.client.post(ROOT + path, fields_of(asked) | {"_confirm": "yes"})

    return join


def test_a_new_officer_is_kept_in_one_spelling_and_met_by_any(joined):
    joined(
        name="新 来\u200b的",
        employee_no="Ｎ-\u200b0009",
        username="ｇｙ_new\u202c",
        window="３号\u3000窗口",
        phone="+86 139-0000-0999",
    )
    officer = Officer.objects.get(employee_no="N-0009")
    assert officer.name == "新来的"
    assert officer.user.username == "gy_new"
    assert officer.window == "3号窗口"
    assert officer.phone == "13900000999"
    assert identity.accounts_for("ｇｙ_new ") == [officer.user]


@pytest.mark.parametrize(
    ("number", "username", "said"),
    [
        ("n-0009", "gy_other", "这个工号已经有人用了"),
        ("Ｎ-\ufeff0009", "gy_other", "这个工号已经有人用了"),
        ("N-0010", "gy\u200b_new", "这个用户名已经有人用了"),
    ],
)
def test_another_spelling_is_the_same_number_and_the_same_account(joined, number, username, said):
    joined(name="新来的", employee_no="N-0009", username="gy_new")
    again = joined(name="又来的", employee_no=number, username=username)
    assert again.status_code == 409
    assert said in text_of(again)


def test_units_items_and_certificates_are_met_however_they_are_typed(desk):
    admin = desk("gy_org")
    officer = Officer.objects.get(user__username="gy_clerk")
    Qualification.objects.filter(officer=officer, item_code=ITEM).delete()
    admin.write(
        f"officers/{officer.uuid}/qualify/",
        item="９９２０１４\u200b401001",
        certificate="川ａ-\u202d00１",
    )
    paper = Qualification.objects.get(officer=officer, item_code=ITEM)
    assert paper.certificate == "川A-001"


@pytest.mark.django_db
def test_an_older_spelling_is_mended_and_a_double_stays():
    first, second, third = Officer.objects.order_by("pk")[:3]
    Officer.objects.filter(pk=first.pk).update(employee_no="z\u200b1", window="３号")
    Officer.objects.filter(pk=second.pk).update(employee_no="Ｙ2")
    Officer.objects.filter(pk=third.pk).update(employee_no="Y2")
    migration = import_module(
        "yichuang.accounts.migrations.0008_numbers_of_officers_have_one_spelling"
    )
    migration.spell_officers(apps, None)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.employee_no, first.window) == ("Z1", "3号")
    assert second.employee_no == "Ｙ2"
