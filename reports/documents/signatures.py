"""The digital signatures inside a PDF: who, when, whether its bytes are unchanged since."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

_UNREADABLE = (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class Signed:
    """One signature; ``on``: the day and time that it states itself, ISO, "" where none.

    ``is_intact``: what was signed is unchanged; ``is_whole``: nothing was added behind it since.
    """

    by: str
    on: str
    is_intact: bool
    is_whole: bool

    def as_data(self) -> dict[str, Any]:
        return {
            "by": self.by,
            "on": self.on,
            "is_intact": self.is_intact,
            "is_whole": self.is_whole,
        }


def signatures_of(content: bytes) -> tuple[Signed, ...]:
    """The signatures of a PDF in their order; none for any other file.

    Whether the signer's certificate is to be trusted is not judged: that needs the state's list of
    authorities and the network.
    """
    if not content.startswith(b"%PDF-"):
        return ()
    try:
        found = PdfFileReader(io.BytesIO(content), strict=False).embedded_regular_signatures
        return tuple(_told(one) for one in found)
    except _UNREADABLE:
        logging.getLogger(__name__).info("signatures of a PDF could not be read")
        return ()


def _told(signature: EmbeddedPdfSignature) -> Signed:
    stated = signature.self_reported_timestamp
    return Signed(
        by=_name(signature),
        on=stated.isoformat() if stated else "",
        is_intact=_is_intact(signature),
        is_whole=signature.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE,
    )


def _name(signature: EmbeddedPdfSignature) -> str:
    subject = signature.signer_cert.subject.native
    return str(subject.get("common_name") or signature.signer_cert.subject.human_friendly)


def _is_intact(signature: EmbeddedPdfSignature) -> bool:
    """Whether the bytes that were signed have the digest that the signature holds, and the
    signature is that of its certificate."""
    digest = signature.compute_digest()
    return all(validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest))
