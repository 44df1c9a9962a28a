"""A choice of groups out of the analysis: as it stands in an address, as the database takes it, and in words.

Name in the address -> group, as `leeftijd=27-34`. A screening round keeps such a choice (diagnosis.selections.Facets): the
groups by their keys, so that its words tell the same for ever.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as translate

from diagnosis.selections import Facets
from reporting.facet_kinds import BY_NAME, KINDS, UNKNOWN, Kind

PLACE = "gemeente"  # narrowed by its id, elsewhere


def understood(asked: Mapping[str, str]) -> dict[str, str]:
    """What of the address is a choice of groups; what is not understood is left out."""
    return {
        name: asked[name]
        for name in asked
        if name != PLACE and name in BY_NAME and there_is(BY_NAME[name], asked[name])
    }


def there_is(kind: Kind, group: str) -> bool:
    return group == UNKNOWN or group in kind.groups


def parts(chosen: Mapping[str, str]) -> list[str]:
    """The parts of the file that the choice tells of, each once."""
    found = {BY_NAME[name].part: None for name in chosen if name in BY_NAME}
    return [part for part in found if part != "client"]


def asked(chosen: Mapping[str, str], place: int | None = None) -> dict[str, int]:
    """The choice for the functions of reporting/facet_sql.py: kind -> place of the group. `place`: a municipality's id."""
    groups = {BY_NAME[name].key: BY_NAME[name].number(group) for name, group in understood(chosen).items()}
    return groups | ({"place": place} if place else {})


def told(chosen: Mapping[str, str]) -> list[str]:
    """Each in words, in the order of the kinds: `leeftijd: 27 tot en met 34 jaar`."""
    return [
        translate("%(kind)s: %(group)s") % {"kind": str(kind.title).lower(), "group": kind.called(chosen[name])}
        for name, kind in BY_NAME.items() if name in chosen
    ]  # fmt: skip


def fields() -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """For the form of a round; the municipality has its own field there."""
    return [
        (kind.name, kind.title, [*kind.groups.items(), (UNKNOWN, kind.unknown)])
        for kind in KINDS.values() if kind.name != PLACE
    ]  # fmt: skip


CHOICE = Facets(fields, asked, parts, told)
