"""The pages of a round: making one, going through it, what came of it."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from clients.models import Client, Look
from diagnosis.models import Screening, ScreeningEntry
from tests import factories as make
from tests.diagnosis.test_screening import IN_IT, a_round, decide, entry_of, screened_world
from tests.factories import days_ago
from tests.world import World

TYPED = "%d-%m-%Y"


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return screened_world()


def as_(w: World, name: str) -> Browser:
    browser = Browser()
    browser.force_login(w.staff[name].user)
    return browser


def asked(selection: str = "work-ability", **more: object) -> str:
    query = {
        "selectie": selection,
        "kijk": 1,
        **({"van": 30, "tot": 80} if selection == "work-ability" else {}),
        **more,
    }
    return reverse("screening_new") + "?" + "&".join(f"{name}={value}" for name, value in query.items())


def filled(w: World, *screeners: str, **more: str) -> dict:
    return {
        "name": "Samen kijken", "screeners": [w.acting(name) for name in screeners], "started_on": f"{today():{TYPED}}",
        "ends_on": f"{today() + dt.timedelta(20):{TYPED}}", "once": str(uuid.uuid4()), **more,
    }  # fmt: skip


def page_of(row: Screening, position: int) -> str:
    return reverse("screening_entry", args=[row.pk, position])


def decision(outcome: str, version: int = 1, **more: str) -> dict:
    return {"outcome": outcome, "version": version, "once": str(uuid.uuid4()), "until": "", "remark": "", **more}


def test_who_fits_is_seen_before_there_is_a_round(w, trusted):
    answer = as_(w, "lead").get(asked())
    page = answer.content.decode()
    assert answer.status_code == 200 and "3 inwoners passen" in page
    assert w["unknown"].number in page and "Ronde maken" in page
    with trusted():
        assert not Screening.objects.exists()
        looked = Look.objects.filter(membership=w.acting("lead"), client__isnull=False)
        assert {look.client_id for look in looked} == {w[name].pk for name in IN_IT}
        assert {tuple(look.parts) for look in looked} == {("client", "capacity")}


def test_nobody_fits_and_there_is_nothing_to_make(w):
    page = as_(w, "lead").get(asked(van=1, tot=2)).content.decode()
    assert "Niemand past" in page and "Ronde maken" not in page


@pytest.mark.parametrize(
    ("query", "told"),
    [({"van": "80", "tot": "30"}, "minder dan het eerste"), ({"van": "x"}, "geheel getal"), ({"tot": "101"}, "100"),
     ({"niet_gescreend": "-1"}, "1")],
)  # fmt: skip
def test_what_is_no_selection_is_said_where_it_was_typed(w, query, told):
    answer = as_(w, "lead").get(asked(**query))
    assert answer.status_code == 422 and told in answer.content.decode()


@pytest.mark.parametrize(
    "selection", ["long-on-benefit", "life-event", "participation-place", "ready-not-out", "no-such"]
)
def test_each_selection_has_its_page(w, selection):
    assert as_(w, "lead").get(reverse("screening_new") + f"?selectie={selection}").status_code == 200


def test_a_round_is_made_once(w, trusted):
    browser, form = as_(w, "lead"), filled(w, "consultant", "adviser")
    first = browser.post(asked(), form)
    assert first.status_code == 302
    assert browser.post(asked(), form).headers["Location"] == first.headers["Location"]
    with trusted():
        row = Screening.objects.get()
        assert (row.name, row.entries.count(), row.screeners.count()) == ("Samen kijken", 3, 2)
        assert row.parameters == {"lowest": 30, "highest": 80}


def test_screeners_of_one_side_are_refused_and_what_was_typed_stays(w, trusted):
    answer = as_(w, "lead").post(asked(), filled(w, "consultant", name="Mijn ronde"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "aanspreekpunt voor de werkgever" in page and "Mijn ronde" in page
    with trusted():
        assert not Screening.objects.exists()


def test_somebody_who_cannot_screen_is_refused(w):
    assert as_(w, "lead").post(asked(), filled(w, "consultant", "adviser", "trainer")).status_code == 422


def test_too_long_a_round_is_refused_at_its_last_day(w):
    late = f"{today() + dt.timedelta(100):{TYPED}}"
    answer = as_(w, "lead").post(asked(), filled(w, "consultant", "adviser", ends_on=late))
    assert answer.status_code == 422 and "hoogstens 8 weken" in answer.content.decode()


# Going through it.


def test_a_decision_leads_to_the_next_person_and_the_last_to_the_round(w):
    row, browser = a_round(w), as_(w, "adviser")
    places = [page_of(row, position) for position in (1, 2, 3)]
    assert browser.post(places[1], decision("candidate")).headers["Location"] == places[2]
    assert browser.post(places[2], decision("potential")).headers["Location"] == places[0]
    assert browser.post(places[0], decision("deeper")).headers["Location"] == reverse("screening", args=[row.pk])


def test_what_is_known_is_shown_as_far_as_the_reader_reads(w, trusted):
    with trusted():
        w.instrument.name = "Werkritme"
        w.instrument.save()
        make.NoteFactory(client=w["mtb"], membership=w.staff["consultant"], text="Geheim", on=today())
        make.DefinitionFactory(chain=w.chain, key="work-fit")
        make.AssessmentFactory(client=w["mtb"], definition=make.Definition.objects.get(key="work-fit"))
        make.PlanFactory(client=w["mtb"])
    row = a_round(w)
    with acting_as(w.acting("lead")):
        place = page_of(row, entry_of(row, w["mtb"]).position)
    for name, sees in [("consultant", True), ("adviser", False)]:
        page = as_(w, name).get(place).content.decode()
        assert "Werkritme" in page and "Arbeidsfit" in page and "Laatste contact" in page and "lan" in page
        assert ("Arbeidsvermogen 50 procent" in page) is sees
        assert ("Leeftijd" in page) is sees
        assert "Geheim" not in page  # that there was contact, not what was said


def test_the_slower_of_two_sees_what_the_first_decided(w, trusted):
    row = a_round(w)
    place = page_of(row, 1)
    assert as_(w, "consultant").post(place, decision("candidate", remark="Belt morgen")).status_code == 302
    browser = as_(w, "adviser")
    answer = browser.post(place, decision("deeper", version=1, remark="Wat kan zij?"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nu staat er:" in page and "Direct kandidaat" in page and "Belt morgen" in page and "Wat kan zij?" in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert browser.post(place, decision("deeper", version=version, remark="Wat kan zij?")).status_code == 302
    with trusted():
        assert ScreeningEntry.objects.get(screening=row, position=1).outcome == "deeper"
    page = browser.get(place).content.decode()
    assert "direct kandidaat" in page and "eerst verdiepende diagnose" in page  # what was decided before


@pytest.mark.parametrize(
    ("data", "told"),
    [({"outcome": ""}, "Kies wat er nu nodig is"), ({"outcome": "work"}, "geldige keuze"),
     ({"outcome": "not-now"}, "Kies een dag"), ({"outcome": "not-now", "until": "1-1-2020"}, "Kies een dag"),
     ({"outcome": "not-now", "until": "31-2-2030"}, "bestaat niet"), ({"outcome": "deeper", "remark": "x" * 501}, "500")],
)  # fmt: skip
def test_what_does_not_do_is_said_and_nothing_is_saved(w, trusted, data, told):
    row = a_round(w)
    answer = as_(w, "adviser").post(page_of(row, 1), decision(**{"outcome": "deeper", **data}))
    assert answer.status_code == 422 and told in answer.content.decode()
    with trusted():
        assert ScreeningEntry.objects.get(screening=row, position=1).outcome == ""


def test_a_round_that_was_closed_meanwhile_says_so(w, trusted):
    row = a_round(w)
    with trusted():
        Screening.objects.filter(pk=row.pk).update(closed_on=today())
    answer = as_(w, "consultant").post(page_of(row, 1), decision("deeper"))
    assert answer.status_code == 409 and "De ronde is voorbij" in answer.content.decode()


def test_who_does_not_screen_reads_along_where_the_person_is_in_sight_and_elsewhere_is_nothing(w):
    row = a_round(w)
    for name, status in [
        ("lead", 200),
        ("manager", 200),
        ("second_adviser", 404),
        ("podium24_manager", 404),
        ("stranger", 404),
    ]:
        assert as_(w, name).get(page_of(row, 1)).status_code == status, name
    assert "alleen de screeners" in as_(w, "lead").get(page_of(row, 1)).content.decode()
    assert as_(w, "lead").post(page_of(row, 1), decision("deeper")).status_code == 403
    assert as_(w, "adviser").get(page_of(row, 99)).status_code == 404


def test_a_closed_file_has_no_page_in_the_round(w, trusted):
    row = a_round(w)
    with trusted():
        entry = entry_of(row, w["unknown"])
        Client.objects.filter(pk=w["unknown"].pk).update(closed_on=today())
    for name in ("adviser", "consultant", "lead"):
        assert as_(w, name).get(page_of(row, entry.position)).status_code == 404, name


# What came of it.


def test_the_round_tells_figures_to_all_and_names_to_whom_sees_them(w):
    row = a_round(w)
    decide(w, row, "unknown", "adviser", "candidate", remark="Past bij de vacature")
    address = reverse("screening", args=[row.pk])
    for name, names in [("adviser", True), ("lead", True), ("second_adviser", False), ("podium24_manager", False)]:
        page = as_(w, name).get(address).content.decode()
        assert "1 van 3 besproken" in page, name
        assert (w["unknown"].number in page) is names, name
    assert as_(w, "stranger").get(address).status_code == 404
    assert as_(w, "policy").get(address).status_code == 403


def test_the_list_is_narrowed_to_an_outcome_in_the_address(w):
    row = a_round(w)
    decide(w, row, "unknown", "adviser", "candidate")
    address = reverse("screening", args=[row.pk])
    page = as_(w, "consultant").get(address + "?besluit=candidate").content.decode()
    assert w["unknown"].number in page and w["mtb"].number not in page
    assert reverse("referral_new", args=[w["unknown"].number]) in page
    page = as_(w, "consultant").get(address + "?besluit=open").content.decode()
    assert w["unknown"].number not in page and w["mtb"].number in page
    assert as_(w, "consultant").get(address + "?besluit=zomaar&na=x").status_code == 200


def test_after_the_last_day_the_partners_screener_reads_the_figures_alone(w, trusted):
    row = a_round(w)
    decide(w, row, "unknown", "adviser", "candidate")
    with trusted():
        Screening.objects.filter(pk=row.pk).update(started_on=days_ago(20), ends_on=days_ago(1))
    page = as_(w, "adviser").get(reverse("screening", args=[row.pk])).content.decode()
    assert "1 van 3 besproken" in page and w["unknown"].number not in page and "niet meer om deze reden" in page


def test_closing_asks_first(w, trusted):
    row, browser = a_round(w), as_(w, "lead")
    address = reverse("screening_close", args=[row.pk])
    assert "3 inwoners zijn nog niet besproken" in browser.get(address).content.decode()
    assert browser.post(address, {"once": str(uuid.uuid4())}).status_code == 302
    assert "al voorbij" in browser.get(address).content.decode()
    for name in ("consultant", "adviser", "manager"):
        assert as_(w, name).get(address).status_code == 403


def test_my_day_has_one_row_a_round_with_the_next_person(w):
    row = a_round(w)
    decide(w, row, "unknown", "adviser", "candidate")
    page = as_(w, "adviser").get(reverse("day")).content.decode()
    assert page.count("Verder met de screening") == 1 and "nog 2 van 3" in page
    assert "Verder met de screening" not in as_(w, "second_adviser").get(reverse("day")).content.decode()
    for name in IN_IT[1:]:
        decide(w, row, name, "adviser", "potential")
    assert "Verder met de screening" not in as_(w, "adviser").get(reverse("day")).content.decode()


def test_the_pages_ask_the_same_of_more_people(w, trusted):
    row = a_round(w)
    with trusted():
        for number in range(30):
            made = make.ClientFactory(chain=w.chain, lives=w.maastricht)
            make.ScreeningEntryFactory(screening=row, client=made, position=100 + number)
    for name in ("adviser", "consultant"):
        browser = as_(w, name)
        browser.get(reverse("screenings"))
        for address, most in [
            (reverse("screenings"), 9), (reverse("screening", args=[row.pk]), 13), (page_of(row, 1), 13),
        ]:  # fmt: skip
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            assert len(queries) <= most, (address, len(queries), [each["sql"][:70] for each in queries])
        with CaptureQueriesContext(connection) as queries:
            assert (
                browser.post(page_of(row, 1), decision("deeper", version=1 + (name == "consultant"))).status_code == 302
            )
        assert len(queries) <= 26, [each["sql"][:90] for each in queries]


def test_a_round_of_many_is_paged(w, trusted, monkeypatch):
    monkeypatch.setattr("diagnosis.screening_pages.PEOPLE", 2)
    row = a_round(w)
    page = as_(w, "consultant").get(reverse("screening", args=[row.pk])).content.decode()
    assert "na=2#people" in page
