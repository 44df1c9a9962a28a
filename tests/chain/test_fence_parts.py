"""Net 2 by part of the file: every table times every function, by reading and by writing, one row of each."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from chain import rowsecurity
from chain.acting import acting_as
from chain.parts import (
    ARCHIVE,
    CONTACT_READS,
    CONTACT_WRITES,
    GLASS,
    MANDATE_READS,
    OUTSIDE,
    PARTS,
    ROLES,
    STEERS,
    WIDE,
)
from clients.models import Event
from tests import factories as make
from tests.attacks import refused, sql
from tests.factories import days_ago
from tests.world import STAFF, World, world

# Functions that see no open file by relation (the glass and the archive have tests of their own), and who of the point of
# contact sees the client at all.
BY_GLASS = GLASS | ARCHIVE
CONTACT_SEES = PARTS["client"].read - BY_GLASS
# Who reads the tables that have no part of their own; a table with neither a part nor a place here fails.
ALL_OF_THE_CHAIN = {"vocabulary", "membership", "counter", "outbox", "jobrun"}
EXACT = {"counted"}  # all within the chain
STEERING = {"edition", "outside"}  # who steers; who stands outside the chain reads what was published
# (role, whether of the point of contact) -> name of somebody in the world
SOMEBODY = {(role, code == "szmh"): name for name, (code, role) in STAFF.items()} | {
    ("system", False): "count",
    ("alderman", False): "alderman",
    ("archive", False): "archive_elsewhere",
    ("privacy", False): "privacy_elsewhere",
}


@pytest.fixture
def w(trusted) -> World:
    """The world, with in every table at least one row under or beside a client whom Annex, MTB and Podium24 know."""
    with trusted():
        w = world()
        for role in ("archive", "privacy"):
            w.staff[f"{role}_elsewhere"] = make.MembershipFactory(partner=w.partners["beleid"], role=role)
        client, annex = w["both"], w.staff["trainer"]
        for code in ("podium24", "beleid"):
            make.TeamMemberFactory(client=client, partner=w.partners[code])
        step = w.steps["both"]
        make.ContactFactory(client=client)
        make.CapacityFactory(client=client)
        make.TargetGroupFactory(client=client)
        make.BenefitPeriodFactory(client=client)
        make.ObservationFactory(step=step, author=annex.user)
        make.NoteFactory(client=client, membership=annex)
        make.EventFactory(client=client, partner=annex.partner, author=annex.user)
        make.LookFactory(client=client, membership=annex)
        intake = make.IntakeFactory(client=client, step=step, author=annex.user)
        placement = make.PlacementFactory(
            client=client, step__partner=annex.partner, step__instrument=w.work, employer=None
        )
        make.BenefitProposalFactory(placement=placement, proposed_by=annex.user)
        programme = make.ProgrammeFactory(chain=w.chain)
        make.TargetFactory(programme=programme)
        make.TallyFactory(programme=programme)
        make.ResultFactory(programme=programme, client=client, municipality=w.maastricht)
        make.CellFactory(programme=programme)
        make.ErasedCellFactory(programme=programme)
        for factory in (make.CostFactory, make.SavingFactory, make.ShareFactory):
            factory(programme=programme)
        report = make.ReportFactory(programme=programme, author=w.staff["policy"].user)
        make.OutsideReportFactory(report=report)
        make.ReportFileFactory(membership=annex)
        make.FacetFactory(client=client)
        make.FlawFactory(client=client)
        make.CounterFactory(chain=w.chain)
        make.OutboxFactory(chain=w.chain)
        make.JobRunFactory(chain=w.chain)
        make.OnceFactory(membership=annex)
        own = {"partner": annex.partner, "author": annex.user}
        plan = make.PlanFactory(client=client)
        goal = make.PlanGoalFactory(plan=plan)
        make.AgreementFactory(plan=plan, partner=annex.partner)
        make.PlanVersionFactory(plan=plan, **own)
        make.EvaluationFactory(plan=plan, **own)
        referral = make.ReferralFactory(
            client=client, partner=annex.partner, asked_by=w.partners["szmh"], plan_goal=goal
        )  # fmt: skip
        make.ReferralLineFactory(referral=referral, **own)
        make.TaskFactory(client=client, partner=annex.partner, made_by=annex.user)
        make.TermFactory(chain=w.chain)
        make.AssessmentFactory(client=client, definition=make.DefinitionFactory(chain=w.chain), **own)
        make.InvitationFactory(client=client, partner=annex.partner)
        make.ClosureFactory(client=client, reopened_on=days_ago(0))
        make.GlassFactory(client=client, membership=annex, at=timezone.now() - timedelta(days=9))
        make.DraftFactory(client=client, membership=annex)
        make.NewsFactory(client=client, partner=annex.partner)
        of_trust(w, client, annex)
        of_the_day(w, client, annex, own)
        of_diagnosis(w, client, intake, own)
        of_placement(w, placement, own)
        of_development(w, client, step, own)
    return w


def of_trust(w: World, client, annex) -> None:
    make.PartnerAgreementFactory(partner=annex.partner)
    make.IncidentFactory(chain=w.chain)
    make.UserActFactory(membership=annex)
    make.LookReviewFactory(looker=annex, client=client)
    make.ApiClientFactory(membership=w.staff["consultant"])
    make.UploadFactory(membership=annex)
    make.MappingFactory(partner=annex.partner)
    request = make.RightsRequestFactory(client=client)
    make.StatementFactory(client=client, request=request)
    make.DocumentFactory(client=client, membership=annex)
    make.RetentionRuleFactory(chain=w.chain)
    make.ErasureEntryFactory(client=client)


def of_the_day(w: World, client, annex, own: dict) -> None:
    make.LetterTemplateFactory(chain=w.chain)
    make.LetterFactory(client=client, **own)
    make.AppointmentFactory(client=client, partner=annex.partner, user=annex.user)
    make.MailFactory(client=client)
    handover = make.HandoverFactory(partner=annex.partner, giver=annex.user)
    make.HandoverPersonFactory(handover=handover, client=client)
    make.BulkLineFactory(bulk=make.BulkFactory(membership=annex), client=client)
    # As the trigger keeps it of who opens a file (a look of the world may have made it already).
    make.Recent.objects.get_or_create(client=client, chain=w.chain, membership=annex)


def of_diagnosis(w: World, client, intake, own: dict) -> None:
    make.IntakeSectionFactory(intake=intake, client=client, partner=own["partner"])
    make.LifeDomainFactory(intake=intake, client=client, **own)
    for factory in (make.WorkProfileFactory, make.TargetOccupationFactory, make.CompetenceFactory, make.EducationFactory,
                    make.CourseFactory, make.ExperienceFactory, make.LanguageFactory):  # fmt: skip
        factory(client=client)
    make.OutlookFactory(chain=w.chain, **own)
    make.PersonalOutlookFactory(client=client, **own)
    report = make.PracticalDiagnosisFactory(client=client, **own)
    make.DayObservedFactory(diagnosis=report, client=client, author=own["author"])
    make.CompetenceSeenFactory(diagnosis=report, client=client)
    make.FindingFactory(diagnosis=report, client=client, author=own["author"])
    make.IndicationFactory(client=client, **own)
    make.ExemptionFactory(client=client, **own)
    screening = make.ScreeningFactory(chain=w.chain, **own)
    make.ScreenerFactory(screening=screening, member=w.staff["consultant"])
    make.ScreeningEntryFactory(screening=screening, client=client)


def of_placement(w: World, placement, own: dict) -> None:
    chain, client = w.chain, placement.client
    employer = make.EmployerFactory(chain=chain)
    make.SiteFactory(employer=employer)
    make.ContactPersonFactory(employer=employer)
    make.EmployerContactFactory(employer=employer, **own)
    make.EmployerAgreementFactory(employer=employer, **own)
    make.OpennessFactory(employer=employer, author=own["author"])
    project = make.ProjectFactory(chain=chain, partner=own["partner"])
    make.ProjectEmployerFactory(project=project, employer=employer)
    make.CohortFactory(project=project)
    vacancy = make.VacancyFactory(chain=chain, employer=employer, **own)
    make.CandidateRequestFactory(vacancy=vacancy)
    make.RequirementFactory(vacancy=vacancy)
    make.CardOccupationFactory(card__chain=chain)
    mediation = make.MediationFactory(client=client, by=own["author"])
    make.CardRequestFactory(mediation=mediation, **own)
    make.SentCardFactory(introduction=make.IntroductionFactory(client=client, employer=employer, **own))
    make.WageTaskFactory(wage_value=make.WageValueFactory(placement=placement, author=own["author"]))
    make.WageSubsidyFactory(placement=placement)
    make.AmountFactory(chain=chain)
    make.PlacementCheckFactory(placement=placement, author=own["author"])
    make.CoachingUseFactory(coaching=make.CoachingFactory(placement=placement), author=own["author"])


def of_development(w: World, client, step, own: dict) -> None:
    chain = w.chain
    make.YieldFactory(instrument=w.instrument)
    make.ConditionFactory(instrument=w.instrument)
    place = make.LearningPlaceFactory(chain=chain, host=own["partner"])
    group = make.GroupFactory(chain=chain, partner=own["partner"], instrument=w.instrument)
    make.GroupCoachFactory(group=group)
    line = make.LearningLineFactory(chain=chain, partner=own["partner"])
    make.StationFactory(line=line, instrument=w.instrument)
    for factory in (make.LineTaskFactory, make.LineSchoolFactory, make.LineEmployerFactory):
        factory(line=line)
    make.StayFactory(step=step, place=place, asked_by=own["author"])
    make.AttendanceFactory(step=step, group=group, author=own["author"])
    for factory in (make.ExtensionFactory, make.PauseFactory, make.OnwardFactory, make.OutcomeFactory,
                    make.ActivationReasonFactory):  # fmt: skip
        factory(step=step, author=own["author"])
    make.SupportFactory(client=client, **own)
    make.CooperationSignalFactory(client=client, step=step, **own)


def serves(role: str, contact: bool, part: str = "cards") -> bool:
    """Whether somebody of the point of contact, or of who holds the mandate by which the part is read."""
    holder = {"employer": "podium24", "activation-place": "annex"}[MANDATE_READS[part]]
    return contact or role == "system" or STAFF.get(SOMEBODY[role, contact], ("",))[0] == holder


def keeps(role: str, contact: bool) -> bool:
    """Whether somebody reads and writes what is the point of contact's, as far as the function does."""
    return contact or role in WIDE


def of_annex(somebody: str) -> bool:
    return STAFF.get(somebody, ("", ""))[0] == "annex"


def part_of(model) -> str | None:
    return getattr(rowsecurity.tracked(model) or model, "row_part", None)


def kind_of(model) -> str:
    return (rowsecurity.tracked(model) or model).row_security


def rows_of_the_client(model, w: World):
    names = {field.name for field in model._meta.local_fields}
    rows = model._base_manager.all()
    if part_of(model) == "plan" and kind_of(model) == "of_partner" and "instrument" in names:
        return rows.filter(id=w.steps["both"].pk)
    if "client" in names:
        return rows.filter(client=w["both"])
    if kind_of(model) == "client":
        return rows.filter(id=w["both"].pk)
    return rows


def test_every_fenced_table_has_a_row_to_try(w, trusted):
    with trusted():
        for model in rowsecurity.fenced():
            assert rows_of_the_client(model, w).exists(), f"tests/chain/test_fence_parts.py makes no row of {model}"


def test_every_role_is_tried_at_the_point_of_contact_or_elsewhere():
    assert {role for role, _contact in SOMEBODY} == set(ROLES)


def test_a_function_reads_the_tables_of_its_parts_and_no_others(w):
    """Also in the history: a table of events is read like its own."""
    assert {somebody: _wrongly_read(w, *somebody) for somebody in SOMEBODY} == {somebody: [] for somebody in SOMEBODY}


def _wrongly_read(w: World, role: str, contact: bool) -> list:
    with acting_as(w.acting(SOMEBODY[role, contact])):
        wrong = []
        for model in rowsecurity.fenced():
            kind, part = kind_of(model), part_of(model)
            if kind in ALL_OF_THE_CHAIN:
                reads = True
            elif kind in EXACT:
                reads = role not in OUTSIDE
            elif kind in STEERING:
                reads = role in STEERS | {"system"}
            elif kind == "job":
                reads = role == "system"
            elif kind in ("once", "draft", "own", "opened"):
                reads = SOMEBODY[role, contact] == "trainer"
            elif kind == "of_colleagues":
                reads = role == "system" or (role in PARTS[part].read - BY_GLASS and of_annex(SOMEBODY[role, contact]))
            elif kind == "statement":  # of the part `plan`; and for who put it there
                reads = role in PARTS["plan"].read - BY_GLASS or (
                    keeps(role, contact) and role in PARTS[part].read - BY_GLASS
                )
            elif kind in ("told", "task", "document"):
                reads = role in PARTS["plan"].read - BY_GLASS
            elif kind == "flaw":
                reads = role in PARTS["profile"].read - BY_GLASS
            elif kind == "news":
                reads = role == "system" or of_annex(SOMEBODY[role, contact])
            elif kind == "glass":
                reads = SOMEBODY[role, contact] == "trainer" or role == "privacy" or (
                    (contact or role == "system") and role in CONTACT_SEES
                )  # fmt: skip
            elif kind == "log":
                reads = role in PARTS["looks"].read
            elif kind == "user_act":
                # of the trainer's, who reads it too
                reads = role in PARTS["looks"].read | {"admin", "system"} or SOMEBODY[role, contact] == "trainer"
            elif kind.startswith("erasure"):
                reads = role in PARTS[part].read and keeps(role, contact)
            elif kind.startswith("shared"):
                reads = role in PARTS[part].read
            elif kind in ("card", "card_request"):  # the one request is Annex's, whose role reads no cards
                reads = (
                    role in PARTS[part].read
                    and serves(role, contact)
                    and (kind == "card" or contact or role == "system")
                )
            elif kind in ("report", "report_day", "in_report", "finding"):  # a draft, and what stands in it
                reads = role in PARTS[part].read and (role == "system" or of_annex(SOMEBODY[role, contact]))
            else:
                reads = (
                    role in PARTS[part].read - BY_GLASS
                    and (part not in CONTACT_READS or keeps(role, contact))
                    and (part not in MANDATE_READS or serves(role, contact, part))
                )
            if rows_of_the_client(model, w).exists() != reads:
                wrong.append((model.__name__, "should be read" if reads else "is read"))
        return wrong


# A kind -> the functions that change a row of it which is Annex's own, where that is less than its part says.
CHANGES = {
    "vocabulary": {"admin", "system"},
    "membership": {"admin", "system"},
    "of_partner": "own",
    "subsidy": "own",
    "shared_said": "author",
    "card": set(),
    "shared_kept": set(),
    "card_request": "contact",
    "beside_step": "own",
    "referral": "own",
    "observation": "author",
    "proposal": "part",
    "of_contact": "contact",
    "statement": "contact",
    "document": set(),
    "erasure_entry": set(),
    "said": set(),
    "assessment": set(),
    "section": "own",
    "report": "of its partner",
    "in_report": "of its partner",
    "finding": "of its partner",
    "report_day": "author",
    "attended": {"trainer"},  # who marks stands with it: another would have to put in their own name
    "support": "own",
    "cooperation": "own signal",
    "glass": set(),
    "note": "author",
    "letter": "author",
    "mail": {"system"},
    "opened": set(),
    "counted": {"system"},
    "job": {"system"},
    "flaw": {"system"},
    "edition": {"policy", "coordinator", "system"},
    "outside": {"policy", "coordinator", "system"},
    "result": {"system"},
    "jobrun": {"system"},
    "outbox": {"system"},
    "derived": set(),
    "told": set(),
    "log": set(),
    "user_act": set(),
}


def test_a_function_changes_the_tables_of_its_parts_and_no_others(w):
    assert {somebody: _wrongly_changed(w, *somebody) for somebody in SOMEBODY} == {
        somebody: [] for somebody in SOMEBODY
    }


def _wrongly_changed(w: World, role: str, contact: bool) -> list:
    somebody = SOMEBODY[role, contact]
    annex, system = STAFF.get(somebody, ("", ""))[0] == "annex", role == "system"
    with acting_as(w.acting(somebody)):
        wrong = []
        for model in rowsecurity.fenced():
            kind, part = kind_of(model), part_of(model)
            if rowsecurity.tracked(model):
                writes = False
            elif kind in ("once", "draft", "own"):
                writes = somebody == "trainer"
            elif kind == "of_colleagues":
                writes = role in PARTS[part].write and (annex or system)
            elif kind == "news":
                writes = annex
            elif kind == "task":
                writes = role in PARTS["plan"].read - BY_GLASS and (annex or contact or system)
            elif kind == "counter":
                writes = role in PARTS["client"].write and (contact or system)
            else:
                of_part = part is not None and (
                    role in PARTS[part].write
                    and (part not in CONTACT_WRITES or keeps(role, contact))
                    and (part not in MANDATE_READS or kind.startswith("card") or serves(role, contact, part))
                )
                match CHANGES.get(kind, "part"):
                    case "part":
                        writes = of_part
                    case "own":
                        writes = of_part and (annex or contact or system)
                    case "of its partner":
                        writes = of_part and (annex or system)
                    case "author":
                        writes = of_part and (
                            somebody == "trainer"
                            or (system and kind in ("observation", "report_day", "shared_said", "letter"))
                        )
                    case "own signal":
                        writes = of_part and (somebody == "trainer" or contact or system)
                    case "contact":
                        writes = of_part and keeps(role, contact)
                    case roles:
                        writes = role in roles
            try:
                with transaction.atomic():
                    touched = rows_of_the_client(model, w).update(chain_id=w.chain.pk) > 0
            except Exception as error:
                touched = False
                if getattr(error.__cause__, "sqlstate", None) != "42501":
                    wrong.append((model.__name__, error))
            if touched != writes:
                wrong.append((model.__name__, "should be written" if writes else "is written"))
        return wrong


def test_an_archivist_of_a_partner_reads_no_lists_to_be_erased_and_a_privacy_officer_of_one_does(w):
    """By hand, beside the table: who decides on destruction, and who reads what was asked."""
    both = {
        name: apps.get_model("clients", name)._base_manager for name in ("Erasure", "ErasureEntry", "RightsRequest")
    }
    seen = {}
    for name in ("archivist", "privacy", "privacy_elsewhere", "archive_elsewhere"):
        with acting_as(w.acting(name)):
            seen[name] = {model for model, rows in both.items() if rows.exists()}
    lists = {"Erasure", "ErasureEntry"}
    assert seen == {
        "archivist": lists, "privacy": lists | {"RightsRequest"}, "privacy_elsewhere": lists | {"RightsRequest"},
        "archive_elsewhere": set(),
    }  # fmt: skip
    with acting_as(w.acting("archive_elsewhere")), refused():
        make.ErasureFactory(chain=w.chain, proposed_by=w.staff["archive_elsewhere"].user)


def test_only_facts_about_the_person_can_be_taken_away_and_history_tells_of_it(w):
    """Steps, notes, the case team, what stands beside a step and what is derived are not deleted at all."""
    deletable = {
        model._meta.db_table for model in rowsecurity.fenced() if "delete" in rowsecurity.rules(model)
    }  # fmt: skip
    kinds = {kind_of(model) for model in rowsecurity.fenced() if model._meta.db_table in deletable}
    assert kinds == {
        "vocabulary", "under_client", "in_report", "result", "counted", "outbox", "draft", "news", "shared_list",
        "letter", "mail", "own", "job", "flaw", "edition", "outside", "document",
    }  # fmt: skip
    for (role, contact), somebody in SOMEBODY.items():
        with acting_as(w.acting(somebody)):
            for model in rowsecurity.fenced():
                table = model._meta.db_table
                if kind_of(model) == "under_client" and not rowsecurity.tracked(model):
                    part = part_of(model)
                    may = role in PARTS[part].write and (part not in CONTACT_WRITES or contact or role == "system")
                    with transaction.atomic():
                        (deleted,) = sql(f"with gone as (delete from {table} where client_id = %s returning 1)"
                                         " select count(*) from gone", w["both"].pk)[0]  # fmt: skip
                        assert (deleted > 0) == may, table
                        history = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
                        if may:
                            assert history.objects.filter(pgh_label="delete", client=w["both"]).count() == deleted
                        transaction.set_rollback(True)
                elif table not in deletable:
                    with refused():
                        sql(f"delete from {table}")


def test_the_benefit_is_read_nowhere_by_podium24(w, trusted):
    """Not in its table, its history, the timeline, the results, or through a search for duplicates."""
    with trusted():
        client = w["both"]
        client.benefits.update(level="partial")
        make.EventFactory(client=client, act="benefit-ended", part="benefit", params={"scheme": "IOAW"})
        programme = make.ProgrammeFactory(chain=w.chain)
        make.ResultFactory(programme=programme, client=client, kind="outflow", municipality=w.maastricht)
    for name in ("adviser", "podium24_manager", "trainer", "annex_manager", "annex_consultant", "coach"):
        with acting_as(w.acting(name)):
            for model in rowsecurity.fenced():
                if part_of(model) == "benefit":
                    assert not model._base_manager.exists(), (name, model)
            assert not Event.objects.filter(part="benefit").exists(), name
            assert not apps.get_model("reporting", "Result").objects.filter(kind="outflow").exists(), name
    for name in ("consultant", "manager"):
        with acting_as(w.acting(name)):
            assert apps.get_model("reporting", "Result").objects.filter(kind="outflow").exists(), name


def test_an_event_is_read_by_those_who_read_its_part(w, trusted):
    with trusted():
        for part in PARTS:
            make.EventFactory(client=w["both"], part=part, act="client-changed")
    for (role, contact), name in SOMEBODY.items():
        with acting_as(w.acting(name)):
            expected = {
                part for part in PARTS
                if role in PARTS[part].read and (part not in CONTACT_READS or keeps(role, contact))
                and (part not in MANDATE_READS or serves(role, contact, part))
            } if role not in {"admin", "policy"} | BY_GLASS else set()  # fmt: skip
            told = Event.objects.filter(client=w["both"], act="client-changed").values_list("part", flat=True)
            assert set(told) == expected, name


def test_an_event_is_told_under_ones_own_name_and_partner_and_never_taken_back(w):
    annex, mtb = w.staff["trainer"], w.staff["coach"]
    with acting_as(annex.pk):
        make.EventFactory(client=w["both"], partner=annex.partner, author=annex.user)
        for wrong in ({"author": mtb.user}, {"partner": mtb.partner}, {"partner": None}, {"client": w["unknown"]},
                      {"part": "benefit"}):  # fmt: skip
            with refused():
                make.EventFactory(**{"client": w["both"], "partner": annex.partner, "author": annex.user} | wrong)
        for attack in ("delete from clients_event", "update clients_event set act = 'x'"):
            with refused():
                sql(attack)


def test_what_was_counted_is_read_by_all_of_the_chain_and_written_by_its_system(w):
    Cell, Result = apps.get_model("reporting", "Cell"), apps.get_model("reporting", "Result")
    for name in STAFF:
        with acting_as(w.acting(name)):
            assert Cell.objects.count() == 1, name
            assert Cell.objects.update(change=9) == 0, name
            assert sql("with gone as (delete from reporting_cell returning 1) select count(*) from gone") == [(0,)]
            programme = make.Programme.objects.first()
            with refused():
                make.CellFactory(programme=programme)
            with refused():
                make.ResultFactory(programme=programme, client=w["both"], municipality=w.maastricht, since="2020-01-01")
    with acting_as(w.acting("count")):
        make.CellFactory(programme=make.Programme.objects.first(), year=2020)
        with refused():
            Result.objects.update(client=w["foreign"])
    for name in ("stranger", "other_count"):
        with acting_as(w.acting(name)):
            assert not Cell.objects.exists()
            with refused():
                make.CellFactory(programme_id=1, chain=w.chain)


def test_the_derived_cannot_be_written(w):
    """Words and involvements not at all; of the client what is derived keeps its value in silence: Django writes all
    columns back."""
    client = w["both"]
    before = (client.home_id, client.lived_in, sorted(make.Client.objects.none()), client.sort_name)
    for name in ("consultant", "lead", "import"):
        with acting_as(w.acting(name)):
            mine = make.Client.objects.get(pk=client.pk)
            partners = mine.partner_ids
            assert partners
            mine.partner_ids, mine.lived_in, mine.home = [w.partners["podium24"].pk], [w.elsewhere.pk], w.vaals
            mine.first_name = "Bea"
            mine.save()
            make.Client.objects.update(partner_ids=[], lived_in=[], home=None)
            mine = make.Client.objects.get(pk=client.pk)
            assert (mine.partner_ids, mine.home_id, mine.lived_in) == (partners, before[0], before[1])
            assert mine.first_name == "Bea"
            fresh = make.ClientFactory(
                chain=w.chain, partner_ids=[w.partners["mtb"].pk], lived_in=[w.vaals.pk], home=w.vaals
            )
            fresh.refresh_from_db()
            assert (fresh.partner_ids, fresh.lived_in, fresh.home) == ([], [], None)
            for attack in (
                "update clients_client set sort_name = 'a'",
                "insert into clients_word (client_id, chain_id, word) select id, chain_id, 'x' from clients_client",
                "update clients_word set word = 'x'",
                "delete from clients_word",
                "update clients_involvement set seen_until = null",
                "delete from clients_involvement",
            ):
                with refused("428C9" if "sort_name" in attack else "42501"):
                    sql(attack)
            with refused():
                apps.get_model("clients", "Involvement").objects.create(
                    client=client, chain=w.chain, partner=w.partners["podium24"], reason="step",
                    source="step", source_id=0, started_on=make.days_ago(1),
                )  # fmt: skip


def test_an_act_about_signing_in_is_said_under_ones_own_function_by_administrators_alone(w):
    about = {"chain": w.chain, "user": w.staff["trainer"].user}
    with acting_as(w.acting("admin")):
        make.UserActFactory(membership=w.staff["admin"], **about)
        with refused():
            make.UserActFactory(membership=w.staff["trainer"], **about)
    for name in ("trainer", "manager", "privacy"):
        with acting_as(w.acting(name)), refused():
            make.UserActFactory(membership=w.staff[name], **about)
