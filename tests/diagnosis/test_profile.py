"""The work profile: what it lacks, who changes it, and that its codes are those that VUM exchanges."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from chain.acting import acting_as
from chain.days import today
from clients.models import Contact, Event
from diagnosis import codes, profile
from diagnosis.models import Competence, TargetOccupation, WorkProfile
from tests.factories import (
    CompetenceFactory,
    CourseFactory,
    EducationFactory,
    ExperienceFactory,
    LanguageFactory,
    OccupationFactory,
    TargetOccupationFactory,
    WorkProfileFactory,
    days_ago,
)
from tests.world import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(trusted):
    with trusted():
        return world()


@pytest.fixture
def full(w, trusted):
    """A profile with everything in it, of `both`."""
    with trusted():
        client = w["both"]
        Contact.objects.update_or_create(client=client, defaults={"chain_id": client.chain_id, "postcode": "6211 AB"})
        WorkProfileFactory(
            client=client, presentation="Ik werk graag buiten.", level="4", interests=["aanpakken"], hours_min=20,
            hours_max=24, irregular="2", available_from=today(), distance_km=15, travel_minutes=45,
            transport=["3", "5"], licences=["B"], contracts=["B"], agreements=["01", "04"], sectors=["green"],
            guidance="Een vaste begeleider.",
        )  # fmt: skip
        TargetOccupationFactory(
            client=client, occupation=OccupationFactory(name="hovenier", esco_uri="http://data.europa.eu/esco/x")
        )
        CompetenceFactory(client=client, code="on-time", mastery="1")
        CompetenceFactory(client=client, code="pace", mastery="3")
        EducationFactory(client=client, name="Groen", level="4", diploma="1")
        CourseFactory(client=client, name="Kettingzaag")
        ExperienceFactory(client=client, job="Tuinen", employer="E" * 100)
        LanguageFactory(client=client, code="nld", speaking="3", listening="4", reading="2", writing="1")
    return w


# The codes: VUM, gegevensstandaard 1.5, in words of our own


def test_the_codes_are_those_of_vum():
    assert [*codes.LEVELS] == list("1234567")  # none, basic, vmbo, mbo, hbo, university, not known
    assert [*codes.EDUCATION_LEVELS] == list("1234569")  # primary, vmbo, havo/vwo, mbo, hbo, university, other
    assert [*codes.COMMAND] == list("012348")  # not known, none, fair, good, excellent, does not apply
    assert [*codes.YES_NO] == list("012")
    assert {*codes.CONTRACTS} == {"B", "O"}
    assert [*codes.AGREEMENTS] == ["01", "02", "03", "04"]  # job, apprenticeship, volunteering, work experience
    assert [*codes.TRANSPORT] == list("123459")  # car, moped, bicycle, motorcycle, public, other
    assert {*codes.LICENCES} == {
        "A",
        "A1",
        "A2",
        "AM",
        "B",
        "B+",
        "BE",
        "C",
        "C1",
        "C1E",
        "CE",
        "D",
        "D1",
        "D1E",
        "DE",
        "T",
    }
    assert all(re.fullmatch("[a-z]{3}", code) for code in codes.LANGUAGES)
    assert all(re.fullmatch(r"\d\d", sbi) for _name, sbi in codes.SECTORS.values())


# What is missing


def test_an_empty_profile_lacks_all_and_says_where_it_goes(w):
    with acting_as(w.acting("consultant")):
        found = profile.load(w["unknown"])
        assert found.empty and profile.of(w["unknown"]) is None
        assert {each.block for each in profile.missing(found)} == {
            "wishes", "abilities", "education", "experience", "languages", "availability"
        }  # fmt: skip
        assert {each.block for each in profile.missing_for_exchange(found)} >= {"wishes", "education", "availability"}


def test_a_full_profile_lacks_nothing(full):
    with acting_as(full.acting("consultant")):
        found = profile.load(full["both"])
        assert not found.empty
        assert profile.missing(found) == [] and profile.missing_for_exchange(found) == []


@pytest.mark.parametrize(
    ("change", "block"),
    [
        ({"level": "7"}, "education"),  # not known yet is not a level
        ({"level": ""}, "education"),
        ({"hours_max": None, "hours_min": None}, "availability"),
    ],
)
def test_what_the_exchange_needs_one_by_one(full, trusted, change, block):
    with trusted():
        WorkProfile.objects.update(**change)
    with acting_as(full.acting("consultant")):
        assert [each.block for each in profile.missing_for_exchange(profile.load(full["both"]))] == [block]


def test_the_postcode_of_the_address_will_do_where_it_may_be_read(full, trusted):
    with acting_as(full.acting("consultant")):
        assert profile.load(full["both"]).postcode == "6211 AB"
        without = profile.load(full["both"], postcode=False)
        assert [each.block for each in profile.missing_for_exchange(without)] == ["availability"]
    with trusted():
        WorkProfile.objects.update(postcode="6411 CD")
    with acting_as(full.acting("consultant")):
        assert profile.load(full["both"]).postcode == "6411 CD"


def test_an_interest_is_a_wish_but_not_an_occupation(full, trusted):
    with trusted():
        TargetOccupation.objects.all().delete()
    with acting_as(full.acting("consultant")):
        found = profile.load(full["both"])
        assert profile.missing(found) == []
        assert [each.block for each in profile.missing_for_exchange(found)] == ["wishes"]


# VUM


def test_as_vum_has_it_without_translation(full):
    with acting_as(full.acting("consultant")):
        assert profile.vum(full["both"]) == {
            "persoonlijkePresentatie": "Ik werk graag buiten.",
            "bemiddelingsberoep": [{"codeBeroepsnaam": "http://data.europa.eu/esco/x"}],
            "contractvorm": [
                {"codeTypeArbeidscontract": "B"}, {"codeTypeOvereenkomst": "01"}, {"codeTypeOvereenkomst": "04"}
            ],
            "sector": [{"codeSbi": 1}],
            "mobiliteit": {"bemiddelingspostcode": "6211AB", "maximaleReisafstand": 15, "maximaleReistijd": 45},
            "vervoermiddel": [{"codeVervoermiddel": 3}, {"codeVervoermiddel": 5}],
            "flexibiliteit": {
                "datumAanvangBeschikbaarVoorWerk": today().isoformat(), "indicatieOnregelmatigWerkOfPloegendienst": 2
            },
            "werktijden": {"aantalWerkurenPerWeekMinimaal": 20, "aantalWerkurenPerWeekMaximaal": 24},
            "eisAanWerk": {"indicatieBegeleiding": 1},
            "arbeidsmarktkwalificatie": {
                "codeWerkEnDenkniveauWerkzoekende": 4,
                "interesse": [{"naamInteresse": "aanpakken"}],
                "rijbewijs": [{"codeSoortRijbewijs": "B"}],
                "opleiding": [{"codeNiveauOpleiding": 4, "indicatieDiploma": 1, "toelichtingOpleiding": "Groen"}],
                "cursus": [{"naamCursus": "Kettingzaag"}],
                "werkervaring": [{"naamOrganisatie": "E" * 70, "toelichtingWerkervaring": "Tuinen"}],
                "taalbeheersing": [
                    {"codeTaal": "nld", "codeNiveauTaalbeheersingMondeling": 3, "codeNiveauTaalbeheersingLuisteren": 4,
                     "codeNiveauTaalbeheersingLezen": 2, "codeNiveauTaalbeheersingSchriftelijk": 1}
                ],
                "competentiebeheersing": [{"codeCompetentie": "urn:snoer:competentie:on-time"}],
            },
        }  # fmt: skip


def test_what_is_not_known_is_left_out_and_nobody_is_named(w):
    with acting_as(w.acting("consultant")):
        assert profile.vum(w["unknown"]).keys() <= {"mobiliteit"}


# Acts


def told(w, name="both"):
    return Event.objects.filter(client=w[name], act="profile-changed").count()


def test_a_competence_is_set_and_set_anew(w):
    with acting_as(w.acting("trainer")):
        profile.set_competence(w["both"], "on-time", "3", "Kwam twee keer te laat.", by=w.staff["trainer"])
        profile.set_competence(w["both"], "on-time", "1", " Nu altijd op tijd. ", by=w.staff["trainer"])
        found = Competence.objects.get(client=w["both"])
        assert (found.mastery, found.evidence) == ("1", "Nu altijd op tijd.")
        assert told(w) == 1  # once a day for each who works on it
    with acting_as(w.acting("consultant")):
        profile.set_competence(w["both"], "pace", "2", by=w.staff["consultant"])
        assert told(w) == 2


def test_the_same_again_is_no_change(w, trusted):
    with trusted():
        CompetenceFactory(client=w["both"], code="pace", mastery="1")
    with acting_as(w.acting("trainer")):
        profile.set_competence(w["both"], "pace", "1", by=w.staff["trainer"])
        assert told(w) == 0


@pytest.mark.parametrize(("code", "mastery"), [("flying", "1"), ("pace", "7"), ("", ""), ("pace", "")])
def test_what_is_in_no_list_is_refused(w, code, mastery):
    with acting_as(w.acting("trainer")), pytest.raises(ValidationError):
        profile.set_competence(w["both"], code, mastery, by=w.staff["trainer"])


@pytest.mark.parametrize("name", ["manager", "archivist"])
def test_who_does_not_write_profiles_does_not(w, name):
    with acting_as(w.acting(name)), pytest.raises(PermissionDenied):
        profile.set_competence(w["both"], "pace", "1", by=w.staff[name])


def test_nobody_writes_in_a_closed_file(w):
    with acting_as(w.acting("lead")), pytest.raises(PermissionDenied):
        profile.wants(w["closed"], [], by=w.staff["lead"])


def test_occupations_are_added_after_those_that_stand_there_and_once(w, trusted):
    with trusted():
        cook, cleaner = OccupationFactory(name="kok"), OccupationFactory(name="schoonmaker")
    with acting_as(w.acting("consultant")):
        for wanted in ([cook], [cleaner, cook, cleaner]):
            profile.wants(w["both"], wanted, by=w.staff["consultant"])
        assert [each.occupation.name for each in profile.load(w["both"]).targets] == ["kok", "schoonmaker"]
        assert told(w) == 1


def test_a_certificate_holds_until_its_day(full):
    assert profile.still_valid(CourseFactory.build(valid_until=None))
    assert profile.still_valid(CourseFactory.build(valid_until=today()))
    assert not profile.still_valid(CourseFactory.build(valid_until=days_ago(1)))


# What the database refuses


@pytest.mark.parametrize(
    "wrong",
    [{"hours_min": 30, "hours_max": 20}, {"available_from": today(), "available_until": days_ago(1)}, {"licences": ["Z"]},
     {"transport": ["7"]}, {"interests": ["slapen"]}, {"agreements": ["05"]}, {"sectors": ["mining"]}],
)  # fmt: skip
def test_the_database_holds_the_lists_and_the_order(w, trusted, wrong):
    with trusted(), pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        WorkProfileFactory(client=w["both"], **wrong)
