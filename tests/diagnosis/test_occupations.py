"""Occupations: found in the words that people use, chosen in a form, laid from the own list and from ESCO's."""

import csv
import io

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from diagnosis import occupation_lists, occupations
from diagnosis.codes import SECTORS
from diagnosis.models import Occupation, OccupationName, ProfileTerm
from diagnosis.occupations import OccupationField, exact, find
from tests.factories import OccupationFactory, TargetOccupationFactory
from tests.world import world

pytestmark = pytest.mark.django_db
COLUMNS = ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "description", "code"]


@pytest.fixture
def own():
    occupations.load_own()


@pytest.fixture
def esco(tmp_path):
    """Writes an ESCO file of (uri, isco, name, other names) rows and imports it; what the command says."""

    def write(*rows, columns=COLUMNS):
        path = tmp_path / "occupations_nl.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            for uri, isco, name, also in rows:
                writer.writerow(["Occupation", uri, isco, name, "\n".join(also), "Doet dit werk.", "1.2"])
        out = io.StringIO()
        call_command("import_occupations", str(path), stdout=out, stderr=out)
        return out.getvalue()

    return write


# Finding


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("heftruckchauffeur", "heftruckchauffeur"),
        ("Heftruck", "heftruckchauffeur"),
        ("reachtruck", "heftruckchauffeur"),
        ("poetsvrouw", "schoonmaker"),
        ("POETSEN", "schoonmaker"),
        ("vakken vullen", "vakkenvuller"),
        ("supermarkt", "vakkenvuller"),
        ("caissiere", "kassamedewerker"),
        ("caissière", "kassamedewerker"),
        ("magazijnier", "magazijnmedewerker"),
        ("juf", "leraar basisonderwijs"),
        ("boa", "toezichthouder"),
        ("haren knippen", "kapper"),
        ("wegwerker", "stratenmaker"),
        # misspelt
        ("shoonmaker", "schoonmaker"),
        ("vakenvuller", "vakkenvuller"),
        ("hefttruk chaufeur", "heftruckchauffeur"),
        ("lasssen", "lasser"),
        ("programeur", "programmeur"),
    ],
)
def test_everyday_words_find_the_occupation_first(own, typed, name):
    assert find(typed)[0].name == name


def test_a_part_of_a_word_finds_too_after_its_beginning(own):
    names = [each.name for each in find("chauffeur", 20)]
    assert {"vrachtwagenchauffeur", "taxichauffeur", "heftruckchauffeur", "buschauffeur"} <= set(names)


def test_what_is_found_says_by_which_name(own):
    assert find("poetsvr")[0].said == "poetsvrouw"
    assert find("schoonmaker")[0].said == "schoonmaker"


@pytest.mark.parametrize(
    "typed", ["", " ", "a", "%", "_", "(", "\\", "xyzzyq", "'; drop table", "é" * 500, "+", "\u0000"]
)
def test_what_means_nothing_finds_nothing_and_breaks_nothing(own, typed):
    assert find(typed.replace("\u0000", "")) == []


def test_own_words_come_before_those_of_esco(own, esco):
    esco(("http://x/1", "7212", "vonkenlasser", ["lassen aan de band"]), ("http://x/2", "7212", "lassen", []))
    assert [each.source for each in find("lassen")][:3] == ["own", "esco", "esco"]


def test_the_limit_holds(own):
    assert len(find("medewerker", 4)) == 4


def test_one_is_meant_by_its_name_or_by_the_only_one_that_has_it(own, esco):
    esco(("http://x/1", "1120", "directeur", ["baas"]), ("http://x/2", "1221", "chef", ["baas"]))
    assert exact(" Poetsvrouw ").name == "schoonmaker"
    assert exact("directeur").name == "directeur"
    assert exact("baas") is None  # of two
    assert exact("poets") is None
    assert exact("") is None


# Choosing


class Chosen(forms.Form):
    occupation = OccupationField(label="Beroep")
    other = OccupationField(label="Ander", required=False)


def test_the_field_takes_any_name_and_gives_the_occupation(own):
    form = Chosen({"occupation": "poetsvrouw", "other": ""})
    assert form.is_valid()
    assert form.cleaned_data["occupation"].name == "schoonmaker" and form.cleaned_data["other"] is None
    assert not Chosen({}).is_valid()


def test_the_field_names_the_nearest_and_offers_them_without_javascript(own):
    form = Chosen({"occupation": "shoonmaker"})
    assert not form.is_valid()
    assert "schoonmaker" in form.errors["occupation"][0]
    html = str(form["occupation"])
    assert 'name="occupation" value="schoonmaker"' in html and "shoonmaker" in html
    assert "Probeer een ander woord" in Chosen({"occupation": "xyzzyq"}).errors["occupation"][0]


def test_the_field_shows_what_was_chosen_and_knows_whether_it_changed(own):
    cleaner = exact("schoonmaker")
    for given in (cleaner, cleaner.pk):
        assert 'value="schoonmaker"' in str(Chosen(initial={"occupation": given})["occupation"])
    assert not OccupationField().has_changed(cleaner, "Schoonmaker ")
    assert OccupationField().has_changed(cleaner, "kok")
    with pytest.raises(ValidationError):
        OccupationField().clean("  ")


def test_suggestions_and_the_page_at_the_same_address(own, trusted):
    with trusted():
        w = world()
    browser = Browser()
    assert browser.get("/beroepen/").status_code == 302
    browser.force_login(w.staff["adviser"].user)
    answer = browser.get(
        "/beroepen/?veld=targets-0-occupation&targets-0-occupation=poets", headers={"HX-Request": "true"}
    )
    assert '<option value="schoonmaker">Poetser</option>' in answer.content.decode()
    assert "<html" not in answer.content.decode()
    # A browser shows what holds the typed text: a misspelt one goes along.
    answer = browser.get("/beroepen/?q=shoonmaker", headers={"HX-Request": "true"})
    assert '<option value="schoonmaker">shoonmaker</option>' in answer.content.decode()
    page = browser.get("/beroepen/?q=poets")
    assert "<html" in page.content.decode() and "Schoonmaker" in page.content.decode()
    assert browser.get("/beroepen/").status_code == browser.get("/beroepen/?q=xyzzyq").status_code == 200
    assert browser.get("/beroepen/?veld=<b>&q=%00").status_code == 200


# The own list


def test_the_own_list_is_everyday_work_of_the_region(own):
    there = list(Occupation.objects.all())
    assert len(there) >= 80
    assert {each.sector for each in there} <= set(SECTORS) and len({each.sector for each in there}) >= 12
    assert all(len(each.isco) == 4 and each.isco.isdigit() and each.source == "own" for each in there)
    assert OccupationName.objects.count() > 3 * len(there)


def test_it_is_laid_once():
    assert occupations.load_own().added >= 80
    assert occupations.load_own().nothing


# ESCO


def test_occupations_of_esco_stand_beside_it_and_the_import_says_what_it_did(own, esco):
    said = esco(("http://x/1", "2654", "inspiciënt", ["toneelmeester"]), ("http://x/2", "8121", "draadtrekker", []))
    assert "2 toegevoegd" in said and "European Commission" in said
    found = exact("toneelmeester")
    assert (found.source, found.esco_uri, found.isco, found.description) == (
        "esco",
        "http://x/1",
        "2654",
        "Doet dit werk.",
    )
    assert "niets te wijzigen" in esco(
        ("http://x/1", "2654", "inspiciënt", ["toneelmeester"]), ("http://x/2", "8121", "draadtrekker", [])
    )


def test_a_second_import_says_what_changed(own, esco):
    esco(("http://x/1", "2654", "inspiciënt", []))
    said = esco(("http://x/1", "2655", "toneelinspiciënt", []), ("http://x/2", "8121", "draadtrekker", []))
    assert "inspiciënt -> toneelinspiciënt" in said and "2654 -> 2655" in said and "1 toegevoegd" in said
    assert exact("inspiciënt").name == "toneelinspiciënt"  # the old name still finds it


def test_what_the_own_list_names_too_is_one_row_whichever_came_first(esco):
    both = ("http://x/7", "7212", "Lasser", ["hoeklasser"])
    esco(both)
    first = Occupation.objects.get()
    laid = occupations.load_own()
    joined = Occupation.objects.get(pk=first.pk)
    assert (joined.source, joined.name, joined.esco_uri) == ("own", "lasser", "http://x/7") and laid.joined == [
        "lasser"
    ]
    assert exact("hoeklasser") == exact("lasser") == joined
    assert "niets te wijzigen" in esco(both)
    assert occupations.load_own().nothing
    assert Occupation.objects.filter(name__iexact="lasser").count() == 1


def test_the_own_name_group_and_sector_stay_where_esco_joins(own, esco):
    said = esco(("http://x/7", "9999", "Lasser", ["hoeklasser"]))
    assert "1 bij een beroep van de eigen lijst" in said
    found = exact("lasser")
    assert (found.isco, found.sector, found.uri) == ("7212", "industry", "urn:snoer:beroep:lasser")


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (("", "7212", "lasser", []), "Regel 3: zonder adres of naam"),
        (("http://x/2", "7212", "", []), "Regel 3: zonder adres of naam"),
        (("http://x/2", "72", "lasser", []), "Regel 3: de ISCO-groep"),
        (("http://x/1", "7212", "lasser", []), "Regel 3: dit adres staat ook op regel 2"),
        (("http://x/2", "7212", "l" * 201, []), "Regel 3: een naam is langer"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_done(esco, tmp_path, bad, told, capsys):
    path = tmp_path / "occupations_nl.csv"
    with pytest.raises(CommandError, match="er is niets geïmporteerd"):
        esco(("http://x/1", "2654", "inspiciënt", []), bad)
    assert not Occupation.objects.exists()
    with pytest.raises(occupation_lists.BadList, match=told):
        occupation_lists.import_esco(path)


def test_a_line_is_counted_as_it_stands_in_the_file(esco, tmp_path):
    with pytest.raises(CommandError):
        esco(("http://x/1", "2654", "inspiciënt", ["a", "b", "c"]), ("http://x/2", "x", "lasser", []))
    with pytest.raises(occupation_lists.BadList, match="Regel 5"):
        occupation_lists.import_esco(tmp_path / "occupations_nl.csv")


def test_a_file_that_is_something_else_is_refused(esco, tmp_path):
    with pytest.raises(CommandError, match=r"Kan .* niet lezen"):
        call_command("import_occupations", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="niets geïmporteerd"):
        esco(("http://x/1", "2654", "inspiciënt", []), columns=["a", "b", "c", "d", "e", "f", "g"])
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00conceptUri")
    with pytest.raises(CommandError, match="niets geïmporteerd"):
        call_command("import_occupations", str(tmp_path / "bytes.csv"), stderr=io.StringIO())


def test_profiles_are_found_by_the_names_that_come_in(own, esco, trusted):
    with trusted():
        w = world()
        TargetOccupationFactory(client=w["both"], occupation=Occupation.objects.get(name="lasser"))
    esco(("http://x/7", "7212", "lasser", ["hoeklasser"]))
    with trusted():
        assert ProfileTerm.objects.filter(client=w["both"], term="hoeklasser").exists()


def test_an_occupation_made_elsewhere_is_found_too():
    OccupationFactory(name="Mijnwerker", names=["kompel"])
    assert find("kompel")[0].name == "Mijnwerker"
