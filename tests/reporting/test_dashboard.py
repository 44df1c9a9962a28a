"""The target dashboard and the persons behind it: the same figures for all, the persons only for those who may."""

import datetime as dt
import re

import pytest

from chain.acting import acting_as
from chain.days import today
from chain.models import Outbox
from clients.models import Look
from reporting.dashboard_tables import tables
from reporting.models import Cell, Programme, Result, Saving, Share, Tally, Target
from reporting.scope import scope_of
from reporting.tables import kept, read
from tests.factories import ProgrammeFactory, StepFactory
from tests.world import World, world

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def w(trusted) -> World:
    """A closed programme with three activations (two before October 2020) and an outflow that comes back."""
    with trusted():
        w = world()
        w.programme = Programme.objects.create(
            chain=w.chain, key="intensivering", name="Intensivering 2018-2021", started_on=dt.date(2018, 1, 1),
            ended_on=dt.date(2021, 12, 31), counted_schemes=["participatiewet"],
        )  # fmt: skip
        Saving.objects.create(
            programme=w.programme, chain=w.chain, started_on=dt.date(2018, 1, 1), full=8500, partial=8500, text="002"
        )
        for kind, year, target, baseline in [
            ("activation", 2018, 2, 0), ("activation", 2019, 2, 0), ("activation", 2020, 4, 0), ("activation", 2021, 0, 0),
            ("outflow", 2018, 1, 0), ("outflow", 2019, 1, 0), ("outflow", 2020, 1, 0), ("outflow", 2021, 1, 0),
        ]:  # fmt: skip
            Target.objects.create(
                programme=w.programme, chain=w.chain, kind=kind, year=year, target=target, baseline=baseline
            )
        Tally.objects.create(
            programme=w.programme, chain=w.chain, counted_at=dt.datetime(2022, 2, 1, 9, 41, tzinfo=dt.UTC)
        )
        annex = w.partners["annex"]
        for name, on, place in [("step", "2018-05-01", w.maastricht), ("team", "2020-03-01", w.vaals),
                                ("unknown", "2020-11-01", w.maastricht)]:  # fmt: skip
            _count(w, name, "activation", on, None, place, annex)
        _count(w, "step", "outflow", "2020-02-01", "2020-02-20", w.maastricht, None, "full")
        Outbox.objects.update(done_at=dt.datetime(2022, 2, 1, tzinfo=dt.UTC))
        return w


def _count(w, name, kind, since, until, place, partner, extent=""):
    row = {"programme": w.programme, "chain": w.chain, "kind": kind, "municipality": place, "partner": partner,
           "extent": extent}  # fmt: skip
    Result.objects.create(client=w[name], on=since, since=since, until=until, evidence=1, **row)
    for day, change in [(since, 1), (until, -1)]:
        if day:
            Cell.objects.create(day=day, year=int(since[:4]), change=change, **row)


@pytest.fixture
def sees(w, client):
    def page(user: str, path: str, **headers):
        client.force_login(w.staff[user].user, backend=BACKEND)
        return client.get(path, **headers)

    return page


def figures(response) -> dict:
    return {result.kind: result for result in response.context["figures"]}


EVERYBODY = [
    "consultant",
    "lead",
    "manager",
    "trainer",
    "coach",
    "adviser",
    "policy",
    "coordinator",
    "privacy",
    "admin",
]


@pytest.mark.parametrize("user", EVERYBODY)
def test_everybody_in_the_chain_sees_the_same_figures(sees, user):
    found = figures(sees(user, "/doelen/intensivering/?op=30-09-2020"))
    assert (found["activation"].counted, found["activation"].extra) == (2, 2)
    assert found["activation"].pace == 2 + 2 + 3
    assert found["outflow"].counted == 0


def test_the_figure_is_that_of_the_chosen_day(sees):
    before, after = (
        figures(sees("policy", f"/doelen/intensivering/?op={day}"))["outflow"].counted
        for day in ("19-02-2020", "20-02-2020")
    )
    assert (before, after) == (1, 0)


def test_a_closed_programme_opens_on_the_day_after_which_it_changes_no_more(sees):
    response = sees("policy", "/doelen/intensivering/")
    assert response.context["day"] == dt.date(2022, 1, 31)
    assert response.context["final"]
    assert figures(response)["activation"].counted == 3
    assert "31 januari 2022" in response.text


def test_one_municipality_without_shares_shows_what_is_counted_and_no_target(sees):
    response = sees("policy", "/doelen/intensivering/?gemeente=GM0981")
    assert figures(response)["activation"].counted == 1
    assert figures(response)["activation"].extra is None
    assert "Het doel is nog niet verdeeld over de gemeenten" in response.text


def test_the_municipalities_have_their_share_and_add_up_to_the_chain(w, sees, trusted):
    """Of 2, 2 and 4 a quarter is a half, a half and one: a half goes to who stands first, year by year."""
    with trusted():
        for place, percent in ((w.maastricht, 75), (w.vaals, 25)):
            Share.objects.create(programme=w.programme, chain=w.chain, municipality=place, percent=percent)
        Programme.objects.filter(pk=w.programme.pk).update(share_key="agreed", share_note="Bestuur, januari 2018.")
    response = sees("policy", "/doelen/intensivering/?gemeente=GM0981&op=30-09-2020")
    vaals = figures(response)["activation"]
    assert (vaals.counted, vaals.target, vaals.extra) == (1, 1, 1) and "op tempo" in response.text
    page = sees("policy", "/doelen/intensivering/?op=30-09-2020")
    table = next(one for one in page.context["by_municipality"] if one.key == "activation-municipalities")
    for place, column in enumerate(table.columns):
        if column.key != "share":
            assert sum(line.cells[place] for line in table.lines) == table.total.cells[place], column.key
    assert table.cell("total", "target") == 8 and table.cell("GM0981", "share") == 25
    assert "zoals de gemeenten hebben afgesproken. Bestuur, januari 2018." in table.note


def test_the_section_says_the_same_as_the_page(w, sees):
    path = "/doelen/intensivering/?op=30-09-2020&jaar=2020"
    page = sees("policy", path).context
    with acting_as(w.acting("policy")):
        scope, _form = scope_of(w.staff["policy"], {"programma": "intensivering", "op": "30-09-2020", "jaar": "2020"})
        there = {table.key: table for table in tables(scope)}
    shown = [*page["by_municipality"], page["by_partner"], *(result["table"] for result in page["results"])]
    assert [kept(there[table.key]) for table in shown] == [kept(table) for table in shown]
    assert all(read(kept(table)) for table in there.values())


def test_a_programme_that_is_not_begun_says_so(w, sees, trusted):
    with trusted():
        ProgrammeFactory(
            chain=w.chain,
            key="later",
            started_on=dt.date(today().year + 1, 1, 1),
            ended_on=dt.date(today().year + 2, 12, 31),
        )
    response = sees("policy", "/doelen/later/")
    assert "nog niet begonnen" in response.text and "Kies een latere dag" not in response.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("op=31-12-2017", "Dit programma begon op 1 jan 2018"),
        ("op=31-02-2020", "Deze dag bestaat niet"),
        ("op=gisteren", "Vul de datum in als dag-maand-jaar"),
        (f"op={(today() + dt.timedelta(1)).strftime('%d-%m-%Y')}", "Deze dag moet nog komen"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field(sees, asked, said):
    response = sees("policy", f"/doelen/intensivering/?{asked}")
    assert response.status_code == 200
    assert said in response.text


def test_another_chains_programme_is_not_there(w, sees, trusted):
    with trusted():
        w.programme.pk = None
        w.programme.key, w.programme.chain = "elders", w.other_chain
        w.programme.save(force_insert=True)
    assert sees("policy", "/doelen/elders/").status_code == 404
    assert sees("policy", "/doelen/nergens/").status_code == 404


def test_saved_benefits_are_extra_outflow_times_the_saving(sees):
    response = sees("policy", "/doelen/intensivering/?op=10-02-2020")
    assert "1 extra uitgestroomd × € 8.500".replace(" ", "") in response.text.replace("\u00a0", "").replace(" ", "")


def test_without_a_baseline_the_page_says_counted_and_shows_no_gap(w, sees, trusted):
    with trusted():
        Target.objects.filter(kind="activation", year=2019).update(baseline=None)
    response = sees("policy", "/doelen/intensivering/?op=30-09-2020")
    assert figures(response)["activation"].extra is None
    assert "Er is nog geen basislijn" in response.text


def test_a_changed_fact_is_told_until_it_is_counted(w, sees, trusted):
    assert not sees("policy", "/doelen/intensivering/").context["behind"]
    with trusted():
        Outbox.objects.create(chain=w.chain, topic="facts", payload={"clients": [1]})
    response = sees("policy", "/doelen/intensivering/")
    assert response.context["behind"]
    assert "hx-trigger" in response.text


def test_the_fragment_is_the_pages_own_part(sees):
    path = "/doelen/intensivering/?op=30-09-2020"
    part, page = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", sees("policy", path, **headers).text).strip()
        for headers in ({"HTTP_HX_REQUEST": "true"}, {})
    )
    assert part.startswith('<div class="stack')
    assert part in page


def test_persons_are_linked_only_for_those_who_may_see_them(sees):
    assert "/personen/" in sees("manager", "/doelen/intensivering/").text
    for user in ("policy", "coordinator", "trainer"):
        assert "/personen/" not in sees(user, "/doelen/intensivering/").text


@pytest.mark.parametrize(("user", "names"), [
    ("consultant", {"step", "team", "unknown"}), ("manager", {"step", "team", "unknown"}), ("annex_manager", {"step", "team"}),
])  # fmt: skip
def test_the_persons_behind_a_figure_are_those_within_sight(w, sees, user, names):
    response = sees(user, "/doelen/intensivering/personen/?soort=activation")
    assert {row["number"] for row in response.context["rows"]} == {w[name].number for name in names}
    assert response.context["whole"] == 3


@pytest.mark.parametrize("user", ["policy", "coordinator", "trainer", "privacy", "admin"])
def test_no_persons_for_other_functions(sees, user):
    assert sees(user, "/doelen/intensivering/personen/").status_code == 403


def test_the_looks_at_the_persons_are_logged_with_the_parts_shown(w, sees, trusted):
    with trusted():
        step = StepFactory(client=w["step"], partner=w.partners["annex"], started_on=dt.date(2018, 5, 1))
        Result.objects.filter(client=w["step"], kind="activation").update(evidence=step.pk)
        Look.objects.all().delete()
    sees("annex_manager", "/doelen/intensivering/personen/?soort=activation")
    sees("manager", "/doelen/intensivering/personen/?soort=outflow&op=10-02-2020")
    with trusted():
        told = [(look.membership_id, look.client_id, look.parts) for look in Look.objects.order_by("pk")]
    annex, contact = w.acting("annex_manager"), w.acting("manager")
    parts = ["client", "results", "plan"]
    assert sorted(look for look in told if look[0] == annex) == sorted(
        (annex, w[name].pk, parts) for name in ("team", "step")
    )
    assert [look for look in told if look[0] == contact] == [(contact, w["step"].pk, ["client", "results"])]


def test_the_persons_follow_the_filters(w, sees):
    path = "/doelen/intensivering/personen/?soort=activation"
    for more, names in [("&jaar=2020", {"team", "unknown"}), ("&gemeente=GM0981", {"team"}), ("&partner=mtb", set()),
                        ("&op=01-06-2018", {"step"})]:  # fmt: skip
        rows = sees("consultant", path + more).context["rows"]
        assert {row["number"] for row in rows} == {w[name].number for name in names}, more


def test_a_mangled_page_address_is_the_first_page(sees):
    for na in ("x", "2020-01-01", "2020-13-01_5", "_", "2020-01-01_zz"):
        assert len(sees("consultant", f"/doelen/intensivering/personen/?na={na}").context["rows"]) == 3


def test_the_rules_stand_beside_the_figures(sees):
    text = sees("trainer", "/doelen/regels/").text
    assert "183 dagen" in text
    assert "31 dagen" in text
