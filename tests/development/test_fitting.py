"""What fits a person: each rule against a simple truth, who may know what, the gaps, and the page with what closes them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from clients import access
from clients.models import Involvement, Look
from clients.registered import help_url
from development import fitting
from development.fitting import HIT, MISS, UNKNOWN, Facts, closes, closing_many, laid, verdict
from development.fitting_pages import gaps
from development.module_lines import AMOUNTS, Want, a_condition, a_yield
from diagnosis.codes import LICENCES
from diagnosis.gap import entitled
from tests.factories import (
    AssessmentFactory,
    ConditionFactory,
    DefinitionFactory,
    EvaluationFactory,
    InstrumentFactory,
    LanguageFactory,
    MandateFactory,
    OccupationFactory,
    OutlookFactory,
    PlanFactory,
    StepFactory,
    TargetOccupationFactory,
    WorkProfileFactory,
    YieldFactory,
    days_ago,
)

# The rules, against what somebody would say who has the facts before them

number = st.integers(0, 100)
maybe = st.none() | number
facts = st.builds(
    Facts,
    age=maybe, ladder=st.none() | st.integers(1, 6), hours_min=maybe, hours_max=maybe, dutch=st.none() | st.integers(1, 4),
    words=st.dictionaries(st.sampled_from(["motivated", "work-fit"]), st.booleans()),
    home=st.sampled_from(["", "GM0935", "GM0981"]),
    hidden=st.frozensets(st.sampled_from(list(fitting.STANDS_IN))),
)  # fmt: skip
conditions = st.one_of(
    *(st.builds(Want, st.just(kind), amount=st.sampled_from(list(there))) for kind, there in AMOUNTS.items()),
    st.builds(Want, st.sampled_from(["found", "not-found"]), st.sampled_from(["motivated", "work-fit"])),
    st.builds(Want, st.just("municipality"), st.sampled_from(["GM0935", "GM0981"])),
)


def truth(known, want):
    """Whether somebody fits: True, False, or None where there is no telling."""
    if want.kind in known.hidden:
        return None
    value = {"age": known.age, "ladder": known.ladder, "dutch": known.dutch}.get(want.kind.split("-")[0])
    if want.kind in ("age-from", "ladder-from", "dutch-from"):
        return None if value is None else value >= want.amount
    if want.kind in ("ladder-to", "dutch-to"):
        return None if value is None else value <= want.amount
    if want.kind == "age-to":
        return None if value is None else value < want.amount
    if want.kind == "hours-from":
        if known.hours_max is not None:
            return known.hours_max >= want.amount
        return True if known.hours_min is not None and known.hours_min >= want.amount else None
    if want.kind == "municipality":
        return None if known.home == "" else known.home == want.value
    if want.value not in known.words:
        return None
    return known.words[want.value] == (want.kind == "found")


@given(facts, conditions)
def test_a_rule_says_what_anybody_would_say(known, want):
    assert verdict(known, want) == {True: HIT, False: MISS, None: UNKNOWN}[truth(known, want)]


@given(facts, st.lists(conditions, max_size=8, unique_by=lambda want: want.key))
def test_every_condition_has_its_line_and_what_is_hidden_is_never_told(known, wants):
    lines = laid(known, wants, {})
    towns = [want for want in wants if want.kind == "municipality"]
    assert len(lines) == len(wants) - max(len(towns) - 1, 0)
    for line in lines:
        if line.hidden:
            assert (line.says, line.verdict) == ("", UNKNOWN)
    order = [(MISS, UNKNOWN, HIT).index(line.verdict) for line in lines]
    assert order == sorted(order)


def test_of_several_municipalities_one_is_enough():
    wants = [Want("municipality", "GM0935"), Want("municipality", "GM0981")]
    (line,) = laid(Facts(home="GM0981", home_name="Vaals"), wants, {"GM0935": "Maastricht", "GM0981": "Vaals"})
    assert (line.verdict, line.asked) == (HIT, "woont in Maastricht, Vaals")
    (line,) = laid(Facts(home="GM0994"), wants, {})
    assert line.verdict == MISS


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [("2000-06-15", "2026-06-14", 25), ("2000-06-15", "2026-06-15", 26), ("2004-02-29", "2026-02-28", 21),
     ("2004-02-29", "2026-03-01", 22), ("2004-02-29", "2028-02-29", 24)],
)  # fmt: skip
def test_age(born, on, years):
    assert fitting.age(dt.date.fromisoformat(born), dt.date.fromisoformat(on)) == years


# The notation


@given(conditions)
def test_a_condition_reads_back(want):
    assert a_condition(str(want)) == want


@pytest.mark.parametrize("typed", ["competence:on-time", "language:nld:3", "licence:B", "certificate:vca", "level:4",
                                   "readiness:work-fit"])  # fmt: skip
def test_a_yield_reads_back(typed):
    assert str(a_yield(typed)) == typed


@pytest.mark.parametrize(
    "typed",
    ["", "hours", "hours:2", "language:nld", "language:nld:9", "licence:Z", "competence:flying", "level:x", "readiness:",
     "readiness:Zo", "certificate:vca:1", "level:4!x", "occupation"],
)  # fmt: skip
def test_what_cannot_be_yielded_is_refused(typed):
    with pytest.raises(ValueError, match=r"."):
        a_yield(typed)


@pytest.mark.parametrize("typed", ["", "age-from", "age-from:x", "age-from:1", "ladder-to:7", "dutch-to:5", "found:",
                                   "municipality:Vaals", "hours-from:٣", "licence:B"])  # fmt: skip
def test_what_is_no_condition_is_refused(typed):
    with pytest.raises(ValueError, match=r"."):
        a_condition(typed)


def test_of_the_address_is_read_what_can_be_read():
    assert gaps(["licence:B", "x", "licence:B", "level:4", "\x00"]) == [Want("licence", "B"), Want("level", amount=4)]
    assert len(gaps([f"level:{n}" for n in range(1, 7)] * 10)) == 6


# What closes a gap


@given(st.sampled_from(list(LICENCES)), st.sampled_from(list(LICENCES)))
def test_a_licence_closes_what_may_be_driven_with_it(offered, missing):
    assert closes(Want("licence", offered), Want("licence", missing)) == (missing in entitled([offered]))


@given(st.integers(1, 6) | st.none(), st.integers(1, 6) | st.none())
def test_a_lower_level_brings_nearer_and_closes_nothing(offered, missing):
    answer = closes(Want("language", "nld", offered), Want("language", "nld", missing))
    assert answer is (True if offered is None or missing is None or offered >= missing else None)
    assert closes(Want("language", "deu", offered), Want("language", "nld", missing)) is False
    assert closes(Want("level", "nld", offered), Want("language", "nld", missing)) is False


def test_of_a_module_the_best_it_yields_counts():
    dutch = Want("language", "nld", 3)
    found = closing_many(
        [dutch, Want("licence", "B")],
        {1: [Want("language", "nld", 2)], 2: [Want("language", "nld", 3), Want("licence", "BE")], 3: [Want("licence", "A")]},
    )  # fmt: skip
    assert found == {1: {dutch: None}, 2: {dutch: True, Want("licence", "B"): True}}


# What is known of a person, and to whom


@pytest.fixture
def known(w, trusted):
    """`both` is known to SZMH, Annex and MTB: 40 years old, step 3, 16 to 24 hours, reasonable Dutch, motivated."""
    with trusted():
        client = w["both"]
        client.identity.birth_date = dt.date(today().year - 40, 1, 1)
        client.identity.save()
        WorkProfileFactory(client=client, hours_min=16, hours_max=24)
        LanguageFactory(client=client, code="nld", speaking="2")
        said = {"client": client, "partner": w.partners["szmh"], "author": w.staff["consultant"].user}
        motivated = DefinitionFactory(chain=w.chain, key="motivated", name="Gemotiveerd")
        ladder = DefinitionFactory(chain=w.chain, key="ladder", kind="ladder")
        AssessmentFactory(definition=motivated, value="not-yet", on=days_ago(90), **said)
        AssessmentFactory(definition=motivated, value="yes", on=days_ago(9), **said)
        AssessmentFactory(definition=ladder, value="2", on=days_ago(90), **said)
    return client


def facts_for(w, client, name):
    with acting_as(w.acting(name)):
        found = access._found(w.staff[name], client.number)
        return fitting.facts(found, w.staff[name])


@pytest.mark.django_db
def test_the_last_answer_holds_and_the_ladder_of_the_plan_counts(w, trusted, known):
    found = facts_for(w, known, "consultant")
    assert (found.age, found.ladder, found.hours_max, found.dutch, found.home) == (40, 2, 24, 2, "GM0935")
    assert found.words == {"motivated": True}
    assert found.hidden == frozenset()
    with trusted():
        plan = PlanFactory(client=known, ladder_start=1, started_on=days_ago(200))
        EvaluationFactory(
            plan=plan, ladder=4, on=days_ago(3), partner=w.partners["szmh"], author=w.staff["consultant"].user
        )
    assert facts_for(w, known, "consultant").ladder == 4


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["trainer", "coach"])
def test_a_partner_does_not_learn_of_the_age(w, known, name):
    """The birth date is the point of contact's (access.md, rule 4)."""
    found = facts_for(w, known, name)
    assert (found.age, found.hours_max, found.words) == (None, 24, {"motivated": True})
    assert found.hidden == {"age-from", "age-to"}


@pytest.mark.django_db
def test_who_is_shown_a_part_of_the_file_learns_of_that_part_alone(w, trusted, known):
    with trusted():
        Involvement.objects.create(
            client=known, chain=w.chain, partner=w.partners["podium24"], reason="referral", source="referral", source_id=9,
            parts=["client", "plan"], started_on=days_ago(9),
        )  # fmt: skip
        PlanFactory(client=known, ladder_start=1, started_on=days_ago(20))
    found = facts_for(w, known, "adviser")
    assert (found.hours_max, found.dutch, found.words, found.ladder) == (None, None, {}, 1)
    assert found.hidden == {"age-from", "age-to", "hours-from", "dutch-from", "dutch-to", "found", "not-found"}


@pytest.mark.django_db
def test_the_lines_of_a_module_beside_a_person(w, trusted, known):
    with trusted():
        for kind, value, amount in (("age-from", "", 27), ("dutch-from", "", 3), ("not-found", "work-fit", None)):
            ConditionFactory(instrument=w.course, kind=kind, value=value, amount=amount)
    with acting_as(w.acting("consultant")):
        lines = fitting.lines(known, w.staff["consultant"], w.course)
    assert [(line.asked, line.verdict) for line in lines] == [
        ("spreekt Nederlands: ten minste goed", MISS),
        ("nog niet gevonden: work-fit", UNKNOWN),
        ("vanaf 27 jaar", HIT),
    ]


# The page


@pytest.fixture
def page(w, signed_in):
    def get(name, client, query="", status=200):
        answer = signed_in(name).get(reverse("palette_for", args=[client.number]) + query)
        assert answer.status_code == status, (name, query)
        return answer.content.decode()

    return get


@pytest.mark.django_db
def test_what_fits_comes_first_and_nobody_is_left_out(w, trusted, known, page):
    with trusted():
        ConditionFactory(instrument=w.course, kind="age-from", amount=60)
        ConditionFactory(instrument=w.learning, kind="hours-from", amount=16)
    shown = page("consultant", known)
    assert shown.index("Leerwerktraject") < shown.index("Taaltraining")
    assert "past op alle punten" in shown
    assert "vanaf 60 jaar" in shown


@pytest.mark.django_db
def test_for_who_may_not_know_the_age_the_order_does_not_tell_it(w, trusted, known, page):
    with trusted():
        ConditionFactory(instrument=w.course, kind="age-from", amount=60)
        same = InstrumentFactory(
            chain=w.chain, code="taal-jong", name="Taaltraining jong", function="basic-development"
        )
        ConditionFactory(instrument=same, kind="age-to", amount=60)
    shown = page("trainer", known)
    assert "dit mag u van deze inwoner niet zien" in shown
    assert "40 jaar" not in shown
    assert shown.index(">Taaltraining<") < shown.index(">Taaltraining jong<")  # by name, as both are unknown
    assert "past niet:" not in shown


@pytest.mark.django_db
def test_a_gap_shows_what_closes_it_in_any_phase(w, trusted, known, page):
    with trusted():
        YieldFactory(instrument=w.course, value="nld", amount=2)
        YieldFactory(instrument=w.work, value="nld", amount=3)
    shown = page("consultant", known, "?gat=language:nld:3")
    assert "levert op: Nederlands: goed" in shown
    assert "brengt dichterbij: Nederlands: goed" in shown
    assert "Leerwerktraject" not in shown
    assert "Geen module levert dit op" in page("consultant", known, "?gat=licence:B")


@pytest.mark.django_db
def test_what_runs_or_was_done_is_said(w, trusted, known, page):
    with trusted():
        StepFactory(client=known, partner=w.partners["mtb"], instrument=w.learning)
    assert "loopt al" in page("consultant", known)


@pytest.mark.django_db
def test_who_can_do_it_where_the_person_lives(w, trusted, known, page):
    with trusted():
        far = InstrumentFactory(chain=w.chain, code="buurtteam", name="Buurtteam", function="neighbourhood-teams")
        MandateFactory(partner=w.partners["annex"], function="neighbourhood-teams", municipality=w.vaals)
    shown = page("consultant", known)
    assert "in Maastricht doet niemand dit" in shown
    assert f"?module={far.pk}" not in shown
    assert f"?module={w.course.pk}" in shown


@pytest.mark.django_db
def test_a_partner_asks_for_its_own_and_refers_to_others(w, known, page):
    shown = page("trainer", known)
    assert f"?module={w.course.pk}" in shown  # Annex's
    assert f"?module={w.learning.pk}" not in shown  # MTB's
    assert "?function=learning-by-working" in shown
    assert f"?module={w.learning.pk}" in page("consultant", known)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status"),
    [("consultant", 200), ("trainer", 200), ("manager", 403), ("privacy", 403), ("adviser", 404)],
)  # fmt: skip
def test_it_is_for_who_plans_for_the_person(w, known, page, name, status):
    page(name, known, status=status)


@pytest.mark.django_db
def test_a_look_is_logged_with_the_parts_that_were_laid_beside_it(w, trusted, known, page):
    page("consultant", known)
    page("trainer", known)
    with trusted():
        seen = {look.membership_id: sorted(look.parts) for look in Look.objects.filter(client=known)}
    assert seen == {
        w.acting("consultant"): ["identity", "plan", "profile"],
        w.acting("trainer"): ["plan", "profile"],
    }


@pytest.mark.django_db
def test_it_asks_no_more_with_more_modules(w, trusted, known, signed_in):
    browser = signed_in("consultant")

    def asked(query):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("palette_for", args=[known.number]) + query).status_code == 200
        return len(queries)

    with trusted():
        YieldFactory(instrument=w.course)
    asked("")
    before = asked(""), asked("?gat=language:nld:2")
    with trusted():
        for _number in range(15):
            one = InstrumentFactory(chain=w.chain, function="basic-development")
            ConditionFactory(instrument=one)
            YieldFactory(instrument=one)
    assert (asked(""), asked("?gat=language:nld:2")) == before
    assert max(before) <= 24


@pytest.mark.django_db
def test_what_employers_ask_for_the_work_somebody_wants_comes_first(w, trusted, known, page):
    with trusted():
        driver = OccupationFactory(name="chauffeur", sector="logistics")
        OutlookFactory(chain=w.chain, occupation=driver, dutch="4")
        TargetOccupationFactory(client=known, occupation=driver)
        ConditionFactory(instrument=w.course, kind="age-from", amount=60)  # misses, and yet it is what is needed most
        YieldFactory(instrument=w.course, value="nld", amount=4)
    shown = page("consultant", known)
    assert "Voor het werk dat de inwoner wil, is nog nodig: <b>Nederlands: uitstekend</b>" in shown
    assert shown.index(">Taaltraining<") < shown.index(">Leerwerktraject<")


# The links on other pages


@pytest.mark.django_db
def test_a_link_stands_where_the_reader_may_plan(w, known):
    here = reverse("palette_for", args=[known.number])
    for name, gap, leads in (
        ("consultant", ("licence", "B"), f"{here}?gat=licence%3AB"),
        ("consultant", ("language", "nld", 2), f"{here}?gat=language%3Anld%3A2"),
        ("consultant", ("certificate", "VCA"), f"{here}?gat=certificate%3Avca"),
        ("consultant", ("certificate", "vca"), f"{here}?gat=certificate%3Avca"),
        ("consultant", (), here),
        ("consultant", ("hours", "", 32), f"{here}?gat=competence%3Aendurance"),
        ("consultant", ("shifts",), ""),
        ("consultant", ("certificate", "iets anders"), ""),
        ("trainer", ("level", "", 4), f"{here}?gat=level%3A4"),
        ("manager", ("licence", "B"), ""),
    ):
        with acting_as(w.acting(name)):
            found = access._found(w.staff[name], known.number)
            assert help_url(w.staff[name], found, *gap) == leads, (name, gap)
