"""Schemathesis over the whole API, as each kind of machine: whatever is sent, it answers as its document says.

In this process, on one connection: what a call changed is taken back before the next one. Half of the calls are about rows
that are there, so that they get past 404.
"""

import sys
from itertools import count, pairwise
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chain.api.schema import document
from tests import factories as make
from tests.api.calls import Machine
from tests.world import World, world

pytestmark = pytest.mark.slow
KINDS = ("consultant", "trainer", "adviser", "policy")
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
EXAMPLES = 4  # of each operation and kind of machine
SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)  # fmt: skip


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        employer = make.EmployerFactory(chain=w.chain, name="Bakkerij Jansen")
        vacancy = make.VacancyFactory(
            chain=w.chain, employer=employer, partner=w.partners["podium24"], author=w.staff["adviser"].user
        )
        both = {"client": w["both"], "partner": w.partners["annex"]}
        idea = make.IntroductionFactory(employer=employer, vacancy=vacancy, author=w.staff["trainer"].user, **both)
        job = make.PlacementFactory(
            client=w["both"], step__partner=w.partners["annex"], step__instrument=w.work, employer=employer
        )
        referral = make.ReferralFactory(asked_by=w.partners["szmh"], author=w.staff["consultant"].user, **both)
        note = make.NoteFactory(author=w.staff["trainer"].user, **both)
        goal = make.PlanGoalFactory(plan=make.PlanFactory(client=w["both"]))
        programme = make.ProgrammeFactory(chain=w.chain)
        make.TallyFactory(programme=programme)
        # What stands in an address behind the word, and in a body under the name.
        w.there = {
            "clients": w["both"].number, "employers": employer.pk, "vacancies": vacancy.pk, "introductions": idea.pk,
            "placements": job.pk, "steps": w.steps["both"].pk, "referrals": referral.pk, "notes": note.pk,
            "goals": goal.pk, "programmes": programme.key, "figures": "targets", "employerId": employer.pk,
            "vacancyId": vacancy.pk, "instrument": w.instrument.code, "partner": "annex", "stepId": w.steps["both"].pk,
        }  # fmt: skip
        w.machines = {name: Machine.of(w.staff[name]) for name in KINDS}
    return w


def operations() -> dict[str, Any]:
    schema = schemathesis.openapi.from_dict(document("nl"))
    schema.app = WSGIHandler()
    every = [found.ok() for found in schema.get_all_operations()]
    return {f"{one.method.upper()} {one.path}": one for one in every}


def real(case: Any, there: dict[str, Any]) -> None:
    """What the case says of rows, made of rows that are there."""
    parts = case.operation.path.split("/")
    for word, name in pairwise(parts):
        if name.startswith("{") and word in there:
            case.path_parameters[name.strip("{}")] = there[word]
    if isinstance(case.body, dict):
        case.body = {name: there.get(name, value) for name, value in case.body.items()}
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"


@pytest.fixture
def one_connection():
    """That of the test, with its transaction: a server would look after each call whether it should be closed."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_sent_the_answer_is_as_the_document_says(w, settings, one_connection, kind):
    settings.SNOER_API_CALLS_A_MINUTE = 10**9
    token = {"Authorization": f"Bearer {w.machines[kind].token}"}
    broke: list[BaseException] = []

    def told(**given: Any) -> None:
        broke.append(sys.exc_info()[1])  # type: ignore[arg-type]

    got_request_exception.connect(told)
    wrong, seen = [], {}
    try:
        for name, operation in operations().items():
            broke.clear()
            try:
                seen[name] = _tried(operation, w.there, token)
            except Exception as error:
                wrong.append(f"{name}: {str(error)[:1500]} {broke[:1]}")
    finally:
        got_request_exception.disconnect(told)
    assert not wrong, "\n\n".join(wrong)
    got_through = [name for name, statuses in seen.items() if min(statuses) < 300]
    assert len(got_through) > 7 and not [name for name, statuses in seen.items() if 401 in statuses], seen


def _tried(operation: Any, there: dict[str, Any], token: dict[str, str]) -> set[int]:
    """The statuses of the answers."""
    seen: set[int] = set()
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

    turn = count()

    @hypothesis.given(case=cases)
    @SETTINGS
    def once(case: Any) -> None:
        if next(turn) % 2:
            real(case, there)
        with transaction.atomic():
            try:
                seen.add(case.call_and_validate(headers=token, checks=CHECKS).status_code)
            finally:
                transaction.set_rollback(True)

    once()
    return seen
