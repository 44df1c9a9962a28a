"""Vacancies: what is open, the acts and who may do them, the list with its search and its pages, and the notice."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.once import NotNow
from placement import vacancies
from placement.finding_sql import FEW
from placement.models import Vacancy
from placement.models.vacancies import MOVES
from placement.vacancies import STATES, move, notices, open_ones, state
from tests.factories import (
    CohortFactory,
    EmployerFactory,
    IntroductionFactory,
    OccupationFactory,
    PlacementFactory,
    RequirementFactory,
    SiteFactory,
    VacancyFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db
LIST = "/vacatures/"
# Who changes a vacancy of Annex: Annex itself, the employer service, and the point of contact.
CHANGES = {"consultant", "lead", "trainer", "annex_consultant", "adviser"}


@pytest.fixture
def offered(w, trusted):
    """A vacancy of Annex, with what makes it found."""
    with trusted():
        cook = OccupationFactory(name="keukenhulp", sector="catering")
        hotel = EmployerFactory(chain=w.chain, name="Hôtel De Poort", place="Maastricht")
        w.vacancy = VacancyFactory(
            chain=w.chain, employer=hotel, partner=w.partners["annex"], author=w.staff["trainer"].user, occupation=cook,
            title="Medewerker spoelkeuken", place="Vaals", positions=2, hours_min=12, hours_max=24,
        )  # fmt: skip
        RequirementFactory(vacancy=w.vacancy, kind="licence", value="B", amount=None, must=True)
    return w.vacancy


def shown(answer) -> list[str]:
    return [row["vacancy"].title for row in answer.context["rows"]]


@pytest.mark.parametrize(
    ("facts", "called"),
    [
        ({}, "open"),
        ({"closes_on": days_ago(0)}, "open"),
        ({"closes_on": days_ago(1)}, "past"),
        ({"status": "paused"}, "paused"),
        ({"status": "closed", "closes_on": days_ago(1)}, "closed"),
        ({"positions": 3, "taken": 3}, "full"),
        ({"positions": 3, "taken": 2}, "open"),
    ],
)
def test_what_is_offered_is_open_has_room_and_is_not_past_its_day(trusted, facts, called):
    with trusted():
        vacancy = VacancyFactory(**facts)
        assert state(vacancy) == called
        assert open_ones(vacancy.chain_id).exists() == (called == "open")


class TestActs:
    @pytest.mark.parametrize("name", ["consultant", "lead", "trainer", "annex_consultant", "adviser", "coach"])
    def test_who_brought_it_in_the_employer_service_and_the_point_of_contact_may(self, w, offered, name):
        by = w.staff[name]
        with acting_as(by.pk):
            if name in CHANGES:
                assert move(offered, "pause", by=by).status == "paused"
            else:
                with pytest.raises(PermissionDenied):
                    move(offered, "pause", by=by)

    @pytest.mark.parametrize("status", ["open", "paused", "closed"])
    @pytest.mark.parametrize("act", MOVES)
    def test_only_the_moves_of_the_table_are_made(self, w, offered, trusted, act, status):
        with trusted():
            Vacancy.objects.filter(pk=offered.pk).update(status=status)
        before, after = MOVES[act]
        with acting_as(w.acting("adviser")):
            if status in before:
                assert move(offered, act, "Zelf iemand gevonden.", by=w.staff["adviser"]).status == after
            else:
                with pytest.raises(NotNow):
                    move(offered, act, "Zelf iemand gevonden.", by=w.staff["adviser"])

    def test_closing_takes_a_reason_and_reopening_takes_it_away(self, w, offered):
        by = w.staff["trainer"]
        with acting_as(by.pk):
            with pytest.raises(ValidationError):
                move(offered, "close", " ", by=by)
            assert move(offered, "close", "Het werk gaat niet door.", by=by).closed_why == "Het werk gaat niet door."
            assert move(offered, "reopen", by=by).closed_why == ""

    def test_a_vacancy_of_another_chain_is_not_there(self, w, offered):
        with acting_as(w.acting("stranger")), pytest.raises(Vacancy.DoesNotExist):
            move(offered, "pause", by=w.staff["stranger"])

    def test_what_a_site_says_is_taken_over_where_the_vacancy_is_silent(self, w, trusted):
        with trusted():
            site = SiteFactory(employer__chain=w.chain, postcode="6221 AB", place="Maastricht", without_car="1")
        by = w.staff["adviser"]
        with acting_as(by.pk):
            new = Vacancy(employer=site.employer, site=site, title="Inpakker", place="Beatrixhaven")
            vacancies.bring_in(new, [], by=by)
            new.refresh_from_db()
        assert (new.postcode, new.place, new.without_car) == ("6221 AB", "Beatrixhaven", "1")
        assert (new.partner_id, new.author_id, new.opened_on) == (by.partner_id, by.user_id, today())


class TestPage:
    def test_others_read_it_and_find_no_button(self, signed_in, offered):
        page = signed_in("coach").get(f"{LIST}{offered.pk}/")
        assert page.status_code == 200
        assert not page.context["acts"]
        assert "wijzigen/" not in page.content.decode()
        assert signed_in("coach").get(f"{LIST}{offered.pk}/wijzigen/").status_code == 403
        assert signed_in("coach").post(f"{LIST}{offered.pk}/stand/pause/").status_code == 403
        assert signed_in("stranger").get(f"{LIST}{offered.pk}/").status_code == 404
        assert signed_in("policy").get(f"{LIST}{offered.pk}/").status_code == 403

    def test_it_is_paused_resumed_and_closed_from_its_page(self, signed_in, offered):
        browser, here = signed_in("trainer"), f"{LIST}{offered.pk}/"
        assert [act for act, _name, _once in browser.get(here).context["acts"]] == ["pause", "close"]
        browser.post(f"{here}stand/pause/", {})
        assert browser.get(here).context["state"] == "paused"
        browser.post(f"{here}stand/resume/", {})
        assert browser.post(f"{here}stand/close/", {"why": ""}).status_code == 422
        assert browser.post(f"{here}stand/close/", {"why": "Ingevuld."}).status_code == 302
        assert "Ingevuld." in browser.get(here).content.decode()

    def test_who_comes_too_late_is_told_so(self, signed_in, offered):
        browser, here = signed_in("trainer"), f"{LIST}{offered.pk}/"
        browser.post(f"{here}stand/pause/", {})
        answer = browser.post(f"{here}stand/pause/", {}, follow=True)
        assert "een collega was u voor" in answer.content.decode()
        assert browser.get(f"{here}stand/sell/").status_code == 404

    def test_what_is_past_says_so(self, signed_in, offered, trusted):
        with trusted():
            Vacancy.objects.filter(pk=offered.pk).update(closes_on=days_ago(1))
        assert str(STATES["past"][0]) in signed_in("coach").get(f"{LIST}{offered.pk}/").content.decode()


class TestList:
    @pytest.mark.parametrize(
        "typed", ["spoel", "hotel", "Hôtel poort", "keukenhulp", "vaals", "MEDEW vaals hotel", "sp", "s-poelk"]
    )
    def test_it_is_found_by_words_of_title_employer_occupation_and_place(self, signed_in, offered, typed):
        found = shown(signed_in("coach").get(LIST, {"q": typed}))
        assert found == ([] if typed == "s-poelk" else ["Medewerker spoelkeuken"])

    def test_words_that_many_have_and_that_few_have_find_what_has_all_of_them(self, w, signed_in, offered, trusted):
        common = {
            "chain": w.chain, "employer": offered.employer, "partner": offered.partner, "author": offered.author,
            "place": "Simpelveld", "opened_on": today(),
        }  # fmt: skip
        with trusted():
            Vacancy.objects.bulk_create(Vacancy(**common, title=f"Inpakker {n}") for n in range(FEW + 3))
            Vacancy.objects.bulk_create(Vacancy(**common, title=f"Sorteerder {n}") for n in range(FEW + 3))
            for title in ("Inpakker Sorteerder", "Zeldzame Inpakker"):
                VacancyFactory(**common, title=title)
        browser = signed_in("coach")
        for typed in ("inpak sorteer", "sorteer inpak simpel"):
            assert shown(browser.get(LIST, {"q": typed})) == ["Inpakker Sorteerder"]
        assert shown(browser.get(LIST, {"q": "inpak zeldz"})) == ["Zeldzame Inpakker"]
        assert shown(browser.get(LIST, {"q": "inpak vaals"})) == shown(browser.get(LIST, {"q": "zeldz sorteer"})) == []
        with connection.cursor() as cursor:
            for name in ("trainer", "stranger", "privacy"):
                with acting_as(w.acting(name)):
                    cursor.execute("select count(*) from snoer_vacancies_having('{zeldz,inpak}')")
                    assert cursor.fetchone() == (int(name == "trainer"),), name

    def test_what_an_employer_or_a_vacancy_is_called_later_finds_it(self, w, signed_in, offered, trusted):
        with trusted():
            offered.employer.name = "Brasserie Zuid"
            offered.employer.save()
            offered.title = "Afwasser"
            offered.save()
        browser = signed_in("coach")
        assert shown(browser.get(LIST, {"q": "brasserie afw"})) == ["Afwasser"]
        assert shown(browser.get(LIST, {"q": "poort"})) == shown(browser.get(LIST, {"q": "spoel"})) == []

    @pytest.mark.parametrize(
        ("facts", "asked", "others"),
        [
            ({"kind": "volunteering"}, {"soort": "volunteering"}, {"soort": "carved"}),
            ({"without_car": "1"}, {"auto": "niet"}, {"auto": "niet", "soort": "carved"}),
            ({"hours_min": 30}, {"uren": "32"}, {"uren": "24"}),
            ({"status": "closed"}, {"stand": "gesloten"}, {}),
            ({"status": "paused"}, {"stand": "even-niet"}, {"stand": "gesloten"}),
            ({"positions": 1, "taken": 1}, {"stand": "vol"}, {}),
            ({"closes_on": days_ago(2)}, {"stand": "verlopen"}, {}),
            ({"status": "closed"}, {"stand": "alle"}, {"stand": "vol"}),
        ],
    )
    def test_choices_narrow_it_and_stand_in_the_address(self, w, signed_in, trusted, facts, asked, others):
        with trusted():
            VacancyFactory(chain=w.chain, title="Deze", **facts)
        browser = signed_in("coach")
        page = browser.get(LIST, asked)
        assert shown(page) == ["Deze"]
        assert shown(browser.get(page.context["asked"].address())) == ["Deze"]
        assert shown(browser.get(LIST, others)) == []

    def test_by_sector_of_the_occupation_or_else_of_the_employer(self, w, signed_in, offered, trusted):
        with trusted():
            shop = EmployerFactory(chain=w.chain, sector="retail")
            VacancyFactory(chain=w.chain, employer=shop, title="Iets in de winkel")
            VacancyFactory(chain=w.chain, employer=shop, title="Spoelen", occupation=offered.occupation)
        browser = signed_in("coach")
        assert shown(browser.get(LIST, {"sector": "retail"})) == ["Iets in de winkel"]
        assert set(shown(browser.get(LIST, {"sector": "catering"}))) == {"Medewerker spoelkeuken", "Spoelen"}

    def test_by_project_by_employer_and_mine(self, w, signed_in, offered, trusted):
        with trusted():
            cohort = CohortFactory(project__chain=w.chain)
            place = VacancyFactory(chain=w.chain, kind="project", cohort=cohort, title="Plek in de groep")
        assert shown(signed_in("coach").get(LIST, {"project": cohort.project_id})) == ["Plek in de groep"]
        assert shown(signed_in("coach").get(LIST, {"werkgever": place.employer_id})) == ["Plek in de groep"]
        assert shown(signed_in("trainer").get(LIST, {"wie": "mijn"})) == ["Medewerker spoelkeuken"]
        assert shown(signed_in("coach").get(LIST, {"wie": "mijn"})) == []

    def test_what_the_address_says_and_nobody_understands_is_left_out(self, signed_in, offered):
        strange = {"soort": "x", "sector": "'", "uren": "veel", "project": "0", "werkgever": "99999", "sorteer": "loon",
                   "na": "x", "voor": "²", "stand": "weg"}  # fmt: skip
        assert shown(signed_in("coach").get(LIST, strange)) == ["Medewerker spoelkeuken"]
        assert signed_in("coach").get(LIST, {"q": "a\x00b ---"}).status_code == 200

    @pytest.mark.parametrize("sort", ["nieuw", "sluit"])
    def test_pages_go_on_and_back_and_lose_nobody(self, w, signed_in, trusted, sort):
        """With equal days in between, and some that never close."""
        with trusted():
            for n in range(60):
                closes = today() + dt.timedelta(n // 4) if n % 3 else None
                VacancyFactory(chain=w.chain, title=f"V{n}", opened_on=days_ago(n // 7), closes_on=closes)
        browser, seen, url = signed_in("coach"), [], f"{LIST}?sorteer={sort}"
        pages = []
        while url:
            page = browser.get(url)
            pages.append(shown(page))
            seen += pages[-1]
            url = page.context["next_url"]
        assert [len(rows) for rows in pages] == [25, 25, 10]
        assert len(set(seen)) == 60
        back = browser.get(page.context["previous_url"])
        assert shown(back) == pages[1]
        assert shown(browser.get(back.context["previous_url"])) == pages[0]
        with trusted():
            by_title = {row.title: row for row in Vacancy.objects.filter(chain=w.chain)}
        order = [by_title[title] for title in seen]
        if sort == "nieuw":
            assert order == sorted(order, key=lambda row: (row.opened_on, row.pk), reverse=True)
        else:
            assert order == sorted(order, key=lambda row: (row.until, row.pk))

    def test_it_asks_no_more_for_more_vacancies(self, w, signed_in, offered, trusted):
        browser = signed_in("coach")
        numbers = []
        for _turn in range(2):
            browser.get(LIST)
            with CaptureQueriesContext(connection) as queries:
                browser.get(LIST, {"q": "medewerker"})
            numbers.append(len(queries))
            with trusted():
                for _n in range(12):
                    RequirementFactory(vacancy=VacancyFactory(chain=w.chain), must=True)
        assert numbers[0] == numbers[1] <= 10  # two of them begin and end the transaction

    def test_a_fragment_is_the_pages_own_table(self, signed_in, offered):
        whole = signed_in("coach").get(LIST).content.decode()
        part = signed_in("coach").get(LIST, headers={"HX-Request": "true"}).content.decode()
        assert part.strip() in whole

    def test_who_does_not_read_vacancies_is_refused(self, signed_in):
        for name in ("policy", "coordinator", "privacy", "admin", "archivist"):
            assert signed_in(name).get(LIST).status_code == 403
        assert signed_in("manager").get(LIST).status_code == 200


class TestNotice:
    def _told(self, w, name="trainer"):
        with acting_as(w.acting(name)):
            return [notice.text for notice in notices(w.staff[name])]

    def test_who_brought_it_in_hears_that_it_closes_and_nobody_was_introduced(self, w, offered, trusted):
        assert self._told(w) == []
        with trusted():
            Vacancy.objects.filter(pk=offered.pk).update(closes_on=today() + dt.timedelta(7))
        assert len(self._told(w)) == 1
        assert "spoelkeuken" in self._told(w)[0]
        assert self._told(w, "annex_consultant") == []

    def test_somebody_whom_one_does_not_see_was_introduced_too(self, w, offered, trusted):
        with trusted():
            Vacancy.objects.filter(pk=offered.pk).update(closes_on=today())
            IntroductionFactory(client=w["unknown"], vacancy=offered, employer=offered.employer,
                                partner=w.partners["szmh"], author=w.staff["consultant"].user)  # fmt: skip
        assert self._told(w) == []

    def test_what_is_full_or_past_is_not_told(self, w, offered, trusted):
        with trusted():
            Vacancy.objects.filter(pk=offered.pk).update(closes_on=days_ago(1))
        assert self._told(w) == []

    def test_it_stands_on_mijn_dag(self, w, signed_in, offered, trusted):
        with trusted():
            Vacancy.objects.filter(pk=offered.pk).update(closes_on=today())
        assert "sluit binnen een week" in signed_in("trainer").get(reverse("day")).content.decode()


def test_a_placement_takes_a_position(w, offered, trusted):
    with trusted():
        PlacementFactory(client=w["both"], vacancy=offered, employer=offered.employer, step__instrument=w.work)
        offered.refresh_from_db()
        assert (offered.taken, offered.free) == (1, 1)
