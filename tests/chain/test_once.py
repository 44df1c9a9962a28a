"""A form is carried out once, however often and however fast it is sent."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import RequestFactory

from chain.acting import acting_as
from chain.models import Once
from chain.once import new_key, once
from clients.models import TargetGroup
from tests.factories import OnceFactory, TargetGroupFactory
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


def post(w: World, key: str, name: str = "consultant"):
    request = RequestFactory().post("/", {"once": key})
    request.membership = w.staff[name]
    return request


def test_a_second_post_goes_where_the_first_one_led_and_does_nothing(w):
    done = []
    key = new_key()
    with acting_as(w.acting("consultant")):
        for _time in range(3):
            answer = once(post(w, key), lambda: done.append(1) or "/clienten/K-00001/")
            assert (answer.status_code, answer.headers["Location"]) == (302, "/clienten/K-00001/")
    assert done == [1]


def test_an_error_leaves_the_key_free_and_nothing_behind(w):
    key = new_key()

    def fail() -> str:
        TargetGroupFactory(client=w["both"])
        raise ValueError

    with acting_as(w.acting("consultant")):
        with pytest.raises(ValueError):
            once(post(w, key), fail)
        assert not TargetGroup.objects.exists()
        assert not Once.objects.exists()
        assert once(post(w, key), lambda: "/gelukt/").headers["Location"] == "/gelukt/"


@pytest.mark.parametrize("key", ["", "x", "' or 1=1", "0" * 500])
def test_a_missing_or_mangled_key_is_a_new_one(w, key):
    done = []
    with acting_as(w.acting("consultant")):
        for _time in range(2):
            once(post(w, key), lambda: done.append(1) or "/")
    assert done == [1, 1]


def test_the_key_of_another_leads_nowhere_and_does_nothing(w, trusted):
    with trusted():
        theirs = OnceFactory(membership=w.staff["trainer"], led_to="/clienten/K-00009/").key
        foreign = OnceFactory(membership=w.staff["stranger"], led_to="/clienten/K-00008/").key
    with acting_as(w.acting("consultant")):
        for key in (theirs, foreign):
            answer = once(post(w, str(key)), lambda: pytest.fail("carried out"))
            assert answer.headers["Location"] == "/"


@pytest.mark.django_db(transaction=True)
def test_four_posts_at_the_same_moment_are_carried_out_once(trusted):
    with trusted():
        w = world()
    key, ready, answers = str(uuid.uuid4()), threading.Barrier(4), []

    def act() -> str:
        TargetGroupFactory(client=w["both"])
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(0.2)")
        return "/clienten/K-00001/"

    def send() -> None:
        try:
            with acting_as(w.acting("consultant")):
                ready.wait(10)
                answers.append(once(post(w, key), act).headers["Location"])
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["/clienten/K-00001/"] * 4
    with trusted():
        assert TargetGroup.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_first_post_fails_the_second_one_takes_over(trusted):
    with trusted():
        w = world()
    key, ready, outcomes = str(uuid.uuid4()), threading.Barrier(2), []
    lock = threading.Lock()

    def act() -> str:
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(0.2)")
        with lock:
            outcomes.append("tried")
            if len(outcomes) == 1:
                raise ValueError
        return "/gelukt/"

    def send() -> None:
        try:
            with acting_as(w.acting("consultant")):
                ready.wait(10)
                outcomes.append(once(post(w, key), act).headers["Location"])
        except ValueError:
            outcomes.append("failed")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["/gelukt/", "failed", "tried", "tried"]
