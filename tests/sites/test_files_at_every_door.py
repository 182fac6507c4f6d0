"""Files come in at five doors: online, at a window, in an answer to a correction at both, by a program. Each takes and
refuses the same, says so at the paper, and tells beforehand how large a file may be."""

import io
import re
from pathlib import Path

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.api.conftest import KEY
from tests.paper_files import JPG, PDF, picture
from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import ANSWERS, CHAOTIAN, SITUATION, UNEMPLOYMENT
from tests.sites.test_typing_is_kept import signed_in
from yichuang.cases import services
from yichuang.cases.models import Draft, StoredFile
from yichuang.cases.queries import files as stored
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[2] / "yichuang" / "sites" / "templates"


def online(*uploads):
    client = signed_in("zhangsan")
    client.post(f"/apply/{UNEMPLOYMENT}/?region={CHAOTIAN}", SITUATION)
    draft = Draft.objects.get(owner__username="zhangsan", case_number="")
    return client.post(
        f"/drafts/{draft.uuid}/form/", ANSWERS | {"materials-M03": list(uploads), "_upload": "M03"}
    )


def at_a_window(*uploads):
    client = signed_in("gy_clerk")
    client.get(f"/desk/take/{UNEMPLOYMENT}/?{lives.met(client)}")
    draft = Draft.objects.get(owner__username="gy_clerk", case_number="")
    typed = {"draft": str(draft.uuid), "situation-before": "employed", "situation-by_agent": "no"}
    typed |= {"material-M03": "file", "file-M03": list(uploads), "_refresh": "1"}
    return client.post(f"/desk/take/{UNEMPLOYMENT}/", typed)


def _waiting():
    """A case whose photograph is to be handed in anew."""
    case = lives.submitted(UNEMPLOYMENT)
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("material", "M03", "看不清，请重新拍")],
        now=clock.now(),
    )
    return case


def in_a_correction(*uploads):
    case = _waiting()
    typed = {"materials-M03": list(uploads), "_upload": "1"}
    return signed_in("zhangsan").post(f"/my/cases/{case.uuid}/correct/", typed)


def in_a_correction_at_a_window(*uploads):
    case = _waiting()
    typed = {"material-M03": "file", "file-M03": list(uploads)}
    clerk = signed_in("gy_clerk")
    lives.met(clerk)
    return clerk.post(f"/desk/cases/{case.uuid}/supply/", typed)


def by_a_program(*uploads):
    answers = [
        Client(headers={"X-Api-Key": KEY}).post("/api/v1/files", {"file": upload})
        for upload in uploads
    ]
    return answers[-1]


PAGES = [online, at_a_window, in_a_correction, in_a_correction_at_a_window]
DOORS = pytest.mark.parametrize("door", [*PAGES, by_a_program])


def names():
    """Of what came in by the door: the files of the case that was there before are not told."""
    return sorted(StoredFile.objects.exclude(name="材料.pdf").values_list("name", flat=True))


@DOORS
def test_a_picture_under_a_wrong_name_is_taken_and_named_right(world, door):
    assert door(SimpleUploadedFile("照片.png", JPG)).status_code in (200, 201, 302)
    assert names() == ["照片.jpg"]


@DOORS
@pytest.mark.parametrize("content", [b"%PDF-1.4\n", PDF[:200], b"\xff\xd8\xff\xe0 no picture"])
def test_a_file_that_cannot_be_opened_is_refused_at_once_at_its_paper(world, door, content):
    page = door(SimpleUploadedFile("证明.pdf", content))
    text = page.content.decode()
    assert page.status_code == 422 and "打不开" in text
    assert door is by_a_program or 'id="f-materials-M03' in text
    assert names() == []


@pytest.mark.parametrize("door", PAGES)
def test_several_photographs_of_one_paper_become_one_document_in_their_order(world, door):
    shots = [SimpleUploadedFile(f"{n}.jpg", picture("JPEG", 10 * n, 100)) for n in (3, 1, 2)]
    assert door(*shots).status_code in (200, 302)
    whole = StoredFile.objects.exclude(name="材料.pdf").get(name__endswith=".pdf")
    widths = [page.mediabox.width for page in pypdf.PdfReader(_file(whole)).pages]
    assert [round(width / widths[1]) for width in widths] == [3, 1, 2]


def _file(row):
    return io.BytesIO(stored.content(row))


@pytest.fixture
def three(world):
    """An application online with three photographs of one paper."""
    online(*(SimpleUploadedFile(f"{n}.jpg", picture("JPEG", 10 * n, 100)) for n in (1, 2, 3)))
    draft = Draft.objects.get(owner__username="zhangsan", case_number="")
    return signed_in("zhangsan"), draft, f"/drafts/{draft.uuid}/form/"


def order(draft):
    draft.refresh_from_db()
    given = draft.materials.get("M03", {})
    return [part["name"] for part in given.get("parts", [given] if given else [])]


def test_photographs_are_seen_put_in_order_and_taken_away(three):
    client, draft, address = three
    page = client.get(address).content.decode()
    pictures = re.findall(r'<img src="(/my/files/[^"]+)"', page)
    shown = client.get(pictures[0].replace("&amp;", "&"))
    assert len(pictures) == 3 and shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    client.post(address, {"_up": "M03-2"})
    assert order(draft) == ["1.jpg", "3.jpg", "2.jpg"]
    client.post(address, {"_drop": "M03-0"})
    assert order(draft) == ["3.jpg", "2.jpg"]
    client.post(address, {"_drop": "M03-1"})
    assert order(draft) == ["3.jpg"]
    client.post(address, {"_drop": "M03"})
    assert order(draft) == []


def test_nobody_sees_another_persons_photograph(three):
    _, draft, _ = three
    file = draft.materials["M03"]["parts"][0]["file"]
    assert signed_in("lisi").get(f"/my/files/{file}/?look").status_code == 404


def test_every_place_that_takes_a_file_tells_how_large_it_may_be():
    """And the script knows it, so that nobody waits for a refusal. The page of the API tells it in its own words."""
    untold = []
    for path in sorted(set(TEMPLATES.rglob("*.html")) - {TEMPLATES / "api" / "docs.html"}):
        text = path.read_text(encoding="utf-8")
        for control in re.findall(r"<input[^>]*?type=\"file\"[^>]*?>", text, flags=re.S):
            if "data-max-mb" not in control:
                untold.append(str(path.relative_to(TEMPLATES)))
    assert untold == []
