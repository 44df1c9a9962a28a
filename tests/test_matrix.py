"""Net 3 of access.md: every address times every function times every relation, against a table written by hand.

A new address without a row fails. A row says who may, as names of tests/world.py, where the person is in sight; who does
not see the person gets 404, who sees but may not 403, who is not signed in the sign-in page. Posts are
empty, or nearly: who may gets any answer but a refusal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.core.management import get_commands
from django.db import connection, transaction
from django.test import Client as Browser
from django.urls import URLPattern, get_resolver, reverse

from chain import acting
from chain.acting import system_membership
from chain.celery import app as celery
from tests import factories as make
from tests.world import STAFF, World, world

SZMH = {"consultant", "lead"}  # the point of contact's caseworkers
ANNEX = {"trainer", "annex_consultant"}
CASEWORKERS = SZMH | ANNEX | {"coach", "adviser"}
MANAGERS = {"manager", "annex_manager", "podium24_manager"}
ALL = set(STAFF)
KEEPS = {"archivist", "privacy"}
NOBODY = "nobody"  # signed out; somebody of another chain is `stranger`, who has its own people

# Whom each relation shows the person to; `foreign` is of another chain, `absent` a number that nobody has.
SEES = {
    "both": SZMH | ANNEX | {"coach", "manager", "annex_manager", "privacy"},  # SZMH's, and in a step of Annex and MTB
    "unknown": SZMH | {"manager", "privacy"},  # SZMH's alone
    "closed": {"lead", "privacy", "archivist"},  # read only, until the file comes back
    "foreign": {"stranger"},
    "absent": set(),
}
# Who carries out the step and the placement, wrote the note, and is in the team.
EXECUTES = {"both": ANNEX, "unknown": SZMH, "closed": set(), "foreign": {"stranger"}, "absent": set()}

Who = set[str] | dict[str, set[str]]  # the same in each relation, or by relation


@dataclass(frozen=True)
class Row:
    """Who may GET and POST, where the person is in sight; None: not a method of the page.

    `hidden`: a refusal is 404, since the page is about something that the function does not even know of.
    """

    get: Who | None = None
    post: Who | None = None
    hidden: bool | set[str] = False  # or whose refusal is
    open: bool = False  # also to those who are not signed in
    data: dict[str, str] = field(default_factory=dict)  # what is posted


def kept(may: set[str]) -> dict[str, set[str]]:
    """Those who may, in an open file: a closed one is written by nobody."""
    return {relation: may for relation in SEES if relation != "closed"}


def by(may: set[str]) -> dict[str, set[str]]:
    """Of those who may, the ones of the partner that carries it out."""
    return {relation: may & who for relation, who in EXECUTES.items()}


# Who changes a placement is who carries it out; in a trainer's function that is nobody.
PLACES = SZMH | {"annex_consultant", "coach", "adviser", "stranger"}
SHARED = SZMH | {"stranger"}
PLANS = CASEWORKERS | {"stranger"}
READS_PLAN = PLANS | MANAGERS
# What a partner carries out is for it and for the point of contact to change.
OWN_OR_SHARED = {relation: SHARED | who for relation, who in EXECUTES.items() if relation != "closed"}
OWN_PLACES = {relation: SHARED | (PLACES & who) for relation, who in EXECUTES.items() if relation != "closed"}
ASKS = SZMH | {"annex_consultant", "adviser", "stranger"}  # writes of wage value and wage subsidy
OWN_WORKSHEETS = {relation: SHARED | (ASKS & who) for relation, who in EXECUTES.items() if relation != "closed"}
READS_SUBSIDY = ASKS | {"coach", "archivist"}
RIGHTS = SHARED | {"privacy"}  # who answers what people ask under the AVG
READS_RIGHTS = RIGHTS | {"archivist"}
MAKES_FILE = SHARED | {"archivist"}
COORDINATORS = {"coordinator", "annex_coordinator"}  # read by a broken glass only: lists of nobody
READS_FILES = READS_PLAN | {"archivist"}
STEERS = MANAGERS | COORDINATORS | {"lead", "policy"}
DIAGNOSES = PLANS - {"adviser"}  # who reads and writes the in-depth diagnosis
COOPERATES = SZMH | ANNEX | {"stranger"}  # who reads of activation places and signals
AUTHORS_OR_SHARED = {"both": SHARED | {"trainer"}, "unknown": SHARED, "foreign": SHARED}
AUTHORS = {"both": {"trainer"}, "unknown": {"consultant"}, "foreign": {"stranger"}}

ROWS: dict[str, Row] = {
    # of nobody in particular
    "home": Row(get=ALL | {"stranger"}, post=ALL | {"stranger"}),
    "health": Row(get=ALL | {"stranger", NOBODY}, open=True),
    "security_txt": Row(get=ALL | {"stranger", NOBODY}, open=True),
    "status": Row(get=ALL | {"stranger"}, post=ALL | {"stranger"}),
    "help": Row(get=ALL | {"stranger"}),
    "help_words": Row(get=ALL | {"stranger"}),
    "free_text_words": Row(get=ALL | {"stranger"}),
    "language": Row(post=ALL | {"stranger", NOBODY}, open=True),
    "choose_membership": Row(get=ALL | {"stranger"}, post=ALL | {"stranger"}),
    "account_login": Row(get=ALL | {"stranger", NOBODY}, post=ALL | {"stranger", NOBODY}, open=True),
    "account_logout": Row(get=ALL | {"stranger", NOBODY}, post=ALL | {"stranger", NOBODY}, open=True),
    # the second step, single sign-on and what was typed: tests/chain/test_second_factor.py, test_oidc.py, test_sessions.py
    "mfa_authenticate": Row(get=ALL | {"stranger"}, post=ALL | {"stranger"}),
    "openid_connect_login": Row(post=set(), open=True, hidden=True),  # there is no provider
    "openid_connect_callback": Row(get=set(), open=True, hidden=True),
    "again": Row(get=ALL | {"stranger"}),
    "second_factor": Row(get=ALL | {"stranger"}, post=ALL | {"stranger"}),
    "second_factor_remove": Row(get=set(), post=set(), hidden=True),  # nobody has one here
    "recovery_codes": Row(get=set(), post=set(), hidden=True),
    "recovery_codes_file": Row(post=set(), hidden=True),
    "session_end": Row(post=set(), hidden=True),  # one's own
    "sessions_end": Row(post=ALL | {"stranger"}),
    "user_second_factor": Row(post={"admin"}),
    "user_sessions_end": Row(post={"admin"}),
    "user_bind": Row(get={"admin"}, post={"admin"}),
    "user_unbind": Row(post=set(), hidden={"admin"}),
    # one's own phone: who signs in so is in tests/chain/test_phone.py
    "mfa_login_webauthn": Row(get=ALL | {"stranger", NOBODY}, post=ALL | {"stranger", NOBODY}, open=True),
    "phones": Row(get=ALL | {"stranger"}),
    "phone_new": Row(get={"trainer", "coach"}, post={"trainer", "coach"}),
    "phone_remove": Row(post={"coach"}, hidden=True),  # the coach's
    "phone_again": Row(get=ALL | {"stranger"}, post=ALL | {"stranger"}),
    "palette": Row(get=ALL | {"stranger"}),
    "palette_module": Row(get=ALL | {"stranger"}),
    "palette_new": Row(get={"admin"}, post={"admin"}),
    "palette_edit": Row(get={"admin"}, post={"admin"}),
    "palette_for": Row(get=kept(PLANS)),
    "profile": Row(get=PLANS | {"archivist"}, post=kept(PLANS), data={"blok": "needs"}),
    "occupations": Row(get=ALL | {"stranger"}),
    # the labour market: of the region, which Podium24 keeps, and of a person
    "outlooks": Row(get=PLANS | MANAGERS | COORDINATORS | {"policy"}),
    "outlook_new": Row(get={"adviser"}, post={"adviser"}),
    "outlook_edit": Row(get={"adviser"}, post={"adviser"}),
    "personal_outlook": Row(get=PLANS | {"archivist"}, post=kept(PLANS)),
    # figures: all of the chain; the persons behind them those who read results
    "targets": Row(get=ALL | {"stranger"}),
    "definitions": Row(get=ALL | {"stranger"}),
    "quality": Row(get=ALL | {"stranger"}, post={"policy", "admin"} | COORDINATORS),
    "quality_people": Row(get=READS_FILES),
    "dashboard": Row(get=ALL),
    "returns": Row(get={"lead", *MANAGERS, *COORDINATORS, "policy"}),
    "analysis": Row(get={"lead", *MANAGERS, *COORDINATORS, "policy"}),
    "analysis_people": Row(get={"lead", *MANAGERS}),
    "analysis_screening": Row(get={"lead"}),
    "flow": Row(get={"lead", *MANAGERS, *COORDINATORS, "policy"}),
    "paths": Row(get={"lead", *MANAGERS, *COORDINATORS, "policy"}),
    "waiting": Row(get={"lead", *MANAGERS, *COORDINATORS, "policy"}),
    "contributions": Row(get={"lead", *MANAGERS, *COORDINATORS, "policy"}),
    "chain_view": Row(get={"lead", *MANAGERS, *COORDINATORS, "policy"}),
    "as_it_was": Row(get={"lead", *MANAGERS, *COORDINATORS, "policy"}),
    "results": Row(get=SZMH | MANAGERS | {"annex_consultant"}),
    # files with figures: as the page that they are of; how far it is, for who asked for it alone
    "file_new": Row(post=MANAGERS | {"lead", "policy"} | COORDINATORS, data={"wat": "section:flow", "formaat": "pdf"}),
    "file": Row(get={"manager"}, hidden=True),  # the manager's
    "file_get": Row(get={"manager"}, hidden=True),
    # reports: exact for who steers, made by who publishes; what aldermen read: tests/reporting/test_reports.py
    "reports": Row(get=STEERS),
    "report_new": Row(get=COORDINATORS | {"policy"}, post=COORDINATORS | {"policy"}),
    "report": Row(get=STEERS),
    "report_publish": Row(get=COORDINATORS | {"policy"}, post=COORDINATORS | {"policy"}),
    # loading files: whose file it is, and that it is there, is in tests/clients/test_loading.py
    "loading": Row(get=CASEWORKERS | {"stranger"}),
    "loading_new": Row(get=SHARED, post=SHARED),
    "loading_columns": Row(get=CASEWORKERS | {"stranger"}, post=CASEWORKERS | {"stranger"}),
    "loading_preview": Row(get=CASEWORKERS | {"stranger"}, post=CASEWORKERS | {"stranger"}),
    "loading_done": Row(get=CASEWORKERS | {"stranger"}),
    "loading_errors": Row(get=CASEWORKERS | {"stranger"}),
    # lists: each shows one's own
    "day": Row(get=PLANS),
    "handover_new": Row(get=PLANS, post=PLANS),
    "handover": Row(get=SZMH, post=SZMH, data={"act": "withdraw"}, hidden=CASEWORKERS - SZMH),  # of two of SZMH
    "handover_summary": Row(get=READS_FILES),
    "handover_pdf": Row(get=READS_FILES),
    "day_team": Row(get={"lead"}),
    "counts": Row(get=ALL | {"stranger"}),
    "news": Row(get=PLANS, post=PLANS),
    "meanings": Row(get=ALL | {"stranger"}),
    "clients": Row(get=READS_FILES | COORDINATORS | {"privacy"}),
    "clients_export": Row(get=READS_PLAN),
    "bulk_new": Row(get=PLANS, post=PLANS),
    "bulk": Row(get={"consultant"}, hidden=True),  # the consultant's
    "find": Row(get=READS_FILES | COORDINATORS | {"privacy"}),
    "find_bsn": Row(post=SHARED | {"archivist"}),
    "glass": Row(get=SHARED | COORDINATORS, post=SHARED | COORDINATORS),
    "glass_overview": Row(get={"privacy"}),
    # the privacy officer's: who looked and who may, agreements, incidents
    "looks": Row(get={"privacy"}),
    "look_log": Row(get={"privacy"}),
    "look_review": Row(get={"privacy"}, post={"privacy"}),
    "who_looked": Row(get={"privacy"}),
    "who_looked_pdf": Row(get={"privacy"}),
    "access_now": Row(get={"privacy"}),
    "access_now_xlsx": Row(get={"privacy"}),
    "partner_agreements": Row(get={"privacy"}),
    "partner_agreement_new": Row(get={"privacy"}, post={"privacy"}),
    "partner_agreement": Row(get={"privacy"}, post={"privacy"}),
    "incidents": Row(get={"privacy"}),
    "incident_new": Row(get={"privacy"}, post={"privacy"}),
    "incident": Row(get={"privacy"}, post={"privacy"}),
    "incident_pdf": Row(get={"privacy"}),
    # how long files are kept: the archivist and the privacy officer, of whom one proposes and the other approves
    "retention": Row(get=KEEPS),
    "retention_new": Row(get=KEEPS, post=KEEPS),
    "erasure": Row(get=KEEPS, post=KEEPS),
    "erasure_proof": Row(get=KEEPS),
    "running": Row(get=PLANS, post=PLANS),
    # moving on: figures for all who read of places; said by who carries the step out and SZMH
    "onward": Row(get=PLANS | MANAGERS | COORDINATORS | {"policy"}),
    "onward_say": Row(get=OWN_OR_SHARED, post=OWN_OR_SHARED),
    # learning places: kept by who is the host (MTB) or guides there, and SZMH; who is the step of gives it a place, and SZMH
    "places": Row(get=PLANS | MANAGERS | COORDINATORS | {"policy"}),
    "place": Row(get=PLANS | MANAGERS | COORDINATORS | {"policy"}),
    "place_new": Row(get=PLANS - {"adviser"}, post=PLANS - {"adviser"}),
    "place_edit": Row(get=SZMH | {"coach"}, post=SZMH | {"coach"}),
    "stay_reserve": Row(get=OWN_OR_SHARED, post=OWN_OR_SHARED),
    "stay_release": Row(get=OWN_OR_SHARED, post=OWN_OR_SHARED),
    # learning lines: kept by all who write of places; who is at a station is of the plan; moved on by who carries it out
    "lines": Row(get=PLANS | MANAGERS | COORDINATORS | {"policy"}),
    "line": Row(get=PLANS | MANAGERS | COORDINATORS | {"policy"}),
    "line_new": Row(get=PLANS, post=PLANS),
    "line_edit": Row(get=PLANS, post=PLANS),
    "line_part": Row(post=PLANS),
    "station": Row(get=PLANS | MANAGERS | COORDINATORS),
    "station_new": Row(get=PLANS, post=PLANS),
    "station_edit": Row(get=PLANS, post=PLANS),
    "station_move": Row(post=PLANS, data={"act": "neer"}),
    "move_on": Row(get=by(PLANS), post=by(PLANS)),
    # groups: read by all who read of places; kept by who gives this one (Annex) and SZMH, its days by who is with the people
    "groups": Row(get=PLANS | MANAGERS | COORDINATORS | {"policy"}),
    "groups_today": Row(get=PLANS),
    "group": Row(get=PLANS | MANAGERS | COORDINATORS | {"policy"}),
    "group_new": Row(get=PLANS, post=PLANS),
    "group_edit": Row(get=SZMH | ANNEX, post=SZMH | ANNEX),
    "group_day": Row(get=ANNEX, post=ANNEX),
    "overdue": Row(get=MANAGERS | {"lead"}),
    "out_of_sight": Row(get=CASEWORKERS | MANAGERS | {"policy", "stranger"} | COORDINATORS),
    "caseloads": Row(get={"manager", "lead"}),
    # rounds of screening: figures for all who read of them, the people for who screens or sees them anyway
    "screenings": Row(get=READS_PLAN),
    "screening_new": Row(get={"lead"}, post={"lead"}),
    "screening": Row(get=READS_PLAN - {"stranger"}),
    "screening_close": Row(get={"lead"}, post={"lead"}),
    "screening_entry": Row(
        get=SZMH | {"manager", "adviser"}, post={"consultant", "adviser"},
        hidden=ANNEX | {"coach", "annex_manager", "podium24_manager"},
    ),
    # what the administrator keeps
    # administration: the chain's own settings; nobody changes their own functions
    "password_change": Row(get=ALL | {"stranger"}, post=ALL | {"stranger"}),
    "users": Row(get={"admin"}),
    "user_new": Row(get={"admin"}, post={"admin"}),
    "user_edit": Row(get={"admin"}, post={"admin"}),
    "user_password": Row(post={"admin"}),
    "membership_new": Row(get={"admin"}, post={"admin"}),
    "membership_change": Row(get={"admin"}, post={"admin"}),
    "membership_end": Row(get={"admin"}, post={"admin"}),
    "partners": Row(get={"admin"}),
    "machines": Row(get={"admin"}),
    "machine_new": Row(get={"admin"}, post={"admin"}),
    "machine": Row(get={"admin"}, post={"admin"}),
    "machine_secret": Row(post={"admin"}),
    "machine_end": Row(get={"admin"}, post={"admin"}),
    "partner_edit": Row(get={"admin"}, post={"admin"}),
    "changes": Row(get={"admin"}),
    "routing": Row(get={"admin"}),
    "routing_new": Row(get={"admin"}, post={"admin"}),
    "routing_pass": Row(get={"admin"}, post={"admin"}),
    "routing_end": Row(get={"admin"}, post={"admin"}),
    "programmes": Row(get={"admin"}),
    "programme_new": Row(get={"admin"}, post={"admin"}),
    "programme_edit": Row(get={"admin"}, post={"admin"}),
    "programme_shares": Row(get={"admin"}, post={"admin"}),
    "programme_money": Row(get={"admin"}),
    "cost_new": Row(get={"admin"}, post={"admin"}),
    "cost_edit": Row(get={"admin"}, post={"admin"}),
    "saving_new": Row(get={"admin"}, post={"admin"}),
    "saving_edit": Row(get={"admin"}, post={"admin"}),
    "amounts": Row(get={"admin"}),
    "amount_new": Row(get={"admin"}, post={"admin"}),
    "words": Row(get={"admin"}),
    "word_change": Row(get={"admin"}, post={"admin"}),
    "terms": Row(get={"admin"}),
    "term_new": Row(get={"admin"}, post={"admin"}),
    "term_edit": Row(get={"admin"}, post={"admin"}),
    "term_end": Row(get={"admin"}, post={"admin"}),
    "referrals": Row(get=READS_PLAN),
    "proposals": Row(get=READS_FILES | COORDINATORS),
    "subsidies": Row(get=ASKS | {"coach", "archivist"} | COORDINATORS),
    "employers": Row(get=READS_PLAN),
    "employer": Row(get=READS_PLAN),
    "employer_new": Row(get=PLACES, post=PLACES),
    "employer_edit": Row(get=PLACES, post=PLACES),
    "employer_contact_new": Row(get=PLACES, post=PLACES),
    "employer_contact": Row(get={"adviser"}, post={"adviser"}),  # who said it
    "site_new": Row(get=PLACES, post=PLACES),
    "site": Row(get=PLACES, post=PLACES),
    "contact_person_new": Row(get=PLACES, post=PLACES),
    "contact_person": Row(get=PLACES, post=PLACES),
    "employer_agreement_new": Row(get=PLACES, post=PLACES),
    "employer_agreement": Row(get=PLACES, post=PLACES),
    "openness": Row(get=PLACES, post=PLACES),
    "projects": Row(get=READS_PLAN),
    "project": Row(get=READS_PLAN),
    "project_new": Row(get=PLANS, post=PLANS),
    "project_edit": Row(get=PLANS, post=PLANS),
    "project_employers": Row(post=PLANS),
    "cohort_new": Row(get=PLANS, post=PLANS),
    "cohort": Row(get=PLANS, post=PLANS),
    "register": Row(get=SHARED, post=SHARED),
    # a person: what is read
    "record": Row(get=READS_FILES | {"privacy"}),
    "timeline": Row(get=READS_FILES | {"privacy"}),
    "panel": Row(get=PLANS | {"archivist"}, hidden=True),  # the intake's
    "step": Row(get=READS_FILES),
    "sight": Row(get=READS_FILES | {"privacy"}),
    "file_close": Row(get=kept(SHARED), post=kept(SHARED)),
    "file_reopen": Row(get={"closed": {"lead"}}, post={"closed": {"lead"}}),
    "invitation_new": Row(get=kept(SHARED), post=kept(SHARED)),
    "invitation_cancel": Row(get=kept(SHARED), post=kept(SHARED)),
    # what the point of contact keeps
    "client_edit": Row(get=kept(SHARED), post=kept(SHARED)),
    "residence_new": Row(get=kept(SHARED), post=kept(SHARED)),
    "benefit_new": Row(get=kept(SHARED), post=kept(SHARED)),
    "benefit_end": Row(get=kept(SHARED), post=kept(SHARED)),
    "bsn": Row(post=SHARED | {"archivist"}),
    "team_add": Row(get=kept(SHARED), post=kept(SHARED)),
    "team_leave": Row(get=kept(SHARED), post=kept(SHARED)),
    "lead_change": Row(get=kept(SHARED), post=kept(SHARED)),
    # what each partner adds
    "note_new": Row(get=kept(PLANS), post=kept(PLANS)),
    "note_edit": Row(get={"both": {"trainer"}, "foreign": {"stranger"}}, post={"both": {"trainer"}, "foreign": {"stranger"}}),
    "note_history": Row(get=PLANS | {"archivist"}),
    "standing": Row(get=PLANS | {"archivist"}, post=kept(PLANS)),
    # ability over time: indications and exemptions are the point of contact's
    "ability": Row(get=PLANS | {"archivist"}),
    "indication_new": Row(get=kept(SHARED), post=kept(SHARED)),
    "indication": Row(get=kept(SHARED), post=kept(SHARED)),
    "exemption_new": Row(get=kept(SHARED), post=kept(SHARED)),
    "exemption": Row(get=kept(SHARED), post=kept(SHARED)),
    # in-depth diagnosis: a report that was given is read by who reads the part; a draft is fenced in tests/diagnosis
    "diagnoses": Row(get=DIAGNOSES | {"archivist"}),
    "diagnosis": Row(get=DIAGNOSES | {"archivist"}, post=by(DIAGNOSES)),
    "diagnosis_days": Row(get=DIAGNOSES | {"archivist"}, post=by(DIAGNOSES)),
    "diagnosis_pdf": Row(get=DIAGNOSES | {"archivist"}),
    "diagnosis_new": Row(get=kept(DIAGNOSES - {"coach"}), post=kept(DIAGNOSES - {"coach"})),
    "diagnosis_day": Row(get=AUTHORS, post=AUTHORS),
    "diagnosis_where": Row(get=by(DIAGNOSES), post=by(DIAGNOSES)),
    "diagnosis_talk": Row(get=by(DIAGNOSES), post=by(DIAGNOSES)),
    "diagnosis_give": Row(get=by(DIAGNOSES), post=by(DIAGNOSES)),
    "diagnosis_stop": Row(get=by(DIAGNOSES), post=by(DIAGNOSES)),
    "diagnosis_take": Row(post=kept(DIAGNOSES)),
    "finding_new": Row(get=kept(DIAGNOSES), post=kept(DIAGNOSES)),
    "finding_edit": Row(get=by(DIAGNOSES), post=by(DIAGNOSES)),
    "step_new": Row(get=kept(PLANS), post=kept(PLANS)),
    "step_act": Row(get=by(PLANS), post=by(PLANS)),
    "step_observe": Row(get=by(PLANS), post=by(PLANS)),
    "step_reason": Row(get=by(PLANS), post=by(PLANS)),
    # a module: asked for as a step is planned; moved, paused and resumed also by SZMH; ended by who carries it out
    "step_request": Row(get=kept(PLANS), post=kept(PLANS)),
    "step_extend": Row(get=OWN_OR_SHARED, post=OWN_OR_SHARED),
    "step_pause": Row(get=OWN_OR_SHARED, post=OWN_OR_SHARED),
    "step_resume": Row(get=OWN_OR_SHARED, post=OWN_OR_SHARED),
    "step_end": Row(get=by(PLANS), post=by(PLANS)),
    # tasks: who reads the part, and who has to do it
    "task": Row(get=READS_FILES, post=by(PLANS)),
    # appointments: of who reads the plan, moved and settled by whose they are
    "appointment_new": Row(get=kept(PLANS), post=kept(PLANS)),
    "appointment": Row(get=READS_FILES, post=OWN_OR_SHARED),
    # letters: read by who reads their part; written by who writes it; a final one is its partner's to hear that it is final
    "documents": Row(get=READS_FILES | {"privacy"}, post=kept(PLANS)),
    "document": Row(get=READS_FILES, hidden={"privacy"}),
    "document_remove": Row(post=AUTHORS, hidden={"privacy"}),
    "letters": Row(get=READS_FILES),
    "letter_new": Row(get=kept(PLANS), post=kept(PLANS), data={"subject": "Een bericht"}),
    "letter": Row(get=READS_FILES, post=EXECUTES, hidden={"privacy"}),
    "letter_pdf": Row(get=READS_FILES, hidden={"privacy"}),
    # the person's rights: of a closed file too; the whole file of who reads most of it
    "client_rights": Row(get=READS_RIGHTS),
    "rights_new": Row(get=RIGHTS, post=RIGHTS),
    "rights_request": Row(get=READS_RIGHTS, post=RIGHTS),
    "statement_new": Row(get=RIGHTS, post=RIGHTS),
    "statement_withdraw": Row(post=RIGHTS),
    "whole_file": Row(get=MAKES_FILE, post=MAKES_FILE),
    "rights_list": Row(get={"privacy"}),
    "letter_templates": Row(get={"admin"}),
    "letter_template_new": Row(get={"admin"}, post={"admin"}),
    "letter_template": Row(get={"admin"}, post={"admin"}),
    "agenda": Row(get=CASEWORKERS | {"stranger"}),
    "my_settings": Row(get=ALL | {"stranger"}, post=ALL | {"stranger"}),
    "task_new": Row(get=kept(PLANS), post=kept(PLANS)),
    # the plan: the point of contact writes it, each partner its own agreements and steps
    "plan": Row(get=READS_FILES),
    "plan_together": Row(get=READS_FILES),
    "plan_pdf": Row(get=READS_FILES),
    "plan_versions": Row(get=READS_FILES),
    "plan_new": Row(get=kept(SHARED), post=kept(SHARED)),
    "plan_edit": Row(get=kept(SHARED), post=kept(SHARED)),
    "plan_agree": Row(get=kept(SHARED), post=kept(SHARED)),
    "plan_evaluate": Row(get=kept(SHARED), post=kept(SHARED)),
    "plan_end": Row(get=kept(SHARED), post=kept(SHARED)),
    "goal_new": Row(get=kept(SHARED), post=kept(SHARED)),
    "goal_edit": Row(get=kept(SHARED), post=kept(SHARED)),
    "goal_act": Row(get=kept(SHARED), post=kept(SHARED)),
    "agreement_new": Row(get=kept(PLANS), post=kept(PLANS)),
    "agreement_edit": Row(get=OWN_OR_SHARED, post=OWN_OR_SHARED),
    "agreement_settle": Row(post=OWN_OR_SHARED),
    "step_goal": Row(get=OWN_OR_SHARED, post=OWN_OR_SHARED),
    # referrals: who sees the person may ask; the asked partner accepts
    "client_referrals": Row(get=READS_FILES),
    "referral": Row(get=READS_FILES),
    "referral_new": Row(get=kept(PLANS), post=kept(PLANS)),
    "referral_act": Row(get=by(PLANS), post=by(PLANS)),
    "intake": Row(get=PLANS | {"archivist"}, post=kept(PLANS)),  # who leads it, and each its own section
    "domain_new": Row(post=kept(SHARED | ANNEX)),
    "domain": Row(post=OWN_OR_SHARED),
    # after the start: talks and coaching; still at work is figures, of one's own chain
    "check_new": Row(get=kept(PLACES), post=kept(PLACES)),
    "coaching_new": Row(get=kept(PLACES), post=kept(PLACES)),
    "coaching": Row(get=READS_FILES, post=kept(PLACES)),
    "staying": Row(get=ALL - {"privacy", "admin"} | {"stranger"}),
    # work cards: the mark is the point of contact's; whose card it is asks the employer service (of a card that is there)
    "mediation": Row(get=PLANS | {"archivist"}, post=kept(SHARED), data={"act": "end"}),
    "last_step": Row(get=kept(PLANS), post=kept(PLANS)),
    "card_requests": Row(get=SHARED | {"adviser"}),
    "card_request": Row(get=SHARED | {"adviser"}, post=SHARED, data={"act": "decline"}),
    "card_ask": Row(get=set(), post=set(), hidden={"adviser"}),
    "ready": Row(get=PLANS),
    # vacancies: brought in from any side; changed by Annex, which brought this one in, the employer service and SZMH
    "vacancies": Row(get=READS_PLAN),
    "vacancy": Row(get=READS_PLAN),
    "vacancy_new": Row(get=PLANS, post=PLANS),
    "vacancy_edit": Row(get=SZMH | ANNEX | {"adviser"}, post=SZMH | ANNEX | {"adviser"}),
    "vacancy_move": Row(get=SZMH | ANNEX | {"adviser"}, post=SZMH | ANNEX | {"adviser"}),
    # candidates: asked by the employer service, answered by SZMH
    "candidates_ask": Row(get={"adviser"}, post={"adviser"}),
    "candidates_act": Row(get=SZMH, post=SZMH),
    # matching: the anonymous cards for who reads those, a person's vacancies for who reads the profile
    "vacancy_matches": Row(get=SZMH | {"adviser"}),
    "vacancy_weights": Row(get=SZMH | ANNEX | {"adviser"}, post=SZMH | ANNEX | {"adviser"}),
    "client_matches": Row(get=PLANS),
    # practical support: asked by any caseworker, decided by the point of contact, withdrawn by who asked
    "supports": Row(get=PLANS),
    "support_new": Row(get=kept(PLANS), post=kept(PLANS)),
    "support": Row(get=PLANS | {"archivist"}, post=OWN_OR_SHARED, data={"act": "withdraw"}),
    # why somebody is in an activation place, and signals: the point of contact and who holds the mandate for the place
    "signals": Row(get=COOPERATES),
    "signal_new": Row(get=kept(COOPERATES), post=kept(COOPERATES)),
    "signal": Row(get=COOPERATES | {"archivist"}, post=AUTHORS_OR_SHARED, data={"act": "hear"}),
    "activation": Row(get=COOPERATES | {"archivist"}, post=COOPERATES | {"archivist"}),  # of another step: to its page
    # introductions: of the partner that makes them; the point of contact speaks with the person, and may end one. Who reads
    # of no employers (the archive) knows of none
    "introductions": Row(get=PLACES | MANAGERS),
    "introduction_new": Row(get=kept(PLACES), post=kept(PLACES)),
    "introduction": Row(
        get=READS_PLAN, post={relation: PLACES & who for relation, who in OWN_OR_SHARED.items()}, data={"act": "decline"},
        hidden={"archivist"},
    ),
    "introduction_card": Row(get=by(PLACES), post=by(PLACES), hidden={"archivist"}),
    "introduction_card_pdf": Row(get=READS_PLAN, hidden={"archivist"}),
    "placement_new": Row(get=kept(PLACES), post=kept(PLACES)),
    "placement": Row(get=READS_FILES),
    "placement_edit": Row(get=OWN_PLACES, post=OWN_PLACES),
    "wage_value_new": Row(get=kept(ASKS), post=kept(ASKS)),
    "wage_value": Row(get=READS_SUBSIDY, post=OWN_WORKSHEETS),
    "subsidy_new": Row(get=kept(ASKS), post=kept(ASKS)),
    "subsidy": Row(get=READS_SUBSIDY, post=kept(SHARED)),
    "subsidy_decision": Row(get=READS_SUBSIDY),
    "placement_start": Row(get=by(PLACES), post=by(PLACES)),
    "placement_end": Row(get=by(PLACES), post=by(PLACES)),
    "proposal_new": Row(get=kept(PLACES), post=kept(PLACES)),
    "proposal": Row(get=READS_FILES, post=kept(SHARED), data={"act": "confirm"}),
}  # fmt: skip
# The function whose answers hang most on the relation, and nobody at all; the others are left to `make test-all`.
QUICK = ("trainer", NOBODY)


def addresses(patterns: list | None = None) -> Iterator[URLPattern]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            if not str(pattern.name).startswith(("api-", "oauth-")):  # for machines: tests/api/test_matrix.py
                yield pattern
        else:
            yield from addresses(pattern.url_patterns)


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(pattern.name or str(pattern.pattern) for pattern in addresses()) == sorted(ROWS)


@pytest.fixture
def things(trusted) -> tuple[World, dict[str, dict]]:
    """The world, and per relation what the addresses name: the person and one of everything under the person."""
    with trusted():
        w = world()
        w.clients["theirs"] = make.ClientFactory(chain=w.other_chain, number="K-77777", lives=w.other_town)
        make.Client.objects.filter(pk=w["foreign"].pk).update(number="K-66666")  # not also a number of the first chain
        for code in ("szmh", "other"):
            make.MandateFactory(partner=w.partners[code], function="intake")
        for code in ("szmh", "annex", "other"):
            make.MandateFactory(partner=w.partners[code], function="practical-diagnosis")
        found: dict[str, dict] = {"absent": dict.fromkeys(
            ("note_id", "referral_id", "period_id", "member_id", "step_id", "placement", "proposal", "goal_id", "agreement_id",
             "invitation_id", "domain_id", "indication_id", "exemption_id", "diagnosis_id", "day_id",
             "finding_id", "task_id", "coaching_id", "introduction_id", "card_id", "wage_id", "subsidy_id",
             "support_id", "signal_id", "appointment_id", "letter_id", "document_id", "rights_id",
             "statement_id"), 999_999
        ) | {"number": "K-99999"}}  # fmt: skip
        for relation, name, writer in [("both", "both", "trainer"), ("unknown", "unknown", "consultant"),
                                       ("closed", "closed-step", "consultant"), ("foreign", "theirs", "stranger")]:  # fmt: skip
            client, member = w[name], w.staff[writer]
            instrument = w.other_instrument if relation == "foreign" else w.instrument
            step = make.StepFactory(client=client, partner=member.partner, instrument=instrument)
            placement = make.PlacementFactory(
                client=client, step__partner=member.partner, step__instrument=instrument if relation == "foreign" else w.work
            )  # fmt: skip
            plan = make.PlanFactory(client=client)
            make.MediationFactory(client=client, by=member.user)
            introduction = make.IntroductionFactory(client=client, partner=member.partner, author=member.user)
            own = {"client": client, "partner": member.partner, "author": member.user}
            report = make.PracticalDiagnosisFactory(
                status="reported", ended_on=make.days_ago(0), talked_on=make.days_ago(1), advice="Beginnen.", **own
            )
            found[relation] = {
                "diagnosis_id": report.pk,
                "day_id": make.DayObservedFactory(diagnosis=report, **own).pk,
                "finding_id": make.FindingFactory(diagnosis=None, **own).pk,
                "goal_id": make.PlanGoalFactory(plan=plan).pk,
                "agreement_id": make.AgreementFactory(plan=plan, partner=member.partner).pk,
                "number": client.number,
                "step_id": step.pk,
                "task_id": make.TaskFactory(client=client, for_whom="partner", partner=member.partner).pk,
                "referral_id": make.ReferralFactory(client=client, partner=member.partner, asked_by=member.partner).pk,
                "note_id": make.NoteFactory(
                    client=client, membership=w.staff["coach" if writer == "consultant" else writer]
                ).pk,
                "period_id": make.BenefitPeriodFactory(client=client).pk,
                "member_id": make.TeamMemberFactory(client=client, partner=member.partner, user=member.user).pk,
                "placement": placement.pk,
                "coaching_id": make.CoachingFactory(placement=placement, partner=member.partner).pk,
                "introduction_id": introduction.pk,
                "card_id": make.SentCardFactory(introduction=introduction).pk,
                "wage_id": make.WageValueFactory(placement=placement, author=member.user).pk,
                "subsidy_id": make.WageSubsidyFactory(placement=placement).pk,
                "support_id": make.SupportFactory(**own).pk,
                "document_id": make.DocumentFactory(client=client, membership=member).pk,
                "rights_id": make.RightsRequestFactory(client=client, author=member.user).pk,
                "statement_id": make.StatementFactory(client=client, author=member.user).pk,
                "letter_id": make.LetterFactory(status="final", final_on=make.days_ago(0), **own).pk,
                "appointment_id": make.AppointmentFactory(client=client, partner=member.partner, user=member.user).pk,
                "signal_id": make.CooperationSignalFactory(step=step, **own).pk,
                "invitation_id": make.InvitationFactory(client=client, partner=member.partner).pk,
                "domain_id": make.LifeDomainFactory(
                    client=client, intake__step__partner=member.partner, partner=member.partner
                ).pk,
                "indication_id": make.IndicationFactory(client=client, partner=member.partner).pk,
                "exemption_id": make.ExemptionFactory(client=client, partner=member.partner).pk,
                "proposal": make.BenefitProposalFactory(placement=placement, proposed_by=member.user).pk,
            }
        w.programme = make.ProgrammeFactory(chain=w.chain)
        make.TallyFactory(programme=w.programme)
        w.money = {
            "cost_edit": make.CostFactory(programme=w.programme).pk, "saving_edit": make.SavingFactory(programme=w.programme).pk,
        }  # fmt: skip
        make.TallyFactory(programme__chain=w.other_chain)
        kept_part = {"key": "flow", "name": "Doorstroom", "tables": [], "drawings": []}
        w.report = make.ReportFactory(
            programme=w.programme, author=w.staff["policy"].user, content={"sections": [kept_part], "about": []}
        )
        w.employer = make.EmployerFactory(chain=w.chain)
        w.of_employer = {
            "site_id": make.SiteFactory(employer=w.employer).pk,
            "person_id": make.ContactPersonFactory(employer=w.employer).pk,
            "deal_id": make.EmployerAgreementFactory(employer=w.employer, partner=w.partners["annex"]).pk,
            "contact_id": make.EmployerContactFactory(
                employer=w.employer, partner=w.partners["podium24"], author=w.staff["adviser"].user
            ).pk,
            "vacancy_id": (
                vacancy := make.VacancyFactory(
                    chain=w.chain, employer=w.employer, partner=w.partners["annex"], author=w.staff["trainer"].user
                )
            ).pk,
            "asked_id": make.CandidateRequestFactory(
                vacancy=vacancy, asked_by=w.partners["podium24"], author=w.staff["adviser"].user
            ).pk,
            "cohort_id": (cohort := make.CohortFactory(project__chain=w.chain)).pk,
            "project_id": cohort.project_id,
            "request_id": make.CardRequestFactory(
                mediation__client=w["planned"], partner=w.partners["podium24"], author=w.staff["adviser"].user
            ).pk,
            "bulk_id": make.BulkFactory(membership=w.staff["consultant"]).pk,
            "file_id": make.ReportFileFactory(membership=w.staff["manager"]).pk,
            "place_id": make.LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"]).pk,
            "group_id": make.GroupFactory(chain=w.chain, partner=w.partners["annex"]).pk,
            "station_id": (station := make.StationFactory(line__chain=w.chain, instrument=w.instrument)).pk,
            "line_id": station.line_id,
            "kind": "taak",
            "day": make.days_ago(0).isoformat(),
            "code": "XXXXXX",
            "handover_id": make.HandoverFactory(
                partner=w.partners["szmh"], giver=w.staff["consultant"].user, taker=w.staff["lead"].user
            ).pk,
            "provider_id": "nergens",
            "session_id": 999_999,
            "account_id": 999_999,
            "phone_id": make.PhoneFactory(user=w.staff["coach"].user).pk,
        }
        w.clients["screened"] = make.ClientFactory(chain=w.chain, lives=w.maastricht)
        w.round = make.ScreeningFactory(chain=w.chain, partner=w.partners["szmh"])
        for screener in ("consultant", "adviser"):
            make.ScreenerFactory(screening=w.round, member=w.staff[screener])
        make.ScreeningEntryFactory(screening=w.round, client=w["screened"], position=1)
        application = make.ApplicationFactory(user=w.staff["at_szmh"].user)
        w.machine = make.ApiClientFactory(membership=w.staff["at_szmh"], application_id=application.pk)
        w.partner_agreement = make.PartnerAgreementFactory(partner=w.partners["annex"])
        w.incident = make.IncidentFactory(chain=w.chain)
        w.erasure = make.ErasureFactory(
            chain=w.chain, approved_by=make.UserFactory(), approved_at="2026-01-01T00:00Z", carried_out_at="2026-01-02T00:00Z",
            proof={"digest": "", "files": 0, "rows": {}},
        )  # fmt: skip
        w.term = make.TermFactory(chain=w.chain)
        w.template = make.LetterTemplateFactory(chain=w.chain)
        w.word = make.DefinitionFactory(chain=w.chain)
        w.mandate = make.MandateFactory(partner=w.partners["annex"], function="trajectories")
        w.outlook = make.OutlookFactory(chain=w.chain)
        make.CounterFactory(chain=w.chain)
        make.CounterFactory(chain=w.other_chain)
    return w, found


def where(pattern: URLPattern, w: World, thing: dict) -> str:
    given = {}
    for name in pattern.pattern.converters:
        given[name] = {
            "pk": thing.get("proposal" if pattern.name == "proposal" else "placement") or w.employer.pk,
            **({"pk": w.money[str(pattern.name)]} if pattern.name in w.money else {}),
            **({"pk": w.report.pk} if str(pattern.name).startswith("report") else {}),
            "key": {"panel": "intake", "changes": "membership", "quality_people": "step-past-end"}.get(
                str(pattern.name), w.programme.key
            ),
            "user_id": w.staff["trainer"].user_id,
            "membership_id": w.staff["trainer"].pk,
            "partner_id": w.partners["annex"].pk,
            "machine_id": w.machine.pk,
            "partner_agreement_id": w.partner_agreement.pk,
            "unusual": "files",
            "incident_id": w.incident.pk,
            "kind": "clients",
            "upload_id": 999_999,  # one's own alone: tests/clients/test_loading.py
            "erasure_id": w.erasure.pk,
            "looker_id": w.staff["trainer"].pk,
            "mandate_id": w.mandate.pk,
            "word_id": w.word.pk,
            "term_id": w.term.pk,
            "template_id": w.template.pk,
            "round_id": w.round.pk,
            "position": 1,
            "outlook_id": w.outlook.pk,
            **w.of_employer,
            **({"kind": "clients"} if str(pattern.name) == "loading_new" else {}),
            **({"code": w.instrument.code} if str(pattern.name).startswith("palette_") else {}),
            "act": {
                "goal_act": "reach",
                "referral_act": "accept",
                "vacancy_move": "close",
                "candidates_act": "decline",
            }.get(str(pattern.name), "finish"),
        }.get(name) or thing[name]
    return reverse(pattern.name, kwargs=given)


# Addresses that name something of the first chain, which somebody of another does not even know of.
OF_THE_CHAIN = {
    "dashboard", "results", "screening", "screening_close", "screening_entry", "employer", "employer_edit",
    "employer_contact_new", "employer_contact", "site_new", "site", "contact_person_new", "contact_person",
    "employer_agreement_new", "employer_agreement", "openness", "project", "project_edit", "project_employers",
    "cohort_new", "cohort", "vacancy", "vacancy_edit", "vacancy_move", "card_request",
    "vacancy_matches", "vacancy_weights", "candidates_ask", "candidates_act", "group", "group_edit", "group_day",
    "place", "place_edit",
    "handover", "line", "line_edit", "line_part", "station", "station_new", "station_edit", "station_move",
}  # fmt: skip


def _hidden(row: Row, name: str) -> bool:
    return name in row.hidden if isinstance(row.hidden, set) else row.hidden


def expected(address: str, method: str, name: str, relation: str | None) -> str:
    row = ROWS[address]
    who = getattr(row, method)
    if name == NOBODY and not row.open:
        return "sign in"
    if who is None:
        return "no method"
    if (name not in SEES[relation]) if relation else (name == "stranger" and address in OF_THE_CHAIN):
        return "not there"
    may = who.get(relation, set()) if isinstance(who, dict) else who
    return "may" if name in may else "not there" if _hidden(row, name) else "may not"


def answered(response) -> str:
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("account_login")):
        return "sign in"
    return {405: "no method", 404: "not there", 403: "may not", 500: "error"}.get(response.status_code, "may")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[] if n in QUICK else pytest.mark.slow) for n in [*STAFF, "stranger", NOBODY]]
)
def test_who_may_what_to_whom(things, name, method):
    w, found = things
    wrong = []
    at_desk = Browser()
    if name != NOBODY:
        at_desk.force_login(w.staff[name].user)
    for pattern in addresses():
        relations = [*found] if "number" in pattern.pattern.converters else [None]
        for relation in relations:
            browser = Browser(raise_request_exception=False)  # of each answer its own cookies
            browser.cookies.update(at_desk.cookies)
            with transaction.atomic():
                response = getattr(browser, method)(
                    where(pattern, w, found[relation] if relation else {}),
                    ROWS[pattern.name].data if method == "post" else {},
                )
                transaction.set_rollback(True)
            was, should = answered(response), expected(pattern.name, method, name, relation)
            if pattern.name in ("account_logout", "mfa_login_webauthn") and was == "sign in":
                was = "may"
            if was != should:
                wrong.append(f"{pattern.name} {relation or ''}: {was} ({response.status_code}), should be: {should}")
    assert not wrong, f"{method} by {name}:\n" + "\n".join(wrong)


# What works without a request: command or task -> the memberships under which it acts, and how the test knows.

ACTS_AS = {
    # commands of our own
    "load_chain": {"setup"},
    "add_user": {"setup"},
    "load_demo": {"setup", "count", "terms", "people"},  # `people`: the demo's users, through the product's own acts
    "import_caseload": {"import"},
    "import_vacancies": {"import"},
    "import_occupations": set(),  # of no chain
    "progress": {"count"},
    "demo": set(),  # starts processes and calls the others
    "makemessages": set(),
    "migrate": set(),  # as the owner of the tables, before anybody acts
    # tasks
    "clients.tasks.end_sight": {"sight"},
    "clients.tasks.terms": {"terms"},
    "clients.tasks.sweep_documents": {"retention"},
    "clients.tasks.send_mail": {"mail"},
    "clients.tasks.erase": set(),  # nothing, without the role's address
    "erase": set(),
    "rotate_bsn_keys": set(),  # as the owner of the tables
    "clients.tasks.digest": {"mail"},  # what it counts, it counts as who gets it
    "clients.tasks.forget_uploads": {"sight"},
    "clients.tasks.forget_sent": {"sight"},
    "clients.tasks.carry_out_bulk": {"people"},  # as who asked for it
    "placement.tasks.contact_persons": {"sight"},
    "placement.tasks.work_cards": {"sight"},
    "reporting.tasks.empty_outbox": {"count", "terms"},
    "reporting.tasks.make_report": {"people"},  # as who asked for it
    "reporting.tasks.make_file": {"people"},  # as who asked for it
    "reporting.tasks.sweep": {"count", "terms"},
    "reporting.tasks.nightly": {"count"},
    "reporting.tasks.quality": {"count"},
    "reporting.tasks.quality_of": {"count"},
}
OWN = ("chain", "clients", "diagnosis", "placement", "development", "reporting")


def test_every_command_and_task_says_under_which_membership_it_acts(db):  # Celery checks the models
    commands = {name for name, app in get_commands().items() if app in OWN}
    celery.loader.import_default_modules()
    tasks = {name for name in celery.tasks if name.split(".")[0] in OWN}
    assert commands | tasks == set(ACTS_AS)


def test_every_system_membership_has_work_and_is_founded_with_the_chain(db):
    with connection.cursor() as cursor:
        cursor.execute("select snoer_found_chain('nieuw', 'Nieuw')")
        (chain,) = cursor.fetchone()
    used = set().union(*ACTS_AS.values(), {"accounts"}) - {
        "people"
    }  # accounts: who signs in by a provider, chain/oidc.py
    for job in used:
        assert system_membership(chain, job)
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_functiondef('snoer_found_chain'::regproc)")
        founded = set(re.findall(r"'([a-z]+)'", re.search(r"array\[(.*?)\]", cursor.fetchone()[0]).group(1)))
    assert founded == used


# Act only where there is something to do: tests/clients/test_erasure.py, test_documents.py.
IDLE = {"clients.tasks.erase", "clients.tasks.sweep_documents"}


@pytest.mark.parametrize("task", sorted(name for name in ACTS_AS if ".tasks." in name))
def test_a_task_acts_under_its_own_membership_and_leaves_nobody_acting(trusted, monkeypatch, task):
    """In each chain, and under no other membership than its row says."""
    with trusted():
        w = world()
    acted, enter = set(), acting._say

    def say(who):
        if who and who[0]:
            acted.add(who[0])
        return enter(who)

    monkeypatch.setattr(acting, "_say", say)
    monkeypatch.setattr(acting.acting_as, "__wrapped__", acting.acting_as.__wrapped__)
    monkeypatch.setattr(acting.acting_as.__wrapped__, "__defaults__", ("", say))
    celery.loader.import_default_modules()
    asker = w.acting("consultant")
    given = {
        "empty_outbox": [w.chain.pk],
        "carry_out_bulk": [asker, 0],
        "make_file": [asker, 0],
        "make_report": [asker, 0],
        "quality_of": [w.chain.pk],
    }
    celery.tasks[task](*given.get(task.rpartition(".")[2], []))
    assert acted or task in IDLE
    jobs = {w.acting(name) for job in ACTS_AS[task] - {"people"} for name in (job, f"other_{job}")}
    assert acted <= jobs | ({w.acting("consultant")} if "people" in ACTS_AS[task] else set())
    with pytest.raises(RuntimeError):
        acting.acting_membership()
