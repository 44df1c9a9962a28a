"""Files that are sent in: never larger than allowed, and never on disk before somebody decided to keep them."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MEGABYTE = 1024 * 1024


class LimitedUpload(FileUploadHandler):
    """Stops taking in a file once it is larger than SNOER_UPLOAD_MB; the page says so (was_too_large)."""

    taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > settings.SNOER_UPLOAD_MB * MEGABYTE:
            assert self.request is not None
            self.request.too_large = True  # type: ignore[attr-defined]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file in the post was larger than allowed, and left out."""
    request.POST  # noqa: B018 - reading it is what takes the files in
    return bool(getattr(request, "too_large", False))
