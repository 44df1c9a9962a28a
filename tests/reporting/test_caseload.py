"""Importing a caseload folder: what is made, what is refused and how it is told, and that twice is once."""

import csv
import datetime as dt
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from chain.acting import acting_as, system_membership
from chain.models import Chain, Counter, Outbox
from clients import bsn
from clients.models import BenefitPeriod, Capacity, Client, Contact, Event, Identity, Residence, Step, TargetGroup
from placement.models import Employer, Placement
from reporting.blueprint import find, read
from reporting.exchange import FILES
from reporting.loading import load
from tests.factories import BenefitPeriodFactory, ClientFactory, ResidenceFactory, a_bsn
from tests.kept import kept

SLUG = "maastricht-heuvelland"
ANNA = {
    "client_ref": "C1", "bsn": a_bsn(1), "first_name": "Anna", "prefix": "van der", "last_name": "Çelik",
    "birth_date": "1980-05-17", "postcode": "6211AB", "house_number": "12", "phone": "", "email": "", "language": "nld",
    "work_ability": "60", "target_groups": "45plus|single-parent", "registered_on": "2018-01-15",
}  # fmt: skip
BRAM = {
    "client_ref": "C2",
    "bsn": a_bsn(2),
    "first_name": "Bram",
    "last_name": "Peeters",
    "registered_on": "2019-02-01",
}
HOME = {"client_ref": "C1", "municipality": "GM0935", "started_on": "2014-01-01"}
BENEFIT = {"client_ref": "C1", "scheme": "participatiewet", "level": "full", "started_on": "2016-01-01"}
STEP = {
    "step_ref": "S1", "client_ref": "C1", "instrument": "taaltraining", "partner": "annex", "planned_on": "2019-01-01",
    "started_on": "2019-01-07", "ended_on": "2019-06-30", "status": "done", "hours_per_week": "8",
}  # fmt: skip
PLACEMENT = {
    "placement_ref": "P1", "client_ref": "C1", "employer": "Bakkerij De Oven", "form_of_work": "wage-subsidy",
    "started_on": "2020-03-01", "ended_on": "", "end_reason": "", "hours_per_week": "24",
}  # fmt: skip

Rows = list[dict[str, str]]


def a_caseload(**changed: Rows) -> dict[str, Rows]:
    return {
        "clients": [ANNA, BRAM], "residences": [HOME], "benefits": [BENEFIT], "steps": [STEP], "placements": [PLACEMENT],
    } | changed  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: dict[str, Rows], delimiter: str = ",", encoding: str = "utf-8") -> Path:
        for file, (columns, _check) in FILES.items():
            names = [column.name for column in columns]
            with (tmp_path / f"{file}.csv").open("w", newline="", encoding=encoding) as handle:
                writer = csv.DictWriter(handle, names, restval="", delimiter=delimiter)
                writer.writeheader()
                writer.writerows(rows[file])
        return tmp_path

    return write


@kept
def loaded() -> Chain:
    load(read(find(SLUG)))
    return Chain.objects.get(slug=SLUG)


@pytest.fixture
def chain(db) -> Chain:
    return loaded()


def run(folder: Path, slug: str = SLUG) -> str:
    """What the command says; CommandError with what it says is wrong in front."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_caseload", str(folder), "--chain", slug, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        raise CommandError(err.getvalue() + str(error)) from None
    return out.getvalue()


def refused(folder: Path) -> list[str]:
    """The problems that are told; that nothing was imported is checked too."""
    with pytest.raises(CommandError) as told:
        run(folder)
    with connection.cursor() as cursor:
        cursor.execute("set role snoer_owner")
        cursor.execute(
            "select (select count(*) from clients_client where ref is not null), (select count(*) from chain_outbox)"
        )
        assert cursor.fetchone() == (0, 0)
        cursor.execute("set role snoer_app")
    *problems, last = str(told.value).splitlines()
    assert last.endswith("er is niets geïmporteerd.")
    return problems


@pytest.fixture
def acting(chain: Chain):
    return lambda: acting_as(system_membership(chain, "import"), "test")


# What is made


def test_a_folder_is_imported(chain, folder, acting):
    said = run(folder(a_caseload()))
    assert "personen: 2 toegevoegd, 0 gewijzigd" in said
    with acting():
        anna = Client.objects.get(ref="C1")
        assert (anna.number, anna.name, anna.source) == ("100001", "Anna van der Çelik", "import")
        assert anna.registered_on == dt.date(2018, 1, 15)
        assert anna.home.code == "GM0935"
        assert Identity.objects.get(client=anna).birth_date == dt.date(1980, 5, 17)
        contact = Contact.objects.get(client=anna)
        assert (contact.postcode, contact.house_number, contact.phone, contact.language) == ("6211AB", "12", "", "nld")
        assert Capacity.objects.get(client=anna).work_ability == 60
        assert set(TargetGroup.objects.filter(client=anna).values_list("code", flat=True)) == {
            "45plus",
            "single-parent",
        }
        assert Residence.objects.get(client=anna).municipality.name == "Maastricht"
        assert BenefitPeriod.objects.get(client=anna).level == "full"
        step = Step.objects.get(ref="S1")
        assert (step.instrument.code, step.partner.code, step.status, step.phase) == (
            "taaltraining", "annex", "done", "development",
        )  # fmt: skip
        bram = Client.objects.get(ref="C2")
        assert (bram.number, bram.home) == ("100002", None)
        assert Contact.objects.get(client=bram).language == "nld"
        assert Counter.objects.get(chain=chain, series="client").next == 100003


def test_a_bsn_stands_nowhere_in_plain_sight(chain, folder, acting):
    run(folder(a_caseload()))
    with acting():
        identity = Identity.objects.get(client__ref="C1")
    assert bsn.decrypt(identity.bsn_cipher) == ANNA["bsn"]
    assert identity.bsn_index == bsn.index(ANNA["bsn"], SLUG)
    assert ANNA["bsn"].encode() not in bytes(identity.bsn_cipher)


def test_a_placement_is_a_step_of_the_instrument_with_its_form_of_work(chain, folder, acting):
    run(folder(a_caseload()))
    with acting():
        placement = Placement.objects.get(ref="P1")
        assert (placement.employer.name, placement.employer.checked) == ("Bakkerij De Oven", False)
        step = placement.step
        assert (step.instrument.form_of_work, step.status, step.hours_per_week) == ("wage-subsidy", "active", 24)
        assert (step.started_on, step.ended_on) == (dt.date(2020, 3, 1), None)
        assert step.partner == step.instrument.partner


def test_a_step_with_a_form_of_work_gets_its_placement_without_employer(chain, folder, acting):
    volunteering = STEP | {"instrument": "vrijwilligerswerk", "partner": "szmh"}
    planned = volunteering | {"step_ref": "S2", "status": "planned", "started_on": "", "ended_on": ""}
    run(folder(a_caseload(steps=[volunteering, planned])))
    with acting():
        placement = Placement.objects.get(step__ref="S1")
        assert (placement.form_of_work, placement.employer, placement.ref) == ("volunteering", None, None)
        assert not Placement.objects.filter(step__ref="S2").exists()


def test_the_timeline_says_once_where_somebody_came_from(chain, folder, acting):
    run(folder(a_caseload()))
    with acting():
        assert list(Event.objects.filter(client__ref="C1").values_list("act", "part", "on")) == [
            ("registered", "client", dt.date(2018, 1, 15))
        ]


def test_what_was_imported_is_to_be_counted(chain, folder, acting):
    run(folder(a_caseload()))
    with acting():
        assert Outbox.objects.filter(topic="facts", done_at=None).exists()


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_comma_or_semicolon_with_or_without_a_byte_order_mark(chain, folder, acting, delimiter, encoding):
    oven = PLACEMENT | {"employer": "De Oven; bakkers, en meer"}
    run(folder(a_caseload(placements=[oven]), delimiter, encoding))
    with acting():
        assert Employer.objects.get().name == "De Oven; bakkers, en meer"
        assert Client.objects.count() == 2


def test_columns_in_another_order(chain, tmp_path, folder, acting):
    folder(a_caseload())
    lines = (tmp_path / "residences.csv").read_text().splitlines()
    (tmp_path / "residences.csv").write_text("\n".join(",".join(reversed(line.split(","))) for line in lines))
    run(tmp_path)
    with acting():
        assert Residence.objects.get().municipality.code == "GM0935"


def test_without_bsn(chain, folder, acting):
    run(folder(a_caseload(clients=[ANNA | {"bsn": ""}, BRAM | {"bsn": ""}])))
    with acting():
        assert Identity.objects.filter(bsn_index=None, bsn_cipher=None).count() == 2


# Twice is once, and other values are a change


def rows_of_history() -> int:
    with connection.cursor() as cursor:
        cursor.execute("set role snoer_owner")
        tables = [model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
        cursor.execute("select " + " + ".join(f"(select count(*) from {table})" for table in tables))
        (number,) = cursor.fetchone()
        cursor.execute("set role snoer_app")
    return number


def test_the_same_folder_again_changes_nothing_and_adds_nothing(chain, folder, acting):
    path = folder(a_caseload())
    run(path)
    with acting():
        waiting, before = Outbox.objects.count(), rows_of_history()
    assert run(path) == "6 regels gelezen; niets te wijzigen.\n"
    with acting():
        assert (Outbox.objects.count(), rows_of_history()) == (waiting, before)
        assert Counter.objects.get(chain=chain, series="client").next == 100003
        assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("file", "change", "model", "field", "before", "after"),
    [
        ("clients", {"last_name": "Kessels"}, Client, "last_name", "Çelik", "Kessels"),
        ("clients", {"prefix": ""}, Client, "prefix", "van der", ""),
        ("clients", {"birth_date": "1981-05-17"}, Identity, "birth_date", dt.date(1980, 5, 17), dt.date(1981, 5, 17)),
        ("clients", {"phone": "043 1234567"}, Contact, "phone", "", "043 1234567"),
        ("clients", {"work_ability": "80"}, Capacity, "work_ability", 60, 80),
        ("residences", {"ended_on": "2020-12-31"}, Residence, "ended_on", None, dt.date(2020, 12, 31)),
        ("benefits", {"ended_on": "2020-12-31", "end_reason": "work"}, BenefitPeriod, "end_reason", "", "work"),
        ("steps", {"hours_per_week": "16"}, Step, "hours_per_week", 8, 16),
        ("placements", {"ended_on": "2021-01-31", "end_reason": "illness"}, Placement, "end_reason", "", "illness"),
    ],
)
def test_a_known_row_with_other_values_is_a_change_kept_in_the_history(
    chain, folder, acting, trusted, file, change, model, field, before, after
):
    rows = a_caseload()
    run(folder(rows))
    rows[file] = [rows[file][0] | change, *rows[file][1:]]
    assert "0 toegevoegd, 1 gewijzigd" in run(folder(rows))
    with acting():
        of = {"ref": "C1"} if model is Client else {"client__ref": "C1"}
        if model is Step:
            of["ref"] = "S1"
        row = model.objects.get(**of)
        assert getattr(row, field) == after
    with trusted():
        history = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
        told = list(history.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id").values_list("pgh_label", field))
    assert told[0] == ("insert", before)
    assert told[-1] == ("update", after)
    assert run(folder(rows)).endswith("niets te wijzigen.\n")


def test_a_change_of_a_placement_changes_its_step(chain, folder, acting):
    run(folder(a_caseload()))
    run(folder(a_caseload(placements=[PLACEMENT | {"ended_on": "2021-01-31", "form_of_work": "regular"}])))
    with acting():
        placement = Placement.objects.get()
        assert (placement.form_of_work, placement.step.instrument.form_of_work) == ("regular", "regular")
        assert (placement.step.status, placement.step.ended_on) == ("done", dt.date(2021, 1, 31))


def test_target_groups_are_exactly_those_of_the_file(chain, folder, acting):
    run(folder(a_caseload()))
    run(folder(a_caseload(clients=[ANNA | {"target_groups": "45plus|wajong"}, BRAM])))
    with acting():
        assert set(TargetGroup.objects.values_list("code", flat=True)) == {"45plus", "wajong"}


def test_what_is_unknown_takes_nothing_away(chain, folder, acting):
    run(folder(a_caseload()))
    unknown = dict.fromkeys(("bsn", "first_name", "birth_date", "postcode", "house_number", "language", "work_ability",
                             "target_groups"), "")  # fmt: skip
    assert run(folder(a_caseload(clients=[ANNA | unknown, BRAM]))).endswith("niets te wijzigen.\n")


def test_new_rows_beside_known_ones(chain, folder, acting):
    run(folder(a_caseload()))
    moved = [HOME | {"ended_on": "2020-12-31"}, HOME | {"started_on": "2021-01-01", "municipality": "GM0363"}]
    carla = BRAM | {"client_ref": "C3", "bsn": a_bsn(3)}
    said = run(folder(a_caseload(clients=[ANNA, BRAM, carla], residences=moved)))
    assert "personen: 1 toegevoegd, 0 gewijzigd" in said
    assert "woonplaatsen: 1 toegevoegd, 1 gewijzigd" in said
    with acting():
        assert Client.objects.get(ref="C3").number == "100003"
        assert Client.objects.get(ref="C1").home.code == "GM0363"


def test_two_people_may_exchange_their_bsns(chain, folder, acting):
    run(folder(a_caseload()))
    run(folder(a_caseload(clients=[ANNA | {"bsn": a_bsn(2)}, BRAM | {"bsn": a_bsn(1)}])))
    with acting():
        assert bsn.decrypt(Identity.objects.get(client__ref="C1").bsn_cipher) == a_bsn(2)


# What is refused


@pytest.mark.parametrize(
    ("file", "values", "problem"),
    [
        ("clients", {"last_name": ""}, "kolom last_name: mag niet leeg zijn"),
        ("clients", {"last_name": "x" * 121}, "kolom last_name: langer dan 120 tekens"),
        ("clients", {"bsn": "123456789"}, "kolom bsn: het BSN doorstaat de elfproef niet"),
        ("clients", {"bsn": "12345"}, "kolom bsn: het BSN doorstaat de elfproef niet"),
        ("clients", {"bsn": a_bsn(2)}, "kolom bsn: dit BSN staat ook op regel 2"),
        ("clients", {"birth_date": "17-05-1980"}, "kolom birth_date: geen datum als 2020-09-30"),
        ("clients", {"registered_on": "20200229"}, "kolom registered_on: “20200229” is geen datum als 2020-09-30"),
        ("clients", {"registered_on": "2021-02-29"}, "kolom registered_on: “2021-02-29” is geen datum als 2020-09-30"),
        ("clients", {"registered_on": ""}, "kolom registered_on: mag niet leeg zijn"),
        ("clients", {"work_ability": "101"}, "kolom work_ability: “101” is geen heel getal van 0 tot en met 100"),
        ("clients", {"target_groups": "45plus|tall"}, "kolom target_groups: onbekende code “tall” (doelgroep)"),
        ("clients", {"language": "nl"}, "kolom language: “nl” is geen taalcode van drie letters (ISO 639-3)"),
        ("clients", {"first_name": "A\0b"}, "kolom first_name: bevat een nulteken"),
        ("residences", {"client_ref": "C9"}, "kolom client_ref: niemand heeft deze verwijzing"),
        ("residences", {"municipality": "GM9999"}, "kolom municipality: onbekende code “GM9999” (gemeente)"),
        ("residences", {"started_on": ""}, "kolom started_on: mag niet leeg zijn"),
        ("residences", {"ended_on": "2013-12-31"}, "kolom ended_on: de laatste dag 2013-12-31 ligt voor het begin 2014-01-01"),
        ("benefits", {"scheme": "bijstand"}, "kolom scheme: onbekende code “bijstand” (regeling)"),
        ("benefits", {"level": "half"}, "kolom level: onbekende code “half” (hoogte)"),
        ("benefits", {"ended_on": "2020-01-01", "end_reason": "job"}, "kolom end_reason: onbekende code “job” (reden van einde)"),
        ("benefits", {"end_reason": "work"}, "kolom end_reason: een reden van einde zonder laatste dag"),
        ("benefits", {"ended_on": "2015-12-31"}, "kolom ended_on: de laatste dag 2015-12-31 ligt voor het begin 2016-01-01"),
        ("steps", {"instrument": "toveren"}, "kolom instrument: onbekende code “toveren” (instrument)"),
        ("steps", {"partner": "acme"}, "kolom partner: onbekende code “acme” (partner)"),
        ("steps", {"status": "busy"}, "kolom status: onbekende code “busy” (status)"),
        ("steps", {"hours_per_week": "veel"}, "kolom hours_per_week: “veel” is geen heel getal van 0 tot en met 168"),
        ("steps", {"ended_on": "2019-01-06"}, "kolom ended_on: de laatste dag 2019-01-06 ligt voor het begin 2019-01-07"),
        ("steps", {"status": "planned", "ended_on": ""}, "kolom status: een stap met status planned heeft geen begin"),
        ("steps", {"status": "cancelled", "ended_on": ""}, "kolom status: een stap met status cancelled heeft geen begin"),
        ("steps", {"ended_on": ""}, "kolom status: een stap met status done heeft een laatste dag"),
        ("steps", {"status": "stopped", "ended_on": ""}, "kolom status: een stap met status stopped heeft een laatste dag"),
        ("steps", {"status": "active"}, "kolom status: een stap met status active heeft geen laatste dag"),
        ("steps", {"started_on": ""}, "kolom status: een stap met status done heeft een begin"),
        ("steps", {"client_ref": "C9"}, "kolom client_ref: niemand heeft deze verwijzing"),
        ("steps", {"step_ref": "placement:P1"}, "kolom step_ref: mag niet beginnen met “placement:”"),
        ("placements", {"form_of_work": "volunteering"}, "kolom form_of_work: onbekende code “volunteering” (vorm van werk)"),
        ("placements", {"started_on": ""}, "kolom started_on: mag niet leeg zijn"),
        ("placements", {"end_reason": "illness"}, "kolom end_reason: een reden van einde zonder laatste dag"),
        ("placements", {"ended_on": "2021-01-01", "end_reason": "bored"},
         "kolom end_reason: onbekende code “bored” (reden van einde)"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_with_file_line_column_and_reason(chain, folder, file, values, problem):
    rows = a_caseload()
    rows[file] = [rows[file][0] | values, *rows[file][1:]]
    line = 3 if "ook op regel" in problem else 2  # of two, the second is the one
    assert refused(folder(rows)) == [f"{file}.csv, regel {line}, {problem}"]


@pytest.mark.parametrize(
    ("file", "first", "second", "problem"),
    [
        ("clients", BRAM, {"client_ref": "C1", "bsn": ""}, "kolom client_ref: staat ook op regel 2"),
        ("residences", HOME, {}, "kolom started_on: staat ook op regel 2"),
        ("residences", HOME, {"started_on": "2019-01-01"}, "kolom started_on: overlapt met regel 2"),
        ("residences", HOME | {"ended_on": "2019-01-01"}, {"started_on": "2019-01-01"},
         "kolom started_on: overlapt met regel 2"),
        ("benefits", BENEFIT, {}, "kolom started_on: staat ook op regel 2"),
        ("benefits", BENEFIT, {"started_on": "2019-01-01"}, "kolom started_on: overlapt met regel 2"),
        ("steps", STEP, {}, "kolom step_ref: staat ook op regel 2"),
        ("placements", PLACEMENT, {}, "kolom placement_ref: staat ook op regel 2"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_told_on_the_later_line(chain, folder, file, first, second, problem):
    rows = a_caseload()
    rows[file] = [ANNA if file == "clients" else first, first | second]
    assert refused(folder(rows)) == [f"{file}.csv, regel 3, {problem}"]


def test_periods_of_two_schemes_and_of_two_people_may_overlap(chain, folder):
    ioaw = BENEFIT | {"scheme": "ioaw"}
    run(
        folder(
            a_caseload(
                benefits=[BENEFIT, ioaw, BENEFIT | {"client_ref": "C2"}], residences=[HOME, HOME | {"client_ref": "C2"}]
            )
        )
    )


def test_an_earlier_line_that_overlaps_a_later_one_is_told_once(chain, folder):
    rows = a_caseload(residences=[HOME | {"started_on": "2019-01-01"}, HOME])
    assert refused(folder(rows)) == ["residences.csv, regel 2, kolom started_on: overlapt met regel 3"]


def test_overlap_with_what_the_chain_knows(chain, folder):
    run(folder(a_caseload()))
    with pytest.raises(CommandError) as told:
        run(folder(a_caseload(residences=[HOME | {"started_on": "2019-01-01"}],
                              benefits=[BENEFIT | {"started_on": "2015-01-01"}])))  # fmt: skip
    assert str(told.value).splitlines()[:2] == [
        "residences.csv, regel 2, kolom started_on: overlapt met een periode die de keten al kent",
        "benefits.csv, regel 2, kolom started_on: overlapt met een periode die de keten al kent",
    ]


def test_the_file_may_end_a_period_of_the_chain_and_begin_another(chain, folder):
    run(folder(a_caseload()))
    run(folder(a_caseload(benefits=[
        BENEFIT | {"ended_on": "2019-12-31", "end_reason": "work"}, BENEFIT | {"started_on": "2020-01-01"},
    ])))  # fmt: skip


def test_a_bsn_that_somebody_else_has_in_the_chain(chain, folder, trusted):
    with trusted():
        ClientFactory(chain=chain, number="7", bsn=a_bsn(1))
    with pytest.raises(CommandError) as told:
        run(folder(a_caseload()))
    assert (
        str(told.value).splitlines()[0] == "clients.csv, regel 2, kolom bsn: dit BSN heeft in de keten al iemand anders"
    )
    assert a_bsn(1) not in str(told.value)


def test_a_bsn_of_somebody_in_another_chain_is_no_matter(chain, folder, trusted):
    with trusted():
        ClientFactory(bsn=a_bsn(1))
    run(folder(a_caseload()))


def test_a_reference_of_another_person(chain, folder):
    run(folder(a_caseload()))
    with pytest.raises(
        CommandError, match=r"steps.csv, regel 2, kolom step_ref: deze verwijzing hoort in de keten bij"
    ):
        run(folder(a_caseload(steps=[STEP | {"client_ref": "C2"}])))


def test_a_person_whom_only_the_chain_knows_is_somebody(chain, folder, acting, trusted):
    with trusted():
        known = ClientFactory(chain=chain, ref="C7")
    run(folder(a_caseload(residences=[HOME | {"client_ref": "C7"}])))
    with acting():
        assert Residence.objects.get(client=known)


def test_who_has_no_reference_is_nobody(chain, folder):
    problems = refused(folder(a_caseload(clients=[ANNA | {"client_ref": ""}, BRAM])))
    assert problems[0] == "clients.csv, regel 2, kolom client_ref: mag niet leeg zijn"
    assert problems[1] == "residences.csv, regel 2, kolom client_ref: niemand heeft deze verwijzing"


def test_what_refers_to_a_bad_line_is_not_called_unknown(chain, folder):
    rows = a_caseload(clients=[ANNA | {"birth_date": "morgen"}, BRAM])
    assert len(refused(folder(rows))) == 1


def test_a_line_with_too_many_or_too_few_fields(chain, folder, tmp_path):
    folder(a_caseload())
    with (tmp_path / "steps.csv").open("a") as file:
        file.write("S2,C1,taaltraining,annex,,,,planned,8,extra\nS3,C1\n")
    assert refused(tmp_path) == [
        "steps.csv, regel 3: 10 velden in plaats van 9",
        "steps.csv, regel 4: 2 velden in plaats van 9",
    ]


def test_missing_unknown_and_double_columns(chain, folder, tmp_path):
    folder(a_caseload())
    (tmp_path / "residences.csv").write_text("client_ref,gemeente,started_on,started_on\n")
    assert refused(tmp_path) == [
        "residences.csv, regel 1, kolom ended_on: de kolom ontbreekt",
        "residences.csv, regel 1, kolom gemeente: de kolom hoort niet in dit bestand",
        "residences.csv, regel 1, kolom municipality: de kolom ontbreekt",
        "residences.csv, regel 1, kolom started_on: de kolom staat er twee keer",
    ]


def test_a_missing_and_an_empty_file(chain, folder, tmp_path):
    folder(a_caseload())
    (tmp_path / "steps.csv").unlink()
    (tmp_path / "residences.csv").write_text("")
    problems = refused(tmp_path)
    assert problems[0] == "residences.csv, regel 1, kolom client_ref: de kolom ontbreekt"
    assert problems[-1] == "steps.csv: het bestand ontbreekt"


def test_what_is_not_utf8(chain, folder, tmp_path):
    folder(a_caseload())
    lines = (tmp_path / "clients.csv").read_bytes().replace("Çelik".encode(), "Çelik".encode("latin-1"))
    (tmp_path / "clients.csv").write_bytes(lines)
    assert refused(tmp_path) == ["clients.csv, regel 2, kolom last_name: geen UTF-8"]


def test_a_quote_that_is_not_closed(chain, folder, tmp_path):
    folder(a_caseload())
    with (tmp_path / "placements.csv").open("a") as file:
        file.write('P2,C1,"Bakkerij,regular,2020-01-01,,,8\nP3,C1,x,regular,2020-01-01,,,8\n')
    (problem,) = refused(tmp_path)
    assert problem.startswith("placements.csv, regel 3: geen leesbare CSV")


def test_fields_of_several_lines_keep_the_count_of_lines(chain, folder):
    two = PLACEMENT | {"employer": "Bakkerij\nDe Oven"}
    rows = a_caseload(placements=[two, PLACEMENT | {"placement_ref": "P2", "started_on": "ooit"}])
    assert refused(folder(rows)) == ["placements.csv, regel 4, kolom started_on: “ooit” is geen datum als 2020-09-30"]


def test_one_bad_line_among_23000(chain, folder, tmp_path):
    """All bad lines are told in the order of files and lines, and nothing is imported."""
    people = [ANNA | {"client_ref": f"C{n}", "bsn": ""} for n in range(1, 3001)]
    steps = [STEP | {"step_ref": f"S{n}-{k}", "client_ref": f"C{n}"} for n in range(1, 3001) for k in range(4)]
    rows = a_caseload(
        clients=people,
        residences=[HOME | {"client_ref": person["client_ref"]} for person in people],
        benefits=[BENEFIT | {"client_ref": person["client_ref"]} for person in people],
        steps=steps,
        placements=[PLACEMENT | {"placement_ref": f"P{n}", "client_ref": f"C{n}"} for n in range(1, 2001)],
    )
    steps[11_110] = steps[11_110] | {"ended_on": "2018-12-31"}
    assert sum(map(len, rows.values())) == 23_000
    assert refused(folder(rows)) == [
        "steps.csv, regel 11112, kolom ended_on: de laatste dag 2018-12-31 ligt voor het begin 2019-01-07"
    ]
    numbers = random.Random(3)
    for number in numbers.sample(range(3000), 300):
        rows["residences"][number] = HOME | {"client_ref": f"X{number}"}
    problems = refused(folder(rows))
    assert len(problems) == 201
    assert problems[-1] == "... en nog 101 fouten."
    lines = [int(problem.split()[2].rstrip(",")) for problem in problems[:-1]]
    assert lines == sorted(lines)


def test_an_unknown_chain_or_folder_is_named(chain, folder, tmp_path):
    path = folder(a_caseload())
    with pytest.raises(CommandError, match="De keten “parkstad” is er niet"):
        run(path, "parkstad")
    with pytest.raises(CommandError, match=r"De map .*/nergens is er niet"):
        run(tmp_path / "nergens")


def test_a_home_registered_by_hand_is_checked_too(chain, folder, trusted):
    with trusted():
        known = ClientFactory(chain=chain, ref="C1")
        ResidenceFactory(client=known, started_on=dt.date(2014, 6, 1))
        BenefitPeriodFactory(client=known, started_on=dt.date(2010, 1, 1), ended_on=dt.date(2015, 12, 31))
    with pytest.raises(CommandError, match=r"residences.csv, regel 2, kolom started_on: overlapt met een periode die"):
        run(folder(a_caseload()))


def told(folder: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("progress", "--chain", SLUG, stdout=out, **options)
    return out.getvalue()


def test_progress_is_right_straight_after_the_import(chain, folder):
    ended = BENEFIT | {"ended_on": "2019-12-31", "end_reason": "work"}
    path = folder(a_caseload(benefits=[ended]))
    run(path)
    assert told(path, as_of=dt.date(2020, 9, 30), format="text").splitlines() == [
        "Intensivering doorstroom en uitstroom 2018-2021, stand van 30-09-2020",
        "geactiveerd: 1", "  per jaar 2019: 1", "  per gemeente GM0935: 1", "  per partner annex: 1",
        "uitgestroomd: 1", "  per jaar 2019: 1", "  per gemeente GM0935: 1", "  naar omvang full: 1",
        "in beide: 1",
    ]  # fmt: skip
    run(folder(a_caseload(benefits=[ended | {"end_reason": "other"}])))
    assert "uitgestroomd: 0" in told(path, as_of=dt.date(2020, 9, 30), format="text")
