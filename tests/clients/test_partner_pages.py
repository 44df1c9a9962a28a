"""The organisations of the chain, kept by its administrator: what they are called and how they are recognised."""

import pytest
from django.urls import reverse

from chain.models import Partner


def posted(browser, partner, **changes):
    form = browser.get(reverse("partner_edit", args=[partner.pk])).context["form"]
    data = {name: form[name].value() for name in form.fields if name != "seen"}
    return data | {"seen": form.initial["seen"]} | changes


@pytest.fixture
def annex(w):
    return w.partners["annex"]


def named(trusted, partner):
    with trusted():
        return Partner.objects.get(pk=partner.pk).name


def test_a_new_name_stands_everywhere_and_the_old_one_in_the_history(w, trusted, signed_in, annex):
    browser = signed_in("admin")
    answer = browser.post(reverse("partner_edit", args=[annex.pk]), posted(browser, annex, name="Annex Plus"))
    assert answer.url == reverse("partners") and named(trusted, annex) == "Annex Plus"
    html = browser.get(reverse("partners")).content.decode()
    assert "<del>Annex</del>" in html and "Annex Plus" in html and "Maastricht" in html


@pytest.mark.parametrize(("changes", "field"), [({"name": ""}, "name"), ({"colour": "neon"}, "colour")])
def test_bad_input_changes_nothing(w, trusted, signed_in, annex, changes, field):
    browser = signed_in("admin")
    answer = browser.post(reverse("partner_edit", args=[annex.pk]), posted(browser, annex, **changes))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert named(trusted, annex) == "Annex"


def test_two_administrators_see_what_the_other_did(w, trusted, signed_in, annex):
    browser, url = signed_in("admin"), reverse("partner_edit", args=[annex.pk])
    mine, other = posted(browser, annex, name="Mijn naam"), posted(browser, annex, name="Hun naam")
    assert browser.post(url, other).status_code == 302
    stale = browser.post(url, mine)
    assert stale.status_code == 422 and "Hun naam" in stale.content.decode()


@pytest.mark.parametrize("name", ["manager", "policy", "annex_manager", "stranger"])
def test_it_is_the_administrators(w, signed_in, annex, name):
    assert signed_in(name).get(reverse("partners")).status_code == 403
    assert signed_in(name).post(reverse("partner_edit", args=[annex.pk]), {"name": "X"}).status_code == 403


def test_a_partner_of_another_chain_is_not_there(w, signed_in):
    assert signed_in("admin").get(reverse("partner_edit", args=[w.partners["other"].pk])).status_code == 404
