"""Finding people: by number or by any of their names, however they are typed."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chain.acting import acting_as
from clients import search
from tests.conftest import role
from tests.factories import ClientFactory
from tests.world import SEEN_BY_ANNEX

# first name, prefix, last name, alias
PEOPLE = [
    ("Zoë", "van der", "Berg", ""),
    ("Jan", "van den", "Berg", ""),
    ("Łukasz", "", "Wiśniewski", ""),
    ("Søren", "", "Ødegård", ""),
    ("Ayşe", "", "Yılmaz", "Aisha"),
    ("Piet", "", "Schoenmaekers", ""),
    ("Mieke", "'t", "Hart", ""),
    ("Luc", "d'", "Hondt", ""),
    ("Anna Maria", "", "García Márquez", ""),
    ("Tom", "", "O'Neill", ""),
    ("Günter", "", "Weiß", ""),
    ("Jan", "", "Janssen-Smeets", ""),
]


@pytest.fixture
def people(w):
    with role("snoer_owner"):
        for first, prefix, last, alias in PEOPLE:
            ClientFactory(
                chain=w.chain, first_name=first, prefix=prefix, last_name=last, alias=alias, lives=w.maastricht
            )  # fmt: skip
        ClientFactory(chain=w.other_chain, first_name="Zoë", last_name="Berg", lives=w.other_town)
    return w


@pytest.fixture
def found(people, signed_in):
    consultant = signed_in("consultant")

    def find(typed):
        context = consultant.get("/clienten/", {"q": typed}).context
        return [row["name"] for row in context["found"].rows], context["found"].similar

    return find


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("zoe", ["Berg, Zoë van der"]),
        ("ZOË", ["Berg, Zoë van der"]),
        ("van der berg", ["Berg, Zoë van der"]),
        ("berg van", ["Berg, Jan van den", "Berg, Zoë van der"]),
        ("Berg, Jan", ["Berg, Jan van den"]),
        ("  jan   berg ", ["Berg, Jan van den"]),
        ("lukasz wisniewski", ["Wiśniewski, Łukasz"]),
        ("Wiśniew", ["Wiśniewski, Łukasz"]),
        ("odegard", ["Ødegård, Søren"]),
        ("yilmaz", ["Yılmaz, Ayşe"]),
        ("aisha", ["Yılmaz, Ayşe"]),
        ("'t hart", ["Hart, Mieke 't"]),
        ("’t hart", ["Hart, Mieke 't"]),
        ("d'hondt", ["Hondt, Luc d'"]),
        ("o'neill", ["O'Neill, Tom"]),
        ("marquez anna", ["García Márquez, Anna Maria"]),
        ("weiss", []),
        ("Weiß", ["Weiß, Günter"]),
        ("janssen-smeets", ["Janssen-Smeets, Jan"]),
        ("smeets", ["Janssen-Smeets, Jan"]),
    ],
)
def test_each_typed_word_begins_a_name(found, typed, names):
    rows, similar = found(typed)
    if names:
        assert (rows, similar) == (names, False)
    else:
        assert similar or not rows


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("schoenmakers", "Schoenmaekers, Piet"),
        ("piet schoenmakers", "Schoenmaekers, Piet"),
        ("schoenmaekres", "Schoenmaekers, Piet"),
        ("wisnieuwski", "Wiśniewski, Łukasz"),
        ("dhondt", "Hondt, Luc d'"),
        ("weiss", "Weiß, Günter"),
        ("jansen smeets", "Janssen-Smeets, Jan"),
    ],
)
def test_a_misspelt_name_is_asked_after(found, typed, name):
    rows, similar = found(typed)
    assert similar
    assert rows[0] == name


def test_what_is_right_is_not_second_guessed(found):
    rows, similar = found("berg")
    assert not similar
    assert len(rows) == 2


NONSENSE = ["xqzwv", "!!!", "%", "_", "\\", "'; drop table clients_client; --", "a" * 200, "é" * 300, "van " * 100,
            "x\x00qz", "صباح", "\u202e", "{{ q }}", "(((", "^@", "0" * 13]  # fmt: skip


@pytest.mark.parametrize("typed", NONSENSE)
def test_nonsense_finds_nobody_and_breaks_nothing(found, typed):
    rows, _similar = found(typed)
    assert all("Berg" in row for row in rows)


def test_by_client_number_exactly(people, signed_in):
    consultant = signed_in("consultant")
    number = people["unknown"].number
    for typed in (number, number.lower(), f" {number} "):
        assert [row["number"] for row in consultant.get("/clienten/", {"q": typed}).context["found"].rows] == [number]
    assert consultant.get("/clienten/", {"q": "K-0000"}).context["found"].rows == []


def test_a_number_of_another_chain_or_out_of_sight_is_not_there(people, signed_in):
    with role("snoer_owner"):
        foreign = ClientFactory(chain=people.other_chain, number="V-77", lives=people.other_town)
    for name, number in [("consultant", foreign.number), ("trainer", people["unknown"].number)]:
        assert signed_in(name).get("/clienten/", {"q": number}).context["found"].rows == []


def test_a_senior_consultant_finds_a_closed_file_by_its_number(people, signed_in):
    number = people["closed"].number
    page = signed_in("lead").get("/clienten/", {"q": number})
    assert [row["number"] for row in page.context["found"].rows] == [number]
    assert "gesloten" in page.content.decode()
    assert signed_in("consultant").get("/clienten/", {"q": number}).context["found"].rows == []


@pytest.mark.parametrize("typed", ["anna", "step", "unkown", "stepp", "mtb"])
def test_a_partner_finds_the_people_that_it_is_involved_with_alone(people, signed_in, typed):
    rows = signed_in("trainer").get("/clienten/", {"q": typed}).context["found"].rows
    assert {row["last_name"] for row in rows} <= SEEN_BY_ANNEX


def test_words_of_a_changed_name_follow(people, signed_in):
    with role("snoer_owner"):
        person = people["unknown"]
        person.last_name, person.alias = "Nieuwenhuis", "Mientje"
        person.save()
    consultant = signed_in("consultant")
    for typed, number in [("nieuwen", 1), ("mientje", 1), ("unknown", 0)]:
        rows = consultant.get("/clienten/", {"q": typed}).context["found"].rows
        assert len([row for row in rows if row["pk"] == person.pk]) == number, typed


def test_a_name_on_the_page_is_escaped(people, signed_in):
    page = signed_in("consultant").get("/clienten/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40))
def test_plain_is_what_the_database_makes_of_it(db, text):
    with connection.cursor() as cursor:
        cursor.execute("select regexp_split_to_array(snoer_plain(%s), '[^a-z0-9]+')", [text])
        (there,) = cursor.fetchone()
    assert set(search.words(text)) == {word for word in there if word} or len(search.words(text)) == search.MOST_WORDS


def test_the_words_of_the_index_are_plain(people):
    with acting_as(people.acting("consultant")), connection.cursor() as cursor:
        cursor.execute("select array_agg(distinct word order by word) from clients_word w join clients_client c"
                       " on c.id = w.client_id where c.last_name = 'Ødegård'")  # fmt: skip
        assert cursor.fetchone() == (["odegard", "soren"],)
