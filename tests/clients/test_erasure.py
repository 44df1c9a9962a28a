"""Erasing a file: by its own role, after a second person's yes, without a trace, and nobody else's."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from chain import embedded
from chain.models import Outbox
from clients import erasure, retention, tasks
from clients.models import Client, Closure, Document, Erasure, ErasureEntry, Look, RightsRequest
from placement.models import Mediation
from tests import factories as make
from tests.attacks import sql
from tests.chain.test_fence_parts import w as every_table  # noqa: F401 (a row in each table that hangs under somebody)
from tests.conftest import role
from tests.world import World, days_ago, world

TABLES = """select c.table_name, array_agg(c.column_name::text) from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' group by 1"""


def approved(w: World, *clients: Client, months: int = 60) -> Erasure:
    """A list with the files, all past their date, that the archivist proposed and the privacy officer approved."""
    Outbox.objects.all().update(done_at="2020-01-01T00:00Z")
    for kind in ("provision", "refused", "broken-off"):
        make.RetentionRuleFactory(chain=w.chain, kind=kind, months=months)
    found = make.ErasureFactory(chain=w.chain, proposed_by=w.staff["archivist"].user)
    for client in clients:
        Client.objects.filter(pk=client.pk).update(closed_on=days_ago(4000))
        make.ErasureEntryFactory(client=client, erasure=found)
    Erasure.objects.filter(pk=found.pk).update(
        approved_by=w.staff["privacy"].user, approved_at="2026-01-01T00:00Z", proof={"digest": "x"}
    )
    return found


def erase(found: Erasure) -> list[str]:
    """As the role would, on this connection."""
    with role("snoer_owner"):
        entries = list(found.entries.order_by("pk").values_list("pk", flat=True))
    with role("snoer_eraser"):
        return [erasure.erase(entry, "default") for entry in entries]


def traces(words: list[str]) -> dict[str, list[str]]:
    """Every table in which a row, as text, holds one of the words by itself."""
    pattern = "(^|[^0-9A-Za-z])(" + "|".join(re.escape(word) for word in words) + ")($|[^0-9A-Za-z])"
    found = {}
    for table, _columns in sql(TABLES):
        if rows := sql(f'select t::text from "{table}" t where t::text ~* %s limit 3', pattern):
            found[table] = [row[0] for row in rows]
    return found


def ids_left(person: int) -> Iterator[str]:
    """Columns that still hold the person's id."""
    for table, columns in sql(TABLES):
        named = "client_id" in columns and not table.startswith(("oauth2", "socialaccount"))
        if named and sql(f'select 1 from "{table}" where client_id = %s limit 1', person):
            yield table


def counts(person: int) -> dict[str, int]:
    return {
        table: sql(f'select count(*) from "{table}" where client_id = %s', person)[0][0]
        for table, columns in sql(TABLES)
        if "client_id" in columns and not table.startswith(("oauth2", "socialaccount"))
    }


def test_nothing_of_the_person_is_left_in_any_table_and_the_person_beside_is_untouched(every_table, trusted):  # noqa: F811
    w = every_table
    with trusted():
        person, beside = w["both"], w["step"]
        Client.objects.filter(pk=person.pk).update(
            number="K-77777", last_name="Zonderspoor", first_name="Quirijn", alias="Zonderspoort"
        )
        person.refresh_from_db()
        index = person.identity.bsn_index
        mediation, card = Mediation.objects.filter(client=person).first(), make.WorkCardFactory(chain=w.chain)
        Mediation.objects.filter(pk=mediation.pk).update(card=card)
        asked = make.CardRequestFactory(mediation=mediation, chain=w.chain, partner=w.partners["podium24"])
        employer = make.EmployerFactory(chain=w.chain)
        page = f"/clienten/{person.number}/"
        sql(
            "update placement_employerevent set pgh_context = jsonb_build_object('why', %s::text) where id = %s",
            page,
            employer.pk,
        )
        make.LookFactory(chain=w.chain, client=None, asked=person.number, membership=w.staff["trainer"])
        sql("insert into chain_once (key, chain_id, membership_id, led_to, at, sent) values"
            " (gen_random_uuid(), %s, %s, %s, now(), '')", w.chain.pk, w.acting("lead"), page)  # fmt: skip
        found = approved(w, person)
        RightsRequest.objects.filter(client=person).update(status="withdrawn", closed_on=days_ago(1))
        Outbox.objects.create(
            chain=w.chain, topic="contact", payload={"clients": [person.pk, beside.pk]}, done_at="2020-01-01T00:00Z"
        )
        before, history = counts(beside.pk), sql("select count(*) from clients_clientevent where id = %s", beside.pk)
        assert len(list(ids_left(person.pk))) > 80
        words = [person.number, "Zonderspoor", "Zonderspoort", "Quirijn", index]
        assert {"clients_client", "clients_look", "chain_once", "placement_employerevent"} <= traces(words).keys()
    assert erase(found) == ["erased"]
    with trusted():
        assert traces(words) == {}
        assert list(ids_left(person.pk)) == []
        assert not sql("select 1 from clients_clientevent where id = %s", person.pk)
        assert not sql("select 1 from chain_outbox where payload::text ~ %s", rf"[^0-9]{person.pk}[^0-9]")
        assert not sql("select 1 from placement_workcard where id = %s", card.pk)
        assert not sql("select 1 from placement_cardoccupation where card_id = %s", card.pk)
        assert not sql("select 1 from placement_cardrequest where id = %s", asked.pk)
        assert not sql("select 1 from placement_cardrequestevent where id = %s", asked.pk)
        assert counts(beside.pk) == before
        assert sql("select count(*) from clients_clientevent where id = %s", beside.pk) == history
        found.refresh_from_db()
        assert found.carried_out_at
        assert found.proof["files"] == 1
        assert found.proof["rows"]["clients_step"] >= 2
        assert found.proof["rows"]["clients_look"] >= 1
        assert found.entries.get().number.startswith("#")


def test_a_second_run_finds_nothing_and_the_next_goes_on_where_one_was_ended(trusted):
    with trusted():
        w = world()
        found = approved(w, w["closed"], w["closed-step"])
        first, second = found.entries.order_by("pk").values_list("pk", flat=True)
    with role("snoer_eraser"), pytest.raises(ZeroDivisionError), transaction.atomic():
        erasure.erase(first, "default")
        raise ZeroDivisionError  # killed before the end of its transaction
    with role("snoer_eraser"):
        assert erasure.erase(first, "default") == "erased"
    with trusted():
        assert Client.objects.filter(pk=w["closed-step"].pk).exists()
        assert Erasure.objects.get().carried_out_at is None
        rows = Erasure.objects.get().proof["rows"]
    with role("snoer_eraser"):
        assert erasure.erase(first, "default") == "done"
        assert erasure.erase(second, "default") == "erased"
        assert erasure.erase(second, "default") == "done"
    with trusted():
        proof = Erasure.objects.get().proof
        assert (proof["files"], proof["digest"]) == (2, "x")
        assert proof["rows"]["clients_client"] == rows["clients_client"] + 1


def refused_to_erase(entry: int) -> None:
    with role("snoer_eraser"):
        with pytest.raises(ProgrammingError, match="not approved"), transaction.atomic():
            erasure.erase(entry, "default")


def test_only_what_another_than_the_proposer_approved_is_erased(trusted):
    with trusted():
        w = world()
        found = approved(w, w["closed"])
        entry = found.entries.get().pk
        Erasure.objects.update(approved_by=None, approved_at=None)
    refused_to_erase(entry)
    with trusted():
        Erasure.objects.update(approved_by=w.staff["privacy"].user, approved_at="2026-01-01T00:00Z",
                               withdrawn_at="2026-01-02T00:00Z")  # fmt: skip
    refused_to_erase(entry)
    with trusted():
        Erasure.objects.update(withdrawn_at=None)
        ErasureEntry.objects.update(act="keep", why_kept="bezwaar")
    refused_to_erase(entry)
    refused_to_erase(entry + 1000)
    with trusted():
        assert Client.objects.filter(pk=w["closed"].pk).exists()


@pytest.mark.parametrize(
    ("change", "became", "why"),
    [
        ({"closed_on": None}, "kept", "weer open"),
        ({"closed_on": days_ago(30)}, "kept", "niet voorbij"),
    ],
)
def test_a_file_that_came_back_or_is_not_past_its_date_any_more_stays_and_the_list_says_so(
    trusted, change, became, why
):
    with trusted():
        w = world()
        found = approved(w, w["closed"])
        Client.objects.filter(pk=w["closed"].pk).update(**change)
    assert erase(found) == [became]
    with trusted():
        assert Client.objects.filter(pk=w["closed"].pk).exists()
        entry = found.entries.get()
        assert (entry.act, why in entry.why_kept) == ("keep", True)
        assert Erasure.objects.get().carried_out_at


def test_a_file_of_which_the_person_asked_something_in_the_meantime_stays_with_its_own_reason(trusted):
    with trusted():
        w = world()
        found = approved(w, w["closed"], w["closed-step"])
        make.RightsRequestFactory(client=w["closed"])
    assert sorted(erase(found)) == ["erased", "kept"]
    with trusted():
        assert Client.objects.filter(pk=w["closed"].pk).exists()
        assert found.entries.get(client=w["closed"]).why_kept == "Er loopt een verzoek van de inwoner."
        assert Erasure.objects.get().carried_out_at


def test_what_is_still_to_be_counted_is_counted_first(trusted):
    with trusted():
        w = world()
        found = approved(w, w["closed"])
        Outbox.objects.create(chain=w.chain, topic="facts", payload={"clients": [w["closed"].pk]})
    assert erase(found) == ["later"]


def test_the_application_cannot_erase_and_the_eraser_cannot_read(trusted):
    with trusted():
        w = world()
        found = approved(w, w["closed"])
        entry = found.entries.get().pk
    for statement in (
        "delete from clients_client",
        f"select * from snoer_erase({entry})",
        "select snoer_list_done(1, '{}')",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sql(statement)
    with role("snoer_eraser"):
        for (table,) in sql("select tablename from pg_tables where schemaname = 'public'"):
            for verb in ("select", "insert", "update", "delete"):
                assert sql("select has_table_privilege(%s, %s)", table, verb) == [(False,)], (table, verb)
        mine = sql(
            "select proname from pg_proc where proname like 'snoer%%' and has_function_privilege(oid, 'execute')"
        )
        # The other two only rewrite a name that they are given: columns are made of them, before anybody's rights are laid.
        assert {name for (name,) in mine} == {"snoer_erase", "snoer_plain", "snoer_sort_name"}
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sql("select number from clients_client")
        assert sql("select rolsuper or rolbypassrls from pg_roles where rolname = current_user") == [(False,)]
        assert sql("select 1 from pg_class where pg_get_userbyid(relowner) = current_user") == []


def test_the_documents_go_from_the_disk_with_the_file(trusted, monkeypatch):
    gone: list[Any] = []
    monkeypatch.setattr(erasure, "discard", gone.append)
    with trusted():
        w = world()
        document = make.DocumentFactory(client=w["closed"], membership=w.staff["lead"])
        kept = make.DocumentFactory(client=w["step"], membership=w.staff["lead"])
        found = approved(w, w["closed"])
    assert erase(found) == ["erased"]
    assert gone == [document.stored]
    with trusted():
        assert list(Document.objects.values_list("pk", flat=True)) == [kept.pk]


def test_a_process_without_the_roles_address_erases_nothing_and_says_so(caplog, db):
    caplog.set_level("INFO")
    tasks.erase()
    assert "DATABASE_ERASER_URL is not set" in caplog.text
    with pytest.raises(CommandError, match="DATABASE_ERASER_URL"):
        call_command("erase")


@pytest.mark.django_db(transaction=True)
def test_the_command_signs_in_as_the_role_and_carries_out_what_was_approved(
    trusted, start: Callable, tmp_path, settings
):
    with trusted():
        w = world()
        found = approved(w, w["closed"])
    address = embedded.database_url(settings.TEST_FOLDER, "snoer_eraser", connection.settings_dict["NAME"])
    process = start("manage", "erase", DATABASE_ERASER_URL=address)
    assert process.wait(60) == 0, (tmp_path / "manage.log").read_text()
    assert "1 erased" in (tmp_path / "manage.log").read_text()
    with trusted():
        found.refresh_from_db()
        assert found.carried_out_at
        assert not Client.objects.filter(pk=w["closed"].pk).exists()
        assert not Closure.objects.filter(client_id=w["closed"].pk).exists()
        assert not Look.objects.filter(client_id=w["closed"].pk).exists()
        assert retention.state(found) == "done"
