"""Free text: a BSN is refused, medical words ask for a tick, and nothing that was typed is lost. In every form there is."""

import importlib
import pkgutil
import time
import uuid

import pytest
from django import forms
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chain.days import today
from chain.formats import day_typed
from chain.free_text import LONG, NAMES, PERSON, THING, eleven, faults, holds_bsn, medical, refusal, tick_name
from clients.models import Draft, Note
from tests.conftest import role
from tests.factories import PASSWORD, UserFactory
from tests.world import world

BSN = "123456708"
APPS = ("chain", "clients", "diagnosis", "placement", "development", "reporting")
# Long fields that are not looked into, by form and field; each with the reason.
NOT_CHECKED: dict[str, str] = {}
# Forms about no person, in which a medical word can be what it is about: a course, a vacancy, a word that is explained.
ABOUT_NOBODY = {
    "clients.incident_pages.IncidentForm", "clients.partner_agreements.AgreementForm",
    "chain.partner_pages.PartnerForm", "clients.letter_forms.TemplateForm", "clients.word_pages.WordForm",
    "development.line_forms.LineForm", "development.line_forms.SchoolForm", "development.line_forms.StationForm",
    "development.line_forms.TaskForm", "development.palette_forms.ModuleForm", "development.place_forms.PlaceForm",
    "diagnosis.outlook_keeping.OutlookForm", "placement.employer_forms.OpennessForm", "placement.projects.ProjectForm",
    "placement.vacancy_forms.FullForm", "placement.vacancy_forms.VacancyForm", "reporting.programme_forms.CostForm",
    "reporting.programme_forms.SavingForm", "reporting.programme_forms.ShareForm", "reporting.report_pages.ReportForm",
    "reporting.target_pages.ProgrammeForm",
}  # fmt: skip


# What a BSN is, and what only looks like one


@pytest.mark.parametrize(
    "text",
    [
        BSN, f"BSN:{BSN}.", f"bsn{BSN}", "1234.56.708", "123 456 708", "123.456.708", "1234 56 708", "12-34-56-708",
        "1234\u00a056\u00a0708", f"+31 612345678 en {BSN}", "1234.56.708 06 12345678", f"geboren 23-11-1985 {BSN}",
    ],
)  # fmt: skip
def test_a_bsn_is_found_however_it_is_written(text):
    assert holds_bsn(text)


@given(st.integers(0, 99_999_999))
def test_a_telephone_number_a_day_and_a_client_number_are_none(number):
    eight = f"{number:08}"
    pairs = " ".join(eight[at : at + 2] for at in (0, 2, 4, 6))
    for text in (
        f"06-{eight}", f"06 {pairs}", f"+31 6 {eight}", f"0031 6{eight}", f"+31 (0)6 {eight}", f"043-{eight[:7]}",
        f"043 {eight[:3]} {eight[3:5]} {eight[5:7]}", f"+32 475 {eight[:2]} {eight[2:4]} {eight[4:6]}", f"0475 {pairs[:8]}",
        f"02 {eight[:3]} {eight[3:5]} {eight[5:7]}", f"+49 241 {eight[:6]}", f"klant {eight[:6]} sinds 2024",
        f"op 23-11-2026 om 9.30 uur, {eight[0]} dagen", f"van 09.00-17.00 {eight[0]} dagen",
        f"zaak 2026-{eight[:5]}", f"NL91ABNA0{eight}1", f"NL{eight}1B01", f"€ 1.{eight[:3]},{eight[3:5]}", f"dossier {eight}",
    ):  # fmt: skip
        assert not holds_bsn(text), text


def test_the_eleven_test_and_no_nine_noughts():
    assert eleven(BSN) and not eleven("123456709") and not eleven("000000000") and not eleven("12345670")


# What is medical


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hij heeft een depressie en ADHD.", ("depressie", "adhd")),
        ("winterdepressieklachten", ("winterdepressieklachten",)),
        ("Autistisch, zegt de psychiater; slikt antidepressiva", ("autistisch", "psychiater", "antidepressiva")),
        ("methadonprogramma na de chemokuur", ("methadonprogramma", "chemokuur")),
        ("Diabetes type 2 en een burn-out", ("diabetes", "burn-out")),
        ("ziekte van Crohn", ("crohn",)),
    ],
)
def test_medical_words_are_named(text, words):
    assert medical(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Belastbaar: vier uur per dag, geen staand werk, de rug wordt ontzien", "De verdiepende diagnose is klaar",
        "coöperatie, operationeel, organisatie, testament, romanisch, logistiek tempo", "Hij kankerde over de bus",
        "ziek gemeld, beter gemeld, naar de bedrijfsarts", "werkt bij een apotheek als verpleegkundige",
        "zwangerschapsverlof tot juni", "in de coronatijd werkte hij niet", "rolstoel, hoortoestel, bril", "",
    ],
)  # fmt: skip
def test_words_of_work_are_not(text):
    assert medical(text) == ()


def test_a_word_that_was_confirmed_is_no_reason_to_refuse_and_a_bsn_always_is():
    assert refusal("Hij volgt een autismetraining", "")
    assert refusal("Hij volgt een autismetraining", "autismetraining") == ""
    assert "adhd" in refusal("autismetraining, adhd", "autismetraining")
    assert refusal(BSN, BSN)


def test_looking_costs_a_few_thousandths_of_a_second():
    text = ("Hij werkt vier ochtenden per week bij de bakker en wil graag meer uren. " * 80)[:5000]
    faults(text)
    begun = time.perf_counter()
    for _turn in range(20):
        faults(text)
    assert (time.perf_counter() - begun) / 20 < 0.05


# Every form there is


def _forms():
    for app in APPS:
        for module in pkgutil.walk_packages(importlib.import_module(app).__path__, f"{app}."):
            if not module.name.startswith(f"{app}.migrations") and module.name not in ("chain.wsgi", "chain.celery"):
                importlib.import_module(module.name)
    found, left = set(), [forms.BaseForm]
    while left:
        for kind in left.pop().__subclasses__():
            left.append(kind)
            if kind.__module__.partition(".")[0] in APPS:
                found.add(kind)
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


class _Free(forms.Form):
    """Any form: its class does not matter, for it is the renderer that looks."""

    text = forms.CharField(widget=forms.Textarea)
    line = forms.CharField(max_length=LONG, required=False)
    short = forms.CharField(max_length=LONG - 1, required=False)


def test_each_long_field_of_each_form_is_checked_or_named_with_a_reason():
    checked, missed, of_nobody = 0, [], set()
    for kind in _forms():
        assert kind.bound_field_class is None, f"{kind} shows its fields in its own way"
        assert kind.default_renderer is None, kind
        about = getattr(kind, "free_text", PERSON)
        assert about in (PERSON, THING), kind
        if about == THING:
            of_nobody.add(f"{kind.__module__}.{kind.__name__}")
        for name, field in kind.base_fields.items():
            long = isinstance(field.widget, forms.Textarea) or (
                isinstance(field, forms.CharField)
                and isinstance(field.widget, forms.TextInput)
                and (field.max_length or 0) >= LONG
                and not isinstance(field, forms.EmailField | forms.URLField)
            )
            if not long:
                continue
            checked += 1
            called = f"{kind.__module__}.{kind.__name__}.{name}"
            if called not in NOT_CHECKED and (type(field) is not forms.CharField or field.bound_field_class):
                missed.append(called)
    assert missed == []
    assert checked > 150
    assert of_nobody == ABOUT_NOBODY


def test_any_form_refuses_a_bsn_and_keeps_what_was_typed():
    form = _Free({"text": f"Zijn BSN is {BSN}", "line": "1234.56.708", "short": BSN})
    assert not form.is_valid()
    assert set(form.errors) == {"text", "line"}
    assert "Hierin staat een BSN" in form.errors["text"][0]
    assert f"Zijn BSN is {BSN}</textarea>" in form.as_p()


def test_any_form_asks_for_a_tick_at_medical_words_and_takes_it():
    form = _Free({"text": "Autisme, zegt hij", "line": ""})
    assert not form.is_valid()
    assert "autisme" in form.errors["text"][0]
    assert "welk tempo" in form.errors["text"][0]
    shown = form.as_p()
    assert 'name="text-nodig" value="autisme"' in shown and "Toch opslaan" in shown
    assert _Free({"text": "Autisme, zegt hij", tick_name("text"): "autisme"}).is_valid()
    assert not _Free({"text": "Autisme en ADHD", tick_name("text"): "autisme"}).is_valid()


def test_the_tick_stays_where_something_else_is_wrong():
    form = _Free({"text": "Autisme", tick_name("text"): "autisme", "line": BSN})
    assert set(form.errors) == {"line"}
    assert 'value="autisme" checked' in form.as_p()
    assert str(form["text"].as_hidden()).endswith('<input type="hidden" name="text-nodig" value="autisme">')


def test_what_stood_there_is_not_asked_about_again():
    assert _Free({"text": "Autisme, en nu meer uren"}, initial={"text": "Autisme"}).is_valid()
    assert not _Free({"text": "Autisme, en nu ADHD"}, initial={"text": "Autisme"}).is_valid()


def test_a_form_about_no_person_refuses_a_bsn_alone():
    class Course(_Free):
        free_text = THING

    assert Course({"text": "Training voor mensen met autisme"}).is_valid()
    assert not Course({"text": BSN}).is_valid()


def test_a_name_is_not_a_sentence():
    class Work(forms.Form):
        employer = forms.CharField(max_length=120)

    assert "employer" in NAMES
    assert Work({"employer": "Psychiatrisch Centrum Zuid"}).is_valid()
    assert not Work({"employer": BSN}).is_valid()


def test_what_somebody_is_called_in_the_system_is_no_text(trusted, client):
    for name in ("login", "uid", "username"):
        form = type("Account", (forms.Form,), {name: forms.CharField(max_length=150)})({name: f"m.koorts {BSN}"})
        assert form.is_valid(), name
    with trusted():
        user = UserFactory(username="m.koorts")
    client.post(reverse("account_login"), {"login": "m.koorts", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


# On the pages


@pytest.fixture
def w(trusted):
    with trusted():
        return world()


@pytest.fixture
def post(w, signed_in):
    """`post("consultant", text=...)`: to the notes of the person `step`, as the form does."""

    def send(who, **fields):
        data = {"on": day_typed(today()), "once": str(uuid.uuid4()), "kind": "talk", "with_whom": "person",
                "part": "notes", "audience": "chain", **fields}  # fmt: skip
        return signed_in(who).post(reverse("note_new", args=[w["step"].number]), data)

    return send


def _notes(client):
    with role("snoer_owner"):
        return list(Note.objects.filter(client=client).values_list("text", flat=True))


def test_a_note_with_a_bsn_is_refused_at_the_field(post, w):
    answer = post("consultant", text=f"Zijn BSN is {BSN}")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Hierin staat een BSN" in shown and f"Zijn BSN is {BSN}</textarea>" in shown
    assert not any(BSN in text for text in _notes(w["step"]))


def test_a_note_with_a_medical_word_is_saved_with_the_tick_alone(post, w):
    answer = post("consultant", text="Hij vertelt dat hij epilepsie heeft")
    assert answer.status_code == 422
    assert 'name="text-nodig" value="epilepsie"' in answer.content.decode()
    assert (
        post("consultant", text="Hij vertelt dat hij epilepsie heeft", **{"text-nodig": "epilepsie"}).status_code == 302
    )
    assert "Hij vertelt dat hij epilepsie heeft" in _notes(w["step"])


def test_a_draft_is_kept_with_a_medical_word_and_never_with_a_bsn(post):
    assert post("consultant", autosave="1", text="Hij heeft epilepsie").json()["saved"]
    answer = post("consultant", autosave="1", text=f"Hij heeft epilepsie {BSN}")
    assert answer.status_code == 422
    assert "Dat bewaren we niet" in answer.json()["why"]
    with role("snoer_owner"):
        assert [draft.content["text"] for draft in Draft.objects.all()] == ["Hij heeft epilepsie"]


def test_the_page_gets_the_rules_and_sends_no_text(w, signed_in):
    told = signed_in("consultant").get(reverse("free_text_words"))
    assert told.json()["bsn"].startswith("Hierin staat een BSN")
    assert "private" in told["Cache-Control"]
    assert len(told.content) < 6000


def test_who_is_not_signed_in_gets_no_rules(client, db):
    assert client.get(reverse("free_text_words")).status_code == 302


def test_a_day_of_a_group_and_the_list_of_what_runs_ask_for_the_tick_too(w, signed_in):
    trainer = signed_in("trainer")
    with role("snoer_owner"):
        step = w["step"].steps.filter(status="active").first()
    url, text = reverse("running"), f"text-{step.pk}"
    data = {"on": day_typed(today()), "once": str(uuid.uuid4()), text: "Moe van de antidepressiva"}
    answer = trainer.post(url, data)
    assert answer.status_code == 422
    assert f'name="{text}-nodig" value="antidepressiva"' in answer.content.decode()
    assert trainer.post(url, {**data, f"{text}-nodig": "antidepressiva"}).status_code == 302
