"""Employers out of a file: by KvK number, else by name and place; what is known changes only as ticked."""

import pytest
from django.utils import translation

from chain.acting import acting_as
from clients import loading
from clients.loading_files import read
from placement.employer_loading import KIND
from placement.models import Employer
from tests.factories import EmployerFactory

pytestmark = pytest.mark.django_db
HEAD = "Bedrijfsnaam;Vestigingsplaats;KvK-nummer;SBI;Werknemers"


@pytest.fixture
def go(w):
    def run(*rows, load=()):
        by = w.staff["adviser"]
        with acting_as(by.pk), translation.override("nl"):
            table = read("\n".join([HEAD, *rows]).encode())
            columns = loading.guess(KIND, by, table.header)
            found = loading.judge(KIND, by, table, columns)
            if load:
                return loading.carry_out(KIND, by, table, columns, loading.digest(found), load)
            return {each.number: each for each in found}

    return run


def test_new_changed_and_what_may_be_another(w, go, trusted):
    with trusted():
        known = EmployerFactory(chain=w.chain, name="Hotel De Poort", kvk="12345678", place="Maastricht", size=None)
        EmployerFactory(chain=w.chain, name="Bakker Bas", place="Vaals")
        EmployerFactory(chain=w.other_chain, name="Nieuw BV", kvk="87654321")
    rows = [
        "Hotel de Poort BV;Maastricht;12345678;55101;40",
        "Nieuw BV;Gulpen;87654321;86;",
        "Bakker Bas;Heerlen;;;",
        "Bakker Bas;Vaals;;;",
        "Hotel De Poort;Maastricht;11111111;;",
        "Fout;Vaals;123;;",
    ]
    found = go(*rows)
    assert {line: each.what for line, each in found.items()} == {
        2: "changed", 3: "new", 4: "conflict", 5: "fault", 6: "conflict", 7: "fault",
    }  # fmt: skip
    assert [(c.label, c.now, c.then) for c in found[2].changes] == [
        ("Naam", "Hotel De Poort", "Hotel de Poort BV"), ("SBI-code", "–", "55101"), ("Aantal werknemers", "–", "40"),
    ]  # fmt: skip
    with trusted():
        assert Employer.objects.get(pk=known.pk).size is None
    counted, _all, left = go(*rows, load=["new", "changed"])
    assert (counted["new"], counted["changed"], set(left)) == (1, 1, {4, 5, 6, 7})
    with trusted():
        new, was = Employer.objects.get(chain=w.chain, name="Nieuw BV"), Employer.objects.get(pk=known.pk)
        assert (new.sector, new.checked) == ("care", False)
        assert (was.name, was.size, was.sbi, was.version) == ("Hotel de Poort BV", 40, "55101", known.version + 1)


def test_who_may_load_employers_and_sees_what_else_there_is(w, signed_in):
    assert signed_in("adviser").get("/inlezen/employers/").status_code == 200
    assert signed_in("trainer").get("/inlezen/employers/").status_code == 403
    page = signed_in("adviser").get("/inlezen/").content.decode()
    assert "/inlezen/vacancies/" in page and "/inlezen/clients/" not in page
