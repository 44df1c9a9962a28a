"""Appointments: make, move, and what became of it; who may; and how the person hears of it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chain.acting import acting_as
from chain.days import today
from clients import appointment_shown, appointments, invitations, mail
from clients.closing import open_ends
from clients.models import Appointment, Event, Letter, Mail, Note
from clients.models.appointment import APPOINTMENT_MOVES, APPOINTMENT_STATUSES
from clients.steps import NotNow
from tests.factories import AppointmentFactory, ContactFactory, days_ago
from tests.threads import at_once

pytestmark = pytest.mark.django_db
TOMORROW = days_ago(-1)
MADE = {"on": TOMORROW, "time": dt.time(10, 30), "subject": "Samen verder kijken", "place": "Mosae Forum 10"}


@pytest.fixture
def by(w):
    """`with by("consultant") as membership:` acting as somebody of the world."""

    def act(name):
        return acting_as(w.acting(name), "test")

    return act


@pytest.fixture
def planned(w, trusted):
    def make(client="both", of="trainer", **facts):
        with trusted():
            found = w[client] if isinstance(client, str) else client
            return AppointmentFactory(client=found, partner=w.staff[of].partner, user=w.staff[of].user, **facts)

    return make


def make(w, name="consultant", client="both", **facts):
    member = w.staff[name]
    return appointments.make(w[client], user=member.user, by=member, **(MADE | facts))


# making


def test_who_works_with_the_plan_makes_one_and_it_is_told(w, by):
    with by("consultant"):
        made = make(w)
        assert (made.status, made.partner, made.user) == ("planned", w.partners["szmh"], w.staff["consultant"].user)
        event = Event.objects.get(act="appointment-made")
        assert event.params["day"] == TOMORROW.isoformat() and event.params["time"] == "10:30"
    with by("coach"):  # of another partner in the file: it is one agenda of the person
        assert Appointment.objects.get().pk == made.pk


@pytest.mark.parametrize("name", ["manager", "annex_manager", "privacy", "policy"])
def test_who_does_not_write_the_plan_makes_none(w, by, name):
    with by(name), pytest.raises(PermissionDenied):
        make(w, name)


@pytest.mark.parametrize(("facts", "field"), [
    ({"on": days_ago(1)}, "on"),
    ({"on": days_ago(-400)}, "on"),
    ({"subject": "  "}, "subject"),
    ({"minutes": 0}, "minutes"),
    ({"minutes": 1000}, "minutes"),
    ({"where": "moon"}, "where"),
    ({"place": ""}, "place"),
    ({"invited_by": "pigeon"}, "invited_by"),
    ({"invited_by": "email"}, "invited_by"),  # e-mail is off
])  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(w, by, facts, field):
    with by("consultant"):
        with pytest.raises(ValidationError) as error:
            make(w, **facts)
        assert list(error.value.message_dict) == [field]
        assert not Appointment.objects.exists()


def test_by_phone_nobody_has_to_find_the_way(w, by):
    with by("consultant"):
        assert make(w, where="phone", place="").pk


def test_an_appointment_is_with_somebody_of_ones_own_partner(w, by):
    with by("consultant"), pytest.raises(ValidationError) as error:
        appointments.make(w["both"], user=w.staff["trainer"].user, by=w.staff["consultant"], **MADE)
    assert list(error.value.message_dict) == ["user"]


def test_of_today_the_hour_may_be_past_unless_somebody_is_still_to_be_invited(w, by):
    earlier = {"on": today(), "time": dt.time(0, 0)}
    with by("consultant"):
        assert make(w, **earlier).pk
        with pytest.raises(ValidationError) as error:
            make(w, invited_by="letter", **earlier)
        assert list(error.value.message_dict) == ["time"]


# the invitation


def test_an_invitation_is_a_letter_in_the_file_with_day_time_and_place(w, by):
    with by("consultant"):
        made = make(w, invited_by="letter")
        letter = Letter.objects.get()
        assert made.letter == letter and letter.status == "final" and letter.how == "letter"
        assert "10.30" in letter.body and "Mosae Forum 10" in letter.body and w["both"].name in letter.body
        assert not Mail.objects.exists()


def test_an_e_mail_is_put_in_the_queue_without_address_or_text(w, by, trusted, settings):
    settings.SNOER_MAIL = "smtp://localhost:1"
    with trusted():
        ContactFactory(client=w["both"], email="anna@example.nl")
    with by("consultant"):
        made = make(w, invited_by="email")
        queued = Mail.objects.get()
        assert (queued.status, queued.key) == ("waiting", f"appointment-{made.pk}-1")
        told = " ".join(str(value) for value in vars(queued).values())
        assert "example" not in told and "Anna" not in told


def test_without_an_address_or_sight_of_it_the_letter_is_what_is_left(w, by, settings):
    settings.SNOER_MAIL = "smtp://localhost:1"
    with by("consultant"), pytest.raises(ValidationError, match="geen e-mailadres"):
        make(w, invited_by="email")


def test_moving_sends_a_letter_that_takes_the_place_of_the_other(w, by):
    with by("consultant"):
        made = make(w, invited_by="letter")
        moved = appointments.move(made, on=days_ago(-3), by=w.staff["consultant"])
        assert (moved.on, moved.version, Letter.objects.count()) == (days_ago(-3), 2, 2)
        assert "in de plaats van" in moved.letter.body and moved.letter != made.letter
        called_off = appointments.settle(moved, "cancel", text="Ziek.", by=w.staff["consultant"])
        assert "gaat niet door" in called_off.letter.body and "niet te komen" in called_off.letter.body


def test_moving_without_a_change_is_no_move(w, by, planned):
    one = planned(of="consultant", on=TOMORROW, place="Hier")
    with by("consultant"), pytest.raises(ValidationError, match="niets veranderd"):
        appointments.move(one, on=one.on, by=w.staff["consultant"])


def test_of_a_moved_or_settled_one_the_waiting_mail_is_not_needed_any_more(w, by, trusted, settings):
    settings.SNOER_MAIL = "smtp://localhost:1"
    with trusted():
        ContactFactory(client=w["both"], email="anna@example.nl")
    with by("consultant"):
        made = make(w, invited_by="email")
        appointments.move(made, on=days_ago(-3), by=w.staff["consultant"])
        keys = list(Mail.objects.order_by("pk"))
    with by("mail"):
        first, second = [invitations.message(Mail.objects.get(pk=one.pk)) for one in keys]
        assert first is None and second is not None and second["To"] == "anna@example.nl"
        assert "in de plaats van" not in second.get_content()  # nobody read the first
    with by("consultant"):
        appointments.settle(made, "cancel", text="Ziek.", by=w.staff["consultant"])
        last = Mail.objects.order_by("pk").last()
    with by("mail"):
        assert invitations.message(last) is None  # nor has to hear that it does not go on
        Mail.objects.filter(pk=keys[0].pk).update(status="sent")
        assert "gaat niet door" in invitations.message(Mail.objects.get(pk=last.pk)).get_content()


def test_an_invitation_to_what_has_begun_is_not_sent(w, by, trusted, planned):
    with trusted():
        ContactFactory(client=w["both"], email="anna@example.nl")
    one = planned(on=today(), time=dt.time(0, 0), invited_by="email")
    with by("trainer"):
        letter = Letter.objects.create(
            client=w["both"], chain=w.chain, partner=one.partner, author=one.user, subject="x", body="x", on=today()
        )
        Appointment.objects.filter(pk=one.pk).update(letter=letter)
    with by("mail"):
        mail.put("invitation", w["both"], f"appointment-{one.pk}-1", about=one)
        assert invitations.message(Mail.objects.get()) is None


# how it went


def test_what_was_said_becomes_a_note_and_is_told_once(w, by, planned):
    one = planned(on=today(), time=dt.time(0, 0), where="phone")
    with by("trainer"):
        appointments.settle(one, "keep", text="Wil meer uren.", by=w.staff["trainer"])
        note = Note.objects.get()
        assert (note.kind, note.text, note.on) == ("phone", "Wil meer uren.", today())
        assert not Event.objects.filter(act="appointment-kept").exists()


def test_without_words_the_log_tells_that_it_was(w, by, planned):
    one = planned(on=days_ago(2))
    with by("trainer"):
        appointments.settle(one, "keep", by=w.staff["trainer"])
        assert not Note.objects.exists() and Event.objects.get(act="appointment-kept").on == days_ago(2)


def test_a_no_show_is_a_note_of_its_kind_also_without_words(w, by, planned):
    one = planned(on=days_ago(1))
    with by("trainer"):
        missed = appointments.settle(one, "miss", by=w.staff["trainer"])
        assert missed.status == "no-show"
        assert Note.objects.get().kind == "no-show" and Note.objects.get().on == days_ago(1)


def test_what_has_yet_to_begin_is_neither_kept_nor_missed(w, by, planned):
    one = planned(on=TOMORROW)
    with by("trainer"):
        for act in ("keep", "miss"):
            with pytest.raises(ValidationError, match="moet nog beginnen"):
                appointments.settle(one, act, by=w.staff["trainer"])
        assert set(appointments.moves(w.staff["trainer"], one)) == {"move", "excuse", "cancel"}


@pytest.mark.parametrize("act", ["keep", "miss", "excuse", "move"])
def test_what_became_of_it_is_told_by_whose_it_is(w, by, planned, act):
    one = planned(on=days_ago(1))
    for name in ("consultant", "coach"):
        with by(name), pytest.raises(PermissionDenied):
            if act == "move":
                appointments.move(one, on=TOMORROW, by=w.staff[name])
            else:
                appointments.settle(one, act, by=w.staff[name])


def test_the_point_of_contact_may_call_off_and_another_partner_may_not(w, by, planned):
    one = planned(on=TOMORROW)
    with by("coach"), pytest.raises(PermissionDenied):
        appointments.settle(one, "cancel", text="Nee.", by=w.staff["coach"])
    with by("consultant"):
        assert appointments.settle(one, "cancel", text="Verhuisd.", by=w.staff["consultant"]).status == "cancelled"


def test_calling_off_says_why(w, by, planned):
    one = planned(on=TOMORROW)
    with by("trainer"), pytest.raises(ValidationError) as error:
        appointments.settle(one, "cancel", by=w.staff["trainer"])
    assert list(error.value.message_dict) == ["text"]


def test_closing_a_file_calls_off_what_is_to_come(w, by, planned):
    planned("unknown", of="consultant", on=TOMORROW)
    with by("consultant"):
        (end,) = [end for end in open_ends(w["unknown"], w.staff["consultant"]) if end.what == "Afspraak"]
        assert not end.first and end.end
        end.end(today(), "Dossier gesloten.", w.staff["consultant"])
        assert Appointment.objects.get().status == "cancelled"


@pytest.mark.parametrize(("statuses", "missed"), [
    ([], 0), (["no-show"], 1), (["no-show", "no-show"], 2), (["no-show", "kept", "no-show"], 1),
    (["no-show", "excused", "no-show"], 2), (["kept", "no-show", "no-show"], 0), (["no-show", "planned"], 1),
])  # fmt: skip
def test_how_often_somebody_did_not_come_in_a_row(w, by, planned, statuses, missed):
    for ago, status in enumerate(statuses, start=1):  # the last one first
        planned(on=days_ago(ago), status=status)
    with by("trainer"):
        assert appointments.missed_in_a_row(w["both"]) == missed
        w["both"].asked = None
        shown = appointment_shown.panel(w.staff["trainer"], w["both"])
        assert shown.context["missed"] == (missed if missed > 1 else 0)  # the same in the record's own statement


def test_every_move_leads_somewhere_known():
    for before, after in APPOINTMENT_MOVES.values():
        assert {before, after} <= set(APPOINTMENT_STATUSES)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_first(w, planned):
    one = planned(on=days_ago(1))

    def settle(act):
        with acting_as(w.acting("trainer"), "test"):
            return appointments.settle(one, act, text="Zo ging het.", by=w.staff["trainer"]).status

    outcomes = at_once([lambda: settle("keep"), lambda: settle("miss")])
    assert sum(isinstance(outcome, NotNow) for outcome in outcomes) == 1
    with acting_as(w.acting("trainer"), "test"):
        assert Note.objects.count() == 1
