"""Programmes with their progress and figures for machines: exact numbers, of nobody, the same as on the pages."""

import pytest

from reporting.dashboard_tables import standing
from reporting.models import Programme
from tests.api.calls import faults
from tests.factories import CellFactory, ProgrammeFactory, ShareFactory, TallyFactory, TargetFactory, days_ago
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        w.programme = ProgrammeFactory(chain=w.chain, started_on=days_ago(400), ended_on=days_ago(-400))
        TallyFactory(programme=w.programme)
        year = days_ago(30).year
        TargetFactory(programme=w.programme, kind="outflow", year=year, target=40, baseline=0)
        for place, percent in ((w.maastricht, 75), (w.vaals, 25)):
            ShareFactory(programme=w.programme, municipality=place, percent=percent)
        for day, place in ((40, w.maastricht), (30, w.vaals), (2, w.vaals)):
            CellFactory(
                programme=w.programme,
                kind="outflow",
                extent="full",
                municipality=place,
                day=days_ago(day),
                year=year,
                change=1,
            )
        TallyFactory(programme__chain=w.other_chain, programme__key="elders")
    return w


def outflow(results):
    return next(one for one in results if one["kind"] == "outflow")


def test_progress_on_a_day_of_the_chain_and_its_municipalities(w, trusted, calls):
    machine, here = calls("policy"), f"/programmes/{w.programme.key}/progress"
    told = machine.get(here, asOf=f"{days_ago(10):%Y-%m-%d}").json()
    assert (outflow(told["results"])["counted"], outflow(told["results"])["target"]) == (2, 40)
    by_place = {one["municipality"]: outflow(one["results"]) for one in told["byMunicipality"]}
    assert {code: (one["counted"], one["target"]) for code, one in by_place.items()} == {
        "GM0935": (1, 30),
        "GM0981": (1, 10),
    }
    asked = machine.asked
    vaals = machine.get(here, municipality="GM0981").json()
    assert (vaals["municipality"], outflow(vaals["results"])["counted"], len(vaals["byMunicipality"])) == (
        "GM0981",
        2,
        1,
    )
    assert machine.asked == asked
    with trusted():
        found = standing(w.programme, days_ago(0), [w.maastricht, w.vaals]).figures("outflow", None)
    now = outflow(machine.get(here).json()["results"])
    assert (now["counted"], now["extra"], now["pace"], now["ahead"]) == (
        found.counted,
        found.extra,
        found.pace,
        found.ahead,
    )


def test_who_and_what_is_not_there(w, trusted, calls):
    machine, here = calls("trainer"), f"/programmes/{w.programme.key}/progress"
    assert [one["key"] for one in machine.get("/programmes").json()["items"]] == [w.programme.key]
    assert machine.get("/programmes/elders/progress").status_code == 404
    assert faults(machine.get(here, asOf="morgen", municipality="GM0363")).keys() == {"asOf", "municipality"}
    assert faults(machine.get(here, asOf="2199-01-01")).keys() == {"asOf"}
    assert faults(machine.get(here, asOf="2001-01-01")).keys() == {"asOf"}
    assert calls("coach", ["employers:read"]).get(here).status_code == 403
    stranger = calls("stranger")
    assert stranger.get(here).status_code == 404
    asked = stranger.asked
    assert stranger.get("/programmes/nergens/progress").status_code == 404 and stranger.asked == asked


def test_figures_are_the_tables_of_the_pages_for_whom_those_are(w, trusted, calls):
    machine = calls("policy")
    keys = {one["key"] for one in machine.get("/figures").json()["items"]}
    assert keys >= {"targets", "flow", "waiting"}
    for key in sorted(keys):
        answer = machine.get(f"/figures/{key}")
        assert answer.status_code == 200, (key, answer.content)
        for table in answer.json()["tables"]:
            assert all(len(line["cells"]) == len(table["columns"]) for line in table["lines"])
    assert machine.get("/figures/nergens").status_code == 404
    wrong = machine.get("/figures/flow", since="2026-01-02", asOf="2026-01-01", municipality="x", programme="y")
    assert faults(wrong).keys() == {"since", "municipality", "programme"}
    trainer = calls("trainer")
    assert {one["key"] for one in trainer.get("/figures").json()["items"]} < keys
    assert trainer.get("/figures/flow").status_code == 403


def test_a_chain_without_a_programme_has_figures_all_the_same(w, trusted, calls):
    with trusted():
        Programme.objects.filter(chain=w.other_chain).delete()
        w.staff["stranger"].role = "manager"
        w.staff["stranger"].save()
    assert calls("stranger").get("/figures/flow").status_code == 200
