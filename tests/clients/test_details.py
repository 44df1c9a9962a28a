"""A person's own data: changed by who writes the part, told by field, and never overwritten unseen."""

import datetime as dt
from html.parser import HTMLParser

import pytest

from clients import bsn
from clients.models import Assessment, Capacity, Client, Contact, Event, Identity, Look, TargetGroup
from tests.conftest import role
from tests.factories import CapacityFactory, ClientFactory, ContactFactory, DefinitionFactory, TargetGroupFactory, a_bsn
from tests.world import STAFF


@pytest.fixture
def person(w):
    with role("snoer_owner"):
        person = ClientFactory(
            chain=w.chain, number="D-1", first_name="Olga", last_name="Wolfs", lives=w.maastricht,
            bsn__birth_date=dt.date(1990, 1, 1),
        )  # fmt: skip
        ContactFactory(client=person)
        CapacityFactory(client=person)
        TargetGroupFactory(client=person, code="45plus")
    return person


URL = "/clienten/D-1/gegevens/"


def fields(browser, url=URL):
    """What the form would send, as it came."""
    return sent_by(browser.get(url))


def sent_by(answer):
    soup = Page()
    soup.feed(answer.content.decode())
    return soup.sent


class Page(HTMLParser):
    """The values of the fields of the form of the page."""

    def __init__(self):
        super().__init__()
        self.sent, self.select = {}, ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.sent[self.select] = given["value"]
        elif tag == "input" and "-" in name and (given.get("type") != "checkbox" or "checked" in given):
            if "target_groups" in name:
                self.sent.setdefault(name, []).append(given["value"])
            else:
                self.sent[name] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = ""


def row(model, **where):
    with role("snoer_owner"):
        return model.objects.get(**where)


def told():
    with role("snoer_owner"):
        return [
            (event.part, event.params["fields"]) for event in Event.objects.filter(act="client-changed").order_by("pk")
        ]


def test_a_percentage_that_is_changed_here_has_its_day_as_well(person, w, signed_in):
    with role("snoer_owner"):
        DefinitionFactory(chain=w.chain, kind="work-ability")
    consultant = signed_in("consultant")
    for typed, value, percent in (("40", "below", 40), ("100", "independent", 100), ("", "unknown", None)):
        assert consultant.post(URL, fields(consultant) | {"capacity-work_ability": typed}).status_code == 302
        with role("snoer_owner"):
            last = Assessment.objects.filter(client=person).order_by("-pk").first()
        assert (last.value, last.percent, last.part, last.ground) == (
            value,
            percent,
            "capacity",
            "Ingevuld bij de gegevens.",
        )
        assert row(Capacity, client=person).work_ability == percent
    assert consultant.post(URL, fields(consultant) | {"name-alias": "Olly"}).status_code == 302
    with role("snoer_owner"):
        assert Assessment.objects.count() == 3


CHILD = "identity-youngest_child_born_on"


def test_the_youngest_child_is_asked_where_a_child_matters(person, signed_in):
    consultant = signed_in("consultant")
    assert CHILD not in fields(consultant)
    with role("snoer_owner"):
        TargetGroupFactory(client=person, code="single-parent")
    assert "Als het kind 5, 12 of 18 wordt" in consultant.get(URL).content.decode()
    assert consultant.post(URL, fields(consultant) | {CHILD: "3-4-2021"}).status_code == 302
    assert row(Identity, client=person).youngest_child_born_on == dt.date(2021, 4, 3)
    assert told() == [("identity", ["Geboortedatum van het jongste kind"])]
    with role("snoer_owner"):
        TargetGroup.objects.filter(code="single-parent").delete()
    assert fields(consultant)[CHILD] == "03-04-2021"  # known is shown
    assert consultant.post(URL, fields(consultant) | {CHILD: ""}).status_code == 302
    assert row(Identity, client=person).youngest_child_born_on is None


@pytest.mark.parametrize(("typed", "says"), [
    ("1-1-2199", "Deze dag moet nog komen"), ("1-1-1985", "niet ouder zijn dan de ouder"), ("31-02-2020", "bestaat niet"),
])  # fmt: skip
def test_a_child_that_cannot_be(person, signed_in, typed, says):
    with role("snoer_owner"):
        TargetGroupFactory(client=person, code="single-parent")
    consultant = signed_in("consultant")
    answer = consultant.post(URL, fields(consultant) | {CHILD: typed})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert row(Identity, client=person).youngest_child_born_on is None


def groups(person):
    with role("snoer_owner"):
        return set(TargetGroup.objects.filter(client=person).values_list("code", flat=True))


def form_of(answer, part):
    part = {"name": "client"}.get(part, part)
    return next(form for form in answer.context["forms"] if form.part == part)


@pytest.fixture
def consultant(signed_in):
    return signed_in("consultant")


# who may


@pytest.mark.parametrize("name", sorted(STAFF))
def test_consultants_change_data_others_do_not(w, signed_in, name):
    answer = signed_in(name).get(f"/clienten/{w['step'].number}/gegevens/")
    may, refused = {"consultant", "lead"}, {"manager", "trainer", "annex_manager", "annex_consultant", "privacy"}
    assert answer.status_code == (200 if name in may else 403 if name in refused else 404)


# changing


def test_each_part_that_changed_is_saved_and_told(w, person, consultant):
    sent = fields(consultant) | {
        "name-prefix": "van der", "name-alias": "Olja", "contact-phone": "06 12345678", "contact-language": "ukr",
        "capacity-work_ability": "40", "capacity-target_groups": ["single-parent"], "identity-birth_date": "2-1-1990",
    }  # fmt: skip
    assert consultant.post(URL, sent).headers["Location"] == "/clienten/D-1/"
    now = row(Client, pk=person.pk)
    assert (now.name, now.alias, now.version) == ("Olga van der Wolfs", "Olja", 2)
    contact = row(Contact, client=person)
    assert (contact.phone, contact.language, contact.postcode) == ("06 12345678", "ukr", "6211 AB")
    assert row(Capacity, client=person).work_ability == 40
    assert row(Identity, client=person).birth_date == dt.date(1990, 1, 2)
    assert groups(person) == {"single-parent"}
    assert told() == [
        ("client", ["Tussenvoegsel", "Ook bekend als"]), ("identity", ["Geboortedatum"]),
        ("contact", ["Telefoon", "Taal van het gesprek"]), ("capacity", ["Arbeidsvermogen", "Doelgroep"]),
    ]  # fmt: skip


def test_nothing_changed_tells_nothing(w, person, consultant):
    answer = consultant.post(URL, fields(consultant), follow=True)
    assert "Er was niets gewijzigd" in answer.content.decode()
    assert told() == []
    assert row(Client, pk=person.pk).version == 1


def test_one_mistake_saves_nothing(w, person, consultant):
    sent = fields(consultant) | {"name-first_name": "Nieuw", "contact-postcode": "12"}
    answer = consultant.post(URL, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Er is nog niets opgeslagen" in page
    assert 'href="#id_contact-postcode"' in page
    assert 'value="Nieuw"' in page
    assert row(Client, pk=person.pk).first_name == "Olga"


@pytest.mark.parametrize(
    ("part", "field", "value", "said"),
    [
        ("name", "last_name", "", "vereist"),
        ("identity", "birth_date", "1-1-2190", "jaar|moet nog komen"),
        ("identity", "bsn", "123", "geen BSN"),
        ("contact", "email", "x@", "e-mail"),
        ("capacity", "work_ability", "101", "100"),
        ("capacity", "work_ability", "-1", "0"),
        ("capacity", "work_ability", "veel", "getal"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(w, person, consultant, part, field, value, said):
    answer = consultant.post(URL, fields(consultant) | {f"{part}-{field}": value})
    assert answer.status_code == 422
    (error, *_) = form_of(answer, part).errors[field]
    assert any(word in error for word in said.split("|")), error


def test_parts_without_a_row_get_one(w, consultant):
    with role("snoer_owner"):
        bare = ClientFactory(chain=w.chain, number="D-2", lives=w.maastricht)
    url = "/clienten/D-2/gegevens/"
    sent = fields(consultant, url) | {
        "contact-phone": "043",
        "identity-birth_date": "1-2-1980",
        "identity-bsn": a_bsn(801),
    }
    assert consultant.post(url, sent).status_code == 302
    assert row(Contact, client=bare).phone == "043"
    assert bsn.decrypt(row(Identity, client=bare).bsn_cipher) == a_bsn(801)


# adding a BSN later


def test_a_bsn_is_added_later_and_not_told(w, person, consultant):
    assert consultant.post(URL, fields(consultant) | {"identity-bsn": a_bsn(800)}).status_code == 302
    identity = row(Identity, client=person)
    assert bsn.decrypt(identity.bsn_cipher) == a_bsn(800)
    assert told() == [("identity", ["BSN"])]
    assert "identity-bsn" not in fields(consultant)


def test_a_bsn_of_somebody_else_is_refused_with_the_number(w, person, consultant):
    sent = fields(consultant) | {"identity-bsn": a_bsn(list(w.clients).index("unknown"))}
    answer = consultant.post(URL, sent)
    number = w["unknown"].number
    assert form_of(answer, "identity").errors["bsn"] == [f"Dit BSN staat al op naam van klantnummer {number}."]
    assert f'href="/clienten/{number}/"' in answer.content.decode()
    with role("snoer_owner"):
        assert Look.objects.filter(why="duplicate", client=w["unknown"]).exists()


def test_a_bsn_that_another_entered_at_the_same_moment(w, person, consultant, monkeypatch):
    monkeypatch.setattr("clients.details.duplicates", lambda membership, number: [])
    sent = fields(consultant) | {"identity-bsn": a_bsn(list(w.clients).index("unknown")), "name-alias": "Olja"}
    answer = consultant.post(URL, sent)
    assert answer.status_code == 422
    assert form_of(answer, "identity").errors["bsn"] == ["Dit BSN is zojuist bij iemand anders ingevuld."]
    assert 'value="Olja"' in answer.content.decode()
    assert row(Client, pk=person.pk).alias == ""


# two at one record


def test_what_another_saved_meanwhile_is_shown_and_not_overwritten(w, person, signed_in, consultant):
    sent = fields(consultant) | {"contact-phone": "mijn nummer"}
    colleague = signed_in("lead")
    colleague.post(URL, fields(colleague) | {"contact-phone": "haar nummer"})
    answer = consultant.post(URL, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Iemand anders heeft dit intussen gewijzigd" in page
    assert "haar nummer" in page
    assert "mijn nummer" in page
    assert row(Contact, client=person).phone == "haar nummer"
    assert consultant.post(URL, sent_by(answer)).status_code == 302
    assert row(Contact, client=person).phone == "mijn nummer"


def test_target_groups_of_two_people_at_once_are_not_lost(w, person, signed_in, consultant):
    sent = fields(consultant) | {"capacity-target_groups": ["45plus", "wajong"], "capacity-work_ability": "50"}
    colleague = signed_in("lead")
    colleague.post(URL, fields(colleague) | {"capacity-target_groups": ["45plus", "vso-pro"]})
    answer = consultant.post(URL, sent)
    assert answer.status_code == 422
    assert "45-plus, vso of praktijkonderwijs" in answer.content.decode()
    assert groups(person) == {"45plus", "vso-pro"}


def test_two_people_may_change_different_parts(w, person, signed_in, consultant):
    sent = fields(consultant) | {"name-alias": "Olja"}
    colleague = signed_in("lead")
    colleague.post(URL, fields(colleague) | {"contact-phone": "043"})
    assert consultant.post(URL, sent).status_code == 302
    assert row(Contact, client=person).phone == "043"
    assert row(Client, pk=person.pk).alias == "Olja"


def test_gender_and_household_are_asked_and_left_open_where_nobody_knows(w, person, signed_in):
    lead = signed_in("lead")
    sent = fields(lead)
    assert (sent.get("identity-gender", ""), sent.get("identity-household", "")) == ("", "")
    answer = lead.post(URL, sent | {"identity-gender": "female", "identity-household": "single-parent"})
    assert answer.status_code == 302
    identity = row(Identity, client=person)
    assert (identity.gender, identity.household) == ("female", "single-parent")
    assert "Geboortedatum van het jongste kind" in lead.get(URL).content.decode(), (
        "who has children is asked about them"
    )
    assert lead.post(URL, fields(lead) | {"identity-household": "palace"}).status_code == 422


def test_who_has_no_identity_yet_gets_one(w, signed_in):
    with role("snoer_owner"):
        ClientFactory(chain=w.chain, number="D-2", lives=w.maastricht, bsn=None)
        Identity.objects.filter(client__number="D-2").delete()
    lead, url = signed_in("lead"), "/clienten/D-2/gegevens/"
    assert lead.post(url, fields(lead, url) | {"identity-gender": "male"}).status_code == 302
    assert row(Identity, client__number="D-2").gender == "male"
