"""The queue of e-mail with a real mail server: sent once, kept while the server is away, and never twice after doubt."""

import asyncio
import datetime as dt
import os
import signal
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.urls import reverse
from django.utils import timezone

from chain import smtp, vitals
from chain.acting import acting_as
from clients import appointments, digest, mail
from clients.models import Mail
from clients.tasks import digest as digest_task
from clients.tasks import send_mail
from tests.factories import AppointmentFactory, ContactFactory, days_ago
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


class Server:
    """A mail server that keeps what it gets, and answers as a test says."""

    controller: Controller

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.recipients: list[str] = []
        self.rcpt, self.data, self.silent = "250 OK", "250 OK", threading.Event()
        self.busy = threading.Event()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        self.busy.set()
        self.got.append(envelope.original_content)
        self.recipients += envelope.rcpt_tos
        if self.silent.is_set():
            server.transport.abort()  # it has it, and says nothing
        return self.data

    @property
    def messages(self) -> list:
        return [message_from_bytes(each) for each in self.got]


class Quiet(Controller):
    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=True, hostname="mail.test")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(settings) -> Iterator[Server]:
    kept = Server()
    controller = Quiet(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.SNOER_MAIL = f"smtp://127.0.0.1:{controller.port}"
    kept.controller = controller
    yield kept
    kept.controller.stop()


@pytest.fixture
def invited(w, trusted, server):
    """An invitation that waits, for somebody with an address."""
    with trusted():
        ContactFactory(client=w["both"], email="anna@example.nl")
    with acting_as(w.acting("consultant"), "test"):
        return appointments.make(
            w["both"], on=days_ago(-2), time=dt.time(10, 30), subject="Samen verder", user=w.staff["consultant"].user,
            place="Mosae Forum 10", invited_by="email", by=w.staff["consultant"],
        )  # fmt: skip


def rows(w, **chosen):
    with acting_as(w.acting("mail"), "test"):
        return list(Mail.objects.filter(**chosen).order_by("pk"))


def due(w):
    """As if the time until the next try had passed."""
    with acting_as(w.acting("mail"), "test"):
        Mail.objects.update(next_at=timezone.now() - dt.timedelta(hours=1))


def test_an_invitation_is_sent_to_the_person_and_no_more_than_once(w, invited, server):
    assert mail.send_waiting(w.chain) == 1
    assert mail.send_waiting(w.chain) == 0
    (message,) = server.messages
    assert server.recipients == ["anna@example.nl"]
    assert message["Message-ID"] == f"<appointment-{invited.pk}-1.{w.chain.pk}@localhost>"
    assert "Mosae Forum 10" in message.get_payload(decode=True).decode()
    assert server.got[0].count(b"\r\n") == server.got[0].count(b"\n") > 10  # strict servers take no other end of a line
    (row,) = rows(w)
    assert (row.status, row.tries, row.error) == ("sent", 1, "") and row.ended_at


def test_no_address_name_or_text_stands_in_the_table_or_the_log(w, invited, server, caplog):
    caplog.set_level("DEBUG", logger="clients")
    server.rcpt = "550 unknown user anna@example.nl"
    send_mail(w.chain.pk)
    (row,) = rows(w)
    assert (row.status, row.error) == ("refused", "recipient-550")
    told = caplog.text + " ".join(str(value) for value in vars(row).values())
    assert "mail" in caplog.text and not any(word in told for word in ("anna", "example", "Mosae", w["both"].name))


def test_a_server_that_is_away_keeps_them_waiting_for_days(w, invited, server):
    server.controller.stop()
    for tries in range(1, 6):
        assert mail.send_waiting(w.chain) == 0
        (row,) = rows(w)
        assert (row.status, row.tries) == ("waiting", tries) and row.error
        assert row.next_at > timezone.now()
        due(w)
    assert row.next_at <= timezone.now() + mail.AT_MOST
    server.controller = Quiet(server, hostname="127.0.0.1", port=server.controller.port)
    server.controller.start()
    assert mail.send_waiting(w.chain) == 1
    assert len(server.got) == 1


@pytest.mark.parametrize(("rcpt", "data", "status"), [
    ("450 later", "250 OK", "waiting"), ("550 nobody", "250 OK", "refused"),
    ("250 OK", "451 later", "waiting"), ("250 OK", "554 no", "refused"),
    ("554 relay access denied", "250 OK", "waiting"), ("550 5.7.1 not from you", "250 OK", "waiting"),  # kept until it is mended
])  # fmt: skip
def test_what_the_server_answers_is_what_becomes_of_it(w, invited, server, rcpt, data, status):
    server.rcpt, server.data = rcpt, data
    mail.send_waiting(w.chain)
    assert [row.status for row in rows(w)] == [status]


def test_a_silence_after_it_was_handed_over_is_told_and_never_tried_again(w, invited, server, signed_in):
    server.silent.set()
    mail.send_waiting(w.chain)
    server.silent.clear()
    due(w)
    mail.send_waiting(w.chain)
    assert [row.status for row in rows(w)] == ["unsure"] and len(server.got) == 1
    page = signed_in("consultant").get(reverse("appointment", args=[w["both"].number, invited.pk])).content.decode()
    assert "Niet zeker of het is aangekomen" in page
    assert "Uitnodiging niet aangekomen" in signed_in("consultant").get(reverse("day")).content.decode()


def test_a_worker_killed_in_the_middle_leaves_doubt_and_no_second_one(w, invited, server, start, tmp_path, settings):
    """The worker has handed it over, and is killed before it heard the answer."""
    held = threading.Event()

    async def wait(_server, session, envelope):
        server.got.append(envelope.content)
        server.busy.set()
        while not held.is_set():
            await asyncio.sleep(0.05)
        return "250 OK"

    server.handle_DATA = wait  # type: ignore[method-assign]
    code = "import django; django.setup(); from clients.tasks import send_mail; send_mail()"
    script = tmp_path / "one_worker.py"
    script.write_text(code)
    worker = start("one_worker", SNOER_MAIL=settings.SNOER_MAIL, PYTHONPATH=f"{tmp_path}:{settings.BASE_DIR}")
    assert server.busy.wait(60)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    held.set()
    assert [row.status for row in rows(w)] == ["sending"]
    assert mail.send_waiting(w.chain) == 0  # it may still be under way
    due(w)
    assert mail.send_waiting(w.chain) == 0
    assert [(row.status, row.error) for row in rows(w)] == [("unsure", "worker-gone")] and len(server.got) == 1


def test_two_workers_at_once_send_each_one_once(w, trusted, server):
    with trusted():
        ContactFactory(client=w["both"], email="anna@example.nl")
    with acting_as(w.acting("consultant"), "test"):
        for hour in range(9, 17):
            appointments.make(
                w["both"], on=days_ago(-2), time=dt.time(hour), subject="Samen", user=w.staff["consultant"].user,
                where="phone", invited_by="email", by=w.staff["consultant"],
            )  # fmt: skip
    sent = at_once([lambda: mail.send_waiting(w.chain)] * 2)
    assert sum(sent) == 8 == len(server.got)
    assert len({message["Message-ID"] for message in server.messages}) == 8


def test_one_that_cannot_be_made_holds_up_no_other(w, invited, server, trusted, caplog):
    with acting_as(w.acting("mail"), "test"):
        Mail.objects.create(chain=w.chain, key="odd", kind="odd", client=w["both"])
    assert mail.send_waiting(w.chain) == 1
    assert "could not be made: KeyError" in caplog.text


def test_off_means_that_nothing_is_sent_and_what_waits_stays(w, invited, server, settings):
    settings.SNOER_MAIL = ""
    assert mail.send_waiting(w.chain) == 0
    assert [row.status for row in rows(w)] == ["waiting"]


def test_another_chain_sends_its_own(w, invited, server):
    assert mail.send_waiting(w.other_chain) == 0 and not server.got


def test_a_password_goes_to_no_other_machine_in_the_clear(server, settings):
    post = smtp.Post("smtp://snoer:geheim@127.0.0.2:25")
    with pytest.raises(smtp.NotNow):
        post.send(smtp.message(to="a@example.nl", subject="x", text="x", called="x", message_id="x"))


def test_the_demo_keeps_each_in_a_file(w, invited, settings, tmp_path):
    settings.SNOER_MAIL = (tmp_path / "mail").as_uri()
    assert mail.send_waiting(w.chain) == 1
    (file,) = (tmp_path / "mail").iterdir()
    assert "anna@example.nl" in file.read_text() and file.suffix == ".eml"


# whether everything works


def test_the_page_that_everything_works_tells_what_waits_in_numbers(w, invited, server, signed_in):
    assert "1 bericht wacht" in signed_in("manager").get(reverse("status")).content.decode()
    with acting_as(w.acting("manager"), "test"):
        assert mail.vital(w.chain.pk).alive
    with acting_as(w.acting("mail"), "test"):
        Mail.objects.update(made_at=timezone.now() - dt.timedelta(hours=3))
    with acting_as(w.acting("manager"), "test"):
        told = mail.vital(w.chain.pk)
        assert not told.alive and "3 uur" in told.detail
    with acting_as(w.acting("stranger"), "test"):
        assert "alles is verstuurd" in mail.vital(w.chain.pk).detail  # of another chain


def test_without_e_mail_the_page_says_so(w, signed_in):
    assert "staat uit" in signed_in("manager").get(reverse("status")).content.decode()
    assert vitals.ago(timezone.now() - dt.timedelta(minutes=5)) == "5 minuten"


# the digest


@pytest.fixture
def reader(w, trusted):
    """The trainer, with an address and an appointment today with somebody."""
    with trusted():
        user = w.staff["trainer"].user
        user.email = "trainer@annex.example"
        user.save()
        AppointmentFactory(
            client=w["both"], partner=w.partners["annex"], user=user, on=days_ago(1), subject="Geheim onderwerp"
        )
    return user


def test_the_digest_is_numbers_and_a_link_and_no_name(w, reader, server):
    digest_task()
    digest_task()
    assert mail.send_waiting(w.chain) == 1
    (message,) = server.messages
    text = message.get_payload(decode=True).decode()
    assert server.recipients == ["trainer@annex.example"]
    assert "1 persoon wacht op u" in text and reverse("day") in text and reverse("my_settings") in text
    whole = message.as_string() + text
    everybody = [client.last_name for client in w.clients.values()] + [client.number for client in w.clients.values()]
    assert not [word for word in [*everybody, "Anna", "Geheim"] if f" {word}" in whole]


def test_the_digest_comes_once_a_day_and_not_the_day_after(w, reader, server):
    assert digest.put(w.chain) == 1
    assert digest.put(w.chain) == 0
    with acting_as(w.acting("mail"), "test"):
        Mail.objects.update(key=f"digest-{w.acting('trainer')}-20200106")
    assert mail.send_waiting(w.chain) == 0
    assert [row.status for row in rows(w)] == ["dropped"]


def test_the_digest_is_for_who_wants_it(w, reader, server, trusted):
    with trusted():
        reader.digest = False
        reader.save()
    assert digest.put(w.chain) == 0


def test_where_nothing_waits_no_digest_is_sent(w, server, trusted):
    with trusted():
        user = w.staff["adviser"].user  # who sees nobody here
        user.email = "adviser@podium24.example"
        user.save()
    assert digest.put(w.chain) == 1
    assert mail.send_waiting(w.chain) == 0 and [row.status for row in rows(w)] == ["dropped"]


def test_two_clocks_at_once_make_one_digest(w, reader, server):
    at_once([lambda: digest.put(w.chain)] * 3)
    assert len(rows(w)) == 1


def test_who_left_gets_none(w, reader, server, trusted):
    digest.put(w.chain)
    with trusted():
        member = w.staff["trainer"]
        member.ended_on = days_ago(1)
        member.save()
    assert mail.send_waiting(w.chain) == 0 and not server.got


def test_a_colleague_sees_no_digest_and_sends_nothing(w, reader, server):
    digest.put(w.chain)
    with acting_as(w.acting("consultant"), "test"):
        assert not Mail.objects.filter(kind="digest").exists()
        assert Mail.objects.update(status="sent") == 0


def test_one_chooses_for_oneself_on_a_page(w, signed_in, server, trusted):
    browser = signed_in("trainer")
    url = reverse("my_settings")
    assert url in browser.get(reverse("day")).content.decode()
    assert browser.post(url, {"email": "geen adres", "digest": "on"}).status_code == 422
    assert browser.post(url, {"email": "trainer@annex.example"}).status_code == 302
    with trusted():
        user = w.staff["trainer"].user
        user.refresh_from_db()
        assert (user.email, user.digest) == ("trainer@annex.example", False)
    assert 'name="digest"' not in signed_in("manager").get(url).content.decode()
