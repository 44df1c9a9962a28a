"""The world of two chains, with client numbers to give out."""

import pytest

from tests.factories import CounterFactory
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        CounterFactory(chain=w.chain, series="client", next=100001)
        CounterFactory(chain=w.other_chain, series="client", next=100001)
    return w
