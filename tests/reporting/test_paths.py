"""The paths that people took: the same as person by person by hand, and a drawing in which everybody stands in each column."""

import datetime as dt
import random
from collections import Counter, defaultdict
from itertools import groupby
from statistics import median_low

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.models import Membership
from chain.parts import STEERS
from reporting import path_figures
from reporting.models import Programme, Result
from reporting.path_figures import ENDINGS, KINDS, SHORT
from reporting.paths_chart import NARROW, OTHER, WIDE, Link, flows, folded, geometry
from reporting.scope import Scope, places_of
from tests.attacks import refused, sql
from tests.factories import ClientFactory, ClosureFactory, InstrumentFactory, ResultFactory, StepFactory
from tests.world import STAFF, world

DAY = dt.timedelta(1)
FIRST, LAST = dt.date(2020, 3, 1), dt.date(2020, 12, 31)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
INSTRUMENTS = {  # what a step takes -> the kind that it is
    "diagnosis": ({"phase": "diagnosis", "function": "intake"}, "diagnosis"),
    "training": ({"phase": "development", "function": "basic-development"}, "basic"),
    "place": ({"phase": "development", "function": "activation-place"}, "activation-place"),
    "learning": ({"phase": "development", "function": "learning-by-working"}, "learning"),
    "course": ({"phase": "development", "function": "schooling"}, "schooling"),
    "volunteering": ({"phase": "placement", "function": "volunteering", "form_of_work": "volunteering"}, "taking-part"),
    "trial": ({"phase": "placement", "function": "trial-placement"}, "mediation"),
    "job": ({"phase": "placement", "function": "placement", "form_of_work": "regular"}, "work"),
    "bicycle": ({"phase": "development", "function": "support"}, None),  # no step on the way
}


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        w.kinds = {name: InstrumentFactory(chain=w.chain, **of) for name, (of, _kind) in INSTRUMENTS.items()}
        w.programme = Programme.objects.create(
            chain=w.chain, key="p", name="P", started_on=dt.date(2018, 1, 1), ended_on=dt.date(2021, 12, 31),
            counted_schemes=["participatiewet"],
        )  # fmt: skip
        return w


def seen(w, name="policy", place=None, first=FIRST, day=LAST, **asked):
    with acting_as(w.acting(name)):
        membership = Membership.objects.select_related("chain").get(pk=w.acting(name))
        scope = Scope(membership, w.programme, first, day, places_of(membership.chain_id), place, asked)
        return path_figures.paths(scope)


def goes(w, registered, *steps, outflow=None, closed=None):
    """Somebody registered on the day, with steps (what, first day, last day or None)."""
    client = ClientFactory(chain=w.chain, lives=w.vaals, registered_on=registered)
    for name, first, last in steps:
        StepFactory(
            client=client, instrument=w.kinds[name], started_on=first, ended_on=last, partner=w.partners["annex"],
            status="done" if last else "active",
        )  # fmt: skip
    if outflow:
        ResultFactory(programme=w.programme, client=client, chain=w.chain, kind="outflow", on=outflow, since=outflow,
                      municipality=w.vaals, extent="full", partner=None)  # fmt: skip
    if closed:
        ClosureFactory(client=client, closed_on=closed)
    return client


def by_hand(people, by_step):
    """(path, ending) -> people, and path -> days to the outflow."""
    found, days = Counter(), defaultdict(list)
    for registered, steps, outflow, closed in people:
        real = sorted((first, at, last, kind) for at, (name, first, last) in enumerate(steps)
                      if (kind := INSTRUMENTS[name][1]) and first <= LAST)  # fmt: skip
        came = (real[0][0] if real else None) if by_step else registered
        if came is None or not FIRST <= came <= LAST:
            continue
        real = [row for row in real if row[0] >= came]
        path = tuple(kind for kind, _rows in groupby(row[3] for row in real))[:4] or ("none",)
        if outflow and came <= outflow <= LAST:
            ending = "outflow"
            days[path].append((outflow - came).days)
        elif closed and closed <= LAST:
            ending = "closed"
        elif not real:
            ending = "waiting"
        else:
            ending = "running" if any(row[2] is None or row[2] > LAST for row in real) else "stopped"
        found[path, ending] += 1
    return found, days


@pytest.mark.parametrize("by_step", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_paths_are_those_of_person_by_person_by_hand(w, trusted, seed, by_step):
    rng, people = random.Random(seed), []
    for _person in range(60):
        registered, steps = FIRST + DAY * rng.randint(-40, 320), []
        for _step in range(rng.randint(0, 7)):
            first = registered + DAY * rng.randint(-20, 200)
            steps.append((rng.choice(list(INSTRUMENTS)), first, rng.choice([None, first + DAY * rng.randint(0, 90)])))
        outflow = rng.choice([None, None, registered + DAY * rng.randint(-10, 250)])
        people.append((registered, steps, outflow, rng.choice([None, None, registered + DAY * rng.randint(0, 400)])))
    with trusted():
        for registered, steps, outflow, closed in people:
            goes(w, registered, *steps, outflow=outflow, closed=closed)
    expected, days = by_hand(people, by_step)
    found = seen(w, place=w.vaals, vanaf="stap" if by_step else "")
    links: Counter = Counter()
    for (path, ending), number in expected.items():
        for place, (source, target) in enumerate(zip(path, [*path[1:], ending], strict=True), 1):
            links[place, source, target] += number
    assert {(link.place, link.source, link.target): link.people for link in found.links} == dict(links)
    assert found.whole.people == sum(expected.values())
    assert {key: found.ended(key) for key in ENDINGS} == {
        key: sum(number for (_path, ending), number in expected.items() if ending == key) for key in ENDINGS
    }
    for one in found.most:
        assert one.people == sum(number for (path, _ending), number in expected.items() if path == one.path)
        assert one.outflow == expected[one.path, "outflow"]
        assert one.days == (median_low(days[one.path]) if days[one.path] else None)
    most, ended = path_figures.tables(found)
    assert most.cell("all", "people") == sum(line.cells[0] for line in most.lines) == ended.cell("all", "people")


def test_two_steps_of_a_kind_after_each_other_are_one_and_support_is_none(w, trusted):
    with trusted():
        goes(w, FIRST, ("training", FIRST, FIRST), ("bicycle", FIRST + DAY, None), ("training", FIRST + 2 * DAY, None),
             ("job", FIRST + 9 * DAY, None))  # fmt: skip
    assert [(one.path, one.people) for one in seen(w).most] == [(("basic", "work"), 1)]


def test_an_outflow_before_coming_in_is_not_of_this_path(w, trusted):
    with trusted():
        goes(w, FIRST, outflow=FIRST - DAY)
        goes(w, FIRST, outflow=FIRST)
        goes(w, FIRST, outflow=LAST + DAY)
    assert seen(w).whole.outflow == 1


# who may see it


@pytest.mark.parametrize("name", [*sorted(STAFF), "alderman", "stranger"])
def test_the_page_is_for_who_steers(w, client, name):
    client.force_login(w.staff[name].user, backend=BACKEND)
    assert client.get("/doorstroom/wegen/").status_code == (200 if w.staff[name].role in STEERS else 403)


def test_the_database_answers_who_steers_alone_and_of_the_own_chain(w, trusted):
    ask = "select people from snoer_paths(%s, %s, null, false, %s) where what = 'whole'"
    with trusted():
        goes(w, FIRST)
        ClientFactory(chain=w.other_chain, registered_on=FIRST)
        expected = {w.chain.pk: 1, w.other_chain.pk: 1}
    for who, membership in w.staff.items():
        with acting_as(membership.pk):
            ((people,),) = sql(ask, FIRST, LAST, w.programme.pk)
        mine = membership.role in STEERS | {"system"}
        assert people == (expected[membership.chain_id] if mine else 0), who
    with refused():
        sql(ask, FIRST, LAST, w.programme.pk)


def test_the_page_is_whole_without_people_and_asks_no_more_with_them(w, client, trusted):
    client.force_login(w.staff["policy"].user, backend=BACKEND)
    assert "Niemand kwam binnen" in client.get("/doorstroom/wegen/?van=01-03-2020&op=31-12-2020").text
    with trusted():
        for person in range(30):
            name = list(INSTRUMENTS)[person % 8]
            goes(w, FIRST, (name, FIRST, None), ("job", FIRST + DAY, None), outflow=LAST if person % 3 else None)
        Result.objects.update(programme=w.programme)
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/doorstroom/wegen/?van=01-03-2020&op=31-12-2020&vanaf=stap&programma=p")
    assert response.status_code == 200
    assert len(queries) <= 10
    assert "Diagnose → Betaald werk" in response.text
    assert len(response.content) < 45_000


# the drawing


def links_of(taken):
    found: Counter = Counter()
    for path, ending, people in taken:
        for place, (source, target) in enumerate(zip(path, [*path[1:], ending], strict=True), 1):
            found[place, source, target] += people
    return [Link(*key, people) for key, people in found.items()]


TAKEN = st.lists(
    st.tuples(
        st.lists(st.sampled_from([kind for kind in KINDS if kind != "none"]), min_size=1, max_size=4),
        st.sampled_from(list(ENDINGS)), st.integers(1, 400),
    ),
    min_size=1, max_size=25,
)  # fmt: skip


@given(TAKEN)
def test_each_column_holds_everybody(taken):
    links, whole = links_of(taken), sum(people for _path, _ending, people in taken)
    bands = flows(links, list(ENDINGS))
    into, out = Counter(), Counter()
    for (source, target), people in bands.items():
        out[source] += people
        into[target] += people
    last = max(target[0] for target in into)
    for column in range(1, last):
        assert sum(people for node, people in out.items() if node[0] == column) == whole
    assert sum(people for node, people in into.items() if node[0] == last) == whole
    assert all(into[node] == out[node] for node in into if node[0] < last)
    assert {node[1] for node in into if node[0] == last} <= set(ENDINGS)


@given(TAKEN, st.floats(0, 200))
def test_taking_small_ones_together_loses_nobody_and_leaves_no_small_one_but_the_rest(taken, least):
    links = links_of(taken)
    found = folded(links, list(KINDS), least)
    for place in {link.place for link in links}:
        assert sum(one.people for one in found if one.place == place) == sum(
            one.people for one in links if one.place == place
        )
    there: Counter = Counter()
    for link in found:
        there[link.place, link.source] += link.people
    for place in {link.place for link in found}:
        small = [kind for (at, kind), people in there.items() if at == place and people < least and kind != OTHER]
        assert len(small) <= 1
    for ending in ENDINGS:
        assert sum(one.people for one in found if one.target == ending) == sum(
            one.people for one in links if one.target == ending
        )


@given(TAKEN)
def test_nothing_lies_outside_the_drawing_and_no_two_nodes_over_each_other(taken):
    for sheet in (WIDE, NARROW):
        chart = geometry("t", "T", links_of(taken), list(KINDS), list(ENDINGS), {**KINDS, **ENDINGS, **SHORT}, sheet)
        top = chart["top"]
        for node in chart["nodes"]:
            assert node["x"] >= 0
            assert node["y"] >= 0
            assert node["x"] + node["width"] <= chart["width"] + 1
            assert node["y"] + node["height"] <= chart["height"] - top + 1
        for one in chart["nodes"]:
            for other in chart["nodes"]:
                if one is not other and (one["x"] == other["x"] if sheet is WIDE else one["y"] == other["y"]):
                    at, broad = ("y", "height") if sheet is WIDE else ("x", "width")
                    assert one[at] + one[broad] <= other[at] + 0.2 or other[at] + other[broad] <= one[at] + 0.2
        told = [node for node in chart["nodes"] if "name" in node]
        assert len({(node["label_x"], node["label_y"]) for node in told}) == len(told)


def test_the_drawing_is_told_in_words_too():
    chart = geometry("t", "T", links_of([(["diagnosis", "work"], "outflow", 3), (["diagnosis"], "running", 2)]),
                     list(KINDS), list(ENDINGS), {**KINDS, **ENDINGS})  # fmt: skip
    assert chart["description"] == "5 mensen. Eerste soort stap: Diagnose 5. Aan het eind: Uitgestroomd 3, Loopt nog 2."
