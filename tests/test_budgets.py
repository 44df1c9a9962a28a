"""What the main pages and acts may ask of the database (bench/budgets.py), and that it is the same for more people."""

import io
import uuid
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from bench import fill
from bench.budgets import BUDGETS
from chain import embedded
from chain.acting import acting_as, system_membership
from chain.days import today
from chain.models import Chain, User
from clients.models import Client, Step
from reporting.counting import count
from reporting.models import Programme

FEW, MANY = 30, 300


@pytest.fixture
def grow(transactional_db: None) -> Callable[[int, int], None]:
    """Puts invented people into the chain, beside those who are there, and counts."""
    with translation.override("nl"):
        call_command("load_chain", fill.CHAIN, stdout=io.StringIO())
    address = embedded.database_url(settings.TEST_FOLDER, "postgres", connection.settings_dict["NAME"])

    def more(number: int, after: int) -> None:
        fill.fill(address, number, say=lambda line: None, after=after)
        chain = Chain.objects.get(slug=fill.CHAIN)
        with acting_as(system_membership(chain, "count")):
            count(Programme.objects.get(chain=chain, key=fill.PROGRAMME))

    return more


def planned_with_annex(trusted: Callable) -> tuple[int, str]:
    with trusted():
        step = Step.objects.filter(
            status="planned", partner__code="annex", instrument__function="basic-development", client__closed_on=None
        ).first()  # fmt: skip
        return step.pk, step.client.number


def asked(trusted: Callable) -> dict[str, int]:
    """Queries of each row of the bench, savepoints too; the page before it was asked for once already."""
    with trusted():
        consultant = User.objects.get(username="bench-consultant-1")
        trainer = User.objects.get(username="bench-trainer-1")
        someone = Client.objects.filter(lead=consultant, closed_on=None).order_by("pk").first()
    name = someone.last_name.lower()
    pages = {
        "list": "/clienten/?consulent=mijn",
        "search": f"/clienten/?q={name[:5]}",
        "misspelt": f"/clienten/?q={name[:3]}{name[4:]}",
        "found by profile": "/clienten/?q=vakkenv",
        "vacancies": "/vacatures/",
        "vacancy search": "/vacatures/?q=medew",
        "record": f"/clienten/{someone.number}/",
        "dashboard": f"/doelen/{fill.PROGRAMME}/",
        "persons": f"/doelen/{fill.PROGRAMME}/personen/",
    }
    day = today().strftime("%d-%m-%Y")
    browser, found = Browser(), {}
    browser.force_login(consultant)
    browser.get(pages["list"])
    for row, address in pages.items():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200, row
        found[row] = len(queries)
    note = {"text": "Gesproken.", "kind": "talk", "on": day, "audience": "chain", "once": uuid.uuid4()}
    with CaptureQueriesContext(connection) as queries:
        assert browser.post(f"/clienten/{someone.number}/notities/", note).status_code == 302
    found["note"] = len(queries)
    browser.force_login(trainer)
    browser.get(pages["list"])
    step, number = planned_with_annex(trusted)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(f"/clienten/{number}/stappen/{step}/start/", {"on": day, "once": uuid.uuid4()})
        assert answer.status_code == 302
    found["start"] = len(queries)
    return found


def test_pages_and_acts_keep_to_their_budget_and_ask_no_more_of_more_people(grow, trusted):
    grow(FEW, 0)
    of_few = asked(trusted)
    grow(MANY - FEW, FEW)
    of_many = asked(trusted)
    assert of_many == of_few
    # Beginning and ending the transaction are captured here, and not counted in the bench.
    over = {row: number for row, number in of_many.items() if number > BUDGETS[row].queries + 2}
    assert not over


def test_what_the_bench_fills_in_is_what_the_triggers_make(grow):
    grow(FEW, 0)
    address = embedded.database_url(settings.TEST_FOLDER, "postgres", connection.settings_dict["NAME"])
    assert fill.check(address) == FEW
