"""An amount is said once with its unit: by its label, or by its sign."""

from yichuang.catalog.rules.forms import Field, Form, Section, said


def of(label):
    field = Field("level", label, "money_yuan", True)
    form = Form("x", "x", (Section("s", "缴费", (field,)),))
    return said(form, {"level": "1000"}, ["level"])


def test_an_amount_whose_label_names_the_unit_has_no_sign_beside_it():
    assert of("缴费档次（元/年）") == [("缴费档次（元/年）", "1,000.00")]


def test_an_amount_whose_label_names_no_unit_has_the_sign():
    assert of("申报工资总额") == [("申报工资总额", "¥1,000.00")]
