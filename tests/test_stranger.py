"""What may not be seen is as what is not there: the same status, body and number of questions, at every address of a person.

The API's addresses are held to the same in tests/api/test_matrix.py.
"""

import re

import pytest
from django.db import connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tests.test_matrix import addresses, things, where

__all__ = ["things"]  # a fixture of the matrix

# Who looks, and whom they do not see; `absent` is a number that nobody has.
UNSEEN = {"trainer": ["unknown", "foreign"], "stranger": ["both"]}
SECRETS = re.compile(rb'(csrfmiddlewaretoken" value="|name="once" value="|content="|nonce=")[\w-]+')


def told(browser: Browser, method: str, address: str, number: str) -> tuple[int, bytes, int]:
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        answer = getattr(browser, method)(address)
        transaction.set_rollback(True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # The page says back what was asked for: the address itself.
    return (
        answer.status_code,
        SECRETS.sub(rb"\1", body).replace(address.encode(), b"").replace(number.encode(), b""),
        len(asked),
    )


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["trainer", pytest.param("stranger", marks=pytest.mark.slow)])
def test_a_stranger_learns_nothing_at_any_address(things, name, method):
    w, found = things
    browser = Browser(raise_request_exception=False)
    browser.force_login(w.staff[name].user)
    browser.get("/hulp/")  # the session has begun
    wrong = []
    for pattern in addresses():
        if "number" not in pattern.pattern.converters:
            continue
        absent = told(browser, method, where(pattern, w, found["absent"]), found["absent"]["number"])
        for relation in UNSEEN[name]:
            number = found[relation]["number"]
            seen = told(browser, method, where(pattern, w, found[relation]), number)
            if seen != absent:
                differs = [
                    what for what, a, b in zip(("status", "body", "questions"), seen, absent, strict=True) if a != b
                ]
                wrong.append(f"{pattern.name} {relation}: {', '.join(differs)}")
    assert not wrong, f"{method} by {name}:\n" + "\n".join(wrong)
