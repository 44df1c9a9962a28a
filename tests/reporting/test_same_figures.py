"""The same figure on the page, on paper, in a workbook and in CSV: every section, every table, every cell."""

import csv
import io
import re
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import parse_qsl

import pypdf
import pytest
from django.conf import global_settings
from django.test import Client as Browser
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from chain.acting import acting_as
from chain.models import Membership
from reporting import files, sheets
from reporting.demo.load import load
from reporting.models import ReportFile, Tally
from reporting.scope import sections
from tests.conftest import role
from tests.factories import ProgrammeFactory
from tests.sheets import read
from tests.world import STAFF, world

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Section -> its page: name of the address, and what it takes.
PROGRAMME = ["intensivering-2018"]
PAGES = {
    "targets": ("dashboard", PROGRAMME), "changes": ("as_it_was", PROGRAMME), "flow": ("flow", []), "paths": ("paths", []),
    "waiting": ("waiting", []), "contributions": ("contributions", []), "caseload": ("analysis", []),
    "returns": ("returns", []), "quality": ("quality", []),
}  # fmt: skip
ASKED = {
    "targets": {"op": "30-09-2020", "gemeente": "GM0935"}, "changes": {"op": "30-09-2020"},
    "flow": {"van": "01-01-2026", "gemeente": "GM0935"}, "caseload": {"rij": "age", "kolom": "ladder"},
}  # fmt: skip
# What stands on a page alone: names of colleagues go into no file.
ON_THE_PAGE = {"Bij wie de regie heeft"}


class Page(HTMLParser):
    """The tables of figures of a page: caption -> lines of texts; and what its forms for files post."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.forms: list[dict[str, str]] = []
        self.inside = self.form = False
        self.caption, self.cell, self.hidden = "", None, 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag == "table" and "figures-table" in (names.get("class") or ""):
            self.inside, self.caption, self.rows = True, "", []
        elif tag == "form":
            self.form = "downloads" in (names.get("class") or "")
            self.forms += [{}] if self.form else []
        elif tag == "input" and self.form:
            self.forms[-1][names["name"]] = names.get("value") or ""
        elif self.inside and tag == "tr":
            self.rows.append([])
        elif self.inside and tag in ("th", "td", "caption"):
            self.cell = ""
        elif tag in ("button", "span") and self.cell is not None:
            self.hidden += 1

    def handle_endtag(self, tag):
        if tag == "table" and self.inside:
            self.inside, self.tables[self.caption] = False, self.rows
        elif self.inside and tag == "caption":
            self.caption, self.cell = " ".join((self.cell or "").split()), None
        elif self.inside and tag in ("th", "td"):
            self.rows[-1].append(" ".join((self.cell or "").split()))
            self.cell = None
        elif tag in ("button", "span") and self.cell is not None:
            self.hidden -= 1

    def handle_data(self, data):
        if self.cell is not None and not self.hidden:
            self.cell += data


def plain(text: str) -> str:
    return " ".join(text.split())


def as_page(table) -> list[list[str]]:
    """The table as the page prints it."""
    head = [plain(table.head), *(plain(column.name) for column in table.columns)]
    return [head] + [
        [plain(line.name), *(plain(text) for _column, text, _url in shown)] for line, _whole, shown in table.shown()
    ]


def as_sheet(table) -> list[list[object]]:
    """The table as a workbook has it: numbers, and per cents as parts of one."""
    lines: list[list[object]] = [[table.head, *(column.name for column in table.columns)]]
    for line in table.every_line():
        found: list[object] = [line.name]
        for column, value in zip(table.columns, line.cells, strict=True):
            number = sheets.exact(value, column.kind)
            if isinstance(number, int | Decimal):
                number = Decimal(number) / 100 if column.kind == "percent" else Decimal(number)
            found.append(number)
        lines.append(found)
    return lines


def as_lines(table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheets.as_csv(table).decode("utf-8-sig")), delimiter=";"))


def squeezed(text: str) -> str:
    """Without what typesetting adds: spaces, the hyphens of words that go on, dots that lead to a page."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


@pytest.fixture
def demo(transactional_db):
    with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):
        load(lambda line: None, (4, 6, 6))
    with role("snoer_owner"):
        return Membership.objects.select_related("user", "chain", "partner").get(user__username="hanna")


def of(user) -> Browser:
    browser = Browser()
    browser.force_login(user, backend=BACKEND)
    return browser


@pytest.mark.slow
def test_the_same_figure_everywhere(demo, monkeypatch):
    monkeypatch.setattr(files, "send", lambda *told: None)
    assert set(sections()) == set(PAGES), "a section without its page"
    browser, wrong = of(demo.user), []
    for key, section in sections().items():
        name, values = PAGES[key]
        answer = browser.get(reverse(name, args=values), ASKED.get(key, {}))
        page = Page(answer.content.decode())
        forms = [form for form in page.forms if form["wat"] == f"section:{key}"]
        if answer.status_code != 200 or not forms or not page.tables:
            wrong.append((key, answer.status_code, len(forms), list(page.tables)))
            continue
        asked = dict(parse_qsl(forms[0]["vraag"]))
        with acting_as(demo.pk):
            content = files.SOURCES["section"].content(demo, key, asked)
            known = {plain(table.title): table for table in content.tables()}
            wrong += [(key, "not in the file", title) for title in set(page.tables) - set(known) - ON_THE_PAGE]
            wrong += [(key, "differs", title, *pair) for title, rows in page.tables.items() if title in known
                      for pair in zip(rows, as_page(known[title]), strict=False) if pair[0] != pair[1]]  # fmt: skip
            wrong += [(key, "lines", title) for title, rows in page.tables.items()
                      if title in known and len(rows) != len(as_page(known[title]))]  # fmt: skip
            assert [one.key for one in section.tables(_scope(demo, asked))] == [one.key for one in content.tables()]
        wrong += [(key, *told) for told in _in_files(browser, demo, forms[0], list(content.tables()))]
    assert not wrong, "\n".join(map(str, wrong))


def _scope(membership, asked):
    from reporting.scope import scope_of

    return scope_of(membership, asked)[0]


def _file(browser, membership, form, shape) -> bytes:
    data = {name: value for name, value in form.items() if name not in ("tabel", "csrfmiddlewaretoken")}
    answer = browser.post(reverse("file_new"), data | {"formaat": shape})
    pk = int(re.search(r"/(\d+)/", answer.headers["Location"])[1])
    assert files.carry_out(membership.pk, pk)
    with role("snoer_owner"):
        row = ReportFile.objects.get(pk=pk)
    assert row.status == "done", (form, shape, row.values)
    return bytes(row.content)


def _in_files(browser, membership, form, tables):
    """What differs in the three files."""
    book = read(_file(browser, membership, form, "xlsx"))
    for table, (name, lines) in zip(tables, list(book.items())[: len(tables)], strict=True):
        expected = as_sheet(table)
        rows = [line + [None] * (len(table.columns) + 1 - len(line)) for line in lines[: len(expected)]]
        for found, should in zip(rows, expected, strict=True):
            if [_near(one) for one in found] != [_near(one) for one in should]:
                yield "xlsx", name, found, should
    zipped = _file(browser, membership, form, "csv")
    texts = [zipped]
    if len(tables) > 1:
        with zipfile.ZipFile(io.BytesIO(zipped)) as folder:
            texts = [folder.read(one) for one in folder.namelist() if one.endswith(".csv")]
    for table, text in zip(tables, texts, strict=True):
        if list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";")) != as_lines(table):
            yield "csv", table.title
    paper = pypdf.PdfReader(io.BytesIO(_file(browser, membership, form, "pdf")))
    if b"pdfuaid" not in paper.trailer["/Root"]["/Metadata"].get_data():
        yield "pdf", "is not PDF/UA"
    text = squeezed("".join(page.extract_text() for page in paper.pages))
    for table in tables:
        for line in as_page(table)[1:]:
            if squeezed("".join(line)) not in text:
                yield "pdf", table.title, line


def _near(value):
    """What an empty text and an empty cell are alike in, and no more digits than a workbook keeps."""
    return round(value, 9) if isinstance(value, Decimal) else value or None


def test_who_sees_the_page_gets_its_files_and_nobody_else(trusted, monkeypatch):
    """For one of each function: the page of a section and the file of it are both there, or neither."""
    monkeypatch.setattr(files, "send", lambda *told: None)
    with trusted():
        w = world()
        programme = ProgrammeFactory(chain=w.chain, key=PROGRAMME[0])
        Tally.objects.create(programme=programme, chain=w.chain, counted_at=timezone.now())
    wrong = []
    for name in [*STAFF, "alderman"]:
        browser = of(w.staff[name].user)
        for key in sections():
            page, values = PAGES[key]
            sees = browser.get(reverse(page, args=values)).status_code == 200
            gets = browser.post(reverse("file_new"), {"wat": f"section:{key}", "formaat": "csv"}).status_code == 302
            with trusted():
                ReportFile.objects.all().delete()
            if sees != gets or (gets and name == "alderman"):
                wrong.append((name, key, f"sees {sees}, gets {gets}"))
    assert not wrong, wrong
