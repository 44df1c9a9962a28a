"""Each figure has its rule: what the tables and the question marks lead to is there, in the version that counts."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.urls import reverse

from chain.acting import acting_as
from chain.models import Membership
from chain.words import RULES, WORDS
from reporting.counting import QUIET_DAYS, RETURN_DAYS, RULE_SETS
from reporting.definitions import DEFINITIONS, OTHERS, WORDING
from reporting.models import Cost, Saving, Share
from reporting.scope import scope_of, sections
from tests.conftest import role
from tests.factories import ProgrammeFactory
from tests.world import world

# In the source, for a table may be left out where there is nothing to show.
NAMED = re.compile(r'definition="([a-z-]+)"')


@pytest.fixture
def w(trusted):
    with trusted():
        return world()


def test_every_table_of_every_section_has_a_definition_that_is_there(w):
    with role("snoer_owner"):
        ProgrammeFactory(chain=w.chain, key="nu")
    with acting_as(w.acting("policy")):
        member = Membership.objects.with_contact_point().select_related("chain", "user").get(pk=w.acting("policy"))
        scope, _form = scope_of(member, {})
        tables = [(key, table) for key, section in sections().items() for table in section.tables(scope)]
    assert {key for key, _table in tables} >= {"targets", "quality"}
    for key, table in tables:
        assert table.definition in DEFINITIONS, f"{key}: {table.key} says {table.definition!r}"
        for column in table.columns:
            assert not column.means or column.means in WORDS, f"{key}: {table.key}.{column.key}"


def test_what_the_source_names_is_there():
    for path in Path("reporting").glob("*.py"):
        for key in NAMED.findall(path.read_text()):
            assert key in DEFINITIONS, f"{path}: {key}"


def test_a_word_leads_to_a_rule_that_is_there():
    for word, rule in RULES.items():
        assert word in WORDS
        assert rule in DEFINITIONS, word


def test_each_version_of_the_rules_is_worded_and_says_what_it_counts_by():
    assert set(WORDING) == set(RULE_SETS)
    for one in WORDING.values():
        assert {each.key for each in one.definitions} == {"activation", "outflow"}
    by_key = {each.key: each.rule for each in WORDING["2018"].definitions}
    assert f"{QUIET_DAYS} dagen" in by_key["activation"]
    assert f"{RETURN_DAYS} dagen" in by_key["outflow"]


def test_no_key_is_used_twice():
    keys = [each.key for each in OTHERS]
    assert len(keys) == len(set(keys))
    assert not set(keys) & {each.key for each in WORDING["2018"].definitions}


def test_the_page_has_an_anchor_for_each_and_tells_of_the_programmes(w, signed_in):
    with role("snoer_owner"):
        one = ProgrammeFactory(chain=w.chain, key="nu", name="Intensivering nu", share_key="agreed")
        Share.objects.create(programme=one, chain=w.chain, municipality=w.maastricht, percent=100)
        Cost.objects.create(
            programme=one, chain=w.chain, kind="planned", on=dt.date(2018, 1, 1), amount=1_900_000, text="Raming"
        )
        Saving.objects.create(
            programme=one, chain=w.chain, started_on=dt.date(2018, 1, 1), full=8500, partial=8500, text="Bron"
        )
    text = signed_in("trainer").get(reverse("definitions")).content.decode()
    for key in DEFINITIONS:
        assert text.count(f' id="{key}"') == 1, key
    for told in ("Intensivering nu", "Raming", "8.500", "Participatiewet", "Regels 2018"):
        assert told in text
    assert len(text) < 45_000


def test_a_question_mark_leads_to_the_rule(w, signed_in):
    with role("snoer_owner"):
        ProgrammeFactory(chain=w.chain, key="nu")
    text = signed_in("manager").get(reverse("dashboard", args=["nu"])).content.decode()
    links = set(re.findall(r'href="/doelen/regels/#([a-z-]+)"', text))
    assert links
    assert links <= set(DEFINITIONS)


@pytest.mark.parametrize("who", ["consultant", "trainer", "manager", "policy", "admin"])
def test_the_rules_are_for_everybody_of_the_chain(w, signed_in, who):
    assert signed_in(who).get(reverse("definitions")).status_code == 200


def test_an_alderman_reads_the_rules_and_of_no_programme_what_it_costs(w, signed_in):
    with role("snoer_owner"):
        one = ProgrammeFactory(chain=w.chain, key="nu", name="Intensivering nu", share_note="Naar inwoners")
        Cost.objects.create(
            programme=one, chain=w.chain, kind="planned", on=dt.date(2018, 1, 1), amount=1_900_000, text="Raming"
        )
    text = signed_in("alderman").get(reverse("definitions")).content.decode()
    assert "183 dagen" in text
    for hidden in ("Intensivering nu", "Raming", "1.900.000", "Naar inwoners", 'id="programmes"'):
        assert hidden not in text


def test_the_page_asks_the_same_however_many_programmes(w, signed_in, django_assert_max_num_queries):
    browser = signed_in("policy")
    browser.get(reverse("definitions"))
    with role("snoer_owner"):
        for number in range(4):
            ProgrammeFactory(chain=w.chain, key=f"p{number}")
    with django_assert_max_num_queries(12):
        browser.get(reverse("definitions"))
