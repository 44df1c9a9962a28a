"""Where somebody comes in: a page of one's own work, whatever one's function."""

import pytest
from django.urls import reverse

from tests.world import STAFF, World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


@pytest.mark.parametrize("name", [*STAFF, "alderman"])
def test_the_first_page_opens_for_every_function(w, signed_in, name):
    answer = signed_in(name).get(reverse("home"), follow=True)
    assert answer.redirect_chain and answer.status_code == 200


def test_the_archivist_begins_with_what_is_to_be_kept_or_destroyed(w, signed_in):
    assert signed_in("archivist").get(reverse("home")).url == reverse("retention")
