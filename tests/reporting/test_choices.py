"""What a file says of the choices of its address, and what the definitions say of the tables: in words that people read."""

import pytest
from django.urls import reverse

from chain.acting import acting_as
from reporting.changes import CAUSE_NAMES
from reporting.choices import CHOICES, in_words
from reporting.content import about
from reporting.definitions import DEFINITIONS
from reporting.path_figures import ENDINGS
from reporting.paths_sql import MOST
from reporting.scope import Scope
from tests.factories import days_ago
from tests.world import world


@pytest.fixture
def w(trusted):
    with trusted():
        return world()


def scope(w, **asked):
    return Scope(w.staff["policy"], None, days_ago(90), days_ago(0), [w.maastricht, w.vaals], None, asked)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"wacht": "first-answer"}, ["wacht op: het eerste antwoord op een verwijzing"]),
        ({"per": "kwartaal", "op": "01-01-2026"}, ["per: kwartaal"]),
        ({"vanaf": "stap"}, ["binnengekomen als: eerste stap begonnen"]),
        ({"rij": "leeftijd", "kolom": "taal", "toon": "rij"}, ["rijen: leeftijd", "kolommen: taal van het gesprek",
                                                               "getoond als: % van de rij"]),
        ({"leeftijd": "27-34"}, ["leeftijd: 27 tot en met 34 jaar"]),
        ({"jaar": "2019", "bekend": "01-02-2020"}, ["jaar: 2019", "zoals bekend op: 01-02-2020"]),
    ],
)  # fmt: skip
def test_a_file_tells_the_choice_in_words(w, asked, told):
    assert in_words(scope(w, **asked)) == told
    with acting_as(w.acting("policy")):
        assert dict(about(scope(w, **asked), counted=False))["Verdere keuze"] == "; ".join(told)


@pytest.mark.parametrize("name", [*CHOICES, "leeftijd", "x"])
def test_what_is_not_understood_is_not_told(w, name):
    assert in_words(scope(w, **{name: "<b>'; drop"})) == []


def test_the_definitions_say_what_the_tables_say():
    changes, paths = (" ".join(map(str, DEFINITIONS[key].points)).lower() for key in ("changes", "paths"))
    assert str(CAUSE_NAMES["corrected"]) in changes
    assert MOST == 12 and "twaalf wegen" in paths and "andere wegen" in paths
    assert all(str(name).lower() in paths for name in ENDINGS.values())


def test_the_page_of_returns_can_be_printed(w, signed_in):
    assert "data-print" in signed_in("policy").get(reverse("returns")).content.decode()
