"""In-depth diagnosis: begun on a question, seen by the day, talked over, given as the answer; and who reads what of it."""

import contextlib
import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, transaction
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as some

from chain.acting import acting_as
from chain.days import today
from clients import closing, referrals, steps, terms
from clients.models import Event, News, Referral, Step, Task
from clients.steps import NotNow
from diagnosis import findings, report
from diagnosis.models import CompetenceSeen, DayObserved, Finding, PracticalDiagnosis
from tests.attacks import refused
from tests.conftest import role
from tests.factories import (
    CompetenceSeenFactory,
    DayObservedFactory,
    FindingFactory,
    InstrumentFactory,
    MandateFactory,
    ReferralFactory,
    StepFactory,
    TeamMemberFactory,
    TermFactory,
    days_ago,
)
from tests.threads import at_once
from tests.world import World, world

WRITTEN = {
    "competences": "Werkte de hele ochtend door.", "motivation": "Wil buiten werken.", "chances": "Groen, bij Sphinx.",
    "advice": "Vier uur per dag lukt. Begin met een leerwerktraject.",
}  # fmt: skip
TALKED = {"talked_on": today(), "says": "Het klopt. Ik wil meer uren."}


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return prepared(world())


def prepared(w: World) -> World:
    for function in report.ANSWERS:
        MandateFactory(partner=w.partners["annex"], function=function)
    MandateFactory(partner=w.partners["mtb"], function=report.PLACES)
    w.practical = InstrumentFactory(
        chain=w.chain, code="praktijkdiagnose", phase="diagnosis", function="practical-diagnosis"
    )
    InstrumentFactory(chain=w.chain, code="aanvullende-testen", phase="diagnosis", function="tests")
    for key, weeks in (("diagnosis-shortest", 6), ("diagnosis-longest", 12)):
        TermFactory(chain=w.chain, key=key, source="diagnosis-length", offset=weeks, unit="weeks")
    return w


def asked(w, client="unknown", function="practical-diagnosis", status="accepted", **more) -> Referral:
    with role("snoer_owner"):
        return ReferralFactory(
            client=w[client], function=function, partner=w.partners["annex"], asked_by=w.partners["szmh"], status=status,
            author=w.staff["consultant"].user, question="Hoeveel uur houdt zij vol?", asked_on=days_ago(40),
            turn_since=days_ago(40), **more,
        )  # fmt: skip


def start(w, client="unknown", by="trainer", referral=None, **more) -> PracticalDiagnosis:
    given = {"question": "Hoeveel uur houdt zij vol?", "place": "Groenploeg", "weeks": 8, "days_a_week": 3} | more
    with acting_as(w.acting(by), "test"):
        return report.start(w[client], referral=referral, **given)


def begun(w, client="unknown", **more) -> PracticalDiagnosis:
    """A diagnosis at MTB that began four weeks ago, on SZMH's question, written and talked over as far as asked."""
    with role("snoer_owner"):
        TeamMemberFactory(client=w[client], partner=w.partners["mtb"], user=w.staff["coach"].user)
    found = start(w, client, referral=asked(w, client), host=w.partners["mtb"], started_on=days_ago(28))
    with role("snoer_owner"):
        PracticalDiagnosis.objects.filter(pk=found.pk).update(**more)
    return now(found)


def now(found):
    with role("snoer_owner"):
        return type(found).objects.get(pk=found.pk)


def with_role(query):
    with role("snoer_owner"):
        return list(query)


def read(w, name, pk):
    """The diagnosis as somebody has it in hand."""
    with acting_as(w.acting(name), "test"):
        return PracticalDiagnosis.objects.select_related("client", "partner", "host", "referral").get(pk=pk)


def act(w, name, function, *args, **more):
    with acting_as(w.acting(name), "test"):
        return function(*args, **more)


# begin


def test_it_takes_over_the_question_and_begins_the_step_which_gives_its_partner_sight_of_all(w):
    question = asked(w)
    found = start(w, referral=question, started_on=days_ago(3))
    made = now(found)
    assert (made.status, made.partner_id, made.referral_id) == ("draft", w.partners["annex"].pk, question.pk)
    assert made.planned_end == days_ago(3) + dt.timedelta(weeks=8, days=-1)
    with role("snoer_owner"):
        step = Step.objects.get(pk=made.step_id)
        told = Event.objects.get(act="diagnosis-started")
    assert (step.instrument_id, step.status, step.referral_id) == (w.practical.pk, "active", question.pk)
    assert set(told.params) == {"until"}
    assert told.part == "diagnosis"


def test_one_that_begins_later_has_a_step_that_waits(w):
    found = start(w, referral=asked(w), started_on=today() + dt.timedelta(7))
    with role("snoer_owner"):
        assert Step.objects.get(pk=found.step_id).status == "planned"


def test_it_joins_the_step_that_waits_for_it(w):
    with role("snoer_owner"):
        planned = StepFactory(
            client=w["unknown"], instrument=w.practical, partner=w.partners["annex"], status="planned", started_on=None
        )  # fmt: skip
    assert start(w, referral=asked(w)).step_id == planned.pk
    assert now(planned).status == "active"


def test_another_question_has_the_step_of_its_own_kind(w):
    found = start(w, referral=asked(w, function="tests"), weeks=2)
    with role("snoer_owner"):
        assert Step.objects.select_related("instrument").get(pk=found.step_id).instrument.code == "aanvullende-testen"


@pytest.mark.parametrize(
    ("by", "client", "referral", "may"),
    [
        ("trainer", "unknown", "accepted", True),
        ("annex_consultant", "unknown", "accepted", True),
        ("trainer", "unknown", "asked", False),  # accept it first
        ("trainer", "step", None, True),
        ("coach", "both", None, False),  # has no mandate for it
        ("consultant", "unknown", "accepted", False),
        ("annex_manager", "step", None, False),
        ("adviser", "both", None, False),
        ("lead", "closed", None, False),
    ],
)
def test_who_begins_one(w, by, client, referral, may):
    question = asked(w, client, status=referral) if referral else None
    with acting_as(w.acting(by), "test"):
        assert report.may_start(w.staff[by], w[client], question) == may
        if not may:
            with pytest.raises(PermissionDenied):
                report.start(w[client], question="Wat?", place="Groen", weeks=8, days_a_week=2, referral=question)


@pytest.mark.parametrize("weeks", range(1, 20))
def test_six_to_twelve_weeks_is_usual_and_another_length_is_asked_about(w, weeks):
    """Founding document 004; of a practical diagnosis alone."""
    usual = 6 <= weeks <= 12
    with acting_as(w.acting("trainer"), "test"):
        assert report.guideline(w.chain.pk, today()) == (6, 12)
        assert (report.outside(w.chain.pk, "practical-diagnosis", today(), weeks) is None) == usual
        assert report.outside(w.chain.pk, "tests", today(), weeks) is None


def test_another_length_is_taken_by_who_is_sure_of_it(w):
    question = asked(w)
    with pytest.raises(ValidationError) as error:
        start(w, referral=question, weeks=14)
    assert error.value.error_dict["weeks"][0].code == "outside"
    assert now(start(w, referral=question, weeks=14, sure=True)).status == "draft"


def test_a_chain_without_the_guideline_asks_nothing(w, trusted):
    with trusted():
        from clients.models import Term

        Term.objects.all().delete()
    assert start(w, referral=asked(w), weeks=30).pk


@settings(max_examples=60, deadline=None)
@given(some.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), some.integers(1, 52))
def test_the_last_day_is_that_of_the_last_week(started_on, weeks):
    end = report.last_day(started_on, weeks)
    assert (end - started_on).days + 1 == weeks * 7
    assert report.weeks_of(started_on, end) == weeks
    assert report.weeks_of(started_on, end + dt.timedelta(1)) == weeks + 1


@pytest.mark.parametrize(
    ("given_", "field"),
    [({"question": " "}, "question"), ({"place": ""}, "place"), ({"weeks": 0}, "weeks"), ({"weeks": 53}, "weeks"),
     ({"days_a_week": 8}, "days_a_week"), ({"host": "podium24"}, "host")],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(w, given_, field):
    if "host" in given_:
        given_ = {"host": w.partners[given_["host"]]}
    with pytest.raises(ValidationError) as error:
        start(w, referral=asked(w), **given_)
    assert list(error.value.error_dict) == [field]
    assert with_role(PracticalDiagnosis.objects.all()) == []


def test_one_at_a_time_of_a_partner(w):
    start(w, "step")
    with pytest.raises(NotNow):
        start(w, "step")
    assert len(with_role(Step.objects.filter(instrument=w.practical))) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_begin_one(trusted, transactional_db):
    with trusted():
        w = prepared(world())
    found = at_once([lambda: start(w, "step")] * 2)
    assert sorted(type(one).__name__ for one in found) == ["NotNow", "PracticalDiagnosis"]


# sight of the host


def test_a_host_has_no_sight_by_itself_and_the_lead_has_a_task(w):
    found = start(w, referral=asked(w), host=w.partners["mtb"])
    with acting_as(w.acting("coach"), "test"):
        assert not PracticalDiagnosis.objects.filter(pk=found.pk).exists()
    with acting_as(w.acting("trainer"), "test"):
        assert not report.sees(w.partners["mtb"], w["unknown"])
    with role("snoer_owner"):
        task = Task.objects.get(client=w["unknown"])
        TeamMemberFactory(client=w["unknown"], partner=w.partners["mtb"], user=w.staff["coach"].user)
    assert (task.for_whom, "Mtb" in task.text) == ("lead", True)
    with acting_as(w.acting("trainer"), "test"):
        assert report.sees(w.partners["mtb"], w["unknown"])
    with acting_as(w.acting("coach"), "test"):
        assert PracticalDiagnosis.objects.filter(pk=found.pk).exists()


@pytest.mark.parametrize(("shared", "seen"), [(["diagnosis"], True), (["profile"], False), ([], False)])
def test_a_question_that_shares_the_part_is_enough(w, shared, seen):
    with role("snoer_owner"):
        ReferralFactory(
            client=w["unknown"], function=report.PLACES, partner=w.partners["mtb"], asked_by=w.partners["szmh"], shared=shared
        )  # fmt: skip
    with acting_as(w.acting("trainer"), "test"):
        start_by = report.sees(w.partners["mtb"], w["step"])
    with acting_as(w.acting("consultant"), "test"):
        assert report.sees(w.partners["mtb"], w["unknown"]) == seen
    assert start_by is False


# who reads a draft (net 2)


def rows(w, found) -> dict[str, set[str]]:
    """Which of the report's tables each of these people reads a row of."""
    tables = (PracticalDiagnosis, DayObserved, CompetenceSeen, Finding)
    reads = {}
    for name in ("trainer", "coach", "consultant", "lead", "adviser", "manager", "count"):
        with acting_as(w.acting(name), "test"):
            reads[name] = {model.__name__ for model in tables if model.objects.exists()}
    return reads


def filled(w, found):
    with role("snoer_owner"):
        own = {"diagnosis": found, "client": w["unknown"]}
        DayObservedFactory(author=w.staff["coach"].user, partner=w.partners["mtb"], **own)
        CompetenceSeenFactory(**own)
        FindingFactory(author=w.staff["trainer"].user, **own)


def test_a_draft_and_all_that_stands_in_it_is_its_own_partners_and_the_hosts(w):
    found = begun(w)
    filled(w, found)
    everything = {"PracticalDiagnosis", "DayObserved", "CompetenceSeen", "Finding"}
    reads = rows(w, found)
    assert reads == {name: everything if name in ("trainer", "count") else set() for name in reads} | {
        "coach": reads["coach"]
    }
    assert {"PracticalDiagnosis", "DayObserved"} <= reads["coach"]
    with role("snoer_owner"):
        PracticalDiagnosis.objects.filter(pk=found.pk).update(status="stopped", ended_on=today())
    reads = rows(w, found)
    assert reads == {
        name: set() if name in ("adviser", "manager") else everything for name in reads
    }  # fmt: skip


def test_the_history_of_a_draft_is_read_as_the_draft_is(w):
    from django.apps import apps

    found = begun(w)
    filled(w, found)
    for table in ("PracticalDiagnosis", "DayObserved", "CompetenceSeen", "Finding"):
        history = apps.get_model("diagnosis", f"{table}Event")
        with acting_as(w.acting("consultant"), "test"):
            assert not history.objects.exists(), table
        with acting_as(w.acting("trainer"), "test"):
            assert history.objects.exists(), table


def test_the_host_writes_days_and_nothing_else_in_it(w):
    found = begun(w)
    filled(w, found)
    with acting_as(w.acting("coach"), "test"):
        assert PracticalDiagnosis.objects.update(advice="Van MTB.") == 0
        assert CompetenceSeen.objects.update(mastery="1") == 0 or pytest.fail("a competence")
        with refused():
            CompetenceSeenFactory(diagnosis=found, client=w["unknown"], code="together", partner=w.partners["mtb"])
        with refused():
            FindingFactory(
                diagnosis=found, client=w["unknown"], partner=w.partners["mtb"], author=w.staff["coach"].user
            )
        assert DayObserved.objects.update(text="Beter gezegd.") == 1
    with acting_as(w.acting("trainer"), "test"):
        assert DayObserved.objects.update(text="Van een ander.") == 0
        assert CompetenceSeen.objects.all().delete()[0] == 1


def test_who_only_reads_the_part_writes_nothing_in_a_report(w):
    found = begun(w)
    with acting_as(w.acting("consultant"), "test"), refused():
        DayObservedFactory(
            diagnosis=found, client=w["unknown"], author=w.staff["consultant"].user, partner=w.partners["szmh"]
        )


def changed_rows(model, changed) -> int:
    """How many rows of the table the update reaches; none where the policy refuses it."""
    with contextlib.suppress(ProgrammingError), transaction.atomic():
        return model.objects.update(**changed)
    return 0


def test_what_was_given_changes_no_more_also_in_the_database(w):
    found = begun(w, **WRITTEN, **TALKED)
    filled(w, found)
    act(w, "trainer", report.give, read(w, "trainer", found.pk))
    for name in ("trainer", "coach"):
        with acting_as(w.acting(name), "test"):
            for model, changed in (
                (PracticalDiagnosis, {"advice": "Anders."}), (CompetenceSeen, {"mastery": "1"}),
                (DayObserved, {"text": "Anders."}), (Finding, {"conclusion": "Anders."}),
            ):  # fmt: skip
                assert changed_rows(model, changed) == 0, (name, model)
            with refused():
                DayObservedFactory(
                    diagnosis=found, client=w["unknown"], author=w.staff[name].user, partner=w.staff[name].partner,
                    on=days_ago(2),
                )  # fmt: skip


def test_that_one_runs_is_told_to_who_reads_the_part_and_no_more(w):
    from django.db import connection

    found = begun(w)
    for name, sees in (("consultant", True), ("coach", True), ("trainer", True), ("adviser", False), ("manager", False),
                       ("stranger", False)):  # fmt: skip
        with acting_as(w.acting(name), "test"), connection.cursor() as cursor:
            cursor.execute("select id from snoer_running_diagnoses(%s)", [w["unknown"].pk])
            assert ([row[0] for row in cursor.fetchall()] == [found.pk]) == sees, name


# days


def test_both_write_days_and_only_the_author_corrects(w):
    found = begun(w)
    theirs = act(w, "coach", report.observe, read(w, "coach", found.pk), "Was op tijd en werkte rustig door.")
    act(w, "trainer", report.observe, read(w, "trainer", found.pk), "Vroeg zelf om hulp.")
    with acting_as(w.acting("coach"), "test"):
        mine = DayObserved.objects.select_related("diagnosis__client", "diagnosis__partner", "diagnosis__host").get(
            pk=theirs.pk
        )
        report.correct(mine, "Was tien minuten later en werkte rustig door.")
    assert now(theirs).text.startswith("Was tien")
    with acting_as(w.acting("trainer"), "test"):
        other = DayObserved.objects.select_related("diagnosis__client", "diagnosis__partner", "diagnosis__host").get(
            pk=theirs.pk
        )
        with pytest.raises(PermissionDenied):
            report.correct(other, "Anders.")


@pytest.mark.parametrize(
    ("days", "present", "text", "field"),
    [(-1, True, "Morgen.", "on"), (29, True, "Te vroeg.", "on"), (0, True, " ", "text"), (0, True, "x" * 5001, "text"),
     (28, True, "Eerste dag.", None), (0, False, "", None)],
)  # fmt: skip
def test_a_day_between_the_start_and_today_with_what_was_seen(w, days, present, text, field):
    found = begun(w)
    hand = read(w, "coach", found.pk)
    if field is None:
        made = act(w, "coach", report.observe, hand, text, present=present, on=days_ago(days))
        assert now(made).present == present
        return
    with pytest.raises(ValidationError) as error:
        act(w, "coach", report.observe, hand, text, present=present, on=days_ago(days))
    assert list(error.value.error_dict) == [field]


def test_one_row_a_day_of_each(w):
    found = read(w, "coach", begun(w).pk)
    act(w, "coach", report.observe, found, "Was er.")
    with pytest.raises(ValidationError, match="al op"):
        act(w, "coach", report.observe, found, "Was er weer.")


def test_others_write_no_days(w):
    found = begun(w)
    with role("snoer_owner"):
        hand = PracticalDiagnosis.objects.select_related("client", "partner", "host").get(pk=found.pk)
    for name in ("consultant", "adviser", "lead"):
        with pytest.raises((PermissionDenied, NotNow)):
            act(w, name, report.observe, hand, "Ik ook.")


# the report and its answer


def test_it_is_given_whole_with_the_answer_to_who_asked_and_the_step_done(w):
    found = begun(w, **WRITTEN, **TALKED)
    given_ = act(w, "trainer", report.give, read(w, "trainer", found.pk), "Vier uur per dag.")
    made = now(given_)
    with role("snoer_owner"):
        question, step = Referral.objects.get(pk=made.referral_id), Step.objects.get(pk=made.step_id)
        told = set(Event.objects.filter(client=w["unknown"]).values_list("act", flat=True))
    assert (made.status, made.ended_on) == ("reported", today())
    assert (question.status, question.answer) == ("answered", "Vier uur per dag.")
    assert (step.status, step.ended_on) == ("done", today())
    assert {"diagnosis-reported", "referral-answered"} <= told
    assert "Vier uur" not in step.result


def test_the_advice_is_the_answer_where_nothing_else_is_said(w):
    found = begun(w, **WRITTEN, **TALKED)
    act(w, "trainer", report.give, read(w, "trainer", found.pk))
    assert with_role(Referral.objects.values_list("answer", flat=True)) == [WRITTEN["advice"]]


def test_who_asked_has_news_of_the_answer(w):
    found = begun(w, **WRITTEN, **TALKED)
    act(w, "trainer", report.give, read(w, "trainer", found.pk))
    from clients import news

    with role("snoer_owner"):
        events = list(Event.objects.filter(client=w["unknown"]).values_list("pk", flat=True))
    with acting_as(w.acting("count"), "test"):
        news.spread(w.chain.pk, events)
    told = with_role(News.objects.filter(partner=w.partners["szmh"]).values_list("act", flat=True))
    assert "referral-answered" in told
    assert "step-finished" not in told


@pytest.mark.parametrize("without", [*WRITTEN, "talked_on", "says"])
def test_nothing_is_given_without_each_part_and_the_talk(w, without):
    found = begun(w, **{**WRITTEN, **TALKED, without: None if without == "talked_on" else ""})
    with pytest.raises(ValidationError) as error:
        act(w, "trainer", report.give, read(w, "trainer", found.pk))
    assert list(error.value.error_dict) == ["talked_on" if without == "says" else without]
    assert now(found).status == "draft"
    assert with_role(Referral.objects.values_list("status", flat=True)) == ["accepted"]


def test_all_or_nothing(w, monkeypatch):
    found = begun(w, **WRITTEN, **TALKED)

    def fails(*args, **more):
        raise RuntimeError

    monkeypatch.setattr(steps, "move", fails)
    with pytest.raises(RuntimeError), acting_as(w.acting("trainer"), "test"), transaction.atomic():
        report.give(PracticalDiagnosis.objects.select_related("client").get(pk=found.pk))
    assert now(found).status == "draft"
    assert with_role(Referral.objects.values_list("status", flat=True)) == ["accepted"]


def test_a_second_time_gives_nothing(w):
    found = begun(w, **WRITTEN, **TALKED)
    hand = read(w, "trainer", found.pk)
    act(w, "trainer", report.give, hand)
    with pytest.raises(NotNow):
        act(w, "trainer", report.give, hand)
    assert len(with_role(Event.objects.filter(act="diagnosis-reported"))) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_give_at_once_give_one(trusted, transactional_db):
    with trusted():
        w = prepared(world())
    found = begun(w, **WRITTEN, **TALKED)
    hand = read(w, "trainer", found.pk)
    outcomes = at_once([lambda: act(w, "trainer", report.give, hand)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["NotNow", "PracticalDiagnosis"]
    assert len(with_role(Event.objects.filter(act="referral-answered"))) == 1


def test_one_whose_question_was_given_back_is_given_all_the_same(w):
    found = begun(w, **WRITTEN, **TALKED)
    with role("snoer_owner"):
        question = Referral.objects.get(pk=found.referral_id)
    act(w, "trainer", referrals.act, question, "return", text="Niet meer nodig.")
    act(w, "trainer", report.give, read(w, "trainer", found.pk))
    assert now(found).status == "reported"
    assert now(question).status == "returned"


@pytest.mark.parametrize("by", ["coach", "consultant", "lead", "annex_manager", "adviser"])
def test_only_its_own_partner_gives_or_stops_it(w, by):
    found = begun(w, **WRITTEN, **TALKED)
    with role("snoer_owner"):
        hand = PracticalDiagnosis.objects.select_related("client", "partner").get(pk=found.pk)
    with pytest.raises(PermissionDenied):
        act(w, by, report.give, hand)
    with pytest.raises(PermissionDenied):
        act(w, by, report.stop, hand, "Zomaar.")
    assert now(found).status == "draft"


def test_stopped_with_a_reason_the_question_is_still_open_and_can_begin_anew(w):
    found = begun(w)
    question = found.referral_id
    hand = read(w, "trainer", found.pk)
    with pytest.raises(ValidationError):
        act(w, "trainer", report.stop, hand, "  ")
    act(w, "trainer", report.stop, hand, "Heeft zelf werk gevonden.")
    assert (now(found).status, now(found).stop_reason) == ("stopped", "Heeft zelf werk gevonden.")
    with role("snoer_owner"):
        again = Referral.objects.select_related("partner").get(pk=question)
        assert Step.objects.get(pk=found.step_id).status == "stopped"
        assert "Heeft" not in str(Event.objects.get(act="diagnosis-stopped").params)
    assert again.status == "accepted"
    assert start(w, referral=again).pk != found.pk


def test_competences_go_to_the_profile_by_choice_alone(w, monkeypatch):
    from diagnosis import profile

    taken = []
    monkeypatch.setattr(
        profile, "set_competence", lambda client, code, *rest, by: taken.append((client.pk, code, *rest))
    )
    found = begun(w, **WRITTEN, **TALKED)
    with role("snoer_owner"):
        for code in ("pace", "together"):
            CompetenceSeenFactory(diagnosis=found, client=w["unknown"], code=code, mastery="2", evidence="In de ploeg.")
    act(w, "trainer", report.give, read(w, "trainer", found.pk))
    assert taken == []
    hand = read(w, "consultant", found.pk)
    assert act(w, "consultant", report.take_over, hand, ["together", "no-such"]) == 1
    assert taken == [(w["unknown"].pk, "together", "2", "In de ploeg.")]


# conclusions


def test_a_conclusion_can_stand_by_itself_and_is_told_as_such(w):
    values = {
        "kind": "medical",
        "given_by": "Bureau",
        "on": days_ago(3),
        "conclusion": "Vier uur per dag.",
        "valid_until": None,
    }
    act(w, "trainer", findings.add, w["step"], w.staff["trainer"], **values)
    with acting_as(w.acting("consultant"), "test"):
        assert Finding.objects.filter(client=w["step"]).exists()
        told = Event.objects.get(act="finding-added")
    assert set(told.params) == {"kind"}


def test_a_conclusion_is_corrected_by_its_own_partner(w):
    with role("snoer_owner"):
        found = FindingFactory(
            client=w["both"], diagnosis=None, partner=w.partners["annex"], author=w.staff["trainer"].user
        )  # fmt: skip
    for name, may in (("trainer", True), ("coach", False), ("consultant", False)):
        with acting_as(w.acting(name), "test"):
            assert findings.may_correct(w.staff[name], found) == may
            assert Finding.objects.filter(pk=found.pk).update(version=2) == may or pytest.fail(name)


# terms, and the end of the file


def test_its_last_day_is_a_task_of_its_partner_two_weeks_before(w):
    with role("snoer_owner"):
        TermFactory(
            chain=w.chain, key="diagnosis-end", source="diagnosis-end", offset=0, unit="days", warn_days=14, for_whom="partner"
        )  # fmt: skip
        TermFactory(chain=w.chain, key="finding-end", source="finding-end", offset=0, unit="days", warn_days=30)
    found = begun(w, **WRITTEN, **TALKED)
    with role("snoer_owner"):
        FindingFactory(
            client=w["unknown"], diagnosis=None, partner=w.partners["annex"], valid_until=today() + dt.timedelta(60)
        )  # fmt: skip
    terms.run(w.chain.pk)
    with role("snoer_owner"):
        task = Task.objects.get(key="diagnosis-end")
        assert (task.due_on, task.shown_from) == (found.planned_end, found.planned_end - dt.timedelta(14))
        assert (task.partner_id, task.part) == (w.partners["annex"].pk, "diagnosis")
        assert Task.objects.get(key="finding-end").shown_from == today() + dt.timedelta(30)
    act(w, "trainer", report.give, read(w, "trainer", found.pk))
    terms.run(w.chain.pk)
    assert with_role(Task.objects.filter(key="diagnosis-end").values_list("status", flat=True)) == ["cleared"]


def test_a_file_is_not_closed_over_a_draft_that_the_closer_does_not_even_read(w):
    begun(w)
    with acting_as(w.acting("consultant"), "test"):
        ends = [
            end
            for end in closing.open_ends(w["unknown"], w.staff["consultant"])
            if end.what == "Diagnose zonder rapport"
        ]
        assert [(end.first, end.partner) for end in ends] == [(True, "Annex")]
        with pytest.raises(ValidationError):
            closing.close(w["unknown"], "work")


@override_settings(LANGUAGE_CODE="nl")
def test_where_the_person_has_died_the_closing_ends_it(w):
    found = begun(w)
    with acting_as(w.acting("consultant"), "test"):
        closing.close(w["unknown"], "deceased")
    assert now(found).status == "stopped"
    assert now(found).stop_reason
