"""The register of incidents: the 72 hours, what the authority has to know, and when it may be closed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from chain import incidents
from chain.acting import acting_as
from chain.days import AMSTERDAM
from chain.models import Incident
from tests.attacks import refused
from tests.factories import IncidentFactory
from tests.world import World, world

LIST, NEW = reverse("incidents"), reverse("incident_new")
NOW = dt.datetime(2026, 3, 10, 12, 0, tzinfo=AMSTERDAM)


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


def found(hours: float, **changes) -> Incident:
    """Discovered so many hours ago."""
    return Incident(discovered_at=NOW - dt.timedelta(hours=hours), **changes)


@pytest.mark.parametrize(
    ("hours", "left", "said"),
    [(0, 72, "nog 72 uur"), (30, 42, "nog 42 uur"), (71.5, 0, "nog minder dan een uur"), (72.5, -1, "1 uur te laat"),
     (100, -28, "28 uur te laat")],
)  # fmt: skip
def test_the_clock(hours, left, said):
    clock = incidents.clock(found(hours), NOW)
    assert (clock.hours, clock.said, clock.late) == (left, said, left < 0)


def test_the_clock_stops_when_it_was_reported_or_written_down_why_not():
    assert incidents.clock(found(100, why_not_reported="Geen risico."), NOW).hours is None
    in_time = incidents.clock(found(100, reported_at=NOW - dt.timedelta(hours=50)), NOW)
    too_late = incidents.clock(found(100, reported_at=NOW), NOW)
    assert (in_time.hours, in_time.said, too_late.said) == (None, "", "te laat gemeld")


def test_what_the_authority_still_has_to_know():
    one = found(1, what="Een brief ging naar een verkeerd adres.", people=0, kinds="naam en adres")
    assert incidents.missing(one) == ["om wier gegevens het gaat", "mogelijke gevolgen", "wat er is gedaan"]


def typed(**changes):
    at = (timezone.now() - dt.timedelta(hours=5)).astimezone(AMSTERDAM)
    return {"what": "Een lijst is naar een verkeerd adres gemaild.", "discovered_on": at.strftime("%d-%m-%Y"),
            "discovered_time": at.strftime("%H:%M"), "version": 1} | changes  # fmt: skip


@pytest.mark.parametrize("name", ["privacy", "admin", "lead"])
def test_the_register_is_the_privacy_officers(w, signed_in, name):
    assert signed_in(name).get(LIST).status_code == (200 if name == "privacy" else 403)
    if name != "privacy":
        with acting_as(w.acting(name)), refused():
            IncidentFactory(chain=w.chain, author=w.staff[name].user)


def test_it_begins_with_what_happened_and_grows_from_there(w, signed_in, trusted):
    browser = signed_in("privacy")
    assert "Schrijf geen namen van inwoners of collega’s op" in browser.get(NEW).content.decode()
    answer = browser.post(NEW, typed())
    assert answer.status_code == 302
    with trusted():
        one = Incident.objects.get()
    assert answer["Location"] == reverse("incident", args=[one.pk])
    page = browser.get(answer["Location"]).content.decode()
    assert "nog 66 uur" in page or "nog 67 uur" in page
    assert "Dit wil de toezichthouder nog weten: om wier gegevens het gaat, hoeveel mensen, ongeveer" in page
    assert any(
        "melden of opschrijven waarom niet" in each.text for each in browser.get(reverse("looks")).context["notices"]
    )
    rest = {"whose": "Deelnemers", "people": "12", "kinds": "namen", "consequences": "Onrust.", "measures": "Gewist."}
    now = timezone.now().astimezone(AMSTERDAM)
    reported = {"reported_on": now.strftime("%d-%m-%Y"), "reported_time": now.strftime("%H:%M")}
    answer = browser.post(answer["Location"], typed(**rest, **reported, closed_on=now.strftime("%d-%m-%Y")))
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    with trusted():
        one.refresh_from_db()
    assert (one.people, one.version, one.closed_on) == (12, 2, now.date())
    assert incidents.clock(one).said == ""
    page = browser.get(LIST).content.decode()
    assert page.index("Afgehandeld") < page.index("Een lijst is naar een verkeerd adres gemaild.")
    paper = browser.get(reverse("incident_pdf", args=[one.pk]))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


def test_closing_takes_a_report_or_a_reason(w, signed_in, trusted):
    browser = signed_in("privacy")
    day = timezone.now().astimezone(AMSTERDAM).strftime("%d-%m-%Y")
    answer = browser.post(NEW, typed(closed_on=day))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"closed_on"})
    assert browser.post(NEW, typed(closed_on=day, why_not_reported="Het bestand was versleuteld.")).status_code == 302
    with trusted():
        assert Incident.objects.get().closed_on is not None


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"what": ""}, "what"), ({"discovered_time": "half drie"}, "discovered_time"),
        ({"discovered_on": "01-01-2199"}, "discovered_on"), ({"reported_on": "01-01-2020"}, "reported_time"),
        ({"reported_time": "10:00"}, "reported_on"), ({"reported_on": "01-01-2020", "reported_time": "10:00"}, "reported_on"),
        ({"happened_on": "01-01-2199"}, "happened_on"), ({"told_on": "01-01-2020"}, "told_on"), ({"people": "veel"}, "people"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_the_field(w, signed_in, trusted, changes, where):
    answer = signed_in("privacy").post(NEW, typed(**changes))
    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    with trusted():
        assert not Incident.objects.exists()


def test_two_at_one_incident_lose_nothing_and_another_chains_is_not_there(w, signed_in, trusted):
    with trusted():
        one = IncidentFactory(chain=w.chain, author=w.staff["privacy"].user)
        elsewhere = IncidentFactory(chain=w.other_chain)
    browser, url = signed_in("privacy"), reverse("incident", args=[one.pk])
    assert browser.post(url, typed(measures="Eerste.")).status_code == 302
    answer = browser.post(url, typed(measures="Tweede."))
    assert answer.status_code == 422
    assert "Eerste." in answer.content.decode()
    for page in ("incident", "incident_pdf"):
        assert browser.get(reverse(page, args=[elsewhere.pk])).status_code == 404
