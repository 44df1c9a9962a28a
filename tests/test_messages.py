"""The English texts: each Dutch text of the source has one, it says the same things, and pages show no Dutch beside it."""

import ast
import datetime as dt
import gettext
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.test import Client as Browser
from django.utils.translation import override
from django.utils.translation.template import templatize

from chain.management.commands.makemessages import NAMES
from clients.timeline import told
from reporting.models import Programme
from tests.world import World, world

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "locale" / "en" / "LC_MESSAGES"
APPS = ("chain", "clients", "diagnosis", "placement", "development", "reporting")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z%]|</?\w+>")

# What the source says, as `make messages` would find it: with its context, as gettext keeps them together.

CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", *NAMES}
IN_TEMPLATES = re.compile(
    r"""\b(?:n?(p?)gettext|_)\(\s*u?(?P<first>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""(?:,\s*u?(?P<second>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))?"""
)


def of_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = node.args[0]
        if name in CALLS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def of_template(source: str) -> Iterator[str]:
    for call in IN_TEMPLATES.finditer(templatize(source)):
        first = ast.literal_eval(call["first"])
        yield f"{first}\x04{ast.literal_eval(call['second'])}" if call[1] else first


def in_source() -> dict[str, str]:
    """Every text, and a file that says it."""
    found: dict[str, str] = {}
    for path in [path for app in APPS for path in (ROOT / app).rglob("*.py")]:
        found |= dict.fromkeys(of_python(path.read_text()), str(path.relative_to(ROOT)))
    for path in [path for kind in ("*.html", "*.svg", "*.txt") for path in (ROOT / "templates").rglob(kind)]:
        found |= dict.fromkeys(of_template(path.read_text()), str(path.relative_to(ROOT)))
    return found


# What the translation says.


class Message(NamedTuple):
    """A message of the .po file; `key` is its text, after its context if it has one."""

    key: str
    source: list[str]  # the text, and its plural if it has one
    english: list[str]
    flags: str


def read(po: str) -> list[Message]:
    """The messages of a .po file, without its header."""
    messages = []
    for block in re.split(r"\n\s*\n", po):
        fields: dict[str, str] = {}
        name = flags = ""
        for line in block.splitlines():
            if line.startswith("#"):
                flags += line[2:] if line.startswith("#,") else ""
            elif found := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
                name = found[1]
                fields[name] = ast.literal_eval(found[2])
            elif line:
                fields[name] += ast.literal_eval(line)
        if not fields.get("msgid"):
            continue
        context = f"{fields['msgctxt']}\x04" if "msgctxt" in fields else ""
        messages.append(
            Message(
                context + fields["msgid"],
                [fields[name] for name in ("msgid", "msgid_plural") if name in fields],
                [text for name, text in fields.items() if name.startswith("msgstr")],
                flags,
            )
        )
    return messages


PO = (FOLDER / "django.po").read_text()
MESSAGES = read(PO)
REMEDY = "run `make messages` and translate what is new in locale/en"


def test_every_text_of_the_source_has_its_english():
    source = in_source()
    assert len(source) > 1000
    known = {message.key for message in MESSAGES}
    assert {text: where for text, where in source.items() if text not in known} == {}, REMEDY


def test_what_django_has_in_english_alone_is_dutch_on_a_dutch_page():
    with override("nl"):
        assert str(BLANK_CHOICE_LABEL) == "Kies"
        assert MinimumLengthValidator(12).get_error_message().startswith("Dit wachtwoord is te kort.")
    with override("en"):
        assert str(BLANK_CHOICE_LABEL) == "- Select an option -"


def test_no_message_is_empty_guessed_or_of_a_text_that_is_gone():
    assert [m.key for m in MESSAGES if not all(text.strip() for text in m.english) or "fuzzy" in m.flags] == [], REMEDY
    assert "\n#~" not in PO, "take out what is commented out"


def test_a_translation_fills_in_what_the_source_fills_in():
    for message in MESSAGES:
        assert len(message.english) == len(message.source), message.key
        for number, english in enumerate(message.english):
            wanted = sorted(PLACEHOLDER.findall(message.source[number]))
            assert sorted(PLACEHOLDER.findall(english)) == wanted, message.key


def test_a_translation_ends_as_its_source_ends():
    for message in MESSAGES:
        for source, english in zip(message.source, message.english, strict=True):
            assert re.search(r"[.:?…\s]*$", english)[0] == re.search(r"[.:?…\s]*$", source)[0], message.key


def test_what_runs_is_what_was_translated():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    written = {}
    for message in MESSAGES:
        if len(message.source) == 1:
            written[message.key] = message.english[0]
        else:
            written |= {(message.key, number): text for number, text in enumerate(message.english)}
    assert {key: text for key, text in compiled.items() if key} == written, REMEDY


# What people see.

WORDS = """
    aan aanmelden aantal alle alleen bij dag datum deze dit doel een eerst eerste er gemeente geen gepland het hij iemand
    inwoner inwoners jaar kies kunt laatste loopt maar naam naar niemand niet niets nieuwe nog nu ook op opslaan persoon
    regie sinds staat stap stappen tot uit uitkering uw van vanaf volgende voor waarom wat werk werkgever wordt zoek"""
DUTCH = set(WORDS.split())
SPOKEN = {"aria-label", "placeholder", "title", "alt"}


class Words(HTMLParser):
    """What a page says: its text and what stands in for text, without what is in another language than the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.language = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self.language = values.get("lang", "en") if tag != "html" else "en"
        self.said += [value for name, value in values.items() if name in SPOKEN]

    def handle_endtag(self, tag: str) -> None:
        self.language = "en"

    def handle_data(self, data: str) -> None:
        if self.language == "en":
            self.said.append(data)


def dutch(page: str) -> list[str]:
    """The texts of a page that have a Dutch word in them."""
    return [text.strip() for text in Words(page).said if DUTCH & set(re.findall(r"[a-zé]+", text.lower()))]


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        Programme.objects.create(
            chain=w.chain, key="intensivering", name="Intensivering", started_on=dt.date(2018, 1, 1),
            ended_on=dt.date(2021, 12, 31), counted_schemes=["participatiewet"],
        )  # fmt: skip
    return w


@pytest.fixture
def page(w) -> Callable[[str, str], str]:
    """The page at an address as somebody (or nobody) of the world reads it in English."""

    def read(user: str, path: str) -> str:
        browser = Browser(headers={"accept-language": "en-GB,en;q=0.8,nl;q=0.5"})
        if user:
            browser.force_login(w.staff[user].user, backend=BACKEND)
        answer = browser.get(path)
        assert answer.status_code == 200
        assert answer["Content-Language"] == "en"
        return answer.content.decode()

    return read


@pytest.mark.parametrize(
    ("user", "path", "says"),
    [
        ("", "/aanmelden/", "Sign in to Snoer"),
        ("consultant", "/mijn-dag/", "To do now"),
        ("consultant", "/clienten/", "Residents"),
        ("consultant", "/clienten/nieuw/", "Date of birth"),
        ("trainer", "/lopend/", "What is running?"),
        ("trainer", "/palet/", "What the chain can do"),
        ("adviser", "/werkgevers/", "Employers"),
        ("consultant", "/doelen/intensivering/", "Left benefit since 2018"),
        ("consultant", "/doelen/regels/", "How we count"),
    ],
)
def test_an_english_page_has_no_dutch_on_it(page, user, path, says):
    english = page(user, path)
    assert '<html lang="en">' in english
    assert says in english
    assert dutch(english) == []


def test_a_record_is_english_in_all_its_parts(page, w):
    for name in ("step", "planned", "placement", "moved"):
        address = f"/clienten/{w[name].number}/"
        for path in ("", "gegevens/", "logboek/", "intake/", "stappen/nieuw/", "plaatsing/"):
            assert dutch(page("consultant", address + path)) == [], path


def test_what_happened_is_told_in_the_language_of_who_reads():
    params = {"effect": "Geheel", "reason": "werk", "step": "Jobcoaching", "text": "werk"}
    event = {"act": "benefit-proposed", "on": dt.date(2026, 11, 23), "params": params}
    with override("en"):
        assert told(event)[:2] == ("Proposal for the benefit", "Full, from 23 Nov 2026. SZMH confirms.")
        # What somebody wrote, and the names of instruments, stay as they are.
        assert told({**event, "act": "step-observed"})[1] == "Jobcoaching: werk"
    with override("nl"):
        assert told(event)[1] == "Geheel, vanaf 23 nov 2026. SZMH bevestigt."
