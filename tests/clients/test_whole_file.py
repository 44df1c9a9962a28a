"""The whole file: all that is kept of one person, also what the asker does not read; no BSN, others' words marked."""

import io
import json
import re
import zipfile

import pypdf
import pytest
from django.apps import apps
from django.urls import reverse

from chain.acting import NOBODY, acting_as
from chain.parts import PARTS
from clients import whole_file
from clients.models import Identity, Look
from clients.whole_file_tables import TECHNICAL, left_out, tables
from tests.attacks import sql
from tests.conftest import role
from tests.factories import ContactPersonFactory, DocumentFactory, IdentityFactory, NoteFactory, StatementFactory, a_bsn
from tests.world import world

BSN = a_bsn(4711)


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        w["foreign"].number = "K-66666"  # not also a number of the first chain
        w["foreign"].save()
        both = w["both"]
        Identity.objects.filter(client=both).delete()
        IdentityFactory(client=both, bsn=BSN)
        NoteFactory(client=both, membership=w.staff["trainer"], text="Zus Ria belde.", with_whom="family")
        NoteFactory(client=both, membership=w.staff["coach"], text="Onder ons gezegd.", audience="partner")
        NoteFactory(client=both, membership=w.staff["trainer"], text=f"Het nummer is {BSN}.")
        StatementFactory(client=both, text="Ik was wel op tijd.", author=w.staff["lead"].user)
        DocumentFactory(client=both, membership=w.staff["trainer"], title="Diploma lassen")
        NoteFactory(client=w["unknown"], membership=w.staff["consultant"], text="Van een ander.")
        return w


def page(w, who="both"):
    return reverse("whole_file", args=[w[who].number])


def paper(answer):
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
    read = pypdf.PdfReader(io.BytesIO(answer.content))
    return read, re.sub(r"\s+", " ", " ".join(each.extract_text() for each in read.pages))


def carried(answer):
    content = json.loads(answer.content)
    return {table["table"]: table["rows"] for section in content["sections"] for table in section["tables"]}, content


def test_every_table_under_a_client_is_in_the_file_or_left_out_with_a_reason():
    named = [table.model for table in tables()]
    assert len(named) == len(set(named))
    under = {
        model._meta.label for model in apps.get_models()
        if "client" in {field.name for field in model._meta.fields} and not hasattr(model, "pgh_tracked_model")
    }  # fmt: skip
    assert under <= set(named) | set(left_out()), "say in <floor>/whole_file_sections.py what it is called"
    assert not set(named) & set(left_out()) and all(left_out().values())


def test_every_field_of_the_file_has_a_name_in_dutch_and_codes_have_words():
    for table in tables():
        if table.tell:
            continue
        for field in table.fields:
            assert table.label(field), f"{table.model}.{field.name}"
            if field.get_internal_type() in ("SlugField", "ArrayField"):
                inner = getattr(field, "base_field", field)
                assert field.choices or field.name in table.words or inner.choices or inner.is_relation, field


def test_the_pdf_tells_all_marks_others_and_is_accessible(w, signed_in):
    read, said = paper(signed_in("consultant").post(page(w), {"form": "pdf"}))
    for part in ("Zus Ria belde.", "Onder ons gezegd.", "Ik was wel op tijd.", "Diploma lassen", "familie of naaste",
                 "bekend, niet afgedrukt", "alleen mijn organisatie", "Wie keek mee", w["both"].name):  # fmt: skip
        assert part in said, part
    assert "Van een ander." not in said
    assert "†" in said and "na voordat u dit dossier krijgt" in said
    root = read.trailer["/Root"]
    assert root["/Lang"].startswith("nl") and root["/MarkInfo"]["/Marked"]


def test_the_json_holds_every_row_of_every_table(w, signed_in):
    there, content = carried(signed_in("consultant").post(page(w), {"form": "json"}))
    with role("snoer_owner"):
        for table in tables():
            if table.model in ("clients.Look", "clients.Event"):
                continue  # grow while one looks
            where = table.link.replace("wanted", str(w["both"].pk))
            (number,) = sql(f"select count(*) from {table.of._meta.db_table} t where {where}")[0]
            assert len([row for row in there.get(table.model, []) if "fields" in row]) == number, table.model
    note = next(row for row in there["clients.Note"] if row["fields"]["text"]["text"].startswith("Zus"))
    assert note["fields"]["text"]["review"] and note["fields"]["author"]["review"]
    assert note["fields"]["with_whom"] == {"label": "met wie", "value": "family", "text": "familie of naaste"}
    assert content["review"] > 0


def test_it_tells_what_it_said_before_and_what_was_taken_away(w, trusted, signed_in):
    with trusted():
        note = w["both"].notes.get(text="Zus Ria belde.")
        note.text = "Zus Ria schreef."
        note.save()
        person = w["both"]
        sql("delete from clients_targetgroup where client_id = %s", person.pk)
    there, _content = carried(signed_in("consultant").post(page(w), {"form": "json"}))
    changed = next(row for row in there["clients.Note"] if row["fields"]["text"]["text"] == "Zus Ria schreef.")
    assert [one["fields"]["text"]["text"] for one in changed["history"]] == ["Zus Ria belde.", "Zus Ria schreef."]
    assert all(one["by"]["review"] for one in changed["history"])


def test_no_bsn_leaves(w, signed_in):
    browser = signed_in("consultant")
    _read, said = paper(browser.post(page(w), {"form": "pdf"}))
    carry = browser.post(page(w), {"form": "json"}).content.decode()
    folder = zipfile.ZipFile(io.BytesIO(browser.post(page(w), {"form": "zip"}).content))
    texts = [said, carry, browser.get(page(w)).content.decode()]
    assert any(name.startswith("documenten/") for name in folder.namelist())
    texts += [folder.read(name).decode() for name in folder.namelist() if name.endswith(".json")]
    with role("snoer_owner"):
        index = Identity.objects.get(client=w["both"]).bsn_index
    for text in texts:
        assert BSN not in re.sub(r"[ .-]", "", text) and index not in text
    assert "(BSN, niet afgedrukt)" in carry


@pytest.mark.parametrize("text", ["123456782", "1234.56.782", "123-456-782", "is 1234 56 782."])
def test_a_bsn_that_somebody_typed_is_taken_out(text):
    assert "782" not in whole_file.without_bsn(text)
    assert whole_file.without_bsn("bel 043 123 45 67 of 123456789") == "bel 043 123 45 67 of 123456789"


def test_names_and_free_text_are_marked_by_themselves():
    there = {table.model: table for table in tables()}
    marked = {
        f"{model}.{field.name}" for model, table in there.items() for field in table.fields if table.review(field)
    }
    for name in ("clients.Note.text", "clients.Note.author", "clients.Plan.words", "placement.Coaching.coach",
                 "clients.TeamMember.user", "placement.WageValue.expert", "diagnosis.Finding.given_by"):  # fmt: skip
        assert name in marked, name
    assert "clients.Client.last_name" not in marked and "clients.Note.on" not in marked
    assert {"bsn_cipher", "bsn_index"} <= TECHNICAL
    person = there["placement.CardRequest"]
    assert person.review(next(one for one in person.fields if one.name == "author"))
    assert ContactPersonFactory._meta.model.__name__ == "ContactPerson", "the name by which contact persons are marked"


@pytest.mark.parametrize(("name", "who", "status"), [
    ("consultant", "both", 200), ("lead", "both", 200), ("trainer", "both", 403), ("manager", "both", 403),
    ("privacy", "both", 403), ("stranger", "both", 404), ("adviser", "both", 404), ("archivist", "both", 404),
    ("consultant", "closed", 404), ("lead", "closed", 200), ("archivist", "closed", 200), ("privacy", "closed", 403),
    ("consultant", "foreign", 404), ("stranger", "foreign", 200),
])  # fmt: skip
def test_who_makes_it(w, signed_in, name, who, status):
    assert signed_in(name).get(page(w, who)).status_code == status


def test_the_database_itself_refuses_and_leaves_a_look(w):
    def answer(who):
        return sql("select snoer_whole_file(%s)", w[who].pk)[0][0]

    for name in ("trainer", "annex_consultant", "coach", "manager", "privacy", "admin", "coordinator", "archivist"):
        with acting_as(w.acting(name)):
            assert answer("both") is None, name
    with acting_as(w.acting("consultant")):
        assert answer("closed") is None and answer("foreign") is None and answer("both") is not None
        assert sql("select snoer_whole_file(%s)", 0)[0][0] is None
    with acting_as(w.acting("archivist")):
        assert answer("closed") is not None
    with acting_as(NOBODY):
        assert answer("both") is None
    with role("snoer_owner"):
        look = Look.objects.get(client=w["both"], why="whole-file")
    assert look.membership_id == w.acting("consultant") and set(look.parts) == set(PARTS)


def test_the_page_says_how_much_there_is_to_look_at(w, signed_in):
    said = signed_in("consultant").get(page(w)).content.decode()
    with acting_as(w.acting("consultant")):
        whole = whole_file.gather(w["both"], w.staff["consultant"])
    assert "gegevens kan de naam of de tekst van iemand anders staan" in said and whole.marked > 5
    assert "Notities" in said
