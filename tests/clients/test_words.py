"""The words of the chain, kept by the administrator: another meaning from a day on, or a text corrected in place."""

import pytest
from django.urls import reverse

from chain.days import today
from clients.models import Definition
from tests.factories import DefinitionFactory, days_ago


def day(value):
    return value.strftime("%d-%m-%Y")


@pytest.fixture
def word(w, trusted):
    with trusted():
        return DefinitionFactory(chain=w.chain, key="work-fit", name="Arbeidsfit", text="Oude betekenis")


def posted(browser, word, **changes):
    form = browser.get(reverse("word_change", args=[word.pk])).context["form"]
    return {"name": "Arbeidsfit", "text": "Nieuwe betekenis", "signs": "", "source": "", "how": "new",
            "from_on": day(today()), "seen": form.initial["seen"]} | changes  # fmt: skip


def rows(trusted):
    with trusted():
        found = Definition.objects.filter(key="work-fit").order_by("started_on")
        return [(row.text, row.ended_on) for row in found]


def test_another_meaning_holds_from_a_day_on(w, trusted, signed_in, word):
    browser = signed_in("admin")
    assert browser.post(reverse("word_change", args=[word.pk]), posted(browser, word)).url == reverse("words")
    assert rows(trusted) == [("Oude betekenis", days_ago(1)), ("Nieuwe betekenis", None)]
    html = browser.get(reverse("words")).content.decode()
    assert "gold eerder" in html and "Geschiedenis" in html


def test_a_text_is_corrected_in_place_and_the_old_one_stays_in_the_history(w, trusted, signed_in, word):
    browser, url = signed_in("admin"), reverse("word_change", args=[word.pk])
    assert browser.post(url, posted(browser, word, how="corrected", from_on="")).status_code == 302
    assert rows(trusted) == [("Nieuwe betekenis", None)]
    told = browser.get(reverse("changes", args=["word"])).content.decode()
    assert "<del>Oude betekenis</del>" in told and "Nieuwe betekenis" in told


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"from_on": "01-01-2020"}, "from_on"), ({"from_on": ""}, "from_on"), ({"text": ""}, "text"), ({"how": ""}, "how"),
     ({"text": "Oude betekenis"}, "__all__")],
)  # fmt: skip
def test_bad_input_changes_nothing(w, trusted, signed_in, word, changes, field):
    browser = signed_in("admin")
    answer = browser.post(reverse("word_change", args=[word.pk]), posted(browser, word, **changes))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert rows(trusted) == [("Oude betekenis", None)]


def test_two_administrators_see_what_the_other_did(w, trusted, signed_in, word):
    browser, url = signed_in("admin"), reverse("word_change", args=[word.pk])
    mine, other = posted(browser, word, how="corrected"), posted(browser, word, how="corrected", text="Van een ander")
    assert browser.post(url, other).status_code == 302
    stale = browser.post(url, mine)
    assert stale.status_code == 422 and "Van een ander" in stale.content.decode()


@pytest.mark.parametrize("name", ["consultant", "manager", "privacy", "stranger"])
def test_it_is_the_administrators(w, signed_in, word, name):
    assert signed_in(name).get(reverse("words")).status_code == 403
    assert signed_in(name).get(reverse("word_change", args=[word.pk])).status_code == 403
