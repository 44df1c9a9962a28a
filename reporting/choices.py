"""What else an address of figures chose, in words: beside the period, the municipality and the programme.

The names in addresses are those of the pages; what a page does not understand has no words, and is no choice.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from reporting.analysis import SHOWN
from reporting.facet_choice import told, understood
from reporting.facet_kinds import BY_NAME
from reporting.flow_figures import PER
from reporting.path_figures import FROM
from reporting.scope import Scope
from reporting.waits import WAITS


class Choice(NamedTuple):
    """name: as people read it. values: key in the address -> what is chosen; a year, a day and a report stand for themselves."""

    name: object
    values: Callable[[], Mapping[str, object]] | None = None


def _kinds() -> Mapping[str, object]:
    return {key: kind.title for key, kind in BY_NAME.items()}


CHOICES = {
    "wacht": Choice(_("wacht op"), lambda: {key: wait.name for key, wait in WAITS.items()}),
    "per": Choice(_("per"), lambda: {key: name for key, (_months, name) in PER.items()}),
    "vanaf": Choice(_("binnengekomen als"), lambda: FROM),
    "rij": Choice(_("rijen"), _kinds),
    "kolom": Choice(_("kolommen"), _kinds),
    "toon": Choice(_("getoond als"), lambda: SHOWN),
    "jaar": Choice(_("jaar")),
    "bekend": Choice(_("zoals bekend op")),
    "rapport": Choice(_("vergeleken met rapport")),
}


def in_words(scope: Scope) -> list[str]:
    """Each choice of the address that is understood: `wacht op: een plan`."""
    found = []
    for key, choice in CHOICES.items():
        if value := scope.asked.get(key, "")[:20]:
            plain = value if value.replace("-", "").isdigit() else None
            name = choice.values().get(value) if choice.values else plain
            found += [f"{choice.name}: {str(name).lower()}"] if name else []
    return found + told(understood(scope.asked))
