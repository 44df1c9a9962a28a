"""Net 2 of access.md attacked: who sees which rows, with nobody acting, from another chain, by foreign keys."""

import datetime as dt
import threading

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from chain import embedded, rowrules, rowsecurity
from chain.acting import NOBODY, acting_as, memberships_of, system_membership
from chain.models import Chain, Counter, Mandate, Membership, Once, Outbox, Partner
from clients.models import BenefitPeriod, Client, Identity, Note, Residence, Step, Word
from tests.attacks import NOT_UNIQUE, REFUSED, refused, sql
from tests.factories import (
    BenefitPeriodFactory,
    ClientFactory,
    EmployerFactory,
    IdentityFactory,
    MembershipFactory,
    NoteFactory,
    OnceFactory,
    ResidenceFactory,
    StepFactory,
    TeamMemberFactory,
    UserFactory,
    days_ago,
)
from tests.world import OPEN_IN_SZMH, SEEN_BY_ANNEX, STAFF, World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


def seen() -> set[str]:
    return set(Client.objects.values_list("last_name", flat=True))


# The ground: which tables, which role.


def test_every_table_is_fenced_or_named_open(db):
    rows = sql(
        """select relname, relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner),
          (select count(*) from pg_policy p where polrelid = c.oid),
          has_table_privilege('snoer_app', oid, 'truncate,references,trigger')
        from pg_class c where relkind in ('r', 'p', 'v', 'm', 'f') and relnamespace = 'public'::regnamespace"""
    )
    assert {row[0] for row in rows if not (row[1] and row[4])} <= set(rowsecurity.OPEN), "tables in no list"
    for name, fenced, forced, owner, _policies, more in rows:
        assert owner == "snoer_owner", name
        assert not forced, name  # hides rows from the owner: keys over what breaks them, empty data migrations
        assert not more, name
        assert fenced != (name in rowsecurity.OPEN), name
    assert {model._meta.db_table for model in rowsecurity.fenced()} == {row[0] for row in rows if row[1]}


def test_every_model_says_its_kind_and_its_part(db):
    from chain.parts import PARTS

    for model in rowsecurity.models_with_tables():
        if model._meta.db_table in rowsecurity.OPEN:
            continue
        source = rowsecurity.tracked(model) or model
        assert source.row_security in rowrules.RULES, model
        if {"client", "derived", "step", "team", "note", "result", "shared"} & {source.row_security} or (
            source.row_security == "under_client"
        ):
            assert source.row_part in PARTS, model


def test_a_model_without_a_kind_cannot_be_laid():
    class Forgotten:
        class _meta:
            db_table = "forgotten"
            local_fields = ()

    with pytest.raises(AttributeError):
        rowsecurity.rules(Forgotten)


def test_definer_functions_look_in_no_temporary_schema_first_and_are_not_for_everybody(db):
    rows = sql(
        """select proname, proconfig, proacl::text, pg_get_userbyid(proowner) from pg_proc
        where pronamespace = 'public'::regnamespace and prosecdef"""
    )
    assert len(rows) > 20
    for name, setting, rights, owner in rows:
        assert owner == "snoer_owner", name
        assert setting and setting[0].endswith("pg_temp"), name
        if name.startswith("snoer"):
            assert "{=X" not in rights and ",=X" not in rights, name


def test_a_function_that_an_earlier_release_laid_is_taken_away(trusted):
    with trusted():
        sql("create function snoer_of_before(a text) returns text language sql security definer as 'select a'")
        sql("create function snoer_today(a int) returns date language sql as 'select current_date'")
        before = set(sql("select oid::regprocedure::text from pg_proc where proname like 'snoer%'"))
        rowsecurity.apply(connection)
        after = set(sql("select oid::regprocedure::text from pg_proc where proname like 'snoer%'"))
    assert before - after == {("snoer_of_before(text)",), ("snoer_today(integer)",)}
    assert not after - before


def test_a_function_that_answered_otherwise_in_an_earlier_release_is_laid_anew_with_its_policies(trusted):
    policies = "select count(*) from pg_policies where schemaname = 'public'"
    with trusted():
        before = sql(policies)
        sql("drop function snoer_chains() cascade")
        sql("create function snoer_chains() returns text language sql as 'select null::text'")
        assert sql(policies) < before
        rowsecurity.apply(connection)
        assert sql("select pg_get_function_result('snoer_chains()'::regprocedure)") == [("bigint[]",)]
        assert sql(policies) == before


def test_laying_the_fence_again_changes_nothing(trusted):
    laid = []
    with trusted():
        rowsecurity.apply(connection, laid.append)
    assert not laid


def test_the_application_is_an_honest_role(db):
    rowsecurity.check_role(connection)
    assert sql(
        "select current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, has_schema_privilege('public', 'create'),"
        " (select count(*) from pg_auth_members where member = r.oid) from pg_roles r where rolname = current_user"
    ) == [("snoer_app", False, False, False, False, False, 0)]


@pytest.mark.parametrize(
    "role",
    [
        "create role bad superuser",
        "create role bad bypassrls",
        "create role bad; grant snoer_owner to bad",
        "create role good; grant snoer_owner to good; create role bad; grant good to bad",
        "create role good bypassrls; create role bad noinherit; grant good to bad",
        "create role bad; grant create on schema public to bad; alter table clients_note owner to bad",
    ],
    ids=[
        "superuser",
        "bypassrls",
        "member of the owner",
        "member of a member",
        "member of bypassrls",
        "owner of a table",
    ],
)
def test_a_role_that_policies_do_not_hold_is_refused_at_the_start(db, role):
    with transaction.atomic():
        sql("set local role postgres")
        sql(role)
        sql("set local role bad")
        with pytest.raises(rowsecurity.UnsafeRole):
            rowsecurity.check_role(connection)
        transaction.set_rollback(True)


def test_the_owner_is_refused_at_the_start(trusted):
    with trusted(), pytest.raises(rowsecurity.UnsafeRole):
        rowsecurity.check_role(connection)


def real_connection() -> psycopg.Connection:
    """Signed in as the application itself, as in production; the tests' own connection is a superuser in its clothes."""
    address = embedded.database_url(settings.TEST_FOLDER, "snoer_app", connection.settings_dict["NAME"])
    return psycopg.connect(address.replace("postgres://", "postgresql://"), autocommit=True)


def test_the_application_cannot_become_somebody_else(db):
    with real_connection() as app:
        for role in ("snoer_owner", "postgres", "snoer_eraser"):
            for form in (f"set role {role}", f"set session authorization {role}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(form)
        for form in ("reset role", "set role none", "discard all"):
            app.execute(form)
            assert app.execute("select current_user").fetchone() == ("snoer_app",)
        app.execute("set row_security = off")  # makes a filtered statement an error, not an open one
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("select * from clients_client")


def test_the_application_changes_no_tables_functions_or_policies(db):
    with real_connection() as app:
        for attack in (
            "create table t (a int)",
            "alter table clients_client disable row level security",
            "drop policy app_select on clients_client",
            "create policy mine on clients_client using (true)",
            "alter table clients_client disable trigger all",
            "create or replace function snoer_chains() returns bigint[] language sql as 'select array[1::bigint]'",
            "truncate clients_look",
            "copy clients_client to program 'cat'",
            "copy (select 1) to '/tmp/snoer-attack'",
            "select pg_read_file('/etc/passwd')",
            "select last_value from clients_client_id_seq",
            "select nextval('clients_client_id_seq')",
            "set session_replication_role = replica",
            "create extension dblink",
            "grant snoer_owner to snoer_app",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(attack)


def test_statistics_show_no_values_of_fenced_tables(db):
    with real_connection() as app:
        assert app.execute("select count(*) from pg_stats where tablename = 'clients_client'").fetchone() == (0,)


# Nobody is acting.


@pytest.mark.django_db(transaction=True)
def test_nobody_acting_is_an_error_in_a_fresh_connection_and_in_a_used_one(trusted):
    with trusted():
        w = world()
        with_rows = [model for model in rowsecurity.fenced() if model._base_manager.exists()]
    assert len(with_rows) > 20
    connection.close()
    for _fresh_then_used in range(2):
        for model in with_rows:
            with refused() as refusal:
                model._base_manager.count()
            assert "nobody is acting" in refusal.said, model
        for attack in ("update clients_client set last_name = 'x'", "delete from clients_residence"):
            with refused():
                sql(attack)
        with acting_as(w.acting("consultant")):
            assert seen() == OPEN_IN_SZMH


def test_signed_out_is_somebody_who_sees_nothing(w):
    with acting_as(NOBODY):
        for model in rowsecurity.fenced():
            assert not model._base_manager.exists(), model


def test_a_membership_that_is_not_there_sees_nothing_and_rubbish_is_an_error(w):
    with acting_as(987654321):
        assert not seen()
    for rubbish in ("x", "1; select 1", " "):
        with refused("22P02"):
            sql("select set_config('snoer.membership_id', %s, true)", rubbish)
            seen()


# Who sees what.

EXPECTED = {
    "consultant": OPEN_IN_SZMH,
    "lead": OPEN_IN_SZMH | {"closed", "closed-step"},
    "manager": OPEN_IN_SZMH,
    "privacy": OPEN_IN_SZMH | {"closed", "closed-step"},
    "admin": set(),
    "trainer": SEEN_BY_ANNEX,
    "annex_manager": SEEN_BY_ANNEX,
    "annex_consultant": SEEN_BY_ANNEX,
    "coach": {"mtb", "both"},
    "adviser": set(),
    "podium24_manager": set(),
    "policy": set(),
    "coordinator": set(),
    "annex_coordinator": set(),
    "archivist": {"closed", "closed-step"},
    "stranger": {"foreign"},
    "at_szmh": OPEN_IN_SZMH,
    "at_mtb": {"mtb", "both"},
    "count": OPEN_IN_SZMH | {"closed", "closed-step"},
    "other_count": {"foreign"},
}


def test_who_sees_whom(w):
    assert set(STAFF) <= set(EXPECTED)
    for name, expected in EXPECTED.items():
        with acting_as(w.acting(name)):
            assert seen() == expected, name
            # and so through net 1, which lists use
            assert set(Client.objects.visible_to(w.staff[name]).values_list("last_name", flat=True)) == expected, name
            assert Word.objects.values("client").distinct().count() == len(expected), name


def test_two_memberships_do_not_add_up(w):
    assert set(memberships_of(w.both_ways.pk)) == {w.acting("at_szmh"), w.acting("at_mtb")}
    with acting_as(w.acting("at_mtb")):
        assert seen() == {"mtb", "both"}
        assert not BenefitPeriod.objects.exists() and not Identity.objects.exists()
        with refused():
            BenefitPeriodFactory(client=w["mtb"])


def test_a_membership_holds_from_its_first_day_to_its_last(w, trusted):
    member = w.staff["consultant"]
    for started, ended, holds in [
        (days_ago(0), None, True),
        (days_ago(-1), None, False),  # starts tomorrow
        (days_ago(9), days_ago(0), True),  # its last day is today
        (days_ago(9), days_ago(-1), True),
        (days_ago(9), days_ago(1), False),  # ended yesterday
    ]:
        with trusted():
            Membership.objects.filter(pk=member.pk).update(started_on=started, ended_on=ended)
        with acting_as(member.pk):
            assert bool(seen()) is holds, (started, ended)
        assert (member.pk in memberships_of(member.user_id)) is holds


def test_a_membership_that_is_ended_by_the_administrator_sees_nothing_at_once(w):
    with acting_as(w.acting("admin")):
        assert Membership.objects.filter(pk=w.acting("consultant")).update(ended_on=days_ago(1)) == 1
    with acting_as(w.acting("consultant")):
        assert not seen() and not Membership.objects.exists()


def test_the_mandate_for_the_person_makes_the_point_of_contact_by_day_and_municipality(w, trusted):
    with trusted():
        contact = Mandate.objects.get(partner=w.partners["szmh"])
        contact.municipality = w.vaals
        contact.save()
        ClientFactory(chain=w.chain, last_name="in vaals", lives=w.vaals)
        ClientFactory(chain=w.chain, last_name="lives nowhere yet")
    with acting_as(w.acting("consultant")):
        assert seen() == {"in vaals", "lives nowhere yet"}
    with trusted():
        ResidenceFactory(
            client=w["moved"], municipality=w.vaals, started_on=dt.date(2001, 1, 1), ended_on=dt.date(2002, 1, 1)
        )

    with acting_as(w.acting("consultant")):
        assert seen() == {"in vaals", "lives nowhere yet", "moved"}  # lived there once
    with trusted():
        contact.ended_on = days_ago(1)
        contact.save()
    with acting_as(w.acting("consultant")):
        assert not seen()


# Sub-units and succession.


def test_a_partner_acts_for_its_sub_units_and_not_the_other_way_round(w, trusted):
    with trusted():
        unit = Partner.objects.create(chain=w.chain, code="annex-unit", name="Eenheid", parent=w.partners["annex"])
        StepFactory(client=w["unknown"], partner=unit, instrument=w.instrument)
        inside = MembershipFactory(partner=unit, role="trainer")
    with acting_as(w.acting("trainer")):
        assert seen() == SEEN_BY_ANNEX | {"unknown"}
        assert Step.objects.filter(client=w["unknown"]).update(goal="Werkritme") == 1
    with acting_as(inside.pk):
        assert seen() == {"unknown"}
        assert Step.objects.update(goal="Werkritme") == 1


def test_a_successor_sees_its_predecessors_people_from_its_day_on(w, trusted):
    annex, mtb = w.partners["annex"], w.partners["mtb"]
    for day, successor_sees in [(None, {"mtb", "both"}), (days_ago(-1), {"mtb", "both"}), (days_ago(0), None)]:
        with trusted():
            Partner.objects.filter(pk=annex.pk).update(succeeded_by=mtb, succeeded_on=day)
        with acting_as(w.acting("coach")):
            assert seen() == (successor_sees or SEEN_BY_ANNEX | {"mtb"}), day
        with acting_as(w.acting("trainer")):  # the predecessor's own staff go on until their membership ends
            assert seen() == SEEN_BY_ANNEX, day
    with acting_as(w.acting("coach")):
        assert Step.objects.filter(pk=w.steps["step"].pk).update(goal="Werkritme") == 1
        assert Step.objects.get(pk=w.steps["step"].pk).partner == annex  # it keeps the partner of its day


def test_a_step_keeps_the_sight_of_a_partner_whose_mandate_for_the_person_has_ended(w, trusted):
    with trusted():
        StepFactory(client=w["unknown"], partner=w.partners["szmh"], instrument=w.instrument)
        Mandate.objects.filter(partner=w.partners["szmh"]).update(ended_on=days_ago(1))
    with acting_as(w.acting("consultant")):
        assert seen() == {"unknown"}


# Memberships and vocabulary.


def test_nobody_gives_themselves_a_membership(w):
    for name in ("consultant", "manager", "lead", "privacy", "coordinator"):
        with acting_as(w.acting(name)):
            with refused():
                MembershipFactory(user=w.staff[name].user, partner=w.partners["szmh"], role="lead_consultant")
            assert Membership.objects.update(role="lead_consultant") == 0
    with acting_as(w.acting("admin")):
        with refused():
            MembershipFactory(user=w.staff["admin"].user, partner=w.partners["szmh"], role="consultant")
        assert Membership.objects.filter(pk=w.acting("admin")).update(role="lead_consultant") == 0
        MembershipFactory(user=w.staff["coach"].user, partner=w.partners["szmh"])
        with refused():
            MembershipFactory(user=w.staff["stranger"].user, partner=w.partners["other"])
        with refused():
            sql("delete from chain_membership")


def test_an_administrator_makes_no_systems(w):
    with acting_as(w.acting("admin")):
        with refused():
            MembershipFactory(chain=w.chain, job="mine", user=UserFactory())
        with refused():
            Membership.objects.filter(pk=w.acting("coach")).update(role="system", partner=None)
        assert Membership.objects.filter(pk=w.acting("count")).update(user=w.staff["coach"].user) == 0


def test_a_membership_is_of_a_partner_of_its_own_chain(w):
    with acting_as(w.acting("admin")), refused():
        MembershipFactory(user=w.staff["coach"].user, chain=w.chain, partner=w.partners["other"])


def test_vocabulary_is_read_by_all_of_the_chain_and_written_by_its_administrator(w):
    for name in [*STAFF, "at_mtb", "count"]:
        with acting_as(w.acting(name)):
            assert set(Partner.objects.values_list("chain", flat=True)) == {w.chain.pk}, name
            writes = name in ("admin", "count")
            assert Partner.objects.filter(code="mtb").update(colour="mtb") == writes, name
            if not writes:
                with refused():
                    Mandate.objects.create(
                        chain=w.chain, partner=w.partners["mtb"], function="person", started_on=days_ago(9), basis="x"
                    )
    with acting_as(w.acting("admin")), refused():
        Mandate.objects.create(
            chain=w.other_chain, partner=w.partners["other"], function="person", started_on=days_ago(9), basis="x"
        )


def test_a_mandate_names_a_partner_of_its_own_chain(w):
    with acting_as(w.acting("admin")), refused():
        Mandate.objects.create(
            chain=w.chain, partner=w.partners["other"], function="person", started_on=days_ago(9), basis="x"
        )


def test_the_application_makes_and_changes_no_chains(w):
    with acting_as(w.acting("admin")):
        for attack in ("update chain_chain set name = 'x'", "delete from chain_chain"):
            with refused():
                sql(attack)
        with refused():
            Chain.objects.create(slug="mine", name="Mijn")
        assert Chain.objects.count() == 2  # their names are no secret


def test_a_job_has_a_membership_per_chain(w):
    assert system_membership(w.chain, "count") == w.acting("count")
    assert system_membership(w.other_chain, "count") == w.acting("other_count")
    with pytest.raises(Membership.DoesNotExist):
        system_membership(w.chain, "nonsense")


# Chains, foreign ids, wrong chains.


def test_a_foreign_id_reads_like_one_that_is_not_there(w):
    """Nothing that is said tells whether the id exists: for those of a partner, and for a job that sees a whole chain."""
    for name in ("consultant", "lead", "count", "import"):
        with acting_as(w.acting(name)):
            told = set()
            for client_id in (w["foreign"].pk, 999_999_999):
                with refused() as refusal:
                    BenefitPeriod.objects.create(
                        client_id=client_id, chain=w.chain, scheme="ioaw", level="full", started_on=days_ago(1)
                    )
                told.add(refusal.said)
                with refused() as refusal:
                    BenefitPeriod.objects.create(
                        client_id=client_id, chain=w.other_chain, scheme="ioaw", level="full", started_on=days_ago(1)
                    )
                told.add(refusal.said)
            assert len(told) == 1, told


def test_what_lies_under_a_client_cannot_be_moved_to_another_chain(w):
    with acting_as(w.acting("consultant")):
        Residence.objects.get(client=w["moved"], municipality=w.elsewhere)
        for change in ({"chain": w.other_chain}, {"client": w["foreign"]}, {"client_id": 999_999_999}):
            with refused():
                Residence.objects.filter(client=w["moved"]).update(**change)
            with refused():
                Step.objects.filter(client=w["both"]).update(**change)


def test_a_row_names_no_step_partner_instrument_or_employer_of_elsewhere(w, trusted):
    """Foreign keys are checked as the owner: without more they would take any id that exists, and so tell that it does."""
    with trusted():
        employer = EmployerFactory(chain=w.other_chain)
    with acting_as(w.acting("consultant")):
        for wrong in (
            {"partner": w.partners["other"]},
            {"instrument": w.other_instrument},
        ):
            with refused():
                StepFactory(
                    **{"client": w["unknown"], "partner": w.partners["mtb"], "instrument": w.instrument} | wrong
                )
        with refused():
            TeamMemberFactory(client=w["unknown"], partner=w.partners["other"])
        placement = apps.get_model("placement", "Placement")
        for step in (w.steps["foreign"], w.steps["both"]):  # of another chain, of another client
            with refused():
                placement.objects.create(client=w["unknown"], chain=w.chain, step=step, form_of_work="regular")
        with refused():
            placement.objects.filter(client=w["placement"]).update(employer=employer)


def test_the_same_number_in_two_chains_tells_nothing(w):
    assert w["foreign"].number == "K-00001"
    with acting_as(w.acting("consultant")):
        assert Client.objects.filter(number="K-00001").get().chain == w.chain
    with acting_as(w.acting("stranger")):
        ClientFactory(chain=w.other_chain, number="K-00002")
        with refused():
            ClientFactory(chain=w.chain, number="K-00777")


def test_a_bsn_of_another_chain_is_not_noticed_and_one_of_the_own_chain_without_its_values(w, trusted):
    bsn = "123456782"
    with trusted():
        IdentityFactory(client=w["foreign"] if not hasattr(w["foreign"], "identity") else ClientFactory(
            chain=w.other_chain), bsn=bsn)  # fmt: skip
        hidden = ClientFactory(chain=w.chain, closed_on=days_ago(1), bsn=bsn)
    with acting_as(w.acting("consultant")):
        mine = ClientFactory(chain=w.chain)
        with refused(NOT_UNIQUE) as refusal:
            IdentityFactory(client=mine, bsn=bsn)
        assert hidden.identity.bsn_index not in refusal.said and bsn not in refusal.said
        assert IdentityFactory(client=mine, bsn="111222333").bsn_index
    with trusted():
        indexes = Identity.objects.filter(client__chain=w.other_chain).values_list("bsn_index", flat=True)
        assert hidden.identity.bsn_index not in indexes  # keyed per chain


def test_only_the_point_of_contact_makes_clients(w):
    for name, may in [("consultant", True), ("lead", True), ("import", True), ("annex_consultant", False),
                      ("trainer", False), ("adviser", False), ("manager", False), ("privacy", False),
                      ("admin", False), ("policy", False), ("coordinator", False)]:  # fmt: skip
        with acting_as(w.acting(name)):
            if may:
                made = ClientFactory(chain=w.chain)
                ResidenceFactory(client=made, municipality=w.maastricht)
            else:
                with refused():
                    ClientFactory(chain=w.chain)
            with refused():
                ClientFactory(chain=w.other_chain)


def test_no_client_is_deleted_by_the_application(w):
    for name in ("consultant", "lead", "import", "admin"):
        with acting_as(w.acting(name)), refused():
            sql("delete from clients_client")


# What jobs and forms need.


def test_numbers_are_taken_in_the_own_chain_by_those_who_write_clients(w, trusted):
    with trusted():
        for chain in (w.chain, w.other_chain):
            Counter.objects.create(chain=chain, series="client", next=1)
    for name, may in [("consultant", 1), ("import", 1), ("trainer", 0), ("adviser", 0), ("policy", 0), ("manager", 0)]:
        with acting_as(w.acting(name)):
            assert Counter.objects.update(next=2) == may, name
            if name != "import":
                with refused():
                    Counter.objects.create(chain=w.chain, series="other", next=1)


def test_a_one_time_key_is_its_memberships_own(w, trusted):
    with trusted():
        key = OnceFactory(membership=w.staff["trainer"], led_to="/clienten/K-00001/").key
    with acting_as(w.acting("consultant")):
        assert not Once.objects.exists()
        assert Once.objects.update(led_to="/elsewhere/") == 0
        with refused(NOT_UNIQUE):
            OnceFactory(membership=w.staff["consultant"], key=key)
        with refused():
            OnceFactory(membership=w.staff["trainer"])
        with refused():
            sql("delete from chain_once")
    with acting_as(w.acting("trainer")):
        assert Once.objects.get().led_to == "/clienten/K-00001/"


def test_the_outbox_is_filled_by_all_and_emptied_by_the_system(w):
    with acting_as(w.acting("trainer")):
        Outbox.objects.create(chain=w.chain, topic="told", payload={"event": 1})
        assert Outbox.objects.update(done_at=dt.datetime.now(dt.UTC)) == 0
        sql("delete from chain_outbox")
        assert Outbox.objects.exists()
        with refused():
            Outbox.objects.create(chain=w.other_chain, topic="told", payload={"event": 1})
    with acting_as(w.acting("count")):
        assert Outbox.objects.update(done_at=dt.datetime.now(dt.UTC)) > 0
        assert set(Outbox.objects.values_list("chain", flat=True)) == {w.chain.pk}


# Notes, and steps of another partner.


def test_a_note_for_the_own_organisation_is_read_by_it_alone(w, trusted):
    with trusted():
        for name in ("trainer", "coach", "consultant"):
            for audience in ("chain", "partner"):
                NoteFactory(client=w["both"], membership=w.staff[name], audience=audience, text=f"{name} {audience}")
    for name, own in [("trainer", {"trainer partner"}), ("coach", {"coach partner"}), ("consultant", {"consultant partner"}),
                      ("lead", {"consultant partner"}), ("annex_consultant", {"trainer partner"}),
                      ("adviser", None), ("stranger", None), ("manager", None)]:  # fmt: skip
        with acting_as(w.acting(name)):
            expected = set() if own is None else {"trainer chain", "coach chain", "consultant chain"} | own
            assert set(Note.objects.values_list("text", flat=True)) == expected, name
            told = apps.get_model("clients", "NoteEvent").objects.values_list("text", flat=True)
            assert set(told) == expected, name


def test_the_history_of_a_note_is_read_by_those_who_read_the_note_now(w):
    history = apps.get_model("clients", "NoteEvent").objects
    with acting_as(w.acting("trainer")):
        note = NoteFactory(client=w["both"], membership=w.staff["trainer"], text="too much said")
        note.audience, note.text = "partner", "less"
        note.save()
        assert history.count() == 2
    with acting_as(w.acting("coach")):
        assert not history.exists()


def test_a_note_is_written_and_corrected_by_its_author_alone(w):
    with acting_as(w.acting("trainer")):
        note = NoteFactory(client=w["both"], membership=w.staff["trainer"])
        for wrong in (
            {"membership": w.staff["coach"]},
            {"author": w.staff["coach"].user},
            {"partner": w.partners["mtb"]},
        ):
            with refused():
                NoteFactory(**{"client": w["both"], "membership": w.staff["trainer"]} | wrong)
        assert Note.objects.update(text="better said") == 1
        with refused():
            sql("delete from clients_note")
    for name in ("annex_consultant", "coach", "consultant", "lead", "count"):
        with acting_as(w.acting(name)):
            assert Note.objects.filter(pk=note.pk).update(text="forged") == 0, name


def test_a_step_is_written_by_its_partner_and_by_the_point_of_contact(w):
    step = Step.objects.filter(pk=w.steps["both-mtb"].pk)
    for name, may in [("coach", 1), ("consultant", 1), ("lead", 1), ("import", 1), ("trainer", 0), ("annex_consultant", 0),
                      ("manager", 0), ("adviser", 0), ("stranger", 0), ("policy", 0)]:  # fmt: skip
        with acting_as(w.acting(name)):
            assert step.update(goal=name) == may, name
    with acting_as(w.acting("trainer")):
        with refused():  # plans one for another
            StepFactory(client=w["both"], partner=w.partners["mtb"], instrument=w.instrument)
        with refused():  # hands its own to another
            Step.objects.filter(pk=w.steps["both"].pk).update(partner=w.partners["mtb"])
        StepFactory(client=w["both"], partner=w.partners["annex"], instrument=w.instrument)
    with acting_as(w.acting("consultant")):
        StepFactory(client=w["both"], partner=w.partners["mtb"], instrument=w.instrument)


def test_a_step_is_never_deleted(w):
    for name in ("coach", "consultant", "lead"):
        with acting_as(w.acting(name)), refused():
            sql("delete from clients_step")


def test_the_case_team_is_chosen_by_the_point_of_contact(w):
    for name, may in [("consultant", True), ("trainer", False), ("annex_consultant", False), ("manager", False)]:
        with acting_as(w.acting(name)):
            if may:
                TeamMemberFactory(client=w["both"], partner=w.partners["podium24"])
            else:
                with refused():  # neither brings in another nor stays by itself
                    TeamMemberFactory(client=w["both"], partner=w.partners["podium24"])
                with refused():
                    TeamMemberFactory(client=w["both"], partner=w.partners["annex"])


# Many at once.


@pytest.mark.django_db(transaction=True)
def test_connections_that_are_used_in_turn_carry_no_membership_over(trusted):
    with trusted():
        w = world()
    expected = {"consultant": OPEN_IN_SZMH, "trainer": SEEN_BY_ANNEX, "coach": {"mtb", "both"}, "stranger": {"foreign"}}
    wrong: list = []

    def work(name: str) -> None:
        try:
            for turn in range(25):
                with acting_as(w.acting(name)):
                    if seen() != expected[name]:
                        wrong.append(name)
                    if turn % 5 == 0:
                        transaction.set_rollback(True)
                if turn % 3 == 0:
                    try:
                        seen()
                        wrong.append("nobody")
                    except Exception as error:
                        if getattr(error.__cause__, "sqlstate", None) != REFUSED:
                            wrong.append(error)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in list(expected) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
