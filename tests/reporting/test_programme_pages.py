"""Programmes in pages of the administrator: new ones, their shares, costs and savings; nothing before it was looked at."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.change_log import changes, kinds
from chain.days import today
from chain.models import Outbox
from clients.models import Client
from reporting.models import Cost, Programme, Saving, Share
from reporting.programmes import on_benefit, percentages
from reporting.promised import promised
from tests.factories import (
    BenefitPeriodFactory,
    CellFactory,
    CostFactory,
    InstrumentFactory,
    ProgrammeFactory,
    SavingFactory,
    ShareFactory,
    StepFactory,
    TargetFactory,
)
from tests.threads import at_once
from tests.world import World, world

D = dt.date


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


@pytest.fixture
def programme(w, trusted):
    with trusted():
        made = ProgrammeFactory(chain=w.chain, key="eerste", counted_schemes=["participatiewet"])
        TargetFactory(programme=made, kind="activation", year=2018, target=100, baseline=10)
        TargetFactory(programme=made, kind="outflow", year=2019, target=50, baseline=5)
        CellFactory(
            programme=made, chain=w.chain, kind="outflow", extent="full", day=D(2019, 2, 1), year=2019, change=20
        )
        SavingFactory(programme=made)
        CostFactory(programme=made)
        return made


def told(answer) -> dict[str, object]:
    assert answer.status_code == 200 and "effects" in answer.context, answer.context["form"].errors
    return {str(one.text): one.number for one in answer.context["effects"]}


# A new one

NEW = {"name": "Tweede", "key": "tweede", "started_on": "01-01-2022", "ended_on": "31-12-2024", "rule_set": "2018",
       "counted_schemes": ["participatiewet"]}  # fmt: skip


def test_a_new_programme_counts_at_once_what_there_is_and_shows_it_beforehand(w, trusted, signed_in):
    with trusted():
        BenefitPeriodFactory(client=w["unknown"], scheme="participatiewet", started_on=D(2021, 1, 1))
        StepFactory(client=w["unknown"], chain=w.chain, partner=w.partners["annex"], started_on=D(2022, 3, 1),
                    instrument=InstrumentFactory(chain=w.chain, activates=True))  # fmt: skip
        Client.objects.get(pk=w["unknown"].pk).residences.update(started_on=D(2020, 1, 1))
        before = Outbox.objects.filter(topic="facts", payload={}).count()
    browser, url = signed_in("admin"), reverse("programme_new")
    assert told(browser.post(url, NEW))["Geactiveerd: geteld tot en met vandaag"] == "1"
    with trusted():
        assert not Programme.objects.filter(key="tweede").exists()
    done = browser.post(url, NEW | {"confirm": "1"})
    assert done.url == reverse("programme_edit", args=["tweede"])
    with trusted():
        made = Programme.objects.get(chain=w.chain, key="tweede")
        assert (made.started_on, made.ended_on, made.rule_set) == (D(2022, 1, 1), D(2024, 12, 31), "2018")
        assert Outbox.objects.filter(topic="facts", payload={}).count() == before + 1


def test_a_copy_takes_targets_shares_and_savings_and_neither_baselines_nor_costs(w, trusted, signed_in, programme):
    """Moved to its own years: 2018 becomes 2022; what would fall after its last day is left out."""
    with trusted():
        ShareFactory(programme=programme, municipality=w.maastricht, percent=60)
        ShareFactory(programme=programme, municipality=w.vaals, percent=40)
        Programme.objects.filter(pk=programme.pk).update(share_key="agreed", share_note="Bestuur")
        TargetFactory(programme=programme, kind="outflow", year=2021, target=7)
        SavingFactory(programme=programme, started_on=D(2020, 1, 1), full=9000)
        SavingFactory(programme=programme, started_on=D(2021, 1, 1), full=9100)
    browser, url = signed_in("admin"), reverse("programme_new")
    assert browser.get(url, {"van": "eerste"}).context["form"]["copied"].value() == "eerste"
    assert browser.post(url, NEW | {"copied": "eerste", "confirm": "1"}).status_code == 302
    with trusted():
        made = Programme.objects.get(chain=w.chain, key="tweede")
        assert (made.share_key, made.share_note) == ("agreed", "Bestuur")
        assert sorted(made.targets.values_list("kind", "year", "target", "baseline")) == [
            ("activation", 2022, 100, None), ("outflow", 2023, 50, None),
        ]  # fmt: skip
        assert dict(made.shares.values_list("municipality__code", "percent")) == {"GM0935": 60, "GM0981": 40}
        assert list(made.savings.values_list("started_on", "full")) == [(D(2022, 1, 1), 8500), (D(2024, 1, 1), 9000)]
        assert not made.costs.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_word_at_once_one_is_told_so(w, signed_in):
    browsers = [signed_in("admin"), signed_in("admin")]
    url = reverse("programme_new")
    answers = at_once([lambda one=one: one.post(url, NEW | {"confirm": "1"}) for one in browsers])
    assert sorted(one.status_code for one in answers) == [302, 422]
    (refused,) = [one for one in answers if one.status_code == 422]
    assert "Er is al een programma met dit woord" in refused.content.decode()


def test_a_programme_that_is_not_begun_says_so(w, signed_in):
    year = today().year + 1
    later = NEW | {"started_on": f"01-01-{year}", "ended_on": f"31-12-{year}"}
    assert any("nog niet begonnen" in text for text in told(signed_in("admin").post(reverse("programme_new"), later)))
    signed_in("admin").post(reverse("programme_new"), later | {"confirm": "1"})
    assert "nog niet begonnen" in signed_in("admin").get(reverse("programmes")).text


def test_beside_another_one_it_says_so(w, signed_in, programme):
    effects = told(signed_in("admin").post(reverse("programme_new"), NEW | {"started_on": "01-01-2021"}))
    assert "Het loopt naast Programma" in effects


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": "nieuw"}, "key"), ({"key": "eerste"}, "key"), ({"key": "met spatie"}, "key"), ({"name": ""}, "name"),
        ({"ended_on": "31-12-2021"}, "ended_on"), ({"ended_on": "31-12-2040"}, "ended_on"), ({"started_on": "x"}, "started_on"),
        ({"rule_set": "1999"}, "rule_set"), ({"counted_schemes": []}, "counted_schemes"), ({"copied": "nergens"}, "copied"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_at_its_field(w, signed_in, programme, wrong, field):
    answer = signed_in("admin").post(reverse("programme_new"), NEW | wrong)
    assert answer.status_code == 422 and field in answer.context["form"].errors


def test_another_period_moves_what_holds_from_the_first_day_and_asks_for_empty_years(w, trusted, signed_in, programme):
    browser, url = signed_in("admin"), reverse("programme_edit", args=["eerste"])
    form = browser.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()}
    shorter = browser.post(url, values | {"ended_on": "31-12-2018"})
    assert shorter.status_code == 422 and "2019" in str(shorter.context["form"].errors["ended_on"])
    emptied = values | {"started_on": "01-07-2018", "ended_on": "31-12-2018", "target-outflow-2019": "0",
                        "baseline-outflow-2019": "", "confirm": "1"}  # fmt: skip
    assert browser.post(url, emptied).status_code == 302
    with trusted():
        assert list(programme.targets.values_list("kind", "year")) == [("activation", 2018)]
        assert list(programme.savings.values_list("started_on", flat=True)) == [D(2018, 7, 1)]


@pytest.mark.parametrize(
    ("first", "kept"),
    [
        ("01-01-2019", [(D(2019, 1, 1), 9000), (D(2020, 1, 1), 9500)]),
        ("01-07-2019", [(D(2019, 7, 1), 9000), (D(2020, 1, 1), 9500)]),
        ("01-07-2017", [(D(2017, 7, 1), 8500), (D(2019, 1, 1), 9000), (D(2020, 1, 1), 9500)]),
    ],
)
def test_savings_begin_with_the_programme_wherever_its_first_day_is_moved(
    w, trusted, signed_in, programme, first, kept
):
    with trusted():
        programme.targets.all().delete()
        for year, full in ((2019, 9000), (2020, 9500)):
            SavingFactory(programme=programme, started_on=D(year, 1, 1), full=full)
    browser, url = signed_in("admin"), reverse("programme_edit", args=["eerste"])
    form = browser.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()} | {"started_on": first}
    gone = told(browser.post(url, values)).get("Bedragen per uitstroom van vóór de nieuwe eerste dag, die vervallen")
    assert gone == ("1" if len(kept) == 2 else None)
    assert browser.post(url, values | {"confirm": "1"}).status_code == 302
    with trusted():
        assert list(programme.savings.order_by("started_on").values_list("started_on", "full")) == kept


# Shares


def shares(trusted):
    with trusted():
        return dict(Share.objects.values_list("municipality__code", "percent"))


def test_agreed_percentages_are_shown_with_their_targets_before_they_are_kept(w, trusted, signed_in, programme):
    browser, url = signed_in("admin"), reverse("programme_shares", args=["eerste"])
    given = {"share_key": "agreed", "share_note": "Bestuur", "share-GM0935": "66,6667", "share-GM0981": "33,3333"}
    dry = browser.post(url, given)
    assert told(dry)["Maastricht"] == "67%"
    assert "doel: 67 geactiveerd, 33 uitgestroomd" in str(dry.context["effects"][0].note)
    assert shares(trusted) == {}
    assert browser.post(url, given | {"confirm": "1"}).status_code == 302
    assert shares(trusted) == {"GM0935": Decimal("66.6667"), "GM0981": Decimal("33.3333")}
    again = browser.get(url).context["form"]
    other = {"share_key": "equal", "share_note": "", "seen": again.initial["seen"], "confirm": "1"}
    assert browser.post(url, other).status_code == 302 and shares(trusted) == {"GM0935": 50, "GM0981": 50}
    assert browser.post(url, {"share_key": "", "confirm": "1"}).status_code == 302 and shares(trusted) == {}


def test_by_benefits_they_are_worked_out_on_the_first_day(w, trusted, signed_in, programme):
    """Three people in Maastricht, of whom one in two schemes, and one in Vaals; who came later or elsewhere is not counted."""
    with trusted():
        for name, place, since in [("step", w.maastricht, 2015), ("mtb", w.maastricht, 2015), ("unknown", w.maastricht, 2015),
                                   ("team", w.vaals, 2015), ("closed", w.vaals, 2018)]:  # fmt: skip
            client = Client.objects.get(pk=w[name].pk)
            client.benefits.all().delete()
            client.residences.all().delete()
            client.residences.create(chain=w.chain, municipality=place, started_on=D(2010, 1, 1))
            BenefitPeriodFactory(client=client, scheme="participatiewet", started_on=D(since, 6, 1))
        BenefitPeriodFactory(client=w["step"], scheme="ioaw", started_on=D(2015, 1, 1))
        Programme.objects.filter(pk=programme.pk).update(counted_schemes=["participatiewet", "ioaw"])
    browser, url = signed_in("admin"), reverse("programme_shares", args=["eerste"])
    effects = told(browser.post(url, {"share_key": "benefits"}))
    assert (effects["Maastricht"], effects["Vaals"]) == ("75%", "25%")
    assert "Geteld op 1 jan 2018: 4 mensen met een uitkering die meetelt" in effects
    browser.post(url, {"share_key": "benefits", "confirm": "1"})
    assert shares(trusted) == {"GM0935": 75, "GM0981": 25}


def test_without_anybody_on_benefit_it_says_so(w, trusted, signed_in, programme):
    with trusted():
        Programme.objects.filter(pk=programme.pk).update(started_on=D(1999, 1, 1))
    answer = signed_in("admin").post(reverse("programme_shares", args=["eerste"]), {"share_key": "benefits"})
    assert answer.status_code == 422 and "had niemand" in str(answer.context["form"].errors["share_key"])


@pytest.mark.parametrize(
    "typed", [("60", "39,9999"), ("60", ""), ("-1", "101"), ("x", "100"), ("33,33333", "66,66667")]
)
def test_agreed_percentages_are_together_exactly_a_hundred(w, trusted, signed_in, programme, typed):
    given = {"share_key": "agreed", "share-GM0935": typed[0], "share-GM0981": typed[1], "confirm": "1"}
    answer = signed_in("admin").post(reverse("programme_shares", args=["eerste"]), given)
    assert answer.status_code == 422 and shares(trusted) == {}


def test_two_administrators_see_each_others_percentages(w, trusted, signed_in, programme):
    browser, url = signed_in("admin"), reverse("programme_shares", args=["eerste"])
    seen = browser.get(url).context["form"].initial["seen"]
    mine = {"share_key": "agreed", "share-GM0935": "60", "share-GM0981": "40", "seen": seen, "confirm": "1"}
    assert browser.post(url, mine).status_code == 302
    clash = browser.post(url, mine | {"share-GM0935": "50", "share-GM0981": "50"})
    assert clash.status_code == 422 and shares(trusted)["GM0935"] == 60


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 5000), min_size=1))
def test_percentages_by_weight_are_exactly_a_hundred(weights):
    found = percentages(weights)
    assert (sum(found.values()) == 100) if any(weights.values()) else not found
    assert all(value == round(value, 4) for value in found.values())


def test_numbers_on_benefit_are_for_the_administrator_of_that_chain(w, trusted, programme):
    with trusted():
        BenefitPeriodFactory(client=w["step"], scheme="participatiewet", started_on=D(2015, 1, 1))
        Client.objects.get(pk=w["step"].pk).residences.update(started_on=D(2010, 1, 1))
    with acting_as(w.acting("admin")):
        assert sum(on_benefit(programme)[1].values()) >= 1
    for name in ("consultant", "policy", "trainer", "stranger"):
        with acting_as(w.acting(name)):
            assert on_benefit(programme)[1] == {}


# Costs and savings


def test_costs_are_put_in_corrected_and_taken_away(w, trusted, signed_in, programme):
    browser, new = signed_in("admin"), reverse("cost_new", args=["eerste"])
    given = {"kind": "spent", "on": "31-03-2018", "amount": "12.500,50", "text": "Eerste kwartaal"}
    assert (
        told(browser.post(new, given))["Uitgegeven tot en met vandaag"]
        == "€\N{NO-BREAK SPACE}0 → €\N{NO-BREAK SPACE}12.500,50"
    )
    with trusted():
        assert Cost.objects.count() == 1
    assert browser.post(new, given | {"confirm": "1"}).url == reverse("programme_money", args=["eerste"])
    with trusted():
        row = Cost.objects.get(kind="spent")
        assert (row.amount, row.on, row.chain_id) == (Decimal("12500.50"), D(2018, 3, 31), w.chain.pk)
    edit = reverse("cost_edit", args=["eerste", row.pk])
    seen = browser.get(edit).context["form"].initial["seen"]
    assert browser.post(edit, given | {"amount": "13000", "seen": seen, "confirm": "1"}).status_code == 302
    assert "13.000" in browser.get(reverse("programme_money", args=["eerste"])).text
    stale = browser.post(edit, given | {"amount": "14000", "seen": seen, "confirm": "1"})
    assert stale.status_code == 422
    assert "Uitgegeven tot en met vandaag" in told(browser.post(edit, {"remove": "1"}))
    assert browser.post(edit, {"remove": "1", "confirm": "1"}).status_code == 302
    with trusted():
        assert not Cost.objects.filter(kind="spent").exists()
    with acting_as(w.acting("admin")):
        assert [str(one.done) for one in changes(kinds()["cost"], 10)[0]][:3] == [
            "weggehaald",
            "gewijzigd",
            "toegevoegd",
        ]


def test_another_saving_shows_what_it_does_to_the_promise(w, trusted, signed_in, programme):
    """Fifty people times 8,500 were promised; from 2019 on 10,000."""
    browser, new = signed_in("admin"), reverse("saving_new", args=["eerste"])
    given = {"started_on": "01-01-2019", "full": "10000", "partial": "4000", "text": "Nieuw onderzoek"}
    effects = {
        text: str(number).replace("\N{NO-BREAK SPACE}", " ") for text, number in told(browser.post(new, given)).items()
    }
    assert effects["Beloofd te besparen"] == "€ 425.000 → € 500.000"
    assert effects["Extra uitstroom, geraamd"] == "€ 127.500 → € 150.000"  # 15 of 20
    assert browser.post(new, given | {"confirm": "1"}).status_code == 302
    with trusted():
        assert Saving.objects.filter(programme=programme).count() == 2
    twice = browser.post(new, given | {"confirm": "1"})
    assert twice.status_code == 422 and "staat er al" in str(twice.context["form"].errors)


@pytest.mark.parametrize(
    ("name", "wrong", "field"),
    [
        ("saving_new", {"started_on": "02-01-2019", "full": "1", "partial": "1", "text": "t"}, "started_on"),
        ("saving_new", {"started_on": "01-01-2030", "full": "1", "partial": "1", "text": "t"}, "started_on"),
        ("saving_new", {"started_on": "01-01-2020", "full": "-1", "partial": "", "text": ""}, "full"),
        ("cost_new", {"kind": "spent", "on": "01-01-2035", "amount": "1", "text": "t"}, "on"),
        ("cost_new", {"kind": "spent", "on": "01-01-2018", "amount": "0", "text": "t"}, "amount"),
        ("cost_new", {"kind": "geleend", "on": "01-01-2018", "amount": "1", "text": "t"}, "kind"),
        ("cost_new", {"kind": "spent", "on": "01-01-2018", "amount": "1", "text": ""}, "text"),
    ],
)
def test_amounts_that_cannot_be_are_told_at_their_field(w, signed_in, programme, name, wrong, field):
    answer = signed_in("admin").post(reverse(name, args=["eerste"]), wrong)
    assert answer.status_code == 422 and field in answer.context["form"].errors


PAGES = ["programme_shares", "programme_money", "cost_new", "saving_new"]


@pytest.mark.parametrize("name", ["manager", "policy", "consultant", "stranger"])
def test_they_are_the_administrators(w, signed_in, programme, name):
    browser = signed_in(name)
    assert browser.get(reverse("programme_new")).status_code == 403
    for page in PAGES:
        assert browser.get(reverse(page, args=["eerste"])).status_code == 403


def test_of_another_chain_or_programme_nothing_is_there(w, trusted, signed_in, programme):
    with trusted():
        there = CostFactory(programme__chain=w.other_chain, programme__key="daar")
        saving = SavingFactory(programme__chain=w.chain, programme__key="ander")
    browser = signed_in("admin")
    for page in PAGES:
        assert browser.get(reverse(page, args=["daar"])).status_code == 404
    assert browser.get(reverse("cost_edit", args=["eerste", there.pk])).status_code == 404
    assert browser.get(reverse("saving_edit", args=["eerste", saving.pk])).status_code == 404


def test_what_was_promised_is_read_at_once_and_exact(w, trusted, programme, django_assert_num_queries):
    with trusted():
        ShareFactory(programme=programme, municipality=w.maastricht, percent=Decimal("33.3333"))
        CostFactory(programme=programme, kind="spent", on=D(2019, 1, 1), amount=Decimal("0.10"))
    with acting_as(w.acting("policy")), django_assert_num_queries(1):
        found = promised(programme)
    assert found.shares == {w.maastricht.pk: Decimal("33.3333")}
    assert (found.cost("spent"), found.cost("spent", D(2018, 12, 31))) == (Decimal("0.10"), 0)
    assert found.promised() == 50 * 8500
    assert {(one.kind, one.year) for one in found.targets} == {("activation", 2018), ("outflow", 2019)}
