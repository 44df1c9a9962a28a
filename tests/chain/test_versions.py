"""Two people at one record: who saves last sees what the other saved, and neither is lost."""

import threading

import pytest
from django.db import connection, transaction

from chain.acting import acting_as
from chain.versions import VersionedForm
from clients.models import Client, Contact
from tests.factories import ContactFactory
from tests.world import World, world


class ContactForm(VersionedForm):
    class Meta:
        model = Contact
        fields = ["postcode", "phone", "language"]


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        ContactFactory(client=w["both"], phone="043 1")
    return w


def contact(w: World) -> Contact:
    return Contact.objects.get(client=w["both"])


def form(w: World, **typed) -> ContactForm:
    """The form as somebody who opened it at `version` sends it."""
    return ContactForm({"postcode": "6211 AB", "phone": "043 1", "language": "nld"} | typed, instance=contact(w))


def test_a_save_on_the_newest_version_makes_the_next(w):
    with acting_as(w.acting("consultant")):
        sent = form(w, version=1, phone="043 2")
        assert sent.is_valid()
        sent.save()
        assert (contact(w).version, contact(w).phone) == (2, "043 2")


def test_a_stale_save_changes_nothing_and_shows_both_values(w):
    with acting_as(w.acting("consultant")):
        Contact.objects.update(phone="043 van de ander", version=2)
        sent = form(w, version=1, phone="043 van mij")
        assert not sent.is_valid()
        assert sent.theirs == {"phone": "043 van de ander"}
        assert sent["phone"].value() == "043 van mij"
        assert "stale" in [error.code for error in sent.non_field_errors().as_data()]
        assert contact(w).phone == "043 van de ander"


def test_saving_again_is_a_choice_and_goes_through(w):
    with acting_as(w.acting("consultant")):
        Contact.objects.update(phone="043 van de ander", version=2)
        stale = form(w, version=1, phone="043 van mij")
        assert not stale.is_valid()
        again = form(w, version=stale["version"].value(), phone="043 van mij")
        assert again.is_valid()
        again.save()
        assert (contact(w).version, contact(w).phone) == (3, "043 van mij")


def test_a_third_save_in_between_is_noticed_too(w):
    with acting_as(w.acting("consultant")):
        Contact.objects.update(phone="043 van de ander", version=2)
        stale = form(w, version=1, phone="043 van mij")
        assert not stale.is_valid()
        Contact.objects.update(phone="043 van een derde", version=3)
        again = form(w, version=stale["version"].value(), phone="043 van mij")
        assert not again.is_valid()
        assert again.theirs == {"phone": "043 van een derde"}


def test_a_stale_save_of_the_same_values_is_no_quarrel(w):
    with acting_as(w.acting("consultant")):
        Contact.objects.update(phone="043 2", version=2)
        sent = form(w, version=1, phone="043 2")
        assert sent.is_valid()


@pytest.mark.parametrize("version", ["", "x", "-1", "0", "99"])
def test_a_mangled_version_saves_nothing_over_another(w, version):
    with acting_as(w.acting("consultant")):
        Contact.objects.update(phone="043 van de ander", version=2)
        assert not form(w, version=version, phone="043 van mij").is_valid()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_shown_the_other(trusted):
    with trusted():
        w = world()
        ContactFactory(client=w["both"])
    ready, outcomes = threading.Barrier(2), []

    def save(phone: str) -> None:
        try:
            with acting_as(w.acting("consultant")), transaction.atomic():
                Client.objects.first()
                sent = form(w, version=1, phone=phone)
                ready.wait(10)
                if sent.is_valid():
                    sent.save()
                    outcomes.append("saved")
                else:
                    outcomes.append("shown" if "phone" in sent.theirs else sent.errors)
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(f"043 {number}",)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["saved", "shown"]
    with trusted():
        assert Contact.objects.get().version == 2
