"""Addresses, in the order of the file: Mijn dag, the list, the person and the facts, notes and log, team, steps, panels."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from clients import (
    benefits,
    closing_pages,
    day,
    details,
    glass,
    identity,
    listing,
    log,
    news,
    notes,
    overdue,
    plan_pages,
    plan_writing,
    record,
    referral_inbox,
    referral_pages,
    register,
    residences,
    sight,
    standing,
    step_pages,
    task_pages,
    team,
    term_pages,
)


class Act(StringConverter):
    """The acts of clients/step_pages.py: other words after a step are pages of floors above."""

    regex = "|".join(step_pages.ACTS)


register_converter(Act, "act")
urlpatterns = [
    path("mijn-dag/", day.day, name="day"),
    path("mijn-dag/nieuws/", news.news, name="news"),
    path("begrippen/", standing.meanings, name="meanings"),
    path("clienten/", listing.clients, name="clients"),
    path("clienten/nieuw/", register.new, name="register"),
    path("inzage/", glass.glass, name="glass"),
    path("inzage/overzicht/", glass.overview, name="glass_overview"),
    path("clienten/<slug:number>/", record.record, name="record"),
    path("clienten/<slug:number>/wie-ziet-wat/", sight.who_sees, name="sight"),
    path("clienten/<slug:number>/sluiten/", closing_pages.close, name="file_close"),
    path("clienten/<slug:number>/heropenen/", closing_pages.reopen, name="file_reopen"),
    path("clienten/<slug:number>/gegevens/", details.client_edit, name="client_edit"),
    path("clienten/<slug:number>/bsn/", identity.bsn, name="bsn"),
    path("clienten/<slug:number>/woonplaats/", residences.residence_new, name="residence_new"),
    path("clienten/<slug:number>/uitkering/nieuw/", benefits.benefit_new, name="benefit_new"),
    path("clienten/<slug:number>/uitkering/<int:period_id>/einde/", benefits.benefit_end, name="benefit_end"),
    path("clienten/<slug:number>/notities/", notes.note_new, name="note_new"),
    path("clienten/<slug:number>/notities/<int:note_id>/", notes.note_edit, name="note_edit"),
    path("clienten/<slug:number>/notities/<int:note_id>/eerder/", notes.note_history, name="note_history"),
    path("clienten/<slug:number>/logboek/", log.timeline, name="timeline"),
    path("clienten/<slug:number>/stand/", standing.standing, name="standing"),
    path("clienten/<slug:number>/team/", team.team_add, name="team_add"),
    path("clienten/<slug:number>/team/<int:member_id>/", team.team_leave, name="team_leave"),
    path("clienten/<slug:number>/regie/", team.lead_change, name="lead_change"),
    path("clienten/<slug:number>/stappen/nieuw/", step_pages.step_new, name="step_new"),
    path("clienten/<slug:number>/plan/", plan_pages.plan, name="plan"),
    path("clienten/<slug:number>/plan/nieuw/", plan_writing.plan_new, name="plan_new"),
    path("clienten/<slug:number>/plan/wijzigen/", plan_writing.plan_edit, name="plan_edit"),
    path("clienten/<slug:number>/plan/samen/", plan_pages.together, name="plan_together"),
    path("clienten/<slug:number>/plan/pdf/", plan_pages.plan_pdf, name="plan_pdf"),
    path("clienten/<slug:number>/plan/versies/", plan_pages.versions, name="plan_versions"),
    path("clienten/<slug:number>/plan/akkoord/", plan_writing.plan_agree, name="plan_agree"),
    path("clienten/<slug:number>/plan/evaluatie/", plan_writing.plan_evaluate, name="plan_evaluate"),
    path("clienten/<slug:number>/plan/einde/", plan_writing.plan_end, name="plan_end"),
    path("clienten/<slug:number>/plan/doelen/", plan_writing.goal_new, name="goal_new"),
    path("clienten/<slug:number>/plan/doelen/<int:goal_id>/", plan_writing.goal_edit, name="goal_edit"),
    path("clienten/<slug:number>/plan/doelen/<int:goal_id>/<slug:act>/", plan_writing.goal_act, name="goal_act"),
    path("clienten/<slug:number>/plan/afspraken/", plan_writing.agreement_new, name="agreement_new"),
    path(
        "clienten/<slug:number>/plan/afspraken/<int:agreement_id>/", plan_writing.agreement_edit, name="agreement_edit"
    ),
    path(
        "clienten/<slug:number>/plan/afspraken/<int:agreement_id>/klaar/",
        plan_writing.agreement_settle,
        name="agreement_settle",
    ),
    path("clienten/<slug:number>/stappen/<int:step_id>/doel/", plan_writing.step_goal, name="step_goal"),
    path("clienten/<slug:number>/stappen/<int:step_id>/", step_pages.step, name="step"),
    path(
        "clienten/<slug:number>/stappen/<int:step_id>/voortgang/",
        step_pages.step_act,
        {"act": "observe"},
        name="step_observe",
    ),
    path("clienten/<slug:number>/stappen/<int:step_id>/<act:act>/", step_pages.step_act, name="step_act"),
    path("verwijzingen/", referral_inbox.referrals, name="referrals"),
    path("clienten/<slug:number>/verwijzingen/", referral_pages.client_referrals, name="client_referrals"),
    path("clienten/<slug:number>/verwijzingen/nieuw/", referral_pages.referral_new, name="referral_new"),
    path("clienten/<slug:number>/verwijzingen/<int:referral_id>/", referral_pages.referral, name="referral"),
    path(
        "clienten/<slug:number>/verwijzingen/<int:referral_id>/<slug:act>/",
        referral_pages.referral_act,
        name="referral_act",
    ),
    path("te-laat/", overdue.overdue, name="overdue"),
    path("beheer/termijnen/", term_pages.term_list, name="terms"),
    path("beheer/termijnen/nieuw/", term_pages.term_new, name="term_new"),
    path("beheer/termijnen/<int:term_id>/", term_pages.term_edit, name="term_edit"),
    path("beheer/termijnen/<int:term_id>/einde/", term_pages.term_end, name="term_end"),
    path("clienten/<slug:number>/taken/nieuw/", task_pages.task_new, name="task_new"),
    path("clienten/<slug:number>/taken/<int:task_id>/", task_pages.task, name="task"),
    path("clienten/<slug:number>/paneel/<slug:key>/", record.panel, name="panel"),
]
