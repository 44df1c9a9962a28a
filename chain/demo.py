"""The people of the demo: who can sign in, all with one password. They exist only where SNOER_DEMO is set."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from chain.models import Chain, Membership, Municipality, Partner, User

CHAIN = "maastricht-heuvelland"
PASSWORD = "samen-aan-het-snoer"


@dataclass(frozen=True)
class Person:
    """A demo user: partner is the partner's code."""

    username: str
    name: str
    partner: str
    role: str
    municipality: str = ""  # of an alderman: its CBS code


PEOPLE = [
    Person("loes", "Loes Habets", "szmh", "consultant"),
    Person("marc", "Marc Cremers", "szmh", "consultant"),
    Person("rianne", "Rianne Vaessen", "szmh", "lead_consultant"),
    Person("karin", "Karin Dohmen", "szmh", "consultant"),
    Person("wiel", "Wiel Essers", "szmh", "consultant"),
    Person("roy", "Roy Jacobs", "annex", "trainer"),
    Person("femke", "Femke Wolfs", "annex", "trainer"),
    Person("sjef", "Sjef Pluijmen", "mtb", "work_coach"),
    Person("iris", "Iris Vanderbroeck", "podium24", "employer_adviser"),
    Person("bart", "Bart Moonen", "szmh", "manager"),
    Person("hanna", "Hanna Reijnders", "beleid", "policy"),
    Person("ilse", "Ilse Prevoo", "beleid", "coordinator"),
    Person("tineke", "Tineke Lemmens", "annex", "coordinator"),
    Person("pieter", "Pieter Claessens", "szmh", "privacy"),
    Person("gerard", "Gerard Smits", "szmh", "archive"),
    Person("anouk", "Anouk Smeets", "szmh", "admin"),
    Person("wim", "Wim Kerckhoffs", "beleid", "alderman", "GM0938"),
]


def make_people(chain: Chain) -> dict[str, Membership]:
    """The demo users with their memberships, by username; act as the chain's `setup` membership. Idempotent."""
    partners = {partner.code: partner for partner in Partner.objects.filter(chain=chain)}
    places = {place.code: place for place in Municipality.objects.filter(code__in=[one.municipality for one in PEOPLE])}
    found = {}
    password = make_password(PASSWORD)  # once: a good hash is slow on purpose
    for person in PEOPLE:
        user, _new = User.objects.get_or_create(
            username=person.username,
            defaults={
                "name": person.name,
                "password": password,
                "email": f"{person.username}@{person.partner}.example",
            },
        )
        found[person.username], _new = Membership.objects.get_or_create(
            user=user, chain=chain, partner=partners[person.partner], role=person.role,
            municipality=places.get(person.municipality),
            defaults={"started_on": "2018-01-01"},
        )  # fmt: skip
    return found


def sign_in_choices() -> list[dict]:
    """The demo users as the sign-in page shows them; without a query, since nobody acts there."""
    from chain.parts import ROLES

    names = {"szmh": "SZMH", "annex": "Annex", "mtb": "MTB", "podium24": "Podium24", "beleid": "Beleid"}
    return [
        {
            "username": person.username, "name": person.name, "role": ROLES[person.role],
            "initials": "".join(word[0] for word in person.name.split()),
            "partner": {"name": names[person.partner], "colour": person.partner},
        }
        for person in PEOPLE
    ]  # fmt: skip
