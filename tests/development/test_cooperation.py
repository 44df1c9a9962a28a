"""Activation places and signals of not cooperating: told, heard, decided; nothing is decided before the person was heard."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from chain.models import Membership
from clients import terms
from clients.closing import open_ends
from clients.models import Client, Event, Task
from clients.steps import NotNow
from development import cooperation
from development.models import ActivationReason, CooperationSignal
from tests.conftest import role
from tests.factories import (
    ActivationReasonFactory,
    AttendanceFactory,
    CooperationSignalFactory,
    StepFactory,
    TermFactory,
    days_ago,
)
from tests.threads import at_once
from tests.world import world

pytestmark = pytest.mark.django_db

HEARD = {"person_view": "De bus reed niet.", "heard_on": days_ago(1)}


def member(w, name):
    with acting_as(w.acting(name)):
        return Membership.objects.with_contact_point().select_related("partner", "chain").get(pk=w.acting(name))


@pytest.fixture
def as_(w):
    """Act as somebody: `as_("trainer")(cooperation.tell, client, ...)`."""

    def who(name):
        def act(function, *args, **more):
            with acting_as(w.acting(name)), transaction.atomic():
                return function(*args, by=member(w, name), **more)

        return act

    return who


@pytest.fixture
def place(w, trusted):
    """Somebody in an activation place of Annex, whom MTB knows as well."""
    with trusted():
        return StepFactory(
            client=w["both"],
            chain=w.chain,
            instrument=w.activation,
            partner=w.partners["annex"],
            started_on=days_ago(30),
        )


@pytest.fixture
def told(w, trusted, place):
    def make(by="trainer", **more):
        facts = {"step": place, "partner": w.staff[by].partner, "author": w.staff[by].user, "on": days_ago(2)}
        with trusted():
            return CooperationSignalFactory(client=w["both"], **(facts | more))

    return make


def text(answer):
    return answer.content.decode()


def page_of(one):
    return reverse("signal", args=[one.client.number, one.pk])


# Telling


def test_a_trainer_tells_what_was_seen_and_the_lead_has_a_task(w, as_, place, trusted):
    with trusted():
        TermFactory(
            chain=w.chain, key="signal-decide", source="cooperation-told", offset=10, unit="workdays", warn_days=20
        )
        Client.objects.filter(pk=w["both"].pk).update(lead=w.staff["consultant"].user)
    one = as_("trainer")(
        cooperation.tell, w["both"], "not-there", "Op 3, 4 en 5 maart niet gekomen.", days_ago(2), step=place
    )
    terms.run(w.chain.pk)
    with trusted():
        assert (one.status, one.partner_id) == ("open", w.partners["annex"].pk)
        task = Task.objects.get(key="signal-decide")
        assert (task.part, task.for_whom, task.status) == ("cooperation", "lead", "open")
        event = Event.objects.get(act="cooperation-told")
        assert (event.part, event.params) == ("cooperation", {})
    as_("consultant")(cooperation.hear, one, "De bus reed niet.", days_ago(1))
    as_("consultant")(cooperation.decide, one, "no-grounds", "De bus reed niet.")
    terms.run(w.chain.pk)
    with trusted():
        assert Task.objects.get(key="signal-decide").status == "cleared"


@pytest.mark.parametrize("name", ["coach", "adviser", "manager", "archivist", "annex_coordinator", "annex_manager"])
def test_who_does_not_read_the_part_tells_nothing(w, as_, name):
    with pytest.raises(PermissionDenied):
        as_(name)(cooperation.tell, w["both"], "not-there", "Niet gekomen.", days_ago(2))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("what", {"what": "lui"}),
        ("evidence", {"evidence": "  "}),
        ("on", {"on": days_ago(-1)}),
        ("on", {"on": days_ago(31)}),  # before the step began
        ("heard_on", {"person_view": "De bus reed niet."}),
        ("person_view", {"heard_on": days_ago(1)}),
        ("heard_on", {"person_view": "De bus reed niet.", "heard_on": days_ago(3)}),
        ("heard_on", {"person_view": "De bus reed niet.", "heard_on": days_ago(-1)}),
    ],
)
def test_what_cannot_be_told_is_refused_at_its_field(w, as_, place, field, change):
    facts = {"what": "not-there", "evidence": "Niet gekomen.", "on": days_ago(2), "step": place} | change
    with pytest.raises(ValidationError) as refused:
        as_("trainer")(cooperation.tell, w["both"], facts.pop("what"), facts.pop("evidence"), facts.pop("on"), **facts)
    assert set(refused.value.error_dict) == {field}


def test_a_step_of_somebody_else_is_refused(w, as_, trusted):
    with pytest.raises(ValidationError) as refused:
        as_("trainer")(cooperation.tell, w["both"], "leaves", "Ging om elf uur weg.", days_ago(2), step=w.steps["step"])
    assert set(refused.value.error_dict) == {"step"}


# Hearing and deciding


def test_nothing_is_decided_before_the_person_was_heard(w, as_, told):
    one = told()
    with pytest.raises(ValidationError, match="Spreek eerst met de inwoner"):
        as_("consultant")(cooperation.decide, one, "talk", "Nieuwe afspraken.")
    with pytest.raises(IntegrityError), transaction.atomic():
        told(status="decided", decision="talk", decided_on=today())
    as_("trainer")(cooperation.hear, one, "De bus reed niet.", days_ago(1))
    assert as_("consultant")(cooperation.decide, one, "talk", "Nieuwe afspraken.").status == "decided"


@pytest.mark.parametrize("name", ["trainer", "annex_consultant", "coach", "manager"])
def test_only_a_consultant_of_the_point_of_contact_decides(w, as_, told, name):
    one = told(**HEARD)
    with pytest.raises(PermissionDenied):
        as_(name)(cooperation.decide, one, "talk", "Nieuwe afspraken.")


def test_a_decision_is_one_of_the_list_and_has_a_reason(w, as_, told):
    one = told(**HEARD)
    for decision, why, field in (("korten", "Zo.", "decision"), ("talk", " ", "why")):
        with pytest.raises(ValidationError) as refused:
            as_("consultant")(cooperation.decide, one, decision, why)
        assert set(refused.value.error_dict) == {field}


def test_its_author_withdraws_it_and_nobody_else(w, as_, told):
    one = told()
    for name in ("annex_consultant", "consultant", "coach"):
        with pytest.raises(PermissionDenied):
            as_(name)(cooperation.withdraw, one, "Vergissing.")
    assert as_("trainer")(cooperation.withdraw, one, "Vergissing.").status == "withdrawn"
    with pytest.raises(NotNow):
        as_("trainer")(cooperation.hear, one, "De bus reed niet.", days_ago(1))


@pytest.mark.django_db(transaction=True)
def test_decided_and_withdrawn_at_once_one_of_the_two_stands():
    with role("snoer_owner"):
        w = world()
        one = CooperationSignalFactory(
            client=w["both"], partner=w.partners["annex"], author=w.staff["trainer"].user, on=days_ago(2), **HEARD
        )

    def by(name, function, *args):
        def act():
            with acting_as(w.acting(name)):
                return function(one, *args, by=member(w, name))

        return act

    outcomes = at_once(
        [
            by("consultant", cooperation.decide, "talk", "Nieuwe afspraken."),
            by("trainer", cooperation.withdraw, "Vergissing."),
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CooperationSignal", "NotNow"]
    with role("snoer_owner"):
        assert CooperationSignal.objects.get().status in ("decided", "withdrawn")


@settings(max_examples=60, deadline=None)
@given(st.integers(-5, 60), st.one_of(st.none(), st.integers(-5, 60)), st.sampled_from(["", "  ", "De bus reed niet."]))
def test_heard_is_a_day_and_words_and_never_before_it_happened(on, heard, words):
    """Whatever the days: accepted only with both, on a day that was, on or after the day of the signal."""
    heard_on = None if heard is None else days_ago(heard)
    member = Membership(role="trainer")
    good = heard is not None and 0 <= heard <= on and bool(words.strip())
    try:
        cooperation._check_heard(days_ago(on), words.strip(), heard_on, member)
    except ValidationError:
        assert not good
    else:
        assert good


# The activation place


def test_why_somebody_is_there_is_written_and_written_anew(w, signed_in, place, trusted):
    address = reverse("activation", args=[w["both"].number, place.pk])
    data = {"why": "Twee keer niet gekomen.", "agreed": "Drie ochtenden.", "on": day_typed(today()), "version": 1}
    assert signed_in("trainer").post(address, data).status_code == 302
    page = text(signed_in("consultant").get(address))
    assert "Waarom bent u hier?" in page and "Drie ochtenden." in page
    signed_in("consultant").post(address, data | {"person_view": "Ik kom liever 's middags."})
    with trusted():
        reason = ActivationReason.objects.get()
    assert (reason.author.username, reason.person_view, reason.version) == ("trainer", "Ik kom liever 's middags.", 2)
    stale = signed_in("trainer").post(address, data | {"agreed": "Vier ochtenden."})
    assert stale.status_code == 422 and "Iemand anders heeft dit intussen gewijzigd" in text(stale)


def test_bad_input_comes_back(w, signed_in, place, trusted):
    address = reverse("activation", args=[w["both"].number, place.pk])
    answer = signed_in("trainer").post(address, {"why": "", "on": "31-02-2026", "version": 1})
    assert answer.status_code == 422 and "error-summary" in text(answer)
    answer = signed_in("trainer").post(address, {"why": "Zo.", "on": day_typed(days_ago(-3)), "version": 1})
    assert answer.status_code == 422 and "Deze dag moet nog komen" in text(answer)
    with trusted():
        assert not ActivationReason.objects.exists()


def test_two_who_write_it_first_are_one(w, as_, place):
    reasons = [ActivationReason(step=place, why="Zo.", on=today()) for _ in range(2)]
    as_("trainer")(cooperation.explain, reasons[0])
    with pytest.raises(NotNow):
        as_("consultant")(cooperation.explain, reasons[1])


def test_another_step_has_no_such_page(w, signed_in):
    step = w.steps["both"]
    answer = signed_in("trainer").get(reverse("activation", args=[w["both"].number, step.pk]))
    assert answer.headers["Location"] == reverse("step", args=[w["both"].number, step.pk])


# Pages


def test_from_the_step_to_the_signal_and_to_the_decision(w, signed_in, place, trusted):
    with trusted():
        for on in (4, 3, 2):
            AttendanceFactory(step=place, on=days_ago(on), mark="absent", author=w.staff["trainer"].user)
    new = reverse("signal_new", args=[w["both"].number])
    assert f"{new}?stap={place.pk}" in text(
        signed_in("trainer").get(reverse("step", args=[w["both"].number, place.pk]))
    )
    assert "Wie was er" in text(signed_in("trainer").get(f"{new}?stap={place.pk}"))
    data = {"what": "not-there", "evidence": "Drie dagen niet.", "on": day_typed(days_ago(2)), "step": place.pk}
    answer = signed_in("trainer").post(new, data)
    with trusted():
        one = CooperationSignal.objects.select_related("client").get()
    assert answer.headers["Location"] == page_of(one)
    page = text(signed_in("consultant").get(page_of(one)))
    assert "Zonder gesprek komt er geen besluit" in page and 'value="decide"' not in page and "Niet afgemeld" in page
    heard = {"act": "hear", "person_view": "De bus reed niet.", "heard_on": day_typed(days_ago(1)), "version": 1}
    assert signed_in("consultant").post(page_of(one), heard).status_code == 302
    decided = {"act": "decide", "decision": "handed-over", "why": "Kwam weer niet."}
    assert signed_in("consultant").post(page_of(one), decided).status_code == 302
    page = text(signed_in("trainer").get(page_of(one)))
    assert "staat alleen in het systeem van de uitkering" in page and 'name="act"' not in page
    assert page_of(one) in text(signed_in("trainer").get(reverse("day")))


def test_a_bad_signal_comes_back_with_what_was_typed(w, signed_in, place):
    answer = signed_in("trainer").post(
        reverse("signal_new", args=[w["both"].number]), {"evidence": "Drie dagen niet.", "on": "gisteren"}
    )
    assert answer.status_code == 422
    assert "Drie dagen niet." in text(answer) and "Kies wat er gebeurde" in text(answer)


def test_posts_are_refused_by_who_may_not_and_unknown_ones_not_found(w, signed_in, told):
    one = told(**HEARD)
    assert signed_in("trainer").post(page_of(one), {"act": "decide"}).status_code == 403
    assert signed_in("annex_consultant").post(page_of(one), {"act": "hear"}).status_code == 403
    assert signed_in("consultant").post(page_of(one), {"act": "korten"}).status_code == 404
    assert signed_in("coach").get(page_of(one)).status_code == 403
    assert signed_in("consultant").get(reverse("signal", args=[w["mtb"].number, one.pk])).status_code == 404


def test_the_list_shows_what_is_open_the_oldest_first(w, signed_in, told):
    late, soon = told(on=days_ago(9)), told(on=days_ago(2), **HEARD)
    gone = told(status="withdrawn", on=days_ago(4))
    page = text(signed_in("consultant").get(reverse("signals")))
    assert page.index(page_of(late)) < page.index(page_of(soon)) and page_of(gone) not in page
    assert page_of(soon) not in text(signed_in("consultant").get(reverse("signals") + "?gesproken=nee"))
    assert page_of(late) in text(signed_in("trainer").get(reverse("signals") + "?wie=verteld"))
    assert signed_in("consultant").get(reverse("signals") + "?na=%00&wie=x").status_code == 200
    for name in ("coach", "adviser", "manager", "archivist", "annex_coordinator"):
        assert signed_in(name).get(reverse("signals")).status_code == 403


def test_closing_the_file_withdraws_what_nobody_decided(w, told, trusted):
    one = told()
    with acting_as(w.acting("consultant")):
        (end,) = [end for end in open_ends(w["both"], w.staff["consultant"]) if end.what == "Signaal"]
        end.end(today(), "Verhuisd.", w.staff["consultant"])
    with trusted():
        one.refresh_from_db()
    assert (one.status, one.decision_why) == ("withdrawn", "Verhuisd.")


def test_the_record_shows_it_to_who_reads_it_within_its_budget(w, signed_in, told, place, trusted):
    told()
    with trusted():
        ActivationReasonFactory(step=place, author=w.staff["trainer"].user)
    browser = signed_in("trainer")
    browser.get(reverse("record", args=[w["both"].number]))
    with CaptureQueriesContext(connection) as asked:
        page = text(browser.get(reverse("record", args=[w["both"].number])))
    assert "panel-cooperation" in page
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) <= 14
    assert "panel-cooperation" not in text(browser.get(reverse("record", args=[w["step"].number])))  # nothing there
