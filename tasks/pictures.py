"""Photographs and films: kept the right way up and without the place where they were taken, shown
small and large as pictures of our own making.  PURE."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

# What iPhones make; a browser shows it as the JPEG that is made of it.
pi_heif.register_heif_opener()

SMALL, LARGE = 240, 1600  # px of the longer side
SHOWN = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "image/bmp",
        "image/tiff",
        "image/heic",
    }
)
_OF_CAMERAS = frozenset({"image/jpeg", "image/webp", "image/heic", "image/png"})
_TURNED = frozenset({"image/jpeg", "image/webp"})  # can be written anew
_ORIENTATION, _UPRIGHT = 0x0112, 1
_MOST_PIXELS = 80_000_000
# What Pillow raises for a picture that is damaged or far too large.
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
)


class PlaceStays(ValueError):
    """The place where a picture was taken cannot be taken out of it."""


def tidied(content: bytes, media_type: str) -> bytes:
    """A photograph or film without its notes on the place, a photograph the right way up; anything
    else, and a picture that cannot be read, as it came.  Raises PlaceStays."""
    content = without_place(content, media_type)
    if media_type not in _OF_CAMERAS:
        return content
    try:
        with Image.open(BytesIO(content)) as image:
            notes = image.getexif()
            _demand_no_place(notes)
            is_turned = notes.get(_ORIENTATION, _UPRIGHT) != _UPRIGHT
            if media_type not in _TURNED or not is_turned or _too_large(image):
                return content
            upright = ImageOps.exif_transpose(image)
            out = BytesIO()
            upright.save(out, image.format, quality=92, exif=upright.getexif())
    except PlaceStays:
        raise
    except _UNREADABLE:
        return content
    return out.getvalue()


def _demand_no_place(notes: Image.Exif) -> None:
    if GPS in notes:
        raise PlaceStays


def reduced(content: bytes, longest: int) -> bytes | None:
    """The picture as a JPEG with sides of ``longest`` px at most, upright and without any notes;
    None where it cannot be read."""
    try:
        with Image.open(BytesIO(content)) as image:
            if _too_large(image):
                return None
            image.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((longest, longest))
            out = BytesIO()
            _on_white(upright).save(out, "JPEG", quality=82, optimize=True)
    except _UNREADABLE:
        return None
    return out.getvalue()


def nothing_to_see() -> bytes:
    """What stands for a picture that cannot be read, small; its name stands beside it."""
    out = BytesIO()
    Image.new("RGB", (SMALL, SMALL * 3 // 4), "#dde3e9").save(out, "JPEG")
    return out.getvalue()


def _too_large(image: Image.Image) -> bool:
    return image.width * image.height > _MOST_PIXELS


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


# --- where a photograph or a film was made --------------------------------------------------------
# Taken out of the file where it lies: every other byte stays as it was, nothing is encoded anew.
# Photographs keep it among their notes (Exif: TIFF 6.0 with the GPS directory of tag 0x8825) and in
# XMP, films in boxes of ISO/IEC 14496-12 (``©xyz`` and ``loci``) and among Apple's keys
# (``com.apple.quicktime.location…``).
GPS = 0x8825
_TIFF = re.compile(rb"II\*\x00|MM\x00\*")
_ENTRY, _COUNT, _POINTER = 12, 2, 4  # bytes of a directory
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_MOST_ENTRIES = 200
# The place in XMP, as attributes or as elements.
_XMP = re.compile(rb'(exif:GPS\w+(?:=["\']|>))([^"\'<]+)')


def without_place(content: bytes, media_type: str) -> bytes:
    """The picture or film without its notes on the place, of the same length."""
    if media_type == "video/mp4":
        cleared = _film(bytearray(content))
    elif media_type.startswith("image/"):
        cleared = _picture(bytearray(content))
    else:
        return content
    return _XMP.sub(lambda found: found[1] + b" " * len(found[2]), bytes(cleared))


# --- photographs ----------------------------------------------------------------------------------
def _picture(data: bytearray) -> bytearray:
    found = [at.start() for at in _TIFF.finditer(data)]
    if sum(_clear_gps(data, start) for start in found) and data.startswith(b"\x89PNG"):
        _sum_png(data)
    return data


def _clear_gps(data: bytearray, start: int) -> bool:
    """Takes the GPS directory out of the notes that begin at ``start``; False where there are no
    notes, or none on the place."""
    order = "<" if data[start : start + 1] == b"I" else ">"

    def number(kind: str, at: int) -> int:
        return int(struct.unpack_from(order + kind, data, start + at)[0])

    try:
        first = number("I", 4)
        count = number("H", first)
        entries = [first + _COUNT + _ENTRY * n for n in range(min(count, _MOST_ENTRIES))]
        at = next((one for one in entries if number("H", one) == GPS), None)
        if at is None or number("H", at + 2) not in (4, 13) or number("I", at + 4) != 1:
            return False
        place = number("I", at + 8)
        told = number("H", place)
        if told > _MOST_ENTRIES:
            return False
        for entry in (place + _COUNT + _ENTRY * n for n in range(told)):
            length = _SIZES.get(number("H", entry + 2), 0) * number("I", entry + 4)
            if length > _POINTER:
                _blank(data, start + number("I", entry + 8), length)
        _blank(data, start + place, _COUNT + _ENTRY * told + _POINTER)
    except struct.error:
        return False
    # The directory goes on without the entry; what follows it moves up.
    end = start + first + _COUNT + _ENTRY * count + _POINTER
    at += start
    data[at:end] = data[at + _ENTRY : end] + bytes(_ENTRY)
    struct.pack_into(order + "H", data, start + first, count - 1)
    return True


def _blank(data: bytearray, start: int, length: int) -> None:
    length = max(0, min(length, len(data) - start))
    data[start : start + length] = bytes(length)


def _sum_png(data: bytearray) -> None:
    """The check sums of the chunks with notes, which were changed."""
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] == b"eXIf" and at + 12 + length <= len(data):
            right = zlib.crc32(data[at + 4 : at + 8 + length])
            data[at + 8 + length : at + 12 + length] = right.to_bytes(4)
        at += 12 + length


# --- films ----------------------------------------------------------------------------------------
class _Box(NamedTuple):
    kind: bytes
    start: int  # of its content
    end: int
    kind_at: int


_WITHIN = frozenset({b"moov", b"trak", b"udta", b"meta"})
_PLACE = frozenset({b"\xa9xyz", b"loci"})


def _film(data: bytearray) -> bytearray:
    _clear_boxes(data, 0, len(data))
    return data


def _clear_boxes(data: bytearray, start: int, end: int) -> None:
    boxes = list(_boxes(data, start, end))
    located = next((_located(data, box) for box in boxes if box.kind == b"keys"), frozenset())
    for box in boxes:
        if box.kind in _PLACE:
            data[box.kind_at : box.kind_at + 4] = b"free"
            _blank(data, box.start, box.end - box.start)
        elif box.kind == b"ilst":
            for item in _boxes(data, box.start, box.end):
                if int.from_bytes(item.kind) in located:
                    _clear_item(data, item)
        elif box.kind in _WITHIN:
            # A "meta" of ISO begins with version and flags, one of QuickTime with a box.
            is_full = box.kind == b"meta" and data[box.start + 4 : box.start + 8] != b"hdlr"
            _clear_boxes(data, box.start + (4 if is_full else 0), box.end)


def _boxes(data: bytearray, at: int, end: int) -> Iterator[_Box]:
    while at + 8 <= end:
        size, kind, head = int.from_bytes(data[at : at + 4]), bytes(data[at + 4 : at + 8]), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            return
        yield _Box(kind, at + head, at + size, at + 4)
        at += size


def _located(data: bytearray, keys: _Box) -> frozenset[int]:
    """The numbers of the keys that tell the place."""
    names = _boxes(data, keys.start + 8, keys.end)
    told = enumerate((bytes(data[one.start : one.end]) for one in names), start=1)
    return frozenset(number for number, name in told if b".location" in name.lower())


def _clear_item(data: bytearray, item: _Box) -> None:
    for value in _boxes(data, item.start, item.end):
        _blank(data, value.start + 8, value.end - value.start - 8)
