"""The pages of appointments: make one, say how it went and what follows, move it; the record, Mijn dag and the agenda."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.days import today
from chain.formats import day_typed
from clients.models import Appointment, Client, Letter, Look, Mail, Note, Task
from tests.conftest import role
from tests.factories import (
    AppointmentFactory,
    ClientFactory,
    ContactFactory,
    IntroductionFactory,
    InvitationFactory,
    MailFactory,
    ReferralFactory,
    TeamMemberFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db
TOMORROW = days_ago(-1)


@pytest.fixture
def planned(w, trusted):
    def make(client="both", of="trainer", **facts):
        with trusted():
            found = w[client] if isinstance(client, str) else client
            return AppointmentFactory(client=found, partner=w.staff[of].partner, user=w.staff[of].user, **facts)

    return make


def text(answer):
    return answer.content.decode()


def new(w, client="both"):
    return reverse("appointment_new", args=[w[client].number])


def page_of(one):
    return reverse("appointment", args=[one.client.number, one.pk])


def typed(w, name="trainer", **more):
    return {
        "subject": "Samen verder kijken", "on": day_typed(TOMORROW), "time": "9.30", "minutes": "30",
        "user": w.staff[name].user.pk, "where": "office", "place": "Annex", "invited_by": "letter",
    } | more  # fmt: skip


# making one


def test_a_trainer_makes_one_with_a_letter_and_finds_it_on_the_record(w, signed_in, trusted):
    answer = signed_in("trainer").post(new(w), typed(w))
    with trusted():
        one = Appointment.objects.select_related("client", "letter").get()
        assert (one.time, one.minutes, one.letter.how) == (dt.time(9, 30), 30, "letter")
    assert answer.headers["Location"] == page_of(one)
    record = text(signed_in("consultant").get(reverse("record", args=[w["both"].number])))
    assert "Samen verder kijken" in record and new(w) in record
    assert "Nog te printen" in text(signed_in("trainer").get(page_of(one)))


def test_what_is_wrong_comes_back_with_what_was_typed(w, signed_in, trusted):
    answer = signed_in("trainer").post(new(w), typed(w, on="31-02-2026", time="half tien", subject="Praten"))
    assert answer.status_code == 422
    assert "error-summary" in text(answer) and 'value="Praten"' in text(answer) and "half tien" in text(answer)
    answer = signed_in("trainer").post(new(w), typed(w, place=""))
    assert answer.status_code == 422 and "Vul in waar de persoon moet zijn" in text(answer)
    answer = signed_in("trainer").post(new(w), typed(w, user=w.staff["consultant"].user.pk))
    assert answer.status_code == 422  # of another partner
    with trusted():
        assert not Appointment.objects.exists() and not Letter.objects.exists()


def test_who_sees_nobody_or_may_not_write_makes_none(w, signed_in):
    assert signed_in("adviser").get(new(w)).status_code == 404
    assert signed_in("manager").get(new(w)).status_code == 403
    assert signed_in("trainer").post(new(w, "unknown"), typed(w)).status_code == 404


def test_sent_twice_it_is_made_once(w, signed_in, trusted):
    once = {"once": "0b1d0c3e-7a3e-4f6f-9a3f-2f2c7f1f0a11"}
    first = signed_in("trainer").post(new(w), typed(w, **once))
    again = signed_in("trainer").post(new(w), typed(w, **once))
    assert first.headers["Location"] == again.headers["Location"]
    with trusted():
        assert Appointment.objects.count() == Letter.objects.count() == 1


def test_the_page_says_what_is_agreed_already_and_in_what_language_it_writes(w, signed_in, planned, trusted, settings):
    planned(of="coach", on=TOMORROW, subject="Op de werkplek")
    with trusted():
        ContactFactory(client=w["both"], language="tir")
    page = text(signed_in("trainer").get(new(w)))
    assert "Op de werkplek" in page and "Deze persoon spreekt Tigrinya" in page
    assert "E-mail staat in Snoer nog uit" in page and 'value="email"' not in page
    settings.SNOER_MAIL = "smtp://localhost:1"
    assert 'value="email"' in text(signed_in("trainer").get(new(w)))


# how it went


def test_on_mijn_dag_one_says_how_it_went_and_is_back(w, signed_in, planned, trusted):
    one = planned(on=today(), time=dt.time(0, 0))
    browser = signed_in("trainer")
    day = reverse("day")
    page = text(browser.get(day))
    assert "Hoe liep het?" in page and f"{page_of(one)}?next=" in page
    answer = browser.post(f"{page_of(one)}?next={day}", {"act": "settle", "outcome": "keep", "text": "Gaat goed."})
    assert answer.headers["Location"].startswith(day)
    assert "Hoe liep het?" not in text(browser.get(day))
    with trusted():
        assert Note.objects.get().text == "Gaat goed."


def test_a_no_show_and_the_next_one_in_the_same_form(w, signed_in, planned, trusted):
    one = planned(on=days_ago(1), place="Annex", invited_by="letter")
    answer = signed_in("trainer").post(page_of(one), {
        "act": "settle", "outcome": "miss", "follow": "again", "on": day_typed(TOMORROW), "time": "11", "invited_by": "letter",
    })  # fmt: skip
    with trusted():
        again = Appointment.objects.select_related("client").get(status="planned")
        assert (again.subject, again.time, again.place) == (one.subject, dt.time(11), "Annex")
        assert Note.objects.get().kind == "no-show" and Letter.objects.get().about_id == again.pk
    assert answer.headers["Location"] == page_of(again)


def test_a_no_show_and_a_task_in_the_same_form(w, signed_in, planned, trusted):
    one = planned(on=days_ago(1))
    signed_in("trainer").post(page_of(one), {
        "act": "settle", "outcome": "miss", "text": "Nam niet op.", "follow": "task", "task": "Bellen",
        "due_on": day_typed(TOMORROW),
    })  # fmt: skip
    with trusted():
        task = Task.objects.get()
        assert (task.text, task.user, task.due_on) == ("Bellen", w.staff["trainer"].user, TOMORROW)
        assert Note.objects.get().text == "Nam niet op."


@pytest.mark.parametrize(("data", "words"), [
    ({"outcome": ""}, "Kies hoe het liep"),
    ({"outcome": "miss", "follow": "again", "on": "", "time": ""}, "Vul een datum in"),
    ({"outcome": "miss", "follow": "again", "on": day_typed(days_ago(3)), "time": "9:00"}, "al voorbij"),
    ({"outcome": "miss", "follow": "task", "task": "", "due_on": ""}, "id_task_error"),
    ({"outcome": "miss", "follow": "task", "task": "Bellen", "due_on": day_typed(days_ago(3))}, "Kies vandaag"),
    ({"outcome": "cancel", "text": ""}, "waarom het niet doorgaat"),
    ({"outcome": "excuse", "text": "x" * 301, "follow": "nothing"}, "300 tekens"),
    ({"outcome": "steel"}, "error-summary"),
])  # fmt: skip
def test_what_is_missing_is_said_and_nothing_happened(w, signed_in, planned, trusted, data, words):
    one = planned(on=days_ago(1), place="Annex")
    answer = signed_in("trainer").post(page_of(one), {"act": "settle"} | data)
    assert answer.status_code == 422 and words in text(answer)
    with trusted():
        one.refresh_from_db()
        assert one.status == "planned" and not Note.objects.exists() and not Task.objects.exists()


def test_what_was_left_in_fields_that_were_not_chosen_is_in_nobodys_way(w, signed_in, planned):
    one = planned(on=days_ago(1))
    data = {"act": "settle", "outcome": "keep", "on": "onzin", "time": "laat", "due_on": "ooit"}
    assert signed_in("trainer").post(page_of(one), data).status_code == 302


def test_who_may_not_is_refused_and_what_is_not_there_is_not_found(w, signed_in, planned):
    one = planned(on=days_ago(1))
    assert signed_in("coach").post(page_of(one), {"act": "settle", "outcome": "miss"}).status_code == 403
    assert signed_in("trainer").post(page_of(one), {"act": "steel"}).status_code == 404
    other = reverse("appointment", args=[w["step"].number, one.pk])
    assert signed_in("trainer").get(other).status_code == 404
    assert signed_in("manager").get(page_of(one)).status_code == 200  # who reads the plan


def test_who_is_second_is_told_so(w, signed_in, planned):
    one = planned(on=days_ago(1))
    signed_in("annex_consultant").post(page_of(one), {"act": "settle", "outcome": "keep"})
    answer = signed_in("trainer").post(page_of(one), {"act": "settle", "outcome": "miss"}, follow=True)
    assert "een collega was u voor" in text(answer)


def test_how_it_went_sent_twice_leads_where_the_first_did(w, signed_in, planned, trusted):
    one, day = planned(on=days_ago(1)), reverse("day")
    data = {"act": "settle", "outcome": "keep", "text": "Gaat goed.", "once": "0b1d0c3e-7a3e-4f6f-9a3f-2f2c7f1f0a12"}
    browser = signed_in("trainer")
    first, again = (browser.post(f"{page_of(one)}?next={day}", data) for _time in range(2))
    assert again.headers["Location"] == first.headers["Location"] and again.headers["Location"].startswith(day)
    assert "een collega was u voor" not in text(browser.get(day))
    with trusted():
        assert Note.objects.count() == 1


def test_moved_twice_by_a_second_click_it_is_moved_once(w, signed_in, planned, trusted):
    one, browser = planned(on=TOMORROW, place="Annex"), signed_in("trainer")
    form = text(browser.get(page_of(one))).split('id="move"')[1]
    once = re.search(r'name="once" value="([^"]+)"', form)[1]
    data = {
        "act": "move", "move-on": day_typed(days_ago(-4)), "move-time": "14:00", "move-minutes": "45", "once": once,
        "move-user": w.staff["trainer"].user.pk, "move-where": "office", "move-place": "Annex", "move-invited_by": "said",
        "move-version": "1",
    }  # fmt: skip
    for _time in range(2):
        answer = browser.post(page_of(one), data)
        assert (answer.status_code, answer.headers.get("Location")) == (302, page_of(one))
    with trusted():
        one.refresh_from_db()
        assert (one.on, one.version) == (days_ago(-4), 2)


def test_moving_one_while_a_colleague_did_shows_both(w, signed_in, planned, trusted):
    one = planned(on=TOMORROW, place="Annex")
    data = {
        "act": "move", "move-on": day_typed(days_ago(-4)), "move-time": "14:00", "move-minutes": "45",
        "move-user": w.staff["trainer"].user.pk, "move-where": "office", "move-place": "Annex", "move-invited_by": "said",
    }  # fmt: skip
    assert signed_in("annex_consultant").post(page_of(one), data | {"move-version": "1"}).status_code == 302
    answer = signed_in("trainer").post(page_of(one), data | {"move-version": "1", "move-time": "15:00"})
    assert answer.status_code == 422 and "Iemand anders heeft dit intussen gewijzigd" in text(answer)
    assert "14:00" in text(answer)
    assert signed_in("trainer").post(
        page_of(one), data | {"move-version": "2", "move-time": "15:00"}
    ).status_code == 302  # fmt: skip
    with trusted():
        one.refresh_from_db()
        assert (one.on, one.time, one.version) == (days_ago(-4), dt.time(15), 3)


def test_after_two_no_shows_the_page_says_what_can_help_and_decides_nothing(w, signed_in, planned):
    planned(on=days_ago(9), status="no-show")
    one = planned(on=days_ago(2), status="no-show")
    page = text(signed_in("trainer").get(page_of(one)))
    assert "De laatste 2 afspraken" in page and reverse("signal_new", args=[w["both"].number]) in page
    assert "signaal geven" not in text(signed_in("coach").get(page_of(one)))  # who does not read of it
    assert "De laatste 2 afspraken" in text(signed_in("consultant").get(reverse("record", args=[w["both"].number])))


# where they are seen


def test_an_invitation_that_did_not_arrive_stands_on_mijn_dag(w, signed_in, planned, trusted):
    one = planned(of="consultant", on=days_ago(-5), invited_by="email")
    assert "Uitnodiging niet aangekomen" not in text(signed_in("consultant").get(reverse("day")))
    with trusted():
        MailFactory(client=w["both"], key=f"appointment-{one.pk}-1", status="refused")
    assert "Uitnodiging niet aangekomen" in text(signed_in("consultant").get(reverse("day")))
    assert "het adres klopt niet" in text(signed_in("consultant").get(page_of(one)))
    with trusted():
        Mail.objects.update(key="of-another")
    assert "Uitnodiging niet aangekomen" not in text(signed_in("consultant").get(reverse("day")))


def test_the_agenda_is_ones_own_of_the_week_ahead_and_of_the_partner_when_asked(w, signed_in, planned, trusted):
    planned(subject="Van mij", on=today())
    planned(of="annex_consultant", subject="Van een collega", on=TOMORROW)
    planned(of="coach", subject="Van een ander", on=TOMORROW)
    planned(subject="Later", on=days_ago(-8))
    planned(subject="Af", on=TOMORROW, status="cancelled")
    page = text(signed_in("trainer").get(reverse("agenda")))
    assert "Van mij" in page and not any(other in page for other in ("Van een", "Later", "Af<"))
    page = text(signed_in("trainer").get(reverse("agenda"), {"wie": "iedereen"}))
    assert "Van mij" in page and "Van een collega" in page and "Van een ander" not in page
    page = text(signed_in("trainer").get(reverse("agenda"), {"wie": w.staff["coach"].user.pk}))
    assert "Van mij" in page and "Van een ander" not in page  # nobody of one's own partner
    page = text(signed_in("trainer").get(reverse("agenda"), {"van": days_ago(-7).isoformat()}))
    assert "Later" in page and "Van mij" not in page
    assert text(signed_in("trainer").get(reverse("agenda"), {"van": "gisteren"}))


def test_of_people_out_of_sight_the_agenda_tells_nothing_and_the_look_is_logged(w, signed_in, planned, trusted):
    planned("left-team", subject="Achter slot", on=today())
    planned("both", subject="In beeld", on=today())
    page = text(signed_in("trainer").get(reverse("agenda")))
    assert "In beeld" in page and "Achter slot" not in page
    with trusted():
        assert list(Look.objects.values_list("client__number", flat=True)) == [w["both"].number]


@pytest.mark.parametrize("name", ["manager", "privacy", "admin", "policy"])
def test_the_agenda_is_for_who_works_with_people(w, signed_in, name):
    assert signed_in(name).get(reverse("agenda")).status_code == 403


def test_the_agenda_asks_as_much_for_many_as_for_few(w, signed_in, trusted):
    def add(number):
        for each in range(number):
            with trusted():
                one = ClientFactory(chain=w.chain, lives=w.maastricht)
                TeamMemberFactory(client=one, partner=w.partners["annex"], user=w.staff["trainer"].user)
                AppointmentFactory(
                    client=one,
                    partner=w.partners["annex"],
                    user=w.staff["trainer"].user,
                    on=today(),
                    time=dt.time(9 + each % 8),
                )

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = browser.get(reverse("agenda"), {"wie": "iedereen"})
        assert len(page.content) < 45_000
        return len(captured)

    browser = signed_in("trainer")
    add(2)
    queries()
    few = queries()
    add(20)
    assert queries() == few


def test_the_floors_above_add_joint_intakes_and_talks_with_employers(w, signed_in, trusted):
    with trusted():
        Client.objects.filter(pk=w["both"].pk).update(lead=w.staff["consultant"].user)
        InvitationFactory(client=w["both"], partner=w.partners["mtb"], on=TOMORROW)
        IntroductionFactory(
            client=w["both"], partner=w.partners["mtb"], author=w.staff["coach"].user, employer__name="Slager Sam",
            status="talk", talk_on=days_ago(-2),
        )  # fmt: skip
    assert "Intake, samen met" in text(signed_in("consultant").get(reverse("agenda")))
    coach = text(signed_in("coach").get(reverse("agenda")))
    assert "Intake, samen met" in coach and "Gesprek bij Slager Sam" in coach and "die dag" in coach
    trainer = text(signed_in("trainer").get(reverse("agenda"), {"wie": "iedereen"}))
    assert "Intake, samen met" not in trainer and "Slager" not in trainer


def test_a_partner_that_sees_some_parts_can_say_that_nobody_came(w, trusted, planned, signed_in):
    """By a referral that shows no notes: then none is made."""
    with trusted():
        ReferralFactory(client=w["unknown"], partner=w.partners["annex"], asked_by=w.partners["szmh"], shared=[])
    one = planned("unknown", on=days_ago(1))
    answer = signed_in("trainer").post(page_of(one), {"act": "settle", "outcome": "miss", "follow": ""})
    with role("snoer_owner"):
        one.refresh_from_db()
        assert (one.status, Note.objects.exists()) == ("no-show", False), answer.status_code
