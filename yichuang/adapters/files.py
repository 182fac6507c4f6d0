"""Files in an S3-compatible store. Its failures become OSError, as those of a disk: whoever keeps files knows them. It
has a limit and a breaker as every outside (docs/adr/0026-outside-has-a-limit.md)."""

import errno
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from yichuang.core import ports

KIND = "files"
# seconds: a page waits for it. Who keeps files tries again, so that the client does not.
LIMITS = Config(
    connect_timeout=1, read_timeout=ports.SOMEBODY_WAITS, retries={"total_max_attempts": 1}
)
ONCE = TransferConfig(num_download_attempts=1)


class ObjectStorage(S3Storage):
    """Django's storage over one bucket. Raises FileNotFoundError for what is not there, OSError for what fails and, at
    once, while the store did not answer lately."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self.client_config = self.client_config.merge(LIMITS)
        self.transfer_config = ONCE

    def _save(self, name, content):
        return _answer_of(super()._save, name, content)

    def _open(self, name, mode="rb"):
        return _answer_of(self._brought, name, mode)

    def _brought(self, name, mode):
        """The content is read here, where what the store says is understood, and not when somebody reads the stream."""
        stream = super()._open(name, mode)
        if "r" in mode:
            stream.seek(0)
        return stream

    def delete(self, name):
        """Remove it; nothing happens where there is none."""
        return _answer_of(super().delete, name)

    def exists(self, name):
        """Whether there is a file of this name."""
        return _answer_of(super().exists, name)

    def size(self, name):
        """In bytes."""
        return _answer_of(super().size, name)

    def listdir(self, path):
        """(folders, files) right below."""
        return _answer_of(super().listdir, path)

    def get_modified_time(self, name):
        """When it was written, aware."""
        return _answer_of(super().get_modified_time, name)


def _answer_of(method: Callable, *arguments) -> Any:
    breaker = ports.breaker(KIND)
    if not breaker.admits():
        raise OSError(errno.EHOSTDOWN, "not asked: the store did not answer lately")
    try:
        answer = method(*arguments)
    except FileNotFoundError:
        breaker.answered()
        raise
    except ClientError as fault:
        status = fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            breaker.failed()
            raise OSError(errno.EHOSTDOWN, str(fault)) from fault
        breaker.answered()
        if status == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError(str(fault)) from fault
        raise OSError(errno.EIO, str(fault)) from fault
    except (BotoCoreError, Boto3Error) as fault:
        breaker.failed()
        raise OSError(errno.EHOSTDOWN, str(fault)) from fault
    breaker.answered()
    return answer
