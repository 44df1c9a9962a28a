"""What others made lies in static/vendor unchanged, with its licence, and nothing else does."""

import hashlib
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
LIST = VENDOR / "vendored.toml"
FILES = tomllib.loads(LIST.read_text(encoding="utf-8"))["file"]


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["path"])
def test_a_vendored_file_is_what_the_list_says(entry):
    assert hashlib.sha256((VENDOR / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["source"]
    assert entry["licence"]


def test_all_that_lies_in_vendor_is_listed():
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file() and path != LIST}
    assert there == {entry["path"] for entry in FILES}


def test_each_folder_has_its_licence_and_its_version():
    for folder in {Path(entry["path"]).parts[0] for entry in FILES}:
        assert (VENDOR / folder / "LICENSE").is_file()
        assert folder.rpartition("-")[2][:1].isdigit()
