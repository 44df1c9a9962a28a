"""Periods out of the benefit's own system: new and changed as ticked, what says two things at once left to a person."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from chain.acting import acting_as
from chain.days import today
from clients import loading
from clients.loading_benefits import KIND
from clients.loading_files import read
from clients.models import BenefitPeriod, Event
from reporting.demo import suite
from tests.factories import BenefitPeriodFactory, ClientFactory, IdentityFactory, PlacementFactory, a_bsn
from tests.factories import BenefitProposalFactory as ProposalFactory

pytestmark = pytest.mark.django_db
HEAD = "BSN;Regeling;Hoogte;Ingangsdatum;Einddatum;Reden einde;Bedrag"


@pytest.fixture
def bsn_of(w):
    return lambda name: a_bsn(list(w.clients).index(name))


@pytest.fixture
def judged(w):
    """What the lines would do, as somebody: (line -> (what, reasons)), and the means to do it."""

    def go(*rows, by="consultant", load=(), lines=()):
        with acting_as(w.acting(by)), translation.override("nl"):
            table = read("\n".join([HEAD, *rows]).encode())
            columns = loading.guess(KIND, w.staff[by], table.header)
            assert not loading.missing(KIND, columns)
            found = loading.judge(KIND, w.staff[by], table, columns)
            told = {each.number: (each.what, " ".join(each.reasons)) for each in found}
            if not (load or lines):
                return told
            return loading.carry_out(KIND, w.staff[by], table, columns, loading.digest(found), load, lines)

    return go


@pytest.fixture
def running(w, trusted):
    with trusted():
        return BenefitPeriodFactory(
            client=w["unknown"], scheme="participatiewet", level="full", started_on="2025-01-01", ended_on=None
        )


def periods(w, trusted, name="unknown"):
    with trusted():
        rows = BenefitPeriod.objects.filter(client=w[name]).order_by("started_on")
        return list(rows.values_list("scheme", "started_on", "ended_on", "end_reason", "amount", "version"))


def test_an_end_and_what_follows_on_it_are_loaded_and_told(w, judged, running, bsn_of, trusted):
    rows = [
        f"{bsn_of('unknown')};P-wet;volledig;01-01-2025;30-06-2025;werk;1.095,50",
        f"{bsn_of('unknown')};pw;gedeeltelijk;20250701;;;",
        f"{bsn_of('step')};IOAW;vol;2024-03-01;;;612",
    ]
    assert {line: what for line, (what, _why) in judged(*rows).items()} == {2: "changed", 3: "new", 4: "new"}
    assert len(periods(w, trusted)) == 1  # looking writes nothing
    # new alone: what follows on the change stays out, with the reason
    counted, _all, left = judged(*rows, load=["new"])
    assert (counted["new"], set(left)) == (1, {2, 3}) and "niet is aangevinkt" in left[3]
    counted, _all, left = judged(*rows, load=["new", "changed"])
    assert (counted, left) == ({"new": 1, "changed": 1, "same": 1, "left": 0}, {})
    day = dt.date
    assert periods(w, trusted) == [
        ("participatiewet", day(2025, 1, 1), day(2025, 6, 30), "work", Decimal("1095.50"), 2),
        ("participatiewet", day(2025, 7, 1), None, "", None, 1),
    ]
    with trusted():
        told = Event.objects.filter(client=w["unknown"], part="benefit").order_by("id").values_list("act", "on")
        assert sorted(told) == sorted([
            ("benefit-ended", day(2025, 6, 30)), ("benefit-changed", told.get(act="benefit-changed")[1]),
            ("benefit-started", day(2025, 7, 1)),
        ])  # fmt: skip
    assert {what for what, _why in judged(*rows).values()} == {"same"}


def test_what_says_two_things_is_a_conflict_and_is_not_loaded(w, judged, running, bsn_of, trusted):
    def why(row, **how):
        told = judged(row, **how)
        assert told[2][0] == "conflict", told
        return told[2][1]

    me = bsn_of("unknown")
    assert "valt samen" in why(f"{me};pw;volledig;15-01-2025;;;")
    assert "eigen eerste dag" in why(f"{me};pw;gedeeltelijk;01-01-2025;;;")
    assert "niet bekend" in why(f"{a_bsn(4000)};pw;volledig;01-01-2025;;;")
    with trusted():
        BenefitPeriod.objects.filter(pk=running.pk).update(ended_on="2025-05-31", end_reason="other")
    assert "loopt hij nog" in why(f"{me};pw;volledig;01-01-2025;;;")
    assert judged(f"{me};pw;volledig;01-01-2025;30-06-2025;werk;")[2][0] == "changed"  # no decision says otherwise
    with trusted():
        placement = PlacementFactory(client=w["unknown"])
        ProposalFactory(placement=placement, client=w["unknown"], effect="full", from_on=dt.date(2025, 6, 1),
                        status="confirmed", proposed_by=w.staff["adviser"].user, decided_by=w.staff["lead"].user,
                        decided_on=dt.date(2025, 5, 20))  # fmt: skip
    assert "voorstel hierover is in Snoer bevestigd" in why(f"{me};pw;volledig;01-01-2025;30-06-2025;werk;")
    counted, _all, left = judged(f"{me};pw;volledig;01-01-2025;30-06-2025;werk;", load=["new", "changed"])
    assert counted["changed"] == 0 and set(left) == {2}


def test_what_runs_in_snoer_and_not_in_the_file_is_told(w, judged, running, bsn_of):
    told = judged(f"{bsn_of('unknown')};pw;volledig;01-01-2023;30-06-2024;werk;")
    assert told[2][0] == "new" and told[0][0] == "conflict" and "staat niet in het bestand" in told[0][1]


def test_who_is_out_of_sight_is_as_unknown_as_who_is_not_there(w, judged, bsn_of):
    rows = [f"{number};pw;volledig;01-01-2025;;;" for number in (bsn_of("closed"), a_bsn(4000))]
    told = judged(*rows)
    assert told[2] == told[3] and told[2][0] == "conflict"
    assert "gesloten" in judged(rows[0], by="lead")[2][1]  # who sees closed files is told


def test_faults_of_a_line(w, judged, bsn_of):
    me = bsn_of("unknown")
    told = judged(f"{me};pw;volledig;01-02-2025;01-01-2025;werk;", f"{me};xyz;volledig;01-02-2025;;;",
                  f"{me};pw;volledig;01-03-2025;01-04-2025;;", "123;pw;volledig;01-03-2025;;;", "a;b")  # fmt: skip
    assert {what for what, _why in told.values()} == {"fault"}


def test_as_many_queries_however_many_lines(w, judged, bsn_of):
    def asked(names):
        rows = [f"{bsn_of(name)};pw;volledig;{1 + place:02}-01-{2000 + place};{1 + place:02}-02-{2000 + place};werk;100"
                for place in range(20) for name in names]  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            counted, _all, left = judged(*rows, load=["new"])
        assert counted["new"] == len(rows), left
        return len(queries)

    asked(["moved"])  # what is asked once a process
    assert asked(["unknown"]) == asked(["step", "mtb", "both", "planned", "ended89", "ended91", "team"])


def test_the_file_that_the_demo_gives_has_each_thing_that_a_line_can_come_to(w, judged, bsn_of, trusted, tmp_path):
    file, people = tmp_path / "uitkeringen.csv", ["unknown", "step", "mtb"]
    with trusted():
        for name in people:
            w[name].lead = w.staff["consultant"].user
            w[name].save()
            BenefitPeriodFactory(client=w[name], level="full", started_on="2025-01-01", ended_on=None)
        assert not suite.write(file, w.chain, "consultant", today())  # too few
        for more, ended in enumerate((None, "2025-12-31")):
            person = ClientFactory(chain=w.chain, lead=w.staff["consultant"].user, lives=w.maastricht)
            IdentityFactory(client=person, bsn=a_bsn(900 + more))
            BenefitPeriodFactory(client=person, level="full", started_on="2025-01-01", ended_on=ended)
        assert suite.write(file, w.chain, "consultant", today())
    assert file.stat().st_mode & 0o077 == 0
    told = judged(*file.read_text("utf-8").splitlines()[1:])
    assert [what for _line, (what, _why) in sorted(told.items())] == [
        "same", "changed", "changed", "conflict", "new", "conflict", "fault",
    ]  # fmt: skip
