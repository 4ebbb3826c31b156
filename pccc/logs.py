"""What is never written into a log: addresses that are secrets, and contents."""

from __future__ import annotations

import logging
import re

# A calendar's feed and a new password are opened by their address alone (deploy/nginx.conf); single
# sign-on comes back with a code.
_SECRET = re.compile(r"(/lich/\d+/|/quen-mat-khau/[^/\s]+/|[?&](?:code|state)=)[^/\s'\"?&]+")
# What these tell below a warning is content: values of statements, words of documents and
# pictures, heads of requests to the store, what a job was given.
OF_CONTENTS = (
    "boto3",
    "botocore",
    "django.db.backends",
    "pdfminer",
    "PIL",
    "rq",
    "s3transfer",
    "urllib3",
)


class WithoutSecrets(logging.Filter):
    """Takes secret addresses out of what is told, and out of the request told along with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), None
        if "request" in vars(record):
            vars(record)["request"] = without_secrets(repr(vars(record)["request"]))
        return True


def without_secrets(text: str) -> str:
    """The text with the secret part of each address left out.

    >>> without_secrets("Not Found: /lich/12/s3cr3t/")
    'Not Found: /lich/12/…/'
    """
    return _SECRET.sub(r"\1…", text)
