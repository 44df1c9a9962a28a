"""One act for many: who it can be done for and who not before anything happens, then one by one, as who asked for it."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from chain.models import Membership
from clients import bulk
from clients.models import Appointment, Bulk, BulkLine, Client, Event, Referral, Step
from development.models import Stay
from tests.attacks import sql
from tests.conftest import role
from tests.factories import (
    BulkFactory,
    BulkLineFactory,
    GroupFactory,
    InstrumentFactory,
    MandateFactory,
    ReferralFactory,
    StepFactory,
    days_ago,
)
from tests.threads import at_once
from tests.world import world

NEW = "/clienten/samen/nieuw/"
PEOPLE = ("step", "unknown", "mtb")


def numbers(w, *names):
    return [w[name].number for name in names or PEOPLE]


@pytest.fixture
def ready(w):
    """Annex and MTB carry something out, and there is a module with a group for two."""
    with role("snoer_owner"):
        for code in ("annex", "mtb"):
            MandateFactory(partner=w.partners[code], function="trajectories")
        w.module = InstrumentFactory(chain=w.chain, code="metaal", name="Metaal", function="trajectories", group=True,
                                     activates=True, weeks=4, partner=w.partners["annex"])  # fmt: skip
        w.group = GroupFactory(chain=w.chain, instrument=w.module, partner=w.partners["annex"], seats=2, name="Dinsdag")
    return w


def lead_data(w, name="lead", **more):
    return {"lead": w.staff[name].pk, "mensen": ",".join(numbers(w)), **more}


def asked(w, name="consultant", key="lead", data=None, people=PEOPLE):
    """What that user asked for, as the pages do it; its id."""
    membership = w.staff[name]
    with acting_as(membership.pk):
        act = bulk.every()[key]
        from django.http import QueryDict

        posted = QueryDict(mutable=True)
        for field, value in (data or {"lead": w.staff["lead"].pk}).items():
            posted.setlist(field, value if isinstance(value, list) else [str(value)])
        form = act.form(posted, membership=membership)
        assert form.is_valid(), form.errors
        return bulk.ask(act, membership, [w[one] for one in people], form).pk


def lines(bulk_id):
    with role("snoer_owner"):
        rows = BulkLine.objects.filter(bulk=bulk_id).values_list("client__last_name", "status", "reason")
        return {name: (status, reason) for name, status, reason in rows}


# choosing


def test_the_list_offers_what_one_does_for_many(ready, signed_in):
    def offered(name):
        return [key for key, _label in signed_in(name).get("/clienten/").context["acts"] if key]

    assert offered("consultant") == ["lead", "refer", "invite", "module"]
    assert offered("trainer") == ["refer", "invite", "module"]
    assert offered("manager") == offered("privacy") == offered("archivist") == []


def test_nobody_chosen_leads_back_to_the_list_as_it_was(ready, signed_in):
    answer = signed_in("consultant").get(NEW, {"doe": "lead", "gemeente": "GM0935"}, follow=True)
    assert answer.redirect_chain == [("/clienten/?gemeente=GM0935", 302)]
    assert "Kies eerst inwoners" in answer.content.decode()


def test_those_that_are_ticked_or_all_that_the_filters_leave(ready, signed_in):
    consultant = signed_in("consultant")
    ticked = consultant.get(NEW, {"doe": "lead", "wie": [*numbers(ready), "K-99999"]})
    assert {one.last_name for one in ticked.context["people"]} == set(PEOPLE)
    found = consultant.get(NEW, {"doe": "lead", "allen": "1", "q": "unk"})
    assert [one.last_name for one in found.context["people"]] == ["unknown"]


def test_more_than_so_many_is_too_many(ready, signed_in, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    answer = signed_in("consultant").get(NEW, {"doe": "lead", "allen": "1"}, follow=True)
    assert "Dit zijn meer dan 2 inwoners" in answer.content.decode()


def test_a_bsn_chooses_nobody(ready, signed_in):
    answer = signed_in("consultant").get(NEW, {"doe": "lead", "allen": "1", "q": "900000004"})
    assert answer.headers["Location"] == "/clienten/"


@pytest.mark.parametrize(("name", "code"), [("consultant", 200), ("trainer", 302), ("manager", 403), ("privacy", 403)])
def test_who_comes_to_the_lead_for_many(ready, signed_in, name, code):
    """A trainer does things for many, but not this one."""
    assert signed_in(name).get(NEW, {"doe": "lead", "wie": numbers(ready, "step")}).status_code == code


def test_of_people_out_of_sight_nothing_is_told(ready, signed_in):
    answer = signed_in("trainer").get(NEW, {"doe": "refer", "wie": numbers(ready)})
    assert [one.last_name for one in answer.context["people"]] == ["step"]


# what it would be


def test_the_preview_says_for_whom_it_can_and_why_not_and_changes_nothing(ready, signed_in):
    with role("snoer_owner"):
        Client.objects.filter(pk=ready["step"].pk).update(lead=ready.staff["lead"].user)
        Client.objects.filter(pk=ready["mtb"].pk).update(closed_on=days_ago(0))
    answer = signed_in("consultant").post(f"{NEW}?doe=lead", lead_data(ready, kijk="1"))
    assert [one.last_name for one in answer.context["can"]] == ["unknown"]
    assert {reason: [one.last_name for one in some] for reason, some, _n, _more in answer.context["cannot"]} == {
        "Lead heeft de regie al": ["step"]
    }  # who closed meanwhile is not in sight of a consultant
    with role("snoer_owner"):
        assert not Bulk.objects.exists()
        assert Client.objects.get(pk=ready["unknown"].pk).lead is None
    assert answer.context["told"][0][1].startswith("Lead,")


def test_what_is_missing_is_said_at_its_field_with_what_was_typed(ready, signed_in):
    data = {"mensen": ",".join(numbers(ready)), "kijk": "1", "question": "Wat kan?"}
    answer = signed_in("consultant").post(f"{NEW}?doe=refer", data)
    assert answer.status_code == 422
    assert "Kies een partner" in answer.content.decode()
    assert "Wat kan?" in answer.content.decode()


def test_one_goes_back_to_change_something(ready, signed_in):
    data = {"mensen": numbers(ready)[0], "allemaal": ",".join(numbers(ready)), "terug": "1", "question": "Wat kan?"}
    answer = signed_in("consultant").post(f"{NEW}?doe=refer", data)
    assert answer.status_code == 200
    assert answer.context["number"] == 3
    assert "Wat kan?" in answer.content.decode()


REFER = {"function": "trajectories", "question": "Wat kan deze persoon?", "shared": ["profile"]}


def test_a_question_that_is_open_or_a_partner_that_is_elsewhere_hinders(ready, signed_in):
    annex = ready.partners["annex"]
    with role("snoer_owner"):
        ReferralFactory(
            client=ready["unknown"], partner=annex, asked_by=ready.partners["szmh"], function="trajectories"
        )
    data = REFER | {"partner": annex.pk, "mensen": ",".join(numbers(ready, "unknown", "moved", "mtb")), "kijk": "1"}
    answer = signed_in("consultant").post(f"{NEW}?doe=refer", data)
    assert [one.last_name for one in answer.context["can"]] == ["moved", "mtb"]
    ((reason, _some, _number, _more),) = answer.context["cannot"]
    assert reason == "Annex heeft zo'n vraag al open staan"


def test_in_a_full_group_the_preview_says_who_does_not_fit(ready, signed_in):
    data = {"instrument": ready.module.pk, "group": ready.group.pk, "way": "reserve", "planned_on": "1-3-2030",
            "mensen": ",".join(numbers(ready, *PEOPLE, "both")), "kijk": "1"}  # fmt: skip
    with role("snoer_owner"):
        StepFactory(client=ready["both"], instrument=ready.module, partner=ready.partners["annex"], status="planned")
    answer = signed_in("consultant").post(f"{NEW}?doe=module", data)
    assert answer.context["can_number"] == 2
    reasons = {reason: number for reason, _some, number, _more in answer.context["cannot"]}
    assert reasons == {"Metaal loopt al, of staat al gepland": 1,
                       "Dan is de groep vol. Kies de wachtlijst, of een andere groep.": 1}  # fmt: skip


@pytest.mark.parametrize("key", ["lead", "refer", "module"])
def test_the_preview_asks_as_much_of_many_as_of_one(ready, signed_in, key):
    data = {
        "lead": {"lead": ready.staff["lead"].pk},
        "refer": REFER | {"partner": ready.partners["annex"].pk},
        "module": {"instrument": ready.module.pk, "way": "wait", "planned_on": "1-3-2030"},
    }[key]
    browser, counts = signed_in("consultant"), []
    browser.get("/clienten/")
    for names in (["step"], [*PEOPLE, "both", "moved", "team"]):
        with CaptureQueriesContext(connection) as queries:
            posted = data | {"mensen": ",".join(numbers(ready, *names)), "kijk": "1"}
            assert browser.post(f"{NEW}?doe={key}", posted).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# doing it


def test_asked_for_once_and_then_on_its_own_page(ready, signed_in, django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr(bulk, "send", lambda task, *arguments: sent.append((task, *arguments)))
    consultant = signed_in("consultant")
    data = lead_data(ready, doe="1", once="11111111-1111-4111-8111-111111111111")
    with django_capture_on_commit_callbacks(execute=True):
        first = consultant.post(f"{NEW}?doe=lead", data)
        second = consultant.post(f"{NEW}?doe=lead", data)
    assert first.headers["Location"] == second.headers["Location"]
    with role("snoer_owner"):
        row = Bulk.objects.get()
    assert first.headers["Location"] == f"/clienten/samen/{row.pk}/"
    assert sent == [("clients.tasks.carry_out_bulk", ready.staff["consultant"].pk, row.pk)]
    page = consultant.get(f"/clienten/samen/{row.pk}/").content.decode()
    assert "0 van 3" in page
    assert "every 2s" in page
    assert consultant.get("/clienten/").context["bulk_url"] == f"/clienten/samen/{row.pk}/"


def test_a_worker_does_it_as_who_asked_with_the_timeline_telling_so(ready):
    made = asked(ready)
    assert bulk.carry_out(ready.staff["consultant"].pk, made) == 3
    with role("snoer_owner"):
        row = Bulk.objects.get(pk=made)
        assert (row.status, row.values) == ("done", {})
        assert row.started_at
        assert row.ended_at
        told = Event.objects.filter(act="lead-changed")
        assert set(told.values_list("client__last_name", "author__username")) == {
            (name, "consultant") for name in PEOPLE
        }
        leads = Client.objects.filter(pk__in=[ready[name].pk for name in PEOPLE]).values_list(
            "lead__username", flat=True
        )
        assert set(leads) == {"lead"}
    assert bulk.carry_out(ready.staff["consultant"].pk, made) == 0


@pytest.mark.parametrize(("typed", "field"), [
    ({"place": ""}, "place"), ({"on": "4-3-2030"}, "on"), ({"invited_by": "email"}, "invited_by"),
])  # fmt: skip
def test_an_invitation_that_cannot_be_is_refused_before_anybody_gets_one(ready, typed, field):
    """Not by the worker, for each person again; e-mail is off here."""
    invite = {"subject": "Kennismaken", "on": day_typed(today() + dt.timedelta(9)), "time": "9:00", "minutes": "45",
              "how": "one-by-one", "where": "office", "place": "Mosae Forum 10", "invited_by": "said"}  # fmt: skip
    with acting_as(ready.acting("consultant")):
        form = bulk.every()["invite"].form(invite | typed, membership=ready.staff["consultant"])
        assert list(form.errors) == [field]


def test_each_act_does_what_it_says(ready):
    annex, by = ready.partners["annex"].pk, ready.staff["consultant"].pk
    bulk.carry_out(by, asked(ready, key="refer", data=REFER | {"partner": annex}))
    module = {"instrument": ready.module.pk, "way": "wait", "planned_on": "1-3-2030", "goal": "Lassen"}
    bulk.carry_out(by, asked(ready, key="module", data=module))
    invite = {"subject": "Kennismaken", "on": "4-3-2027", "time": "9:00", "minutes": "45", "how": "one-by-one",
              "where": "office", "place": "Mosae Forum 10", "invited_by": "said"}  # fmt: skip
    bulk.carry_out(by, asked(ready, key="invite", data=invite))
    with role("snoer_owner"):
        asked_of = Referral.objects.filter(partner=annex, function="trajectories")
        assert {(one.client.last_name, tuple(one.shared)) for one in asked_of} == {
            (name, ("profile",)) for name in PEOPLE
        }
        planned = Step.objects.filter(instrument=ready.module, status="planned", goal="Lassen")
        assert {str(one.planned_end) for one in planned} == {"2030-03-28"}
        assert Stay.objects.filter(step__in=planned, reserved=False).count() == 3
        times = Appointment.objects.order_by("time").values_list("time", flat=True)
        assert [f"{time:%H:%M}" for time in times] == ["09:00", "09:45", "10:30"]


def test_who_does_not_fit_any_more_is_told_in_the_words_of_the_act(ready):
    data = {"instrument": ready.module.pk, "group": ready.group.pk, "way": "reserve", "planned_on": "1-3-2030"}
    made = asked(ready, key="module", data=data)
    bulk.carry_out(ready.staff["consultant"].pk, made)
    found = lines(made)
    assert sorted(status for status, _reason in found.values()) == ["done", "done", "refused"]
    assert "vol" in next(reason for status, reason in found.values() if status == "refused")


def test_a_partner_does_it_for_whom_it_sees_alone(ready):
    """Its step ended, and the involvement with it: the act refuses, and the line says why."""
    made = asked(ready, "trainer", "module", {"instrument": ready.module.pk, "way": "wait", "planned_on": "1-3-2030"},
                 people=("step", "ended89"))  # fmt: skip
    bulk.carry_out(ready.staff["trainer"].pk, made)
    found = lines(made)
    assert found["step"] == ("done", "")
    assert "geen lopende stap" in found["ended89"][1]


# rights that are lost meanwhile


def test_who_lost_the_right_meanwhile_is_refused(ready):
    made = asked(ready)
    with role("snoer_owner"):
        Membership.objects.filter(pk=ready.staff["consultant"].pk).update(role="manager")
    bulk.carry_out(ready.staff["consultant"].pk, made)
    assert {status for status, _reason in lines(made).values()} == {"refused"}
    assert {reason for _status, reason in lines(made).values()} == {"U mag dit bij deze inwoner niet (meer)"}


def test_whose_membership_ended_meanwhile_does_nothing_more_and_the_sweep_stops_it(ready):
    made = asked(ready)
    with role("snoer_owner"):
        Membership.objects.filter(pk=ready.staff["consultant"].pk).update(ended_on=days_ago(1))
    assert bulk.carry_out(ready.staff["consultant"].pk, made) == 0
    with acting_as(ready.acting("count"), "bulk"):
        bulk.start_lost()
    assert {status for status, _reason in lines(made).values()} == {"refused"}
    with role("snoer_owner"):
        row = Bulk.objects.get(pk=made)
        assert (row.status, row.values) == ("stopped", {})
        assert not Event.objects.filter(act="lead-changed").exists()


def test_of_whom_one_does_not_see_any_more_nothing_is_done(ready):
    made = asked(ready)
    with role("snoer_owner"):
        Client.objects.filter(pk=ready["mtb"].pk).update(closed_on=days_ago(0))
    bulk.carry_out(ready.staff["consultant"].pk, made)
    assert lines(made)["mtb"] == ("refused", "U ziet deze inwoner niet meer")
    assert lines(made)["step"] == ("done", "")


def test_what_was_chosen_and_is_not_there_any_more_refuses_all(ready):
    made = asked(ready)
    with role("snoer_owner"):
        Membership.objects.filter(pk=ready.staff["lead"].pk).update(ended_on=days_ago(1))
    bulk.carry_out(ready.staff["consultant"].pk, made)
    assert {status for status, _reason in lines(made).values()} == {"refused"}


# killed, and twice at once


def test_killed_in_the_middle_it_goes_on_where_it_was(ready, monkeypatch):
    made, by, done = asked(ready), ready.staff["consultant"].pk, []
    act = bulk.every()["lead"].act

    def killed(membership, client, values):
        if done:
            raise OperationalError("the server went away")
        done.append(act(membership, client, values))

    once = {"lead": bulk.every()["lead"].__class__(**{**vars(bulk.every()["lead"]), "act": killed})}
    with monkeypatch.context() as patched:
        patched.setattr(bulk, "every", lambda: once)
        with pytest.raises(OperationalError):
            bulk.carry_out(by, made)
    assert sorted(status for status, _reason in lines(made).values()) == ["done", "todo", "todo"]
    assert bulk.carry_out(by, made) == 2
    with role("snoer_owner"):
        assert Event.objects.filter(act="lead-changed").count() == 3


def test_a_mistake_of_ours_at_one_person_does_not_hold_up_the_others(ready, monkeypatch):
    made = asked(ready)
    mine = bulk.every()["lead"]

    def broken(membership, client, values):
        if client.last_name == "mtb":
            raise KeyError("nobody thought of this")
        mine.act(membership, client, values)

    once = {"lead": mine.__class__(**{**vars(mine), "act": broken})}
    monkeypatch.setattr(bulk, "every", lambda: once)
    bulk.carry_out(ready.staff["consultant"].pk, made)
    assert lines(made)["mtb"][1].startswith("Er ging iets mis")
    assert lines(made)["step"] == ("done", "")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_each_person_once(trusted):
    with trusted():
        w = world()
    made, by = asked(w), w.staff["consultant"].pk
    outcomes = at_once([lambda: bulk.carry_out(by, made)] * 2)
    bulk.carry_out(by, made)  # one may leave for the other, and the other be done with
    assert all(isinstance(outcome, int) for outcome in outcomes), outcomes
    assert {status for status, _reason in lines(made).values()} == {"done"}
    with trusted():
        assert Event.objects.filter(act="lead-changed").count() == 3


def test_the_sweep_asks_anew_for_what_is_not_over_and_forgets_what_is_old(ready, monkeypatch):
    sent = []
    monkeypatch.setattr(bulk, "send", lambda task, *arguments: sent.append(arguments))
    mine = ready.staff["consultant"]
    with role("snoer_owner"):
        lost, over, old = (BulkFactory(membership=mine, status=status) for status in ("running", "done", "done"))
        BulkLineFactory(bulk=old, client=ready["step"])
        foreign = BulkFactory(membership=ready.staff["stranger"], status="asked")
        sql("update clients_bulk set asked_at = now() - interval '40 days'")
        sql("update clients_bulk set ended_at = now() - interval '1 day' where id = %s", over.pk)
        sql("update clients_bulk set ended_at = now() - interval '31 days' where id = %s", old.pk)
        fresh = BulkFactory(membership=mine)
    with acting_as(ready.acting("count"), "bulk"):
        bulk.start_lost()
    assert sent == [(mine.pk, lost.pk)]
    with role("snoer_owner"):
        left = set(Bulk.objects.values_list("pk", flat=True))
    assert left == {lost.pk, over.pk, foreign.pk, fresh.pk}


def test_nobody_else_asks_what_waits(ready):
    for name in ("consultant", "admin"):
        with acting_as(ready.acting(name)):
            assert sql("select * from snoer_bulks()") == []


# its page


def test_the_page_is_for_who_asked_alone(ready, signed_in):
    made = asked(ready)
    assert signed_in("consultant").get(f"/clienten/samen/{made}/").status_code == 200
    for name in ("lead", "manager", "trainer", "stranger"):
        assert signed_in(name).get(f"/clienten/samen/{made}/").status_code == 404
    assert Browser().get(f"/clienten/samen/{made}/").status_code == 302


def test_once_over_the_page_tells_what_came_of_it_and_asks_no_more(ready, signed_in):
    made = asked(ready)
    with role("snoer_owner"):
        Client.objects.filter(pk=ready["mtb"].pk).update(closed_on=days_ago(0))
    bulk.carry_out(ready.staff["consultant"].pk, made)
    page = signed_in("consultant").get(f"/clienten/samen/{made}/").content.decode()
    assert "every 2s" not in page
    assert "3 van 3: 2 gedaan, 1 niet." in page
    assert "U ziet deze inwoner niet meer" in page
    assert "Anna unknown" in page
    assert "Anna mtb" not in page


def test_the_fragment_is_the_pages(ready, signed_in):
    made, consultant = asked(ready), signed_in("consultant")
    fragment = consultant.get(f"/clienten/samen/{made}/", headers={"HX-Request": "true"}).content.decode().strip()
    assert fragment in consultant.get(f"/clienten/samen/{made}/").content.decode()


def test_what_cannot_be_asked(ready):
    mine = ready.staff["trainer"]
    with acting_as(mine.pk):
        act = bulk.every()["lead"]
        with pytest.raises(PermissionDenied):
            bulk.ask(act, mine, [ready["step"]], act.form({}, membership=mine))
        refer = bulk.every()["refer"]
        with pytest.raises(ValidationError):
            bulk.ask(refer, mine, [], refer.form({}, membership=mine))


def test_what_is_kept_until_it_is_over_is_what_was_asked_and_nobodys_name(ready):
    made = asked(ready)
    with role("snoer_owner"):
        kept = json.dumps(Bulk.objects.get(pk=made).values)
    assert kept == json.dumps({"posted": {"lead": [str(ready.staff["lead"].pk)]}, "language": "nl"})
