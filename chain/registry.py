"""Registration: what upper floors add to the pages of lower ones stands as dotted names in the settings (chain/floors.py)."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def registered(setting: str) -> tuple[Any, ...]:
    """The functions (or tables) that the setting names, in its order."""
    return tuple(import_string(name) for name in getattr(settings, setting))
