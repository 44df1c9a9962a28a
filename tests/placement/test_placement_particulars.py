"""What goes with a placement: contract, wage, site, secondment, a vacancy or introduction, and changing it later."""

from decimal import Decimal

import pytest

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from clients import terms
from clients.models import Event, Task
from clients.terms import sources
from placement import placements
from placement.models import Employer, Placement, Vacancy
from tests.conftest import role
from tests.factories import (
    EmployerFactory,
    IntroductionFactory,
    PlacementFactory,
    SiteFactory,
    StepFactory,
    VacancyFactory,
    days_ago,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def url(client):
    return f"/clienten/{client.number}/plaatsing/"


def typed(**more):
    return {
        "form_of_work": "regular",
        "employer": "Hotel De Zon",
        "started_on": day_typed(today()),
        "effect": "full",
    } | more


def placed(trusted, client):
    with trusted():
        return Placement.objects.select_related("employer", "step", "employed_by", "site").get(client=client)


# Contract and wage


@pytest.mark.parametrize(("said", "kept"), [("14,99", "14.99"), ("15.5", "15.50"), ("€ 16", "16.00"), ("", None)])
def test_a_wage_is_typed_the_dutch_way_and_kept_exactly(w, signed_in, trusted, said, kept):
    signed_in("adviser").post(url(w["job"]), typed(contract="B", wage=said, quick_start="on", learning="on"))
    found = placed(trusted, w["job"])
    assert (found.contract, found.wage) == ("B", Decimal(kept) if kept else None)
    assert (found.quick_start, found.learning, found.employed_by) == (True, True, None)


@pytest.mark.parametrize("wage", ["veel", "-1", "14,999"])
def test_what_is_no_wage_is_refused(w, signed_in, wage):
    answer = signed_in("adviser").post(url(w["job"]), typed(wage=wage))
    assert answer.context["form"].errors.keys() == {"wage"}


def test_a_seconded_person_is_employed_by_the_partner_unless_said_otherwise(w, signed_in, trusted):
    browser = signed_in("consultant")
    browser.post(url(w["job"]), typed(form_of_work="secondment"))
    assert placed(trusted, w["job"]).employed_by == w.partners["podium24"]
    browser.post(url(w["step"]), typed(form_of_work="secondment", employed_by=w.partners["mtb"].pk))
    assert placed(trusted, w["step"]).employed_by == w.partners["mtb"]


def test_a_site_is_one_of_the_employer(w, signed_in, trusted):
    with trusted():
        zon = EmployerFactory(chain=w.chain, name="Hotel De Zon")
        here = SiteFactory(chain=w.chain, employer=zon, name="Centrum")
        elsewhere = SiteFactory(chain=w.chain, name="Elders")
    wrong = signed_in("adviser").post(url(w["job"]), typed(site=elsewhere.pk))
    assert wrong.context["form"].errors.keys() == {"site"}
    signed_in("adviser").post(url(w["job"]), typed(site=here.pk))
    assert placed(trusted, w["job"]).site == here


# Work without pay


@pytest.mark.parametrize(("form", "kind"), [("volunteering", "volunteer-desk"), ("day-activity", "day-activity"),
                                            ("retention-of-benefit", "employer")])  # fmt: skip
def test_a_new_host_is_of_the_kind_that_goes_with_the_work(w, signed_in, trusted, form, kind):
    signed_in("consultant").post(
        url(w["job"]), typed(form_of_work=form, employer="Buurthuis", wage="14,99", contract="B")
    )
    found = placed(trusted, w["job"])
    assert (found.employer.kind, found.wage, found.contract, found.quick_start) == (kind, None, "", False)


def test_nothing_hangs_on_volunteering(w, signed_in, trusted):
    """Voluntary by definition: no source of terms asks it, and after a run there is no task, duty or signal of it."""
    from tests.factories import TermFactory

    with trusted():
        for key, source in sources().items():
            if source.part == "placements" and not source.limit:
                TermFactory(chain=w.chain, key=f"t-{key}", source=key, offset=0, unit="days", warn_days=3000)
    signed_in("consultant").post(url(w["job"]), typed(form_of_work="volunteering", started_on=day_typed(days_ago(100))))
    terms.run(w.chain.pk)
    found = placed(trusted, w["job"])
    with trusted():
        assert not Task.objects.filter(client=w["job"], about="placement").exists()
        assert not Task.objects.filter(client=w["job"], about="step", about_id=found.step_id).exists()
    assert "volunteering" not in placements.PAID
    page = signed_in("consultant").get(f"{url(w['job'])}{found.pk}/").content.decode()
    assert "Vrijwilligerswerk is vrijwillig" in page
    assert "Loonkostensubsidie" not in page


# From a vacancy, from an introduction


@pytest.fixture
def vacancy(w, trusted):
    with trusted():
        return VacancyFactory(chain=w.chain, employer=EmployerFactory(chain=w.chain, name="Hotel De Zon"), title="Kok",
                              positions=1, hours_min=20, contract="B")  # fmt: skip


def test_what_is_known_of_the_vacancy_stands_there_already(w, vacancy, signed_in, trusted):
    browser = signed_in("adviser")
    page = browser.get(url(w["job"]) + f"?vacature={vacancy.pk}").content.decode()
    assert all(text in page for text in ('value="Hotel De Zon"', 'value="Kok"', 'value="20"', f'value="{vacancy.pk}"'))
    browser.post(url(w["job"]), typed(vacature=vacancy.pk, job="Kok"))
    assert placed(trusted, w["job"]).vacancy_id == vacancy.pk
    with trusted():
        assert Vacancy.objects.get(pk=vacancy.pk).taken == 1


def test_the_last_position_gone_is_said_and_nothing_is_half_done(w, vacancy, signed_in, trusted):
    signed_in("consultant").post(url(w["step"]), typed(vacature=vacancy.pk))
    answer = signed_in("adviser").post(url(w["job"]), typed(vacature=vacancy.pk))
    assert answer.status_code == 422
    assert "intussen vervuld" in answer.content.decode()
    with trusted():
        assert not Placement.objects.filter(client=w["job"]).exists()
        assert w["job"].steps.filter(instrument=w.work).count() == 0
        assert not Event.objects.filter(client=w["job"], act="placed").exists()


@pytest.mark.parametrize(("wrong", "says"), [({"status": "closed"}, "gesloten"), ({}, "andere werkgever")])
def test_a_vacancy_that_does_not_fit_is_refused(w, vacancy, signed_in, trusted, wrong, says):
    with trusted():
        Vacancy.objects.filter(pk=vacancy.pk).update(**wrong or {"status": "open"})
    more = {} if wrong else {"employer": "Iemand anders", "new_employer": "1"}
    answer = signed_in("adviser").post(url(w["job"]), typed(vacature=vacancy.pk, **more))
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_an_introduction_becomes_a_placement_and_its_other_one_ends(w, vacancy, signed_in, trusted):
    with trusted():
        own = {"client": w["job"], "chain": w.chain, "partner": w.partners["podium24"]}
        found = IntroductionFactory(**own, employer=vacancy.employer, vacancy=vacancy, status="talk",
                                    agreed_on=days_ago(9), sent_on=days_ago(8), talk_on=days_ago(3))  # fmt: skip
        other = IntroductionFactory(**own, employer=EmployerFactory(chain=w.chain), status="proposed")
    page = signed_in("adviser").get(url(w["job"]) + f"?voordracht={found.pk}").content.decode()
    assert 'value="Kok"' in page
    signed_in("adviser").post(url(w["job"]), typed(voordracht=found.pk))
    with trusted():
        found.refresh_from_db()
        other.refresh_from_db()
        assert (found.status, found.placement) == ("placed", Placement.objects.get(client=w["job"]))
        assert other.status == "declined"
    again = signed_in("adviser").post(url(w["job"]), typed(voordracht=found.pk))
    assert "al afgesloten" in again.content.decode()
    with trusted():
        assert Placement.objects.filter(client=w["job"]).count() == 1


def test_an_introduction_of_somebody_else_is_not_there(w, vacancy, signed_in, trusted):
    with trusted():
        found = IntroductionFactory(
            client=w["step"], chain=w.chain, partner=w.partners["podium24"], employer=vacancy.employer
        )
    assert signed_in("adviser").get(url(w["job"]) + f"?voordracht={found.pk}").status_code == 404


# Changing


@pytest.fixture
def at_work(w, trusted):
    with trusted():
        step = StepFactory(client=w["job"], partner=w.partners["podium24"], instrument=w.work, started_on=days_ago(30))
        return PlacementFactory(
            client=w["job"], step=step, employer=EmployerFactory(chain=w.chain, name="Hotel De Zon")
        )


def changed(**more):
    return {"employer": "Hotel De Zon", "job": "Kok", "hours": "20", "contract": "O", "wage": "15,25"} | more


@pytest.mark.parametrize("name", ["adviser", "consultant"])
def test_particulars_are_changed_by_its_partner_or_the_point_of_contact(w, at_work, signed_in, trusted, name):
    answer = signed_in(name).post(f"{url(w['job'])}{at_work.pk}/wijzigen/", changed())
    assert answer.headers["Location"] == f"{url(w['job'])}{at_work.pk}/"
    found = placed(trusted, w["job"])
    assert (found.job, found.contract, found.wage, found.step.hours_per_week) == ("Kok", "O", Decimal("15.25"), 20)
    with trusted():
        assert Event.objects.get(client=w["job"]).act == "placement-changed"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"employer": ""}, "employer"),
        ({"employer": "Hotel De Zo"}, "employer"),
        ({"hours": "0"}, "hours"),
        ({"wage": "x"}, "wage"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(w, at_work, signed_in, wrong, field):
    answer = signed_in("adviser").post(f"{url(w['job'])}{at_work.pk}/wijzigen/", changed(**wrong))
    assert answer.context["form"].errors.keys() == {field}


def test_one_that_is_over_changes_no_more(w, at_work, signed_in, trusted):
    with acting_as(w.acting("adviser")):
        placements.end(at_work, today(), "other", by=w.staff["adviser"])
    answer = signed_in("adviser").post(f"{url(w['job'])}{at_work.pk}/wijzigen/", changed(), follow=True)
    assert "kan niet meer" in answer.content.decode()
    assert placed(trusted, w["job"]).job == ""


@pytest.mark.parametrize(("name", "status"), [("manager", 403), ("coach", 404), ("stranger", 404)])
def test_who_does_not_change_it(w, at_work, signed_in, name, status):
    assert signed_in(name).get(f"{url(w['job'])}{at_work.pk}/wijzigen/").status_code == status


# Two at once


@pytest.mark.django_db(transaction=True)
def test_one_of_two_gets_the_last_position():
    from tests.placement.conftest import placing_world

    with role("snoer_owner"):
        w = placing_world()
        vacancy = VacancyFactory(
            chain=w.chain, employer=EmployerFactory(chain=w.chain, name="Hotel De Zon"), positions=1
        )

    def placed_by(name, client):
        def act():
            with acting_as(w.acting(name)):
                return placements.place(w[client], w.work, w.partners["podium24"], by=w.staff[name], started_on=today(),
                                        vacancy=vacancy)  # fmt: skip

        return act

    outcomes = at_once([placed_by("consultant", "step"), placed_by("adviser", "job")])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Placement", "ValidationError"], outcomes
    refused = next(outcome for outcome in outcomes if not isinstance(outcome, Placement))
    assert "vervuld" in str(refused.message_dict)
    with role("snoer_owner"):
        assert Vacancy.objects.get(pk=vacancy.pk).taken == 1
        assert Placement.objects.filter(vacancy=vacancy).count() == 1
        assert Employer.objects.filter(name="Hotel De Zon").count() == 1
