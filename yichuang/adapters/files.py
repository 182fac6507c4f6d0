"""Files in an S3-compatible store. Its failures become OSError, as those of a disk: whoever keeps files knows them."""

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage


class ObjectStorage(S3Storage):
    """Django's storage over one bucket. Raises FileNotFoundError for what is not there, OSError for what fails."""

    def _translated(self, method: str, *arguments):
        try:
            return getattr(super(), method)(*arguments)
        except ClientError as fault:
            if fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
                raise FileNotFoundError(str(fault)) from fault
            raise OSError(str(fault)) from fault
        except BotoCoreError as fault:
            raise OSError(str(fault)) from fault

    def _save(self, name, content):
        return self._translated("_save", name, content)

    def _open(self, name, mode="rb"):
        return self._translated("_open", name, mode)

    def delete(self, name):
        """Remove it; nothing happens where there is none."""
        return self._translated("delete", name)

    def exists(self, name):
        """Whether there is a file of this name."""
        return self._translated("exists", name)

    def size(self, name):
        """In bytes."""
        return self._translated("size", name)

    def listdir(self, path):
        """(folders, files) right below."""
        return self._translated("listdir", path)

    def get_modified_time(self, name):
        """When it was written, aware."""
        return self._translated("get_modified_time", name)
