"""A form obliges nobody to answer what the law of the item does not ask, and asks no length of prose."""

import pytest

from yichuang.catalog.form_packs import load_forms

FORMS = load_forms()
PROSE = ("text", "long_text")
SHORTEST_NAME = 2
COMMON = {
    "applicant_side",
    "person_identity",
    "employer_identity",
    "person_contact",
    "residence",
    "agent",
    "commitment_text",
}
# what must be answered beside who applies and how they are reached; the law after each
ASKED = {
    # 劳动争议调解仲裁法 28: both parties, the respondent's seat, the claims, facts and reasons
    "990914502002": {
        "applicant",
        "respondent_kind",
        "respondent_name",
        "respondent_address",
        "claims",
        "claims.claim_kind",
        "facts",
        "serve_address",
    },
    # 劳动争议调解仲裁法 12: the parties, the claims, facts and reasons, and when it began
    "992014502001": {
        "respondent_kind",
        "respondent_name",
        "respondent_address",
        "claims",
        "claims.claim_kind",
        "facts",
        "suspend_know",
    },
    # 关于实施《劳动保障监察条例》若干规定 13: the employer and its seat, the facts, the demand
    "991014503001": {"kind", "violator_name", "violator_address", "facts", "demand"},
    # 信访工作条例 21, 20: the demand, the facts, the reasons; of more than five the representatives
    "991014901003": {"content", "representatives"},
}


def _prose(fields):
    for field in fields:
        yield from _prose(field.columns)
        if field.type in PROSE:
            yield field


def test_no_answer_in_words_is_too_short():
    for code in FORMS.forms:
        for field in _prose(FORMS.compiled(code).fields.values()):
            assert field.validate.get("min_length", 0) <= SHORTEST_NAME, (code, field.key)


def _obliged(code):
    for section in FORMS.compiled(code).sections:
        if section.key in COMMON:
            continue
        for field in section.fields:
            if not field.required:
                continue
            yield field.key
            yield from (f"{field.key}.{each.key}" for each in field.columns if each.required)


@pytest.mark.parametrize("code", sorted(ASKED))
def test_whoever_complains_answers_only_what_the_law_asks(code):
    assert set(_obliged(code)) == ASKED[code]


def test_nobody_needs_the_code_or_the_number_of_the_other_side():
    for code in FORMS.forms:
        for key, field in FORMS.compiled(code).fields.items():
            if key.startswith(("respondent_", "violator_")) and key.endswith(("_code", "_id")):
                assert not field.required, (code, key)


def test_evidence_may_follow():
    for code in FORMS.forms:
        evidence = FORMS.compiled(code).fields.get("evidence")
        if evidence:
            assert not evidence.required and "min_rows" not in evidence.validate, code
