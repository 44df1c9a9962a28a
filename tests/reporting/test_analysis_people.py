"""Who is behind a number of the analysis, and on to a screening round: for who sees them and reads what is asked."""

import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from clients.models import Client, Look
from diagnosis.models import Screening, ScreeningEntry
from diagnosis.selections import described
from reporting import facets
from reporting.analysis_pages import PAGE
from reporting.facet_sql import FUNCTIONS, SOME
from tests.attacks import sql
from tests.reporting.caseloads import caseload_world, expected, fitting
from tests.world import STAFF, World


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = caseload_world()
    with acting_as(w.acting("count"), "test"):
        facets.renew(w.chain.pk)
    with trusted():
        w.people = expected(w)
    return w


def as_(w: World, name: str) -> Browser:
    browser = Browser()
    browser.force_login(w.staff[name].user)
    return browser


def listed(w: World, name: str, **chosen: str) -> list[int]:
    """Everybody on the pages of the list."""
    browser, ids = as_(w, name), []
    url = reverse("analysis_people") + "?" + "&".join(f"{key}={value}" for key, value in chosen.items())
    while url:
        response = browser.get(url)
        assert response.status_code == 200
        assert len(response.context["people"]) <= PAGE
        ids += [one.pk for one in response.context["people"]]
        url = response.context["next_url"]
    return ids


@pytest.mark.parametrize("chosen", [{"leeftijd": "18-26"}, {"gemeente": "GM0935"}, {"doelgroep": "onbekend"}, {"taal": "anders"},
                                    {"duur": "onbekend", "huishouden": "onbekend"}])  # fmt: skip
def test_the_lead_consultant_sees_everybody_who_is_counted_by_name(w, chosen):
    ids = listed(w, "lead", **chosen)
    assert sorted(ids) == sorted(fitting(w.people, **chosen))
    with acting_as(w.acting("lead"), "test"):
        names = [Client.objects.get(pk=pk).sort_name for pk in ids]
    assert names == sorted(names)


def test_a_manager_sees_by_municipality_those_of_the_own_organisation_and_no_other_part(w):
    assert sorted(listed(w, "manager", gemeente="GM0935")) == sorted(fitting(w.people, gemeente="GM0935"))
    seen = listed(w, "annex_manager", gemeente="GM0935")
    assert seen
    assert set(seen) < set(fitting(w.people, gemeente="GM0935"))
    for chosen in (
        "leeftijd=27-34",
        "duur=0-1",
        "arbeidsvermogen=0-29",
        "trede=1",
        "taal=nld",
        "gemeente=GM0935&opleiding=4",
    ):
        for name in ("manager", "annex_manager"):
            assert as_(w, name).get(f"{reverse('analysis_people')}?{chosen}").status_code == 403, (name, chosen)


def test_who_sees_no_files_or_does_not_steer_sees_nobody(w):
    for name in set(STAFF) - {"lead", "manager", "annex_manager", "podium24_manager"} | {"alderman", "stranger"}:
        assert as_(w, name).get(reverse("analysis_people")).status_code == 403, name


def test_the_function_itself_gives_whom_one_sees_and_by_what_one_reads(w):
    chain = w.chain.pk
    found = "select client_id from snoer_faceted(%s, %s::jsonb, null, null)"
    with acting_as(w.acting("stranger"), "test"):
        assert not sql(found, chain, "{}")
    with acting_as(w.acting("coordinator"), "test"):
        assert not sql(found, chain, "{}")
    with acting_as(w.acting("trainer"), "test"):
        assert {row[0] for row in sql(found, chain, "{}")} == set(Client.objects.values_list("pk", flat=True))
        assert not sql(found, chain, '{"age": 0}'), "who reads no birth dates learns nothing by them"
        assert not sql(found, chain, '{"duration": 0}')
        assert sql(found, chain, '{"ladder": 0}')


def test_it_tells_nothing_of_somebody_whom_one_does_not_see(w, trusted):
    """Of who stands after a person one would learn where that person's name stands in the alphabet."""
    after = "select client_id from snoer_faceted(%s, '{}', %s, 99)"
    with acting_as(w.acting("trainer"), "test"):
        seen = sql(after, w.chain.pk, None)
    with trusted():
        names = dict(Client.objects.values_list("pk", "sort_name"))
    first = names[seen[0][0]]
    hidden = [pk for pk, name in names.items() if (pk,) not in seen and name > first]
    assert len(hidden) > 1
    with acting_as(w.acting("trainer"), "test"):
        for pk in (*hidden, w["foreign"].pk, 0):
            assert sql(after, w.chain.pk, pk) == seen, names.get(pk)
        assert sql(after, w.chain.pk, seen[0][0]) == seen[1:]


def test_many_are_gone_along_by_name_and_are_the_same_people(w, trusted):
    """With the bound at two people instead of two thousand, all of the caseload is many."""
    signature, body = next((key, text) for key, text in FUNCTIONS.items() if key.startswith("snoer_faceted"))
    chosen = [{"gemeente": "GM0935"}, {"doelgroep": "onbekend"}, {"leeftijd": "aow", "taal": "nld"}]
    before = [listed(w, "lead", **each) for each in chosen], listed(w, "annex_manager", gemeente="GM0935")
    with trusted():
        sql(f"create or replace function {signature} {body.replace(str(SOME + 1), '3').replace(str(SOME), '2')}")
    assert ([listed(w, "lead", **each) for each in chosen], listed(w, "annex_manager", gemeente="GM0935")) == before
    with acting_as(w.acting("lead"), "test"):
        assert sql("select distinct number from snoer_faceted(%s, '{}', null, null)", w.chain.pk) == [(3,)]


def test_each_look_is_logged_with_the_parts_that_were_asked_for(w, trusted):
    with trusted():
        Look.objects.all().delete()
    ids = listed(w, "lead", leeftijd="27-34", doelgroep="onbekend")
    with trusted():
        rows = Look.objects.filter(membership=w.acting("lead"))
        assert {row.client_id for row in rows} == set(ids)
        assert all(row.parts == ["client", "identity", "capacity"] for row in rows)


def test_nobody_and_nonsense_in_the_address(w):
    page = as_(w, "lead").get(
        reverse("analysis_people") + "?trede=1&taal=ukr&leeftijd=aow&huishouden=family&opleiding=6"
    )
    assert "Niemand die u mag zien" in page.content.decode()
    assert as_(w, "lead").get(reverse("analysis_people") + "?na=999999999&gemeente=GM0935").status_code == 200
    assert as_(w, "lead").get(reverse("analysis_people") + "?na=x").context["people"]


# On to a round


def round_url(w: World, name: str, **chosen: str):
    return as_(w, name).get(reverse("analysis_screening"), chosen)


def test_who_makes_rounds_goes_on_with_the_same_people(w):
    chosen = {"arbeidsvermogen": "onbekend", "gemeente": "GM0935"}
    response = round_url(w, "lead", **chosen)
    assert response.status_code == 302
    page = as_(w, "lead").get(response["Location"])
    assert page.context["fits"].number == len(fitting(w.people, **chosen)) > 0
    assert {pk for pk, _since in page.context["fits"].first} == set(fitting(w.people, **chosen))


def test_nobody_else_goes_on_to_a_round(w):
    for name in set(STAFF) - {"lead"} | {"alderman", "stranger"}:
        assert round_url(w, name, leeftijd="27-34").status_code == 403, name


def test_a_municipality_alone_is_no_selection(w):
    for page in ("analysis", "analysis_people"):
        assert not as_(w, "lead").get(reverse(page), {"gemeente": "GM0935"}).context["round_url"]
        assert as_(w, "lead").get(reverse(page), {"gemeente": "GM0935", "taal": "nld"}).context["round_url"]
    assert round_url(w, "lead", gemeente="GM0935")["Location"].startswith(reverse("analysis"))
    page = as_(w, "lead").get(reverse("screening_new"), {"selectie": "facets", "kijk": 1, "gemeente": "GM0935"})
    assert page.status_code == 422
    assert "Kies ten minste één kenmerk" in page.content.decode()
    wrong = as_(w, "lead").get(reverse("screening_new"), {"selectie": "facets", "kijk": 1, "leeftijd": "oud"})
    assert wrong.status_code == 422


def test_the_round_holds_them_tells_what_was_chosen_and_leaves_them_out_of_the_next(w, trusted):
    chosen = {"doelgroep": "onbekend", "taal": "nld"}
    there = fitting(w.people, **chosen)
    url = round_url(w, "lead", **chosen)["Location"]
    posted = {
        "name": "Zonder doelgroep", "screeners": [w.acting("lead"), w.acting("adviser")],
        "started_on": f"{today():%d-%m-%Y}", "ends_on": f"{today():%d-%m-%Y}", "once": str(uuid.uuid4()),
    }  # fmt: skip
    assert as_(w, "lead").post(url, posted).status_code == 302
    with trusted():
        made = Screening.objects.get()
        assert (made.selection, made.parameters) == ("facets", {"facets": chosen})
        assert set(ScreeningEntry.objects.values_list("client", flat=True)) == set(there)
    assert (
        described(made.selection, made.parameters)
        == "doelgroep: geen doelgroep bekend, taal van het gesprek: Nederlands"
    )
    assert as_(w, "lead").get(url).context["fits"].number == 0
    page = as_(w, "lead").get(reverse("screening", args=[made.pk]))
    assert "geen doelgroep bekend" in page.content.decode()
    for url in (reverse("screenings"), reverse("screening", args=[made.pk])):
        told = as_(w, "adviser").get(url).content.decode()
        assert "doelgroep: " not in told, "who reads no target groups is not told of them"
        assert "taal van het gesprek: Nederlands, kenmerken uit delen van het dossier die u niet leest" in told
