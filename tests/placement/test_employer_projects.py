"""Projects with employers and groups: horeca@work and the like."""

import pytest

from placement.models import Cohort, Project, ProjectEmployer
from tests.factories import CohortFactory, EmployerFactory, ProjectEmployerFactory, ProjectFactory, VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(w, trusted):
    with trusted():
        found = ProjectFactory(chain=w.chain, name="horeca@work", partner=w.partners["podium24"])
        ProjectFactory(chain=w.other_chain, name="elders@work")
    return found


FORM = {"name": "metal@work", "sector": "industry", "text": "Lassen leren.", "started_on": "01-01-2026", "ended_on": "",
        "version": "1"}  # fmt: skip


def test_a_project_is_made_for_the_chain_by_ones_partner(w, project, signed_in, trusted):
    assert signed_in("adviser").post("/projecten/nieuw/", FORM).status_code == 302
    with trusted():
        made = Project.objects.get(name="metal@work")
    assert (made.chain_id, made.partner_id) == (w.chain.pk, w.partners["podium24"].pk)
    page = signed_in("manager").get("/projecten/").content.decode()
    assert "metal@work" in page and "horeca@work" in page and "elders@work" not in page


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "horeca@work"}, {"started_on": ""}, {"ended_on": "31-12-2025"}, {"sector": "x"}]
)
def test_what_cannot_be(project, signed_in, wrong):
    assert signed_in("adviser").post("/projecten/nieuw/", FORM | wrong).status_code == 422


def test_a_stale_save_loses_neither(project, signed_in):
    address = f"/projecten/{project.pk}/wijzigen/"
    assert signed_in("adviser").post(address, FORM).status_code == 302
    answer = signed_in("consultant").post(address, FORM | {"name": "staal@work"})
    assert answer.status_code == 422 and "metal@work" in answer.content.decode()


def test_what_came_of_each_group(w, project, signed_in, trusted, django_assert_max_num_queries):
    with trusted():
        spring = CohortFactory(project=project, name="Voorjaar")
        CohortFactory(project=project, name="Najaar")
        for positions in (3, 2):
            VacancyFactory(
                chain=w.chain, cohort=spring, kind="project", positions=positions, partner=w.partners["podium24"]
            )
    browser = signed_in("trainer")
    browser.get("/projecten/")
    with django_assert_max_num_queries(12):
        rows = browser.get(f"/projecten/{project.pk}/").context["cohorts"]
    numbers = {row["cohort"].name: row["numbers"] for row in rows}
    assert (numbers["Voorjaar"]["vacancies"], numbers["Voorjaar"]["places"], numbers["Voorjaar"]["used"]) == (2, 5, 0)
    assert numbers["Najaar"] == {"vacancies": 0, "places": 0, "used": 0}
    with django_assert_max_num_queries(12):
        (row,) = browser.get("/projecten/").context["rows"]
    assert (row["cohorts"], row["places"], row["taken"]) == (2, 5, 0)


def test_a_group_has_a_name_of_its_own_and_days(project, signed_in, trusted):
    browser, address = signed_in("adviser"), f"/projecten/{project.pk}/groep/"
    form = {"name": "Voorjaar 2027", "started_on": "01-02-2027", "ended_on": "30-06-2027", "version": "1"}
    assert browser.post(address, form).status_code == 302
    assert browser.post(address, form).status_code == 422
    assert browser.post(address, form | {"name": "x", "ended_on": "01-01-2027"}).status_code == 422
    with trusted():
        made = Cohort.objects.get()
        elsewhere = ProjectFactory(chain=project.chain, partner=project.partner)
    assert browser.post(f"{address}{made.pk}/", form | {"ended_on": ""}).status_code == 302
    assert browser.get(f"/projecten/{elsewhere.pk}/groep/{made.pk}/").status_code == 404


def test_employers_take_part_once_and_no_more(w, project, signed_in, trusted):
    browser, address = signed_in("adviser"), f"/projecten/{project.pk}/werkgevers/"
    with trusted():
        EmployerFactory(chain=w.chain, name="Hotel De Zon")
    assert browser.post(address, {"employer": "hotel  de zon"}).status_code == 302
    assert "doet al mee" in browser.post(address, {"employer": "Hotel De Zon"}).content.decode()
    unknown = browser.post(address, {"employer": "Hotel De Maan"})
    assert unknown.status_code == 422 and "kennen wij nog niet" in unknown.content.decode()
    assert "Hotel De Zon" in unknown.content.decode()  # which resembles it
    with trusted():
        row = ProjectEmployer.objects.get()
    assert browser.post(address, {"remove": str(row.pk)}).status_code == 302
    with trusted():
        assert not ProjectEmployer.objects.exists()


def test_of_another_project_nothing_is_taken_away(w, project, signed_in, trusted):
    with trusted():
        row = ProjectEmployerFactory(project__chain=w.chain)
    signed_in("adviser").post(f"/projecten/{project.pk}/werkgevers/", {"remove": str(row.pk)})
    with trusted():
        assert ProjectEmployer.objects.filter(pk=row.pk).exists()


def test_employers_are_offered_while_typing(w, project, signed_in):
    answer = signed_in("adviser").get(f"/projecten/{project.pk}/", {"employer": "bak"}, headers={"HX-Request": "true"})
    assert "Bakker Bart" in answer.content.decode() and "<html" not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "reads", "writes"),
    [("adviser", 200, 200), ("trainer", 200, 200), ("manager", 200, 403), ("policy", 403, 403), ("stranger", 404, 404)],
)
def test_who(project, signed_in, name, reads, writes):
    browser = signed_in(name)
    assert browser.get(f"/projecten/{project.pk}/").status_code == reads
    for form in ("wijzigen", "groep"):
        assert browser.get(f"/projecten/{project.pk}/{form}/").status_code == writes, form
    assert browser.post(f"/projecten/{project.pk}/werkgevers/", {"sent": "1"}).status_code == (
        422 if writes == 200 else writes
    )
