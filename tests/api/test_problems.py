"""Every error is problem+json with a way out."""

import pytest
from django.db import OperationalError

from yichuang.api import problems, services
from yichuang.catalog import queries as catalog
from yichuang.reference import queries as reference


def _is_problem(response, status):
    told = response.json()
    assert response.status_code == status == told["status"], told
    assert response["Content-Type"].startswith("application/problem+json")
    assert (
        told["type"].startswith("urn:yichuang:problem:")
        and told["title"] == problems.TITLES[status]
    )
    assert told["detail"] and told["request_id"]
    return told


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v2/items", "/api/", "/api/v1/items/1/2/3"]
)
def test_an_unknown_address_is_a_problem(client, path):
    assert _is_problem(client.get(path), 404)["way_out"]


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(client):
    response = client.delete("/api/v1/cases")
    _is_problem(response, 405)
    assert response["Allow"] == "GET, POST"


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff\xfe", b'"text"', b"{}"])
def test_a_body_that_cannot_be_read_or_lacks_fields_is_a_problem(caller, body):
    response = caller.post("/api/v1/cases", body, content_type="application/json")
    assert response.status_code in (400, 422)
    _is_problem(response, response.status_code)


def test_wrong_fields_are_named_with_the_label_of_the_dictionary(caller):
    told = _is_problem(caller.apply({"item_code": "12", "region": "510812000000", "extra": 1}), 422)
    by_field = {p["field"]: p["message"] for p in told["problems"]}
    assert by_field["item_code"] == "“事项编码”的格式不对"
    assert by_field["subject"].endswith("没有填") and "extra" in by_field


def test_an_application_without_an_idempotency_key_is_refused(caller):
    told = _is_problem(caller.send("cases", caller.application()), 422)
    assert [p["field"] for p in told["problems"]] == ["Idempotency-Key"]


def test_a_lost_database_is_a_503_that_says_when_to_come_back(stranger, monkeypatch):
    def lost(*args, **options):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(catalog, "items", lost)
    response = stranger.look("items")
    assert _is_problem(response, 503)["code"] == "unavailable" and response["Retry-After"] == "30"


def test_a_fault_of_ours_is_a_500_without_its_inside(stranger, monkeypatch):
    def broken(*args, **options):
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(reference, "children", broken)
    response = stranger.look("regions")
    _is_problem(response, 500)
    assert "secret" not in response.content.decode()


def test_a_closed_connection_is_opened_anew(caller, monkeypatch):
    answers = [OperationalError("the connection is lost"), None]
    real = services.db.call

    def once_lost(sql, arguments):
        fault = answers.pop() if len(answers) > 1 else None
        if fault is None and answers:
            raise answers.pop()
        return real(sql, arguments)

    monkeypatch.setattr(services.db, "call", once_lost)
    assert caller.look("cases").status_code == 200 and not answers


def test_big_files_and_programs_named_pdf_are_refused(caller):
    from django.core.files.uploadedfile import SimpleUploadedFile

    big = SimpleUploadedFile("big.pdf", b"%PDF-1.4" + b"0" * 21_000_000)
    assert _is_problem(caller.post("/api/v1/files", {"file": big}), 422)["code"] == "file_too_large"
    program = SimpleUploadedFile("paper.pdf", b"MZ\x90\x00" + b"\0" * 100)
    assert _is_problem(caller.post("/api/v1/files", {"file": program}), 422)["code"] == "file_type"
    assert _is_problem(caller.post("/api/v1/files", {}), 422)
