"""The mark `ready for mediation` on its page and on the record: who gives it, what it shows, how it ends, the last step."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.models import Membership
from chain.once import NotNow
from clients.models import Client, Event
from placement import mediation
from placement.models import Mediation
from tests.factories import MediationFactory, OccupationFactory, TargetOccupationFactory, WorkProfileFactory

pytestmark = pytest.mark.django_db


def who(w, name: str) -> Membership:
    with acting_as(w.staff[name].pk):
        return Membership.objects.with_contact_point().select_related("partner").get(pk=w.staff[name].pk)


def mark(w, name: str = "consultant", told_on: dt.date | None = None, **facts) -> Mediation:
    by = who(w, name)
    with acting_as(w.staff[name].pk):
        return mediation.mark(w["both"], told_on or today(), by=by, **facts)


@pytest.fixture
def url(w) -> str:
    return reverse("mediation", args=[w["both"].number])


def test_the_point_of_contact_marks_and_the_timeline_says_so(w):
    made = mark(w)
    assert made.card_id and (made.told_on, made.started_on) == (today(), today())
    with acting_as(w.staff["consultant"].pk):
        assert Event.objects.filter(client=w["both"], act="mediation-marked").count() == 1


@pytest.mark.parametrize("name", ["trainer", "coach", "annex_consultant", "manager"])
def test_nobody_else_marks(w, name):
    with pytest.raises(PermissionDenied):
        mark(w, name)


def test_somebody_is_marked_once_and_told_on_a_day_that_was(w):
    with pytest.raises(ValidationError):
        mark(w, told_on=today() + dt.timedelta(1))
    with pytest.raises(ValidationError):
        mark(w, told_on=dt.date(1990, 1, 1))
    mark(w)
    with pytest.raises(NotNow):
        mark(w, "lead")


def test_the_page_shows_what_is_missed_and_the_card_as_it_would_be(w, url, signed_in, trusted):
    with trusted():
        WorkProfileFactory(client=w["both"], level="5", guidance="Een vaste begeleider")
        TargetOccupationFactory(client=w["both"], occupation=OccupationFactory(name="glazenwasser", isco="9123"))
    page = signed_in("consultant").get(url)
    assert "Glazenwasser" in page.text and "Hbo-niveau" in page.text and "Kaart maken" in page.text
    assert "Een vaste begeleider" not in page.text and "Vraagt begeleiding" in page.text
    assert "Vervoer" in page.text and "Postcode" not in [str(each.what) for each in page.context["missing"]][:1]
    assert "Kaart maken" not in signed_in("trainer").get(url).text
    assert signed_in("adviser").get(url).status_code == 404


def test_marking_and_ending_on_the_page(w, url, signed_in):
    browser = signed_in("consultant")
    assert browser.post(url, {"act": "mark", "told_on": ""}).status_code == 422
    page = browser.post(url, {"act": "mark", "told_on": f"{today():%d-%m-%Y}"}, follow=True)
    assert "De kaart zoals anderen die zien" in page.text and page.context["card"].code in page.text
    assert browser.post(url, {"act": "end", "reason": ""}).status_code == 422
    page = browser.post(url, {"act": "end", "reason": "Wil even wachten"}, follow=True)
    assert "Wil even wachten" in page.text and page.context["mediation"] is None
    again = browser.post(url, {"act": "end", "reason": "Nog eens"}, follow=True)
    assert "een collega was u voor" in again.text
    assert signed_in("trainer").post(url, {"act": "mark", "told_on": f"{today():%d-%m-%Y}"}).status_code == 403


def test_the_end_needs_a_reason_and_comes_once(w):
    made, by = mark(w), who(w, "consultant")
    with acting_as(by.pk):
        with pytest.raises(ValidationError):
            mediation.end(made, " ", by=by)
        mediation.end(made, "Aan het werk", by=by)
        with pytest.raises(NotNow):
            mediation.end(made, "Aan het werk", by=by)
    trainer = who(w, "trainer")
    made = mark(w)
    with acting_as(trainer.pk), pytest.raises(PermissionDenied):
        mediation.end(made, "Omdat", by=trainer)


# The last step


def test_who_works_on_the_profile_writes_the_last_step_and_sees_what_another_wrote_meanwhile(w, signed_in, trusted):
    with trusted():
        made = MediationFactory(client=w["both"])
    url = reverse("last_step", args=[w["both"].number])
    said = {
        "needs": "Cv afmaken",
        "needs_by": w.staff["trainer"].user_id,
        "needs_on": "31-12-2030",
        "version": made.version,
    }
    answer = signed_in("trainer").post(url + "?terug=klaar", said)
    assert answer.status_code == 302 and answer.headers["Location"] == reverse("ready")
    stale = signed_in("consultant").post(url, said | {"needs": "Vervoer regelen", "needs_by": ""})
    assert stale.status_code == 422 and "Cv afmaken" in stale.text
    with trusted():
        now = Mediation.objects.get()
        assert (now.needs, now.needs_by_id, now.version) == ("Cv afmaken", w.staff["trainer"].user_id, 2)
        assert now.card_id == made.card_id or now.card_id


def test_a_day_without_what_is_needed_is_refused_and_so_is_a_stranger_for_it(w, signed_in, trusted):
    with trusted():
        made = MediationFactory(client=w["both"])
    url, browser = reverse("last_step", args=[w["both"].number]), signed_in("consultant")
    assert browser.post(url, {"needs": "", "needs_on": "31-12-2030", "version": made.version}).status_code == 422
    said = {"needs": "Iets", "needs_by": w.staff["policy"].user_id, "version": made.version}
    assert browser.post(url, said).status_code == 422
    assert signed_in("adviser").get(url).status_code == 404
    assert signed_in("manager").get(url).status_code == 403


def test_without_a_mark_there_is_no_last_step(w, signed_in):
    assert signed_in("consultant").get(reverse("last_step", args=[w["both"].number])).status_code == 404


# On the record


def test_the_record_tells_the_mark_the_last_step_and_that_it_is_late(w, signed_in, trusted):
    record = reverse("record", args=[w["both"].number])
    assert "Nog niet klaar gemeld" in signed_in("consultant").get(record).text
    assert "panel-mediation" not in signed_in("trainer").get(record).text
    with trusted():
        MediationFactory(client=w["both"], needs="Cv afmaken", needs_on=today() - dt.timedelta(3))
    for name in ("consultant", "trainer"):
        page = signed_in(name).get(record).text
        assert "panel-mediation" in page and "Cv afmaken" in page and "Te laat" in page
    with trusted():
        assert Client.objects.filter(pk=w["both"].pk).exists()
