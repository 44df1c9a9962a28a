"""Reports: made by a worker, looked at, published once; an alderman reads what was published, and nothing else at all."""

import io
import re
import zipfile

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse
from pypdf import PdfReader

from chain.acting import acting_as
from chain.once import NotNow
from chain.outside import ALWAYS
from chain.parts import PUBLISHES, ROLES, STEERS
from reporting import files, paper, publishing, reports, sheets
from reporting.counting import count
from reporting.models import KINDS, OutsideReport, Report
from reporting.suppression import CHAIN, LEFT_OUT, SMALL
from reporting.suppression_search import NotSafe
from reporting.tables import read
from tests.attacks import refused, sql
from tests.conftest import role
from tests.factories import (
    BenefitPeriodFactory,
    ClientFactory,
    InstrumentFactory,
    ProgrammeFactory,
    StepFactory,
    TargetFactory,
    days_ago,
)
from tests.kept import kept
from tests.reporting.test_suppression import attack
from tests.test_matrix import ROWS, addresses
from tests.world import STAFF, world

pytestmark = pytest.mark.django_db
SOON = days_ago(-300)


@kept
def counted():
    """Twelve people of Maastricht and three of Vaals were activated, with two baselines a year."""
    w = world()
    w.programme = ProgrammeFactory(chain=w.chain, started_on=days_ago(700), ended_on=SOON)
    for year in range(w.programme.started_on.year, SOON.year + 1):
        TargetFactory(programme=w.programme, kind="activation", year=year, target=20, baseline=2)
    training = InstrumentFactory(chain=w.chain, code="training", activates=True)
    for place, number in ((w.maastricht, 12), (w.vaals, 3)):
        for _ in range(number):
            one = ClientFactory(chain=w.chain, lives=place)
            BenefitPeriodFactory(client=one, started_on=days_ago(900))
            StepFactory(client=one, instrument=training, partner=w.partners["annex"], started_on=days_ago(40))
    with role("snoer_app"), acting_as(w.acting("count"), "test"):
        count(w.programme)
    return w


@kept
def drafted():
    """And a draft of today, worked out."""
    w = counted()
    with role("snoer_app"):
        with acting_as(w.acting("policy"), "test"):
            w.draft = reports.ask(w.staff["policy"], w.programme, days_ago(0), "Voor de raad.")
        assert reports.carry_out(w.acting("policy"), w.draft.pk)
        with acting_as(w.acting("policy"), "test"):
            w.draft.refresh_from_db()
    assert reports.status(w.draft) == "draft", w.draft.content
    return w


@pytest.fixture
def w(trusted, monkeypatch, request):
    monkeypatch.setattr(reports, "send", lambda *told: None)
    with trusted():
        return drafted() if "made" in request.fixturenames else counted()


@pytest.fixture
def made(w):
    return w.draft


@pytest.fixture
def published(w, made):
    with acting_as(w.acting("policy"), "test"):
        publishing.publish(made, w.staff["policy"])
    return made


def browser(w, name):
    found = Browser()
    found.force_login(w.staff[name].user)
    return found


def told(w, who, report, place=None):
    with acting_as(w.acting(who), "test"):
        return OutsideReport.objects.get(report=report, municipality=place)


def table(row, key):
    return next(one for part in reports.parts(row.content) for one in part.tables if one.key == key)


# What stands in an edition


def test_it_holds_the_exact_figures_of_every_section_and_a_report_a_municipality_beside_that_of_all(w, made):
    assert [row["key"] for row in made.content["sections"]] == list(reports.sections())
    exact = next(
        one for part in reports.parts(made.content) for one in part.tables if one.key == "activation-municipalities"
    )
    assert exact.cell("GM0981", "counted") == 3
    with acting_as(w.acting("policy"), "test"):
        rows = set(OutsideReport.objects.filter(report=made).values_list("municipality__code", "published"))
    assert rows == {("GM0935", False), ("GM0981", False), (None, False)}


def test_what_leaves_the_chain_has_no_small_numbers(w, made):
    vaals = told(w, "policy", made, w.vaals)
    assert table(vaals, "activation-years").total.cells[0] == SMALL
    whole = table(told(w, "policy", made), "activation-municipalities")
    assert whole.cell("GM0981", "counted") == SMALL
    assert (whole.cell("GM0935", "counted"), whole.cell("total", "counted")) != (12, 15)


def test_a_report_of_a_municipality_says_nothing_of_another(w, made):
    vaals = told(w, "policy", made, w.vaals)
    assert "Maastricht" not in str([row["tables"] for row in vaals.content["sections"]])
    assert not {one.key for part in reports.parts(vaals.content) for one in part.tables} & reports.BY_PLACE


def test_only_what_is_named_leaves_the_chain(w, made):
    for place in (None, w.vaals):
        for row in told(w, "policy", made, place).content["sections"]:
            for one in row["tables"]:
                assert {column["key"] for column in one["columns"]} <= set(reports.LEAVES[row["key"]][one["key"]])
    assert "partners" not in reports.LEAVES["targets"]


def test_drawings_that_leave_are_made_of_what_is_told(w, made):
    """No bar, and no number, of what is hidden."""
    for part in reports.parts(told(w, "policy", made).content):
        for drawing in part.drawings:
            one = next(table for table in part.tables if drawing.key == f"told-{table.key}")
            hidden = [line.name for line in one.lines if LEFT_OUT in line.cells[:1] or SMALL in line.cells[:1]]
            assert drawing.wide.count("<rect") <= len(one.lines) - len(hidden)


def test_making_it_twice_changes_nothing(w, made):
    assert not reports.carry_out(w.acting("policy"), made.pk)


def test_one_that_fails_says_so_and_tells_nothing_of_why(w, monkeypatch, caplog):
    with acting_as(w.acting("policy"), "test"):
        found = reports.ask(w.staff["policy"], w.programme, days_ago(0))
    monkeypatch.setattr(reports, "make", lambda *given: 1 / 0)
    with transaction.atomic():
        reports.carry_out(w.acting("policy"), found.pk)
    with acting_as(w.acting("policy"), "test"):
        found.refresh_from_db()
    assert reports.status(found) == "failed"
    assert "ZeroDivisionError" in caplog.text


def test_one_in_which_a_small_number_cannot_be_kept_hidden_is_not_made_and_says_why(w, monkeypatch):
    def unsafe(edition):
        raise NotSafe

    monkeypatch.setattr(reports, "suppress", unsafe)
    page = browser(w, "policy")
    given = {"programme": w.programme.pk, "as_of": days_ago(0).strftime("%d-%m-%Y")}
    address = page.post(reverse("report_new"), given).url
    pk = int(re.search(r"/(\d+)/", address)[1])
    reports.carry_out(w.acting("policy"), pk)
    text = page.get(address).text
    assert "kon niet worden gemaakt" in text
    assert "uit te rekenen, wat er ook wordt weggelaten" in text
    assert page.get(reverse("report_publish", args=[pk])).status_code == 404
    with acting_as(w.acting("policy"), "test"):
        assert Report.objects.get().content == {"failed": "NotSafe"}
        assert not OutsideReport.objects.exists()


def test_what_leaves_the_chain_is_attacked_with_all_reports_of_the_edition_together(w, made):
    """By what everybody can read: that the same totals stand in several tables, and that municipalities make the chain."""
    with acting_as(w.acting("policy"), "test"):
        rows = list(OutsideReport.objects.filter(report=made).select_related("municipality"))
    edition, equal = {}, []
    for row in rows:
        report = row.municipality.code if row.municipality else CHAIN
        edition[report] = {
            f"{section['key']}/{one['key']}": read(one)
            for section in row.content["sections"]
            for one in section["tables"]
        }
        found = [name for name in edition[report] if name.startswith("caseload/")]
        equal += [((report, found[0], "=", "people"), (report, name, "=", "people")) for name in found[1:]]
        for kind in KINDS:
            if report:
                equal.append(((CHAIN, f"targets/{kind}-municipalities", report, "counted"),
                              (report, f"targets/{kind}-years", "=", "counted")))  # fmt: skip
            else:
                equal.append(((CHAIN, f"targets/{kind}-municipalities", "=", "counted"),
                              (CHAIN, f"targets/{kind}-years", "=", "counted")))  # fmt: skip
        equal.append(((report, "returns/years", "=", "people"), (report, "targets/outflow-years", "=", "counted")))
    assert len(edition) == 3
    assert not attack(edition, equal, whole=lambda name: not name.startswith("caseload/"))


# Who makes and publishes


@pytest.mark.parametrize("name", [*STAFF, "stranger", "alderman"])
def test_policy_staff_and_coordinators_publish_and_nobody_else(w, made, name):
    role = w.staff[name].role
    found = browser(w, name).post(reverse("report_publish", args=[made.pk]), {"act": "publish"})
    may = role in PUBLISHES
    assert found.status_code == (302 if may else 404 if name == "stranger" and role in PUBLISHES else 403)
    with acting_as(w.acting("policy"), "test"):
        assert (Report.objects.get().published_at is not None) == may
        assert set(OutsideReport.objects.values_list("published", flat=True)) == {may}


def test_published_it_stays_as_it_is(w, published):
    with acting_as(w.acting("policy"), "test"):
        with pytest.raises(NotNow):
            publishing.publish(published, w.staff["policy"])
        with pytest.raises(NotNow):
            publishing.discard(published, w.staff["policy"])
    for statement in ("update reporting_report set note = 'anders'", "delete from reporting_report",
                      "update reporting_outsidereport set content = '{}'", "delete from reporting_outsidereport"):  # fmt: skip
        with acting_as(w.acting("policy"), "test"), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount == 0
    assert not reports.carry_out(w.acting("policy"), published.pk)


def test_a_draft_can_be_thrown_away(w, made):
    browser(w, "policy").post(reverse("report_publish", args=[made.pk]), {"act": "discard"})
    with acting_as(w.acting("policy"), "test"):
        assert not Report.objects.exists()
        assert not OutsideReport.objects.exists()


WRONG = [
    ({"as_of": days_ago(-1).strftime("%d-%m-%Y")}, "moet nog komen"), ({"as_of": "01-01-1999"}, "begon op"),
    ({"as_of": "gisteren"}, ""), ({"programme": "0"}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), WRONG)
def test_a_report_of_no_day_is_not_made(w, typed, said):
    given = {"programme": w.programme.pk, "as_of": days_ago(0).strftime("%d-%m-%Y")} | typed
    found = browser(w, "policy").post(reverse("report_new"), given)
    assert found.status_code == 422
    assert said in found.text


def test_asked_for_on_the_page_a_worker_is_asked_and_the_page_says_how_far_it_is(w):
    given = {"programme": w.programme.pk, "as_of": days_ago(0).strftime("%d-%m-%Y"), "note": "Voor de raad."}
    page = browser(w, "policy")
    found = page.post(reverse("report_new"), given, follow=True)
    assert "wordt gemaakt" in found.text
    with acting_as(w.acting("policy"), "test"):
        pk = Report.objects.get().pk
    reports.carry_out(w.acting("policy"), pk)
    again = page.get(reverse("report", args=[pk]))
    assert "Nakijken en publiceren" in again.text
    assert page.get(reverse("report_publish", args=[pk])).status_code == 200


@pytest.mark.parametrize("name", [name for name, (_partner, role) in STAFF.items() if role in STEERS])
def test_who_steers_reads_it_exactly_and_as_it_leaves_the_chain(w, made, name):
    page = browser(w, name)
    assert page.get(reverse("reports")).status_code == 200
    assert page.get(reverse("report", args=[made.pk])).status_code == 200
    assert page.get(reverse("report", args=[made.pk]), {"voor": "GM0981"}).status_code == 200
    assert page.get(reverse("report", args=[made.pk]), {"voor": "GM0363"}).status_code == 404


# The alderman


def test_an_alderman_begins_at_the_reports_of_the_own_municipality_and_of_all(w, published):
    page = browser(w, "alderman")
    assert page.get(reverse("home")).url == reverse("reports")
    text = page.get(reverse("reports")).text
    assert f"{reverse('report', args=[published.pk])}?voor=GM0981" in text
    assert "voor=GM0935" not in text
    own = page.get(reverse("report", args=[published.pk]))
    assert own.status_code == 200
    assert "Vaals" in own.text
    assert "Voor de raad." in own.text
    assert page.get(reverse("report", args=[published.pk]), {"voor": "keten"}).status_code == 200


@pytest.mark.parametrize("wanted", ["GM0935", "GM0363", "x", "keten' or 1=1"])
def test_what_is_of_another_municipality_is_not_there(w, published, wanted):
    assert browser(w, "alderman").get(reverse("report", args=[published.pk]), {"voor": wanted}).status_code == 404


def test_a_draft_is_not_there_for_an_alderman(w, made):
    page = browser(w, "alderman")
    assert "Nog geen rapporten" in page.get(reverse("reports")).text
    for wanted in ("", "GM0981", "keten"):
        assert page.get(reverse("report", args=[made.pk]), {"voor": wanted}).status_code == 404


def test_the_database_shows_an_alderman_no_exact_figures_and_no_other_municipality(w, published):
    with acting_as(w.acting("alderman"), "test"):
        assert not Report.objects.exists()
        seen = set(OutsideReport.objects.values_list("municipality__code", flat=True))
        assert seen == {"GM0981", None}
        for name in ("reporting_cell", "reporting_result", "reporting_facet", "reporting_flaw", "clients_client"):
            assert sql(f"select count(*) from {name}") == [(0,)]
        assert refused(
            "insert into reporting_outsidereport (report_id, chain_id, content, published) values (1, 1, '{}', true)"
        )


def test_every_other_page_refuses_an_alderman(w, published):
    """Also those that are added later: what is open is named, one by one."""
    open_to = ALWAYS | set(settings.SNOER_OUTSIDE_PAGES)
    page = browser(w, "alderman")
    for pattern in addresses():
        try:
            address = reverse(
                pattern.name, kwargs={name: _any(str(of)) for name, of in pattern.pattern.converters.items()}
            )
        except NoReverseMatch:  # one of few words
            address = reverse(pattern.name, kwargs={"number": "x", "step_id": 1, "act": "start"})
        for method in ("get", "post") if pattern.name not in open_to else ():
            with transaction.atomic():
                found = getattr(page, method)(address)
                transaction.set_rollback(True)
            assert found.status_code == 403, (pattern.name, method, found.status_code)
    assert open_to <= set(ROWS) | {"privacy", "accessibility"}


def _any(converter):
    return 1 if "Int" in converter else "x"


def test_the_menu_of_an_alderman_leads_to_reports_and_help_alone(w, published):
    text = browser(w, "alderman").get(reverse("reports")).text
    led_to = set(re.findall(r'href="(/[^"?#]*)', text)) - {"/static/"}
    open_pages = {reverse(name) for name in ("home", "reports", "help", "password_change", "status", "definitions")}
    assert {url for url in led_to if not url.startswith(("/static/", "/rapporten/"))} <= open_pages


def test_the_role_has_a_name():
    assert ROLES["alderman"]


# The same on paper


# Noon and the twelfth of a month are no numbers of people.
MONTH = "jan(uari)?|feb(ruari)?|maart|mrt|apr(il)?|mei|juni?|juli?|aug(ustus)?|sep(t|tember)?|okt(ober)?|nov(ember)?|dec(ember)?"
WHEN = rf"\b(\d\d?:\d\d|\d\d?\s+({MONTH}))\b"


def test_files_of_what_leaves_the_chain_hold_what_the_page_holds(w, published):
    """Every cell of the spreadsheet, and the words of the PDF, come from the suppressed tables: no exact number is there."""
    with acting_as(w.acting("alderman"), "test"):
        whole = OutsideReport.objects.get(municipality=None)
        found, key = files.source(f"outside:{whole.pk}")
        found.may(w.staff["alderman"], key)
        content = found.content(w.staff["alderman"], key, {})
    shown = [text for one in content.tables() for _line, _whole, cells in one.shown() for _column, text, _url in cells]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.document(content))).pages)
    assert SMALL in text
    text = re.sub(rf"{re.escape(w.chain.name)}|{WHEN}", "", text)
    assert not {"12", "3"} & set(re.findall(r"(?<![\d.,-])\d+(?![\d.,-])", text)) - _numbers(shown)
    book = zipfile.ZipFile(io.BytesIO(sheets.workbook(content)))
    strings = book.read("xl/sharedStrings.xml").decode()
    assert "&lt;5" in strings


def _numbers(shown):
    return {number for text in shown for number in re.findall(r"\d+", text)} | {"1", "2", "3"}  # pages, and rules


def test_a_file_of_another_municipality_is_not_made(w, published):
    with acting_as(w.acting("policy"), "test"):
        other = OutsideReport.objects.get(municipality=w.maastricht).pk
        exact = Report.objects.get().pk
    with acting_as(w.acting("alderman"), "test"):
        for what in (f"outside:{other}", f"report:{exact}"):
            with pytest.raises(Http404):
                files.ask(w.staff["alderman"], what, {}, "pdf")
        with pytest.raises(PermissionDenied):
            files.ask(w.staff["alderman"], "section:targets", {}, "pdf")
