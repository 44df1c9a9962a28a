"""What a work card says of a profile: each of its columns, and what it leaves out."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection

from chain.acting import acting_as
from chain.days import today
from tests.factories import (
    CompetenceFactory,
    ContactFactory,
    CourseFactory,
    EducationFactory,
    ExperienceFactory,
    LanguageFactory,
    OccupationFactory,
    TargetOccupationFactory,
    WorkProfileFactory,
)

pytestmark = pytest.mark.django_db


def card(w, name="both", acting="consultant") -> dict[str, Any]:
    with acting_as(w.staff[acting].pk), connection.cursor() as cursor:
        cursor.execute("select * from snoer_card_rows(array[%s]::bigint[])", [w[name].pk])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return rows[0] if rows else {}


@pytest.fixture
def person(w, trusted):
    """Lays rows under `both`."""

    def lay(factory, **facts):
        with trusted():
            return factory(client=w["both"], **facts)

    return lay


def test_who_has_no_profile_has_an_empty_card(w):
    known = card(w)
    assert (known["client_id"], known["chain_id"]) == (w["both"].pk, w.chain.pk)
    assert (known["region"], known["level"], known["office_hours"], known["guidance"]) == ("", 0, "0", False)
    assert known["occupations"] == known["licences"] == [] and known["hours_min"] is None


def test_occupations_come_in_the_order_of_choice_with_their_groups_and_sectors(w, person):
    person(WorkProfileFactory, sectors=["green", "care"])
    with_group = [OccupationFactory.create(isco=isco, sector=sector) for isco, sector in
                  (("9412", "catering"), ("9112", "cleaning"), ("9411", ""))]  # fmt: skip
    for place, occupation in zip((2, 1, 3), with_group, strict=True):
        person(TargetOccupationFactory, occupation=occupation, position=place)
    known = card(w)
    assert known["occupations"] == [with_group[1].pk, with_group[0].pk, with_group[2].pk]
    assert known["groups"] == ["911", "941"] and known["sectors"] == ["care", "catering", "cleaning", "green"]


@pytest.mark.parametrize(("level", "said"), [("", 0), ("1", 1), ("6", 6), ("7", 0)])
def test_a_level_that_is_not_known_yet_is_none(w, person, level, said):
    person(WorkProfileFactory, level=level)
    assert card(w)["level"] == said


@pytest.mark.parametrize(
    ("educations", "said"),
    [([("2", "1"), ("4", "0")], 4), ([("2", "1"), ("4", "2")], 2), ([("9", "1")], 0), ([("1", "2")], 1)],
)
def test_the_highest_education_with_a_diploma_or_where_that_is_not_known(w, person, educations, said):
    for level, diploma in educations:
        person(EducationFactory, level=level, diploma=diploma)
    assert card(w)["education"] == said


@pytest.mark.parametrize(
    ("jobs", "years"),
    [
        ([(2015, 2018)], 3),
        ([(2015, 2018), (2016, 2020)], 5),
        ([(2015, 2016), (2016, 2017)], 2),
        ([(2018, 2018)], 1),
        ([(2018, None)], 1),
        ([(None, 2018)], 1),
        ([(None, None)], 1),
    ],
)
def test_years_of_work_are_counted_once_and_are_at_least_one(w, person, jobs, years):
    occupation = OccupationFactory.create(isco="9412")
    for first, last in jobs:
        person(ExperienceFactory, occupation=occupation, from_year=first, to_year=last)
    person(ExperienceFactory, occupation=None, from_year=2000, to_year=2010)
    assert _read(card(w)["experience"]) == {"941": years}


def test_skills_and_languages_stand_there_as_numbers_where_something_is_known(w, person):
    for code, mastery in (("pace", "2"), ("leading", "4"), ("caring", "5"), ("digital", "9")):
        person(CompetenceFactory, code=code, mastery=mastery)
    for code, speaking, listening in (("nld", "2", "3"), ("tir", "4", "0"), ("pol", "0", "8")):
        person(LanguageFactory, code=code, speaking=speaking, listening=listening, reading="4")
    known = card(w)
    assert _read(known["competences"]) == {"pace": 2, "leading": 4}
    assert _read(known["languages"]) == {"nld": 3, "tir": 4}


@pytest.mark.parametrize(
    ("course", "codes"),
    [
        ("VCA Basis", ["vca"]), ("Certificaat VCA-vol", ["vca"]), ("Heftruckcertificaat", ["forklift"]),
        ("Reach-truck", ["reach-truck"]), ("Heftruck en reachtruck", ["forklift", "reach-truck"]),
        ("bedrijfshulpverlener", ["bhv"]), ("Sociale hygiëne", ["haccp"]), ("HACCP", ["haccp"]),
        ("Code 95", ["code-95"]), ("Lascertificaat MIG/MAG", ["welding"]),
        ("Basisvakopleiding schoonmaak", ["cleaning"]), ("Cursus bloemschikken", []), ("Lasagne maken", []),
    ],
)  # fmt: skip
def test_certificates_are_known_by_their_words(w, person, course, codes):
    person(CourseFactory, name=course)
    assert card(w)["certificates"] == codes


@pytest.mark.parametrize(("days", "codes"), [(None, ["vca"]), (0, ["vca"]), (-1, [])])
def test_a_certificate_that_ran_out_is_none(w, person, days, codes):
    until = None if days is None else today() + dt.timedelta(days)
    person(CourseFactory, name="VCA", valid_until=until)
    assert card(w)["certificates"] == codes


def test_the_region_is_that_of_where_somebody_travels_from_else_of_the_address(w, person):
    person(ContactFactory, postcode="6229 AB")
    assert card(w)["region"] == "62"
    person(WorkProfileFactory, postcode="6301 CD", guidance="Iemand die het voordoet", adapted_workplace="")
    known = card(w)
    assert known["region"] == "63" and known["guidance"] is True


def test_from_a_page_it_shows_what_the_policies_show(w, person):
    person(WorkProfileFactory, level="4")
    assert card(w, acting="trainer")["level"] == 4
    assert card(w, "unknown", acting="trainer") == {}


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
