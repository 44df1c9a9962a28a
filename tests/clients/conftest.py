"""The world of two chains, with client numbers to give out, and a browser signed in as somebody of it."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from tests.factories import CounterFactory
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        CounterFactory(chain=w.chain, series="client", next=100001)
        CounterFactory(chain=w.other_chain, series="client", next=100001)
    return w


@pytest.fixture
def signed_in(w) -> Callable[[str], Browser]:
    """`signed_in("trainer")`: a browser of that user's."""

    def sign_in(name: str) -> Browser:
        browser = Browser()
        browser.force_login(w.staff[name].user)
        return browser

    return sign_in
