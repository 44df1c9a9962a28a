"""The administrator's pages of the palette: change a module with its lines, add one; two at once; everybody else refused."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from chain.acting import acting_as
from chain.models import Instrument
from development.models import Condition, Yield
from development.module_lines import Want
from tests.factories import ConditionFactory, DefinitionFactory, InstrumentFactory, YieldFactory

pytestmark = pytest.mark.django_db
EDIT, NEW = "/palet/taaltraining/wijzigen/", "/palet/nieuw/"


def filled_in(browser, address, **changes):
    """What the page's form holds, with changes: a list is several values, None takes a field away."""
    form = browser.get(address).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value is True:
            data[bound.html_name] = "on"
        elif value not in (None, False, "", []):
            data[bound.html_name] = list(value) if isinstance(value, list | tuple) else str(value)
    data |= {"once": form.once, **changes}
    return {name: value for name, value in data.items() if value is not None}


def lines(model, code="taaltraining"):
    rows = model.objects.filter(instrument__code=code).order_by("kind", "value")
    return [str(Want.of(row)) for row in rows]


@pytest.fixture
def admin(w, signed_in):
    return signed_in("admin")


def test_a_change_is_saved_with_its_lines(w, trusted, admin):
    with trusted():
        YieldFactory(instrument=w.course)
        YieldFactory(instrument=w.course, kind="competence", value="speaking", amount=None)
        ConditionFactory(instrument=w.course, amount=18)
        DefinitionFactory(chain=w.chain, key="motivated", name="Gemotiveerd")
    data = filled_in(
        admin, EDIT, purpose="Nederlands voor het werk", unit_cost="1.150,50", cost_per="person", capacity="20", norm_weeks="30",
        srg_code="30",
        yields_competence=["on-time"], yields_licence=["B"], yields_readiness=["motivated"], yields_level="2", language_0_to="3",
        age_from=None, ladder_to="4", dutch_from="1", dutch_to="2", hours_from="8", fits_found=["motivated"],
        fits_municipality=["GM0935", "GM0981"],
    )  # fmt: skip
    answer = admin.post(EDIT, data)
    assert (answer.status_code, answer.get("Location")) == (302, "/palet/taaltraining/")
    with trusted():
        one = Instrument.objects.get(pk=w.course.pk)
        assert (one.purpose, one.unit_cost, one.capacity, one.norm_weeks, one.srg_code, one.version) == (
            "Nederlands voor het werk", pytest.approx(1150.5), 20, 30, "30", 2,
        )  # fmt: skip
        assert (one.function, one.phase, one.code, one.weeks) == (
            "basic-development",
            "development",
            "taaltraining",
            12,
        )
        assert lines(Yield) == ["competence:on-time", "language:nld:3", "level:2", "licence:B", "readiness:motivated"]
        assert lines(Condition) == [
            "dutch-from:1", "dutch-to:2", "found:motivated", "hours-from:8", "ladder-to:4", "municipality:GM0935",
            "municipality:GM0981",
        ]  # fmt: skip


def test_what_it_was_stays_in_the_history(w, trusted, admin):
    with trusted():
        YieldFactory(instrument=w.course)
    admin.post(EDIT, filled_in(admin, EDIT, name="Taal", language_0_to=None))
    with trusted(), connection.cursor() as cursor:
        cursor.execute("select name from chain_instrumentevent where pgh_obj_id = %s order by pgh_id", [w.course.pk])
        assert "Taaltraining" in {name for (name,) in cursor.fetchall()}
        cursor.execute("select value from development_yieldevent where instrument_id = %s", [w.course.pk])
        assert ("nld",) in cursor.fetchall()


def test_nothing_is_lost_where_the_form_is_only_opened_and_saved(w, trusted, admin):
    with trusted():
        for kind, value, amount in (
            ("language", "nld", 2),
            ("language", "deu", 4),
            ("level", "", 3),
            ("certificate", "vca", None),
        ):
            YieldFactory(instrument=w.course, kind=kind, value=value, amount=amount)
        for kind, amount in (("age-from", 18), ("age-to", 67), ("ladder-from", 2), ("dutch-to", 1)):
            ConditionFactory(instrument=w.course, kind=kind, amount=amount)
        before = lines(Yield), lines(Condition)
    answer = admin.post(EDIT, filled_in(admin, EDIT))
    assert answer.status_code == 302
    with trusted():
        assert (lines(Yield), lines(Condition)) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"), ({"weeks": "12", "norm_weeks": "8"}, "norm_weeks"), ({"unit_cost": "12"}, "cost_per"),
        ({"cost_per": "week"}, "unit_cost"), ({"unit_cost": "-1", "cost_per": "week"}, "unit_cost"),
        ({"age_from": "30", "age_to": "27"}, "age_to"), ({"ladder_from": "4", "ladder_to": "2"}, "ladder_to"),
        ({"dutch_from": "3", "dutch_to": "2"}, "dutch_to"), ({"hours_from": "99"}, "hours_from"),
        ({"started_on": "01-05-2026", "ended_on": "01-04-2026"}, "ended_on"), ({"ended_on": "31-02-2026"}, "ended_on"),
        ({"language_1": "deu"}, "language_1_to"), ({"language_1_to": "3"}, "language_1"),
        ({"language_1": "nld", "language_1_to": "2"}, "language_1"), ({"yields_competence": ["flying"]}, "yields_competence"),
        ({"fits_municipality": ["GM0363"]}, "fits_municipality"), ({"capacity": "x"}, "capacity"),
        ({"srg_code": "3"}, "srg_code"),
        ({"partner": "999999"}, "partner"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(w, trusted, admin, changes, field):
    data = filled_in(admin, EDIT, **{"for_whom": "Wie dit leest", **changes})
    answer = admin.post(EDIT, data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Wie dit leest" in answer.content.decode()
    with trusted():
        assert Instrument.objects.get(pk=w.course.pk).version == 1


def test_a_word_cannot_be_both_found_and_not(w, trusted, admin):
    with trusted():
        DefinitionFactory(chain=w.chain, key="motivated", name="Gemotiveerd")
    answer = admin.post(EDIT, filled_in(admin, EDIT, fits_found=["motivated"], fits_not_found=["motivated"]))
    assert "Gemotiveerd staat bij allebei" in answer.content.decode()


def test_two_administrators_each_see_what_the_other_did(w, trusted, admin):
    first, second = filled_in(admin, EDIT, purpose="Van de een"), filled_in(admin, EDIT, purpose="Van de ander")
    assert admin.post(EDIT, first).status_code == 302
    answer = admin.post(EDIT, second)
    assert answer.status_code == 422
    assert "Van de een" in answer.content.decode()
    second["version"] = answer.context["form"].data["version"]
    assert admin.post(EDIT, second).status_code == 302
    with trusted():
        assert Instrument.objects.get(pk=w.course.pk).purpose == "Van de ander"


def test_lines_that_another_changed_are_not_overwritten_unseen(w, trusted, admin):
    first = filled_in(admin, EDIT, yields_licence=["B"])
    second = filled_in(admin, EDIT, yields_certificate=["vca"])
    assert admin.post(EDIT, first).status_code == 302
    answer = admin.post(EDIT, second)
    assert answer.status_code == 422
    assert "Nu staat er: Rijbewijs B" in answer.content.decode()


def test_sent_twice_is_saved_once(w, trusted, admin):
    data = filled_in(admin, NEW, name="Fietsles", function="basic-development")
    assert [admin.post(NEW, data).get("Location") for _time in range(2)] == ["/palet/fietsles/"] * 2
    with trusted():
        assert Instrument.objects.filter(code__startswith="fietsles").count() == 1


def test_a_new_module_gets_a_code_that_is_free(w, trusted, admin):
    with trusted():
        InstrumentFactory(chain=w.chain, code="fietsles")
    for name, code in (("Fietsles!", "fietsles-2"), ("Nieuw", "nieuw-2"), ("网", "module")):
        data = filled_in(admin, NEW, name=name, function="basic-development", yields_competence=["learning"])
        assert admin.post(NEW, data).get("Location") == f"/palet/{code}/"
        with trusted():
            one = Instrument.objects.get(chain=w.chain, code=code)
            assert (one.phase, one.track, one.version) == ("development", "activation", 2)
            assert lines(Yield, code) == ["competence:learning"]


def test_a_new_one_is_for_a_function_that_somebody_has_a_mandate_for(w, admin):
    for function in ("", "wage-value", "nonsense"):
        answer = admin.post(NEW, filled_in(admin, NEW, name="Iets", function=function))
        assert "function" in answer.context["form"].errors


@pytest.mark.parametrize("name", ["consultant", "lead", "trainer", "manager", "policy", "stranger"])
def test_nobody_else_changes_it(w, trusted, signed_in, name):
    for address in (EDIT, NEW):
        assert signed_in(name).get(address).status_code == 403
        assert signed_in(name).post(address, {"name": "Van mij"}).status_code == 403


def test_nor_past_the_pages(w, trusted):
    """Row security: the vocabulary is the administrator's to write."""
    assert get_user_model().objects.filter(username="consultant").exists()
    with acting_as(w.acting("consultant")):
        assert Instrument.objects.filter(pk=w.course.pk).update(name="Van mij") == 0


def test_the_page_stays_light(w, trusted, admin):
    with trusted():
        for code in ("motivated", "work-fit", "job-ready", "trajectory-fit"):
            DefinitionFactory(chain=w.chain, key=code, name=code)
    assert len(admin.get(EDIT).content) < 45_000
