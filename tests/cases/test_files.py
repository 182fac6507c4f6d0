"""Uploads: the content decides, and what is turned away leaves nothing behind."""

import errno
import io
import time
import zipfile
import zlib
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from PIL import Image, ImageOps

from tests.paper_files import JPG, PDF, PNG, objects, pdf, picture
from yichuang.adapters.faults import Faults
from yichuang.adapters.malware.simulator import Simulator
from yichuang.audit.models import Entry
from yichuang.cases import services
from yichuang.cases.models import StoredFile
from yichuang.cases.queries import files as stored
from yichuang.core import ports
from yichuang.core.errors import NotFound, Problem

pytestmark = pytest.mark.django_db
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _kept():
    """Files on disk, and how many rows speak of files."""
    return _on_disk(), StoredFile.objects.count(), Entry.objects.filter(verb="file.store").count()


def _on_disk():
    root = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return {p for p in root.rglob("*") if p.is_file()}


def _zip(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return stream.getvalue()


def _store(name, content, morning, **more):
    return services.store_file(owner="person:1", name=name, content=content, now=morning, **more)


def _locked() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(PDF))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _with_place(kind: str, **tags) -> bytes:
    marks = Image.Exif()
    marks[0x8825] = {1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)}
    for tag, value in tags.items():
        marks[{"orientation": 0x0112}[tag]] = value
    return picture(kind, exif=marks)


OFD = _zip(OFD_xml="<ofd/>")
TAKEN = {
    "a PDF": ("证明.pdf", PDF, "证明.pdf", "application/pdf"),
    "a PDF with bytes before its header": (
        "证明.pdf",
        b"\xef\xbb\xbf\r\n" + PDF,
        "证明.pdf",
        "application/pdf",
    ),
    "a JPEG": ("照片.JPEG", JPG, "照片.JPEG", "image/jpeg"),
    "a JPEG named png": ("照片.png", JPG, "照片.jpg", "image/jpeg"),
    "a JPEG named jfif": ("照片.jfif", JPG, "照片.jpg", "image/jpeg"),
    "a JPEG named jpe": ("照片.jpe", JPG, "照片.jpg", "image/jpeg"),
    "a JPEG named pdf": ("照片.pdf", JPG, "照片.jpg", "image/jpeg"),
    "a PNG": ("照片.png", PNG, "照片.png", "image/png"),
    "a PNG named jpg": ("照片.jpg", PNG, "照片.png", "image/png"),
    "an OFD": ("证照.ofd", OFD, "证照.ofd", "application/ofd"),
    "a PDF without an extension": ("没有扩展名", PDF, "没有扩展名.pdf", "application/pdf"),
}
TAKEN["a PDF with the data of an invoice"] = (
    "发票.pdf",
    pdf(b"/Names<</EmbeddedFiles<</Names[(x)<</Type/Filespec/F(invoice.xml)/EF<<>>>>]>>>>"),
    "发票.pdf",
    "application/pdf",
)
TAKEN["a PDF with a link"] = (
    "链接.pdf",
    pdf(b"/Annots[<</Subtype/Link/A<</S/URI/URI(https://example.org)>>>>]"),
    "链接.pdf",
    "application/pdf",
)
ACTING = {
    "a script in a list": b"/Annots[<</A<</S/JavaScript/JS(a)>>>>]",
    "a program in a list of lists": b"/K[[[<</S/Launch/F(a)>>]]]",
    "a script after another action": b"/OpenAction<</S/GoTo/Next[<</S/JavaScript/JS(a)>>]>>",
    "a script ten deep": b"/A<<" * 12 + b"/S/JavaScript/JS(a)" + b">>" * 12,
    "an address opened by itself": b"/OpenAction<</S/URI/URI(https://example.org)>>",
    "an address opened with a page": b"/AA<</O<</S/URI/URI(https://example.org)>>>>",
    "a file of another host": rb"/A<</S/GoToR/F(\\\\evil\\a.pdf)>>",
    "a form with scripts": b"/AcroForm<</XFA(a)>>",
}
ACTION = b"/OpenAction<</S/%s/JS(app.alert(1))/F(cmd.exe)>>"
REFUSED = {
    "too large": ("大.pdf", PDF + b"0" * 21_000_000, "file_too_large", "拍小"),
    "a program": ("程序.pdf", b"MZ\x90\x00 a program", "file_type", "另存成 PDF"),
    "a packed folder": ("表.pdf", _zip(a_xml="<a/>"), "file_type", "另存成 PDF"),
    "a program by name": ("程序.exe", b"MZ\x90\x00", "file_type", "pdf"),
    "empty": ("空.pdf", b"", "file_empty", "重新拍照"),
    "a virus": ("病毒.pdf", b"%PDF-1.4 " + EICAR, "file_infected", "杀毒"),
    "a virus in a picture": ("病毒.jpg", JPG + EICAR, "file_infected", "杀毒"),
    "nine bytes": ("短.pdf", b"%PDF-1.4\n", "file_broken", "另存成 PDF"),
    "a page of the web": (
        "网页.pdf",
        b"%PDF-<html><body>1</body></html>",
        "file_broken",
        "另存成 PDF",
    ),
    "half a PDF": ("半.pdf", PDF[: len(PDF) // 2], "file_broken", "另存成 PDF"),
    "half a JPEG": ("半.jpg", picture("JPEG", 400, 600)[:2000], "file_broken", "另存成 PDF"),
    "no JPEG at all": ("假.jpg", b"\xff\xd8\xff\xe0" + b"0" * 20, "file_broken", "另存成 PDF"),
    "no PNG at all": ("假.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20, "file_broken", "另存成 PDF"),
    "a locked PDF": ("密.pdf", _locked(), "file_locked", "去掉密码"),
    "a PDF with a script": ("脚本.pdf", pdf(ACTION % b"JavaScript"), "file_acts", "打印成新的 PDF"),
    "a script under another spelling": (
        "脚本.pdf",
        pdf(ACTION % b"J#61vaScript"),
        "file_acts",
        "打印成新的 PDF",
    ),
    "a PDF that starts a program": (
        "启动.pdf",
        pdf(b"/OpenAction<</S/Launch/F(a)>>"),
        "file_acts",
        "打印成新的 PDF",
    ),
}


CARRYING = pdf(b"/Names[(x)<</Type/Filespec/F(a.exe)/EF<<>>>>]")
ELSEWHERE = {
    "bytes": rb"/F(\\evil\a.bin)",
    "a page": rb"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Ref<</F(\\evil\a.pdf)/Page 0>>",
}


def _with_a_stream(words):
    """A PDF of one blank page and a stream."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    stream = b"<</Length 0%s>>stream\n\nendstream " % words
    return objects([b"<</Type/Catalog/Pages 2 0 R>>", tree, page, stream])


REFUSED["a file carried along"] = ("夹带.pdf", CARRYING, "file_carries", "打印成新的 PDF")
REFUSED |= {
    f"a PDF that has {what} elsewhere": (
        "外.pdf",
        _with_a_stream(words),
        "file_reaches",
        "打印成新的 PDF",
    )
    for what, words in ELSEWHERE.items()
}
REFUSED |= {
    f"a PDF with {what}": ("动.pdf", pdf(inside), "file_acts", "打印成新的 PDF")
    for what, inside in ACTING.items()
}


@pytest.mark.parametrize(("name", "content", "kept", "kind"), TAKEN.values(), ids=TAKEN.keys())
def test_what_offices_take_is_kept_under_the_name_of_what_it_is(name, content, kept, kind, morning):
    row = _store(name, content, morning)
    assert (row.name, row.media_type) == (kept, kind)
    assert Entry.objects.filter(subject=f"file:{row.uuid}", verb="file.store").count() == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_loses_the_place_where_it_was_taken_and_no_dot(kind, morning):
    row = _store("照片.jpg", _with_place(kind), morning)
    content = stored.content(row)
    with (
        Image.open(io.BytesIO(content)) as seen,
        Image.open(io.BytesIO(_with_place(kind))) as brought,
    ):
        assert not seen.getexif() and brought.getexif()
        assert list(seen.getdata()) == list(brought.getdata())


SECRET = b"N31.2304 E121.4737"
WHERE = b"place " + SECRET


def _segment(code: int, text: bytes) -> bytes:
    return b"\xff" + bytes([code]) + (len(text) + 2).to_bytes(2, "big") + text


def _chunk(name: bytes, text: bytes) -> bytes:
    return len(text).to_bytes(4, "big") + name + text + zlib.crc32(name + text).to_bytes(4, "big")


def _before_the_dots(jpeg: bytes, *segments: bytes) -> bytes:
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def _in_front_of(name: bytes, picture: bytes, *parts: bytes, back: int = 4) -> bytes:
    place = picture.index(name) - back
    return picture[:place] + b"".join(parts) + picture[place:]


DOTTED = Image.effect_noise((48, 64), 80)


def _dotted(kind: str, mode: str = "RGB", **more) -> bytes:
    out = io.BytesIO()
    DOTTED.convert(mode).save(out, kind, **more)
    return out.getvalue()


EVERY_SEGMENT = [
    _segment(code, begins + WHERE)
    for code in (*range(0xE0, 0xF0), 0xFE)
    for begins in (b"", b"Exif\0\0", b"MPF\0", b"JFXX\0")
]
SPOKEN = {
    "a JPEG with every segment": _before_the_dots(_dotted("JPEG"), *EVERY_SEGMENT),
    "a JPEG in steps": _before_the_dots(_dotted("JPEG", progressive=True), *EVERY_SEGMENT),
    "a JPEG of inks": _before_the_dots(_dotted("JPEG", "CMYK"), *EVERY_SEGMENT),
    "a JPEG of grey with restarts": _dotted("JPEG", "L", restart_marker_rows=1) + WHERE,
    "a picture behind the picture": _dotted("JPEG") + _before_the_dots(JPG, EVERY_SEGMENT[0]),
    "a JPEG that lies on its side": _dotted(
        "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0", comment=WHERE
    ),
    "a JPEG with bytes between its segments": _in_front_of(
        b"\xdb\0", _dotted("JPEG"), WHERE, back=1
    ),
    "a PNG with chunks of its own": _in_front_of(
        b"IDAT",
        _dotted("PNG"),
        _chunk(b"prVt", WHERE),
        _chunk(b"tIME", SECRET[:7]),
        _chunk(b"zTXt", WHERE),
    ),
    "a PNG with a tail": _dotted("PNG", "P") + WHERE,
    "a PNG with a text after its dots": _in_front_of(
        b"IEND", _dotted("PNG"), _chunk(b"tEXt", b"a\0" + WHERE)
    ),
}


@pytest.mark.parametrize("brought", SPOKEN.values(), ids=SPOKEN.keys())
def test_nothing_stays_in_a_picture_beside_its_dots(brought, morning):
    content = stored.content(_store("照片.jpg", brought, morning))
    assert SECRET[:7] in brought or b"Exif" in brought
    assert SECRET[:7] not in content and b"Exif" not in content
    with Image.open(io.BytesIO(content)) as seen, Image.open(io.BytesIO(brought)) as before:
        assert getattr(seen, "n_frames", 1) == 1
        upright = ImageOps.exif_transpose(before)
        assert (seen.mode, seen.size) == (before.mode, upright.size)
        if before.size == upright.size:
            assert seen.tobytes() == before.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_that_lies_on_its_side_stands_upright(kind, morning):
    content = stored.content(_store("照片.jpg", _with_place(kind, orientation=6), morning))
    with Image.open(io.BytesIO(content)) as seen:
        assert seen.size == (60, 40) and not seen.getexif()


@pytest.mark.parametrize(
    ("width", "height", "code"),
    [(358, 441, None), (716, 882, None), (441, 358, "photo_shape"), (100, 130, "photo_size")],
)
def test_the_photograph_of_a_person_stands_upright_and_is_large_enough(
    width, height, code, morning
):
    rule = {"width": 358, "height": 441}
    brought = picture("JPEG", width, height)
    if code is None:
        assert _store("照片.jpg", brought, morning, accept=("jpg", "jpeg"), photo=rule).size
        return
    with pytest.raises(Problem) as refused:
        _store("照片.jpg", brought, morning, accept=("jpg", "jpeg"), photo=rule)
    assert refused.value.code == code and refused.value.way_out


def test_several_pages_are_one_document_in_their_order(morning):
    rows = [
        _store("一.jpg", picture("JPEG", 10, 20), morning),
        _store("二.pdf", PDF, morning),
        _store("三.png", picture("PNG", 30, 20), morning),
    ]
    whole = services.join_files(
        owner="person:1", uuids=[str(row.uuid) for row in rows], name="离职证明", now=morning
    )
    pages = pypdf.PdfReader(io.BytesIO(stored.content(whole))).pages
    assert whole.name == "离职证明.pdf"
    assert [float(page.mediabox.width) > float(page.mediabox.height) for page in pages] == [
        False,
        False,
        True,
    ]
    assert float(pages[1].mediabox.width) == 200


def test_what_cannot_be_one_document_is_told(morning):
    rows = [_store("一.ofd", OFD, morning), _store("二.pdf", PDF, morning)]
    with pytest.raises(Problem, match="单独交"):
        services.join_files(
            owner="person:1", uuids=[str(row.uuid) for row in rows], name="证明", now=morning
        )
    other = services.store_file(owner="person:2", name="别人的.pdf", content=PDF, now=morning)
    with pytest.raises(NotFound):
        services.join_files(
            owner="person:1", uuids=[str(rows[1].uuid), str(other.uuid)], name="证明", now=morning
        )


@pytest.mark.parametrize(
    ("name", "content", "code", "way_out"), REFUSED.values(), ids=REFUSED.keys()
)
def test_what_cannot_be_taken_is_told_with_a_way_out_and_leaves_nothing(
    name, content, code, way_out, morning
):
    is_refused(name, content, code, way_out, morning)


def test_a_bomb_is_told_with_a_way_out_and_leaves_nothing(morning):
    """It swells to 201 MB, so it is made where it is sent and not where tests are gathered."""
    bomb = _zip(OFD_xml="<o/>", big=b"0" * 201_000_000)
    is_refused("弹.ofd", bomb, "file_bomb", "另存成 PDF", morning)


def is_refused(name, content, code, way_out, morning):
    before = _kept()
    with pytest.raises(Problem) as refused:
        _store(name, content, morning)
    assert refused.value.code == code and way_out in refused.value.way_out
    assert _kept() == before


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
LEAF = b"<</Type/Page/MediaBox[0 0 200 200]>>"
SCRIPT = b"<</S/JavaScript/JS(a)>>"


def _branches(kids: str, levels: int) -> list[bytes]:
    """Each node of the tree names the next by `kids`, where n stands for its number."""
    found = []
    for number in range(3, levels + 3):
        named = kids.replace("n", f"{number} 0 R").encode()
        found.append(b"<</Type/Pages/Count 1/Kids[" + named + b"]>>")
    return found


ENDLESS = {
    "the next twice, forty deep": [CATALOG, *_branches("n n", 40), LEAF],
    "itself": [CATALOG, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"],
    "its parent": [CATALOG, *_branches("n", 5), b"<</Type/Pages/Count 1/Kids[2 0 R]>>"],
    "its page a hundred thousand times": [
        CATALOG,
        b"<</Type/Pages/Count 1/Kids[" + b"3 0 R " * 100_000 + b"]>>",
        LEAF,
    ],
    "no page": [CATALOG, b"<</Type/Pages/Count 0/Kids[]>>"],
    "no tree": [b"<</Type/Catalog>>"],
}


@pytest.mark.parametrize("tree", ENDLESS.values(), ids=ENDLESS.keys())
def test_a_tree_of_pages_that_does_not_end_is_refused_at_once(tree, morning):
    began = time.thread_time()
    with pytest.raises(Problem) as refused:
        _store("证明.pdf", objects(tree), morning)
    assert time.thread_time() - began < 1
    assert refused.value.code in ("file_broken", "file_bomb") and refused.value.way_out


def test_a_long_document_is_taken(morning):
    leaves = [LEAF] * 2_000
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 2_003))
    tree = [CATALOG, b"<</Type/Pages/Count 2000/Kids[" + kids + b"]>>", *leaves]
    assert _store("证明.pdf", objects(tree), morning).size


@pytest.mark.parametrize("listed", [True, False])
def test_a_script_is_found_wherever_it_lies(listed, morning):
    opening = b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>"
    tree = [opening, *_branches("n", 1), LEAF, SCRIPT]
    missing = () if listed else (4,)
    with pytest.raises(Problem) as refused:
        _store("证明.pdf", objects(tree, missing), morning)
    assert refused.value.code == "file_acts"


def test_more_objects_than_are_looked_at_are_refused(morning):
    opening = b"<</Type/Catalog/Pages 2 0 R/OpenAction 50010 0 R>>"
    tree = [opening, *_branches("n", 1), LEAF, *[b"null"] * 50_006, SCRIPT]
    with pytest.raises(Problem) as refused:
        _store("证明.pdf", objects(tree), morning)
    assert refused.value.code == "file_bomb" and "打印成新的 PDF" in refused.value.way_out


def test_a_form_field_may_take_fewer_kinds(morning):
    with pytest.raises(Problem, match="不能收 .pdf"):
        _store("照片.pdf", PDF, morning, accept=("jpg", "png"))


def test_without_a_scanner_nothing_is_taken(monkeypatch, morning):
    monkeypatch.setattr(ports, "adapter", lambda kind: Simulator(Faults(outage=True)))
    before = _kept()
    with pytest.raises(Problem) as refused:
        _store("证明.pdf", PDF, morning)
    assert (refused.value.code, refused.value.status) == ("scan_unavailable", 503)
    assert _kept() == before


def test_a_full_disk_is_told_and_leaves_no_half_file(monkeypatch, morning):
    def full(self, name, content):
        half = Path(self.path(name))
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(b"%PDF")
        raise OSError(errno.ENOSPC, "No space left on device")

    before = _kept()
    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(Problem) as refused:
        _store("证明.pdf", PDF, morning)
    assert (refused.value.code, refused.value.status) == ("storage_failed", 503)
    assert "过一会儿再传" in refused.value.way_out
    assert _kept() == before


def test_no_file_stays_without_its_row(monkeypatch, morning):
    from django.db import DatabaseError

    from yichuang.cases.services import files

    def lost(**_):
        raise DatabaseError("gone")

    monkeypatch.setattr(files, "record", lost)
    before = _kept()
    with pytest.raises(DatabaseError):
        _store("证明.pdf", PDF, morning)
    assert _kept() == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/证明.pdf", "证明.pdf"),
        ("C:\\我的\\证明.pdf", "证明.pdf"),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
        ("'; drop table cases_case; --.pdf", "'; drop table cases_case; --.pdf"),
        ("王㛃𬭎🙂.pdf", "王㛃𬭎🙂.pdf"),
        ("一\n二\u202e三.pdf", "一二三.pdf"),
        ("长" * 300 + ".pdf", "长" * 96 + ".pdf"),
    ],
)
def test_a_name_is_only_for_showing(name, kept, morning):
    row = _store(name, PDF, morning)
    assert row.name == kept
    assert str(row.uuid) in row.path and ".." not in row.path
