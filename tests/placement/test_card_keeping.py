"""The work card follows the mark and the profile, says nothing of who it is, and leads nobody to the person."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.utils import timezone

from chain.acting import acting_as, system_membership
from chain.days import today
from clients.models import Client, Step
from placement.card_sql import ALPHABET, SAID
from placement.cards import renew_stale
from placement.models import CardOccupation, CardRequest, Mediation, WorkCard
from tests.attacks import refused, sql
from tests.factories import (
    CardRequestFactory,
    CompetenceFactory,
    ContactFactory,
    CourseFactory,
    MandateFactory,
    MediationFactory,
    OccupationFactory,
    PlacementFactory,
    TargetOccupationFactory,
    VacancyFactory,
    WorkProfileFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(w, trusted):
    """`mtb`, whom Podium24 does not know, is marked; Podium24 serves the employers."""
    with trusted():
        w.person = w["mtb"]
        MandateFactory(partner=w.partners["podium24"], function="employer")
        w.occupation = OccupationFactory(isco="9412", sector="catering")
        WorkProfileFactory(client=w.person, level="4", postcode="6229 AB", hours_max=32)
        TargetOccupationFactory(client=w.person, occupation=w.occupation)
        w.mediation = MediationFactory(client=w.person)
        w.mediation.refresh_from_db()
    return w


def cards() -> list[WorkCard]:
    return list(WorkCard.objects.order_by("pk"))


def test_a_mark_lays_the_card_with_what_the_profile_says(marked, trusted):
    with trusted():
        (card,) = cards()
        assert marked.mediation.card_id == card.pk
        assert (card.region, card.level, card.hours_max, card.groups) == ("62", 4, 32, ["941"])
        assert len(card.code) == 6 and set(card.code) <= set(ALPHABET)
        assert CardOccupation.objects.get().occupation_id == marked.occupation.pk


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        (lambda w: CompetenceFactory(client=w.person, code="pace", mastery="2"), "competences", {"pace": 2}),
        (lambda w: CourseFactory(client=w.person, name="VCA"), "certificates", ["vca"]),
        (lambda w: w.person.work_profile.__class__.objects.update(irregular="1"), "irregular", "1"),
        (lambda w: w.person.profile_targetoccupations.all().delete(), "occupations", []),
    ],
)
def test_each_change_of_the_profile_is_on_the_card_at_once(marked, trusted, change, column, value):
    with trusted():
        (before,) = cards()
        change(marked)
        (after,) = cards()
        assert getattr(after, column) == value and (after.pk, after.code) == (before.pk, before.code)


def test_what_ran_out_meanwhile_leaves_the_card_in_the_night(marked, trusted):
    with trusted():
        CourseFactory(client=marked.person, name="VCA", valid_until=today() - dt.timedelta(2))
        WorkCard.objects.update(changed_on=today() - dt.timedelta(9), certificates=["vca"])
    with acting_as(marked.staff["consultant"].pk):
        assert renew_stale(marked.chain.pk).startswith("0")
    with acting_as(system_membership(marked.chain, "sight"), "test"):
        assert renew_stale(marked.chain.pk).startswith("1")
    with trusted():
        assert cards()[0].certificates == []


def test_another_address_is_another_region(marked, trusted):
    with trusted():
        marked.person.work_profile.__class__.objects.update(postcode="")
        ContactFactory(client=marked.person, postcode="6301 AA")
        assert cards()[0].region == "63"


def test_a_profile_without_a_mark_has_no_card(w, trusted):
    with trusted():
        WorkProfileFactory(client=w["both"])
        assert cards() == []


def test_the_end_of_the_mark_takes_the_card_away_and_a_new_mark_has_another_code(marked, trusted):
    with trusted():
        (before,) = cards()
        Mediation.objects.update(ended_on=today())
        assert cards() == [] and not CardOccupation.objects.exists()
        assert Mediation.objects.get().card_id is None
        MediationFactory(client=marked.person)
        (after,) = cards()
        assert after.code != before.code and after.pk != before.pk


@pytest.mark.parametrize(
    ("form", "status", "there"),
    [("regular", "planned", 0), ("regular", "active", 0), ("regular", "done", 1), ("volunteering", "active", 1)],
)
def test_who_has_paid_work_has_no_card_until_that_ends(marked, trusted, form, status, there):
    with trusted():
        days = {"step__started_on": today(), "step__ended_on": today()} if status == "done" else {}
        placed = PlacementFactory(client=marked.person, form_of_work=form, step__status=status, **days)
        assert len(cards()) == there
        Step.objects.filter(pk=placed.step_id).update(status="done", started_on=today(), ended_on=today())
        assert len(cards()) == 1 and Mediation.objects.get().card_id == cards()[0].pk


def test_many_marks_at_once_have_each_their_card_and_not_in_the_order_of_people(w, trusted):
    with trusted():
        people = sorted({client.pk for client in w.clients.values() if client.chain_id == w.chain.pk})
        MediationFactory._meta.model.objects.bulk_create(
            Mediation(client_id=pk, chain=w.chain, started_on=today(), told_on=today(), by=w.staff["consultant"].user)
            for pk in people
        )
        rows = list(Mediation.objects.order_by("client").exclude(card=None).values_list("card_id", flat=True))
        assert len(set(rows)) == len(rows) >= len(people) - 1  # one of them has work
        assert rows != sorted(rows)


def test_the_card_holds_what_it_is_meant_to_hold_and_nothing_else():
    columns = {field.column for field in WorkCard._meta.local_fields}
    assert columns == {"id", "chain_id", "code", "changed_on", *SAID}


# Attacks


def test_no_table_or_history_leads_the_employer_service_from_card_to_person(marked, trusted):
    """Every row of every table that it reads, with whatever tells the card's id or code, or the person's."""
    with trusted():
        (card,) = cards()
        vacancy = VacancyFactory(chain=marked.chain)
        CardRequestFactory(
            mediation=marked.mediation, code=card.code, partner=marked.partners["podium24"], vacancy=vacancy
        )
    with acting_as(marked.staff["adviser"].pk), connection.cursor() as cursor:
        assert Client.objects.filter(pk=marked.person.pk).count() == 0
        cursor.execute(
            "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
            " and has_table_privilege(current_user, quote_ident(table_name)::regclass, 'select')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        assert {"placement_workcard", "placement_cardrequest"} <= set(tables)
        found = {}
        for table in tables:
            if table in ("chain_outbox", "chain_cache", "django_session"):
                continue
            cursor.execute(f'select to_jsonb(t)::text from "{table}" t')
            for (row,) in cursor.fetchall():
                told = json.loads(row)
                found.setdefault(table, []).append(told)
                assert told.get("client_id") != marked.person.pk, table
                assert marked.person.number not in row, table
        assert "placement_mediation" not in found and "placement_mediationevent" not in found


@pytest.mark.parametrize("who", ["trainer", "coach", "manager", "coordinator", "annex_manager"])
def test_cards_are_for_the_employer_service_and_the_point_of_contact(marked, who):
    with acting_as(marked.staff[who].pk):
        assert WorkCard.objects.count() == 0 and CardOccupation.objects.count() == 0


def test_the_employer_service_reads_cards_and_the_point_of_contact_does(marked):
    for who in ("adviser", "consultant"):
        with acting_as(marked.staff[who].pk):
            assert WorkCard.objects.count() == 1


def test_nobody_writes_a_card_or_a_request_but_the_functions(marked, trusted):
    with trusted():
        (card,) = cards()
    for who in ("adviser", "consultant"):
        with acting_as(marked.staff[who].pk):
            with refused():
                sql("update placement_workcard set region = '10'")
            with refused():
                sql("delete from placement_workcard")
            with refused():
                sql(
                    "insert into placement_cardrequest (chain_id, mediation_id, code, partner_id, author_id, why, asked_on,"
                    " status, answer, end_reason, version) values (%s, %s, %s, %s, %s, 'x', now(), 'accepted', '', '', 1)",
                    marked.chain.pk, marked.mediation.pk, card.code, marked.partners["podium24"].pk,
                    marked.staff[who].user_id,
                )  # fmt: skip


def test_which_card_is_whose_is_not_the_applications_to_say(marked, trusted):
    with acting_as(marked.staff["consultant"].pk):
        Mediation.objects.filter(pk=marked.mediation.pk).update(card=None)
    with trusted():
        assert Mediation.objects.get().card_id == marked.mediation.card_id


# Asking, in the database


def ask(w, who: str, code: str, vacancy: int, why: str = "Past bij de keuken") -> int | None:
    with acting_as(w.staff[who].pk):
        ((made,),) = sql("select snoer_ask_card(%s, %s, %s)", code, vacancy, why)
    return made


@pytest.fixture
def vacancy(marked, trusted):
    with trusted():
        return VacancyFactory(chain=marked.chain)


@pytest.fixture
def code(marked, trusted) -> str:
    with trusted():
        return cards()[0].code


def test_the_employer_service_asks_whose_card_it_is_and_still_sees_nobody(marked, vacancy, code):
    made = ask(marked, "adviser", code.lower() + " ", vacancy.pk)
    with acting_as(marked.staff["adviser"].pk):
        asked = CardRequest.objects.get(pk=made)
        assert (asked.status, asked.code, asked.partner) == ("asked", code, marked.partners["podium24"])
        assert not Client.objects.filter(pk=marked.person.pk).exists()


@pytest.mark.parametrize("who", ["consultant", "trainer", "coach", "manager", "podium24_manager", "annex_consultant"])
def test_nobody_else_asks(marked, vacancy, code, who):
    assert ask(marked, who, code, vacancy.pk) is None


def test_a_second_time_an_unknown_card_no_reason_or_no_open_work_gives_nothing(marked, vacancy, code, trusted):
    assert ask(marked, "adviser", "XXXXXX", vacancy.pk) is None
    assert ask(marked, "adviser", code, vacancy.pk, "  ") is None
    with trusted():
        closed = VacancyFactory(chain=marked.chain, status="closed")
        late = VacancyFactory(chain=marked.chain, closes_on=today().replace(year=today().year - 1))
        full = VacancyFactory(chain=marked.chain, taken=1)
        elsewhere = VacancyFactory()
    for other in (closed, late, full, elsewhere):
        assert ask(marked, "adviser", code, other.pk) is None
    assert ask(marked, "adviser", code, vacancy.pk)
    assert ask(marked, "adviser", code, vacancy.pk) is None


def test_a_partner_has_so_many_questions_open_at_most(marked, vacancy, code, trusted, settings):
    with trusted():
        for client in list(dict.fromkeys(marked.clients.values()))[:10]:
            for _again in range(3):
                mediation = MediationFactory(client=client, ended_on=today())
                CardRequestFactory(mediation=mediation, partner=marked.partners["podium24"])
    assert ask(marked, "adviser", code, vacancy.pk) is None
    with trusted():
        CardRequest.objects.filter(pk=CardRequest.objects.first().pk).update(status="withdrawn")
    assert ask(marked, "adviser", code, vacancy.pk)


def test_a_closed_file_has_nothing_to_ask(marked, vacancy, code, trusted):
    with trusted():
        Client.objects.filter(pk=marked.person.pk).update(closed_on=timezone.localdate())
    assert ask(marked, "adviser", code, vacancy.pk) is None
