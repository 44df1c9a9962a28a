"""Net 2: the definer functions, which see more than who calls them: they answer one's own, to those who may."""

import pytest

from chain import sql as ground
from chain.acting import NOBODY, acting_as
from chain.rowfunctions import FUNCTIONS
from chain.rowsecurity import ids_of_vocabulary
from clients import bsn
from clients import sql as record
from clients.models import Client
from reporting import sql as counted
from tests.attacks import refused, sql
from tests.factories import ClientFactory, IdentityFactory, MailFactory, a_bsn, days_ago
from tests.world import SEEN_BY_ANNEX, STAFF, World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        for name in ("step", "unknown", "mtb", "closed", "foreign"):
            w[name].last_name = f"Janssen{name}"
            Client.objects.filter(pk=w[name].pk).update(last_name=w[name].last_name)
        return w


def similar(word: str) -> set[str]:
    ids = [row[0] for row in sql("select client_id from snoer_alike(%s, 100)", [word])]
    names = set(Client.objects.filter(pk__in=ids).values_list("last_name", flat=True))
    assert len(names) == len(ids), "the bare function already answers one's own alone"
    return names


def test_a_search_for_misspellings_answers_ones_own_alone(w):
    for name, expected in [
        ("consultant", {"Janssenstep", "Janssenunknown", "Janssenmtb"}),
        ("lead", {"Janssenstep", "Janssenunknown", "Janssenmtb", "Janssenclosed"}),
        ("trainer", {"Janssenstep"}),
        ("coach", {"Janssenmtb"}),
        ("adviser", set()),
        ("policy", set()),
        ("admin", set()),
        ("stranger", {"Janssenforeign"}),
    ]:
        with acting_as(w.acting(name)):
            assert similar("jansenstep") <= expected, name
            found = [similar(f"janssen{word}") for word in ("step", "unknown", "mtb", "closed", "foreign")]
            assert set().union(*found) == expected, name
    with acting_as(NOBODY):
        assert not similar("janssenstep")
    with refused():
        similar("janssenstep")


def duplicates(bsn_index: str, name: str = "", birth: str = "1900-01-01") -> list:
    return sql("select number, reason from snoer_duplicates(%s, %s, %s::date)", bsn_index, name, birth)


def test_whether_somebody_is_on_record_is_answered_to_who_registers_by_number_and_in_the_own_chain(w, trusted):
    number = a_bsn(4711)
    with trusted():
        hidden = ClientFactory(chain=w.chain, last_name="Wolters", first_name="Karel", closed_on=days_ago(1))
        IdentityFactory(client=hidden, bsn=number, birth_date="1970-02-03")
        elsewhere = ClientFactory(chain=w.other_chain, last_name="Wolters", first_name="Karel")
        IdentityFactory(client=elsewhere, bsn=number, birth_date="1970-02-03")
    index = bsn.index(number, w.chain.slug)
    for name in ("consultant", "lead", "import"):
        with acting_as(w.acting(name)):
            assert duplicates(index) == [(hidden.number, "bsn")], name
            assert duplicates("", "wolters, karel", "1970-02-03") == [(hidden.number, "name")], name
            assert duplicates("", "wolters, karel", "1970-02-04") == []
            assert duplicates("", "", "1970-02-03") == []
            assert duplicates(bsn.index(number, w.other_chain.slug)) == []
    for name in set(STAFF) - {"consultant", "lead"}:
        with acting_as(w.acting(name)):
            assert duplicates(index) == [], name
            assert duplicates("", "wolters, karel", "1970-02-03") == [], name
    with acting_as(w.acting("stranger")):
        assert duplicates(index) == []
        assert duplicates(bsn.index(number, w.other_chain.slug)) == [(elsewhere.number, "bsn")]
    with refused():
        duplicates(index)


def test_a_temporary_table_does_not_shadow_what_the_functions_read(w):
    """The attack that opened all chains in the trial: definer functions that look for tables in pg_temp first."""
    with acting_as(w.acting("trainer")):
        for table in ("chain_membership", "chain_mandate", "chain_partner", "chain_chainmunicipality", "clients_client",
                      "clients_word", "clients_identity", "clients_involvement"):  # fmt: skip
            sql(f"create temporary table {table} (like public.{table})")
            sql(f"grant all on pg_temp.{table} to public")
        columns = "id, user_id, chain_id, partner_id, role, job, started_on, by_claims"
        for chain in (w.chain, w.other_chain):
            sql(
                f"insert into pg_temp.chain_membership ({columns}) values (%s, 1, %s, %s, 'system', '', '2000-01-01', '')",
                w.acting("trainer"), chain.pk, w.partners["szmh"].pk,
            )  # fmt: skip
        sql("select set_config('search_path', 'pg_temp, public', true)")
        rows = sql("select last_name from public.clients_client")
        assert {row[0] for row in rows} == {w[name].last_name for name in SEEN_BY_ANNEX}
        assert sql("select snoer_chains()") == [([w.chain.pk],)]
        assert set(sql("select snoer_reads()")[0][0]).isdisjoint({"benefit", "identity"})
        assert duplicates("x", "janssenstep, anna", "1980-05-17") == []
        sql("update public.clients_step set goal = 'geschiedenis' where client_id = %s", w["step"].pk)
        assert sql("select count(*) from public.clients_stepevent where goal = 'geschiedenis'") == [(1,)]


def test_a_function_of_ones_own_in_the_question_sees_ones_own_rows_alone(w):
    """Cheap, so that the planner would like to call it first; policies go before what is not leakproof."""
    with acting_as(w.acting("trainer")):
        sql("create temporary table spied (told text)")
        sql(
            "create function pg_temp.spy(told text) returns bool language plpgsql cost 0.0000001 as"
            " $$ begin insert into spied values (told); return true; end $$"
        )
        for table in ("clients_client", "clients_clientevent"):
            sql(f"select count(*) from {table} where pg_temp.spy(last_name)")
            told = {row[0] for row in sql("delete from spied returning told")}
            assert told >= {w[name].last_name for name in SEEN_BY_ANNEX}
            assert told <= {w[name].last_name for name in SEEN_BY_ANNEX} | SEEN_BY_ANNEX  # as they were called before


@pytest.mark.parametrize("name", sorted({f.split("(")[0] for f in FUNCTIONS | ids_of_vocabulary()}))
def test_nobody_acting_is_an_error_in_each_function_of_rights(w, name):
    if name in ("snoer_memberships_of", "snoer_system_membership", "snoer_found_chain", "snoer_today", "snoer_enter",
                "snoer_api_membership"):  # fmt: skip
        return  # asked before anybody acts; they tell a number (the last one what the policies then let through)
    with refused():
        sql(f"select {name}()")


def test_what_stays_behind_is_told_in_numbers_and_to_the_administrator_alone(w):
    trainer, annex = w.staff["trainer"].user_id, w.partners["annex"].pk
    behind, runs = "select * from snoer_left_behind(%s)", "select * from snoer_routed(%s, %s, null)"
    function = w.instrument.function
    for name in STAFF:
        with acting_as(w.acting(name)):
            assert (any(sql(behind, trainer)[0]), any(sql(runs, function, annex)[0])) == (
                (True, True) if name == "admin" else (False,) * 2
            )
    with acting_as(w.acting("stranger")):
        assert not any(sql(behind, trainer)[0]) and not any(sql(runs, function, annex)[0])


def test_how_much_mail_waits_is_told_in_ones_own_chain(w, trusted):
    with trusted():
        MailFactory(client=w["both"])
    waits = "select waits from snoer_mail_waiting(%s)"
    with acting_as(w.acting("adviser")):
        assert (sql(waits, w.chain.pk), sql(waits, w.other_chain.pk)) == ([(1,)], [(0,)])
    with acting_as(w.acting("stranger")):
        assert sql(waits, w.chain.pk) == [(0,)]


def test_each_function_of_the_record_is_tried_here_or_is_a_trigger():
    tried = {"snoer_alike", "snoer_duplicates", "snoer_end_sight", "snoer_registrar_chains"}
    # tests/clients: test_glass.py, test_closing.py, test_register.py
    tried |= {"snoer_break_glass", "snoer_close_file", "snoer_closed_file", "snoer_bring_back"}
    # tests/clients: test_terms_engine.py, test_bulk.py, test_handovers.py
    tried |= {"snoer_whole_file", "snoer_makes_whole_file"}  # tests/clients/test_whole_file.py
    tried |= {"snoer_keep_terms", "snoer_bulks", "snoer_pass_team"}
    tried |= {"snoer_left_behind", "snoer_routed", "snoer_works_elsewhere", "snoer_mail_waiting"}
    tried |= {"snoer_forget_uploads"}  # tests/clients/test_loading.py
    tried |= {"snoer_forget_sent", "snoer_renew_agreed"}  # tests/api/test_foundation.py, tests/chain/test_agreements.py
    tried |= {"snoer_due_files", "snoer_kept_until"}  # tests/clients/test_retention.py
    tried |= {"snoer_unusual_looks"}  # tests/clients/test_looks.py
    # tests/clients/test_unseen.py
    tried |= {"snoer_out_of_sight", "snoer_caseloads", "snoer_unseen_chains", "snoer_caseload_chains"}
    # tests/reporting: test_flow.py, test_paths.py
    tried |= {"snoer_benefit_flow", "snoer_file_flow", "snoer_step_flow", "snoer_ladder_flow", "snoer_paths"}
    tried |= {"snoer_report_files"}  # tests/reporting/test_files.py
    # tests/reporting: test_returns.py, test_programme_pages.py
    tried |= {"snoer_returns", "snoer_after_outflow", "snoer_on_benefit"}
    # tests/reporting: test_waiting.py, test_contributions.py
    tried |= {"snoer_waiting", "snoer_waited", "snoer_parts", "snoer_steps_before_outflow"}
    tried |= {"snoer_flaws", "snoer_quality_chains"}  # tests/reporting/test_quality.py
    # tests/reporting: test_analysis.py, test_analysis_people.py
    tried |= {"snoer_caseload", "snoer_caseload_crossed", "snoer_faceted"}
    answer_nothing = {"snoer_refresh_sight", "snoer_renew_statistics", "snoer_workdays_after"}
    definers = {name: body for name, body in ground.FUNCTIONS.items() if "security definer" in body}
    for signature, body in (definers | record.FUNCTIONS | counted.FUNCTIONS).items():
        assert signature.split("(")[0] in tried | answer_nothing or "returns trigger" in body, (
            f"{signature} is not attacked yet"
        )


def test_what_a_function_of_rights_keeps_it_keeps_for_the_statement(w, trusted):
    """And for the membership: whoever acts next in the same statement, or is let go, is asked anew."""
    trainer, consultant = w.acting("trainer"), w.acting("consultant")
    with acting_as(trainer):
        own = sql("select snoer_partners()")[0][0]
        asked = "select snoer_partners(), set_config('snoer.membership_id', %s, true), snoer_partners()"
        ((first, _membership, second),) = sql(asked, str(consultant))
        assert (first, second) == (own, sql("select snoer_partners()")[0][0])
        assert first != second
        sql("select set_config('snoer.membership_id', %s, true)", str(trainer))
        sql(
            "select set_config('snoer.kept_chains', %s || '@' || statement_timestamp() || '|{1,2,3}', true)",
            str(trainer),
        )
        assert sql("select snoer_chains()") == [([w.chain.pk],)]
        with trusted():
            sql("update chain_membership set ended_on = snoer_today() - 1 where id = %s", trainer)
        assert sql("select snoer_chains()") == [([],)]
