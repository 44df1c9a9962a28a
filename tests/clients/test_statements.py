"""What the person says beside the file: for all who read that part, and for nobody else."""

import pytest
from django.urls import reverse

from clients.models import Client, Event, Statement
from tests.conftest import role
from tests.factories import RightsRequestFactory, StatementFactory
from tests.world import world

SAID = "Ik was wel op tijd."


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        Client.objects.filter(pk=w["foreign"].pk).update(number="K-66666")  # not also a number of the first chain
        StatementFactory(client=w["both"], part="plan", text=SAID, author=w.staff["consultant"].user)
        StatementFactory(client=w["both"], part="benefit", text="Het bedrag klopt niet.", author=w.staff["lead"].user)
        return w


def record(w, browser):
    answer = browser.get(reverse("record", args=[w["both"].number]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_stands_on_the_record_for_who_reads_the_part(w, signed_in):
    page = record(w, signed_in("consultant"))
    assert page.count(SAID) == 1 and page.count("Het bedrag klopt niet.") == 1
    trainer = record(w, signed_in("trainer"))
    assert SAID in trainer and "Het bedrag klopt niet." not in trainer, "the benefit is the point of contact's"


def test_it_comes_with_a_refused_request_and_is_withdrawn_with_a_date(w, trusted, signed_in):
    with trusted():
        one = RightsRequestFactory(
            client=w["both"], kind="rectification", part="plan", status="answered", outcome="refused"
        )
    browser = signed_in("consultant")
    url = reverse("statement_new", args=[w["both"].number]) + f"?verzoek={one.pk}"
    assert 'value="plan" selected' in browser.get(url).content.decode()
    assert browser.post(url, {"part": "plan", "text": ""}).status_code == 422
    done = browser.post(url, {"part": "plan", "text": "Zo was het niet."})
    assert done.url == reverse("rights_request", args=[w["both"].number, one.pk])
    assert "Zo was het niet." in record(w, browser)
    with role("snoer_owner"):
        made = Statement.objects.get(request=one)
        assert Event.objects.filter(client=w["both"], act="statement-added", part="plan").exists()
    assert browser.post(reverse("statement_withdraw", args=[w["both"].number, made.pk])).status_code == 302
    assert "Zo was het niet." not in record(w, browser)
    assert "Zo was het niet." in browser.get(reverse("client_rights", args=[w["both"].number])).content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("trainer", 403), ("archivist", 404), ("stranger", 404), ("privacy", 302)]
)
def test_it_is_put_in_by_who_answers_requests(w, signed_in, name, status):
    url = reverse("statement_new", args=[w["both"].number])
    assert signed_in(name).post(url, {"part": "plan", "text": "Anders."}).status_code == status
