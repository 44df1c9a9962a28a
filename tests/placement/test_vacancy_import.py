"""Vacancies out of a file: all or nothing, each bad line told, the same ref again a change; from the page and the command."""

import contextlib
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chain.acting import acting_as
from placement.models import Employer, Vacancy
from placement.requirements import notation
from placement.vacancy_import import COLUMNS, BadFile, import_file, read
from placement.vacancy_import_pages import example
from tests.factories import CohortFactory, EmployerFactory, OccupationFactory, PlacementFactory, VacancyFactory

pytestmark = pytest.mark.django_db
PAGE = "/vacatures/inlezen/"
HEAD = "ref;werkgever;functie"


@pytest.fixture
def load(w):
    """Imports lines as somebody, Podium24's adviser if nobody is named."""

    def go(*lines, by="adviser", encoding="utf-8"):
        with acting_as(w.acting(by)), translation.override("nl"):
            return import_file("\n".join(lines).encode(encoding), by=w.staff[by])

    return go


@pytest.fixture
def there(w):
    def find(**facts):
        with acting_as(w.acting("adviser")):
            return list(
                Vacancy.objects.filter(**facts).select_related("employer", "occupation", "cohort").order_by("ref")
            )

    return find


def problems(load, *lines, **how) -> list[str]:
    with pytest.raises(BadFile) as bad:
        load(*lines, **how)
    with translation.override("nl"):
        return [str(problem) for problem in bad.value.problems]


def test_a_line_is_a_vacancy_with_what_it_asks(w, load, there, trusted):
    with trusted():
        cook = OccupationFactory(name="keukenhulp", source="own")
        cohort = CohortFactory(project__chain=w.chain, project__name="horeca@work", name="Najaar")
    done = load(
        "ref;werkgever;functie;soort;beroep;plekken;uren_min;uren_max;werktijden;postcode;plaats;zonder_auto;sluit;eisen;groep",
        "12;Hotel De Poort;Spoelhulp;project;Keukenhulp;3;16;24;day weekend;6211ab;Maastricht;ja;2099-12-31;"
        "licence:B! occupation*2;horeca@work / najaar",
    )
    (new,) = there()
    assert (done.added, done.changed, done.same, done.employers) == (1, 0, 0, 1)
    assert (new.ref, new.title, new.kind, new.occupation, new.cohort) == ("12", "Spoelhulp", "project", cook, cohort)
    assert (new.positions, new.hours_min, new.hours_max, new.shifts) == (3, 16, 24, ["day", "weekend"])
    assert (new.postcode, new.without_car, new.closes_on.year, new.partner_id) == (
        "6211 AB", "1", 2099, w.partners["podium24"].pk,
    )  # fmt: skip
    assert (new.employer.name, new.employer.checked) == ("Hotel De Poort", False)
    with acting_as(w.acting("adviser")):
        assert notation(new.requirements.order_by("kind")) == "licence:B! occupation*2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_comma_or_semicolon_as_excel_writes_it(load, there, delimiter, encoding):
    load(delimiter.join(["ref", "Werkgever", " FUNCTIE "]), delimiter.join(["1", '"Café ""Zuid"""', "Bediening"]), "",
         delimiter * 2, encoding=encoding)  # fmt: skip
    (new,) = there()
    assert new.employer.name == 'Café "Zuid"'


def test_the_same_file_again_changes_nothing(load, there):
    lines = (HEAD + ";uren_min;eisen", "1;Hotel;Kok;16;hours!", "2;Hotel;Hulp;;")
    assert load(*lines).added == 2
    again = load(*lines)
    assert (again.added, again.changed, again.same, again.employers) == (0, 0, 2, 0)
    assert {row.version for row in there()} == {1}


def test_the_same_ref_again_is_a_change_of_the_columns_that_the_file_has(w, load, there):
    load(HEAD + ";uren_min;plaats;eisen", "1;Hotel;Kok;16;Vaals;hours!")
    assert load(HEAD + ";uren_min", "1;hotel;Chef;24").changed == 1
    (row,) = there()
    assert (row.title, row.hours_min, row.place, row.version) == ("Chef", 24, "Vaals", 2)
    with acting_as(w.acting("adviser")):
        assert notation(row.requirements.all()) == "hours!"


def test_a_known_employer_is_found_and_not_made_again(w, load, there, trusted):
    with trusted():
        known = EmployerFactory(chain=w.chain, name="Hotel De Poort")
        EmployerFactory(chain=w.other_chain, name="Hotel Elders")
    done = load(HEAD, "1;hotel de poort;Kok", "2;Hotel Elders;Kok", "3;hotel elders;Hulp")
    assert done.employers == 1
    assert there()[0].employer_id == known.pk
    assert there()[1].employer_id == there()[2].employer_id


def test_every_bad_line_is_told_with_line_column_and_reason_and_nothing_is_imported(load, there):
    told = problems(
        load, HEAD + ";soort;plekken;sluit;eisen;beroep;zonder_auto;groep;uren_min;uren_max",
        "1;Hotel;Kok;;;;;;;;;",
        "2;;Kok;;;;;;;;;",
        "3;Hotel;;;;;;;;;;",
        "4;Hotel;Kok;baan;;;;;;;;",
        "5;Hotel;Kok;;0;2001-01-01;;;;;;",
        "6;Hotel;Kok;;;31-31-2030;karma:1 licence:Q;sterrenkijker;misschien;geen/groep;32;24",
        "7;Hotel;Kok",
        ";Hotel;Kok;;;;;;;;;",
        "1;Hotel;Kok;;;;;;;;;",
    )  # fmt: skip
    where = [line.partition(": ")[0] for line in told]
    assert where == [
        "regel 3, kolom werkgever", "regel 4, kolom functie", "regel 5, kolom soort", "regel 6, kolom plekken",
        "regel 6, kolom sluit", "regel 7, kolom beroep", "regel 7, kolom eisen", "regel 7, kolom eisen", "regel 7, kolom groep",
        "regel 7, kolom sluit", "regel 7, kolom uren_max", "regel 7, kolom zonder_auto", "regel 8", "regel 9, kolom ref",
        "regel 10, kolom ref",
    ]  # fmt: skip
    assert there() == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["ref;functie", "1;Kok"], "regel 1, kolom werkgever: deze kolom ontbreekt"),
        ([HEAD + ";salaris", "1;H;Kok;9"], "regel 1, kolom salaris: deze kolom kennen we niet"),
        ([HEAD + ";ref", "1;H;Kok;9"], "regel 1, kolom ref: deze kolom staat er twee keer"),
        ([""], "regel 1, kolom functie: deze kolom ontbreekt"),
        ([HEAD, "1;H;\x00"], "Dit is geen CSV-bestand."),
        ([HEAD, '1;"H;Kok'], "regel 2: unexpected end of data"),
    ],
)
def test_what_is_no_such_file_is_told(load, lines, told):
    assert told in problems(load, *lines)


def test_a_vacancy_of_another_partner_is_not_changed_by_who_may_not(w, load, trusted):
    with trusted():
        VacancyFactory(chain=w.chain, ref="7", partner=w.partners["annex"])
    assert problems(load, HEAD, "7;Hotel;Kok", by="coach") == [
        "regel 2, kolom ref: deze vacature is van een andere partner"
    ]


def test_a_vacancy_does_not_move_to_another_employer(w, load):
    load(HEAD, "1;Hotel;Kok")
    assert problems(load, HEAD, "1;Garage;Kok") == ["regel 2, kolom werkgever: deze vacature is van Hotel"]


def test_positions_do_not_go_below_what_is_taken(w, load, there, trusted):
    load(HEAD + ";plekken", "1;Hotel;Kok;2")
    with trusted():
        PlacementFactory(client=w["both"], vacancy=there()[0], employer=there()[0].employer, step__instrument=w.work)
        PlacementFactory(client=w["step"], vacancy=there()[0], employer=there()[0].employer, step__instrument=w.work)
    assert problems(load, HEAD + ";plekken", "1;Hotel;Kok;1") == [
        "regel 2, kolom plekken: Er zijn al 2 plekken bezet: minder kan niet"
    ]


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_breaks_the_reading(content):
    with contextlib.suppress(BadFile):
        list(read(content))


class TestPage:
    def _send(self, browser, text):
        file = SimpleUploadedFile("vacatures.csv", text.encode(), "text/csv")
        return browser.post(PAGE, {"file": file, "once": str(uuid.uuid4())})

    def test_the_columns_and_codes_stand_on_it(self, signed_in):
        page = signed_in("coach").get(PAGE).content.decode()
        assert all(f"<code>{name}</code>" in page for name in COLUMNS)
        assert "work-experience = Werkervaringsplek" in page

    def test_a_file_is_read_in_and_what_came_of_it_is_said(self, signed_in, there):
        browser = signed_in("coach")
        answer = self._send(browser, f"{HEAD}\n1;Hotel;Kok")
        assert answer.status_code == 302
        assert "Erbij: 1." in browser.get(answer.headers["Location"]).content.decode()
        assert len(there()) == 1

    def test_what_is_wrong_stands_under_it(self, signed_in, there):
        page = self._send(signed_in("coach"), f"{HEAD}\n1;Hotel;Kok\n2;;Kok")
        assert page.status_code == 422
        assert [(problem.line, problem.column) for problem in page.context["problems"]] == [(3, "werkgever")]
        assert there() == []

    def test_nothing_chosen_or_an_empty_file(self, signed_in):
        assert signed_in("coach").post(PAGE, {}).status_code == 422
        assert self._send(signed_in("coach"), "").status_code == 422

    def test_who_may_not(self, signed_in):
        assert signed_in("manager").get(PAGE).status_code == 403
        assert self._send(signed_in("manager"), f"{HEAD}\n1;Hotel;Kok").status_code == 403

    def test_the_example_on_it_can_be_read_in(self, load, trusted):
        with trusted():
            for name in ("kamermeisje", "zorghulp"):
                OccupationFactory(name=name, source="own")
        assert load(*example().splitlines()).added == 2


class TestCommand:
    def _run(self, file, *more):
        out, wrong = io.StringIO(), io.StringIO()
        with translation.override("nl"):
            call_command("import_vacancies", file, "--chain", "keten", *more, stdout=out, stderr=wrong)
        return out.getvalue()

    def test_in_the_name_of_the_employer_service_or_of_who_is_named(self, w, there, tmp_path):
        file = tmp_path / "vacatures.csv"
        file.write_text(f"{HEAD}\n1;Hotel;Kok\n")
        assert "Erbij: 1." in self._run(file)
        assert there()[0].partner_id == w.partners["podium24"].pk
        file.write_text(f"{HEAD}\n2;Hotel;Kok\n")
        self._run(file, "--partner", "annex")
        assert there()[1].partner_id == w.partners["annex"].pk

    @pytest.mark.parametrize("more", [["--partner", "nobody"], ["--chain", "weg"]])
    def test_what_is_not_there_is_said(self, w, there, tmp_path, more):
        file = tmp_path / "vacatures.csv"
        file.write_text(f"{HEAD}\n1;Hotel;Kok\n")
        with pytest.raises(CommandError):
            self._run(file, *more)
        with pytest.raises(CommandError):
            self._run(tmp_path / "weg.csv")
        assert there() == []

    def test_a_bad_line_stops_it(self, w, there, tmp_path):
        file = tmp_path / "vacatures.csv"
        file.write_text(f"{HEAD}\n1;Hotel;Kok\n2;;Kok\n")
        with pytest.raises(CommandError, match="niets geïmporteerd"):
            self._run(file)
        assert there() == []
        with acting_as(w.acting("adviser")):
            assert not Employer.objects.filter(name="Hotel").exists()
