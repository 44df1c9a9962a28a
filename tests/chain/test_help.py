"""Help in the product: what a role does most, the list of words, and what a figure means where it stands."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.urls import reverse

from chain.words import GROUPS, WORDS
from tests.factories import ProgrammeFactory
from tests.world import STAFF, World, world

TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        ProgrammeFactory(chain=w.chain)
        return w


@pytest.fixture
def get(w, client):
    def get(name: str, page: str, **query: str) -> str:
        client.force_login(w.staff[name].user)
        answer = client.get(reverse(page), query)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


@pytest.mark.parametrize("name", sorted(STAFF))
def test_what_help_leads_to_is_open_to_who_reads_it(get, client, name):
    page = get(name, "help")
    links = re.findall(r'<li><div><a href="([^"]+)"', page)
    assert links
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link


def test_help_tells_a_trainer_of_the_groups_and_a_manager_of_the_targets(get):
    assert reverse("groups_today") in get("trainer", "help") and reverse("terms") not in get("trainer", "help")
    page = get("manager", "help")
    assert reverse("targets") in page and f'<li><div><a href="{reverse("day")}"' not in page


def test_every_word_stands_in_the_list_under_its_own_address(get):
    page = get("consultant", "help_words")
    for key, word in WORDS.items():
        assert f'<div id="{key}">' in page and str(word.term)[1:] in page
        assert word.group in GROUPS


def test_a_word_is_found_by_its_name_and_by_what_is_said_of_it(get):
    assert 'id="pace"' in get("consultant", "help_words", woord="TEMPO")
    assert 'id="pace"' in get("consultant", "help_words", woord="deel van het doel")
    assert "Dit woord staat er niet in" in get("consultant", "help_words", woord="<script>")


def test_each_question_mark_in_the_pages_is_about_a_word_of_the_list():
    asked = {
        key for page in TEMPLATES.rglob("*.html") for key in re.findall(r'{% means "([^"]+)"', page.read_text("utf-8"))
    }  # fmt: skip
    assert asked
    assert asked <= set(WORDS)


def test_a_question_mark_opens_its_own_text_also_where_the_word_stands_twice():
    page = Template('{% means "pace" %}{% means "pace" %}').render(Context())
    targets = re.findall(r'popovertarget="([^"]+)"', page)
    assert len(set(targets)) == 2
    assert re.findall(r'class="means-text" id="([^"]+)"', page) == targets
    assert f"{reverse('definitions')}#results" in page, "of a figure the whole rule"
    assert f"{reverse('help_words')}#signal" in Template('{% means "signal" %}').render(Context())


def test_an_unknown_word_is_a_fault_of_the_page():
    with pytest.raises((KeyError, TemplateSyntaxError)):
        Template('{% means "nothing" %}').render(Context())


@pytest.mark.parametrize(("page", "words"), [
    ("templates/reporting/_figures.html", {"activated", "outflow", "extra", "pace", "saved", "both", "provisional"}),
    ("templates/development/onward.html", {"running", "past-norm", "can-move-on", "stuck", "median"}),
    ("templates/placement/staying.html", {"still-at-work"}),
    ("templates/development/place.html", {"seats-taken", "seats-free", "waiting-list"}),
    ("templates/clients/overdue.html", {"overdue", "escalated"}),
])  # fmt: skip
def test_the_pages_with_figures_say_what_each_means(page, words):
    text = (Path(settings.BASE_DIR) / page).read_text("utf-8")
    assert {word for word in words if f'means "{word}"' in text} == words
