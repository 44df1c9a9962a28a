"""Net 3 of access.md for machines: every route times every function times every relation, against a table written by hand.

As tests/test_matrix.py has it for pages. A new route without a row fails. A row says who may where the person is in sight;
who does not see the person gets 404, who sees but may not 403. Bodies are empty: who may gets any answer but a refusal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client as Browser
from django.urls import URLPattern, get_resolver, reverse

from chain.api import urls as api
from chain.models import Membership
from clients.models import Client
from tests import factories as make
from tests.api.calls import Machine
from tests.factories import days_ago
from tests.test_matrix import SEES, Who, by, kept
from tests.world import world

SZMH = {"consultant", "lead"}
ALL = {"consultant", "lead", "trainer", "coach", "adviser", "stranger"}
SHARED = SZMH | {"stranger"}  # the point of contact of either chain
PLACES = ALL - {"trainer"}  # who writes placements
MACHINES = sorted(ALL)
QUICK = ("consultant", "trainer", "stranger")


@dataclass(frozen=True)
class Row:
    """Who may, by method; None: not a method of the route."""

    get: Who | None = None
    post: Who | None = None
    patch: Who | None = None


def either(may: set[str]) -> dict[str, set[str]]:
    """Who carries it out, and the point of contact; nobody in a closed file."""
    return {relation: (SHARED | who) & may for relation, who in by(ALL).items() if relation != "closed"}


def mine(may: set[str] = ALL) -> dict[str, set[str]]:
    """Who carries it out alone."""
    return {relation: who for relation, who in by(may).items() if relation != "closed"}


# Asked by SZMH (in `foreign`: by the other chain's own): of MTB about `both`, about others of who has no machine.
ASKED = {"both": {"coach"}, "foreign": {"stranger"}}
ASKING = {"both": SZMH, "unknown": SZMH, "foreign": {"stranger"}}
# Introductions are made, and placements carried out, as the steps are.

ROWS: dict[str, Row] = {
    "api-clients": Row(get=ALL, post=SHARED),
    "api-clients-search": Row(post=ALL),
    "api-client": Row(get=ALL),
    "api-identity": Row(get=SHARED, patch=kept(SHARED)),
    "api-bsn-show": Row(post=SHARED),
    "api-contact": Row(get=ALL, patch=kept(SHARED)),
    "api-capacity": Row(get=ALL - {"adviser"}, patch=kept(SHARED)),
    "api-benefit-periods": Row(get=SHARED),
    "api-events": Row(get=ALL),
    "api-plan": Row(get=ALL),
    "api-goal": Row(get=ALL, patch=kept(SHARED)),
    **{f"api-goal-{act}": Row(post=kept(SHARED)) for act in ("reach", "drop", "resume")},
    "api-notes": Row(get=ALL, post=kept(ALL)),
    "api-note": Row(get=ALL),
    "api-steps": Row(get=ALL, post=kept(ALL)),
    "api-step": Row(get=ALL, patch=either(ALL)),
    "api-step-start": Row(post=mine()),
    "api-step-finish": Row(post=mine()),
    "api-step-stop": Row(post=mine()),
    "api-step-cancel": Row(post=either(ALL)),
    "api-referrals": Row(get=ALL, post=kept(ALL)),
    "api-referral": Row(get=ALL),
    **{f"api-referral-{act}": Row(post=ASKED) for act in ("accept", "query", "return", "answer")},
    **{f"api-referral-{act}": Row(post=ASKING) for act in ("reply", "withdraw")},
    # what is of no person
    "api-employers": Row(get=ALL, post=PLACES),
    "api-employer": Row(get=ALL - {"stranger"}, patch=PLACES - {"stranger"}),
    "api-vacancies": Row(get=ALL, post=ALL),
    "api-vacancy": Row(get=ALL - {"stranger"}, patch=SZMH | {"adviser"}),
    "api-learning-places": Row(get=ALL),
    "api-groups": Row(get=ALL),
    "api-instruments": Row(get=ALL),
    "api-partners": Row(get=ALL),
    "api-municipalities": Row(get=ALL),
    "api-occupations": Row(get=ALL),
    "api-codes": Row(get=ALL),
    "api-programmes": Row(get=ALL),
    "api-progress": Row(get=ALL),
    "api-sections": Row(get=ALL),
    "api-figures": Row(get={"lead"}),
    # work: of who carries it out
    "api-placements": Row(get=ALL),
    "api-placement": Row(get=ALL, patch=either(PLACES)),
    "api-placement-start": Row(post=mine(PLACES)),
    "api-placement-end": Row(post=mine(PLACES)),
    "api-client-placements": Row(get=ALL, post=kept(PLACES)),
    "api-introductions": Row(get=PLACES),
    "api-introduction": Row(get=ALL, patch=either(PLACES)),
    "api-client-introductions": Row(get=ALL, post=kept(PLACES)),
}  # fmt: skip
OPEN = {"api-openapi", "api-nothing", "oauth-token"}  # tests/api/test_foundation.py, test_tokens.py
OF_THE_CHAIN = {"api-employer", "api-vacancy", "api-progress"}  # which somebody of another chain does not even know of
METHODS = ("get", "post", "patch")


def addresses(patterns: list | None = None) -> Iterator[URLPattern]:
    for pattern in api.urlpatterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from addresses(pattern.url_patterns)


def routes() -> list[URLPattern]:
    return [pattern for pattern in addresses() if pattern.name not in OPEN]


def test_every_route_has_a_row_and_every_row_a_route():
    assert sorted(pattern.name for pattern in addresses()) == sorted({*ROWS, *OPEN})
    assert get_resolver()  # and there is no other way in under /api/: see chain/urls.py


def test_every_method_of_a_route_has_its_scope():
    for pattern in routes():
        view = pattern.callback.cls
        there = {method for method in METHODS if hasattr(view, method)}
        assert {method.upper() for method in there} == set(view.scopes), pattern.name


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        for chain in (w.chain, w.other_chain):
            make.CounterFactory(chain=chain)
        w.machines = {name: Machine.of(w.staff[name]) for name in MACHINES}
        w.ended, w.narrow = Machine.of(w.staff["annex_consultant"]), Machine.of(w.staff["at_mtb"], [])
        Membership.objects.filter(pk=w.staff["annex_consultant"].pk).update(ended_on=days_ago(1))
        Client.objects.filter(pk=w["foreign"].pk).update(number="K-77777")  # in the first chain a number of nobody
        w["foreign"].number = "K-77777"
        w.things = {name: things(w, name) for name in ("both", "unknown", "closed", "foreign")}
        w.things["absent"] = {
            "number": "K-99999",
            **dict.fromkeys(("step", "note", "referral", "placement", "introduction", "goal"), 10**9),
        }
        w.employer = make.EmployerFactory(chain=w.chain)
        w.vacancy = make.VacancyFactory(chain=w.chain, employer=w.employer, partner=w.partners["podium24"])
        w.programme = make.ProgrammeFactory(chain=w.chain)
    return w


def things(w, relation):
    """What there is of the person: all of the partner that carries out (Annex, SZMH, the other chain's)."""
    client, own = w[relation], {"both": "annex", "foreign": "other"}.get(relation, "szmh")
    partner, chain = w.partners[own], w[relation].chain
    who = w.staff["stranger" if own == "other" else "consultant"]
    instrument = w.other_instrument if own == "other" else w.instrument
    asked = w.partners[{"foreign": "other", "both": "mtb"}.get(relation, "beleid")]
    placed = make.PlacementFactory(
        client=client, step__partner=partner, step__chain=chain,
        step__instrument=make.InstrumentFactory(chain=chain, phase="placement", form_of_work="regular"),
    )  # fmt: skip
    goal = make.PlanGoalFactory(plan=make.PlanFactory(client=client))
    return {
        "number": client.number,
        "goal": goal.pk,
        "step": make.StepFactory(client=client, chain=chain, partner=partner, instrument=instrument, status="planned").pk,
        "note": make.NoteFactory(client=client, membership=who).pk,
        "referral": make.ReferralFactory(
            client=client, chain=chain, partner=asked, asked_by=who.partner, author=who.user,
            status="asked" if relation != "closed" else "answered",
        ).pk,
        "placement": placed.pk,
        "introduction": make.IntroductionFactory(client=client, partner=partner).pk,
    }  # fmt: skip


def where(pattern: URLPattern, w, relation: str | None) -> str:
    kind = re.sub(
        r"-(start|end|finish|stop|cancel|reach|drop|resume|accept|query|reply|return|answer|withdraw)$",
        "",
        pattern.name[4:],
    )
    there = w.things[relation] if relation else {"employer": w.employer.pk, "vacancy": w.vacancy.pk}
    known = {"pk": there.get(kind), "number": there.get("number"), "slug": w.programme.key, "section": "flow"}
    return reverse(pattern.name, kwargs={name: known[name] for name in pattern.pattern.converters})


def relations(pattern: URLPattern) -> list[str | None]:
    of_person = "number" in pattern.pattern.converters or (
        "pk" in pattern.pattern.converters and pattern.name not in OF_THE_CHAIN
    )  # fmt: skip
    return [*SEES] if of_person else [None]


def call(machine: Machine, method: str, address: str):
    """Without a body, and undone."""
    machine.browser.raise_request_exception = False
    with transaction.atomic():
        if method == "get":
            answer = machine.get(address)
        elif method == "post":
            answer = machine.post(address, {}, **{"if-match": "*"})
        else:
            answer = machine.patch(address, {}, "*")
        transaction.set_rollback(True)
    return answer


def expected(pattern: URLPattern, method: str, name: str, relation: str | None) -> str:
    who = getattr(ROWS[pattern.name], method)
    if who is None:
        return "no method"
    unseen = (name not in SEES[relation]) if relation else (name == "stranger" and pattern.name in OF_THE_CHAIN)
    if unseen:
        return "not there"
    may = who.get(relation, set()) if isinstance(who, dict) else who
    return "may" if name in may else "may not"


def answered(response) -> str:
    said = {401: "nobody", 405: "no method", 404: "not there", 403: "may not", 500: "error"}
    return said.get(response.status_code, "may")


def walk(w, machine: Machine, should):
    wrong = []
    for pattern in routes():
        for relation in relations(pattern):
            for method in METHODS:
                answer = call(machine, method, where(pattern, w, relation))
                was, want = answered(answer), should(pattern, method, relation)
                if was != want:
                    wrong.append(
                        f"{method} {pattern.name} {relation or ''}: {was} ({answer.status_code}), should be: {want}"
                    )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [pytest.param(n, marks=[] if n in QUICK else pytest.mark.slow) for n in MACHINES])
def test_who_may_what_to_whom(w, settings, name):
    settings.SNOER_API_CALLS_A_MINUTE = 10**6
    walk(w, w.machines[name], lambda pattern, method, relation: expected(pattern, method, name, relation))


def test_a_machine_whose_function_ended_is_nobody(w):
    walk(w, w.ended, lambda *route: "nobody")


def test_without_a_scope_nothing_opens(w, settings):
    settings.SNOER_API_CALLS_A_MINUTE = 10**6
    walk(
        w, w.narrow, lambda pattern, method, relation: "may not" if getattr(ROWS[pattern.name], method) else "no method"
    )


@pytest.mark.parametrize(("name", "hidden"), [("trainer", "unknown"), ("stranger", "both"), ("consultant", "foreign")])
def test_what_may_not_be_seen_is_as_what_is_not_there(w, settings, name, hidden):
    """The same status, body and number of questions."""
    settings.SNOER_API_CALLS_A_MINUTE = 10**6
    machine, different = w.machines[name], []
    for pattern in routes():
        if relations(pattern) == [None]:
            continue
        for method in METHODS:
            said = []
            for relation in ("absent", hidden):
                address = where(pattern, w, relation)
                answer = call(machine, method, address)
                said.append((answer.status_code, answer.content.decode().replace(address, "ADDRESS"), machine.asked))
            if said[0] != said[1]:
                different.append(f"{method} {pattern.name}: {said}")
    assert not different, "\n".join(different)


def test_no_address_opens_to_a_session_or_to_nobody(w, signed_in):
    person = signed_in("lead")
    for pattern in routes():
        address = where(pattern, w, relations(pattern)[-1])
        assert Browser().get(address).status_code == person.get(address).status_code == 401, pattern.name
