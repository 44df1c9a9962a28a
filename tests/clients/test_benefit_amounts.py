"""What a benefit pays a month: entered by the point of contact where it begins or ends, or not at all."""

from decimal import Decimal

import pytest
from django.urls import reverse

from clients.models import BenefitPeriod
from tests.factories import BenefitPeriodFactory, days_ago
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        BenefitPeriod.objects.filter(client=w["unknown"]).delete()
        return w


def amounts(w, trusted):
    with trusted():
        return list(BenefitPeriod.objects.filter(client=w["unknown"]).values_list("amount", flat=True))


@pytest.mark.parametrize(("typed", "kept"), [("1.401,50", Decimal("1401.50")), ("900", 900), ("0", 0), ("", None)])
def test_a_new_benefit_has_its_amount_or_none(w, trusted, signed_in, typed, kept):
    url = reverse("benefit_new", args=[w["unknown"].number])
    given = {"scheme": "participatiewet", "level": "full", "started_on": f"{days_ago(30):%d-%m-%Y}", "amount": typed}
    browser = signed_in("consultant")
    assert browser.post(url, given).status_code == 302 and amounts(w, trusted) == [kept]
    page = browser.get(url).text.replace("\N{NO-BREAK SPACE}", " ")
    assert ("per maand</" in page or " per maand" in page.split("Nieuwe uitkering")[0]) == (kept is not None)


@pytest.mark.parametrize("typed", ["-1", "veel", "100000000", "1,234"])
def test_an_amount_that_cannot_be_is_told_at_its_field(w, trusted, signed_in, typed):
    url = reverse("benefit_new", args=[w["unknown"].number])
    given = {"scheme": "participatiewet", "level": "full", "started_on": f"{days_ago(30):%d-%m-%Y}", "amount": typed}
    answer = signed_in("consultant").post(url, given)
    assert answer.status_code == 422 and "amount" in answer.context["form"].errors and amounts(w, trusted) == []


def test_where_it_ends_the_amount_is_filled_in_or_stays(w, trusted, signed_in):
    with trusted():
        period = BenefitPeriodFactory(client=w["unknown"], started_on=days_ago(400), amount=Decimal("1200.00"))
    browser, url = signed_in("consultant"), reverse("benefit_end", args=[w["unknown"].number, period.pk])
    form = browser.get(url).context["form"]
    assert form["amount"].value() in ("1200", Decimal(1200))
    given = {"ended_on": f"{days_ago(2):%d-%m-%Y}", "end_reason": "work", "version": form["version"].value()}
    assert browser.post(url, given).status_code == 302 and amounts(w, trusted) == [1200]


def test_another_amount_at_the_end_is_kept(w, trusted, signed_in):
    with trusted():
        period = BenefitPeriodFactory(client=w["unknown"], started_on=days_ago(400))
    browser, url = signed_in("consultant"), reverse("benefit_end", args=[w["unknown"].number, period.pk])
    given = {"ended_on": f"{days_ago(2):%d-%m-%Y}", "end_reason": "work", "amount": "1.312,75",
             "version": browser.get(url).context["form"]["version"].value()}  # fmt: skip
    assert browser.post(url, given).status_code == 302 and amounts(w, trusted) == [Decimal("1312.75")]
