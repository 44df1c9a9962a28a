"""Who does what where: begun, passed on and ended by the administrator, after a dry run in numbers."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.models import Mandate
from clients import routing
from tests.factories import InstrumentFactory, MandateFactory, ReferralFactory, StepFactory, days_ago


def typed(day):
    return day.strftime("%d-%m-%Y")


@pytest.fixture
def mandate(w, trusted):
    with trusted():
        return MandateFactory(partner=w.partners["annex"], function="schooling")


def held(trusted, function="schooling"):
    with trusted():
        rows = Mandate.objects.filter(function=function).order_by("started_on", "pk").select_related("partner")
        return [(row.partner.code, row.started_on, row.ended_on) for row in rows]


def lines(answer):
    return [f"{one.text} {one.number}".strip() for one in answer.context["effects"]]


def warned(answer):
    return [str(one.text) for one in answer.context["effects"] if one.warn]


def passed(w, **changes):
    return {"partner": w.partners["mtb"].pk, "from_on": typed(today()), "basis": "Besluit van vandaag"} | changes


def test_the_dry_run_says_who_and_how_many_and_does_nothing(w, trusted, signed_in, mandate):
    before = held(trusted)
    with trusted():
        module = InstrumentFactory(chain=w.chain, function="schooling")
        StepFactory(client=w["unknown"], chain=w.chain, partner=w.partners["annex"], instrument=module, status="planned",
                    planned_on=days_ago(-9))  # fmt: skip
        ReferralFactory(client=w["unknown"], chain=w.chain, partner=w.partners["annex"], function="schooling",
                        asked_by=w.partners["szmh"])  # fmt: skip
    answer = signed_in("admin").post(reverse("routing_pass", args=[mandate.pk]), passed(w))
    assert answer.status_code == 200
    assert lines(answer) == [
        "alle gemeenten: Annex → Mtb", "Open verwijzingen bij Annex 1", "Geplande stappen bij Annex 1",
        "Lopende stappen bij Annex 0",
    ]  # fmt: skip
    assert warned(answer) == ["Geplande stappen bij Annex"]
    assert held(trusted) == before


def test_one_ends_the_day_before_the_other_begins(w, trusted, signed_in, mandate):
    url = reverse("routing_pass", args=[mandate.pk])
    assert signed_in("admin").post(url, passed(w, confirm="1")).url == reverse("routing")
    old, new = held(trusted)
    assert old[2] == days_ago(1) and new == ("mtb", today(), None)


def test_the_end_warns_where_nobody_is_left(w, trusted, signed_in, mandate):
    with trusted():
        InstrumentFactory(chain=w.chain, function="schooling")
        MandateFactory(partner=w.partners["mtb"], function="schooling", municipality=w.vaals)
    answer = signed_in("admin").post(reverse("routing_end", args=[mandate.pk]), {"ended_on": typed(today())})
    assert lines(answer)[:3] == [
        "Maastricht: Annex → niemand", "Vaals: Annex, Mtb → Mtb", "Modules van het palet die dan niemand daar kan uitvoeren 1",
    ]  # fmt: skip
    assert warned(answer)[0] == "Maastricht: Annex → niemand"
    signed_in("admin").post(reverse("routing_end", args=[mandate.pk]), {"ended_on": typed(today()), "confirm": "1"})
    assert held(trusted)[0][2] == today()


def test_the_point_of_contact_tells_how_many_people_it_is_about(w, trusted, signed_in):
    with trusted():
        contact = Mandate.objects.get(function="person", chain=w.chain)
    answer = signed_in("admin").post(reverse("routing_pass", args=[contact.pk]), passed(w))
    assert any(line.startswith("Inwoners voor wie het aanspreekpunt verandert") for line in lines(answer))
    assert "Inwoners voor wie het aanspreekpunt verandert" in warned(answer)


def test_two_points_of_contact_are_warned_about(w, trusted, signed_in):
    given = {"function": "person", "partner": w.partners["mtb"].pk, "municipality": w.vaals.pk,
             "started_on": typed(today()), "ended_on": "", "basis": "Besluit"}  # fmt: skip
    answer = signed_in("admin").post(reverse("routing_new"), given)
    assert warned(answer) == ["Vaals: Szmh → Mtb, Szmh"]
    assert signed_in("admin").post(reverse("routing_new"), given | {"confirm": "1"}).status_code == 302
    again = signed_in("admin").post(reverse("routing_new"), given)
    assert again.status_code == 422 and "partner" in again.context["form"].errors


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"from_on": "01-01-2020"}, "from_on"), ({"from_on": ""}, "from_on"), ({"partner": ""}, "partner"),
     ({"basis": ""}, "basis")],
)  # fmt: skip
def test_bad_input_changes_nothing(w, trusted, signed_in, mandate, changes, field):
    before = held(trusted)
    for confirm in ({}, {"confirm": "1"}):
        answer = signed_in("admin").post(reverse("routing_pass", args=[mandate.pk]), passed(w, **changes) | confirm)
        assert answer.status_code == 422 and field in answer.context["form"].errors
    assert held(trusted) == before


def test_what_has_ended_is_not_ended_again(w, trusted, signed_in):
    with trusted():
        over = MandateFactory(partner=w.partners["mtb"], function="tests", ended_on=days_ago(10))
    answer = signed_in("admin").post(
        reverse("routing_end", args=[over.pk]), {"ended_on": typed(today()), "confirm": "1"}
    )
    assert answer.status_code == 302 and held(trusted, "tests")[0][2] == days_ago(10)


@pytest.mark.parametrize("name", ["lead", "manager", "trainer", "policy", "stranger"])
def test_it_is_the_administrators(w, trusted, signed_in, mandate, name):
    browser = signed_in(name)
    for page, *args in (("routing",), ("routing_new",), ("routing_pass", mandate.pk), ("routing_end", mandate.pk)):
        assert browser.get(reverse(page, args=args)).status_code == 403
    with acting_as(w.acting(name)):
        with pytest.raises(PermissionDenied):
            routing.end(mandate, today(), by=w.staff[name])
        assert [str(one.number) for one in routing.left_with(mandate)] == ["0", "0", "0"]


def test_the_list_shows_gaps_and_history(w, trusted, signed_in, mandate):
    with trusted():
        InstrumentFactory(chain=w.chain, function="tests", name="Niemands test")
    signed_in("admin").post(reverse("routing_pass", args=[mandate.pk]), passed(w, confirm="1"))
    html = signed_in("admin").get(reverse("routing")).content.decode()
    assert "Niemand doet dit nu" in html and "Aanvullende testen" in html
    told = html[html.index("Geschiedenis") :]
    assert "Mtb" in told and "Admin" in told
    assert "Besluit van vandaag" in signed_in("admin").get(reverse("changes", args=["mandate"])).content.decode()
