"""Contact with employers: told once for all partners, with a day for the next; names are kept no longer than needed."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from chain.models import JobRun
from placement import employer_contacts, tasks
from placement.models import ContactPerson, Employer, EmployerContact
from tests.factories import ContactPersonFactory, EmployerContactFactory, EmployerFactory, VacancyFactory, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotel(w, trusted):
    with trusted():
        found = EmployerFactory(chain=w.chain, name="Hotel De Zon")
        found.someone = ContactPersonFactory(employer=found, name="Pieter Peeters", keep_until=days_ago(-5))
    return found


def said(**changes):
    told = {"way": "call", "subject": "vacancy", "on": f"{today():%d-%m-%Y}", "text": "Zoekt twee mensen.", "next_on": "",
            "person": ""}  # fmt: skip
    return {key: value for key, value in (told | changes).items() if value is not None}


def call(browser, employer, **changes):
    return browser.post(f"/werkgevers/{employer.pk}/contact/", said(**changes))


def test_told_under_ones_own_name_for_all_partners(w, hotel, signed_in, trusted):
    answer = call(signed_in("coach"), hotel, next_on=f"{days_ago(-30):%d-%m-%Y}")
    assert answer.status_code == 302 and answer.headers["Location"] == f"/werkgevers/{hotel.pk}/#contacts"
    with trusted():
        made = EmployerContact.objects.get(employer=hotel)
    assert (made.partner_id, made.author_id, made.on) == (w.partners["mtb"].pk, w.staff["coach"].user_id, today())
    for name in ("adviser", "consultant", "trainer", "manager"):
        assert "Zoekt twee mensen." in signed_in(name).get(f"/werkgevers/{hotel.pk}/").content.decode(), name


def test_a_line_is_enough(hotel, signed_in):
    """Way, subject and day are filled in: nothing else has to be typed."""
    form = signed_in("adviser").get(f"/werkgevers/{hotel.pk}/").context["form"]
    assert call(signed_in("adviser"), hotel, text=None, next_on=None, person=None).status_code == 302
    assert (form["way"].value(), form["subject"].value(), form["on"].value()) == ("call", "vacancy", today())


@pytest.mark.parametrize(
    ("field", "typed"),
    [("way", ""), ("way", "shout"), ("subject", ""), ("on", ""), ("on", "morgen"), ("on", f"{days_ago(-1):%d-%m-%Y}"),
     ("on", "01-01-1999"), ("next_on", f"{today():%d-%m-%Y}"), ("next_on", f"{days_ago(1):%d-%m-%Y}"),
     ("next_on", "01-01-2199"), ("person", "999999"), ("text", "x" * 1001)],
)  # fmt: skip
def test_what_cannot_be(hotel, signed_in, trusted, field, typed):
    answer = call(signed_in("adviser"), hotel, **{field: typed})
    assert answer.status_code == 422 and f"id_{field}" in answer.content.decode()
    with trusted():
        assert not EmployerContact.objects.exists()


def test_only_its_author_says_it_better_and_what_stood_there_is_kept(w, hotel, signed_in, trusted):
    call(signed_in("adviser"), hotel)
    with trusted():
        made = EmployerContact.objects.get()
    address = f"/werkgevers/{hotel.pk}/contact/{made.pk}/"
    assert signed_in("consultant").post(address, said(text="Anders.")).status_code == 403
    assert signed_in("adviser").post(address, said(text="Zoekt drie mensen.", way="visit")).status_code == 302
    with trusted():
        made.refresh_from_db()
        history = apps.get_model("placement", "EmployerContactEvent").objects.filter(pgh_obj_id=made.pk)
        assert {row.text for row in history} == {"Zoekt twee mensen.", "Zoekt drie mensen."}
    assert (made.text, made.way) == ("Zoekt drie mensen.", "visit")
    with acting_as(w.acting("consultant")):  # also past the page
        assert EmployerContact.objects.filter(pk=made.pk).update(text="Weg") == 0
        with pytest.raises(PermissionDenied):
            employer_contacts.correct(made, by=w.staff["consultant"], on=today(), text="Weg")


def test_who_does_not_write_of_employers_tells_none(w, hotel):
    with acting_as(w.acting("trainer")), pytest.raises(PermissionDenied):
        employer_contacts.note(hotel, by=w.staff["trainer"], way="call", subject="other")


def test_somebody_of_another_employer_was_not_spoken_to(w, hotel, trusted):
    with trusted():
        other = ContactPersonFactory(employer=EmployerFactory(chain=w.chain))
    with acting_as(w.acting("adviser")), pytest.raises(ValidationError, match="andere werkgever"):
        employer_contacts.note(hotel, by=w.staff["adviser"], way="call", subject="other", person=other)


def test_the_latest_is_by_its_day_whenever_it_was_told(w, hotel, trusted):
    with trusted():
        late = EmployerContactFactory(employer=hotel, on=days_ago(1), partner=w.partners["annex"])
        EmployerContactFactory(employer=hotel, on=days_ago(20), partner=w.partners["annex"])
        assert employer_contacts.latest(hotel) == late
        assert [EmployerContact(on=days_ago(days)).recent for days in (0, 14, 15)] == [True, True, False]


# how long a name is kept


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_two_years_after_the_day(on):
    until = employer_contacts.kept_until(on)
    assert until.year == on.year + 2 and until.month == on.month
    assert until.day == on.day or (on.month, on.day, until.day) == (2, 29, 28)


def test_each_contact_moves_on_how_long_a_name_is_kept_and_never_back(w, hotel, signed_in, trusted):
    browser, person = signed_in("adviser"), str(hotel.someone.pk)
    call(browser, hotel, person=person)
    with trusted():
        assert ContactPerson.objects.get().keep_until == employer_contacts.kept_until(today())
    call(browser, hotel, person=person, on=f"{days_ago(300):%d-%m-%Y}")
    with trusted():
        assert ContactPerson.objects.get().keep_until == employer_contacts.kept_until(today())


def test_a_new_name_is_kept_two_years_unless_somebody_speaks_with_it(hotel, signed_in, trusted):
    browser = signed_in("adviser")
    form = {
        "name": "Els  Smit",
        "job": "planning",
        "phone": "",
        "email": "els@hotel.example",
        "site": "",
        "version": "1",
    }
    assert browser.post(f"/werkgevers/{hotel.pk}/persoon/", form | {"email": "els"}).status_code == 422
    assert browser.post(f"/werkgevers/{hotel.pk}/persoon/", form).status_code == 302
    with trusted():
        assert ContactPerson.objects.get(name="Els Smit").keep_until == employer_contacts.kept_until(today())


@pytest.fixture
def past(w, hotel, trusted):
    """Spoken to long ago by Annex, and named in a vacancy; beside somebody whose last day is today."""
    with trusted():
        person = ContactPersonFactory(employer=hotel, name="Weg Geweest", keep_until=days_ago(1))
        ContactPersonFactory(employer=hotel, name="Laatste Dag", keep_until=today())
        ContactPersonFactory(employer=EmployerFactory(chain=w.other_chain), name="Elders", keep_until=days_ago(1))
        ContactPerson.objects.filter(pk=person.pk).update(job="planner")  # and so a history
        EmployerContactFactory(
            employer=hotel, person=person, on=days_ago(731), partner=w.partners["annex"], author=w.staff["trainer"].user
        )
        VacancyFactory(chain=w.chain, employer=hotel, contact=person, partner=w.partners["annex"])
    return person


def history():
    return set(apps.get_model("placement", "ContactPersonEvent").objects.values_list("name", flat=True))


def test_at_night_who_is_past_is_taken_away_with_all_that_was_said_of_him(w, hotel, past, trusted):
    tasks.contact_persons()
    with trusted():
        assert set(ContactPerson.objects.values_list("name", flat=True)) == {"Pieter Peeters", "Laatste Dag"}
        assert history() == {"Pieter Peeters", "Laatste Dag"}  # also in the other chain
        assert EmployerContact.objects.get().person_id is None  # that there was contact stays
        runs = JobRun.objects.filter(job="contact-persons", chain=w.chain)
        assert runs.get().outcome == "1 contact persons taken away"
    tasks.contact_persons()
    with trusted():
        assert runs.latest("pk").outcome == "0 contact persons taken away"


@pytest.mark.parametrize("name", ["trainer", "manager", "privacy", "policy", "stranger"])
def test_nobody_else_takes_a_name_away(w, past, trusted, name):
    with acting_as(w.acting(name)):
        assert employer_contacts.forget([past.pk]) == 0
    with trusted():
        assert ContactPerson.objects.filter(pk=past.pk).exists()


def test_the_function_itself_stays_in_its_chain(w, past, trusted):
    with acting_as(w.acting("other_sight")), connection.cursor() as cursor:
        cursor.execute("select snoer_forget_people(%s)", [[past.pk]])
        assert cursor.fetchone() == (0,)


# what comes next


def test_it_stands_on_mijn_dag_of_who_keeps_the_employer(w, hotel, signed_in, trusted):
    def told(name):
        return [
            notice.text for notice in signed_in(name).get("/mijn-dag/").context["notices"] if "contact" in notice.text
        ]

    with trusted():
        Employer.objects.filter(pk=hotel.pk).update(keeper=w.staff["adviser"].user)
        EmployerContactFactory(
            employer=hotel,
            on=days_ago(30),
            next_on=today(),
            partner=w.partners["szmh"],
            author=w.staff["consultant"].user,
        )
    assert told("adviser") == ["Het is tijd voor contact met Hotel De Zon."] and told("consultant") == []
    with trusted():
        Employer.objects.filter(pk=hotel.pk).update(keeper=None)
    assert told("adviser") == [] and told("consultant") == ["Het is tijd voor contact met Hotel De Zon."]
    with trusted():
        for number in range(2):
            EmployerContactFactory(
                employer=EmployerFactory(chain=w.chain), on=days_ago(30), next_on=days_ago(number), partner=w.partners["szmh"],
                author=w.staff["consultant"].user,
            )  # fmt: skip
    assert "2 andere werkgevers" in told("consultant")[0]


def test_after_a_later_contact_nothing_is_due_any_more(w, hotel, trusted):
    with trusted():
        EmployerContactFactory(employer=hotel, on=days_ago(30), next_on=days_ago(3), partner=w.partners["szmh"])
        assert employer_contacts.due(w.chain.pk).count() == 1
        EmployerContactFactory(employer=hotel, on=days_ago(3), partner=w.partners["annex"])
        assert employer_contacts.due(w.chain.pk).count() == 0
