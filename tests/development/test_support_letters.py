"""The decision on practical support in a letter: who writes it, what stands in it, and until when one may object."""

import pytest
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_full
from chain.legal_days import object_until
from clients import letters
from clients.models import Letter
from tests.factories import InstrumentFactory, LetterTemplateFactory, SupportFactory, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(w, trusted):
    def make(status="declined", **more):
        facts = {"instrument": w.bus_pass, "decision": "Het is om de hoek."} | more
        with trusted():
            return SupportFactory(
                client=w["both"], partner=w.partners["mtb"], author=w.staff["coach"].user, status=status,
                decided_on=days_ago(2), decided_by=w.staff["lead"].user, **facts,
            )  # fmt: skip

    return make


def text(answer):
    return answer.content.decode()


def new(w, more):
    return reverse("letter_new", args=[w["both"].number]) + more


def page_of(one, name="letter"):
    return reverse(name, args=[one.client.number, one.pk])


def test_a_decision_is_written_by_who_decides_with_reasons_article_and_the_last_day_to_object(
    w, signed_in, decided, trusted
):
    with trusted():
        LetterTemplateFactory(
            chain=w.chain, key="afwijzing", source="support-declined",
            body="U krijgt geen [ondersteuning]: [toelichting]\nNamens [bestuursorgaan], door [wie-besluit].\n"
            "Bezwaar kan tot en met [bezwaar-tot].",
        )  # fmt: skip
    one = decided()
    page = new(w, f"?waarover=support-declined&over={one.pk}")
    form = text(signed_in("consultant").get(page))
    for said in (
        w.bus_pass.name,
        "Het is om de hoek.",
        "wethouders van Maastricht",
        w.staff["lead"].user.name,
        "[bezwaar-tot]",
    ):
        assert said in form
    signed_in("consultant").post(
        page, {"subject": "Besluit", "body": "Tot [bezwaar-tot].", "version": "1", "final": "1", "how": "letter"}
    )
    with trusted():
        letter = Letter.objects.select_related("client").get()
    assert (letter.part, letter.about, letter.about_id) == ("support", "support", one.pk)
    assert letter.body == f"Tot {day_full(object_until(today()))}."
    assert signed_in("coach").get(page_of(letter)).status_code == 200  # reads support
    assert signed_in("coach").get(new(w, f"?soort=afwijzing&over={one.pk}")).status_code == 403  # does not decide
    assert signed_in("manager").get(page_of(letter)).status_code in (403, 404)  # reads no support
    assert letter.subject not in text(signed_in("manager").get(reverse("letters", args=[w["both"].number])))
    granted = new(w, f"?waarover=support-granted&over={one.pk}")
    assert w.bus_pass.name not in text(signed_in("consultant").get(granted))  # it was declined


def test_of_a_certificate_of_conduct_nothing_is_told_in_a_letter(w, signed_in, decided, trusted):
    with trusted():
        vog = InstrumentFactory(chain=w.chain, code="vog", name="VOG", function="support", phase="development")
        LetterTemplateFactory(chain=w.chain, key="afwijzing", source="support-declined")
    one = decided(instrument=vog, decision="")
    assert "VOG" not in text(signed_in("consultant").get(new(w, "?waarover=support-declined")))
    assert signed_in("consultant").get(new(w, f"?soort=afwijzing&over={one.pk}")).status_code == 404


@pytest.mark.parametrize("status", ["granted", "declined"])
def test_every_field_has_an_example_and_is_filled_in(w, decided, status):
    source, one = letters.sources()[f"support-{status}"], decided(status)
    with acting_as(w.acting("consultant")):
        assert set(source.fields) == set(source.examples) == set(source.fill(w.staff["consultant"], w["both"], one.pk))


def test_a_decision_has_a_letter_one_click_away(w, signed_in, decided, trusted):
    with trusted():
        LetterTemplateFactory(chain=w.chain, key="afwijzing", source="support-declined")
    one = decided()
    link = new(w, f"?waarover=support-declined&amp;over={one.pk}")
    page = reverse("support", args=[w["both"].number, one.pk])
    assert link in text(signed_in("consultant").get(page)) and link not in text(signed_in("coach").get(page))
