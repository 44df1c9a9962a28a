"""The pages of matching: who sees what, the names of whom, and that what matters is set by who may."""

import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from clients.models import Look
from placement.match_employers import employers_for
from placement.matching import cards_for, vacancies_for
from placement.models import CardRequest, Requirement, WorkCard
from tests.factories import (
    ClientFactory,
    EmployerFactory,
    IntroductionFactory,
    LanguageFactory,
    MediationFactory,
    OccupationFactory,
    OpennessFactory,
    RequirementFactory,
    TargetOccupationFactory,
    VacancyFactory,
    WorkProfileFactory,
)
from tests.kept import kept
from tests.world import World, world


@kept
def matching_world() -> World:
    """A vacancy for a kitchen help; `cook` and `help` are marked ready, `both` is known to Annex; SZMH sees them all."""
    w = world()
    w.help = OccupationFactory(name="keukenhulp", isco="9412", sector="catering")
    w.cook = OccupationFactory(name="kok", isco="5120", sector="catering")
    w.clerk = OccupationFactory(name="receptionist", isco="4226", sector="administration")
    w.employer = EmployerFactory(chain=w.chain, name="Brasserie Het Bassin", sector="catering")
    w.vacancy = VacancyFactory(
        chain=w.chain, employer=w.employer, partner=w.partners["podium24"], author=w.staff["adviser"].user, title="Keukenhulp",
        occupation=w.help, hours_min=16, hours_max=24, shifts=["day"], postcode="6211 AB", without_car="1",
    )  # fmt: skip
    for kind in ("occupation", "hours", "reach"):
        RequirementFactory(vacancy=w.vacancy, kind=kind, amount=None)
    w.dutch = RequirementFactory(vacancy=w.vacancy, kind="language", value="nld", amount=2, must=True)
    for name, occupation, command in (("cook", w.cook, "3"), ("help", w.help, "1"), ("clerk", w.clerk, "4")):
        w.clients[name] = client = ClientFactory(chain=w.chain, lives=w.maastricht, first_name=name, last_name="Jansen")
        WorkProfileFactory(client=client, hours_min=12, hours_max=20, postcode="6222 BB")
        TargetOccupationFactory(client=client, occupation=occupation)
        LanguageFactory(client=client, code="nld", speaking=command, listening=command)
        MediationFactory(client=client, by=w.staff["consultant"].user)
    return w


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return matching_world()


@pytest.fixture
def get(w):
    def asked(name, address, status=200):
        browser = Browser()
        browser.force_login(w.staff[name].user)
        answer = browser.get(address)
        assert answer.status_code == status, (name, address)
        return answer.content.decode()

    return asked


@pytest.fixture
def post(w):
    def sent(name, address, data):
        browser = Browser()
        browser.force_login(w.staff[name].user)
        return browser.post(address, data)

    return sent


def codes(page: str) -> list[str]:
    return re.findall(r'id="k-(\w+)"', page)


def code_of(client) -> str:
    return client.mediations.get().card.code


# For a vacancy


def test_the_employer_service_gets_anonymous_cards_with_their_reasons(w, get, trusted):
    page = get("adviser", reverse("vacancy_matches", args=[w.vacancy.pk]))
    with trusted():
        assert codes(page) == [
            code_of(w["cook"]),
            code_of(w["help"]),
        ]  # who lacks a must comes last; the clerk wants else
    assert "Jansen" not in page and w["cook"].number not in page
    assert "Vraag wie dit is" in page and "1 eis past niet" in page
    assert page.count("past niet</span>") >= 1 and "(moet)" in page.replace("<b>", "").replace("</b>", "")


def test_the_point_of_contact_sees_the_names_of_its_people_and_every_look_is_logged(w, get, trusted):
    with trusted():
        Look.objects.all().delete()
    page = get("consultant", reverse("vacancy_matches", args=[w.vacancy.pk]))
    assert "cook Jansen" in page and "Voordragen" in page and "Vraag wie dit is" not in page
    with trusted():
        assert set(Look.objects.values_list("client", flat=True)) == {w["cook"].pk, w["help"].pk}
        assert all("profile" in look.parts for look in Look.objects.all())


def test_who_reads_no_cards_gets_no_page(w, get):
    for name in ("trainer", "coach", "manager", "annex_consultant", "policy"):
        get(name, reverse("vacancy_matches", args=[w.vacancy.pk]), 403)
    get("stranger", reverse("vacancy_matches", args=[w.vacancy.pk]), 404)


def test_a_card_that_was_asked_for_says_so(w, get, trusted):
    with trusted():
        mark = w["cook"].mediations.get()
        CardRequest.objects.create(
            chain=w.chain, mediation=mark, code=mark.card.code, partner=w.partners["podium24"], vacancy=w.vacancy,
            author=w.staff["adviser"].user, why="Kan koken", asked_on=today(),
        )  # fmt: skip
    page = get("adviser", reverse("vacancy_matches", args=[w.vacancy.pk]))
    assert page.count("al gevraagd") == 1 and page.count("Vraag wie dit is") == 1


def test_who_was_introduced_already_is_marked(w, get, trusted):
    with trusted():
        IntroductionFactory(
            client=w["cook"], vacancy=w.vacancy, employer=w.employer, partner=w.partners["szmh"],
            author=w.staff["consultant"].user,
        )  # fmt: skip
    assert get("consultant", reverse("vacancy_matches", args=[w.vacancy.pk])).count("al voorgedragen") == 1
    assert get("consultant", reverse("client_matches", args=[w["cook"].number])).count("al voorgedragen") == 1


def test_the_page_asks_as_much_for_many_cards_as_for_few(w, trusted):
    def queries() -> int:
        browser = Browser()
        browser.force_login(w.staff["consultant"].user)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(reverse("vacancy_matches", args=[w.vacancy.pk]))
        return len(asked)

    queries()
    few = queries()
    with trusted():
        for _ in range(12):
            client = ClientFactory(chain=w.chain, lives=w.maastricht)
            TargetOccupationFactory(client=client, occupation=w.help)
            MediationFactory(client=client, by=w.staff["consultant"].user)
    assert queries() == few <= 20


def test_the_next_page_goes_on_where_this_one_ends(w, get, trusted):
    with trusted():
        WorkCard.objects.bulk_create(
            WorkCard(chain=w.chain, code=f"Q{n:05d}", occupations=[w.help.pk], groups=["941"], sectors=["catering"],
                     changed_on=today())
            for n in range(40)
        )  # fmt: skip
    here = reverse("vacancy_matches", args=[w.vacancy.pk])
    first = codes(get("adviser", here))
    second = codes(get("adviser", f"{here}?na={first[-1]}"))
    assert len(first) == 25 and len(second) == 17 and not set(first) & set(second)
    assert "Dit was de laatste kaart" in get("adviser", f"{here}?na=NIEMAND")


# Weights


def weights(w, **changed) -> dict:
    rows = Requirement.objects.filter(vacancy=w.vacancy)
    data = {}
    for row in rows:
        seen = f'{{"must": "{row.must}", "weight": "{row.weight}"}}'
        data |= {f"r{row.pk}-must": str(row.must), f"r{row.pk}-weight": str(row.weight), f"r{row.pk}-seen": seen}
    return data | {f"r{w.dutch.pk}-{name}": value for name, value in changed.items()}


def test_who_may_change_the_vacancy_weighs_and_the_order_follows_at_once(w, get, post, trusted):
    here = reverse("vacancy_weights", args=[w.vacancy.pk])
    assert "Nederlands" in get("adviser", here)
    with trusted():
        data = weights(w, must="False", weight="1")
        expected = [code_of(w["help"]), code_of(w["cook"])]
    with (
        trusted()
    ):  # without the must: 6 points of 8 for the cook, who wants work like it, as many for the help; unknown the same
        before = {row.pk: (row.must, row.weight) for row in Requirement.objects.filter(vacancy=w.vacancy)}
    assert post("adviser", here, data).status_code == 302
    with trusted():
        after = {row.pk: (row.must, row.weight) for row in Requirement.objects.filter(vacancy=w.vacancy)}
        assert after == before | {w.dutch.pk: (False, 1)}
        heavy = Requirement.objects.get(vacancy=w.vacancy, kind="occupation")
        data = weights(w) | {f"r{heavy.pk}-weight": "5"}
    assert post("adviser", here, data).status_code == 302
    assert codes(get("adviser", reverse("vacancy_matches", args=[w.vacancy.pk]))) == expected


def test_others_read_no_weights_and_change_none(w, get, post, trusted):
    here = reverse("vacancy_weights", args=[w.vacancy.pk])
    with trusted():
        data = weights(w, weight="5")
    for name in ("trainer", "coach", "manager"):
        get(name, here, 403)
        assert post(name, here, data).status_code == 403
    get("stranger", here, 404)


def test_a_weight_that_there_is_not_is_refused_and_named(w, post, trusted):
    with trusted():
        data = weights(w, weight="9")
    answer = post("adviser", reverse("vacancy_weights", args=[w.vacancy.pk]), data)
    assert answer.status_code == 422 and f'href="#id_r{w.dutch.pk}-weight"' in answer.content.decode()


def test_what_another_weighed_meanwhile_is_shown_and_what_only_one_changed_is_kept(w, post, trusted):
    here = reverse("vacancy_weights", args=[w.vacancy.pk])
    with trusted():
        data, other = weights(w, weight="3"), weights(w, must="False")
        Requirement.objects.filter(pk=w.dutch.pk).update(weight=5)
    stale = post("adviser", here, data)
    assert stale.status_code == 422 and "Nu staat er:" in stale.content.decode()
    assert post("adviser", here, other).status_code == 302  # this one touched the must alone
    with trusted():
        w.dutch.refresh_from_db()
    assert (w.dutch.must, w.dutch.weight) == (False, 5)


# For a person


def test_a_person_gets_the_vacancies_that_fit_with_reasons(w, get):
    page = get("consultant", reverse("client_matches", args=[w["help"].number]))
    assert "Brasserie Het Bassin" in page and "1 eis past niet" in page and "Voordragen" in page
    assert "Geen vacature gevonden" in get("consultant", reverse("client_matches", args=[w["clerk"].number]))


def test_a_page_of_a_person_is_for_who_reads_the_profile_and_vacancies(w, get):
    here = reverse("client_matches", args=[w["help"].number])
    for name in ("trainer", "adviser", "annex_consultant", "stranger"):
        get(name, here, 404)
    get("manager", here, 403)


def test_without_wishes_all_open_vacancies_are_shown_and_it_says_so(w, get):
    page = get("consultant", reverse("client_matches", args=[w["unknown"].number]))
    assert "nog geen beroep of sector" in page and "Brasserie Het Bassin" in page


def test_what_is_not_open_is_not_offered(w, trusted):
    for change in ({"status": "paused"}, {"taken": 1}, {"closes_on": today().replace(year=2020)}):
        with trusted():
            type(w.vacancy).objects.filter(pk=w.vacancy.pk).update(**change)
        with acting_as(w.acting("consultant")):
            assert vacancies_for(w["help"]) == []
            assert cards_for(w.vacancy)  # it may be looked at
        with trusted():
            type(w.vacancy).objects.filter(pk=w.vacancy.pk).update(status="open", taken=0, closes_on=None)


def test_employers_open_to_somebody_are_found_by_work_and_never_by_group(w, trusted):
    with trusted():
        by = {"author": w.staff["adviser"].user, "talked_on": today()}
        OpennessFactory(employer=w.employer, adaptations=["simple-dutch", "seated"], groups=["statushouder"], **by)
        other = EmployerFactory(chain=w.chain, name="Hotel Geulzicht", sector="catering")
        OpennessFactory(employer=other, adaptations=["seated"], groups=["statushouder", "45plus"], **by)
        office = EmployerFactory(chain=w.chain, name="Kantoor", sector="administration")
        OpennessFactory(employer=office, adaptations=["simple-dutch"], **by)
        took = EmployerFactory(chain=w.chain, name="Aula", sector="education")
        VacancyFactory(chain=w.chain, employer=took, occupation=w.help, taken=1, status="closed")
    with acting_as(w.acting("consultant")):
        found = {each.name: each.reasons for each in employers_for(w["help"])}
    assert found == {
        "Brasserie Het Bassin": [
            "werk in horeca en toerisme", "Spreekt nog weinig Nederlands: weinig Nederlands nodig",
        ],
        "Aula": ["nam hier eerder mensen aan: keukenhulp"],
    }  # fmt: skip
