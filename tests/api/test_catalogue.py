"""What anybody may read without a key."""

from jsonschema import Draft202012Validator

from yichuang.catalog import queries as catalog
from yichuang.catalog.queries import outlets_lagging


def test_items_are_found_in_the_words_people_use_best_first(stranger):
    told = stranger.look("items", q="社保卡", limit=5).json()
    assert any("社会保障卡" in row["name"] for row in told["items"][:3])
    assert all(len(row["code"]) == 12 and row["code"].isdigit() for row in told["items"])
    assert [row["code"] for row in told["items"]] == [
        hit.item.code for hit in catalog.search("社保卡", limit=5)
    ]


def test_all_items_are_paged_once_each(stranger):
    seen, cursor = [], ""
    while cursor is not None:
        page = stranger.look("items", limit=60, cursor=cursor).json()
        seen += [row["code"] for row in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [row.code for row in catalog.items()] and len(seen) >= 197


def test_facets_narrow_the_list(stranger):
    rows = stranger.look("items", line="社会保险", subject="单位", level="县", limit=100).json()[
        "items"
    ]
    assert rows and all(r["line"] == "社会保险" and "单位" in r["service_objects"] for r in rows)


def test_a_cursor_that_we_did_not_write_is_refused(stranger):
    for cursor in ("abc", "W10", "WzFd", "e30", "WyIwMDAwMDAwMDAwMDAiXQ", "啊"):
        response = stranger.look("items", cursor=cursor)
        assert response.status_code == 422 and response.json()["code"] == "bad_cursor", cursor


def test_a_guide_carries_the_revision_that_every_outlet_shows(stranger):
    told = stranger.look("items/992014101002", region="510812000000").json()
    guide = catalog.guide("992014101002", region="510812000000")
    assert (told["revision"], told["local_revision"]) == (guide.revision, guide.local_revision)
    assert (
        len(told["materials"]) == len(guide.materials)
        and told["limits"]["promised"] == guide.limits.promised_text
    )
    assert stranger.look("items/992014101002", version=1).json()["revision"] == guide.revision
    assert stranger.look("items/992014101002", version=99).status_code == 404
    assert "api" not in {lag.outlet for lag in outlets_lagging(["992014101002"])}


def test_the_form_of_an_item_is_a_json_schema_that_its_sample_passes(stranger):
    for code in ("992014101002", "990514102006"):
        schema = stranger.look(f"items/{code}/form").json()
        Draft202012Validator.check_schema(schema)
        sample = catalog.guide(code).form["definition"]["sample"]
        assert list(Draft202012Validator(schema).iter_errors(sample)) == []


def test_regions_are_listed_level_by_level(stranger):
    assert len(stranger.look("regions").json()["regions"]) >= 31
    counties = stranger.look("regions", parent="510800000000").json()["regions"]
    assert {"510812000000"} <= {row["code"] for row in counties} and {
        row["level"] for row in counties
    } == {3}
    assert stranger.look("regions", parent="999999999999").status_code == 404


def test_an_unknown_paper_is_not_valid(stranger):
    assert stranger.look("papers/NOSUCHPAPER").status_code == 404
