"""The words of a chain as data: what the shipped blueprint means by them, what loading does, what a bad file is told."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from chain.acting import acting_as, system_membership
from chain.models import Chain
from clients.models import Definition
from clients.models.standing import ANSWERS
from reporting import loading
from reporting.blueprint import BadBlueprint, read

TODAY = dt.date(2026, 11, 21)
CHAIN = """\
chain: {slug: proefketen, name: Proefketen}
municipalities: [GM0935]
partners:
  - {code: dienst, name: Dienst}
definitions:
  - key: fit
    name: Arbeidsfit
    text: Kan een werkdag aan.
    signs: [Komt op tijd., Houdt het vol.]
    from: 2018-01-01
  - key: far
    name: Afstand
    kind: distance
    text: Binnen een jaar, of niet.
    from: 2023-07-01
"""


@pytest.fixture(autouse=True)
def _on_a_known_day(monkeypatch):
    monkeypatch.setattr(loading, "today", lambda: TODAY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "proefketen.yaml"
    path.write_text(CHAIN)
    return path


def load(name) -> list[str]:
    out = io.StringIO()
    call_command("load_chain", str(name), stdout=out)
    return out.getvalue().splitlines()


def meant(slug="proefketen"):
    with acting_as(system_membership(Chain.objects.get(slug=slug), "setup"), "test"):
        return list(Definition.objects.order_by("key", "started_on"))


@pytest.fixture
def changed(db, file):
    """Load the chain, then again with texts replaced; what the second time said."""
    load(file)

    def change(*replacements: tuple[str, str]) -> list[str]:
        content = file.read_text()
        for old, new in replacements:
            assert content.count(old) == 1, old
            content = content.replace(old, new)
        file.write_text(content)
        said = load(file)
        assert load(file) == ["proefketen: niets te wijzigen"]
        return said[:-1]

    return change


def test_the_shipped_chain_has_the_words_of_its_founding_document_and_the_two_distances_of_its_by_law(db):
    load("maastricht-heuvelland")
    found = {each.key: each for each in meant("maastricht-heuvelland")}
    names = ["Gemotiveerd", "Kan met een traject of project beginnen", "Arbeidsfit", "Bemiddelingsklaar"]
    in_order = sorted(found.values(), key=lambda each: each.position)
    of_statistics = ["Participatieladder", "Arbeidsvermogen"]  # SRG, features 11 and 13
    assert [each.name for each in in_order] == [*names, "Afstand tot de arbeidsmarkt", *of_statistics]
    assert {each.key for each in in_order if each.kind == "distance"} == {"distance"}
    assert set(ANSWERS["distance"]) == {"short", "long"}
    assert "binnen een jaar" in found["distance"].text
    assert "CVDR713411" in found["distance"].source
    for each in in_order:
        assert each.text
        assert each.signs
        assert each.source
        assert each.ended_on is None


def test_loading_makes_them_in_the_order_of_the_file(db, file):
    assert "toegevoegd: begrip fit vanaf 01-01-2018" in load(file)
    far, fit = meant()
    assert (fit.name, fit.kind, fit.signs, fit.position) == ("Arbeidsfit", "yes-no", "Komt op tijd.\nHoudt het vol.", 1)
    assert (far.kind, far.started_on, far.position) == ("distance", dt.date(2023, 7, 1), 2)


def test_a_new_meaning_stands_beside_the_old_one(changed):
    said = changed(
        ("    from: 2018-01-01\n", "    from: 2018-01-01\n    until: 2025-12-31\n"),
        (
            "  - key: far\n",
            "  - {key: fit, name: Arbeidsfit, text: Kan een werkweek aan., from: 2026-01-01}\n  - key: far\n",
        ),
    )
    assert "gewijzigd: begrip fit vanaf 01-01-2018, ended_on: leeg -> 31-12-2025" in said
    assert "toegevoegd: begrip fit vanaf 01-01-2026" in said
    assert [each.text for each in meant() if each.key == "fit"] == ["Kan een werkdag aan.", "Kan een werkweek aan."]


def test_a_corrected_first_day_is_a_change(changed):
    said = changed(("from: 2018-01-01", "from: 2019-01-01"))
    assert said == ["gewijzigd: begrip fit vanaf 01-01-2018, started_on: 01-01-2018 -> 01-01-2019"]
    assert len(meant()) == 2


def test_what_left_the_blueprint_ends_yesterday(changed):
    said = changed((CHAIN[CHAIN.index("  - key: far") :], ""))
    assert said == ["beëindigd: begrip far vanaf 01-07-2023, laatste dag 20-11-2026"]
    assert len(meant()) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    kind: distance\n", "    kind: cijfer\n", "13: kind: onbekende soort antwoord 'cijfer'"),
        ("    text: Kan een werkdag aan.\n", "", "6: text ontbreekt"),
        ("  - key: far\n", "  - key: fit\n", "13: fit heeft op regel 6 een andere soort antwoord"),
        ("    kind: distance\n", "    until: 2020-01-01\n", "13: het einde 2020-01-01 ligt vóór het begin 2023-07-01"),
        (
            "key: far\n    name: Afstand\n    kind: distance\n",
            "key: fit\n    name: Afstand\n",
            "11: begrip fit staat al op regel 6",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(file, old, new, said):
    assert old in CHAIN
    file.write_text(CHAIN.replace(old, new))
    with pytest.raises(BadBlueprint) as caught:
        read(file)
    assert any(line.startswith(f"{file}:{said}") for line in str(caught.value).splitlines()), str(caught.value)
