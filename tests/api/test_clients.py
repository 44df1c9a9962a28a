"""People and the parts of their files: who reads and changes what, through a machine."""

import pytest

from clients.models import Look, Note
from tests.api.calls import Machine, faults
from tests.factories import CounterFactory, NoteFactory, a_bsn, days_ago
from tests.world import world


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        CounterFactory(chain=w.chain)
        w.szmh, w.annex = Machine.of(w.staff["consultant"]), Machine.of(w.staff["trainer"])
        w.adviser, w.privacy = Machine.of(w.staff["adviser"]), Machine.of(w.staff["privacy"])
    return w


def at(w, name, part=""):
    return f"/clients/{w[name].number}{part}"


def looks(trusted, why):
    with trusted():
        return list(Look.objects.filter(why=why).values_list("client__last_name", "parts"))


# the list


def test_a_partner_lists_who_it_works_with_and_the_point_of_contact_its_people(w):
    assert {one["lastName"] for one in w.annex.get("/clients").json()["items"]} == {
        "step", "planned", "placement", "team", "ended89", "ended90", "both"
    }  # fmt: skip
    assert {"unknown", "mtb"} < {one["lastName"] for one in w.szmh.get("/clients").json()["items"]}
    assert w.adviser.get("/clients").json()["items"] == []


def test_the_list_narrows_down(w):
    def named(**query):
        answer = w.szmh.get("/clients", **query)
        assert answer.status_code == 200, answer.content
        return {one["lastName"] for one in answer.json()["items"]}

    assert "both" in named(home="GM0935") and not named(home="GM0981")
    assert "both" in named(closed="false") and not named(closed="true")
    assert not named(changedSince="2026-01-01T00:00:00+01:00")  # nothing was told of anybody
    assert w.szmh.post(at(w, "both", "/notes"), {"text": "Belde."}).status_code == 201


# finding


def test_somebody_is_found_by_name_birth_date_and_bsn_and_none_of_it_stands_in_an_address(w, trusted):
    found = w.szmh.post("/clients/_search", {"name": "unknown"}).json()["items"]
    assert [one["number"] for one in found] == [w["unknown"].number]
    with trusted():
        born = w["unknown"].identity.birth_date
    if born:
        found = w.szmh.post("/clients/_search", {"birthDate": born.isoformat()}).json()["items"]
        assert w["unknown"].number in {one["number"] for one in found}
    number = a_bsn(list(w.clients).index("unknown"))
    assert w.szmh.post("/clients/_search", {"bsn": number}).json()["items"][0]["number"] == w["unknown"].number
    assert looks(trusted, "bsn") == [("unknown", ["identity"])]


def test_who_does_not_read_identities_does_not_find_by_them(w, trusted):
    for body in ({"bsn": a_bsn(0)}, {"birthDate": "1980-01-01"}):
        assert w.annex.post("/clients/_search", body).status_code == 403
    with trusted():
        without = Machine.of(w.staff["lead"], ["clients:read"])
    assert without.post("/clients/_search", {"bsn": a_bsn(0)}).status_code == 403
    assert without.post("/clients/_search", {"name": "both"}).json()["items"]


def test_a_birth_date_is_searched_with_a_scope_of_its_own_also_typed_as_a_name(w, trusted):
    with trusted():
        few = Machine.of(w.staff["lead"], ["clients:read"])
    for body in ({"birthDate": "1980-01-01"}, {"name": "01-01-1980"}, {"name": " 01011980 "}):
        answer = few.post("/clients/_search", body)
        assert answer.status_code == 403 and "identity:read" in answer["WWW-Authenticate"], body
        assert w.szmh.post("/clients/_search", body).status_code == 200
    assert looks(trusted, "refused") == [(None, ["identity"])] * 3


def test_a_search_is_for_one_thing_and_a_bsn_is_no_name(w):
    assert faults(w.szmh.post("/clients/_search", {})) == {"": "one"}
    assert faults(w.szmh.post("/clients/_search", {"name": "x", "birthDate": "1980-01-01"})) == {"": "one"}
    assert faults(w.szmh.post("/clients/_search", {"name": f"de Vries {a_bsn(0)}"})) == {"name": "bsn"}
    assert faults(w.szmh.post("/clients/_search", {"bsn": "123456789"})) == {"bsn": "invalid"}


# registering

NEW = {
    "firstName": "Amal", "lastName": "Haddad", "birthDate": "1990-03-12", "noBsn": True, "municipality": "GM0935",
    "source": "self", "registeredOn": days_ago(1).isoformat(),
}  # fmt: skip


def test_the_point_of_contact_puts_somebody_on_record(w, trusted):
    new = NEW | {"lead": w.staff["lead"].user_id}
    made = w.szmh.post("/clients", new)
    assert made.status_code == 201, made.content
    who = w.szmh.get(made["Location"]).json()
    assert (who["firstName"], who["home"]["code"], who["lead"]["id"]) == ("Amal", "GM0935", new["lead"])
    assert w.szmh.get(made["Location"] + "/identity").json()["birthDate"] == "1990-03-12"
    assert w.annex.post("/clients", new).status_code == 403


def test_registering_names_all_faults_of_body_and_form(w):
    wrong = NEW | {"birthDate": "12-03-1990", "municipality": "Atlantis", "noBsn": False, "bsn": "123456789", "lead": 1}
    said = faults(w.szmh.post("/clients", wrong | {"colour": "red"}))
    assert set(said) == {"birthDate", "municipality", "bsn", "lead", "colour"}


def test_somebody_on_record_is_not_put_there_again(w, trusted):
    new = NEW | {"lead": w.staff["lead"].user_id, "noBsn": False, "bsn": a_bsn(list(w.clients).index("both"))}
    said = w.szmh.post("/clients", new).json()["errors"]
    assert w["both"].number in said[0]["reason"] and said[0]["name"] == "bsn"
    new = NEW | {"lead": w.staff["lead"].user_id}
    first = w.szmh.post("/clients", new).json()["id"]
    alike = w.szmh.post("/clients", new)
    assert {one["name"] for one in alike.json()["errors"]} == {"different"}
    assert any(first in one["reason"] for one in alike.json()["errors"])
    assert w.szmh.post("/clients", new | {"different": [first]}).status_code == 201


def test_whose_a_bsn_is_is_told_of_a_whole_body_and_with_its_scope(w, trusted):
    new = NEW | {"lead": w.staff["lead"].user_id, "noBsn": False, "bsn": a_bsn(list(w.clients).index("both"))}
    incomplete = {name: value for name, value in new.items() if name != "source"}
    assert faults(w.szmh.post("/clients", incomplete)) == {"source": "required"}
    assert set(faults(w.szmh.post("/clients", new | {"municipality": "Atlantis"}))) == {"municipality"}
    assert set(faults(w.szmh.post("/clients", new | {"colour": "red"}))) == {"colour"}
    assert looks(trusted, "duplicate") == []
    with trusted():
        few = Machine.of(w.staff["consultant"], ["clients:write"])
    refused = few.post("/clients", new)
    assert set(faults(refused)) == {"bsn"} and w["both"].number not in refused.content.decode()
    assert looks(trusted, "duplicate") == [("both", ["identity"])]


def test_a_phone_number_is_no_bsn(w):
    assert faults(w.szmh.changed(at(w, "both", "/contact"), {"phone": a_bsn(3)})) == {"phone": "bsn"}
    new = NEW | {"lead": w.staff["lead"].user_id, "phone": a_bsn(3)}
    assert faults(w.szmh.post("/clients", new)) == {"phone": "bsn"}


# parts


def test_identity_is_for_the_point_of_contact_and_holds_no_bsn(w):
    shown = w.szmh.get(at(w, "both", "/identity"))
    assert shown.json()["hasBsn"] is True and a_bsn(0)[:5] not in shown.content.decode()
    assert w.annex.get(at(w, "both", "/identity")).status_code == 403
    assert w.annex.get(at(w, "unknown", "/identity")).status_code == 404


def test_a_bsn_is_shown_by_an_act_that_stands_in_the_log(w, trusted):
    with trusted():
        number = a_bsn(list(w.clients).index("both"))
    assert w.szmh.post(at(w, "both", "/bsn/_show")).json() == {"bsn": number}
    assert looks(trusted, "bsn") == [("both", ["identity"])]
    assert w.annex.post(at(w, "both", "/bsn/_show")).status_code == 403


def test_capacity_changes_by_what_is_sent_alone(w, trusted):
    where = at(w, "both", "/capacity")
    done = w.szmh.changed(where, {"workAbility": 60, "targetGroups": ["jobs-agreement"]})
    assert done.status_code == 200 and done.json() == {"workAbility": 60, "targetGroups": ["jobs-agreement"]}
    tag = w.szmh.get(where)["ETag"]
    assert tag == done["ETag"]
    assert w.szmh.patch(where, {"workAbility": None}, tag).json() == {
        "workAbility": None,
        "targetGroups": ["jobs-agreement"],
    }
    assert w.szmh.changed(where, {"targetGroups": []}).json() == {"workAbility": None, "targetGroups": []}
    wrong = {"workAbility": 101, "targetGroups": ["tall"], "workAblity": 3}
    assert set(faults(w.szmh.changed(where, wrong))) == {"workAbility", "targetGroups.0", "workAblity"}
    assert w.szmh.patch(where, {"workAbility": 50}).status_code == 428
    assert w.szmh.patch(where, {"workAbility": 50}, tag).status_code == 412  # the groups changed since
    assert w.annex.patch(where, {"workAbility": 50}, "*").status_code == 403
    assert w.annex.patch(at(w, "unknown", "/capacity"), {"workAbility": 50}, "*").status_code == 404
    with trusted():
        reads = Machine.of(w.staff["lead"], ["capacity:read"])
    assert reads.patch(where, {"workAbility": 50}, "*").status_code == 403


def test_contact_and_identity_change_by_what_is_sent_alone(w):
    where = at(w, "both", "/contact")
    before = w.szmh.get(where).json()
    after = w.szmh.changed(where, {"postcode": "6211ab", "email": "a@example.nl"})
    assert after.status_code == 200, after.content
    assert after.json() == before | {"postcode": "6211 AB", "email": "a@example.nl"}
    identity = w.szmh.changed(at(w, "both", "/identity"), {"household": "single"})
    assert identity.status_code == 200 and identity.json()["household"] == "single"
    assert "client-changed" in {one["act"] for one in w.szmh.get(at(w, "both", "/events")).json()["items"]}


def test_a_change_is_checked_as_on_the_page(w):
    assert faults(w.szmh.changed(at(w, "both", "/contact"), {"postcode": "99"})) == {"postcode": "invalid"}
    assert faults(w.szmh.changed(at(w, "both", "/identity"), {"birthDate": "2999-01-01"})) == {
        "birthDate": "implausible"
    }
    assert faults(w.szmh.changed(at(w, "both", "/identity"), {"bsn": a_bsn(5)})) == {"bsn": "unknown"}


def test_a_partner_reads_where_somebody_is_reached_and_does_not_change_it(w):
    assert w.annex.get(at(w, "both", "/contact")).status_code == 200
    assert w.annex.patch(at(w, "both", "/contact"), {"phone": "1"}, '"1"').status_code == 403


def test_nobody_changes_a_closed_file(w, trusted):
    with trusted():
        lead = Machine.of(w.staff["lead"])
    assert lead.get(at(w, "closed")).status_code == 200
    assert lead.patch(at(w, "closed", "/contact"), {"phone": "1"}, "*").status_code == 403
    assert lead.post(at(w, "closed", "/notes"), {"text": "x"}).status_code == 403
    assert w.szmh.get(at(w, "closed")).status_code == 404


def test_capacity_and_benefits_are_read_by_who_reads_them(w):
    assert w.szmh.get(at(w, "both", "/capacity")).json().keys() == {"workAbility", "targetGroups"}
    assert w.annex.get(at(w, "both", "/capacity")).status_code == 200
    assert w.szmh.get(at(w, "both", "/benefit-periods")).status_code == 200
    assert w.annex.get(at(w, "both", "/benefit-periods")).status_code == 403


def test_a_note_about_a_part_is_read_by_who_reads_the_part_and_a_private_one_by_its_partner(w, trusted):
    with trusted():
        for part, audience in (("notes", "chain"), ("benefit", "chain"), ("notes", "partner")):
            NoteFactory(
                client=w["both"], part=part, audience=audience, partner=w.partners["szmh"],
                author=w.staff["consultant"].user, membership=w.staff["consultant"], text=f"{part} {audience}",
            )  # fmt: skip
        notes = dict(Note.objects.values_list("text", "pk"))
    read = {one["text"] for one in w.annex.get(at(w, "both", "/notes")).json()["items"]}
    assert read == {"notes chain"}
    assert w.annex.get(f"/notes/{notes['notes chain']}").status_code == 200
    for hidden in ("benefit chain", "notes partner"):
        assert w.annex.get(f"/notes/{notes[hidden]}").status_code == 404
        assert w.szmh.get(f"/notes/{notes[hidden]}").status_code == 200


def test_a_note_is_written_by_the_machine_for_its_partner(w):
    made = w.annex.post(at(w, "both", "/notes"), {"text": "Was op tijd.", "kind": "visit"})
    note = w.szmh.get(made["Location"]).json()
    assert (note["partner"]["code"], note["kind"], note["author"]["id"]) == (
        "annex",
        "visit",
        w.staff["trainer"].user_id,
    )


def test_what_was_told_is_read_by_the_parts_that_it_is_of(w):
    w.szmh.changed(at(w, "both", "/identity"), {"household": "single"})
    told = {one["part"] for one in w.annex.get(at(w, "both", "/events")).json()["items"]}
    assert "identity" not in told
    assert "identity" in {one["part"] for one in w.szmh.get(at(w, "both", "/events")).json()["items"]}


def test_what_was_told_needs_the_scope_of_its_part_too(w, trusted):
    w.szmh.changed(at(w, "both", "/identity"), {"household": "single"})
    with trusted():
        Look.objects.all().delete()
        few = Machine.of(w.staff["lead"], ["clients:read", "timeline:read"])
    assert few.get(at(w, "both", "/events")).json()["items"] == []
    since = {"changedSince": "2026-01-01T00:00:00+01:00"}
    assert few.get("/clients", **since).json()["items"] == []
    assert [one["lastName"] for one in w.szmh.get("/clients", **since).json()["items"]] == ["both"]
    w.szmh.get(at(w, "both", "/events"))
    seen = [parts for name, parts in looks(trusted, "contact-point") if name == "both"]
    assert ["client"] in seen and ["identity"] in seen  # in the log stands of which parts was told
    with trusted():
        without = Machine.of(w.staff["manager"], ["clients:read"])
    refused = without.get("/clients", **since)
    assert refused.status_code == 403 and "timeline:read" in refused["WWW-Authenticate"]


def test_a_note_of_another_part_needs_the_scope_of_that_part(w, trusted):
    with trusted():
        note = NoteFactory(
            client=w["both"], part="benefit", partner=w.partners["szmh"], author=w.staff["lead"].user,
            membership=w.staff["lead"], text="Over de uitkering.",
        )  # fmt: skip
        few = Machine.of(w.staff["lead"], ["notes:read"])
    assert few.get(at(w, "both", "/notes")).json()["items"] == []
    assert few.get(f"/notes/{note.pk}").status_code == 404
    assert w.szmh.get(f"/notes/{note.pk}").status_code == 200
    assert ("both", ["benefit"]) in looks(trusted, "contact-point")


def test_with_net_one_switched_off_the_database_still_lets_nothing_out(w, monkeypatch):
    """Row by row and part by part: what no view filters, the policies do."""
    monkeypatch.setattr("clients.queries.ClientQuerySet.visible_to", lambda self, membership: self)
    monkeypatch.setattr("clients.access.reads", lambda membership, found, part: True)
    assert {one["lastName"] for one in w.annex.get("/clients").json()["items"]}.isdisjoint(
        {"unknown", "mtb", "foreign"}
    )
    assert w.annex.get(at(w, "unknown")).status_code == 404
    assert w.annex.get(at(w, "both", "/identity")).json()["birthDate"] is None
    assert w.annex.get(at(w, "both", "/benefit-periods")).json()["items"] == []
