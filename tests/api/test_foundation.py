"""What holds for all of the API: problems, headers, pages, versions, creations, limits."""

import hashlib
import json
import uuid

import pytest
from django.db import connection
from django.test import Client as Browser
from oauth2_provider.models import AccessToken

from chain.models import Once
from clients.models import Client, Look, Note
from clients.tasks import forget_sent
from tests.api.calls import Machine, faults
from tests.world import world


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        w.szmh = Machine.of(w.staff["consultant"])
        w.lead = Machine.of(w.staff["lead"])
        w.annex = Machine.of(w.staff["trainer"])
    return w


def problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"].startswith("application/problem+json")
    said = answer.json()
    assert said["status"] == status and said["title"] and said["detail"] and said["type"].startswith("urn:snoer:")
    return said


def test_without_a_token_or_with_a_bad_one_nothing_opens(w):
    nobody = Browser().get("/api/v1/clients")
    problem(nobody, 401)
    assert nobody["WWW-Authenticate"] == 'Bearer realm="snoer"'
    problem(Machine("something").get("/clients"), 401)


def test_a_session_is_nothing_to_the_api(w, signed_in):
    problem(signed_in("consultant").get("/api/v1/clients"), 401)


def test_whatever_goes_wrong_is_a_problem(w):
    nobody = Browser()
    for path in ("/api/v1/nothing", "/api/", "/api/v2/clients", "/api/v1/clients/"):
        problem(nobody.get(path), 404)
    problem(w.szmh._call("delete", "/clients"), 405)
    problem(w.szmh._call("get", "/clients", headers={"accept": "text/html"}), 406)
    problem(w.szmh._call("post", "/clients/_search", data="name=x", content_type="text/plain"), 415)
    problem(w.szmh._call("post", "/clients/_search", data="{", content_type="application/json"), 400)
    problem(Browser(headers={"host": "elsewhere.example"}).get("/api/v1/clients"), 400)


def test_a_failure_of_ours_is_a_problem_that_says_nothing_and_keeps_nothing(w, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a secret")

    monkeypatch.setattr("clients.notes.write", broken)
    w.szmh.browser.raise_request_exception = False
    answer = w.szmh.post(f"/clients/{w['both'].number}/notes", {"text": "Belde terug."})
    assert "secret" not in answer.content.decode()
    problem(answer, 500)


def test_problems_are_told_in_the_language_that_is_asked_for(w):
    assert Browser().get("/api/v1/clients").json()["title"] == "Geen geldig token"
    assert (
        Browser(headers={"accept-language": "en"}).get("/api/v1/clients").json()["type"] == "urn:snoer:problem:no-token"
    )


def test_every_answer_has_the_version_and_stays_in_no_cache(w):
    for answer in (w.szmh.get("/clients"), Browser().get("/api/v1/clients"), Browser().get("/api/v1/nothing")):
        assert answer["API-Version"] == "1.0.0"
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_the_documentation_is_for_everybody(w):
    answer = Browser().get("/api/v1/openapi.json")
    assert answer.status_code == 200 and answer["Access-Control-Allow-Origin"] == "*"
    said = answer.json()
    assert said["openapi"].startswith("3.0") and said["servers"][0]["url"].endswith("/api/v1")
    assert said["paths"]["/clients/{number}/steps"]["post"]["security"] == [{"oauth2": ["steps:write"]}]


def test_a_list_goes_on_from_a_cursor_that_says_nothing_of_anybody(w):
    found, at = [], "/clients?pageSize=3"
    while at:
        answer = w.szmh.get(at).json()
        assert len(answer["items"]) <= 3
        found += [one["number"] for one in answer["items"]]
        at = answer["next"]
        assert at is None or at.startswith("http")
    with connection.cursor() as cursor:
        cursor.execute("set role snoer_owner")
        cursor.execute("select count(*) from clients_client where closed_on is null and chain_id = %s", [w.chain.pk])
        (there,) = cursor.fetchone()
        cursor.execute("set role snoer_app")
    assert len(found) == len(set(found)) and len(found) in (there, there - 1)  # one moved away


def test_all_that_is_wrong_with_an_address_is_named_at_once(w):
    assert faults(w.szmh.get("/clients", cursor="x")) == {"cursor": "invalid"}
    assert faults(w.szmh.get("/clients", pageSize="0")) == {"pageSize": "invalid"}
    assert set(faults(w.szmh.get("/clients", lead="x", changedSince="y"))) == {"lead", "changedSince"}
    assert faults(w.szmh.get("/clients", achternaam="x")) == {"achternaam": "unknown"}
    other = w.szmh.get(f"/clients/{w['both'].number}/steps", pageSize="1").json()["next"]
    if other:
        assert faults(w.szmh.get("/clients", cursor=other.partition("cursor=")[2]))


def test_all_that_is_wrong_with_a_body_is_named_at_once(w):
    answer = w.szmh.post(f"/clients/{w['both'].number}/notes", {"txt": "x", "kind": "song", "on": "2199-01-01"})
    assert faults(answer) == {"txt": "unknown", "kind": "invalid_choice", "text": "required", "on": "invalid"}
    assert faults(w.szmh.post("/clients/_search", [])) == {"": "invalid"}


def test_free_text_holds_no_bsn_and_no_medical_word_that_was_not_confirmed(w):
    where = f"/clients/{w['both'].number}/notes"
    assert faults(w.szmh.post(where, {"text": "Heeft een depressie."})) == {"text": "medical"}
    assert faults(w.szmh.post(where, {"text": "BSN 999990019"})) == {"text": "bsn"}
    assert w.szmh.post(where, {"text": "Heeft een depressie.", "confirmedWords": ["depressie"]}).status_code == 201


def test_what_is_known_already_is_not_sent_again(w):
    where = f"/clients/{w['both'].number}"
    tag = w.szmh.get(where)["ETag"]
    again = w.szmh._call("get", where, headers={"if-none-match": tag})
    assert again.status_code == 304 and not again.content and again["ETag"] == tag and again["API-Version"]
    assert w.szmh._call("get", where, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_change_says_what_it_changes_and_a_stale_one_is_refused(w):
    where = f"/clients/{w['both'].number}/contact"
    problem(w.szmh.patch(where, {"phone": "043 350 00 00"}), 428)
    tag = w.szmh.get(where)["ETag"]
    done = w.szmh.patch(where, {"phone": "043 350 00 00"}, tag)
    assert done.status_code == 200 and done["ETag"] != tag
    stale = w.szmh.patch(where, {"phone": "043 350 00 01"}, tag)
    problem(stale, 412)
    assert w.szmh.get(where).json()["phone"] == "043 350 00 00"


def test_a_creation_happens_once_for_its_key(w, trusted):
    where, key, text = f"/clients/{w['both'].number}/notes", str(uuid.uuid4()), {"text": "Belde terug."}
    first, second = w.szmh.post(where, text, key), w.szmh.post(where, text, key)
    assert first.status_code == second.status_code == 201
    assert first["Location"] == second["Location"] and first.content == second.content
    assert w.szmh.get(first["Location"]).json()["text"] == "Belde terug."
    problem(w.szmh.post(where, {"text": "Iets anders."}, key), 422)
    with trusted():
        assert Note.objects.filter(text="Belde terug.").count() == 1
        assert Note.objects.filter(text="Iets anders.").count() == 0
    assert w.lead.post(where, {"text": "Van een ander."}, key).status_code == 201  # another machine, another key


def test_a_creation_needs_a_key_and_one_that_failed_leaves_it_free(w, trusted):
    where, key = f"/clients/{w['both'].number}/notes", str(uuid.uuid4())
    assert faults(w.szmh.post(where, {"text": "x"}, "no uuid")) == {"Idempotency-Key": "invalid"}
    assert faults(w.szmh.post(where, {}, key)) == {"text": "required"}
    assert w.szmh.post(where, {"text": "Nu wel."}, key).status_code == 201
    with trusted():
        assert Once.objects.exclude(sent="").count() == 1


def test_what_is_kept_of_a_body_tells_nothing_without_the_key(w, trusted, settings):
    where, text = f"/clients/{w['both'].number}/notes", {"text": "Belde."}
    w.szmh.post(where, text)
    with trusted():
        kept = Once.objects.exclude(sent="").get().sent
    body = f"/api/v1{where}\n{json.dumps(text)}".encode()
    assert len(kept) == 64 and kept != hashlib.sha256(body).hexdigest()


def test_keys_are_forgotten_after_a_week_and_tokens_but_the_last(w, trusted):
    where = f"/clients/{w['both'].number}/notes"
    for _ in range(2):
        assert w.szmh.post(where, {"text": "Belde."}).status_code == 201
    with trusted(), connection.cursor() as cursor:
        again = Machine.of(w.staff["consultant"])
        cursor.execute(
            "update chain_once set at = at - interval '8 days' where ctid = (select min(ctid) from chain_once)"
        )
        cursor.execute(
            "update oauth2_provider_accesstoken set expires = now() - interval '1 minute' where token_checksum <> %s",
            [hashlib.sha256(again.token.encode()).hexdigest()],
        )
        machines = AccessToken.objects.values("application").distinct().count()
    forget_sent()
    with trusted():
        assert Once.objects.count() == 1
        assert AccessToken.objects.count() == machines  # of each the last: when it was used
    assert again.get(f"/clients/{w['both'].number}").status_code == 200


def test_so_many_calls_a_minute_and_no_more(w, settings):
    settings.SNOER_API_CALLS_A_MINUTE = 2
    said = [w.szmh.get("/clients") for _ in range(4)]  # four, since a minute can begin between
    problem(said[-1], 429)
    assert 1 <= int(said[-1]["Retry-After"]) <= 60
    assert w.annex.get("/clients").status_code == 200  # each machine its own


def looks(trusted, **of):
    with trusted():
        return list(Look.objects.filter(**of).values_list("client__number", "parts", "why", "asked"))


def test_every_call_leaves_a_look(w, trusted):
    shown = w.szmh.get("/clients").json()["items"]
    each = [(one["number"], ["client"], "contact-point", "") for one in shown]
    assert len(each) > 5
    assert sorted(looks(trusted), key=str) == sorted([(None, ["clients"], "api", ""), *each], key=str)
    with trusted():
        Look.objects.all().delete()
    number = w["both"].number
    w.szmh.get(f"/clients/{number}/identity")
    assert looks(trusted) == [(number, ["identity"], "contact-point", "")]
    with trusted():
        Look.objects.all().delete()
    w.annex.get(f"/clients/{w['unknown'].number}")
    w.annex.get(f"/clients/{number}/identity")
    assert {row[2] for row in looks(trusted)} == {"refused"} and len(looks(trusted)) == 2


def test_a_call_without_the_scope_is_refused_and_stands_in_the_log(w, trusted):
    with trusted():
        machine = Machine.of(w.staff["coach"], ["steps:read"])
    refused = machine.get("/clients")
    problem(refused, 403)
    assert 'error="insufficient_scope"' in refused["WWW-Authenticate"] and "clients:read" in refused["WWW-Authenticate"]
    assert looks(trusted) == [(None, ["clients"], "refused", "")]


def test_a_list_asks_as_much_for_ten_as_for_one(w, trusted):
    w.szmh.get("/clients?pageSize=1")
    few = w.szmh.asked
    assert w.szmh.get("/clients?pageSize=100").status_code == 200
    assert w.szmh.asked == few <= 8
    with trusted():
        assert Client.objects.count() > 10
