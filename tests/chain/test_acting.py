"""Who acts, from a request to the database and back: nothing outlives it, nothing half stays, refusals are remembered."""

import concurrent.futures
import logging
import time
import urllib.error
import urllib.request

import pytest
from django.contrib.sessions.models import Session
from django.db import Error, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import Client as Browser
from django.urls import path
from django.utils import timezone

from chain.acting import acting_as, acting_membership
from chain.models import Membership
from chain.urls import urlpatterns as product
from clients import access
from clients.models import Client, Look, TargetGroup
from tests.attacks import refused
from tests.factories import days_ago
from tests.world import OPEN_IN_SZMH, SEEN_BY_ANNEX, World, world

NAMES = "{% for c in clients %}{{ c.last_name }} {% endfor %}"


def names(request):
    return HttpResponse(" ".join(Client.objects.values_list("last_name", flat=True)))


def late(request):
    """The queryset runs when the template renders, after the view has returned."""
    return TemplateResponse(request, engines["django"].from_string(NAMES), {"clients": Client.objects.all()})


def write(request):
    found = access.client(request, request.GET["number"], "capacity", write=True)
    TargetGroup.objects.create(client=found, chain=found.chain, code="45plus")
    match request.GET.get("then"):
        case "raise":
            raise RuntimeError(found.last_name)
        case "500":
            return HttpResponse(status=500)
        case "late":
            return TemplateResponse(request, engines["django"].from_string("{{ boom.now }}"), {"boom": Boom()})
    return HttpResponse("written")


class Boom:
    def now(self):
        raise RuntimeError("in the template")


def stream(request):
    def later():
        yield from Client.objects.values_list("last_name", flat=True)

    return StreamingHttpResponse(later())


def not_there(request):
    access.client(request, "K-99999", "plan")


def not_allowed(request):
    access.client(request, request.GET["number"], "benefit")


urlpatterns = [
    *product,
    path("toets/namen/", names),
    path("toets/laat/", late),
    path("toets/schrijf/", write),
    path("toets/stroom/", stream),
    path("toets/niet/", not_there),
    path("toets/mag-niet/", not_allowed),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


@pytest.fixture
def as_user(w):
    def sign_in(name: str) -> Browser:
        browser = Browser(raise_request_exception=False)
        browser.force_login(w.staff[name].user)
        return browser

    return sign_in


def seen() -> set[str]:
    return set(Client.objects.values_list("last_name", flat=True))


# acting_as


def test_an_inner_act_gives_the_outer_one_back(w):
    with acting_as(w.acting("consultant")):
        with acting_as(w.acting("trainer")):
            assert seen() == SEEN_BY_ANNEX
            assert acting_membership() == w.acting("trainer")
            with acting_as(w.acting("stranger")):
                assert seen() == {"foreign"}
            assert seen() == SEEN_BY_ANNEX
        assert seen() == OPEN_IN_SZMH
        assert acting_membership() == w.acting("consultant")


def test_an_exception_inside_gives_the_outer_one_back(w):
    with acting_as(w.acting("consultant")):
        with pytest.raises(ValueError), acting_as(w.acting("trainer")):
            raise ValueError
        assert seen() == OPEN_IN_SZMH
        with pytest.raises(Error), acting_as(w.acting("trainer")), connection.cursor() as cursor:
            cursor.execute("select 1 / 0")
        assert seen() == OPEN_IN_SZMH


def test_a_savepoint_that_is_rolled_back_takes_nobody_along(w):
    with acting_as(w.acting("consultant")):
        with transaction.atomic():
            with acting_as(w.acting("trainer")):
                assert seen() == SEEN_BY_ANNEX
            transaction.set_rollback(True)
        assert seen() == OPEN_IN_SZMH
        with acting_as(w.acting("trainer")):
            transaction.set_rollback(True)
        assert seen() == OPEN_IN_SZMH


def test_outside_nobody_acts(w):
    with pytest.raises(RuntimeError):
        acting_membership()
    with acting_as(w.acting("consultant")):
        assert seen()
    with refused():
        seen()
    with pytest.raises(RuntimeError):
        acting_membership()


# A request


def test_a_request_acts_under_the_only_membership_of_the_user(as_user):
    assert set(as_user("trainer").get("/toets/namen/").content.decode().split()) == SEEN_BY_ANNEX
    assert set(as_user("stranger").get("/toets/namen/").content.decode().split()) == {"foreign"}


def test_nobody_signed_in_sees_nothing(db):
    assert Browser().get("/toets/namen/").content == b""


def test_what_a_template_asks_late_is_asked_under_the_same_membership(as_user):
    assert set(as_user("trainer").get("/toets/laat/").content.decode().split()) == SEEN_BY_ANNEX


def test_somebody_with_two_memberships_chooses_and_their_rights_do_not_add_up(w):
    browser = Browser()
    browser.force_login(w.both_ways)
    assert browser.get("/toets/namen/").content == b""
    assert browser.get("/").headers["Location"] == "/voor-wie/"
    assert browser.post("/voor-wie/", {"membership": w.acting("at_mtb")}).status_code == 302
    assert set(browser.get("/toets/namen/").content.decode().split()) == {"mtb", "both"}
    assert browser.post("/voor-wie/", {"membership": w.acting("at_szmh")}).status_code == 302
    assert set(browser.get("/toets/namen/").content.decode().split()) == OPEN_IN_SZMH


@pytest.mark.parametrize("whose", ["consultant", "stranger", "count"])
def test_nobody_chooses_the_membership_of_another(w, as_user, whose):
    browser = as_user("trainer")
    browser.get("/toets/namen/")
    browser.post("/voor-wie/", {"membership": w.acting(whose)})
    assert set(browser.get("/toets/namen/").content.decode().split()) == SEEN_BY_ANNEX


def test_a_session_that_names_the_membership_of_another_is_ended(w, as_user):
    browser = as_user("trainer")
    session = browser.session
    session["membership"] = w.acting("consultant")
    session.save()
    assert browser.get("/toets/namen/").headers["Location"] == "/aanmelden/"
    assert "_auth_user_id" not in browser.session


def test_the_end_of_a_membership_signs_out(w, as_user, trusted):
    browser = as_user("trainer")
    assert browser.get("/toets/namen/").content
    with trusted():
        Membership.objects.filter(pk=w.acting("trainer")).update(ended_on=days_ago(1))
    assert browser.get("/toets/namen/").headers["Location"] == "/aanmelden/"
    assert browser.get("/toets/namen/").content == b""


def test_an_account_that_is_switched_off_is_signed_out(w, as_user, trusted):
    browser = as_user("trainer")
    with trusted():
        user = w.staff["trainer"].user
        user.is_active = False
        user.save()
    assert browser.get("/toets/namen/").content == b""


def test_a_system_does_not_sign_in(w):
    browser = Browser()
    browser.force_login(w.staff["count"].user)
    assert browser.get("/toets/namen/").content == b""


@pytest.mark.django_db(transaction=True)
def test_an_error_leaves_nothing_of_the_request_behind(trusted):
    with trusted():
        w = world()
    browser = Browser(raise_request_exception=False)
    browser.force_login(w.staff["consultant"].user)
    number = w["unknown"].number
    for then, status in [("raise", 500), ("500", 500), ("late", 500), ("", 200)]:
        with trusted():
            looks = Look.objects.count()
        assert browser.get("/toets/schrijf/", {"number": number, "then": then}).status_code == status, then
        with trusted():
            assert TargetGroup.objects.count() == (status == 200), then
            assert Look.objects.count() == looks + (status == 200), then
    assert not connection.in_atomic_block


def test_a_refusal_is_remembered_and_of_what_is_not_seen_only_the_number_asked_for(w, as_user, trusted):
    browser = as_user("trainer")
    hidden = w["unknown"].number
    assert browser.get("/toets/niet/").status_code == 404
    assert browser.get("/toets/mag-niet/", {"number": hidden}).status_code == 404
    assert browser.get("/toets/mag-niet/", {"number": w["step"].number}).status_code == 403
    with trusted():
        looks = list(Look.objects.order_by("at").values_list("membership", "client", "asked", "why", "parts"))
    me = w.acting("trainer")
    assert looks == [
        (me, None, "K-99999", "refused", ["plan"]),
        (me, None, hidden, "refused", ["benefit"]),
        (me, w["step"].pk, "", "refused", ["benefit"]),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_stream_runs_after_the_request_and_so_shows_nothing(trusted):
    with trusted():
        w = world()
    browser = Browser()
    browser.force_login(w.staff["consultant"].user)
    with pytest.raises(Error) as caught:
        list(browser.get("/toets/stroom/").streaming_content)
    assert "nobody is acting" in str(caught.value)


# Sessions


def test_a_session_ends_after_thirty_idle_minutes_and_not_while_one_works(as_user, monkeypatch):
    browser = as_user("trainer")
    browser.get("/toets/namen/")
    now = timezone.now()

    def left() -> float:
        return (Session.objects.get(pk=browser.session.session_key).expire_date - now).total_seconds() / 60

    assert 29 < left() <= 30.1
    session = browser.session
    session["seen"] = int(time.time()) - 61
    session.save()
    Session.objects.update(expire_date=now + timezone.timedelta(minutes=3))
    browser.get("/toets/namen/")
    assert 29 < left() <= 30.1
    Session.objects.update(expire_date=now - timezone.timedelta(seconds=1))
    assert browser.get("/toets/namen/").content == b""


def test_what_a_page_asks_by_itself_keeps_no_session_going(as_user):
    browser = as_user("trainer")
    browser.get("/toets/namen/")
    session = browser.session
    session["seen"] = before = int(time.time()) - 61
    session.save()
    browser.get("/toets/namen/", headers={"X-Poll": "1"})
    assert browser.session["seen"] == before


def test_a_session_ends_after_twelve_hours_however_busy(as_user):
    browser, now = as_user("trainer"), int(time.time())
    browser.get("/toets/namen/")
    session = browser.session
    session["begun"], session["seen"] = now - 12 * 3600 + 600, now - 61
    session.save()
    browser.get("/toets/namen/")
    browser.session.save()  # whatever writes in it later
    left = (Session.objects.get(pk=browser.session.session_key).expire_date - timezone.now()).total_seconds()
    assert 590 < left <= 600


# Logs


def test_the_log_of_a_failed_request_names_nobody(w, as_user, caplog):
    caplog.set_level(logging.DEBUG)
    browser = as_user("consultant")
    number = w["unknown"].number
    assert browser.get("/toets/niet/", {"q": "Achternaam 123456782"}).status_code == 404
    assert browser.get("/toets/mag-niet/", {"number": number, "q": "Achternaam 123456782"}).status_code in (200, 500)
    assert browser.post("/toets/schrijf/?number=x", {"bsn": "123456782", "last_name": "Achternaam"}).status_code == 404
    assert caplog.records
    for record in caplog.records:
        if record.name.startswith("django.db"):
            continue  # every statement, at a level that no set-up has
        assert "123456782" not in record.getMessage()
        assert "Achternaam" not in record.getMessage()


def test_an_error_of_the_database_tells_no_values(w):
    """PostgreSQL leaves the row out of what it says where the table is fenced: so too a traceback in the log."""
    with acting_as(w.acting("consultant")):
        with refused("23514") as refusal:
            Client.objects.get(pk=w["unknown"].pk).residences.update(ended_on=days_ago(9999))
        assert "DETAIL" not in refusal.said
        with refused("23505") as refusal:
            Client.objects.filter(pk=w["unknown"].pk).update(number=w["step"].number)
        assert w["step"].number not in refusal.said
        with refused("23P01") as refusal:
            Client.objects.get(pk=w["moved"].pk).residences.update(started_on="2011-12-13", ended_on=None)
        assert "2011-12-13" not in refusal.said


# A server with a pool


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_pooled_connections_of_a_real_server_carry_no_membership_over(trusted, start, tmp_path, process_environment):
    """Two processes with four threads and a pool of four, eight browsers of four people at once, errors among them."""
    from chain import embedded

    with trusted():
        w = world()
    expected = {"consultant": OPEN_IN_SZMH, "trainer": SEEN_BY_ANNEX, "coach": {"mtb", "both"}, "stranger": {"foreign"}}
    port = embedded.free_port()
    (tmp_path / "pooled_settings.py").write_text(
        "from chain.settings import *\nROOT_URLCONF = 'tests.chain.test_acting'\nWSGI_APPLICATION = None\n"
    )
    start(
        "gunicorn", "chain.wsgi:application", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
        SNOER_POOL="1", DJANGO_SETTINGS_MODULE="pooled_settings",
        PYTHONPATH=f"{tmp_path}:{process_environment['PYTHONPATH']}",
    )  # fmt: skip
    sessions = {}
    for name in expected:
        browser = Browser()
        browser.force_login(w.staff[name].user)
        sessions[name] = browser.cookies["sessionid"].value
    base = f"http://127.0.0.1:{port}"

    def get(name: str | None, address: str) -> tuple[int, set[str]]:
        request = urllib.request.Request(base + address)
        if name:
            request.add_header("Cookie", f"sessionid={sessions[name]}")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, set(answer.read().decode().split())
        except urllib.error.HTTPError as error:
            return error.code, set()

    for _wait in range(100):
        try:
            if get(None, "/toets/namen/")[0] == 200:
                break
        except OSError:
            time.sleep(0.2)
    else:
        pytest.fail((tmp_path / "gunicorn.log").read_text()[-3000:])

    def work(number: int) -> list:
        name = list(expected)[number % 4]
        wrong = []
        for turn in range(12):
            status, names = get(name, "/toets/laat/" if turn % 2 else "/toets/namen/")
            if (status, names) != (200, expected[name]):
                wrong.append((name, status, names))
            if turn % 4 == 0:
                get(name, "/toets/stroom/") if turn % 8 else get(name, "/toets/schrijf/?then=raise&number=K-00001")
                if get(None, "/toets/namen/") != (200, set()):
                    wrong.append("nobody")
        return wrong

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert [wrong for found in pool.map(work, range(8)) for wrong in found] == []
