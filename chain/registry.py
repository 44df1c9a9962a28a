"""Registration: what upper floors add to the pages of lower ones stands as dotted names in the settings."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def registered(setting: str) -> tuple[Callable, ...]:
    """The functions that the setting names, in its order."""
    return tuple(import_string(name) for name in getattr(settings, setting))
