"""Vacancies out of a file: matched by their number, looked at first, loaded as ticked; from the page and the command."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from chain.acting import acting_as
from clients import loading
from clients.loading_files import REASON, read
from placement import vacancies
from placement.models import Employer, Vacancy
from placement.requirements import notation
from placement.vacancy_loading import EXAMPLE, FIELDS, KIND
from tests.clients.test_loading import found, preview
from tests.clients.test_loading import load as send
from tests.factories import CohortFactory, EmployerFactory, OccupationFactory, PlacementFactory, VacancyFactory, a_bsn

pytestmark = pytest.mark.django_db
PAGE = "/inlezen/vacancies/"
HEAD = "ref;werkgever;functie"


@pytest.fixture
def look(w):
    """What lines would do, by their number; as Podium24's adviser if nobody is named."""

    def go(*lines, by="adviser"):
        with acting_as(w.acting(by)), translation.override("nl"):
            table = read("\n".join(lines).encode())
            columns = loading.guess(KIND, w.staff[by], table.header)
            assert len(columns) == len(table.header), table.header
            return {each.number: each for each in loading.judge(KIND, w.staff[by], table, columns)}

    return go


@pytest.fixture
def load(w):
    """Loads all that is new or changed; gives how many of each, and why lines were left."""

    def go(*lines, by="adviser", ticked=("new", "changed")):
        with acting_as(w.acting(by)), translation.override("nl"):
            table = read("\n".join(lines).encode())
            columns = loading.guess(KIND, w.staff[by], table.header)
            seen = loading.digest(loading.judge(KIND, w.staff[by], table, columns))
            done = loading.carry_out(KIND, w.staff[by], table, columns, seen, ticked)
            assert done
            return done[0] | {"why": done[2]}

    return go


@pytest.fixture
def there(w):
    def find(**facts):
        with acting_as(w.acting("adviser")):
            return list(
                Vacancy.objects.filter(**facts).select_related("employer", "occupation", "cohort").order_by("ref")
            )

    return find


def what(judged) -> dict[int, str]:
    return {line: each.what for line, each in judged.items()}


def test_a_line_is_a_vacancy_with_what_it_asks(w, look, load, there, trusted):
    with trusted():
        cook = OccupationFactory(name="keukenhulp", names=["afwashulp"], source="own")
        cohort = CohortFactory(project__chain=w.chain, project__name="horeca@work", name="Najaar")
    rows = (
        "ref;werkgever;functie;soort;beroep;plekken;uren_min;uren_max;werktijden;postcode;plaats;zonder_auto;sluit;eisen;groep",
        "12;Hotel De Poort;Spoelhulp;plek in een project;Afwashulp;3;16;24;overdag, weekend;6211ab;Maastricht;ja;2099-12-31;"
        "licence:B! occupation*2;horeca@work / najaar",
    )
    (new,) = look(*rows).values()
    shown = {change.label: change.then for change in new.changes}
    assert (new.what, shown["Werkgever"]) == ("new", "Hotel De Poort (nieuw, nog na te kijken)")
    assert (shown["Werktijden"], shown["Eisen"]) == ("overdag, weekend", "licence:B! occupation*2")
    assert there() == [] and load(*rows)["new"] == 1
    (new,) = there()
    assert (new.ref, new.title, new.kind, new.occupation, new.cohort) == ("12", "Spoelhulp", "project", cook, cohort)
    assert (new.positions, new.hours_min, new.hours_max, new.shifts) == (3, 16, 24, ["day", "weekend"])
    assert (new.postcode, new.without_car, new.closes_on.year, new.partner_id) == (
        "6211 AB", "1", 2099, w.partners["podium24"].pk,
    )  # fmt: skip
    assert (new.employer.name, new.employer.checked, new.agreement, new.version) == ("Hotel De Poort", False, "01", 1)
    with acting_as(w.acting("adviser")):
        assert notation(new.requirements.order_by("kind")) == "licence:B! occupation*2"


def test_the_names_of_columns_as_the_command_had_them_are_known(w):
    names = [
        "ref", "werkgever", "functie", "soort", "beroep", "plekken", "uren_min", "uren_max", "werktijden", "taken",
        "afgesplitst_van", "groep", "postcode", "plaats", "zonder_auto", "begint", "sluit", "contract", "vorm", "loon", "eisen",
    ]  # fmt: skip
    with acting_as(w.acting("adviser")):
        guessed = loading.guess(KIND, w.staff["adviser"], names)
    assert len(set(guessed.values())) == len(names) == len(FIELDS)


def test_a_new_one_asks_what_is_usual_and_gets_the_form_of_work_of_its_kind(w, load, there, trusted):
    with trusted():
        EmployerFactory(chain=w.chain, name="Buurthuis", place="Vaals")
    load(HEAD + ";soort;uren_max", "1;buurthuis;Gastvrouw;vrijwilligerswerk;8")
    (new,) = there()
    assert (new.agreement, new.place) == ("03", "Vaals")
    with acting_as(w.acting("adviser")):
        assert {row.kind for row in new.requirements.all()} == {"hours", "agreement"}


def test_the_same_file_again_changes_nothing(load, there):
    lines = (HEAD + ";uren_min;taken;eisen", '1;Hotel;Kok;16;"koken\nproeven";hours!', "2;Hotel;Hulp;;;")
    assert load(*lines)["new"] == 2
    again = load(*lines)
    assert (again["new"], again["changed"], again["same"], again["left"]) == (0, 0, 2, 0)
    assert {row.version for row in there()} == {1}
    assert there()[0].tasks == "koken\r\nproeven"  # as a form keeps it


def test_the_same_number_again_is_a_change_of_the_columns_that_the_file_has(w, look, load, there):
    load(HEAD + ";uren_min;plaats;eisen", "1;Hotel;Kok;16;Vaals;hours!")
    rows = (HEAD + ";uren_min;plaats;eisen", "1;hotel;Chef;24;;hours*3 licence:B")
    (changed,) = look(*rows).values()
    assert [(change.label, change.now, change.then) for change in changed.changes] == [
        ("Functie", "Kok", "Chef"), ("Minste uren per week", "16", "24"), ("Eisen", "hours!", "hours*3 licence:B"),
    ]  # fmt: skip
    assert load(*rows, ticked=["new"])["changed"] == 0
    assert load(*rows)["changed"] == 1
    (row,) = there()
    assert (row.title, row.hours_min, row.place, row.version) == ("Chef", 24, "Vaals", 2)
    assert load(HEAD, "1;Hotel;Kok")["changed"] == 1
    with acting_as(w.acting("adviser")):
        assert notation(row.requirements.order_by("kind")) == "hours*3 licence:B"


def test_a_known_employer_is_found_and_a_new_one_made_once(w, load, there, trusted):
    with trusted():
        known = EmployerFactory(chain=w.chain, name="Hotel De Poort")
        EmployerFactory(chain=w.other_chain, name="Hotel Elders")
    load(HEAD, "1;hotel de poort;Kok", "2;Hotel Elders;Kok", "3;hotel elders;Hulp")
    assert there()[0].employer_id == known.pk
    assert there()[1].employer_id == there()[2].employer_id != known.pk


def test_every_bad_line_is_told_and_the_others_can_be_loaded(look, load, there):
    rows = (
        HEAD + ";soort;plekken;sluit;eisen;beroep;zonder_auto;groep;uren_min;uren_max",
        "1;Hotel;Kok;;;;;;;;;",
        "2;;Kok;;;;;;;;;",
        "3;Hotel;;;;;;;;;;",
        "4;Hotel;Kok;baan;;;;;;;;",
        "5;Hotel;Kok;;0;;;;;;;",
        "6;Hotel;Kok;project;;2001-01-01;;sterrenkijker;;geen/groep;32;24",
        "7;Hotel;Kok;;;;karma:1 licence:Q;;misschien;;;",
        "8;Hotel;Kok",
        ";Hotel;Kok;;;;;;;;;",
        "1;Hotel;Kok;;;;;;;;;",
        "9;Hotel;Kok;jobcarving;;;;;;;;",
    )
    judged = look(*rows)
    assert what(judged) == {2: "new"} | dict.fromkeys(range(3, 13), "fault")
    about = {line: [reason.partition(":")[0] for reason in each.reasons] for line, each in judged.items()}
    assert about[7] == ["Groep", "Meeste uren per week", "Reageren tot en met", "Beroep"]
    assert about[8] == ["Eisen", "Eisen", "Te bereiken zonder auto"]
    assert about[12] == ["Afgesplitst van", "Taken"]
    assert judged[11].reasons == ("Staat ook op regel 2.",)
    done = load(*rows)
    assert (done["new"], done["left"], len(there())) == (1, 10, 1)


def test_what_belongs_to_another_or_is_closed_is_a_conflict(w, look, load, there, trusted):
    load(HEAD + ";plekken", "1;Hotel;Kok;2", "2;Hotel;Hulp;1")
    with trusted():
        VacancyFactory(chain=w.chain, ref="7", partner=w.partners["annex"], employer__name="Bakker")
        PlacementFactory(
            client=w["both"], vacancy=there(ref="1")[0], employer=there(ref="1")[0].employer, step__instrument=w.work
        )
        PlacementFactory(
            client=w["step"], vacancy=there(ref="1")[0], employer=there(ref="1")[0].employer, step__instrument=w.work
        )
    with acting_as(w.acting("adviser")):
        vacancies.move(there(ref="2")[0], "close", "Ingevuld.", by=w.staff["adviser"])
    rows = (HEAD + ";plekken", "1;Hotel;Kok;1", "2;Hotel;Hulp;3", "7;Bakker;Bakker;")
    judged = look(*rows)
    assert what(judged) == {2: "conflict", 3: "conflict", 4: "changed"}
    assert judged[2].reasons == ("Aantal plekken: Er zijn al 2 plekken bezet: minder kan niet",)
    assert "gesloten" in judged[3].reasons[0]
    assert what(look(HEAD, "2;Hotel;Hulp", "1;Garage;Kok")) == {2: "same", 3: "conflict"}
    (other,) = look(HEAD, "7;Bakker;Kok", by="coach").values()
    assert (other.what, other.reasons) == ("conflict", ("Uw nummer: deze vacature is van een andere partner",))
    assert set(load(*rows)["why"]) == {2, 3} and there(ref="1")[0].positions == 2


def test_who_changes_it_at_the_same_time_is_not_overwritten(w, look, load, there):
    load(HEAD, "1;Hotel;Kok")
    (judged,) = look(HEAD, "1;Hotel;Chef").values()
    with acting_as(w.acting("adviser")):
        Vacancy.objects.filter(ref="1").update(title="Souschef", version=2)
        with pytest.raises(ValidationError):
            KIND.load(w.staff["adviser"], [judged])
    assert there()[0].title == "Souschef"


def test_no_text_of_it_takes_a_bsn(look):
    number = a_bsn(5)
    head = HEAD + ";taken;afgesplitst_van;plaats;loon;eisen;groep;beroep"
    for place in range(9):
        cells = ["1", "Hotel", "Kok", *[""] * 7]
        cells[place + 1] = number
        (judged,) = look(head, ";".join(cells)).values()
        assert judged.what == "fault" and number not in "".join(judged.reasons), cells
    # A number of one's own may look like one by chance; a column of them does not.
    rows = [f"{a_bsn(n)};Hotel;Kok" for n in range(3)]
    assert set(what(look(HEAD, *rows)).values()) == {"fault"}
    assert set(what(look(HEAD, rows[0], *(f"V{n};Hotel;Kok" for n in range(9)))).values()) == {"new"}


def test_many_are_loaded_in_few_queries(w, trusted):
    by = w.staff["adviser"]
    with trusted():
        OccupationFactory(name="keukenhulp", source="own")

    def run(first: int, many: int) -> int:
        rows = [f"{n};Hotel {n % 50};Kok;keukenhulp;hours licence:B!" for n in range(first, first + many)]
        asked = 0
        for content in (rows, [row.replace("Kok", "Chef").replace("B!", "C") for row in rows]):
            table = read("\n".join([HEAD + ";beroep;eisen", *content]).encode())
            columns = loading.guess(KIND, by, table.header)
            seen = loading.digest(loading.judge(KIND, by, table, columns))
            with CaptureQueriesContext(connection) as queries:
                done = loading.carry_out(KIND, by, table, columns, seen, ["new", "changed"])
            assert done and done[0]["new"] + done[0]["changed"] == many
            asked += len(queries)
        return asked

    with acting_as(by.pk), translation.override("nl"):
        assert run(1000, 400) <= run(1, 5) + 10


class TestPage:
    def _send(self, browser, *lines):
        file = SimpleUploadedFile("vacatures.csv", "\n".join(lines).encode(), "text/csv")
        return browser.post(PAGE, {"file": file}, follow=True)

    def test_the_columns_and_what_can_be_asked_stand_on_it(self, signed_in):
        browser = signed_in("coach")
        page = browser.get(PAGE).content.decode()
        assert "vrijwilligerswerk" in page and "language:nld:2!" in page and "competence:on-time" in page
        assert PAGE in browser.get("/vacatures/").content.decode() and PAGE in browser.get("/inlezen/").content.decode()

    def test_from_file_to_vacancies_and_what_was_wrong_comes_back(self, signed_in, there):
        browser = signed_in("coach")
        address, page = preview(browser, self._send(browser, HEAD, "1;Hotel;Kok", "2;;Kok"))
        assert (found(page), there()) == ({"new": 1, "fault": 1}, [])
        done = send(browser, address, page, laden="new")
        assert done.context["done"] == {"new": 1, "changed": 0, "same": 0, "left": 1}
        assert len(there()) == 1
        errors = b"".join(browser.get(f"{address}niet-geladen.csv")).decode("utf-8-sig").splitlines()
        assert errors == [f"{HEAD};{REASON}", "2;;Kok;Werkgever: mag niet leeg zijn"]
        corrected = self._send(browser, errors[0], errors[1].replace("2;;", "2;Hotel;"))
        assert found(preview(browser, corrected)[1]) == {"new": 1}

    def test_who_may_not(self, signed_in):
        for name in ("manager", "admin", "privacy", "archivist"):
            assert signed_in(name).get(PAGE).status_code == 403, name
        for name in ("consultant", "annex_consultant", "trainer"):  # as by hand
            assert (
                signed_in(name).get(PAGE).status_code == signed_in(name).get("/vacatures/nieuw/").status_code == 200
            ), name

    def test_the_example_on_it_can_be_loaded(self, look):
        assert what(look(*EXAMPLE.splitlines())) == {2: "new", 3: "new"}


class TestCommand:
    def _run(self, file, *more):
        out, wrong = io.StringIO(), io.StringIO()
        with translation.override("nl"):
            call_command("import_vacancies", file, "--chain", "keten", *more, stdout=out, stderr=wrong)
        return out.getvalue()

    def test_in_the_name_of_the_employer_service_or_of_who_is_named(self, w, there, tmp_path):
        file = tmp_path / "vacatures.csv"
        file.write_text(f"{HEAD};onzin\n1;Hotel;Kok;x\n")
        said = self._run(file)
        assert "Erbij: 1." in said and "“onzin” wordt niet geladen" in said
        assert there()[0].partner_id == w.partners["podium24"].pk
        file.write_text(f"{HEAD}\n2;Hotel;Kok\n1;Hotel;Chef\n")
        assert "Erbij: 1. Gewijzigd: 1." in self._run(file, "--partner", "annex")
        assert there()[1].partner_id == w.partners["annex"].pk

    @pytest.mark.parametrize("more", [["--partner", "nobody"], ["--chain", "weg"]])
    def test_what_is_not_there_is_said(self, w, there, tmp_path, more):
        file = tmp_path / "vacatures.csv"
        file.write_text(f"{HEAD}\n1;Hotel;Kok\n")
        with pytest.raises(CommandError):
            self._run(file, *more)
        with pytest.raises(CommandError):
            self._run(tmp_path / "weg.csv")
        file.write_text("ref;functie\n1;Kok\n")
        with pytest.raises(CommandError, match="ontbreken: Werkgever"):
            self._run(file)
        file.write_text("")
        with pytest.raises(CommandError):
            self._run(file)
        assert there() == []

    @pytest.mark.parametrize("wrong", ["2;;Kok", "1;Garage;Kok"])
    def test_a_bad_line_or_a_conflict_stops_it(self, w, there, tmp_path, wrong):
        file = tmp_path / "vacatures.csv"
        file.write_text(f"{HEAD}\n1;Hotel;Kok\n")
        self._run(file)
        file.write_text(f"{HEAD}\n3;Bakker;Kok\n{wrong}\n")
        with pytest.raises(CommandError, match="niets geïmporteerd"):
            self._run(file)
        assert len(there()) == 1
        with acting_as(w.acting("adviser")):
            assert not Employer.objects.filter(name="Bakker").exists()
