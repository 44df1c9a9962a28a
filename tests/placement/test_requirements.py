"""What a vacancy asks: the short notation and its words, what is usual, and that only what the vacancy says can count."""

import contextlib

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from placement.models.vacancies import ASKED
from placement.requirements import AMOUNTS, CODES, WEIGHTS, Want, in_order, notation, parse, told, usual, write
from tests.factories import OccupationFactory, OutlookFactory, RequirementFactory, VacancyFactory

WANTS = st.one_of(
    *(
        st.builds(
            Want,
            kind=st.just(kind),
            value=st.sampled_from(sorted(CODES[kind])) if kind in CODES else st.just(""),
            amount=st.sampled_from(sorted(AMOUNTS[kind])) if kind in AMOUNTS else st.none(),
            must=st.booleans(),
            weight=st.sampled_from(WEIGHTS),
        )
        for kind in ASKED
    )
)


@given(st.lists(WANTS, unique_by=lambda want: want.key))
def test_what_is_written_in_the_notation_is_read_as_the_same(wants):
    assert parse(notation(wants)) == wants


@given(WANTS)
def test_everything_that_can_be_asked_has_words(want):
    with translation.override("nl"):
        assert told(want)


def test_an_exclamation_mark_is_a_must_and_a_star_weighs():
    assert parse("licence:b! language:nld:2! level:2*3 hours") == [
        Want("licence", "B", must=True), Want("language", "nld", 2, must=True), Want("level", amount=2, weight=3), Want("hours"),
    ]  # fmt: skip


def test_kinds_may_be_typed_in_dutch():
    assert parse("rijbewijs:B! taal:nld:3 uren") == parse("licence:B! language:nld:3 hours")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("karma:3", "deze eis kennen we niet"),
        ("licence:Q", "deze code kennen we niet"),
        ("licence", "deze code kennen we niet"),
        ("competence:telepathy!", "deze code kennen we niet"),
        ("level:7", "geef een getal van 1 tot en met 6"),
        ("level", "geef een getal van 1 tot en met 6"),
        ("language:nld:1", "geef een getal van 2 tot en met 4"),
        ("language:nederlands:2", "deze code kennen we niet"),
        ("experience:200", "geef een getal van 1 tot en met 40"),
        ("level:²", "geef een getal van 1 tot en met 6"),
        ("hours:24", "hier staat te veel"),
        ("level:2*9", "deze eis kennen we niet"),
        ("level:2 level:3", "dit staat er twee keer"),
        ("!", "deze eis kennen we niet"),
    ],
)
def test_what_cannot_be_read_is_told(typed, why):
    with translation.override("nl"), pytest.raises(ValidationError) as refused:
        parse(typed)
    assert why in refused.value.messages[0]


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_reading(typed):
    with contextlib.suppress(ValidationError):
        parse(typed)


def test_musts_come_first_and_then_what_weighs_most():
    wants = [Want("level", amount=2), Want("licence", "B", weight=3), Want("hours", must=True)]
    assert [want.kind for want in in_order(wants)] == ["hours", "licence", "level"]


@pytest.mark.django_db
class TestKept:
    def test_what_is_asked_is_replaced_and_what_is_the_same_is_left_alone(self, trusted):
        with trusted():
            vacancy = VacancyFactory(hours_min=16)
            same = RequirementFactory(vacancy=vacancy, kind="level", amount=2)
            RequirementFactory(vacancy=vacancy, kind="licence", value="B", amount=None)
            assert write(vacancy, [Want("level", amount=2), Want("hours", must=True)])
            assert {Want.of(row) for row in vacancy.requirements.all()} == {
                Want("level", amount=2),
                Want("hours", must=True),
            }
            assert vacancy.requirements.get(kind="level").pk == same.pk
            assert not write(vacancy, [Want("level", amount=2), Want("hours", must=True)])

    def test_what_the_vacancy_does_not_say_cannot_count(self, trusted):
        """Hours where there are none, or experience in no occupation, would be missed by everybody."""
        with trusted():
            vacancy = VacancyFactory(contract="")
            write(vacancy, [Want(kind) for kind in ("occupation", "hours", "shifts", "start", "reach", "contract")])
            write(vacancy, [Want("experience", amount=2), Want("agreement")])
            assert [row.kind for row in vacancy.requirements.all()] == ["agreement"]

    def test_the_usual_is_what_the_region_asks_of_the_occupation(self, trusted):
        with trusted():
            outlook = OutlookFactory(
                occupation=OccupationFactory(sector="logistics"), level="3", dutch="2", licences=["B"], competences=["pace"],
                certificate="heftruck",
            )  # fmt: skip
            wants = usual("regular", outlook.occupation, outlook.chain_id)
        asked = {Want("level", amount=3), Want("language", "nld", 2), Want("licence", "B", must=True), Want("competence", "pace"),
                 Want("certificate", "forklift")}  # fmt: skip
        assert asked <= set(wants)
        assert Want("occupation") in wants

    def test_of_voluntary_work_the_market_asks_nothing(self, trusted):
        with trusted():
            outlook = OutlookFactory(occupation=OccupationFactory(), dutch="3", competences=["pace"])
            wants = usual("volunteering", outlook.occupation, outlook.chain_id)
        assert {want.kind for want in wants} == {"occupation", "hours", "reach", "agreement"}

    def test_hours_and_work_are_told_with_what_the_vacancy_says(self, trusted):
        with trusted(), translation.override("nl"):
            vacancy = VacancyFactory(hours_min=16, hours_max=24, shifts=["day", "weekend"])
            assert told(Want("hours"), vacancy) == "Uren per week: 16 tot 24 uur"
            assert told(Want("shifts"), vacancy) == "Werktijden: overdag, weekend"
            assert told(Want("experience", amount=1), vacancy) == "Ten minste 1 jaar ervaring"
