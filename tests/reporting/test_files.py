"""Files with figures: made by a worker as who asked for them, and fetched by nobody else."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection
from django.db.models.functions import Now
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chain.acting import acting_as
from chain.registry import registered
from reporting import file_pages, files, scope
from reporting.models import OutsideReport, ReportFile
from reporting.tables import Column, Line, Table
from tests.attacks import sql
from tests.conftest import role
from tests.factories import OutsideReportFactory, ReportFactory, ReportFileFactory, days_ago
from tests.threads import at_once
from tests.world import world

NEW = "/bestanden/nieuw/"
SOME = {"wat": "section:some", "formaat": "csv", "vraag": "van=1-1-2020", "next": "/doelen/"}


def tables(found):
    """What a section would work out: it shows who asked, so that a test sees as whom the worker acts."""
    columns = (Column("number", "Aantal"), Column("who", "Wie", "text"))
    with connection.cursor() as cursor:
        cursor.execute("select snoer_membership()")
        (who,) = cursor.fetchone()
    lines = (Line("Vaals", (3, str(who)), "vaals"), Line("Maastricht", (1200, f"{found.first:%Y}"), "maastricht"))
    return [Table("one", "Per gemeente", "Gemeente", columns, lines, Line("Samen", (1203, ""))),
            Table("two", "Nog eens", "Gemeente", columns, lines)]  # fmt: skip


@pytest.fixture
def w(transactional_db, monkeypatch):
    with role("snoer_owner"):
        w = world()
    for key, everybody in [("some", False), ("all", True)]:
        monkeypatch.setitem(SECTIONS, key, scope.Section(key, key, tables, everybody=everybody))
    monkeypatch.setattr("reporting.templatetags.figures.sections", lambda: SECTIONS)
    monkeypatch.setattr(files, "sections", lambda: SECTIONS)
    monkeypatch.setattr(files, "send", lambda *told: SENT.append(told))
    SENT.clear()
    return w


SECTIONS: dict[str, scope.Section] = {}
SENT: list[tuple] = []


def row(file_id=None):
    with role("snoer_owner"):
        return ReportFile.objects.get(pk=file_id) if file_id else ReportFile.objects.get()


def asked(w, name="manager", what="section:some", shape="csv", **values):
    with acting_as(w.acting(name)):
        return files.ask(w.staff[name], what, values, shape).pk


# asking


def test_a_file_is_asked_for_on_the_page_of_figures_and_the_worker_is_told(w, signed_in):
    answer = signed_in("manager").post(NEW, SOME)
    made = row()
    assert (answer.status_code, answer.headers["Location"]) == (
        302, f"/bestanden/{made.pk}/?next=%2Fdoelen%2F%3Fvan%3D1-1-2020")  # fmt: skip
    assert (made.what, made.format, made.status) == ("section:some", "csv", "asked")
    assert made.values == {"asked": {"van": "1-1-2020"}, "language": "nl"}
    assert [(files.TASK, w.acting("manager"), made.pk)] == SENT


def test_the_same_asked_again_while_it_waits_is_the_same_file(w, signed_in):
    browser = signed_in("manager")
    first, again = browser.post(NEW, SOME), browser.post(NEW, SOME)
    assert first.headers["Location"] == again.headers["Location"]
    browser.post(NEW, SOME | {"formaat": "pdf"})
    browser.post(NEW, SOME | {"tabel": "one"})
    with role("snoer_owner"):
        assert ReportFile.objects.count() == 3


def test_who_waits_for_many_files_waits_before_asking_for_more(w, signed_in):
    browser = signed_in("manager")
    for number in range(files.MOST):
        browser.post(NEW, SOME | {"vraag": f"van=1-1-{2015 + number}"})
    answer = browser.post(NEW, SOME | {"vraag": "van=1-1-2025"}, follow=True)
    assert "Wacht tot er een klaar is" in answer.content.decode()
    with role("snoer_owner"):
        assert ReportFile.objects.count() == files.MOST


@pytest.mark.parametrize(
    ("name", "what", "error"),
    [
        ("consultant", "section:some", PermissionDenied),  # does not steer
        ("alderman", "section:some", PermissionDenied),  # outside the chain
        ("alderman", "section:all", PermissionDenied),
        ("manager", "section:nothing", Http404),
        ("manager", "nothing:some", Http404),
        ("manager", "section", Http404),
        ("manager", "report:0", Http404),
        ("manager", "report:; drop", Http404),
        ("alderman", "outside:12", Http404),
        ("manager", "outside:²", Http404),
    ],
)
def test_what_one_does_not_see_on_a_page_is_no_file(w, name, what, error):
    with acting_as(w.acting(name)), pytest.raises(error):
        files.ask(w.staff[name], what, {}, "pdf")


@pytest.mark.parametrize("name", ["trainer", "admin", "consultant", "alderman"])
def test_an_edition_is_a_file_for_who_steers_and_what_was_published_for_the_alderman(w, name):
    with role("snoer_owner"):
        report = ReportFactory(programme__chain=w.chain)
        told = OutsideReportFactory(report=report)
    exact, outside = f"report:{report.pk}", f"outside:{told.pk}"
    for what in (exact, outside):
        assert asked(w, "manager", what)
        with pytest.raises(Http404 if name == "alderman" else PermissionDenied):
            asked(w, name, what)
    with role("snoer_owner"):
        OutsideReport.objects.update(published=True)
    if name == "alderman":
        assert asked(w, name, outside)
    else:
        with pytest.raises(PermissionDenied):
            asked(w, name, outside)


def test_a_section_for_everybody_in_the_chain_is_a_file_for_everybody(w):
    for name in ("consultant", "trainer", "admin"):
        assert asked(w, name, "section:all")


def test_a_format_that_is_not_there_is_not_made(w, signed_in):
    assert signed_in("manager").post(NEW, SOME | {"formaat": "exe"}).status_code == 404
    assert signed_in("manager").get(NEW).status_code == 405


def test_a_form_of_another_site_leads_nowhere_else(w, signed_in):
    answer = signed_in("manager").post(NEW, SOME | {"next": "https://elders.example/"})
    assert "elders" not in answer.headers["Location"]


# making


def test_the_worker_makes_it_as_who_asked_in_the_language_of_the_page(w):
    made = asked(w, van="1-1-2020")
    assert files.carry_out(w.acting("manager"), made)
    done = row(made)
    assert (done.status, done.done, done.number) == ("done", 3, 3) and done.ended_at
    assert done.name.startswith("some-") and done.name.endswith(".zip")
    one = asked(w, van="1-1-2020", tabel="one")
    files.carry_out(w.acting("manager"), one)
    text = bytes(row(one).content).decode("utf-8-sig")
    assert text.splitlines() == [
        "Gemeente;Aantal;Wie", f"Vaals;3;{w.acting('manager')}", "Maastricht;1200;2020", "Samen;1203;"]  # fmt: skip
    assert row(one).name.startswith("per-gemeente-")


@pytest.mark.parametrize(("shape", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK"), ("csv", b"PK")])
def test_each_format_is_made_and_fetched_by_who_asked(w, signed_in, shape, begins):
    made = asked(w, shape=shape)
    files.carry_out(w.acting("manager"), made)
    answer = signed_in("manager").get(f"/bestanden/{made}/ophalen/")
    assert answer.content.startswith(begins)
    ending = "zip" if shape == "csv" else shape
    assert answer.headers["Content-Type"] == file_pages.KINDS[ending]
    assert f'.{ending}"' in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_second_run_does_nothing(w):
    made = asked(w)
    files.carry_out(w.acting("manager"), made)
    before = row(made).ended_at
    assert not files.carry_out(w.acting("manager"), made)
    assert row(made).ended_at == before


def test_two_workers_at_once_make_one_file(w, monkeypatch):
    made, written, times = asked(w), files.written, []
    monkeypatch.setattr(files, "written", lambda *told: times.append(1) or written(*told))
    found = at_once([lambda: files.carry_out(w.acting("manager"), made)] * 3)
    assert all(isinstance(one, bool) for one in found) and any(found)
    assert len(times) == 1 and row(made).status == "done"


def test_a_worker_that_was_killed_leaves_a_file_that_the_sweep_has_made_again(w, monkeypatch):
    made = asked(w)

    def killed(*told):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(files, "written", killed)
        with pytest.raises(SystemExit):
            files.carry_out(w.acting("manager"), made)
    assert (row(made).status, row(made).done, row(made).number) == ("running", 2, 3)
    with role("snoer_owner"):
        ReportFile.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=1))
    SENT.clear()
    with acting_as(w.acting("count")):
        files.start_lost()
    assert [(files.TASK, w.acting("manager"), made)] == SENT
    files.carry_out(*SENT[0][1:])
    assert row(made).status == "done"


def test_a_file_that_no_worker_survives_is_given_up(w, monkeypatch):
    made = asked(w)
    monkeypatch.setattr(files, "written", lambda *told: (_ for _ in ()).throw(SystemExit))
    for _time in range(files.TRIES):
        with pytest.raises(SystemExit):
            files.carry_out(w.acting("manager"), made)
    assert not files.carry_out(w.acting("manager"), made)
    assert row(made).status == "failed"


def test_what_fails_says_why_on_its_page_and_nothing_of_it_in_the_log(w, signed_in, monkeypatch, caplog):
    made = asked(w)
    monkeypatch.setattr(files, "written", lambda *told: (_ for _ in ()).throw(ValueError("Anna de Vries")))
    files.carry_out(w.acting("manager"), made)
    assert row(made).status == "failed"
    assert "ValueError" in caplog.text and "Anna" not in caplog.text
    page = signed_in("manager").get(f"/bestanden/{made}/").content.decode()
    assert "Het is niet gelukt" in page and "Opnieuw maken" in page and "Anna" not in page


def test_who_lost_the_right_meanwhile_gets_nothing(w, signed_in):
    made = asked(w)
    with role("snoer_owner"):
        w.staff["manager"].role = "consultant"
        w.staff["manager"].save()
    files.carry_out(w.acting("manager"), made)
    assert (row(made).status, row(made).content) == ("failed", None)
    assert "niet (meer) zien" in signed_in("manager").get(f"/bestanden/{made}/").content.decode()


def test_a_table_that_is_not_there_fails_with_words(w, signed_in):
    made = asked(w, tabel="three")
    files.carry_out(w.acting("manager"), made)
    assert row(made).values["why"] == "gone"


def test_without_the_database_the_file_waits(w, monkeypatch):
    made = asked(w)
    with monkeypatch.context() as patch:
        patch.setattr(files, "written", lambda *told: (_ for _ in ()).throw(OperationalError))
        with pytest.raises(OperationalError):
            files.carry_out(w.acting("manager"), made)
    assert row(made).status == "running"
    assert files.carry_out(w.acting("manager"), made)


def test_of_a_membership_that_ended_nothing_is_made(w):
    made = asked(w)
    with role("snoer_owner"):
        w.staff["manager"].ended_on = days_ago(1)
        w.staff["manager"].save()
    assert not files.carry_out(w.acting("manager"), made)
    with acting_as(w.acting("count")):
        files.start_lost()
    assert row(made).status == "failed"


# fetching


def test_nobody_else_sees_or_fetches_the_file(w, signed_in):
    made = asked(w)
    files.carry_out(w.acting("manager"), made)
    for name in ("policy", "lead", "annex_manager", "alderman", "stranger"):
        for page in (f"/bestanden/{made}/", f"/bestanden/{made}/ophalen/"):
            assert signed_in(name).get(page).status_code == 404, (name, page)


def test_the_page_asks_on_by_itself_until_it_is_over(w, signed_in):
    made, browser = asked(w), signed_in("manager")
    page = browser.get(f"/bestanden/{made}/").content.decode()
    assert "data-poll" in page and 'hx-trigger="every 1s"' in page and "Kijk opnieuw" in page
    assert browser.get(f"/bestanden/{made}/ophalen/").headers["Location"] == f"/bestanden/{made}/"
    files.carry_out(w.acting("manager"), made)
    part = browser.get(f"/bestanden/{made}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "data-poll" not in part and reverse("file_get", args=[made]) in part
    assert part.strip() in browser.get(f"/bestanden/{made}/").content.decode()


def test_an_alderman_comes_back_to_the_reports(w, signed_in):
    with role("snoer_owner"):
        made = ReportFileFactory(membership=w.staff["alderman"], what="outside:1", status="failed").pk
    page = signed_in("alderman").get(f"/bestanden/{made}/").content.decode()
    assert reverse("reports") in page and reverse("targets") not in page


def test_other_files_of_ones_own_stand_beneath_and_cost_the_same(w, signed_in):
    browser, made = signed_in("manager"), asked(w)
    counts = []
    browser.get(f"/bestanden/{made}/")
    for number in (1, 4):
        for place in range(number):
            files.carry_out(w.acting("manager"), asked(w, van=f"1-1-{2000 + number + place}"))
        with CaptureQueriesContext(connection) as found:
            page = browser.get(f"/bestanden/{made}/").content.decode()
        assert page.count("ophalen") == number if number == 1 else page.count("ophalen") >= 4
        counts.append(len(found))
        assert not any('"content"' in query["sql"].split("FROM")[0] for query in found.captured_queries)
    assert counts[0] == counts[1]


# the sweep


def test_what_stands_in_a_file_is_taken_away_after_a_day_and_the_row_after_a_month(w, signed_in):
    with role("snoer_owner"):
        files_of = {
            hours: ReportFileFactory(membership=w.staff["manager"], what="section:some", status="done", content=b"x",
                                     name="x.csv", ended_at=timezone.now() - dt.timedelta(hours=hours)).pk
            for hours in (1, 23, 25, 24 * 31)
        }  # fmt: skip
        other = ReportFileFactory(membership=w.staff["stranger"], status="done", content=b"x",
                                  ended_at=timezone.now() - dt.timedelta(hours=48)).pk  # fmt: skip
    with acting_as(w.acting("count")):
        files.start_lost()
    with role("snoer_owner"):
        left = dict(ReportFile.objects.values_list("pk", "content"))
    assert {hours: left.get(pk, "gone") for hours, pk in files_of.items()} == {
        1: b"x", 23: b"x", 25: None, 24 * 31: "gone"}  # fmt: skip
    assert left[other] == b"x"  # of another chain
    page = signed_in("manager").get(f"/bestanden/{files_of[25]}/").content.decode()
    assert "weggehaald" in page and "Opnieuw maken" in page


def test_the_function_of_the_sweep_tells_people_nothing(w):
    made = asked(w)
    with role("snoer_owner"):
        ReportFile.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=1))
    for name in ("manager", "policy", "stranger", "other_count", "alderman"):
        with acting_as(w.acting(name)):
            assert sql("select * from snoer_report_files()") == [], name
    with acting_as(w.acting("count")):
        assert sql("select * from snoer_report_files()") == [(w.acting("manager"), made)]


def test_no_person_makes_a_file_for_another(w):
    with acting_as(w.acting("policy")):
        with pytest.raises(Exception, match="row-level security"):
            ReportFile.objects.create(
                chain=w.chain, membership=w.staff["manager"], what="section:some", format="csv", ended_at=Now()
            )


def test_the_buttons_stand_beneath_a_table_for_who_gets_the_file(w, rf):
    from django.template import Context, Template

    shown = Template('{% include "reporting/_download.html" with download="some" only="one" title="Per gemeente" %}')
    for name, there in [("manager", True), ("consultant", False), ("alderman", False)]:
        request = rf.get("/doorstroom/", {"gemeente": "GM0935"})
        request.membership = w.staff[name]
        html = shown.render(Context({"request": request, "query": "van=1-1-2020"}))
        assert ("<form" in html) is there, name
        if there:
            assert 'value="gemeente=GM0935&amp;van=1-1-2020"' in html and 'value="one"' in html


def test_each_section_is_registered_once():
    keys = [section.key for section in registered("SNOER_SECTIONS")]
    assert len(keys) == len(set(keys))


def test_too_many_files_say_so_in_words(w):
    with acting_as(w.acting("manager")):
        for number in range(files.MOST):
            files.ask(w.staff["manager"], "section:some", {"van": str(number)}, "pdf")
        with pytest.raises(ValidationError, match="5 bestanden"):
            files.ask(w.staff["manager"], "section:some", {}, "pdf")


def test_a_zip_tells_what_it_is(w):
    import io
    import zipfile

    made = asked(w)
    files.carry_out(w.acting("manager"), made)
    with zipfile.ZipFile(io.BytesIO(row(made).content)) as folder:
        assert folder.namelist() == ["01-per-gemeente.csv", "02-nog-eens.csv", "over-dit-bestand.txt"]
        assert "Stand op" in folder.read("over-dit-bestand.txt").decode("utf-8-sig")
