"""The look log: what the privacy officer finds in it, what is unusual and is looked into, and what the person gets on paper."""

import datetime as dt
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chain.acting import NOBODY, acting_as
from chain.api.views import ApiView
from chain.days import AMSTERDAM, today
from chain.parts import PARTS
from clients import look_person, look_unusual, look_words
from clients.models import Client, Look, LookReview
from tests.attacks import refused, sql
from tests.factories import GlassFactory, LookFactory, LookReviewFactory, TeamMemberFactory, a_bsn
from tests.world import STAFF

LIMITS = settings.UNUSUAL_LOOKS


def workday(hour=11, minute=0, back=2) -> dt.datetime:
    """A moment on a working day, some days ago."""
    day = today() - dt.timedelta(back)
    day -= dt.timedelta(max(day.weekday() - 4, 0))
    return dt.datetime.combine(day, dt.time(hour, minute), AMSTERDAM)


def looks(w, who, names, at=None, why="involvement", seconds=5, parts=("client",)):
    """One after the other, so many seconds apart; of the people with these names (None: of nobody that is there)."""
    at = at or workday()
    return [
        LookFactory(
            client=w[name] if name else None, chain=w.chain, membership=w.staff[who], why=why, parts=list(parts),
            at=at + dt.timedelta(seconds=seconds * nth), asked="" if name else "K-90000",
        )
        for nth, name in enumerate(names)
    ]  # fmt: skip


def unusual(w, days=30) -> dict[str, list[look_unusual.Finding]]:
    with acting_as(w.acting("privacy")):
        return {group.key: group.found for group in look_unusual.unusual(w.staff["privacy"], days) if group.found}


@pytest.fixture
def low(monkeypatch) -> None:
    for key, limit in {"files": 4, "people": 8, "refused": 3, "outside": 3, "bsns": 2}.items():
        monkeypatch.setitem(LIMITS, key, limit)


# The log


@pytest.mark.parametrize("name", ["privacy", "admin", "lead", "archivist"])
def test_the_pages_are_the_privacy_officers(w, signed_in, name):
    status = 200 if name == "privacy" else 403
    for page in ("looks", "look_log", "access_now"):
        assert signed_in(name).get(reverse(page)).status_code == status, page


def numbers(answer) -> list[str]:
    return [row.number for row in answer.context["rows"]]


def test_it_is_searched_by_colleague_partner_client_part_ground_and_period(w, signed_in, trusted):
    with trusted():
        looks(w, "trainer", ["step", "both"], workday(back=3), parts=("client", "plan"))
        looks(w, "consultant", ["unknown"], workday(back=10), why="contact-point", parts=("client", "benefit"))
        looks(w, "coach", ["both", None], workday(back=20), why="refused")
    browser = signed_in("privacy")

    def found(**asked):
        answer = browser.get(reverse("look_log"), asked)
        assert answer.status_code == 200
        return [number for number in numbers(answer) if number]

    step, both, unknown = (w[name].number for name in ("step", "both", "unknown"))
    everything = [both, step, unknown, "K-90000", both]
    assert found() == everything
    assert found(wie=w.staff["trainer"].user_id) == [both, step]
    assert found(partner="mtb") == ["K-90000", both]
    assert found(klant=f" {both.lower()} ") == [both, both]
    assert found(klant="K-90000", grond="refused") == ["K-90000"]
    assert found(deel="benefit") == [unknown]
    assert found(grond="refused") == ["K-90000", both]
    day = workday(back=10).strftime("%d-%m-%Y")
    assert found(van=day, tot=day) == [unknown]
    assert found(van=day, tot=workday(back=3).strftime("%d-%m-%Y")) == [both, step, unknown]
    page = browser.get(reverse("look_log"), {"deel": "benefit"}).content.decode()
    assert "naam en nummer, uitkering en ontheffing" in page
    assert "aanspreekpunt voor de inwoner" in page
    assert w["unknown"].last_name not in page.split("<main")[1], "by number: no name is needed to judge who looked"


def test_what_is_wrong_in_the_search_is_said_at_the_field_and_no_bsn_stands_in_an_address(w, signed_in):
    browser = signed_in("privacy")
    answer = browser.get(reverse("look_log"), {"van": "31-02-2026", "wie": "x"})
    assert answer.status_code == 422
    assert set(answer.context["filters"].errors) == {"van", "wie"}
    answer = browser.get(reverse("look_log"), {"van": "03-02-2026", "tot": "02-02-2026"})
    assert "Deze dag ligt voor de eerste dag" in answer.content.decode()
    assert browser.get(reverse("look_log"), {"klant": a_bsn(7)})["Location"] == reverse("look_log")


def test_searching_the_log_is_itself_in_the_log(w, signed_in, trusted):
    signed_in("privacy").get(reverse("look_log"), {"klant": w["both"].number})
    with trusted():
        look = Look.objects.get()
    assert (look.client_id, look.asked, look.parts, look.why) == (None, w["both"].number, ["looks"], "privacy")
    assert look.membership_id == w.acting("privacy")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Jansen", ""), ("K-99999", "K-99999"), ("100999", "100999"), ("jansen-1980", ""), (a_bsn(7), "")],
)
def test_what_was_typed_is_kept_where_it_is_a_client_number_alone(w, signed_in, trusted, typed, kept):
    assert signed_in("consultant").get(reverse("record", args=[typed])).status_code == 404
    if typed != a_bsn(7):
        signed_in("privacy").get(reverse("look_log"), {"klant": typed})
    with trusted():
        assert set(Look.objects.values_list("asked", flat=True)) == {kept}


def test_pages_follow_each_other_and_ask_the_same_number_of_questions(w, signed_in, trusted):
    with trusted():
        looks(w, "trainer", ["step", "both"] * 40, seconds=0)  # all at one moment: the mark has to tell them apart
    browser = signed_in("privacy")
    answer = browser.get(reverse("look_log"), {"grond": "involvement"})
    first = [row.at for row in answer.context["rows"]]
    with CaptureQueriesContext(connection) as few:
        answer = browser.get(reverse("look_log") + "?" + answer.context["next_url"].split("?")[1])
    assert (len(first), len(answer.context["rows"]), answer.context["next_url"]) == (50, 30, "")
    with trusted():
        looks(w, "coach", ["both"] * 60, workday(15))
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("look_log"), {"grond": "involvement"})
    assert len(few) == len(many) <= 14


# What is unusual


def test_many_files_in_an_hour_but_not_a_list_of_many(w, trusted, low):
    names = ["step", "both", "team", "placement"]
    with trusted():
        looks(w, "trainer", names[:3])
        looks(w, "consultant", names, seconds=0, why="involvement")  # one list
    assert unusual(w) == {}
    with trusted():
        looks(w, "trainer", ["placement"], workday(11, 30))
    (found,) = unusual(w)["files"]
    assert (found.looker, found.number) == (w.staff["trainer"], 4)
    with trusted():
        looks(w, "consultant", sorted(set(w.clients) - {"foreign"})[:9], workday(14), seconds=0, why="involvement")
    assert [(one.looker, one.number) for one in unusual(w)["people"]] == [(w.staff["consultant"], 9)]


def test_refused_in_a_row(w, trusted, low):
    with trusted():
        looks(w, "trainer", [None, None], why="refused")
        looks(w, "trainer", ["step"], workday(12))
        looks(w, "trainer", [None], workday(13), why="refused")
    assert unusual(w) == {}
    with trusted():
        looks(w, "trainer", [None, None], workday(13, 30), why="refused")
    (found,) = unusual(w)["refused"]
    assert (found.number, found.since) == (3, workday(13))


def test_files_that_are_not_ones_own_work(w, trusted, low):
    """The point of contact sees all files of its towns: the lead, the team, a step or something written makes it work."""
    names = ["unknown", "step", "planned"]
    with trusted():
        looks(w, "consultant", names, why="contact-point")
    (found,) = unusual(w)["outside"]
    assert (found.looker, found.number) == (w.staff["consultant"], 3)
    with trusted():
        TeamMemberFactory(client=w["unknown"], partner=w.partners["szmh"], user=w.staff["consultant"].user)
    assert "outside" not in unusual(w)
    with trusted():
        Client.objects.filter(pk=w["unknown"].pk).update(lead=None)
        looks(w, "lead", names, why="contact-point")
        Client.objects.filter(pk=w["step"].pk).update(lead=w.staff["lead"].user)
    assert "outside" not in unusual(w)


@pytest.mark.parametrize(
    ("colleague", "person", "same"),
    [
        ("Anna Jansen", "Jansen", True), ("Anna van den Berg", "Berg", True), ("Jansen", "Jansen", False),
        ("Zoë Müller-de Vries", "Vries", True), ("Zoë Müller", "Muller", True), ("Anna van der Linden", "Derksen", False),
        ("Anna Jansen", "Janssen", False), ("Jan de Wit", "De Boer", False),
    ],
)  # fmt: skip
def test_the_same_surname(w, trusted, colleague, person, same):
    with trusted():
        user = w.staff["trainer"].user
        user.name = colleague
        user.save()
        Client.objects.filter(pk=w["step"].pk).update(last_name=person)
        looks(w, "trainer", ["step", "both"])
    found = unusual(w).get("surname", [])
    assert [(one.looker, one.client) for one in found] == ([(w.staff["trainer"], w["step"])] if same else [])


def test_at_night_in_the_weekend_and_bsn_after_bsn(w, trusted, low):
    saturday = workday() - dt.timedelta(days=workday().weekday() + 2)
    with trusted():
        looks(w, "trainer", ["step"], workday(6, 30))
        looks(w, "coach", ["both"], saturday)
        looks(w, "consultant", ["both"], workday(19, 59))
        looks(w, "lead", ["both", "step"], why="bsn")
    found = unusual(w)
    assert {one.looker for one in found["night"]} == {w.staff["trainer"], w.staff["coach"]}
    assert [(one.looker, one.number) for one in found["bsn"]] == [(w.staff["lead"], 2)]


def test_each_broken_glass_until_somebody_looked_into_it_and_again_when_more_follows(w, signed_in, trusted):
    with trusted():
        GlassFactory(client=w["unknown"], membership=w.staff["annex_coordinator"])
        GlassFactory(client=w["both"], membership=w.staff["annex_coordinator"])
    browser = signed_in("privacy")
    answer = browser.get(reverse("looks"))
    page = answer.content.decode()
    assert "Elke inzage met een reden: lees of de reden klopt." in page
    (told,) = (found for group, found, _whole in answer.context["groups"] if group.key == "glass")
    url = next(url for one, url in told if one.client == w["unknown"])
    page = browser.get(url).content.decode()
    assert "De politie belt dat deze persoon hulp zoekt." in page
    answer = browser.post(url, {"note": "ok"})
    assert answer.status_code == 422
    assert "ten minste 10 tekens" in answer.content.decode()
    answer = browser.post(url, {"note": "Nagebeld met de politie: klopt."})
    assert (answer.status_code, answer["Location"]) == (302, reverse("looks"))
    assert [one.client for one in unusual(w)["glass"]] == [w["both"]]
    assert "Nagebeld met de politie: klopt." in browser.get(reverse("looks")).content.decode()
    with trusted():
        review = LookReview.objects.get()
        assert (review.looker, review.author) == (w.staff["annex_coordinator"], w.staff["privacy"].user)
        GlassFactory(client=w["unknown"], membership=w.staff["annex_coordinator"], at=timezone.now())
    assert {one.client for one in unusual(w)["glass"]} == {w["both"], w["unknown"]}


def test_more_of_what_was_looked_into_comes_back(w, trusted, low):
    with trusted():
        looks(w, "trainer", ["step", "both", "team", "placement"])
    (found,) = unusual(w)["files"]
    with trusted():
        LookReviewFactory(looker=found.looker, since=found.since, until=found.until)
    assert unusual(w) == {}
    with trusted():
        looks(w, "trainer", ["planned"], workday(11, 40))
    assert unusual(w)["files"][0].number == 5


def test_a_page_of_what_cannot_be_is_not_there(w, signed_in):
    browser, trainer = signed_in("privacy"), w.acting("trainer")
    for kind, looker in (("niets", trainer), ("files", 10**9), ("files", w.acting("stranger"))):
        assert browser.get(reverse("look_review", args=[kind, looker])).status_code == 404
    there = reverse("look_review", args=["files", trainer])
    for query in ("?van=2026-02-02T10:00:00Z&tot=2026-02-01T10:00:00Z", f"?klant={w['foreign'].number}x"):
        assert browser.get(there + query).status_code == 404
    assert browser.get(there + "?van=onzin").status_code == 200
    for query in ("van=0001-01-01T00:00:00%2B23:59", "tot=9999-12-31T23:59:59-12:00"):
        assert browser.get(f"{there}?{query}").status_code == 200, query
    assert browser.get(there + "?klant=a%00b").status_code == 404
    after = f"0001-01-01T00:00:00+23:59_{uuid.uuid4()}"
    assert browser.get(reverse("look_log"), {"na": after}).status_code == 200


def test_the_first_page_tells_of_seven_days(w, signed_in):
    assert signed_in("privacy").get(reverse("looks")).context["days"] == "7"


def test_of_a_whole_file_no_list_of_all_parts_is_told():
    assert look_words.parts(["client", "registers"], ["contact-point", "whole-file"]) == ["het hele dossier"]


def test_what_a_machine_asked_for_is_told_in_dutch():
    assert look_words.parts(["steps", "benefit-periods", "plan"]) == [
        "plan en stappen",
        "stappen",
        "uitkeringsperioden",
    ]
    resources, left = set(), [ApiView]
    while left:
        for view in left.pop().__subclasses__():
            left.append(view)
            resources.add(view.resource)
    assert {"clients", "figures", "groups"} < resources
    assert resources - {""} <= set(PARTS) | set(look_words.RESOURCES)


# Net 2


def test_the_database_tells_what_is_unusual_to_the_privacy_officer_alone(w, trusted):
    with trusted():
        GlassFactory(client=w["unknown"], membership=w.staff["annex_coordinator"])
        GlassFactory(client=w["foreign"], membership=w.staff["stranger"])
    ask = "select kind, client from snoer_unusual_looks(now() - interval '30 days', now(), 1, 1, 1, 1, 1, 7, 20)"
    for name in [*STAFF, "stranger", "alderman"]:
        with acting_as(w.acting(name)):
            told = [("glass", w["unknown"].pk)] if name == "privacy" else []
            assert sql(ask) == told, name
    with acting_as(NOBODY):
        assert sql(ask) == []
    with refused():
        sql(ask)


def test_a_review_is_the_privacy_officers(w, trusted):
    for name in ("consultant", "admin", "policy"):
        with acting_as(w.acting(name)), refused():
            LookReviewFactory(looker=w.staff["trainer"], author=w.staff[name].user)
    with acting_as(w.acting("privacy")), refused():
        LookReviewFactory(looker=w.staff["stranger"], chain=w.chain, author=w.staff["privacy"].user)


# Wie keek mee


def test_who_looked_at_one_person_day_by_day_on_the_screen_and_on_paper(w, signed_in, trusted):
    number = w["both"].number
    with trusted():
        looks(w, "trainer", ["both", "both"], workday(10, back=5), parts=("client", "plan"))
        looks(w, "trainer", ["both"], workday(11, back=5), parts=("notes",))
        looks(w, "coach", ["both"], workday(9, back=9), why="refused", parts=("benefit",))
        looks(w, "trainer", ["step"], workday(10, back=5))
        LookFactory(
            client=None, chain=w.chain, membership=w.staff["adviser"], why="refused", asked=number, at=workday(back=12)
        )
    browser = signed_in("privacy")
    record = browser.get(reverse("record", args=[number])).content.decode()
    assert reverse("who_looked", args=[number]) in record
    assert (
        reverse("who_looked", args=[number])
        not in signed_in("consultant").get(reverse("record", args=[number])).content.decode()
    )
    answer = browser.get(reverse("who_looked", args=[number]))
    lines = [
        line for line in answer.context["lines"] if line.looker.role != "privacy" and line.looker.role != "consultant"
    ]
    assert [(line.looker, line.times, line.parts) for line in lines] == [
        (w.staff["trainer"], 3, "naam en nummer, plan en stappen, notities"), (w.staff["coach"], 1, ""),
        (w.staff["adviser"], 1, ""),
    ]  # fmt: skip
    assert "geweigerd" in answer.content.decode()
    paper = browser.get(reverse("who_looked_pdf", args=[number]))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    with acting_as(w.acting("privacy")):
        told = look_person.paper(w["both"])
    assert {"Er is niets getoond" in " ".join(line["why"]) for day in told["days"] for line in day["lines"]} == {
        True,
        False,
    }
    with trusted():
        assert Look.objects.filter(client=w["both"], membership=w.staff["privacy"], why="privacy").count() == 3


def test_who_looked_asks_the_same_however_much_there_is_and_ends_in_pages(w, signed_in, trusted):
    browser = signed_in("privacy")
    url = reverse("who_looked", args=[w["both"].number])
    with trusted():
        looks(w, "trainer", ["both"])
    browser.get(url)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    with trusted():
        for back in range(1, 120):
            LookFactory(client=w["both"], membership=w.staff["coach"], at=timezone.now() - dt.timedelta(back))
    with CaptureQueriesContext(connection) as many:
        answer = browser.get(url)
    assert len(few) == len(many)
    assert len(answer.context["lines"]) <= look_person.PAGE
    rest = browser.get(url + answer.context["next_url"])
    days = [line.day for page in (answer, rest) for line in page.context["lines"] if line.looker == w.staff["coach"]]
    assert len(days) == len(set(days)) == 119
