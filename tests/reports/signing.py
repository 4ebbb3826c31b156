"""A PDF with a digital signature, for the tests that read one."""

import datetime
import io

import pypdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore


def signed_pdf(name: str) -> bytes:
    """A page signed by somebody of this name, with a certificate of its own."""
    blank = pypdf.PdfWriter()
    blank.add_blank_page(595, 842)
    out = io.BytesIO()
    blank.write(out)
    signed = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(out.getvalue())),
        signers.PdfSignatureMetadata(field_name="ChuKy"),
        signer=_signer(name),
    )
    return signed.getvalue()


def _signer(name: str) -> signers.SimpleSigner:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    der = serialization.Encoding.DER
    private = key.private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=_certificate(certificate.public_bytes(der)),
        signing_key=_key(private),
        cert_registry=SimpleCertificateStore(),
    )


def _certificate(data: bytes):
    from asn1crypto.x509 import Certificate

    return Certificate.load(data)


def _key(data: bytes):
    from asn1crypto.keys import PrivateKeyInfo

    return PrivateKeyInfo.load(data)
