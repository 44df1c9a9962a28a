"""The administrator's pages: terms by what starts them, changed, ended and added, after a dry run that touches nothing."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from chain.days import today
from clients import terms
from clients.models import Client, Step, Task, Term
from tests.factories import TermFactory, days_ago


@pytest.fixture
def term(w, trusted):
    """One step of Annex runs since 20 days; the term asks for a report after 30."""
    with trusted():
        Step.objects.exclude(pk=w.steps["step"].pk).delete()
        Step.objects.update(started_on=days_ago(20))
        made = TermFactory(
            chain=w.chain, key="report", name="Verslag maken", source="step-started", article="Afspraak", warn_days=10,
        )  # fmt: skip
        Term.objects.update(offset=30)
    terms.run(w.chain.pk)
    return made


def typed(day):
    return day.strftime("%d-%m-%Y")


def posted(term, **changes):
    given = {"name": "Verslag maken", "offset": 30, "unit": "days", "every": "", "times": 1, "warn_days": 10,
             "article": "Afspraak", "for_whom": "lead", "version": term.version, "when": "all", "from_on": ""}  # fmt: skip
    return given | changes


def all_terms(trusted):
    with trusted():
        return list(Term.objects.order_by("started_on").values("key", "offset", "started_on", "ended_on", "version"))


def numbers(html):
    """Made, moved, cleared and too late as the page tells them."""
    return re.findall(r"<b>([^<]+)</b></li>", html)


def test_the_list_goes_by_what_starts_a_term_with_its_history(w, trusted, term, signed_in):
    with trusted():
        Term.objects.update(ended_on=days_ago(31))
        TermFactory(
            chain=w.chain, key="report", name="Verslag maken", source="step-started", offset=40, started_on=days_ago(30)
        )
        TermFactory(chain=w.chain, name="Intake", source="registered", scope="")
        TermFactory(chain=w.other_chain, name="Van een ander")
    html = signed_in("admin").get(reverse("terms")).content.decode()
    assert "de start van een stap" in html and "de aanmelding" in html
    assert "Na 40 dagen" in html and re.search(r"<small>[^<]+: na 30 dagen", html)
    assert "Van een ander" not in html


def test_the_dry_run_says_what_it_would_do_and_does_nothing(w, trusted, term, signed_in):
    before = all_terms(trusted)
    answer = signed_in("admin").post(reverse("term_edit", args=[term.pk]), posted(term, offset=10))
    assert answer.status_code == 200
    assert numbers(answer.content.decode()) == ["0", "1", "0", "0 → 1"]
    assert all_terms(trusted) == before
    with trusted():
        assert Task.objects.get().due_on == days_ago(-10)


def test_it_changes_what_runs(w, trusted, term, signed_in):
    browser, url = signed_in("admin"), reverse("term_edit", args=[term.pk])
    answer = browser.post(url, posted(term, offset=25, confirm="1"))
    assert (answer.status_code, answer.url) == (302, reverse("terms"))
    (row,) = all_terms(trusted)
    assert (row["offset"], row["version"], row["ended_on"]) == (25, 2, None)
    with trusted():
        assert Task.objects.get().due_on == days_ago(-5)


def test_it_changes_only_what_begins_from_a_day_on(w, trusted, term, signed_in):
    url = reverse("term_edit", args=[term.pk])
    given = posted(term, offset=25, when="from", from_on=typed(today()))
    dry = signed_in("admin").post(url, given)
    assert numbers(dry.content.decode()) == ["0", "0", "0", "0 → 0"]
    assert signed_in("admin").post(url, given | {"confirm": "1"}).status_code == 302
    old, new = all_terms(trusted)
    assert (old["offset"], old["ended_on"]) == (30, days_ago(1))
    assert (new["key"], new["offset"], new["started_on"], new["ended_on"]) == ("report", 25, today(), None)
    with trusted():
        assert Task.objects.get().due_on == days_ago(-10)
        Step.objects.update(started_on=today())
    terms.run(w.chain.pk)
    with trusted():
        assert Task.objects.get().due_on == days_ago(-25)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": ""}, "name"), ({"offset": "-1"}, "offset"), ({"offset": "x"}, "offset"), ({"offset": "99999"}, "offset"),
     ({"unit": "years"}, "unit"), ({"every": "6"}, "times"), ({"times": "3"}, "every"), ({"for_whom": "x"}, "for_whom"),
     ({"when": "from"}, "from_on"), ({"when": "from", "from_on": "01-01-1950"}, "from_on"), ({"article": ""}, "article"),
     ({"when": ""}, "when"), ({"warn_days": "-3"}, "warn_days")],
)  # fmt: skip
def test_bad_input_is_answered_at_its_field(w, trusted, term, signed_in, change, field):
    before = all_terms(trusted)
    for confirm in ({}, {"confirm": "1"}):
        answer = signed_in("admin").post(
            reverse("term_edit", args=[term.pk]), posted(term, **({"offset": 31} | change)) | confirm
        )
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
    assert all_terms(trusted) == before


def test_nothing_changed_is_said(w, term, signed_in):
    answer = signed_in("admin").post(reverse("term_edit", args=[term.pk]), posted(term))
    assert answer.status_code == 422
    assert "niets veranderd" in answer.content.decode()


def test_two_administrators_at_one_term(w, trusted, term, signed_in):
    with trusted():
        Term.objects.update(offset=35, version=2)
    answer = signed_in("admin").post(reverse("term_edit", args=[term.pk]), posted(term, offset=25))
    assert answer.status_code == 422
    assert "Iemand anders heeft dit intussen gewijzigd" in answer.content.decode()


def test_back_from_the_numbers_keeps_what_was_typed(w, term, signed_in):
    answer = signed_in("admin").post(reverse("term_edit", args=[term.pk]), posted(term, offset=25, back="1"))
    assert answer.status_code == 200
    assert 'value="25"' in answer.content.decode()


def test_a_term_ends_for_what_begins_later(w, trusted, term, signed_in):
    browser, url = signed_in("admin"), reverse("term_end", args=[term.pk])
    assert browser.post(url, {"ended_on": "01-01-1950"}).status_code == 422
    dry = browser.post(url, {"ended_on": typed(days_ago(21))})
    assert numbers(dry.content.decode()) == ["0", "0", "1", "0 → 0"]
    assert browser.post(url, {"ended_on": typed(days_ago(20)), "confirm": "1"}).status_code == 302
    assert all_terms(trusted)[0]["ended_on"] == days_ago(20)
    with trusted():
        assert Task.objects.get().status == "open"
    assert browser.post(url, {"ended_on": typed(today())}).status_code == 422  # it has ended before


def test_a_new_term(w, trusted, term, signed_in):
    browser, url = signed_in("admin"), reverse("term_new")
    given = {"name": "Verslag maken", "source": "step-started", "scope": "", "started_on": typed(days_ago(30)), "offset": 5,
             "unit": "workdays", "warn_days": 3, "article": "Afspraak", "for_whom": "partner"}  # fmt: skip
    assert numbers(browser.post(url, given).content.decode()) == ["1", "0", "0", "0 → 1"]
    assert browser.post(url, given | {"confirm": "1"}).status_code == 302
    assert browser.post(url, given | {"confirm": "1", "offset": 6}).status_code == 302
    with trusted():
        assert set(Term.objects.values_list("key", "version")) == {
            ("report", 1),
            ("verslag-maken", 2),
            ("verslag-maken-2", 2),
        }
        assert Task.objects.filter(for_whom="partner", partner=w.partners["annex"]).count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [({"source": "x"}, "source"), ({"source": ""}, "source"), ({"scope": "intake", "source": "step-started"}, "scope"),
     ({"scope": "work-rhythm", "source": "registered"}, "scope"), ({"started_on": "gisteren"}, "started_on"),
     ({"source": "contact", "hard": "on"}, "hard")],
)  # fmt: skip
def test_a_new_term_that_cannot_be(w, term, signed_in, change, field):
    given = {"name": "Nieuw", "source": "step-started", "started_on": typed(today()), "offset": 5, "unit": "days",
             "article": "Afspraak", "for_whom": "lead"}  # fmt: skip
    answer = signed_in("admin").post(reverse("term_new"), given | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_form_sent_twice_makes_one(w, trusted, term, signed_in):
    given = {"name": "Nieuw", "source": "contact", "started_on": typed(today()), "offset": 5, "unit": "days", "confirm": "1",
             "article": "Afspraak", "for_whom": "lead", "once": "0b0d3f4e-5f0e-4c3c-9d0e-2f4f2a3b1c11"}  # fmt: skip
    browser = signed_in("admin")
    for _time in (1, 2):
        assert browser.post(reverse("term_new"), given).url == reverse("terms")
    with trusted():
        assert Term.objects.filter(name="Nieuw").count() == 1


def test_the_terms_of_another_chain_are_not_there(w, trusted, term, signed_in):
    with trusted():
        other = TermFactory(chain=w.other_chain)
    for name in ("term_edit", "term_end"):
        assert signed_in("admin").get(reverse(name, args=[other.pk])).status_code == 404
    assert signed_in("manager").get(reverse("terms")).status_code == 403


def test_the_tries_leave_the_lists_as_they_were(w, trusted, term, signed_in):
    """A dry run over people of whom the administrator sees nobody."""
    with trusted():
        Client.objects.update(registered_on=dt.date(2020, 1, 1))
    given = {"name": "Nieuw", "source": "contact", "started_on": "01-01-2015", "offset": 5, "unit": "days",
             "article": "Afspraak", "for_whom": "lead"}  # fmt: skip
    answer = signed_in("admin").post(reverse("term_new"), given)
    with trusted():
        seen = Client.objects.filter(chain=w.chain, closed_on=None).count()
        assert Task.objects.filter(key="nieuw").count() == 0
    assert numbers(answer.content.decode())[0] == str(seen)
