"""A machine at work in tests: with a token of its own, as whoever of tests/world.py it acts."""

import datetime as dt
import json
import secrets
import uuid
from typing import Any

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from oauth2_provider.models import AccessToken, set_token_value

from chain.api.scopes import SCOPES
from chain.models import ApiClient, Membership
from tests.factories import ApiClientFactory, ApplicationFactory

PREFIX = "/api/v1"


class Machine:
    """`Machine.of(membership)` in `with trusted():`; then `get`, `post` (with a new key) and `patch` as JSON."""

    def __init__(self, token: str) -> None:
        self.browser = Browser(headers={"authorization": f"Bearer {token}"})
        self.token = token
        self.asked = 0  # questions to the database of the last call

    @classmethod
    def of(cls, membership: Membership, scopes: list[str] | None = None) -> "Machine":
        given = list(SCOPES) if scopes is None else scopes
        if ApiClient.objects.filter(membership=membership).exists():
            application = ApiClient.objects.get(membership=membership).application_id
        else:
            application = ApplicationFactory(user=membership.user).pk
            ApiClientFactory(membership=membership, application_id=application, scopes=given)
        token, in_an_hour = secrets.token_urlsafe(20), timezone.now() + dt.timedelta(hours=1)
        row = AccessToken(application_id=application, expires=in_an_hour, scope=" ".join(given))
        set_token_value(row, token)
        row.save()
        return cls(token)

    def get(self, path: str, **query: Any) -> Any:
        return self._call("get", path, data=query)

    def post(self, path: str, body: Any = None, key: str | None = None, **headers: str) -> Any:
        sent = {"idempotency-key": key or str(uuid.uuid4())} | headers
        return self._call("post", path, data=json.dumps(body), content_type="application/json", headers=sent)

    def patch(self, path: str, body: Any, match: str | None = None) -> Any:
        headers = {} if match is None else {"if-match": match}
        return self._call("patch", path, data=json.dumps(body), content_type="application/json", headers=headers)

    def changed(self, path: str, body: Any) -> Any:
        """Reads it, and sends the change with the ETag that it had."""
        return self.patch(path, body, self.get(path)["ETag"])

    def _call(self, method: str, path: str, **given: Any) -> Any:
        address = path if path.startswith(("http", PREFIX)) else PREFIX + path
        with CaptureQueriesContext(connection) as asked:
            answer = getattr(self.browser, method)(address, **given)
        self.asked = len(asked)
        return answer


def faults(answer: Any) -> dict[str, str]:
    """name -> code of what a Problem 400 says."""
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"].startswith("application/problem+json")
    return {one["name"]: one["code"] for one in answer.json()["errors"]}
