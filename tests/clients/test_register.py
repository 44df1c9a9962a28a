"""Registering a person: who may, what comes of it, and who is found to be on record already."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.models import Once, Outbox
from clients import bsn, closing
from clients.models import (
    BenefitPeriod,
    Capacity,
    Client,
    Contact,
    Event,
    Identity,
    Look,
    Residence,
    TargetGroup,
    TeamMember,
)
from clients.register import OnRecord, register
from tests.conftest import role
from tests.factories import CounterFactory, MandateFactory, a_bsn
from tests.world import STAFF, world

URL = "/clienten/nieuw/"
BSN = a_bsn(500)
# What a consultant types at least.
TYPED = {
    "first_name": "Samira", "last_name": "Amrani", "prefix": "el", "birth_date": "14-3-1986", "bsn": BSN,
    "municipality": "maastricht", "source": "benefit", "registered_on": "2-11-2020", "language": "ara", "level": "full",
}  # fmt: skip
MAY = {"consultant", "lead"}


def typed(w, **changes):
    return TYPED | {"lead": w.staff["consultant"].user_id, "once": str(uuid.uuid4())} | changes


def rows(model, **where):
    with role("snoer_owner"):
        return list(model.objects.filter(**where))


def only(model, **where):
    (row,) = rows(model, **where)
    return row


def errors(response, field):
    return [str(error) for error in response.context["form"].errors.get(field, [])]


@pytest.fixture
def consultant(signed_in):
    return signed_in("consultant")


# who may


@pytest.mark.parametrize("name", sorted(STAFF))
def test_only_consultants_of_the_point_of_contact_register(w, signed_in, name):
    answer = signed_in(name).get(URL)
    assert answer.status_code == (200 if name in MAY else 403)


@pytest.mark.parametrize("name", ["trainer", "manager", "annex_consultant"])
def test_a_post_of_somebody_else_is_refused(w, signed_in, name):
    before = len(rows(Client))
    assert signed_in(name).post(URL, typed(w)).status_code == 403
    assert len(rows(Client)) == before


@pytest.mark.parametrize(("name", "sees"), [("consultant", True), ("trainer", False), ("manager", False)])
def test_the_list_has_the_button_for_who_may(w, signed_in, name, sees):
    assert (URL in signed_in(name).get("/clienten/").content.decode()) is sees


def test_signed_out_leads_to_sign_in(w, client):
    assert client.get(URL).headers["Location"] == f"/aanmelden/?next={URL}"


# what comes of it


def test_all_that_was_typed_is_on_record(w, consultant):
    answer = consultant.post(URL, typed(
        w, alias="Sami", postcode="6211ab", house_number="12 B", phone="043 123 45 67", email="s@example.org",
        target_groups=["45plus", "single-parent"], scheme="ioaw", benefit_since="1-6-2019", lives_since="1-1-2015",
    ))  # fmt: skip
    person = only(Client, last_name="Amrani")
    assert answer.headers["Location"] == f"/clienten/{person.number}/"
    assert (person.number, person.name, person.alias) == ("100001", "Samira el Amrani", "Sami")
    assert (person.source, person.registered_on, person.home) == ("benefit", dt.date(2020, 11, 2), w.maastricht)
    assert person.lead == w.staff["consultant"].user
    contact = only(Contact, client=person)
    assert (contact.postcode, contact.house_number, contact.phone) == ("6211 AB", "12 B", "043 123 45 67")
    assert (contact.email, contact.language) == ("s@example.org", "ara")
    assert {group.code for group in rows(TargetGroup, client=person)} == {"45plus", "single-parent"}
    assert only(Capacity, client=person).work_ability is None
    residence = only(Residence, client=person)
    assert (residence.municipality, residence.ended_on) == (w.maastricht, None)
    assert residence.started_on == dt.date(2015, 1, 1)
    benefit = only(BenefitPeriod, client=person)
    assert (benefit.scheme, benefit.level, benefit.started_on) == ("ioaw", "full", dt.date(2019, 6, 1))


def test_the_bsn_is_kept_encrypted_and_can_be_read_back(w, consultant):
    consultant.post(URL, typed(w, bsn=f"{BSN[:4]}.{BSN[4:6]}.{BSN[6:]}"))
    identity = only(Identity, client__last_name="Amrani")
    assert bsn.decrypt(identity.bsn_cipher) == BSN
    assert BSN.encode() not in bytes(identity.bsn_cipher)
    assert BSN not in identity.bsn_index


def test_who_has_the_lead_is_in_the_team_and_named_once(w, signed_in, consultant):
    consultant.post(URL, typed(w, lead=w.staff["lead"].user_id))
    member = only(TeamMember, client__last_name="Amrani")
    record = signed_in("consultant").get("/clienten/100001/").content.decode()
    assert record.split('id="team"')[1].split("</section>")[0].count("Lead") == 1
    assert (member.user_id, member.partner_id) == (w.staff["lead"].user_id, w.partners["szmh"].pk)


def test_it_stands_on_the_timeline_and_in_the_outbox_once(w, consultant):
    consultant.post(URL, typed(w, source="partner"))
    event = only(Event, client__last_name="Amrani")
    assert (event.act, event.part, event.on) == ("registered", "client", dt.date(2020, 11, 2))
    assert event.params == {"source": "via een ketenpartner"}
    assert [line.payload for line in rows(Outbox, topic="told")] == [{"event": event.pk, "client": event.client_id}]


def test_without_bsn_and_without_benefit(w, consultant):
    answer = consultant.post(URL, typed(w, bsn="", no_bsn="on"))
    assert answer.status_code == 302
    assert only(Identity, client__last_name="Amrani").bsn_index is None
    assert rows(BenefitPeriod, client__last_name="Amrani") == []


def test_numbers_follow_each_other_in_each_chain(w, signed_in):
    for name, expected in (("consultant", "100001"), ("lead", "100002"), ("stranger", "100001")):
        where = {"municipality": "Leeuwarden"} if name == "stranger" else {}
        changes = {"bsn": "", "no_bsn": "on", "last_name": name, "lead": w.staff[name].user_id}
        answer = signed_in(name).post(URL, typed(w, **changes | where))
        assert answer.headers["Location"] == f"/clienten/{expected}/"


def test_the_lead_can_be_a_colleague_of_the_own_partner_only(w, consultant):
    answer = consultant.post(URL, typed(w, lead=w.staff["annex_consultant"].user_id))
    assert answer.status_code == 422
    assert errors(answer, "lead")


def test_the_record_is_there_at_once(w, consultant):
    answer = consultant.post(URL, typed(w), follow=True)
    assert answer.status_code == 200
    assert "staat in Snoer, met klantnummer 100001" in answer.content.decode()


def test_an_act_of_its_own_for_tests_and_demo_data(w):
    with acting_as(w.acting("consultant")):
        person = register(
            w.staff["consultant"], first_name="Jo", last_name="Thewissen", source="self", municipality=w.vaals
        )
        assert Client.objects.get(pk=person.pk).home == w.vaals
    assert person.registered_on == today()
    assert person.lead == w.staff["consultant"].user


# once


def test_the_same_form_sent_twice_registers_once_and_leads_to_the_same_record(w, consultant):
    form = typed(w)
    first, second = consultant.post(URL, form), consultant.post(URL, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(rows(Client, last_name="Amrani")) == 1


def test_a_form_with_a_mistake_keeps_its_key(w, consultant):
    form = typed(w, birth_date="")
    answer = consultant.post(URL, form)
    assert answer.status_code == 422
    assert rows(Once) == []
    assert answer.context["form"].once == form["once"]
    assert consultant.post(URL, form | {"birth_date": "14-3-1986"}).status_code == 302


# mistakes, and nothing that was typed is lost


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"bsn": "123456789"}, "bsn", "geen BSN"),
        ({"bsn": "000000000"}, "bsn", "geen BSN"),
        ({"bsn": ""}, "bsn", "kruis aan"),
        ({"no_bsn": "on"}, "bsn", "Kies een van beide"),
        ({"birth_date": "31-2-1986"}, "birth_date", "bestaat niet"),
        ({"birth_date": "1-1-2990"}, "birth_date", "jaar"),
        ({"birth_date": "1-1-1901"}, "birth_date", "ouder dan 110"),
        ({"registered_on": "1-1-2199"}, "registered_on", "moet nog komen"),
        ({"municipality": "Maastrict"}, "municipality", "Bedoelt u Maastricht?"),
        ({"municipality": "Xyzzy"}, "municipality", "Kies er een uit de lijst"),
        ({"municipality": ""}, "municipality", "Vul een gemeente in"),
        ({"postcode": "62111"}, "postcode", "vier cijfers en twee letters"),
        ({"email": "s@"}, "email", "e-mail"),
        ({"scheme": "ioaw"}, "benefit_since", "vanaf welke dag"),
        ({"lives_since": "1-1-1980"}, "lives_since", "voor de geboortedatum"),
        ({"source": ""}, "source", "Kies hoe"),
        ({"source": "nonsense"}, "source", "nonsense"),
        ({"last_name": " "}, "last_name", "verplicht|vereist"),
        ({"last_name": "x" * 121}, "last_name", "120"),
        ({"language": "xxx"}, "language", "xxx"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(w, consultant, changes, field, said):
    answer = consultant.post(URL, typed(w, **changes))
    assert answer.status_code == 422
    assert any(word in error for error in errors(answer, field) for word in said.split("|")), errors(answer, field)
    page = answer.content.decode()
    assert f'id="field-{field}"' in page
    assert 'value="Samira"' in page
    assert rows(Client, first_name="Samira") == []


def test_a_municipality_of_the_chain_where_another_is_the_point_of_contact(w, signed_in):
    with role("snoer_owner"):
        w.partners["szmh"].mandates.update(municipality=w.maastricht)
    answer = signed_in("consultant").post(URL, typed(w, municipality="Vaals"))
    assert errors(answer, "municipality") == ["Uw organisatie is niet het aanspreekpunt voor inwoners van Vaals."]


def test_somebody_may_still_live_outside_the_chain(w, consultant):
    assert consultant.post(URL, typed(w, municipality="Amsterdam"), follow=True).status_code == 200


def test_the_own_municipalities_are_offered_first(w, consultant):
    page = consultant.get(URL).content.decode()
    names = [part.split("<")[0] for part in page.split("<option>")[1:]]
    assert names[:2] == ["Maastricht", "Vaals"]
    assert {"Amsterdam", "Leeuwarden"} <= set(names)


# who is on record already


def test_a_known_bsn_stops_with_the_client_number(w, consultant):
    answer = consultant.post(URL, typed(w, bsn=a_bsn(list(w.clients).index("unknown"))))
    number = w["unknown"].number
    assert errors(answer, "bsn") == [f"Dit BSN staat al op naam van klantnummer {number}."]
    assert f'href="/clienten/{number}/"' in answer.content.decode()
    assert rows(Client, last_name="Amrani") == []


def test_the_bsn_of_a_closed_file_brings_it_back_after_a_yes_and_shows_nothing_before(w, consultant, trusted):
    number = w["closed"].number
    known = typed(w, bsn=a_bsn(list(w.clients).index("closed")))
    answer = consultant.post(URL, known)
    assert answer.status_code == 422
    assert errors(answer, "again") == ["Deze persoon was hier eerder. Bevestig dat het dezelfde persoon is."]
    page = answer.content.decode()
    assert f'href="/clienten/{number}/"' not in page
    assert w["closed"].last_name not in page.replace("closed-step", "")
    before = count(trusted)
    answer = consultant.post(URL, known | {"again": "on", "once": answer.context["form"].once})
    assert (answer.status_code, answer["Location"]) == (302, f"/clienten/{number}/")
    again = consultant.post(URL, known | {"again": "on", "once": answer.wsgi_request.POST["once"]})  # the form twice
    assert (again.status_code, again["Location"]) == (302, f"/clienten/{number}/")
    with trusted():
        client = Client.objects.get(pk=w["closed"].pk)
        assert (client.closed_on, client.lead) == (None, w.staff["consultant"].user)
        assert client.team.get(is_lead=True, ended_on=None).user == client.lead
        assert list(client.events.values_list("act", flat=True)) == ["file-reopened"]
    assert count(trusted) == before
    assert consultant.get(f"/clienten/{number}/").status_code == 200


def count(trusted) -> int:
    with trusted():
        return Client.objects.count()


def test_a_trainer_or_who_does_not_say_yes_brings_nothing_back(w, signed_in, trusted):
    index = a_bsn(list(w.clients).index("closed"))
    assert signed_in("annex_consultant").post(URL, typed(w, bsn=index) | {"again": "on"}).status_code == 403
    for name in ("trainer", "annex_consultant", "manager", "archivist", "stranger", "admin"):
        with acting_as(w.acting(name)):
            assert closing.closed_file(index, w.chain.slug) == "", name
            assert closing.bring_back(index, "opnieuw", by=w.staff[name]) is None, name
    with acting_as(w.acting("consultant")):
        assert closing.bring_back(index, "  ", by=w.staff["consultant"]) is None
        open_one = a_bsn(list(w.clients).index("both"))
        assert closing.closed_file(open_one, w.chain.slug) == ""
        assert closing.bring_back(open_one, "opnieuw", by=w.staff["consultant"]) is None


def test_a_bsn_of_another_chain_says_nothing(w, consultant):
    assert consultant.post(URL, typed(w, bsn=a_bsn(900))).status_code == 302


def similar(w):
    """Somebody with nearly the same name and the same birth date."""
    with acting_as(w.acting("lead")):
        return register(
            w.staff["lead"], first_name="Samira", last_name="El Amrany", source="self", municipality=w.vaals,
            birth_date=dt.date(1986, 3, 14),
        )  # fmt: skip


def test_a_like_name_with_the_same_birth_date_asks_whether_it_is_the_same_person(w, consultant):
    known = similar(w)
    answer = consultant.post(URL, typed(w))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Is dit dezelfde persoon?" in page
    assert f'href="/clienten/{known.number}/"' in page
    assert rows(Client, last_name="Amrani") == []


def test_no_it_is_somebody_else(w, consultant):
    known = similar(w)
    assert consultant.post(URL, typed(w, different=known.number)).status_code == 302


def test_the_tick_does_not_hold_for_others_than_were_shown(w, consultant):
    similar(w)
    assert consultant.post(URL, typed(w, different="999999")).status_code == 422


@pytest.mark.parametrize(
    "changes", [{"birth_date": "15-3-1986"}, {"first_name": "Piet", "last_name": "Smeets", "prefix": ""}]
)
def test_another_birth_date_or_name_asks_nothing(w, consultant, changes):
    similar(w)
    assert consultant.post(URL, typed(w, **changes)).status_code == 302


def test_each_look_for_duplicates_is_logged_found_or_not(w, consultant):
    known = similar(w)
    consultant.post(URL, typed(w))
    assert [look.client_id for look in rows(Look, why="duplicate")] == [known.pk]
    consultant.post(URL, typed(w, bsn=a_bsn(list(w.clients).index("closed"))))
    looks = rows(Look, why="duplicate")
    assert {look.asked for look in looks if look.client_id is None} >= {w["closed"].number}
    before = len(looks)
    consultant.post(URL, typed(w, birth_date="1-1-1999"))
    assert len(rows(Look, why="duplicate")) == before + 1


def test_the_bsn_stands_in_no_log_line_event_or_address(w, consultant, caplog):
    answer = consultant.post(URL, typed(w))
    assert BSN not in answer.headers["Location"]
    assert BSN not in caplog.text
    assert all(BSN not in str(vars(row)) for row in [*rows(Event), *rows(Outbox), *rows(Look), *rows(Once)])


def test_the_database_has_the_last_word_and_the_message_is_the_same(w, consultant, monkeypatch):
    monkeypatch.setattr("clients.register.RegisterForm._look_for_the_same", lambda self, clean: None)
    answer = consultant.post(URL, typed(w, bsn=a_bsn(list(w.clients).index("unknown"))))
    assert answer.status_code == 422
    assert errors(answer, "bsn") == [f"Dit BSN staat al op naam van klantnummer {w['unknown'].number}."]
    assert 'value="Samira"' in answer.content.decode()
    assert rows(Client, last_name="Amrani") == []


def test_register_itself_refuses_a_known_bsn_and_leaves_nothing(w):
    with acting_as(w.acting("consultant")), pytest.raises(OnRecord):
        register(
            w.staff["consultant"], first_name="A", last_name="B", source="self", municipality=w.vaals,
            number=a_bsn(list(w.clients).index("unknown")),
        )  # fmt: skip
    assert rows(Client, last_name="B") == []


@pytest.mark.django_db(transaction=True)
def test_the_same_bsn_entered_four_times_at_once_makes_one_person():
    with role("snoer_owner"):
        w = world()
        CounterFactory(chain=w.chain, series="client", next=100001)
    browsers = [Browser() for _ in range(4)]
    for each in browsers:
        each.force_login(w.staff["consultant"].user)
    barrier, answers = threading.Barrier(4), [None] * 4

    def one(place):
        try:
            barrier.wait(20)
            answers[place] = browsers[place].post(
                URL, typed(w, last_name=f"Amrani{'abcd'[place]}", birth_date=f"{place + 1}-1-1990")
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answer.status_code for answer in answers) == [302, 422, 422, 422]
    (person,) = rows(Client, last_name__startswith="Amrani")
    for answer in answers:
        if answer.status_code == 422:
            assert errors(answer, "bsn") == [f"Dit BSN staat al op naam van klantnummer {person.number}."]


def test_succession_keeps_the_right(w, signed_in):
    """A partner that has succeeded the point of contact holds its own mandate; without one it may not."""
    assert signed_in("annex_consultant").get(reverse("register")).status_code == 403
    with role("snoer_owner"):
        MandateFactory(partner=w.partners["annex"], function="person", municipality=w.vaals)
    assert signed_in("annex_consultant").get(reverse("register")).status_code == 200
