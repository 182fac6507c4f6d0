"""What no decision pack may say (行政许可法 38; 个人信息保护法 6, 24)."""

import copy
from datetime import date

import pytest

from tests.eligibility.knowing import BENEFIT, known, pack_of
from yichuang.core import packs
from yichuang.eligibility import tables
from yichuang.eligibility.rules import digests, faults
from yichuang.eligibility.rules.determining import names_of


def refused(change, **item):
    pack = copy.deepcopy(pack_of(BENEFIT))
    change(pack)
    definition = packs.read(f"items/{BENEFIT}.yaml") | item
    fields = {name.removeprefix("form.") for name in names_of(pack_of(BENEFIT))}
    around = faults.Around(
        definition, fields | {"by_agent"}, known().types, known().sources, tables.FIGURES
    )
    return "\n".join(faults.problems_of(pack, around))


def nothing_changed(pack):
    pass


def first(**values):
    return lambda pack: pack["all"][0].update(values)


def without(key):
    return lambda pack: pack["all"][0].pop(key)


def test_the_pack_itself_is_sound():
    assert refused(nothing_changed) == ""


def test_nothing_that_others_may_object_to_first():
    steps = ["申请", "受理", "审核", "公示", "决定", "办结"]
    assert "公示没有结束" in refused(nothing_changed, process=steps)


def test_no_licence():
    assert "行政许可不能由规则决定" in refused(nothing_changed, type="行政许可")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (first(point="别的要点"), "审查要点“缴费满1年”没有一个条件管它"),
        (first(point="别的要点"), "没有“别的要点”这个审查要点"),
        (without("point"), "审查要点“缴费满1年”没有一个条件管它"),
        (without("basis"), "没有写 basis"),
        (without("says"), "没有写 says"),
        (without("at_least"), "没有写要它怎样"),
        (first(fact="insurance.gossip"), "没有来源给 insurance.gossip"),
        (first(fact="form.nowhere"), "申请表和办理情形里没有 nowhere"),
        (first(fact="form.contribution_months"), "只凭申请人自己填的"),
        (first(rule={"field": "contribution_months", "at_least": 12}), "只写一个"),
        (first(present=False), "found: false"),
        (first(found=False, of="market.licence"), "of 要是 hrss.insurance"),
        (first(id="idle"), "条件 idle 写了两次"),
        (lambda pack: pack.update(all=[]), "一个条件也没有"),
        (lambda pack: pack.update(measures=[]), "审查要点“期限与标准”"),
        (lambda pack: pack["agree"].append(["form.account_no", "form.account_no"]), "对不出什么"),
        (lambda pack: pack["gives"]["monthly"].update(number="gold"), "没有 gold 这样的公共数字"),
        (lambda pack: pack["examples"].pop("contradicts"), "没有 contradicts 的例子"),
        (lambda pack: pack["only"]["answers"].update(nobody="yes"), "没有 nobody"),
    ],
)
def test_it_is_told_what_is_wrong(change, words):
    assert words in refused(change)


def test_whatever_changes_has_to_be_agreed_to_again():
    pack = pack_of(BENEFIT)
    figures = tables.figures()
    digest = digests.digest_of(pack, figures)
    assert digest == digests.digest_of(copy.deepcopy(pack), dict(figures))
    changed = copy.deepcopy(pack)
    changed["all"][0]["at_least"] = 11
    assert digests.digest_of(changed, figures) != digest
    dearer = figures | {"unemployment_monthly": [{"region": "51", "amount": "1"}]}
    assert digests.digest_of(pack, dearer) != digest
    elsewhere = figures | {"wages": []}
    assert digests.digest_of(pack, elsewhere) == digest
    assert digests.figures_of(pack) == ["unemployment_monthly", "unemployment_months"]


def test_the_pack_of_a_day_is_the_last_that_had_begun():

    assert tables.decision_of(BENEFIT, date(2026, 6, 30)) is None
    assert tables.decision_of(BENEFIT, date(2026, 7, 1))["from"] == "2026-07-01"
    assert tables.decision_of("992014101002", date(2026, 7, 1)) is None
