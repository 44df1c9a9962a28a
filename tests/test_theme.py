"""The palette: each partner's colour can be read, and is there for CSS and for data alike."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
THEME = (STATIC / "theme.css").read_text(encoding="utf-8")
STYLES = (STATIC / "snoer.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--partner-([a-z0-9-]+?): (#[0-9a-f]{6});", THEME))
KEYS = sorted(key for key in COLOURS if not key.endswith("-bg"))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_palette_has_the_partners_and_spare_colours():
    assert {"szmh", "annex", "mtb", "podium24", "beleid", "system", "extra-1", "extra-2", "extra-3", "extra-4"} <= set(
        KEYS
    )


@pytest.mark.parametrize("key", KEYS)
def test_a_partners_colour_can_be_read_on_white_and_on_its_own_ground(key):
    assert contrast(COLOURS[key], "#ffffff") >= 4.5
    assert contrast(COLOURS[key], COLOURS[f"{key}-bg"]) >= 4.5


@pytest.mark.parametrize("key", KEYS)
def test_a_partners_colour_is_a_class(key):
    assert f".{key} {{ --partner: var(--partner-{key});" in STYLES


def test_every_token_that_is_used_is_defined():
    used = set(re.findall(r"var\((--(?:basis|partner|snoer|mark)[a-z0-9-]*)", STYLES))
    assert used - set(re.findall(r"(--[a-z0-9-]+):", THEME + STYLES)) == set()


def test_colours_stand_in_the_theme_only():
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", STYLES)) == set()
