"""The plan's pages: to read on one page, to turn to the person, to compare, on paper; and the forms that write it."""

import datetime as dt
import io
import re
import uuid
from html import unescape

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.documents import pdf
from clients import plan_pages, plans, steps
from clients.models import Agreement, Look, Plan, PlanGoal, Step
from tests.conftest import role
from tests.factories import AgreementFactory, MandateFactory, PlanGoalFactory, StatementFactory, days_ago


@pytest.fixture
def w(w, trusted):
    with trusted():
        for code in ("annex", "mtb"):
            MandateFactory(partner=w.partners[code], function="trajectories")
    return w


@pytest.fixture
def plan(w):
    """Of `both`, in which Annex and MTB have a step: a goal with Annex's step under it, two agreements."""
    with acting_as(w.acting("consultant"), "test"):
        plan = plans.start(
            w["both"], words="Ik wil met mijn handen werken.", limits="U meldt zich af als u niet komt.", ladder_start=2,
            on=days_ago(100),
        )  # fmt: skip
        goal = plans.add_goal(plan, "Ik wil leren lassen", options="lassen\ntimmeren", chosen="lassen")
        plans.attach(w.steps["both"], goal)
        plans.add_agreement(plan, "Ik bel als ik niet kom", due_on=days_ago(-5))
        plans.add_agreement(plan, "We regelen schoenen", partner=w.partners["annex"])
    plan.goal = goal
    return plan


def typed(day):
    return day.strftime("%d-%m-%Y")


def url(w, name="plan", *args, who="both"):
    return reverse(name, args=[w[who].number, *args])


def text(answer):
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def now(plan):
    with role("snoer_owner"):
        return Plan.objects.get(pk=plan.pk)


# reading


@pytest.mark.parametrize("who", ["consultant", "trainer", "coach", "manager"])
def test_everybody_with_the_person_reads_one_plan(w, plan, signed_in, who):
    page = text(signed_in(who).get(url(w)))
    for said in ("Ik wil met mijn handen werken.", "Ik wil leren lassen", "Work-rhythm", "We regelen schoenen"):
        assert said in page


def test_who_does_not_see_the_person_finds_no_plan(w, plan, signed_in):
    for name in ("plan", "plan_together", "plan_pdf", "plan_versions"):
        assert signed_in("adviser").get(url(w, name)).status_code == 404


def test_the_page_offers_what_the_reader_may(w, plan, signed_in):
    writing = [url(w, "plan_edit"), url(w, "goal_new"), url(w, "plan_agree"), url(w, "goal_edit", plan.goal.pk)]
    for who, whole, own in (("consultant", True, True), ("trainer", False, True), ("manager", False, False)):
        page = signed_in(who).get(url(w)).content.decode()
        assert [address in page for address in writing] == [whole] * 4, who
        assert (url(w, "agreement_new") in page) is own
        with role("snoer_owner"):
            mine = Agreement.objects.get(partner=w.partners["annex"])
            theirs = Agreement.objects.get(partner=None)
        assert (url(w, "agreement_edit", mine.pk) in page) is own
        assert (url(w, "agreement_edit", theirs.pk) in page) is whole


def test_a_person_without_a_plan_can_begin_one(w, signed_in):
    assert url(w, "plan_new") in signed_in("consultant").get(url(w)).content.decode()
    assert url(w, "plan_new") not in signed_in("trainer").get(url(w)).content.decode()
    assert signed_in("consultant").get(url(w, "plan_together")).status_code == 404


def test_the_page_says_plainly_when_the_plan_changed(w, plan, signed_in):
    browser = signed_in("consultant")
    assert "Concept, nog niet besproken" in text(browser.get(url(w)))
    browser.post(url(w, "plan_agree"), {"how": "said", "says": "Goed.", "on": typed(today())})
    page = text(browser.get(url(w)))
    assert "veranderd" not in page and "“Goed.”" in page
    browser.post(url(w, "goal_new"), {"text": "Ik wil fietsen leren"})
    page = text(browser.get(url(w)))
    assert "Het plan is veranderd sinds het akkoord" in page
    assert "Erbij: Doel “Ik wil fietsen leren”" in page


def test_a_step_without_a_goal_can_be_put_under_one(w, plan, signed_in):
    browser = signed_in("coach")
    step = w.steps["both-mtb"]
    assert url(w, "step_goal", step.pk) in browser.get(url(w)).content.decode()
    answer = browser.post(url(w, "step_goal", step.pk), {"plan_goal": plan.goal.pk})
    assert answer.url == url(w) + f"#goal-{plan.goal.pk}"
    with role("snoer_owner"):
        assert Step.objects.get(pk=step.pk).plan_goal == plan.goal
    assert browser.get(url(w, "step_goal", w.steps["both"].pk)).status_code == 403, "of another partner"


def test_a_step_is_planned_for_a_goal(w, plan, signed_in):
    browser = signed_in("trainer")
    address = url(w, "step_new") + f"?doel={plan.goal.pk}"
    assert f'<option value="{plan.goal.pk}" selected>' in browser.get(address).content.decode()
    fields = {"instrument": w.instrument.pk, "planned_on": typed(today()), "plan_goal": plan.goal.pk}
    answer = browser.post(address, fields)
    assert answer.url == url(w) + f"#goal-{plan.goal.pk}"
    with role("snoer_owner"):
        assert Step.objects.filter(plan_goal=plan.goal, status="planned", partner=w.partners["annex"]).exists()


def test_a_plan_that_ended_stays_to_be_read_and_is_written_no_more(w, plan, signed_in):
    browser = signed_in("consultant")
    answer = browser.post(url(w, "plan_end"), {"reason": "goal", "ladder_end": "4", "on": typed(today())})
    assert answer.url == url(w)
    page = text(browser.get(url(w)))
    assert "Afgesloten op" in page and "Ik wil leren lassen" in page
    assert url(w, "goal_new") not in page and url(w, "plan_new") in page
    for name, args in (("plan_edit", []), ("goal_edit", [plan.goal.pk]), ("plan_agree", []), ("plan_together", [])):
        assert browser.get(url(w, name, *args)).status_code == 404
    with acting_as(w.acting("consultant"), "test"):
        plans.start(w["both"], ladder_start=4)
    assert "Ik wil leren lassen" not in text(browser.get(url(w)))
    assert "Ik wil leren lassen" in text(browser.get(url(w) + f"?plan={plan.pk}"))
    for wrong in ("x", "999999", ""):
        assert browser.get(url(w) + f"?plan={wrong}").status_code == (404 if wrong else 200)


def test_a_page_asks_the_same_however_much_stands_in_the_plan(w, plan, signed_in, trusted):
    browser = signed_in("consultant")

    def asked():
        found = []
        for address in (url(w), url(w, "plan_together"), url(w, "plan_versions")):
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        return found

    with acting_as(w.acting("consultant"), "test"):
        plans.agree(plan, how="said")
    few = asked()
    with trusted():
        for number in range(8):
            PlanGoalFactory(plan=plan, text=f"doel {number}", position=number + 2)
            AgreementFactory(plan=plan, partner=w.partners["mtb"], text=f"afspraak {number}")
    with acting_as(w.acting("consultant"), "test"):
        for goal in PlanGoal.objects.filter(plan=plan):
            steps.plan(w["both"], w.instrument, w.partners["annex"], plan_goal=goal)
    assert asked() == few
    assert few[0] <= 18 and few[1] <= 12


# writing


def test_a_plan_begins(w, signed_in):
    browser = signed_in("consultant")
    fields = {"kind": "perspective", "words": "Ik wil naar buiten.", "ladder_start": "1", "started_on": typed(today())}
    assert browser.post(url(w, "plan_new"), fields | {"ladder_start": ""}).status_code == 422
    answer = browser.post(url(w, "plan_new"), fields)
    assert answer.url == url(w)
    with role("snoer_owner"):
        plan = Plan.objects.get(client=w["both"])
    assert (plan.kind, plan.words, plan.ladder_start, plan.author) == (
        "perspective", "Ik wil naar buiten.", 1, w.staff["consultant"].user,
    )  # fmt: skip
    assert browser.get(url(w, "plan_new")).url == url(w), "there is one already"
    answer = browser.post(url(w, "plan_new"), fields)
    assert answer.status_code == 422 and "loopt al een plan" in text(answer) and "Ik wil naar buiten." in text(answer)


def test_the_same_form_twice_is_one_goal(w, plan, signed_in):
    browser, fields = signed_in("consultant"), {"text": "Ik wil fietsen", "once": str(uuid.uuid4())}
    for _time in range(2):
        assert browser.post(url(w, "goal_new"), fields).status_code == 302
    with role("snoer_owner"):
        assert PlanGoal.objects.filter(plan=plan, text="Ik wil fietsen").count() == 1


def sent(answer):
    """What a form of a row would post, as it came: its fields from the form itself."""
    form = answer.context["form"]
    return {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}


@pytest.mark.parametrize(
    ("name", "field", "mine", "theirs"),
    [
        ("plan_edit", "words", "van mij", "van haar"),
        ("goal_edit", "text", "van mij", "van haar"),
        ("agreement_edit", "text", "van mij", "van haar"),
    ],
)
def test_what_another_saved_meanwhile_is_shown_and_not_overwritten(w, plan, signed_in, name, field, mine, theirs):
    with role("snoer_owner"):
        agreement = Agreement.objects.get(plan=plan, partner=None)
    args = {"plan_edit": [], "goal_edit": [plan.goal.pk], "agreement_edit": [agreement.pk]}[name]
    me, she = signed_in("consultant"), signed_in("lead")
    address = url(w, name, *args)
    fields = sent(me.get(address))
    if fields.get("evaluate_on"):
        fields["evaluate_on"] = typed(fields["evaluate_on"])
    fields["due_on"] = typed(fields["due_on"]) if fields.get("due_on") else ""
    assert she.post(address, fields | {field: theirs}).status_code == 302
    answer = me.post(address, fields | {field: mine})
    assert answer.status_code == 422
    assert "Iemand anders heeft dit intussen gewijzigd" in text(answer)
    assert mine in text(answer) and theirs in text(answer)
    again = fields | {field: mine, "version": answer.context["form"]["version"].value()}
    assert me.post(address, again).status_code == 302
    assert mine in text(me.get(url(w)))


def test_a_partner_makes_agreements_of_its_own(w, plan, signed_in):
    browser = signed_in("trainer")
    assert "De inwoner zelf" not in text(browser.get(url(w, "agreement_new")))
    fields = {"partner": w.partners["annex"].pk, "text": "We halen op", "due_on": typed(today())}
    assert browser.post(url(w, "agreement_new"), fields).url == url(w) + "#agreements"
    for other in (w.partners["mtb"].pk, ""):
        assert browser.post(url(w, "agreement_new"), fields | {"partner": other}).status_code == 422
    with role("snoer_owner"):
        mine = Agreement.objects.get(text="We halen op")
        theirs = Agreement.objects.get(partner=None)
    assert browser.post(url(w, "agreement_settle", mine.pk)).status_code == 302
    assert browser.post(url(w, "agreement_settle", theirs.pk)).status_code == 403
    with role("snoer_owner"):
        assert Agreement.objects.get(pk=mine.pk).kept_on == today()


def test_an_agreement_that_no_longer_holds_leaves_the_plan(w, plan, signed_in):
    browser = signed_in("consultant")
    with role("snoer_owner"):
        one = Agreement.objects.get(partner=None)
    browser.post(url(w, "agreement_settle", one.pk), {"dropped": "1"})
    assert "Ik bel als ik niet kom" not in text(browser.get(url(w)))


@pytest.mark.parametrize(("act", "status"), [("reach", "reached"), ("drop", "dropped")])
def test_a_goal_ends_with_how_it_went(w, plan, signed_in, act, status):
    browser, address = signed_in("consultant"), url(w, "goal_act", plan.goal.pk, act)
    assert browser.post(address, {"result": ""}).status_code == 422
    assert browser.post(address, {"result": "Zo ging het."}).status_code == 302
    with role("snoer_owner"):
        assert PlanGoal.objects.get(pk=plan.goal.pk).status == status
    assert "Zo ging het." in text(browser.get(url(w)))
    answer = browser.post(address, {"result": "Nog eens."})
    assert answer.url == url(w), "somebody was first: say how it is now"
    assert browser.post(url(w, "goal_act", plan.goal.pk, "resume"), {"once": uuid.uuid4()}).status_code == 302


def test_an_unknown_act_is_not_there(w, plan, signed_in):
    assert signed_in("consultant").get(url(w, "goal_act", plan.goal.pk, "win")).status_code == 404


def test_an_evaluation_stands_with_the_plan(w, plan, signed_in):
    browser = signed_in("consultant")
    fields = {"text": "Het lassen gaat goed.", "words": "Ik ben trots.", "ladder": "3", "on": typed(today())}
    assert browser.post(url(w, "plan_evaluate"), fields | {"text": ""}).status_code == 422
    assert browser.post(url(w, "plan_evaluate"), fields).status_code == 302
    page = text(browser.get(url(w)))
    assert "Ik ben trots." in page and "trede 3: georganiseerde activiteiten" in page
    assert now(plan).evaluate_on > today() + dt.timedelta(150)


def test_not_agreeing_needs_their_words(w, plan, signed_in):
    browser = signed_in("consultant")
    fields = {"how": "not", "says": "", "on": typed(today())}
    answer = browser.post(url(w, "plan_agree"), fields)
    assert answer.status_code == 422 and "Schrijf op wat de inwoner ervan vindt" in text(answer)
    assert browser.post(url(w, "plan_agree"), fields | {"says": "Ik wil timmeren."}).status_code == 302
    assert "Besproken, niet akkoord" in text(browser.get(url(w)))


# together


def test_the_screen_that_is_turned_has_their_words_and_no_navigation(w, plan, signed_in):
    browser = signed_in("consultant")
    page = text(browser.get(url(w, "plan_together")))
    for said in (
        "Ik wil met mijn handen werken.",
        "Ik wil leren lassen",
        "dit koos u",
        "timmeren",
        "U doet",
        "Annex doet",
    ):
        assert said in page
    for noise in ("Hoofdmenu", "Kruimelpad", "trede", 'name="q"'):
        assert noise not in page
    assert url(w) in page, "a plain way back"
    assert "Ja, dit is mijn plan" in page
    assert "Ja, dit is mijn plan" not in text(signed_in("trainer").get(url(w, "plan_together")))


def test_agreeing_there_stays_there(w, plan, signed_in):
    browser, address = signed_in("consultant"), url(w, "plan_agree") + "?samen=1"
    assert "Bent u het eens met dit plan?" in text(browser.get(address))
    wrong = browser.post(address, {"how": "", "on": typed(today())})
    assert wrong.status_code == 422 and "Hoofdmenu" not in text(wrong)
    assert browser.post(address, {"how": "said", "on": typed(today())}).url == url(w, "plan_together")


# versions


def test_two_versions_are_compared_in_words(w, plan, signed_in):
    browser = signed_in("consultant")
    agree = {"how": "said", "says": "", "on": typed(today())}
    assert "Nog geen versies" in text(browser.get(url(w, "plan_versions")))
    browser.post(url(w, "plan_agree"), agree)
    browser.post(url(w, "goal_new"), {"text": "Ik wil fietsen"})
    browser.post(url(w, "plan_agree"), agree)
    browser.post(url(w, "goal_act", plan.goal.pk, "drop"), {"result": "Geen tijd"})
    page = text(browser.get(url(w, "plan_versions") + "?van=1&tot=2"))
    assert "Doel “Ik wil fietsen”" in page and "Ik wil leren lassen”: losgelaten" not in page
    page = text(browser.get(url(w, "plan_versions")))
    assert "Doel “Ik wil leren lassen”: losgelaten" in page, "from the last version to the plan as it is now"
    assert "Wat is afgesproken, is hetzelfde." in text(browser.get(url(w, "plan_versions") + "?van=1&tot=1"))
    for wrong in ("?van=9", "?van=1&tot=x", "?van=a"):
        assert browser.get(url(w, "plan_versions") + wrong).status_code == 404


# on paper


def paper(answer):
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
    read = pypdf.PdfReader(io.BytesIO(answer.content))
    return read, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read.pages))


def test_the_plan_on_paper_is_an_accessible_pdf_with_the_plan(w, plan, signed_in):
    answer = signed_in("consultant").get(url(w, "plan_pdf"))
    read, said = paper(answer)
    assert answer.content.startswith(b"%PDF")
    assert read.metadata.title == f"plan van aanpak van {w['both'].name}"
    root = read.trailer["/Root"]
    assert root["/Lang"].startswith("nl") and root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in answer.content or "/StructTreeRoot" in root
    for part in ("Dit is een concept", "Ik wil met mijn handen werken", "1. Ik wil leren lassen", "lassen: dit koos u",
                 "Work-rhythm, met Annex", "We regelen schoenen", "U meldt zich af als u niet komt"):  # fmt: skip
        assert part in said, part


def test_the_file_is_named_by_number(w, plan, signed_in):
    named = signed_in("consultant").get(url(w, "plan_pdf")).headers["Content-Disposition"]
    assert named == f'attachment; filename="plan-{w["both"].number}-concept.pdf"'
    assert w["both"].last_name not in named


def test_on_paper_stands_what_was_agreed_also_after_a_change(w, plan, signed_in):
    browser = signed_in("consultant")
    browser.post(url(w, "plan_agree"), {"how": "signed", "says": "Mooi plan.", "on": typed(today())})
    browser.post(url(w, "goal_new"), {"text": "Ik wil fietsen"})
    _read, said = paper(browser.get(url(w, "plan_pdf")))
    assert "versie 1" in said and "Mooi plan." in said and "Handtekening" in said
    assert "fietsen" not in said and "concept" not in said
    assert paper(browser.get(url(w, "plan_pdf") + "?versie=1"))[1] == said
    _read, draft = paper(browser.get(url(w, "plan_pdf") + "?concept=1"))
    assert "Ik wil fietsen" in draft and "Dit is een concept" in draft
    for wrong in ("?versie=2", "?versie=x", "?plan=x"):
        assert browser.get(url(w, "plan_pdf") + wrong).status_code == 404


def test_what_the_person_says_beside_the_plan_stands_on_paper_too(w, plan, trusted, signed_in):
    browser = signed_in("consultant")  # who reads all of these parts
    assert "Verklaring van de inwoner" not in paper(browser.get(url(w, "plan_pdf")))[1]
    with trusted():
        for more in (
            {"text": "Ik was wel op tijd.", "on": dt.date(2026, 5, 3)},
            {"text": "Toch niet waar.", "withdrawn_on": today()},
            {"text": "Het bedrag klopt niet.", "part": "benefit"},
            {"text": "Zo praatten we niet.", "part": "notes"},
            {"text": "Van een ander.", "client": w["step"]},
        ):
            StatementFactory(**{"client": w["both"], "part": "plan", **more})
    with CaptureQueriesContext(connection) as asked:
        said = paper(browser.get(url(w, "plan_pdf")))[1]
    assert "Verklaring van de inwoner Van 3 mei 2026 Ik was wel op tijd." in said
    for other in ("Toch niet waar.", "Het bedrag klopt niet.", "Zo praatten we niet.", "Van een ander."):
        assert other not in said, "withdrawn, of another part, or of somebody else"
    assert sum("clients_statement" in query["sql"] for query in asked) == 1


def test_nothing_of_somebody_else_comes_on_paper(w, plan, signed_in):
    with acting_as(w.acting("consultant"), "test"):
        other = plans.start(w["step"], words="Van een ander.", ladder_start=1)
        plans.add_goal(other, "Doel van een ander")
    browser = signed_in("consultant")
    assert "van een ander" not in paper(browser.get(url(w, "plan_pdf")))[1].lower()
    assert browser.get(url(w, "plan_pdf") + f"?plan={other.pk}").status_code == 404


@pytest.mark.parametrize(
    "evil",
    ['#read("/etc/passwd")', '#eval("1+1")', "*vet* _schuin_ $x^2$ @ref <label>", '"#panic()\\"', "= Kop\n- punt",
     "#include \"plan.typ\""],
)  # fmt: skip
def test_what_is_typed_never_acts_as_code(w, plan, signed_in, evil):
    browser = signed_in("consultant")
    browser.post(url(w, "goal_edit", plan.goal.pk), {"text": evil.split("\n")[0], "why": evil, "options": evil, "chosen": "",
                                                     "position": 1, "version": 1})  # fmt: skip
    browser.post(url(w, "plan_edit"), {"words": evil, "limits": evil, "kind": "action", "ladder_start": 2,
                                       "evaluate_on": "", "version": now(plan).version})  # fmt: skip
    _read, said = paper(browser.get(url(w, "plan_pdf")))
    for line in evil.split("\n"):
        assert said.count(re.sub(r"\s+", "", line)) or re.sub(r"\s+", "", line) in said.replace(" ", "")
    assert "root:" not in said


def test_signs_that_the_font_lacks_do_not_keep_the_plan_from_being_printed(w, plan, signed_in):
    with role("snoer_owner"):
        Plan.objects.filter(pk=plan.pk).update(words="مرحبا 😀 Привет Łódź")
    assert "Łódź" in paper(signed_in("consultant").get(url(w, "plan_pdf")))[1]


def test_each_document_is_made_of_its_own_data_alone(w, plan):
    with acting_as(w.acting("consultant"), "test"):
        data = plan_pages.on_paper(w["both"], Plan.objects.get(pk=plan.pk), None)
    first = pypdf.PdfReader(io.BytesIO(pdf("plan", data | {"words": "eerste"}))).pages[0].extract_text()
    second = pypdf.PdfReader(io.BytesIO(pdf("plan", data | {"words": ""}))).pages[0].extract_text()
    assert "eerste" in first and "eerste" not in second


def test_taking_it_along_is_logged(w, plan, signed_in):
    signed_in("trainer").get(url(w, "plan_pdf"))
    with role("snoer_owner"):
        look = Look.objects.latest("at")
    assert (look.client_id, look.membership_id, look.parts) == (w["both"].pk, w.staff["trainer"].pk, ["client", "plan"])


# in the record


def test_the_record_has_a_panel_with_their_words_and_goals(w, plan, signed_in):
    address = reverse("panel", args=[w["both"].number, "plan"])
    page = text(signed_in("trainer").get(address))
    assert "Ik wil met mijn handen werken." in page and "Ik wil leren lassen" in page and "Volgende evaluatie" in page
    assert url(w, "plan_new", who="unknown") in text(
        signed_in("consultant").get(reverse("panel", args=[w["unknown"].number, "plan"]))
    )


def test_the_panel_is_one_query(w, plan):
    with acting_as(w.acting("consultant"), "test"):
        membership = steps.acting()
        with CaptureQueriesContext(connection) as queries:
            plan_pages.panel(membership, w["both"])
        assert len(queries) == 1
