"""Uploaded files in an object store that speaks S3, for several machines (``S3_BUCKET``)."""

from __future__ import annotations

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from accounts.storage import FileNotKept


class ObjectStorage(S3Storage):
    """Keeps each file as an object, whole or not at all as the store itself promises.

    Nobody reaches an object but through the program, which asks who may.
    """

    file_overwrite = False
    default_acl = None  # the bucket's own rule: private
    querystring_auth = True

    def _save(self, name: str, content: File[bytes]) -> str:
        try:
            kept: str = super()._save(name, content)
        except (Boto3Error, BotoCoreError, ClientError) as error:
            raise FileNotKept from error
        return kept

    def is_writable(self) -> bool:
        """Whether the store answers and knows the bucket."""
        try:
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except (BotoCoreError, ClientError):
            return False
        return True
