"""The list's columns and orders: what each shows of whom, in one question more, and what is logged of it; as a file too."""

import datetime as dt
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chain.days import today
from clients import bsn
from clients.models import Look
from tests.conftest import role
from tests.factories import (
    AppointmentFactory,
    BenefitPeriodFactory,
    ClientFactory,
    ContactFactory,
    NoteFactory,
    OccupationFactory,
    PlanFactory,
    PlanGoalFactory,
    ReferralFactory,
    StepFactory,
    TargetOccupationFactory,
    WorkProfileFactory,
    days_ago,
)

URL = "/clienten/"
EXPORT = "/clienten/lijst.xlsx"
AROUND = ("SAVEPOINT", "RELEASE", "select set_config")


@pytest.fixture
def known(w):
    """Of one person something in every column."""
    with role("snoer_owner"):
        client = w["both"]
        NoteFactory(client=client, membership=w.staff["consultant"], on=days_ago(9), kind="phone")
        NoteFactory(client=client, membership=w.staff["consultant"], on=days_ago(2), kind="no-show")
        AppointmentFactory(client=client, partner=w.partners["szmh"], user=w.staff["consultant"].user,
                           on=today() + dt.timedelta(3), time=dt.time(9, 30))  # fmt: skip
        ContactFactory(client=client, phone="043 555 01 23")
        BenefitPeriodFactory(client=client, scheme="participatiewet", started_on=dt.date(2024, 3, 1))
        plan = PlanFactory(client=client, evaluate_on=days_ago(5))
        PlanGoalFactory(plan=plan)
        PlanGoalFactory(plan=plan, status="reached")
        WorkProfileFactory(client=client, hours_min=16, hours_max=24)
        TargetOccupationFactory(client=client, occupation=OccupationFactory(name="Fietsenmaker"))
    return w


def page(browser, **query):
    answer = browser.get(URL, query)
    assert answer.status_code == 200
    return answer


def cells(answer, name="both"):
    row = next(row for row in answer.context["found"].rows if row["last_name"] == name)
    return {str(head): (text, cell.small, cell.warn) for head, text, cell in row["cells"]}


ALL = ["basis", "stappen", "plan", "contact", "uitkering", "werk"]


def test_a_consultant_chooses_columns_and_the_address_says_which(known, signed_in):
    answer = page(signed_in("consultant"), kolommen=ALL)
    told = cells(answer)
    assert told["Laatste contact"][1] == "telefonisch contact"  # a no-show is none
    assert told["Volgende afspraak"][1] == "09:30, Consultant"
    assert told["Telefoon"][0] == "043 555 01 23"
    assert told["Uitkering"][0].startswith("Participatiewet")
    assert told["Open doelen"][0] == "1"
    assert told["Evaluatie"][2] == "voorbij"
    assert told["Wil werken als"][0] == "Fietsenmaker"
    assert told["Uren per week"][0] == "16–24"
    assert "kolommen=uitkering" in answer.context["by_name"]
    assert cells(page(signed_in("consultant"))) == {}


def test_nobody_chooses_columns_of_what_they_do_not_read(known, signed_in):
    told = cells(page(signed_in("trainer"), kolommen=ALL))
    assert "Uitkering" not in told
    assert told["Telefoon"][0] == "043 555 01 23"  # by a step of Annex: the whole file
    told = cells(page(signed_in("manager"), kolommen=ALL))
    assert set(told) == {"Plan", "Open doelen", "Evaluatie"}
    assert cells(page(signed_in("privacy"), kolommen=ALL)) == {}


def test_what_the_involvement_does_not_show_stands_not_in_its_column(w, signed_in):
    """A referral shows the plan, and what was shared with it."""
    with role("snoer_owner"):
        ContactFactory(client=w["unknown"], phone="043 555 09 99")
        PlanFactory(client=w["unknown"])
        ReferralFactory(
            client=w["unknown"], partner=w.partners["annex"], asked_by=w.partners["szmh"], shared=["profile"]
        )
    told = cells(page(signed_in("trainer"), kolommen=ALL), "unknown")
    assert told["Plan"][0] == "Plan van aanpak"
    assert told["Telefoon"][0] == ""


def test_without_any_group_who_where_and_whose_stays(known, signed_in):
    answer = page(signed_in("consultant"), kolommen="basis")
    assert cells(answer) == {}
    assert answer.context["plan"] is False
    assert "kolommen=basis" in answer.context["by_date"]


def test_more_than_steps_is_a_look_of_each_on_the_page(known, signed_in):
    def looks():
        with role("snoer_owner"):
            return list(Look.objects.filter(client=known["both"]).values_list("parts", flat=True))

    page(signed_in("consultant"))
    assert looks() == []
    page(signed_in("consultant"), kolommen=["basis", "uitkering"])
    assert looks() == [["benefit"]]


@pytest.mark.parametrize("group", ["plan", "contact", "uitkering", "werk"])
def test_each_group_is_one_question_and_its_look(known, signed_in, group):
    browser, counts = signed_in("consultant"), []
    browser.get(URL)
    for chosen in (["basis"], ["basis", group]):
        with CaptureQueriesContext(connection) as asked:
            browser.get(URL, {"kolommen": chosen})
        counts.append(len([each for each in asked if not each["sql"].startswith(AROUND)]))
    assert counts[1] <= counts[0] + 2


# orders


def test_the_longest_without_contact_or_step_come_first_for_one_consultant(w, signed_in):
    with role("snoer_owner"):
        lead = w.staff["consultant"].user
        for name, days in (("aa", 3), ("bb", 90), ("cc", 40)):
            client = ClientFactory(chain=w.chain, last_name=name, lives=w.vaals, lead=lead)
            NoteFactory(client=client, membership=w.staff["consultant"], on=days_ago(days))
            if name != "aa":
                StepFactory(client=client, partner=w.partners["mtb"], instrument=w.instrument, status="done",
                            started_on=days_ago(200), ended_on=days_ago(days))  # fmt: skip
        StepFactory(client=ClientFactory(chain=w.chain, last_name="dd", lives=w.vaals, lead=lead),
                    partner=w.partners["mtb"], instrument=w.instrument)  # fmt: skip
    browser = signed_in("consultant")

    def order(**query):
        return [row["last_name"] for row in page(browser, consulent="mijn", **query).context["found"].rows]

    assert order(sorteer="contact") == ["dd", "bb", "cc", "aa"]  # nobody spoke to dd since the registration
    assert order(sorteer="stap") == ["aa", "bb", "cc", "dd"]  # aa never had one, dd is in one


def test_of_everybody_that_order_is_not_there_and_the_page_says_so(w, signed_in):
    answer = page(signed_in("consultant"), sorteer="contact")
    assert answer.context["asked"].order == "naam"
    assert "Kies bij Regie wie" in answer.content.decode()


def test_who_does_not_read_notes_does_not_order_by_them(w, signed_in):
    assert "contact" not in page(signed_in("manager"), sorteer="contact").context["sorts"]


@pytest.mark.parametrize("order", ["contact", "stap", "oud"])
def test_pages_of_these_orders_hold_everybody_once(w, signed_in, monkeypatch, order):
    monkeypatch.setattr("clients.listing.PAGE", 3)
    with role("snoer_owner"):
        for number in range(8):
            client = ClientFactory(chain=w.chain, number=f"M{number}", lives=w.vaals, lead=w.staff["consultant"].user)
            if number % 2:
                NoteFactory(client=client, membership=w.staff["consultant"], on=days_ago(number // 4))
    browser, url, found = signed_in("consultant"), f"{URL}?consulent=mijn&sorteer={order}", []
    while url:
        answer = browser.get(url)
        found += [row["number"] for row in answer.context["found"].rows]
        url = answer.context["next_url"]
    assert sorted(found) == [f"M{number}" for number in range(8)]


# as a file


def sheets(answer):
    """The text of the workbook's parts."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}


def test_the_file_holds_the_same_people_and_columns_and_no_bsn(known, signed_in):
    answer = signed_in("consultant").get(EXPORT, {"kolommen": ALL, "q": "both"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert f"inwoners-{today().isoformat()}.xlsx" in answer.headers["Content-Disposition"]
    text = sheets(answer)["xl/sharedStrings.xml"]
    for said in ("both, Anna", "Participatiewet", "Fietsenmaker", "043 555 01 23", "Let op"):
        assert said in text, said
    assert "unknown" not in text
    with role("snoer_owner"):
        assert bsn.decrypt(known["both"].identity.bsn_cipher) not in "".join(sheets(answer).values())


def test_each_person_in_the_file_is_a_look(known, signed_in):
    signed_in("consultant").get(EXPORT, {"kolommen": ["basis", "uitkering"]})
    with role("snoer_owner"):
        assert set(Look.objects.values_list("client__last_name", flat=True)) >= {"both", "unknown", "moved"}
        assert Look.objects.filter(client=known["both"], parts=["benefit", "client"]).exists()


@pytest.mark.parametrize(("name", "may"), [("consultant", 200), ("trainer", 200), ("manager", 200), ("privacy", 403),
                                           ("archivist", 403), ("policy", 403), ("coordinator", 403)])  # fmt: skip
def test_who_takes_the_list_along(w, signed_in, name, may):
    assert signed_in(name).get(EXPORT).status_code == may


def test_a_trainer_takes_along_whom_the_partner_sees(w, signed_in):
    text = sheets(signed_in("trainer").get(EXPORT))["xl/sharedStrings.xml"]
    assert "step, Anna" in text
    assert "unknown" not in text


@pytest.mark.parametrize(
    "name", ["=1+1", "+31", "-2", "@SUM(A1)", "=HYPERLINK(&quot;http://x&quot;)", "http://kwaad.example"]
)
def test_what_somebody_typed_is_no_formula_and_no_link(w, signed_in, name):
    with role("snoer_owner"):
        ClientFactory(chain=w.chain, last_name=name, first_name=name, lives=w.vaals)
    parts = sheets(signed_in("consultant").get(EXPORT, {"gemeente": "GM0981"}))
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert name.replace("&quot;", '"')[:4] in parts["xl/sharedStrings.xml"].replace("&quot;", '"')


def test_of_too_many_the_file_says_that_it_holds_the_first(w, signed_in, monkeypatch):
    monkeypatch.setattr("clients.list_export.MOST", 3)
    text = sheets(signed_in("consultant").get(EXPORT))["xl/sharedStrings.xml"]
    assert "De eerste 3. Er zijn er meer" in text


def test_a_bsn_gets_no_file(w, signed_in):
    answer = signed_in("consultant").get(EXPORT, {"q": "900000004"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == URL


def test_the_page_leads_to_the_file_with_its_filters(w, signed_in):
    consultant = signed_in("consultant")
    assert page(consultant, gemeente="GM0935").context["export_url"] == f"{EXPORT}?gemeente=GM0935"
    assert page(signed_in("privacy")).context["export_url"] == ""
