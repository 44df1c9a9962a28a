"""Addresses, in the order of the file: Mijn dag, the list, the person and the facts, notes and log, team, steps, panels."""

from django.urls import path

from clients import (
    benefits,
    day,
    details,
    identity,
    listing,
    log,
    notes,
    record,
    register,
    residences,
    step_pages,
    team,
)

urlpatterns = [
    path("mijn-dag/", day.day, name="day"),
    path("clienten/", listing.clients, name="clients"),
    path("clienten/nieuw/", register.new, name="register"),
    path("clienten/<slug:number>/", record.record, name="record"),
    path("clienten/<slug:number>/gegevens/", details.client_edit, name="client_edit"),
    path("clienten/<slug:number>/bsn/", identity.bsn, name="bsn"),
    path("clienten/<slug:number>/woonplaats/", residences.residence_new, name="residence_new"),
    path("clienten/<slug:number>/uitkering/nieuw/", benefits.benefit_new, name="benefit_new"),
    path("clienten/<slug:number>/uitkering/<int:period_id>/einde/", benefits.benefit_end, name="benefit_end"),
    path("clienten/<slug:number>/notities/", notes.note_new, name="note_new"),
    path("clienten/<slug:number>/notities/<int:note_id>/", notes.note_edit, name="note_edit"),
    path("clienten/<slug:number>/logboek/", log.timeline, name="timeline"),
    path("clienten/<slug:number>/team/", team.team_add, name="team_add"),
    path("clienten/<slug:number>/team/<int:member_id>/", team.team_leave, name="team_leave"),
    path("clienten/<slug:number>/regie/", team.lead_change, name="lead_change"),
    path("clienten/<slug:number>/stappen/nieuw/", step_pages.step_new, name="step_new"),
    path("clienten/<slug:number>/stappen/<int:step_id>/", step_pages.step, name="step"),
    path(
        "clienten/<slug:number>/stappen/<int:step_id>/voortgang/",
        step_pages.step_act,
        {"act": "observe"},
        name="step_observe",
    ),
    path("clienten/<slug:number>/stappen/<int:step_id>/<slug:act>/", step_pages.step_act, name="step_act"),
    path("clienten/<slug:number>/paneel/<slug:key>/", record.panel, name="panel"),
]
