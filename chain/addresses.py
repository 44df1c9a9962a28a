"""What stands in an address, read strictly: what is not understood is left out."""

from collections.abc import Container
from typing import Any


def number(typed: Any) -> str:
    """The digits of a number that can be a key; "" for anything else."""
    text = str(typed or "")
    return text if text.isascii() and text.isdecimal() and len(text) < 18 else ""


def among(typed: Any, there: Container[str]) -> str:
    """What was typed where it is one of these; "" for anything else."""
    text = str(typed or "")
    return text if text in there else ""
