"""An employer in one look, and the forms that change what partners know of it together."""

import pytest

from chain.days import today
from clients.models import Look
from placement.employer_forms import sector_of
from placement.models import Agreement, ContactPerson, Employer, Openness, Site
from tests.factories import (
    ContactPersonFactory,
    EmployerAgreementFactory,
    EmployerContactFactory,
    EmployerFactory,
    OpennessFactory,
    PlacementFactory,
    ProjectEmployerFactory,
    SiteFactory,
    StepFactory,
    VacancyFactory,
    days_ago,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotel(w, trusted):
    """All that can be known of an employer, and somebody at work there whom Annex does not see."""
    with trusted():
        found = EmployerFactory(chain=w.chain, name="Hotel De Zon", place="Vaals", sector="catering")
        of = {"partner": w.partners["podium24"], "author": w.staff["adviser"].user}
        SiteFactory(employer=found, name="Aan de markt", without_car="1")
        ContactPersonFactory(employer=found, name="Pieter Peeters")
        EmployerContactFactory(employer=found, on=days_ago(4), text="Zoekt twee mensen.", **of)
        EmployerAgreementFactory(employer=found, text="Twee leerplekken per jaar.", **of)
        OpennessFactory(employer=found, groups=["statushouder"], author=w.staff["adviser"].user)
        VacancyFactory(chain=w.chain, employer=found, title="Kamermedewerker", **of)
        ProjectEmployerFactory(employer=found, project__chain=w.chain, project__name="horeca@work")
        step = StepFactory(client=w["job"], partner=w.partners["podium24"], instrument=w.work)
        PlacementFactory(client=w["job"], step=step, employer=found, job="keukenhulp")
    return found


def page(browser, employer, query=""):
    answer = browser.get(f"/werkgevers/{employer.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_that_partners_know_in_one_look(w, hotel, signed_in, django_assert_max_num_queries):
    browser = signed_in("adviser")
    page(browser, hotel)
    with django_assert_max_num_queries(24):
        shown = page(browser, hotel)
    for told in ("Hotel De Zon", "Vaals", "Aan de markt", "zonder auto", "Pieter Peeters", "043 123 45 67",
                 "Zoekt twee mensen.", "Twee leerplekken per jaar.", "statushouders", "Kamermedewerker", "horeca@work",
                 "Keukenhulp", w["job"].name):  # fmt: skip
        assert told in shown, told
    assert w.staff["adviser"].user.name in shown and "Overleg eerst" not in shown and "Dat was u zelf" in shown


def test_a_second_caller_is_warned(hotel, signed_in):
    assert "Overleg eerst, voordat u ook belt" in page(signed_in("consultant"), hotel)


def test_who_works_there_is_shown_to_who_sees_the_person_and_the_look_is_logged(w, hotel, signed_in, trusted):
    assert w["job"].number not in page(signed_in("trainer"), hotel)
    with trusted():
        before = Look.objects.filter(client=w["job"]).count()
    assert w["job"].number in page(signed_in("consultant"), hotel)
    with trusted():
        look = Look.objects.filter(client=w["job"]).latest("pk")
        assert Look.objects.filter(client=w["job"]).count() == before + 1
        assert look.membership_id == w.staff["consultant"].pk and set(look.parts) == {"client", "placements"}


def test_older_contacts_stand_behind_a_link(w, hotel, signed_in, trusted):
    with trusted():
        for days in range(20, 40):
            EmployerContactFactory(employer=hotel, partner=w.partners["annex"], on=days_ago(days), text=f"Dag {days}.")
    assert "Dag 39." not in page(signed_in("adviser"), hotel)
    assert "Dag 39." in page(signed_in("adviser"), hotel, "?contacten=alle")


@pytest.mark.parametrize(
    ("name", "reads", "writes"),
    [("adviser", 200, 200), ("consultant", 200, 200), ("coach", 200, 200), ("trainer", 200, 403),
     ("manager", 200, 403), ("policy", 403, 403), ("privacy", 403, 403), ("stranger", 404, 404)],
)  # fmt: skip
def test_who(hotel, signed_in, name, reads, writes):
    browser = signed_in(name)
    assert browser.get(f"/werkgevers/{hotel.pk}/").status_code == reads
    for form in ("wijzigen", "contact", "vestiging", "persoon", "afspraak", "openheid"):
        assert browser.get(f"/werkgevers/{hotel.pk}/{form}/").status_code == writes, form
        assert browser.post(f"/werkgevers/{hotel.pk}/{form}/", {"sent": "1"}).status_code == (
            422 if writes == 200 else writes
        ), form
    if reads == 200 and writes == 403:
        assert "/wijzigen/" not in page(browser, hotel) and "/contact/" not in page(browser, hotel)


COMPANY = {"name": "Hotel De Zon", "place": "Vaals", "kind": "employer", "kvk": "", "sbi": "", "sector": "catering",
           "trains": "0", "size": "", "website": "", "keeper": "", "version": "1"}  # fmt: skip


def change(browser, employer, **changes):
    return browser.post(f"/werkgevers/{employer.pk}/wijzigen/", COMPANY | changes)


def test_what_the_company_is(w, hotel, signed_in, trusted):
    said = {"name": "Hotel  De Zon BV", "kvk": "1234 5678", "sbi": "55.10", "sector": "", "checked": "on",
            "keeper": str(w.staff["adviser"].user_id), "trains": "1", "kind": "learning-company", "size": "40",
            "website": "hoteldezon.example"}  # fmt: skip
    assert change(signed_in("adviser"), hotel, **said).status_code == 302
    with trusted():
        hotel.refresh_from_db()
    assert (hotel.name, hotel.kvk, hotel.sbi, hotel.checked) == ("Hotel De Zon BV", "12345678", "5510", True)
    assert (hotel.sector, hotel.size, hotel.website) == ("catering", 40, "https://hoteldezon.example")
    assert hotel.keeper_id == w.staff["adviser"].user_id
    assert hotel.version == 2


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("name", "", "Vul de naam in"), ("name", "bakker bart", "al een werkgever"), ("kvk", "1234567", "acht cijfers"),
     ("kvk", "123456789", "acht cijfers"), ("kvk", "1234567a", "acht cijfers"), ("kvk", "٠١٢٣٤٥٦٧", "acht cijfers"),
     ("kvk", "11111111", "staat al bij Bakker Bart"), ("sbi", "5", "twee tot vijf cijfers"),
     ("sbi", "551001", "twee tot vijf cijfers"), ("sbi", "5x", "twee tot vijf cijfers"), ("size", "0", "id_size"),
     ("website", "geen adres", "id_website"), ("keeper", "999999", "id_keeper"), ("kind", "x", "id_kind")],
)  # fmt: skip
def test_what_cannot_be_is_said_and_kept_as_typed(w, hotel, signed_in, trusted, field, typed, said):
    with trusted():
        Employer.objects.filter(name="Bakker Bart").update(kvk="11111111")
    answer = change(signed_in("adviser"), hotel, **{field: typed, "place": "Gulpen"})
    assert answer.status_code == 422
    assert said in answer.content.decode() and "Gulpen" in answer.content.decode()


def test_somebody_of_another_organisation_who_does_not_write_is_no_keeper(w, hotel, signed_in):
    assert change(signed_in("adviser"), hotel, keeper=str(w.staff["trainer"].user_id)).status_code == 422
    assert change(signed_in("adviser"), hotel, keeper=str(w.staff["stranger"].user_id)).status_code == 422


def test_a_stale_save_loses_neither(hotel, signed_in, trusted):
    assert change(signed_in("adviser"), hotel, place="Gulpen").status_code == 302
    answer = change(signed_in("consultant"), hotel, place="Epen")
    assert answer.status_code == 422 and "Gulpen" in answer.content.decode() and "Epen" in answer.content.decode()
    with trusted():
        assert Employer.objects.get(pk=hotel.pk).place == "Gulpen"
    assert change(signed_in("consultant"), hotel, place="Epen", version="2").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_same_at_once_make_one(w, signed_in):
    browsers = [signed_in("adviser"), signed_in("consultant")]
    said = COMPANY | {"name": "Slagerij Nieuw", "kvk": "22222222"}
    answers = at_once([lambda browser=browser: browser.post("/werkgevers/nieuw/", said) for browser in browsers])
    assert sorted(answer.status_code for answer in answers) == [302, 422]


@pytest.mark.parametrize(
    ("sbi", "sector"),
    [("5510", "catering"), ("56", "catering"), ("01", "green"), ("4711", "retail"), ("81210", "cleaning"), ("28", "industry"),
     ("10", "food"), ("97", ""), ("", ""), ("5", "")],
)  # fmt: skip
def test_a_sector_follows_from_the_sbi(sbi, sector):
    assert sector_of(sbi) == sector


def test_a_site_with_how_to_get_there(hotel, signed_in, trusted):
    browser, address = signed_in("adviser"), f"/werkgevers/{hotel.pk}/vestiging/"
    said = {"name": "Bij de grens", "street": "Grensweg 1", "postcode": "6291bc", "place": "Vaals", "without_car": "2",
            "kvk_site": "0001 2345 6789", "version": "1"}  # fmt: skip
    assert browser.post(address, said).status_code == 302
    with trusted():
        site = Site.objects.get(name="Bij de grens")
    assert (site.postcode, site.kvk_site, site.without_car) == ("6291 BC", "000123456789", "2")
    assert "Deze vestiging staat er al" in browser.post(address, said | {"name": "bij de  Grens"}).content.decode()
    for wrong in ({"postcode": "0123 AB"}, {"postcode": "6291"}, {"kvk_site": "123"}, {"name": " "}):
        assert browser.post(address, said | {"name": "Nog een"} | wrong).status_code == 422, wrong
    assert browser.post(f"{address}{site.pk}/", said | {"ended_on": "01-02-2026"}).status_code == 302
    assert browser.post(f"{address}{site.pk}/", said).status_code == 422  # saved since by somebody else


def test_what_hangs_under_another_employer_is_not_there(w, hotel, signed_in, trusted):
    with trusted():
        other = EmployerFactory(chain=w.chain)
        site, person, agreement = (
            SiteFactory(employer=other), ContactPersonFactory(employer=other), EmployerAgreementFactory(employer=other),
        )  # fmt: skip
        contact = EmployerContactFactory(employer=other, author=w.staff["adviser"].user, partner=w.partners["podium24"])
    browser = signed_in("adviser")
    for part in (f"vestiging/{site.pk}", f"persoon/{person.pk}", f"afspraak/{agreement.pk}", f"contact/{contact.pk}"):
        assert browser.get(f"/werkgevers/{hotel.pk}/{part}/").status_code == 404, part
        assert browser.get(f"/werkgevers/{other.pk}/{part}/").status_code == 200, part


def test_an_agreement_for_a_time_under_ones_own_name(w, hotel, signed_in, trusted):
    browser, address = signed_in("coach"), f"/werkgevers/{hotel.pk}/afspraak/"
    said = {
        "kind": "trial",
        "text": "Twee proefplaatsingen.",
        "started_on": "01-09-2026",
        "ended_on": "",
        "version": "1",
    }
    assert browser.post(address, said | {"ended_on": "01-08-2026"}).status_code == 422
    assert browser.post(address, said | {"text": ""}).status_code == 422
    assert browser.post(address, said).status_code == 302
    with trusted():
        made = Agreement.objects.get(kind="trial")
        assert (made.partner_id, made.author_id) == (w.partners["mtb"].pk, w.staff["coach"].user_id)
    assert browser.post(f"{address}{made.pk}/", said | {"ended_on": "31-12-2026"}).status_code == 302


def test_openness_as_it_was_last_talked_about(w, hotel, signed_in, trusted):
    browser, address = signed_in("consultant"), f"/werkgevers/{hotel.pk}/openheid/"
    said = {"groups": ["45plus", "banenafspraak"], "adaptations": ["few-hours"], "note": "Alleen in de ochtend.",
            "talked_on": f"{today():%d-%m-%Y}", "version": "1"}  # fmt: skip
    assert browser.post(address, said | {"groups": ["everyone"]}).status_code == 422
    assert browser.post(address, said | {"talked_on": f"{days_ago(-1):%d-%m-%Y}"}).status_code == 422
    assert browser.post(address, said).status_code == 302
    with trusted():
        found = Openness.objects.get(employer=hotel)
    assert (found.groups, found.adaptations, found.talked_on) == (["banenafspraak", "45plus"], ["few-hours"], today())
    assert found.author_id == w.staff["consultant"].user_id
    stale = signed_in("adviser").post(address, said | {"groups": []})
    assert stale.status_code == 422 and "banenafspraak, 45-plussers" in stale.content.decode()


def test_openness_where_nobody_talked_about_it_yet(w, hotel, signed_in, trusted):
    with trusted():
        other = EmployerFactory(chain=w.chain)
    said = {"groups": [], "adaptations": [], "talked_on": f"{today():%d-%m-%Y}", "version": "1"}
    assert "Nog niet besproken" in page(signed_in("adviser"), other)
    assert signed_in("adviser").post(f"/werkgevers/{other.pk}/openheid/", said).status_code == 302
    assert "Ziet nu geen ruimte" in page(signed_in("adviser"), other)


def test_a_contact_person_goes_when_somebody_says_so(hotel, signed_in, trusted):
    with trusted():
        person = ContactPerson.objects.get(employer=hotel)
    address = f"/werkgevers/{hotel.pk}/persoon/{person.pk}/"
    assert signed_in("trainer").post(address, {"act": "forget"}).status_code == 403
    assert signed_in("adviser").post(address, {"act": "forget"}).status_code == 302
    with trusted():
        assert not ContactPerson.objects.filter(employer=hotel).exists()
