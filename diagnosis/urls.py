"""Addresses of the stage of diagnosis."""

from django.urls import path

from diagnosis import (
    ability_pages,
    domains_pages,
    findings,
    intake_pages,
    invitations,
    occupations,
    outlook_pages,
    personal_outlook_pages,
    profile_pages,
    report_days,
    report_pages,
    report_paper,
    screening_entry,
    screening_pages,
)

urlpatterns = [
    path("screening/", screening_pages.screenings, name="screenings"),
    path("screening/nieuw/", screening_pages.screening_new, name="screening_new"),
    path("screening/<int:round_id>/", screening_pages.screening, name="screening"),
    path("screening/<int:round_id>/sluiten/", screening_pages.screening_close, name="screening_close"),
    path("screening/<int:round_id>/<int:position>/", screening_entry.screening_entry, name="screening_entry"),
    path("beroepen/", occupations.occupations, name="occupations"),
    path("clienten/<slug:number>/werkprofiel/", profile_pages.profile, name="profile"),
    path("clienten/<slug:number>/vermogen/", ability_pages.ability, name="ability"),
    path("clienten/<slug:number>/indicatie/", ability_pages.indication_new, name="indication_new"),
    path("clienten/<slug:number>/indicatie/<int:indication_id>/", ability_pages.indication, name="indication"),
    path("clienten/<slug:number>/ontheffing/", ability_pages.exemption_new, name="exemption_new"),
    path("clienten/<slug:number>/ontheffing/<int:exemption_id>/", ability_pages.exemption, name="exemption"),
    path("arbeidsmarkt/", outlook_pages.outlooks, name="outlooks"),
    path("arbeidsmarkt/nieuw/", outlook_pages.outlook_new, name="outlook_new"),
    path("arbeidsmarkt/<int:outlook_id>/", outlook_pages.outlook_edit, name="outlook_edit"),
    path("clienten/<slug:number>/arbeidsmarkt/", personal_outlook_pages.personal_outlook, name="personal_outlook"),
    path("clienten/<slug:number>/diagnose/", report_pages.diagnoses, name="diagnoses"),
    path("clienten/<slug:number>/diagnose/nieuw/", report_pages.diagnosis_new, name="diagnosis_new"),
    path("clienten/<slug:number>/diagnose/<int:diagnosis_id>/", report_pages.diagnosis, name="diagnosis"),
    path(
        "clienten/<slug:number>/diagnose/<int:diagnosis_id>/waar/", report_pages.diagnosis_where, name="diagnosis_where"
    ),
    path(
        "clienten/<slug:number>/diagnose/<int:diagnosis_id>/dagen/", report_days.diagnosis_days, name="diagnosis_days"
    ),
    path(
        "clienten/<slug:number>/diagnose/<int:diagnosis_id>/dagen/<int:day_id>/",
        report_days.diagnosis_day,
        name="diagnosis_day",
    ),
    path(
        "clienten/<slug:number>/diagnose/<int:diagnosis_id>/gesprek/",
        report_pages.diagnosis_talk,
        name="diagnosis_talk",
    ),
    path(
        "clienten/<slug:number>/diagnose/<int:diagnosis_id>/geven/", report_pages.diagnosis_give, name="diagnosis_give"
    ),
    path(
        "clienten/<slug:number>/diagnose/<int:diagnosis_id>/stoppen/",
        report_pages.diagnosis_stop,
        name="diagnosis_stop",
    ),
    path(
        "clienten/<slug:number>/diagnose/<int:diagnosis_id>/profiel/",
        report_pages.diagnosis_take,
        name="diagnosis_take",
    ),
    path("clienten/<slug:number>/diagnose/<int:diagnosis_id>/pdf/", report_paper.diagnosis_pdf, name="diagnosis_pdf"),
    path("clienten/<slug:number>/conclusie/", findings.finding_new, name="finding_new"),
    path("clienten/<slug:number>/conclusie/<int:finding_id>/", findings.finding_edit, name="finding_edit"),
    path("clienten/<slug:number>/intake/", intake_pages.intake, name="intake"),
    path("clienten/<slug:number>/intake/leefgebied/", domains_pages.domain_new, name="domain_new"),
    path("clienten/<slug:number>/intake/leefgebied/<int:domain_id>/", domains_pages.domain, name="domain"),
    path("clienten/<slug:number>/intake/uitnodigen/", invitations.invitation_new, name="invitation_new"),
    path(
        "clienten/<slug:number>/intake/uitnodiging/<int:invitation_id>/",
        invitations.invitation_cancel,
        name="invitation_cancel",
    ),
]
