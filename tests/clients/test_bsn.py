"""The BSN: shown on request, to the point of contact alone, and each time it stands in the look log."""

import pytest

from clients.models import Look
from tests.conftest import role
from tests.factories import ClientFactory, a_bsn
from tests.world import STAFF


def url(client):
    return f"/clienten/{client.number}/bsn/"


@pytest.fixture
def person(w):
    with role("snoer_owner"):
        return ClientFactory(chain=w.chain, number="B-1", lives=w.maastricht, bsn=a_bsn(700))


def looks(**where):
    with role("snoer_owner"):
        return list(Look.objects.filter(**where))


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_it_is_shown_after_a_post_and_the_look_is_logged(w, person, signed_in, headers):
    answer = signed_in("consultant").post(url(person), headers=headers)
    assert answer.status_code == 200
    assert a_bsn(700) in answer.content.decode()
    assert ("<html" in answer.content.decode()) is not headers
    assert "no-store" in answer.headers["Cache-Control"]
    (look,) = looks(client=person)
    assert (look.why, look.parts, look.membership_id) == ("bsn", ["identity"], w.acting("consultant"))


def test_a_get_shows_nothing(w, person, signed_in):
    assert signed_in("consultant").get(url(person)).status_code == 405
    assert looks(client=person) == []


@pytest.mark.parametrize("name", sorted(set(STAFF) - {"consultant", "lead"}))
def test_nobody_else_gets_it(w, signed_in, name):
    """On a person that Annex is involved with: seen but not allowed is 403, out of sight 404."""
    person = w["step"]
    answer = signed_in(name).post(url(person))
    assert answer.status_code == (
        403 if name in ("trainer", "annex_manager", "annex_consultant", "manager", "privacy") else 404
    )
    assert looks(why="bsn") == []
    assert len(looks(why="refused")) == 1


def test_a_person_without_bsn(w, signed_in):
    with role("snoer_owner"):
        person = ClientFactory(chain=w.chain, number="B-2", lives=w.maastricht)
    assert "nog niet bekend" in signed_in("consultant").post(url(person)).content.decode()


def test_another_chain_does_not_exist(w, signed_in):
    with role("snoer_owner"):
        foreign = ClientFactory(chain=w.other_chain, number="B-3", lives=w.other_town, bsn=a_bsn(701))
    assert signed_in("consultant").post(url(foreign)).status_code == 404


@pytest.mark.parametrize("path", ["", "gegevens/"])
def test_no_page_holds_it(w, person, signed_in, path):
    page = signed_in("consultant").get(f"/clienten/{person.number}/{path}").content.decode()
    assert a_bsn(700) not in page
