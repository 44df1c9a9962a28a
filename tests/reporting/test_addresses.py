"""What stands in an address or a hidden field and can be no text of the database: a NUL, which is left out."""

import pytest
from django.urls import reverse

from reporting.models import Report, ReportFile
from tests.conftest import role
from tests.factories import ReportFactory
from tests.world import world


@pytest.fixture
def w(db):
    with role("snoer_owner"):
        return world()


def test_a_programme_copied_from_nothing_is_a_new_one(w, signed_in):
    answer = signed_in("admin").get(reverse("programme_new") + "?van=%00")
    assert answer.status_code == 200
    assert answer.context["form"].initial["copied"] == ""


def test_a_report_for_nothing_is_the_report(w, signed_in):
    with role("snoer_owner"):
        url = reverse("report", args=[ReportFactory(programme__chain=w.chain).pk])
        Report.objects.update(content={"sections": [], "about": []})
    assert signed_in("policy").get(url + "?voor=%00").status_code == 200
    assert signed_in("policy").get(url + "?voor=G%00M").status_code == 404


@pytest.mark.parametrize(
    "typed",
    [{"vraag": "op%3D%2500"}, {"vraag": "op=%00"}, {"vraag": "o%00p=x%00"}, {"tabel": "\0"}, {"tabel": "on\0e"}],
)
def test_a_file_is_asked_for_without_it(w, signed_in, typed):
    posted = {"wat": "section:targets", "formaat": "csv", "vraag": "", "next": "/doelen/"} | typed
    assert signed_in("manager").post(reverse("file_new"), posted).status_code == 302
    with role("snoer_owner"):
        assert "\0" not in str(ReportFile.objects.get().values)
