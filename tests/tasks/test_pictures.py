"""Photographs: upright, without their place, small and large."""

import base64
import hashlib
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tasks.evidence import check_file
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


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_the_place_goes_and_every_other_byte_stays(kind):
    notes = Image.Exif()
    notes[0x010F] = "Máy ảnh"
    notes[PLACE] = {1: "N", 2: (21.0, 2.0, 3.5), 3: "E", 4: (105.0, 51.0, 9.25), 29: "2026:06:15"}
    notes[0x0132] = "2026:06:15 08:00:00"
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind, exif=notes)
    content = out.getvalue()
    kept = tidied(content, f"image/{kind.lower()}")
    assert len(kept) == len(content)
    image = Image.open(BytesIO(kept))
    image.load()
    assert PLACE not in image.getexif()
    assert image.getexif()[0x0132] == "2026:06:15 08:00:00"
    assert b"2026:06:15\0" not in kept.replace(b"2026:06:15 08", b"")
    assert tidied(kept, f"image/{kind.lower()}") == kept


def test_the_place_in_xmp_goes_too():
    told = b'<x exif:GPSLatitude="21,2.05N"><exif:GPSLongitude>105,51.1E</exif:GPSLongitude>'
    kept = tidied(photo() + told, "image/jpeg")
    assert b"21,2.05N" not in kept
    assert b"105,51.1E" not in kept
    assert len(kept) == len(photo() + told)


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


def box(kind, *inner):
    content = b"".join(inner)
    return (len(content) + 8).to_bytes(4) + kind + content


def heic_with_place():
    """The picture with notes of its own: an item "Exif" that describes it (ISO/IEC 23008-12)."""
    notes = Image.Exif()
    notes[0x010F] = "May anh"
    notes[PLACE] = {1: "N", 2: (21.0, 2.0, 3.5)}
    told = bytes(3) + b"\x06" + notes.tobytes()
    item = box(b"infe", bytes.fromhex("02000000 0002 0000"), b"Exif\0")
    link = box(b"iref", bytes(4), box(b"cdsc", bytes.fromhex("0002 0001 0001")))
    place = HEIC.index(b"iloc") + 12
    old = HEIC[place : place + 18]
    more = len(item) + len(link) + 18
    end = len(HEIC) + more + 8

    def entry(number, start, length):
        return number.to_bytes(2) + bytes(2) + start.to_bytes(4) + b"\0\1" + bytes(4) + length

    first = entry(1, int.from_bytes(old[4:8]) + more, old[14:])
    second = entry(2, end, len(told).to_bytes(4))
    meta_at = HEIC.index(b"meta") - 4
    meta = HEIC[meta_at : meta_at + int.from_bytes(HEIC[meta_at : meta_at + 4])]
    parts, at = [], 12
    while at < len(meta):
        size = int.from_bytes(meta[at : at + 4])
        parts.append(meta[at : at + size])
        at += size
    new = {
        b"iloc": lambda _: box(b"iloc", bytes(4), bytes.fromhex("4440 0002"), first, second),
        b"iinf": lambda part: box(b"iinf", bytes(4), b"\0\2", part[14:], item),
    }
    made = [new.get(part[4:8], bytes)(part) for part in parts]
    whole = box(b"meta", bytes(4), *made, link)
    return HEIC[:meta_at] + whole + HEIC[meta_at + len(meta) :] + box(b"mdat", told)


def test_a_picture_of_an_iphone_is_kept_without_its_place():
    content = heic_with_place()
    assert PLACE in Image.open(BytesIO(content)).getexif()
    kept = tidied(content, "image/heic")
    image = Image.open(BytesIO(kept))
    assert PLACE not in image.getexif()
    assert image.getexif()[0x010F] == "May anh"
    assert len(kept) == len(content)
    assert reduced(kept, 240) is not None


# --- films ----------------------------------------------------------------------------------------
def film():
    """What a telephone writes around its pictures and sound: the place three times."""
    spot = b"+21.0342+105.8525/"
    keys = box(
        b"keys",
        bytes(4),
        (2).to_bytes(4),
        box(b"mdta", b"com.apple.quicktime.make"),
        box(b"mdta", b"com.apple.quicktime.location.ISO6709"),
    )
    told = [
        box(number.to_bytes(4), box(b"data", (1).to_bytes(4), bytes(4), value))
        for number, value in ((1, b"Apple"), (2, spot))
    ]
    handler = box(b"hdlr", bytes(8), b"mdta", bytes(13))
    return (
        box(b"ftyp", b"mp42", bytes(4), b"isommp42")
        + box(
            b"moov",
            box(b"mvhd", bytes(100)),
            box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7", spot), box(b"loci", bytes(6), spot)),
            box(b"meta", handler, keys, box(b"ilst", *told)),
        )
        + box(b"mdat", b"pictures and sound")
    )


def test_a_film_is_kept_without_its_place():
    content = film()
    kept = tidied(content, "video/mp4")
    assert len(kept) == len(content)
    assert b"21.0342" not in kept
    assert b"Apple" in kept
    assert kept.endswith(b"pictures and sound")
    assert tidied(kept, "video/mp4") == kept
    cut = content[:150]
    assert len(tidied(cut, "video/mp4")) == len(cut)


def test_a_film_is_taken_by_its_content_and_only_saved(client, scene):
    client.force_login(scene.staff)
    address = f"/viec/{scene.work.pk}/tien-do/"
    for name, content, status in (
        ("phim.mp4", b"MZ\x90\0 a program", 422),
        ("phim.mp4", photo(), 422),
        ("phim.mp4", film(), 302),
    ):
        file = SimpleUploadedFile(name, content, content_type="video/mp4")
        answer = client.post(address, {"percent": "40", "note": "Phim.", "files": file})
        assert answer.status_code == status
    row = Evidence.objects.get()
    with row.file.open("rb") as kept:
        assert (row.media_type, row.sha256) == (
            "video/mp4",
            hashlib.sha256(kept.read()).hexdigest(),
        )
    answer = client.get(f"/viec/minh-chung/{row.pk}/")
    assert answer["Content-Type"] == "video/mp4"
    assert answer["Content-Disposition"] == 'attachment; filename="phim.mp4"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert b"21.0342" not in b"".join(answer.streaming_content)
    assert (
        f"/viec/minh-chung/{row.pk}/anh/nho/"
        not in client.get(f"/viec/{scene.work.pk}/").content.decode()
    )
    assert client.get(f"/viec/minh-chung/{row.pk}/anh/nho/").status_code == 404


def test_what_is_attached_is_kept_without_its_place():
    """The door asks for it: nobody has to remember."""
    given = photo(placed=True)
    kept = check_file(SimpleUploadedFile("anh.jpg", given)).content
    assert Image.open(BytesIO(given)).getexif().get_ifd(PLACE)
    assert not Image.open(BytesIO(kept)).getexif().get_ifd(PLACE)
