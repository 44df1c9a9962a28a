"""Life domains: opened one by one because work asks for it, written down narrowly, closed again; not for who speaks with
employers."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chain.acting import acting_as
from chain.days import today
from clients.steps import NotNow
from diagnosis import intake as acts
from diagnosis import invitations
from diagnosis.models import Intake, LifeDomain
from diagnosis.models.intake import LIFE_DOMAINS, SENSITIVE
from tests.diagnosis.intakes import intake_world, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(trusted):
    with trusted():
        return intake_world()


@pytest.fixture
def begun(w):
    """An intake of SZMH to which Podium24 and Annex come."""
    me = w.staff["consultant"]
    with acting_as(me.pk):
        found = acts.begin(w["unknown"], me)
        for partner in ("podium24", "annex"):
            invitations.invite(w["unknown"], w.partners[partner], today(), dt.time(10), by=me)
    return found


def new_url(client):
    return url(client) + "leefgebied/"


def opened(w, begun, domain="children", why="Een bakkerij begint om 6 uur.", by="consultant"):
    with acting_as(w.acting(by)):
        return acts.open_domain(begun, domain, why, by=w.staff[by])


def post(browser, w, domain, **typed):
    """A save of the domain as it stands, with what is typed now."""
    base = {"why": domain.why, "in_the_way": domain.in_the_way, "barrier": domain.barrier, "needed": domain.needed}
    before = {f"initial-domain-{domain.pk}-{name}": value for name, value in base.items()}
    now = {
        f"domain-{domain.pk}-{name}": value
        for name, value in (base | typed).items()
        if name not in ("close", "autosave")
    }
    acts_ = {name: typed[name] for name in ("close", "autosave") if name in typed}
    return browser.post(f"{new_url(w['unknown'])}{domain.pk}/", {**before, **now, **acts_})


def test_a_domain_is_opened_with_its_reason(w, begun, signed_in, trusted):
    answer = signed_in("consultant").post(
        new_url(w["unknown"]), {"open-domain": "children", "open-why": "Een bakkerij begint om 6 uur."}
    )
    assert answer.headers["Location"] == url(w["unknown"]) + "#barriers"
    with trusted():
        found = LifeDomain.objects.select_related("partner", "author").get()
    assert (found.domain, found.partner, found.author) == ("children", w.partners["szmh"], w.staff["consultant"].user)
    page = text(signed_in("consultant").get(url(w["unknown"])))
    assert "geopend door" in page
    assert "Niet geopend: Mantelzorg" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"open-domain": "children", "open-why": " "}, "why"),
        ({"open-domain": "", "open-why": "Werk"}, "domain"),
        ({"open-domain": "zin", "open-why": "Werk"}, "domain"),
        ({"open-domain": "children", "open-why": "x" * 301}, "why"),
    ],
)
def test_without_a_reason_nothing_is_opened(w, begun, signed_in, trusted, typed, field):
    answer = signed_in("consultant").post(new_url(w["unknown"]), typed)
    assert answer.status_code == 422
    assert f'href="#id_open-{field}"' in answer.content.decode()
    with trusted():
        assert not LifeDomain.objects.exists()


def test_to_htmx_the_section_comes_back(w, begun, signed_in):
    answer = signed_in("consultant").post(
        new_url(w["unknown"]), {"open-domain": "money", "open-why": "Beslag op loon"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.startswith('<section class="panel authored')
    assert "Geldzaken" in page


def test_it_is_open_once_at_a_time_and_can_be_opened_again(w, begun):
    found = opened(w, begun)
    with pytest.raises(ValidationError, match="al open"):
        opened(w, begun)
    with acting_as(w.acting("consultant")):
        acts.close_domain(found, by=w.staff["consultant"])
        acts.close_domain(found, by=w.staff["consultant"])
    again = opened(w, begun)
    assert again.pk != found.pk


def test_what_is_in_the_way_saves_as_it_goes(w, begun, signed_in, trusted):
    found = opened(w, begun)
    answer = post(signed_in("consultant"), w, found, barrier="Geen opvang voor 8 uur.", in_the_way="yes", autosave="1")
    assert answer.json()["fields"][f"domain-{found.pk}-version"] == "2"
    with trusted():
        found.refresh_from_db()
    assert (found.barrier, found.in_the_way, found.why) == (
        "Geen opvang voor 8 uur.",
        "yes",
        "Een bakkerij begint om 6 uur.",
    )


def test_two_in_one_domain_lose_nothing(w, begun, signed_in, trusted):
    found = opened(w, begun)
    post(signed_in("lead"), w, found, barrier="Van de een")
    answer = post(signed_in("consultant"), w, found, barrier="Van de ander", needed="Opvang")
    assert answer.status_code == 422
    assert "Van de een" in answer.content.decode()
    assert "Van de ander" in answer.content.decode()
    with trusted():
        found.refresh_from_db()
    assert (found.barrier, found.needed) == ("Van de een", "Opvang")


def test_it_keeps_its_reason(w, begun, signed_in, trusted):
    found = opened(w, begun)
    assert post(signed_in("consultant"), w, found, why="").status_code == 422
    with trusted():
        found.refresh_from_db()
    assert found.why


@pytest.mark.parametrize("domain", SENSITIVE)
def test_of_a_sensitive_one_stands_only_that_it_is_in_the_way(w, begun, signed_in, trusted, domain):
    found = opened(w, begun, domain, "De werkdag is nu te lang.")
    browser = signed_in("consultant")
    assert f'name="domain-{found.pk}-barrier"' not in browser.get(url(w["unknown"])).content.decode()
    post(browser, w, found, in_the_way="yes", needed="Rustige opbouw", barrier="Iets medisch")
    with trusted():
        found.refresh_from_db()
    assert (found.in_the_way, found.needed, found.barrier) == ("yes", "Rustige opbouw", "")
    with acting_as(w.acting("consultant")), pytest.raises(ValidationError):
        acts.write_domain(found, {"barrier": "Iets medisch"}, found.version, by=w.staff["consultant"])


def test_closing_ends_writing(w, begun, signed_in, trusted):
    found = opened(w, begun)
    answer = post(signed_in("consultant"), w, found, close="1")
    assert answer.status_code == 302
    with trusted():
        found.refresh_from_db()
    assert found.closed_at is not None
    assert post(signed_in("consultant"), w, found, barrier="Later", autosave="1").status_code == 422
    page = text(signed_in("consultant").get(url(w["unknown"])))
    assert "Er is geen leefgebied geopend" in page
    with acting_as(w.acting("consultant")), pytest.raises(NotNow):
        acts.write_domain(found, {"needed": "x"}, found.version, by=w.staff["consultant"])


def test_podium24_does_not_see_which_are_open(w, begun, signed_in):
    opened(w, begun)
    page = text(signed_in("adviser").get(url(w["unknown"])))
    assert "Wat staat in de weg voor werk?" in page
    assert "bakkerij" not in page
    assert (
        signed_in("adviser").post(new_url(w["unknown"]), {"open-domain": "money", "open-why": "x"}).status_code == 403
    )
    with acting_as(w.acting("adviser")):
        assert not LifeDomain.objects.exists()
        with pytest.raises(PermissionDenied):
            acts.open_domain(Intake.objects.get(), "money", "x", by=w.staff["adviser"])


def test_annex_at_the_table_opens_its_own_and_leaves_those_of_szmh(w, begun, signed_in, trusted):
    theirs = opened(w, begun)
    mine = opened(w, begun, "daily-life", "Op tijd komen lukt nog niet.", by="trainer")
    assert post(signed_in("trainer"), w, theirs, barrier="Van Annex").status_code == 403
    assert post(signed_in("trainer"), w, mine, needed="Een vaste dag").status_code == 302
    with trusted():
        mine.refresh_from_db()
    assert mine.needed == "Een vaste dag"
    page = signed_in("trainer").get(url(w["unknown"])).content.decode()
    assert f'name="domain-{mine.pk}-needed"' in page
    assert f'name="domain-{theirs.pk}-needed"' not in page
    assert "Een bakkerij begint om 6 uur." in page


def test_nothing_is_opened_once_it_is_concluded(w, begun, signed_in, trusted):
    me = w.staff["consultant"]
    found = opened(w, begun)
    with acting_as(me.pk):
        acts.conclude(acts.write_outcome(begun, {"conclusion": "none", "grounds": "Rust."}, begun.version, by=me), me)
        with pytest.raises(NotNow):
            acts.open_domain(begun, "money", "x", by=me)
    answer = signed_in("consultant").post(new_url(w["unknown"]), {"open-domain": "money", "open-why": "x"})
    assert answer.headers["Location"] == url(w["unknown"])
    assert post(signed_in("consultant"), w, found, barrier="x").status_code == 302
    with trusted():
        found.refresh_from_db()
    assert found.barrier == ""
    assert "Een bakkerij begint om 6 uur." in text(signed_in("consultant").get(url(w["unknown"])))


def test_every_domain_has_a_name_and_the_sensitive_ones_are_of_them():
    assert set(SENSITIVE) < set(LIFE_DOMAINS)
