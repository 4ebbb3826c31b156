"""Photographs and films: kept the right way up and without the place where they were taken, shown
small and large as pictures of our own making.  PURE."""

from __future__ import annotations

from io import BytesIO

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from tasks.place_notes import GPS, without_place

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
