"""Machines in the test's world `w`."""

import pytest

from tests.api.calls import Machine


@pytest.fixture
def calls(w, trusted):
    def of(name, scopes=None):
        with trusted():
            return Machine.of(w.staff[name], scopes)

    return of
