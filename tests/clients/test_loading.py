"""People out of a file: read in whatever way a program wrote it, looked at first, loaded as ticked, and the rest given back."""

import contextlib
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chain.acting import NOBODY, acting_as
from chain.models import Mapping, Upload
from clients import loading
from clients.loading_clients import KIND
from clients.loading_files import REASON, forget, read
from clients.models import Client, Event, Look
from tests.attacks import sql
from tests.factories import ContactFactory, IdentityFactory, a_bsn, days_ago

pytestmark = pytest.mark.django_db
HEAD = "BSN;Voornaam;Achternaam;Geboortedatum;Gemeente;Telefoon"


def line(place: int, last: str, phone: str = "") -> str:
    return f"{a_bsn(place)};Test;{last};03-02-1985;Maastricht;{phone}"


@pytest.fixture
def send(signed_in):
    """Sends a file in as somebody; gives the browser and the answer, which is the page of columns."""

    def go(*lines, by="consultant", kind="clients", encoding="utf-8", browser=None):
        browser = browser or signed_in(by)
        file = SimpleUploadedFile("namen van mensen.csv", "\r\n".join(lines).encode(encoding))
        return browser, browser.post(f"/inlezen/{kind}/", {"file": file}, follow=True)

    return go


def preview(browser, answer):
    """The columns as they were guessed, accepted; gives the address and the page of what would happen."""
    address = answer.request["PATH_INFO"].removesuffix("kolommen/")
    form = answer.context["form"]
    browser.post(f"{address}kolommen/", {f"c{place}": key for place, key in form_columns(form).items()})
    return address, browser.get(address)


def form_columns(form):
    return {name[1:]: form.initial.get(name, "") for name in form.fields}


def load(browser, address, page, **ticked):
    return browser.post(address, {"gezien": page.context["seen"], "once": page.context["once"], **ticked}, follow=True)


def found(page) -> dict[str, int]:
    return {group["key"]: group["number"] for group in page.context["groups"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_file_is_read_as_programs_write_it(encoding, delimiter):
    rows = [["Naam", "Straat"], ['"José ""Pé"" Müller"', '"Dorp\r\n1"'], ["'=1+1", "x"]]
    table = read("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert table.header == ["Naam", "Straat"]
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ['José "Pé" Müller', "Dorp\r\n1"]),
        (4, ["=1+1", "x"]),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"PK\x03\x04xx", "Excel"), (b"a;b\n\x00;1", "geen CSV"), (b"a;b\n", "geen enkele"), (b"a;a\n1;2", "twee keer"),
     (b"123456782;Jansen\n1;2", "namen van de kolommen"), (b'a;b\n"1;2', "aanhalingstekens"),
     (b"a;b\n" + b"1;2\n" * 2001, "meer dan 2000"), (b"a" * 4_000_001, "te groot")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(content, said):
    with translation.override("nl"), pytest.raises(ValidationError) as error:
        read(content)
    assert said in str(error.value)


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_breaks_the_reading(content):
    with contextlib.suppress(ValidationError):
        read(content)


def test_from_file_to_people_on_record(w, send, trusted):
    browser, answer = send(
        HEAD, line(700, "Nieuwenhuis", "06 11111111"), line(701, "Zeer"), "x;;Fout;32-13-1985;Maastricht;"
    )
    assert form_columns(answer.context["form"]) == dict(
        zip("012345", ["bsn", "first_name", "last_name", "birth_date", "municipality", "phone"], strict=True)
    )
    with trusted():
        before = Client.objects.count()
        (upload,) = Upload.objects.all()
        assert a_bsn(700).encode() not in bytes(upload.cipher) and upload.name == "clients.csv"
    address, page = preview(browser, answer)
    assert found(page) == {"new": 2, "fault": 1}
    assert a_bsn(700) not in page.content.decode() and a_bsn(700) not in answer.content.decode()
    with trusted():
        assert Client.objects.count() == before  # a preview writes nothing
        assert Mapping.objects.get(partner=w.partners["szmh"]).columns["bsn"] == "bsn"
    done = load(browser, address, page, laden="new")
    assert done.context["done"] == {"new": 2, "changed": 0, "same": 0, "left": 1}
    again = load(browser, address, page, laden="new")
    assert again.redirect_chain == done.redirect_chain
    with trusted():
        new = Client.objects.get(last_name="Nieuwenhuis")
        assert (Client.objects.count(), new.contact.phone, new.home, new.source) == (
            before + 2, "06 11111111", w.maastricht, "import",
        )  # fmt: skip
        assert (new.lead, new.team.get().is_lead) == (w.staff["consultant"].user, True)
        assert Event.objects.filter(client=new, act="registered").count() == 1
        assert a_bsn(700) not in str(sql("select mapping::text, name from chain_upload"))
    errors = b"".join(browser.get(f"{address}niet-geladen.csv")).decode("utf-8-sig").splitlines()
    assert errors[0] == f"{HEAD};{REASON}"
    assert errors[1].startswith("x;;Fout;") and "BSN" in errors[1]
    # corrected, it can be loaded again: the column with the reason is passed over
    browser, answer = send(f"{HEAD};{REASON}", line(703, "Goed") + ";een reden", browser=browser)
    assert found(preview(browser, answer)[1]) == {"new": 1}


def test_who_is_known_changes_as_ticked_and_whoever_may_be_another_is_a_conflict(w, send, trusted):
    with trusted():
        for name in ("step", "unknown", "closed"):
            person = w[name]
            person.identity.birth_date = "1985-02-03"
            person.identity.save()
            ContactFactory(client=person, phone="") if not hasattr(person, "contact") else None
        places = {name: list(w.clients).index(name) for name in ("step", "unknown", "closed")}
    first = w["step"].first_name
    rows = [
        f"{a_bsn(places['step'])};{first};step;03-02-1985;Maastricht;06 99999999",
        f"{a_bsn(places['unknown'])};{first};Andersnaam;03-02-1985;Maastricht;",
        f"{a_bsn(places['closed'])};{first};closed;03-02-1985;Maastricht;",
        f"{a_bsn(710)};{first};unknown;03-02-1985;Maastricht;",
        line(711, "Dubbel"), line(711, "Dubbel"),
    ]  # fmt: skip
    browser, answer = send(HEAD, *rows)
    address, page = preview(browser, answer)
    assert found(page) == {"new": 1, "changed": 1, "conflict": 3, "fault": 1}
    (changed,) = next(group for group in page.context["groups"] if group["key"] == "changed")["lines"]
    assert [(change.label, change.then) for change in changed.changes] == [("telefoon", "06 99999999")]
    reasons = {
        each.number: each.reasons[0] for group in page.context["groups"] for each in group["lines"] if each.reasons
    }
    assert "Andersnaam" in reasons[3] and w["closed"].number in reasons[4] and w["unknown"].number in reasons[5]
    assert load(browser, address, page).status_code == 422  # nothing ticked
    assert load(browser, address, page, regel="2").context["done"]["changed"] == 1
    with trusted():
        assert w["step"].contact.__class__.objects.get(client=w["step"]).phone == "06 99999999"
        assert Look.objects.filter(client=w["step"], parts__contains=["contact"]).exists()


def test_a_bsn_is_loaded_as_a_bsn_and_as_nothing_else(w, send, trusted):
    own, other = line(710, "Eigen", a_bsn(710)), line(711, "Ander", "06 11111111")
    alike, many = line(712, "Goed", a_bsn(5)), [line(713 + n, f"G{n}", "043 3500000") for n in range(9)]
    browser, answer = send(HEAD, own, other, alike, *many)
    # one in eleven looks like it, without the zero at its beginning
    assert found(preview(browser, answer)[1]) == {"new": 11, "fault": 1}
    head, rest = "Nummer;Voornaam;Achternaam;Geboortedatum;Gemeente;Huisnummer;Telefoon", "03-02-1985;Maastricht"
    for wrong in (f"{a_bsn(5)};A;B;{rest};1;", f";{a_bsn(5)};B;{rest};1;", f";A;{a_bsn(5)};{rest};1;",
                  f";A;B;{rest};{a_bsn(5)};", f";A;B;{rest};1;{a_bsn(5)}"):  # fmt: skip
        browser, answer = send(head, wrong)
        assert found(preview(browser, answer)[1]) == {"fault": 1}, wrong


def test_what_changed_since_it_was_seen_is_shown_again(w, send, trusted):
    browser, answer = send(HEAD, line(720, "Laat"))
    address, page = preview(browser, answer)
    with trusted():
        IdentityFactory(client=Client.objects.create(
            chain=w.chain, number="K-9", last_name="Eerder", first_name="X", source="self", registered_on=days_ago(1)),
            bsn=a_bsn(720), birth_date="1985-02-03")  # fmt: skip
    late = load(browser, address, page, laden="new")
    assert late.status_code == 422 and found(late) == {"conflict": 1}


def test_who_may_not_load_and_whose_file_it_is(w, send, signed_in, trusted):
    for name in ("trainer", "annex_consultant", "manager", "admin", "privacy"):
        assert signed_in(name).get("/inlezen/clients/").status_code == 403
    assert signed_in("adviser").get("/inlezen/clients/").status_code == 403
    assert signed_in("lead").get("/inlezen/niets/").status_code == 404
    _browser, answer = send(HEAD, line(730, "Eigen"))
    address = answer.request["PATH_INFO"].removesuffix("kolommen/")
    for name in ("lead", "stranger"):
        other = signed_in(name).get(address, follow=True)
        assert other.request["PATH_INFO"] == "/inlezen/" and "Eigen" not in other.content.decode()


def test_after_an_hour_the_file_is_gone(w, send, trusted):
    browser, answer = send(HEAD, line(740, "Oud"))
    address, page = preview(browser, answer)
    with trusted():
        sql("update chain_upload set made_at = now() - interval '61 minutes'")
    assert load(browser, address, page, laden="new").request["PATH_INFO"] == "/inlezen/"
    with acting_as(NOBODY):
        assert forget() == 1
    with trusted():
        assert not Upload.objects.exists() and not Client.objects.filter(last_name="Oud").exists()


def test_two_thousand_lines_are_loaded_in_few_queries(w, trusted):
    membership = w.staff["consultant"]

    def run(first: int, many: int) -> int:
        rows = [
            f"{a_bsn(first + n)};Test;Naam{first + n};{1 + n % 28:02}-{1 + n % 12:02}-{1940 + first // 100 + n % 40};Vaals;"
            for n in range(many)
        ]
        table = read("\n".join([HEAD, *rows]).encode())
        columns = loading.guess(KIND, membership, table.header)
        seen = loading.digest(loading.judge(KIND, membership, table, columns))
        with CaptureQueriesContext(connection) as asked:
            done = loading.carry_out(KIND, membership, table, columns, seen, ["new"])
        assert done and done[0]["new"] == many, done and list(done[2].items())[:3]
        return len(asked)

    with acting_as(membership.pk), translation.override("nl"):
        few = run(1000, 20)
        begun = time.monotonic()
        many = run(3000, 2000)
        took = time.monotonic() - begun
    assert many <= few + 40, (few, many)  # in chunks
    assert took < 60
