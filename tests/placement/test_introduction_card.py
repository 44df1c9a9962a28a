"""The profile card: the chosen fields and nothing else, on the page, in the file, and in what the file says of itself."""

import io
import re
import zlib

import pypdf
import pytest
from django.core.exceptions import ValidationError

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_long
from clients.models import Event, Look
from placement import introductions, profile_card
from placement.models import Introduction, SentCard
from tests.conftest import role
from tests.factories import (
    CapacityFactory,
    CompetenceFactory,
    ContactFactory,
    ContactPersonFactory,
    CourseFactory,
    EducationFactory,
    EmployerFactory,
    ExperienceFactory,
    IntroductionFactory,
    LanguageFactory,
    OccupationFactory,
    TargetGroupFactory,
    TargetOccupationFactory,
    VacancyFactory,
    WorkProfileFactory,
    days_ago,
)
from tests.kept import kept
from tests.placement.conftest import placing_world

pytestmark = pytest.mark.django_db
# What stands in the person's file and never on a card.
SECRET = ["vertelt-niets", "rustige hoek", "jobcoach nodig", "6229", "0612345678", "onvoldoende"]


@kept
def card_world():
    """Podium24's adviser introduces somebody whose file says more than an employer may know."""
    w = placing_world()
    client = w["job"]
    client.first_name, client.last_name = "Amina", "Zwartkruis"
    client.save(update_fields=["first_name", "last_name"])
    w.employer = EmployerFactory(chain=w.chain, name="Hotel Zon")
    w.person = ContactPersonFactory(employer=w.employer, name="Pieter Peeters")
    w.vacancy = VacancyFactory(chain=w.chain, employer=w.employer, partner=w.partners["podium24"], title="Hulpkok")
    w.introduction = IntroductionFactory(
        client=client, employer=w.employer, vacancy=w.vacancy, partner=w.partners["podium24"], status="agreed",
        author=w.staff["adviser"].user, agreed_on=days_ago(2), why="Kookte drie jaar in Aleppo.",
    )  # fmt: skip
    if not hasattr(client, "contact"):
        ContactFactory(client=client, postcode="6229 XX", phone="0612345678")
    CapacityFactory(client=client, work_ability=47)
    TargetGroupFactory(client=client)
    WorkProfileFactory(
        client=client, presentation="Ik kook graag voor veel mensen.", hours_min=20, hours_max=28, transport=["3"],
        postcode="6229 XX", guidance="jobcoach nodig", adapted_workplace="rustige hoek", variation="vertelt-niets",
        licences=["B"], interests=["maken"], level="3",
    )  # fmt: skip
    TargetOccupationFactory(client=client, occupation=OccupationFactory(name="kok"))
    CompetenceFactory(client=client, code="hygiene", mastery="1")
    CompetenceFactory(client=client, code="pace", mastery="3")
    ExperienceFactory(client=client, job="Kok", employer="Restaurant Damas", from_year=2009, to_year=2012)
    EducationFactory(client=client, name="Koksschool", level="4")
    CourseFactory(client=client, name="HACCP", valid_until=None)
    CourseFactory(client=client, name="Heftruck", valid_until=days_ago(5))
    LanguageFactory(client=client, code="nld", speaking="2", listening="3")
    return w


@pytest.fixture
def w(trusted):
    with trusted():
        return card_world()


def address(w, *more):
    return (
        "/".join(["/clienten", w["job"].number, "voordracht", str(w.introduction.pk), "kaart", *map(str, more)]) + "/"
    )


def fields(w):
    with acting_as(w.acting("adviser"), "test"):
        return profile_card.offered(Introduction.objects.select_related("client__home").get(pk=w.introduction.pk))


def ticked(w, *keys, **more):
    """What the form posts with these fields chosen."""
    there = fields(w)
    texts = {f"text-{field.key}": field.words for field in there if field.written}
    return (
        {f"with-{key}": "on" for key in keys} | texts | {"person": w.person.pk, "seen": profile_card.seen(there)} | more
    )


def sent(w, signed_in, *keys, **more):
    """The PDF of a card with these fields, as the adviser downloads it."""
    browser = signed_in("adviser")
    answer = browser.post(address(w), ticked(w, *keys, send="1", **more))
    assert answer.status_code == 302, answer.content.decode()
    with role("snoer_owner"):
        card = SentCard.objects.get()
    return card, browser.get(address(w, card.pk))


def read(answer):
    found = pypdf.PdfReader(io.BytesIO(answer.content))
    return found, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in found.pages)).strip()


def test_nothing_but_first_name_and_wanted_work_is_ticked(w):
    assert [field.key for field in fields(w) if field.ticked] == ["first-name", "wanted"]


def test_each_field_shows_its_very_words(w):
    words = {field.key: field.words for field in fields(w)}
    assert words == {
        "first-name": "Amina", "last-name": "Zwartkruis", "wanted": "Kok", "presentation": "Ik kook graag voor veel mensen.",
        "motivation": "Kookte drie jaar in Aleppo.", "likes": "Maken", "abilities": "Schoon werken",
        "experience": "Kok (Restaurant Damas), 2009 – 2012", "education": "Koksschool (mbo)", "courses": "HACCP",
        "languages": "Nederlands (spreken redelijk, verstaan goed)", "hours": "20 tot 28 uur per week", "licences": "B",
        "transport": "Fiets", "place": "Maastricht", "more": "",
    }  # fmt: skip


def test_what_no_employer_may_know_is_not_offered(w, signed_in):
    page = signed_in("adviser").get(address(w)).content.decode()
    for secret in SECRET:
        assert secret not in page, secret
    names = set(re.findall(r'name="(?:with|text)-([a-z-]+)"', page))
    assert names <= set(profile_card.LABELS)
    told = " ".join(profile_card.LABELS)
    for never in ("birth", "bsn", "address", "street", "benefit", "barrier", "capacity", "group", "guidance", "level"):
        assert never not in told


def test_the_file_holds_the_chosen_fields_and_nothing_else(w, signed_in):
    _card, answer = sent(w, signed_in, "first-name", "wanted", "languages")
    found, text = read(answer)
    assert answer.headers["Content-Type"] == "application/pdf" and "no-store" in answer.headers["Cache-Control"]
    assert text == (
        f"Amina Profielkaart voor Hotel Zon, Hulpkok Wil graag werken als Kok Talen Nederlands (spreken redelijk, verstaan"
        f" goed) Voor Pieter Peeters. Van {w.staff['adviser'].user.name}, Podium24, {day_long(today())}."
        " Deze kaart is alleen voor dit gesprek. Gaat het niet door? Gooi hem dan weg."
    ).replace("Podium24", w.partners["podium24"].name)
    # What the file says of itself
    assert {key: value for key, value in found.metadata.items() if key != "/Creator"} == {"/Title": "Profielkaart"}
    assert found.metadata["/Creator"].startswith("Typst ")
    for gone in ("/Author", "/Subject", "/Keywords", "/CreationDate", "/ModDate", "/Producer"):
        assert gone not in found.metadata
    assert "/StructTreeRoot" in found.trailer["/Root"]


def everything(content):
    """All that can be read in the file: its bytes, and each stream unpacked."""
    parts = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            parts.append(stream)
    return b"\n".join(parts)


def test_nothing_of_the_person_hides_in_the_file(w, signed_in):
    _card, answer = sent(w, signed_in, "wanted", "hours")
    inside = everything(answer.content)
    with role("snoer_owner"):
        client = w["job"]
        known = [
            client.number,
            "Amina",
            "Zwartkruis",
            client.identity.birth_date.isoformat(),
            "Damas",
            "Aleppo",
            *SECRET,
        ]
    for word in known:
        for spelled in (word.encode(), word.encode("utf-16-be")):
            assert spelled not in inside, word
    assert str(today().year).encode() not in re.sub(rb"(?s)stream.*?endstream", b"", answer.content)
    _found, text = read(answer)
    assert text.startswith("Kandidaat Profielkaart voor Hotel Zon")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="profielkaart-{_card.pk}.pdf"'


def test_free_text_is_written_for_the_card_alone(w, signed_in):
    card, answer = sent(
        w, signed_in, "presentation", "more", **{"text-presentation": "Kookt graag.", "text-more": "Ook 's avonds."}
    )
    _found, text = read(answer)
    assert "Over zichzelf Kookt graag. Verder Ook 's avonds." in text.replace("’", "'")
    assert card.fields == ["presentation", "more"]
    with role("snoer_owner"):
        assert w["job"].work_profile.presentation == "Ik kook graag voor veel mensen."


def test_what_was_typed_acts_as_no_code(w, signed_in):
    _card, answer = sent(w, signed_in, "more", **{"text-more": '#read("/etc/passwd") $x$ = *vet* \\ <b>'})
    assert '#read("/etc/passwd") $x$ = *vet* \\ <b>' in read(answer)[1].replace("”", '"').replace("“", '"')


def test_it_is_kept_as_it_was_told(w, signed_in, trusted):
    card, _answer = sent(w, signed_in, "first-name", "hours")
    with trusted():
        type(w["job"]).objects.filter(pk=w["job"].pk).update(first_name="Anders")
        assert card.content["fields"] == [
            ["first-name", "Voornaam", "Amina"],
            ["hours", "Uren", "20 tot 28 uur per week"],
        ]
        assert (card.person, card.author, card.partner) == (w.person, w.staff["adviser"].user, w.partners["podium24"])
        assert Introduction.objects.get().status == "sent"
        event = Event.objects.get(act="introduction-sent")
        assert (event.part, event.params) == ("placements", {"employer": "Hotel Zon"})
        assert Look.objects.filter(client=w["job"], parts__contains=["profile"]).exists()
    assert "Amina" in read(signed_in("adviser").get(address(w, card.pk)))[1]


def test_the_name_of_who_got_it_goes_with_the_contact_person(w, signed_in, trusted):
    card, _answer = sent(w, signed_in, "first-name")
    assert "Pieter" not in str(card.content)
    with trusted():
        w.person.delete()
    assert "Pieter" not in read(signed_in("adviser").get(address(w, card.pk)))[1]


def test_first_it_is_looked_at_and_nothing_is_kept(w, signed_in, trusted):
    page = signed_in("adviser").post(address(w), ticked(w, "first-name", "hours", look="1"))
    assert page.status_code == 200
    shown = page.content.decode()
    assert "20 tot 28 uur per week" in shown and "Restaurant Damas" not in shown
    with trusted():
        assert not SentCard.objects.exists()


@pytest.mark.parametrize(("more", "said"), [
    ({"with-first-name": ""}, "Kies ten minste één gegeven"),
    ({"person": ""}, "Kies aan wie u de kaart geeft"),
    ({"with-more": "on"}, "of haal het vinkje weg"),
    ({"seen": "anders"}, "Het werkprofiel is intussen gewijzigd"),
])  # fmt: skip
def test_a_card_that_cannot_be_sent_comes_back(w, signed_in, trusted, more, said):
    answer = signed_in("adviser").post(address(w), ticked(w, "first-name", send="1") | more)
    assert answer.status_code == 422 and said in answer.content.decode()
    with trusted():
        assert not SentCard.objects.exists()


def test_the_act_itself_takes_no_words_that_the_profile_does_not_say(w):
    by = w.staff["adviser"]
    with acting_as(w.acting("adviser"), "test"):
        for chosen in ({"hours": "40 uur"}, {"bsn": "123456782"}, {"guidance": "jobcoach nodig"}, {}):
            with pytest.raises(ValidationError):
                introductions.move(w.introduction, "send", by=by, chosen=chosen, person=w.person)
        with role("snoer_owner"):
            stranger = ContactPersonFactory(employer=EmployerFactory(chain=w.chain))
        with pytest.raises(ValidationError):
            introductions.move(w.introduction, "send", by=by, chosen={"place": "Maastricht"}, person=stranger)


def test_before_the_person_agreed_there_is_no_card(w, signed_in, trusted):
    with trusted():
        Introduction.objects.update(status="proposed", agreed_on=None)
    assert signed_in("adviser").get(address(w)).status_code == 302
    assert signed_in("adviser").post(address(w), ticked(w, "first-name", send="1")).status_code == 302
    with trusted():
        assert not SentCard.objects.exists()


def test_others_make_no_card_and_read_what_was_given(w, signed_in):
    card, _answer = sent(w, signed_in, "first-name")
    assert signed_in("consultant").get(address(w)).status_code == 403
    assert signed_in("consultant").get(address(w, card.pk)).status_code == 200
    assert signed_in("coach").get(address(w, card.pk)).status_code == 404
    assert signed_in("stranger").get(address(w, card.pk)).status_code == 404
    assert signed_in("adviser").get(address(w, card.pk + 1)).status_code == 404


def test_a_card_is_dutch_whoever_makes_it(w, signed_in):
    browser = signed_in("adviser")
    browser.cookies["django_language"] = "en"
    browser.post(address(w), ticked(w, "transport", send="1"), headers={"accept-language": "en"})
    with role("snoer_owner"):
        assert SentCard.objects.get().content["fields"] == [["transport", "Vervoer", "Fiets"]]
