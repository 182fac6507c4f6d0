"""The description is valid, complete, named, and what the answers are."""

import copy

import pytest
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator

from yichuang.api import description, urls


def _shape(spec, name):
    return {"$ref": f"#/components/schemas/{name}", "components": spec["components"]}


def test_the_file_is_up_to_date_valid_and_named(capsys):
    call_command("openapi", "--check")
    assert "没有问题" in capsys.readouterr().out


def test_the_check_bites(monkeypatch):
    spec = description.description()
    broken = copy.deepcopy(spec)
    broken["components"]["schemas"]["Item"]["properties"]["nameless_field"] = {"type": "string"}
    assert any("nameless_field" in fault for fault in description.faults(broken))
    broken["paths"]["/api/v1/items"]["get"]["responses"] = {}
    assert len(description.faults(broken)) >= 2
    monkeypatch.setattr(description, "description", lambda: broken)
    with pytest.raises(CommandError):
        call_command("openapi", "--check")


def test_every_address_says_who_may_see_it():
    audiences = {str(pattern.pattern): pattern.callback.audience for pattern in urls.urlpatterns}
    assert (
        audiences["v1/items"] == "public" and audiences["v1/cases"] == "key:cases:read,cases:write"
    )
    assert all(audiences.values())


def test_answers_have_the_shapes_that_the_description_promises(caller, stranger):
    spec = description.description()
    assert stranger.look("openapi.json").json() == spec
    receipt = caller.apply()
    number = receipt.json()["number"]
    seen = {
        "Received": receipt,
        "ItemPage": stranger.look("items", q="失业"),
        "Guide": stranger.look("items/992014101002"),
        "RegionList": stranger.look("regions"),
        "CasePage": caller.look("cases"),
        "Case": caller.look(f"cases/{number}"),
        "CaseRow": caller.send(f"cases/{number}/withdrawal", {"reason": ""}),
        "Problem": stranger.look("cases"),
    }
    for name, response in seen.items():
        faults = [
            fault.message
            for fault in Draft202012Validator(_shape(spec, name)).iter_errors(response.json())
        ]
        assert faults == [], name


def test_the_key_of_an_application_has_the_name_that_proxies_let_through_and_each_refusal_is_declared():
    spec = description.description()
    operation = spec["paths"]["/api/v1/cases"]["post"]
    assert [p["name"] for p in operation["parameters"] if p["in"] == "header"] == [
        "Idempotency-Key"
    ]
    assert {"400", "401", "403", "404", "409", "413", "422", "429", "503"} <= set(
        operation["responses"]
    )


def test_the_form_says_what_is_asked_when_and_how_long_an_answer_may_be(stranger):
    schema = stranger.look("items/990714207001/form").json()
    checker = Draft202012Validator(schema)
    asked = {each["then"]["required"][0] for each in schema["allOf"] if each["then"]}
    assert {"disease_name", "commute_route"} <= asked
    assert schema["properties"]["commute_route"]["maxLength"] == 500
    body = stranger.look("items/990714207001/sample", region="510812000000").json()["application"]
    answers = body["answers"]
    assert list(checker.iter_errors(answers)) == []
    told = [e.message for e in checker.iter_errors(answers | {"cause": "disease"})]
    assert any("disease_name" in message for message in told)
