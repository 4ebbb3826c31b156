"""Photographs: upright, without their place, small and large."""

import base64
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image

from tasks.models import EntryKind, Evidence, ProgressEntry
from tasks.pictures import reduced, tidied
from tests.factories import TODAY

ORIENTATION, PLACE = 0x0112, 0x8825


def photo(kind="JPEG", size=(600, 400), *, turned=False, placed=False, mode="RGB"):
    image = Image.new(mode, size, "red")
    notes = Image.Exif()
    if turned:
        notes[ORIENTATION] = 6
    if placed:
        notes[PLACE] = {1: "N", 2: (21.0, 0.0, 0.0)}
    out = BytesIO()
    image.save(out, kind, **({"exif": notes} if kind == "JPEG" else {}))
    return out.getvalue()


def test_a_photograph_is_turned_upright_and_its_place_removed():
    kept = Image.open(BytesIO(tidied(photo(turned=True, placed=True), "image/jpeg")))
    assert kept.size == (400, 600)
    assert kept.getexif().get(ORIENTATION, 1) == 1
    assert PLACE not in kept.getexif()


def test_what_needs_nothing_stays_byte_for_byte():
    for content, media_type in (
        (photo(), "image/jpeg"),
        (photo("PNG"), "image/png"),
        (b"\xff\xd8\xff damaged", "image/jpeg"),
        (b"%PDF-1.4", "application/pdf"),
    ):
        assert tidied(content, media_type) == content


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("PNG", "RGBA"), ("GIF", "P"), ("BMP", "RGB"), ("TIFF", "1")],
)
def test_every_kind_becomes_a_small_jpeg(kind, mode):
    made = reduced(photo(kind, mode=mode if mode != "1" else "L"), 240)
    assert made is not None
    image = Image.open(BytesIO(made))
    assert (image.format, max(image.size)) == ("JPEG", 240)
    assert not image.getexif()


def test_a_damaged_picture_is_none():
    assert reduced(b"\xff\xd8\xff damaged", 240) is None


@pytest.fixture
def picture(scene):
    cache.clear()
    entry = ProgressEntry.objects.create(
        assignment=scene.work, on=TODAY, by=scene.staff, kind=EntryKind.PROGRESS
    )
    row = Evidence(entry=entry, name="a.jpg", sha256="f" * 64, size=9, media_type="image/jpeg")
    row.file.save("a.jpg", ContentFile(photo(size=(3000, 2000))))
    return row


def test_the_page_shows_it_small_and_opens_it_large(client, scene, picture):
    client.force_login(scene.staff)
    page = client.get(f"/viec/{scene.work.pk}/").content.decode()
    assert f'src="/viec/minh-chung/{picture.pk}/anh/nho/"' in page
    assert f'href="/viec/minh-chung/{picture.pk}/anh/lon/"' in page
    for size, longest in (("nho", 240), ("lon", 1600)):
        answer = client.get(f"/viec/minh-chung/{picture.pk}/anh/{size}/")
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer["Cache-Control"]
        assert max(Image.open(BytesIO(answer.content)).size) == longest


def test_whoever_may_not_see_the_work_gets_no_picture(client, scene, picture):
    client.force_login(scene.stranger)
    assert client.get(f"/viec/minh-chung/{picture.pk}/anh/nho/").status_code == 404
    client.force_login(scene.staff)
    assert client.get(f"/viec/minh-chung/{picture.pk}/anh/khac/").status_code == 404


def test_a_picture_that_cannot_be_read_shows_nothing_and_breaks_nothing(client, scene, picture):
    picture.file.save("a.jpg", ContentFile(b"\xff\xd8\xff damaged"))
    client.force_login(scene.staff)
    assert client.get(f"/viec/minh-chung/{picture.pk}/anh/nho/")["Content-Type"] == "image/jpeg"
    assert client.get(f"/viec/minh-chung/{picture.pk}/anh/lon/").status_code == 404


# 64 × 48 px of red as an iPhone writes them.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAABkAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34"
    "+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5"
    "uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
    "AAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAA"
    "AAAAAAEAAQWBAgMFhAAAACFtZGF0AAAAFSgBrwtg9eWDr//t+d+swg5N3T/UOA=="
)


def test_a_picture_of_an_iphone_is_shown_as_jpeg():
    made = reduced(HEIC, 240)
    assert made is not None
    shown = Image.open(BytesIO(made))
    assert (shown.format, shown.size) == ("JPEG", (64, 48))
    assert shown.resize((1, 1)).convert("L").getpixel((0, 0)) != 255
    assert reduced(HEIC[:120], 240) is None
