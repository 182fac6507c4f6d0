"""Whatever is sent to POST /cases, the answer is a receipt or a problem, never a fault."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import ITEM, KEY, REGION, ZHANG, Caller
from yichuang.api.models import ApiKey
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.forms import json_schema
from yichuang.core import clock

NASTY = [
    "",
    " ",
    "0",
    "'; drop table cases_case; --",
    "<script>",
    "㛃𬭎😀",
    "\x00",
    "9" * 400,
    "\ud800",
    "..",
    "-1",
    "1e309",
]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(NASTY)
    | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def _right(schema: dict) -> st.SearchStrategy:
    """Values that the schema of a field allows."""
    if "oneOf" in schema:
        return st.sampled_from([option["const"] for option in schema["oneOf"]])
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return st.fixed_dictionaries(
            {k: _mixed(v) for k, v in schema.get("properties", {}).items()}
        )
    if kind == "array":
        return st.lists(_mixed(schema["items"]), max_size=3)
    if kind == "string" and "pattern" in schema:
        return st.from_regex(schema["pattern"].replace("$", r"\Z"))
    plain = {"integer": st.integers(-10, 10**12), "boolean": st.booleans(), "number": st.floats()}
    return plain.get(kind, st.text(max_size=40) | st.dates().map(str))


def _mixed(schema: dict) -> st.SearchStrategy:
    return st.one_of(_right(schema), ANYTHING)


@st.composite
def _bodies(draw, form: dict, sample: dict):
    answers = dict(sample)
    for key in draw(st.lists(st.sampled_from(sorted(form["properties"])), max_size=6, unique=True)):
        answers[key] = draw(_mixed(form["properties"][key]))
    body = {
        "item_code": ITEM,
        "region": REGION,
        "subject": ZHANG,
        "situation": {},
        "answers": answers,
        "materials": [],
    }
    if draw(st.booleans()):
        field = draw(st.sampled_from(sorted(body)))
        body[field] = draw(ANYTHING)
    if draw(st.booleans()):
        body["subject"] = draw(
            st.dictionaries(st.sampled_from([*ZHANG, "id_type", "phone", "credit_code"]), ANYTHING)
        )
    return body


@pytest.mark.long(kind="fuzz")
def test_no_body_makes_a_fault(real_db):
    caller = Caller(headers={"X-Api-Key": KEY})
    ApiKey.objects.filter(source="demo").update(daily_quota=10**8, minute_quota=10**7)
    guide = catalog.guide(ITEM)
    form, sample = (
        json_schema(catalog.form_of(guide.version_id)),
        catalog.sample(guide.version_id, clock.today()),
    )
    seen = set()

    @settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_bodies(form, sample), st.uuids())
    def run(body, ref):
        raw = json.dumps(body).encode()
        response = caller.post(
            "/api/v1/cases",
            raw,
            content_type="application/json",
            headers={"Idempotency-Key": str(ref)},
        )
        seen.add(response.status_code)
        assert response.status_code in (201, 400, 404, 409, 422), (
            response.status_code,
            response.content,
            body,
        )

    run()
    assert 422 in seen
