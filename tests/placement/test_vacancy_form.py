"""The form of a vacancy: typed in two minutes, what is asked in one choice each, and who else changed it meanwhile."""

import uuid

import pytest
from django.test import Client as Browser

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from placement.models import Employer, Vacancy
from placement.requirements import Want, notation
from placement.vacancies import move
from tests.factories import (
    CohortFactory,
    ContactPersonFactory,
    EmployerFactory,
    OccupationFactory,
    OutlookFactory,
    RequirementFactory,
    SiteFactory,
    VacancyFactory,
    days_ago,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db
NEW = "/vacatures/nieuw/"


@pytest.fixture
def cook(trusted):
    with trusted():
        return OccupationFactory(name="keukenhulp", sector="catering", source="own")


@pytest.fixture
def vacancy(w, cook, trusted):
    with trusted():
        found = VacancyFactory(
            chain=w.chain, partner=w.partners["annex"], author=w.staff["trainer"].user, occupation=cook, title="Spoelhulp",
            employer__name="Hotel De Poort", positions=3, taken=2, hours_min=16, postcode="6211 AB",
        )  # fmt: skip
        RequirementFactory(vacancy=found, kind="licence", value="B", amount=None, must=True, weight=4)
        RequirementFactory(vacancy=found, kind="language", value="tir", amount=2)
        RequirementFactory(vacancy=found, kind="experience", amount=3)
        RequirementFactory(vacancy=found, kind="hours", amount=None)
    return found


def typed(**changed):
    """What is sent for a plain new vacancy at a new employer."""
    sent = {
        "employer": "Brasserie Zuid", "title": "Afwasser", "kind": "regular", "positions": "1", "version": "1",
        "agreement": "01", "once": str(uuid.uuid4()),
    }  # fmt: skip
    return {name: value for name, value in (sent | changed).items() if value is not None}


def as_shown(page) -> dict:
    """What a browser would send of the form as it stands on the page."""
    form = page.context["form"]
    sent = {field.html_name: field.value() for field in form}
    for name, value in list(sent.items()):
        widget = form.fields[name].widget
        shown = widget.format_value(value) if not hasattr(widget, "choices") else value
        sent[name] = "" if shown is None else shown
    return sent | {"once": str(uuid.uuid4())}


def made(w) -> Vacancy:
    with acting_as(w.acting("adviser")):
        return Vacancy.objects.select_related("employer", "occupation").latest("pk")


def asks(w, vacancy) -> str:
    with acting_as(w.acting("adviser")):
        return notation(vacancy.requirements.order_by("kind", "value"))


def wrong(answer) -> dict:
    assert answer.status_code == 422
    return {name: [str(error) for error in errors] for name, errors in answer.context["form"].errors.items()}


class TestNew:
    def test_three_fields_are_enough(self, w, signed_in):
        answer = signed_in("coach").post(NEW, typed())
        new = made(w)
        assert answer.headers["Location"] == f"/vacatures/{new.pk}/"
        assert (new.title, new.employer.name, new.employer.checked) == ("Afwasser", "Brasserie Zuid", False)
        assert (new.partner_id, new.author_id, new.opened_on) == (
            w.partners["mtb"].pk,
            w.staff["coach"].user_id,
            today(),
        )
        assert new.status == "open"

    def test_sent_twice_it_is_there_once(self, w, signed_in):
        browser, sent = signed_in("coach"), typed()
        assert browser.post(NEW, sent).headers["Location"] == browser.post(NEW, sent).headers["Location"]
        with acting_as(w.acting("adviser")):
            assert Vacancy.objects.count() == Employer.objects.filter(name="Brasserie Zuid").count() == 1

    def test_nothing_typed_tells_what_is_missing(self, signed_in):
        assert set(wrong(signed_in("coach").post(NEW, {"version": "1"}))) == {"employer", "title", "kind", "positions"}

    @pytest.mark.parametrize("name", ["consultant", "trainer", "coach", "adviser", "annex_consultant"])
    def test_everybody_who_guides_people_may(self, signed_in, name):
        assert signed_in(name).get(NEW).status_code == 200

    @pytest.mark.parametrize("name", ["manager", "policy", "privacy", "admin"])
    def test_others_may_not(self, signed_in, name):
        assert signed_in(name).get(NEW).status_code == 403
        assert signed_in(name).post(NEW, typed()).status_code == 403

    def test_an_employer_who_resembles_a_known_one_is_chosen_or_said_to_be_new(self, w, signed_in, trusted):
        with trusted():
            EmployerFactory(chain=w.chain, name="Brasserie Zuid en Noord")
        browser = signed_in("coach")
        page = browser.post(NEW, typed())
        assert "employer" in wrong(page)
        assert "Brasserie Zuid en Noord" in page.content.decode()
        assert browser.post(NEW, typed(new_employer="1")).status_code == 302

    def test_an_employer_is_known_whatever_its_capitals(self, w, signed_in, trusted):
        with trusted():
            known = EmployerFactory(chain=w.chain, name="brasserie ZUID")
        signed_in("coach").post(NEW, typed(employer="  Brasserie  Zuid "))
        assert made(w).employer_id == known.pk

    def test_from_an_employer_it_begins_with_that_name(self, w, signed_in, trusted):
        with trusted():
            employer = EmployerFactory(chain=w.chain, name="Hotel De Poort")
            theirs = EmployerFactory(chain=w.other_chain, name="Elders")
        browser = signed_in("coach")
        assert 'value="Hotel De Poort"' in browser.get(f"{NEW}?werkgever={employer.pk}").content.decode()
        assert "Elders" not in browser.get(f"{NEW}?werkgever={theirs.pk}").content.decode()

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"kind": "carved", "tasks": "Dienbladen klaarzetten"}, "carved_from"),
            ({"kind": "carved", "carved_from": "de keuken"}, "tasks"),
            ({"kind": "created"}, "tasks"),
            ({"kind": "project"}, "cohort"),
            ({"kind": "holiday"}, "kind"),
            ({"positions": "0"}, "positions"),
            ({"positions": "veel"}, "positions"),
            ({"hours_min": "32", "hours_max": "24"}, "hours_max"),
            ({"hours_min": "200"}, "hours_min"),
            ({"closes_on": day_typed(days_ago(1))}, "closes_on"),
            ({"closes_on": "31-02-2027"}, "closes_on"),
            ({"postcode": "62 maastricht"}, "postcode"),
            ({"occupation": "sterrenkijker"}, "occupation"),
            ({"shifts": ["dawn"]}, "shifts"),
            ({"title": "x" * 121}, "title"),
            ({"contract": "Z"}, "contract"),
            ({"site": "999999"}, "site"),
            ({"language_1": "ara"}, "language_1_level"),
            ({"language_1": "", "language_1_level": "2"}, "language_1"),
            ({"language_0": "nld", "language_1": "nld", "language_1_level": "2"}, "language_1"),
            ({"experience": "99"}, "experience"),
            ({"licence_B": "m9"}, "licence_B"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field_and_kept_as_typed(self, w, signed_in, changed, field):
        page = signed_in("coach").post(NEW, typed(**changed))
        assert field in wrong(page)
        assert "Brasserie Zuid" in page.content.decode()
        with acting_as(w.acting("adviser")):
            assert not Vacancy.objects.exists()

    def test_of_a_carved_job_it_says_which_tasks_and_split_off_from_what(self, w, signed_in):
        sent = {"kind": "carved", "tasks": "Dienbladen", "carved_from": "het werk van de verzorgenden"}
        signed_in("coach").post(NEW, typed(**sent))
        assert (made(w).tasks, made(w).carved_from) == ("Dienbladen", "het werk van de verzorgenden")

    def test_a_place_in_a_project_is_in_a_group_that_goes_on(self, w, signed_in, trusted):
        with trusted():
            now = CohortFactory(project__chain=w.chain)
            over = CohortFactory(project=now.project, started_on=days_ago(99), ended_on=days_ago(1))
            theirs = CohortFactory(project__chain=w.other_chain)
        browser = signed_in("coach")
        for cohort in (over, theirs):
            assert "cohort" in wrong(browser.post(NEW, typed(kind="project", cohort=cohort.pk)))
        assert browser.post(NEW, typed(kind="project", cohort=now.pk)).status_code == 302
        assert made(w).cohort_id == now.pk
        browser.post(NEW, typed(kind="regular", cohort=now.pk))
        assert made(w).cohort_id is None

    def test_site_and_contact_are_those_of_the_employer(self, w, signed_in, trusted):
        with trusted():
            site = SiteFactory(
                employer__chain=w.chain, employer__name="Brasserie Zuid", postcode="6211 CD", place="Maastricht"
            )
            person = ContactPersonFactory(employer=site.employer)
            elsewhere = SiteFactory(employer__chain=w.chain)
        browser = signed_in("coach")
        assert "site" in wrong(browser.post(NEW, typed(site=elsewhere.pk)))
        assert browser.post(NEW, typed(site=site.pk, contact=person.pk)).status_code == 302
        new = made(w)
        assert (new.site_id, new.contact_id, new.postcode) == (site.pk, person.pk, "6211 CD")

    @pytest.mark.parametrize(
        ("kind", "agreement"),
        [("regular", "01"), ("apprenticeship", "02"), ("volunteering", "03"), ("work-experience", "04")],
    )
    def test_the_form_of_work_follows_from_the_kind_where_nobody_says_otherwise(self, w, signed_in, kind, agreement):
        signed_in("coach").post(NEW, typed(kind=kind, agreement=None))
        assert made(w).agreement == agreement


class TestAsked:
    def test_each_is_one_choice_of_must_or_wish_and_weight(self, w, signed_in, cook):
        sent = {
            "occupation": "Keukenhulp", "hours_min": "16", "shifts": ["day"], "how_occupation": "m1", "how_hours": "w3",
            "how_shifts": "", "how_contract": "m5", "level": "2", "how_level": "w1", "experience": "2", "how_experience": "m1",
            "language_0": "nld", "language_0_level": "3", "language_0_how": "m1", "licence_B": "m2", "competence_on-time": "w1",
            "certificate_vca": "w1", "education": "", "how_education": "m5",
        }  # fmt: skip
        signed_in("coach").post(NEW, typed(**sent))
        assert asks(w, made(w)) == (
            "certificate:vca competence:on-time experience:2! hours*3 language:nld:3! level:2 licence:B*2! occupation!"
        )

    def test_choosing_kind_and_occupation_fills_in_what_is_usual(self, w, signed_in, cook, trusted):
        with trusted():
            OutlookFactory(
                chain=w.chain, occupation=cook, sector="catering", dutch="2", competences=["pace"], licences=[]
            )
        browser = signed_in("coach")
        sent = as_shown(browser.get(NEW)) | typed(occupation="keukenhulp", tasks="Afwassen", choose="1")
        page = browser.post(NEW, sent, headers={"HX-Request": "true"})
        assert page.status_code == 200
        assert "<html" not in page.content.decode()
        form = page.context["form"]
        assert (form["tasks"].value(), form["competence_pace"].value()) == ("Afwassen", "w1")
        assert (form["language_0_level"].value(), form["how_occupation"].value()) == (2, "w1")
        with acting_as(w.acting("adviser")):
            assert not Vacancy.objects.exists()

    def test_what_was_chosen_by_hand_stays_and_the_usual_of_another_kind_goes(self, w, signed_in, cook, trusted):
        with trusted():
            OutlookFactory(
                chain=w.chain, occupation=cook, sector="catering", dutch="2", competences=["pace"], licences=[]
            )
        browser = signed_in("coach")
        begun = typed(occupation="keukenhulp", choose="1")
        first = browser.post(NEW, as_shown(browser.get(NEW)) | begun)
        by_hand = {"kind": "volunteering", "licence_B": "m1", "choose": "1"}
        form = browser.post(NEW, as_shown(first) | by_hand).context["form"]
        assert (form["licence_B"].value(), form["competence_pace"].value()) == ("m1", "")
        assert form["how_agreement"].value() == "w1"

    def test_without_a_script_the_whole_page_comes_back(self, signed_in):
        page = signed_in("coach").post(NEW, typed(kind="carved", choose="1"))
        assert page.status_code == 200
        assert "</html>" in page.content.decode()
        assert 'name="carved_from"' in page.content.decode()

    def test_saved_as_it_is_shown_nothing_changes(self, w, signed_in, vacancy):
        browser, here = signed_in("trainer"), f"/vacatures/{vacancy.pk}/wijzigen/"
        before = asks(w, vacancy)
        assert browser.post(here, as_shown(browser.get(here))).status_code == 302
        assert asks(w, vacancy) == before == "experience:3 hours language:tir:2 licence:B*4!"
        now = made(w)
        for name in ("title", "positions", "taken", "hours_min", "postcode", "occupation_id", "employer_id", "status"):
            assert getattr(now, name) == getattr(vacancy, name)


class TestChange:
    def test_positions_do_not_go_below_what_is_taken(self, signed_in, vacancy):
        browser, here = signed_in("trainer"), f"/vacatures/{vacancy.pk}/wijzigen/"
        sent = as_shown(browser.get(here))
        told = wrong(browser.post(here, sent | {"positions": "1"}))
        assert told["positions"] == ["Er zijn al 2 plekken bezet: minder kan niet"]
        assert browser.post(here, sent | {"positions": "2"}).status_code == 302

    def test_what_another_changed_is_shown_and_not_lost(self, w, signed_in, vacancy):
        mine, theirs, here = signed_in("trainer"), signed_in("adviser"), f"/vacatures/{vacancy.pk}/wijzigen/"
        sent = as_shown(mine.get(here))
        theirs.post(here, as_shown(theirs.get(here)) | {"title": "Keukenheld"})
        page = mine.post(here, sent | {"place": "Vaals"})
        assert "__all__" in wrong(page)
        assert "Keukenheld" in page.content.decode()
        assert mine.post(here, as_shown(page)).status_code == 302

    def test_what_another_asks_meanwhile_is_not_overwritten_unseen(self, w, signed_in, vacancy):
        mine, theirs, here = signed_in("trainer"), signed_in("adviser"), f"/vacatures/{vacancy.pk}/wijzigen/"
        sent = as_shown(mine.get(here))
        theirs.post(here, as_shown(theirs.get(here)) | {"certificate_vca": "m1"})
        page = mine.post(here, sent | {"place": "Vaals"})
        assert "VCA" in wrong(page)["__all__"][0]
        assert page.context["form"].errors["__all__"][1:]  # and the place, which it did not have
        assert "certificate:vca!" in asks(w, vacancy)
        assert mine.post(here, as_shown(page)).status_code == 302
        assert "certificate" not in asks(w, vacancy)

    def test_a_form_that_was_open_while_it_closed_does_not_open_it(self, w, signed_in, vacancy):
        browser, here = signed_in("trainer"), f"/vacatures/{vacancy.pk}/wijzigen/"
        sent = as_shown(browser.get(here))
        with acting_as(w.acting("adviser")):
            move(vacancy, "close", "Ingevuld.", by=w.staff["adviser"])
        assert browser.post(here, sent | {"place": "Vaals"}).status_code == 302
        assert (made(w).status, made(w).place) == ("closed", "Vaals")

    def test_a_closing_day_that_has_passed_may_stay(self, signed_in, vacancy, trusted):
        with trusted():
            Vacancy.objects.filter(pk=vacancy.pk).update(closes_on=days_ago(3))
        browser, here = signed_in("trainer"), f"/vacatures/{vacancy.pk}/wijzigen/"
        sent = as_shown(browser.get(here))
        assert browser.post(here, sent | {"place": "Vaals"}).status_code == 302

    def test_a_vacancy_of_another_chain_is_not_there(self, signed_in, vacancy):
        assert signed_in("stranger").get(f"/vacatures/{vacancy.pk}/wijzigen/").status_code == 404


def test_typing_offers_employers(w, signed_in, trusted):
    with trusted():
        EmployerFactory(chain=w.chain, name="Hotel De Poort")
        EmployerFactory(chain=w.other_chain, name="Hotel Elders")
    page = signed_in("coach").get(NEW, {"employer": "hot"}, headers={"HX-Request": "true"}).content.decode()
    assert "Hotel De Poort" in page
    assert "Elders" not in page


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_in_at_a_new_employer_make_it_once(w):
    def send(name):
        def act():
            browser = Browser()
            browser.force_login(w.staff[name].user)
            return browser.post(NEW, typed()).status_code

        return act

    assert at_once([send("coach"), send("adviser")]) == [302, 302]
    with acting_as(w.acting("adviser")):
        assert Employer.objects.filter(name="Brasserie Zuid").count() == 1
        assert Vacancy.objects.count() == 2


def test_the_form_makes_what_the_notation_says():
    assert notation([Want("licence", "B", must=True, weight=2)]) == "licence:B*2!"
